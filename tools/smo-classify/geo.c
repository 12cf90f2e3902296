#include "smo-classify/geo.h"

#include "smo-classify/cache.h"

#include "lib/base/date.h"
#include "lib/base/escape.h"
#include "lib/base/mem.h"
#include "lib/base/number.h"
#include "lib/io/keep.h"

#include <arpa/inet.h>
#include <maxminddb.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    GEO_NAME_BYTES = 128,
    GEO_WALK_NODES = 2000,
    GEO_WALK_RECORDS = 100,
    GEO_CACHE_BYTES = 2 * 1024 * 1024,
    GEO_LONGEST_NAME = 200,
};

enum geo_column { GEO_COUNTRY, GEO_REGION, GEO_CITY, GEO_COLUMNS };

/* What the databases together say: cells, joined. */
struct geo_answer {
    struct span cells;
};

struct geo_database {
    MMDB_s mmdb;
    bool is_borrowed; /* the mapped file is another's */
    int file;         /* the one that is mapped */
    char name[GEO_NAME_BYTES];
    uint32_t *halfway;  /* where a search is after 16 bits of an IPv4 address; 0: not known yet */
    const char *damage; /* of libmaxminddb, static; NULL: none */
};

struct geo {
    struct geo_database **databases;
    size_t count, capacity;
    uint32_t *records; /* of an address, by database: 1 + its offset; 0: none */
    size_t records_capacity;
    struct cache answers; /* by such records: some serve many thousands of networks */
    struct buf scratch;
    struct buf address; /* that was asked for last: robots change their agents, not their address */
    struct span cells;  /* what was answered */
};

struct geo *geo_new(void) {
    struct geo *geo = mem_zeroed(1, sizeof *geo);
    cache_init(&geo->answers, sizeof(struct geo_answer), GEO_CACHE_BYTES);
    return geo;
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

static bool geo_map(struct geo_database *database, const char *path, struct fault *fault) {
    int file = keep_open(path, fault);
    if (file < 0)
        return false;
    char name[64];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    int error = MMDB_open(name, MMDB_MODE_MMAP, &database->mmdb);
    if (error != MMDB_SUCCESS) {
        keep_end(file);
        return fault_set(fault, "not a usable MaxMind DB: %s", MMDB_strerror(error));
    }
    keep_mapped(file, (void *)database->mmdb.file_content, (size_t)database->mmdb.file_size);
    database->file = file;
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
    if (!database->is_borrowed) {
        keep_end(database->file);
        MMDB_close(&database->mmdb);
    }
    free(database->halfway);
    free(database);
}

static void geo_keep(struct geo *geo, struct geo_database *database) {
    database->halfway = mem_zeroed(1 << 16, sizeof *database->halfway);
    mem_grow(&geo->databases, &geo->capacity, geo->count + 1, sizeof(struct geo_database *));
    mem_grow(&geo->records, &geo->records_capacity, geo->count + 1, sizeof *geo->records);
    geo->databases[geo->count++] = database;
}

bool geo_add(struct geo *geo, const char *path, struct fault *fault) {
    struct geo_database *database = mem_zeroed(1, sizeof *database);
    if (!geo_map(database, path, fault)) {
        free(database);
        return false;
    }
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
        geo_keep(twin, database);
    }
    return twin;
}

const char *geo_name(const struct geo *geo, size_t database) {
    return database < geo->count ? geo->databases[database]->name : NULL;
}

/* --- asking */

/* An address as libmaxminddb wants it. */
union geo_address {
    struct sockaddr any;
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;
};

/* Four numbers, none with a 0 before it. */
static bool geo_read_ipv4(struct span text, uint32_t *address) {
    const char *at = text.at, *end = at + text.size;
    *address = 0;
    for (int i = 0; i < 4; i++) {
        if (i && (at == end || *at++ != '.'))
            return false;
        const char *start = at;
        uint32_t number = 0;
        for (; at < end && number_is_digit(*at) && at < start + 3; at++)
            number = number * 10 + (uint32_t)(*at - '0');
        if (at == start || number > 255 || (*start == '0' && at > start + 1))
            return false;
        *address = *address << 8 | number;
    }
    return at == end;
}

/* False if it is none. */
static bool geo_read_address(struct span text, union geo_address *address) {
    char string[INET6_ADDRSTRLEN];
    uint32_t ipv4;
    if (geo_read_ipv4(text, &ipv4)) {
        address->ipv4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(ipv4)};
        return true;
    }
    if (text.size >= sizeof string)
        return false;
    memcpy(string, text.at, text.size);
    string[text.size] = '\0';
    address->ipv6 = (struct sockaddr_in6){.sin6_family = AF_INET6};
    return inet_pton(AF_INET6, string, &address->ipv6.sin6_addr) == 1;
}

/* The record on one side of a node: MaxMind DB File Format 2.0, "Node Layout". */
static uint32_t geo_step(const MMDB_s *mmdb, uint32_t node, unsigned side) {
    const uint8_t *at = mmdb->file_content + (size_t)node * mmdb->full_record_byte_size;
    if (mmdb->metadata.record_size == 24) {
        at += 3 * side;
        return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
    }
    uint32_t upper = mmdb->metadata.record_size == 32 ? at[4 * side]
                     : side                           ? at[3] & 0x0f
                                                      : at[3] >> 4;
    at += mmdb->metadata.record_size == 32 ? 4 * side + 1 : 4 * side;
    return upper << 24 | (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

/* Where the search comes by so many bits, the highest first. It ends at what is no node; a record
 * that leads back to the first node is taken for one that leads nowhere. */
static uint32_t geo_walk(const MMDB_s *mmdb, uint32_t node, uint32_t bits, int count) {
    for (; count && node < mmdb->metadata.node_count; count--, bits <<= 1) {
        node = geo_step(mmdb, node, bits >> 31);
        if (node == 0)
            return UINT32_MAX;
    }
    return node;
}

/* Where the search for an address ends. */
static uint32_t geo_end_of_ipv4(struct geo_database *database, uint32_t address) {
    const MMDB_s *mmdb = &database->mmdb;
    uint32_t *halfway = &database->halfway[address >> 16];
    uint32_t first = mmdb->metadata.ip_version == 6 ? mmdb->ipv4_start_node.node_value : 0;
    if (!*halfway)
        *halfway = geo_walk(mmdb, first, address, 16);
    return geo_walk(mmdb, *halfway, address << 16, 16);
}

static uint32_t geo_end_of_ipv6(const struct geo_database *database, const uint8_t bytes[16]) {
    uint32_t node = 0;
    for (int i = 0; i < 16; i += 4) {
        uint32_t word;
        memcpy(&word, bytes + i, sizeof word);
        node = geo_walk(&database->mmdb, node, ntohl(word), 32);
    }
    return node;
}

/* 1 + the offset of the record where a search ended, or 0. False: libmaxminddb must tell what is
 * wrong. */
static bool geo_record(const MMDB_s *mmdb, uint32_t end, uint32_t *record) {
    enum { SEPARATOR_BYTES = 16 }; /* between the tree and the records */
    uint32_t nodes = mmdb->metadata.node_count;
    *record = end == nodes ? 0 : end - nodes - SEPARATOR_BYTES + 1;
    return end == nodes ||
           (end > nodes && end - nodes >= SEPARATOR_BYTES && end - nodes < mmdb->data_section_size);
}

/* 1 + the offset of the record of an address, or 0. */
static uint32_t geo_search(struct geo_database *database, const union geo_address *address) {
    bool is_ipv4 = address->any.sa_family == AF_INET;
    if (!is_ipv4 && database->mmdb.metadata.ip_version == 4)
        return 0;
    uint32_t end = is_ipv4 ? geo_end_of_ipv4(database, ntohl(address->ipv4.sin_addr.s_addr))
                           : geo_end_of_ipv6(database, address->ipv6.sin6_addr.s6_addr);
    uint32_t record;
    if (geo_record(&database->mmdb, end, &record))
        return record;
    int error;
    MMDB_lookup_result_s result = MMDB_lookup_sockaddr(&database->mmdb, &address->any, &error);
    if (error != MMDB_SUCCESS)
        database->damage = MMDB_strerror(error);
    return error == MMDB_SUCCESS && result.found_entry ? result.entry.offset + 1 : 0;
}

/* Reads the records at hand. The first database that knows a column decides it. */
static void geo_read_all(struct geo *geo, struct span texts[GEO_COLUMNS]) {
    for (size_t i = 0; i < geo->count; i++) {
        if (!geo->records[i])
            continue;
        struct geo_database *database = geo->databases[i];
        MMDB_entry_s entry = {&database->mmdb, geo->records[i] - 1};
        struct span said[GEO_COLUMNS] = {{0}};
        int error = geo_read(&entry, said);
        if (error != MMDB_SUCCESS)
            database->damage = MMDB_strerror(error);
        for (int column = 0; column < GEO_COLUMNS; column++)
            if (span_is_empty(texts[column]))
                texts[column] = said[column];
    }
}

/* What the records at hand say. */
static struct span geo_cells(struct geo *geo) {
    struct span texts[GEO_COLUMNS] = {{0}};
    geo_read_all(geo, texts);
    char country[2];
    for (size_t i = 0; i < texts[GEO_COUNTRY].size; i++)
        country[i] = (char)(texts[GEO_COUNTRY].at[i] & ~0x20); /* upper case of a letter */
    texts[GEO_COUNTRY].at = country;
    buf_clear(&geo->scratch);
    for (int i = 0; i < GEO_COLUMNS; i++) {
        if (i)
            buf_add_byte(&geo->scratch, '\t');
        if (span_is_empty(texts[i]))
            buf_add_byte(&geo->scratch, '-');
        else
            escape_add(&geo->scratch, texts[i]);
    }
    return buf_span(&geo->scratch);
}

static struct span geo_find_new(struct geo *geo, struct span text) {
    static const char nowhere[ARENA_SLACK] = "-\t-\t-";
    union geo_address address;
    if (!geo->count || !geo_read_address(text, &address))
        return span_of(nowhere);
    for (size_t i = 0; i < geo->count; i++)
        geo->records[i] = geo_search(geo->databases[i], &address);
    struct span key = {(const char *)geo->records, geo->count * sizeof *geo->records};
    uint64_t hash = cache_hash(&geo->answers, key);
    struct geo_answer *answer = cache_get(&geo->answers, key, hash);
    if (!answer) {
        answer = cache_add(&geo->answers, key, hash);
        answer->cells = arena_copy(&geo->answers.arena, geo_cells(geo));
    }
    return answer->cells;
}

struct span geo_find(struct geo *geo, struct span address) {
    if (span_is_empty(address) || !span_equals(address, buf_span(&geo->address))) {
        geo->cells = geo_find_new(geo, address);
        buf_clear(&geo->address);
        buf_add(&geo->address, address);
    }
    return geo->cells;
}

uint64_t geo_forgotten(const struct geo *geo) {
    return geo->answers.forgotten;
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
    free(geo->records);
    cache_free(&geo->answers);
    buf_free(&geo->scratch);
    buf_free(&geo->address);
    free(geo);
}
