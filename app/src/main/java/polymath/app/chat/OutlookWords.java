package polymath.app.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polymath.app.engine.ModelPace;
import polymath.app.storage.Attachment;
import polymath.app.ui.Bytes;
import polymath.app.ui.Strings;
import polymath.app.ui.TimeWords;
import polymath.app.viewer.DocumentWords;

/// What is said about a document before it is read: its size, what reading takes, and what will be done.
///
/// @param pace measured with the loaded model
/// @param wholeTokens longest document that is read well at once
record OutlookWords(ModelPace pace, int wholeTokens, Strings strings) {

    /// How long it is, and how much of the context that takes.
    String size(Attachment document, Optional<DocumentOutlook> outlook) {
        String size = DocumentWords.about(document, outlook.map(DocumentOutlook::tokens), strings);
        return outlook.map(o -> size + " · " + strings.get("outlook.share", o.percent()))
                .orElse(size);
    }

    /// Memory, of a section where it is read in sections, and time; empty where neither is known.
    String cost(DocumentOutlook outlook) {
        List<String> parts = new ArrayList<>();
        boolean whole = outlook.way(wholeTokens) != DocumentOutlook.Way.SECTIONS;
        int tokens = whole ? outlook.tokens() : outlook.tokens() / outlook.sections(wholeTokens);
        if (pace.bytesPerToken() > 0)
            parts.add(strings.get(
                    whole ? "outlook.memory" : "outlook.memory.section", Bytes.of(pace.bytes(tokens), strings)));
        if (!pace.known()) parts.add(strings.get("outlook.time.unknown"));
        else if (whole)
            parts.add(strings.get("outlook.time", about(pace.reading().of(tokens))));
        return String.join(" · ", parts);
    }

    /// What a question and a summary will do with it.
    String way(DocumentOutlook outlook) {
        int sections = outlook.sections(wholeTokens);
        Duration time = pace.summary(outlook.tokens(), sections);
        String summary = time.isZero()
                ? strings.get("outlook.sections", sections)
                : strings.get("outlook.sections.time", sections, about(time));
        return switch (outlook.way(wholeTokens)) {
            case WHOLE -> strings.get("outlook.WHOLE");
            case LONG -> strings.get("outlook.LONG", wholeTokens) + " " + summary;
            case CROWDED -> strings.get("outlook.CROWDED") + " " + summary;
            case SECTIONS -> strings.get("outlook.SECTIONS", outlook.limitTokens()) + " " + summary;
        };
    }

    private String about(Duration time) {
        return TimeWords.about(time, strings);
    }
}
