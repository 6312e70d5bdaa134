/* What writer.c and record.c share: the records of an UNPACK's reader, taken apart, and the writer's word to its courier. */
#ifndef RECORD_H
#define RECORD_H

#include "keeper.h"

enum { R_DIR = 1, R_FILE = 2, R_SYMLINK = 3, R_HARDLINK = 4, R_PARENT = 5, R_FIFO = 7, R_DATA = 8, R_WHITEOUT = 10, R_OPAQUE = 11,
       R_PROGRESS = 20, R_SUMMARY = 21, R_FAIL = 22, R_PART = 23 };

#define PATH_ROOM 4096

typedef struct {
  uint32_t mode, uid, gid, nanoseconds;
  int64_t seconds;
  uint64_t size;
  char path[PATH_ROOM], link[PATH_ROOM];
  const uint8_t *xattrs;
  uint16_t xattr_count;
} Entry;

typedef struct { const uint8_t *at; size_t left; } Cursor;

/* The entry that is being made; its attributes point into the record that it came from. */
extern Entry entry;
extern WriterJob job;

const uint8_t *take(Cursor *c, size_t length); /* a record that ends before is a failure */
void take_text(Cursor *c, char *into, const char *what);
void check_path(const char *path, bool may_be_root);
void read_entry(Cursor c, bool may_be_root);

/* One message to the courier, with a descriptor or -1. */
void tell(uint8_t word, const void *payload, size_t length, int fd);
/* Ends the writer. error 0: the record breaks a rule; else the kernel's own no. */
_Noreturn void fail(int error, const char *path, const char *format, ...) __attribute__((format(printf, 3, 4)));
_Noreturn void fail_call(const char *path, const char *call); /* with errno */

#endif
