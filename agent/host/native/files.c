/* READ: a file of an image, never outside its trees. STAT: a host path that no symlink leads through. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

int open_how(int at, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve) {
  struct open_how how = {.flags = flags | O_CLOEXEC, .mode = mode, .resolve = resolve};
  for (int tries = 0;; tries++) { /* EAGAIN: a rename went on beside it */
    long fd = syscall(SYS_openat2, at, path, &how, sizeof how);
    if (fd >= 0 || errno != EAGAIN || tries == 32) return (int)fd;
  }
}

/*
 * Several trees are read as the kernel overlays them: whiteouts, opaque folders and symlinks across layers mean what they mean to a
 * container. The mount lives in a namespace of this courier alone. Layers are named by descriptor, so no path needs escaping.
 */
int open_trees(char **roots, size_t count) {
  int *layers = must_alloc(count * sizeof *layers);
  Buffer options = {0};
  /* before the layers are opened: overlayfs takes mounts of its own namespace only */
  if (count > 1 && (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)))
    refuse(errno, -1, "unshare: %s", strerror(errno));
  put(&options, "lowerdir=", 9);
  for (size_t i = 0; i < count; i++) {
    layers[i] = open(roots[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (layers[i] < 0) refuse(errno, -1, "open %s: %s", roots[i], strerror(errno));
    char name[40];
    snprintf(name, sizeof name, "%s/proc/self/fd/%d", i ? ":" : "", layers[i]);
    put(&options, name, strlen(name));
  }
  put8(&options, 0);
  if (count == 1) return layers[0];
  if (mount("overlay", roots[0], "overlay", MS_RDONLY | MS_NODEV | MS_NOSUID, options.bytes))
    refuse(errno, -1, "overlay of %zu trees at %s: %s", count, roots[0], strerror(errno));
  return open(roots[0], O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static bool means_absent(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENXIO || error == ENAMETOOLONG || error == EXDEV;
}

static void send_content(int fd, uint64_t max, const char *path) {
  uint8_t bytes[FRAME_MAX];
  uint64_t total = 0;
  for (ssize_t n; (n = read(fd, bytes, sizeof bytes)) != 0;) {
    if (n < 0) refuse(errno, -1, "read %s: %s", path, strerror(errno));
    total += (uint64_t)n;
    if (total > max) refuse(EFBIG, -1, "read %s: larger than %llu bytes", path, (unsigned long long)max);
    send_frame(T_CONTENT, bytes, (size_t)n);
  }
}

void op_read(Fields request) {
  Buffer roots = {0};
  char *path = NULL, *text;
  uint64_t max = 0;
  for (Field f; next_field(&request, &f);) {
    switch (f.tag) {
      case F_ROOT: text = field_text(&f), put(&roots, &text, sizeof text); break;
      case F_PATH: path = field_text(&f); break;
      case F_MAX: max = field64(&f); break;
      default: refuse(EBADMSG, -1, "read: unexpected field %u", f.tag);
    }
  }
  if (!path || !roots.length) refuse(EINVAL, -1, "read: path and roots are needed");
  int root = open_trees((char **)roots.bytes, roots.length / sizeof(char *));
  if (root < 0) refuse(errno, -1, "open of the trees: %s", strerror(errno));
  Buffer answer = {0};
  struct stat s;
  /* O_PATH first: a device or a fifo is never opened */
  int fd = open_how(root, path, O_PATH, 0, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
  if (fd < 0 && !means_absent(errno)) refuse(errno, -1, "open %s: %s", path, strerror(errno));
  if (fd >= 0 && fstat(fd, &s)) refuse(errno, -1, "stat %s: %s", path, strerror(errno));
  if (fd >= 0 && S_ISREG(s.st_mode)) {
    char own[40];
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    int readable = open(own, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (readable < 0) refuse(errno, -1, "open %s: %s", path, strerror(errno));
    send_content(readable, max, path);
    put_field32(&answer, F_UID, s.st_uid);
    put_field32(&answer, F_GID, s.st_gid);
    put_field32(&answer, F_MODE, s.st_mode & 07777);
  }
  send_value(&answer);
  finish();
}

void op_stat(Fields request) {
  char *path = NULL;
  for (Field f; next_field(&request, &f);) {
    if (f.tag != F_PATH) refuse(EBADMSG, -1, "stat: unexpected field %u", f.tag);
    path = field_text(&f);
  }
  if (!path || path[0] != '/') refuse(EINVAL, -1, "stat: an absolute path is needed");
  struct stat s;
  int fd = open_how(AT_FDCWD, path, O_PATH | O_NOFOLLOW, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
  if (fd < 0 || fstat(fd, &s)) refuse(errno, -1, "stat %s: %s", path, strerror(errno));
  if (S_ISLNK(s.st_mode)) refuse(ELOOP, -1, "stat %s: a symbolic link", path);
  Buffer answer = {0};
  put_field(&answer, F_KIND, S_ISREG(s.st_mode) ? "f" : S_ISDIR(s.st_mode) ? "d" : "o", 1);
  send_value(&answer);
  finish();
}
