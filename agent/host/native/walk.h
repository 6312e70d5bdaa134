/* What walk.c uses of names.c. */
#ifndef WALK_H
#define WALK_H

#include "keeper.h"

#include <sys/stat.h>

/* The names in a folder, unsorted; they point into `text`. SIZE_MAX with errno when it cannot be read. */
size_t name_list(int fd, Buffer *text, char ***names);
/* The path by which this file was met first, or NULL when that is now: `path` is kept. */
const char *first_name(const struct stat *s, const char *path);

#endif
