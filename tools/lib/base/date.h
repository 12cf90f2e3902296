/* Civil dates, clock times, zones and durations, in the proleptic Gregorian calendar. The system's
 * time zone and locale never matter. */
#ifndef SMO_LIB_BASE_DATE_H
#define SMO_LIB_BASE_DATE_H

#include "lib/base/span.h"

#include <stdint.h>

struct date {
    int year, month, day;     /* month 1-12, day 1-31 */
    int hour, minute, second; /* second 0-60 */
    int zone_seconds;         /* east of Greenwich is positive */
};

/* True for a day that exists; 29 Feb only in leap years. */
bool date_day_exists(int year, int month, int day);

/* Days since 1970-01-01. Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
int64_t date_days(int year, int month, int day);

/* Seconds since 1970 UTC; second 60 counts as the next second. The date must exist. */
int64_t date_seconds(const struct date *date);

/* The civil date at that moment, in a zone. */
struct date date_of(int64_t seconds, int zone_seconds);

/* 0 = Monday to 6 = Sunday. */
int date_weekday(int64_t days);

/* A month by its English name of three letters, any case: 1 to 12, or 0. */
int date_month(struct span name);

/* `+0300`, `-03:30`, `+03`, `Z`, `z`, `UTC`, `GMT`: seconds east. False if it is none of these or
 * is beyond 18 hours. */
bool date_read_zone(struct span s, int *zone_seconds);

/* Writes `+0300` at `at`: 5 bytes. */
void date_write_zone(char *at, int zone_seconds);

/* `30m`, `2h`, `7d`, `4w`, `90s` or `90`: seconds. False if it is nothing of the kind or does not
 * fit. */
bool date_read_duration(struct span s, int64_t *seconds);

#endif
