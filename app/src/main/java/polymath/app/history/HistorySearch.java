package polymath.app.history;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.SearchHit;
import polymath.app.ui.Later;

/// Searches all conversations for what is typed. Belongs to the UI executor.
public final class HistorySearch {
    /// As many as anybody reads; one more tells that there are more.
    public static final int MOST_HITS = 60;

    private final ConversationStore store;
    private final Executor ui;
    private final Consumer<Throwable> failed;
    private final ObservableList<SearchHit> hits = FXCollections.observableArrayList();
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final ReadOnlyBooleanWrapper searching = new ReadOnlyBooleanWrapper(this, "searching");

    HistorySearch(ConversationStore store, Executor ui, Consumer<Throwable> failed) {
        this.store = store;
        this.ui = ui;
        this.failed = failed;
        query.addListener((property, old, now) -> run());
    }

    public StringProperty queryProperty() {
        return query;
    }

    /// What the query finds; empty while there is none.
    public ObservableList<SearchHit> hits() {
        return hits;
    }

    /// Whether the hits are still those of an earlier query.
    public ReadOnlyBooleanProperty searchingProperty() {
        return searching.getReadOnlyProperty();
    }

    /// Searches again, because the conversations changed.
    void run() {
        String text = query.get();
        if (text.isBlank()) {
            hits.clear();
            searching.set(false);
            return;
        }
        searching.set(true);
        // typing is faster than disks: only the answer to what is in the field now is shown
        Later.on(
                ui,
                store.search(text, MOST_HITS + 1),
                found -> {
                    if (!text.equals(query.get())) return;
                    hits.setAll(found);
                    searching.set(false);
                },
                error -> {
                    searching.set(false);
                    failed.accept(error);
                });
    }
}
