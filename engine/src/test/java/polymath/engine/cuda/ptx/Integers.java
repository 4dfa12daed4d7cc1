package polymath.engine.cuda.ptx;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/// What instructions compute from whole numbers and bits. Source: PTX ISA, "Integer Arithmetic", "Logic and Shift" and
/// "Comparison" instructions.
///
/// Registers hold anything above the bits of a type. Where that matters, values are narrowed first; sums and products
/// of low bits do without.
final class Integers {
    private static final long UNSIGNED = 0xffff_ffffL;

    interface Comparison {
        boolean test(long a, long b);
    }

    private Integers() {}

    static LongUnaryOperator unary(Opcode op, PtxType type) {
        return switch (op.name()) {
            case "neg" -> a -> -a;
            case "abs" -> a -> Math.abs(type.narrow(a));
            // a predicate is 0 or 1
            case "not" -> type == PtxType.PRED ? a -> a ^ 1 : a -> ~a;
            case "cnot" -> a -> type.narrow(a) == 0 ? 1 : 0;
            case "popc" -> a -> Long.bitCount(a & mask(type));
            case "clz" -> a -> Long.numberOfLeadingZeros(a & mask(type)) - 64 + type.bits();
            case "brev" -> a -> Long.reverse(a) >>> (64 - type.bits());
            case "bfind" -> mostSignificant(op.take("shiftamt"), type);
            default -> throw op.unknown();
        };
    }

    static LongBinaryOperator binary(Opcode op, PtxType type) {
        return switch (op.name()) {
            case "add" -> (a, b) -> a + b;
            case "sub" -> (a, b) -> a - b;
            case "mul" -> product(op, type);
            case "div" -> narrowed(type, divisor(type, true));
            case "rem" -> narrowed(type, divisor(type, false));
            case "min" ->
                isUnsignedLong(type) ? (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b : narrowed(type, Math::min);
            case "max" ->
                isUnsignedLong(type) ? (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b : narrowed(type, Math::max);
            case "and" -> (a, b) -> a & b;
            case "or" -> (a, b) -> a | b;
            case "xor" -> (a, b) -> a ^ b;
            case "shl" -> (a, b) -> (b & UNSIGNED) >= type.bits() ? 0 : a << b;
            case "shr" -> shiftRight(type);
            default -> throw op.unknown();
        };
    }

    static Lanes.TernaryOperator ternary(Opcode op, PtxType type) {
        return switch (op.name()) {
            case "mad" -> {
                LongBinaryOperator product = product(op, type);
                yield (a, b, c) -> product.applyAsLong(a, b) + c;
            }
            case "sad" -> (a, b, c) -> c + Math.abs(type.narrow(a) - type.narrow(b));
            case "bfe" -> extract(type);
            default -> throw op.unknown();
        };
    }

    /// `bfi d, a, b, position, length`: b with bits of a.
    static long insert(long a, long b, long position, long length) {
        int at = (int) position & 0xff;
        int bits = (int) length & 0xff;
        if (at > 63 || bits == 0) return b;
        long mask = (bits > 63 ? -1 : (1L << bits) - 1) << at;
        return (a << at & mask) | (b & ~mask);
    }

    /// `shf`: 32 bits out of the 64 of b and a.
    static Lanes.TernaryOperator funnel(Opcode op) {
        boolean left = op.takeOneOf("l", "r").orElseThrow(op::unknown).equals("l");
        boolean wrap = op.takeOneOf("wrap", "clamp").orElseThrow(op::unknown).equals("wrap");
        return (a, b, c) -> {
            long both = b << 32 | (a & UNSIGNED);
            int by = wrap ? (int) c & 31 : (int) Math.min(c & UNSIGNED, 32);
            return left ? both << by >>> 32 : both >>> by;
        };
    }

    /// `lop3`: each bit by a table of 8.
    static Lanes.TernaryOperator table(int lut) {
        return (a, b, c) -> {
            long result = 0;
            for (int i = 0; i < 8; i++) {
                if ((lut >> i & 1) == 0) continue;
                result |= ((i & 4) == 0 ? ~a : a) & ((i & 2) == 0 ? ~b : b) & ((i & 1) == 0 ? ~c : c);
            }
            return result;
        };
    }

    /// `prmt`: four bytes chosen out of eight.
    static long permute(long a, long b, long selector) {
        long both = b << 32 | (a & UNSIGNED);
        long result = 0;
        for (int i = 0; i < 4; i++) {
            int choice = (int) (selector >> 4 * i) & 15;
            long value = both >> 8 * (choice & 7) & 0xff;
            // the high bit of a choice asks for the byte's sign
            if ((choice & 8) != 0) value = (value & 0x80) != 0 ? 0xff : 0;
            result |= value << 8 * i;
        }
        return result;
    }

    /// `dp4a`: c and the products of four bytes.
    static Lanes.TernaryOperator dotOfBytes(boolean signedA, boolean signedB) {
        return (a, b, c) -> {
            long sum = c;
            for (int shift = 0; shift < 32; shift += 8) {
                long x = signedA ? (byte) (a >> shift) : a >> shift & 0xff;
                long y = signedB ? (byte) (b >> shift) : b >> shift & 0xff;
                sum += x * y;
            }
            return sum;
        };
    }

    static Comparison comparison(String name, PtxType type) {
        PtxType as = name.length() == 2 && "lo ls hi hs".contains(name) ? unsigned(type) : type;
        boolean whole = isUnsignedLong(as);
        return switch (name) {
            case "eq" -> (a, b) -> as.narrow(a) == as.narrow(b);
            case "ne" -> (a, b) -> as.narrow(a) != as.narrow(b);
            case "lt", "lo" -> whole ? (a, b) -> Long.compareUnsigned(a, b) < 0 : (a, b) -> as.narrow(a) < as.narrow(b);
            case "le", "ls" ->
                whole ? (a, b) -> Long.compareUnsigned(a, b) <= 0 : (a, b) -> as.narrow(a) <= as.narrow(b);
            case "gt", "hi" -> whole ? (a, b) -> Long.compareUnsigned(a, b) > 0 : (a, b) -> as.narrow(a) > as.narrow(b);
            case "ge", "hs" ->
                whole ? (a, b) -> Long.compareUnsigned(a, b) >= 0 : (a, b) -> as.narrow(a) >= as.narrow(b);
            default -> throw new PtxError("no comparison " + name);
        };
    }

    private static PtxType unsigned(PtxType type) {
        return switch (type.bytes()) {
            case 2 -> PtxType.U16;
            case 4 -> PtxType.U32;
            default -> PtxType.U64;
        };
    }

    private static boolean isUnsignedLong(PtxType type) {
        return type.bytes() == 8 && !type.isSigned();
    }

    private static long mask(PtxType type) {
        return -1L >>> (64 - type.bits());
    }

    private static LongBinaryOperator narrowed(PtxType type, LongBinaryOperator operator) {
        return switch (type) {
            case S32 -> (a, b) -> operator.applyAsLong((long) (int) a, (long) (int) b);
            case U32, B32 -> (a, b) -> operator.applyAsLong(a & UNSIGNED, b & UNSIGNED);
            case S64, U64, B64 -> operator;
            default -> (a, b) -> operator.applyAsLong(type.narrow(a), type.narrow(b));
        };
    }

    private static LongBinaryOperator product(Opcode op, PtxType type) {
        String part = op.takeOneOf("lo", "hi", "wide").orElseThrow(op::unknown);
        LongBinaryOperator product = (a, b) -> a * b;
        return switch (part) {
            case "lo" -> product;
            case "wide" -> narrowed(type, product);
            default -> {
                if (type.bytes() == 8) yield type.isSigned() ? Math::multiplyHigh : Math::unsignedMultiplyHigh;
                yield narrowed(type, (a, b) -> a * b >> type.bits());
            }
        };
    }

    /// By zero, a device's quotient has all bits set and the remainder is the dividend: nothing is thrown.
    private static LongBinaryOperator divisor(PtxType type, boolean quotient) {
        boolean whole = isUnsignedLong(type);
        if (quotient) return (a, b) -> b == 0 ? -1 : whole ? Long.divideUnsigned(a, b) : a / b;
        return (a, b) -> b == 0 ? a : whole ? Long.remainderUnsigned(a, b) : a % b;
    }

    private static LongBinaryOperator shiftRight(PtxType type) {
        int bits = type.bits();
        if (type.isSigned()) return (a, b) -> type.narrow(a) >> Math.min(b & UNSIGNED, bits - 1);
        return (a, b) -> (b & UNSIGNED) >= bits ? 0 : type.narrow(a) >>> b;
    }

    private static Lanes.TernaryOperator extract(PtxType type) {
        return (a, b, c) -> {
            int at = (int) b & 0xff;
            int length = (int) c & 0xff;
            if (length == 0) return 0;
            long value = type.narrow(a);
            long shifted = type.isSigned() ? value >> Math.min(at, 63) : at > 63 ? 0 : value >>> at;
            if (length >= 64) return shifted;
            int unused = 64 - length;
            return type.isSigned() ? shifted << unused >> unused : shifted << unused >>> unused;
        };
    }

    private static LongUnaryOperator mostSignificant(boolean shift, PtxType type) {
        return a -> {
            long value = type.narrow(a);
            if (type.isSigned() && value < 0) value = ~value;
            if (value == 0) return UNSIGNED;
            int position = 63 - Long.numberOfLeadingZeros(value);
            return shift ? type.bits() - 1 - position : position;
        };
    }
}
