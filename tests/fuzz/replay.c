/* Runs a fuzz target over the files named, or in the folders named, without libFuzzer, so that
 * `make check` replays every corpus with any compiler. Prints how many inputs it has run. */
#include <ftw.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

static unsigned inputs_run;

/* Hands the target a copy that ends where its block ends, so that a sanitizer sees any overrun. */
static int run_file(const char *path, const struct stat *status, int type) {
    if (type == FTW_D)
        return 0;
    FILE *file = fopen(path, "rb");
    size_t size = (size_t)status->st_size;
    uint8_t *input = malloc(size ? size : 1);
    if (!file || !input || fread(input, 1, size, file) != size) {
        perror(path);
        return 1;
    }
    fclose(file);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(input, size);
    free(input);
    inputs_run++;
    return 0;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        if (ftw(argv[i], run_file, 16))
            return 2;
    printf("%u\n", inputs_run);
    return inputs_run == 0;
}
