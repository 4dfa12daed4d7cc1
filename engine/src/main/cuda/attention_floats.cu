// Attention of many new tokens over a cache in float32, as exact as the processor; see attention.cuh.
#include "attention.cuh"

// Reading in float32: 32 queries against 32 positions at a time. A query is a token and one of the heads of a group, so that all
// which need the same keys are together. A warp has 8 queries: a lane computes 2 by 4 scores, then 8 by 4 outputs.
constexpr int TILE = 32;
constexpr int MOST = 128;          // size
constexpr int ROW = MOST + 4;      // floats of a row in shared memory, so that rows begin at different banks
constexpr int SCORES = TILE + 4;
constexpr int OWN = 8;             // queries of a warp

// Positions from..from+31 of a head of the cache; zeros from end on and behind size.
__device__ __forceinline__ void loadTile(float (*tile)[ROW], const float* cache, int from, int end, int size) {
#pragma unroll
    for (int i = threadIdx.x; i < TILE * MOST / 4; i += 128) {
        int row = i / (MOST / 4), col = i % (MOST / 4) * 4;
        float4 v = make_float4(0, 0, 0, 0);
        if (from + row < end && col < size)
            v = *(const float4*)(cache + (int64_t)(from + row) * size + col);
        *(float4*)&tile[row][col] = v;
    }
}

__device__ __forceinline__ void readFloats(
    const float* q, const float* keys, const float* values, const int* first, float* y, Heads h) {
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
        loadTile(tile, keys, from, end, h.size);
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
        loadTile(tile, values, from, end, h.size);
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
    readFloats(q, keys, values, first, y, {n, heads, kvHeads, size, capacity, scale});
}
