/* Records of an UNPACK's reader: every length, path and number is checked here before anything is made of it. */
#include "record.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

Entry entry;
WriterJob job;

void tell(uint8_t word, const void *payload, size_t length, int fd) {
  struct iovec parts[2] = {{&word, 1}, {(void *)payload, length}};
  union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control = {0};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  if (fd >= 0) {
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    control.head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(&control.head), &fd, sizeof fd);
  }
  if (sendmsg(job.control, &message, MSG_NOSIGNAL) < 0) _exit(72);
}

void fail(int error, const char *path, const char *format, ...) {
  char why[512];
  va_list list;
  va_start(list, format);
  vsnprintf(why, sizeof why, format, list);
  va_end(list);
  Buffer b = {0};
  put32(&b, (uint32_t)error), put16(&b, (uint16_t)strlen(path)), put(&b, path, strlen(path)), put(&b, why, strlen(why));
  tell(W_FAIL, b.bytes, b.length, -1);
  _exit(1);
}
void fail_call(const char *path, const char *call) {
  int error = errno;
  fail(error, path, "%s: %s", call, strerror(error));
}

const uint8_t *take(Cursor *c, size_t length) {
  if (length > c->left) fail(0, "", "a record is cut off");
  const uint8_t *at = c->at;
  c->at += length, c->left -= length;
  return at;
}

void take_text(Cursor *c, char *into, const char *what) {
  uint16_t length = get16(take(c, 2));
  const uint8_t *text = take(c, length);
  if (length >= PATH_ROOM) fail(0, "", "%s of %u bytes is too long", what, length);
  if (memchr(text, 0, length)) fail(0, "", "%s holds a NUL", what);
  memcpy(into, text, length);
  into[length] = 0;
}

/* Relative, plain components only. `.` alone is the root, where that is allowed. */
void check_path(const char *path, bool may_be_root) {
  if (may_be_root && !strcmp(path, ".")) return;
  if (!*path) fail(0, path, "an empty path");
  if (*path == '/') fail(0, path, "an absolute path");
  for (const char *at = path;;) {
    size_t length = strcspn(at, "/");
    if (length == 0) fail(0, path, "an empty component");
    if (length > 255) fail(0, path, "a component longer than 255 bytes");
    if (at[0] == '.' && (length == 1 || (length == 2 && at[1] == '.'))) fail(0, path, "a component . or ..");
    if (!at[length]) return;
    at += length + 1;
  }
}

void read_entry(Cursor c, bool may_be_root) {
  entry.mode = get32(take(&c, 4));
  entry.uid = get32(take(&c, 4));
  entry.gid = get32(take(&c, 4));
  entry.seconds = (int64_t)get64(take(&c, 8));
  entry.nanoseconds = get32(take(&c, 4));
  entry.size = get64(take(&c, 8));
  take_text(&c, entry.path, "a path");
  take_text(&c, entry.link, "a link target");
  check_path(entry.path, may_be_root);
  entry.xattr_count = get16(take(&c, 2));
  entry.xattrs = c.at;
  for (int i = 0; i < entry.xattr_count; i++) take(&c, get16(take(&c, 2))), take(&c, get32(take(&c, 4)));
  if (c.left) fail(0, entry.path, "bytes after the end of a record");
  if (entry.mode & ~07777u) fail(0, entry.path, "mode %o", entry.mode);
  if (entry.nanoseconds > 999999999) fail(0, entry.path, "%u nanoseconds", entry.nanoseconds);
  if (entry.uid == UINT32_MAX || entry.gid == UINT32_MAX) fail(0, entry.path, "owner %u:%u", entry.uid, entry.gid);
}
