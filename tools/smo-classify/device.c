#include "smo-classify/device.h"

/* What a word says of the one who has it, the surer first: words of a tablet stand beside those of
 * a mobile, those of a television beside those of a desktop. */
enum device {
    DEVICE_TV,
    DEVICE_TABLET,
    DEVICE_MOBILE,
    DEVICE_ANDROID,
    DEVICE_DESKTOP,
    DEVICE_NONE
};

struct device_word {
    struct span word;
    enum device means;
};

/* By their first letter: an agent has a hundred letters and few that begin a word of these. */
static const struct device_word letter_A[] = {
    {SPAN("AppleTV"), DEVICE_TV},     {SPAN("Apple TV"), DEVICE_TV},
    {SPAN("AFTT"), DEVICE_TV},        {SPAN("AFTM"), DEVICE_TV},
    {SPAN("AFTS"), DEVICE_TV},        {SPAN("AFTB"), DEVICE_TV},
    {SPAN("AFTN"), DEVICE_TV},        {SPAN("Android TV"), DEVICE_TV},
    {SPAN("Android"), DEVICE_ANDROID}};
static const struct device_word letter_B[] = {{SPAN("BRAVIA"), DEVICE_TV},
                                              {SPAN("BlackBerry"), DEVICE_MOBILE},
                                              {SPAN("BB10"), DEVICE_MOBILE}};
static const struct device_word letter_C[] = {{SPAN("CrKey"), DEVICE_TV},
                                              {SPAN("CrOS"), DEVICE_DESKTOP}};
static const struct device_word letter_D[] = {{SPAN("DTV;"), DEVICE_TV}};
static const struct device_word letter_F[] = {{SPAN("FreeBSD"), DEVICE_DESKTOP}};
static const struct device_word letter_G[] = {{SPAN("GoogleTV"), DEVICE_TV},
                                              {SPAN("Google TV"), DEVICE_TV}};
static const struct device_word letter_H[] = {{SPAN("HbbTV"), DEVICE_TV}};
static const struct device_word letter_I[] = {{SPAN("IEMobile"), DEVICE_MOBILE}};
static const struct device_word letter_J[] = {{SPAN("J2ME"), DEVICE_MOBILE}};
static const struct device_word letter_K[] = {{SPAN("Kindle"), DEVICE_TABLET}};
static const struct device_word letter_L[] = {{SPAN("Linux"), DEVICE_DESKTOP}};
static const struct device_word letter_M[] = {{SPAN("MiTV"), DEVICE_TV},
                                              {SPAN("Mobi"), DEVICE_MOBILE},
                                              {SPAN("MIDP"), DEVICE_MOBILE},
                                              {SPAN("Macintosh"), DEVICE_DESKTOP},
                                              {SPAN("Mac OS X"), DEVICE_DESKTOP}};
static const struct device_word letter_N[] = {{SPAN("NetCast"), DEVICE_TV},
                                              {SPAN("Nintendo"), DEVICE_TV}};
static const struct device_word letter_O[] = {{SPAN("Opera Mini"), DEVICE_MOBILE}};
static const struct device_word letter_P[] = {{SPAN("PlayStation"), DEVICE_TV},
                                              {SPAN("Philips TV"), DEVICE_TV},
                                              {SPAN("PlayBook"), DEVICE_TABLET},
                                              {SPAN("Phone;"), DEVICE_MOBILE}};
static const struct device_word letter_R[] = {{SPAN("Roku"), DEVICE_TV}};
static const struct device_word letter_S[] = {
    {SPAN("SmartTV"), DEVICE_TV},    {SPAN("SMART-TV"), DEVICE_TV}, {SPAN("Smart TV"), DEVICE_TV},
    {SPAN("Silk/"), DEVICE_TABLET},  {SPAN("SM-T"), DEVICE_TABLET}, {SPAN("SM-X"), DEVICE_TABLET},
    {SPAN("Symbian"), DEVICE_MOBILE}};
static const struct device_word letter_T[] = {{SPAN("Tablet;"), DEVICE_TABLET},
                                              {SPAN("Tablet)"), DEVICE_TABLET},
                                              {SPAN("Tablet/"), DEVICE_TABLET}};
static const struct device_word letter_V[] = {{SPAN("VIDAA"), DEVICE_TV}};
static const struct device_word letter_W[] = {{SPAN("Web0S"), DEVICE_TV},
                                              {SPAN("Windows Phone"), DEVICE_MOBILE},
                                              {SPAN("Windows"), DEVICE_DESKTOP}};
static const struct device_word letter_X[] = {{SPAN("Xbox"), DEVICE_TV},
                                              {SPAN("X11"), DEVICE_DESKTOP}};
static const struct device_word letter_i[] = {
    {SPAN("iPad"), DEVICE_TABLET}, {SPAN("iPhone"), DEVICE_MOBILE}, {SPAN("iPod"), DEVICE_MOBILE}};
static const struct device_word letter_w[] = {{SPAN("webOS.TV"), DEVICE_TV}};

/* A set of second bytes: letters of one case do not share a bit. */
#define DEVICE_NEXT(byte) ((uint64_t)1 << ((unsigned char)(byte) % 64))

#define DEVICE_LETTER(letter, next)                                                                \
    { letter, sizeof letter / sizeof *letter, next }
static const struct {
    const struct device_word *words;
    size_t count;
    uint64_t next; /* DEVICE_NEXT() of what may follow the letter */
} device_letters[256] = {
    ['A'] = DEVICE_LETTER(letter_A, DEVICE_NEXT('F') | DEVICE_NEXT('n') | DEVICE_NEXT('p')),
    ['B'] = DEVICE_LETTER(letter_B, DEVICE_NEXT('B') | DEVICE_NEXT('R') | DEVICE_NEXT('l')),
    ['C'] = DEVICE_LETTER(letter_C, DEVICE_NEXT('r')),
    ['D'] = DEVICE_LETTER(letter_D, DEVICE_NEXT('T')),
    ['F'] = DEVICE_LETTER(letter_F, DEVICE_NEXT('r')),
    ['G'] = DEVICE_LETTER(letter_G, DEVICE_NEXT('o')),
    ['H'] = DEVICE_LETTER(letter_H, DEVICE_NEXT('b')),
    ['I'] = DEVICE_LETTER(letter_I, DEVICE_NEXT('E')),
    ['J'] = DEVICE_LETTER(letter_J, DEVICE_NEXT('2')),
    ['K'] = DEVICE_LETTER(letter_K, DEVICE_NEXT('i')),
    ['L'] = DEVICE_LETTER(letter_L, DEVICE_NEXT('i')),
    ['M'] = DEVICE_LETTER(letter_M, DEVICE_NEXT('I') | DEVICE_NEXT('a') | DEVICE_NEXT('i') |
                                        DEVICE_NEXT('o')),
    ['N'] = DEVICE_LETTER(letter_N, DEVICE_NEXT('e') | DEVICE_NEXT('i')),
    ['O'] = DEVICE_LETTER(letter_O, DEVICE_NEXT('p')),
    ['P'] = DEVICE_LETTER(letter_P, DEVICE_NEXT('h') | DEVICE_NEXT('l')),
    ['R'] = DEVICE_LETTER(letter_R, DEVICE_NEXT('o')),
    ['S'] = DEVICE_LETTER(letter_S, DEVICE_NEXT('M') | DEVICE_NEXT('i') | DEVICE_NEXT('m') |
                                        DEVICE_NEXT('y')),
    ['T'] = DEVICE_LETTER(letter_T, DEVICE_NEXT('a')),
    ['V'] = DEVICE_LETTER(letter_V, DEVICE_NEXT('I')),
    ['W'] = DEVICE_LETTER(letter_W, DEVICE_NEXT('e') | DEVICE_NEXT('i')),
    ['X'] = DEVICE_LETTER(letter_X, DEVICE_NEXT('1') | DEVICE_NEXT('b')),
    ['i'] = DEVICE_LETTER(letter_i, DEVICE_NEXT('P')),
    ['w'] = DEVICE_LETTER(letter_w, DEVICE_NEXT('e')),
};

/* The surest meaning of the words that begin at the first of two bytes or more. */
static inline enum device device_here(struct span rest, enum device best) {
    unsigned char letter = (unsigned char)rest.at[0];
    if (!(device_letters[letter].next & DEVICE_NEXT(rest.at[1])))
        return best;
    for (size_t i = 0; i < device_letters[letter].count; i++) {
        const struct device_word *word = &device_letters[letter].words[i];
        if (word->means < best && rest.at[1] == word->word.at[1] &&
            span_starts_with(rest, word->word))
            best = word->means;
    }
    return best;
}

#ifdef __SSE2__
#include <emmintrin.h>

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

/* Passes over what can be told 16 bytes at a time. */
static enum device device_in_blocks(struct span *rest, enum device best) {
    for (; rest->size > 16; *rest = span_skip(*rest, 16))
        for (unsigned starts = device_starts(rest->at); starts; starts &= starts - 1)
            best = device_here(span_skip(*rest, (size_t)__builtin_ctz(starts)), best);
    return best;
}
#else
static enum device device_in_blocks(struct span *rest, enum device best) {
    (void)rest;
    return best;
}
#endif

struct span device_of_agent(struct span agent) {
    static const struct span names[] = {
        /* Google asks makers of tablets to leave `Mobile` out of the agent. */
        [DEVICE_TV] = SPAN("tv"),           [DEVICE_TABLET] = SPAN("tablet"),
        [DEVICE_MOBILE] = SPAN("mobile"),   [DEVICE_ANDROID] = SPAN("tablet"),
        [DEVICE_DESKTOP] = SPAN("desktop"), [DEVICE_NONE] = SPAN("-"),
    };
    enum device best = device_in_blocks(&agent, DEVICE_NONE);
    for (; agent.size > 1; agent = span_skip(agent, 1))
        best = device_here(agent, best);
    return names[best];
}
