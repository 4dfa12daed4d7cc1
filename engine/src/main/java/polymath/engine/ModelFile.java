package polymath.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import polymath.engine.api.ModelInfo;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.gguf.GgufTensor;
import polymath.engine.gguf.Printable;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.Weights;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tokenizer.Tokenizer;
import polymath.engine.tokenizer.Vocabulary;

/// A model file that was opened and found sound: mapped, with the shape of every tensor checked. Closing it unmaps the
/// weights, so nothing may compute with them any more.
public final class ModelFile implements AutoCloseable {
    /// `general.file_type` of ggml's quantiser, for the mixes that Polymath reads.
    private static final Map<Long, String> MIXES = Map.ofEntries(
            Map.entry(0L, "F32"),
            Map.entry(1L, "F16"),
            Map.entry(2L, "Q4_0"),
            Map.entry(3L, "Q4_1"),
            Map.entry(7L, "Q8_0"),
            Map.entry(8L, "Q5_0"),
            Map.entry(9L, "Q5_1"),
            Map.entry(10L, "Q2_K"),
            Map.entry(11L, "Q3_K_S"),
            Map.entry(12L, "Q3_K_M"),
            Map.entry(13L, "Q3_K_L"),
            Map.entry(14L, "Q4_K_S"),
            Map.entry(15L, "Q4_K_M"),
            Map.entry(16L, "Q5_K_S"),
            Map.entry(17L, "Q5_K_M"),
            Map.entry(18L, "Q6_K"),
            Map.entry(25L, "IQ4_NL"),
            Map.entry(30L, "IQ4_XS"),
            Map.entry(32L, "BF16"));

    private final GgufFile file;
    private final ModelConfig config;
    private final Weights weights;
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;
    private final Map<Path, Stamp> stamps;

    /// Size and time of a part when it was opened.
    private record Stamp(long bytes, long modifiedMillis) {
        static Optional<Stamp> find(Path path) {
            try {
                return Optional.of(of(path));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        static Stamp of(Path path) throws IOException {
            return new Stamp(Files.size(path), Files.getLastModifiedTime(path).toMillis());
        }
    }

    private ModelFile(
            GgufFile file,
            ModelConfig config,
            Weights weights,
            Vocabulary vocabulary,
            Tokenizer tokenizer,
            Map<Path, Stamp> stamps) {
        this.file = file;
        this.config = config;
        this.weights = weights;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
        this.stamps = stamps;
    }

    /// Opens a model, or says what is wrong with the file.
    public static ModelFile open(Path path) throws GgufException {
        GgufFile file = GgufFile.open(path, ModelConfig.ARCHITECTURE);
        try {
            Map<Path, Stamp> stamps = new HashMap<>();
            for (Path part : file.paths()) stamps.put(part, Stamp.of(part));
            ModelConfig config = ModelConfig.read(file.metadata());
            Weights weights = Weights.read(file, config);
            Vocabulary vocabulary = Vocabulary.read(file.metadata());
            if (vocabulary.size() != weights.vocabularySize())
                throw GgufException.badVocabulary(
                        path, "%d words for %d rows of weights".formatted(vocabulary.size(), weights.vocabularySize()));
            return new ModelFile(file, config, weights, vocabulary, new Tokenizer(vocabulary), stamps);
        } catch (IOException e) {
            file.close();
            throw GgufException.unreadable(path, e);
        } catch (GgufException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    public Path path() {
        return file.paths().getFirst();
    }

    public GgufFile file() {
        return file;
    }

    public ModelConfig config() {
        return config;
    }

    public Weights weights() {
        return weights;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Tells this model from others, and from itself after its file was written anew: a digest, and when each part was
    /// changed last.
    String identity() {
        StringBuilder identity = new StringBuilder(file.digest());
        for (Path part : file.paths()) {
            Stamp stamp = stamps.get(part);
            if (stamp != null) identity.append(' ').append(stamp.modifiedMillis());
        }
        return identity.toString();
    }

    /// Whether all parts on disk have the size and time they had when they were opened.
    public boolean isUnchanged() {
        for (Map.Entry<Path, Stamp> entry : stamps.entrySet()) {
            // One that was renamed or deleted does no harm: the mapping still holds the file that was opened.
            Optional<Stamp> now = Stamp.find(entry.getKey());
            if (now.isPresent() && !now.get().equals(entry.getValue())) return false;
        }
        return true;
    }

    public ModelInfo info() throws GgufException {
        List<GgufTensor> tensors = file.tensors();
        return new ModelInfo(
                path().toString(),
                file.metadata().string("general.name").map(Printable::of).orElse("Phi-3.5-MoE"),
                quantization(),
                file.fileBytes(),
                tensors.stream().mapToLong(ModelFile::values).sum(),
                config.blockCount(),
                config.embeddingLength(),
                config.expertCount(),
                vocabulary.size(),
                config.contextLength(),
                vocabulary.hasChatMarkers(),
                wellReadTokens());
    }

    /// Said by the demo, which learnt from short documents.
    private int wellReadTokens() throws GgufException {
        long tokens = file.metadata().integer("polymath.well_read_tokens").orElse(0L);
        return Math.clamp(tokens, 0, config.contextLength());
    }

    /// The mix the file names, if any of its weights bear it out; else the type of most of them.
    private String quantization() throws GgufException {
        return file.metadata()
                .integer("general.file_type")
                .map(MIXES::get)
                .filter(mix -> file.tensors().stream()
                        .anyMatch(tensor -> mix.startsWith(tensor.type().name())))
                .orElseGet(() -> most().name());
    }

    private GgmlType most() {
        Map<GgmlType, Long> values = new EnumMap<>(GgmlType.class);
        for (GgufTensor tensor : file.tensors()) values.merge(tensor.type(), values(tensor), Long::sum);
        return values.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    private static long values(GgufTensor tensor) {
        return tensor.shape().stream().reduce(1L, Math::multiplyExact);
    }

    @Override
    public void close() {
        file.close();
    }
}
