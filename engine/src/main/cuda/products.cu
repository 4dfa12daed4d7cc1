// Products of matrices without cuBLAS: y [n, rows] = x [n, cols] · wᵀ, w [rows, cols], sums in float32 along the columns
// in their order. For cards without that library, and to compare with it.
#include "numbers.cuh"

constexpr int TILE = 64;   // tokens and rows of a block of 256 threads; a thread has 4 by 4
constexpr int DEPTH = 16;  // columns at a time

// Columns from..from+15 of rows first..first+63, turned so that rows are neighbours; zeros outside.
template <class T>
__device__ __forceinline__ void loadTile(
    float (*tile)[TILE + 4], const typename T::Bits* m, int first, int rows, int from, int cols) {
    for (int i = threadIdx.x; i < TILE * DEPTH; i += 256) {
        int row = first + i / DEPTH, col = from + i % DEPTH;
        tile[i % DEPTH][i / DEPTH] = row < rows && col < cols ? T::get(m[(int64_t)row * cols + col]) : 0;
    }
}

template <class T>
__device__ __forceinline__ void multiply(
    const typename T::Bits* x, const typename T::Bits* w, float* y, int n, int rows, int cols) {
    __shared__ float xs[DEPTH][TILE + 4];
    __shared__ float ws[DEPTH][TILE + 4];
    int token = blockIdx.y * TILE + threadIdx.x / 16 * 4;
    int row = blockIdx.x * TILE + threadIdx.x % 16 * 4;
    float sums[4][4] = {};
    for (int from = 0; from < cols; from += DEPTH) {
        __syncthreads();
        loadTile<T>(xs, x, blockIdx.y * TILE, n, from, cols);
        loadTile<T>(ws, w, blockIdx.x * TILE, rows, from, cols);
        __syncthreads();
#pragma unroll
        for (int k = 0; k < DEPTH; k++) {
            float4 a = *(float4*)&xs[k][threadIdx.x / 16 * 4];
            float4 b = *(float4*)&ws[k][threadIdx.x % 16 * 4];
            float as[4] = {a.x, a.y, a.z, a.w}, bs[4] = {b.x, b.y, b.z, b.w};
            for (int i = 0; i < 4; i++)
                for (int j = 0; j < 4; j++) sums[i][j] = fmaf(as[i], bs[j], sums[i][j]);
        }
    }
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 4; j++)
            if (token + i < n && row + j < rows) y[(int64_t)(token + i) * rows + row + j] = sums[i][j];
}

#define MATMUL(T, NAME) \
    extern "C" __global__ void __launch_bounds__(256) matmul_##NAME( \
        const T::Bits* __restrict__ x, const T::Bits* __restrict__ w, float* __restrict__ y, int n, int rows, \
        int cols) { \
        multiply<T>(x, w, y, n, rows, cols); \
    }
MATMUL(F32, f32)
MATMUL(F16, f16)
MATMUL(BF16, bf16)
