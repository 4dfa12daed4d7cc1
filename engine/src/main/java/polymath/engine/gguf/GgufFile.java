package polymath.engine.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A GGUF model file, mapped into memory: version 2 or 3, little endian, in one piece or split into parts.
///
/// What it hands out was checked against the real length of the file, so no read of it can leave the mapping; yet a
/// file that shrinks while it is mapped makes reads fail with an [InternalError]. Threads may share it. Whoever opens
/// it closes it, after the last use of its tensors.
public final class GgufFile implements AutoCloseable {
    private final Arena arena;
    private final List<GgufHeader> parts;
    private final long fileBytes;
    private final GgufMetadata metadata;
    private final Map<String, GgufTensor> tensors;

    private GgufFile(
            Arena arena,
            List<GgufHeader> parts,
            long fileBytes,
            GgufMetadata metadata,
            Map<String, GgufTensor> tensors) {
        this.arena = arena;
        this.parts = List.copyOf(parts);
        this.fileBytes = fileBytes;
        this.metadata = metadata;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /// Maps a file; of a split model (`name-00001-of-00003.gguf`), given any part, all parts.
    ///
    /// @param architectures that are welcome: another one is refused before its tensors are looked at, which may be
    ///     of types only such models have. None: any.
    @SuppressWarnings("MustBeClosedChecker") // the file owns the arena, and closes it
    public static GgufFile open(Path path, String... architectures) throws GgufException {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try {
            GgufFile file = read(path, Set.of(architectures), arena);
            opened = true;
            return file;
        } catch (InternalError e) {
            // This is how the JVM reports a page of a mapped file that the disk did not deliver.
            throw GgufException.unreadable(path, e);
        } finally {
            if (!opened) arena.close();
        }
    }

    /// The settings; of a split model those of its first part.
    public GgufMetadata metadata() {
        return metadata;
    }

    public Optional<GgufTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /// All tensors, in file order.
    public List<GgufTensor> tensors() {
        return List.copyOf(tensors.values());
    }

    /// The file or, of a split model, all parts in order.
    public List<Path> paths() {
        return parts.stream().map(GgufHeader::path).toList();
    }

    /// Bytes of all parts together.
    public long fileBytes() {
        return fileBytes;
    }

    /// Tells this model from others without reading all of it: SHA-256 in hexadecimal over the lengths, the headers and
    /// samples of the tensors. Reads some hundred kilobytes.
    public String digest() {
        return FileDigest.of(parts);
    }

    /// Unmaps the file. Reading a tensor or setting of it afterwards throws an [IllegalStateException].
    @Override
    public void close() {
        if (arena.scope().isAlive()) arena.close();
    }

    private static GgufFile read(Path path, Set<String> architectures, Arena arena) throws GgufException {
        GgufHeader given = GgufHeader.read(path, map(path, arena));
        SplitModel split = SplitModel.of(given);
        List<GgufHeader> parts = new ArrayList<>();
        for (int number = 0; number < split.count(); number++)
            parts.add(number == split.number() ? given : readPart(split, number, arena));
        checkArchitecture(parts.getFirst(), architectures);
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        long fileBytes = 0;
        for (int number = 0; number < split.count(); number++) {
            GgufHeader part = parts.get(number);
            for (GgufTensor tensor : TensorTable.read(part))
                if (tensors.put(tensor.name(), tensor) != null) throw split.missing(number);
            fileBytes = Math.addExact(fileBytes, part.file().byteSize());
        }
        split.checkTensorCount(tensors.size());
        return new GgufFile(arena, parts, fileBytes, parts.getFirst().metadata(), tensors);
    }

    private static GgufHeader readPart(SplitModel split, int number, Arena arena) throws GgufException {
        Path path = split.path(number);
        if (Files.notExists(path)) throw split.missing(number);
        GgufHeader part = GgufHeader.read(path, map(path, arena));
        if (!split.includes(part, number)) throw split.missing(number);
        return part;
    }

    private static void checkArchitecture(GgufHeader first, Set<String> architectures) throws GgufException {
        if (architectures.isEmpty()) return;
        String key = "general.architecture";
        String architecture =
                first.metadata().string(key).orElseThrow(() -> GgufException.badSetting(first.path(), key, "missing"));
        if (!architectures.contains(architecture)) throw GgufException.wrongArchitecture(first.path(), architecture);
    }

    private static MemorySegment map(Path path, Arena arena) throws GgufException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            // Looked at before opening: opening a pipe would wait for its writer.
            if (attributes.isDirectory()) throw GgufException.notAFile(path, "directory");
            if (!attributes.isRegularFile()) throw GgufException.notAFile(path, "device or pipe");
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                long bytes = channel.size();
                if (bytes == 0) throw GgufException.empty(path, 0);
                return channel.map(MapMode.READ_ONLY, 0, bytes, arena);
            }
        } catch (NoSuchFileException e) {
            throw GgufException.notFound(path);
        } catch (IOException e) {
            throw GgufException.unreadable(path, e);
        }
    }
}
