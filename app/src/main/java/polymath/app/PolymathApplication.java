package polymath.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import javafx.util.Duration;
import polymath.app.documents.ReaderLaunch;
import polymath.app.documents.ReaderProcess;
import polymath.app.download.DownloadRules;
import polymath.app.download.ModelDownload;
import polymath.app.engine.EngineLaunch;
import polymath.app.engine.EngineProcess;
import polymath.app.platform.KeepAwake;
import polymath.app.platform.Notifier;
import polymath.app.platform.SingleInstance;
import polymath.app.platform.UserFolders;
import polymath.app.settings.SettingsViewModel;
import polymath.app.settings.WindowLanguage;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.PresetStore;
import polymath.app.storage.SettingsStore;
import polymath.app.ui.BatchingExecutor;
import polymath.app.ui.CaretRest;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.Theme;
import polymath.engine.api.EventBus;

/// The window's life: wires everything by constructor, shows the window, closes in the opposite order.
public final class PolymathApplication extends Application {
    private static final List<Integer> ICON_SIZES = List.of(16, 24, 32, 48, 64, 128, 256, 512);

    private final SettingsStore settings;
    private final PresetStore presets;
    private final ConversationStore store;
    private final EngineProcess engine;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final EventBus bus = new EventBus();
    private final UserFolders folders = UserFolders.ofThisUser();
    private final DocumentFiles documents =
            new DocumentFiles(new ReaderProcess(ReaderLaunch.ofThisProgram()), this::strings);
    private final KeepAwake awake = KeepAwake.ofThisSystem(background);
    private Optional<AppModel> app = Optional.empty();
    /// Held here: a binding that nobody holds is collected, and the theme would follow no more.
    private Optional<ObservableValue<Theme.Dress>> dress = Optional.empty();

    /// Called by the toolkit, not on the FX thread. Nothing here waits for a disk: the history opens in the background,
    /// the engine's process is started once the window is shown.
    public PolymathApplication() {
        settings = SettingsStore.open(folders.settings());
        presets = PresetStore.open(folders.presets());
        store = ConversationStore.open(folders.history());
        engine = new EngineProcess(bus, EngineLaunch.ofThisProgram(folders.logs(), folders.prefixes()));
    }

    @Override
    public void start(Stage stage) {
        Executor ui = new BatchingExecutor(Platform::runLater);
        AppModel.Place place = new AppModel.Place(Locale.getDefault(), folders.data());
        AppModel model = new AppModel(new AppModel.Services(
                bus,
                store,
                settings,
                presets,
                ui,
                background,
                Clock.system(ZoneId.systemDefault()),
                documents,
                engine::reload,
                Main.demoFile(),
                (file, folder, events) -> new ModelDownload(file, folder, DownloadRules.DEFAULT, events),
                place));
        app = Optional.of(model);
        model.awake().subscribe(awake::set);
        Theme.loadFonts();
        WindowShell shell = new WindowShell(
                model,
                strings -> new AppWindow(
                        model,
                        strings,
                        new StagePicker(stage, strings),
                        address -> getHostServices().showDocument(address.toString())));
        Scene scene = new Scene(shell.root(), 1200, 800);
        dress = Optional.of(dress(model.choices()));
        dress.ifPresent(look -> Theme.follow(scene, look));
        shell.listenToKeys(scene);
        CaretRest.install(scene);
        stage.setTitle("Polymath");
        for (int size : ICON_SIZES) stage.getIcons().add(new Image(Theme.asset("icons/polymath-" + size + ".png")));
        stage.setMinWidth(640);
        stage.setMinHeight(480);
        stage.setScene(scene);
        WindowPlace screen = new WindowPlace(stage, settings);
        screen.restore();
        stage.setOnHiding(event -> screen.remember());
        stage.show();
        shell.window().focusComposer();
        engine.listen((state, exit) -> ui.execute(() -> model.engineChanged(state, exit)));
        List<String> arguments = getParameters().getRaw();
        model.start(Main.modelFile(arguments).map(Path::of), Main.documents(arguments));
        Notifier notifier = Notifier.ofThisSystem(background);
        model.whenEnded(ending -> {
            if (!stage.isFocused()) tell(notifier, ending);
        });
        Main.instance()
                .ifPresent(instance -> instance.listen(
                        background,
                        files -> ui.execute(() -> {
                            comeForward(stage);
                            model.openElsewhere(files);
                        })));
        Optional.ofNullable(Integer.getInteger("polymath.closeAfter")).ifPresent(PolymathApplication::closeAfter);
    }

    private void tell(Notifier notifier, AppModel.Ending ending) {
        String words = strings().get(ending.failed() ? "notify.failed" : "notify.done");
        notifier.tell(words, SafeText.line(ending.title(), 80));
    }

    private static void comeForward(Stage stage) {
        stage.setIconified(false);
        stage.toFront();
        stage.requestFocus();
    }

    /// Ends the program by itself: packages start it once, to archive the classes that a start loads.
    private static void closeAfter(int seconds) {
        PauseTransition open = new PauseTransition(Duration.seconds(seconds));
        open.setOnFinished(event -> Platform.exit());
        open.play();
    }

    @Override
    public void stop() {
        app.ifPresent(AppModel::close);
        awake.set(false);
        documents.close();
        engine.close();
        store.close();
        settings.close();
        presets.close();
        Main.instance().ifPresent(SingleInstance::close); // now another start may read what was written
        background.close();
    }

    private Strings strings() {
        return Strings.of(WindowLanguage.of(settings.settings().look().language(), Locale.getDefault()));
    }

    private static ObservableValue<Theme.Dress> dress(SettingsViewModel choices) {
        Platform.Preferences system = Platform.getPreferences();
        return Bindings.createObjectBinding(
                () -> Appearance.of(choices.settingsProperty().get(), system.getColorScheme(), system.getAccentColor()),
                choices.settingsProperty(),
                system.colorSchemeProperty(),
                system.accentColorProperty());
    }
}
