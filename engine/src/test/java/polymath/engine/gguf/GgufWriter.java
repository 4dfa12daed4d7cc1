package polymath.engine.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Writes small GGUF files for tests, right by default and wrong wherever a test wants: every count, type, offset and
/// byte can be set.
public final class GgufWriter {
    public static final int UINT8 = 0;
    public static final int INT8 = 1;
    public static final int UINT16 = 2;
    public static final int INT16 = 3;
    public static final int UINT32 = 4;
    public static final int INT32 = 5;
    public static final int FLOAT32 = 6;
    public static final int BOOL = 7;
    public static final int STRING = 8;
    public static final int ARRAY = 9;
    public static final int UINT64 = 10;
    public static final int INT64 = 11;
    public static final int FLOAT64 = 12;

    private int version = 3;
    private long alignment = 32;
    private long extraTensors;
    private long extraSettings;
    private final List<byte[]> settings = new ArrayList<>();
    private final List<byte[]> tensors = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    public GgufWriter version(int number) {
        version = number;
        return this;
    }

    /// The padding used; whoever changes it says so in `general.alignment`.
    public GgufWriter alignment(long bytes) {
        alignment = bytes;
        return this;
    }

    /// Counts this many tensors more than are written.
    public GgufWriter extraTensors(long count) {
        extraTensors = count;
        return this;
    }

    /// Counts this many settings more than are written.
    public GgufWriter extraSettings(long count) {
        extraSettings = count;
        return this;
    }

    public GgufWriter string(String key, String value) {
        return setting(key, STRING, text(value));
    }

    public GgufWriter uint32(String key, long value) {
        return setting(key, UINT32, number(Integer.BYTES, value));
    }

    public GgufWriter uint16(String key, long value) {
        return setting(key, UINT16, number(Short.BYTES, value));
    }

    public GgufWriter float32(String key, float value) {
        return setting(key, FLOAT32, number(Integer.BYTES, Float.floatToRawIntBits(value)));
    }

    public GgufWriter bool(String key, boolean value) {
        return setting(key, BOOL, new byte[] {(byte) (value ? 1 : 0)});
    }

    public GgufWriter byteStrings(String key, List<byte[]> values) {
        return array(key, STRING, values.size(), join(values.stream().map(GgufWriter::text)));
    }

    public GgufWriter floats(String key, float... values) {
        byte[][] bytes = new byte[values.length][];
        for (int i = 0; i < values.length; i++) bytes[i] = number(Integer.BYTES, Float.floatToRawIntBits(values[i]));
        return array(key, FLOAT32, values.length, join(Arrays.stream(bytes)));
    }

    public GgufWriter int32s(String key, int... values) {
        return array(key, INT32, values.length, join(Arrays.stream(values).mapToObj(v -> number(Integer.BYTES, v))));
    }

    /// Any setting, right or wrong.
    public GgufWriter setting(String key, int type, byte[] value) {
        return setting(key.getBytes(StandardCharsets.UTF_8), type, value);
    }

    public GgufWriter setting(byte[] key, int type, byte[] value) {
        settings.add(join(Stream.of(text(key), number(Integer.BYTES, type), value)));
        return this;
    }

    public GgufWriter array(String key, int type, long count, byte[] elements) {
        return setting(key, ARRAY, join(Stream.of(number(Integer.BYTES, type), number(Long.BYTES, count), elements)));
    }

    /// A tensor of f32 values `0, 1, 2, ...`, placed after the one before.
    public GgufWriter tensor(String name, long... shape) {
        long values = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate((int) values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values; i++) bytes.putFloat(i);
        return tensor(name, 0, shape, bytes.array());
    }

    /// A tensor of any type, placed after the one before.
    public GgufWriter tensor(String name, int type, long[] shape, byte[] bytes) {
        entry(name.getBytes(StandardCharsets.UTF_8), type, data.size(), shape);
        data.writeBytes(bytes);
        while (data.size() % alignment != 0) data.write(0);
        return this;
    }

    /// A tensor's entry alone, right or wrong.
    public GgufWriter entry(byte[] name, int type, long offset, long... shape) {
        byte[] sizes = join(Arrays.stream(shape).mapToObj(size -> number(Long.BYTES, size)));
        tensors.add(join(Stream.of(
                text(name),
                number(Integer.BYTES, shape.length),
                sizes,
                number(Integer.BYTES, type),
                number(Long.BYTES, offset))));
        return this;
    }

    /// Data without an entry.
    public GgufWriter data(byte[] bytes) {
        data.writeBytes(bytes);
        return this;
    }

    public byte[] header() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {'G', 'G', 'U', 'F'});
        file.writeBytes(number(Integer.BYTES, version));
        file.writeBytes(number(Long.BYTES, tensors.size() + extraTensors));
        file.writeBytes(number(Long.BYTES, settings.size() + extraSettings));
        settings.forEach(file::writeBytes);
        tensors.forEach(file::writeBytes);
        return file.toByteArray();
    }

    public byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(header());
        while (file.size() % alignment != 0) file.write(0);
        file.writeBytes(data.toByteArray());
        return file.toByteArray();
    }

    public Path write(Path path) throws IOException {
        return Files.write(path, bytes());
    }

    /// A text with its length in front.
    public static byte[] text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] text(byte[] text) {
        return join(Stream.of(number(Long.BYTES, text.length), text));
    }

    /// A number in so many bytes, little endian.
    public static byte[] number(int bytes, long value) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return Arrays.copyOf(all, bytes);
    }

    private static byte[] join(Stream<byte[]> pieces) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        pieces.forEach(joined::writeBytes);
        return joined.toByteArray();
    }
}
