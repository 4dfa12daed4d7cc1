// The block formats of GGUF (ggml's layouts), 16 values at a time.
//
// A unit is what 8 bytes of quants hold (the formats of 2 and 3 bits read them twice): two runs of 8 consecutive
// values, the first at first(unit), the second STEP behind it. A value is scale * (q - CENTER), plus offset where the
// format has one; scale and offset are the same within a run. Multiplying and adding in this order, without fusing,
// gives the CPU's values bit for bit. AHEAD is how many units of a row a lane of a product asks for at a time,
// BLOCKS how many blocks of threads of such a product a multiprocessor shall have room for: measured on an H200.
//
// d, m and dmin are a block's half-precision scale, offset and offset scale, lo and hi the nibbles of a byte. Blocks
// are aligned to the largest power of two that divides their bytes, at most 16.
#pragma once
#include "numbers.cuh"

struct Unit {
    uint32_t q[4];  // 16 signed bytes: the first run, then the second
    float scale[2];
    float offset[2];
};

constexpr int UNIT = 16;  // values

__device__ __forceinline__ uint16_t half16(const uint8_t* at) { return *(const uint16_t*)at; }
__device__ __forceinline__ float half(const uint8_t* at) { return fromHalf(half16(at)); }
__device__ __forceinline__ uint8_t byte(const uint8_t* at) { return *at; }

template <int ALIGNMENT>
__device__ __forceinline__ uint32_t four(const uint8_t* at) {
    if constexpr (ALIGNMENT >= 4) return *(const uint32_t*)at;
    return half16(at) | (uint32_t)half16(at + 2) << 16;
}

template <int ALIGNMENT>
__device__ __forceinline__ uint2 eight(const uint8_t* at) {
    if constexpr (ALIGNMENT >= 8) return *(const uint2*)at;
    return make_uint2(four<ALIGNMENT>(at), four<ALIGNMENT>(at + 4));
}

__device__ __forceinline__ uint32_t nibbles(uint32_t bytes) { return bytes & 0x0F0F0F0Fu; }

__device__ __forceinline__ void split(Unit& unit, uint2 v) {
    unit.q[0] = nibbles(v.x);
    unit.q[1] = nibbles(v.y);
    unit.q[2] = nibbles(v.x >> 4);
    unit.q[3] = nibbles(v.y >> 4);
}

__device__ __forceinline__ void scales(Unit& unit, float scale, float offset) {
    unit.scale[0] = unit.scale[1] = scale;
    unit.offset[0] = unit.offset[1] = offset;
}

// Bit i of the lowest four becomes bit 4 of byte i.
__device__ __forceinline__ uint32_t fifthBits(uint32_t bits) {
    return ((bits & 15) * 0x00204081u & 0x01010101u) << 4;
}

// The levels of IQ4 that four nibbles choose, lowest nibble first.
__device__ __forceinline__ uint32_t levels(uint32_t v) {
    uint32_t choice = v & 0x7777;
    uint32_t negative = __byte_perm(0xBFAD9881u, 0xF6EADDCFu, choice);  // -127 -104 -83 -65 -49 -35 -22 -10
    uint32_t positive = __byte_perm(0x26190D01u, 0x71594535u, choice);  // 1 13 25 38 53 69 89 113
    return __byte_perm(negative, positive, 0x3210u | (v & 0x8888) >> 1);
}

// The levels of eight bytes: those of the lo nibbles, then those of the hi ones.
__device__ __forceinline__ void splitLevels(Unit& unit, uint2 v) {
    uint32_t a = levels(v.x), b = levels(v.x >> 16), c = levels(v.y), d = levels(v.y >> 16);
    unit.q[0] = __byte_perm(a, b, 0x6420);
    unit.q[1] = __byte_perm(c, d, 0x6420);
    unit.q[2] = __byte_perm(a, b, 0x7531);
    unit.q[3] = __byte_perm(c, d, 0x7531);
}

struct Block32 {
    static constexpr int VALUES = 32, STEP = 16, CENTER = 0, AHEAD = 2, BLOCKS = 5;
    static constexpr bool OFFSET = false;
    static __device__ __forceinline__ int first(int unit) { return 8 * unit; }
};

// d, i8 q[32]
struct Q8_0 : Block32 {
    static constexpr int BYTES = 34, STEP = 8, AHEAD = 4;
    static __device__ __forceinline__ int first(int unit) { return 16 * unit; }
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        for (int i = 0; i < 4; i++) unit.q[i] = four<2>(b + 2 + 16 * u + 4 * i);
        scales(unit, half(b), 0);
        return unit;
    }
};

// d, q[16]: value j = lo(q[j]) - 8, value j+16 = hi(q[j]) - 8
struct Q4_0 : Block32 {
    static constexpr int BYTES = 18, CENTER = 8;
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        split(unit, eight<2>(b + 2 + 8 * u));
        scales(unit, half(b), 0);
        return unit;
    }
};

// d, m, q[16]
struct Q4_1 : Block32 {
    static constexpr int BYTES = 20;
    static constexpr bool OFFSET = true;
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        split(unit, eight<4>(b + 4 + 8 * u));
        scales(unit, half(b), half(b + 2));
        return unit;
    }
};

__device__ __forceinline__ void addFifthBits(Unit& unit, uint32_t bits, int u) {
    bits >>= 8 * u;
    unit.q[0] |= fifthBits(bits);
    unit.q[1] |= fifthBits(bits >> 4);
    unit.q[2] |= fifthBits(bits >> 16);
    unit.q[3] |= fifthBits(bits >> 20);
}

// d, u32 qh, q[16]: bit j of qh is bit 4 of value j, less 16
struct Q5_0 : Block32 {
    static constexpr int BYTES = 22, CENTER = 16;
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        split(unit, eight<2>(b + 6 + 8 * u));
        addFifthBits(unit, four<2>(b + 2), u);
        scales(unit, half(b), 0);
        return unit;
    }
};

// d, m, u32 qh, q[16]
struct Q5_1 : Block32 {
    static constexpr int BYTES = 24;
    static constexpr bool OFFSET = true;
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        split(unit, eight<8>(b + 8 + 8 * u));
        addFifthBits(unit, four<4>(b + 4), u);
        scales(unit, half(b), half(b + 2));
        return unit;
    }
};

// d, q[16]: nibbles choose a level
struct IQ4_NL : Block32 {
    static constexpr int BYTES = 18;
    static __device__ __forceinline__ Unit unit(const uint8_t* b, int u) {
        Unit unit;
        splitLevels(unit, eight<2>(b + 2 + 8 * u));
        scales(unit, half(b), 0);
        return unit;
    }
};
