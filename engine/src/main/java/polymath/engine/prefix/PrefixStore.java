package polymath.engine.prefix;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import polymath.engine.prefix.References.Reference;

/// Keys and values on disk, so that what was read once need not be read again after a restart.
///
/// A sequence is kept in pages, one file each, that name the page before: sequences that begin alike share their first
/// pages, and one that grows writes only what is new. A page is written under a passing name and renamed when all of
/// it is on the disk, and never changed. Every owner, such as a chat, has one sequence; a page that leads to no owner's
/// sequence is deleted. Several engines may use a folder at once.
///
/// Used by the engine's thread.
public final class PrefixStore {
    private static final System.Logger LOG = System.getLogger(PrefixStore.class.getName());
    private static final String PAGE = ".page";
    /// A page is written before the reference to it: a fresh one may be another engine's.
    private static final long FRESH_MILLIS = 60_000;
    /// How much is written between two looks at whether somebody waits: a slow disk takes 40 ms for it.
    private static final int FORCED_BYTES = 4 << 20;

    /// How much is kept.
    ///
    /// @param mostBytes of all files together; a tenth of the free disk, if that is less. 0 keeps nothing
    /// @param leastFreeBytes that must stay free on the disk
    /// @param leastTokens of a sequence worth keeping
    public record Limits(long mostBytes, long leastFreeBytes, int leastTokens) {
        /// 8 GiB: a hundred thousand tokens of the real model with a cache in bytes. A sequence of 1,024 tokens takes
        /// half a minute to read on a small computer; a shorter one is not worth its 70 to 130 MB.
        public static final Limits DEFAULT = new Limits(8L << 30, 2L << 30, 1024);
    }

    /// @param entries sequences kept
    /// @param limitBytes what [Limits] come to on this disk
    public record Size(long bytes, int entries, long limitBytes) {}

    /// What became of a page that was to be written.
    enum Written {
        WHOLE,
        INTERRUPTED,
        NO_ROOM
    }

    private final Path folder;
    private final Disk disk;
    private final PageIndex index = new PageIndex();
    private final References references;
    private Limits limits;

    /// Touches nothing yet: the folder is made when there is something to keep.
    public PrefixStore(Path folder, Limits limits) {
        this(folder, limits, new FileDisk());
    }

    PrefixStore(Path folder, Limits limits, Disk disk) {
        this.folder = folder;
        this.limits = limits;
        this.disk = disk;
        references = new References(folder, disk);
    }

    public Limits limits() {
        return limits;
    }

    /// How much there is now.
    public Size size() {
        refresh();
        return new Size(index.bytes(), references.count(), limitBytes());
    }

    /// Keeps this much from now on, and gives up what is more, the least recently used first.
    public void limit(long mostBytes) {
        limits = new Limits(mostBytes, limits.leastFreeBytes(), limits.leastTokens());
        refresh();
        if (mostBytes == 0) prune(List.of());
        try {
            shrinkTo(limitBytes(), Digest.NONE, Digest.NONE);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the prefix caches cannot be deleted", e);
        }
    }

    /// Does not give up what is kept for an owner until it is pruned, or does again.
    public void keep(String owner, boolean ready) {
        refresh();
        references.of(Digest.of(owner)).filter(one -> one.ready() != ready).ifPresent(one -> {
            try {
                references.put(one.owner(), one.leaf(), ready);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a prefix cache cannot be marked", e);
            }
        });
    }

    /// Gives up what is kept for these owners, or all there is if none is named.
    public void prune(List<String> owners) {
        refresh();
        Set<String> digests = new HashSet<>(owners.stream().map(Digest::of).toList());
        for (Reference reference : references.all()) {
            if (!owners.isEmpty() && !digests.contains(reference.owner())) continue;
            try {
                remove(reference, Digest.NONE);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a prefix cache cannot be deleted", e);
            }
        }
        if (owners.isEmpty()) index.names().forEach(this::delete);
    }

    /// The pages that have most in common with a prompt.
    List<PageHeader> find(String fingerprint, int[] prompt) {
        refresh();
        return index.find(fingerprint, prompt);
    }

    boolean contains(PageHeader page) {
        return index.contains(page.name());
    }

    /// Reads a page into memory. One that is not what was written is deleted.
    ///
    /// @return whether it is there now
    boolean read(PageHeader page, List<MemorySegment> pieces) {
        Path file = file(page.name());
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            PageHeader.read(channel, page.name(), channel.size()).readPieces(channel, pieces);
            return true;
        } catch (NoSuchFileException | ClosedByInterruptException e) { // given up by another engine, or in a hurry
            index.remove(page.name());
        } catch (IOException e) {
            LOG.log(Level.INFO, "a page of a prefix cache is refused and deleted", e);
            delete(page.name());
        }
        return false;
    }

    /// Writes a page, giving up what was used least recently for it.
    ///
    /// @param owner whose sequence is not given up
    /// @param interrupted looked at often; then nothing is left of the page
    Written write(PageHeader page, List<MemorySegment> pieces, String owner, BooleanSupplier interrupted)
            throws IOException {
        if (index.contains(page.name())) return Written.WHOLE;
        makeFolder();
        long most = limitBytes() - page.fileBytes();
        if (most < 0 || !shrinkTo(most, Digest.of(owner), page.before())) return Written.NO_ROOM;
        if (disk.freeBytes(folder) - page.fileBytes() < limits.leastFreeBytes()) return Written.NO_ROOM;
        Path half = HalfFile.of(folder, page.name());
        try {
            if (!copy(page, pieces, half, interrupted)) return Written.INTERRUPTED;
            disk.rename(half, file(page.name()));
        } finally {
            Files.deleteIfExists(half);
        }
        index.add(page);
        return Written.WHOLE;
    }

    private boolean copy(PageHeader page, List<MemorySegment> pieces, Path half, BooleanSupplier interrupted)
            throws IOException {
        try (Disk.Output out = disk.create(half)) {
            out.write(page.encoded());
            long unforced = 0;
            for (MemorySegment piece : pieces) {
                if (interrupted.getAsBoolean()) return false;
                out.write(piece.asByteBuffer());
                unforced += piece.byteSize();
                if (unforced < FORCED_BYTES) continue;
                out.force();
                unforced = 0;
            }
            out.force();
            return true;
        }
    }

    private void makeFolder() throws IOException {
        if (Files.isDirectory(folder)) return;
        Files.createDirectories(folder);
        // What was said in chats can be worked out from keys and values.
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix"))
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /// Makes the sequence that ends with this page the one kept for an owner, used now.
    ///
    /// @param ready whether it may not be given up for others
    void refer(String owner, PageHeader leaf, boolean ready) throws IOException {
        String digest = Digest.of(owner);
        List<String> before =
                references.of(digest).map(Reference::leaf).stream().toList();
        references.put(digest, leaf.name(), ready);
        deleteUnreachable(before, leaf.name());
    }

    private long limitBytes() {
        try {
            Path there = folder.toAbsolutePath();
            while (there.getParent() != null && !Files.isDirectory(there)) there = there.getParent();
            return Math.min(limits.mostBytes(), (disk.freeBytes(there) + index.bytes()) / 10);
        } catch (IOException e) { // nothing can be written either
            LOG.log(Level.DEBUG, "free bytes", e);
            return 0;
        }
    }

    /// @return whether no more than this is kept now
    private boolean shrinkTo(long bytes, String owner, String protectedLeaf) throws IOException {
        while (index.bytes() > bytes) {
            var oldest = references.leastRecentlyUsed(owner);
            if (oldest.isEmpty()) return false;
            remove(oldest.get(), protectedLeaf);
        }
        return true;
    }

    private void remove(Reference reference, String protectedLeaf) throws IOException {
        references.remove(reference);
        deleteUnreachable(List.of(reference.leaf()), protectedLeaf);
    }

    /// Deletes the pages up to these leaves that lead to no sequence that is kept.
    private void deleteUnreachable(List<String> leaves, String protectedLeaf) {
        List<String> kept = new ArrayList<>(references.leaves());
        kept.add(protectedLeaf);
        Set<String> reachable = index.upTo(kept);
        for (String name : index.upTo(leaves)) if (!reachable.contains(name)) delete(name);
    }

    private void delete(String page) {
        index.remove(page);
        delete(file(page));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) { // on Windows another engine may be reading it
            LOG.log(Level.DEBUG, "a file of a prefix cache stays", e);
        }
    }

    private Path file(String page) {
        return folder.resolve(page + PAGE);
    }

    /// Looks what is in the folder, and deletes what is of no use: half files of engines that were killed, damaged
    /// files, pages that lead nowhere.
    void refresh() {
        List<Path> referring = new ArrayList<>();
        Set<String> vanished = new HashSet<>(index.names());
        if (Files.isDirectory(folder))
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    String name = String.valueOf(file.getFileName());
                    if (References.isOne(name)) {
                        referring.add(file);
                    } else if (HalfFile.isOne(name)) {
                        if (HalfFile.isLeft(name)) delete(file);
                    } else if (name.endsWith(PAGE)) {
                        String page = name.substring(0, name.length() - PAGE.length());
                        if (!vanished.remove(page)) addPage(file, page);
                    }
                }
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the folder of the prefix caches cannot be read", e);
            }
        vanished.forEach(index::remove);
        references.read(referring);
        deleteOrphans();
    }

    private void addPage(Path file, String name) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            index.add(PageHeader.read(channel, name, channel.size()));
        } catch (DamagedPageException | EOFException e) {
            LOG.log(Level.INFO, "a page of a prefix cache is refused and deleted", e);
            delete(file);
        } catch (IOException e) { // deleted meanwhile, or not to be read: then it is not there
            LOG.log(Level.DEBUG, "a page of a prefix cache is left alone", e);
        }
    }

    private void deleteOrphans() {
        Set<String> reachable = index.upTo(references.leaves());
        long old = System.currentTimeMillis() - FRESH_MILLIS;
        for (String name : index.names()) {
            if (reachable.contains(name)) continue;
            try {
                if (Files.getLastModifiedTime(file(name)).toMillis() < old) delete(name);
            } catch (IOException e) { // gone already
                index.remove(name);
            }
        }
        for (Reference reference : references.all())
            if (!index.contains(reference.leaf()) && reference.usedMillis() < old) {
                try {
                    references.remove(reference);
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, "a reference to nothing stays", e);
                }
            }
    }
}
