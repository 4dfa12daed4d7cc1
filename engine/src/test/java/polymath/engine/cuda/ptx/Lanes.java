package polymath.engine.cuda.ptx;

import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/// Instructions that compute one value of each lane from others of the same lane.
///
/// Rows are where a register's 32 lanes begin in [Warp#registers].
final class Lanes {
    interface TernaryOperator {
        long applyAsLong(long a, long b, long c);
    }

    interface QuaternaryOperator {
        long applyAsLong(long a, long b, long c, long d);
    }

    private Lanes() {}

    static Instruction.Body unary(LongUnaryOperator operator, int to, int a) {
        return Specialized.of(Unary.class, operator, to, a);
    }

    static Instruction.Body binary(LongBinaryOperator operator, int to, int a, int b) {
        return Specialized.of(Binary.class, operator, to, a, b);
    }

    static Instruction.Body ternary(TernaryOperator operator, int to, int a, int b, int c) {
        return Specialized.of(Ternary.class, operator, to, a, b, c);
    }

    static final class Unary implements Instruction.Body {
        private final LongUnaryOperator operator;
        private final int to;
        private final int a;

        Unary(LongUnaryOperator operator, int to, int a) {
            this.operator = operator;
            this.to = to;
            this.a = a;
        }

        @Override
        public void execute(Warp warp, int lanes) {
            long[] r = warp.registers;
            if (lanes == Warp.ALL) {
                for (int l = 0; l < Warp.LANES; l++) r[to + l] = operator.applyAsLong(r[a + l]);
                return;
            }
            for (int left = lanes; left != 0; left &= left - 1) {
                int l = Integer.numberOfTrailingZeros(left);
                r[to + l] = operator.applyAsLong(r[a + l]);
            }
        }
    }

    static final class Binary implements Instruction.Body {
        private final LongBinaryOperator operator;
        private final int to;
        private final int a;
        private final int b;

        Binary(LongBinaryOperator operator, int to, int a, int b) {
            this.operator = operator;
            this.to = to;
            this.a = a;
            this.b = b;
        }

        @Override
        public void execute(Warp warp, int lanes) {
            long[] r = warp.registers;
            if (lanes == Warp.ALL) {
                for (int l = 0; l < Warp.LANES; l++) r[to + l] = operator.applyAsLong(r[a + l], r[b + l]);
                return;
            }
            for (int left = lanes; left != 0; left &= left - 1) {
                int l = Integer.numberOfTrailingZeros(left);
                r[to + l] = operator.applyAsLong(r[a + l], r[b + l]);
            }
        }
    }

    static final class Ternary implements Instruction.Body {
        private final TernaryOperator operator;
        private final int to;
        private final int a;
        private final int b;
        private final int c;

        Ternary(TernaryOperator operator, int to, int a, int b, int c) {
            this.operator = operator;
            this.to = to;
            this.a = a;
            this.b = b;
            this.c = c;
        }

        @Override
        public void execute(Warp warp, int lanes) {
            long[] r = warp.registers;
            if (lanes == Warp.ALL) {
                for (int l = 0; l < Warp.LANES; l++) r[to + l] = operator.applyAsLong(r[a + l], r[b + l], r[c + l]);
                return;
            }
            for (int left = lanes; left != 0; left &= left - 1) {
                int l = Integer.numberOfTrailingZeros(left);
                r[to + l] = operator.applyAsLong(r[a + l], r[b + l], r[c + l]);
            }
        }
    }

    record Quaternary(QuaternaryOperator operator, int to, int a, int b, int c, int d) implements Instruction.Body {
        @Override
        public void execute(Warp warp, int lanes) {
            long[] r = warp.registers;
            for (int left = lanes; left != 0; left &= left - 1) {
                int l = Integer.numberOfTrailingZeros(left);
                r[to + l] = operator.applyAsLong(r[a + l], r[b + l], r[c + l], r[d + l]);
            }
        }
    }
}
