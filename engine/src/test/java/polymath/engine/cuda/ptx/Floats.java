package polymath.engine.cuda.ptx;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;

/// What instructions compute from floating-point numbers. Source: PTX ISA, "Floating-Point" and "Half Precision
/// Floating-Point" instructions.
///
/// A sum, product, quotient or square root of doubles that is rounded again is that of floats or halfs, bit for bit.
/// Approximations are exact here; a device's are a few units in the last place off.
final class Floats {
    private Floats() {}

    static double read(PtxType type, long bits) {
        return switch (type) {
            case F32, B32 -> Float.intBitsToFloat((int) bits);
            case F16, B16 -> Float.float16ToFloat((short) bits);
            case BF16 -> Float.intBitsToFloat((int) bits << 16);
            case F64, B64 -> Double.longBitsToDouble(bits);
            default -> throw new PtxError("no single number: " + type);
        };
    }

    static long write(PtxType type, double value) {
        return switch (type) {
            case F32, B32 -> Float.floatToRawIntBits((float) value);
            case F16, B16 -> Float.floatToFloat16((float) value);
            case BF16 -> toBfloat((float) value);
            case F64, B64 -> Double.doubleToRawLongBits(value);
            default -> throw new PtxError("no single number: " + type);
        };
    }

    static LongUnaryOperator unary(Opcode op, PtxType type) {
        if (op.name().equals("neg")) return sign(type, true);
        if (op.name().equals("abs")) return sign(type, false);
        op.takeOneOf("approx", "rn");
        DoubleUnaryOperator operator = operator(op);
        boolean flush = op.take("ftz");
        return unaryOf(type, single -> {
            LongUnaryOperator plain = a -> write(single, operator.applyAsDouble(read(single, a)));
            return flush ? a -> flush(plain.applyAsLong(flush(a))) : plain;
        });
    }

    private static DoubleUnaryOperator operator(Opcode op) {
        return switch (op.name()) {
            case "sqrt" -> Math::sqrt;
            case "rsqrt" -> a -> 1 / Math.sqrt(a);
            case "rcp" -> a -> 1 / a;
            case "ex2" -> a -> a == Math.rint(a) && Math.abs(a) < 1000 ? Math.scalb(1.0, (int) a) : Math.pow(2, a);
            case "lg2" -> a -> Math.log(a) / Math.log(2);
            case "sin" -> Math::sin;
            case "cos" -> Math::cos;
            case "tanh" -> Math::tanh;
            default -> throw op.unknown();
        };
    }

    static LongBinaryOperator binary(Opcode op, PtxType type) {
        op.takeOneOf("rn", "approx", "full");
        boolean flush = op.take("ftz");
        boolean saturate = op.take("sat");
        if (type == PtxType.F32 && !flush && !saturate) {
            switch (op.name()) {
                case "add" -> {
                    return (a, b) -> bits(f(a) + f(b));
                }
                case "sub" -> {
                    return (a, b) -> bits(f(a) - f(b));
                }
                case "mul" -> {
                    return (a, b) -> bits(f(a) * f(b));
                }
                default -> {}
            }
        }
        DoubleBinaryOperator exact = operator(op, op.take("NaN"));
        DoubleBinaryOperator operator = saturate ? (a, b) -> saturate(exact.applyAsDouble(a, b)) : exact;
        return binaryOf(type, single -> {
            LongBinaryOperator plain =
                    (a, b) -> write(single, operator.applyAsDouble(read(single, a), read(single, b)));
            return flush ? (a, b) -> flush(plain.applyAsLong(flush(a), flush(b))) : plain;
        });
    }

    private static DoubleBinaryOperator operator(Opcode op, boolean nan) {
        return switch (op.name()) {
            case "add" -> (a, b) -> a + b;
            case "sub" -> (a, b) -> a - b;
            case "mul" -> (a, b) -> a * b;
            case "div" -> (a, b) -> a / b;
            // of a number and no number, the number, unless NaN is asked for
            case "min" -> (a, b) -> !nan && Double.isNaN(a) ? b : !nan && Double.isNaN(b) ? a : Math.min(a, b);
            case "max" -> (a, b) -> !nan && Double.isNaN(a) ? b : !nan && Double.isNaN(b) ? a : Math.max(a, b);
            case "copysign" -> (a, b) -> Math.copySign(b, a);
            default -> throw op.unknown();
        };
    }

    static Lanes.TernaryOperator ternary(Opcode op, PtxType type) {
        String rounding = op.takeOneOf("rn", "rm", "rp", "rz").orElse("rn");
        boolean flush = op.take("ftz");
        boolean saturate = op.take("sat");
        if (!op.name().equals("fma") && !op.name().equals("mad")) throw op.unknown();
        if (type == PtxType.F32) {
            Lanes.TernaryOperator plain = rounding.equals("rn")
                    ? (a, b, c) -> bits(Math.fma(f(a), f(b), f(c)))
                    : (a, b, c) -> bits(fused(rounding, f(a), f(b), f(c)));
            Lanes.TernaryOperator flushed =
                    flush ? (a, b, c) -> flush(plain.applyAsLong(flush(a), flush(b), flush(c))) : plain;
            return saturate ? (a, b, c) -> bits((float) saturate(f(flushed.applyAsLong(a, b, c)))) : flushed;
        }
        if (flush || saturate || !rounding.equals("rn")) throw op.unknown();
        if (type == PtxType.F16X2 || type == PtxType.BF16X2) {
            PtxType half = half(type);
            return (a, b, c) -> fused(half, a, b, c) & 0xffff | fused(half, a >> 16, b >> 16, c >> 16) << 16;
        }
        return (a, b, c) -> fused(type, a, b, c);
    }

    private static long fused(PtxType type, long a, long b, long c) {
        return write(type, Math.fma(read(type, a), read(type, b), read(type, c)));
    }

    /// `a * b + c`, rounded in a direction.
    private static float fused(String rounding, float a, float b, float c) {
        // exact is sum + error: the product of two floats fits into a double
        double product = (double) a * b;
        double sum = product + c;
        double added = sum - product;
        double error = product - (sum - added) + (c - added);
        float nearest = (float) sum;
        boolean above = nearest > sum || nearest == sum && error < 0;
        boolean below = nearest < sum || nearest == sum && error > 0;
        boolean down = rounding.equals("rm") || rounding.equals("rz") && sum > 0;
        if (above && down) return Math.nextDown(nearest);
        return below && !down ? Math.nextUp(nearest) : nearest;
    }

    static Integers.Comparison comparison(String name, PtxType type, boolean flush) {
        LongToDoubleFunction read = flush ? a -> read(type, flush(a)) : a -> read(type, a);
        return switch (name) {
            case "eq" -> (a, b) -> read.applyAsDouble(a) == read.applyAsDouble(b);
            case "ne" ->
                (a, b) -> {
                    double x = read.applyAsDouble(a);
                    double y = read.applyAsDouble(b);
                    return x < y || x > y;
                };
            case "lt" -> (a, b) -> read.applyAsDouble(a) < read.applyAsDouble(b);
            case "le" -> (a, b) -> read.applyAsDouble(a) <= read.applyAsDouble(b);
            case "gt" -> (a, b) -> read.applyAsDouble(a) > read.applyAsDouble(b);
            case "ge" -> (a, b) -> read.applyAsDouble(a) >= read.applyAsDouble(b);
            // these hold also if one is no number
            case "equ" -> not(comparison("ne", type, flush));
            case "neu" -> not(comparison("eq", type, flush));
            case "ltu" -> not(comparison("ge", type, flush));
            case "leu" -> not(comparison("gt", type, flush));
            case "gtu" -> not(comparison("le", type, flush));
            case "geu" -> not(comparison("lt", type, flush));
            case "num" -> (a, b) -> !Double.isNaN(read.applyAsDouble(a)) && !Double.isNaN(read.applyAsDouble(b));
            case "nan" -> not(comparison("num", type, flush));
            default -> throw new PtxError("no comparison " + name);
        };
    }

    private static Integers.Comparison not(Integers.Comparison comparison) {
        return (a, b) -> !comparison.test(a, b);
    }

    /// A float's bits without what is too small to be normal.
    static long flush(long bits) {
        return ((int) bits & 0x7f80_0000) == 0 ? (int) bits & 0x8000_0000 : bits;
    }

    static double saturate(double value) {
        // no number becomes 0 too
        return value > 0 ? Math.min(value, 1) : 0;
    }

    private static int toBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) return 0x7fff;
        return (bits + 0x7fff + (bits >>> 16 & 1)) >>> 16;
    }

    private static LongUnaryOperator sign(PtxType type, boolean negate) {
        long signs = switch (type) {
            case F64 -> Long.MIN_VALUE;
            case F32 -> 0x8000_0000L;
            case F16X2, BF16X2 -> 0x8000_8000L;
            default -> 0x8000L;
        };
        return negate ? a -> a ^ signs : a -> a & ~signs;
    }

    private static PtxType half(PtxType pair) {
        return pair == PtxType.F16X2 ? PtxType.F16 : PtxType.BF16;
    }

    private interface UnaryOfType {
        LongUnaryOperator of(PtxType type);
    }

    private interface BinaryOfType {
        LongBinaryOperator of(PtxType type);
    }

    private static LongUnaryOperator unaryOf(PtxType type, UnaryOfType operator) {
        if (type != PtxType.F16X2 && type != PtxType.BF16X2) return operator.of(type);
        LongUnaryOperator single = operator.of(half(type));
        return a -> single.applyAsLong(a) & 0xffff | single.applyAsLong(a >> 16) << 16;
    }

    private static LongBinaryOperator binaryOf(PtxType type, BinaryOfType operator) {
        if (type != PtxType.F16X2 && type != PtxType.BF16X2) return operator.of(type);
        LongBinaryOperator single = operator.of(half(type));
        return (a, b) -> single.applyAsLong(a, b) & 0xffff | single.applyAsLong(a >> 16, b >> 16) << 16;
    }

    private static float f(long bits) {
        return Float.intBitsToFloat((int) bits);
    }

    private static long bits(float value) {
        return Float.floatToRawIntBits(value);
    }
}
