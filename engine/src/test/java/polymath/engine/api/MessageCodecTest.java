package polymath.engine.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.api.MessageCodec.MalformedMessageException;

class MessageCodecTest {
    private static final long SEED = 20261123;

    /// Every record under [Message], found by reflection so that a new one is tested from its first day.
    static List<Class<?>> messages() {
        List<Class<?>> records = new ArrayList<>();
        collect(Message.class, records);
        return records;
    }

    private static void collect(Class<?> type, List<Class<?>> records) {
        if (type.isRecord()) records.add(type);
        else for (Class<?> permitted : type.getPermittedSubclasses()) collect(permitted, records);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageComesBackEqual(Class<?> type) throws Exception {
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            Message message = (Message) instance(type, random);
            String line = MessageCodec.encode(message);
            assertThat(line).doesNotContain("\n", "\r").startsWith("{\"type\":\"" + type.getSimpleName() + "\"");
            assertThat(MessageCodec.decode(line))
                    .as("seed %s, round %s", SEED, i)
                    .isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyFieldOfAMessageIsAnImmutableType(Class<?> type) {
        for (RecordComponent component : type.getRecordComponents())
            assertThat(component.getType())
                    .matches(
                            field -> field.isPrimitive()
                                    || field.isRecord()
                                    || field.isEnum()
                                    || field.isSealed()
                                    || List.of(String.class, UUID.class, List.class, Optional.class)
                                            .contains(field),
                            "is immutable");
    }

    private static Object instance(Type type, Random random) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            List<Object> items = new ArrayList<>();
            for (int n = random.nextInt(1, 4); n > 0; n--)
                items.add(instance(list.getActualTypeArguments()[0], random));
            return List.copyOf(items);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == int.class || plain == Integer.class) return random.nextInt(1, 1000);
        if (plain == long.class) return random.nextLong();
        if (plain == double.class) return random.nextGaussian();
        if (plain == float.class) return 1f; // in the range of every sampling parameter
        if (plain == boolean.class) return random.nextBoolean();
        if (plain == UUID.class) return new UUID(random.nextLong(), random.nextLong());
        if (plain == String.class) return text(random);
        if (plain.isEnum()) return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        if (plain.isSealed()) {
            Class<?>[] permitted = plain.getPermittedSubclasses();
            return instance(permitted[random.nextInt(permitted.length)], random);
        }
        RecordComponent[] components = plain.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) values[i] = instance(components[i].getGenericType(), random);
        return Arrays.stream(plain.getDeclaredConstructors())
                .filter(constructor -> constructor.getParameterCount() == values.length)
                .filter(constructor -> Modifier.isPublic(constructor.getModifiers())
                        || !Modifier.isPrivate(constructor.getModifiers()))
                .findFirst()
                .orElseThrow()
                .newInstance(values);
    }

    private static String text(Random random) {
        String alphabet = "aZ 9\"\\\n\r\t\u0000\u0001\u001b\u007f\u0085\u2028\u2029<>&'=äł東🦉{}[],:";
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder("x"); // some texts may not be empty
        for (int n = random.nextInt(40); n > 0; n--)
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{}",
                "{",
                "}",
                "\u0000\u0001",
                "{\"type\":null}",
                "{\"type\":7}",
                "{\"type\":[]}",
                "{\"type\":\"Nonsense\"}",
                "{\"type\":\"java.lang.Runtime\"}",
                "{\"type\":\"Cancel\"}",
                "{\"type\":\"Cancel\",\"id\":null}",
                "{\"type\":\"Cancel\",\"id\":\"not a uuid\"}",
                "{\"type\":\"Cancel\",\"id\":{}}",
                "{\"type\":\"Generate\",\"id\":\"6f3d1a52-0000-4000-8000-000000000001\"}",
                "{\"type\":\"LoadModel\",\"id\":\"6f3d1a52-0000-4000-8000-000000000001\",\"path\":\"x\",\"options\":{\"contextTokens\":-1}}",
                "{\"type\":\"Cancel\",\"id\":\"6f3d1a52-0000-4000-8000-000000000001\"} trailing",
                "{\"type\":\"Cancel\",\"id\":\"6f3d1a52-0000-4000-8000-000000000001\"}{\"type\":\"Cancel\"}",
            })
    void whatIsNoMessageIsRefused(String line) {
        assertThatExceptionOfType(MalformedMessageException.class).isThrownBy(() -> MessageCodec.decode(line));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        for (String part : List.of("[", "{\"a\":"))
            assertThatExceptionOfType(MalformedMessageException.class)
                    .isThrownBy(() -> MessageCodec.decode(part.repeat(100_000)));
    }

    @Test
    void damagedLinesNeverThrowAnythingElse() throws ReflectiveOperationException {
        Random random = new Random(SEED);
        List<Class<?>> types = messages();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder(
                    MessageCodec.encode((Message) instance(types.get(random.nextInt(types.size())), random)));
            for (int n = random.nextInt(1, 4); n > 0; n--) damage(line, random);
            try {
                MessageCodec.decode(line.toString());
            } catch (MalformedMessageException expected) {
                assertThat(expected.getMessage())
                        .as("seed %s, round %s", SEED, i)
                        .isNotNull();
            }
        }
    }

    private static void damage(StringBuilder line, Random random) {
        if (line.isEmpty()) return;
        int at = random.nextInt(line.length());
        switch (random.nextInt(4)) {
            case 0 -> line.setCharAt(at, (char) random.nextInt(128));
            case 1 -> line.deleteCharAt(at);
            case 2 -> line.setLength(at);
            default ->
                line.insert(
                        at, Stream.of("null", "{", "]", "\"", "-1e999").toList().get(random.nextInt(5)));
        }
    }
}
