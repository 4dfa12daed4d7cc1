package polymath.app.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import polymath.app.storage.Attachment;
import polymath.app.storage.Coverage;
import polymath.app.storage.Coverage.Stretch;
import polymath.app.storage.PageMark;
import polymath.app.storage.ReadingRemark;
import polymath.app.storage.RemarkCode;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;
import polymath.engine.api.Prompt;

/// What an answer covers of documents that are put before the model whole: their pages that have text.
final class WholeReading {
    private static final Set<RemarkCode> CUT = Set.of(RemarkCode.TEXT_CUT, RemarkCode.CELLS_CUT);
    private static final Set<RemarkCode> PAGES = Set.of(
            RemarkCode.PICTURE_PAGES, RemarkCode.GARBLED_PAGES, RemarkCode.DAMAGED_PAGES, RemarkCode.SKIPPED_PAGES);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");

    private WholeReading() {}

    /// What the model gets of the documents of a chat with a prompt; nothing if there are none.
    ///
    /// @param messages of the chat
    static Optional<Coverage> of(List<MessageModel> messages, Prompt prompt) {
        List<ChatMessage> sent = switch (prompt) {
            case Prompt.Chat chat -> chat.messages();
            case Prompt.Continuation going -> going.messages();
            case Prompt.Raw ignored -> List.of();
        };
        Set<Document> documents = new HashSet<>();
        sent.forEach(message -> documents.addAll(message.documents()));
        List<Coverage.Part> parts = new ArrayList<>();
        Set<Attachment> seen = new HashSet<>();
        for (MessageModel message : messages) {
            List<Document> own = message.toPrompt().documents();
            for (int i = 0; i < own.size(); i++)
                if (documents.contains(own.get(i))
                        && seen.add(message.attachments().get(i)))
                    parts.add(part(message.attachments().get(i), own.get(i)));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Coverage(parts));
    }

    /// @param sent what of the attachment the model gets
    static Coverage.Part part(Attachment attachment, Document sent) {
        String kind = sent.pages().getFirst().label().split(" ", 2)[0];
        boolean cut = attachment.remarks().stream().map(ReadingRemark::code).anyMatch(CUT::contains);
        if (kind.equals("line")) {
            int lines =
                    1 + (int) attachment.text().chars().filter(c -> c == '\n').count();
            return new Coverage.Part(attachment.name(), kind, lines, List.of(new Stretch(1, lines)), cut);
        }
        List<Integer> read = sent.pages().stream()
                .map(Document.Page::page)
                .filter(p -> p > 0)
                .distinct()
                .sorted()
                .toList();
        int total = Math.max(read.isEmpty() ? 0 : read.getLast(), last(attachment));
        return new Coverage.Part(attachment.name(), kind, total, Stretch.of(read), cut);
    }

    /// The last page there is: pages that could not be read at all are only in the remarks.
    private static int last(Attachment attachment) {
        int last = attachment.marks().stream().mapToInt(PageMark::page).max().orElse(0);
        for (ReadingRemark remark : attachment.remarks())
            if (PAGES.contains(remark.code()) && remark.arguments().size() > 1)
                last = Math.max(
                        last,
                        NUMBER.matcher(remark.arguments().get(1))
                                .results()
                                .mapToInt(r -> Integer.parseInt(r.group()))
                                .max()
                                .orElse(0));
        return last;
    }
}
