// What stands between the products: norms, sums, conversions, rotary positions, and the cache of keys and values.
#include "numbers.cuh"

constexpr int NORM_THREADS = 512;

// Sum over the block's threads, always in the same order; every thread gets it.
__device__ __forceinline__ float blockSum(float value) {
    __shared__ float sums[NORM_THREADS / WARP];
    value = warpSum(value);
    __syncthreads();
    if (threadIdx.x % WARP == 0) sums[threadIdx.x / WARP] = value;
    __syncthreads();
    float sum = 0;
    for (int i = 0; i < NORM_THREADS / WARP; i++) sum += sums[i];
    return sum;
}

// y = (x - mean) / sqrt(variance + epsilon) * weight + bias; x and y [n, cols]. A block takes a row.
extern "C" __global__ void __launch_bounds__(NORM_THREADS) layer_norm(
    const float* __restrict__ x, const float* __restrict__ weight, const float* __restrict__ bias, float epsilon,
    float* __restrict__ y, int cols) {
    x += (int64_t)blockIdx.x * cols;
    y += (int64_t)blockIdx.x * cols;
    float sum = 0;
    for (int i = threadIdx.x; i < cols; i += NORM_THREADS) sum += x[i];
    float mean = blockSum(sum) / cols;
    float squares = 0;
    for (int i = threadIdx.x; i < cols; i += NORM_THREADS) squares += (x[i] - mean) * (x[i] - mean);
    float scale = 1 / sqrtf(blockSum(squares) / cols + epsilon);
    for (int i = threadIdx.x; i < cols; i += NORM_THREADS) y[i] = (x[i] - mean) * scale * weight[i] + bias[i];
}

// x += y, both of count numbers.
extern "C" __global__ void __launch_bounds__(256) add(
    float* __restrict__ x, const float* __restrict__ y, int64_t count) {
    int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) x[i] += y[i];
}

// Each row of y [n, rows] += bias.
extern "C" __global__ void __launch_bounds__(256) add_bias(
    float* __restrict__ y, const float* __restrict__ bias, int64_t count, int rows) {
    int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) y[i] += bias[i % rows];
}

template <class T>
__device__ __forceinline__ void convert(const float* x, typename T::Bits* y, int64_t count) {
    int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count) y[i] = T::put(x[i]);
}

extern "C" __global__ void __launch_bounds__(256) convert_f16(
    const float* __restrict__ x, uint16_t* __restrict__ y, int64_t count) {
    convert<F16>(x, y, count);
}

extern "C" __global__ void __launch_bounds__(256) convert_bf16(
    const float* __restrict__ x, uint16_t* __restrict__ y, int64_t count) {
    convert<BF16>(x, y, count);
}

// Turns each pair (i, i + size/2) of every head of q [n, heads * size] and k [n, kvHeads * size] by the angles of its
// token, cos and sin [n, size / 2]. Not fused: the CPU's bits.
extern "C" __global__ void __launch_bounds__(256) rope(
    float* __restrict__ q, float* __restrict__ k, const float* __restrict__ cos, const float* __restrict__ sin, int n,
    int heads, int kvHeads, int size) {
    int half = size / 2;
    int64_t at = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    int i = (int)(at % half);
    int head = (int)(at / half % (heads + kvHeads));
    int64_t t = at / half / (heads + kvHeads);
    if (t >= n) return;
    float* x = head < heads ? q + (t * heads + head) * size : k + (t * kvHeads + head - heads) * size;
    float a = x[i], b = x[i + half];
    float c = cos[t * half + i], s = sin[t * half + i];
    x[i] = __fsub_rn(__fmul_rn(a, c), __fmul_rn(b, s));
    x[i + half] = __fadd_rn(__fmul_rn(b, c), __fmul_rn(a, s));
}

// k and v [n, kvHeads * size] to the caches [kvHeads, capacity, size], at positions *first and on; those behind the
// capacity are left out.
template <class T>
__device__ __forceinline__ void storeKv(
    const float* k, const float* v, typename T::Bits* keys, typename T::Bits* values, const int* first, int n,
    int kvHeads, int size, int capacity) {
    int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    int64_t t = i / size / kvHeads;
    int64_t position = *first + t;
    if (t >= n || position >= capacity) return;
    int64_t to = (i / size % kvHeads * capacity + position) * size + i % size;
    keys[to] = T::put(k[i]);
    values[to] = T::put(v[i]);
}

extern "C" __global__ void __launch_bounds__(256) store_kv_f32(
    const float* __restrict__ k, const float* __restrict__ v, float* __restrict__ keys, float* __restrict__ values,
    const int* __restrict__ first, int n, int kvHeads, int size, int capacity) {
    storeKv<F32>(k, v, keys, values, first, n, kvHeads, size, capacity);
}

extern "C" __global__ void __launch_bounds__(256) store_kv_f16(
    const float* __restrict__ k, const float* __restrict__ v, uint16_t* __restrict__ keys,
    uint16_t* __restrict__ values, const int* __restrict__ first, int n, int kvHeads, int size, int capacity) {
    storeKv<F16>(k, v, keys, values, first, n, kvHeads, size, capacity);
}
