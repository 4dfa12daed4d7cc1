package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufMetadata;

/// Reads the vocabulary from a model file's settings and refuses what does not fit together.
final class VocabularyReader {
    private static final String PREFIX = "tokenizer.ggml.";
    private static final int BYTE_VALUES = 256;

    /// Phi's longest has 48: more is damage, and would make encoding slow.
    private static final int MAX_PIECE_BYTES = 1024;

    /// llama.cpp's values for files that do not tell.
    private static final int DEFAULT_UNKNOWN = 0;

    private static final int DEFAULT_BOS = 1;
    private static final int DEFAULT_EOS = 2;

    private final GgufMetadata metadata;
    private final Path path;

    private VocabularyReader(GgufMetadata metadata) {
        this.metadata = metadata;
        path = metadata.path();
    }

    static Vocabulary read(GgufMetadata metadata) throws GgufException {
        try {
            return new VocabularyReader(metadata).read();
        } catch (GgufException e) {
            if (e.kind() != GgufException.Kind.BAD_SETTING) throw e;
            GgufException damaged = GgufException.badVocabulary(
                    metadata.path(), String.join(": ", e.arguments().subList(1, 3)));
            damaged.initCause(e);
            throw damaged;
        }
    }

    private Vocabulary read() throws GgufException {
        String kind = require("model", metadata.string(PREFIX + "model"));
        if (!kind.equals("llama")) throw damaged("'%s' rules, not 'llama'".formatted(kind));
        List<byte[]> pieces = List.copyOf(require("tokens", metadata.byteStrings(PREFIX + "tokens")));
        if (pieces.isEmpty()) throw damaged("no tokens");
        for (int id = 0; id < pieces.size(); id++) {
            int length = pieces.get(id).length;
            if (length == 0 || length > MAX_PIECE_BYTES) throw damaged("token %d of %d bytes".formatted(id, length));
        }
        float[] scores = require("scores", metadata.floats(PREFIX + "scores"));
        int[] typeIds = require("token_type", metadata.integers(PREFIX + "token_type"));
        if (scores.length != pieces.size() || typeIds.length != pieces.size())
            throw damaged("%d tokens, %d scores, %d types".formatted(pieces.size(), scores.length, typeIds.length));
        TokenType[] types = types(typeIds);
        return new Vocabulary(pieces, types, ranks(scores), byteIds(pieces, types), specialIds(pieces.size()));
    }

    private TokenType[] types(int[] typeIds) throws GgufException {
        TokenType[] types = new TokenType[typeIds.length];
        for (int id = 0; id < types.length; id++) {
            int position = id;
            types[id] = TokenType.ofId(typeIds[id])
                    .orElseThrow(() -> damaged("token %d of type %d".formatted(position, typeIds[position])));
        }
        return types;
    }

    /// The order of merges: the highest score has rank 0.
    private int[] ranks(float[] scores) throws GgufException {
        double[] distinct = IntStream.range(0, scores.length)
                .mapToDouble(id -> -scores[id] + 0.0)
                .sorted()
                .distinct()
                .toArray();
        int[] ranks = new int[scores.length];
        for (int id = 0; id < scores.length; id++) {
            if (!Float.isFinite(scores[id])) throw damaged("token %d of score %s".formatted(id, scores[id]));
            ranks[id] = Arrays.binarySearch(distinct, -scores[id] + 0.0);
        }
        return ranks;
    }

    /// The ids by byte, or nothing if the vocabulary has no byte tokens: all or none must be there.
    private int[] byteIds(List<byte[]> pieces, TokenType[] types) throws GgufException {
        int[] ids = new int[BYTE_VALUES];
        Arrays.fill(ids, PieceIndex.NONE);
        int found = 0;
        for (int id = 0; id < types.length; id++) {
            if (types[id] != TokenType.BYTE) continue;
            String text = new String(pieces.get(id), ISO_8859_1);
            if (!text.matches("<0x[0-9A-F]{2}>")) throw damaged("byte token %d '%s'".formatted(id, text));
            int value = Byte.toUnsignedInt(byteValue(pieces.get(id)));
            if (ids[value] != PieceIndex.NONE) throw damaged("byte token '%s' twice".formatted(text));
            ids[value] = id;
            found++;
        }
        if (found != 0 && found != BYTE_VALUES) throw damaged("%d byte tokens, not 256".formatted(found));
        return found == 0 ? new int[0] : ids;
    }

    private Vocabulary.SpecialIds specialIds(int size) throws GgufException {
        for (String name : List.of("padding", "separator", "seperator", "eot", "eom", "mask", "cls"))
            specialId(name, 0, size);
        return new Vocabulary.SpecialIds(
                specialId("bos", DEFAULT_BOS, size),
                specialId("eos", DEFAULT_EOS, size),
                specialId("unknown", DEFAULT_UNKNOWN, size),
                metadata.bool(PREFIX + "add_bos_token").orElse(true),
                metadata.bool(PREFIX + "add_space_prefix").orElse(true));
    }

    private int specialId(String name, int absent, int size) throws GgufException {
        String key = "%s%s_token_id".formatted(PREFIX, name);
        long id = metadata.integer(key).orElse((long) absent);
        if (id < 0 || id >= size) throw damaged("%s is %d, of %d tokens".formatted(key, id, size));
        return (int) id;
    }

    private <T> T require(String name, Optional<T> value) throws GgufException {
        return value.orElseThrow(() -> damaged("no " + PREFIX + name));
    }

    private GgufException damaged(String what) {
        return GgufException.badVocabulary(path, what);
    }

    /// The byte that a byte token's text `<0x0A>` names.
    static byte byteValue(byte[] piece) {
        return (byte) HexFormat.fromHexDigits(new String(piece, 3, 2, ISO_8859_1));
    }
}
