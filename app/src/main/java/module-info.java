import org.jspecify.annotations.NullMarked;

/// The window: conversations, prompts and documents, in front of an engine that runs in a process of its own.
@NullMarked
module polymath.app {
    requires polymath.engine;
    requires static org.jspecify;
    requires com.github.albfernandez.juniversalchardet;
    requires com.google.gson;
    requires java.logging;
    requires java.net.http;
    requires java.sql;
    requires javafx.controls;
    requires atlantafx.base;
    requires org.commonmark;
    requires org.commonmark.ext.gfm.strikethrough;
    requires org.commonmark.ext.gfm.tables;
    requires org.kordamp.ikonli.feather;
    requires org.kordamp.ikonli.javafx;
    requires org.xerial.sqlitejdbc;

    // Of the document reader, a process of its own: the window's module path does not have them.
    requires static org.apache.pdfbox;
    requires static org.apache.pdfbox.io;
    requires static org.apache.poi.ooxml;
    requires static org.apache.poi.ooxml.schemas;
    requires static org.apache.poi.poi;
    requires static org.apache.xmlbeans;
    requires static org.jsoup;
    requires static rtfparserkit;

    // Gson reads and writes the records that are kept as JSON.
    opens polymath.app.download to
            com.google.gson;
    opens polymath.app.storage to
            com.google.gson;

    exports polymath.app to
            javafx.graphics;
}
