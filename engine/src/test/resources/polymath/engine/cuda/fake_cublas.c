/* A library with the names of cuBLAS for tests, working on memory of this process. Its product is written down as
 * cuBLAS documents it, with matrices by columns: c[i + j ldc] = alpha sum_l op(a)[i, l] op(b)[l, j] + beta c[i + j ldc].
 */
#include <stdint.h>
#include <stdlib.h>

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

#ifndef MAJOR
#define MAJOR 13
#endif

float fake_lt_value(const uint16_t *at, int type);

static int streams_set;
static int result_of_create;
static int open_;

API void fake_cublas_create_result(int result) { result_of_create = result; }
API int fake_cublas_streams_set(void) { return streams_set; }
API int fake_cublas_open(void) { return open_; }

API int cublasCreate_v2(void **handle) {
    if (result_of_create) return result_of_create;
    *handle = calloc(1, 8);
    open_++;
    return 0;
}

API int cublasDestroy_v2(void *handle) {
    free(handle);
    open_--;
    return 0;
}

API int cublasGetProperty(int property, int *value) {
    *value = property == 0 ? MAJOR : 7;
    return 0;
}

API int cublasSetStream_v2(void *handle, void *stream) {
    streams_set++;
    *(void **) handle = stream;
    return 0;
}

API const char *cublasGetStatusName(int status) {
    return status == 1 ? "CUBLAS_STATUS_NOT_INITIALIZED" : status == 3 ? "CUBLAS_STATUS_ALLOC_FAILED"
        : status == 7 ? "CUBLAS_STATUS_INVALID_VALUE" : status == 15 ? "CUBLAS_STATUS_NOT_SUPPORTED" : "unknown";
}

#ifndef WITHOUT_PRODUCT
API int cublasGemmEx(void *handle, int op_a, int op_b, int m, int n, int k, const void *alpha, const void *a, int type_a,
        int lda, const void *b, int type_b, int ldb, const void *beta, void *c, int type_c, int ldc, int compute, int algorithm) {
    const uint16_t *pa = a, *pb = b;
    float *pc = c;
    if (!handle || m < 0 || n < 0 || k < 0) return 7;
    if (lda < (op_a ? k : m) || ldb < (op_b ? n : k) || ldc < m) return 7;
    if (type_a != type_b || (type_a != 2 && type_a != 14) || type_c != 0 || compute != 68 || algorithm != -1) return 15;
    for (int j = 0; j < n; j++)
        for (int i = 0; i < m; i++) {
            float sum = 0;
            for (int l = 0; l < k; l++)
                sum += fake_lt_value(&pa[op_a ? l + (long) i * lda : i + (long) l * lda], type_a)
                    * fake_lt_value(&pb[op_b ? j + (long) l * ldb : l + (long) j * ldb], type_b);
            float old = *(const float *) beta;
            pc[i + (long) j * ldc] = *(const float *) alpha * sum + (old == 0 ? 0 : old * pc[i + (long) j * ldc]);
        }
    return 0;
}
#endif
