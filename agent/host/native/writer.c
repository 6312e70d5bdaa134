/*
 * The writer of an UNPACK: records from the confined reader become files below its root (place.c finds the places). It trusts
 * nothing in a record: everything is made with O_EXCL, and the first broken rule is the end.
 */
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

typedef struct { size_t path; uint32_t mode, nanoseconds; int64_t seconds; } Late;

static uint8_t record[RECORD_MAX], header[RECORD_MAX];
static int file = -1;       /* the FILE whose bytes are coming */
static uint64_t file_left;
static uint64_t bytes;
static Buffer late, late_paths; /* folders' modes and times, set when nothing is made in them any more */

static void set_xattrs(int fd, bool regular) {
  Cursor c = {entry.xattrs, SIZE_MAX / 2}; /* read_entry has walked it */
  for (int i = 0; i < entry.xattr_count; i++) {
    char name[256];
    uint16_t name_length = get16(take(&c, 2));
    const uint8_t *raw = take(&c, name_length);
    uint32_t length = get32(take(&c, 4));
    const uint8_t *value = take(&c, length);
    if (name_length >= sizeof name || memchr(raw, 0, name_length)) continue;
    memcpy(name, raw, name_length);
    name[name_length] = 0;
    bool capability = regular && !strcmp(name, "security.capability");
    /* user.overlay.* would speak to overlayfs in the image's name */
    if (!capability && (strncmp(name, "user.", 5) || !strncmp(name, "user.overlay.", 13))) continue;
    if (fsetxattr(fd, name, value, length, 0) && errno != EOPNOTSUPP) {
      if (errno == ENOSPC) errno = E2BIG; /* ext4's word for an attribute above its own limit */
      fail_call(entry.path, name);
    }
  }
}

/* ---- one function a kind ---- */

static void make_dir(void) {
  const char *name = ".";
  int folder = root;
  if (strcmp(entry.path, ".")) {
    folder = parent_of(entry.path, &name, true);
    make_folder(folder, name, entry.path, 0700);
  }
  int fd = open_how(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, BENEATH);
  if (fd < 0 || fchown(fd, entry.uid, entry.gid)) fail_call(entry.path, "folder");
  if (job.merge) drop_xattrs(fd, entry.path); /* those that an earlier archive gave it */
  set_xattrs(fd, false);
  close(fd);
  Late l = {late_paths.length, entry.mode, entry.nanoseconds, entry.seconds};
  put(&late_paths, entry.path, strlen(entry.path) + 1);
  put(&late, &l, sizeof l);
}

/* A folder that the archive left out: one that is there stays as it is, but for what is made in it. */
static void make_parent(void) {
  const char *name;
  struct stat s;
  int folder = parent_of(entry.path, &name, true);
  if (fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW) || !S_ISDIR(s.st_mode)) return make_dir();
  Late l = {late_paths.length, s.st_mode & 07777, (uint32_t)s.st_mtim.tv_nsec, s.st_mtim.tv_sec};
  put(&late_paths, entry.path, strlen(entry.path) + 1);
  put(&late, &l, sizeof l);
}

static void end_file(void) {
  struct timespec times[2] = {{entry.seconds, entry.nanoseconds}, {entry.seconds, entry.nanoseconds}};
  /* the owner first: a change of owner takes set-user-ID bits and capabilities away */
  if (fchown(file, entry.uid, entry.gid) || fchmod(file, entry.mode)) fail_call(entry.path, "owner and mode");
  set_xattrs(file, true);
  if (futimens(file, times) || close(file)) fail_call(entry.path, "times");
  file = -1;
}

static void make_file(void) {
  const char *name;
  if (entry.size > job.max_bytes - bytes) fail(0, entry.path, "more than %llu bytes in all", (unsigned long long)job.max_bytes);
  bytes += entry.size;
  int folder = parent_of(entry.path, &name, true);
  clear_place(folder, name, entry.path);
  file = open_how(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600, BENEATH);
  if (file < 0) fail_call(entry.path, "create");
  file_left = entry.size;
  if (file_left == 0) end_file();
}

static void add_data(const uint8_t *data, size_t length) {
  if (file < 0) fail(0, "", "data that belongs to no file");
  if (length > file_left) fail(0, entry.path, "more data than its size of %llu bytes", (unsigned long long)entry.size);
  file_left -= length;
  while (length > 0) {
    ssize_t n = write(file, data, length);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail_call(entry.path, "write");
    data += n, length -= (size_t)n;
  }
  if (file_left == 0) end_file();
}

static void own(int folder, const char *name) {
  struct timespec times[2] = {{entry.seconds, entry.nanoseconds}, {entry.seconds, entry.nanoseconds}};
  if (fchownat(folder, name, entry.uid, entry.gid, AT_SYMLINK_NOFOLLOW) || utimensat(folder, name, times, AT_SYMLINK_NOFOLLOW))
    fail_call(entry.path, "owner and times");
}

static void make_symlink(void) {
  const char *name;
  if (!entry.link[0]) fail(0, entry.path, "an empty link target");
  int folder = parent_of(entry.path, &name, true);
  clear_place(folder, name, entry.path);
  if (symlinkat(entry.link, folder, name)) fail_call(entry.path, "symlink");
  own(folder, name);
}

static void make_fifo(void) {
  const char *name;
  int folder = parent_of(entry.path, &name, true);
  clear_place(folder, name, entry.path);
  if (mknodat(folder, name, S_IFIFO | 0600, 0)) fail_call(entry.path, "mkfifo");
  own(folder, name);
  if (fchmodat(folder, name, entry.mode, 0)) fail_call(entry.path, "mode");
  own(folder, name);
}

static void make_hardlink(void) {
  const char *name, *target_name;
  struct stat target, there;
  check_path(entry.link, false);
  /* its own descriptor, for the target's folder takes the place of the kept one */
  int folder = open_how(parent_of(entry.path, &name, true), ".", O_PATH | O_DIRECTORY, 0, BENEATH);
  if (folder < 0) fail_call(entry.path, "open of its folder");
  int target_folder = parent_of(entry.link, &target_name, false);
  if (fstatat(target_folder, target_name, &target, AT_SYMLINK_NOFOLLOW)) {
    if (errno == ENOENT) fail(0, entry.path, "a hard link to %.200s, which is not there", entry.link);
    fail_call(entry.path, "stat of the link's target");
  }
  if (S_ISDIR(target.st_mode) || is_whiteout(&target)) fail(0, entry.path, "a hard link to %.200s, which is no file", entry.link);
  bool same = !fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) && there.st_ino == target.st_ino && there.st_dev == target.st_dev;
  if (same && !job.replace) fail(0, entry.path, "the entry comes twice");
  if (!same) {
    clear_place(folder, name, entry.path);
    if (linkat(target_folder, target_name, folder, name, 0)) fail_call(entry.path, "link");
  }
  close(folder);
}

static void make_whiteout(Cursor c) {
  const char *name;
  struct stat s;
  take_text(&c, entry.path, "a path");
  check_path(entry.path, false);
  if (!job.replace) fail(0, entry.path, "a whiteout in an archive that is no layer");
  int folder = parent_of(entry.path, &name, true);
  if (fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW)) {
    if (errno != ENOENT) fail_call(entry.path, "stat");
    if (mknodat(folder, name, S_IFCHR, makedev(0, 0))) fail_call(entry.path, "whiteout");
  } else if (S_ISDIR(s.st_mode)) {
    mark_opaque(folder, name, entry.path); /* this layer's own folder stays; what lower layers have in it does not */
  } /* this layer's own file hides the lower one anyway */
}

static void make_opaque(Cursor c) {
  const char *name = ".";
  take_text(&c, entry.path, "a path");
  check_path(entry.path, true);
  if (!job.replace) fail(0, entry.path, "an opaque folder in an archive that is no layer");
  int folder = root;
  if (strcmp(entry.path, ".")) {
    folder = parent_of(entry.path, &name, true);
    make_folder(folder, name, entry.path, 0755);
  }
  mark_opaque(folder, name, entry.path);
}

/* ---- the end, and the loop ---- */

static void finish_folders(void) {
  for (size_t i = 0; i < late.length / sizeof(Late); i++) { /* in order, so that the later of two entries for one folder counts */
    const Late *l = (const Late *)late.bytes + i;
    const char *path = (const char *)late_paths.bytes + l->path;
    struct timespec times[2] = {{l->seconds, l->nanoseconds}, {l->seconds, l->nanoseconds}};
    int fd = open_how(root, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, BENEATH);
    if (fd < 0 || fchmod(fd, l->mode) || futimens(fd, times)) fail_call(path, "mode and times");
    close(fd);
  }
}

static void end_well(const uint8_t *summary, size_t length) {
  if (file >= 0) fail(0, entry.path, "less data than its size of %llu bytes", (unsigned long long)entry.size);
  finish_folders();
  tell(W_SUMMARY, summary, length, -1);
  Buffer b = {0};
  put64(&b, bytes), put64(&b, entry_count);
  tell(W_DONE, b.bytes, b.length, -1);
  _exit(0);
}

static bool read_whole(void *into, size_t length) {
  for (size_t done = 0; done < length;) {
    ssize_t n = read(job.records, (char *)into + done, length - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += (size_t)n;
  }
  return true;
}

static void obey(uint8_t type, size_t length) {
  Cursor c = {record, length};
  bool makes = type == R_DIR || type == R_FILE || type == R_SYMLINK || type == R_HARDLINK || type == R_PARENT || type == R_FIFO;
  if (file >= 0 && (makes || type == R_WHITEOUT || type == R_OPAQUE)) {
    fail(0, entry.path, "less data than its size of %llu bytes", (unsigned long long)entry.size);
  }
  if (makes) {
    memcpy(header, record, length); /* a FILE's attributes are needed again after its data */
    c.at = header;
    read_entry(c, type == R_DIR);
    count_entry(entry.path);
  }
  switch (type) {
    case R_DIR: make_dir(); break;
    case R_FILE: make_file(); break;
    case R_SYMLINK: make_symlink(); break;
    case R_HARDLINK: make_hardlink(); break;
    case R_PARENT: make_parent(); break;
    case R_FIFO: make_fifo(); break;
    case R_DATA: add_data(record, length); break;
    case R_WHITEOUT: count_entry(""), make_whiteout(c); break;
    case R_OPAQUE: make_opaque(c); break;
    case R_PROGRESS: tell(W_PROGRESS, take(&c, 8), 8, -1); break;
    case R_PART: tell(W_SUMMARY, record, length, -1); break; /* a summary of more than one record */
    case R_SUMMARY: end_well(record, length); break;
    case R_FAIL: tell(W_READER_FAIL, record, length, -1); _exit(1);
    default: fail(0, "", "a record of unknown type %u", type);
  }
}

void writer(const WriterJob *given) {
  job = *given;
  root = open_how(AT_FDCWD, ".", O_RDONLY | O_DIRECTORY, 0, 0);
  if (root < 0) fail_call("", "open of the target");
  for (;;) {
    uint8_t head[5];
    if (!read_whole(head, 5)) break;
    size_t length = get32(head + 1);
    if (length > RECORD_MAX) fail(0, "", "a record of %zu bytes", length);
    if (!read_whole(record, length)) break;
    obey(head[0], length);
  }
  fail(EPIPE, file >= 0 ? entry.path : "", "the reader ended without a summary");
}
