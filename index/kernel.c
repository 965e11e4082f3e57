/* The first stage of first_stage.py, compiled: the same passages and the same sums, bit for bit, several times as fast.

   Passages are gone through in ranges that stay in the processor's cache. The weights of the question's terms are added
   up term by term, the weightiest first. Once as many passages are known as are asked for, the last terms, which cannot
   lift a passage that holds none of the others to the worst of these, are only looked up in passages that they can
   still lift that far (MaxScore: Turtle and Flood, Information Processing and Management 31(6), 1995).

   A file may have been damaged after it was written. So whatever is read of it is held against the size of the memory
   that it leads to; what it says otherwise decides what is found, never where memory is read or written. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <float.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { REPEATED, ONCE };
enum { RANGE = 8192 }; /* passages that are gone through at once */
enum { DEAR = 32 };    /* postings that are added up in the time in which one is looked up */

static const double SAFE = 0.9999; /* as in first_stage.py */

/* Whole numbers of any width, as `narrowed` in postings.py makes them; none at all where the index has one block. */
typedef struct {
    Py_buffer view;
} Numbers;

static uint64_t number(const Numbers *numbers, Py_ssize_t at)
{
    const void *held = numbers->view.buf;
    switch (numbers->view.itemsize) {
    case 1: return ((const uint8_t *)held)[at];
    case 2: return ((const uint16_t *)held)[at];
    case 4: return ((const uint32_t *)held)[at];
    default: return ((const uint64_t *)held)[at];
    }
}

static Py_ssize_t length(const Numbers *numbers)
{
    return numbers->view.obj ? numbers->view.len / numbers->view.itemsize : 0;
}

/* The arrays of an index, in the order in which they are given; see postings.py. */
enum { STARTS, REPEATS, PASSAGES, WEIGHTS, ONCE_WEIGHTS, HIGHEST, BLOCKS, HIGH, ARRAYS };

typedef struct {
    Numbers arrays[ARRAYS];
    Py_ssize_t passages;
    int bits; /* of a passage's number within its block */
} Index;

static Py_ssize_t blocks_of(const Index *index)
{
    return (index->passages + (1 << index->bits) - 1) >> index->bits;
}

/* The postings of a term that repeat it, or those that do not: all that are left, and those of the block at hand. */
typedef struct {
    Py_ssize_t at, until, end;
} Part;

typedef struct {
    Part parts[2];
    Py_ssize_t row, start, repeated; /* `repeated` is to be added to a posting's number for its own weight */
    float step;                      /* what a step of a stored weight is worth */
    double rest;                     /* the most that this term and those behind it can add */
} Term;

typedef struct {
    float score;
    Py_ssize_t position;
} Found;

/* The best passages so far, as a heap with the worst of them first. */
typedef struct {
    Found *held;
    Py_ssize_t count, most;
} Best;

static int worse(Found left, Found right)
{
    return left.score < right.score || (left.score == right.score && left.position > right.position);
}

static void offer(Best *best, Found found)
{
    Py_ssize_t at = best->count;
    if (best->count < best->most) {
        best->count++;
        for (; at && worse(found, best->held[(at - 1) / 2]); at = (at - 1) / 2)
            best->held[at] = best->held[(at - 1) / 2];
    } else if (worse(best->held[0], found)) {
        at = 0;
        for (Py_ssize_t child; (child = 2 * at + 1) < best->count; at = child) {
            if (child + 1 < best->count && worse(best->held[child + 1], best->held[child])) child++;
            if (!worse(best->held[child], found)) break;
            best->held[at] = best->held[child];
        }
    } else {
        return;
    }
    best->held[at] = found;
}

/* Let a term's parts reach to the end of a block. */
static void enter(const Index *index, Term *term, Py_ssize_t block, Py_ssize_t blocks)
{
    const Numbers *sizes = &index->arrays[BLOCKS], *high = &index->arrays[HIGH];
    Py_ssize_t common_end = length(&index->arrays[PASSAGES]) - length(high);
    for (int which = REPEATED; which <= ONCE; which++) {
        Part *part = &term->parts[which];
        part->at = part->until;
        if (blocks == 1) {
            part->until = part->end;
        } else if (term->start < common_end) {
            uint64_t size = number(sizes, (term->row * 2 + which) * blocks + block);
            uint64_t left = (uint64_t)(part->end - part->until);
            part->until += (Py_ssize_t)(size < left ? size : left);
        } else {
            while (part->until < part->end && number(high, part->until - common_end) == (uint64_t)block) part->until++;
        }
    }
}

/* Add what a part of a term's postings weighs in the passages from `first` on, `count` of them: from `weights`, by
   posting, or from `once`, by passage. Those that had nothing are listed behind the `size` of them that `seen` has, and
   counted; with no `seen` they gain nothing. */
static inline int add_part(Part *part, const uint16_t *low, const uint8_t *weights, const uint8_t *once, float step,
                           uint32_t first, uint32_t count, float *sums, uint16_t *seen, int size)
{
    Py_ssize_t at = part->at;
    for (; at < part->until; at++) {
        uint32_t place = low[at] - first; /* of a number that is too small, as of a damaged file, too large */
        if (place >= count) break;
        if (!seen && sums[place] == 0) continue;
        float weight = (float)(once ? once[place] : weights[at]) * step;
        if (seen) {
            seen[size] = (uint16_t)place;
            size += (sums[place] == 0) & (weight > 0);
        }
        sums[place] += weight;
    }
    part->at = at;
    return size;
}

static inline int add(const Index *index, Term *term, Py_ssize_t block, uint32_t first, uint32_t count, float *sums,
                      uint16_t *seen, int size)
{
    const uint16_t *low = index->arrays[PASSAGES].view.buf;
    const uint8_t *weights = (const uint8_t *)index->arrays[WEIGHTS].view.buf + term->repeated;
    const uint8_t *once = (const uint8_t *)index->arrays[ONCE_WEIGHTS].view.buf + (block << index->bits) + first;
    size = add_part(&term->parts[REPEATED], low, weights, NULL, term->step, first, count, sums, seen, size);
    return add_part(&term->parts[ONCE], low, NULL, once, term->step, first, count, sums, seen, size);
}

/* The first posting from `at` on of a passage that is not below `wanted`, by steps that double and then halve. */
static Py_ssize_t reach(const uint16_t *low, Py_ssize_t at, Py_ssize_t until, uint32_t wanted)
{
    Py_ssize_t step = 1;
    while (at + step < until && low[at + step] < wanted) {
        at += step;
        step *= 2;
    }
    for (Py_ssize_t left = (step < until - at ? step : until - at); left > 0;) {
        Py_ssize_t half = left / 2;
        if (low[at + half] < wanted) {
            at += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return at;
}

/* What a term weighs in a passage, in steps; 0 where it does not stand there. */
static uint8_t look_up(const Index *index, const Term *term, Py_ssize_t block, uint32_t wanted)
{
    const uint16_t *low = index->arrays[PASSAGES].view.buf;
    for (int which = REPEATED; which <= ONCE; which++) {
        const Part *part = &term->parts[which];
        Py_ssize_t at = reach(low, part->at, part->until, wanted);
        if (at < part->until && low[at] == wanted) {
            if (which == REPEATED) return ((const uint8_t *)index->arrays[WEIGHTS].view.buf)[at + term->repeated];
            return ((const uint8_t *)index->arrays[ONCE_WEIGHTS].view.buf)[(block << index->bits) + wanted];
        }
    }
    return 0;
}

/* Of the passages listed, list those that hold at least `lowest` in `left`, which may be the same list; how many. */
static int left_of(const float *sums, const uint16_t *listed, int size, float lowest, uint16_t *left)
{
    int count = 0;
    for (int at = 0; at < size; at++) {
        uint16_t place = listed[at];
        left[count] = place;
        count += sums[place] >= lowest;
    }
    return count;
}

/* Add what a term weighs in the passages that are left, of the `count` ones from `first` on; of those that were seen, it
   may be added in others as well. */
static void complete(const Index *index, Term *term, Py_ssize_t block, uint32_t first, uint32_t count, uint32_t inside,
                     float *sums, const uint16_t *left, int size)
{
    const uint16_t *low = index->arrays[PASSAGES].view.buf;
    Py_ssize_t postings = 0; /* about so many are in this range */
    for (int which = REPEATED; which <= ONCE; which++) {
        Part *part = &term->parts[which];
        part->at = reach(low, part->at, part->until, first);
        postings += (part->until - part->at) * count / (inside - first);
    }
    if (postings < (Py_ssize_t)size * DEAR)
        add(index, term, block, first, count, sums, NULL, 0);
    else
        for (int at = 0; at < size; at++)
            sums[left[at]] += (float)look_up(index, term, block, first + left[at]) * term->step;
}

/* Offer the passages from `first` on of a block, which has `inside`, to the best; of the terms, those from `added` on
   cannot bring in a passage that none of the others has brought in. `sums` are zeros, also afterwards. */
static void go_through(const Index *index, Term *terms, Py_ssize_t size, Py_ssize_t added, Py_ssize_t block,
                       uint32_t first, uint32_t inside, float *sums, Best *best)
{
    uint16_t seen[RANGE + 1], left[RANGE + 1];
    uint32_t count = inside - first < RANGE ? inside - first : RANGE;
    float lowest = best->count == best->most ? best->held[0].score : FLT_MIN;
    int held = 0, listed_count;
    for (Py_ssize_t term = 0; term < added; term++)
        held = add(index, &terms[term], block, first, count, sums, seen, held);
    const uint16_t *listed = seen;
    listed_count = held;
    for (Py_ssize_t term = added; term < size; term++, listed = left) {
        listed_count = left_of(sums, listed, listed_count, (float)(lowest * SAFE - terms[term].rest), left);
        if (!listed_count) break;
        complete(index, &terms[term], block, first, count, inside, sums, left, listed_count);
    }
    for (int at = 0; at < listed_count; at++)
        if (sums[listed[at]] >= lowest)
            offer(best, (Found){sums[listed[at]], (block << index->bits) + (Py_ssize_t)(first + listed[at])});
    for (int at = 0; at < held; at++) sums[seen[at]] = 0;
}

static void search(const Index *index, Term *terms, Py_ssize_t count, Best *best)
{
    float sums[RANGE] = {0};
    Py_ssize_t added = count; /* terms that are added up for all passages */
    Py_ssize_t blocks = blocks_of(index);
    for (Py_ssize_t block = 0; block < blocks; block++) {
        Py_ssize_t left = index->passages - (block << index->bits);
        uint32_t inside = left < (1 << index->bits) ? (uint32_t)left : (uint32_t)1 << index->bits;
        for (Py_ssize_t term = 0; term < count; term++) enter(index, &terms[term], block, blocks);
        for (uint32_t first = 0; first < inside; first += RANGE) {
            go_through(index, terms, count, added, block, first, inside, sums, best);
            if (best->count == best->most)
                while (added && terms[added - 1].rest < best->held[0].score * SAFE) added--;
        }
    }
}

/* A term as it is before the first block; -1 where the arrays do not hold together. */
static int begin(const Index *index, Py_ssize_t row, float step, Term *term)
{
    const Numbers *arrays = index->arrays;
    if (row < 0 || row + 1 >= length(&arrays[STARTS]) || row + 1 >= length(&arrays[REPEATS]) ||
        row >= length(&arrays[HIGHEST]))
        return -1;
    uint64_t start = number(&arrays[STARTS], row), end = number(&arrays[STARTS], row + 1);
    uint64_t own = number(&arrays[REPEATS], row), own_end = number(&arrays[REPEATS], row + 1);
    if (start > end || end > (uint64_t)length(&arrays[PASSAGES]) || own > own_end ||
        own_end > (uint64_t)length(&arrays[WEIGHTS]) || own_end - own > end - start)
        return -1;
    Py_ssize_t blocks = blocks_of(index);
    if (blocks > 1 && start < (uint64_t)(length(&arrays[PASSAGES]) - length(&arrays[HIGH])) &&
        (row + 1) * 2 * blocks > length(&arrays[BLOCKS]))
        return -1;
    Py_ssize_t behind = (Py_ssize_t)(start + (own_end - own));
    *term = (Term){
        .parts = {{(Py_ssize_t)start, (Py_ssize_t)start, behind}, {behind, behind, (Py_ssize_t)end}},
        .row = row,
        .start = (Py_ssize_t)start,
        .repeated = (Py_ssize_t)own - (Py_ssize_t)start,
        .step = step,
        .rest = (double)step * (double)number(&arrays[HIGHEST], row),
    };
    return 0;
}

/* Whether the arrays hold together as far as that does not depend on a term. */
static int fits(const Index *index)
{
    const Numbers *arrays = index->arrays;
    return arrays[PASSAGES].view.itemsize == 2 && arrays[WEIGHTS].view.itemsize == 1 &&
           arrays[ONCE_WEIGHTS].view.itemsize == 1 && length(&arrays[ONCE_WEIGHTS]) >= index->passages &&
           length(&arrays[HIGH]) <= length(&arrays[PASSAGES]) && index->bits > 0 && index->bits <= 16 &&
           (blocks_of(index) <= 1 || (arrays[BLOCKS].view.obj && arrays[HIGH].view.obj));
}

static void release(Index *index)
{
    for (int array = 0; array < ARRAYS; array++)
        if (index->arrays[array].view.obj) PyBuffer_Release(&index->arrays[array].view);
    PyMem_Free(index);
}

static void forget(PyObject *capsule)
{
    release(PyCapsule_GetPointer(capsule, NULL));
}

static PyObject *kernel_open(PyObject *module, PyObject *arguments)
{
    PyObject *arrays;
    Index *index = PyMem_Calloc(1, sizeof(Index));
    if (!index) return PyErr_NoMemory();
    if (!PyArg_ParseTuple(arguments, "O!ni", &PyTuple_Type, &arrays, &index->passages, &index->bits)) goto failed;
    if (PyTuple_GET_SIZE(arrays) != ARRAYS) {
        PyErr_SetString(PyExc_TypeError, "eight arrays make an index");
        goto failed;
    }
    for (int array = 0; array < ARRAYS; array++) {
        PyObject *held = PyTuple_GET_ITEM(arrays, array);
        if (held != Py_None && PyObject_GetBuffer(held, &index->arrays[array].view, PyBUF_ND)) goto failed;
    }
    if (!fits(index)) {
        PyErr_SetString(PyExc_ValueError, "the postings of the index are damaged");
        goto failed;
    }
    PyObject *capsule = PyCapsule_New(index, NULL, forget);
    if (capsule) return capsule;
failed:
    release(index);
    return NULL;
}

static int by_position(const void *left, const void *right)
{
    Py_ssize_t first = ((const Found *)left)->position, second = ((const Found *)right)->position;
    return (first > second) - (first < second);
}

/* The best passages in passage order: their positions as int64, and what each weighs as float32. */
static PyObject *result(Best *best)
{
    qsort(best->held, (size_t)best->count, sizeof(Found), by_position);
    PyObject *positions = PyByteArray_FromStringAndSize(NULL, best->count * (Py_ssize_t)sizeof(int64_t));
    PyObject *scores = PyByteArray_FromStringAndSize(NULL, best->count * (Py_ssize_t)sizeof(float));
    if (positions && scores) {
        for (Py_ssize_t at = 0; at < best->count; at++) {
            ((int64_t *)PyByteArray_AS_STRING(positions))[at] = best->held[at].position;
            ((float *)PyByteArray_AS_STRING(scores))[at] = best->held[at].score;
        }
        return Py_BuildValue("NN", positions, scores);
    }
    Py_XDECREF(positions);
    Py_XDECREF(scores);
    return NULL;
}

static PyObject *kernel_best(PyObject *module, PyObject *arguments)
{
    PyObject *capsule, *weighted, *found = NULL;
    float step;
    Best best = {0};
    if (!PyArg_ParseTuple(arguments, "OO!fn", &capsule, &PyList_Type, &weighted, &step, &best.most)) return NULL;
    const Index *index = PyCapsule_GetPointer(capsule, NULL);
    if (!index) return NULL;
    Py_ssize_t count = 0, postings = 0;
    Term *terms = PyMem_Malloc(sizeof(Term) * (size_t)(PyList_GET_SIZE(weighted) + 1));
    if (!terms) return PyErr_NoMemory();
    for (Py_ssize_t at = 0; at < PyList_GET_SIZE(weighted); at++) {
        Py_ssize_t row;
        float weight;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(weighted, at), "nf", &row, &weight)) goto done;
        if (!(weight * step > 0)) continue; /* adds nothing */
        if (begin(index, row, weight * step, &terms[count])) {
            PyErr_SetString(PyExc_ValueError, "the postings of the index are damaged");
            goto done;
        }
        postings += terms[count].parts[ONCE].end - terms[count].start;
        count++;
    }
    double rest = 0;
    for (Py_ssize_t at = count; at-- > 0;) terms[at].rest = rest += terms[at].rest;
    if (best.most > postings) best.most = postings;
    best.held = PyMem_Malloc(sizeof(Found) * (size_t)(best.most + 1));
    if (!best.held) {
        PyErr_NoMemory();
        goto done;
    }
    if (best.most > 0) {
        Py_BEGIN_ALLOW_THREADS
        search(index, terms, count, &best);
        Py_END_ALLOW_THREADS
    }
    found = result(&best);
done:
    PyMem_Free(best.held);
    PyMem_Free(terms);
    return found;
}

static PyMethodDef methods[] = {
    {"open", kernel_open, METH_VARARGS, "The postings of an index, for `best`."},
    {"best", kernel_best, METH_VARARGS, "The best passages for weighted terms."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "kernel", NULL, -1, methods};

PyMODINIT_FUNC PyInit_kernel(void)
{
    return PyModule_Create(&definition);
}
