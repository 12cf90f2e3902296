#include "lib/rules/finder.h"

#include "lib/base/mem.h"

#include <stdlib.h>

#define FINDER_NONE UINT32_MAX

/* A transition that leads to a state with meanings carries this bit, so that scanning looks nowhere
 * else. */
#define FINDER_MEANS ((uint32_t)1 << 31)

/* A state while the automaton is built: a node of the tree of literals. */
struct finder_node {
    uint32_t first_child, next_sibling;
    uint32_t meanings; /* first of its chain */
    uint32_t failure;  /* the state of the longest proper suffix that is in the tree */
    uint32_t state;    /* its number from the root outwards: near it most bytes of a text are looked
                          up, and these states shall lie close together */
    unsigned char class;
};

struct finder_meaning {
    uint32_t meaning;
    uint32_t next;
};

/* The first columns of a row of `moves`: for bytes that no literal has, and for the start and the
 * end of a text, which are read as if they were bytes. The fourth is no move at all: there a state
 * keeps the first of its meanings. The bytes of literals come after them. */
enum { FINDER_OTHER, FINDER_START, FINDER_END, FINDER_MEANINGS, FINDER_CLASSES };

struct finder {
    unsigned char classes[256]; /* of bytes */
    uint32_t class_count;
    struct finder_node *nodes; /* node 0 is the root */
    size_t node_count, node_capacity;
    struct finder_meaning *meanings;
    size_t meaning_count, meaning_capacity;
    uint32_t *moves;  /* [state * class_count + class] = next state * class_count */
    uint32_t *deeper; /* [depth]: the first state further from the root, * class_count */
    size_t depths, depth_capacity;
};

static uint32_t finder_add_node(struct finder *finder, unsigned char class) {
    mem_grow(&finder->nodes, &finder->node_capacity, finder->node_count + 1, sizeof *finder->nodes);
    finder->nodes[finder->node_count] =
        (struct finder_node){FINDER_NONE, FINDER_NONE, FINDER_NONE, 0, 0, class};
    return (uint32_t)finder->node_count++;
}

struct finder *finder_new(void) {
    struct finder *finder = mem_zeroed(1, sizeof *finder);
    finder->class_count = FINDER_CLASSES;
    finder_add_node(finder, 0);
    return finder;
}

void finder_free(struct finder *finder) {
    if (!finder)
        return;
    free(finder->nodes);
    free(finder->meanings);
    free(finder->moves);
    free(finder->deeper);
    free(finder);
}

/* The class of a byte: that of the same letter in the other case, or of other white space, too. */
static unsigned char finder_class(struct finder *finder, char byte) {
    unsigned char lower = (unsigned char)span_lower_byte(byte);
    if (lower >= '\t' && lower <= '\r')
        lower = ' ';
    if (finder->classes[lower] != FINDER_OTHER)
        return finder->classes[lower];
    unsigned char class = (unsigned char)finder->class_count++;
    finder->classes[lower] = class;
    if (lower >= 'a' && lower <= 'z')
        finder->classes[lower - 'a' + 'A'] = class;
    if (lower == ' ')
        memset(&finder->classes['\t'], class, '\r' - '\t' + 1);
    return class;
}

static uint32_t finder_child(const struct finder *finder, uint32_t node, unsigned char class) {
    uint32_t child = finder->nodes[node].first_child;
    while (child != FINDER_NONE && finder->nodes[child].class != class)
        child = finder->nodes[child].next_sibling;
    return child;
}

/* The child of a node by a class, new or old. */
static uint32_t finder_grow(struct finder *finder, uint32_t node, unsigned char class) {
    uint32_t child = finder_child(finder, node, class);
    if (child == FINDER_NONE) {
        child = finder_add_node(finder, class);
        finder->nodes[child].next_sibling = finder->nodes[node].first_child;
        finder->nodes[node].first_child = child;
    }
    return child;
}

/* Whether the literal that ends in a node, which was added last of all that end there, means this.
 */
static bool finder_means(const struct finder *finder, uint32_t node, uint32_t meaning) {
    uint32_t last = finder->nodes[node].meanings;
    return last != FINDER_NONE && finder->meanings[last].meaning == meaning;
}

void finder_add_bound(struct finder *finder, struct span literal, bool is_first, bool is_last,
                      uint32_t meaning) {
    uint32_t node = is_first ? finder_grow(finder, 0, FINDER_START) : 0;
    for (size_t i = 0; i < literal.size && !finder_means(finder, node, meaning); i++)
        node = finder_grow(finder, node, finder_class(finder, literal.at[i]));
    if (finder_means(finder, node, meaning))
        return; /* what it begins with says as much */
    if (is_last)
        node = finder_grow(finder, node, FINDER_END);
    mem_grow(&finder->meanings, &finder->meaning_capacity, finder->meaning_count + 1,
             sizeof *finder->meanings);
    finder->meanings[finder->meaning_count] =
        (struct finder_meaning){meaning, finder->nodes[node].meanings};
    finder->nodes[node].meanings = (uint32_t)finder->meaning_count++;
}

void finder_add(struct finder *finder, struct span literal, uint32_t meaning) {
    finder_add_bound(finder, literal, false, false, meaning);
}

static uint32_t *finder_row(const struct finder *finder, uint32_t state) {
    return finder->moves + (size_t)state * finder->class_count;
}

/* A node means what it says itself and what its suffix says: the chains are tied together. */
static void finder_inherit(struct finder *finder, struct finder_node *node) {
    uint32_t *link = &node->meanings;
    while (*link != FINDER_NONE)
        link = &finder->meanings[*link].next;
    *link = finder_row(finder, node->failure)[FINDER_MEANINGS];
    finder_row(finder, node->state)[FINDER_MEANINGS] = node->meanings;
}

/* Fills the moves of a state whose failure state, which is nearer to the root, has its own already;
 * its children become the states from `next` on. */
static void finder_fill_state(struct finder *finder, const struct finder_node *node,
                              uint32_t next) {
    uint32_t width = finder->class_count;
    uint32_t *row = finder_row(finder, node->state);
    if (node->state)
        memcpy(row, finder_row(finder, node->failure), width * sizeof *row);
    row[FINDER_MEANINGS] = node->meanings;
    for (uint32_t child = node->first_child; child != FINDER_NONE; next++) {
        struct finder_node *to = &finder->nodes[child];
        to->failure = node->state ? (row[to->class] & ~FINDER_MEANS) / width : 0;
        to->state = next;
        finder_inherit(finder, to);
        row[to->class] = next * width | (to->meanings != FINDER_NONE ? FINDER_MEANS : 0);
        child = to->next_sibling;
    }
}

/* All states of one depth have been numbered, those from `next` on are deeper. */
static void finder_end_depth(struct finder *finder, uint32_t next) {
    mem_grow(&finder->deeper, &finder->depth_capacity, finder->depths + 1, sizeof *finder->deeper);
    finder->deeper[finder->depths++] = next * finder->class_count;
}

void finder_close(struct finder *finder) {
    if (finder->node_count * finder->class_count >= FINDER_MEANS)
        mem_exhausted();
    finder->moves = mem_zeroed(finder->node_count * finder->class_count, sizeof *finder->moves);
    uint32_t *queue = mem_alloc(finder->node_count, sizeof *queue); /* by state */
    uint32_t head = 0, tail = 1;
    queue[0] = 0;
    while (head < tail) {
        if (head == 0 || head == finder->deeper[finder->depths - 1] / finder->class_count)
            finder_end_depth(finder, tail);
        const struct finder_node *node = &finder->nodes[queue[head++]];
        finder_fill_state(finder, node, tail);
        uint32_t child = node->first_child;
        for (; child != FINDER_NONE; child = finder->nodes[child].next_sibling)
            queue[tail++] = child;
    }
    free(queue);
    free(finder->nodes);
    finder->nodes = NULL;
}

/* --- asking */

/* Marks what the state means to which a move leads; returns that state. Out of line, so that the
 * walks keep their registers. */
SELDOM static uint32_t finder_tell(const struct finder *finder, uint32_t move, uint64_t *marks) {
    uint32_t state = move & ~FINDER_MEANS;
    uint32_t meaning = finder->moves[state + FINDER_MEANINGS];
    for (; meaning != FINDER_NONE; meaning = finder->meanings[meaning].next)
        marks[finder->meanings[meaning].meaning / 64] |= (uint64_t)1
                                                         << finder->meanings[meaning].meaning % 64;
    return state;
}

static inline uint32_t finder_move(const struct finder *finder, uint32_t state, unsigned char class,
                                   uint64_t *marks) {
    uint32_t move = finder->moves[(size_t)state + class];
    return move & FINDER_MEANS ? finder_tell(finder, move, marks) : move;
}

static inline uint32_t finder_read(const struct finder *finder, uint32_t state, char byte,
                                   uint64_t *marks) {
    return finder_move(finder, state, finder->classes[(unsigned char)byte], marks);
}

/* Whether a state holds bytes of before the last `count`. */
static inline bool finder_holds_more(const struct finder *finder, uint32_t state, size_t count) {
    return state >= finder->deeper[count];
}

/* Goes on into the next part of the text, of which `count` bytes were read, as long as the state
 * holds bytes of the part before it. */
static void finder_mark_across(const struct finder *finder, uint32_t state, struct span rest,
                               size_t count, uint64_t *marks) {
    for (; count < rest.size && finder_holds_more(finder, state, count); count++)
        state = finder_read(finder, state, rest.at[count], marks);
    if (count == rest.size)
        finder_move(finder, state, FINDER_END, marks);
}

uint32_t finder_start(const struct finder *finder, uint64_t *marks) {
    return finder_move(finder, 0, FINDER_START, marks);
}

uint32_t finder_go_on(const struct finder *finder, uint32_t state, struct span piece,
                      uint64_t *marks) {
    for (size_t i = 0; i < piece.size; i++)
        state = finder_read(finder, state, piece.at[i], marks);
    return state;
}

/* Each look-up waits for the one before it: four walks, each over a quarter of the text, wait at
 * the same time; then three of them go on where the next one began. */
void finder_end(const struct finder *finder, uint32_t state, struct span text, uint64_t *marks) {
    size_t quarter = text.size / 4, i;
    const char *a = text.at, *b = a + quarter, *c = b + quarter, *d = c + quarter;
    uint32_t in_a = state, in_b = 0, in_c = 0, in_d = 0;
    for (i = 0; i < quarter; i++) {
        in_a = finder_read(finder, in_a, a[i], marks);
        in_b = finder_read(finder, in_b, b[i], marks);
        in_c = finder_read(finder, in_c, c[i], marks);
        in_d = finder_read(finder, in_d, d[i], marks);
    }
    for (i = 4 * quarter; i < text.size; i++)
        in_d = finder_read(finder, in_d, text.at[i], marks);
    finder_move(finder, in_d, FINDER_END, marks);
    for (i = 0;
         i < quarter && (finder_holds_more(finder, in_a, i) || finder_holds_more(finder, in_b, i) ||
                         finder_holds_more(finder, in_c, i));
         i++) {
        in_a = finder_read(finder, in_a, b[i], marks);
        in_b = finder_read(finder, in_b, c[i], marks);
        in_c = finder_read(finder, in_c, d[i], marks);
    }
    if (i < quarter)
        return;
    finder_mark_across(finder, in_a, span_skip(text, quarter), i, marks);
    finder_mark_across(finder, in_b, span_skip(text, 2 * quarter), i, marks);
    finder_mark_across(finder, in_c, span_skip(text, 3 * quarter), i, marks);
}

void finder_mark(const struct finder *finder, struct span text, uint64_t *marks) {
    finder_end(finder, finder_start(finder, marks), text, marks);
}
