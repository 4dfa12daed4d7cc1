// Causal attention over a cache [kvHeads, capacity, size] of keys and one of values, with several query heads for each
// of their heads. Sizes are multiples of 8 up to 128. The first of n new tokens is at position *first; theirs are in
// the cache already.
//
// Both forms keep a running softmax: m is the largest score so far, l the sum of 2^(score - m), the output the values
// weighted so; when m grows, l and the output shrink by 2^(old m - new m). Scores are in powers of two: scale holds the
// factor log2(e).
//
// Source: Milakov and Gimelshein 2018 (running softmax), Dao et al. 2022 (tiles), Dao et al. 2023 (pieces).
#include "numbers.cuh"

struct Heads {
    int n;
    int heads;
    int kvHeads;
    int size;
    int capacity;
    float scale;
};

// Reading: 32 queries against 32 positions at a time. A query is a token and one of the heads of a group, so that all
// which need the same keys are together. A warp has 8 queries: a lane computes 2 by 4 scores, then 8 by 4 outputs.
constexpr int TILE = 32;
constexpr int MOST = 128;          // size
constexpr int ROW = MOST + 4;      // floats of a row in shared memory, so that rows begin at different banks
constexpr int SCORES = TILE + 4;
constexpr int OWN = 8;             // queries of a warp

// Positions from..from+31 of a head of the cache as floats; zeros from end on and behind size.
template <class T>
__device__ __forceinline__ void loadTile(
    float (*tile)[ROW], const typename T::Bits* cache, int from, int end, int size) {
#pragma unroll
    for (int i = threadIdx.x; i < TILE * MOST / 4; i += 128) {
        int row = i / (MOST / 4), col = i % (MOST / 4) * 4;
        float4 v = make_float4(0, 0, 0, 0);
        if (from + row < end && col < size)
            v = T::four(*(const typename T::Four*)(cache + (int64_t)(from + row) * size + col));
        *(float4*)&tile[row][col] = v;
    }
}

__device__ __forceinline__ float times(float4 a, float4 b, float sum) {
    return fmaf(a.w, b.w, fmaf(a.z, b.z, fmaf(a.y, b.y, fmaf(a.x, b.x, sum))));
}

template <class T>
__device__ __forceinline__ void readAttention(
    const float* q, const typename T::Bits* keys, const typename T::Bits* values, const int* first, float* y, Heads h) {
    __shared__ float queries[TILE][ROW];
    __shared__ float tile[TILE][ROW];  // keys, then values
    __shared__ float scores[TILE][SCORES];
    __shared__ float shrinks[TILE];
    int group = h.heads / h.kvHeads;
    int all = h.n * group;
    int begin = (gridDim.x - 1 - blockIdx.x) * TILE;  // those that see most go first
    int position = *first;
    keys += (int64_t)blockIdx.y * h.capacity * h.size;
    values += (int64_t)blockIdx.y * h.capacity * h.size;

    for (int i = threadIdx.x; i < TILE * MOST; i += 128) {
        int query = begin + i / MOST, col = i % MOST;
        int head = blockIdx.y * group + query % group;
        bool is = query < all && col < h.size;
        queries[i / MOST][col] = is ? q[((int64_t)(query / group) * h.heads + head) * h.size + col] * h.scale : 0;
    }

    int lane = threadIdx.x % WARP;
    int own = threadIdx.x / WARP * OWN;  // first query of this warp in the tile
    int row = own + lane / 8 * 2;        // scores: this query and the next, positions lane % 8 + 8 j
    int sees[2];                         // last position that they see
    float m[2] = {NONE, NONE}, l[2] = {0, 0};
    for (int i = 0; i < 2; i++) sees[i] = position + min(begin + row + i, all - 1) / group;
    float out[OWN][4] = {};  // outputs: all of the warp's queries, columns 4 lane and on
    int end = min(position + (min(begin + TILE, all) - 1) / group + 1, h.capacity);

    for (int from = 0; from < end; from += TILE) {
        __syncthreads();
        loadTile<T>(tile, keys, from, end, h.size);
        __syncthreads();
        float s[2][4] = {};
#pragma unroll 4
        for (int c = 0; c < h.size; c += 4) {
            float4 a[2], b[4];
            for (int i = 0; i < 2; i++) a[i] = *(float4*)&queries[row + i][c];
            for (int j = 0; j < 4; j++) b[j] = *(float4*)&tile[lane % 8 + 8 * j][c];
            for (int i = 0; i < 2; i++)
                for (int j = 0; j < 4; j++) s[i][j] = times(a[i], b[j], s[i][j]);
        }
        for (int i = 0; i < 2; i++) {
            float largest = m[i];
            for (int j = 0; j < 4; j++) {
                if (from + lane % 8 + 8 * j > sees[i]) s[i][j] = NONE;
                largest = fmaxf(largest, s[i][j]);
            }
            for (int step = 4; step > 0; step /= 2) largest = fmaxf(largest, __shfl_xor_sync(ALL, largest, step));
            float sum = 0;
            for (int j = 0; j < 4; j++) {
                s[i][j] = exp2f(s[i][j] - largest);
                sum += s[i][j];
                scores[row + i][lane % 8 + 8 * j] = s[i][j];
            }
            for (int step = 4; step > 0; step /= 2) sum += __shfl_xor_sync(ALL, sum, step);
            float shrink = exp2f(m[i] - largest);
            l[i] = l[i] * shrink + sum;
            m[i] = largest;
            if (lane % 8 == 0) shrinks[row + i] = shrink;
        }
        __syncthreads();
        loadTile<T>(tile, values, from, end, h.size);
        __syncthreads();
        for (int i = 0; i < OWN; i++)
            for (int c = 0; c < 4; c++) out[i][c] *= shrinks[own + i];
#pragma unroll 2
        for (int k = 0; k < TILE; k += 4) {
            float4 v[4];
            for (int j = 0; j < 4; j++) v[j] = *(float4*)&tile[k + j][4 * lane];
#pragma unroll
            for (int i = 0; i < OWN; i++) {
                float4 p = *(float4*)&scores[own + i][k];
                out[i][0] = times(p, make_float4(v[0].x, v[1].x, v[2].x, v[3].x), out[i][0]);
                out[i][1] = times(p, make_float4(v[0].y, v[1].y, v[2].y, v[3].y), out[i][1]);
                out[i][2] = times(p, make_float4(v[0].z, v[1].z, v[2].z, v[3].z), out[i][2]);
                out[i][3] = times(p, make_float4(v[0].w, v[1].w, v[2].w, v[3].w), out[i][3]);
            }
        }
    }

    __syncwarp();
    if (lane % 8 == 0)
        for (int i = 0; i < 2; i++) shrinks[row + i] = 1 / l[i];
    __syncwarp();
    if (4 * lane >= h.size) return;
    for (int i = 0; i < OWN; i++) {
        int query = begin + own + i;
        if (query >= all) return;
        int head = blockIdx.y * group + query % group;
        float inverse = shrinks[own + i];
        *(float4*)(y + ((int64_t)(query / group) * h.heads + head) * h.size + 4 * lane) = make_float4(
            out[i][0] * inverse, out[i][1] * inverse, out[i][2] * inverse, out[i][3] * inverse);
    }
}

extern "C" __global__ void __launch_bounds__(128, 4) attention_read_f32(
    const float* __restrict__ q, const float* __restrict__ keys, const float* __restrict__ values,
    const int* __restrict__ first, float* __restrict__ y, int n, int heads, int kvHeads, int size, int capacity,
    float scale) {
    readAttention<F32>(q, keys, values, first, y, {n, heads, kvHeads, size, capacity, scale});
}

extern "C" __global__ void __launch_bounds__(128, 4) attention_read_f16(
    const float* __restrict__ q, const uint16_t* __restrict__ keys, const uint16_t* __restrict__ values,
    const int* __restrict__ first, float* __restrict__ y, int n, int heads, int kvHeads, int size, int capacity,
    float scale) {
    readAttention<F16>(q, keys, values, first, y, {n, heads, kvHeads, size, capacity, scale});
}

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

// y [n, heads * size] from the pieces, in their order; a block of threads for each head of each token.
extern "C" __global__ void __launch_bounds__(128) attention_combine(
    const float* __restrict__ mixed, const float2* __restrict__ sums, float* __restrict__ y, int pieces, int size) {
    int64_t row = (int64_t)blockIdx.y * gridDim.x + blockIdx.x;
    mixed += row * pieces * size;
    sums += row * pieces;
    if (threadIdx.x >= size) return;
    float m = NONE;
#pragma unroll 16
    for (int i = 0; i < pieces; i++) m = fmaxf(m, sums[i].x);
    float l = 0, out = 0;
#pragma unroll 16
    for (int i = 0; i < pieces; i++) {
        float weight = exp2f(sums[i].x - m);
        l = fmaf(weight, sums[i].y, l);
        out = fmaf(weight, mixed[(int64_t)i * size + threadIdx.x], out);
    }
    y[row * size + threadIdx.x] = out / l;
}
