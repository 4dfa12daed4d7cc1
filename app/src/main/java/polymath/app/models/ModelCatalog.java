package polymath.app.models;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import polymath.app.download.ModelFile;
import polymath.app.ui.Theme;

/// The files in which Phi-3.5-MoE-instruct is published, and which of them a computer can hold.
///
/// @param page where more of them are found: a search, since publishers come and go
/// @param variants from small to large, each a step in what the model can do
public record ModelCatalog(URI page, List<Variant> variants) {

    /// A quantisation and about how large its file is.
    public record Variant(String quantization, long bytes, ModelFile file) {}

    /// What the engine and the rest of the computer need beside the file.
    private static final long ENGINE_BYTES = 2_900_000_000L;
    /// Of a conversation in half precision: keys and values of 128 numbers in 8 heads of 32 layers.
    private static final long TOKEN_BYTES = 2L * 2 * 128 * 8 * 32;

    private static final long LEAST_TOKENS = 16_000; // of a conversation that is worth having
    private static final long MOST_TOKENS = 131_072; // that the model was made for
    private static final long BESIDE_BYTES = ENGINE_BYTES + LEAST_TOKENS * TOKEN_BYTES;

    public ModelCatalog {
        variants = List.copyOf(variants);
    }

    /// The one that comes with the program.
    public static ModelCatalog ours() {
        try (InputStream in = Theme.asset("models/catalog.json");
                InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return parse(JsonParser.parseReader(reader).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelCatalog parse(JsonObject json) {
        URI base = URI.create(json.get("base").getAsString());
        List<Variant> variants = new ArrayList<>();
        for (JsonElement element : json.getAsJsonArray("files")) {
            JsonObject file = element.getAsJsonObject();
            String name = file.get("name").getAsString();
            JsonElement bytes = file.get("bytes");
            JsonElement sha256 = file.get("sha256");
            variants.add(new Variant(
                    file.get("quantization").getAsString(),
                    file.get("approximateBytes").getAsLong(),
                    new ModelFile(
                            base.resolve(name),
                            name,
                            bytes.isJsonNull() ? OptionalLong.empty() : OptionalLong.of(bytes.getAsLong()),
                            sha256.isJsonNull() ? Optional.empty() : Optional.of(sha256.getAsString()))));
        }
        return new ModelCatalog(URI.create(json.get("page").getAsString()), variants);
    }

    /// What is said of a file: what the catalogue knows, or else its name.
    public Variant variantOf(ModelFile file) {
        return variants.stream()
                .filter(known -> known.file().source().equals(file.source()))
                .findFirst()
                .orElseGet(() -> new Variant(file.name(), file.bytes().orElse(0), file));
    }

    /// The largest file that leaves room for a conversation; empty if none does.
    ///
    /// @param physicalBytes memory of the computer
    public Optional<Variant> largestFor(long physicalBytes) {
        return variants.reversed().stream()
                .filter(v -> v.bytes() + BESIDE_BYTES <= physicalBytes)
                .findFirst();
    }

    /// The longest conversation for which a file leaves room, in tokens; rounded down to thousands.
    ///
    /// @param variant one that [#largestFor] gave for this memory
    public static long contextTokens(Variant variant, long physicalBytes) {
        long tokens = (physicalBytes - variant.bytes() - ENGINE_BYTES) / TOKEN_BYTES;
        return Math.min(MOST_TOKENS, tokens) / 1_000 * 1_000;
    }

    /// Memory that the smallest file wants.
    public long leastBytes() {
        return variants.getFirst().bytes() + BESIDE_BYTES;
    }
}
