/* The shelves: where rules and databases lie that nobody named in full. */
#ifndef SMO_CLASSIFY_SHELF_H
#define SMO_CLASSIFY_SHELF_H

#include <stdbool.h>
#include <stddef.h>

/* Folders of a run; NULL where there is none. */
struct shelf {
    const char *beside;    /* ../share/smo beside the program's folder */
    const char *installed; /* where make install puts it */
    const char *home;      /* the user's own: ~/.local/share/smo */
};

/* A shipped rules file, `media` or `engines/bitrix`; NULL if there is none. Free with free(). */
char *shelf_rules(const struct shelf *shelf, const char *name);

/* The file that -c ARGUMENT means: itself if it has a slash or is there, else the shipped rules of
 * that engine; if there are none, itself again, to be told as missing. Free with free(). */
char *shelf_named_rules(const struct shelf *shelf, const char *argument);

/* The databases that lie where they usually do, the better first: of cities before those of
 * countries, of one kind the newest of the first folder that has any. NULL beyond the last. Free
 * with free(). */
char *shelf_database(const struct shelf *shelf, size_t number);

#endif
