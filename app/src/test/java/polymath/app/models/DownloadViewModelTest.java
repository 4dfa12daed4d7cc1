package polymath.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.ScriptedDownload;
import polymath.app.UiQueue;
import polymath.app.download.DownloadEvent;
import polymath.app.download.HeldPart;
import polymath.app.download.ModelFile;
import polymath.app.download.Outcome;
import polymath.app.models.ModelCatalog.Variant;

class DownloadViewModelTest {
    private final UiQueue ui = new UiQueue();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final ScriptedDownload network = new ScriptedDownload();
    private final List<Path> here = new ArrayList<>();
    private final ModelCatalog catalog = ModelCatalog.ours();
    private final Variant variant = catalog.variants().get(2);

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        network.ends(new Outcome.Paused(0));
        background.close();
    }

    private DownloadViewModel download() {
        return new DownloadViewModel(
                new DownloadViewModel.Services(catalog, () -> folder, network, ui, background, here::add));
    }

    /// As an earlier run left it: one segment of ten.
    private void hold() throws IOException {
        hold(variant.file());
    }

    private void hold(ModelFile file) throws IOException {
        Files.writeString(
                folder.resolve(file.name() + ".part.json"),
                "{\"source\":\"%s\",\"validator\":\"\\\"v\\\"\",\"total\":1000,\"segmentBytes\":100,\"segments\":[\"%s\"]}"
                        .formatted(file.source(), "0".repeat(64)));
    }

    @Test
    void whatAnEarlierRunBeganGoesOnByItself() throws IOException {
        hold();
        DownloadViewModel download = download();
        download.restore();
        ui.until(() -> network.asked().size() == 1);
        assertThat(download.stateProperty().get())
                .isInstanceOfSatisfying(
                        DownloadState.Running.class,
                        now -> assertThat(now.bytes()).isEqualTo(100));
    }

    @Test
    void aFileFromAnAddressGoesOnByItselfToo() throws IOException {
        ModelFile file = new ModelFile(
                URI.create("https://hub.example/mine.gguf"), "mine.gguf", OptionalLong.empty(), Optional.empty());
        hold(file);
        Files.writeString(folder.resolve("bad name\u0001.part.json"), "{}");
        DownloadViewModel download = download();
        download.restore();
        ui.until(() -> network.asked().size() == 1);
        assertThat(network.asked().getFirst().source()).isEqualTo(file.source());
        assertThat(download.stateProperty().get())
                .isInstanceOfSatisfying(
                        DownloadState.Running.class,
                        now -> assertThat(now.variant().quantization()).isEqualTo("mine.gguf"));
    }

    @Test
    void whatTheUserPausedWaitsOverARestart() throws IOException {
        hold();
        DownloadViewModel first = download();
        first.start(variant);
        ui.until(() -> network.asked().size() == 1);
        network.happens(new DownloadEvent.Progress(300, 1_000, 5));
        first.pause();
        ui.until(() -> first.stateProperty().get() instanceof DownloadState.Paused);
        ui.until(() -> isPaused());
        DownloadViewModel second = download();
        second.restore();
        ui.until(() -> second.stateProperty().get().equals(new DownloadState.Paused(variant, 100, 1_000)));
        assertThat(network.asked()).hasSize(1);
        second.discard();
        ui.until(() -> !Files.exists(folder.resolve(variant.file().name() + ".part.json")));
        assertThat(second.stateProperty().get()).isEqualTo(new DownloadState.Idle());
    }

    private boolean isPaused() {
        try {
            return HeldPart.find(folder, variant.file()).map(HeldPart::paused).orElse(false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatIsHereIsNotFetched() throws IOException {
        Path file = Files.createFile(folder.resolve(variant.file().name()));
        DownloadViewModel download = download();
        download.start(variant);
        ui.until(() -> here.equals(List.of(file)));
        assertThat(download.stateProperty().get()).isEqualTo(new DownloadState.Idle());
    }

    @Test
    void nothingIsAskedOfTheNetworkByItself() {
        DownloadViewModel download = download();
        download.restore();
        download.lookAtDisk();
        ui.until(() -> download.freeBytesProperty().get() > 0);
        assertThat(network.asked()).isEmpty();
    }

    @Test
    void theCatalogueHasAFileForEachMemory() {
        assertThat(catalog.largestFor(16_000_000_000L)).isEmpty();
        assertThat(catalog.largestFor(32_000_000_000L).orElseThrow().quantization())
                .isEqualTo("Q4_K_M");
        assertThat(catalog.largestFor(64_000_000_000L).orElseThrow().quantization())
                .isEqualTo("Q8_0");
        for (long memory : new long[] {24_000_000_000L, 32_000_000_000L, 64_000_000_000L, 512_000_000_000L}) {
            ModelCatalog.Variant best = catalog.largestFor(memory).orElseThrow();
            long tokens = ModelCatalog.contextTokens(best, memory);
            assertThat(tokens).isBetween(15_000L, 131_000L);
            assertThat(best.bytes() + tokens * 131_072)
                    .as("%d tokens beside %s", tokens, best.quantization())
                    .isLessThan(memory - 2_000_000_000L);
        }
        assertThat(catalog.variants()).allSatisfy(v -> {
            assertThat(v.file().source()).hasScheme("https");
            assertThat(v.file().name()).endsWith(".gguf").contains(v.quantization());
        });
    }
}
