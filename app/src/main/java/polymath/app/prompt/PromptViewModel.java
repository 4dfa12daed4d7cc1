package polymath.app.prompt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import polymath.app.engine.ReadingTime;
import polymath.app.storage.Preset;
import polymath.app.storage.PresetLibrary;
import polymath.app.storage.PromptVariables;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Prompt;

/// The system prompt of one chat while it is edited; nothing changes until it is applied. Belongs to the UI executor.
public final class PromptViewModel implements AutoCloseable {
    private final EventBus bus;
    private final EventBus.Subscription events;
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper(this, "changed");
    private final ReadOnlyObjectWrapper<Optional<Integer>> tokens =
            new ReadOnlyObjectWrapper<>(this, "tokens", Optional.of(0));
    private final ReadOnlyIntegerWrapper rereadTokens = new ReadOnlyIntegerWrapper(this, "rereadTokens");
    private final ReadOnlyObjectWrapper<Optional<Preset>> origin =
            new ReadOnlyObjectWrapper<>(this, "origin", Optional.empty());
    private final PresetsViewModel presets;
    private final Supplier<PromptVariables> variables;
    private Chat chat = new Chat(Optional.empty(), "", 0, new ReadingTime(0), applied -> {}, next -> {});
    private String original = "";
    private Optional<UUID> counting = Optional.empty();
    private String counted = "";

    /// The chat whose prompt is edited.
    ///
    /// @param id empty while nothing was said in it
    /// @param tokens of the whole chat; 0 while it is empty
    /// @param reading how fast the model read last
    /// @param apply takes the new prompt
    /// @param forNext takes a prompt for the next new chat instead
    public record Chat(
            Optional<UUID> id,
            String prompt,
            int tokens,
            ReadingTime reading,
            Consumer<String> apply,
            Consumer<String> forNext) {}

    /// @param variables as they would be filled in now
    public PromptViewModel(EventBus bus, Executor ui, PresetsViewModel presets, Supplier<PromptVariables> variables) {
        this.bus = bus;
        this.presets = presets;
        this.variables = variables;
        events = bus.subscribe(Event.class, ui, this::onEvent);
        text.addListener((property, old, now) -> {
            changed.set(!now.strip().equals(original.strip()));
            count();
        });
        // a preset that is renamed, edited or deleted elsewhere
        presets.libraryProperty().subscribe(library -> origin.set(origin.get().flatMap(p -> library.preset(p.id()))));
    }

    public PresetsViewModel presets() {
        return presets;
    }

    /// The preset that the text is, or was made from.
    public ReadOnlyObjectProperty<Optional<Preset>> originProperty() {
        return origin.getReadOnlyProperty();
    }

    /// Whether the text differs from its preset.
    public boolean modified() {
        return origin.get()
                .filter(preset -> !preset.text().strip().equals(text.get().strip()))
                .isPresent();
    }

    /// What the model gets; empty where the text has no variables.
    public Optional<String> sentAs() {
        return Optional.of(text.get())
                .filter(PromptVariables::used)
                .map(t -> variables.get().expand(t));
    }

    /// How long the model will read after a change; zero where that is not known.
    public Duration rereadTime() {
        return chat.reading().of(chat.tokens());
    }

    public StringProperty textProperty() {
        return text;
    }

    /// Whether applying would change anything.
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /// Of the text; empty while no model can count it.
    public ReadOnlyObjectProperty<Optional<Integer>> tokensProperty() {
        return tokens.getReadOnlyProperty();
    }

    /// What the engine has to read again after a change: all of the chat; 0 for an empty one.
    public ReadOnlyIntegerProperty rereadTokensProperty() {
        return rereadTokens.getReadOnlyProperty();
    }

    /// Begins with a chat's prompt.
    public void begin(Chat of) {
        chat = of;
        original = of.prompt();
        rereadTokens.set(of.tokens());
        PresetLibrary library = presets.library();
        origin.set(library.saying(original.strip()).or(() -> of.id().flatMap(library::modifiedIn)));
        text.set(original);
        changed.set(false);
        count();
    }

    /// Takes a copy of a preset.
    public void choose(Preset preset) {
        origin.set(Optional.of(preset));
        text.set(preset.text());
    }

    /// Makes the text what its preset says from now on.
    public void saveToPreset() {
        origin.get().ifPresent(preset -> presets.edit(preset, text.get().strip()));
    }

    /// Keeps the text under a name; an empty one keeps nothing.
    public void saveAs(String name) {
        if (!name.isBlank())
            origin.set(Optional.of(presets.create(name, text.get().strip())));
    }

    /// Changes the chat's prompt.
    public void apply() {
        if (!changed.get()) return;
        original = text.get().strip();
        changed.set(false);
        chat.apply().accept(original);
        chat.id().ifPresent(this::noteOrigin);
    }

    /// Leaves the chat as it is and gives the text to the next new chat.
    public void applyToNext() {
        chat.forNext().accept(text.get().strip());
        text.set(original);
    }

    /// A chat that had no id when its prompt was changed has one now.
    public void started(UUID id) {
        if (chat.id().isEmpty() && !original.isEmpty() && modified()) noteOrigin(id);
    }

    private void noteOrigin(UUID id) {
        presets.noteModified(id, modified() ? origin.get().map(Preset::id) : Optional.empty());
    }

    @Override
    public void close() {
        events.close();
    }

    private void count() {
        if (text.get().isBlank()) {
            tokens.set(Optional.of(0));
            return;
        }
        if (counting.isPresent()) return; // one at a time; the answer asks for the next
        UUID id = UUID.randomUUID();
        counting = Optional.of(id);
        counted = text.get();
        String sent = variables.get().expand(counted.strip());
        bus.publish(
                new Command.CountTokens(id, new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.SYSTEM, sent)))));
    }

    private void onEvent(Event event) {
        if (counting.isEmpty() || !counting.get().equals(event.id())) return;
        counting = Optional.empty();
        boolean current = counted.equals(text.get());
        switch (event) {
            case Event.TokensCounted c -> {
                if (current) tokens.set(Optional.of(c.messageTokens().getFirst()));
                else count();
            }
            default -> tokens.set(Optional.empty());
        }
    }
}
