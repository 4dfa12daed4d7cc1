package polymath.app;

import java.util.Optional;
import java.util.UUID;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.MessageModel;
import polymath.app.transfer.ExportFormat;
import polymath.app.transfer.SummaryExport;
import polymath.app.ui.FilePicker;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// Asks for the file that chats are written to or read from. FX thread only.
final class ChatFiles {
    private static final int NAME_CHARS = 60;

    private final AppModel app;
    private final Strings strings;
    private final FilePicker picker;

    ChatFiles(AppModel app, Strings strings, FilePicker picker) {
        this.app = app;
        this.strings = strings;
        this.picker = picker;
    }

    /// @param which chat; all of them if none is named
    void export(Optional<UUID> which) {
        if (which.isEmpty())
            picker.exportTo(strings.get("export.all.name"), ExportFormat.extensions())
                    .ifPresent(file -> app.transfer().exportAll(file, strings));
        else
            which.flatMap(app.history()::entry)
                    .ifPresent(
                            entry -> picker.exportTo(name(entry.titleProperty().get()), ExportFormat.extensions())
                                    .ifPresent(file -> app.export(entry, file, strings)));
    }

    /// Writes the summary that an answer is.
    void exportSummary(MessageModel answer, ChatViewModel chat) {
        answer.summary()
                .ifPresent(summary -> picker.exportTo(
                                name(strings.get("summary.file", summary.document())), SummaryExport.EXTENSIONS)
                        .ifPresent(file -> app.transfer()
                                .exportSummary(SummaryFiles.of(answer, summary, chat, strings), file, strings)));
    }

    void importChats() {
        picker.importFrom().ifPresent(app.transfer()::importFrom);
    }

    /// The title as the name of a file on any system.
    private String name(String title) {
        String name = SafeText.line(title, NAME_CHARS)
                .replaceAll("[\\\\/:*?\"<>|…\\p{Cntrl}]", " ")
                .replaceAll(" +", " ")
                .replaceAll("^[ .]+|[ .]+$", "");
        return name.isEmpty() ? strings.get("header.newChat") : name;
    }
}
