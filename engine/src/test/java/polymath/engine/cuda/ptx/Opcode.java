package polymath.engine.cuda.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// An instruction's name with what stands behind its dots. Who understands a part takes it; what is left over at the
/// end is not understood, and an error.
final class Opcode {
    private final String text;
    private final String name;
    private final List<String> rest;

    Opcode(String text) {
        this.text = text;
        String[] parts = text.split("\\.", -1);
        name = parts[0];
        rest = new ArrayList<>(Arrays.asList(parts).subList(1, parts.length));
    }

    String name() {
        return name;
    }

    boolean take(String part) {
        return rest.remove(part);
    }

    /// The first of these that is there.
    Optional<String> takeOneOf(String... parts) {
        for (String part : parts) if (rest.remove(part)) return Optional.of(part);
        return Optional.empty();
    }

    /// Takes all that only says how fast or how safe something is done.
    void ignore(String... parts) {
        rest.removeAll(List.of(parts));
        rest.removeIf(part -> part.startsWith("L1::") || part.startsWith("L2::"));
    }

    /// Takes the next part, if there is one.
    Optional<String> takeNext() {
        return rest.isEmpty() ? Optional.empty() : Optional.of(rest.removeFirst());
    }

    void takeAll() {
        rest.clear();
    }

    /// Takes the first part that is a type.
    PtxType type() {
        for (String part : rest) {
            Optional<PtxType> type = PtxType.find(part);
            if (type.isPresent()) {
                rest.remove(part);
                return type.get();
            }
        }
        throw new PtxError("no type in " + text);
    }

    Optional<Space> space() {
        for (String part : rest) {
            Optional<Space> space = Space.find(part);
            if (space.isPresent()) {
                rest.remove(part);
                return space;
            }
        }
        return Optional.empty();
    }

    PtxError unknown() {
        return new PtxError("instruction not known: " + text);
    }

    void checkAllTaken() {
        if (!rest.isEmpty()) throw new PtxError("%s of instruction not known: %s".formatted(rest, text));
    }
}
