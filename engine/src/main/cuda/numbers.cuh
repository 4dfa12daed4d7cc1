// Small numbers and warps: what all kernels share.
#pragma once
#include <cstdint>

constexpr int WARP = 32;
constexpr unsigned ALL = 0xFFFFFFFFu;
constexpr float NONE = -__builtin_huge_valf();

__device__ __forceinline__ float fromHalf(uint16_t bits) {
    float value;
    asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(bits));
    return value;
}

__device__ __forceinline__ uint16_t toHalf(float value) {
    uint16_t bits;
    asm("cvt.rn.f16.f32 %0, %1;" : "=h"(bits) : "f"(value));
    return bits;
}

__device__ __forceinline__ float fromBrain(uint16_t bits) {
    return __uint_as_float((uint32_t)bits << 16);
}

// To the nearest, ties to even: cards before compute capability 8.0 have no instruction for it.
__device__ __forceinline__ uint16_t toBrain(float value) {
    uint32_t bits = __float_as_uint(value);
    if ((bits & 0x7FFFFFFFu) > 0x7F800000u) return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7FFFu + (bits >> 16 & 1)) >> 16);
}

// The three forms of a number that is no block: how it lies in memory, and as a float.
struct F32 {
    using Bits = float;
    using Four = float4;
    static __device__ __forceinline__ float get(float bits) { return bits; }
    static __device__ __forceinline__ float put(float value) { return value; }
    static __device__ __forceinline__ float4 four(float4 v) { return v; }
};

__device__ __forceinline__ uint16_t low(uint32_t v) { return (uint16_t)v; }
__device__ __forceinline__ uint16_t high(uint32_t v) { return (uint16_t)(v >> 16); }

struct F16 {
    using Bits = uint16_t;
    using Four = uint2;
    static __device__ __forceinline__ float get(uint16_t bits) { return fromHalf(bits); }
    static __device__ __forceinline__ uint16_t put(float value) { return toHalf(value); }
    static __device__ __forceinline__ float4 four(uint2 v) {
        return make_float4(get(low(v.x)), get(high(v.x)), get(low(v.y)), get(high(v.y)));
    }
};

struct BF16 {
    using Bits = uint16_t;
    using Four = uint2;
    static __device__ __forceinline__ float get(uint16_t bits) { return fromBrain(bits); }
    static __device__ __forceinline__ uint16_t put(float value) { return toBrain(value); }
    static __device__ __forceinline__ float4 four(uint2 v) {
        return make_float4(get(low(v.x)), get(high(v.x)), get(low(v.y)), get(high(v.y)));
    }
};

// Sum over the lanes of a warp, always in the same order; every lane gets it.
__device__ __forceinline__ float warpSum(float value) {
    for (int step = WARP / 2; step > 0; step /= 2) value += __shfl_xor_sync(ALL, value, step);
    return value;
}

__device__ __forceinline__ float warpMax(float value) {
    for (int step = WARP / 2; step > 0; step /= 2) value = fmaxf(value, __shfl_xor_sync(ALL, value, step));
    return value;
}

// A row of activations in 8 bits: cols signed bytes, then a float scale for each 32 of them, padded to 16 bytes.
__device__ __forceinline__ int64_t quantizedRowBytes(int cols) {
    return (cols + cols / 8 + 15) / 16 * 16;
}

// Stores the value of each lane as one of 32 bytes: largest magnitude / 127 at a time, rounded to the nearest, ties to
// even. The scale is then rounded to float16, as it is in a block of Q8_0.
__device__ __forceinline__ void quantizeBlock(float value, int8_t* row, int cols, int block) {
    float largest = warpMax(fabsf(value));
    float inverse = largest == 0 ? 0 : 127 / largest;
    int lane = threadIdx.x % WARP;
    row[block * WARP + lane] = (int8_t)__float2int_rn(value * inverse);
    if (lane == 0) ((float*)(row + cols))[block] = fromHalf(toHalf(largest / 127));
}
