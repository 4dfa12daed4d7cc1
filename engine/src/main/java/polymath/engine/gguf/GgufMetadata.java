package polymath.engine.gguf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Predicate;

/// The settings of a model file, by key and by the type they must have.
///
/// Every lookup gives nothing if the key is absent, and throws a [GgufException] (BAD_SETTING) if its value is of
/// another type or out of range. Values are read from the mapped file at each call, so only while the file is open.
public final class GgufMetadata {
    private final Path path;
    private final Map<String, GgufValue> values;

    /// @param values in file order
    GgufMetadata(Path path, Map<String, GgufValue> values) {
        this.path = path;
        this.values = Collections.unmodifiableMap(values);
    }

    /// The file, for messages; of a split model its first part.
    public Path path() {
        return path;
    }

    /// All keys, in file order.
    public SequencedSet<String> keys() {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(values.keySet()));
    }

    /// A text; bytes that are not UTF-8 come out as U+FFFD.
    public Optional<String> string(String key) throws GgufException {
        return find(key, false, type -> type == ValueType.STRING, "a text")
                .map(value -> decode(value.texts().getFirst()));
    }

    /// A whole number of any width, exact.
    public Optional<Long> integer(String key) throws GgufException {
        Optional<GgufValue> value = find(key, false, ValueType::isInteger, "a whole number");
        if (value.isEmpty()) return Optional.empty();
        long number = value.get().integer(0);
        if (value.get().type() == ValueType.UINT64 && number < 0)
            throw GgufException.badSetting(path, key, Long.toUnsignedString(number));
        return Optional.of(number);
    }

    /// A fraction; doubles are rounded to float.
    public Optional<Float> number(String key) throws GgufException {
        return find(key, false, ValueType::isFloat, "a fraction").map(value -> value.fraction(0));
    }

    public Optional<Boolean> bool(String key) throws GgufException {
        return find(key, false, type -> type == ValueType.BOOL, "a truth value").map(GgufValue::bool);
    }

    /// A list of texts; bytes that are not UTF-8 come out as U+FFFD.
    public Optional<List<String>> strings(String key) throws GgufException {
        return byteStrings(key)
                .map(texts -> texts.stream().map(GgufMetadata::decode).toList());
    }

    /// A list of texts as the bytes in the file, which need not be UTF-8.
    public Optional<List<byte[]>> byteStrings(String key) throws GgufException {
        return find(key, true, type -> type == ValueType.STRING, "a list of texts")
                .map(GgufValue::texts);
    }

    /// A list of fractions; doubles are rounded to float.
    public Optional<float[]> floats(String key) throws GgufException {
        Optional<GgufValue> value = find(key, true, ValueType::isFloat, "a list of fractions");
        if (value.isEmpty()) return Optional.empty();
        float[] numbers = new float[value.get().count()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = value.get().fraction(i);
        return Optional.of(numbers);
    }

    /// A list of whole numbers that fit an int.
    public Optional<int[]> integers(String key) throws GgufException {
        Optional<GgufValue> value = find(key, true, ValueType::isInteger, "a list of whole numbers");
        if (value.isEmpty()) return Optional.empty();
        int[] numbers = new int[value.get().count()];
        for (int i = 0; i < numbers.length; i++) {
            long number = value.get().integer(i);
            if (number != (int) number)
                throw GgufException.badSetting(path, key, "%d at position %d".formatted(number, i));
            numbers[i] = (int) number;
        }
        return Optional.of(numbers);
    }

    private Optional<GgufValue> find(String key, boolean array, Predicate<ValueType> type, String wanted)
            throws GgufException {
        Optional<GgufValue> value = Optional.ofNullable(values.get(key));
        if (value.isPresent()
                && (value.get().array() != array || !type.test(value.get().type())))
            throw GgufException.badSetting(path, key, value.get().description() + ", not " + wanted);
        return value;
    }

    private static String decode(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }
}
