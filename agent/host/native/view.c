/*
 * The keeper's mount namespace. Everything under it comes from here: mounts made for pods are seen by the agent (which joins the
 * namespace) and by every runtime call, outlive both, and never reach the host. Host mounts made later flow in (rslave).
 *
 * crun refuses a hybrid host (cgroup2 beside v1 hierarchies). There the namespace gets a tmpfs over /sys/fs/cgroup that shows the
 * v1 hierarchies alone; the host's own view stays as it is.
 */
#include "keeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <linux/magic.h>

#define CGROUPS "/sys/fs/cgroup"

const char *view_name, *view_step;

static bool is_fs(const char *path, unsigned long magic) {
  struct statfs s;
  return statfs(path, &s) == 0 && (unsigned long)s.f_type == magic;
}

typedef struct { char name[NAME_MAX + 1], link[NAME_MAX + 1]; int tree; } Hierarchy;

/* The v1 hierarchies and the symlinks to them (cpu -> cpu,cpuacct), held as detached copies of their mounts. */
static int collect(Hierarchy *into, int room) {
  int count = 0;
  DIR *dir = opendir(CGROUPS);
  if (!dir) return -1;
  for (struct dirent *e; (e = readdir(dir));) {
    char path[PATH_MAX];
    struct stat s;
    snprintf(path, sizeof path, CGROUPS "/%s", e->d_name);
    if (e->d_name[0] == '.' || lstat(path, &s) || count == room) continue;
    Hierarchy *h = &into[count];
    memset(h, 0, sizeof *h);
    strcpy(h->name, e->d_name);
    if (S_ISLNK(s.st_mode)) {
      if (readlink(path, h->link, NAME_MAX) > 0) count++;
    } else if (is_fs(path, CGROUP_SUPER_MAGIC)) {
      h->tree = open_tree(AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
      if (h->tree < 0) return -1;
      count++;
    }
  }
  closedir(dir);
  return count;
}

static bool show_v1_only(void) {
  static Hierarchy all[64];
  int count = collect(all, 64);
  if (count < 0 || mount("craton", CGROUPS, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755,size=1m")) return false;
  for (int i = 0; i < count; i++) {
    char path[sizeof CGROUPS + 1 + NAME_MAX];
    snprintf(path, sizeof path, CGROUPS "/%.*s", NAME_MAX, all[i].name);
    if (all[i].link[0]) {
      if (symlink(all[i].link, path)) return false;
      continue;
    }
    if (mkdir(path, 0755) || move_mount(all[i].tree, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH)) return false;
    close(all[i].tree);
  }
  return true;
}

static const char *look(void) {
  if (is_fs(CGROUPS, CGROUP2_SUPER_MAGIC)) return "v2";
  if (is_fs(CGROUPS "/unified", CGROUP2_SUPER_MAGIC)) return "hybrid";
  return is_fs(CGROUPS "/memory", CGROUP_SUPER_MAGIC) || is_fs(CGROUPS "/cpu", CGROUP_SUPER_MAGIC) ? "v1" : "none";
}

const char *make_view(bool hide_hybrid) {
  view_step = "unshare of the mount namespace";
  if (unshare(CLONE_NEWNS)) return NULL;
  view_step = "making / a slave";
  if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL)) return NULL;
  view_name = look();
  if (hide_hybrid && !strcmp(view_name, "hybrid")) {
    view_step = "the v1 view of " CGROUPS;
    if (!show_v1_only()) return NULL;
    view_name = "v1-view";
  }
  return view_name;
}
