/* Input and lines: compressed files are told by content, and half a file is never a whole one. */
#include "check.h"

#include "lib/io/input.h"
#include "lib/io/lines.h"
#include "lib/io/output.h"

#include "lib/base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <zlib.h>

/* Adds `text` as one gzip member. */
static void add_member(struct buf *file, struct span text) {
    z_stream stream = {0};
    assert_int_equal(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&stream, text.size) + 32;
    stream.next_in = (Bytef *)(uintptr_t)text.at;
    stream.avail_in = (uInt)text.size;
    stream.next_out = (Bytef *)buf_reserve(file, room);
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    file->size += stream.total_out;
    deflateEnd(&stream);
}

/* Reads all there is; the fault is left in *fault, its text empty if there was none. */
static struct buf read_all(struct span file, struct fault *fault) {
    struct buf text = {0};
    *fault = (struct fault){0};
    struct input *input = input_open_memory(file, fault);
    if (!input)
        return text;
    for (size_t got; (got = input_read(input, buf_reserve(&text, 700), 700)) > 0;)
        text.size += got;
    *fault = *input_fault(input);
    input_close(input);
    return text;
}

static struct buf sample_text(void) {
    struct buf text = {0};
    for (int i = 0; i < 3000; i++)
        buf_addf(&text, "line %d of a text that compresses, %x\n", i, (unsigned)i * 2654435761u);
    return text;
}

static void members_are_joined(void **state) {
    (void)state;
    struct buf file = {0};
    struct fault fault;
    add_member(&file, (struct span)SPAN("one\n"));
    add_member(&file, (struct span)SPAN(""));
    add_member(&file, (struct span)SPAN("two\n"));
    buf_add(&file, (struct span)SPAN("\0\0\0\0"));
    struct buf text = read_all(buf_span(&file), &fault);
    assert_true(span_is(buf_span(&text), "one\ntwo\n"));
    assert_false(fault_is_set(&fault));
    buf_free(&text);
    buf_free(&file);
}

static void garbage_behind_a_member_is_told_with_its_place(void **state) {
    (void)state;
    struct buf file = {0};
    struct fault fault;
    add_member(&file, (struct span)SPAN("one\n"));
    size_t member = file.size;
    buf_add_string(&file, "garbage");
    struct buf text = read_all(buf_span(&file), &fault);
    assert_true(span_is(buf_span(&text), "one\n"));
    assert_string_equal(fault.text, "garbage after the gzip stream");
    assert_int_equal(fault.byte, member);
    buf_free(&text);
    buf_free(&file);
}

static void a_file_cut_at_any_byte_is_told(void **state) {
    (void)state;
    struct buf whole = sample_text(), file = {0};
    struct fault fault;
    add_member(&file, buf_span(&whole));
    for (size_t size = 3; size < file.size; size += size < 40 || size + 40 > file.size ? 1 : 997) {
        struct buf text = read_all(span_take(buf_span(&file), size), &fault);
        assert_string_equal(fault.text, "gzip stream ends early");
        assert_int_equal(fault.byte, size);
        assert_true(span_starts_with(buf_span(&whole), buf_span(&text)));
        buf_free(&text);
    }
    buf_free(&whole);
    buf_free(&file);
}

static void a_changed_byte_is_never_passed_off_as_whole(void **state) {
    (void)state;
    struct buf whole = sample_text(), file = {0};
    struct fault fault;
    add_member(&file, buf_span(&whole));
    for (size_t place = 10; place < file.size; place += 211) {
        file.at[place] ^= 0x10;
        struct buf text = read_all(buf_span(&file), &fault);
        assert_true(fault_is_set(&fault));
        buf_free(&text);
        file.at[place] ^= 0x10;
    }
    buf_free(&whole);
    buf_free(&file);
}

/* What zlib itself makes of the bytes, up to where it gives up. */
static struct buf inflate_by_zlib(struct span file) {
    struct buf text = {0};
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)file.at, .avail_in = (uInt)file.size};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    for (int result = Z_OK; result == Z_OK;) {
        stream.next_out = (Bytef *)buf_reserve(&text, 65536);
        stream.avail_out = 65536;
        result = inflate(&stream, Z_NO_FLUSH);
        text.size += 65536 - stream.avail_out;
    }
    inflateEnd(&stream);
    return text;
}

/* Whichever library reads gzip fast, a damaged file gives the bytes that zlib gives. */
static void damage_gives_the_bytes_that_zlib_gives(void **state) {
    (void)state;
    struct buf whole = sample_text(), file = {0};
    struct fault fault;
    add_member(&file, buf_span(&whole));
    for (size_t place = 10; place < file.size; place += 37) {
        char byte = file.at[place];
        file.at[place] ^= (char)(1 << place % 8);
        struct buf got = read_all(buf_span(&file), &fault);
        struct buf want = inflate_by_zlib(buf_span(&file));
        assert_true(fault_is_set(&fault));
        assert_true(span_equals(buf_span(&got), buf_span(&want)));
        buf_free(&got);
        buf_free(&want);
        file.at[place] = byte;
    }
    buf_free(&whole);
    buf_free(&file);
}

static void plain_text_and_emptiness_are_plain(void **state) {
    (void)state;
    struct fault fault;
    struct buf text = read_all((struct span)SPAN("plain\ntext"), &fault);
    assert_true(span_is(buf_span(&text), "plain\ntext"));
    assert_false(fault_is_set(&fault));
    buf_free(&text);
    text = read_all((struct span)SPAN(""), &fault);
    assert_int_equal(text.size, 0);
    assert_false(fault_is_set(&fault));
    buf_free(&text);
}

static void a_tar_is_refused_by_name(void **state) {
    (void)state;
    char tar[1024] = "access.log";
    memcpy(tar + 257, "ustar", 5);
    struct fault fault;
    struct buf text = read_all((struct span){tar, sizeof tar}, &fault);
    assert_string_equal(fault.text, "is a tar archive; extract the logs first (tar -xf)");
    struct buf file = {0};
    add_member(&file, (struct span){tar, sizeof tar});
    struct buf inner = read_all(buf_span(&file), &fault);
    assert_string_equal(fault.text, "is a tar archive; extract the logs first (tar -xf)");
    buf_free(&inner);
    buf_free(&text);
    buf_free(&file);
}

static void a_folder_and_a_missing_file_are_told(void **state) {
    (void)state;
    struct fault fault = {0};
    assert_null(input_open("/", &fault));
    assert_string_equal(fault.text, "is a directory; name the files in it");
    fault = (struct fault){0};
    assert_null(input_open("/nonexistent/smo", &fault));
    assert_string_equal(fault.text, "cannot be opened: No such file or directory");
}

static void lines_have_numbers_and_places(void **state) {
    (void)state;
    struct fault fault = {0};
    struct lines *lines =
        lines_open(input_open_memory((struct span)SPAN("a\n\nbcd\r\ne"), &fault), 100);
    struct line line;
    static const struct {
        const char *text;
        unsigned byte;
        bool is_cut;
    } want[] = {{"a", 0, false}, {"", 2, false}, {"bcd\r", 3, false}, {"e", 8, true}};
    for (unsigned i = 0; i < 4; i++) {
        assert_true(lines_next(lines, &line));
        assert_true(span_is(line.text, want[i].text));
        assert_int_equal(line.number, i + 1);
        assert_int_equal(line.byte, want[i].byte);
        assert_int_equal(line.is_cut, want[i].is_cut);
        assert_false(line.is_too_long);
    }
    assert_false(lines_next(lines, &line));
    lines_close(lines);
}

/* A line of `size` bytes between two short ones. */
static void check_long_line(size_t size, size_t max_bytes) {
    struct buf text = {0};
    buf_add_string(&text, "before\n");
    memset(buf_reserve(&text, size), 'x', size);
    text.size += size;
    buf_add_string(&text, "\nafter\n");
    struct fault fault = {0};
    struct lines *lines = lines_open(input_open_memory(buf_span(&text), &fault), max_bytes);
    struct line line;
    assert_true(lines_next(lines, &line) && span_is(line.text, "before"));
    assert_true(lines_next(lines, &line));
    assert_int_equal(line.is_too_long, size > max_bytes);
    if (size <= max_bytes)
        assert_int_equal(line.text.size, size);
    assert_int_equal(line.byte, 7);
    assert_false(line.is_cut);
    assert_true(lines_next(lines, &line) && span_is(line.text, "after"));
    assert_int_equal(line.number, 3);
    assert_int_equal(line.byte, size + 8);
    assert_false(lines_next(lines, &line));
    lines_close(lines);
    buf_free(&text);
}

static void a_line_is_whole_up_to_its_limit_and_one_reject_beyond(void **state) {
    (void)state;
    static const size_t limit = LINES_MAX_LOG;
    for (size_t size = limit - 2; size <= limit + 2; size++)
        check_long_line(size, limit);
    check_long_line(limit + 256 * 1024, limit);
    check_long_line(5 * limit, limit);
}

/* What is written to a name in .gz is one gzip member, whatever its size, and comes back. */
static void what_is_packed_comes_back(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 300000, 3000000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char folder[] = "/tmp/smo-test-packed-XXXXXX", path[64];
        assert_non_null(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/a.gz", folder);
        struct output *output = output_replace("test", path);
        uint32_t random = 1;
        for (size_t byte = 0; byte < sizes[i]; byte++)
            output_add_byte(output, (char)((random = random * 1664525 + 1013904223) >> 24 & 15));
        output_close(output);
        struct fault fault = {0};
        struct input *input = input_open(path, &fault);
        assert_non_null(input);
        assert_string_equal(input_compression(input), "gzip");
        char block[4096];
        size_t total = 0, got;
        random = 1;
        while ((got = input_read(input, block, sizeof block))) {
            for (size_t byte = 0; byte < got; byte++)
                assert_true(block[byte] ==
                            (char)((random = random * 1664525 + 1013904223) >> 24 & 15));
            total += got;
        }
        assert_false(fault_is_set(input_fault(input)));
        assert_int_equal(total, sizes[i]);
        input_close(input);
        unlink(path);
        rmdir(folder);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_joined),
        cmocka_unit_test(garbage_behind_a_member_is_told_with_its_place),
        cmocka_unit_test(a_file_cut_at_any_byte_is_told),
        cmocka_unit_test(a_changed_byte_is_never_passed_off_as_whole),
        cmocka_unit_test(damage_gives_the_bytes_that_zlib_gives),
        cmocka_unit_test(plain_text_and_emptiness_are_plain),
        cmocka_unit_test(a_tar_is_refused_by_name),
        cmocka_unit_test(a_folder_and_a_missing_file_are_told),
        cmocka_unit_test(lines_have_numbers_and_places),
        cmocka_unit_test(what_is_packed_comes_back),
        cmocka_unit_test(a_line_is_whole_up_to_its_limit_and_one_reject_beyond),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
