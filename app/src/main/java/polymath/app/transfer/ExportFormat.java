package polymath.app.transfer;

import java.nio.file.Path;
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

    public String extension() {
        return extension;
    }

    /// By the name's extension; Markdown for any other.
    public static ExportFormat of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (ExportFormat format : values()) if (name.endsWith("." + format.extension)) return format;
        return name.endsWith(".htm") ? HTML : MARKDOWN;
    }
}
