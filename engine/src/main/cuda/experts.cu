// The router and what stands around the experts' products: a slot is token * 2 + 0 or 1, for the first or second expert
// of a token; a place is where a slot comes when slots are sorted by expert.
#include "numbers.cuh"

constexpr int ROUTER_THREADS = 256;

// logits [n, experts] = h [n, cols] · weightsᵀ. A block of threads computes TOKENS by EXPERTS of them; each is summed in
// the same order whatever they are, so that a token's experts do not depend on how many are read together.
template <int TOKENS, int EXPERTS>
__device__ __forceinline__ void route(
    const float* h, const float* weights, float* logits, int n, int experts, int cols) {
    __shared__ float parts[ROUTER_THREADS / WARP][TOKENS * EXPERTS];
    int token = blockIdx.x * TOKENS;
    int expert = blockIdx.y * EXPERTS;
    float sums[TOKENS][EXPERTS] = {};
#pragma unroll (16 / TOKENS)
    for (int i = threadIdx.x; i < cols; i += ROUTER_THREADS) {
        float x[TOKENS], w[EXPERTS];
        for (int t = 0; t < TOKENS; t++) x[t] = h[(int64_t)min(token + t, n - 1) * cols + i];
        for (int e = 0; e < EXPERTS; e++) w[e] = weights[(int64_t)min(expert + e, experts - 1) * cols + i];
        for (int t = 0; t < TOKENS; t++)
            for (int e = 0; e < EXPERTS; e++) sums[t][e] = fmaf(x[t], w[e], sums[t][e]);
    }
    for (int i = 0; i < TOKENS * EXPERTS; i++) {
        float sum = warpSum(sums[i / EXPERTS][i % EXPERTS]);
        if (threadIdx.x % WARP == 0) parts[threadIdx.x / WARP][i] = sum;
    }
    __syncthreads();
    if (threadIdx.x >= TOKENS * EXPERTS) return;
    float sum = 0;
    for (int i = 0; i < ROUTER_THREADS / WARP; i++) sum += parts[i][threadIdx.x];
    token += threadIdx.x / EXPERTS;
    expert += threadIdx.x % EXPERTS;
    if (token < n && expert < experts) logits[(int64_t)token * experts + expert] = sum;
}

extern "C" __global__ void __launch_bounds__(ROUTER_THREADS) router_few(
    const float* __restrict__ h, const float* __restrict__ weights, float* __restrict__ logits, int n, int experts,
    int cols) {
    route<1, 1>(h, weights, logits, n, experts, cols);
}

extern "C" __global__ void __launch_bounds__(ROUTER_THREADS) router_many(
    const float* __restrict__ h, const float* __restrict__ weights, float* __restrict__ logits, int n, int experts,
    int cols) {
    route<4, 4>(h, weights, logits, n, experts, cols);
}

// The largest logit's expert, the lowest on a tie; without is none, or left out. A lane looks at every 32nd.
__device__ __forceinline__ int largest(const float* logits, int experts, int without) {
    int best = INT32_MAX;
    float most = NONE;
    for (int j = threadIdx.x % WARP; j < experts; j += WARP)
        if (j != without && (best == INT32_MAX || logits[j] > most)) {
            best = j;
            most = logits[j];
        }
    for (int step = WARP / 2; step > 0; step /= 2) {
        float other = __shfl_xor_sync(ALL, most, step);
        int expert = __shfl_xor_sync(ALL, best, step);
        if (other > most || other == most && expert < best) {
            most = other;
            best = expert;
        }
    }
    best = __shfl_sync(ALL, best, 0);  // where there is no number, lanes disagree, and may have found none
    return best < experts ? best : without == 0 ? 1 : 0;
}

// The share of the chosen logit among those within 2 epsilon of it, relative to the larger of it and their magnitude.
// Each lane has one term; they are summed in the experts' order, as by the CPU.
__device__ __forceinline__ float weight(
    const float* logits, int experts, int chosen, int without, float epsilon) {
    double t = logits[chosen];
    double sum = 0;
    for (int from = 0; from < experts; from += WARP) {
        int j = from + threadIdx.x % WARP;
        double term = 0;
        if (j < experts && j != without) {
            double s = logits[j];
            bool far = (t - s) / fmax(fabs(s), t) > 2.0 * epsilon;  // 0/0 is not far
            if (!far) term = exp(s - t);
        }
        for (int lane = 0; lane < min(WARP, experts - from); lane++) sum += __shfl_sync(ALL, term, lane);
    }
    return (float)(1 / sum);
}

// Two experts for each token: ids and weights [n, 2]. A warp takes a token.
//
// Source: Liu et al. 2023 (SparseMixer), as the CPU's form of it.
extern "C" __global__ void __launch_bounds__(64) sparse_mixer(
    const float* __restrict__ logits, int* __restrict__ ids, float* __restrict__ weights, int n, int experts,
    float epsilon) {
    int64_t t = ((int64_t)blockIdx.x * blockDim.x + threadIdx.x) / WARP;
    if (t >= n) return;
    logits += t * experts;
    int first = largest(logits, experts, -1);
    int second = largest(logits, experts, first);
    float firstWeight = weight(logits, experts, first, -1, epsilon);
    float secondWeight = weight(logits, experts, second, first, epsilon);
    if (threadIdx.x % WARP != 0) return;
    ids[2 * t] = first;
    ids[2 * t + 1] = second;
    weights[2 * t] = firstWeight;
    weights[2 * t + 1] = secondWeight;
}

constexpr int MOST_EXPERTS = 256;
constexpr int SORT_THREADS = 512;

// Sorts slots by expert and within one by slot: offsets [experts + 1] of each expert's places, slotAt by place, placeOf
// by slot. One block of threads; a warp takes an expert, counts its slots, then puts them down.
extern "C" __global__ void __launch_bounds__(SORT_THREADS) sort_experts(
    const int* __restrict__ ids, int* __restrict__ offsets, int* __restrict__ slotAt, int* __restrict__ placeOf,
    int slots, int experts) {
    __shared__ int counts[MOST_EXPERTS];
    int lane = threadIdx.x % WARP;
    for (int e = threadIdx.x / WARP; e < experts; e += SORT_THREADS / WARP) {
        int count = 0;
#pragma unroll 4
        for (int i = 0; i < slots; i += WARP) {
            bool mine = i + lane < slots && ids[i + lane] == e;
            count += __popc(__ballot_sync(ALL, mine));
        }
        if (lane == 0) counts[e] = count;
    }
    __syncthreads();
    for (int e = threadIdx.x / WARP; e < experts; e += SORT_THREADS / WARP) {
        int place = 0;
        for (int before = 0; before < e; before++) place += counts[before];
        if (lane == 0) offsets[e] = place;
        if (lane == 0 && e == experts - 1) offsets[experts] = place + counts[e];
#pragma unroll 4
        for (int i = 0; i < slots; i += WARP) {
            bool mine = i + lane < slots && ids[i + lane] == e;
            unsigned who = __ballot_sync(ALL, mine);
            if (mine) {
                int to = place + __popc(who & (1u << lane) - 1);
                slotAt[to] = i + lane;
                placeOf[i + lane] = to;
            }
            place += __popc(who);
        }
    }
}

// out [places, cols]: to each place the row of h [n, cols] of its slot's token.
template <class T>
__device__ __forceinline__ void gatherRows(const float* h, const int* slotAt, typename T::Bits* out, int cols) {
    int i = blockIdx.y * blockDim.x + threadIdx.x;
    if (i >= cols) return;
    int64_t token = slotAt[blockIdx.x] / 2;
    out[(int64_t)blockIdx.x * cols + i] = T::put(h[token * cols + i]);
}

#define GATHER(T, NAME) \
    extern "C" __global__ void __launch_bounds__(256) gather_rows_##NAME( \
        const float* __restrict__ h, const int* __restrict__ slotAt, T::Bits* __restrict__ out, int cols) { \
        gatherRows<T>(h, slotAt, out, cols); \
    }
GATHER(F32, f32)
GATHER(F16, f16)
GATHER(BF16, bf16)

__device__ __forceinline__ float gated(float gate, float up) { return gate / (1 + expf(-gate)) * up; }

// out = gate * sigmoid(gate) * up, all of count numbers; out may be gate or up.
#define SWIGLU(T, NAME) \
    extern "C" __global__ void __launch_bounds__(256) swiglu_##NAME( \
        const float* gate, const float* up, T::Bits* out, int64_t count) { \
        int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; \
        if (i < count) out[i] = T::put(gated(gate[i], up[i])); \
    }
SWIGLU(F32, f32)
SWIGLU(F16, f16)
SWIGLU(BF16, bf16)

// The same as 8-bit rows, of gate and up [n, cols]; a warp takes one block of 32.
extern "C" __global__ void __launch_bounds__(128) swiglu_rows(
    const float* __restrict__ gate, const float* __restrict__ up, int8_t* __restrict__ out, int n, int cols) {
    int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x;
    int64_t warp = i / WARP;
    int blocks = cols / WARP;
    if (warp >= (int64_t)n * blocks) return;
    quantizeBlock(
        gated(gate[i], up[i]), out + warp / blocks * quantizedRowBytes(cols), cols, (int)(warp % blocks));
}

// out [n, cols] = w0 down[place of slot 2t] + w1 down[place of slot 2t + 1], or += with add. Without placeOf a slot's
// place is the slot.
extern "C" __global__ void __launch_bounds__(256) combine(
    const float* __restrict__ down, const int* __restrict__ placeOf, const float* __restrict__ weights,
    float* __restrict__ out, int cols, int add) {
    int i = blockIdx.y * blockDim.x + threadIdx.x;
    if (i >= cols) return;
    int t = blockIdx.x;
    int64_t first = placeOf ? placeOf[2 * t] : 2 * t;
    int64_t second = placeOf ? placeOf[2 * t + 1] : 2 * t + 1;
    float sum = __fadd_rn(
        __fmul_rn(weights[2 * t], down[first * cols + i]), __fmul_rn(weights[2 * t + 1], down[second * cols + i]));
    int64_t to = (int64_t)t * cols + i;
    out[to] = add ? out[to] + sum : sum;
}
