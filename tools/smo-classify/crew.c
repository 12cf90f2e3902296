#include "smo-classify/crew.h"

#include "lib/base/mem.h"
#include "lib/io/parallel.h"

#include <stdlib.h>

enum {
    CREW_BLOCK_BYTES = 64 * 1024, /* so that a block, and what is made of it, stay in a cache */
    CREW_BLOCK_HITS = 512,
    CREW_BLOCKS_OF_A_JOB = 3, /* one judged, one waiting for that, one waiting to be written */
};

/* A place for a block. */
struct crew_slot {
    struct crew_block block;
    struct crew *crew;
    struct parallel_task task;
};

struct crew {
    const struct row_plan *plan;
    struct parallel *parallel;
    struct classifier **classifiers; /* by worker; the first is the caller's */
    unsigned jobs;
    struct crew_slot *slots; /* a ring */
    size_t slot_count;
    uint64_t started, taken; /* blocks */
};

/* --- judging: by any thread */

static struct crew_entry *crew_new_entry(struct crew_block *block) {
    mem_grow(&block->entries, &block->capacity, block->count + 1, sizeof *block->entries);
    return &block->entries[block->count++];
}

/* A site lives until the next one: it is kept where the block is. Often it is that of the hit
 * before. */
static const struct site *crew_site(struct crew_block *block, const struct mark *last,
                                    const struct site *site) {
    if (last && last->site->key == site->key)
        return last->site;
    struct site *copy = arena_alloc(&block->sites, sizeof *copy);
    *copy = (struct site){arena_copy(&block->sites, site->name), site->key};
    return copy;
}

static void crew_judge_hit(struct crew *crew, struct crew_block *block,
                           struct classifier *classifier, const struct hit *hit) {
    struct lookup lookup;
    classifier_look_up(classifier, hit, 1, &lookup);
    struct verdict verdict;
    classifier_recognise(classifier, &lookup, &verdict);
    classifier_judge(classifier, &lookup, &verdict);
    classifier_trace(classifier, &verdict);
    size_t start = block->text.size;
    row_add(crew->plan, &block->text, hit, &verdict);
    struct crew_entry *entry = crew_new_entry(block);
    bool has_last = block->count > 1 && !entry[-1].is_header;
    verdict.mark.site = crew_site(block, has_last ? &entry[-1].mark : NULL, verdict.mark.site);
    verdict.mark.owner.memo = NULL; /* it may be gone before the block is taken */
    *entry = (struct crew_entry){.mark = verdict.mark, .size = block->text.size - start};
}

/* What was taken out of the block is no longer needed. */
static void crew_clear(struct crew_block *block) {
    buf_clear(&block->text);
    arena_clear(&block->sites);
    block->count = 0;
}

static void crew_judge(void *argument, unsigned worker) {
    struct crew_slot *slot = argument;
    struct crew_block *block = &slot->block;
    struct hit hit = {0};
    struct span others;
    enum hold_event event;
    crew_clear(block);
    while ((event = hold_next(&block->hold, &hit, &others)) != HOLD_END) {
        if (event == HOLD_HIT) {
            crew_judge_hit(slot->crew, block, slot->crew->classifiers[worker], &hit);
        } else {
            buf_add(&block->text, others);
            *crew_new_entry(block) = (struct crew_entry){.size = others.size, .is_header = true};
        }
    }
    hold_clear(&block->hold);
    parallel_announce(slot->crew->parallel, &block->is_judged);
}

/* --- giving and taking */

struct crew *crew_new(unsigned jobs, struct classifier *classifier, const struct row_plan *plan) {
    struct crew *crew = mem_zeroed(1, sizeof *crew);
    crew->plan = plan;
    crew->parallel = parallel_new(jobs);
    crew->jobs = parallel_jobs(crew->parallel);
    crew->classifiers = mem_zeroed(crew->jobs, sizeof(struct classifier *));
    crew->classifiers[0] = classifier;
    for (unsigned i = 1; i < crew->jobs; i++)
        crew->classifiers[i] = classifier_twin(classifier);
    crew->slot_count = (size_t)crew->jobs * CREW_BLOCKS_OF_A_JOB;
    crew->slots = mem_zeroed(crew->slot_count, sizeof *crew->slots);
    for (size_t i = 0; i < crew->slot_count; i++) {
        crew->slots[i].crew = crew;
        crew->slots[i].task =
            (struct parallel_task){.run = crew_judge, .argument = &crew->slots[i]};
    }
    return crew;
}

static struct crew_slot *crew_slot(const struct crew *crew, uint64_t number) {
    return &crew->slots[number % crew->slot_count];
}

static void crew_start(struct crew *crew) {
    struct crew_slot *slot = crew_slot(crew, crew->started++);
    slot->block.is_judged = false;
    parallel_start(crew->parallel, &slot->task);
}

void crew_add_hit(struct crew *crew, const struct hit *hit) {
    struct hold *hold = &crew_slot(crew, crew->started)->block.hold;
    hold_hit(hold, hit);
    if (hold->bytes.size >= CREW_BLOCK_BYTES || hold->hits == CREW_BLOCK_HITS)
        crew_start(crew);
}

void crew_add_header(struct crew *crew, struct span others) {
    struct hold *hold = &crew_slot(crew, crew->started)->block.hold;
    hold_header(hold, others);
    if (hold->bytes.size >= CREW_BLOCK_BYTES)
        crew_start(crew);
}

static bool crew_is_full(const struct crew *crew) {
    return crew->started - crew->taken == crew->slot_count;
}

struct crew_block *crew_take(struct crew *crew, bool is_end) {
    if (is_end && !crew_is_full(crew) && crew_slot(crew, crew->started)->block.hold.bytes.size)
        crew_start(crew);
    if (crew->started == crew->taken || !(is_end || crew_is_full(crew)))
        return NULL;
    struct crew_slot *slot = crew_slot(crew, crew->taken++);
    parallel_wait(crew->parallel, &slot->block.is_judged);
    return &slot->block;
}

void crew_add_site(struct crew *crew, struct span hosts) {
    for (unsigned i = 0; i < crew->jobs; i++)
        classifier_add_site(crew->classifiers[i], hosts);
}

const char *crew_damage(const struct crew *crew, const char **name) {
    const char *damage = NULL;
    for (unsigned i = 0; i < crew->jobs && !damage; i++)
        damage = classifier_damage(crew->classifiers[i], name);
    return damage;
}

void crew_free(struct crew *crew) {
    if (!crew)
        return;
    parallel_free(crew->parallel);
    for (unsigned i = 1; i < crew->jobs; i++)
        classifier_free(crew->classifiers[i]);
    for (size_t i = 0; i < crew->slot_count; i++) {
        struct crew_block *block = &crew->slots[i].block;
        hold_free(&block->hold);
        buf_free(&block->text);
        arena_free(&block->sites);
        free(block->entries);
    }
    free(crew->slots);
    free(crew->classifiers);
    free(crew);
}
