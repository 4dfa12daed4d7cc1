package polymath.app.chat;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import javafx.beans.value.ObservableValue;
import polymath.app.engine.ModelPace;
import polymath.app.storage.ConversationStore;
import polymath.app.summary.SummaryQueue;
import polymath.engine.api.EventBus;

/// What every chat works with.
///
/// @param ui runs what touches properties, in order
/// @param background runs what blocks, such as reading a file
/// @param nanoTime a clock for speeds
/// @param readiness of the model; changes on `ui`
/// @param modelName of the loaded model, for the record kept with answers
/// @param choices what the user chose about writing and being answered; changes on `ui`
/// @param pace what reading takes, as measured; changes on `ui`
/// @param summaries has documents summarized
/// @param kept which chats are kept ready
public record ChatServices(
        EventBus bus,
        ConversationStore store,
        Executor ui,
        Executor background,
        LongSupplier nanoTime,
        DocumentSource documents,
        ObservableValue<Readiness> readiness,
        ObservableValue<String> modelName,
        ChatListener listener,
        ObservableValue<ChatChoices> choices,
        ObservableValue<ModelPace> pace,
        SummaryQueue summaries,
        KeptReading kept) {

    /// The same for chats that are kept elsewhere.
    ChatServices with(ConversationStore other) {
        return new ChatServices(
                bus,
                other,
                ui,
                background,
                nanoTime,
                documents,
                readiness,
                modelName,
                listener,
                choices,
                pace,
                summaries,
                kept);
    }
}
