package polymath.app.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.TestJvm;

/// A download whose process is killed again and again goes on each time within a percent of where it was.
///
/// Three kills; `-Dpolymath.kills=200` for the long run.
class DownloadKillTest {
    private static final int KILLS = Integer.getInteger("polymath.kills", 3);
    /// A segment is to the file what 64 MiB are to the 25 GB of a model.
    private static final int SEGMENT = 64 << 10;
    private static final int BYTES = 24 << 20;
    private static final int LONGEST_LIFE_MILLIS = 250;

    private final Random random = new Random(1);
    private final byte[] file = new byte[BYTES];

    @TempDir
    Path parent;

    @Test
    void eachKillCostsLessThanAPercent() throws Exception {
        random.nextBytes(file);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        try (FaultServer server = new FaultServer((request, out) -> {})) {
            server.become((request, out) -> server.serve(request, slow(out), file, "\"one\"", Long.MAX_VALUE));
            int kills = 0;
            for (int round = 0; kills < KILLS; round++) {
                Path folder = Files.createDirectory(parent.resolve("round" + round));
                long here = 0;
                boolean done = false;
                while (!done) {
                    int before = server.requests().size();
                    Process child = new ProcessBuilder(TestJvm.command(
                                    DownloadMain.class,
                                    server.uri().toString(),
                                    folder.toString(),
                                    hash,
                                    Integer.toString(SEGMENT)))
                            .inheritIO()
                            .start();
                    while (child.isAlive() && server.requests().size() == before) Thread.sleep(2);
                    List<FaultServer.Request> requests = server.requests();
                    if (requests.size() > before)
                        assertThat(here - Math.max(0, requests.get(before).from()))
                                .as("bytes lost by kill %d", kills)
                                .isLessThanOrEqualTo(BYTES / 100);
                    boolean ended = kills >= KILLS
                            ? child.waitFor(60, TimeUnit.SECONDS)
                            : child.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
                    if (ended) {
                        assertThat(child.exitValue()).isZero();
                        done = true;
                    } else {
                        child.destroyForcibly().waitFor();
                        kills++;
                        assertThat(folder.resolve("model.gguf")).doesNotExist();
                        here = length(folder.resolve("model.gguf.part"));
                    }
                }
                assertThat(Files.readAllBytes(folder.resolve("model.gguf"))).isEqualTo(file);
                Files.delete(folder.resolve("model.gguf"));
            }
        }
    }

    private static long length(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /// About 25 MB/s, so that there is a middle to be killed in.
    private static OutputStream slow(OutputStream out) {
        return new OutputStream() {
            private long written;

            @Override
            public void write(int b) throws IOException {
                out.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
                written += count;
                if (written % (128 << 10) < count) {
                    try {
                        Thread.sleep(5);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
            }

            @Override
            public void flush() throws IOException {
                out.flush();
            }
        };
    }
}
