/* Times in logs. */
#ifndef SMO_PARSE_WHEN_H
#define SMO_PARSE_WHEN_H

#include "smo-parse/hit.h"

#include <endian.h>
#include <limits.h>

/* `10/Oct/2000:13:55:36 -0700` */
enum { WHEN_CLF_BYTES = 26, WHEN_CLOCK = 12, WHEN_ZONE = 20 };

/* The last day and zone of the common log format that was read: those of the next line are most
 * likely the same. Zero-initialise. */
struct when {
    char day[WHEN_CLOCK]; /* dd/Mon/yyyy: */
    char zone[8];         /* of which the last 6 are ` +0300` */
    int64_t day_seconds;  /* at 00:00:00 of that day there, since 1970 UTC */
    int zone_seconds;
};

/* Reads a time of the common log format at `at`, of which `end` is the line's end, into
 * hit->seconds and hit->date.zone_seconds. Other spellings (a fraction, no zone) are left to
 * when_read(). Sets *after behind it. */
enum outcome when_read_clf(struct when *when, const char *at, const char *end, struct hit *hit,
                           const char **after);

static inline unsigned when_two_digits(const char *at) {
    unsigned tens = (unsigned)(at[0] - '0'), ones = (unsigned)(at[1] - '0');
    return tens < 10 && ones < 10 ? tens * 10 + ones : UINT_MAX;
}

/* Whether day and zone at `at` are those known: in three words, two of which overlap. */
static inline bool when_is_known(const struct when *when, const char *at) {
    static const unsigned char last_six[8] = {0, 0, 255, 255, 255, 255, 255, 255};
    uint64_t mask, zone = span_word(at + WHEN_CLF_BYTES - 8) ^ span_word(when->zone);
    memcpy(&mask, last_six, sizeof mask);
    return ((span_word(at) ^ span_word(when->day)) |
            (span_word(at + 4) ^ span_word(when->day + 4)) | (zone & mask)) == 0;
}

/* The seconds of a day until `14:30:05`, or UINT_MAX if it is no time. All of it is one word, whose
 * lowest byte comes first. Xor with `00:00:00` leaves the value of each digit, and 0 for a colon.
 * Adding 6 carries a value above 9 into the upper half of its byte, which must be 0. Then
 * clock * 10 + (clock >> 8) holds tens * 10 + ones in the bytes 0, 3 and 6. */
static inline unsigned when_clock_seconds(const char *at) {
    uint64_t clock = le64toh(span_word(at)) ^ UINT64_C(0x30303a30303a3030);
    uint64_t beyond = clock | (clock + UINT64_C(0x0606000606000606));
    uint64_t pairs = clock * 10 + (clock >> 8);
    unsigned hour = pairs & 0xff, minute = pairs >> 24 & 0xff, second = pairs >> 48 & 0xff;
    bool is_time =
        (beyond & UINT64_C(0xf0f0fff0f0fff0f0)) == 0 && hour < 24 && minute < 60 && second <= 60;
    return is_time ? hour * 3600 + minute * 60 + second : UINT_MAX;
}

/* As when_read_clf(), but only for a time of the known day in the known zone; else false.
 * WHEN_CLF_BYTES must be readable at `at`. */
static inline bool when_read_known(const struct when *when, const char *at, struct hit *hit) {
    unsigned seconds = when_clock_seconds(at + WHEN_CLOCK);
    if (!when_is_known(when, at) || at[WHEN_ZONE] != ' ' || seconds == UINT_MAX)
        return false;
    hit->seconds = when->day_seconds + seconds;
    hit->date.zone_seconds = when->zone_seconds;
    hit->time_parts = HIT_HAS_SECONDS | HIT_HAS_ZONE;
    return true;
}

/* Reads what a pattern of strftime(3) would have written, and adds it to the hit:
 *     %Y %y %m %d %e %b %h %B %H %I %k %l %p %M %S %z %Z %T %R %D %F %a %A %j %n %t %%
 *     %c %r %x %X, as the C locale has them
 * and besides
 *     %s  seconds since 1970, with decimals if they are there
 *     %Q  milliseconds, %f microseconds, %N nanoseconds since 1970
 *     %L  decimals of the second, digits only
 * Decimals that follow %S, %T or %s in the text, behind a point or comma, are taken along unless
 * the pattern has that point or comma itself. A blank stands for one or more. A zone at the end of
 * the pattern may be missing in the text. Sets *after behind what was read. */
enum outcome when_read(struct span pattern, const char *at, const char *end, struct hit *hit,
                       const char **after);

/* Reads a whole cell that holds a time in one of the usual spellings: seconds (10 digits, with or
 * without decimals), milli-, micro- or nanoseconds (13, 16, 19 digits) since 1970, ISO 8601, or
 * that of the common log format. */
enum outcome when_read_any(struct span s, struct hit *hit);

/* Makes seconds since 1970 of the parts read, and says whether such a time exists, in the years
 * 1990 to 2099. `zone_seconds` is for logs that tell no zone. */
enum outcome when_finish(struct hit *hit, int zone_seconds);

/* The first time in a text that is no log line, spelled as the common log format or ISO 8601 do,
 * into hit->seconds and hit->date.zone_seconds. False if there is none that exists. */
bool when_find(struct span s, int zone_seconds, struct hit *hit);

/* The decimals as nanoseconds, for comparing. */
uint32_t when_nanoseconds(struct span decimals);

#endif
