#include "smo-funnel/paths.h"

#include "lib/base/escape.h"
#include "lib/base/number.h"

enum { PATHS_TOKEN_CHARACTERS = 20, PATHS_UUID_CHARACTERS = 36 };

void paths_init(struct paths *paths) {
    *paths = (struct paths){0};
    table_init(&paths->identity);
}

static void paths_add_identity(struct paths *paths, struct span names) {
    while (names.at) {
        struct span name = span_trim(span_cut(&names, ','));
        if (span_is_empty(name))
            continue;
        table_number(&paths->identity, name);
        paths->identity_begins[(unsigned char)name.at[0]] = true;
    }
}

void paths_learn(struct paths *paths, const struct ledger *ledger) {
    for (; paths->notes_known < ledger->notes.count; paths->notes_known++) {
        struct span value = table_name(&ledger->notes, paths->notes_known);
        if (span_is(span_cut(&value, '='), "classify.identity"))
            paths_add_identity(paths, value);
    }
}

static bool is_letter(char byte) {
    return span_lower_byte(byte) >= 'a' && span_lower_byte(byte) <= 'z';
}

/* True for 8-4-4-4-12 hexadecimal digits at `at`. */
static bool is_uuid(const char *at) {
    for (int i = 0; i < PATHS_UUID_CHARACTERS; i++) {
        bool is_dash_place = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash_place ? at[i] != '-' : number_hex_digit(at[i]) < 0)
            return false;
    }
    return true;
}

/* True for what may name a person or open a door: `text` is percent-decoded. */
static bool paths_is_token(struct span text) {
    if (span_find(text, '@') < text.size)
        return true;
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.size - i >= PATHS_UUID_CHARACTERS && is_uuid(text.at + i))
            return true;
        if (is_letter(text.at[i]))
            letters++;
        else if (number_is_digit(text.at[i]))
            digits++;
        else
            letters = digits = 0;
        if (letters && digits && letters + digits >= PATHS_TOKEN_CHARACTERS)
            return true;
    }
    return false;
}

static struct span paths_decode(struct paths *paths, struct span text) {
    if (span_find(text, '%') == text.size)
        return text;
    buf_clear(&paths->decoded);
    for (size_t i = 0; i < text.size; i++) {
        int high = -1, low = -1;
        if (text.at[i] == '%' && text.size - i > 2) {
            high = number_hex_digit(text.at[i + 1]);
            low = number_hex_digit(text.at[i + 2]);
        }
        bool is_escape = high >= 0 && low >= 0;
        buf_add_byte(&paths->decoded, is_escape ? (char)(high << 4 | low) : text.at[i]);
        i += is_escape ? 2 : 0;
    }
    return buf_span(&paths->decoded);
}

static void paths_add_folded(struct paths *paths, struct span text) {
    static const struct span token = SPAN(":token");
    buf_add(&paths->reduced, paths_is_token(paths_decode(paths, text)) ? token : text);
}

static bool is_in_token(char byte) {
    return is_letter(byte) || number_is_digit(byte) || byte == '-';
}

/* True if so many such bytes stand side by side somewhere. Of each twenty the last is looked at
 * first: what breaks the run there saves looking at those before it. */
static bool has_run_of_token(struct span path) {
    const char *start = path.at, *end = path.at + path.size;
    while (end - start >= PATHS_TOKEN_CHARACTERS) {
        const char *at = start + PATHS_TOKEN_CHARACTERS;
        while (at > start && is_in_token(at[-1]))
            at--;
        if (at == start)
            return true;
        start = at;
    }
    return false;
}

/* True if no segment of the path can be a token: none has as long a run (a UUID is one, too), and
 * there is no `@` nor anything that might stand for one. */
static bool paths_is_harmless(struct span path) {
    return span_find(path, '@') == path.size && span_find(path, '%') == path.size &&
           !has_run_of_token(path);
}

static void paths_add_segments(struct paths *paths, struct span path) {
    if (paths_is_harmless(path)) { /* most are */
        buf_add(&paths->reduced, path);
        return;
    }
    while (path.at) {
        paths_add_folded(paths, span_cut(&path, '/'));
        if (path.at)
            buf_add_byte(&paths->reduced, '/');
    }
}

/* True if the parameter, `name` or `name=value`, belongs to the page. */
static bool paths_is_identity(const struct paths *paths, struct span parameter) {
    if (span_is_empty(parameter) || !paths->identity_begins[(unsigned char)parameter.at[0]])
        return false;
    return table_find(&paths->identity, span_cut(&parameter, '=')) != TABLE_NONE;
}

static void paths_add_parameters(struct paths *paths, struct span query) {
    char separator = '?';
    while (query.at) {
        struct span value = span_cut(&query, '&');
        if (!paths_is_identity(paths, value))
            continue;
        struct span name = span_cut(&value, '=');
        buf_add_byte(&paths->reduced, separator);
        buf_add(&paths->reduced, name);
        if (value.at) {
            buf_add_byte(&paths->reduced, '=');
            paths_add_folded(paths, value);
        }
        separator = '&';
    }
}

struct span paths_reduce(struct paths *paths, struct span cell) {
    if (span_is_absent(cell))
        return SPAN_ABSENT;
    struct span query = escape_undo(&paths->raw, cell);
    struct span path = span_cut(&query, '?');
    buf_clear(&paths->reduced);
    paths_add_segments(paths, path);
    paths_add_parameters(paths, query);
    struct span reduced = buf_span(&paths->reduced);
    if (escape_is_clean(reduced))
        return reduced;
    buf_clear(&paths->escaped);
    escape_add(&paths->escaped, reduced);
    return buf_span(&paths->escaped);
}

/* True if what stands behind a path may leave something in its reduced form. */
static bool paths_has_more(const struct paths *paths, struct span query) {
    if (span_find(query, '\\') < query.size)
        return true;
    while (query.at)
        if (paths_is_identity(paths, span_cut(&query, '&')))
            return true;
    return false;
}

uint32_t paths_text(struct paths *paths, struct names *names, struct span cell) {
    struct span query = cell, path = span_cut(&query, '?');
    struct names_look look = names_look_of(path);
    struct names_guess *guess = &paths->plain[names_place(look) % PATHS_RECENT];
    bool has_more = paths_has_more(paths, query);
    if (!has_more && names_guessed(guess, look, &names->texts, path))
        return guess->number;
    bool is_plain = !has_more && paths_is_harmless(path) && escape_is_clean(path);
    struct span reduced = is_plain ? path : paths_reduce(paths, cell);
    uint32_t text = names_rare_text(names, reduced);
    if (span_equals(reduced, path))
        *guess = (struct names_guess){look, text};
    return text;
}

void paths_forget(struct paths *paths) {
    memset(paths->plain, 0, sizeof paths->plain);
}

/* ISO 639-1. Not any two letters: `/vk` and `/go` are short links, not languages. */
static const char languages[] =
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da "
    "de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy "
    "hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg "
    "li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or "
    "os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta "
    "te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/* `ru`, `en-us`, `pt_br`, in lower case. */
static bool paths_is_language(struct span segment) {
    bool has_region = segment.size == 5 && (segment.at[2] == '-' || segment.at[2] == '_') &&
                      is_letter(segment.at[3]) && is_letter(segment.at[4]);
    if (segment.size != 2 && !has_region)
        return false;
    for (const char *at = languages; *at; at += 3)
        if (memcmp(at, segment.at, 2) == 0)
            return true;
    return false;
}

/* `index.html`, `index.php5`, `default.aspx`, in lower case. */
static bool paths_is_index_file(struct span segment) {
    static const struct span index = SPAN("index.");
    static const char *const defaults[] = {"default.htm", "default.html", "default.asp",
                                           "default.aspx"};
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (span_is(segment, defaults[i]))
            return true;
    struct span ending = span_skip(segment, index.size);
    if (!span_starts_with(segment, index) || ending.size < 2 || ending.size > 5)
        return false;
    for (size_t i = 0; i < ending.size; i++)
        if (!is_letter(ending.at[i]) && !number_is_digit(ending.at[i]))
            return false;
    return true;
}

static struct span paths_without_slashes(struct span path) {
    while (path.size && path.at[path.size - 1] == '/')
        path.size--;
    return path;
}

static struct span paths_without_index_file(struct span path) {
    size_t slash = path.size;
    while (slash && path.at[slash - 1] != '/')
        slash--;
    return paths_is_index_file(span_skip(path, slash))
               ? paths_without_slashes(span_take(path, slash))
               : path;
}

static struct span paths_without_language(struct span path) {
    if (path.size == 0 || path.at[0] != '/')
        return path;
    struct span rest = span_skip(path, 1);
    struct span first = span_take(rest, span_find(rest, '/'));
    return paths_is_language(first) ? span_skip(rest, first.size) : path;
}

/* The form in which two spellings of one page are the same, written to `form`. */
static struct span paths_normal_form(struct buf *form, struct span reduced) {
    struct span query = reduced;
    struct span path = span_cut(&query, '?');
    buf_clear(form);
    char *lower = buf_reserve(form, path.size);
    for (size_t i = 0; i < path.size; i++)
        lower[i] = span_lower_byte(path.at[i]);
    form->size = path.size;
    path = paths_without_slashes(buf_span(form));
    path = paths_without_language(paths_without_index_file(path));
    size_t start = (size_t)(path.size ? path.at - form->at : 0);
    form->size = start + path.size;
    if (query.at) {
        buf_add_byte(form, '?');
        buf_add(form, query);
    }
    return span_skip(buf_span(form), start);
}

bool paths_are_same(struct paths *paths, struct span a, struct span b) {
    if (span_equals(a, b))
        return true;
    return span_equals(paths_normal_form(&paths->left, a), paths_normal_form(&paths->right, b));
}

void paths_free(struct paths *paths) {
    table_free(&paths->identity);
    buf_free(&paths->raw);
    buf_free(&paths->decoded);
    buf_free(&paths->reduced);
    buf_free(&paths->escaped);
    buf_free(&paths->left);
    buf_free(&paths->right);
    *paths = (struct paths){0};
}
