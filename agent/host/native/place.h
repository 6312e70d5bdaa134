/* What writer.c knows of the places below its root. */
#ifndef PLACE_H
#define PLACE_H

#include "record.h"

#include <linux/openat2.h>
#include <sys/stat.h>

#define BENEATH (RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV)

extern int root;
extern uint64_t entry_count;

void count_entry(const char *path); /* above the limit it is a failure */
bool is_whiteout(const struct stat *s);
void mark_opaque(int folder, const char *name, const char *path);
void remove_folder(int folder, const char *name, const char *path);
void drop_xattrs(int fd, const char *path);
void clear_place(int folder, const char *name, const char *path);
void make_folder(int folder, const char *name, const char *path, mode_t mode);
int parent_of(const char *path, const char **name, bool make);

#endif
