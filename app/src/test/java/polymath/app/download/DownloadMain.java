package polymath.app.download;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A download in a process that [DownloadKillTest] kills. Arguments: address, folder, SHA-256, bytes of a segment.
final class DownloadMain {
    private DownloadMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        DownloadRules rules = new DownloadRules(
                List.of(),
                false,
                Long.parseLong(arguments[3]),
                0,
                Duration.ofSeconds(5),
                Duration.ofMillis(10),
                Duration.ofMillis(100));
        ModelFile wanted =
                new ModelFile(URI.create(arguments[0]), "model.gguf", OptionalLong.empty(), Optional.of(arguments[2]));
        Outcome outcome = new ModelDownload(wanted, Path.of(arguments[1]), rules, event -> {}).run();
        if (!(outcome instanceof Outcome.Finished)) throw new IllegalStateException(outcome.toString());
    }
}
