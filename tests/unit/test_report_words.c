/* links: smo-report/words.c */
/* Catalogues: forms of plurals, texts that are missing, files that are none. */
#include "check.h"

#include "lib/base/buf.h"
#include "smo-report/words.h"

#include <stdlib.h>
#include <unistd.h>

enum { TEXTS = 3, TABLES = 28 };

static const char header[] = "Plural-Forms: nplurals=3;";
static const struct {
    const char *english, *russian;
    size_t english_size, russian_size;
} texts[TEXTS] = {
    {"", header, 0, sizeof header - 1},
    {"%d visit\0%d visits", "%d визит\0%d визита\0%d визитов", 18,
     sizeof "%d визит\0%d визита\0%d визитов" - 1},
    {"term:cart", "корзина", 9, sizeof "корзина" - 1},
};

static void add_number(struct buf *file, size_t number) {
    for (int i = 0; i < 4; i++)
        buf_add_byte(file, (char)(number >> 8 * i));
}

/* The header, the table of the originals, that of the translations, and all texts. */
static void build(struct buf *file) {
    size_t place = TABLES + TEXTS * 16;
    add_number(file, 0x950412de);
    add_number(file, 0);
    add_number(file, TEXTS);
    add_number(file, TABLES);
    add_number(file, TABLES + TEXTS * 8);
    add_number(file, 0);
    add_number(file, 0);
    for (int is_russian = 0; is_russian < 2; is_russian++) {
        for (int i = 0; i < TEXTS; i++) {
            size_t size = is_russian ? texts[i].russian_size : texts[i].english_size;
            add_number(file, size);
            add_number(file, place);
            place += size + 1;
        }
    }
    for (int i = 0; i < TEXTS; i++)
        buf_add(file, (struct span){texts[i].english, texts[i].english_size + 1});
    for (int i = 0; i < TEXTS; i++)
        buf_add(file, (struct span){texts[i].russian, texts[i].russian_size + 1});
}

static struct words *load(const struct buf *file, struct fault *fault) {
    char path[] = "/tmp/smo-words-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, file->at, file->size), file->size);
    close(descriptor);
    struct words *words = words_load(path, fault);
    unlink(path);
    return words;
}

static const char *visits(const struct words *words, uint64_t count) {
    return words_plural(words, "%d visit", "%d visits", count);
}

static void there_are_three_forms(void **state) {
    (void)state;
    static const uint64_t one[] = {1, 21, 101, 1001}, few[] = {2, 3, 4, 22, 34, 102},
                          many[] = {0, 5, 10, 11, 12, 13, 14, 19, 20, 25, 111, 112, 114, 211};
    struct buf file = {0};
    struct fault fault = {0};
    build(&file);
    struct words *words = load(&file, &fault);
    assert_non_null(words);
    for (size_t i = 0; i < sizeof one / sizeof *one; i++)
        assert_string_equal(visits(words, one[i]), "%d визит");
    for (size_t i = 0; i < sizeof few / sizeof *few; i++)
        assert_string_equal(visits(words, few[i]), "%d визита");
    for (size_t i = 0; i < sizeof many / sizeof *many; i++)
        assert_string_equal(visits(words, many[i]), "%d визитов");
    assert_string_equal(words_term(words, (struct span)SPAN("cart")), "корзина");
    assert_null(words_term(words, (struct span)SPAN("car")));
    assert_null(words_term(words, (struct span)SPAN("cart\0x")));
    assert_string_equal(words_say(words, "page"), "page");
    words_free(words);
    buf_free(&file);
}

static void without_a_catalogue_it_is_english(void **state) {
    (void)state;
    assert_string_equal(visits(NULL, 1), "%d visit");
    assert_string_equal(visits(NULL, 0), "%d visits");
    assert_string_equal(visits(NULL, 21), "%d visits");
    assert_string_equal(words_say(NULL, "page"), "page");
    assert_null(words_term(NULL, (struct span)SPAN("cart")));
    assert_string_equal(words_thousands(NULL), ",");
    assert_string_equal(words_decimal(NULL), ".");
    assert_string_equal(words_percent(NULL), "%");
    assert_string_equal(words_language(NULL), "en");
    assert_false(words_has_day_first(NULL));
}

/* Each byte of the numbers put wrong, and each length: what loads can be asked. */
static void a_damaged_catalogue_does_no_harm(void **state) {
    (void)state;
    struct buf whole = {0};
    build(&whole);
    for (size_t i = 0; i < TABLES + TEXTS * 16; i++) {
        struct buf file = {0};
        struct fault fault = {0};
        buf_add(&file, buf_span(&whole));
        file.at[i] = (char)(file.at[i] ^ 0xff);
        struct words *words = load(&file, &fault);
        assert_non_null(visits(words, 5));
        assert_true(words || fault.text[0]);
        words_free(words);
        buf_free(&file);
    }
    for (size_t size = 0; size < whole.size; size++) {
        struct buf file = {0};
        struct fault fault = {0};
        buf_add(&file, span_take(buf_span(&whole), size));
        assert_null(load(&file, &fault));
        buf_free(&file);
    }
    buf_free(&whole);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_are_three_forms),
        cmocka_unit_test(without_a_catalogue_it_is_english),
        cmocka_unit_test(a_damaged_catalogue_does_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
