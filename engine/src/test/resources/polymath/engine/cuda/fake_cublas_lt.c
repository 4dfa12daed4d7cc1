/* The half of cuBLAS that the other cannot be loaded without: here it knows the numbers of two bytes. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

static float bits(uint32_t u) {
    float f;
    memcpy(&f, &u, 4);
    return f;
}

/* type: 2 is IEEE half, 14 is bfloat16 */
API float fake_lt_value(const uint16_t *at, int type) {
    if (type == 14) return bits((uint32_t) *at << 16);
    uint32_t sign = (uint32_t) (*at & 0x8000) << 16;
    int exponent = *at >> 10 & 31, mantissa = *at & 1023;
    if (exponent == 0) return bits(sign | 0x3f800000) * ldexpf((float) mantissa, -24);
    if (exponent == 31) return bits(sign | 0x7f800000 | (uint32_t) mantissa << 13);
    return bits(sign | (uint32_t) (exponent + 112) << 23 | (uint32_t) mantissa << 13);
}
