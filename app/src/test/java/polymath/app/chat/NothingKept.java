package polymath.app.chat;

import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;

/// No chat is kept ready.
record NothingKept() implements KeptReading {
    @Override
    public ObservableValue<Boolean> of(UUID conversation) {
        return new ReadOnlyBooleanWrapper(false);
    }

    @Override
    public void keep(UUID conversation, boolean ready) {
        throw new UnsupportedOperationException();
    }
}
