package polymath.engine.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Tells model files apart without reading all of them: SHA-256 over the length of each part, its header (settings,
/// tokenizer and tensor table) and samples of its tensors.
///
/// Training and quantising change every block, so any few show it; damage to the blocks between them is for a
/// check of the whole file to find.
final class FileDigest {
    private static final int SAMPLES = 64;
    private static final int SAMPLE_BYTES = 4096;

    private FileDigest() {}

    /// @param parts whose cursors stand behind the tensor table
    static String of(List<GgufHeader> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (GgufHeader part : parts) {
                MemorySegment file = part.file();
                sha.update(
                        ByteBuffer.allocate(Long.BYTES).putLong(file.byteSize()).flip());
                long header = part.cursor().offset();
                sha.update(file.asSlice(0, header).asByteBuffer());
                long rest = file.byteSize() - header;
                int bytes = (int) Math.min(SAMPLE_BYTES, rest);
                for (int i = 0; i < SAMPLES; i++)
                    sha.update(file.asSlice(header + (rest - bytes) / (SAMPLES - 1) * i, bytes)
                            .asByteBuffer());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
