// Causal attention over a cache [kvHeads, capacity, size] of keys and one of values, with several query heads for each
// of their heads. Sizes are multiples of 8 up to 128. The first of n new tokens is at position *first; theirs are in
// the cache already.
//
// All forms keep a running softmax: m is the largest score so far, l the sum of 2^(score - m), the output the values
// weighted so; when m grows, l and the output shrink by 2^(old m - new m). Scores are in powers of two: scale holds the
// factor log2(e).
//
// Source: Milakov and Gimelshein 2018 (running softmax), Dao et al. 2022 (tiles), Dao et al. 2023 (pieces).
#pragma once
#include "numbers.cuh"

struct Heads {
    int n;
    int heads;
    int kvHeads;
    int size;
    int capacity;
    float scale;
};

__device__ __forceinline__ float times(float4 a, float4 b, float sum) {
    return fmaf(a.w, b.w, fmaf(a.z, b.z, fmaf(a.y, b.y, fmaf(a.x, b.x, sum))));
}
