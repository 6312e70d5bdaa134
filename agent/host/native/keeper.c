/*
 * keeper --socket P --pidfile P [--cgroup-view auto|off] [--daemon --log P]
 *
 * The long-lived process: it accepts connections, forks a courier for each, and reaps. It parses nothing but its command line.
 * Prints `ready` when it serves; any failure before is one sentence on stderr and exit status 1. SIGTERM is a wish to end: like
 * RETIRE it is granted when nothing is left to look after. SIGINT and SIGHUP of a terminal do not concern it.
 */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

pid_t keeper_pid;
int control_pipe = -1;
const char *oom_score;

static const char *socket_path, *pid_path, *log_path;
static bool hide_hybrid = true, as_daemon;
static int ready_pipe = -1; /* to the process that waits for a daemon */
static int listener = -1, control_reader = -1, signals = -1, lock = -1;
static bool retiring;

/* Couriers that live, and whether they hold nothing that the keeper must stay for. */
static struct { pid_t pid; bool idle; } *couriers;
static size_t courier_count, courier_room;

bool is_courier(pid_t pid) {
  for (size_t i = 0; i < courier_count; i++)
    if (couriers[i].pid == pid) return true;
  return false;
}

static _Noreturn void die(const char *format, ...) {
  char text[4608];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  dprintf(ready_pipe >= 0 ? ready_pipe : STDERR_FILENO, "keeper: %s\n", text);
  exit(1);
}

static void read_options(int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    const char *name = argv[i];
    if (!strcmp(name, "--daemon")) { as_daemon = true; continue; }
    if (++i == argc) die("%s needs a value", name);
    if (!strcmp(name, "--socket")) socket_path = argv[i];
    else if (!strcmp(name, "--pidfile")) pid_path = argv[i];
    else if (!strcmp(name, "--log")) log_path = argv[i];
    else if (!strcmp(name, "--cgroup-view") && !strcmp(argv[i], "auto")) hide_hybrid = true;
    else if (!strcmp(name, "--cgroup-view") && !strcmp(argv[i], "off")) hide_hybrid = false;
    else die("unknown option %s %s", name, argv[i]);
  }
  if (!socket_path || !pid_path) die("--socket and --pidfile are needed");
  if (as_daemon && !log_path) die("--daemon needs --log");
}

/* The caller of --daemon waits for `ready` or an error on a pipe, and passes it on. */
static void daemonise(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) die("pipe: %s", strerror(errno));
  pid_t first = fork();
  if (first < 0) die("fork: %s", strerror(errno));
  if (first > 0) {
    close(ends[1]);
    char text[4700];
    size_t length = 0;
    for (ssize_t n; length < sizeof text && (n = read(ends[0], text + length, sizeof text - length)) > 0;) length += (size_t)n;
    bool good = length == 6 && !memcmp(text, "ready\n", 6);
    ssize_t ignored = write(good ? STDOUT_FILENO : STDERR_FILENO, length ? text : "keeper: ended early\n", length ? length : 20);
    (void)ignored;
    waitpid(first, NULL, 0);
    _exit(good ? 0 : 1);
  }
  ready_pipe = ends[1];
  setsid();
  pid_t second = fork();
  if (second < 0) die("fork: %s", strerror(errno));
  if (second > 0) _exit(0);
  int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) die("log %s: %s", log_path, strerror(errno));
  int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (null < 0 || dup2(null, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0) die("log %s: %s", log_path, strerror(errno));
}

/* A wish; without CAP_SYS_RESOURCE the kernel refuses. Children get the old score back. */
static void lower_oom_score(void) {
  static char score[16];
  int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
  ssize_t n = fd < 0 ? -1 : read(fd, score, sizeof score - 1);
  if (n > 0 && write(fd, "-900", 4) == 4) oom_score = score;
  if (fd >= 0) close(fd);
}

/* One keeper a socket: the lock is held for life, so that it is gone exactly when the keeper is. */
static void take_lock(void) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s.lock", socket_path);
  lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) die("lock %s: %s", path, strerror(errno));
  if (flock(lock, LOCK_EX | LOCK_NB)) die("socket %s: another keeper serves it", socket_path);
}

static void listen_there(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  char folder[PATH_MAX];
  struct stat s;
  if (strlen(socket_path) >= sizeof address.sun_path) die("socket %s: the path is longer than 107 bytes", socket_path);
  snprintf(folder, sizeof folder, "%s", socket_path);
  if (stat(dirname(folder), &s)) die("socket %s: %s", socket_path, strerror(errno));
  if (s.st_uid != geteuid() || (s.st_mode & 022)) die("socket %s: its folder must be writable by its owner alone", socket_path);
  take_lock();
  strcpy(address.sun_path, socket_path);
  listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0) die("socket: %s", strerror(errno));
  int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (!connect(probe, (struct sockaddr *)&address, sizeof address) || errno == EAGAIN)
    die("socket %s: another keeper answers on it", socket_path);
  close(probe);
  if (unlink(socket_path) && errno != ENOENT) die("socket %s: %s", socket_path, strerror(errno));
  mode_t old = umask(0177);
  if (bind(listener, (struct sockaddr *)&address, sizeof address)) die("socket %s: %s", socket_path, strerror(errno));
  umask(old);
  if (listen(listener, 512)) die("listen %s: %s", socket_path, strerror(errno));
}

static void write_pidfile(void) {
  char temp[PATH_MAX], folder[PATH_MAX];
  snprintf(temp, sizeof temp, "%s.%d", pid_path, getpid());
  snprintf(folder, sizeof folder, "%s", pid_path);
  int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd < 0 || dprintf(fd, "%d\n", getpid()) < 0 || fsync(fd) || close(fd) || rename(temp, pid_path))
    die("pidfile %s: %s", pid_path, strerror(errno));
  int dir = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0 || fsync(dir)) die("pidfile %s: %s", pid_path, strerror(errno));
  close(dir);
}

static void set_up_signals(void) {
  int ends[2];
  sigset_t set;
  signal(SIGPIPE, SIG_IGN);
  signal(SIGINT, SIG_IGN);
  signal(SIGHUP, SIG_IGN);
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (signals < 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK)) die("signalfd: %s", strerror(errno));
  control_reader = ends[0];
  control_pipe = ends[1];
}

static void accept_one(void) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) return;
  struct ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) || (peer.uid != 0 && peer.uid != geteuid())) {
    close(fd);
    return;
  }
  if (courier_count == courier_room) {
    size_t room = courier_room ? courier_room * 2 : 64;
    void *more = realloc(couriers, room * sizeof *couriers);
    if (!more) { close(fd); return; }
    couriers = more, courier_room = room;
  }
  pid_t pid = fork();
  if (pid == 0) {
    close(listener), close(signals), close(control_reader), close(lock);
    courier(fd);
  }
  if (pid > 0) couriers[courier_count].pid = pid, couriers[courier_count++].idle = false;
  else dprintf(STDERR_FILENO, "keeper: fork: %s\n", strerror(errno));
  close(fd);
}

static void hear_couriers(void) {
  for (uint8_t message[5]; read(control_reader, message, 5) == 5;) {
    for (size_t i = 0; i < courier_count; i++)
      if ((uint32_t)couriers[i].pid == get32(message)) couriers[i].idle = true;
    if (message[4] == SAY_RETIRE) retiring = true;
    if (message[4] == SAY_KEEP) retiring = false;
  }
}

static void hear_signals(void) {
  struct signalfd_siginfo info;
  while (read(signals, &info, sizeof info) == sizeof info)
    if (info.ssi_signo == SIGTERM) retiring = true;
  for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;)
    for (size_t i = 0; i < courier_count; i++)
      if (couriers[i].pid == pid) couriers[i] = couriers[--courier_count];
}

static void note_busy(pid_t pid, void *busy) {
  for (size_t i = 0; i < courier_count; i++)
    if (couriers[i].pid == pid && couriers[i].idle) return;
  *(bool *)busy = true;
}

static bool may_end(void) {
  bool busy = false;
  each_child(keeper_pid, note_busy, &busy);
  return !busy;
}

int main(int argc, char **argv) {
  read_options(argc, argv);
  close_range(3, ~0U, 0); /* nothing of the starter's */
  if (as_daemon) daemonise();
  keeper_pid = getpid();
  listen_there();
  set_up_signals();
  lower_oom_score();
  if (prctl(PR_SET_CHILD_SUBREAPER, 1)) die("PR_SET_CHILD_SUBREAPER: %s", strerror(errno));
  if (!make_view(hide_hybrid)) die("%s: %s", view_step, strerror(errno));
  if (chdir("/")) die("chdir /: %s", strerror(errno));
  write_pidfile();
  dprintf(as_daemon ? ready_pipe : STDOUT_FILENO, "ready\n");
  if (ready_pipe >= 0) close(ready_pipe), ready_pipe = -1;
  for (;;) {
    struct pollfd p[3] = {{listener, POLLIN, 0}, {signals, POLLIN, 0}, {control_reader, POLLIN, 0}};
    if (poll(p, 3, -1) < 0 && errno != EINTR) die("poll: %s", strerror(errno));
    if (p[2].revents) hear_couriers();
    if (p[1].revents) hear_signals();
    if (retiring && may_end()) break;
    if (p[0].revents) accept_one();
  }
  unlink(socket_path);
  unlink(pid_path);
  return 0;
}
