package polymath.engine.prefix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whose pages are kept: for each owner one small file that names the last page of the sequence kept for it. When it
/// was written is when the sequence was used last.
///
/// The file's name is a digest of the owner's, so that the folder tells nothing of chats.
final class References {
    private static final String KEPT = ".kept";
    private static final String READY = ".ready";

    /// @param owner its digest
    /// @param leaf name of the last page
    /// @param ready not to be given up for others
    record Reference(String owner, String leaf, boolean ready, long usedMillis) {
        String fileName() {
            return owner + (ready ? READY : KEPT);
        }
    }

    private final Path folder;
    private final Disk disk;
    private final Map<String, Reference> references = new HashMap<>();

    References(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    static boolean isOne(String fileName) {
        return fileName.endsWith(KEPT) || fileName.endsWith(READY);
    }

    /// Reads what is there now; a file that names no page is deleted.
    void read(Collection<Path> files) {
        references.clear();
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            String owner = name.substring(0, name.lastIndexOf('.'));
            try {
                String leaf =
                        Files.readString(file, StandardCharsets.ISO_8859_1).strip();
                if (Digest.isOne(owner) && Digest.isOne(leaf))
                    references.put(
                            owner,
                            new Reference(
                                    owner,
                                    leaf,
                                    name.endsWith(READY),
                                    Files.getLastModifiedTime(file).toMillis()));
                else Files.deleteIfExists(file);
            } catch (IOException e) { // deleted by another engine, or not to be read: then it keeps nothing
                references.remove(owner);
            }
        }
    }

    Optional<Reference> of(String owner) {
        return Optional.ofNullable(references.get(owner));
    }

    int count() {
        return references.size();
    }

    List<String> leaves() {
        return references.values().stream().map(Reference::leaf).toList();
    }

    List<Reference> all() {
        return new ArrayList<>(references.values());
    }

    /// The one whose use lies back longest, of those that may be given up.
    ///
    /// @param but an owner whose may not
    Optional<Reference> leastRecentlyUsed(String but) {
        return references.values().stream()
                .filter(one -> !one.ready() && !one.owner().equals(but))
                .min(Comparator.comparingLong(Reference::usedMillis).thenComparing(Reference::owner));
    }

    void put(String owner, String leaf, boolean ready) throws IOException {
        Reference reference = new Reference(owner, leaf, ready, System.currentTimeMillis());
        Path half = HalfFile.of(folder, owner);
        try {
            try (Disk.Output out = disk.create(half)) {
                out.write(ByteBuffer.wrap((leaf + "\n").getBytes(StandardCharsets.ISO_8859_1)));
                out.force();
            }
            disk.rename(half, folder.resolve(reference.fileName()));
        } finally {
            Files.deleteIfExists(half);
        }
        references.put(owner, reference);
        Files.deleteIfExists(folder.resolve(owner + (ready ? KEPT : READY)));
    }

    void remove(Reference reference) throws IOException {
        references.remove(reference.owner());
        // Both: one may have been left by an engine that was killed while it changed one into the other.
        Files.deleteIfExists(folder.resolve(reference.owner() + KEPT));
        Files.deleteIfExists(folder.resolve(reference.owner() + READY));
    }
}
