package polymath.engine.cuda.ptx;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/// What `cvt` makes of a number of one type in another. Source: PTX ISA, "Data Movement and Conversion Instructions:
/// cvt".
final class Conversions {
    private Conversions() {}

    static Instruction.Body decode(Site site) {
        Opcode op = site.opcode();
        Optional<String> whole = op.takeOneOf("rni", "rzi", "rmi", "rpi");
        boolean nearest = op.take("rn");
        boolean down = !nearest && op.take("rz");
        boolean flush = op.take("ftz");
        boolean saturate = op.take("sat");
        PtxType to = op.type();
        PtxType from = op.type();
        if (site.count() == 3) return pair(site, to, down);
        LongUnaryOperator plain = whole.isPresent() && to.isFloat()
                ? a -> Floats.write(to, rounding(whole.get()).applyAsDouble(Floats.read(from, a)))
                : operator(to, from, whole, down, saturate);
        LongUnaryOperator flushed = flush && from == PtxType.F32 ? a -> plain.applyAsLong(Floats.flush(a)) : plain;
        LongUnaryOperator limited = saturate && to.isFloat()
                ? a -> Floats.write(to, Floats.saturate(Floats.read(to, flushed.applyAsLong(a))))
                : flushed;
        return Lanes.unary(limited, site.row(0, to), site.row(1, from));
    }

    private static LongUnaryOperator operator(
            PtxType to, PtxType from, Optional<String> whole, boolean down, boolean saturate) {
        if (from.isFloat() && to.isFloat()) return a -> real(to, Floats.read(from, a), down);
        if (from.isFloat()) return toWhole(to, from, rounding(whole.orElse("rzi")));
        if (to.isFloat()) {
            if (down) throw new PtxError("only .rn is understood here");
            return from == PtxType.U64 ? a -> Floats.write(to, unsigned(a)) : fromWhole(to, from);
        }
        if (saturate) return a -> Math.clamp(from.narrow(a), to.least(), to.most() < 0 ? Long.MAX_VALUE : to.most());
        return a -> to.narrow(from.narrow(a));
    }

    private static LongUnaryOperator fromWhole(PtxType to, PtxType from) {
        // a double holds 53 bits: a long must not be rounded twice on its way to a float
        if (to == PtxType.F32) return a -> Float.floatToRawIntBits((float) from.narrow(a));
        return a -> Floats.write(to, (double) from.narrow(a));
    }

    private static double unsigned(long value) {
        return (double) (value >>> 1) * 2 + (value & 1);
    }

    private static LongUnaryOperator toWhole(PtxType to, PtxType from, DoubleUnaryOperator rounding) {
        return a -> {
            double value = rounding.applyAsDouble(Floats.read(from, a));
            if (Double.isNaN(value)) return to.bytes() == 8 ? Long.MIN_VALUE : 0;
            if (to.bytes() < 8) return (long) Math.clamp(value, (double) to.least(), (double) to.most());
            if (to.isSigned() || value < 0x1p63) return to.isSigned() ? (long) value : (long) Math.max(value, 0);
            return value >= 0x1p64 ? -1 : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
        };
    }

    private static DoubleUnaryOperator rounding(String mode) {
        return switch (mode) {
            case "rni" -> Math::rint;
            case "rzi" -> a -> a < 0 ? Math.ceil(a) : Math.floor(a);
            case "rmi" -> Math::floor;
            default -> Math::ceil;
        };
    }

    private static long real(PtxType to, double value, boolean down) {
        long nearest = Floats.write(to, value);
        // the numbers' order is that of their bits: the next one towards zero is one less
        if (down && Math.abs(Floats.read(to, nearest)) > Math.abs(value)) return nearest - 1;
        return nearest;
    }

    /// `cvt.rn.f16x2.f32 d, a, b`: a above b.
    private static Instruction.Body pair(Site site, PtxType to, boolean down) {
        PtxType half = switch (to) {
            case F16X2 -> PtxType.F16;
            case BF16X2 -> PtxType.BF16;
            default -> throw new PtxError("no pair: " + to);
        };
        return Lanes.binary(
                (a, b) -> real(half, Floats.read(PtxType.F32, a), down) << 16
                        | (real(half, Floats.read(PtxType.F32, b), down) & 0xffff),
                site.row(0, to),
                site.row(1, PtxType.F32),
                site.row(2, PtxType.F32));
    }
}
