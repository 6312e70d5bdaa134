/*
 * UNPACK: two children and a judge. The reader (nobody, no capability, namespaces of its own) turns a hostile archive into records; the
 * writer turns records into files below the target; this courier starts both, passes on what they say, and syncs at the end.
 */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define COMPLAINT_MAX (64u << 10)
#define SUMMARY_MAX (4u << 20)

static struct {
  char *blob, *target;
  Buffer argv;
  uint32_t flags;
  uint64_t max_bytes, max_entries;
} want;
static pid_t reader_pid = -1, writer_pid = -1;
static int target = -1;
static Buffer complaint; /* the reader's stderr, its beginning */
static Buffer summary;

static void read_wishes(Fields request) {
  for (Field f; next_field(&request, &f);) {
    char *text;
    switch (f.tag) {
      case F_PATH: want.blob = field_text(&f); break;
      case F_TARGET: want.target = field_text(&f); break;
      case F_ARG: text = field_text(&f), put(&want.argv, &text, sizeof text); break;
      case F_FLAGS: want.flags = field32(&f); break;
      case F_MAX: want.max_bytes = field64(&f); break;
      case F_ENTRIES: want.max_entries = field64(&f); break;
      default: refuse(EBADMSG, -1, "unpack: unexpected field %u", f.tag);
    }
  }
  if (!want.blob || !want.target || !want.argv.length) refuse(EINVAL, -1, "unpack: blob, target and reader are needed");
  char *end = NULL;
  put(&want.argv, &end, sizeof end);
}

static void stop_children(void) {
  if (reader_pid > 0) kill(reader_pid, SIGKILL), waitpid(reader_pid, NULL, 0);
  if (writer_pid > 0) kill(writer_pid, SIGKILL), waitpid(writer_pid, NULL, 0);
  reader_pid = writer_pid = -1;
}

/* Puts three descriptors at 0, 1, 2 and closes all others but those up to `keep`. */
static void only(int in, int out, int err, unsigned keep) {
  int all[3] = {fcntl(in, F_DUPFD_CLOEXEC, 100), fcntl(out, F_DUPFD_CLOEXEC, 100), fcntl(err, F_DUPFD_CLOEXEC, 100)};
  for (int fd = 0; fd < 3; fd++)
    if (dup2(all[fd], fd) < 0) _exit(71);
  close_range(keep + 1, ~0U, 0);
}

static _Noreturn void become_reader(int blob, int records, int errors) {
  static char *const environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", NULL};
  setsid();
  child_defaults();
  only(blob, records, errors, 2);
  confine_reader();
  execve(((char **)want.argv.bytes)[0], (char **)want.argv.bytes, environment);
  dprintf(STDERR_FILENO, "keeper: exec %s: %s\n", ((char **)want.argv.bytes)[0], strerror(errno));
  _exit(127);
}

/* 0 records, 1 control, 2 the same stderr, 3 the target until it is the root */
static _Noreturn void become_writer(int records, int control, int errors) {
  setsid();
  child_defaults();
  if (dup2(target, 3) < 0) _exit(71);
  only(records, control, errors, 3);
  confine_writer(3);
  writer(&(WriterJob){0, 1, (want.flags & UN_REPLACE) != 0, (want.flags & UN_MERGE) != 0, want.max_bytes, want.max_entries});
}

static void mark_opaque(struct msghdr *message) {
  struct cmsghdr *c = CMSG_FIRSTHDR(message);
  int fd = -1;
  struct stat s;
  if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS) memcpy(&fd, CMSG_DATA(c), sizeof fd);
  if (fd < 0 || fstat(fd, &s) || !S_ISDIR(s.st_mode)) refuse(EBADMSG, -1, "unpack: the writer sent no folder");
  if (fsetxattr(fd, "trusted.overlay.opaque", "y", 1, 0)) refuse(errno, -1, "unpack: opaque mark: %s", strerror(errno));
  close(fd);
}

static _Noreturn void end_badly(uint8_t type, const uint8_t *payload, size_t length) {
  stop_children();
  on_gone = NULL;
  send_frame(T_STDERR, complaint.bytes, complaint.length);
  send_frame(type, payload, length);
  finish();
}

static _Noreturn void end_with(int error, const char *why) {
  Buffer b = {0};
  put32(&b, (uint32_t)error), put16(&b, 0), put(&b, why, strlen(why));
  end_badly(T_FAIL, b.bytes, b.length);
}

static _Noreturn void end_well(const uint8_t *counts) {
  stop_children(); /* both have said all; a reader that lingers is not waited for */
  on_gone = NULL;
  int fd = open_how(AT_FDCWD, want.target, O_RDONLY | O_DIRECTORY, 0, 0);
  if (fd < 0 || syncfs(fd)) refuse(errno, -1, "unpack: sync of %s: %s", want.target, strerror(errno));
  send_frame(T_SUMMARY, summary.bytes, summary.length);
  send_frame(T_DONE, counts, 16);
  finish();
}

/* One message of the writer. */
static void hear_writer(int control) {
  static uint8_t bytes[RECORD_MAX + 8192];
  char room[CMSG_SPACE(sizeof(int))];
  struct iovec part = {bytes, sizeof bytes};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
  ssize_t n;
  do n = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  if (n <= 0) {
    int status = 0;
    char why[80];
    waitpid(writer_pid, &status, 0);
    writer_pid = -1;
    snprintf(why, sizeof why, "the writer ended (%s %d)", WIFSIGNALED(status) ? "signal" : "status",
             WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    end_with(EPIPE, why);
  }
  size_t length = (size_t)n - 1;
  switch (bytes[0]) {
    case W_PROGRESS: send_frame(T_PROGRESS, bytes + 1, length); break;
    case W_OPAQUE: mark_opaque(&message); break;
    case W_SUMMARY:
      if (length > SUMMARY_MAX - summary.length) end_with(EFBIG, "the reader's summary is too long");
      put(&summary, bytes + 1, length);
      break;
    case W_DONE:
      if (length != 16) refuse(EBADMSG, -1, "unpack: the writer's last word has %zu bytes", length);
      end_well(bytes + 1);
    case W_FAIL: end_badly(T_FAIL, bytes + 1, length);
    case W_READER_FAIL: end_badly(T_READER_FAIL, bytes + 1, length);
    default: refuse(EBADMSG, -1, "unpack: the writer said %u", bytes[0]);
  }
}

static bool hear_complaint(int errors) {
  uint8_t bytes[4096];
  ssize_t n = read(errors, bytes, sizeof bytes);
  if (n > 0 && complaint.length < COMPLAINT_MAX) {
    size_t room = COMPLAINT_MAX - complaint.length;
    put(&complaint, bytes, (size_t)n < room ? (size_t)n : room);
  }
  return n > 0 || (n < 0 && errno == EINTR);
}

void op_unpack(Fields request) {
  int records[2], errors[2], control[2];
  read_wishes(request);
  int blob = open(want.blob, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  struct stat s;
  if (blob < 0 || fstat(blob, &s)) refuse(errno, -1, "open %s: %s", want.blob, strerror(errno));
  if (!S_ISREG(s.st_mode)) refuse(EINVAL, -1, "open %s: no regular file", want.blob);
  /* a detached copy of the mount: it hangs in no namespace, so that the writer's root has nothing above it */
  struct mount_attr attributes = {.attr_set = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC};
  target = open_tree(AT_FDCWD, want.target, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_SYMLINK_NOFOLLOW);
  if (target < 0 || mount_setattr(target, "", AT_EMPTY_PATH, &attributes, sizeof attributes))
    refuse(errno, -1, "open %s: %s", want.target, strerror(errno));
  if (pipe2(records, O_CLOEXEC) || pipe2(errors, O_CLOEXEC) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control))
    refuse(errno, -1, "unpack: pipes: %s", strerror(errno));
  fcntl(records[1], F_SETPIPE_SZ, 1 << 20);
  on_gone = stop_children;
  writer_pid = fork();
  if (writer_pid == 0) become_writer(records[0], control[1], errors[1]);
  if (writer_pid < 0) refuse(errno, -1, "unpack: fork: %s", strerror(errno));
  reader_pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
  if (reader_pid == 0) become_reader(blob, records[1], errors[1]);
  if (reader_pid < 0) refuse(errno, -1, "unpack: clone: %s", strerror(errno));
  close(records[0]), close(records[1]), close(control[1]), close(errors[1]), close(blob);
  for (bool hear = true;;) {
    struct pollfd p[3] = {{connection, POLLIN, 0}, {control[0], POLLIN, 0}, {hear ? errors[0] : -1, POLLIN, 0}};
    if (poll(p, 3, -1) < 0 && errno != EINTR) refuse(errno, -1, "unpack: poll");
    if (p[2].revents) hear = hear_complaint(errors[0]);
    else if (p[1].revents) hear_writer(control[0]);
    if (p[0].revents) gone(); /* nothing more may come from the client */
  }
}
