package polymath.app.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.ImportCount;
import polymath.app.storage.StorageException;
import polymath.app.ui.Strings;

/// Writes chats to files and takes chats from files. Belongs to the UI executor; the work is done elsewhere.
public final class TransferViewModel {
    private final ConversationStore store;
    private final Executor ui;
    private final Executor background;
    private final Runnable imported;
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final ReadOnlyObjectWrapper<Optional<Outcome>> outcome =
            new ReadOnlyObjectWrapper<>(this, "outcome", Optional.empty());

    /// How the last transfer ended.
    public sealed interface Outcome {
        record Exported(int chats, Path file) implements Outcome {}

        record SummaryExported(Path file) implements Outcome {}

        /// @param reason in the words of the system
        record NotWritten(Path file, String reason) implements Outcome {}

        record Imported(ImportCount count) implements Outcome {}

        record Refused(ImportException problem) implements Outcome {}

        record NotStored(StorageException.Code code) implements Outcome {}
    }

    /// @param store takes what is imported
    /// @param imported called when chats were added
    public TransferViewModel(ConversationStore store, Executor ui, Executor background, Runnable imported) {
        this.store = store;
        this.ui = ui;
        this.background = background;
        this.imported = imported;
    }

    /// Whether a file is being written or read.
    public ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<Outcome>> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }

    public void dismiss() {
        outcome.set(Optional.empty());
    }

    /// Writes one chat.
    ///
    /// @param source where it is kept
    public void export(Conversation chat, ConversationStore source, Path file, Strings strings) {
        String title = new ExportWords(strings).title(chat);
        write(file, strings, title, () -> List.of(chat).iterator(), source);
    }

    /// Writes all chats that are stored.
    public void exportAll(Path file, Strings strings) {
        write(
                file,
                strings,
                strings.get("export.all.title"),
                () -> store.conversations().join().iterator(),
                store);
    }

    /// Writes a summary in the format that the file's name says: Markdown, a web page or a Word document.
    public void exportSummary(SummaryExport summary, Path file, Strings strings) {
        SummaryWriter writer = new SummaryWriter(summary, Instant.now(), strings);
        run(() -> {
            try {
                writer.write(file);
                return new Outcome.SummaryExported(file);
            } catch (IOException e) {
                return new Outcome.NotWritten(file, reason(e));
            }
        });
    }

    private interface Chats {
        Iterator<Conversation> iterator();
    }

    private void write(Path file, Strings strings, String title, Chats chats, ConversationStore source) {
        ChatExport export = new ChatExport(file, ExportFormat.of(file), strings, title);
        run(() -> {
            try {
                return new Outcome.Exported(export.write(read(chats.iterator(), source)), file);
            } catch (IOException e) {
                return new Outcome.NotWritten(file, reason(e));
            }
        });
    }

    /// Reads the messages of a chat when its turn comes.
    private static Iterator<ArchivedChat> read(Iterator<Conversation> conversations, ConversationStore source) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return conversations.hasNext();
            }

            @Override
            public ArchivedChat next() {
                Conversation chat = conversations.next();
                return new ArchivedChat(chat, source.messages(chat.id()).join());
            }
        };
    }

    /// Takes in the chats of a file: all that are not here yet, or none.
    public void importFrom(Path file) {
        run(() -> {
            try {
                ImportCount count = store.take(ChatImport.read(file)).join();
                ui.execute(imported);
                return new Outcome.Imported(count);
            } catch (ImportException e) {
                return new Outcome.Refused(e);
            }
        });
    }

    private interface Work {
        Outcome run();
    }

    private void run(Work work) {
        if (working.get()) return;
        working.set(true);
        outcome.set(Optional.empty());
        background.execute(() -> {
            Outcome ended;
            try {
                ended = work.run();
            } catch (CompletionException e) {
                ended = new Outcome.NotStored(StorageException.codeOf(e.getCause()));
            }
            Outcome shown = ended;
            ui.execute(() -> {
                working.set(false);
                outcome.set(Optional.of(shown));
            });
        });
    }

    /// A system's message is often the file's name alone.
    private static String reason(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
