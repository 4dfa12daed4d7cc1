/* A library with the names of NVIDIA's driver for tests: the "device" is memory of this process, and kernels are C.
 *
 * It notes every call, refuses the n-th call of a function when told so, and checks what the driver would check: that a
 * context is current, that addresses lie in what was allocated, that handles are open. Where there is a cuda.h, the
 * compiler compares these functions with it (-DWITH_CUDA_H).
 */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef WITH_CUDA_H
#include <cuda.h>
#else
typedef int CUresult;
typedef int CUdevice;
typedef int CUdevice_attribute;
typedef int CUfunction_attribute;
typedef int CUjit_option;
typedef int CUstreamCaptureMode;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st *CUcontext;
typedef struct CUmod_st *CUmodule;
typedef struct CUfunc_st *CUfunction;
typedef struct CUstream_st *CUstream;
typedef struct CUevent_st *CUevent;
typedef struct CUgraph_st *CUgraph;
typedef struct CUgraphExec_st *CUgraphExec;
#endif

#ifdef _WIN32
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

enum { INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_DEVICE = 101, INVALID_CONTEXT = 201, INVALID_PTX = 218,
       INVALID_HANDLE = 400, NOT_FOUND = 500, ILLEGAL_ADDRESS = 700 };

/* ---- what tests say and ask ---- */

static char notes[1 << 16];
static size_t noted;
static char refused[64];
static int refused_call, refused_result;
static int version = 13000;

static int entered(const char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    if (noted < sizeof notes - 512) {
        noted += (size_t) snprintf(notes + noted, 128, "%s", name);
        noted += (size_t) vsnprintf(notes + noted, 256, format, arguments);
        notes[noted++] = '\n';
        notes[noted] = 0;
    }
    va_end(arguments);
    if (refused_call > 0 && !strcmp(name, refused) && --refused_call == 0) return refused_result;
    return 0;
}

#define ENTER(...) do { int result_ = entered(__func__, __VA_ARGS__); if (result_) return (CUresult) result_; } while (0)
#define NEED(condition, result) do { if (!(condition)) return (CUresult) (result); } while (0)

API const char *fake_notes(void) { return notes; }

/* From now on the n-th call of a function has this result and does nothing. */
API void fake_refuse(const char *function, int n, int result) {
    snprintf(refused, sizeof refused, "%s", function);
    refused_call = n;
    refused_result = result;
}

API void fake_version(int v) { version = v; }

/* ---- handles and memory ---- */

enum kind { CONTEXT = 1, MODULE, FUNCTION, STREAM, EVENT, GRAPH, EXECUTABLE, DEVICE_MEMORY, HOST_MEMORY };

struct thing {
    struct thing *next;
    enum kind kind;
    char *memory;
    size_t bytes;
    char name[64];
    int open;
    int capturing;       /* a stream's */
    struct launch { float *x; int n; float factor; } launches[16];
    int count;
};

static struct thing *things;
static struct thing *current;

static struct thing *add(enum kind kind) {
    struct thing *t = calloc(1, sizeof *t);
    t->kind = kind;
    t->open = 1;
    t->next = things;
    things = t;
    return t;
}

static struct thing *find(enum kind kind, const void *handle) {
    for (struct thing *t = things; t; t = t->next)
        if (t->open && t->kind == kind && (const void *) t == handle) return t;
    return NULL;
}

static struct thing *holder(enum kind kind, uintptr_t address, size_t bytes) {
    for (struct thing *t = things; t; t = t->next)
        if (t->open && t->kind == kind && address >= (uintptr_t) t->memory
            && address + bytes <= (uintptr_t) t->memory + t->bytes) return t;
    return NULL;
}

static int stream_ok(CUstream stream) { return !stream || find(STREAM, stream); }

API void fake_reset(void) {
    noted = 0;
    notes[0] = 0;
    refused_call = 0;
    version = 13000;
    current = NULL;
    for (struct thing *t = things; t; t = t->next) t->open = 0;
}

/* How many things are open, contexts included. */
API int fake_open(void) {
    int n = 0;
    for (struct thing *t = things; t; t = t->next) n += t->open && t->kind != FUNCTION;
    return n;
}

/* ---- the driver: devices ---- */

static const int major[] = {8, 6}, minor[] = {9, 1};
static const char *const names[] = {"Fake GeForce 4090", "Fake GeForce 1080"};

API CUresult cuInit(unsigned int flags) { ENTER(" %u", flags); return 0; }

API CUresult cuDriverGetVersion(int *v) { ENTER(""); *v = version; return 0; }

API CUresult cuGetErrorName(CUresult error, const char **name) {
    switch ((int) error) {
    case 0: *name = "CUDA_SUCCESS"; break;
    case INVALID_VALUE: *name = "CUDA_ERROR_INVALID_VALUE"; break;
    case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; break;
    case 100: *name = "CUDA_ERROR_NO_DEVICE"; break;
    case INVALID_CONTEXT: *name = "CUDA_ERROR_INVALID_CONTEXT"; break;
    case INVALID_PTX: *name = "CUDA_ERROR_INVALID_PTX"; break;
    case INVALID_HANDLE: *name = "CUDA_ERROR_INVALID_HANDLE"; break;
    case NOT_FOUND: *name = "CUDA_ERROR_NOT_FOUND"; break;
    case ILLEGAL_ADDRESS: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; break;
    default: *name = NULL; return (CUresult) INVALID_VALUE;
    }
    return 0;
}

API CUresult cuDeviceGetCount(int *count) { ENTER(""); *count = 2; return 0; }

/* Handles of devices are not their numbers, so that nobody takes one for the other. */
API CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    ENTER(" %d", ordinal);
    NEED(ordinal >= 0 && ordinal < 2, INVALID_DEVICE);
    *device = 70 + ordinal;
    return 0;
}

API CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
    ENTER(" %d %d", length, device);
    NEED(device >= 70 && device < 72, INVALID_DEVICE);
    snprintf(name, (size_t) length, "%s", names[device - 70]);
    return 0;
}

API CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device) {
    ENTER(" %d %d", (int) attribute, device);
    NEED(device >= 70 && device < 72, INVALID_DEVICE);
    switch ((int) attribute) {
    case 13: *value = 2520000; break;
    case 16: *value = 128; break;
    case 36: *value = 10501000; break;
    case 37: *value = 384; break;
    case 38: *value = 72 << 20; break;
    case 75: *value = major[device - 70]; break;
    case 76: *value = minor[device - 70]; break;
    case 97: *value = 101376; break;
    default: return (CUresult) INVALID_VALUE;
    }
    return 0;
}

API CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
    ENTER(" %d", device);
    *bytes = (size_t) 24 << 30;
    return 0;
}

API CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
    ENTER(" %d", device);
    *context = (CUcontext) add(CONTEXT);
    return 0;
}

API CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    ENTER(" %d", device);
    for (struct thing *t = things; t; t = t->next)
        if (t->kind == CONTEXT) t->open = 0;
    return 0;
}

API CUresult cuCtxSetCurrent(CUcontext context) {
    ENTER(" %s", context ? "context" : "none");
    NEED(!context || find(CONTEXT, context), INVALID_CONTEXT);
    current = (struct thing *) context;
    return 0;
}

API CUresult cuMemGetInfo_v2(size_t *free_, size_t *total) {
    ENTER("");
    NEED(current, INVALID_CONTEXT);
    *free_ = (size_t) 23 << 30;
    *total = (size_t) 24 << 30;
    return 0;
}

/* ---- memory ---- */

API CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
    ENTER(" %zu", bytes);
    NEED(current, INVALID_CONTEXT);
    NEED(bytes <= ((size_t) 23 << 30), OUT_OF_MEMORY);
    struct thing *t = add(DEVICE_MEMORY);
    t->bytes = bytes;
    t->memory = malloc(bytes);
    *address = (CUdeviceptr) (uintptr_t) t->memory;
    return 0;
}

static CUresult release(enum kind kind, uintptr_t address) {
    for (struct thing *t = things; t; t = t->next)
        if (t->open && t->kind == kind && (uintptr_t) t->memory == address) {
            t->open = 0;
            free(t->memory);
            return 0;
        }
    return (CUresult) INVALID_VALUE;
}

API CUresult cuMemFree_v2(CUdeviceptr address) { ENTER(""); return release(DEVICE_MEMORY, (uintptr_t) address); }

API CUresult cuMemAllocHost_v2(void **address, size_t bytes) {
    ENTER(" %zu", bytes);
    NEED(current, INVALID_CONTEXT);
    struct thing *t = add(HOST_MEMORY);
    t->bytes = bytes;
    t->memory = malloc(bytes);
    *address = t->memory;
    return 0;
}

API CUresult cuMemFreeHost(void *address) { ENTER(""); return release(HOST_MEMORY, (uintptr_t) address); }

API CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
    ENTER(" %zu", bytes);
    NEED(stream_ok(stream), INVALID_HANDLE);
    NEED(holder(DEVICE_MEMORY, (uintptr_t) to, bytes), INVALID_VALUE);
    memcpy((void *) (uintptr_t) to, from, bytes);
    return 0;
}

API CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
    ENTER(" %zu", bytes);
    NEED(stream_ok(stream), INVALID_HANDLE);
    NEED(holder(DEVICE_MEMORY, (uintptr_t) from, bytes), INVALID_VALUE);
    memcpy(to, (const void *) (uintptr_t) from, bytes);
    return 0;
}

API CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
    ENTER(" %zu", bytes);
    NEED(stream_ok(stream), INVALID_HANDLE);
    NEED(holder(DEVICE_MEMORY, (uintptr_t) to, bytes) && holder(DEVICE_MEMORY, (uintptr_t) from, bytes), INVALID_VALUE);
    memmove((void *) (uintptr_t) to, (const void *) (uintptr_t) from, bytes);
    return 0;
}

API CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t bytes, CUstream stream) {
    ENTER(" %u %zu", value, bytes);
    NEED(stream_ok(stream), INVALID_HANDLE);
    NEED(holder(DEVICE_MEMORY, (uintptr_t) to, bytes), INVALID_VALUE);
    memset((void *) (uintptr_t) to, value, bytes);
    return 0;
}

/* ---- programs: the only kernel is scale(float *x, int n, float factor) ---- */

API CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned int count, CUjit_option *options, void **values) {
    ENTER(" %u", count);
    NEED(current, INVALID_CONTEXT);
    if (strncmp(image, ".version", 8)) {
        char *log = NULL;
        size_t bytes = 0;
        for (unsigned int i = 0; i < count; i++) {
            if ((int) options[i] == 5) log = values[i];
            if ((int) options[i] == 6) bytes = (size_t) values[i];
        }
        if (log) snprintf(log, bytes, "line 1: no version\n");
        return (CUresult) INVALID_PTX;
    }
    struct thing *t = add(MODULE);
    snprintf(t->name, sizeof t->name, "%s", strstr(image, "scale") ? "scale" : "");
    *module = (CUmodule) t;
    return 0;
}

API CUresult cuModuleUnload(CUmodule module) {
    ENTER("");
    struct thing *t = find(MODULE, module);
    NEED(t, INVALID_HANDLE);
    t->open = 0;
    return 0;
}

API CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
    ENTER(" %s", name);
    struct thing *t = find(MODULE, module);
    NEED(t, INVALID_HANDLE);
    NEED(!strcmp(t->name, name), NOT_FOUND);
    *function = (CUfunction) add(FUNCTION);
    return 0;
}

API CUresult cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) {
    ENTER(" %d %d", (int) attribute, value);
    NEED(find(FUNCTION, function), INVALID_HANDLE);
    return 0;
}

static CUresult scale(struct launch launch) {
    NEED(holder(DEVICE_MEMORY, (uintptr_t) launch.x, 4 * (size_t) launch.n), ILLEGAL_ADDRESS);
    for (int i = 0; i < launch.n; i++) launch.x[i] *= launch.factor;
    return 0;
}

API CUresult cuLaunchKernel(CUfunction function, unsigned int gx, unsigned int gy, unsigned int gz, unsigned int bx,
        unsigned int by, unsigned int bz, unsigned int shared, CUstream stream, void **parameters, void **extra) {
    ENTER(" %ux%ux%u blocks of %ux%ux%u, %u shared", gx, gy, gz, bx, by, bz, shared);
    NEED(find(FUNCTION, function) && stream_ok(stream), INVALID_HANDLE);
    NEED(!extra, INVALID_VALUE);
    struct launch launch = {*(float **) parameters[0], *(int *) parameters[1], *(float *) parameters[2]};
    struct thing *t = stream ? find(STREAM, stream) : NULL;
    if (!t || !t->capturing) return scale(launch);
    t->launches[t->count++] = launch;
    return 0;
}

/* ---- streams, events, graphs ---- */

API CUresult cuStreamCreate(CUstream *stream, unsigned int flags) {
    ENTER(" %u", flags);
    NEED(current, INVALID_CONTEXT);
    *stream = (CUstream) add(STREAM);
    return 0;
}

static CUresult close_(enum kind kind, const void *handle) {
    struct thing *t = find(kind, handle);
    NEED(t, INVALID_HANDLE);
    t->open = 0;
    return 0;
}

API CUresult cuStreamDestroy_v2(CUstream stream) { ENTER(""); return close_(STREAM, stream); }

API CUresult cuStreamSynchronize(CUstream stream) { ENTER(""); NEED(stream_ok(stream), INVALID_HANDLE); return 0; }

API CUresult cuStreamWaitEvent(CUstream stream, CUevent event, unsigned int flags) {
    ENTER(" %u", flags);
    NEED(stream_ok(stream) && find(EVENT, event), INVALID_HANDLE);
    return 0;
}

API CUresult cuEventCreate(CUevent *event, unsigned int flags) {
    ENTER(" %u", flags);
    NEED(current, INVALID_CONTEXT);
    *event = (CUevent) add(EVENT);
    return 0;
}

API CUresult cuEventDestroy_v2(CUevent event) { ENTER(""); return close_(EVENT, event); }

API CUresult cuEventRecord(CUevent event, CUstream stream) {
    ENTER("");
    NEED(find(EVENT, event) && stream_ok(stream), INVALID_HANDLE);
    return 0;
}

API CUresult cuEventQuery(CUevent event) { ENTER(""); NEED(find(EVENT, event), INVALID_HANDLE); return 0; }

API CUresult cuEventSynchronize(CUevent event) { ENTER(""); NEED(find(EVENT, event), INVALID_HANDLE); return 0; }

/* Plain, as the exported name is: cuda.h has a macro of this name. */
#undef cuEventElapsedTime
API CUresult cuEventElapsedTime(float *milliseconds, CUevent from, CUevent to) {
    ENTER("");
    NEED(find(EVENT, from) && find(EVENT, to) && from != to, INVALID_HANDLE);
    *milliseconds = 1.5f;
    return 0;
}

API CUresult cuStreamBeginCapture_v2(CUstream stream, CUstreamCaptureMode mode) {
    ENTER(" %d", (int) mode);
    struct thing *t = find(STREAM, stream);
    NEED(t && !t->capturing, INVALID_HANDLE);
    t->capturing = 1;
    t->count = 0;
    return 0;
}

API CUresult cuStreamEndCapture(CUstream stream, CUgraph *graph) {
    ENTER("");
    struct thing *t = find(STREAM, stream);
    NEED(t && t->capturing, INVALID_HANDLE);
    t->capturing = 0;
    struct thing *g = add(GRAPH);
    g->count = t->count;
    memcpy(g->launches, t->launches, sizeof g->launches);
    *graph = (CUgraph) g;
    return 0;
}

API CUresult cuGraphInstantiateWithFlags(CUgraphExec *executable, CUgraph graph, unsigned long long flags) {
    ENTER(" %llu", flags);
    struct thing *g = find(GRAPH, graph);
    NEED(g, INVALID_HANDLE);
    struct thing *e = add(EXECUTABLE);
    e->count = g->count;
    memcpy(e->launches, g->launches, sizeof e->launches);
    *executable = (CUgraphExec) e;
    return 0;
}

API CUresult cuGraphDestroy(CUgraph graph) { ENTER(""); return close_(GRAPH, graph); }

API CUresult cuGraphLaunch(CUgraphExec executable, CUstream stream) {
    ENTER("");
    struct thing *e = find(EXECUTABLE, executable);
    NEED(e && stream_ok(stream), INVALID_HANDLE);
    for (int i = 0; i < e->count; i++) {
        CUresult result = scale(e->launches[i]);
        if (result) return result;
    }
    return 0;
}

API CUresult cuGraphExecDestroy(CUgraphExec executable) { ENTER(""); return close_(EXECUTABLE, executable); }
