/* MOUNT: a batch of steps, undone in reverse when one fails. NETNS: network namespaces held by a bind mount on a file. */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct { uint8_t kind; char *source, *target, *root, *fstype, *data; uint64_t flags; } Step;

#define IN_ROOT (RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)

/* The descriptor of a bind's target; asked again after the mount it is the mount's own root. */
static int open_target(const Step *s) {
  int root = open(s->root, O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
  if (root < 0) return -1;
  int fd = open_how(root, s->target, O_PATH, 0, IN_ROOT);
  int error = errno;
  close(root);
  errno = error;
  return fd;
}

static int bind_beneath(const Step *s, const char **what) {
  unsigned recursive = s->flags & STEP_RECURSIVE ? AT_RECURSIVE : 0;
  *what = "source";
  int source = open_how(AT_FDCWD, s->source, O_PATH, 0, RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
  if (source < 0) return -1;
  *what = "target";
  int target = open_target(s);
  if (target < 0) return -1;
  *what = "copy of the source";
  int tree = open_tree(source, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | recursive);
  if (tree < 0) return -1;
  struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
  *what = "read-only";
  if ((s->flags & STEP_READONLY) && mount_setattr(tree, "", AT_EMPTY_PATH | recursive, &attributes, sizeof attributes)) return -1;
  *what = "move to the target";
  if (move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH)) return -1;
  close(source), close(target), close(tree);
  return 0;
}

static int take(const Step *s, const char **what) {
  *what = "mount";
  switch (s->kind) {
    case ST_MOUNT: return mount(s->source, s->target, s->fstype, s->flags, s->data);
    case ST_PROPAGATION: *what = "propagation"; return mount(NULL, s->target, NULL, s->flags, NULL);
    case ST_BIND: return bind_beneath(s, what);
    default:
      *what = "umount";
      if (!umount2(s->target, (int)(s->flags & ~(uint64_t)STEP_IF_MOUNTED))) return 0;
      return (s->flags & STEP_IF_MOUNTED) && (errno == EINVAL || errno == ENOENT) ? 0 : -1;
  }
}

static void undo(const Step *s) {
  if (s->kind == ST_MOUNT) umount2(s->target, MNT_DETACH);
  if (s->kind == ST_BIND) {
    char own[40];
    int fd = open_target(s);
    snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
    if (fd >= 0) umount2(own, MNT_DETACH), close(fd);
  }
}

static size_t read_steps(Fields request, Step **steps) {
  Buffer all = {0};
  for (Field f; next_field(&request, &f);) {
    if (f.tag == F_STEP) {
      Step fresh = {.kind = field8(&f)};
      if (fresh.kind < ST_MOUNT || fresh.kind > ST_PROPAGATION) refuse(EBADMSG, -1, "mount: unknown step %u", fresh.kind);
      put(&all, &fresh, sizeof fresh);
      continue;
    }
    if (!all.length) refuse(EBADMSG, -1, "mount: field %u before the first step", f.tag);
    Step *s = (Step *)(all.bytes + all.length) - 1;
    switch (f.tag) {
      case F_SOURCE: s->source = field_text(&f); break;
      case F_TARGET: s->target = field_text(&f); break;
      case F_ROOT: s->root = field_text(&f); break;
      case F_FSTYPE: s->fstype = field_text(&f); break;
      case F_DATA: s->data = field_text(&f); break;
      case F_MFLAGS: s->flags = field64(&f); break;
      default: refuse(EBADMSG, -1, "mount: unexpected field %u", f.tag);
    }
  }
  *steps = (Step *)all.bytes;
  return all.length / sizeof(Step);
}

void op_mount(Fields request) {
  Step *steps;
  size_t count = read_steps(request, &steps);
  for (size_t i = 0; i < count; i++) {
    const Step *s = &steps[i];
    if (!s->target || (s->kind == ST_BIND && (!s->source || !s->root))) refuse(EINVAL, (int)i, "mount: a path is missing");
  }
  for (size_t i = 0; i < count; i++) {
    const char *what;
    if (take(&steps[i], &what) == 0) continue;
    int error = errno;
    for (size_t done = i; done-- > 0;) undo(&steps[done]);
    refuse(error, (int)i, "step %zu: %s %s: %s", i, what, steps[i].target, strerror(error));
  }
  send_value(&(Buffer){0});
  finish();
}

static char *netns_path(Fields request) {
  char *path = NULL;
  for (Field f; next_field(&request, &f);) {
    if (f.tag != F_PATH) refuse(EBADMSG, -1, "netns: unexpected field %u", f.tag);
    path = field_text(&f);
  }
  if (!path || path[0] != '/') refuse(EINVAL, -1, "netns: an absolute path is needed");
  return path;
}

static int loopback_up(void) {
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  int result = fd < 0 ? -1 : ioctl(fd, SIOCSIFFLAGS, &request);
  if (fd >= 0) close(fd);
  return result;
}

void op_netns_create(Fields request) {
  char *path = netns_path(request);
  int fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0444);
  if (fd < 0) refuse(errno, -1, "netns %s: %s", path, strerror(errno));
  close(fd);
  const char *what = "unshare";
  if (unshare(CLONE_NEWNET)) goto failed;
  what = "loopback";
  if (loopback_up()) goto failed;
  what = "bind";
  if (mount("/proc/self/ns/net", path, NULL, MS_BIND, NULL)) goto failed;
  send_value(&(Buffer){0});
  finish();
failed:;
  int error = errno;
  unlink(path);
  refuse(error, -1, "netns %s: %s: %s", path, what, strerror(error));
}

void op_netns_delete(Fields request) {
  char *path = netns_path(request);
  if (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) && errno != EINVAL && errno != ENOENT)
    refuse(errno, -1, "netns %s: umount: %s", path, strerror(errno));
  if (unlink(path) && errno != ENOENT) refuse(errno, -1, "netns %s: unlink: %s", path, strerror(errno));
  send_value(&(Buffer){0});
  finish();
}
