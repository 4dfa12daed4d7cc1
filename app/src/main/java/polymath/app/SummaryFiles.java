package polymath.app;

import java.util.List;
import java.util.Optional;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.MessageModel;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.Attachment;
import polymath.app.summary.SummaryViewModel;
import polymath.app.transfer.SummaryExport;
import polymath.app.ui.Strings;
import polymath.app.viewer.DocumentWords;
import polymath.engine.api.SummaryStep;

/// What a summary is written to a file with.
final class SummaryFiles {
    private SummaryFiles() {}

    static SummaryExport of(MessageModel answer, SummaryViewModel summary, ChatViewModel chat, Strings strings) {
        List<SummaryStep> read = summary.steps().stream()
                .filter(step -> step.kind() != SummaryStep.Kind.MERGE)
                .toList();
        Optional<Attachment> document = chat.messages().stream()
                .filter(m -> m.id().equals(summary.source())
                        && summary.position() < m.attachments().size())
                .map(m -> m.attachments().get(summary.position()))
                .findFirst();
        return new SummaryExport(
                summary.document(),
                strings.get("summary.title." + summary.depth()),
                answer.text(),
                answer.details().map(AnswerDetails::modelName).orElse(""),
                read.isEmpty() ? "" : read.getFirst().from(),
                read.isEmpty() ? "" : read.getLast().to(),
                read.size(),
                document.map(d -> DocumentWords.remarks(d, strings)).orElse(List.of()));
    }
}
