package polymath.app.transfer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What chats can be written as.
public enum ExportFormat {
    /// To be read and edited anywhere.
    MARKDOWN("md"),
    /// One file for a browser: no script, nothing fetched.
    HTML("html"),
    /// Everything there is, documents included; can be imported again.
    JSON("json");

    private final String extension;

    ExportFormat(String extension) {
        this.extension = extension;
    }

    /// Extensions of the files that chats are written to.
    public static List<String> extensions() {
        return Arrays.stream(values()).map(format -> format.extension).toList();
    }

    /// By the name's extension; Markdown for any other.
    public static ExportFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (ExportFormat format : values()) if (name.endsWith("." + format.extension)) return format;
        return name.endsWith(".htm") ? HTML : MARKDOWN;
    }
}
