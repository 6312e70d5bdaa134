/*
 * ATTACH: a container's stdio through conmon's attach socket, a SOCK_SEQPACKET whose packets begin with 2 (stdout) or 3 (stderr).
 * conmon writes to its clients with blocking calls: one that does not read stops the app, its log and its exit code. So this courier
 * always reads; a client that falls too far behind is let go.
 *
 * REOPEN: conmon's control fifo, lines `1 ROWS COLUMNS` (resize) and `2 0 0` (open the log anew).
 */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PACKET (8u << 10) /* conmon's own buffer for one direction */
#define BEHIND (1u << 20) /* most that waits for a slow client */

static int folder = -1;
static Input input;
static FrameReader frames;

static void open_folder(Fields request) {
  char *path = NULL;
  for (Field f; next_field(&request, &f);) {
    if (f.tag != F_PATH) refuse(EBADMSG, -1, "attach: unexpected field %u", f.tag);
    path = field_text(&f);
  }
  if (!path) refuse(EINVAL, -1, "attach: no folder");
  folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) refuse(errno, -1, "open %s: %s", path, strerror(errno));
}

/* 0 or an errno. ENXIO: nobody reads the fifo, so its conmon has ended. */
static int control(const char *line) {
  int fd = openat(folder, "ctl", O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return errno;
  ssize_t n = write(fd, line, strlen(line));
  int error = n < 0 ? errno : 0;
  close(fd);
  return error;
}

void op_reopen(Fields request) {
  open_folder(request);
  int error = control("2 0 0\n");
  if (error) refuse(error, -1, "conmon's ctl fifo: %s", strerror(error));
  send_value(&(Buffer){0});
  finish();
}

static void obey(uint8_t type, const uint8_t *p, uint32_t length) {
  char line[32];
  switch (type) {
    case C_INPUT:
      if (length < 1 || p[0] != 0) refuse(EBADMSG, -1, "frame: input for no fd");
      input_add(&input, p + 1, length - 1);
      break;
    case C_INPUT_EOF: input.closing = true; break;
    case C_RESIZE:
      if (length != 4) refuse(EBADMSG, -1, "frame: a terminal's size has 4 bytes");
      snprintf(line, sizeof line, "1 %u %u\n", get16(p + 2), get16(p));
      control(line); /* an app that has ended has no size */
      break;
    default: refuse(EBADMSG, -1, "frame: unexpected type %u", type);
  }
}

static int connect_there(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  /* through the descriptor, for folders whose path is too long for a socket address */
  snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/attach", folder);
  int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address))
    refuse(errno, -1, "conmon's attach socket: %s", strerror(errno));
  return fd;
}

void op_attach(Fields request) {
  open_folder(request);
  int there = connect_there();
  set_nonblocking(there);
  input_open(&input, dup(there), 0, PACKET);
  send_frame(T_STARTED, (uint8_t[4]){0}, 4);
  send_later = true;
  for (bool shut = false;;) {
    struct pollfd p[3] = {
      {connection, (short)(POLLIN | (output_pending() ? POLLOUT : 0)), 0},
      {there, POLLIN, 0},
      {input.length ? input.fd : -1, POLLOUT, 0},
    };
    if (poll(p, 3, -1) < 0 && errno != EINTR) refuse(errno, -1, "attach: poll");
    flush_output(false);
    if (output_pending() > BEHIND) {
      close(there);
      input_close(&input);
      refuse(EOVERFLOW, -1, "attach: the client is %u bytes behind", BEHIND);
    }
    if (p[1].revents) {
      uint8_t packet[PACKET * 4 + 1];
      ssize_t n = read(there, packet, sizeof packet);
      if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) break;
      if (n > 1) send_frame(packet[0] == 3 ? T_STDERR : T_STDOUT, packet + 1, (size_t)n - 1);
    }
    if (p[0].revents & (POLLIN | POLLHUP | POLLERR)) {
      uint8_t type;
      const uint8_t *payload;
      uint32_t length;
      if (!frame_read(&frames)) gone();
      while (frame_next(&frames, &type, &payload, &length)) obey(type, payload, length);
    }
    input_flush(&input);
    if (input.closing && input.fd < 0 && !shut) shut = true, shutdown(there, SHUT_WR);
  }
  send_value(&(Buffer){0});
  finish();
}
