/* One forked child a connection. It reads the request, does it, and ends: whatever goes wrong here never reaches the keeper. */
#include "keeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

int connection = -1;
void (*on_gone)(void);

/* The client may still be writing: closing at once would cost it our last frames. It sees our end, and closes in its turn. */
void finish(void) {
  uint8_t ignored[4096];
  flush_output(true);
  shutdown(connection, SHUT_WR);
  for (ssize_t n; (n = read(connection, ignored, sizeof ignored)) > 0 || (n < 0 && errno == EINTR);) {}
  _exit(0);
}

void gone(void) {
  void (*handler)(void) = on_gone;
  on_gone = NULL; /* a second break while cleaning up ends at once */
  if (handler) handler();
  _exit(0);
}

void *must_alloc(size_t size) {
  void *p = calloc(1, size ? size : 1);
  if (!p) _exit(70);
  return p;
}

int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int signal_descriptor(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

void child_defaults(void) {
  for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  umask(022);
  int fd = oom_score ? open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC) : -1;
  if (fd >= 0) {
    ssize_t ignored = write(fd, oom_score, strlen(oom_score));
    (void)ignored;
    close(fd);
  }
}

void each_child(pid_t parent, void (*each)(pid_t, void *), void *with) {
  DIR *proc = opendir("/proc");
  if (!proc) return;
  for (struct dirent *e; (e = readdir(proc));) {
    char path[64], stat[512], *after;
    pid_t pid = (pid_t)strtol(e->d_name, &after, 10);
    if (*after || pid <= 0) continue;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, stat, sizeof stat - 1);
    if (fd >= 0) close(fd);
    if (n <= 0) continue;
    stat[n] = 0;
    /* the name in brackets may itself hold brackets and blanks: the last one counts */
    after = strrchr(stat, ')');
    if (after && strlen(after) > 4 && (pid_t)strtol(after + 4, NULL, 10) == parent) each(pid, with);
  }
  closedir(proc);
}

static void say(uint8_t word) {
  uint8_t message[5];
  uint32_t pid = (uint32_t)getpid();
  memcpy(message, &pid, 4);
  message[4] = word;
  if (write(control_pipe, message, 5) != 5) refuse(errno, -1, "keeper: control pipe");
}

static void count(pid_t pid, void *into) {
  if (!is_courier(pid) && pid != getpid()) ++*(uint32_t *)into;
}

static _Noreturn void op_ping(void) {
  struct stat s;
  uint32_t children = 0;
  if (stat("/proc/self/ns/mnt", &s)) refuse(errno, -1, "stat /proc/self/ns/mnt");
  each_child(keeper_pid, count, &children);
  Buffer b = {0};
  put_field32(&b, F_PID, (uint32_t)keeper_pid);
  put_field32(&b, F_PROTO, PROTOCOL);
  put_field64(&b, F_MNTNS, s.st_ino);
  put_field(&b, F_VIEW, view_name, strlen(view_name));
  put_field32(&b, F_CHILDREN, children);
  send_value(&b);
  finish();
}

static _Noreturn void op_say(uint8_t word) {
  say(word);
  send_value(&(Buffer){0});
  finish();
}

void courier(int socket) {
  connection = socket;
  prctl(PR_SET_NAME, "keeper-courier");
  signal(SIGPIPE, SIG_IGN);
  size_t length;
  Fields request;
  request.at = read_request(connection, &length);
  request.left = length;
  Field f;
  if (!next_field(&request, &f) || f.tag != F_OP) refuse(EBADMSG, -1, "request: no operation");
  uint8_t op = field8(&f);
  if (op == OP_WATCH) { /* it holds nothing: never in the way of the keeper's end, and ends with it */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != keeper_pid) _exit(0);
    say(SAY_IDLE);
  }
  switch (op) {
    case OP_PING: op_ping();
    case OP_EXEC: op_exec(request);
    case OP_MOUNT: op_mount(request);
    case OP_NETNS_CREATE: op_netns_create(request);
    case OP_NETNS_DELETE: op_netns_delete(request);
    case OP_WATCH: op_watch(request);
    case OP_ATTACH: op_attach(request);
    case OP_REOPEN: op_reopen(request);
    case OP_READ: op_read(request);
    case OP_STAT: op_stat(request);
    case OP_WALK: op_walk(request);
    case OP_UNPACK: op_unpack(request);
    case OP_RETIRE: op_say(SAY_RETIRE);
    case OP_KEEP: op_say(SAY_KEEP);
    default: refuse(ENOSYS, -1, "request: unknown operation %u", op);
  }
}
