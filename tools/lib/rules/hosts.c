#include "lib/rules/hosts.h"

#include "lib/base/glimpse.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/base/table.h"
#include "lib/rules/idn.h"

#include <stdlib.h>

/* What is known of a host: its own rule, and a chain of paths, the longest first. */
struct hosts_entry {
    uint32_t rule; /* HOSTS_NONE: only paths */
    uint32_t first_path;
};

struct hosts_path {
    struct span path; /* starts with `/`, does not end with one */
    uint32_t rule;
    uint32_t next;
};

/* Hosts of one spelling. Keys: `vk.com`, `app:com.x`; for `google.%` and `3ds.*` what stands before
 * the mark, `google.` and `3ds.`. */
struct hosts_table {
    struct table names;
    struct hosts_entry *entries; /* by number of the name */
    size_t capacity;
    size_t labels; /* of the longest name */
    struct glimpse glimpse;
};

struct hosts {
    struct hosts_table plain;
    struct hosts_table country;
    struct hosts_table starred;
    struct hosts_path *paths;
    size_t path_count;
    size_t path_capacity;
    struct arena arena;
};

struct hosts *hosts_new(void) {
    struct hosts *hosts = mem_zeroed(1, sizeof *hosts);
    table_init(&hosts->plain.names);
    table_init(&hosts->country.names);
    table_init(&hosts->starred.names);
    return hosts;
}

static void hosts_free_table(struct hosts_table *table) {
    table_free(&table->names);
    free(table->entries);
}

void hosts_free(struct hosts *hosts) {
    if (!hosts)
        return;
    hosts_free_table(&hosts->plain);
    hosts_free_table(&hosts->country);
    hosts_free_table(&hosts->starred);
    free(hosts->paths);
    arena_free(&hosts->arena);
    free(hosts);
}

static struct hosts_entry *hosts_entry_of(struct hosts_table *table, struct span key) {
    uint32_t known = table->names.count;
    uint32_t number = table_number(&table->names, key);
    if (number == known) {
        mem_grow(&table->entries, &table->capacity, (size_t)number + 1, sizeof *table->entries);
        table->entries[number] = (struct hosts_entry){HOSTS_NONE, HOSTS_NONE};
        glimpse_add(&table->glimpse, key);
        size_t labels = 1;
        for (size_t i = 0; i < key.size; i++)
            labels += key.at[i] == '.';
        table->labels = labels > table->labels ? labels : table->labels;
    }
    return &table->entries[number];
}

/* Puts a path into the entry's chain; returns the rule that has it already, or HOSTS_NONE. */
static uint32_t hosts_add_path(struct hosts *hosts, struct hosts_entry *entry, struct span path,
                               uint32_t rule) {
    uint32_t *link = &entry->first_path;
    while (*link != HOSTS_NONE && hosts->paths[*link].path.size >= path.size) {
        if (span_equals(hosts->paths[*link].path, path))
            return hosts->paths[*link].rule;
        link = &hosts->paths[*link].next;
    }
    struct hosts_path added = {arena_copy(&hosts->arena, path), rule, *link};
    *link = (uint32_t)hosts->path_count;
    mem_grow(&hosts->paths, &hosts->path_capacity, hosts->path_count + 1, sizeof *hosts->paths);
    hosts->paths[hosts->path_count++] = added;
    return HOSTS_NONE;
}

static bool hosts_fault(struct fault *fault, size_t column, const char *text) {
    fault_set(fault, "%s", text);
    fault->column = column;
    return false;
}

/* Checks the part of a host that is spelled out. */
static bool hosts_check(struct span host, struct fault *fault) {
    if (span_is_empty(host))
        return hosts_fault(fault, 1, "a host is missing");
    for (size_t i = 0; i < host.size; i++) {
        char byte = host.at[i], lower = span_lower_byte(byte);
        if (byte == '.' && (i == 0 || i + 1 == host.size || host.at[i - 1] == '.'))
            return hosts_fault(fault, i + 1, "a host has no empty labels");
        if (byte == '%' || byte == '*')
            return hosts_fault(fault, i + 1, "% and * may only be the last label of a host");
        if (!(lower >= 'a' && lower <= 'z') && !number_is_digit(byte) && byte != '.' &&
            byte != '-' && byte != '_' && (unsigned char)byte < 0x80)
            return hosts_fault(fault, i + 1, "no host has this character");
    }
    return true;
}

/* Whether the text begins with `app:` or `ios:`. */
static bool hosts_is_app(struct span spec) {
    static const struct span app = SPAN("app:"), ios = SPAN("ios:");
    struct span head = span_take(spec, app.size);
    return span_equals_folded(head, app) || span_equals_folded(head, ios);
}

/* Finds the table for the host and writes the key there. */
static bool hosts_key(struct hosts *hosts, struct span host, struct hosts_table **table, char *key,
                      size_t *key_size, struct fault *fault) {
    static const struct span percent = SPAN(".%"), star = SPAN(".*");
    bool is_app = hosts_is_app(host);
    *table = &hosts->plain;
    struct span spelled = is_app ? span_skip(host, 4) : host;
    if (!is_app && (span_ends_with(host, percent) || span_ends_with(host, star))) {
        *table = span_ends_with(host, star) ? &hosts->starred : &hosts->country;
        spelled = span_take(host, host.size - percent.size);
    }
    if (!hosts_check(spelled, fault)) {
        fault->column += is_app ? 4 : 0;
        return false;
    }
    *key_size = idn_to_ascii(key, URL_HOST_BYTES, is_app ? host : spelled);
    if (*key_size == 0)
        return hosts_fault(fault, 1, "a host is UTF-8 of at most 253 bytes");
    if (*table != &hosts->plain)
        key[(*key_size)++] = '.';
    return true;
}

bool hosts_add(struct hosts *hosts, struct span spec, uint32_t rule, uint32_t *before,
               struct fault *fault) {
    size_t slash = span_find(spec, '/');
    if (slash > 0 && slash < spec.size && spec.at[slash - 1] == ':')
        return hosts_fault(fault, 1, "a host is written without http://");
    struct span host = span_take(spec, slash), path = span_skip(spec, slash);
    while (path.size && path.at[path.size - 1] == '/')
        path.size--;
    if (span_find(path, '?') < path.size)
        return hosts_fault(fault, slash + span_find(path, '?') + 1, "a host's path has no query");
    char key[URL_HOST_BYTES + 1];
    size_t key_size;
    struct hosts_table *table;
    if (!hosts_key(hosts, host, &table, key, &key_size, fault))
        return false;
    struct hosts_entry *entry = hosts_entry_of(table, (struct span){key, key_size});
    if (path.size) {
        *before = hosts_add_path(hosts, entry, path, rule);
        return true;
    }
    *before = entry->rule;
    if (entry->rule == HOSTS_NONE)
        entry->rule = rule;
    return true;
}

/* --- asking */

struct hosts_search {
    const struct hosts *hosts;
    struct span target;
    bool is_by_path; /* a name was met that has paths */
};

/* The rule for a name of the table and the target, the longest path first. */
static uint32_t hosts_in(struct hosts_search *search, const struct hosts_table *table,
                         struct span key) {
    const struct hosts *hosts = search->hosts;
    struct span target = search->target;
    if (!glimpse_may_have(&table->glimpse, key))
        return HOSTS_NONE;
    uint32_t number = table_find(&table->names, key);
    if (number == TABLE_NONE)
        return HOSTS_NONE;
    uint32_t place = table->entries[number].first_path;
    search->is_by_path |= place != HOSTS_NONE;
    for (; place != HOSTS_NONE; place = hosts->paths[place].next) {
        struct span path = hosts->paths[place].path;
        if (span_starts_with(target, path) &&
            (target.size == path.size || target.at[path.size] == '/' ||
             target.at[path.size] == '?'))
            return hosts->paths[place].rule;
    }
    return table->entries[number].rule;
}

/* How many bytes at the end of the host are a country's domain: `com`, two letters (or рф), and
 * these with `co.` or `com.` before them. Writes one or two sizes, returns how many. */
static int hosts_country(struct span host, size_t sizes[2]) {
    size_t dot = host.size;
    while (dot > 0 && host.at[dot - 1] != '.')
        dot--;
    struct span last = span_skip(host, dot);
    bool is_country = (last.size == 2 && !number_is_digit(last.at[0])) || span_is(last, "xn--p1ai");
    if (!is_country && !span_is(last, "com"))
        return 0;
    sizes[0] = last.size;
    struct span front = span_take(host, dot);
    for (int i = 0; is_country && i < 2; i++) {
        struct span second = span_of(i == 0 ? ".co." : ".com.");
        if (span_ends_with(front, second)) {
            sizes[1] = last.size + second.size - 1;
            return 2;
        }
    }
    return 1;
}

/* `here` is the host from one of its labels on. */
static uint32_t hosts_under_country(struct hosts_search *search, struct span here,
                                    const size_t sizes[2], int count) {
    for (int i = count - 1; i >= 0; i--) {
        if (here.size <= sizes[i])
            continue;
        uint32_t rule =
            hosts_in(search, &search->hosts->country, span_take(here, here.size - sizes[i]));
        if (rule != HOSTS_NONE)
            return rule;
    }
    return HOSTS_NONE;
}

/* The same for `3ds.*`: of the names that begin here, the longest. */
static uint32_t hosts_starred(struct hosts_search *search, struct span here) {
    const struct hosts_table *starred = &search->hosts->starred;
    uint32_t rule = HOSTS_NONE;
    size_t labels = 0;
    if (!glimpse_may_begin(&starred->glimpse, here))
        return HOSTS_NONE;
    for (size_t i = 0; i + 1 < here.size && labels + 1 < starred->labels; i++)
        if (here.at[i] == '.') {
            uint32_t found = hosts_in(search, starred, span_take(here, i + 1));
            rule = found != HOSTS_NONE ? found : rule;
            labels++;
        }
    return rule;
}

/* From the whole host down to its last label. */
static uint32_t hosts_search(struct hosts_search *search, struct span host) {
    const struct hosts *hosts = search->hosts;
    size_t labels = 1;
    for (size_t i = 0; i < host.size; i++)
        labels += host.at[i] == '.';
    size_t sizes[2];
    int countries = hosts->country.names.count ? hosts_country(host, sizes) : 0;
    for (struct span here = host; here.at; labels--) {
        uint32_t rule = HOSTS_NONE;
        if (labels <= hosts->plain.labels)
            rule = hosts_in(search, &hosts->plain, here);
        if (rule == HOSTS_NONE && countries)
            rule = hosts_under_country(search, here, sizes, countries);
        if (rule == HOSTS_NONE && hosts->starred.labels)
            rule = hosts_starred(search, here);
        if (rule != HOSTS_NONE)
            return rule;
        span_cut(&here, '.');
    }
    return HOSTS_NONE;
}

static uint32_t hosts_search_referer(struct hosts_search *search,
                                     const struct url_referer *referer) {
    char host[URL_HOST_BYTES + 4];
    size_t prefix = 0;
    if (referer->kind == URL_NO_REFERER)
        return HOSTS_NONE;
    if (referer->kind != URL_WEB_REFERER) {
        prefix = 4;
        memcpy(host, referer->kind == URL_APP_REFERER ? "app:" : "ios:", prefix);
    }
    size_t size = idn_to_ascii(host + prefix, URL_HOST_BYTES, referer->host);
    struct span name = {host, prefix + size};
    if (size == 0)
        return HOSTS_NONE;
    if (prefix == 0)
        return hosts_search(search, name);
    uint32_t rule = hosts_in(search, &search->hosts->plain, name);
    if (rule != HOSTS_NONE || referer->kind != URL_APP_REFERER)
        return rule;
    return hosts_search(search, span_skip(name, prefix));
}

uint32_t hosts_find(const struct hosts *hosts, const struct url_referer *referer,
                    bool *is_by_path) {
    struct hosts_search search = {hosts, referer->target, false};
    uint32_t rule = hosts_search_referer(&search, referer);
    if (is_by_path)
        *is_by_path = search.is_by_path;
    return rule;
}
