package polymath.app.settings;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.VBox;
import polymath.app.storage.Summaries;
import polymath.app.ui.Rows;
import polymath.app.ui.Segments;
import polymath.app.ui.Segments.Option;
import polymath.app.ui.Strings;
import polymath.app.ui.TokenWords;

/// How documents are summarized.
final class DocumentsPage {
    private static final List<Integer> LENGTHS = List.of(8_192, 16_384, 32_768, 65_536, 131_072);

    private DocumentsPage() {}

    static VBox of(SettingsViewModel settings, Strings strings) {
        ObservableValue<Summaries> summaries = settings.settingsProperty().map(s -> s.summaries());
        Rows rows = new Rows(strings, "documents");
        rows.add(
                "whole",
                new Segments<>(
                        strings.get("settings.whole"),
                        LENGTHS.stream()
                                .map(n -> Option.of(n, strings.get("settings.context.k", n / 1_024)))
                                .toList(),
                        summaries.map(Summaries::wholeTokens),
                        n -> settings.changeSummaries(s -> s.withWholeTokens(n))),
                Rows.sentence(summaries.map(s ->
                        strings.get("settings.whole.words", s.wholeTokens(), TokenWords.rounded(s.wholeTokens())))));
        rows.add(
                "awake",
                summaries.map(Summaries::keepAwake),
                awake -> settings.changeSummaries(s -> s.withKeepAwake(awake)));
        return rows.page();
    }
}
