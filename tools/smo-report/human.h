/* Numbers as people read them, in their language; NULL words are English. */
#ifndef SMO_REPORT_HUMAN_H
#define SMO_REPORT_HUMAN_H

#include "lib/base/buf.h"
#include "lib/base/decimal.h"
#include "smo-report/words.h"

/* 1234567 as "1,234,567". */
void human_count(struct buf *text, const struct words *words, uint64_t count);

/* 0.0234 as "2.3%", 0.234 as "23%", 0.00012 as "0.012%". */
void human_rate(struct buf *text, const struct words *words, double rate);

/* With so many decimals. */
void human_number(struct buf *text, const struct words *words, double number, int places);

/* An amount of money, rounded half up to whole units from 1,000 on. */
void human_money(struct buf *text, const struct words *words, struct decimal amount);

/* Seconds as "3.2 s", "14 min", "5 h" or "12 d". */
void human_duration(struct buf *text, const struct words *words, double seconds);

/* "2025-11-22 14:05", in the zone; the date takes ten columns in every language. */
void human_moment(struct buf *text, const struct words *words, double seconds, int zone_seconds);

/* A period as period_write() names it; days and months in the order of the language. */
void human_period(struct buf *text, const struct words *words, struct span name);

/* Text of a log, made harmless. Percent-encoding is shown decoded where that is UTF-8 without
 * control characters, and so are host names in punycode. */
void human_text(struct buf *text, struct span plain);

/* How many columns of a terminal the text takes: code points, those beyond ASCII as one each. */
size_t human_width(struct span text);

#endif
