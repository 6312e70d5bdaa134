/* What a merge takes out of the way of a later archive: whole folders, and attributes of one that stays. */
#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/* linux_dirent64: u64 inode, i64 offset, u16 length, u8 type, name */
#define NAME_AT 19

static void empty(int fd, const char *path) {
  uint8_t entries[4096] __attribute__((aligned(8)));
  for (;;) {
    if (lseek(fd, 0, SEEK_SET) < 0) fail_call(path, "lseek");
    long n;
    bool found = false;
    while ((n = syscall(SYS_getdents64, fd, entries, sizeof entries)) > 0) {
      for (long at = 0; at < n; at += get16(entries + at + 16)) {
        const char *name = (const char *)entries + at + NAME_AT;
        if (!strcmp(name, ".") || !strcmp(name, "..")) continue;
        found = true;
        if (!unlinkat(fd, name, 0)) continue;
        if (errno != EISDIR) fail_call(path, "unlink");
        remove_folder(fd, name, path);
      }
    }
    if (n < 0) fail_call(path, "readdir");
    if (!found) return;
  }
}

void remove_folder(int folder, const char *name, const char *path) {
  int fd = open_how(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, BENEATH);
  if (fd < 0) fail_call(path, "open");
  empty(fd, path);
  close(fd);
  if (unlinkat(folder, name, AT_REMOVEDIR)) fail_call(path, "rmdir");
}

void drop_xattrs(int fd, const char *path) {
  static char list[65536];
  ssize_t length = flistxattr(fd, list, sizeof list);
  if (length < 0 && errno != EOPNOTSUPP) fail_call(path, "attributes");
  for (ssize_t at = 0; at < length; at += (ssize_t)strlen(list + at) + 1)
    if (!strncmp(list + at, "user.", 5) && fremovexattr(fd, list + at)) fail_call(path, list + at);
}
