package polymath.engine.cuda.ptx;

import java.util.Locale;
import java.util.Optional;

/// What the values of an instruction are. Source: PTX ISA, "Fundamental Types".
enum PtxType {
    PRED(1, Kind.BITS),
    B8(1, Kind.BITS),
    B16(2, Kind.BITS),
    B32(4, Kind.BITS),
    B64(8, Kind.BITS),
    U8(1, Kind.UNSIGNED),
    U16(2, Kind.UNSIGNED),
    U32(4, Kind.UNSIGNED),
    U64(8, Kind.UNSIGNED),
    S8(1, Kind.SIGNED),
    S16(2, Kind.SIGNED),
    S32(4, Kind.SIGNED),
    S64(8, Kind.SIGNED),
    F16(2, Kind.FLOAT),
    F16X2(4, Kind.FLOAT),
    BF16(2, Kind.FLOAT),
    BF16X2(4, Kind.FLOAT),
    F32(4, Kind.FLOAT),
    F64(8, Kind.FLOAT);

    private enum Kind {
        BITS,
        SIGNED,
        UNSIGNED,
        FLOAT
    }

    private final int bytes;
    private final Kind kind;

    PtxType(int bytes, Kind kind) {
        this.bytes = bytes;
        this.kind = kind;
    }

    static Optional<PtxType> find(String name) {
        for (PtxType type : values()) if (type.name().toLowerCase(Locale.ROOT).equals(name)) return Optional.of(type);
        return Optional.empty();
    }

    int bytes() {
        return bytes;
    }

    int bits() {
        return 8 * bytes;
    }

    boolean isSigned() {
        return kind == Kind.SIGNED;
    }

    boolean isFloat() {
        return kind == Kind.FLOAT;
    }

    /// A register's content as a value of this type: registers hold anything above the type's bits.
    long narrow(long content) {
        return switch (bytes) {
            case 1 -> isSigned() ? (byte) content : content & 0xff;
            case 2 -> isSigned() ? (short) content : content & 0xffff;
            case 4 -> isSigned() ? (int) content : content & 0xffff_ffffL;
            default -> content;
        };
    }

    /// Smallest integer of this type.
    long least() {
        return isSigned() ? -1L << (bits() - 1) : 0;
    }

    /// Largest integer of this type, taken as unsigned if this is.
    long most() {
        return isSigned() ? ~least() : -1L >>> (64 - bits());
    }
}
