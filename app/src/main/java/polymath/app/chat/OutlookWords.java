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

/// What is said about a document before it is read: its size, what reading takes, and what will be done.
///
/// @param pace measured with the loaded model
/// @param wholeTokens longest document that is read well at once
record OutlookWords(ModelPace pace, int wholeTokens, Strings strings) {

    /// How long it is, and how much of the context that takes.
    String size(Attachment document, Optional<DocumentOutlook> outlook) {
        String size = DocumentWords.about(document, outlook.map(DocumentOutlook::tokens), strings);
        return outlook.map(o -> size + " · " + strings.get("outlook.share", o.share()))
                .orElse(size);
    }

    /// Memory and time; empty where neither is known.
    String cost(DocumentOutlook outlook) {
        List<String> parts = new ArrayList<>();
        if (outlook.way(wholeTokens) == DocumentOutlook.Way.SECTIONS) return "";
        if (pace.bytesPerToken() > 0)
            parts.add(strings.get("outlook.memory", Bytes.of(pace.bytes(outlook.tokens()), strings)));
        parts.add(
                pace.known()
                        ? strings.get("outlook.time", about(pace.reading().of(outlook.tokens())))
                        : strings.get("outlook.time.unknown"));
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
            case SECTIONS -> strings.get("outlook.SECTIONS", outlook.limitTokens()) + " " + summary;
        };
    }

    private String about(Duration time) {
        return TimeWords.about(time, strings);
    }
}
