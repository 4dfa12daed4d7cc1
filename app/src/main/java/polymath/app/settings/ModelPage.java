package polymath.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.VBox;
import polymath.app.ui.Bytes;
import polymath.app.ui.Rows;
import polymath.app.ui.Segments;
import polymath.app.ui.Segments.Option;
import polymath.app.ui.Strings;
import polymath.app.ui.TokenWords;
import polymath.engine.api.GpuUse.Mode;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.LoadOptions.KvType;

/// How the model is loaded: the length of a conversation, the precision it is remembered in, the cores that compute,
/// and whether a graphics card does.
final class ModelPage {
    private static final List<Integer> CONTEXTS = List.of(0, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072);

    private final SettingsViewModel settings;
    private final Strings strings;
    private final ObservableValue<LoadOptions> load;
    private final ObservableValue<String> contextWords;
    private final ObservableValue<String> kvWords;

    private ModelPage(SettingsViewModel settings, Strings strings) {
        this.settings = settings;
        this.strings = strings;
        load = settings.settingsProperty().map(s -> s.load());
        contextWords = Bindings.createStringBinding(this::contextWords, load, settings.cost());
        kvWords = Bindings.createStringBinding(this::kvWords, load, settings.cost());
    }

    static VBox of(SettingsViewModel settings, CheckViewModel check, Strings strings) {
        ModelPage page = new ModelPage(settings, strings);
        Rows rows = new Rows(strings, "model");
        rows.add("context", page.contexts(), Rows.sentence(page.contextWords));
        rows.add("kv", page.kvTypes(), Rows.sentence(page.kvWords));
        rows.add("threads", page.threads());
        rows.add("gpu", page.gpu());
        rows.page().getChildren().add(Rows.sentence(strings.get("settings.model.reload")));
        rows.add("check", new CheckRow(check, strings));
        return rows.page();
    }

    private Segments<Integer> contexts() {
        List<Option<Integer>> options = CONTEXTS.stream()
                .map(n -> Option.of(
                        n,
                        n == 0 ? strings.get("settings.context.auto") : strings.get("settings.context.k", n / 1_024)))
                .toList();
        Segments<Integer> segments = new Segments<>(
                strings.get("settings.context"),
                options,
                load.map(LoadOptions::contextTokens),
                n -> settings.changeLoad(l -> l.withContextTokens(n)));
        Runnable enable = () -> CONTEXTS.forEach(n -> segments.button(n)
                .ifPresent(b -> b.setDisable(settings.cost()
                        .getValue()
                        .filter(c -> n > 0 && (n > c.trainedTokens() || !c.fits(n, kvType())))
                        .isPresent())));
        settings.cost().subscribe(cost -> enable.run());
        load.subscribe(now -> enable.run());
        return segments;
    }

    private Segments<KvType> kvTypes() {
        List<Option<KvType>> options = new ArrayList<>();
        for (KvType type : List.of(KvType.Q8, KvType.F16, KvType.F32))
            options.add(Option.of(type, strings.get("settings.kv." + type)));
        return new Segments<>(
                strings.get("settings.kv"),
                options,
                load.map(LoadOptions::kvType),
                type -> settings.changeLoad(l -> l.withKvType(type)));
    }

    private Segments<Integer> threads() {
        TreeSet<Integer> counts = new TreeSet<>();
        for (int n = 1; n < settings.processors(); n *= 2) counts.add(n);
        counts.add(settings.processors());
        counts.add(load.getValue().threads());
        counts.remove(0);
        List<Option<Integer>> options = new ArrayList<>();
        options.add(Option.of(0, strings.get("settings.threads.auto")));
        for (int n : counts) options.add(Option.of(n, Integer.toString(n)));
        return new Segments<>(
                strings.get("settings.threads"),
                options,
                load.map(LoadOptions::threads),
                n -> settings.changeLoad(l -> l.withThreads(n)));
    }

    private Segments<Mode> gpu() {
        return new Segments<>(
                strings.get("settings.gpu"),
                List.of(
                        Option.of(Mode.AUTO, strings.get("settings.gpu.AUTO")),
                        Option.of(Mode.OFF, strings.get("settings.gpu.OFF"))),
                load.map(options -> options.gpu().mode()),
                mode -> settings.changeLoad(l -> l.withGpu(l.gpu().withMode(mode))));
    }

    private KvType kvType() {
        return load.getValue().kvType();
    }

    private String contextWords() {
        Optional<ContextCost> cost = settings.cost().getValue();
        if (cost.isEmpty()) return strings.get("settings.context.unknown");
        ContextCost c = cost.get();
        int chosen = load.getValue().contextTokens();
        int tokens = chosen == 0 ? Math.max(1, c.fittingTokens(kvType())) : chosen;
        String takes = strings.get(
                "settings.context.takes",
                tokens,
                TokenWords.rounded(tokens),
                Bytes.of(c.bytes(tokens, kvType()), strings),
                Bytes.of(c.totalBytes(tokens, kvType()), strings));
        if (c.availableBytes() == 0) return takes;
        return takes + " "
                + strings.get(
                        "settings.context.free", Bytes.of(c.availableBytes(), strings), c.fittingTokens(kvType()));
    }

    private String kvWords() {
        String words = strings.get("settings.kv." + kvType() + ".text");
        return settings.cost()
                .getValue()
                .map(c -> words + " "
                        + strings.get(
                                "settings.kv.takes",
                                Bytes.of(c.bytes(c.contextTokens(), KvType.Q8), strings),
                                Bytes.of(c.bytes(c.contextTokens(), KvType.F16), strings),
                                Bytes.of(c.bytes(c.contextTokens(), KvType.F32), strings),
                                c.contextTokens()))
                .orElse(words);
    }
}
