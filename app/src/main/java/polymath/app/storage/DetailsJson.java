package polymath.app.storage;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;

/// [AnswerDetails] in the form they are written in: Gson knows no Optional.
///
/// @param sampling null where it was not recorded
/// @param coverage null without documents, and where it was not recorded
public record DetailsJson(
        Usage usage,
        String finishReason,
        String modelName,
        @Nullable SamplingParams sampling,
        @Nullable Coverage coverage) {
    private static final Gson GSON = new Gson();

    public static String write(AnswerDetails details) {
        return GSON.toJson(new DetailsJson(
                details.usage(),
                details.finishReason(),
                details.modelName(),
                details.sampling().orElse(null),
                details.coverage().orElse(null)));
    }

    /// @throws RuntimeException if something else stands there, or something is missing
    public static AnswerDetails read(JsonReader in) {
        DetailsJson json = GSON.fromJson(in, DetailsJson.class);
        return new AnswerDetails(
                json.usage(),
                json.finishReason(),
                json.modelName(),
                Optional.ofNullable(json.sampling()),
                Optional.ofNullable(json.coverage()));
    }

    static AnswerDetails read(String json) {
        return read(new JsonReader(new StringReader(json)));
    }
}
