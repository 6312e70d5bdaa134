/* Fields of a request, frames of a conversation. Nothing else in the keeper parses what a client sends. */
#include "keeper.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

uint16_t get16(const uint8_t *p) { return (uint16_t)(p[0] | p[1] << 8); }
uint32_t get32(const uint8_t *p) { return get16(p) | (uint32_t)get16(p + 2) << 16; }
uint64_t get64(const uint8_t *p) { return get32(p) | (uint64_t)get32(p + 4) << 32; }

void put(Buffer *b, const void *bytes, size_t length) {
  if (b->length + length > b->room) {
    b->room = (b->length + length) * 2;
    b->bytes = realloc(b->bytes, b->room);
    if (!b->bytes) _exit(70);
  }
  if (length) memcpy(b->bytes + b->length, bytes, length);
  b->length += length;
}
void put8(Buffer *b, uint8_t v) { put(b, &v, 1); }
void put16(Buffer *b, uint16_t v) { put8(b, v & 255), put8(b, v >> 8); }
void put32(Buffer *b, uint32_t v) { put16(b, v & 65535), put16(b, v >> 16); }
void put64(Buffer *b, uint64_t v) { put32(b, (uint32_t)v), put32(b, v >> 32); }
void put_field(Buffer *b, uint8_t tag, const void *bytes, size_t length) {
  put8(b, tag), put32(b, (uint32_t)length), put(b, bytes, length);
}
void put_field32(Buffer *b, uint8_t tag, uint32_t v) { put8(b, tag), put32(b, 4), put32(b, v); }
void put_field64(Buffer *b, uint8_t tag, uint64_t v) { put8(b, tag), put32(b, 8), put64(b, v); }

bool next_field(Fields *f, Field *out) {
  if (f->left == 0) return false;
  if (f->left < 5) refuse(EBADMSG, -1, "request: a field is cut off");
  out->tag = f->at[0];
  out->length = get32(f->at + 1);
  out->bytes = f->at + 5;
  if (out->length > f->left - 5) refuse(EBADMSG, -1, "request: field %u runs past the end", out->tag);
  f->at += 5 + out->length;
  f->left -= 5 + out->length;
  return true;
}

char *field_text(const Field *f) {
  if (memchr(f->bytes, 0, f->length)) refuse(EBADMSG, -1, "request: field %u holds a NUL", f->tag);
  char *text = must_alloc(f->length + 1);
  memcpy(text, f->bytes, f->length);
  text[f->length] = 0;
  return text;
}

static const uint8_t *field_of(const Field *f, uint32_t length) {
  if (f->length != length) refuse(EBADMSG, -1, "request: field %u has %u bytes, expected %u", f->tag, f->length, length);
  return f->bytes;
}
uint8_t field8(const Field *f) { return *field_of(f, 1); }
uint32_t field32(const Field *f) { return get32(field_of(f, 4)); }
uint64_t field64(const Field *f) { return get64(field_of(f, 8)); }

/* Reads exactly `length` bytes before the deadline. */
static void read_by(int fd, uint8_t *into, size_t length, int64_t deadline) {
  for (size_t done = 0; done < length;) {
    int64_t left = deadline - now_ms();
    struct pollfd p = {.fd = fd, .events = POLLIN};
    int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) refuse(ETIMEDOUT, -1, "request: not whole after %d s", REQUEST_SECONDS);
    ssize_t n = read(fd, into + done, length - done);
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (n <= 0) gone();
    done += (size_t)n;
  }
}

uint8_t *read_request(int fd, size_t *length) {
  int64_t deadline = now_ms() + REQUEST_SECONDS * 1000;
  uint8_t head[4];
  read_by(fd, head, 4, deadline);
  *length = get32(head);
  if (*length > REQUEST_MAX) refuse(EMSGSIZE, -1, "request: %zu bytes, the limit is %u", *length, REQUEST_MAX);
  uint8_t *bytes = must_alloc(*length + 1);
  read_by(fd, bytes, *length, deadline);
  return bytes;
}

/* Frames wait here until the socket takes them. */
static Buffer outbox;
static size_t out_start;
bool send_later;

size_t output_pending(void) { return outbox.length - out_start; }

void flush_output(bool block) {
  while (output_pending()) {
    ssize_t n = send(connection, outbox.bytes + out_start, outbox.length - out_start, MSG_NOSIGNAL | (block ? 0 : MSG_DONTWAIT));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN && !block) break;
    if (n < 0) gone();
    out_start += (size_t)n;
  }
  if (out_start > outbox.length / 2) {
    memmove(outbox.bytes, outbox.bytes + out_start, outbox.length - out_start);
    outbox.length -= out_start;
    out_start = 0;
  }
}

void send_frame2(uint8_t type, const void *head, size_t head_length, const void *payload, size_t length) {
  put8(&outbox, type);
  put32(&outbox, (uint32_t)(head_length + length));
  put(&outbox, head, head_length);
  put(&outbox, payload, length);
  flush_output(!send_later);
}
void send_frame(uint8_t type, const void *payload, size_t length) { send_frame2(type, NULL, 0, payload, length); }
void send_value(const Buffer *fields) { send_frame(T_VALUE, fields->bytes, fields->length); }

void send_exited(int status) {
  Buffer b = {0};
  put32(&b, WIFEXITED(status) ? (uint32_t)WEXITSTATUS(status) : UINT32_MAX);
  put32(&b, WIFSIGNALED(status) ? (uint32_t)WTERMSIG(status) : 0);
  send_frame(T_EXITED, b.bytes, b.length);
  free(b.bytes);
}

void refuse(int error, int step, const char *format, ...) {
  char text[4096 + 256];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  Buffer b = {0};
  put32(&b, (uint32_t)error), put32(&b, (uint32_t)step), put(&b, text, strlen(text));
  send_frame(T_ERROR, b.bytes, b.length);
  flush_output(true);
  void (*handler)(void) = on_gone;
  on_gone = NULL;
  if (handler) handler();
  finish();
}

bool frame_read(FrameReader *r) {
  memmove(r->bytes, r->bytes + r->taken, r->length - r->taken);
  r->length -= r->taken;
  r->taken = 0;
  if (r->length == sizeof r->bytes) return true; /* a whole frame waits to be taken */
  ssize_t n;
  do n = read(connection, r->bytes + r->length, sizeof r->bytes - r->length);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno == EAGAIN) return true;
  if (n <= 0) return false;
  r->length += (size_t)n;
  return true;
}

bool frame_next(FrameReader *r, uint8_t *type, const uint8_t **payload, uint32_t *length) {
  const uint8_t *at = r->bytes + r->taken;
  size_t left = r->length - r->taken;
  if (left < 5) return false;
  *length = get32(at + 1);
  if (*length > FRAME_MAX) refuse(EMSGSIZE, -1, "frame: %u bytes, the limit is %u", *length, FRAME_MAX);
  if (left < 5 + *length) return false;
  *type = at[0];
  *payload = at + 5;
  r->taken += 5 + *length;
  return true;
}
