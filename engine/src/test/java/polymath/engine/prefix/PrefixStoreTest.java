package polymath.engine.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.TinyModel;
import polymath.engine.prefix.PrefixStore.Limits;
import polymath.engine.tensor.GgmlType;

/// What is kept, for whom, how much of it, and what happens when the disk does not play along.
@Timeout(120)
class PrefixStoreTest {
    private static final long SEED = Long.getLong("polymath.seed", 20261125);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path model;

    @SuppressWarnings("NullAway.Init")
    private Path cache;

    @BeforeEach
    void write() {
        model = TinyModel.writeWithContext(folder, 2048);
        cache = folder.resolve("deep/cache");
    }

    private Reader reader(Limits limits) throws Exception {
        return new Reader(model, GgmlType.Q8_0, new PrefixStore(cache, limits));
    }

    private Reader reader() throws Exception {
        return reader(Reader.ANY_LENGTH);
    }

    private Reader reader(Disk disk, Limits limits) throws Exception {
        return new Reader(model, GgmlType.Q8_0, new PrefixStore(cache, limits, disk));
    }

    private List<String> files() throws IOException {
        if (!Files.isDirectory(cache)) return List.of();
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void keep(Reader reader, String owner, int... text) {
        reader.read(text);
        assertThat(reader.save(owner)).isTrue();
    }

    /// As if it had been used so long ago.
    private void age(String owner, int minutes) throws IOException {
        Files.setLastModifiedTime(
                cache.resolve(Digest.of(owner) + ".kept"),
                FileTime.from(Instant.now().minusSeconds(60L * minutes)));
    }

    @Test
    void chatsOnOneDocumentShareIt() throws Exception {
        try (Reader reader = reader()) {
            int[] document = reader.tokens(1, 1024);
            keep(reader, "first", reader.branch(document, 1024, 100, 2));
            long one = reader.store.size().bytes();
            keep(reader, "second", reader.branch(document, 1024, 100, 3));
            PrefixStore.Size both = reader.store.size();
            assertThat(both.entries()).isEqualTo(2);
            assertThat(both.bytes()).isLessThan(one * 6 / 5);
            reader.store.prune(List.of("first"));
            assertThat(reader.store.size().bytes()).isEqualTo(one);
            assertThat(reader.store.size().entries()).isEqualTo(1);
        }
        try (Reader after = reader()) {
            int[] document = after.tokens(1, 1024);
            assertThat(after.read(after.branch(document, 1024, 100, 3))).isEqualTo(1123);
        }
        try (Reader after = reader()) {
            int[] document = after.tokens(1, 1024);
            assertThat(after.read(after.branch(document, 1024, 100, 2))).isEqualTo(1024);
        }
    }

    @Test
    void aChatThatGrowsWritesOnlyWhatIsNewAndLeavesNothingOld() throws Exception {
        try (Reader reader = reader()) {
            int[] text = reader.tokens(1, 900);
            keep(reader, "chat", java.util.Arrays.copyOf(text, 700));
            List<String> before = files();
            keep(reader, "chat", text);
            assertThat(files()).hasSize(5).filteredOn(before::contains).hasSize(3); // two full pages, the reference
            assertThat(reader.store.size().entries()).isEqualTo(1);
            keep(reader, "chat", reader.branch(text, 300, 100, 5)); // edited
            assertThat(files()).hasSize(3).filteredOn(before::contains).hasSize(2);
        }
    }

    @Test
    void pruningEverythingLeavesAnEmptyFolderThatOnlyItsOwnerMayEnter() throws Exception {
        try (Reader reader = reader()) {
            keep(reader, "a", reader.tokens(1, 300));
            keep(reader, "b", reader.tokens(2, 300));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                    .isEqualTo("rwx------");
            assertThat(files()).noneMatch(name -> name.contains("a."));
            reader.store.prune(List.of("nobody"));
            assertThat(reader.store.size().entries()).isEqualTo(2);
            reader.store.prune(List.of());
            assertThat(files()).isEmpty();
            assertThat(reader.store.size()).extracting(PrefixStore.Size::bytes).isEqualTo(0L);
        }
    }

    @Test
    void whatWasUsedLeastRecentlyGoesFirstAndWhatIsKeptReadyStays() throws Exception {
        long page;
        try (Reader reader = reader()) {
            reader.read(reader.tokens(9, 512));
            reader.sequence.save("ready", true, () -> false);
            page = reader.store.size().bytes() / 2;
        }
        Limits five = new Limits(6 * page + 100, 0, 1);
        try (Reader reader = reader(five)) {
            keep(reader, "old", reader.tokens(1, 512));
            keep(reader, "older", reader.tokens(2, 512));
            age("old", 10);
            age("older", 20);
            keep(reader, "new", reader.tokens(3, 512));
            assertThat(reader.store.size().bytes()).isEqualTo(6 * page);
            keep(reader, "old", reader.tokens(1, 512)); // used once more
            age("new", 5);
            keep(reader, "newest", reader.tokens(4, 256));
            assertThat(reader.store.size().entries()).isEqualTo(3);
            reader.store.limit(2 * page + 100);
            assertThat(reader.store.size().bytes()).isEqualTo(2 * page);
        }
        try (Reader after = reader(five)) {
            assertThat(after.read(after.tokens(9, 512))).isEqualTo(511);
            assertThat(after.read(after.tokens(1, 512))).isZero();
            after.store.limit(0);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void whatIsKeptCanBeMarkedToStayAndToGoAgain() throws Exception {
        long page;
        try (Reader reader = reader()) {
            keep(reader, "report", reader.tokens(1, 256));
            page = reader.store.size().bytes();
            reader.store.keep("report", true);
            reader.store.keep("nobody", true);
            assertThat(reader.store.size().entries()).isEqualTo(1);
        }
        try (Reader reader = reader(new Limits(page + 100, 0, 1))) {
            keep(reader, "chat", reader.tokens(2, 256));
            assertThat(reader.store.size().bytes())
                    .as("nothing else fits beside it")
                    .isEqualTo(page);
            assertThat(reader.read(reader.tokens(1, 256))).isEqualTo(255);
            reader.store.keep("report", false);
            keep(reader, "chat", reader.tokens(2, 256));
            assertThat(reader.store.size().bytes()).isEqualTo(page);
        }
        try (Reader after = reader()) {
            assertThat(after.read(after.tokens(1, 256))).isZero();
        }
    }

    @Test
    void aSequenceLargerThanTheLimitIsKeptAsFarAsItGoes() throws Exception {
        long page;
        try (Reader reader = reader()) {
            keep(reader, "one", reader.tokens(1, 256));
            page = reader.store.size().bytes();
            reader.store.prune(List.of());
        }
        try (Reader reader = reader(new Limits(2 * page + 100, 0, 1))) {
            keep(reader, "long", reader.tokens(1, 1000));
            assertThat(reader.store.size().bytes()).isEqualTo(2 * page);
        }
        try (Reader after = reader()) {
            assertThat(after.read(after.tokens(1, 1000))).isEqualTo(512);
        }
    }

    @Test
    void shortSequencesAreNotWorthIt() throws Exception {
        try (Reader reader = reader(new Limits(1L << 30, 0, 1024))) {
            keep(reader, "short", reader.tokens(1, 1023));
            assertThat(cache).doesNotExist();
            keep(reader, "long", reader.tokens(1, 1024));
            assertThat(files()).hasSize(5);
        }
    }

    @Test
    void nothingIsWrittenWhereTheDiskIsNearlyFullAndATenthOfWhatIsFreeIsTheMost() throws Exception {
        AtomicLong free = new AtomicLong(2L << 30);
        Disk disk = new BrokenDisk(Long.MAX_VALUE, free::get);
        try (Reader reader = reader(disk, new Limits(8L << 30, 2L << 30, 1))) {
            keep(reader, "document", reader.tokens(1, 600));
            assertThat(files()).isEmpty();
            assertThat(reader.store.size().limitBytes()).isEqualTo((2L << 30) / 10);
            free.set(3L << 30);
            keep(reader, "document", reader.tokens(1, 600));
            assertThat(files()).hasSize(4);
            free.set(100L << 30);
            assertThat(reader.store.size().limitBytes()).isEqualTo(8L << 30);
        }
    }

    /// A disk that is full, or breaks, after so many bytes.
    private record BrokenDisk(AtomicLong left, java.util.function.LongSupplier free) implements Disk {
        BrokenDisk(long bytes, java.util.function.LongSupplier free) {
            this(new AtomicLong(bytes), free);
        }

        private void take(long bytes) throws IOException {
            if (left.addAndGet(-bytes) < 0) throw new IOException("No space left on device");
        }

        @Override
        public Output create(Path file) throws IOException {
            take(1);
            Output real = new FileDisk().create(file);
            return new Output() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    int all = bytes.remaining();
                    if (left.get() < all) real.write(bytes.slice(0, (int) Math.max(0, left.get())));
                    take(all);
                    real.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    take(1);
                    real.force();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        @Override
        public void rename(Path file, Path target) throws IOException {
            take(1);
            new FileDisk().rename(file, target);
        }

        @Override
        public long freeBytes(Path folder) {
            return free.getAsLong();
        }
    }

    @Test
    void aDiskThatFailsAtAnyByteLeavesNothingHalfAndNothingWrong() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 25; round++) {
            long bytes = random.nextLong(80_000);
            try (Reader reader = reader(new BrokenDisk(bytes, () -> 100L << 30), Reader.ANY_LENGTH)) {
                int[] text = reader.tokens(round, 600);
                keep(reader, "document", text);
                assertThat(files())
                        .as("seed %s, round %s: %s bytes", SEED, round, bytes)
                        .noneMatch(name -> name.endsWith(".new"));
                float[] expected = reader.logits();
                try (Reader after = reader()) {
                    after.read(text);
                    for (int i = 0; i < expected.length; i++)
                        assertThat(Math.abs(after.logits()[i] - expected[i])).isLessThan(1e-2f);
                    assertThat(after.save("document")).isTrue();
                }
                try (Reader after = reader()) {
                    assertThat(after.read(text)).isEqualTo(599);
                }
            }
        }
    }

    @Test
    void aCommandInterruptsTheWritingAndTheHalfFileVanishes() throws Exception {
        Random random = new Random(SEED);
        try (Reader reader = reader()) {
            int[] text = reader.tokens(1, 1000);
            reader.read(text);
            int calls = 0;
            boolean whole = false;
            while (!whole) {
                int[] left = {random.nextInt(6)};
                whole = reader.save("document", () -> left[0]-- <= 0);
                assertThat(files()).as("seed %s, call %s", SEED, calls).noneMatch(name -> name.endsWith(".new"));
                assertThat(++calls).isLessThan(1000);
            }
            assertThat(calls).isGreaterThan(3);
        }
        try (Reader after = reader()) {
            assertThat(after.read(after.tokens(1, 1000))).isEqualTo(999);
        }
    }

    @Test
    void notOnePieceMoreIsWrittenOnceACommandIsThere() throws Exception {
        for (int at = 1; at <= 12; at++) {
            int command = at;
            int[] writes = {0};
            Disk counting = new FileDisk() {
                @Override
                public Output create(Path file) throws IOException {
                    Output real = super.create(file);
                    return new Output() {
                        @Override
                        public void write(ByteBuffer bytes) throws IOException {
                            writes[0]++;
                            real.write(bytes);
                        }

                        @Override
                        public void force() throws IOException {
                            real.force();
                        }

                        @Override
                        public void close() throws IOException {
                            real.close();
                        }
                    };
                }
            };
            cache = folder.resolve("cache" + at);
            try (Reader reader = reader(counting, Reader.ANY_LENGTH)) {
                reader.read(reader.tokens(1, 700));
                boolean whole = reader.save("document", () -> writes[0] >= command);
                assertThat(whole).isFalse();
                // a page that was whole already is renamed and referred to, which is one more small file
                assertThat(writes[0]).isBetween(command, command + 1);
                assertThat(files()).noneMatch(name -> name.endsWith(".new"));
            }
        }
    }

    @Test
    void twoEnginesInOneFolderDoNotHurtEachOther() throws Exception {
        List<Throwable> wrong = new java.util.concurrent.CopyOnWriteArrayList<>();
        List<Thread> engines = Stream.of(1, 2)
                .map(engine -> Thread.ofPlatform().start(() -> {
                    try (Reader reader = reader();
                            Reader alone = new Reader(
                                    model,
                                    GgmlType.Q8_0,
                                    new PrefixStore(folder.resolve("alone" + engine), Reader.ANY_LENGTH))) {
                        Random random = new Random(SEED + engine);
                        for (int round = 0; round < 15; round++) {
                            int[] text = reader.tokens(random.nextInt(3), 300 + random.nextInt(400));
                            reader.read(text);
                            alone.read(text);
                            for (int i = 0; i < reader.logits().length; i++)
                                assertThat(Math.abs(reader.logits()[i] - alone.logits()[i]))
                                        .isLessThan(1e-2f);
                            reader.save("engine " + engine);
                            if (random.nextInt(4) == 0) reader.store.prune(List.of());
                        }
                    } catch (Throwable t) {
                        wrong.add(t);
                    }
                }))
                .toList();
        for (Thread engine : engines) engine.join();
        assertThat(wrong).isEmpty();
        assertThat(files()).noneMatch(name -> name.endsWith(".new"));
    }

    @Test
    void halfFilesOfAKilledEngineAreDeletedAndThoseOfALivingOneStay() throws Exception {
        Files.createDirectories(cache);
        Process living = new ProcessBuilder("sleep", "60").start();
        try {
            Path mine = Files.createFile(cache.resolve("ab.12345678.%d.new".formatted(living.pid())));
            Path dead = Files.createFile(cache.resolve("ab.12345678.999999999.new"));
            Path odd = Files.createFile(cache.resolve("odd.new"));
            new PrefixStore(cache, Reader.ANY_LENGTH).refresh();
            assertThat(mine).exists();
            assertThat(dead).doesNotExist();
            assertThat(odd).doesNotExist();
        } finally {
            living.destroyForcibly();
        }
    }
}
