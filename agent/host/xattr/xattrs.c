/*
 * xattrs: the extended attributes of files, which Node cannot read. Standard input is paths, each ended by a zero byte; the answer to
 * each is u16 count of (u16 length + name, u32 length + value) by name, or the count 65535 and the u32 errno. No link is followed.
 * Only attributes that an image may have are told: user.* and security.capability.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#define FAILED 65535

static char list[65536], value[65536];

static void number(uint32_t n, int size) {
  for (int i = 0; i < size; i++) putchar((int)(n >> (8 * i) & 255));
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static int told(const char *name) { return !strncmp(name, "user.", 5) || !strcmp(name, "security.capability"); }

static void fail(void) { number(FAILED, 2), number((uint32_t)errno, 4); }

static void answer(const char *path) {
  ssize_t length = llistxattr(path, list, sizeof list);
  if (length < 0 && errno != EOPNOTSUPP) return fail();
  char *names[1024];
  size_t count = 0;
  for (ssize_t at = 0; at < length; at += (ssize_t)strlen(list + at) + 1) {
    if (!told(list + at)) continue;
    if (count == sizeof names / sizeof *names) return errno = E2BIG, fail();
    names[count++] = list + at;
  }
  qsort(names, count, sizeof *names, by_name);
  /* All sizes first: what fails must fail before the count is written. */
  for (size_t i = 0; i < count; i++)
    if (lgetxattr(path, names[i], value, sizeof value) < 0) return fail();
  number((uint32_t)count, 2);
  for (size_t i = 0; i < count; i++) {
    ssize_t n = lgetxattr(path, names[i], value, sizeof value);
    if (n < 0) exit(1);
    number((uint32_t)strlen(names[i]), 2), fputs(names[i], stdout);
    number((uint32_t)n, 4), fwrite(value, 1, (size_t)n, stdout);
  }
}

int main(void) {
  char *path = NULL;
  size_t room = 0;
  while (getdelim(&path, &room, 0, stdin) > 0) {
    answer(path);
    if (fflush(stdout)) return 1;
  }
  free(path);
  return 0;
}
