package polymath.app.chat;

import javafx.scene.layout.Region;
import polymath.app.summary.SummaryQueue;
import polymath.app.summary.SummaryView;
import polymath.app.summary.SummaryViewModel;
import polymath.app.ui.VirtualColumn;

/// Above the text of an answer that is the summary of a document: how it is made.
///
/// @param shape of what is shown
/// @param before how many summaries are made before it
record SummaryRow(
        MessageModel message, SummaryViewModel summary, long shape, int before, double gap, MessageActions actions)
        implements VirtualColumn.Row {

    @Override
    public Object group() {
        return message.id();
    }

    @Override
    public double estimate(double width) {
        return 72
                + (summary.sectioned() && summary.active()
                        ? 32 * summary.steps().size()
                        : 0);
    }

    @Override
    public Region build() {
        SummaryQueue queue = actions.summaries();
        return new SummaryView(
                summary,
                new SummaryView.Actions(
                        () -> queue.pause(summary),
                        () -> queue.resume(summary),
                        step -> actions.chat().redo(message, step),
                        () -> actions.export().accept(message),
                        ChatSummaries.tooLong(
                                summary, actions.chat().contextProperty().get().limitTokens())),
                before,
                actions.strings());
    }
}
