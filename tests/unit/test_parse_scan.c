/* The scanning loops of smo-parse and their portable twins find the same. */
#include "check.h"

#include "smo-parse/scan.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 20000, TEXT = 200 };

static void fill(char *text, size_t size) {
    static const char bytes[] = "ab \"\\\t\x7f\x1f\x80\xff~]";
    for (size_t i = 0; i < size; i++)
        text[i] = rand() % 8 ? 'x' : bytes[(size_t)rand() % (sizeof bytes - 1)];
}

static void twins_find_the_same(void **state) {
    (void)state;
    char text[TEXT + SCAN_SLACK];
    for (int round = 0; round < ROUNDS; round++) {
        size_t start = (size_t)rand() % TEXT, end = start + (size_t)rand() % (TEXT - start + 1);
        fill(text, sizeof text);
        assert_ptr_equal(scan_byte(text + start, text + end, ' '),
                         scan_byte_portable(text + start, text + end, ' '));
        const char *pair = round % 2 ? "xb" : "xx";
        assert_ptr_equal(scan_pair(text + start, text + end, pair),
                         scan_pair_portable(text + start, text + end, pair));
    }
}

static bool is_clean_by_definition(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte < 0x20 || byte >= 0x7f || byte == '\\')
            return false;
    }
    return true;
}

static void copies_are_whole_and_know_what_is_clean(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = (size_t)rand() % TEXT;
        char *text = malloc(size + 1), copy[TEXT], twin[TEXT]; /* the source ends where it ends */
        fill(text, size);
        if (round % 2)
            memset(text, 'x', size);
        if (size && round % 4 == 1)
            text[(size_t)rand() % size] = (char)rand();
        bool is_clean = is_clean_by_definition(text, size);
        assert_int_equal(scan_copy(copy, text, size), is_clean);
        assert_int_equal(scan_copy_portable(twin, text, size), is_clean);
        assert_memory_equal(copy, text, size);
        assert_memory_equal(twin, text, size);
        free(text);
    }
}

static void every_byte_value_alone(void **state) {
    (void)state;
    for (int byte = 0; byte < 256; byte++)
        for (size_t size = 1; size <= 40; size++) {
            char text[40], copy[40];
            memset(text, 'x', sizeof text);
            text[size / 2] = (char)byte;
            assert_int_equal(scan_copy(copy, text, size), is_clean_by_definition(text, size));
            assert_int_equal(scan_copy_portable(copy, text, size),
                             is_clean_by_definition(text, size));
        }
}

static void numbers_are_digits_only(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        char text[SCAN_SLACK];
        memset(text, rand(), sizeof text);
        size_t size = 1 + (size_t)rand() % 16;
        bool is_number = true;
        for (size_t i = 0; i < size; i++)
            text[i] = (char)('0' + rand() % 10);
        if (round % 2) {
            char byte = (char)rand();
            text[(size_t)rand() % size] = byte;
            is_number = byte >= '0' && byte <= '9';
        }
        assert_int_equal(scan_is_number(text, size), is_number);
        assert_int_equal(scan_is_number_portable(text, size), is_number);
    }
}

/* Changes a byte, leaves it out, or lets it come twice; or does nothing. There is room for one
 * more. Returns the size. */
static size_t nearly(char *text, size_t size, const char *bytes) {
    size_t place = (size_t)rand() % size, kind = (size_t)rand() % 6;
    if (kind == 0)
        text[place] = bytes[(size_t)rand() % strlen(bytes)];
    else if (kind == 1)
        memmove(text + place, text + place + 1, --size - place);
    else if (kind == 2)
        memmove(text + place + 1, text + place, size++ - place);
    return size;
}

/* Addresses, and what is nearly one. */
static void addresses_are_as_streams_spell_them(void **state) {
    (void)state;
    static const char bytes[] = "0123456789...:a/";
    char text[16 + SCAN_SLACK];
    size_t addresses = 0;
    for (int round = 0; round < ROUNDS; round++) {
        memset(text, bytes[rand() % 16], sizeof text);
        size_t size = (size_t)sprintf(text, "%d.%d.%d.%d", rand() % 260, rand() % 260, rand() % 12,
                                      rand() % 120);
        size = nearly(text, size, bytes);
        bool is_one = scan_is_ipv4_portable(text, size);
        assert_int_equal(scan_is_ipv4(text, size), is_one);
        addresses += is_one;
    }
    assert_in_range(addresses, ROUNDS / 4, ROUNDS - ROUNDS / 8);
    assert_false(scan_is_ipv4(text, 0));
    assert_true(scan_is_ipv4_portable("0.10.200.255", 12));
    assert_false(scan_is_ipv4_portable("0.01.200.255", 12));
    assert_false(scan_is_ipv4_portable("0.10.200.256", 12));
}

/* The C library's word on it: it is read, and written the same again. */
static bool is_full_ipv6(const char *text, size_t size) {
    char string[64], again[INET6_ADDRSTRLEN];
    unsigned char bytes[16];
    memcpy(string, text, size);
    string[size] = '\0';
    return inet_pton(AF_INET6, string, bytes) == 1 && !strstr(string, "::") &&
           strcmp(inet_ntop(AF_INET6, bytes, again, sizeof again), string) == 0;
}

static void full_ipv6_addresses_are_as_streams_spell_them(void **state) {
    (void)state;
    static const char bytes[] = "0123456789abcdefg:::.A-";
    char text[48 + SCAN_SLACK];
    size_t addresses = 0;
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = 0;
        memset(text, bytes[rand() % 23], sizeof text);
        for (int group = 0; group < 8; group++)
            size +=
                (size_t)sprintf(text + size, "%s%x", group ? ":" : "", rand() % (1 << rand() % 17));
        size = nearly(text, size, bytes);
        bool is_one = is_full_ipv6(text, size);
        assert_int_equal(scan_is_full_ipv6(text, size), is_one);
        assert_int_equal(scan_is_full_ipv6_portable(text, size), is_one);
        addresses += is_one;
    }
    assert_in_range(addresses, ROUNDS / 4, ROUNDS - ROUNDS / 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twins_find_the_same),
        cmocka_unit_test(copies_are_whole_and_know_what_is_clean),
        cmocka_unit_test(every_byte_value_alone),
        cmocka_unit_test(numbers_are_digits_only),
        cmocka_unit_test(addresses_are_as_streams_spell_them),
        cmocka_unit_test(full_ipv6_addresses_are_as_streams_spell_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
