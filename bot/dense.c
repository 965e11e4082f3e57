/* The products of matrices.py, compiled for processors that multiply bytes: the same numbers, bit for bit.

   Whole steps of states, -128 to 127, are multiplied by whole steps of a matrix, four at a time (VNNI). That instruction
   takes bytes without a sign on one side: a matrix is stored with 128 added to each, and what this adds to a sum, 128
   times the sum of a row of states, is taken away again. Sums are whole numbers, so their order does not matter. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

enum { OPERANDS = 6 };

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define VNNI __attribute__((target("avx512f,avx512vnni")))

enum { LANES = 16, GROUP = 4 };  /* outputs in a register; inputs that are multiplied at once */
enum { BLOCKS = 4, ROWS = 4 };   /* registers of outputs, and rows of states, that are summed up at once */
enum { OUTPUTS = BLOCKS * LANES };
enum { STEPS = 255, ADDED = 128 };
static const float LEAST = 1e-30f; /* as in matrices.py */

typedef struct {
    const float *states, *length, *total, *added;
    const uint8_t *packed;
    float *into;
    Py_ssize_t rows, inputs, outputs;
} Product;

/* A row of states in whole steps. */
typedef struct {
    float length, zero; /* of a step, and what no steps stand for */
    int32_t sum;        /* of all steps */
} Row;

VNNI static Row in_steps(const float *states, Py_ssize_t inputs, int8_t *steps)
{
    __m512 low = _mm512_loadu_ps(states), high = low;
    for (Py_ssize_t at = LANES; at < inputs; at += LANES) {
        __m512 some = _mm512_loadu_ps(states + at);
        low = _mm512_min_ps(low, some);
        high = _mm512_max_ps(high, some);
    }
    const float lowest = _mm512_reduce_min_ps(low), range = _mm512_reduce_max_ps(high) - lowest;
    Row row = {.length = (range > LEAST ? range : LEAST) / STEPS};
    row.zero = lowest + row.length * ADDED;
    __m512i sums = _mm512_setzero_si512();
    for (Py_ssize_t at = 0; at < inputs; at += LANES) {
        __m512 some = _mm512_sub_ps(_mm512_loadu_ps(states + at), _mm512_set1_ps(lowest));
        __m512i whole = _mm512_cvtps_epi32(_mm512_div_ps(some, _mm512_set1_ps(row.length))); /* half to even */
        whole = _mm512_sub_epi32(whole, _mm512_set1_epi32(ADDED));
        sums = _mm512_add_epi32(sums, whole);
        _mm_storeu_si128((__m128i *)(steps + at), _mm512_cvtepi32_epi8(whole));
    }
    row.sum = _mm512_reduce_add_epi32(sums);
    return row;
}

/* The outputs from `first` on of `count` rows; `steps` are those of the first of these. */
VNNI static inline __attribute__((always_inline)) void some_rows(const Product *product, int count, Py_ssize_t first,
                                                                 const Row *rows, const int8_t *steps, float *into)
{
    __m512i found[ROWS][BLOCKS];
    for (int row = 0; row < count; row++)
        for (int block = 0; block < BLOCKS; block++) found[row][block] = _mm512_set1_epi32(-ADDED * rows[row].sum);
    const uint8_t *packed = product->packed + first * product->inputs;
    const Py_ssize_t apart = LANES * product->inputs; /* of two blocks */
    for (Py_ssize_t at = 0; at < product->inputs; at += GROUP) {
        __m512i weights[BLOCKS];
        for (int block = 0; block < BLOCKS; block++)
            weights[block] = _mm512_loadu_si512(packed + block * apart + at * LANES);
        for (int row = 0; row < count; row++) {
            int32_t four;
            memcpy(&four, steps + row * product->inputs + at, sizeof four);
            __m512i held = _mm512_set1_epi32(four);
            for (int block = 0; block < BLOCKS; block++)
                found[row][block] = _mm512_dpbusd_epi32(found[row][block], weights[block], held);
        }
    }
    for (int row = 0; row < count; row++) {
        __m512 length = _mm512_set1_ps(rows[row].length), zero = _mm512_set1_ps(rows[row].zero);
        for (int block = 0; block < BLOCKS; block++) {
            Py_ssize_t at = first + block * LANES;
            __m512 sum = _mm512_mul_ps(_mm512_cvtepi32_ps(found[row][block]), length);
            sum = _mm512_add_ps(sum, _mm512_mul_ps(zero, _mm512_loadu_ps(product->total + at)));
            sum = _mm512_mul_ps(sum, _mm512_loadu_ps(product->length + at));
            sum = _mm512_add_ps(sum, _mm512_loadu_ps(product->added + at));
            _mm512_storeu_ps(into + row * product->outputs + at, sum);
        }
    }
}

VNNI static void multiply(const Product *product, Row *rows, int8_t *steps)
{
    const Py_ssize_t inputs = product->inputs, outputs = product->outputs;
    for (Py_ssize_t row = 0; row < product->rows; row++)
        rows[row] = in_steps(product->states + row * inputs, inputs, steps + row * inputs);
    for (Py_ssize_t first = 0; first < outputs; first += OUTPUTS)
        for (Py_ssize_t row = 0; row < product->rows; row += ROWS) {
            const int8_t *from = steps + row * inputs;
            float *into = product->into + row * outputs;
            switch (product->rows - row) {
            case 1: some_rows(product, 1, first, rows + row, from, into); break;
            case 2: some_rows(product, 2, first, rows + row, from, into); break;
            case 3: some_rows(product, 3, first, rows + row, from, into); break;
            default: some_rows(product, ROWS, first, rows + row, from, into);
            }
        }
}

static int is_usable(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni");
}

static PyObject *product_of(const Py_buffer *views)
{
    enum { STATES, PACKED, LENGTH, TOTAL, OFFSET, INTO };
    const Py_ssize_t single = sizeof(float);
    Product product = {.states = views[STATES].buf, .packed = views[PACKED].buf, .length = views[LENGTH].buf,
                       .total = views[TOTAL].buf, .added = views[OFFSET].buf, .into = views[INTO].buf,
                       .outputs = views[LENGTH].len / single};
    product.inputs = product.outputs ? views[PACKED].len / product.outputs : 0;
    product.rows = product.inputs ? views[STATES].len / single / product.inputs : 0;
    if (!is_usable() || !product.rows || product.outputs % OUTPUTS || product.inputs % LANES ||
        product.outputs * product.inputs != views[PACKED].len || product.outputs * single != views[TOTAL].len ||
        product.outputs * single != views[OFFSET].len ||
        product.rows * product.inputs * single != views[STATES].len ||
        product.rows * product.outputs * single != views[INTO].len) {
        PyErr_SetString(PyExc_ValueError, "these do not go together");
        return NULL;
    }
    int8_t *steps = PyMem_Malloc((size_t)(product.rows * product.inputs));
    Row *rows = PyMem_Malloc((size_t)product.rows * sizeof(Row));
    int failed = !steps || !rows;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS
        multiply(&product, rows, steps);
        Py_END_ALLOW_THREADS
    }
    PyMem_Free(rows);
    PyMem_Free(steps);
    if (failed) return PyErr_NoMemory();
    Py_RETURN_NONE;
}

#else

static int is_usable(void)
{
    return 0;
}

static PyObject *product_of(const Py_buffer *views)
{
    (void)views;
    PyErr_SetString(PyExc_ValueError, "this processor is not one of those");
    return NULL;
}

#endif

static PyObject *dense_usable(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    return PyBool_FromLong(is_usable());
}

static PyObject *dense_product(PyObject *self, PyObject *arguments)
{
    (void)self;
    Py_buffer views[OPERANDS];
    if (!PyArg_ParseTuple(arguments, "y*y*y*y*y*w*", &views[0], &views[1], &views[2], &views[3], &views[4],
                          &views[5]))
        return NULL;
    PyObject *found = product_of(views);
    for (int at = 0; at < OPERANDS; at++) PyBuffer_Release(&views[at]);
    return found;
}

static PyMethodDef methods[] = {
    {"usable", dense_usable, METH_NOARGS, "Whether this processor multiplies bytes."},
    {"product", dense_product, METH_VARARGS, "States times a matrix, in whole steps."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "dense", NULL, -1, methods};

PyMODINIT_FUNC PyInit_dense(void)
{
    return PyModule_Create(&definition);
}
