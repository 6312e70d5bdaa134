/*
 * EXEC: starts a program and carries its stdio. It ends when the main child has been reaped and everything that it had written by then
 * is delivered; grandchildren may hold pipes open for ever, so EOF is not waited for (EX_LINGER: it is, on the extra pipes).
 * When the client goes away, everything started gets SIGHUP and later SIGKILL; not with EX_DETACH, where orphans go to the keeper.
 */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_FDS (3 + MAX_EXTRA)

/* What is read from the child: `left` counts down once the child has ended; -1 is no limit. */
typedef struct { int fd; uint8_t name; int64_t left; } Output;

static struct {
  uint32_t flags;
  char *cwd, *console; /* `console`: where the program hands the terminal over */
  int64_t uid, gid;
  bool pty;
  struct winsize size;
  char pipes[MAX_EXTRA];
  int extras;
} want = {.uid = -1, .gid = -1};
static Buffer args, env; /* arrays of char * */

static pid_t child = -1;
static int status;
static bool ended;
static int master = -1;
static int child_side[MAX_FDS];   /* the child's ends, by its fd */
static Output outputs[MAX_FDS];   /* ours, by its fd; fd -1 is none */
static Input inputs[MAX_FDS];
static FrameReader frames;

static void read_wishes(Fields request) {
  for (Field f; next_field(&request, &f);) {
    char *text;
    switch (f.tag) {
      case F_ARG: text = field_text(&f), put(&args, &text, sizeof text); break;
      case F_ENV: text = field_text(&f), put(&env, &text, sizeof text); break;
      case F_FLAGS: want.flags = field32(&f); break;
      case F_CWD: want.cwd = field_text(&f); break;
      case F_UID: want.uid = field32(&f); break;
      case F_GID: want.gid = field32(&f); break;
      case F_PTY:
        if (f.length != 4) refuse(EBADMSG, -1, "exec: a terminal's size has 4 bytes");
        want.pty = true;
        want.size = (struct winsize){.ws_col = get16(f.bytes), .ws_row = get16(f.bytes + 2)};
        break;
      case F_CONSOLE: want.console = field_text(&f); break;
      case F_PIPE:
        if (want.extras == MAX_EXTRA) refuse(E2BIG, -1, "exec: more than %d extra pipes", MAX_EXTRA);
        if (field8(&f) != 'r' && field8(&f) != 'w') refuse(EBADMSG, -1, "exec: a pipe is r or w");
        want.pipes[want.extras++] = (char)field8(&f);
        break;
      default: refuse(EBADMSG, -1, "exec: unexpected field %u", f.tag);
    }
  }
  if (args.length == 0) refuse(EINVAL, -1, "exec: no program");
  if (want.console && !want.pty) refuse(EINVAL, -1, "exec: a console without a terminal's size");
  char *end = NULL;
  put(&args, &end, sizeof end);
  put(&env, &end, sizeof end);
}

static void make_pipe(int fd, bool child_writes) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC)) refuse(errno, -1, "exec: pipe");
  child_side[fd] = ends[child_writes];
  if (child_writes) {
    outputs[fd] = (Output){ends[0], (uint8_t)fd, -1};
    set_nonblocking(ends[0]);
  } else {
    input_open(&inputs[fd], ends[1], (uint8_t)fd, INPUT_WINDOW);
  }
}

static void use_terminal(void) {
  input_open(&inputs[0], fcntl(master, F_DUPFD_CLOEXEC, 3), 0, INPUT_WINDOW);
  outputs[1] = (Output){master, 1, -1};
}

/* The program's terminal, once it is handed over. What the client typed before waits in inputs[0]. */
static void await_terminal(void) {
  int fd = console_take();
  if (fd < 0) return;
  master = fd;
  ioctl(master, TIOCSWINSZ, &want.size);
  use_terminal();
}

static void make_stdio(void) {
  for (int fd = 0; fd < MAX_FDS; fd++) child_side[fd] = outputs[fd].fd = inputs[fd].fd = -1;
  if (want.console) {
    console_listen(want.console);
    input_await(&inputs[0], 0, INPUT_WINDOW);
    if ((child_side[0] = child_side[1] = child_side[2] = open("/dev/null", O_RDWR | O_CLOEXEC)) < 0) refuse(errno, -1, "exec: /dev/null");
  } else if (want.pty) {
    int slave;
    if (openpty(&master, &slave, NULL, NULL, &want.size)) refuse(errno, -1, "exec: openpty");
    fcntl(master, F_SETFD, FD_CLOEXEC), fcntl(slave, F_SETFD, FD_CLOEXEC);
    for (int fd = 0; fd < 3; fd++) child_side[fd] = slave;
    use_terminal();
  } else {
    if (want.flags & EX_STDIN) make_pipe(0, false);
    else if ((child_side[0] = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0) refuse(errno, -1, "exec: /dev/null");
    make_pipe(1, true);
    make_pipe(2, true);
  }
  for (int i = 0; i < want.extras; i++) make_pipe(3 + i, want.pipes[i] == 'w');
}

/* In the child. Tells errno and the step through `report`, which closes itself when exec succeeds. */
static _Noreturn void become(int report) {
  int source[MAX_FDS], step = 0;
  report = fcntl(report, F_DUPFD_CLOEXEC, 100);
  child_defaults();
  setsid();
  for (int fd = 0; fd < 3 + want.extras; fd++) source[fd] = fcntl(child_side[fd], F_DUPFD_CLOEXEC, 100);
  for (int fd = 0; fd < 3 + want.extras; fd++)
    if (dup2(source[fd], fd) < 0) goto failed;
  step = 1;
  if (want.pty && !want.console && ioctl(0, TIOCSCTTY, 0)) goto failed;
  step = 2;
  if (want.cwd && chdir(want.cwd)) goto failed;
  step = 3;
  if (want.gid >= 0 && (setgroups(0, NULL) || setgid((gid_t)want.gid))) goto failed;
  if (want.uid >= 0 && setuid((uid_t)want.uid)) goto failed;
  step = 4;
  environ = (char **)env.bytes;
  execvp(((char **)args.bytes)[0], (char **)args.bytes);
failed:;
  int said[2] = {errno, step};
  ssize_t ignored = write(report, said, sizeof said);
  (void)ignored;
  _exit(127);
}

static void start(void) {
  int report[2], said[2];
  if (pipe2(report, O_CLOEXEC)) refuse(errno, -1, "exec: pipe");
  child = fork();
  if (child < 0) refuse(errno, -1, "exec: fork");
  if (child == 0) become(report[1]);
  close(report[1]);
  for (int fd = want.pty ? 2 : 0; fd < 3 + want.extras; fd++) close(child_side[fd]);
  ssize_t n;
  do n = read(report[0], said, sizeof said);
  while (n < 0 && errno == EINTR);
  close(report[0]);
  if (n == sizeof said) {
    static const char *const steps[] = {"stdio", "terminal", "chdir", "user", "exec"};
    const char *what = said[1] == 2 ? want.cwd : ((char **)args.bytes)[0];
    refuse(said[0], -1, "%s %s: %s", steps[said[1]], what, strerror(said[0]));
  }
  uint8_t pid[4] = {child & 255, child >> 8 & 255, child >> 16 & 255, child >> 24 & 255};
  send_frame(T_STARTED, pid, sizeof pid);
}

static void reap(void) {
  int s;
  for (pid_t pid; (pid = waitpid(-1, &s, WNOHANG)) > 0;)
    if (pid == child) ended = true, status = s;
}

/* The client went away. */
static void kill_all(void) {
  for (int fd = 0; fd < MAX_FDS; fd++) input_close(&inputs[fd]);
  console_close(), end_all(ended ? -1 : child, master);
}

static void obey(uint8_t type, const uint8_t *p, uint32_t length) {
  switch (type) {
    case C_INPUT:
      if (length < 1 || p[0] >= MAX_FDS) refuse(EBADMSG, -1, "frame: input for no fd");
      input_add(&inputs[p[0]], p + 1, length - 1);
      break;
    case C_INPUT_EOF:
      if (length != 1 || p[0] >= MAX_FDS) refuse(EBADMSG, -1, "frame: end of input for no fd");
      /* a terminal has no end of file but its character */
      if (want.pty && p[0] == 0 && inputs[0].length < INPUT_WINDOW) input_add(&inputs[0], (const uint8_t *)"\4", 1);
      else inputs[p[0]].closing = true;
      break;
    case C_RESIZE:
      if (length != 4) refuse(EBADMSG, -1, "frame: a terminal's size has 4 bytes");
      struct winsize size = {.ws_col = get16(p), .ws_row = get16(p + 2)};
      if (master >= 0) ioctl(master, TIOCSWINSZ, &size);
      else want.size = size;
      break;
    case C_SIGNAL:
      if (length != 1 || p[0] < 1 || p[0] > 64) refuse(EBADMSG, -1, "frame: no such signal");
      if (!ended) kill(-child, p[0]);
      break;
    default: refuse(EBADMSG, -1, "frame: unexpected type %u", type);
  }
}

static void end_output(Output *out) {
  if (out->fd != master) close(out->fd);
  out->fd = -1;
  if (out->name >= 3) send_frame(T_FD_EOF, &out->name, 1);
}

static void carry(Output *out) {
  uint8_t bytes[32 << 10];
  size_t most = out->left >= 0 && out->left < (int64_t)sizeof bytes ? (size_t)out->left : sizeof bytes;
  ssize_t n = most ? read(out->fd, bytes, most) : 0;
  if (n < 0 && (errno == EINTR || (errno == EAGAIN && out->left < 0))) return;
  if (n <= 0) { /* EOF, a terminal's EIO, or all that the ended child had written */
    end_output(out);
    return;
  }
  if (out->left > 0) out->left -= n;
  if (out->name < 3) send_frame(out->name == 1 ? T_STDOUT : T_STDERR, bytes, (size_t)n);
  else send_frame2(T_FD, &out->name, 1, bytes, (size_t)n);
}

/* Once the child is reaped: what is in its pipes now is all that counts. */
static void limit_outputs(void) {
  for (int fd = 1; fd < MAX_FDS; fd++) {
    int waiting = 0;
    if (outputs[fd].fd < 0 || (fd >= 3 && (want.flags & EX_LINGER))) continue;
    /* a terminal's count lags behind its data; read until it has none, within reason */
    if (outputs[fd].fd == master) outputs[fd].left = 1 << 20;
    else outputs[fd].left = ioctl(outputs[fd].fd, FIONREAD, &waiting) ? 0 : waiting;
  }
}

static bool open_outputs(int from, int to) {
  for (int fd = from; fd < to; fd++)
    if (outputs[fd].fd >= 0) return true;
  return false;
}

static void relay_until_end(int signals) {
  bool limited = false, told = false;
  for (;;) {
    if (ended && !limited) limited = true, await_terminal(), console_close(), limit_outputs();
    if (ended && !told && !open_outputs(1, (want.flags & EX_LINGER) ? 3 : MAX_FDS)) told = true, send_exited(status);
    if (told && !open_outputs(3, MAX_FDS)) return;
    struct pollfd p[3 + 2 * MAX_FDS];
    bool quiet = !output_pending();
    p[0] = (struct pollfd){connection, (short)(POLLIN | (quiet ? 0 : POLLOUT)), 0};
    p[1] = (struct pollfd){signals, POLLIN, 0};
    p[2 + 2 * MAX_FDS] = (struct pollfd){console_fd(), POLLIN, 0};
    bool draining = false;
    for (int fd = 0; fd < MAX_FDS; fd++) {
      p[2 + fd] = (struct pollfd){quiet ? outputs[fd].fd : -1, POLLIN, 0};
      p[2 + MAX_FDS + fd] = (struct pollfd){inputs[fd].length ? inputs[fd].fd : -1, POLLOUT, 0};
      if (quiet && outputs[fd].fd >= 0 && outputs[fd].left >= 0) draining = true;
    }
    if (poll(p, 3 + 2 * MAX_FDS, draining ? 0 : -1) < 0 && errno != EINTR) refuse(errno, -1, "exec: poll");
    flush_output(false);
    if (p[2 + 2 * MAX_FDS].revents) await_terminal();
    if (p[1].revents) {
      struct signalfd_siginfo info;
      while (read(signals, &info, sizeof info) > 0) {}
      reap();
    }
    for (int fd = 1; fd < MAX_FDS && !output_pending(); fd++)
      if (outputs[fd].fd >= 0 && (p[2 + fd].revents || outputs[fd].left >= 0)) carry(&outputs[fd]);
    if (p[0].revents & (POLLIN | POLLHUP | POLLERR)) {
      uint8_t type;
      const uint8_t *payload;
      uint32_t length;
      if (!frame_read(&frames)) gone();
      while (frame_next(&frames, &type, &payload, &length)) obey(type, payload, length);
    }
    for (int fd = 0; fd < MAX_FDS; fd++)
      if (inputs[fd].length || inputs[fd].closing) input_flush(&inputs[fd]);
  }
}

void op_exec(Fields request) {
  read_wishes(request);
  int signals = signal_descriptor();
  if (signals < 0) refuse(errno, -1, "exec: signalfd");
  if (!(want.flags & EX_DETACH)) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    on_gone = kill_all;
  }
  make_stdio();
  start();
  send_later = true;
  relay_until_end(signals);
  finish();
}
