#include "smo-classify/shelf.h"

#include "lib/base/buf.h"
#include "lib/base/mem.h"

#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *shelf_path(const char *folder, const char *name, const char *ending) {
    struct buf path = {0};
    buf_addf(&path, "%s/%s%s", folder, name, ending);
    const char *string = buf_string(&path);
    char *copy = access(string, R_OK) == 0 ? mem_copy(string, path.size) : NULL;
    buf_free(&path);
    return copy;
}

char *shelf_rules(const struct shelf *shelf, const char *name) {
    const char *const folders[] = {shelf->beside, shelf->installed};
    struct buf file = {0};
    buf_addf(&file, "rules/%s", name);
    char *path = NULL;
    for (size_t i = 0; i < 2 && !path; i++)
        if (folders[i])
            path = shelf_path(folders[i], buf_string(&file), ".rules");
    buf_free(&file);
    return path;
}

char *shelf_named_rules(const struct shelf *shelf, const char *argument) {
    char *path = NULL;
    if (!strchr(argument, '/') && strcmp(argument, "-") != 0 && access(argument, F_OK) != 0) {
        struct buf name = {0};
        buf_addf(&name, "engines/%s", argument);
        path = shelf_rules(shelf, buf_string(&name));
        buf_free(&name);
    }
    return path ? path : mem_copy(argument, strlen(argument));
}

/* The newest file of a pattern; of equally old ones the first by name. */
static char *shelf_newest(const char *pattern) {
    glob_t found;
    char *newest = NULL;
    time_t newest_time = 0;
    if (glob(pattern, 0, NULL, &found) != 0)
        return NULL;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct stat status;
        if (stat(found.gl_pathv[i], &status) < 0 || (newest && status.st_mtime <= newest_time))
            continue;
        free(newest);
        newest = mem_copy(found.gl_pathv[i], strlen(found.gl_pathv[i]));
        newest_time = status.st_mtime;
    }
    globfree(&found);
    return newest;
}

/* Where smo-geo, geoipupdate, Debian, MaxMind and nginx put them: the list of smo-geo(1). */
char *shelf_database(const struct shelf *shelf, size_t number) {
    static const char *const kinds[] = {"*[Cc]ity*", "*ipinfo*", "*[Cc]ountry*"};
    const char *const folders[] = {shelf->home,        "/var/lib/smo",           "/var/lib/GeoIP",
                                   "/usr/share/GeoIP", "/usr/local/share/GeoIP", "/etc/GeoIP",
                                   "/etc/nginx/geoip"};
    struct buf pattern = {0};
    char *path = NULL;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (size_t i = 0; i < sizeof folders / sizeof *folders && !path; i++) {
            if (!folders[i])
                continue;
            buf_clear(&pattern);
            buf_addf(&pattern, "%s/%s.mmdb", folders[i], kinds[kind]);
            path = shelf_newest(buf_string(&pattern));
            if (path && number-- > 0) {
                free(path);
                path = NULL;
            }
        }
    }
    buf_free(&pattern);
    return path;
}
