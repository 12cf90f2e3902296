#include "smo-report/words.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"
#include "lib/io/input.h"

#include <stdlib.h>

/* The format: GNU gettext manual, "The Format of GNU MO Files". Ours are little-endian. */
enum { MO_HEADER_BYTES = 28, MO_LARGEST = 4 * 1024 * 1024 };
static const uint32_t mo_magic = 0x950412de;

struct words {
    struct buf file; /* with a NUL behind it */
    uint32_t count, originals, translations;
    bool is_slavic; /* three plural forms, as Russian has them */
};

static uint32_t number_at(const struct words *words, size_t place) {
    uint32_t number = 0;
    for (unsigned i = 4; i-- > 0;)
        number = number << 8 | (unsigned char)words->file.at[place + i];
    return number;
}

/* Text number i of a table of lengths and offsets. */
static struct span text_at(const struct words *words, uint32_t table, uint32_t i) {
    size_t size = number_at(words, table + 8 * (size_t)i);
    size_t place = number_at(words, table + 8 * (size_t)i + 4);
    return (struct span){words->file.at + place, size};
}

/* Every text lies in the file and ends in NUL. */
static bool table_is_sound(const struct words *words, uint32_t table) {
    size_t size = words->file.size;
    if (table > size || (size - table) / 8 < words->count)
        return false;
    for (uint32_t i = 0; i < words->count; i++) {
        size_t length = number_at(words, table + 8 * (size_t)i);
        size_t place = number_at(words, table + 8 * (size_t)i + 4);
        if (place >= size || length >= size - place || words->file.at[place + length] != '\0')
            return false;
    }
    return true;
}

/* Originals are sorted; that of a plural is "one NUL many" and is found by its first half. */
static struct span find(const struct words *words, const char *english) {
    uint32_t low = 0, high = words ? words->count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(english, text_at(words, words->originals, middle).at);
        if (order == 0)
            return text_at(words, words->translations, middle);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return (struct span){NULL, 0};
}

static bool read_all(struct buf *file, const char *path, struct fault *fault) {
    struct input *input = input_open(path, fault);
    if (!input)
        return false;
    size_t size;
    do {
        size = input_read(input, buf_reserve(file, 65536), 65536);
        file->size += size;
    } while (size && file->size <= MO_LARGEST);
    input_close(input);
    return file->size <= MO_LARGEST || fault_set(fault, "the catalogue is too large");
}

struct words *words_load(const char *path, struct fault *fault) {
    struct words *words = mem_zeroed(1, sizeof *words);
    if (!read_all(&words->file, path, fault)) {
        words_free(words);
        return NULL;
    }
    if (words->file.size >= MO_HEADER_BYTES) {
        words->count = number_at(words, 8);
        words->originals = number_at(words, 12);
        words->translations = number_at(words, 16);
    }
    if (words->file.size < MO_HEADER_BYTES || number_at(words, 0) != mo_magic ||
        !table_is_sound(words, words->originals) || !table_is_sound(words, words->translations)) {
        fault_set(fault, "not a catalogue of messages (.mo)");
        words_free(words);
        return NULL;
    }
    const char *header = find(words, "").at;
    words->is_slavic = header && strstr(header, "nplurals=3") != NULL;
    return words;
}

const char *words_say(const struct words *words, const char *english) {
    struct span found = find(words, english);
    return found.size ? found.at : english;
}

/* https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html */
static unsigned slavic_form(uint64_t n) {
    if (n % 10 == 1 && n % 100 != 11)
        return 0;
    return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2;
}

const char *words_plural(const struct words *words, const char *one, const char *many, uint64_t n) {
    struct span forms = find(words, one);
    if (!forms.size)
        return n == 1 ? one : many;
    unsigned form = words->is_slavic ? slavic_form(n) : n != 1;
    const char *text = forms.at, *end = forms.at + forms.size;
    while (form-- && text + strlen(text) < end)
        text += strlen(text) + 1;
    return text;
}

const char *words_term(const struct words *words, struct span name) {
    char key[64] = "term:";
    size_t size = strlen(key);
    if (name.size >= sizeof key - size || memchr(name.at, '\0', name.size))
        return NULL;
    memcpy(key + size, name.at, name.size);
    return find(words, key).at;
}

const char *words_thousands(const struct words *words) {
    return words_say(words, "thousands:,") + strlen("thousands:");
}

const char *words_decimal(const struct words *words) {
    return words_say(words, "decimal:.") + strlen("decimal:");
}

const char *words_percent(const struct words *words) {
    return words_say(words, "per cent:%") + strlen("per cent:");
}

bool words_has_day_first(const struct words *words) {
    return strcmp(words_say(words, "date:ymd"), "date:dmy") == 0;
}

const char *words_language(const struct words *words) {
    return words_say(words, "language:en") + strlen("language:");
}

void words_free(struct words *words) {
    if (!words)
        return;
    buf_free(&words->file);
    free(words);
}
