#include "lib/base/date.h"

#include "lib/base/number.h"

static bool date_year_is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool date_day_exists(int year, int month, int day) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day < 1)
        return false;
    return day <= lengths[month - 1] + (month == 2 && date_year_is_leap(year));
}

int64_t date_days(int year, int month, int day) {
    int64_t y = month <= 2 ? (int64_t)year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

int64_t date_seconds(const struct date *date) {
    return date_days(date->year, date->month, date->day) * 86400 + date->hour * 3600 +
           date->minute * 60 + date->second - date->zone_seconds;
}

struct date date_of(int64_t seconds, int zone_seconds) {
    int64_t local = seconds + zone_seconds;
    int64_t days = local / 86400 - (local % 86400 < 0);
    int of_day = (int)(local - days * 86400);
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t day_of_era = z - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153; /* 0 = March */
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    return (struct date){
        .year = (int)(year_of_era + era * 400) + (month <= 2),
        .month = month,
        .day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1),
        .hour = of_day / 3600,
        .minute = of_day / 60 % 60,
        .second = of_day % 60,
        .zone_seconds = zone_seconds,
    };
}

int date_weekday(int64_t days) {
    return (int)(((days + 3) % 7 + 7) % 7);
}

int date_month(struct span name) {
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int month = 0; month < 12 && name.size == 3; month++)
        if (span_equals_folded(name, (struct span){months + (size_t)month * 3, 3}))
            return month + 1;
    return 0;
}

static bool date_two_digits(struct span s, int *number) {
    if (s.size < 2 || !number_is_digit(s.at[0]) || !number_is_digit(s.at[1]))
        return false;
    *number = (s.at[0] - '0') * 10 + (s.at[1] - '0');
    return true;
}

bool date_read_zone(struct span s, int *zone_seconds) {
    int hours, minutes = 0;
    if (s.size < 3 || (s.at[0] != '+' && s.at[0] != '-')) {
        bool is_greenwich =
            span_is(s, "Z") || span_is(s, "z") || span_is(s, "UTC") || span_is(s, "GMT");
        *zone_seconds = is_greenwich ? 0 : *zone_seconds;
        return is_greenwich;
    }
    if (!date_two_digits(span_skip(s, 1), &hours))
        return false;
    struct span rest = span_skip(s, 3);
    if (rest.size == 3 && rest.at[0] == ':')
        rest = span_skip(rest, 1);
    if (rest.size && (rest.size != 2 || !date_two_digits(rest, &minutes)))
        return false;
    int seconds = hours * 3600 + minutes * 60;
    if (minutes > 59 || seconds > 18 * 3600)
        return false;
    *zone_seconds = s.at[0] == '-' ? -seconds : seconds;
    return true;
}

void date_write_zone(char *at, int zone_seconds) {
    int minutes = (zone_seconds < 0 ? -zone_seconds : zone_seconds) / 60;
    at[0] = zone_seconds < 0 ? '-' : '+';
    at[1] = (char)('0' + minutes / 600);
    at[2] = (char)('0' + minutes / 60 % 10);
    at[3] = (char)('0' + minutes % 60 / 10);
    at[4] = (char)('0' + minutes % 10);
}

bool date_read_duration(struct span s, int64_t *seconds) {
    int64_t unit = 1;
    if (s.size && !number_is_digit(s.at[s.size - 1])) {
        switch (s.at[s.size - 1]) {
        case 's':
            unit = 1;
            break;
        case 'm':
            unit = 60;
            break;
        case 'h':
            unit = 3600;
            break;
        case 'd':
            unit = 86400;
            break;
        case 'w':
            unit = 7 * 86400;
            break;
        default:
            return false;
        }
        s.size--;
    }
    uint64_t count;
    int64_t product;
    if (!number_read(s, &count) || count > INT64_MAX ||
        __builtin_mul_overflow((int64_t)count, unit, &product))
        return false;
    *seconds = product;
    return true;
}
