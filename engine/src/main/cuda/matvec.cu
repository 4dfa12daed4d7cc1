// Products of a matrix with a vector or a few: what writing a token consists of, limited by reading the weights.
//
// y[slot, rows] = W · x[slot / share] (+ bias) (+ y[slot]). With ids, slot s takes the matrix that lies ids[s] strides
// behind W, so that a recorded graph serves whichever experts the router chose. A warp computes two rows: the
// activations are read once for both, and both rows' weights are on their way at the same time. Sums are always taken
// in the same order.
#include "superblocks.cuh"

constexpr int ROWS = 2;   // of a warp
constexpr int WARPS = 4;  // of a block of threads

struct Product {
    const uint8_t* w;
    const int* ids;  // or null
    int64_t stride;  // bytes
    const uint8_t* x;
    int share;  // slots that have the same x
    const float* bias;  // or null
    float* y;
    int rows;
    int cols;
    int add;  // whether y is added to
};

#define PARAMETERS \
    const uint8_t *__restrict__ w, const int *__restrict__ ids, int64_t stride, const uint8_t *__restrict__ x, \
        int share, const float *__restrict__ bias, float *__restrict__ y, int rows, int cols, int add

__device__ __forceinline__ int firstRow() { return (blockIdx.x * WARPS + threadIdx.x / WARP) * ROWS; }

__device__ __forceinline__ const uint8_t* matrix(const Product& p) {
    return p.ids ? p.w + p.ids[blockIdx.y] * p.stride : p.w;
}

__device__ __forceinline__ void store(const Product& p, const float* sums) {
    for (int r = 0; r < ROWS; r++) {
        float sum = warpSum(sums[r]);
        int row = firstRow() + r;
        if (threadIdx.x % WARP != 0 || row >= p.rows) continue;
        float* to = p.y + (int64_t)blockIdx.y * p.rows + row;
        if (p.bias) sum += p.bias[row];
        *to = p.add ? *to + sum : sum;
    }
}

__device__ __forceinline__ int dot(const uint32_t* q, uint2 x) {
    return __dp4a((int)q[0], (int)x.x, __dp4a((int)q[1], (int)x.y, 0));
}

// Block formats, with 8-bit activations. A lane takes every 32nd unit of a row.
template <class F>
__device__ __forceinline__ void matvec(const Product p) {
    constexpr int PER_BLOCK = F::VALUES / UNIT;
    if (firstRow() >= p.rows) return;
    const uint8_t* x = p.x + blockIdx.y / p.share * quantizedRowBytes(p.cols);
    const float* scales = (const float*)(x + p.cols);
    int64_t rowBytes = (int64_t)(p.cols / F::VALUES) * F::BYTES;
    const uint8_t* w[ROWS];
    float sums[ROWS];
    for (int r = 0; r < ROWS; r++) {
        w[r] = matrix(p) + min(firstRow() + r, p.rows - 1) * rowBytes;
        sums[r] = 0;
    }
#pragma unroll F::AHEAD
    for (int i = threadIdx.x % WARP; i < p.cols / UNIT; i += WARP) {
        int block = i / PER_BLOCK;
        int u = i % PER_BLOCK;
        int at = block * F::VALUES + F::first(u);
        uint2 a = *(const uint2*)(x + at), b = *(const uint2*)(x + at + F::STEP);
        float scaleA = scales[at / 32];
        float scaleB = F::STEP < 32 ? scaleA : scales[(at + F::STEP) / 32];
        const uint32_t ones[2] = {0x01010101u, 0x01010101u};
        int sumA = dot(ones, a), sumB = dot(ones, b);
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            Unit unit = F::unit(w[r] + block * F::BYTES, u);
            int first = dot(unit.q, a) - F::CENTER * sumA, second = dot(unit.q + 2, b) - F::CENTER * sumB;
            if (F::STEP < 32) {  // one scale for both runs
                sums[r] += unit.scale[0] * scaleA * (first + second);
            } else {
                sums[r] += unit.scale[0] * scaleA * first + unit.scale[1] * scaleB * second;
            }
            if (F::OFFSET) sums[r] += unit.offset[0] * (scaleA * sumA) + unit.offset[1] * (scaleB * sumB);
        }
    }
    store(p, sums);
}

#define MATVEC(F) \
    extern "C" __global__ void __launch_bounds__(WARPS * WARP, F::BLOCKS) matvec_##F(PARAMETERS) { \
        matvec<F>({w, ids, stride, x, share, bias, y, rows, cols, add}); \
    }
FOR_BLOCKS(MATVEC)

__device__ __forceinline__ int dot(uint4 q, uint4 x) {
    return __dp4a((int)q.x, (int)x.x, __dp4a((int)q.y, (int)x.y, __dp4a((int)q.z, (int)x.z, __dp4a((int)q.w, (int)x.w, 0))));
}

__device__ __forceinline__ uint4 nibbles(const uint32_t* q, int shift) {
    return make_uint4(nibbles(q[0] >> shift), nibbles(q[1] >> shift), nibbles(q[2] >> shift), nibbles(q[3] >> shift));
}

// Q4_0 with an even number of blocks in a row: two of them are nine words, where one is nine half ones. 1.3 times as
// fast on an H200.
extern "C" __global__ void __launch_bounds__(WARPS * WARP, 8) matvec_Q4_0_pairs(PARAMETERS) {
    constexpr int WORDS = 9, VALUES = 64;
    Product p = {w, ids, stride, x, share, bias, y, rows, cols, add};
    if (firstRow() >= rows) return;
    const uint8_t* in = x + blockIdx.y / share * quantizedRowBytes(cols);
    const float* scales = (const float*)(in + cols);
    const uint32_t* weights[ROWS];
    float sums[ROWS];
    for (int r = 0; r < ROWS; r++) {
        weights[r] = (const uint32_t*)matrix(p) + (int64_t)min(firstRow() + r, rows - 1) * (cols / VALUES) * WORDS;
        sums[r] = 0;
    }
#pragma unroll 1
    for (int i = threadIdx.x % WARP; i < cols / VALUES; i += WARP) {
        uint32_t v[ROWS][WORDS];
#pragma unroll
        for (int r = 0; r < ROWS; r++)
#pragma unroll
            for (int j = 0; j < WORDS; j++) v[r][j] = weights[r][WORDS * i + j];
        const uint4* at = (const uint4*)(in + VALUES * i);
        uint4 a = at[0], b = at[1], c = at[2], d = at[3];
        float2 scale = *(const float2*)(scales + 2 * i);
        uint4 ones = make_uint4(0x01010101u, 0x01010101u, 0x01010101u, 0x01010101u);
        int sumA = dot(ones, a) + dot(ones, b), sumC = dot(ones, c) + dot(ones, d);
#pragma unroll
        for (int r = 0; r < ROWS; r++) {
            uint32_t q[4];
#pragma unroll
            for (int j = 0; j < 4; j++) q[j] = __byte_perm(v[r][j], v[r][j + 1], 0x5432);
            int first = dot(nibbles(q, 0), a) + dot(nibbles(q, 4), b) - Q4_0::CENTER * sumA;
            int second = dot(nibbles(v[r] + 5, 0), c) + dot(nibbles(v[r] + 5, 4), d) - Q4_0::CENTER * sumC;
            sums[r] += fromHalf(low(v[r][0])) * scale.x * first + fromHalf(high(v[r][4])) * scale.y * second;
        }
    }
    store(p, sums);
}

// Numbers that are no blocks, with float32 activations: four at a time where rows are aligned for it.
template <class T>
__device__ __forceinline__ void plainMatvec(const Product p) {
    using Bits = typename T::Bits;
    using Four = typename T::Four;
    if (firstRow() >= p.rows) return;
    const float* x = (const float*)p.x + (int64_t)(blockIdx.y / p.share) * p.cols;
    const Bits* w[ROWS];
    float sums[ROWS];
    for (int r = 0; r < ROWS; r++) {
        w[r] = (const Bits*)matrix(p) + (int64_t)min(firstRow() + r, p.rows - 1) * p.cols;
        sums[r] = 0;
    }
    int lane = threadIdx.x % WARP;
    bool aligned = p.cols % 4 == 0 && (uintptr_t)w[0] % sizeof(Four) == 0 && (uintptr_t)x % sizeof(float4) == 0;
    if (aligned) {
#pragma unroll 4
        for (int i = 4 * lane; i < p.cols; i += 4 * WARP) {
            float4 a = *(const float4*)(x + i);
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                float4 b = T::four(*(const Four*)(w[r] + i));
                sums[r] += a.x * b.x + a.y * b.y + a.z * b.z + a.w * b.w;
            }
        }
    } else {
        for (int i = lane; i < p.cols; i += WARP)
            for (int r = 0; r < ROWS; r++) sums[r] += x[i] * T::get(w[r][i]);
    }
    store(p, sums);
}

#define PLAIN_MATVEC(T) \
    extern "C" __global__ void __launch_bounds__(WARPS * WARP, 5) matvec_##T(PARAMETERS) { \
        plainMatvec<T>({w, ids, stride, x, share, bias, y, rows, cols, add}); \
    }
PLAIN_MATVEC(F32)
PLAIN_MATVEC(F16)
PLAIN_MATVEC(BF16)
