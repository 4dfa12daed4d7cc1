package polymath.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import polymath.engine.tensor.GgmlType;

/// The block formats one value at a time: the definition that every faster form is tested against.
///
/// Layouts are ggml's (`ggml-common.h`); in comments d, m, dmin are the block's half-precision scale, offset and offset
/// scale, lo and hi the nibbles of a byte. Multiplying d by the integer scale first, then by the quant, and subtracting
/// dmin times the integer offset last gives ggml's results bit for bit.
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class ScalarBlocks {
    static final ValueLayout.OfShort LE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LE_LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt LE_INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfFloat LE_FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The sixteen levels of IQ4_NL and IQ4_XS (ggml `kvalues_iq4nl`).
    static final byte[] IQ4_LEVELS = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

    private ScalarBlocks() {}

    /// Writes the values of the block at byte `at` of `s` to `out` from index `o` on.
    static void dequantize(GgmlType type, MemorySegment s, long at, float[] out, int o) {
        switch (type) {
            case F32 -> out[o] = s.get(LE_FLOAT, at);
            case F16 -> out[o] = half(s, at);
            case BF16 -> out[o] = Float.intBitsToFloat(s.get(LE_SHORT, at) << 16);
            case Q8_0 -> q8_0(s, at, out, o);
            case Q4_0 -> q4_0(s, at, out, o);
            case Q4_1 -> q4_1(s, at, out, o);
            case Q5_0 -> q5_0(s, at, out, o);
            case Q5_1 -> q5_1(s, at, out, o);
            case IQ4_NL -> iq4_nl(s, at, out, o);
            case Q2_K -> q2_k(s, at, out, o);
            case Q3_K -> q3_k(s, at, out, o);
            case Q4_K -> q4_k(s, at, out, o);
            case Q5_K -> q5_k(s, at, out, o);
            case Q6_K -> q6_k(s, at, out, o);
            case IQ4_XS -> iq4_xs(s, at, out, o);
        }
    }

    static float half(MemorySegment s, long at) {
        return Float.float16ToFloat(s.get(LE_SHORT, at));
    }

    static int u8(MemorySegment s, long at) {
        return s.get(JAVA_BYTE, at) & 0xFF;
    }

    // d, i8 q[32]
    private static void q8_0(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        for (int j = 0; j < 32; j++) out[o + j] = d * s.get(JAVA_BYTE, at + 2 + j);
    }

    // d, q[16]: value j = lo(q[j]) - 8, value j+16 = hi(q[j]) - 8
    private static void q4_0(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        for (int j = 0; j < 16; j++) {
            int q = u8(s, at + 2 + j);
            out[o + j] = d * ((q & 15) - 8);
            out[o + j + 16] = d * ((q >> 4) - 8);
        }
    }

    // d, m, q[16]
    private static void q4_1(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        float m = half(s, at + 2);
        for (int j = 0; j < 16; j++) {
            int q = u8(s, at + 4 + j);
            out[o + j] = d * (q & 15) + m;
            out[o + j + 16] = d * (q >> 4) + m;
        }
    }

    // d, u32 qh, q[16]: bit j of qh is bit 4 of value j
    private static void q5_0(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        int qh = s.get(LE_INT, at + 2);
        for (int j = 0; j < 16; j++) {
            int q = u8(s, at + 6 + j);
            out[o + j] = d * (((q & 15) | (qh >>> j & 1) << 4) - 16);
            out[o + j + 16] = d * (((q >> 4) | (qh >>> (j + 16) & 1) << 4) - 16);
        }
    }

    // d, m, u32 qh, q[16]
    private static void q5_1(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        float m = half(s, at + 2);
        int qh = s.get(LE_INT, at + 4);
        for (int j = 0; j < 16; j++) {
            int q = u8(s, at + 8 + j);
            out[o + j] = d * ((q & 15) | (qh >>> j & 1) << 4) + m;
            out[o + j + 16] = d * ((q >> 4) | (qh >>> (j + 16) & 1) << 4) + m;
        }
    }

    // d, q[16]: nibbles choose a level
    private static void iq4_nl(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        for (int j = 0; j < 16; j++) {
            int q = u8(s, at + 2 + j);
            out[o + j] = d * IQ4_LEVELS[q & 15];
            out[o + j + 16] = d * IQ4_LEVELS[q >> 4];
        }
    }

    // u8 s[16], q[64], d, dmin: 16 groups of 16 values of 2 bits
    private static void q2_k(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at + 80);
        float dmin = half(s, at + 82);
        for (int i = 0; i < 256; i++) {
            int scale = u8(s, at + i / 16);
            out[o + i] = d * (scale & 15) * twoBits(s, at + 16, i) - dmin * (scale >> 4);
        }
    }

    // hm[32], q[64], s[12], d: 16 groups of 16; a clear bit in hm takes 4 off
    private static void q3_k(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at + 108);
        for (int i = 0; i < 256; i++) {
            int high = u8(s, at + i % 32) >> (i / 32) & 1;
            out[o + i] = d * (q3Scale(s, at + 96, i / 16) - 32) * (twoBits(s, at + 32, i) - (1 - high) * 4);
        }
    }

    // values 128h + 32j + l are bits 2j, 2j+1 of q[32h + l]
    private static int twoBits(MemorySegment s, long q, int i) {
        return u8(s, q + i / 128 * 32 + i % 32) >> 2 * (i / 32 % 4) & 3;
    }

    // S_g: four low bits in lo(s[g]) or hi(s[g-8]), two high ones in s[8 + g mod 4]
    private static int q3Scale(MemorySegment s, long scales, int g) {
        int low = g < 8 ? u8(s, scales + g) & 15 : u8(s, scales + g - 8) >> 4;
        return low | (u8(s, scales + 8 + g % 4) >> 2 * (g / 4) & 3) << 4;
    }

    // d, dmin, s[12], q[128]: 8 groups of 32; group 2c is lo(q[32c..]), group 2c+1 hi
    private static void q4_k(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        float dmin = half(s, at + 2);
        for (int i = 0; i < 256; i++) {
            int g = i / 32;
            int q = u8(s, at + 16 + g / 2 * 32 + i % 32) >> 4 * (g % 2) & 15;
            out[o + i] = d * kScale(s, at + 4, g) * q - dmin * kOffset(s, at + 4, g);
        }
    }

    // d, dmin, s[12], qh[32], q[128]: bit g of qh[l] is bit 4 of value l in group g
    private static void q5_k(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        float dmin = half(s, at + 2);
        for (int i = 0; i < 256; i++) {
            int g = i / 32;
            int q = u8(s, at + 48 + g / 2 * 32 + i % 32) >> 4 * (g % 2) & 15;
            q |= (u8(s, at + 16 + i % 32) >> g & 1) << 4;
            out[o + i] = d * kScale(s, at + 4, g) * q - dmin * kOffset(s, at + 4, g);
        }
    }

    // S_g of Q4_K and Q5_K: six bits each, packed in twelve bytes with the offsets
    private static int kScale(MemorySegment s, long scales, int g) {
        return g < 4 ? u8(s, scales + g) & 63 : u8(s, scales + g + 4) & 15 | (u8(s, scales + g - 4) >> 6) << 4;
    }

    private static int kOffset(MemorySegment s, long scales, int g) {
        return g < 4 ? u8(s, scales + g + 4) & 63 : u8(s, scales + g + 4) >> 4 | (u8(s, scales + g) >> 6) << 4;
    }

    // ql[128], qh[64], i8 s[16], d: 16 groups of 16
    private static void q6_k(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at + 208);
        for (int i = 0; i < 256; i++) {
            int half = i / 128;
            int quarter = i / 32 % 4;
            int l = i % 32;
            int low = u8(s, at + half * 64 + quarter % 2 * 32 + l) >> 4 * (quarter / 2) & 15;
            int high = u8(s, at + 128 + half * 32 + l) >> 2 * quarter & 3;
            out[o + i] = d * s.get(JAVA_BYTE, at + 192 + i / 16) * ((low | high << 4) - 32);
        }
    }

    // d, u16 sh, sl[4], q[128]: 8 groups of 32 levels
    private static void iq4_xs(MemorySegment s, long at, float[] out, int o) {
        float d = half(s, at);
        for (int i = 0; i < 256; i++) {
            int g = i / 32;
            int q = u8(s, at + 8 + g * 16 + i % 16) >> 4 * (i % 32 / 16) & 15;
            out[o + i] = d * (iq4Scale(s, at, g) - 32) * IQ4_LEVELS[q];
        }
    }

    static int iq4Scale(MemorySegment s, long at, int g) {
        int low = u8(s, at + 4 + g / 2) >> 4 * (g % 2) & 15;
        return low | ((s.get(LE_SHORT, at + 2) & 0xFFFF) >> 2 * g & 3) << 4;
    }
}
