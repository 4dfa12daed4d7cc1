package polymath.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;
import static polymath.engine.kernel.Lanes.BYTES;
import static polymath.engine.kernel.Lanes.BYTE_SHIFTS;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.LE_INT;
import static polymath.engine.kernel.ScalarBlocks.half;
import static polymath.engine.kernel.ScalarBlocks.u8;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Rows of the 256-value formats (ggml's K-quants) to floats. Layouts are described in [ScalarBlocks], one
/// comment a format; each method takes the row's first byte and its number of blocks,
/// and puts each block's values `jump` after those before.
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class VectorSuperBlocks {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private VectorSuperBlocks() {}

    static void q2_k(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 84, o += jump) {
            float d = half(s, at + 80);
            float dmin = half(s, at + 82);
            for (int h = 0; h < 2; h++) {
                for (int l = 0; l < 32; l += N) {
                    IntVector q = N == 4
                            ? IntVector.broadcast(I, s.get(LE_INT, at + 16 + 32 * h + l))
                                    .lanewise(LSHR, BYTE_SHIFTS)
                                    .and(0xFF)
                            : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 16 + 32 * h + l, LE)
                                    .convertShape(ZERO_EXTEND_B2I, I, 0);
                    for (int j = 0; j < 4; j++) {
                        int scale = u8(s, at + 8 * h + 2 * j + l / 16);
                        ((FloatVector) q.lanewise(LSHR, 2 * j).and(3).convertShape(I2F, F, 0))
                                .mul(d * (scale & 15))
                                .sub(dmin * (scale >> 4))
                                .intoArray(out, o + 128 * h + 32 * j + l);
                    }
                }
            }
        }
    }

    static void q3_k(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 110, o += jump) {
            float d = half(s, at + 108);
            for (int h = 0; h < 2; h++) {
                long scales = q3Scales(s, at + 96, h);
                for (int l = 0; l < 32; l += N) {
                    IntVector q = N == 4
                            ? IntVector.broadcast(I, s.get(LE_INT, at + 32 + 32 * h + l))
                                    .lanewise(LSHR, BYTE_SHIFTS)
                                    .and(0xFF)
                            : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 32 + 32 * h + l, LE)
                                    .convertShape(ZERO_EXTEND_B2I, I, 0);
                    IntVector high = (N == 4
                                    ? IntVector.broadcast(I, s.get(LE_INT, at + l))
                                            .lanewise(LSHR, BYTE_SHIFTS)
                                            .and(0xFF)
                                    : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + l, LE)
                                            .convertShape(ZERO_EXTEND_B2I, I, 0))
                            .lanewise(LSHR, 4 * h);
                    for (int j = 0; j < 4; j++) {
                        float scale = d * (byteOf(scales, 2 * j + l / 16) - 32);
                        IntVector two = q.lanewise(LSHR, 2 * j).and(3);
                        IntVector three = high.lanewise(LSHR, j).and(1).lanewise(LSHL, 2);
                        ((FloatVector) two.or(three).sub(4).convertShape(I2F, F, 0))
                                .mul(scale)
                                .intoArray(out, o + 128 * h + 32 * j + l);
                    }
                }
            }
        }
    }

    // The packed scales four or eight at a time, a byte each; [ScalarBlocks] says where their bits lie.

    private static int byteOf(long bytes, int i) {
        return (int) (bytes >>> 8 * i) & 0xFF;
    }

    private static long pair(int low, int high) {
        return low & 0xFFFFFFFFL | (long) high << 32;
    }

    private static long q3Scales(MemorySegment s, long scales, int half) {
        int low0 = s.get(LE_INT, scales) >>> 4 * half & 0x0F0F0F0F;
        int low1 = s.get(LE_INT, scales + 4) >>> 4 * half & 0x0F0F0F0F;
        int high = s.get(LE_INT, scales + 8) >>> 4 * half;
        return pair(low0 | (high & 0x03030303) << 4, low1 | (high >>> 2 & 0x03030303) << 4);
    }

    private static long kScales(MemorySegment s, long scales) {
        int first = s.get(LE_INT, scales);
        return pair(first & 0x3F3F3F3F, s.get(LE_INT, scales + 8) & 0x0F0F0F0F | (first >>> 6 & 0x03030303) << 4);
    }

    private static long kOffsets(MemorySegment s, long scales) {
        int first = s.get(LE_INT, scales + 4);
        return pair(first & 0x3F3F3F3F, s.get(LE_INT, scales + 8) >>> 4 & 0x0F0F0F0F | (first >>> 6 & 0x03030303) << 4);
    }

    static void q4_k(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 144, o += jump) {
            float d = half(s, at);
            float dmin = half(s, at + 2);
            long scales = kScales(s, at + 4);
            long offsets = kOffsets(s, at + 4);
            for (int c = 0; c < 4; c++) {
                float scale0 = d * byteOf(scales, 2 * c);
                float scale1 = d * byteOf(scales, 2 * c + 1);
                float offset0 = dmin * byteOf(offsets, 2 * c);
                float offset1 = dmin * byteOf(offsets, 2 * c + 1);
                for (int l = 0; l < 32; l += N) {
                    IntVector q = N == 4
                            ? IntVector.broadcast(I, s.get(LE_INT, at + 16 + 32 * c + l))
                                    .lanewise(LSHR, BYTE_SHIFTS)
                                    .and(0xFF)
                            : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 16 + 32 * c + l, LE)
                                    .convertShape(ZERO_EXTEND_B2I, I, 0);
                    ((FloatVector) q.and(15).convertShape(I2F, F, 0))
                            .mul(scale0)
                            .sub(offset0)
                            .intoArray(out, o + 64 * c + l);
                    ((FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, F, 0))
                            .mul(scale1)
                            .sub(offset1)
                            .intoArray(out, o + 64 * c + 32 + l);
                }
            }
        }
    }

    static void q5_k(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 176, o += jump) {
            float d = half(s, at);
            float dmin = half(s, at + 2);
            long scales = kScales(s, at + 4);
            long offsets = kOffsets(s, at + 4);
            for (int c = 0; c < 4; c++) {
                float scale0 = d * byteOf(scales, 2 * c);
                float scale1 = d * byteOf(scales, 2 * c + 1);
                float offset0 = dmin * byteOf(offsets, 2 * c);
                float offset1 = dmin * byteOf(offsets, 2 * c + 1);
                for (int l = 0; l < 32; l += N) {
                    IntVector q = N == 4
                            ? IntVector.broadcast(I, s.get(LE_INT, at + 48 + 32 * c + l))
                                    .lanewise(LSHR, BYTE_SHIFTS)
                                    .and(0xFF)
                            : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 48 + 32 * c + l, LE)
                                    .convertShape(ZERO_EXTEND_B2I, I, 0);
                    IntVector high = (N == 4
                                    ? IntVector.broadcast(I, s.get(LE_INT, at + 16 + l))
                                            .lanewise(LSHR, BYTE_SHIFTS)
                                            .and(0xFF)
                                    : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 16 + l, LE)
                                            .convertShape(ZERO_EXTEND_B2I, I, 0))
                            .lanewise(LSHR, 2 * c);
                    IntVector bit0 = high.and(1).lanewise(LSHL, 4);
                    IntVector bit1 = high.and(2).lanewise(LSHL, 3);
                    ((FloatVector) q.and(15).or(bit0).convertShape(I2F, F, 0))
                            .mul(scale0)
                            .sub(offset0)
                            .intoArray(out, o + 64 * c + l);
                    ((FloatVector) q.lanewise(LSHR, 4).or(bit1).convertShape(I2F, F, 0))
                            .mul(scale1)
                            .sub(offset1)
                            .intoArray(out, o + 64 * c + 32 + l);
                }
            }
        }
    }

    static void q6_k(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 210, o += jump) {
            float d = half(s, at + 208);
            for (int h = 0; h < 2; h++) {
                for (int l = 0; l < 32; l += N) {
                    for (int quarter = 0; quarter < 4; quarter++) {
                        IntVector low = (N == 4
                                        ? IntVector.broadcast(I, s.get(LE_INT, at + 64 * h + quarter % 2 * 32 + l))
                                                .lanewise(LSHR, BYTE_SHIFTS)
                                                .and(0xFF)
                                        : (IntVector) ByteVector.fromMemorySegment(
                                                        BYTES, s, at + 64 * h + quarter % 2 * 32 + l, LE)
                                                .convertShape(ZERO_EXTEND_B2I, I, 0))
                                .lanewise(LSHR, quarter / 2 * 4)
                                .and(15);
                        IntVector high = (N == 4
                                        ? IntVector.broadcast(I, s.get(LE_INT, at + 128 + 32 * h + l))
                                                .lanewise(LSHR, BYTE_SHIFTS)
                                                .and(0xFF)
                                        : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 128 + 32 * h + l, LE)
                                                .convertShape(ZERO_EXTEND_B2I, I, 0))
                                .lanewise(LSHR, 2 * quarter)
                                .and(3)
                                .lanewise(LSHL, 4);
                        float scale = d * s.get(JAVA_BYTE, at + 192 + 8 * h + 2 * quarter + l / 16);
                        ((FloatVector) low.or(high).sub(32).convertShape(I2F, F, 0))
                                .mul(scale)
                                .intoArray(out, o + 128 * h + 32 * quarter + l);
                    }
                }
            }
        }
    }
}
