package polymath.app;

import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import polymath.app.chat.KeptReading;
import polymath.app.history.HistoryEntry;
import polymath.app.history.HistoryViewModel;
import polymath.app.settings.CacheViewModel;

/// What the list says of chats that are kept ready, and the engine told when that changes.
record KeptChats(HistoryViewModel history, CacheViewModel cache) implements KeptReading {
    @Override
    public ObservableValue<Boolean> of(UUID conversation) {
        return history.entry(conversation)
                .<ObservableValue<Boolean>>map(HistoryEntry::keepReadyProperty)
                .orElseGet(() -> new ReadOnlyBooleanWrapper(false));
    }

    @Override
    public void keep(UUID conversation, boolean ready) {
        history.setKeepReady(conversation, ready);
        cache.keepReady(conversation, ready);
    }
}
