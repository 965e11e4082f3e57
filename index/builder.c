/* The innermost loops of building, compiled: what cutting.py, postings.py and records.py do, with the same result, several
   times as fast.

   Arrays can come from a file that was damaged after it was written. So whatever is read of one is held against the size
   of the memory that it leads to. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#ifdef __GNUC__
#define FETCH(address) __builtin_prefetch(address)
#else
#define FETCH(address) ((void)0)
#endif

/* Surfaces: numbers for 64-bit keys, by open addressing with linear probing; a slot with key 0 is free. */

typedef struct {
    uint64_t key;
    int32_t number;
} Slot;

typedef struct {
    Slot *slots;
    int bits;
    int32_t count;
} Table;

static const uint64_t SPREAD = 0xD6E8FEB86659FD93u, MIX = 0x9E3779B97F4A7C15u; /* odd */

enum { FIRST_BITS = 12 };
enum { AHEAD = 32 }; /* surfaces that are read before the first of them is looked up */

static inline size_t home_of(const Table *table, uint64_t key)
{
    return (size_t)((key * SPREAD) >> (64 - table->bits));
}

static inline Slot *slot_of(const Table *table, uint64_t key)
{
    size_t mask = ((size_t)1 << table->bits) - 1, at = home_of(table, key);
    while (table->slots[at].key && table->slots[at].key != key) at = (at + 1) & mask;
    return &table->slots[at];
}

static int grow(Table *table)
{
    Table larger = {PyMem_Calloc((size_t)2 << table->bits, sizeof(Slot)), table->bits + 1, table->count};
    if (!larger.slots) return -1;
    for (size_t at = 0; at < (size_t)1 << table->bits; at++)
        if (table->slots[at].key) *slot_of(&larger, table->slots[at].key) = table->slots[at];
    PyMem_Free(table->slots);
    *table = larger;
    return 0;
}

/* Numbers in a row, as many as come. */
typedef struct {
    void *held;
    size_t count, room, width;
} Row;

static int make_room(Row *row)
{
    size_t room = row->room ? 2 * row->room : 1024;
    void *held = PyMem_Realloc(row->held, room * row->width);
    if (!held) return -1;
    row->held = held;
    row->room = room;
    return 0;
}

static inline int append_form(Row *row, int32_t value)
{
    if (row->count == row->room && make_room(row)) return -1;
    ((int32_t *)row->held)[row->count++] = value;
    return 0;
}

static inline int append_count(Row *row, int64_t value)
{
    if (row->count == row->room && make_room(row)) return -1;
    ((int64_t *)row->held)[row->count++] = value;
    return 0;
}

static PyObject *bytes_of(const Row *row)
{
    return PyByteArray_FromStringAndSize(row->held, (Py_ssize_t)(row->count * row->width));
}

enum { NEITHER, STRONG, MARK };

static uint8_t classes[256];
static uint8_t more[256]; /* bytes that a byte takes more in a string of JSON than by itself */

static void classify(void)
{
    for (int byte = 0; byte < 256; byte++) {
        more[byte] = byte < ' ' ? 5 : 0;
        int letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
        classes[byte] = byte >= 0x80 || letter || byte == '_' || byte == 0 ? STRONG : NEITHER;
    }
    classes['-'] = classes['\''] = classes['.'] = classes['/'] = MARK;
    for (const char *byte = "\b\t\n\f\r\"\\"; *byte; byte++) more[(uint8_t)*byte] = 1;
}

/* Where the surface ends that begins at `at`. */
static Py_ssize_t end_of(const uint8_t *text, Py_ssize_t at, Py_ssize_t size)
{
    for (;;) {
        while (at < size && classes[text[at]] == STRONG) at++;
        if (at + 1 >= size || classes[text[at]] != MARK || classes[text[at + 1]] != STRONG) return at;
        at++;
    }
}

/* The first of `size` bytes as a number, at most eight, of `room` that may be read. */
static inline uint64_t word_of(const uint8_t *text, Py_ssize_t size, Py_ssize_t room)
{
    uint64_t word = 0;
    if (room < 8) {
        memcpy(&word, text, (size_t)size);
        return word;
    }
    memcpy(&word, text, 8);
    return size < 8 ? word & (((uint64_t)1 << (8 * size)) - 1) : word;
}

static inline uint64_t key_of(const uint8_t *text, Py_ssize_t size, Py_ssize_t room)
{
    uint64_t key = word_of(text, size, room) * MIX;
    key ^= key >> 32;
    for (Py_ssize_t done = 8; done < size; done += 8) {
        key = (key + word_of(text + done, size - done, room - done) + (uint64_t)done) * MIX;
        key ^= key >> 29;
    }
    return key ? key : 1;
}

typedef struct {
    uint64_t key;
    const uint8_t *text;
    Py_ssize_t size;
} Surface;

/* The number of a surface, which is listed in `added` where it is a new one; -1 where memory is short. */
static inline int32_t number_of(Table *table, const Surface *surface, PyObject *added)
{
    Slot *slot = slot_of(table, surface->key);
    if (slot->key) return slot->number;
    PyObject *text = PyUnicode_DecodeUTF8((const char *)surface->text, surface->size, "strict");
    int failed = !text || PyList_Append(added, text);
    Py_XDECREF(text);
    if (failed) return -1;
    *slot = (Slot){surface->key, table->count};
    if ((size_t)++table->count * 2 > (size_t)1 << table->bits && grow(table)) {
        PyErr_NoMemory();
        return -1;
    }
    return table->count - 1;
}

static int add_numbers(Table *table, const Surface *surfaces, int count, Row *numbers, PyObject *added)
{
    for (int at = 0; at < count; at++) {
        int32_t number = number_of(table, &surfaces[at], added);
        if (number < 0) return -1;
        if (append_form(numbers, number)) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

static void forget(PyObject *capsule)
{
    Table *table = PyCapsule_GetPointer(capsule, NULL);
    PyMem_Free(table->slots);
    PyMem_Free(table);
}

static PyObject *builder_table(PyObject *module, PyObject *arguments)
{
    Table *table = PyMem_Calloc(1, sizeof(Table));
    if (!table) return PyErr_NoMemory();
    table->bits = FIRST_BITS;
    table->slots = PyMem_Calloc((size_t)1 << FIRST_BITS, sizeof(Slot));
    if (!table->slots) {
        PyMem_Free(table);
        return PyErr_NoMemory();
    }
    return PyCapsule_New(table, NULL, forget);
}

static int cut_one(Table *table, PyObject *text, Row *numbers, PyObject *added)
{
    Surface surfaces[AHEAD]; /* whose slots are on their way from memory */
    int count = 0;
    Py_ssize_t size;
    const uint8_t *held = (const uint8_t *)PyUnicode_AsUTF8AndSize(text, &size);
    if (!held) return -1;
    for (Py_ssize_t at = 0; at < size;) {
        if (classes[held[at]] != STRONG) {
            at++;
            continue;
        }
        Py_ssize_t end = end_of(held, at, size);
        surfaces[count] = (Surface){key_of(held + at, end - at, size - at), held + at, end - at};
        FETCH(&table->slots[home_of(table, surfaces[count].key)]);
        at = end;
        if (++count == AHEAD) {
            if (add_numbers(table, surfaces, count, numbers, added)) return -1;
            count = 0;
        }
    }
    return add_numbers(table, surfaces, count, numbers, added);
}

/* cut(table, texts): the number of each surface as int32, where in them each text begins as int64 and where the last one
   ends, and the new surfaces. */
static PyObject *builder_cut(PyObject *module, PyObject *arguments)
{
    PyObject *capsule, *texts, *found = NULL;
    if (!PyArg_ParseTuple(arguments, "OO!", &capsule, &PyList_Type, &texts)) return NULL;
    Table *table = PyCapsule_GetPointer(capsule, NULL);
    if (!table) return NULL;
    Row numbers = {.width = sizeof(int32_t)}, bounds = {.width = sizeof(int64_t)};
    PyObject *added = PyList_New(0);
    if (!added) return NULL;
    for (Py_ssize_t text = 0;; text++) {
        if (append_count(&bounds, (int64_t)numbers.count)) {
            PyErr_NoMemory();
            goto done;
        }
        if (text == PyList_GET_SIZE(texts)) break;
        if (cut_one(table, PyList_GET_ITEM(texts, text), &numbers, added)) goto done;
    }
    found = Py_BuildValue("NNO", bytes_of(&numbers), bytes_of(&bounds), added);
done:
    PyMem_Free(numbers.held);
    PyMem_Free(bounds.held);
    Py_DECREF(added);
    return found;
}

/* Arrays that a function is given as a tuple. */
typedef struct {
    int width;   /* bytes of a number */
    int changed; /* whether it is written to */
} Kind;

static Py_ssize_t length(const Py_buffer *array)
{
    return array->len / array->itemsize;
}

static void give_back(Py_buffer *arrays, int count)
{
    for (int array = 0; array < count; array++)
        if (arrays[array].obj) PyBuffer_Release(&arrays[array]);
}

/* Borrow the arrays; -1 where they are not as many and of such kinds. `arrays` are to be given back in any case. */
static int borrow(PyObject *given, const Kind *kinds, Py_buffer *arrays, int count)
{
    memset(arrays, 0, sizeof(Py_buffer) * (size_t)count);
    if (!PyTuple_Check(given) || PyTuple_GET_SIZE(given) != count) {
        PyErr_Format(PyExc_TypeError, "a tuple of %d arrays is expected", count);
        return -1;
    }
    for (int array = 0; array < count; array++) {
        int wanted = kinds[array].changed ? PyBUF_ND | PyBUF_WRITABLE : PyBUF_ND;
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(given, array), &arrays[array], wanted)) return -1;
        if (arrays[array].itemsize != kinds[array].width) {
            PyErr_Format(PyExc_TypeError, "numbers of %d bytes are expected", kinds[array].width);
            return -1;
        }
    }
    return 0;
}

/* The arrays that `expand` is given. */
enum { NUMBERS, BOUNDS, SHOWN, TIMES, ONLY, STARTS, SIZES, FLAT, DROPPED, EXPANDED };

static const Kind EXPANDED_KINDS[EXPANDED] = {{4, 0}, {8, 0}, {1, 0}, {8, 1}, {4, 0}, {8, 0}, {8, 0}, {4, 0}, {1, 0}};

/* Add those of some forms that are not dropped; -1 where there is no such form, or memory is short. */
static int add_forms(const Py_buffer *dropped, const int32_t *forms, int64_t count, Row *kept)
{
    for (int64_t at = 0; at < count; at++) {
        if (forms[at] < 0 || forms[at] >= length(dropped)) return -1;
        if (!((const uint8_t *)dropped->buf)[forms[at]] && append_form(kept, forms[at])) return -1;
    }
    return 0;
}

/* Add the forms of a surface, and count it where its text is shown; -1 where the arrays do not hold together. */
static int add_surface(const Py_buffer *arrays, int32_t number, uint8_t shown, Row *kept)
{
    if (number < 0 || number >= length(&arrays[TIMES])) return -1;
    ((int64_t *)arrays[TIMES].buf)[number] += shown;
    const int32_t *only = (const int32_t *)arrays[ONLY].buf + number;
    if (*only >= 0) return add_forms(&arrays[DROPPED], only, 1, kept);
    int64_t start = ((const int64_t *)arrays[STARTS].buf)[number], size = ((const int64_t *)arrays[SIZES].buf)[number];
    if (start < 0 || size < 0 || size > length(&arrays[FLAT]) || start > length(&arrays[FLAT]) - size) return -1;
    return add_forms(&arrays[DROPPED], (const int32_t *)arrays[FLAT].buf + start, size, kept);
}

static int expand(const Py_buffer *arrays, Row *kept, Row *sizes)
{
    const int64_t *bounds = arrays[BOUNDS].buf;
    const int32_t *numbers = arrays[NUMBERS].buf;
    const uint8_t *shown = arrays[SHOWN].buf;
    for (Py_ssize_t text = 0; text < length(&arrays[SHOWN]); text++) {
        size_t first = kept->count;
        if (bounds[text] < 0 || bounds[text + 1] > length(&arrays[NUMBERS])) return -1;
        for (int64_t at = bounds[text]; at < bounds[text + 1]; at++) {
            if (at + AHEAD < length(&arrays[NUMBERS])) {
                FETCH((const int32_t *)arrays[ONLY].buf + numbers[at + AHEAD]);
                FETCH((const int64_t *)arrays[TIMES].buf + numbers[at + AHEAD]);
            }
            if (add_surface(arrays, numbers[at], shown[text], kept)) return -1;
        }
        if (append_count(sizes, (int64_t)(kept->count - first))) return -1;
    }
    return 0;
}

static int fit(const Py_buffer *arrays)
{
    Py_ssize_t surfaces = length(&arrays[TIMES]);
    return length(&arrays[BOUNDS]) == length(&arrays[SHOWN]) + 1 && length(&arrays[ONLY]) == surfaces &&
           length(&arrays[STARTS]) == surfaces && length(&arrays[SIZES]) == surfaces;
}

/* expand(arrays): the forms of the surfaces of all texts as int32, those that are dropped left out, and how many each
   text has as int64; surfaces of texts that are shown are counted. */
static PyObject *builder_expand(PyObject *module, PyObject *given)
{
    PyObject *found = NULL;
    Py_buffer arrays[EXPANDED];
    Row kept = {.width = sizeof(int32_t)}, sizes = {.width = sizeof(int64_t)};
    if (!borrow(given, EXPANDED_KINDS, arrays, EXPANDED)) {
        if (!fit(arrays) || expand(arrays, &kept, &sizes))
            PyErr_SetString(PyExc_ValueError, "what was kept of the last build is damaged");
        else
            found = Py_BuildValue("NN", bytes_of(&kept), bytes_of(&sizes));
    }
    give_back(arrays, EXPANDED);
    PyMem_Free(kept.held);
    PyMem_Free(sizes.held);
    return found;
}

/* The arrays that `place` is given; `count` is given the first two and a third one. */
enum { TERMS, LENGTHS, NORM, ONCE, BEGIN, HOLDERS, WEIGHTS, PLACED };
enum { HOLDING = 2, COUNTED };

static const Kind COUNTED_KINDS[COUNTED] = {{4, 0}, {8, 0}, {4, 1}};
static const Kind PLACED_KINDS[PLACED] = {{4, 0}, {8, 0}, {4, 0}, {1, 0}, {8, 1}, {4, 1}, {1, 1}};

/* The distinct terms of a passage, and how often each stands there. */
typedef struct {
    int32_t *terms;  /* in the order of their first appearance */
    uint32_t *times; /* by term; 0 between two passages */
    Py_ssize_t count, size;
} Distinct;

static int open_distinct(Distinct *distinct, Py_ssize_t size, const Py_buffer *lengths)
{
    int64_t longest = 0;
    for (Py_ssize_t at = 0; at < length(lengths); at++)
        if (((const int64_t *)lengths->buf)[at] > longest) longest = ((const int64_t *)lengths->buf)[at];
    *distinct = (Distinct){PyMem_Malloc(sizeof(int32_t) * ((size_t)longest + 1)),
                           PyMem_Calloc((size_t)size + 1, sizeof(uint32_t)), 0, size};
    if (distinct->terms && distinct->times) return 0;
    PyErr_NoMemory();
    return -1;
}

static void close_distinct(Distinct *distinct)
{
    PyMem_Free(distinct->terms);
    PyMem_Free(distinct->times);
}

/* Find the distinct terms of a passage; -1 where there is no such term. */
static int find_distinct(Distinct *distinct, const int32_t *terms, int64_t count)
{
    distinct->count = 0;
    for (int64_t at = 0; at < count; at++) {
        if (terms[at] < 0 || terms[at] >= distinct->size) return -1;
        if (!distinct->times[terms[at]]++) distinct->terms[distinct->count++] = terms[at];
    }
    return 0;
}

/* Whether the lengths of all passages come to as many terms as there are. */
static int are_all(const Py_buffer *terms, const Py_buffer *lengths)
{
    int64_t left = length(terms);
    for (Py_ssize_t at = 0; at < length(lengths); at++) {
        int64_t here = ((const int64_t *)lengths->buf)[at];
        if (here < 0 || here > left) return 0;
        left -= here;
    }
    return !left;
}

static int count_all(const Py_buffer *arrays, Distinct *distinct, int bits)
{
    const int32_t *terms = arrays[TERMS].buf;
    for (Py_ssize_t passage = 0; passage < length(&arrays[LENGTHS]); passage++) {
        int64_t here = ((const int64_t *)arrays[LENGTHS].buf)[passage];
        if (find_distinct(distinct, terms, here)) return -1;
        int32_t *holding = (int32_t *)arrays[HOLDING].buf + (passage >> bits) * 2 * distinct->size;
        for (Py_ssize_t at = 0; at < distinct->count; at++) {
            int32_t term = distinct->terms[at];
            holding[(distinct->times[term] == 1) * distinct->size + term]++;
            distinct->times[term] = 0;
        }
        terms += here;
    }
    return 0;
}

/* count(arrays, bits): how many passages of each block repeat each term, and in how many it stands once. */
static PyObject *builder_count(PyObject *module, PyObject *arguments)
{
    PyObject *given, *found = NULL;
    Py_buffer arrays[COUNTED];
    Distinct distinct = {0};
    int bits;
    if (!PyArg_ParseTuple(arguments, "Oi", &given, &bits)) return NULL;
    if (borrow(given, COUNTED_KINDS, arrays, COUNTED)) goto done;
    Py_ssize_t blocks = (length(&arrays[LENGTHS]) + ((Py_ssize_t)1 << bits) - 1) >> bits;
    Py_ssize_t size = blocks ? length(&arrays[HOLDING]) / 2 / blocks : 0;
    if (open_distinct(&distinct, size, &arrays[LENGTHS])) goto done;
    if (!are_all(&arrays[TERMS], &arrays[LENGTHS]) || count_all(arrays, &distinct, bits))
        PyErr_SetString(PyExc_ValueError, "there are other terms than those that are counted");
    else
        found = Py_NewRef(Py_None);
done:
    close_distinct(&distinct);
    give_back(arrays, COUNTED);
    return found;
}

/* The weight of a term that stands so often in a passage: `rounded` of postings.py, operation by operation. */
static uint8_t weight_of(uint32_t times, float norm, float highest, float step)
{
    float exact = (float)times, weight = exact * highest / (exact + norm);
    float steps = rintf(weight / step);
    return steps < 1 ? 1 : steps > 255 ? 255 : (uint8_t)steps;
}

static int place_all(const Py_buffer *arrays, Distinct *distinct, float highest, float step)
{
    const int32_t *terms = arrays[TERMS].buf;
    int64_t *begin = arrays[BEGIN].buf, postings = length(&arrays[HOLDERS]);
    for (Py_ssize_t passage = 0; passage < length(&arrays[LENGTHS]); passage++) {
        int64_t here = ((const int64_t *)arrays[LENGTHS].buf)[passage];
        if (find_distinct(distinct, terms, here)) return -1;
        for (Py_ssize_t at = 0; at < distinct->count; at++) {
            int32_t term = distinct->terms[at];
            FETCH(&((int32_t *)arrays[HOLDERS].buf)[begin[(distinct->times[term] == 1) * distinct->size + term]]);
        }
        for (Py_ssize_t at = 0; at < distinct->count; at++) {
            int32_t term = distinct->terms[at];
            uint32_t times = distinct->times[term];
            int64_t to = begin[(times == 1) * distinct->size + term]++;
            distinct->times[term] = 0;
            if (to < 0 || to >= postings) return -1;
            ((int32_t *)arrays[HOLDERS].buf)[to] = (int32_t)passage;
            ((uint8_t *)arrays[WEIGHTS].buf)[to] =
                times == 1 ? ((const uint8_t *)arrays[ONCE].buf)[passage]
                           : weight_of(times, ((const float *)arrays[NORM].buf)[passage], highest, step);
        }
        terms += here;
    }
    return 0;
}

/* place(arrays, highest, step): the passage and the weight of each posting. */
static PyObject *builder_place(PyObject *module, PyObject *arguments)
{
    PyObject *given, *found = NULL;
    Py_buffer arrays[PLACED];
    Distinct distinct = {0};
    float highest, step;
    if (!PyArg_ParseTuple(arguments, "Off", &given, &highest, &step)) return NULL;
    if (borrow(given, PLACED_KINDS, arrays, PLACED)) goto done;
    Py_ssize_t passages = length(&arrays[LENGTHS]);
    if (open_distinct(&distinct, length(&arrays[BEGIN]) / 2, &arrays[LENGTHS])) goto done;
    if (!are_all(&arrays[TERMS], &arrays[LENGTHS]) || length(&arrays[NORM]) != passages ||
        length(&arrays[ONCE]) != passages || length(&arrays[WEIGHTS]) != length(&arrays[HOLDERS]) ||
        place_all(arrays, &distinct, highest, step))
        PyErr_SetString(PyExc_ValueError, "there are other terms than those that were counted");
    else
        found = Py_NewRef(Py_None);
done:
    close_distinct(&distinct);
    give_back(arrays, PLACED);
    return found;
}

/* The arrays that `written` is given. */
enum { ROWS, ROW_LENGTHS, ROW_STARTS, WRITTEN };

static const Kind WRITTEN_KINDS[WRITTEN] = {{4, 0}, {8, 0}, {8, 1}};

static inline int append_byte(Row *row, uint8_t value)
{
    if (row->count == row->room && make_room(row)) return -1;
    ((uint8_t *)row->held)[row->count++] = value;
    return 0;
}

static inline int append_row(Row *row, uint32_t value)
{
    int shift = 0;
    while (value >> shift >= 1 << 7 && shift < 28) shift += 7;
    for (; shift; shift -= 7)
        if (append_byte(row, value >> shift & 127)) return -1;
    return append_byte(row, (uint8_t)(value & 127) | 128);
}

/* written(arrays): the rows of all passages as `forward.encode` has them, and where those of each passage begin in the
   array that is given. */
static PyObject *builder_written(PyObject *module, PyObject *given)
{
    PyObject *found = NULL;
    Py_buffer arrays[WRITTEN];
    Row bytes = {.width = 1};
    if (borrow(given, WRITTEN_KINDS, arrays, WRITTEN)) goto done;
    if (!are_all(&arrays[ROWS], &arrays[ROW_LENGTHS]) || length(&arrays[ROW_STARTS]) != length(&arrays[ROW_LENGTHS]) + 1) {
        PyErr_SetString(PyExc_ValueError, "the lengths are not those of the rows");
        goto done;
    }
    const uint32_t *row = arrays[ROWS].buf;
    for (Py_ssize_t passage = 0; passage < length(&arrays[ROW_LENGTHS]); passage++) {
        for (int64_t left = ((const int64_t *)arrays[ROW_LENGTHS].buf)[passage]; left; left--)
            if (append_row(&bytes, *row++)) {
                PyErr_NoMemory();
                goto done;
            }
        ((int64_t *)arrays[ROW_STARTS].buf)[passage + 1] = (int64_t)bytes.count;
    }
    found = bytes_of(&bytes);
done:
    give_back(arrays, WRITTEN);
    PyMem_Free(bytes.held);
    return found;
}

static char *escape(char *to, uint8_t byte)
{
    static const char SHORT[] = "btn\0fr", HEX[] = "0123456789abcdef";
    *to++ = '\\';
    if (more[byte] == 1) {
        *to++ = byte < ' ' ? SHORT[byte - '\b'] : (char)byte;
        return to;
    }
    memcpy(to, "u00", 3);
    to[3] = HEX[byte >> 4];
    to[4] = HEX[byte & 15];
    return to + 5;
}

/* quoted(text): the text as a string of JSON, in UTF-8. */
static PyObject *builder_quoted(PyObject *module, PyObject *text)
{
    Py_ssize_t size, longer = 0;
    if (!PyUnicode_Check(text)) return PyErr_Format(PyExc_TypeError, "a string is quoted");
    const uint8_t *held = (const uint8_t *)PyUnicode_AsUTF8AndSize(text, &size);
    if (!held) return NULL;
    for (Py_ssize_t at = 0; at < size; at++) longer += more[held[at]];
    PyObject *found = PyBytes_FromStringAndSize(NULL, size + longer + 2);
    if (!found) return NULL;
    char *to = PyBytes_AS_STRING(found);
    *to++ = '"';
    for (Py_ssize_t at = 0; at < size;) {
        Py_ssize_t first = at;
        while (at < size && !(longer && more[held[at]])) at++;
        memcpy(to, held + first, (size_t)(at - first));
        to += at - first;
        if (at < size) to = escape(to, held[at++]);
    }
    *to = '"';
    return found;
}

static PyMethodDef methods[] = {
    {"table", builder_table, METH_NOARGS, "An empty table of surfaces, for `cut`."},
    {"cut", builder_cut, METH_VARARGS, "The surfaces of texts, numbered."},
    {"expand", builder_expand, METH_O, "The forms of surfaces."},
    {"count", builder_count, METH_VARARGS, "How many passages hold each term."},
    {"place", builder_place, METH_VARARGS, "The postings of all terms."},
    {"written", builder_written, METH_O, "The forward index of rows."},
    {"quoted", builder_quoted, METH_O, "A text as a string of JSON."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "builder", NULL, -1, methods};

PyMODINIT_FUNC PyInit_builder(void)
{
    classify();
    return PyModule_Create(&definition);
}
