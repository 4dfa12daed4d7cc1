package polymath.engine.prefix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Names for contents: the first 128 bits of SHA-256 in hexadecimal.
final class Digest {
    static final int BYTES = 16;
    /// Of a sequence's first page, which has no page before it.
    static final String NONE = "0".repeat(2 * BYTES);

    private Digest() {}

    static String of(String text) {
        return of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Reads the buffer to its limit.
    static String of(ByteBuffer bytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes);
            return HexFormat.of().formatHex(sha.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    static boolean isOne(String text) {
        return text.matches("[0-9a-f]{%d}".formatted(2 * BYTES));
    }
}
