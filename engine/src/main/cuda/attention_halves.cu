// Attention of many new tokens over a cache in float16, on tensor cores; see attention.cuh.
//
// Queries and the softmax's weights become halves too, sums stay in float32. A warp has 16 queries (a token and one of
// the heads of a group, so that all which need the same keys are together), a block 128 of them against 64 positions at
// a time: keys and values are read once for all, those of the next products while these compute.
//
// What a lane holds of the operands of a product, with g = lane / 4 and t = lane % 4: of queries and scores rows g and
// g + 8, columns 2t and 2t + 1 of every 8; of keys and values what ldmatrix gives it. Sums of products have the rows
// and columns that the next product wants of its weights, so scores never leave the registers.
//
// Products of 16 by 8 by 8, which every card since 7.5 has: those of depth 16 were 9 % faster on an H200, and would
// want a second program for newer cards.
#include "attention.cuh"

constexpr int WARPS = 8;
constexpr int THREADS = WARPS * WARP;
constexpr int QUERIES = WARPS * 16;  // of a block of threads
constexpr int TILE = 64;             // positions
constexpr int MOST = 128;            // size
constexpr int ROW = MOST + 8;        // halves of a row in shared memory, so that 8 rows begin at different banks
constexpr int STEPS = MOST / 16;
constexpr int CHUNKS = TILE * MOST / 8 / THREADS;  // of 16 bytes that a thread loads of a tile

__device__ __forceinline__ uint32_t halves(float low, float high) {
    return toHalf(low) | (uint32_t)toHalf(high) << 16;
}

// Four blocks of 8 by 8 halves; a lane gives where one of their rows begins.
__device__ __forceinline__ void load(uint32_t* blocks, const uint16_t* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(blocks[0]), "=r"(blocks[1]), "=r"(blocks[2]), "=r"(blocks[3])
                 : "r"((uint32_t)__cvta_generic_to_shared(row)));
}

// The same, each block turned.
__device__ __forceinline__ void loadTurned(uint32_t* blocks, const uint16_t* row) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(blocks[0]), "=r"(blocks[1]), "=r"(blocks[2]), "=r"(blocks[3])
                 : "r"((uint32_t)__cvta_generic_to_shared(row)));
}

// sums [16, 8] += a [16, 16] · b [16, 8]
__device__ __forceinline__ void multiply(float* sums, const uint32_t* a, const uint32_t* b) {
#pragma unroll
    for (int i = 0; i < 2; i++)
        asm("mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5}, {%6}, {%0, %1, %2, %3};"
            : "+f"(sums[0]), "+f"(sums[1]), "+f"(sums[2]), "+f"(sums[3])
            : "r"(a[2 * i]), "r"(a[2 * i + 1]), "r"(b[i]));
}

// A tile on its way from the cache to shared memory; zeros from position end on and behind size.
struct Staged {
    uint4 chunks[CHUNKS];

    __device__ __forceinline__ void fetch(const uint16_t* cache, int from, int end, int size) {
#pragma unroll
        for (int i = 0; i < CHUNKS; i++) {
            int at = threadIdx.x + i * THREADS;
            int position = from + at / (MOST / 8), col = at % (MOST / 8) * 8;
            chunks[i] = make_uint4(0, 0, 0, 0);
            if (position < end && col < size) chunks[i] = *(const uint4*)(cache + (int64_t)position * size + col);
        }
    }

    __device__ __forceinline__ void put(uint16_t (*tile)[ROW]) const {
#pragma unroll
        for (int i = 0; i < CHUNKS; i++) {
            int at = threadIdx.x + i * THREADS;
            *(uint4*)&tile[at / (MOST / 8)][at % (MOST / 8) * 8] = chunks[i];
        }
    }
};

extern "C" __global__ void __launch_bounds__(THREADS, 1) attention_read_f16(
    const float* __restrict__ q, const uint16_t* __restrict__ keys, const uint16_t* __restrict__ values,
    const int* __restrict__ first, float* __restrict__ y, int n, int heads, int kvHeads, int size, int capacity,
    float scale) {
    __shared__ __align__(16) uint16_t keyTile[TILE][ROW];
    __shared__ __align__(16) uint16_t valueTile[TILE][ROW];
    int group = heads / kvHeads;
    int all = n * group;
    int begin = (gridDim.x - 1 - blockIdx.x) * QUERIES;  // those that see most go first
    int position = *first;
    keys += (int64_t)blockIdx.y * capacity * size;
    values += (int64_t)blockIdx.y * capacity * size;

    int lane = threadIdx.x % WARP;
    int g = lane / 4, t = lane % 4;
    int query[2];
    int64_t at[2];  // in q and y
    int sees[2];    // last position that it sees
    for (int i = 0; i < 2; i++) {
        query[i] = begin + threadIdx.x / WARP * 16 + g + 8 * i;
        int is = min(query[i], all - 1);
        at[i] = ((int64_t)(is / group) * heads + blockIdx.y * group + is % group) * size;
        sees[i] = position + is / group;
    }
    uint32_t mine[STEPS][4];  // the warp's queries
#pragma unroll
    for (int k = 0; k < STEPS; k++)
#pragma unroll
        for (int i = 0; i < 4; i++) {
            int col = 16 * k + i / 2 * 8 + 2 * t;
            float2 v = col < size ? *(const float2*)(q + at[i % 2] + col) : make_float2(0, 0);
            mine[k][i] = halves(v.x * scale, v.y * scale);
        }

    float out[MOST / 8][4] = {};
    float m[2] = {NONE, NONE}, l[2] = {0, 0};
    int end = min(position + (min(begin + QUERIES, all) - 1) / group + 1, capacity);
    Staged staged;
    staged.fetch(keys, 0, end, size);
    for (int from = 0; from < end; from += TILE) {
        __syncthreads();
        staged.put(keyTile);
        __syncthreads();
        staged.fetch(values, from, end, size);
        float s[TILE / 8][4] = {};
#pragma unroll
        for (int k = 0; k < STEPS; k++) {
            if (16 * k >= size) continue;
#pragma unroll
            for (int j = 0; j < TILE / 16; j++) {
                uint32_t b[4];
                load(b, &keyTile[16 * j + lane / 16 * 8 + lane % 8][16 * k + lane / 8 % 2 * 8]);
                multiply(s[2 * j], mine[k], b);
                multiply(s[2 * j + 1], mine[k], b + 2);
            }
        }

        bool edge = from + TILE > position + begin / group + 1;  // not all see all of these positions
#pragma unroll
        for (int i = 0; i < 2; i++) {
            float largest = m[i];
#pragma unroll
            for (int j = 0; j < TILE / 8; j++)
#pragma unroll
                for (int c = 2 * i; c < 2 * i + 2; c++) {
                    if (edge && from + 8 * j + 2 * t + c % 2 > sees[i]) s[j][c] = NONE;
                    largest = fmaxf(largest, s[j][c]);
                }
            for (int step = 2; step > 0; step /= 2) largest = fmaxf(largest, __shfl_xor_sync(ALL, largest, step));
            float sum = 0;
#pragma unroll
            for (int j = 0; j < TILE / 8; j++)
#pragma unroll
                for (int c = 2 * i; c < 2 * i + 2; c++) {
                    s[j][c] = exp2f(s[j][c] - largest);
                    sum += s[j][c];
                }
            float shrink = exp2f(m[i] - largest);
            l[i] = l[i] * shrink + sum;
            m[i] = largest;
#pragma unroll
            for (int j = 0; j < MOST / 8; j++)
#pragma unroll
                for (int c = 2 * i; c < 2 * i + 2; c++) out[j][c] *= shrink;
        }

        staged.put(valueTile);
        __syncthreads();
        if (from + TILE < end) staged.fetch(keys, from + TILE, end, size);
#pragma unroll
        for (int k = 0; k < TILE / 16; k++) {
            uint32_t weights[4];
#pragma unroll
            for (int i = 0; i < 4; i++) weights[i] = halves(s[2 * k + i / 2][i % 2 * 2], s[2 * k + i / 2][i % 2 * 2 + 1]);
#pragma unroll
            for (int j = 0; j < STEPS; j++) {
                if (16 * j >= size) continue;
                uint32_t b[4];
                loadTurned(b, &valueTile[16 * k + lane % 16][16 * j + lane / 16 * 8]);
                multiply(out[2 * j], weights, b);
                multiply(out[2 * j + 1], weights, b + 2);
            }
        }
    }

#pragma unroll
    for (int i = 0; i < 2; i++) {
        for (int step = 2; step > 0; step /= 2) l[i] += __shfl_xor_sync(ALL, l[i], step);
        if (query[i] >= all) continue;
#pragma unroll
        for (int j = 0; j < MOST / 8; j++)
            if (8 * j < size)
                *(float2*)(y + at[i] + 8 * j + 2 * t) = make_float2(out[j][2 * i] / l[i], out[j][2 * i + 1] / l[i]);
    }
}
