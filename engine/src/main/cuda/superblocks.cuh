// The block formats of 256 values; see blocks.cuh.
#pragma once
#include "blocks.cuh"

struct Block256 {
    static constexpr int VALUES = 256, CENTER = 0, AHEAD = 2, BLOCKS = 5;
    static constexpr bool OFFSET = false;
};

__device__ __forceinline__ int byteOf(uint32_t word, int i) { return word >> 8 * i & 0xFF; }

// u8 s[16], q[64], d, dmin: 16 groups of 16; values 128h + 32j + l are bits 2j, 2j+1 of q[32h + l]. Unit: h, j / 2,
// l / 8
struct Q2_K : Block256 {
    static constexpr int BYTES = 84, STEP = 32, AHEAD = 1;
    static constexpr bool OFFSET = true;
    static __device__ __forceinline__ int first(int u) { return u / 4 * 64 + u % 4 * 8; }
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        uint2 v = eight<4>(b + 16 + u / 8 * 32 + u % 4 * 8);
        int shift = u / 4 % 2 * 4;
        unit.q[0] = v.x >> shift & 0x03030303u;
        unit.q[1] = v.y >> shift & 0x03030303u;
        unit.q[2] = v.x >> (shift + 2) & 0x03030303u;
        unit.q[3] = v.y >> (shift + 2) & 0x03030303u;
        float d = half(b + 80), dmin = half(b + 82);
        for (int i = 0; i < 2; i++) {
            int s = byte(b + first(u) / 16 + 2 * i);
            unit.scale[i] = __fmul_rn(d, (float)(s & 15));
            unit.offset[i] = -__fmul_rn(dmin, (float)(s >> 4));
        }
        return unit;
    }
};

// hm[32], q[64], s[12], d: as Q2_K, bit 4h + j of hm[l] is bit 2, less 4; scales less 32
struct Q3_K : Block256 {
    static constexpr int BYTES = 110, STEP = 32, CENTER = 4, AHEAD = 1;
    static __device__ __forceinline__ int first(int u) { return Q2_K::first(u); }
    // four low bits in lo(s[g]) or hi(s[g-8]), two high ones in s[8 + g mod 4]
    static __device__ __forceinline__ int scale(const uint8_t* s, int g) {
        int low = byte(s + g % 8) >> g / 8 * 4 & 15;
        return low | (byte(s + 8 + g % 4) >> g / 4 * 2 & 3) << 4;
    }
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        uint2 v = eight<2>(b + 32 + u / 8 * 32 + u % 4 * 8);
        uint2 hm = eight<2>(b + u % 4 * 8);
        int shift = u / 4 % 2 * 4;
        int bit = u / 4 * 2;
        for (int i = 0; i < 2; i++) {
            unit.q[2 * i] = v.x >> (shift + 2 * i) & 0x03030303u | (hm.x >> (bit + i) & 0x01010101u) << 2;
            unit.q[2 * i + 1] = v.y >> (shift + 2 * i) & 0x03030303u | (hm.y >> (bit + i) & 0x01010101u) << 2;
            unit.scale[i] = __fmul_rn(half(b + 108), (float)(scale(b + 96, first(u) / 16 + 2 * i) - 32));
            unit.offset[i] = 0;
        }
        return unit;
    }
};

// Header of Q4_K and Q5_K: d, dmin, s[12], which packs six bits of scale and of offset for each of 8 groups of 32.
// Sets those of groups 2 pair and 2 pair + 1.
__device__ __forceinline__ void kScales(Unit& unit, const uint8_t* b, int pair) {
    uint4 header = *(const uint4*)b;
    bool upper = pair >= 2;
    uint32_t s = upper ? nibbles(header.w) | header.y >> 2 & 0x30303030u : header.y & 0x3F3F3F3Fu;
    uint32_t m = upper ? nibbles(header.w >> 4) | header.z >> 2 & 0x30303030u : header.z & 0x3F3F3F3Fu;
    float d = fromHalf(low(header.x)), dmin = fromHalf(high(header.x));
    for (int i = 0; i < 2; i++) {
        unit.scale[i] = __fmul_rn(d, (float)byteOf(s, pair % 2 * 2 + i));
        unit.offset[i] = -__fmul_rn(dmin, (float)byteOf(m, pair % 2 * 2 + i));
    }
}

// header, q[128]: group 2c is lo(q[32c..]), group 2c+1 hi. Unit: c, l / 8
struct Q4_K : Block256 {
    static constexpr int BYTES = 144, STEP = 32;
    static constexpr bool OFFSET = true;
    static __device__ __forceinline__ int first(int u) { return u / 4 * 64 + u % 4 * 8; }
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        split(unit, eight<8>(b + 16 + 8 * u));
        kScales(unit, b, u / 4);
        return unit;
    }
};

// header, qh[32], q[128]: bit g of qh[l] is bit 4 of value l in group g
struct Q5_K : Block256 {
    static constexpr int BYTES = 176, STEP = 32;
    static constexpr bool OFFSET = true;
    static __device__ __forceinline__ int first(int u) { return Q4_K::first(u); }
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        split(unit, eight<8>(b + 48 + 8 * u));
        uint2 qh = eight<8>(b + 16 + u % 4 * 8);
        for (int i = 0; i < 2; i++) {
            unit.q[2 * i] |= (qh.x >> (u / 4 * 2 + i) & 0x01010101u) << 4;
            unit.q[2 * i + 1] |= (qh.y >> (u / 4 * 2 + i) & 0x01010101u) << 4;
        }
        kScales(unit, b, u / 4);
        return unit;
    }
};

// ql[128], qh[64], i8 s[16], d: value 128h + 32k + l has its low bits in lo (k < 2) or hi of ql[64h + 32(k mod 2) + l],
// its high ones in bits 2k, 2k+1 of qh[32h + l]; less 32. Unit: h, k mod 2, l / 8
struct Q6_K : Block256 {
    static constexpr int BYTES = 210, STEP = 64, CENTER = 32, AHEAD = 1, BLOCKS = 8;
    static __device__ __forceinline__ int first(int u) { return u / 8 * 128 + u % 8 * 8; }
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        split(unit, eight<2>(b + 8 * u));
        uint2 qh = eight<2>(b + 128 + u / 8 * 32 + u % 4 * 8);
        float d = half(b + 208);
        for (int i = 0; i < 2; i++) {
            int shift = u / 4 % 2 * 2 + 4 * i;
            unit.q[2 * i] |= (qh.x >> shift & 0x03030303u) << 4;
            unit.q[2 * i + 1] |= (qh.y >> shift & 0x03030303u) << 4;
            unit.scale[i] = __fmul_rn(d, (float)(int8_t)byte(b + 192 + first(u) / 16 + 4 * i));
            unit.offset[i] = 0;
        }
        return unit;
    }
};

// d, u16 sh, sl[4], q[128]: 8 groups of 32 levels, scales of four low and two high bits less 32. Unit: group, half of
// it
struct IQ4_XS : Block256 {
    static constexpr int BYTES = 136, STEP = 16;
    static __device__ __forceinline__ int first(int u) { return u / 2 * 32 + u % 2 * 8; }
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        splitLevels(unit, eight<8>(b + 8 + 8 * u));
        uint2 header = *(const uint2*)b;
        int g = u / 2;
        int s = (header.y >> 4 * g & 15) | (header.x >> (16 + 2 * g) & 3) << 4;
        scales(unit, __fmul_rn(fromHalf(low(header.x)), (float)(s - 32)), 0);
        return unit;
    }
};

// What is done for every block format.
#define FOR_BLOCKS(DO) \
    DO(Q4_0) DO(Q4_1) DO(Q5_0) DO(Q5_1) DO(Q8_0) DO(Q2_K) DO(Q3_K) DO(Q4_K) DO(Q5_K) DO(Q6_K) DO(IQ4_NL) DO(IQ4_XS)
