package polymath.app;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.transfer.TransferViewModel;
import polymath.app.transfer.TransferViewModel.Outcome;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// Says how an export or import is going and how it ended; what went wrong stays until it is closed.
final class TransferToast extends HBox {
    private static final int NAME_CHARS = 60;

    private final Strings strings;
    private final Label text = new Label();

    TransferToast(TransferViewModel transfer, Strings strings) {
        this.strings = strings;
        getStyleClass().add("toast");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(420, USE_PREF_SIZE);
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        getChildren().addAll(text, Buttons.icon(Feather.X, strings.get("dismiss"), transfer::dismiss));
        PauseTransition pause = new PauseTransition(Duration.seconds(10));
        pause.setOnFinished(event -> transfer.dismiss());
        setVisible(false);
        transfer.workingProperty().subscribe(working -> {
            if (!working) return;
            text.setText(strings.get("transfer.working"));
            setVisible(true);
        });
        transfer.outcomeProperty().subscribe(outcome -> {
            pause.stop();
            setVisible(outcome.isPresent() || transfer.workingProperty().get());
            outcome.ifPresent(ended -> {
                text.setText(words(ended));
                if (!failed(ended)) pause.playFromStart();
            });
        });
    }

    private static boolean failed(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exported e -> false;
            case Outcome.SummaryExported e -> false;
            case Outcome.Imported i -> false;
            case Outcome.NotWritten n -> true;
            case Outcome.Refused r -> true;
            case Outcome.NotStored n -> true;
        };
    }

    private String words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Exported e ->
                strings.get(
                        "transfer.exported",
                        e.chats(),
                        SafeText.line(String.valueOf(e.file().getFileName()), NAME_CHARS));
            case Outcome.SummaryExported e ->
                strings.get(
                        "transfer.summary",
                        SafeText.line(String.valueOf(e.file().getFileName()), NAME_CHARS));
            case Outcome.NotWritten n ->
                strings.get(
                        "transfer.notWritten",
                        SafeText.line(String.valueOf(n.file().getFileName()), NAME_CHARS),
                        SafeText.line(n.reason(), 2 * NAME_CHARS));
            case Outcome.Imported i ->
                strings.get("transfer.imported", i.count().added(), i.count().present());
            case Outcome.Refused r ->
                strings.get(
                        "import." + r.problem().code(),
                        r.problem().arguments().stream()
                                .map(argument -> SafeText.line(argument, NAME_CHARS))
                                .toArray());
            case Outcome.NotStored n -> strings.get("storage." + n.code());
        };
    }
}
