#include "smo-classify/geo.h"

#include "smo-classify/cache.h"

#include "lib/base/date.h"
#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/io/input.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <maxminddb.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    GEO_NAME_BYTES = 128,
    GEO_WALK_NODES = 100000,
    GEO_WALK_RECORDS = 1000,
    GEO_CACHE_BYTES = 2 * 1024 * 1024,
    GEO_LONGEST_NAME = 200,
};

enum geo_column { GEO_COUNTRY, GEO_REGION, GEO_CITY, GEO_COLUMNS };

/* What one record says: cells, empty where it says nothing. */
struct geo_record {
    struct span columns[GEO_COLUMNS];
};

struct geo_database {
    MMDB_s mmdb;
    bool is_borrowed; /* the mapped file is another's */
    char name[GEO_NAME_BYTES];
    struct cache records; /* by their offset: some records serve many thousands of networks */
    const char *damage;   /* of libmaxminddb, static; NULL: none */
};

struct geo {
    struct geo_database **databases;
    size_t count, capacity;
    struct buf scratch;
    struct buf address; /* that was asked for last: robots change their agents, not their address */
    struct geo_place place;
};

struct geo *geo_new(void) {
    return mem_zeroed(1, sizeof(struct geo));
}

/* --- what a record says */

/* Where each column may stand, the better place first: libmaxminddb's lookup paths. */
static const char *const country_paths[][4] = {
    {"country", "iso_code", NULL}, {"registered_country", "iso_code", NULL},
    {"country_code", NULL},        {"country", NULL},
    {"countryCode", NULL},         {"country_iso_code", NULL}};
static const char *const region_paths[][4] = {{"subdivisions", "0", "iso_code", NULL},
                                              {"subdivisions", "0", "names", NULL},
                                              {"region_code", NULL},
                                              {"region", NULL},
                                              {"state1", NULL},
                                              {"stateprov", NULL}};
static const char *const city_paths[][4] = {{"city", "names", NULL}, {"city", NULL}};

static bool geo_is_letter(char byte) {
    return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* A code, not a name. */
static bool geo_is_country(struct span text) {
    return text.size == 2 && geo_is_letter(text.at[0]) && geo_is_letter(text.at[1]);
}

/* The text at a path, or empty; names are in many languages, of which the English one is taken. */
static struct span geo_text(MMDB_entry_s *record, const char *const path[4]) {
    const char *whole[5] = {path[0]};
    size_t depth = 1;
    for (; path[depth]; depth++)
        whole[depth] = path[depth];
    if (strcmp(whole[depth - 1], "names") == 0)
        whole[depth] = "en";
    MMDB_entry_data_s found;
    if (MMDB_aget_value(record, &found, whole) != MMDB_SUCCESS || !found.has_data ||
        found.type != MMDB_DATA_TYPE_UTF8_STRING)
        return (struct span){NULL, 0};
    return span_take((struct span){found.utf8_string, found.data_size}, GEO_LONGEST_NAME);
}

static struct span geo_first_text(MMDB_entry_s *record, const char *const (*paths)[4], size_t count,
                                  bool (*is_good)(struct span)) {
    for (size_t i = 0; i < count; i++) {
        struct span text = geo_text(record, paths[i]);
        if (!span_is_absent(text) && (!is_good || is_good(text)))
            return text;
    }
    return (struct span){NULL, 0};
}

#define GEO_FIRST(record, paths, is_good)                                                          \
    geo_first_text(record, paths, sizeof paths / sizeof *paths, is_good)

/* Reads a record. It is first decoded whole: that has a limit of depth, which a lookup along a path
 * has not. */
static int geo_read(MMDB_entry_s *entry, struct span texts[GEO_COLUMNS]) {
    MMDB_entry_data_list_s *list = NULL;
    int error = MMDB_get_entry_data_list(entry, &list);
    MMDB_free_entry_data_list(list);
    if (error != MMDB_SUCCESS)
        return error;
    texts[GEO_COUNTRY] = GEO_FIRST(entry, country_paths, geo_is_country);
    texts[GEO_REGION] = GEO_FIRST(entry, region_paths, NULL);
    texts[GEO_CITY] = GEO_FIRST(entry, city_paths, NULL);
    return MMDB_SUCCESS;
}

/* --- opening */

static bool geo_write(int copy, const char *at, size_t size) {
    while (size) {
        ssize_t part = write(copy, at, size);
        if (part < 0 && errno != EINTR)
            return false;
        at += part > 0 ? part : 0;
        size -= part > 0 ? (size_t)part : 0;
    }
    return true;
}

/* A sealed copy in memory, as a descriptor; -1 and a fault. */
static int geo_copy(const char *path, struct fault *fault) {
    struct input *input = input_open(path, fault);
    if (!input)
        return -1;
    int copy = memfd_create("smo-geo", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    char block[65536];
    size_t size = 0;
    while (copy >= 0 && (size = input_read(input, block, sizeof block)) > 0)
        if (!geo_write(copy, block, size))
            break;
    if (copy < 0 || size > 0)
        fault_set(fault, "cannot be copied: %s", strerror(errno));
    else if (fault_is_set(input_fault(input)))
        *fault = *input_fault(input);
    else if (fcntl(copy, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL))
        fault_set(fault, "cannot be sealed: %s", strerror(errno));
    input_close(input);
    if (fault_is_set(fault) && copy >= 0) {
        close(copy);
        copy = -1;
    }
    return copy;
}

static bool geo_map(struct geo_database *database, const char *path, struct fault *fault) {
    int copy = geo_copy(path, fault);
    if (copy < 0)
        return false;
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", copy);
    int error = MMDB_open(name, MMDB_MODE_MMAP, &database->mmdb);
    close(copy);
    if (error != MMDB_SUCCESS)
        return fault_set(fault, "not a usable MaxMind DB: %s", MMDB_strerror(error));
    return true;
}

/* Makes the note's text. */
static bool geo_describe(struct geo_database *database, struct fault *fault) {
    const MMDB_metadata_s *metadata = &database->mmdb.metadata;
    int64_t newest = date_seconds(&(struct date){.year = 2100, .month = 1, .day = 1});
    if (metadata->build_epoch >= (uint64_t)newest)
        return fault_set(fault, "damaged MaxMind DB: built in no possible year");
    struct date day = date_of((int64_t)metadata->build_epoch, 0);
    struct buf type = {0};
    escape_add(&type, span_take(span_of(metadata->database_type ? metadata->database_type : "-"),
                                GEO_NAME_BYTES / ESCAPE_GROWTH - 4));
    snprintf(database->name, sizeof database->name, "%s %04d-%02d-%02d", buf_string(&type),
             day.year, day.month, day.day);
    buf_free(&type);
    return true;
}

struct geo_walk {
    uint32_t records; /* read so far */
    bool has_place;
};

static int geo_walk_record(uint8_t type, MMDB_entry_s *entry, struct geo_walk *walk) {
    if (type == MMDB_RECORD_TYPE_INVALID)
        return MMDB_CORRUPT_SEARCH_TREE_ERROR;
    if (type != MMDB_RECORD_TYPE_DATA || walk->records >= GEO_WALK_RECORDS)
        return MMDB_SUCCESS;
    walk->records++;
    struct span texts[GEO_COLUMNS];
    int error = geo_read(entry, texts);
    if (error == MMDB_SUCCESS)
        for (int i = 0; i < GEO_COLUMNS; i++)
            walk->has_place = walk->has_place || texts[i].size > 0;
    return error;
}

/* Looks at the search tree, spread evenly over it. A node that leads back to one before it is not
 * seen here; a lookup ends after as many steps as an address has bits. */
static bool geo_check(struct geo_database *database, struct fault *fault) {
    const MMDB_s *mmdb = &database->mmdb;
    uint32_t nodes = mmdb->metadata.node_count, step = nodes / GEO_WALK_NODES + 1;
    struct geo_walk walk = {0};
    for (uint64_t number = 0; number < nodes; number += step) {
        MMDB_search_node_s node;
        int error = MMDB_read_node(mmdb, (uint32_t)number, &node);
        if (error == MMDB_SUCCESS)
            error = geo_walk_record(node.left_record_type, &node.left_record_entry, &walk);
        if (error == MMDB_SUCCESS)
            error = geo_walk_record(node.right_record_type, &node.right_record_entry, &walk);
        if (error != MMDB_SUCCESS)
            return fault_set(fault, "damaged MaxMind DB: %s", MMDB_strerror(error));
    }
    if (!walk.has_place)
        return fault_set(fault, "no countries, regions or cities in this MaxMind DB (%s)",
                         database->name);
    return true;
}

static void geo_database_free(struct geo_database *database) {
    if (!database->is_borrowed)
        MMDB_close(&database->mmdb);
    cache_free(&database->records);
    free(database);
}

static void geo_keep(struct geo *geo, struct geo_database *database) {
    mem_grow(&geo->databases, &geo->capacity, geo->count + 1, sizeof(struct geo_database *));
    geo->databases[geo->count++] = database;
}

bool geo_add(struct geo *geo, const char *path, struct fault *fault) {
    struct geo_database *database = mem_zeroed(1, sizeof *database);
    if (!geo_map(database, path, fault)) {
        free(database);
        return false;
    }
    cache_init(&database->records, sizeof(struct geo_record), GEO_CACHE_BYTES);
    if (!geo_describe(database, fault) || !geo_check(database, fault)) {
        geo_database_free(database);
        return false;
    }
    geo_keep(geo, database);
    return true;
}

struct geo *geo_twin(const struct geo *geo) {
    struct geo *twin = geo_new();
    for (size_t i = 0; i < geo->count; i++) {
        struct geo_database *database = mem_zeroed(1, sizeof *database);
        database->mmdb = geo->databases[i]->mmdb;
        database->is_borrowed = true;
        memcpy(database->name, geo->databases[i]->name, sizeof database->name);
        cache_init(&database->records, sizeof(struct geo_record), GEO_CACHE_BYTES);
        geo_keep(twin, database);
    }
    return twin;
}

const char *geo_name(const struct geo *geo, size_t database) {
    return database < geo->count ? geo->databases[database]->name : NULL;
}

/* --- asking */

/* The address as libmaxminddb wants it; false if it is none. */
static bool geo_address(struct span text, struct sockaddr_storage *address) {
    char string[INET6_ADDRSTRLEN];
    if (text.size >= sizeof string)
        return false;
    memcpy(string, text.at, text.size);
    string[text.size] = '\0';
    *address = (struct sockaddr_storage){.ss_family = AF_INET};
    if (inet_pton(AF_INET, string, &((struct sockaddr_in *)address)->sin_addr) == 1)
        return true;
    address->ss_family = AF_INET6;
    return inet_pton(AF_INET6, string, &((struct sockaddr_in6 *)address)->sin6_addr) == 1;
}

static const struct geo_record *geo_record_of(struct geo *geo, struct geo_database *database,
                                              MMDB_entry_s *entry) {
    struct span key = {(const char *)&entry->offset, sizeof entry->offset};
    uint64_t hash = cache_hash(&database->records, key);
    struct geo_record *record = cache_get(&database->records, key, hash);
    if (record)
        return record;
    record = cache_add(&database->records, key, hash);
    struct span texts[GEO_COLUMNS] = {{0}};
    int error = geo_read(entry, texts);
    if (error != MMDB_SUCCESS)
        database->damage = MMDB_strerror(error);
    char country[2];
    for (size_t i = 0; i < texts[GEO_COUNTRY].size; i++)
        country[i] = (char)(texts[GEO_COUNTRY].at[i] & ~0x20); /* upper case of a letter */
    texts[GEO_COUNTRY].at = country;
    for (int i = 0; i < GEO_COLUMNS; i++) {
        buf_clear(&geo->scratch);
        escape_add(&geo->scratch, texts[i]);
        record->columns[i] = arena_copy(&database->records.arena, buf_span(&geo->scratch));
    }
    return record;
}

/* The first database that knows a column decides it. */
static void geo_ask(struct geo *geo, struct geo_database *database,
                    const struct sockaddr_storage *address, struct span cells[GEO_COLUMNS]) {
    if (address->ss_family == AF_INET6 && database->mmdb.metadata.ip_version == 4)
        return;
    int error;
    MMDB_lookup_result_s result =
        MMDB_lookup_sockaddr(&database->mmdb, (const struct sockaddr *)address, &error);
    if (error != MMDB_SUCCESS)
        database->damage = MMDB_strerror(error);
    if (error != MMDB_SUCCESS || !result.found_entry)
        return;
    const struct geo_record *record = geo_record_of(geo, database, &result.entry);
    for (int i = 0; i < GEO_COLUMNS; i++)
        if (cells[i].size == 0)
            cells[i] = record->columns[i];
}

static struct geo_place geo_find_new(struct geo *geo, struct span address) {
    struct span cells[GEO_COLUMNS] = {{0}};
    struct sockaddr_storage socket_address;
    if (geo->count && geo_address(address, &socket_address))
        for (size_t i = 0; i < geo->count; i++)
            geo_ask(geo, geo->databases[i], &socket_address, cells);
    for (int i = 0; i < GEO_COLUMNS; i++)
        if (cells[i].size == 0)
            cells[i] = SPAN_ABSENT;
    return (struct geo_place){cells[GEO_COUNTRY], cells[GEO_REGION], cells[GEO_CITY]};
}

struct geo_place geo_find(struct geo *geo, struct span address) {
    if (span_is_empty(address) || !span_equals(address, buf_span(&geo->address))) {
        geo->place = geo_find_new(geo, address);
        buf_clear(&geo->address);
        buf_add(&geo->address, address);
    }
    return geo->place;
}

const char *geo_damage(const struct geo *geo, const char **name) {
    for (size_t i = 0; i < geo->count; i++)
        if (geo->databases[i]->damage) {
            *name = geo->databases[i]->name;
            return geo->databases[i]->damage;
        }
    return NULL;
}

void geo_free(struct geo *geo) {
    if (!geo)
        return;
    for (size_t i = 0; i < geo->count; i++)
        geo_database_free(geo->databases[i]);
    free(geo->databases);
    buf_free(&geo->scratch);
    buf_free(&geo->address);
    free(geo);
}
