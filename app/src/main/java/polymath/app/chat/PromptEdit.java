package polymath.app.chat;

import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A message of the user that is being reworded where it stands.
public final class PromptEdit {
    private final ReadOnlyObjectWrapper<Optional<MessageModel>> message =
            new ReadOnlyObjectWrapper<>(this, "message", Optional.empty());
    private final StringProperty text = new SimpleStringProperty(this, "text", "");

    PromptEdit() {}

    public ReadOnlyObjectProperty<Optional<MessageModel>> messageProperty() {
        return message.getReadOnlyProperty();
    }

    public Optional<MessageModel> message() {
        return message.get();
    }

    /// Its new wording so far.
    public StringProperty textProperty() {
        return text;
    }

    /// Leaves the message as it was.
    public void end() {
        message.set(Optional.empty());
    }

    void begin(MessageModel prompt) {
        if (message.get().equals(Optional.of(prompt))) return;
        text.set(prompt.text());
        message.set(Optional.of(prompt));
    }
}
