/*
 * WALK: what stands in an image's trees, as records, in an order that is always the same: each folder before what is in it, names by
 * their bytes. The second and later names of a file are links to the first. Nothing here follows a link or opens what is no file or folder.
 *
 * A record is u8 type, u32le length, payload; types are those of an UNPACK's reader, and 12 for devices and sockets (size is the device).
 *   entry    u32 mode (all of st_mode), u32 uid, u32 gid, u32 names, i64 seconds, u32 nanoseconds, u64 size,
 *            u16 length + path, u16 length + link, u16 count of (u16 length + name, u32 length + value)
 *   8 DATA   content of the FILE before
 */
#include "keeper.h"
#include "walk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#define PATH_ROOM 4096
#define INSIDE (RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)
#define PIECE (60u << 10)

enum { R_DIR = 1, R_FILE = 2, R_SYMLINK = 3, R_HARDLINK = 4, R_FIFO = 7, R_DATA = 8, R_OTHER = 12 };

static uint32_t flags;
static uint64_t max_content, max_entries, entries, bytes;
static Buffer out;

static void flush(bool all) {
  while (out.length >= PIECE || (all && out.length)) {
    size_t n = out.length < PIECE ? out.length : PIECE;
    send_frame(T_CONTENT, out.bytes, n);
    memmove(out.bytes, out.bytes + n, out.length -= n);
  }
}

static _Noreturn void broken(const char *path, const char *call) {
  flush(true);
  refuse(errno, -1, "walk: %s of %.3000s: %s", call, path, strerror(errno));
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static bool told(const char *name) {
  return !strncmp(name, "user.", 5) || !strcmp(name, "security.capability") || !strcmp(name, "trusted.overlay.opaque");
}

/* u16 count and the attributes by name. `fd` is of a file or folder, or -1. */
static void put_xattrs(Buffer *b, int fd, const char *path) {
  static char list[65536], value[65536];
  ssize_t length = fd < 0 ? 0 : flistxattr(fd, list, sizeof list);
  if (length < 0 && errno != EOPNOTSUPP) broken(path, "attributes");
  char *names[1024];
  size_t count = 0;
  for (ssize_t at = 0; at < length; at += (ssize_t)strlen(list + at) + 1)
    if (told(list + at) && count < sizeof names / sizeof *names) names[count++] = list + at;
  qsort(names, count, sizeof *names, by_bytes);
  put16(b, (uint16_t)count);
  for (size_t i = 0; i < count; i++) {
    ssize_t n = fgetxattr(fd, names[i], value, sizeof value);
    if (n < 0) broken(path, names[i]);
    put16(b, (uint16_t)strlen(names[i])), put(b, names[i], strlen(names[i]));
    put32(b, (uint32_t)n), put(b, value, (size_t)n);
  }
}

static void put_entry(uint8_t type, const struct stat *s, const char *path, const char *link, int fd) {
  static Buffer b;
  b.length = 0;
  put32(&b, s->st_mode), put32(&b, s->st_uid), put32(&b, s->st_gid), put32(&b, (uint32_t)s->st_nlink);
  put64(&b, (uint64_t)s->st_mtim.tv_sec), put32(&b, (uint32_t)s->st_mtim.tv_nsec);
  put64(&b, type == R_FILE || type == R_HARDLINK ? (uint64_t)s->st_size : type == R_OTHER ? s->st_rdev : 0);
  put16(&b, (uint16_t)strlen(path)), put(&b, path, strlen(path));
  put16(&b, (uint16_t)strlen(link)), put(&b, link, strlen(link));
  put_xattrs(&b, fd, path);
  put8(&out, type), put32(&out, (uint32_t)b.length), put(&out, b.bytes, b.length);
  entries++;
  flush(false);
}

static void put_content(int fd, const char *path) {
  static uint8_t piece[PIECE];
  for (ssize_t n; (n = read(fd, piece, sizeof piece)) != 0;) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) broken(path, "read");
    put8(&out, R_DATA), put32(&out, (uint32_t)n), put(&out, piece, (size_t)n);
    bytes += (uint64_t)n;
    flush(false);
  }
}

static void walk_folder(int fd, const char *path, bool deep);

/* What stands at `name` in `folder`; `path` is what it is called. */
static void walk_entry(int folder, const char *name, const char *path, bool deep) {
  struct stat s;
  if (fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW)) broken(path, "stat");
  const char *first = "";
  bool again = !S_ISDIR(s.st_mode) && s.st_nlink > 1 && (flags & WALK_DEEP) && (first = first_name(&s, path));
  if (again) return put_entry(R_HARDLINK, &s, path, first, -1);
  if (S_ISLNK(s.st_mode)) {
    char link[PATH_ROOM];
    ssize_t n = readlinkat(folder, name, link, sizeof link - 1);
    if (n < 0) broken(path, "readlink");
    link[n] = 0;
    return put_entry(R_SYMLINK, &s, path, link, -1);
  }
  if (!S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode)) return put_entry(S_ISFIFO(s.st_mode) ? R_FIFO : R_OTHER, &s, path, "", -1);
  uint64_t kind = S_ISDIR(s.st_mode) ? O_DIRECTORY : O_NONBLOCK | O_NOCTTY;
  int fd = open_how(folder, name, O_RDONLY | O_NOFOLLOW | O_NOATIME | kind, 0, INSIDE);
  if (fd < 0 || fstat(fd, &s)) broken(path, "open");
  if (S_ISDIR(s.st_mode)) {
    put_entry(R_DIR, &s, path, "", fd);
    if (deep) walk_folder(fd, path, flags & WALK_DEEP);
  } else {
    put_entry(R_FILE, &s, path, "", fd);
    if ((flags & WALK_CONTENT) && (uint64_t)s.st_size <= max_content) put_content(fd, path);
  }
  close(fd);
}

/* Each name of the folder that `fd` is open on. */
static void walk_folder(int fd, const char *path, bool deep) {
  Buffer text = {0};
  char **names = NULL;
  size_t count = name_list(fd, &text, &names);
  if (count == SIZE_MAX) broken(path, "readdir");
  qsort(names, count, sizeof *names, by_bytes);
  for (size_t i = 0; i < count; i++) {
    char below[PATH_ROOM];
    if (entries > max_entries) { /* the rest is only counted */
      entries += count - i;
      break;
    }
    int length = snprintf(below, sizeof below, "%s%s%s", strcmp(path, ".") ? path : "", strcmp(path, ".") ? "/" : "", names[i]);
    if (length >= (int)sizeof below) errno = ENAMETOOLONG, broken(path, "name");
    walk_entry(fd, names[i], below, deep);
  }
  free(names), free(text.bytes);
}

static bool means_absent(int error) {
  return error == ENOENT || error == ENOTDIR || error == ELOOP || error == ENAMETOOLONG || error == EXDEV;
}

void op_walk(Fields request) {
  Buffer roots = {0}, counts = {0};
  char *path = NULL, *text;
  for (Field f; next_field(&request, &f);) {
    switch (f.tag) {
      case F_ROOT: text = field_text(&f), put(&roots, &text, sizeof text); break;
      case F_PATH: path = field_text(&f); break;
      case F_FLAGS: flags = field32(&f); break;
      case F_MAX: max_content = field64(&f); break;
      case F_ENTRIES: max_entries = field64(&f); break;
      default: refuse(EBADMSG, -1, "walk: unexpected field %u", f.tag);
    }
  }
  if (!path || !roots.length) refuse(EINVAL, -1, "walk: path and roots are needed");
  int root = open_trees((char **)roots.bytes, roots.length / sizeof(char *));
  if (root < 0) refuse(errno, -1, "open of the trees: %s", strerror(errno));
  /* the folder that holds it, so that the entry itself can be a link */
  char *slash = strrchr(path, '/');
  int folder = root;
  if (slash) *slash = 0;
  if (slash) folder = open_how(root, path, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0, INSIDE);
  if (slash) *slash = '/';
  const char *name = slash ? slash + 1 : path;
  struct stat s;
  bool climbs = !strcmp(name, "..");
  if (!climbs && folder >= 0 && !fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW)) walk_entry(folder, name, path, true);
  else if (!climbs && !means_absent(errno)) broken(path, "open");
  flush(true);
  put64(&counts, bytes), put64(&counts, entries);
  send_frame(T_DONE, counts.bytes, counts.length);
  finish();
}
