package polymath.app.chat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polymath.app.storage.Attachment;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.Event;
import polymath.engine.api.Prompt;

/// The documents attached to the message that is being written. Each is read in full and counted by the model before it
/// counts as attached. One that does not fit stays, with its numbers: it can be summarized, never cut.
///
/// Belongs to the UI executor.
final class Attachments {
    /// Room an answer needs at least.
    private static final int REPLY_TOKENS = 512;

    private record Count(UUID command, UUID attachment) {}

    private final ChatServices services;
    private final Function<List<Attachment>, Prompt> promptWith;
    private final Consumer<Notice> refuse;
    private final ObservableList<PendingAttachment> pending = FXCollections.observableArrayList();
    private final Map<UUID, ReadingJob> jobs = new HashMap<>(); // of documents being read
    private Optional<Count> counting = Optional.empty();

    /// @param promptWith the conversation as it would be sent with these documents
    Attachments(ChatServices services, Function<List<Attachment>, Prompt> promptWith, Consumer<Notice> refuse) {
        this.services = services;
        this.promptWith = promptWith;
        this.refuse = refuse;
    }

    ObservableList<PendingAttachment> pending() {
        return pending;
    }

    /// Whether all of them may be sent: read, and counted and found to fit unless there is no model yet to count with.
    boolean settled() {
        boolean countable = services.readiness().getValue() == Readiness.READY;
        return pending.stream()
                .allMatch(p -> p.document().isPresent()
                        && (p.fits() || !countable && p.outlook().isEmpty()));
    }

    List<Attachment> documents() {
        return pending.stream().flatMap(p -> p.document().stream()).toList();
    }

    int tokens() {
        return pending.stream().mapToInt(p -> p.tokens().orElse(0)).sum();
    }

    void add(Path file) {
        Path name = file.getFileName();
        PendingAttachment entry = PendingAttachment.reading(name == null ? file.toString() : name.toString());
        pending.add(entry);
        ReadingJob job = new ReadingJob(services, at -> reading(entry.id(), at));
        jobs.put(entry.id(), job);
        services.background().execute(() -> {
            try {
                Attachment text = services.documents().read(file, job);
                services.ui().execute(() -> read(entry.id(), text));
            } catch (DocumentSource.RefusedException e) {
                services.ui().execute(() -> {
                    if (jobs.containsKey(entry.id())) refuse.accept(new Notice.DocumentRefused(e.sentence()));
                    remove(entry.id());
                });
            }
        });
    }

    void add(Attachment text) {
        pending.add(PendingAttachment.reading(text.name()).read(text));
        countNext();
    }

    /// Has one that is counted looked up for each question instead of read whole.
    void askByPassages(UUID id) {
        narrow(id, Attachment::byPassages);
    }

    /// Has only some of one's pages read.
    void askAboutPages(UUID id, Document.Page first, Document.Page last) {
        narrow(id, (document, tokens) -> document.onlyPages(first, last));
    }

    /// Takes back what was chosen with the two above.
    void askAsAWhole(UUID id) {
        narrow(id, (document, tokens) -> document.unnarrowed());
    }

    private void narrow(UUID id, BiFunction<Attachment, Integer, Attachment> how) {
        Optional<PendingAttachment> entry = pending.stream()
                .filter(p -> p.id().equals(id)
                        && p.document().isPresent()
                        && p.tokens().isPresent())
                .findFirst();
        entry.ifPresent(p -> {
            Attachment document =
                    how.apply(p.document().orElseThrow(), p.tokens().orElseThrow());
            remove(id);
            add(document);
        });
    }

    /// Takes one away, and stops reading it.
    void remove(UUID id) {
        Optional.ofNullable(jobs.remove(id)).ifPresent(ReadingJob::stop);
        if (!pending.removeIf(p -> p.id().equals(id))) return;
        // a count holds the documents before it
        counting = Optional.empty();
        pending.replaceAll(PendingAttachment::uncounted);
        countNext();
    }

    /// Empties the list when its message is sent; a message that could not be stored gives its documents back.
    void clear() {
        pending.clear();
        counting = Optional.empty();
    }

    void giveBack(List<Attachment> documents) {
        documents.forEach(d -> pending.add(PendingAttachment.reading(d.name()).read(d)));
        countNext();
    }

    /// Attaches what was attached when the draft was last open.
    void bringBack(Map<UUID, Attachment> documents) {
        documents.forEach((id, d) -> pending.add(PendingAttachment.kept(id, d)));
        countNext();
    }

    /// Counts the first document that is not counted; each count includes the documents before it.
    void countNext() {
        if (counting.isPresent() || services.readiness().getValue() != Readiness.READY) return;
        List<Attachment> documents = new ArrayList<>();
        for (PendingAttachment entry : pending) {
            if (entry.document().isEmpty()) continue;
            documents.add(entry.document().get());
            if (entry.tokens().isPresent()) continue;
            UUID command = UUID.randomUUID();
            counting = Optional.of(new Count(command, entry.id()));
            services.bus().publish(new Command.CountTokens(command, promptWith.apply(documents)));
            return;
        }
    }

    void onEvent(Event event) {
        if (counting.isEmpty() || !event.id().equals(counting.get().command())) return;
        UUID attachment = counting.get().attachment();
        switch (event) {
            case Event.TokensCounted counted -> {
                counting = Optional.empty();
                counted(attachment, counted);
                countNext();
            }
            case Event.Failed ignored -> counting = Optional.empty(); // it is counted when the model is there
            default -> {}
        }
    }

    private void reading(UUID id, PendingAttachment.At at) {
        pending.replaceAll(p -> p.id().equals(id) && p.document().isEmpty() ? p.reading(at) : p);
    }

    private void read(UUID id, Attachment text) {
        jobs.remove(id);
        pending.replaceAll(p -> p.id().equals(id) ? p.read(text) : p);
        countNext();
    }

    private void counted(UUID id, Event.TokensCounted counted) {
        int limit = counted.contextLimitTokens();
        DocumentOutlook outlook = new DocumentOutlook(
                Math.max(0, counted.messageTokens().getLast() - tokens()),
                counted.promptTokens() + Math.min(REPLY_TOKENS, limit / 8),
                limit);
        pending.replaceAll(p -> p.id().equals(id) ? p.counted(outlook) : p);
    }
}
