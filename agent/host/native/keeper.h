/*
 * The keeper: what Node cannot be. Child subreaper, holder of the node agent's mount namespace, starter of processes and caller of
 * the few system calls that Node lacks. docs/decisions/2026-11-24-keeper-protocol.md says why it is shaped so.
 *
 *   keeper.c   options, daemon, the accept loop, reaping          (the only long-lived process)
 *   view.c     the private mount namespace and its cgroup view
 *   wire.c     fields and frames                                  (the only parser)
 *   courier.c  one forked child a connection: reads the request, picks the operation
 *   relay.c    bounded buffers between descriptors and frames
 *   exec.c     EXEC: start, relay, exit
 *   console.c  a terminal that the started program hands over
 *   end.c      the end of what was started
 *   attach.c   ATTACH, REOPEN: conmon's socket and fifo
 *   mounts.c   MOUNT, NETNS
 *   files.c    READ, STAT
 *   walk.c     WALK: a tree as records
 *   names.c    what is in a folder, and which file was met before
 *   watch.c    WATCH: pidfds
 *   unpack.c   UNPACK: the confined reader and the conversation with the writer
 *   confine.c  what reader and writer give up before they touch hostile bytes
 *   record.c   the reader's records, taken apart and checked
 *   writer.c   records to files, below one root
 *   clear.c    what an earlier archive left, out of the way of a merge
 *   place.c    where they go: folders, resolved without links
 */
#ifndef KEEPER_H
#define KEEPER_H

#define _GNU_SOURCE
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* 2 since F_CONSOLE, 3 since WALK and UN_MERGE: it grows with every new operation and field */
#define PROTOCOL 3
#define REQUEST_MAX (1u << 20)  /* bytes of a whole request */
#define FRAME_MAX (64u << 10)   /* payload of a client's frame */
#define RECORD_MAX (128u << 10) /* payload of an unpacking reader's record */
#define INPUT_WINDOW (64u << 10) /* stdin bytes that a client may have unacknowledged */
#define REQUEST_SECONDS 10      /* a request must be whole by then */
#define KILL_SECONDS 2          /* between SIGHUP and SIGKILL */
#define MAX_EXTRA 16            /* extra pipes of one EXEC */

/* Operations: the OP field of a request. */
enum {
  OP_PING = 1, OP_EXEC, OP_MOUNT, OP_NETNS_CREATE, OP_NETNS_DELETE, OP_WATCH, OP_ATTACH, OP_REOPEN, OP_READ, OP_STAT,
  OP_UNPACK, OP_RETIRE, OP_KEEP, OP_WALK
};

/* Fields: u8 tag, u32le length, bytes. Numbers are little endian and of the width named. */
enum {
  F_OP = 1,      /* u8, first */
  F_FLAGS = 2,   /* u32, EX_… or UN_… */
  F_ARG = 3,     /* text, repeated */
  F_ENV = 4,     /* text, repeated */
  F_CWD = 5,     /* text */
  F_UID = 6,     /* u32 */
  F_GID = 7,     /* u32 */
  F_PTY = 8,     /* u16 columns, u16 rows */
  F_PIPE = 9,    /* u8 'w' or 'r' as the child sees it, repeated: fds 3, 4, … */
  F_PATH = 10,   /* text */
  F_ROOT = 11,   /* text, repeated */
  F_MAX = 12,    /* u64 */
  F_ENTRIES = 13, /* u64 */
  F_CONSOLE = 14, /* text: the program hands its terminal over at this socket, which is made for it; with F_PTY */
  F_STEP = 20,   /* u8, ST_…: begins a step of a mount batch */
  F_SOURCE = 21, /* text */
  F_TARGET = 22, /* text */
  F_FSTYPE = 23, /* text */
  F_MFLAGS = 24, /* u64 */
  F_DATA = 25,   /* text */
  /* answers */
  F_PID = 40, F_PROTO = 41, F_MNTNS = 42, F_VIEW = 43, F_CHILDREN = 44, F_MODE = 45, F_KIND = 46
};

enum { EX_DETACH = 1, EX_STDIN = 2, EX_LINGER = 4 };
enum { UN_REPLACE = 1, UN_MERGE = 2 };
enum { WALK_CONTENT = 1, WALK_DEEP = 2 };
enum { ST_MOUNT = 1, ST_UMOUNT, ST_BIND, ST_PROPAGATION };
enum { STEP_IF_MOUNTED = 1u << 31, STEP_RECURSIVE = 1, STEP_READONLY = 2 };

/* Frames: u8 type, u32le length, payload. Keeper to client: */
enum {
  T_STDOUT = 1, T_STDERR = 2,
  T_FD = 3,       /* u8 fd, bytes */
  T_EXITED = 4,   /* i32 code or -1, i32 signal or 0 */
  T_ERROR = 5,    /* i32 errno, i32 step or -1, text; last */
  T_VALUE = 6,    /* fields; last */
  T_PROGRESS = 7, /* u64 */
  T_SUMMARY = 8,  /* the reader's bytes */
  T_FAIL = 9,     /* i32 errno, u16 length, entry's path, why; last */
  T_DONE = 10,    /* u64 bytes, u64 entries; last */
  T_ENDED = 11,   /* u64 cookie */
  T_FD_EOF = 12,  /* u8 fd */
  T_STARTED = 13, /* u32 pid */
  T_CREDIT = 14,  /* u8 fd, u32 bytes taken by the child */
  T_CONTENT = 15, /* bytes of a file */
  T_READER_FAIL = 16 /* the reader's bytes; last */
};
/* Client to keeper: */
enum {
  C_INPUT = 65,     /* u8 fd (0 is stdin), bytes */
  C_INPUT_EOF = 66, /* u8 fd */
  C_RESIZE = 67,    /* u16 columns, u16 rows */
  C_SIGNAL = 68,    /* u8 */
  C_WATCH = 69,     /* u64 cookie, u32 pid, u64 start in ticks */
  C_UNWATCH = 70    /* u64 cookie */
};

typedef struct { const uint8_t *at; size_t left; } Fields;
typedef struct { uint8_t tag; const uint8_t *bytes; uint32_t length; } Field;

/* A growing buffer; running out of memory ends the process (a courier, never the keeper). */
typedef struct { uint8_t *bytes; size_t length, room; } Buffer;

/* wire.c */
uint16_t get16(const uint8_t *p);
uint32_t get32(const uint8_t *p);
uint64_t get64(const uint8_t *p);
void put(Buffer *b, const void *bytes, size_t length);
void put8(Buffer *b, uint8_t v);
void put16(Buffer *b, uint16_t v);
void put32(Buffer *b, uint32_t v);
void put64(Buffer *b, uint64_t v);
void put_field(Buffer *b, uint8_t tag, const void *bytes, size_t length);
void put_field32(Buffer *b, uint8_t tag, uint32_t v);
void put_field64(Buffer *b, uint8_t tag, uint64_t v);
bool next_field(Fields *f, Field *out); /* false at the end; a broken request ends the courier with an error */
char *field_text(const Field *f);       /* a copy with a NUL; text that holds a NUL ends the courier */
uint8_t field8(const Field *f);
uint32_t field32(const Field *f);
uint64_t field64(const Field *f);
uint8_t *read_request(int connection, size_t *length);
/* A broken connection ends the courier through gone(). With send_later a frame that the socket does not take waits in memory, and the
   caller must make no more of them while output_pending(). */
void send_frame(uint8_t type, const void *payload, size_t length);
void send_frame2(uint8_t type, const void *head, size_t head_length, const void *payload, size_t length);
extern bool send_later;
size_t output_pending(void); /* bytes that wait */
void flush_output(bool block);
void send_value(const Buffer *fields);
void send_exited(int status);
_Noreturn void refuse(int error, int step, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Takes one whole frame out of `in` if there is one; the payload points into it until the next call of frame_read. */
typedef struct { uint8_t bytes[FRAME_MAX + 5]; size_t length, taken; } FrameReader;
bool frame_read(FrameReader *r);        /* one read(2) from the connection; false at its end */
bool frame_next(FrameReader *r, uint8_t *type, const uint8_t **payload, uint32_t *length);

/* courier.c */
extern int connection;                  /* the client's socket in a courier */
extern void (*on_gone)(void);           /* what to do when the client goes away; then the courier ends */
_Noreturn void gone(void);
_Noreturn void finish(void);            /* ends the courier after its last frame */
_Noreturn void courier(int socket);
void *must_alloc(size_t size);
int signal_descriptor(void);            /* SIGCHLD as a descriptor */
void child_defaults(void);              /* in a forked child, before exec: signals, umask, oom score as they were */
int64_t now_ms(void);
/* Calls `each` for the processes whose parent is `parent`. */
void each_child(pid_t parent, void (*each)(pid_t, void *), void *with);

/* keeper.c, seen by couriers through the memory that fork copies */
extern pid_t keeper_pid;
extern int control_pipe;                /* couriers tell the keeper: u32 pid, u8 word */
enum { SAY_IDLE = 'i', SAY_RETIRE = 'r', SAY_KEEP = 'k' };
bool is_courier(pid_t pid);
extern const char *oom_score;           /* what children get back */

/* view.c */
const char *make_view(bool hide_hybrid); /* unshares; returns the name for PING, or NULL with errno and view_step set */
extern const char *view_name, *view_step;

/* relay.c */
typedef struct {
  int fd;
  uint8_t name;
  size_t piece; /* most bytes of one write */
  size_t start, length;
  bool closing;
  uint8_t bytes[INPUT_WINDOW];
} Input;
#define INPUT_AWAITED (-2) /* `fd` of an input whose descriptor comes later */
void input_await(Input *in, uint8_t name, size_t piece);
void input_open(Input *in, int fd, uint8_t name, size_t piece);
void input_add(Input *in, const uint8_t *bytes, size_t length);
void input_flush(Input *in);             /* writes what fits, gives credit; closes when asked and empty */
void input_close(Input *in);
void set_nonblocking(int fd);

/* operations: each answers and does not return */
_Noreturn void op_exec(Fields request);
_Noreturn void op_mount(Fields request);
_Noreturn void op_netns_create(Fields request);
_Noreturn void op_netns_delete(Fields request);
_Noreturn void op_watch(Fields request);
_Noreturn void op_attach(Fields request);
_Noreturn void op_reopen(Fields request);
_Noreturn void op_read(Fields request);
_Noreturn void op_stat(Fields request);
_Noreturn void op_walk(Fields request);
_Noreturn void op_unpack(Fields request);

/* console.c: one socket a courier */
void console_listen(char *path);
int console_fd(void);            /* to poll for reading; -1 when nothing is awaited any more */
int console_take(void);          /* the terminal, or -1: not yet, or never when console_fd() is -1 */
void console_close(void);

/* end.c */
void end_all(pid_t group, int terminal);

/* files.c */
int open_how(int folder, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve);
int open_trees(char **roots, size_t count); /* the folder that they are when overlaid, upper first; -1 with errno */

/* confine.c */
void confine_reader(void);       /* unprivileged from here on: it can read, compute and write to its pipes */
void confine_writer(int target); /* from here on its root is `target`; five capabilities, a syscall filter */

/* writer.c */
typedef struct { int records, control; bool replace, merge; uint64_t max_bytes, max_entries; } WriterJob;
_Noreturn void writer(const WriterJob *job);
/* What the writer says: one SOCK_SEQPACKET message each, first byte and the rest. */
enum {
  W_PROGRESS = 'p',   /* u64 */
  W_OPAQUE = 'o',     /* with a folder's descriptor, to be marked opaque */
  W_SUMMARY = 's',    /* the reader's bytes */
  W_DONE = 'd',       /* u64 bytes, u64 entries */
  W_FAIL = 'f',       /* i32 errno or 0 for a broken rule, u16 length, path, why */
  W_READER_FAIL = 'r' /* the reader's bytes */
};

#endif
