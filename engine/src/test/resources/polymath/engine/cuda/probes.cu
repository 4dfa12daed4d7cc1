// Kernels that try what the emulator must get right. Compiled to probes.ptx beside this file by
//   nvcc -ptx -O3 -arch=compute_75 probes.cu
// with the version lowered to 7.0, as the product's are.
#include <cuda_fp16.h>

#define EXPORT extern "C" __global__

__device__ float sumOfWarp(float value) {
    for (int distance = 16; distance > 0; distance /= 2) value += __shfl_xor_sync(~0u, value, distance);
    return value;
}

// Sum of each row of x [rows, cols]: shuffles, then shared memory.
EXPORT void sumRows(const float* __restrict__ x, float* y, int cols) {
    __shared__ float partial[32];
    const float* row = x + (size_t) blockIdx.x * cols;
    float sum = 0;
    for (int i = threadIdx.x; i < cols; i += blockDim.x) sum += row[i];
    sum = sumOfWarp(sum);
    if (threadIdx.x % 32 == 0) partial[threadIdx.x / 32] = sum;
    __syncthreads();
    if (threadIdx.x < 32) {
        sum = threadIdx.x < blockDim.x / 32 ? partial[threadIdx.x] : 0;
        sum = sumOfWarp(sum);
        if (threadIdx.x == 0) y[blockIdx.x] = sum;
    }
}

// y [m, n] = a [m, k] * b [k, n] by tiles of 16 x 16; threads of a block count in one dimension.
EXPORT void multiplyTiles(const float* a, const float* b, float* y, int m, int n, int k) {
    __shared__ float tileA[16][17];
    __shared__ float tileB[16][17];
    int tx = threadIdx.x % 16, ty = threadIdx.x / 16;
    int row = blockIdx.y * 16 + ty, col = blockIdx.x * 16 + tx;
    float sum = 0;
    for (int t = 0; t < k; t += 16) {
        tileA[ty][tx] = row < m && t + tx < k ? a[row * k + t + tx] : 0;
        tileB[ty][tx] = t + ty < k && col < n ? b[(t + ty) * n + col] : 0;
        __syncthreads();
#pragma unroll
        for (int i = 0; i < 16; i++) sum = fmaf(tileA[ty][i], tileB[i][tx], sum);
        __syncthreads();
    }
    if (row < m && col < n) y[row * n + col] = sum;
}

// Steps until 1 is reached: loops that end at different times within a warp.
EXPORT void collatz(const unsigned* x, int* steps, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= n) return;
    unsigned v = x[i];
    int count = 0;
    while (v != 1) {
        if (v & 1) v = 3 * v + 1;
        else v >>= 1;
        count++;
        if (count == 1000) break;
    }
    steps[i] = count;
}

// Lanes take different ways, and must be together again for the shuffle.
EXPORT void partAndMeet(const int* x, int* y) {
    int i = threadIdx.x;
    int v = x[i];
    switch (v % 7) {
        case 0: v += 10; break;
        case 1: v *= 3; break;
        case 2: for (int k = 0; k < i; k++) v ^= k * 77; break;
        case 3: v = -v; break;
        case 4: v = v / 3 + v % 5; break;
        case 5: v = __popc(v) + __clz(v) + __ffs(v); break;
        default: v = __brev(v);
    }
    y[i] = v + __shfl_down_sync(~0u, v, 1);
    unsigned odd = __ballot_sync(~0u, v & 1);
    if (i == 0) y[32] = odd;
    if (__any_sync(~0u, v == 0x7fffffff)) y[33] = 1;
    if (__all_sync(~0u, v != 0x7fffffff)) y[34] = 1;
    int up = __shfl_up_sync(~0u, v, 3, 8);
    y[35 + i] = up + 5 * __shfl_sync(~0u, v, 5, 16);
}

EXPORT void dots(const int* a, const int* b, int* y) {
    int i = threadIdx.x;
    y[4 * i] = __dp4a(a[i], b[i], 100);
    y[4 * i + 1] = (int) __dp4a((unsigned) a[i], (unsigned) b[i], 7u);
    y[4 * i + 2] = __byte_perm(a[i], b[i], 0x5140 + i);
    y[4 * i + 3] = __funnelshift_l(a[i], b[i], i) ^ __funnelshift_r(a[i], b[i], i);
}

EXPORT void halfToFloat(const __half* x, float* y) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    y[i] = __half2float(x[i]);
}

EXPORT void floatToHalf(const float* x, __half* y) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    y[i] = __float2half(x[i]);
}

EXPORT void halfPairs(const __half2* a, const __half2* b, __half2* y) {
    int i = threadIdx.x;
    y[3 * i] = __hadd2(a[i], b[i]);
    y[3 * i + 1] = __hfma2(a[i], b[i], b[i]);
    y[3 * i + 2] = __hmul2(a[i], b[i]);
}

EXPORT void floatToBfloat(const float* x, unsigned short* y) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    unsigned bits = __float_as_uint(x[i]);
    y[i] = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
}

__constant__ float weights[8] = {1, 2, 4, 8, 16, 32, 64, 128};
__device__ unsigned short table[2][3] = {{1, 2, 3}, {40000, 5, 6}};

EXPORT void constants(const int* x, float* y, int n) {
    int i = threadIdx.x;
    y[i] = weights[x[i] & 7] + table[i & 1][x[i] % 3];
}

struct Block { unsigned short d; signed char q[6]; };

// Bytes, shorts and vectors in memory.
EXPORT void widths(const Block* blocks, const float4* x, float* y, unsigned char* bytes) {
    int i = threadIdx.x;
    float4 v = x[i];
    float sum = 0;
    for (int k = 0; k < 6; k++) sum += blocks[i].q[k] * (k & 1 ? v.x : v.w);
    y[i] = sum * blocks[i].d;
    bytes[i] = (unsigned char) (blocks[i].q[0] * 3);
}

// A thread's own array with places known only while it runs.
EXPORT void ownArray(const int* x, int* y, int n) {
    int mine[16];
    for (int k = 0; k < 16; k++) mine[k] = k * threadIdx.x;
    for (int k = 0; k < n; k++) mine[x[k] & 15] += mine[(x[k] + threadIdx.x) & 15];
    int sum = 0;
    for (int k = 0; k < 16; k++) sum = sum * 31 + mine[k];
    y[threadIdx.x] = sum;
}

EXPORT void histogram(const unsigned char* x, int* counts, float* sum, int* most, unsigned* first, int n) {
    extern __shared__ int mine[];
    for (int k = threadIdx.x; k < 256; k += blockDim.x) mine[k] = 0;
    __syncthreads();
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) {
        atomicAdd(&mine[x[i]], 1);
        atomicAdd(sum, (float) x[i]);
        atomicMax(most, x[i]);
        if (x[i] == 7) atomicMin(first, (unsigned) i);
    }
    __syncthreads();
    for (int k = threadIdx.x; k < 256; k += blockDim.x) if (mine[k]) atomicAdd(&counts[k], mine[k]);
}

// atomicCAS in a loop, in which lanes that lost try again.
EXPORT void multiplyAtomically(unsigned long long* product, int factor) {
    unsigned long long seen = *product, before;
    do {
        before = seen;
        seen = atomicCAS(product, before, before * factor);
    } while (seen != before);
}

EXPORT void functions(const float* x, float* y, int n) {
    int i = threadIdx.x;
    float v = x[i];
    float* out = y + 16 * i;
    out[0] = expf(v);
    out[1] = rsqrtf(fabsf(v));
    out[2] = sqrtf(fabsf(v));
    out[3] = v / 3.7f;
    out[4] = __fdividef(v, 3.7f);
    out[5] = logf(fabsf(v));
    out[6] = sinf(v);
    out[7] = tanhf(v);
    out[8] = rintf(v);
    out[9] = (float) (int) v;
    out[10] = (float) __float2int_rn(v);
    out[11] = fminf(fmaxf(v, -1), 1);
    out[12] = (float) (unsigned) fabsf(v);
    out[13] = floorf(v);
    out[14] = powf(fabsf(v), 0.75f);
    out[15] = (float) (long long) (v * 1e10f);
}

EXPORT void wholeNumbers(const int* a, const int* b, long long* y) {
    int i = threadIdx.x;
    int x = a[i], z = b[i];
    long long* out = y + 16 * i;
    out[0] = x / z;
    out[1] = x % z;
    out[2] = (unsigned) x / (unsigned) z;
    out[3] = (unsigned) x % (unsigned) z;
    out[4] = (long long) x * z;
    out[5] = __mulhi(x, z);
    out[6] = __umulhi(x, z);
    out[7] = (long long) x * 0x123456789ll / (z + 1ll);
    out[8] = min(x, z) - (long long) max((unsigned) x, (unsigned) z);
    out[9] = x >> (z & 31);
    out[10] = (unsigned) x >> (z & 31);
    out[11] = (short) x + (signed char) z;
    out[12] = (x & 0xf0) | (z ^ x) & ~0xff;
    out[13] = x < z ? abs(x) : -z;
    out[14] = x > 5 && (unsigned) z > 7u || x == z;
    out[15] = (long long) ((unsigned long long) x % (unsigned long long) z);
}

__device__ __noinline__ float polynomial(float x, const float* coefficients, int n) {
    float y = 0;
    for (int i = 0; i < n; i++) y = y * x + coefficients[i];
    return y;
}

EXPORT void calls(const float* x, const float* coefficients, float* y) {
    int i = threadIdx.x;
    float v = polynomial(x[i], coefficients, 4);
    if (i % 2 == 0) v += polynomial(v, coefficients, 2);
    y[i] = v;
}

EXPORT void gridOfThree(int* y) {
    int block = (blockIdx.z * gridDim.y + blockIdx.y) * gridDim.x + blockIdx.x;
    y[block * blockDim.x + threadIdx.x] = blockIdx.x + 10 * blockIdx.y + 100 * blockIdx.z;
}

EXPORT void addInPlace(float* x, float added, int n) {
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) x[i] += added;
}

// The following are wrong on purpose.
EXPORT void readsBehind(const float* x, float* y, int n) {
    y[threadIdx.x] = x[threadIdx.x + n];
}

EXPORT void writesBefore(float* y) {
    y[(int) threadIdx.x - 5] = 1;
}

EXPORT void readsUnaligned(const char* x, float* y) {
    y[threadIdx.x] = *(const float*) (x + 4 * threadIdx.x + 2);
}

EXPORT void sharedBehind(int* y, int at) {
    extern __shared__ int mine[];
    mine[threadIdx.x + at] = 1;
    __syncthreads();
    y[threadIdx.x] = mine[threadIdx.x];
}

EXPORT void leavesBeforeBarrier(int* y) {
    __shared__ int mine[64];
    if (threadIdx.x >= 50) return;
    mine[threadIdx.x] = threadIdx.x;
    __syncthreads();
    y[threadIdx.x] = mine[63 - threadIdx.x];
}

EXPORT void forgetsBarrier(int* y) {
    __shared__ int mine[64];
    mine[threadIdx.x] = threadIdx.x;
    y[threadIdx.x] = mine[63 - threadIdx.x];
}

EXPORT void shufflesAlone(int* y) {
    int v = threadIdx.x;
    if (v < 16) v = __shfl_xor_sync(~0u, v, 1);
    else v = __ballot_sync(~0u, v & 1);
    y[threadIdx.x] = v;
}

EXPORT void shufflesFromGone(int* y) {
    if (threadIdx.x >= 24) return;
    y[threadIdx.x] = __shfl_down_sync(0xffffff, (int) threadIdx.x, 4);
}
