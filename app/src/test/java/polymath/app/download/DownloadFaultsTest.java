package polymath.app.download;

import static org.assertj.core.api.Assertions.assertThat;
import static polymath.app.download.FaultServer.head;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a network and a server can do to a download: whatever it is, no wrong file gets the name of a right one.
///
/// Two seeds each; `-Dpolymath.seeds=25` for the long run.
class DownloadFaultsTest {
    private static final String TAG = "\"state-1\"";
    private static final DownloadRules RULES = new DownloadRules(
            List.of(), false, 16 << 10, 0, Duration.ofMillis(400), Duration.ofMillis(2), Duration.ofMillis(20));

    @TempDir
    Path folder;

    private final List<DownloadEvent> events = new ArrayList<>();
    private Random random = new Random(0);
    private byte[] file = {};
    private FaultServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new FaultServer((request, out) -> server.serve(request, out, file, TAG, Long.MAX_VALUE));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static IntStream seeds() {
        return IntStream.range(0, Integer.getInteger("polymath.seeds", 2));
    }

    private void begin(int seed) {
        random = new Random(seed);
        file = new byte[50_000 + random.nextInt(200_000)];
        random.nextBytes(file);
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private ModelFile wanted(Optional<String> sha256) {
        return new ModelFile(server.uri(), "model.gguf", OptionalLong.empty(), sha256);
    }

    private Outcome fetch(ModelFile wanted) throws InterruptedException {
        return new ModelDownload(wanted, folder, RULES, events::add).run();
    }

    private Path target() {
        return folder.resolve("model.gguf");
    }

    private void assertIsHere(Outcome outcome) throws IOException {
        assertThat(outcome).isInstanceOf(Outcome.Finished.class);
        assertThat(Files.readAllBytes(target())).isEqualTo(file);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.gguf", "model.gguf.lock");
        }
    }

    private void assertRefused(Outcome outcome, Outcome.Reason reason) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
        assertThat(target()).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void cutsCostNothingThatIsHere(int seed) throws Exception {
        begin(seed);
        server.become((request, out) ->
                server.serve(request, out, file, TAG, request.number() < 100 ? random.nextInt(4000) : Long.MAX_VALUE));
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
        assertThat(server.sent()).as("bytes that crossed the wire").isLessThan(file.length + 100L * 4000);
        assertThat(events).noneMatch(event -> event instanceof DownloadEvent.StartedOver);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aServerThatCannotResumeIsAskedForAll(int seed) throws Exception {
        begin(seed);
        int cut = 1 + random.nextInt(file.length - 1);
        server.become((request, out) -> {
            head(out, "200 OK", "Content-Length: " + file.length, "ETag: " + TAG);
            server.body(out, file, 0, request.number() == 0 ? cut : file.length);
        });
        assertIsHere(fetch(wanted(Optional.empty())));
        assertThat(events).contains(new DownloadEvent.StartedOver(DownloadEvent.StartedOver.Reason.CANNOT_RESUME));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPartThatWasNotAskedForIsNotAppended(int seed) throws Exception {
        begin(seed);
        int cut = 1 + random.nextInt(file.length - 1);
        int wrong = random.nextInt(4);
        server.become((request, out) -> {
            if (request.number() == 0) server.serve(request, out, file, TAG, cut);
            else if (request.number() > 1) server.serve(request, out, file, TAG, Long.MAX_VALUE);
            else if (wrong == 0) head(out, "416 Range Not Satisfiable", "Content-Length: 0");
            else {
                long from = request.from() + (wrong == 1 ? -1 : 0);
                List<String> headers = new ArrayList<>(List.of("Content-Length: " + (file.length - from)));
                if (wrong < 3)
                    headers.add("Content-Range: bytes " + from + "-" + (file.length - 1) + "/"
                            + (file.length + (wrong == 2 ? 1 : 0)));
                head(out, "206 Partial Content", headers.toArray(String[]::new));
                server.body(out, file, from, file.length);
            }
        });
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFileThatChangedBeginsAnew(int seed) throws Exception {
        begin(seed);
        byte[] old = new byte[random.nextBoolean() ? file.length : file.length + 1000];
        random.nextBytes(old);
        int cut = 1 + random.nextInt(old.length - 1);
        server.become((request, out) -> {
            if (request.number() == 0) server.serve(request, out, old, "\"old\"", cut);
            else server.serve(request, out, file, TAG, Long.MAX_VALUE);
        });
        assertIsHere(fetch(wanted(Optional.empty())));
        assertThat(events).contains(new DownloadEvent.StartedOver(DownloadEvent.StartedOver.Reason.CHANGED));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytesThatArriveDamagedAreFetchedAgain(int seed) throws Exception {
        begin(seed);
        byte[] damaged = file.clone();
        int at = random.nextInt(file.length);
        for (int i = 0; i <= random.nextInt(100); i++) damaged[Math.min(file.length - 1, at + i)] ^= 1;
        server.become((request, out) ->
                server.serve(request, out, request.number() == 0 ? damaged : file, TAG, Long.MAX_VALUE));
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
        assertThat(events).anyMatch(event -> event instanceof DownloadEvent.FetchingAgain);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aSegmentThatRotsOnTheDiskIsTheOnlyOneFetchedAgain(int seed) throws Exception {
        begin(seed);
        server.become((request, out) -> server.serve(request, out, file, TAG, file.length - 100L));
        ModelDownload[] download = new ModelDownload[1];
        download[0] = new ModelDownload(wanted(Optional.of(hash(file))), folder, RULES, event -> {
            if (event instanceof DownloadEvent.Waiting) download[0].pause();
        });
        assertThat(download[0].run()).isInstanceOf(Outcome.Paused.class);
        Path part = folder.resolve("model.gguf.part");
        byte[] here = Files.readAllBytes(part);
        here[random.nextInt(16 << 10)] ^= 8;
        Files.write(part, here);
        long before = server.sent();
        server.become((request, out) -> server.serve(request, out, file, TAG, Long.MAX_VALUE));
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
        assertThat(server.sent() - before)
                .as("a last segment and the damaged one")
                .isLessThanOrEqualTo(2 * (16 << 10));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWrongFileNeverGetsTheName(int seed) throws Exception {
        begin(seed);
        byte[] publishers = file.clone();
        publishers[random.nextInt(file.length)] ^= 1;
        assertRefused(fetch(wanted(Optional.of(hash(publishers)))), Outcome.Reason.WRONG_FILE);
        assertThat(folder.resolve("model.gguf.bad")).exists();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void unsafeRedirectsAreRefused(int seed) throws Exception {
        begin(seed);
        String[] targets = {
            "http://example.org/model.gguf",
            "file:///etc/passwd",
            "ftp://127.0.0.1/x",
            "//localhost.example.org/x",
            "http://user:word@127.0.0.1/x",
            "http://[broken",
            "/model.gguf"
        };
        String to = targets[seed % targets.length];
        server.become((request, out) -> head(out, "302 Found", "Location: " + to, "Content-Length: 0"));
        assertRefused(fetch(wanted(Optional.empty())), Outcome.Reason.REDIRECT);
        assertThat(server.requests()).hasSizeLessThanOrEqualTo(8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anAllowedRedirectIsFollowedEachTimeAndItsHashBelieved(int seed) throws Exception {
        begin(seed);
        server.become((request, out) -> {
            if (request.path().equals("/model.gguf"))
                head(
                        out,
                        "302 Found",
                        "Location: /cdn/" + request.number(),
                        "X-Linked-ETag: \"" + hash(file) + "\"",
                        "Content-Length: 0");
            else server.serve(request, out, file, TAG, 20_000 + random.nextInt(20_000));
        });
        Outcome outcome = fetch(wanted(Optional.empty()));
        assertIsHere(outcome);
        assertThat(outcome).isEqualTo(new Outcome.Finished(target(), true));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWebPageIsNoModel(int seed) throws Exception {
        begin(seed);
        byte[] page = "<html>Sign in to the network</html>".getBytes(StandardCharsets.UTF_8);
        server.become((request, out) -> {
            head(out, "200 OK", "Content-Type: text/html; charset=utf-8", "Content-Length: " + page.length);
            server.body(out, page, 0, page.length);
        });
        assertRefused(fetch(wanted(Optional.empty())), Outcome.Reason.WEB_PAGE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anInsecureConnectionIsNotUsed(int seed) throws Exception {
        begin(seed);
        ModelFile secure = new ModelFile(
                URI.create(server.uri().toString().replace("http:", "https:")),
                "model.gguf",
                OptionalLong.empty(),
                Optional.empty());
        ModelDownload[] download = new ModelDownload[1];
        download[0] = new ModelDownload(secure, folder, RULES, event -> {
            events.add(event);
            download[0].pause();
        });
        assertThat(download[0].run()).isEqualTo(new Outcome.Paused(0));
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        DownloadEvent.Waiting.class,
                        waiting -> assertThat(waiting.trouble()).isEqualTo(DownloadEvent.Trouble.SECURITY));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aConnectionThatStandsStillIsGivenUp(int seed) throws Exception {
        begin(seed);
        int quiet = random.nextInt(2);
        server.become((request, out) -> {
            if (request.number() == quiet) {
                if (quiet == 1) server.serve(request, out, file, TAG, 10);
                Thread.sleep(3000);
            } else server.serve(request, out, file, TAG, request.number() == 0 ? 5000 : Long.MAX_VALUE);
        });
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aLengthThatIsWrongIsNotFetched(int seed) throws Exception {
        begin(seed);
        ModelFile wanted = new ModelFile(
                server.uri(), "model.gguf", OptionalLong.of(file.length + 1 - 2L * (seed % 2)), Optional.empty());
        assertRefused(fetch(wanted), Outcome.Reason.LENGTH);
        server.become((request, out) -> head(out, "200 OK", "Content-Length: 0", "ETag: " + TAG));
        assertRefused(fetch(wanted(Optional.empty())), Outcome.Reason.LENGTH);
        server.become((request, out) -> {
            head(out, "200 OK", "ETag: " + TAG);
            server.body(out, file, 0, file.length);
        });
        assertRefused(fetch(wanted(Optional.empty())), Outcome.Reason.NO_LENGTH);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsMoreThanTheFileIsLeft(int seed) throws Exception {
        begin(seed);
        byte[] longer = Arrays.copyOf(file, file.length + 1 + random.nextInt(50_000));
        server.become((request, out) -> {
            head(out, "200 OK", "ETag: " + TAG);
            server.body(out, longer, 0, longer.length);
        });
        assertIsHere(fetch(
                new ModelFile(server.uri(), "model.gguf", OptionalLong.of(file.length), Optional.of(hash(file)))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anEncodedAnswerIsNotTaken(int seed) throws Exception {
        begin(seed);
        server.become((request, out) -> {
            if (request.number() > 1) server.serve(request, out, file, TAG, Long.MAX_VALUE);
            else head(out, "200 OK", "Content-Encoding: gzip", "Content-Length: 0");
        });
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void withoutSpaceNothingIsFetched(int seed) throws Exception {
        begin(seed);
        DownloadRules greedy = new DownloadRules(
                List.of(), false, 16 << 10, Long.MAX_VALUE / 2, RULES.stall(), RULES.firstWait(), RULES.longestWait());
        Outcome outcome = new ModelDownload(wanted(Optional.empty()), folder, greedy, events::add).run();
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.NoSpace.class,
                        none -> assertThat(none.missingBytes()).isPositive());
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFileIsFetchedOnceAtATime(int seed) throws Exception {
        begin(seed);
        server.become((request, out) -> {
            Thread.sleep(200);
            server.serve(request, out, file, TAG, Long.MAX_VALUE);
        });
        CompletableFuture<Outcome> first = CompletableFuture.supplyAsync(() -> {
            try {
                return fetch(wanted(Optional.empty()));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (server.requests().isEmpty()) Thread.sleep(5);
        Outcome second = new ModelDownload(wanted(Optional.empty()), folder, RULES, event -> {}).run();
        assertThat(second)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Outcome.Reason.ALREADY_RUNNING));
        assertIsHere(first.get());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void statusesAreToldApart(int seed) throws Exception {
        begin(seed);
        String[] statuses = {"404 Not Found", "403 Forbidden", "401 Unauthorized", "410 Gone", "418 I'm a teapot"};
        Outcome.Reason[] reasons = {
            Outcome.Reason.MISSING,
            Outcome.Reason.FORBIDDEN,
            Outcome.Reason.FORBIDDEN,
            Outcome.Reason.MISSING,
            Outcome.Reason.STATUS
        };
        int which = seed % statuses.length;
        server.become((request, out) -> head(out, statuses[which], "Content-Length: 0"));
        assertRefused(fetch(wanted(Optional.empty())), reasons[which]);
        server.become((request, out) -> {
            if (server.requests().size() > 4) server.serve(request, out, file, TAG, Long.MAX_VALUE);
            else
                head(
                        out,
                        random.nextBoolean() ? "429 Too Many Requests" : "503 Service Unavailable",
                        "Retry-After: 0",
                        "Content-Length: 0");
        });
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
        assertThat(events).contains(new DownloadEvent.Waiting(DownloadEvent.Trouble.BUSY, Duration.ZERO, 0));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void namesOfServersMeanNothing(int seed) throws Exception {
        begin(seed);
        server.become((request, out) -> {
            head(
                    out,
                    "200 OK",
                    "Content-Length: " + file.length,
                    "Content-Disposition: attachment; filename=\"../../" + "x".repeat(400) + "\"");
            server.body(out, file, 0, file.length);
        });
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aStateThatCannotBeReadMeansFromTheStart(int seed) throws Exception {
        begin(seed);
        Files.write(folder.resolve("model.gguf.part"), new byte[random.nextInt(300_000)]);
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        Files.write(folder.resolve("model.gguf.part.json"), noise);
        assertIsHere(fetch(wanted(Optional.of(hash(file)))));
    }
}
