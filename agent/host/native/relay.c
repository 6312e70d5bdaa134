/*
 * Input to a child: at most INPUT_WINDOW bytes wait here, and the client is told as they are taken (CREDIT), so that a child which
 * does not read never stops signals, resizes and the client's end from being seen.
 */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void set_nonblocking(int fd) { fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK); }

static void prepare(Input *in, int fd, uint8_t name, size_t piece) {
  in->fd = fd;
  in->name = name;
  in->piece = piece;
  in->start = in->length = 0;
  in->closing = false;
}

void input_await(Input *in, uint8_t name, size_t piece) { prepare(in, INPUT_AWAITED, name, piece); }

void input_open(Input *in, int fd, uint8_t name, size_t piece) {
  if (in->fd == INPUT_AWAITED) in->fd = fd;
  else prepare(in, fd, name, piece);
  set_nonblocking(fd);
}

void input_close(Input *in) {
  if (in->fd >= 0) close(in->fd);
  in->fd = -1;
  in->length = 0;
}

static void credit(const Input *in, size_t taken) {
  uint8_t frame[5] = {in->name, taken & 255, taken >> 8 & 255, taken >> 16 & 255, 0};
  if (taken > 0) send_frame(T_CREDIT, frame, sizeof frame);
}

void input_add(Input *in, const uint8_t *bytes, size_t length) {
  if ((in->fd < 0 && in->fd != INPUT_AWAITED) || in->closing) { /* the child closed it: what still comes is lost, as in a pipe */
    credit(in, length);
    return;
  }
  if (length > INPUT_WINDOW - in->length) refuse(EMSGSIZE, -1, "frame: input above the window of %u bytes", INPUT_WINDOW);
  memmove(in->bytes, in->bytes + in->start, in->length);
  in->start = 0;
  memcpy(in->bytes + in->length, bytes, length);
  in->length += length;
}

void input_flush(Input *in) {
  size_t taken = 0;
  while (in->fd >= 0 && in->length > 0) {
    ssize_t n = write(in->fd, in->bytes + in->start, in->length < in->piece ? in->length : in->piece);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) break;
    if (n < 0) {
      taken += in->length;
      input_close(in);
      break;
    }
    in->start += (size_t)n, in->length -= (size_t)n, taken += (size_t)n;
  }
  if (in->fd >= 0 && in->closing && in->length == 0) input_close(in);
  credit(in, taken);
}
