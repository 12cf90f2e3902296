/* The command line of smo-report. */
#ifndef SMO_REPORT_OPTIONS_H
#define SMO_REPORT_OPTIONS_H

#include "smo-report/alert.h"
#include "smo-report/period.h"
#include "smo-report/reports.h"
#include "smo-report/settings.h"

enum options_format {
    FORMAT_TEXT,
    FORMAT_TSV,
    FORMAT_CSV,
    FORMAT_JSON,
    FORMAT_MD,
    FORMAT_HTML,
    FORMAT_DOT
};
enum options_colour { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };
enum options_language { LANGUAGE_OF_LOCALE, LANGUAGE_EN, LANGUAGE_RU };

enum { OPTIONS_ALERTS = 32, OPTIONS_COMPARED = 1000 };

struct options {
    const struct report *reports[REPORTS_MAX]; /* in the order asked for */
    size_t reports_count;
    enum options_format format;
    const char *output;               /* a file or folder, NULL: standard output */
    const char *steps;                /* of the funnel, NULL: as the stream's note says */
    const char *costs, *orders;       /* files, or NULL */
    char *compared[OPTIONS_COMPARED]; /* the streams of another period */
    size_t compared_count;
    const char *alert_texts[OPTIONS_ALERTS];
    struct alert alerts[OPTIONS_ALERTS];
    size_t alerts_count;
    enum period by;
    unsigned width; /* of text; 0: the terminal's */
    enum options_colour colour;
    enum options_language language;
    bool is_part;
    struct settings settings;
};

/* Reads the command line; ends the program with 2 if it makes no sense, with 0 for -h and -V.
 * Operands are argv[optind] and on. */
void options_read(struct options *options, int argc, char **argv);

/* True for the formats that people read. */
bool options_is_for_people(const struct options *options);

/* True if each report goes to a file of its own in the folder options->output. */
bool options_is_folder(const struct options *options);

/* The ending of a file of the format: "tsv". */
const char *options_ending(const struct options *options);

#endif
