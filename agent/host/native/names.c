/* Names for WALK: what is in a folder, and by which name a file of several was met first. */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

size_t name_list(int fd, Buffer *text, char ***names) {
  int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
  DIR *folder = own < 0 ? NULL : fdopendir(own);
  if (!folder) return SIZE_MAX;
  size_t count = 0;
  errno = 0;
  for (struct dirent *e; (e = readdir(folder)); errno = 0) {
    if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..")) continue;
    put(text, e->d_name, strlen(e->d_name) + 1);
    count++;
  }
  int error = errno;
  closedir(folder);
  if (error) return errno = error, SIZE_MAX;
  *names = must_alloc(count * sizeof **names);
  char *at = (char *)text->bytes;
  for (size_t i = 0; i < count; i++, at += strlen(at) + 1) (*names)[i] = at;
  return count;
}

/* An open-addressed table, at most half full. */
typedef struct { dev_t device; ino_t inode; char *path; } Seen;
static Seen *seen;
static size_t seen_count, seen_room;

static Seen *place_of(Seen *table, size_t room, dev_t device, ino_t inode) {
  size_t at = (size_t)(inode * 0x9e3779b97f4a7c15ull ^ device) & (room - 1);
  while (table[at].path && (table[at].inode != inode || table[at].device != device)) at = (at + 1) & (room - 1);
  return &table[at];
}

const char *first_name(const struct stat *s, const char *path) {
  if (seen_count * 2 >= seen_room) {
    size_t room = seen_room ? seen_room * 2 : 1024;
    Seen *larger = must_alloc(room * sizeof *larger);
    for (size_t i = 0; i < seen_room; i++)
      if (seen[i].path) *place_of(larger, room, seen[i].device, seen[i].inode) = seen[i];
    free(seen);
    seen = larger, seen_room = room;
  }
  Seen *found = place_of(seen, seen_room, s->st_dev, s->st_ino);
  if (found->path) return found->path;
  *found = (Seen){s->st_dev, s->st_ino, strdup(path)};
  if (!found->path) _exit(70);
  seen_count++;
  return NULL;
}
