/* Floor 0: numbers, dates, money, escapes, tables, hashes. */
#include "check.h"

#include "lib/base/date.h"
#include "lib/base/decimal.h"
#include "lib/base/escape.h"
#include "lib/base/glimpse.h"
#include "lib/base/hash.h"
#include "lib/base/number.h"
#include "lib/base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void numbers_are_read_whole_or_not_at_all(void **state) {
    (void)state;
    uint64_t number = 7;
    assert_true(number_read((struct span)SPAN("18446744073709551615"), &number));
    assert_true(number == UINT64_MAX);
    static const char *const bad[] = {
        "", "-", "-1", "+1", " 1", "1 ", "0x1", "18446744073709551616", "99999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(number_read(span_of(bad[i]), &number));
}

static void numbers_are_written_as_printf_writes_them(void **state) {
    (void)state;
    static const uint64_t numbers[] = {0, 9, 10, 4294967296, UINT64_MAX};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char at[NUMBER_DIGITS], hex[16], want[64];
        int size = snprintf(want, sizeof want, "%llu", (unsigned long long)numbers[i]);
        assert_int_equal(number_write(at, numbers[i]), size);
        assert_memory_equal(at, want, (size_t)size);
        number_write_hex64(hex, numbers[i]);
        snprintf(want, sizeof want, "%016llx", (unsigned long long)numbers[i]);
        assert_memory_equal(hex, want, 16);
    }
}

static void numbers_of_any_size_are_written(void **state) {
    (void)state;
    char at[NUMBER_DIGITS], want[64];
    for (uint64_t power = 1, i = 0; i < NUMBER_DIGITS; power *= 10, i++) {
        for (int off = -1; off <= 1; off++) {
            uint64_t number = power + (uint64_t)(int64_t)off;
            int size = snprintf(want, sizeof want, "%llu", (unsigned long long)number);
            assert_int_equal(number_write(at, number), size);
            assert_memory_equal(at, want, (size_t)size);
        }
    }
}

static void eight_digits_at_once_are_those_one_by_one(void **state) {
    (void)state;
    for (uint32_t number = 0; number < 100000000; number += number < 20000 ? 1 : 9973) {
        char text[16], want[16];
        uint32_t read;
        snprintf(want, sizeof want, "%08u", number);
        number_write_eight(text, number);
        assert_memory_equal(text, want, 8);
        assert_true(number_read_eight(text, &read));
        assert_int_equal(read, number);
    }
    for (int byte = 0; byte < 256; byte++) {
        for (int place = 0; place < 8; place++) {
            char text[] = "12345678";
            uint32_t read;
            text[place] = (char)byte;
            assert_int_equal(number_read_eight(text, &read), number_is_digit((char)byte));
        }
    }
}

/* Both twins, on all bytes in all places. */
static void keys_in_hexadecimal_are_read_back(void **state) {
    (void)state;
    uint64_t number = 1, read;
    for (int i = 0; i < 1000; i++, number = number * UINT64_C(0x9e3779b97f4a7c15) + 1) {
        char text[16];
        number_write_hex64(text, number);
        assert_true(number_read_hex64(text, &read) && read == number);
        assert_true(number_read_hex64_anywhere(text, &read) && read == number);
    }
    for (int byte = 0; byte < 256; byte++) {
        bool is_digit = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
        for (int place = 0; place < 16; place++) {
            char text[] = "0123456789abcdef";
            text[place] = (char)byte;
            assert_int_equal(number_read_hex64(text, &read), is_digit);
            assert_int_equal(number_read_hex64_anywhere(text, &read), is_digit);
        }
    }
}

static void dates_agree_with_the_c_library(void **state) {
    (void)state;
    for (int64_t seconds = -2000000000; seconds < 4200000000; seconds += 86400 * 13 + 12345) {
        time_t moment = (time_t)seconds;
        struct tm tm;
        gmtime_r(&moment, &tm);
        struct date date = date_of(seconds, 0);
        assert_int_equal(date.year, tm.tm_year + 1900);
        assert_int_equal(date.month, tm.tm_mon + 1);
        assert_int_equal(date.day, tm.tm_mday);
        assert_int_equal(date.hour * 3600 + date.minute * 60 + date.second,
                         tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec);
        assert_true(date_seconds(&date) == seconds);
        assert_int_equal(date_weekday(date_days(date.year, date.month, date.day)),
                         (tm.tm_wday + 6) % 7);
    }
}

static void days_exist_or_not(void **state) {
    (void)state;
    assert_true(date_day_exists(2024, 2, 29));
    assert_false(date_day_exists(2023, 2, 29));
    assert_false(date_day_exists(2100, 2, 29));
    assert_true(date_day_exists(2000, 2, 29));
    assert_false(date_day_exists(2024, 2, 31));
    assert_false(date_day_exists(2024, 13, 1));
    assert_false(date_day_exists(2024, 4, 0));
}

static void zones_and_durations(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int seconds;
    } zones[] = {{"+0300", 10800}, {"-03:30", -12600}, {"+03", 10800}, {"Z", 0}, {"+1400", 50400}};
    int zone;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        assert_true(date_read_zone(span_of(zones[i].text), &zone));
        assert_int_equal(zone, zones[i].seconds);
    }
    static const char *const bad_zones[] = {"", "0300", "+3", "+030", "+0360", "+1900", "MSK"};
    for (size_t i = 0; i < sizeof bad_zones / sizeof *bad_zones; i++)
        assert_false(date_read_zone(span_of(bad_zones[i]), &zone));
    char written[5];
    date_write_zone(written, -12600);
    assert_memory_equal(written, "-0330", 5);
    int64_t seconds;
    assert_true(date_read_duration((struct span)SPAN("30m"), &seconds) && seconds == 1800);
    assert_true(date_read_duration((struct span)SPAN("90"), &seconds) && seconds == 90);
    assert_true(date_read_duration((struct span)SPAN("4w"), &seconds) && seconds == 2419200);
    assert_false(date_read_duration((struct span)SPAN("m"), &seconds));
    assert_false(date_read_duration((struct span)SPAN("1y"), &seconds));
    assert_false(date_read_duration((struct span)SPAN("99999999999999999w"), &seconds));
}

static void money_is_exact(void **state) {
    (void)state;
    struct decimal sum = {0}, amount;
    struct buf text = {0};
    for (int i = 0; i < 10; i++) {
        assert_true(decimal_read((struct span)SPAN("0.10"), &amount));
        sum = decimal_add(sum, amount);
    }
    assert_true(decimal_read((struct span)SPAN("12345678901234567"), &amount));
    sum = decimal_add(sum, amount);
    decimal_write(&text, sum);
    assert_true(span_is(buf_span(&text), "12345678901234568.00"));
    buf_clear(&text);
    assert_true(decimal_read((struct span)SPAN("1.005"), &amount));
    decimal_write(&text, decimal_add(amount, (struct decimal){-2005, 3}));
    assert_true(span_is(buf_span(&text), "-1.000"));
    static const char *const bad[] = {
        "", ".", "1.", ".5", "1e3", "1,5", "1.0000000001", "--1", "1234567890123456789"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(decimal_read(span_of(bad[i]), &amount));
    assert_true(decimal_compare((struct decimal){10, 1}, (struct decimal){1, 0}) == 0);
    buf_free(&text);
}

static void sums_of_money_may_be_long(void **state) {
    (void)state;
    struct decimal sum;
    struct buf text = {0};
    assert_false(decimal_read((struct span)SPAN("-1000000000000000000.50"), &sum));
    assert_true(decimal_read_sum((struct span)SPAN("-1000000000000000000.50"), 19, &sum));
    decimal_write(&text, decimal_add(sum, (struct decimal){-1, 9}));
    assert_true(span_is(buf_span(&text), "-1000000000000000000.500000001"));
    buf_free(&text);
    static const char *const bad[] = {
        "", "-", ".5", "1.", "1e3", "1.0000000001", "12345678901234567890"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(decimal_read_sum(span_of(bad[i]), 19, &sum));
}

/* What must be escaped, and what must be left as it is. */
static void escapes_make_deceptive_text_harmless(void **state) {
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"plain /path?q=1", "plain /path?q=1"},
        {"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82",
         "\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
        {"a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e"},
        {"\x1b[31m\x7f", "\\x1B[31m\\x7F"},
        {"\xc2\x85", "\\xC2\\x85"},          /* C1: next line */
        {"\xc0\xaf", "\\xC0\\xAF"},          /* overlong / */
        {"\xed\xa0\x80", "\\xED\\xA0\\x80"}, /* a surrogate */
        {"\xe2\x80\xae"
         "x",
         "\\xE2\\x80\\xAEx"},                         /* right-to-left override */
        {"\xe2\x80\x8b", "\\xE2\\x80\\x8B"},          /* zero-width space */
        {"\xef\xbb\xbf", "\\xEF\\xBB\\xBF"},          /* byte order mark */
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},     /* a face */
        {"\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"}, /* beyond Unicode */
        {"\xd0", "\\xD0"},                            /* torn */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf escaped = {0}, undone = {0};
        struct span text = span_of(cases[i].text);
        escape_add(&escaped, text);
        assert_string_equal(buf_string(&escaped), cases[i].want);
        assert_int_equal(escape_is_clean(text), span_is(text, cases[i].want));
        assert_true(span_equals(escape_undo(&undone, buf_span(&escaped)), text));
        buf_free(&escaped);
        buf_free(&undone);
    }
}

static void a_backslash_that_begins_no_escape_stands_for_itself(void **state) {
    (void)state;
    struct buf buf = {0};
    assert_true(span_is(escape_undo(&buf, (struct span)SPAN("a\\qb\\x4\\")), "a\\qb\\x4\\"));
    buf_free(&buf);
}

static void a_table_numbers_names_in_order_of_first_sight(void **state) {
    (void)state;
    struct table table;
    table_init(&table);
    char name[24];
    for (uint32_t i = 0; i < 100000; i++) {
        struct span key = {name, (size_t)snprintf(name, sizeof name, "name-%u", i)};
        assert_int_equal(table_find(&table, key), TABLE_NONE);
        assert_int_equal(table_number(&table, key), i);
    }
    for (uint32_t i = 0; i < 100000; i += 777) {
        struct span key = {name, (size_t)snprintf(name, sizeof name, "name-%u", i)};
        assert_int_equal(table_number(&table, key), i);
        assert_true(span_equals(table_name(&table, i), key));
    }
    assert_int_equal(table.count, 100000);
    table_free(&table);
}

static struct span numbered_name(char *room, size_t size, uint32_t number) {
    return (struct span){room, (size_t)snprintf(room, size, "name-%u", number)};
}

static void a_table_renumbered_knows_what_was_kept_and_nothing_else(void **state) {
    (void)state;
    enum { NAMES = 5000 };
    static uint32_t numbers[NAMES];
    char name[24];
    for (uint32_t every = 1; every < NAMES * 2; every *= 3) {
        struct table table;
        uint32_t kept = (NAMES + every - 1) / every;
        table_init(&table);
        for (uint32_t i = 0; i < NAMES; i++) {
            table_number(&table, numbered_name(name, sizeof name, i));
            numbers[i] = i % every ? TABLE_NONE : kept - 1 - i / every;
        }
        table_renumber(&table, numbers, kept);
        assert_int_equal(table.count, kept);
        for (uint32_t i = 0; i < NAMES; i++) {
            struct span wanted = numbered_name(name, sizeof name, i);
            assert_int_equal(table_find(&table, wanted), numbers[i]);
            if (numbers[i] != TABLE_NONE)
                assert_true(span_equals(table_name(&table, numbers[i]), wanted));
        }
        for (uint32_t i = 0; i < NAMES; i++)
            table_number(&table, numbered_name(name, sizeof name, i));
        assert_int_equal(table.count, NAMES);
        table_free(&table);
    }
}

static void a_glimpse_misses_no_name(void **state) {
    (void)state;
    static const char *const names[] = {"", "u", "id", "utm_source", "vk.com"};
    char long_name[100];
    memset(long_name, 'x', sizeof long_name);
    struct glimpse glimpse = {{0}};
    for (size_t i = 0; i < 5; i++) {
        assert_false(glimpse_may_have(&glimpse, span_of(names[i])));
        glimpse_add(&glimpse, span_of(names[i]));
    }
    glimpse_add(&glimpse, (struct span){long_name, 63});
    glimpse_add_prefix(&glimpse, span_of("hsa_"));
    for (size_t i = 0; i < 5; i++)
        assert_true(glimpse_may_have(&glimpse, span_of(names[i])));
    assert_true(glimpse_may_have(&glimpse, (struct span){long_name, 100}));
    assert_false(glimpse_may_have(&glimpse, (struct span){long_name, 62}));
    assert_true(glimpse_may_have(&glimpse, span_of("hsa_")));
    assert_true(glimpse_may_have(&glimpse, span_of("hsa_campaign")));
    assert_false(glimpse_may_have(&glimpse, span_of("hsa")));
    assert_true(glimpse_may_begin(&glimpse, span_of("uta")));
    assert_false(glimpse_may_begin(&glimpse, span_of("ok.ru")));
    glimpse_add_prefix(&glimpse, span_of("q"));
    assert_true(glimpse_may_have(&glimpse, span_of("query")));
}

/* Vectors of the SipHash-2-4 reference (Aumasson and Bernstein): key 00..0f, input 00 01 02 ... */
static void keys_are_siphash(void **state) {
    (void)state;
    unsigned char key[16];
    char input[15];
    for (int i = 0; i < 16; i++)
        key[i] = (unsigned char)i;
    for (int i = 0; i < 15; i++)
        input[i] = (char)i;
    struct hash_key secret = hash_key_of(key);
    assert_true(hash_keyed((struct span){input, 0}, &secret) == 0x726fdb47dd0e0e31);
    assert_true(hash_keyed((struct span){input, 15}, &secret) == 0xa129ca6149be45e5);
    assert_true(hash_keyed_behind(0, (struct span){input + 1, 14}, &secret) == 0xa129ca6149be45e5);
    char text[100];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 71 + 200);
    for (size_t size = 0; size + 1 < sizeof text; size++)
        assert_true(
            hash_keyed_behind((unsigned char)text[0], (struct span){text + 1, size}, &secret) ==
            hash_keyed((struct span){text, size + 1}, &secret));
    struct span rest = {text + 1, sizeof text - 1};
    for (size_t size = 0; size <= rest.size; size += 8) {
        struct hash_begun begun =
            hash_keyed_begin((unsigned char)text[0], span_take(rest, size), &secret);
        for (size_t end = size; end <= rest.size; end++)
            assert_true(hash_keyed_end(&begun, (struct span){rest.at + size, end - size}) ==
                        hash_keyed((struct span){text, end + 1}, &secret));
    }
}

/* Every size, each byte of it changed. */
static void spans_of_any_size_are_compared_copied_and_hashed(void **state) {
    (void)state;
    enum { MOST = 200 };
    struct hash_key key = hash_random_key();
    char text[MOST], other[MOST], copy[MOST + 1];
    for (size_t i = 0; i < MOST; i++)
        text[i] = (char)(i * 7);
    for (size_t size = 0; size <= MOST; size++) {
        struct span one = {text, size}, same = {other, size};
        memset(copy, 'x', sizeof copy);
        memcpy(other, text, MOST);
        assert_ptr_equal(span_copy(copy, one), copy + size);
        assert_memory_equal(copy, text, size);
        assert_int_equal(copy[size], 'x');
        assert_true(span_equals(one, same));
        assert_true(hash_cell(one, &key) == hash_cell(same, &key));
        assert_false(span_equals(one, span_take(same, size - 1)) && size);
        assert_true(size == 0 || hash_cell(one, &key) != hash_cell(span_take(one, size - 1), &key));
        for (size_t place = 0; place < size; place++) {
            other[place] ^= 1;
            assert_false(span_equals(one, same));
            assert_true(hash_cell(one, &key) != hash_cell(same, &key));
            other[place] ^= 1;
        }
    }
}

/* Chosen so that a product without the key's part in it would be 0. */
static void blocks_of_a_hash_cannot_be_wiped_out(void **state) {
    (void)state;
    static const uint64_t words[][4] = {{0, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 1}};
    struct hash_key key = hash_random_key();
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < i; j++)
            assert_true(hash_cell((struct span){(const char *)words[i], 32}, &key) !=
                        hash_cell((struct span){(const char *)words[j], 32}, &key));
}

static void spans_are_cut_and_found(void **state) {
    (void)state;
    struct span rest = SPAN("a,,b");
    assert_true(span_is(span_cut(&rest, ','), "a"));
    assert_true(span_is_empty(span_cut(&rest, ',')) && rest.at);
    assert_true(span_is(span_cut(&rest, ','), "b") && !rest.at);
    assert_int_equal(span_find_folded((struct span)SPAN("xxVKShare"), (struct span)SPAN("vkshare")),
                     2);
    assert_int_equal(span_find_folded((struct span)SPAN("VK"), (struct span)SPAN("vkshare")), 2);
    assert_true(span_is(span_trim((struct span)SPAN(" \ta b\t")), "a b"));
    assert_true(span_compare((struct span)SPAN("a"), (struct span)SPAN("ab")) < 0);
}

/* At every place of a word, alone and where words overlap. */
static void words_are_lowered_as_their_bytes_are(void **state) {
    (void)state;
    char text[27], lower[27];
    for (int byte = 0; byte < 256; byte++)
        for (size_t size = 0; size < sizeof text; size++) {
            for (size_t i = 0; i < size; i++)
                text[i] = (char)(i % 3 == 0 ? byte : i % 3 == 1 ? 'Q' : 0xd1);
            char *end = span_lower(lower, (struct span){text, size});
            assert_int_equal(end - lower, size);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(lower[i], span_lower_byte(text[i]));
            span_lower(text, (struct span){text, size});
            assert_memory_equal(text, lower, size);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_lowered_as_their_bytes_are),
        cmocka_unit_test(numbers_are_read_whole_or_not_at_all),
        cmocka_unit_test(numbers_are_written_as_printf_writes_them),
        cmocka_unit_test(numbers_of_any_size_are_written),
        cmocka_unit_test(eight_digits_at_once_are_those_one_by_one),
        cmocka_unit_test(keys_in_hexadecimal_are_read_back),
        cmocka_unit_test(dates_agree_with_the_c_library),
        cmocka_unit_test(days_exist_or_not),
        cmocka_unit_test(zones_and_durations),
        cmocka_unit_test(money_is_exact),
        cmocka_unit_test(sums_of_money_may_be_long),
        cmocka_unit_test(escapes_make_deceptive_text_harmless),
        cmocka_unit_test(a_backslash_that_begins_no_escape_stands_for_itself),
        cmocka_unit_test(a_table_numbers_names_in_order_of_first_sight),
        cmocka_unit_test(a_table_renumbered_knows_what_was_kept_and_nothing_else),
        cmocka_unit_test(a_glimpse_misses_no_name),
        cmocka_unit_test(keys_are_siphash),
        cmocka_unit_test(spans_of_any_size_are_compared_copied_and_hashed),
        cmocka_unit_test(blocks_of_a_hash_cannot_be_wiped_out),
        cmocka_unit_test(spans_are_cut_and_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
