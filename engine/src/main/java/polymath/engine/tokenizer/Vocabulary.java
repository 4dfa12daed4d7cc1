package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufMetadata;

/// The tokens of a model: text, rank and type of each, and the ids with a meaning of their own. Immutable.
public final class Vocabulary {
    private static final List<String> CHAT_MARKERS =
            List.of("<|user|>", "<|assistant|>", "<|system|>", "<|end|>", "<|endoftext|>");
    private static final byte[] SPACE = "▁".getBytes(UTF_8);

    private final List<byte[]> pieces;
    private final TokenType[] types;
    private final int[] ranks;
    private final int[] byteIds;
    private final SpecialIds specialIds;
    private final PieceIndex all;
    private final PieceIndex mergeable;

    /// @param bos the id that may begin a prompt
    /// @param eos the id that ends a text
    /// @param unknown the id of what cannot be said
    /// @param addBos whether prompts begin with `bos`
    /// @param addSpacePrefix whether texts get a space in front
    record SpecialIds(int bos, int eos, int unknown, boolean addBos, boolean addSpacePrefix) {}

    Vocabulary(List<byte[]> pieces, TokenType[] types, int[] ranks, int[] byteIds, SpecialIds specialIds) {
        this.pieces = pieces;
        this.types = types;
        this.ranks = ranks;
        this.byteIds = byteIds;
        this.specialIds = specialIds;
        this.all = new PieceIndex(pieces, id -> true);
        // Only these come out of plain text: no text may spell a marker, a byte token or a padding entry.
        this.mergeable = new PieceIndex(pieces, id -> types[id] == TokenType.NORMAL);
    }

    /// Reads and checks the vocabulary of a model file.
    ///
    /// @throws GgufException BAD_VOCABULARY
    public static Vocabulary read(GgufMetadata metadata) throws GgufException {
        return VocabularyReader.read(metadata);
    }

    /// The number of tokens; ids are below it.
    public int size() {
        return pieces.size();
    }

    /// The token with exactly this text, of whatever type.
    public Optional<Integer> id(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        int id = all.find(bytes, 0, bytes.length);
        return id == PieceIndex.NONE ? Optional.empty() : Optional.of(id);
    }

    /// The token's bytes as in the file: with U+2581 for spaces, a byte token as `<0x0A>`. Need not be UTF-8.
    public byte[] piece(int id) {
        return pieces.get(id).clone();
    }

    public TokenType type(int id) {
        return types[id];
    }

    public int bos() {
        return specialIds.bos;
    }

    public int eos() {
        return specialIds.eos;
    }

    /// Whether the model wants [#bos] in front of a prompt. Encoding never adds it.
    public boolean addBos() {
        return specialIds.addBos;
    }

    /// Whether all markers of the chat template are there, as markers: if not, the model can be computed but not
    /// chatted with.
    public boolean hasChatMarkers() {
        return CHAT_MARKERS.stream()
                .allMatch(marker -> id(marker).filter(this::isMarker).isPresent());
    }

    /// Whether the token is an entry without meaning that a sampler must not pick: Phi's vocabulary is rounded up by
    /// such ids, which converters type as unused or as unknown.
    public boolean isPadding(int id) {
        return types[id] == TokenType.UNUSED || (types[id] == TokenType.UNKNOWN && id != specialIds.unknown);
    }

    boolean isMarker(int id) {
        return switch (types[id]) {
            case CONTROL, USER_DEFINED -> true;
            case UNKNOWN -> !isPadding(id);
            case NORMAL, UNUSED, BYTE -> false;
        };
    }

    boolean addSpacePrefix() {
        return specialIds.addSpacePrefix;
    }

    /// All pieces by id; not to be changed.
    List<byte[]> pieces() {
        return pieces;
    }

    /// The token of type NORMAL with the bytes `from` to `to` of a text, or [PieceIndex#NONE].
    int mergeable(byte[] text, int from, int to) {
        return mergeable.find(text, from, to);
    }

    /// The place of a token in the order of merges, from 0; equal scores have equal ranks.
    int rank(int id) {
        return ranks[id];
    }

    /// The token for a byte that no piece covers.
    int ofByte(byte value) {
        return byteIds.length == 0 ? specialIds.unknown : byteIds[Byte.toUnsignedInt(value)];
    }

    /// The bytes a token adds to a text.
    ///
    /// @param special whether markers show as their text, rather than not at all
    byte[] shown(int id, boolean special) {
        byte[] piece = pieces.get(id);
        return switch (types[id]) {
            case NORMAL -> withSpaces(piece);
            case USER_DEFINED -> piece;
            case CONTROL, UNKNOWN -> special ? piece : new byte[0];
            case BYTE -> new byte[] {VocabularyReader.byteValue(piece)};
            case UNUSED -> new byte[0];
        };
    }

    private static byte[] withSpaces(byte[] piece) {
        byte[] text = new byte[piece.length];
        int length = 0;
        for (int i = 0; i < piece.length; ) {
            boolean space = Arrays.equals(piece, i, Math.min(i + SPACE.length, piece.length), SPACE, 0, SPACE.length);
            text[length++] = space ? (byte) ' ' : piece[i];
            i += space ? SPACE.length : 1;
        }
        return Arrays.copyOf(text, length);
    }
}
