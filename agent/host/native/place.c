/*
 * Places below the writer's root. Names are resolved by openat2 beneath the root without following any symlink. A folder of this archive
 * never gives way to anything else, which keeps open descriptors of folders valid; one of an earlier archive does in a merge.
 */
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

int root = -1;
uint64_t entry_count;
static int parent = -1;
static char parent_path[PATH_ROOM];

void count_entry(const char *path) {
  if (++entry_count > job.max_entries) fail(0, path, "more than %llu entries", (unsigned long long)job.max_entries);
}

void mark_opaque(int folder, const char *name, const char *path) {
  /* trusted.* needs CAP_SYS_ADMIN, which the writer does without: the courier does it on this descriptor */
  int fd = open_how(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, BENEATH);
  if (fd < 0) fail_call(path, "open");
  tell(W_OPAQUE, NULL, 0, fd);
  close(fd);
}

bool is_whiteout(const struct stat *s) { return S_ISCHR(s->st_mode) && s->st_rdev == makedev(0, 0); }

/* Makes room for a new entry that is no folder. */
void clear_place(int folder, const char *name, const char *path) {
  struct stat s;
  if (fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW)) {
    if (errno == ENOENT) return;
    fail_call(path, "stat");
  }
  if (S_ISDIR(s.st_mode) && job.merge) return remove_folder(folder, name, path);
  if (S_ISDIR(s.st_mode)) fail(0, path, "a folder stands there already");
  if (!job.replace) fail(0, path, "the entry comes twice");
  if (unlinkat(folder, name, 0)) fail_call(path, "unlink");
}

/* A folder that is there or made. One that takes the place of something else hides what lower layers have there. */
void make_folder(int folder, const char *name, const char *path, mode_t mode) {
  struct stat s;
  if (!mkdirat(folder, name, mode)) return;
  if (errno != EEXIST) fail_call(path, "mkdir");
  if (fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW)) fail_call(path, "stat");
  if (S_ISDIR(s.st_mode)) return;
  if (!job.replace) fail(0, path, "the entry comes twice");
  if (unlinkat(folder, name, 0) || mkdirat(folder, name, mode)) fail_call(path, "mkdir");
  if (!job.merge) mark_opaque(folder, name, path);
}

/* Walks down `path`, making what is missing: archives may leave parents out. */
static int make_parents(const char *path) {
  char so_far[PATH_ROOM];
  int at = open_how(root, ".", O_PATH | O_DIRECTORY, 0, BENEATH);
  for (size_t start = 0, end; at >= 0 && path[start]; start = path[end] ? end + 1 : end) {
    end = start + strcspn(path + start, "/");
    memcpy(so_far, path, end);
    so_far[end] = 0;
    const char *name = so_far + start;
    struct stat s;
    int next = open_how(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0, BENEATH);
    bool whiteout = next < 0 && errno == ENOTDIR && !fstatat(at, name, &s, AT_SYMLINK_NOFOLLOW) && is_whiteout(&s);
    if (next < 0 && (errno == ENOENT || whiteout)) {
      count_entry(so_far);
      make_folder(at, name, so_far, 0755);
      next = open_how(at, name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0, BENEATH);
    }
    close(at);
    at = next;
  }
  return at;
}

/* The open folder that holds `path`, kept for the next entry, and the last component. */
int parent_of(const char *path, const char **name, bool make) {
  const char *slash = strrchr(path, '/');
  *name = slash ? slash + 1 : path;
  if (!slash) return root;
  size_t length = (size_t)(slash - path);
  if (parent >= 0 && !strncmp(parent_path, path, length) && !parent_path[length]) return parent;
  char folder[PATH_ROOM];
  memcpy(folder, path, length);
  folder[length] = 0;
  int fd = open_how(root, folder, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0, BENEATH);
  if (fd < 0 && make && (errno == ENOENT || errno == ENOTDIR)) fd = make_parents(folder);
  if (fd < 0 && (errno == ELOOP || errno == ENOTDIR)) fail(0, path, "its folder %.200s is or passes something that is no folder", folder);
  if (fd < 0 && errno == ENOENT) fail(0, path, "there is no folder %.200s", folder);
  if (fd < 0) fail_call(path, "open of its folder");
  if (parent >= 0) close(parent);
  parent = fd;
  strcpy(parent_path, folder);
  return parent;
}
