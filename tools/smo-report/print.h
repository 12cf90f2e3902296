/* Prints the reports of a book, in the format asked for, where they were asked for. */
#ifndef SMO_REPORT_PRINT_H
#define SMO_REPORT_PRINT_H

#include "smo-report/book.h"
#include "smo-report/text.h"

/* What is printed, and how. */
struct print {
    const struct options *options;
    struct book *book;
    const struct cover *cover;
    struct book *book_before; /* of the period of --compare, or NULL */
    const struct cover *cover_before;
    const struct words *words; /* NULL: English */
    struct text_style style;
};

/* A folder that is not there yet is made. Ends the program with 2 if it cannot write. */
void print_book(const struct print *print);

#endif
