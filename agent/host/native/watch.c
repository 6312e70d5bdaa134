/* WATCH: tells the client, by the cookie that it gave, when a process has ended. A pid alone may be another's by now: its start counts. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct { uint64_t cookie; int fd; } Watch; /* fd -1: a free slot */

static Watch *watches;
static uint32_t room;
static int events = -1;
static FrameReader frames;

static void tell(uint64_t cookie) {
  uint8_t bytes[8];
  for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(cookie >> (8 * i));
  send_frame(T_ENDED, bytes, 8);
}

/* Field 22 of /proc/PID/stat, counted from behind the last bracket; false when there is no such process. */
static bool start_of(pid_t pid, uint64_t *start) {
  char path[64], stat[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? -1 : read(fd, stat, sizeof stat - 1);
  if (fd >= 0) close(fd);
  if (n <= 0) return false;
  stat[n] = 0;
  char *at = strrchr(stat, ')');
  for (int field = 2; at && field < 22; field++) at = strchr(at + 1, ' ');
  if (!at) return false;
  *start = strtoull(at, NULL, 10);
  return true;
}

static uint32_t free_slot(void) {
  for (uint32_t i = 0; i < room; i++)
    if (watches[i].fd < 0) return i;
  uint32_t old = room;
  room = room ? room * 2 : 64;
  watches = realloc(watches, room * sizeof *watches);
  if (!watches) _exit(70);
  for (uint32_t i = old; i < room; i++) watches[i].fd = -1;
  return old;
}

static void add(uint64_t cookie, pid_t pid, uint64_t start) {
  uint64_t is;
  int fd = pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
  if (fd < 0 && pid > 0 && errno != ESRCH && errno != EINVAL) refuse(errno, -1, "watch of %d: %s", pid, strerror(errno));
  /* the start is read after the pidfd is held: from here the pid cannot pass to another unseen */
  if (fd < 0 || !start_of(pid, &is) || is != start) {
    if (fd >= 0) close(fd);
    tell(cookie);
    return;
  }
  uint32_t slot = free_slot();
  watches[slot] = (Watch){cookie, fd};
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = slot};
  if (epoll_ctl(events, EPOLL_CTL_ADD, fd, &e)) refuse(errno, -1, "watch of %d: %s", pid, strerror(errno));
}

static void drop(uint32_t slot) {
  close(watches[slot].fd); /* leaves the epoll set with its last descriptor */
  watches[slot].fd = -1;
}

static void obey(uint8_t type, const uint8_t *p, uint32_t length) {
  if (type == C_WATCH && length == 20) {
    add(get64(p), (pid_t)get32(p + 8), get64(p + 12));
  } else if (type == C_UNWATCH && length == 8) {
    for (uint32_t i = 0; i < room; i++)
      if (watches[i].fd >= 0 && watches[i].cookie == get64(p)) drop(i);
  } else {
    refuse(EBADMSG, -1, "frame: unexpected type %u", type);
  }
}

void op_watch(Fields request) {
  Field f;
  if (next_field(&request, &f)) refuse(EBADMSG, -1, "watch: unexpected field %u", f.tag);
  struct rlimit files;
  if (!getrlimit(RLIMIT_NOFILE, &files)) files.rlim_cur = files.rlim_max, setrlimit(RLIMIT_NOFILE, &files);
  events = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event e = {.events = EPOLLIN, .data.u32 = UINT32_MAX};
  if (events < 0 || epoll_ctl(events, EPOLL_CTL_ADD, connection, &e)) refuse(errno, -1, "watch: epoll: %s", strerror(errno));
  send_frame(T_STARTED, (uint8_t[4]){0}, 4);
  for (;;) {
    struct epoll_event ready[64];
    int n = epoll_wait(events, ready, 64, -1);
    bool heard = false;
    for (int i = 0; i < n; i++) {
      uint32_t slot = ready[i].data.u32;
      if (slot == UINT32_MAX) {
        heard = true;
      } else if (watches[slot].fd >= 0) {
        uint64_t cookie = watches[slot].cookie;
        drop(slot);
        tell(cookie);
      }
    }
    /* after the events of this round, whose slots it may give away again */
    if (heard) {
      uint8_t type;
      const uint8_t *payload;
      uint32_t length;
      if (!frame_read(&frames)) gone();
      while (frame_next(&frames, &type, &payload, &length)) obey(type, payload, length);
    }
  }
}
