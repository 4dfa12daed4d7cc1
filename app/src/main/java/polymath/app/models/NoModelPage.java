package polymath.app.models;

import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import polymath.app.ui.Buttons;
import polymath.app.ui.Bytes;
import polymath.app.ui.Card;
import polymath.app.ui.ExpertRing;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;
import polymath.app.ui.TokenWords;

/// How to come to the model: what it is, which of its files this computer can hold, fetching it, where to find another
/// one, and the demo meanwhile.
public final class NoModelPage extends StackPane {
    private final ModelViewModel model;
    private final DownloadViewModel download;
    private final Strings strings;
    private final VBox failure = new VBox();
    private final Button fetch;
    private final Button choose;
    private final Button demo;
    private final Button back;
    private final VBox fit = new VBox();

    /// What the page asks of the window around it.
    ///
    /// @param choose lets the user pick a file
    /// @param open shows an address in the user's browser
    /// @param manage shows the list of files, and where an address can be given
    /// @param back to the chat, with whatever model there is
    public record Actions(Runnable choose, Consumer<URI> open, Runnable manage, Runnable back) {}

    public NoModelPage(ModelViewModel model, DownloadViewModel download, Strings strings, Actions actions) {
        this.model = model;
        this.download = download;
        this.strings = strings;
        getStyleClass().add("no-model-page");
        Label title = new Label(strings.get("welcome.title"));
        title.getStyleClass().add("greeting");
        fetch = Buttons.primary("", () -> offered().ifPresent(download::start));
        choose = Buttons.primary(strings.get("welcome.choose"), actions.choose());
        Label hint = new Label(strings.get("welcome.drop"));
        hint.getStyleClass().add("caption");
        HBox others = new HBox(
                Buttons.plain(
                        strings.get("welcome.find"),
                        () -> actions.open().accept(download.catalog().page())),
                Buttons.plain(strings.get("welcome.manage"), actions.manage()));
        others.getStyleClass().add("welcome-others");
        others.setAlignment(Pos.CENTER);
        demo = Buttons.plain(strings.get("welcome.demo"), model::loadDemo);
        back = Buttons.plain(strings.get("welcome.back"), actions.back());
        others.getChildren().addAll(demo, back);
        fit.getStyleClass().add("welcome-fit");
        VBox start = new VBox(fetch, choose, hint, others);
        start.getStyleClass().add("welcome-start");
        start.setAlignment(Pos.CENTER);
        VBox column = new VBox(
                new ExpertRing(48),
                title,
                centred(strings.get("welcome.what"), "body"),
                fit,
                failure,
                new DownloadBox(download, strings),
                start,
                centred(strings.get("welcome.honest"), "welcome-honest"));
        column.getStyleClass().add("welcome");
        column.setAlignment(Pos.CENTER);
        column.setMaxSize(600, Region.USE_PREF_SIZE);
        getChildren().add(column);
        model.failureProperty().subscribe(now -> showFailure());
        model.stateProperty().subscribe(this::show);
        download.stateProperty().subscribe(now -> showFit());
        download.freeBytesProperty().subscribe(now -> showFit());
        sceneProperty().subscribe(scene -> {
            if (scene != null) download.lookAtDisk();
        });
    }

    public void focusButton() {
        (fetch.isVisible() ? fetch : choose).requestFocus();
    }

    private static PlainFlow centred(String text, String style) {
        PlainFlow flow = new PlainFlow(text, style);
        flow.setTextAlignment(TextAlignment.CENTER);
        return flow;
    }

    private void show(ModelState state) {
        boolean loaded = state instanceof ModelState.Ready;
        demo.setVisible(!loaded && model.hasDemo());
        demo.setManaged(demo.isVisible());
        back.setVisible(loaded);
        back.setManaged(loaded);
        showFit();
    }

    private long memory() {
        return model.stateProperty().get() instanceof ModelState.Ready ready
                ? ready.plan().physicalBytes()
                : 0;
    }

    /// The file to offer, unless one is on its way.
    private Optional<ModelCatalog.Variant> offered() {
        return download.stateProperty().get() instanceof DownloadState.Idle
                ? download.catalog().largestFor(memory())
                : Optional.empty();
    }

    private void showFit() {
        long memory = memory();
        Optional<ModelCatalog.Variant> offered = offered();
        fit.getChildren().clear();
        if (memory > 0) fit.getChildren().add(centred(fits(memory), "body"));
        offered.map(this::place).ifPresent(text -> fit.getChildren().add(centred(text, "welcome-honest")));
        fit.setManaged(!fit.getChildren().isEmpty());
        offered.ifPresent(
                v -> fetch.setText(strings.get("welcome.download", v.quantization(), Bytes.of(v.bytes(), strings))));
        fetch.setVisible(offered.isPresent());
        fetch.setManaged(offered.isPresent());
        boolean second = offered.isPresent() || !(download.stateProperty().get() instanceof DownloadState.Idle);
        choose.getStyleClass().setAll("button", second ? "plain" : "primary");
        choose.setText(strings.get(offered.isPresent() ? "welcome.have" : "welcome.choose"));
    }

    private String place(ModelCatalog.Variant variant) {
        long free = download.freeBytesProperty().get();
        String folder = download.folder().toString();
        return free == 0
                ? strings.get("welcome.folder", folder)
                : strings.get("welcome.folderFree", folder, Bytes.of(free, strings));
    }

    private String fits(long physicalBytes) {
        String memory = Bytes.of(physicalBytes, strings);
        ModelCatalog catalog = download.catalog();
        return catalog.largestFor(physicalBytes)
                .map(v -> fits(v, physicalBytes))
                .orElseGet(() -> strings.get("welcome.tooSmall", memory, Bytes.of(catalog.leastBytes(), strings)));
    }

    private String fits(ModelCatalog.Variant variant, long physicalBytes) {
        long tokens = ModelCatalog.contextTokens(variant, physicalBytes);
        return strings.get(
                "welcome.fits",
                Bytes.of(physicalBytes, strings),
                variant.quantization(),
                Bytes.of(variant.bytes(), strings),
                tokens,
                TokenWords.of(tokens));
    }

    private void showFailure() {
        failure.getChildren().clear();
        model.failureProperty()
                .get()
                .ifPresent(f -> failure.getChildren()
                        .add(new Card(Card.Tone.ERROR, strings.get("model.failed.title"), strings.failure(f))));
        failure.setManaged(!failure.getChildren().isEmpty());
    }
}
