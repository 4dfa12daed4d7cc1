// Weights of any format as float32, float16 or bfloat16, and activations as 8-bit rows.
#include "superblocks.cuh"

template <class T>
__device__ __forceinline__ void storeRun(typename T::Bits* to, const float* run) {
    if constexpr (sizeof(typename T::Bits) == 4) {
        for (int i = 0; i < 8; i += 4) *(float4*)(to + i) = make_float4(run[i], run[i + 1], run[i + 2], run[i + 3]);
    } else {
        uint32_t words[4];
        for (int i = 0; i < 4; i++) words[i] = T::put(run[2 * i]) | (uint32_t)T::put(run[2 * i + 1]) << 16;
        *(uint4*)to = make_uint4(words[0], words[1], words[2], words[3]);
    }
}

// A thread takes one unit; out is aligned to 16 bytes.
template <class F, class T>
__device__ __forceinline__ void dequantize(const uint8_t* w, typename T::Bits* out, int64_t units) {
    int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= units) return;
    constexpr int PER_BLOCK = F::VALUES / UNIT;
    int u = (int)(i % PER_BLOCK);
    Unit unit = F::unit(w + i / PER_BLOCK * F::BYTES, u);
    out += i / PER_BLOCK * F::VALUES + F::first(u);
    for (int r = 0; r < 2; r++) {
        float run[8];
        for (int j = 0; j < 8; j++) {
            int q = (int8_t)(unit.q[2 * r + j / 4] >> 8 * (j % 4)) - F::CENTER;
            run[j] = __fmul_rn(unit.scale[r], (float)q);
            if (F::OFFSET) run[j] = __fadd_rn(run[j], unit.offset[r]);
        }
        storeRun<T>(out + r * F::STEP, run);
    }
}

#define DEQUANTIZE_TO(F, T, NAME) \
    extern "C" __global__ void __launch_bounds__(256) dequantize_##F##_##NAME( \
        const uint8_t* __restrict__ w, T::Bits* __restrict__ out, int64_t units) { \
        dequantize<F, T>(w, out, units); \
    }
#define DEQUANTIZE(F) DEQUANTIZE_TO(F, F32, f32) DEQUANTIZE_TO(F, F16, f16) DEQUANTIZE_TO(F, BF16, bf16)
FOR_BLOCKS(DEQUANTIZE)

// Numbers that are no blocks, one a thread.
#define CONVERT_TO(S, T, NAME) \
    extern "C" __global__ void __launch_bounds__(256) NAME( \
        const S::Bits* __restrict__ x, T::Bits* __restrict__ out, int64_t count) { \
        int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; \
        if (i < count) out[i] = T::put(S::get(x[i])); \
    }
CONVERT_TO(F32, F32, dequantize_F32_f32)
CONVERT_TO(F32, F16, dequantize_F32_f16)
CONVERT_TO(F32, BF16, dequantize_F32_bf16)
CONVERT_TO(F16, F32, dequantize_F16_f32)
CONVERT_TO(F16, F16, dequantize_F16_f16)
CONVERT_TO(F16, BF16, dequantize_F16_bf16)
CONVERT_TO(BF16, F32, dequantize_BF16_f32)
CONVERT_TO(BF16, F16, dequantize_BF16_f16)
CONVERT_TO(BF16, BF16, dequantize_BF16_bf16)

// x [n, cols] to 8-bit rows; a warp takes one block of 32.
extern "C" __global__ void __launch_bounds__(128) quantize_rows(
    const float* __restrict__ x, int8_t* __restrict__ out, int n, int cols) {
    int64_t warp = ((int64_t)blockIdx.x * blockDim.x + threadIdx.x) / WARP;
    int blocks = cols / WARP;
    if (warp >= (int64_t)n * blocks) return;
    int block = (int)(warp % blocks);
    quantizeBlock(x[warp * WARP + threadIdx.x % WARP], out + warp / blocks * quantizedRowBytes(cols), cols, block);
}
