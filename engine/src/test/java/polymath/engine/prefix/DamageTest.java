package polymath.engine.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static polymath.engine.prefix.Reader.ANY_LENGTH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.TinyModel;
import polymath.engine.tensor.GgmlType;

/// A file with any change is refused, deleted and made anew, never used.
class DamageTest {
    private static final long SEED = Long.getLong("polymath.seed", 20261125);
    private static final int LENGTH = 600; // two pages and a part of one

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path model;

    @SuppressWarnings("NullAway.Init")
    private Path cache;

    @SuppressWarnings("NullAway.Init")
    private Path sound;

    @SuppressWarnings("NullAway.Init")
    private float[] expected;

    @BeforeEach
    void save() throws Exception {
        model = TinyModel.writeWithContext(folder, 2048);
        cache = folder.resolve("cache");
        sound = folder.resolve("sound");
        try (Reader before = new Reader(model, GgmlType.Q8_0, store())) {
            before.read(before.tokens(1, LENGTH));
            before.save("document");
            expected = before.logits();
        }
        copy(cache, sound);
    }

    private PrefixStore store() {
        return new PrefixStore(cache, ANY_LENGTH);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> old = Files.list(to)) {
            for (Path file : old.toList()) Files.delete(file);
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.toString().endsWith(".page"))
                    .sorted()
                    .toList();
        }
    }

    /// @return tokens found
    private int readAndSave(String what) throws Exception {
        try (Reader after = new Reader(model, GgmlType.Q8_0, store())) {
            int found = after.read(after.tokens(1, LENGTH));
            float[] logits = after.logits();
            for (int i = 0; i < logits.length; i++)
                assertThat(Math.abs(logits[i] - expected[i]))
                        .as("%s, logit %d", what, i)
                        .isLessThan(1e-2f);
            after.save("document");
            return found;
        }
    }

    @Test
    void anUntouchedOneIsUsedWhole() throws Exception {
        assertThat(pages()).hasSize(3);
        assertThat(readAndSave("untouched")).isEqualTo(LENGTH - 1);
    }

    @Test
    void oneFlippedBitIsFoundWhereverItIs() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            copy(sound, cache);
            Path page = pages().get(random.nextInt(3));
            byte[] bytes = Files.readAllBytes(page);
            // every other time in the head, which is small
            int at = random.nextInt(round % 2 == 0 ? bytes.length : 1200);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(page, bytes);
            String what = "seed %d, round %d, byte %d".formatted(SEED, round, at);
            assertThat(readAndSave(what)).as(what).isIn(0, 256, 512);
            if (round % 10 == 0)
                assertThat(readAndSave(what)).as("rebuilt: " + what).isEqualTo(LENGTH - 1);
            if (Files.exists(page)) // the same numbers have the same name
            assertThat(Files.readAllBytes(page))
                        .as(what)
                        .isEqualTo(Files.readAllBytes(sound.resolve(page.getFileName())));
        }
    }

    @Test
    void aCutOffOrLengthenedFileIsRefusedAndDeleted() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 40; round++) {
            copy(sound, cache);
            Path page = pages().get(random.nextInt(3));
            byte[] bytes = Files.readAllBytes(page);
            int length = round == 0
                    ? 0
                    : round == 1 ? bytes.length + 1 : round < 10 ? round * 7 : random.nextInt(bytes.length);
            Files.write(page, Arrays.copyOf(bytes, length));
            assertThat(store().find("x", new int[0])).isEmpty();
            assertThat(page).as("%d bytes", length).doesNotExist();
            assertThat(readAndSave("cut to " + length)).isIn(0, 256, 512);
        }
    }

    /// A head that was changed on purpose, with its name made to fit.
    @Test
    void everyFieldOfTheHeadCounts() throws Exception {
        int[] fields = {0, 4, 8, 23, 24, 39, 40, 44, 48, 52, 56, 56 + 4 * 255, 56 + 4 * 256};
        for (int field : fields) {
            copy(sound, cache);
            Path first = first();
            byte[] bytes = Files.readAllBytes(first);
            bytes[field] ^= 1;
            Files.delete(first);
            Path renamed = cache.resolve(Digest.of(ByteBuffer.wrap(bytes, 0, headBytes())) + ".page");
            Files.write(renamed, bytes);
            assertThat(readAndSave("field at " + field))
                    .as("field at %d", field)
                    .isLessThan(256);
        }
    }

    private static int headBytes() {
        int pieces = 2 * TinyModel.LAYERS; // of one key-value head
        return 56 + 4 * (256 + pieces);
    }

    private Path first() throws IOException {
        for (Path page : pages()) {
            byte[] bytes = Files.readAllBytes(page);
            if (HexFormat.of().formatHex(bytes, 24, 40).equals(Digest.NONE)) return page;
        }
        throw new AssertionError("no first page");
    }

    @Test
    void everyFieldOfTheFingerprintCounts() {
        Fingerprint one = new Fingerprint("model", "vectors", "F16", List.of(2, 1, 32, 256), false);
        List<Fingerprint> others = List.of(
                new Fingerprint("modem", "vectors", "F16", List.of(2, 1, 32, 256), false),
                new Fingerprint("model", "scalars", "F16", List.of(2, 1, 32, 256), false),
                new Fingerprint("model", "vectors", "F32", List.of(2, 1, 32, 256), false),
                new Fingerprint("model", "vectors", "F16", List.of(3, 1, 32, 256), false),
                new Fingerprint("model", "vectors", "F16", List.of(2, 2, 32, 256), false),
                new Fingerprint("model", "vectors", "F16", List.of(2, 1, 64, 256), false),
                new Fingerprint("model", "vectors", "F16", List.of(2, 1, 32, 128), false),
                new Fingerprint("model", "vectors", "F16", List.of(2, 1, 32, 256), true));
        assertThat(Stream.concat(Stream.of(one), others.stream()).map(Fingerprint::digest))
                .doesNotHaveDuplicates();
    }

    @Test
    void aDamagedReferenceKeepsNothing() throws Exception {
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".kept")).toList())
                Files.write(file, new byte[40]);
        }
        assertThat(store().size().entries()).isZero();
        assertThat(readAndSave("without a reference")).isEqualTo(LENGTH - 1);
        assertThat(store().size().entries()).isEqualTo(1);
    }
}
