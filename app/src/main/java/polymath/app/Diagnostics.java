package polymath.app;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import polymath.app.models.ModelState;
import polymath.app.models.ModelStatus;
import polymath.app.storage.Settings;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.MemoryPlan;

/// What helps to find a fault, to be copied into a report: the program, the computer, the model and the settings. Not a
/// word of chats, prompts or documents, and no path, since paths hold names of people. In English, as reports are.
final class Diagnostics {
    private Diagnostics() {}

    static String of(ModelState model, Settings settings) {
        Runtime runtime = Runtime.getRuntime();
        List<String> lines = new ArrayList<>(List.of(
                line("Polymath", version()),
                line("Java", property("java.runtime.version") + ", " + property("java.vm.name")),
                line(
                        "System",
                        property("os.name") + " " + property("os.version") + " " + property("os.arch") + ", "
                                + Locale.getDefault().toLanguageTag()),
                line("Processors", Integer.toString(runtime.availableProcessors())),
                line(
                        "Window's heap",
                        megabytes(runtime.totalMemory() - runtime.freeMemory()) + " of "
                                + megabytes(runtime.maxMemory()))));
        lines.addAll(model(model));
        LoadOptions load = settings.load();
        lines.add(line(
                "Asked for",
                load.contextTokens() + " tokens, " + load.threads() + " threads, " + load.kvType() + " cache, "
                        + settings.cacheGigabytes() + " GB of cache on disk"));
        lines.add(line("Look", settings.theme() + ", " + settings.look().textPercent() + " %"));
        return String.join("\n", lines);
    }

    private static List<String> model(ModelState state) {
        return switch (state) {
            case ModelState.None none -> List.of(line("Model", "none"));
            case ModelState.Loading loading ->
                List.of(line("Model", "loading " + ModelStatus.fileName(loading.path())));
            case ModelState.Died died ->
                List.of(line(
                        "Model",
                        "the engine died, exit status "
                                + died.exitStatus().map(String::valueOf).orElse("unknown")));
            case ModelState.Ready ready -> {
                MemoryPlan plan = ready.plan();
                yield List.of(
                        line(
                                "Model",
                                ready.model().name() + " " + ready.model().quantization() + ", "
                                        + ModelStatus.fileName(ready.model().path())),
                        line("Device", ready.device()),
                        line("Context", plan.contextTokens() + " tokens"),
                        line(
                                "Memory",
                                megabytes(plan.totalBytes()) + " planned, " + megabytes(plan.physicalBytes())
                                        + " in the computer"));
            }
        };
    }

    private static String version() {
        return Optional.ofNullable(Diagnostics.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("development");
    }

    private static String property(String key) {
        return System.getProperty(key, "unknown");
    }

    private static String megabytes(long bytes) {
        return bytes / 1_000_000 + " MB";
    }

    private static String line(String name, String value) {
        return name + ": " + value;
    }
}
