package polymath.app.models;

import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Tooltip;
import polymath.app.ui.Bytes;
import polymath.app.ui.ExpertRing;
import polymath.app.ui.SafeText;
import polymath.app.ui.StatusButton;
import polymath.app.ui.Strings;
import polymath.engine.api.MemoryPlan;

/// The foot of the sidebar: which model answers, on what, and how much memory it takes. A click chooses another model.
public final class ModelStatus extends StatusButton {
    private final ModelViewModel model;
    private final Strings strings;

    public ModelStatus(ModelViewModel model, Strings strings, Runnable choose) {
        this(new ExpertRing(24), model, strings, choose);
    }

    private ModelStatus(ExpertRing ring, ModelViewModel model, Strings strings, Runnable choose) {
        super(ring, choose);
        this.model = model;
        this.strings = strings;
        ring.turningProperty().bind(model.stateProperty().map(s -> s instanceof ModelState.Loading));
        firstProperty().bind(model.stateProperty().map(this::firstLine));
        secondProperty()
                .bind(Bindings.createStringBinding(
                        this::secondLine, model.stateProperty(), model.residentBytesProperty()));
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(model.stateProperty().map(this::tooltip));
        setTooltip(tooltip);
    }

    private String firstLine(ModelState state) {
        return switch (state) {
            case ModelState.None none -> strings.get("model.none");
            case ModelState.Loading loading -> strings.get("model.loading");
            case ModelState.Ready ready ->
                model.isDemo(ready)
                        ? SafeText.line(ready.model().name(), 40)
                        : SafeText.line(ready.model().name(), 40) + " "
                                + ready.model().quantization();
            case ModelState.Died died -> strings.get("model.died");
        };
    }

    private String secondLine() {
        return switch (model.stateProperty().get()) {
            case ModelState.None none -> strings.get("model.none.hint");
            case ModelState.Loading loading -> fileName(loading.path());
            case ModelState.Ready ready ->
                model.isDemo(ready)
                        ? strings.get("model.demo.hint")
                        : shortDevice(ready.device()) + " · "
                                + memory(
                                        ready.plan(),
                                        model.residentBytesProperty().get());
            case ModelState.Died died -> strings.get("model.died.hint");
        };
    }

    private String memory(MemoryPlan plan, long resident) {
        if (resident == 0) return strings.get("model.plan", Bytes.of(plan.totalBytes(), strings));
        return plan.physicalBytes() == 0
                ? Bytes.of(resident, strings)
                : Bytes.ofTotal(resident, plan.physicalBytes(), strings);
    }

    private String tooltip(ModelState state) {
        return state instanceof ModelState.Ready ready
                ? strings.get(
                        "model.tooltip",
                        ready.model().path(),
                        ready.device(),
                        ready.plan().contextTokens())
                : strings.get("model.choose");
    }

    /// The engine names the device with its details behind a comma; they are in the tooltip.
    private static String shortDevice(String device) {
        int comma = device.indexOf(',');
        return SafeText.line(comma < 0 ? device : device.substring(0, comma), 24);
    }

    /// Without the folders it lies in.
    public static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return SafeText.line(name == null ? path : name.toString(), 60);
    }
}
