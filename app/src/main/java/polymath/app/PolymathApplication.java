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
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import polymath.app.engine.EngineLaunch;
import polymath.app.engine.EngineProcess;
import polymath.app.platform.UserFolders;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.SettingsStore;
import polymath.app.ui.BatchingExecutor;
import polymath.app.ui.Strings;
import polymath.app.ui.Theme;
import polymath.engine.api.EventBus;

/// The window's life: wires everything by constructor, shows the window, closes in the opposite order.
public final class PolymathApplication extends Application {
    private static final List<Integer> ICON_SIZES = List.of(16, 24, 32, 48, 64, 128, 256, 512);

    private final SettingsStore settings;
    private final ConversationStore store;
    private final EngineProcess engine;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final EventBus bus = new EventBus();
    private final Strings strings = Strings.of(Locale.getDefault());
    private Optional<AppModel> app = Optional.empty();

    /// Called by the toolkit, not on the FX thread. Nothing here waits for a disk: the history opens in the background,
    /// the engine's process is started once the window is shown.
    public PolymathApplication() {
        UserFolders folders = UserFolders.ofThisUser();
        settings = SettingsStore.open(folders.settings());
        store = ConversationStore.open(folders.history());
        engine = new EngineProcess(bus, EngineLaunch.ofThisProgram(folders.logs()));
    }

    @Override
    public void start(Stage stage) {
        Executor ui = new BatchingExecutor(Platform::runLater);
        AppModel model = new AppModel(new AppModel.Services(
                bus,
                store,
                settings,
                ui,
                background,
                Clock.system(ZoneId.systemDefault()),
                new TextFiles(strings),
                engine::reload,
                Main.demoFile()));
        app = Optional.of(model);
        Theme.loadFonts();
        AppWindow window = new AppWindow(
                model,
                strings,
                new StagePicker(stage, strings),
                address -> getHostServices().showDocument(address.toString()));
        Scene scene = new Scene(window.root(), 1200, 800);
        Theme.follow(scene, scheme());
        window.listenToKeys(scene);
        stage.setTitle("Polymath");
        for (int size : ICON_SIZES) stage.getIcons().add(new Image(Theme.asset("icons/polymath-" + size + ".png")));
        stage.setMinWidth(640);
        stage.setMinHeight(480);
        stage.setScene(scene);
        WindowPlace place = new WindowPlace(stage, settings);
        place.restore();
        stage.setOnHiding(event -> place.remember());
        stage.show();
        window.focusComposer();
        engine.listen((state, exit) -> ui.execute(() -> model.model().engineChanged(state, exit)));
        model.start(Main.modelFile(getParameters().getRaw()).map(Path::of));
    }

    @Override
    public void stop() {
        app.ifPresent(AppModel::close);
        engine.close();
        store.close();
        settings.close();
        background.close();
    }

    private ObservableValue<ColorScheme> scheme() {
        ObservableValue<ColorScheme> system = Platform.getPreferences().colorSchemeProperty();
        return system.map(now -> switch (settings.settings().theme()) {
            case SYSTEM -> now;
            case LIGHT -> ColorScheme.LIGHT;
            case DARK -> ColorScheme.DARK;
        });
    }
}
