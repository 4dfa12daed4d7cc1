package polymath.app.transfer;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import polymath.app.storage.ArchivedChat;
import polymath.app.ui.Strings;

/// Writes chats to a file that has its name only once it is whole.
record ChatExport(Path file, ExportFormat format, Strings strings, String title) {

    /// @param chats read while they are written: all of them would not fit in memory
    /// @return how many there were
    int write(Iterator<ArchivedChat> chats) throws IOException {
        int[] count = {0};
        whole(file, out -> {
            ChatWriter writer = switch (format) {
                case MARKDOWN -> new MarkdownChats(out, strings);
                case HTML -> new HtmlChats(out, strings, title);
                case JSON -> new JsonChats(out);
            };
            writer.begin();
            for (; chats.hasNext(); count[0]++) writer.write(chats.next());
            writer.end();
        });
        return count[0];
    }

    /// What is written into a file.
    interface Content<T> {
        void write(T out) throws IOException;
    }

    /// Writes a text file that has its name only once it is whole.
    static void whole(Path file, Content<Writer> content) throws IOException {
        wholeBytes(file, bytes -> {
            try (Writer out = writer(bytes)) {
                content.write(out);
            }
        });
    }

    /// Writes a file that has its name only once it is whole.
    static void wholeBytes(Path file, Content<OutputStream> content) throws IOException {
        Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                content.write(out);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static Writer writer(OutputStream out) {
        // half a surrogate pair, which a text may hold, has no bytes in UTF-8
        return new BufferedWriter(new OutputStreamWriter(
                out, StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE)));
    }
}
