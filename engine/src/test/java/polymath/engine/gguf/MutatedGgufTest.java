package polymath.engine.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a few random bytes do to a header, opening the file works or is refused: soon, with little memory, and what
/// is handed out can be read to its last byte.
class MutatedGgufTest {
    private static final int MUTANTS = 20_000;
    private static final long MOST_HEAP_BYTES = 1 << 20;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void mutantsOpenOrAreRefused() throws Exception {
        long seed = Long.getLong("polymath.seed", 20_260_823L);
        Random random = new Random(seed);
        byte[] original = original();
        Path path = folder.resolve("mutant.gguf");
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int opened = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(original.clone(), random);
            Files.write(path, mutant);
            String which = "seed %d, mutant %d".formatted(seed, i);
            long before = thread.getCurrentThreadAllocatedBytes();
            try (GgufFile file = GgufFile.open(path)) {
                use(file);
                opened++;
            } catch (GgufException e) {
                assertThat(e.getMessage()).as(which).isNotEmpty();
            } catch (RuntimeException e) {
                throw new AssertionError(which, e);
            }
            assertThat(thread.getCurrentThreadAllocatedBytes() - before)
                    .as(which)
                    .isLessThan(MOST_HEAP_BYTES);
        }
        // Both outcomes must be frequent, or the mutants test nothing.
        assertThat(opened).as("seed %d", seed).isBetween(MUTANTS / 20, MUTANTS - MUTANTS / 20);
    }

    private static byte[] mutate(byte[] file, Random random) {
        int headerBytes = 700;
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(headerBytes);
            switch (random.nextInt(4)) {
                case 0 -> file[at] = (byte) random.nextInt();
                case 1 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> file[at] = (byte) (random.nextBoolean() ? 0xFF : 0x7F);
                default -> {
                    for (int i = 0; i < Long.BYTES; i++) file[at + i] = (byte) (random.nextBoolean() ? 0xFF : 0);
                }
            }
        }
        return file;
    }

    /// Reads all settings as every type, and both ends of all tensors.
    private static void use(GgufFile file) {
        GgufMetadata metadata = file.metadata();
        List<Lookup> lookups = List.of(
                metadata::string,
                metadata::integer,
                metadata::number,
                metadata::bool,
                metadata::strings,
                metadata::floats,
                metadata::integers);
        for (String key : metadata.keys()) {
            for (Lookup lookup : lookups) {
                try {
                    lookup.find(key);
                } catch (GgufException e) {
                    assertThat(e.kind()).isEqualTo(GgufException.Kind.BAD_SETTING);
                }
            }
        }
        for (GgufTensor tensor : file.tensors()) {
            var data = tensor.matrix().data();
            data.get(ValueLayout.JAVA_BYTE, 0);
            data.get(ValueLayout.JAVA_BYTE, data.byteSize() - 1);
        }
    }

    private interface Lookup {
        Object find(String key) throws GgufException;
    }

    private static byte[] original() {
        GgufWriter writer = new GgufWriter()
                .string("general.architecture", "phimoe")
                .uint32("general.alignment", 32)
                .uint32("phimoe.block_count", 2)
                .float32("phimoe.rope.freq_base", 10_000)
                .bool("tokenizer.ggml.add_bos_token", false)
                .byteStrings("tokenizer.ggml.tokens", List.of("<s>".getBytes(UTF_8), "▁a".getBytes(UTF_8)))
                .floats("tokenizer.ggml.scores", 0, -1)
                .int32s("tokenizer.ggml.token_type", 3, 1);
        for (int i = 0; i < 8; i++) writer.tensor("blk.%d.weight".formatted(i), 8, 4);
        return writer.tensor("q", 12, new long[] {256, 2}, new byte[288]).bytes();
    }
}
