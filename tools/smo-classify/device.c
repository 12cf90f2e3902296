#include "smo-classify/device.h"

struct device_word {
    struct span word;
    enum device means;
};

/* Words that begin with the same three letters; the last one is empty. */
#define DEVICE_WORDS(...)                                                                          \
    (const struct device_word[]) {                                                                 \
        __VA_ARGS__, {                                                                             \
            SPAN(""), DEVICE_NONE                                                                  \
        }                                                                                          \
    }

/* By their first three letters: an agent has a hundred letters and few that begin a word of these.
 * The factors were chosen so that no two share a slot, of which the compiler would warn. */
#define DEVICE_SLOT(a, b, c) ((unsigned char)(5 * (a) + 4 * (b) + 5 * (c)))

static const struct device_word *const device_words[256] = {
    [DEVICE_SLOT('A', 'F', 'T')] = DEVICE_WORDS(
        {SPAN("AFTT"), DEVICE_TV}, {SPAN("AFTM"), DEVICE_TV}, {SPAN("AFTS"), DEVICE_TV},
        {SPAN("AFTB"), DEVICE_TV}, {SPAN("AFTN"), DEVICE_TV}),
    [DEVICE_SLOT('A', 'n', 'd')] =
        DEVICE_WORDS({SPAN("Android TV"), DEVICE_TV}, {SPAN("Android"), DEVICE_ANDROID}),
    [DEVICE_SLOT('A', 'p', 'p')] =
        DEVICE_WORDS({SPAN("AppleTV"), DEVICE_TV}, {SPAN("Apple TV"), DEVICE_TV}),
    [DEVICE_SLOT('B', 'B', '1')] = DEVICE_WORDS({SPAN("BB10"), DEVICE_MOBILE}),
    [DEVICE_SLOT('B', 'l', 'a')] = DEVICE_WORDS({SPAN("BlackBerry"), DEVICE_MOBILE}),
    [DEVICE_SLOT('B', 'R', 'A')] = DEVICE_WORDS({SPAN("BRAVIA"), DEVICE_TV}),
    [DEVICE_SLOT('C', 'r', 'K')] = DEVICE_WORDS({SPAN("CrKey"), DEVICE_TV}),
    [DEVICE_SLOT('C', 'r', 'O')] = DEVICE_WORDS({SPAN("CrOS"), DEVICE_DESKTOP}),
    [DEVICE_SLOT('D', 'T', 'V')] = DEVICE_WORDS({SPAN("DTV;"), DEVICE_TV}),
    [DEVICE_SLOT('F', 'r', 'e')] = DEVICE_WORDS({SPAN("FreeBSD"), DEVICE_DESKTOP}),
    [DEVICE_SLOT('G', 'o', 'o')] =
        DEVICE_WORDS({SPAN("GoogleTV"), DEVICE_TV}, {SPAN("Google TV"), DEVICE_TV}),
    [DEVICE_SLOT('H', 'b', 'b')] = DEVICE_WORDS({SPAN("HbbTV"), DEVICE_TV}),
    [DEVICE_SLOT('I', 'E', 'M')] = DEVICE_WORDS({SPAN("IEMobile"), DEVICE_MOBILE}),
    [DEVICE_SLOT('i', 'P', 'a')] = DEVICE_WORDS({SPAN("iPad"), DEVICE_TABLET}),
    [DEVICE_SLOT('i', 'P', 'h')] = DEVICE_WORDS({SPAN("iPhone"), DEVICE_MOBILE}),
    [DEVICE_SLOT('i', 'P', 'o')] = DEVICE_WORDS({SPAN("iPod"), DEVICE_MOBILE}),
    [DEVICE_SLOT('J', '2', 'M')] = DEVICE_WORDS({SPAN("J2ME"), DEVICE_MOBILE}),
    [DEVICE_SLOT('K', 'i', 'n')] = DEVICE_WORDS({SPAN("Kindle"), DEVICE_TABLET}),
    [DEVICE_SLOT('L', 'i', 'n')] = DEVICE_WORDS({SPAN("Linux"), DEVICE_DESKTOP}),
    [DEVICE_SLOT('M', 'a', 'c')] =
        DEVICE_WORDS({SPAN("Macintosh"), DEVICE_DESKTOP}, {SPAN("Mac OS X"), DEVICE_DESKTOP}),
    [DEVICE_SLOT('M', 'I', 'D')] = DEVICE_WORDS({SPAN("MIDP"), DEVICE_MOBILE}),
    [DEVICE_SLOT('M', 'i', 'T')] = DEVICE_WORDS({SPAN("MiTV"), DEVICE_TV}),
    [DEVICE_SLOT('M', 'o', 'b')] = DEVICE_WORDS({SPAN("Mobi"), DEVICE_MOBILE}),
    [DEVICE_SLOT('N', 'e', 't')] = DEVICE_WORDS({SPAN("NetCast"), DEVICE_TV}),
    [DEVICE_SLOT('N', 'i', 'n')] = DEVICE_WORDS({SPAN("Nintendo"), DEVICE_TV}),
    [DEVICE_SLOT('O', 'p', 'e')] = DEVICE_WORDS({SPAN("Opera Mini"), DEVICE_MOBILE}),
    [DEVICE_SLOT('P', 'h', 'i')] = DEVICE_WORDS({SPAN("Philips TV"), DEVICE_TV}),
    [DEVICE_SLOT('P', 'h', 'o')] = DEVICE_WORDS({SPAN("Phone;"), DEVICE_MOBILE}),
    [DEVICE_SLOT('P', 'l', 'a')] =
        DEVICE_WORDS({SPAN("PlayStation"), DEVICE_TV}, {SPAN("PlayBook"), DEVICE_TABLET}),
    [DEVICE_SLOT('R', 'o', 'k')] = DEVICE_WORDS({SPAN("Roku"), DEVICE_TV}),
    [DEVICE_SLOT('S', 'i', 'l')] = DEVICE_WORDS({SPAN("Silk/"), DEVICE_TABLET}),
    [DEVICE_SLOT('S', 'M', '-')] =
        DEVICE_WORDS({SPAN("SM-T"), DEVICE_TABLET}, {SPAN("SM-X"), DEVICE_TABLET}),
    [DEVICE_SLOT('S', 'M', 'A')] = DEVICE_WORDS({SPAN("SMART-TV"), DEVICE_TV}),
    [DEVICE_SLOT('S', 'm', 'a')] =
        DEVICE_WORDS({SPAN("SmartTV"), DEVICE_TV}, {SPAN("Smart TV"), DEVICE_TV}),
    [DEVICE_SLOT('S', 'y', 'm')] = DEVICE_WORDS({SPAN("Symbian"), DEVICE_MOBILE}),
    [DEVICE_SLOT('T', 'a', 'b')] =
        DEVICE_WORDS({SPAN("Tablet;"), DEVICE_TABLET}, {SPAN("Tablet)"), DEVICE_TABLET},
                     {SPAN("Tablet/"), DEVICE_TABLET}),
    [DEVICE_SLOT('V', 'I', 'D')] = DEVICE_WORDS({SPAN("VIDAA"), DEVICE_TV}),
    [DEVICE_SLOT('W', 'e', 'b')] = DEVICE_WORDS({SPAN("Web0S"), DEVICE_TV}),
    [DEVICE_SLOT('w', 'e', 'b')] = DEVICE_WORDS({SPAN("webOS.TV"), DEVICE_TV}),
    [DEVICE_SLOT('W', 'i', 'n')] =
        DEVICE_WORDS({SPAN("Windows Phone"), DEVICE_MOBILE}, {SPAN("Windows"), DEVICE_DESKTOP}),
    [DEVICE_SLOT('X', '1', '1')] = DEVICE_WORDS({SPAN("X11"), DEVICE_DESKTOP}),
    [DEVICE_SLOT('X', 'b', 'o')] = DEVICE_WORDS({SPAN("Xbox"), DEVICE_TV}),
};

/* Most of those that begin alike end differently. */
static inline bool device_is_word(struct span rest, struct span word) {
    return rest.size >= word.size && rest.at[word.size - 1] == word.at[word.size - 1] &&
           span_starts_with(rest, word);
}

/* The surest meaning of the words that begin at the first of three bytes or more. */
static inline enum device device_here(struct span rest, enum device best) {
    const struct device_word *word = device_words[DEVICE_SLOT(
        (unsigned char)rest.at[0], (unsigned char)rest.at[1], (unsigned char)rest.at[2])];
    for (; word && word->word.size; word++)
        if (word->means < best && device_is_word(rest, word->word))
            best = word->means;
    return best;
}

#ifdef __SSE2__
#include <emmintrin.h>

enum { DEVICE_BLOCK_BYTES = 18 }; /* 16 words of three letters or more may begin there */

/* Which of 16 bytes, of 17 there, may begin a word: capitals, the i of iP and the w of we. */
static unsigned device_starts(const char *at) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)at);
    __m128i next = _mm_loadu_si128((const __m128i *)(at + 1));
    __m128i capital = _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8('A' - 1)),
                                    _mm_cmplt_epi8(bytes, _mm_set1_epi8('Z' + 1)));
    __m128i ip = _mm_and_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('i')),
                               _mm_cmpeq_epi8(next, _mm_set1_epi8('P')));
    __m128i we = _mm_and_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('w')),
                               _mm_cmpeq_epi8(next, _mm_set1_epi8('e')));
    return (unsigned)_mm_movemask_epi8(_mm_or_si128(capital, _mm_or_si128(ip, we)));
}

static enum device device_in_block(struct span rest, enum device best) {
    for (unsigned starts = device_starts(rest.at); starts; starts &= starts - 1)
        best = device_here(span_skip(rest, (size_t)__builtin_ctz(starts)), best);
    return best;
}

/* Where 16 words may begin, their letters are looked at at once; the last block overlaps the one
 * before it. False if the agent is shorter than a block. */
static bool device_in_blocks(struct span agent, enum device *best) {
    if (agent.size < DEVICE_BLOCK_BYTES)
        return false;
    struct span rest = agent;
    for (; rest.size > DEVICE_BLOCK_BYTES; rest = span_skip(rest, 16))
        *best = device_in_block(rest, *best);
    *best = device_in_block(span_skip(agent, agent.size - DEVICE_BLOCK_BYTES), *best);
    return true;
}
#else
static bool device_in_blocks(struct span agent, enum device *best) {
    (void)agent;
    (void)best;
    return false;
}
#endif

enum device device_in(struct span piece, enum device best) {
    if (!device_in_blocks(piece, &best))
        for (; piece.size > 2; piece = span_skip(piece, 1))
            best = device_here(piece, best);
    return best;
}

struct span device_name(enum device device) {
    static const struct span names[] = {
        /* Google asks makers of tablets to leave `Mobile` out of the agent. */
        [DEVICE_TV] = SPAN("tv"),           [DEVICE_TABLET] = SPAN("tablet"),
        [DEVICE_MOBILE] = SPAN("mobile"),   [DEVICE_ANDROID] = SPAN("tablet"),
        [DEVICE_DESKTOP] = SPAN("desktop"), [DEVICE_NONE] = SPAN("-"),
    };
    return names[device];
}
