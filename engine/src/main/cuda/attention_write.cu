// Attention of a few new tokens; see attention.cuh.
#include "attention.cuh"

// Writing: a warp takes one piece of the positions for up to 4 query heads of one group, two positions at a time: 16
// lanes hold a key's columns 4 (lane mod 16) and 64 behind. Pieces are as many whatever the position, so that a
// recorded graph serves every one; those without positions say so with l = 0.
constexpr int TOGETHER = 4;  // query heads

template <class T>
__device__ __forceinline__ void loadRow(
    float4* row, const typename T::Bits* cache, int64_t position, int col, int size) {
#pragma unroll
    for (int j = 0; j < 2; j++) {
        row[j] = make_float4(0, 0, 0, 0);
        if (col + 64 * j < size)
            row[j] = T::four(*(const typename T::Four*)(cache + position * size + col + 64 * j));
    }
}

__device__ __forceinline__ float4 scaled(float4 v, float by) {
    return make_float4(v.x * by, v.y * by, v.z * by, v.w * by);
}

__device__ __forceinline__ float4 plus(float4 v, float by, float4 w) {
    return make_float4(fmaf(by, w.x, v.x), fmaf(by, w.y, v.y), fmaf(by, w.z, v.z), fmaf(by, w.w, v.w));
}

// What this half of the warp has and what the other one has, of the numbers that shrink by `by`.
__device__ __forceinline__ float joined(float value, float by) {
    value *= by;
    return value + __shfl_xor_sync(ALL, value, 16);
}

// mixed [n, heads, pieces, size] and sums [n, heads, pieces] of m and l are overwritten.
template <class T>
__device__ __forceinline__ void attendPiece(
    const float* q, const typename T::Bits* keys, const typename T::Bits* values, const int* first, float* mixed,
    float2* sums, int pieces, Heads h) {
    int piece = blockIdx.x * 4 + threadIdx.x / WARP;
    if (piece >= pieces) return;
    int group = h.heads / h.kvHeads;
    int chunks = (group + TOGETHER - 1) / TOGETHER;
    int kvHead = blockIdx.y / chunks;
    int begin = blockIdx.y % chunks * TOGETHER;      // in the group
    int count = min(TOGETHER, group - begin);
    int head = kvHead * group + begin;
    int t = blockIdx.z;
    keys += (int64_t)kvHead * h.capacity * h.size;
    values += (int64_t)kvHead * h.capacity * h.size;
    int lane = threadIdx.x % WARP;
    int col = lane % 16 * 4;

    float4 query[TOGETHER][2], out[TOGETHER][2];
    float m[TOGETHER], l[TOGETHER];
#pragma unroll
    for (int i = 0; i < TOGETHER; i++) {
        loadRow<F32>(query[i], q + (int64_t)t * h.heads * h.size, head + min(i, count - 1), col, h.size);
        for (int j = 0; j < 2; j++) {
            query[i][j] = scaled(query[i][j], h.scale);
            out[i][j] = make_float4(0, 0, 0, 0);
        }
        m[i] = NONE;
        l[i] = 0;
    }

    int seen = min(*first + t + 1, h.capacity);
    int length = ((seen + pieces - 1) / pieces + 1) / 2 * 2;
    int from = piece * length;
    int to = min(seen, from + length);
#pragma unroll 4
    for (int pair = from; pair < to; pair += 2) {
        int position = min(pair + lane / 16, to - 1);
        float4 key[2], value[2];
        loadRow<T>(key, keys, position, col, h.size);
        loadRow<T>(value, values, position, col, h.size);
#pragma unroll
        for (int i = 0; i < TOGETHER; i++) {
            float score = times(query[i][1], key[1], times(query[i][0], key[0], 0));
            for (int step = 8; step > 0; step /= 2) score += __shfl_xor_sync(ALL, score, step);
            if (pair + lane / 16 >= to) score = NONE;
            float largest = fmaxf(m[i], score);
            // a half that saw no position yet has nothing to shrink, and no score to compare with
            float shrink = largest == NONE ? 1 : exp2f(m[i] - largest);
            float p = largest == NONE ? 0 : exp2f(score - largest);
            m[i] = largest;
            l[i] = l[i] * shrink + p;
            for (int j = 0; j < 2; j++) out[i][j] = plus(scaled(out[i][j], shrink), p, value[j]);
        }
    }

#pragma unroll
    for (int i = 0; i < TOGETHER; i++) {
        float largest = fmaxf(m[i], __shfl_xor_sync(ALL, m[i], 16));
        float shrink = largest == NONE ? 1 : exp2f(m[i] - largest);
        l[i] = joined(l[i], shrink);
        for (int j = 0; j < 2; j++)
            out[i][j] = make_float4(
                joined(out[i][j].x, shrink), joined(out[i][j].y, shrink), joined(out[i][j].z, shrink),
                joined(out[i][j].w, shrink));
        if (i >= count) continue;
        int64_t place = ((int64_t)t * h.heads + head + i) * pieces + piece;
        if (lane == 0) sums[place] = make_float2(largest, l[i]);
        float4 mine = lane < 16 ? out[i][0] : out[i][1];
        int at = col + lane / 16 * 64;
        if (at < h.size) *(float4*)(mixed + place * h.size + at) = mine;
    }
}

extern "C" __global__ void __launch_bounds__(128) attention_pieces_f32(
    const float* __restrict__ q, const float* __restrict__ keys, const float* __restrict__ values,
    const int* __restrict__ first, float* __restrict__ mixed, float2* __restrict__ sums, int pieces, int n, int heads,
    int kvHeads, int size, int capacity, float scale) {
    attendPiece<F32>(q, keys, values, first, mixed, sums, pieces, {n, heads, kvHeads, size, capacity, scale});
}

extern "C" __global__ void __launch_bounds__(128) attention_pieces_f16(
    const float* __restrict__ q, const uint16_t* __restrict__ keys, const uint16_t* __restrict__ values,
    const int* __restrict__ first, float* __restrict__ mixed, float2* __restrict__ sums, int pieces, int n, int heads,
    int kvHeads, int size, int capacity, float scale) {
    attendPiece<F16>(q, keys, values, first, mixed, sums, pieces, {n, heads, kvHeads, size, capacity, scale});
}

// y [n, heads * size] from the pieces, in the same order each time; a block of threads for each head of each token, a
// quarter of it for every fourth piece.
constexpr int QUARTER = 128;
constexpr int PARTS = 4;

extern "C" __global__ void __launch_bounds__(PARTS * QUARTER) attention_combine(
    const float* __restrict__ mixed, const float2* __restrict__ sums, float* __restrict__ y, int pieces, int size) {
    __shared__ float largest[PARTS * QUARTER / WARP];
    __shared__ float outs[PARTS][QUARTER];
    __shared__ float ls[PARTS];
    int64_t row = (int64_t)blockIdx.y * gridDim.x + blockIdx.x;
    mixed += row * pieces * size;
    sums += row * pieces;
    float m = NONE;
    for (int i = threadIdx.x; i < pieces; i += PARTS * QUARTER) m = fmaxf(m, sums[i].x);
    m = warpMax(m);
    if (threadIdx.x % WARP == 0) largest[threadIdx.x / WARP] = m;
    __syncthreads();
    for (int i = 0; i < PARTS * QUARTER / WARP; i++) m = fmaxf(m, largest[i]);
    int part = threadIdx.x / QUARTER, col = threadIdx.x % QUARTER;
    float l = 0, out = 0;
#pragma unroll 8
    for (int i = part; i < pieces; i += PARTS) {
        float2 sum = sums[i];
        float weight = exp2f(sum.x - m);
        l = fmaf(weight, sum.y, l);
        if (col < size) out = fmaf(weight, mixed[(int64_t)i * size + col], out);
    }
    outs[part][col] = out;
    if (col == 0) ls[part] = l;
    __syncthreads();
    if (part > 0 || col >= size) return;
    for (int i = 1; i < PARTS; i++) {
        out += outs[i][col];
        l += ls[i];
    }
    y[row * size + col] = out / l;
}
