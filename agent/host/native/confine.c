/*
 * What the two children of an UNPACK give up. The reader decodes hostile bytes: it may compute and write to its pipes, no more. The
 * writer makes what the reader says: it is confined to one folder. A failure ends the child; its text is on stderr.
 */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534

static void must(bool good, const char *what) {
  if (good) return;
  dprintf(STDERR_FILENO, "keeper: confinement: %s: %s\n", what, strerror(errno));
  _exit(71);
}

static void limit(__rlimit_resource_t resource, rlim_t value) {
  struct rlimit r = {value, value};
  must(setrlimit(resource, &r) == 0, "rlimit");
}

/* Leaves `keep` (a bit mask) and gives up the others for good. */
static void keep_capabilities(uint64_t keep) {
  for (int c = 0; c < 64; c++)
    if (!(keep >> c & 1) && prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 1) must(!prctl(PR_CAPBSET_DROP, c, 0, 0, 0), "bounding set");
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[2] = {
    {.effective = (uint32_t)keep, .permitted = (uint32_t)keep},
    {.effective = (uint32_t)(keep >> 32), .permitted = (uint32_t)(keep >> 32)},
  };
  must(!syscall(SYS_capset, &head, sets), "capset");
}

static void stay_small(void) {
  must(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
  must(!prctl(PR_SET_PDEATHSIG, SIGKILL), "PDEATHSIG"); /* after the change of user, which clears it */
}

void confine_reader(void) {
  struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV};
  int oom = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  must(oom >= 0 && write(oom, "500", 3) == 3, "oom_score_adj");
  close(oom);
  must(!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
  must(!mount_setattr(AT_FDCWD, "/", AT_RECURSIVE, &attributes, sizeof attributes), "read-only mounts");
  must(!mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, NULL), "/proc of its own");
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 64);
  must(!chdir("/"), "chdir");
  must(!setgroups(0, NULL) && !setresgid(NOBODY, NOBODY, NOBODY), "group");
  for (int c = 0; c < 64; c++)
    if (prctl(PR_CAPBSET_READ, c, 0, 0, 0) == 1) must(!prctl(PR_CAPBSET_DROP, c, 0, 0, 0), "bounding set");
  must(!setresuid(NOBODY, NOBODY, NOBODY), "user");
  keep_capabilities(0);
  stay_small();
}

/* Enough to make files below an open folder, and nothing by which one could leave it, start a program or reach the network. */
static void filter_writer(void) {
#if defined(__x86_64__)
  const uint32_t arch = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
  const uint32_t arch = AUDIT_ARCH_AARCH64;
#else
#error "name this machine's AUDIT_ARCH"
#endif
  static const int allowed[] = {
    SYS_read, SYS_write, SYS_close, SYS_openat2, SYS_fstat, SYS_newfstatat, SYS_mkdirat, SYS_mknodat, SYS_symlinkat, SYS_linkat,
    SYS_unlinkat, SYS_fchown, SYS_fchownat, SYS_fchmod, SYS_fchmodat, SYS_fsetxattr, SYS_utimensat, SYS_sendmsg, SYS_sendto,
    SYS_getdents64, SYS_lseek, SYS_flistxattr, SYS_fremovexattr, SYS_brk, SYS_mmap, SYS_munmap, SYS_mremap, SYS_madvise, SYS_rt_sigreturn, SYS_exit_group,
  };
  enum { COUNT = sizeof allowed / sizeof *allowed };
  struct sock_filter code[COUNT + 6] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, arch, 0, COUNT + 1),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
  };
  for (int i = 0; i < COUNT; i++)
    code[3 + i] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)allowed[i], (uint8_t)(COUNT - i), 0);
  code[3 + COUNT] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
  code[4 + COUNT] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {.len = COUNT + 5, .filter = code};
#ifndef __SANITIZE_ADDRESS__ /* the sanitiser of a test build makes system calls of its own */
  must(!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "seccomp");
#else
  (void)program;
#endif
}

/* Folders are emptied from the bottom in a merge: one descriptor a level of a name's at most 256 parts, and a few. */
#define WRITER_FILES 320

void confine_writer(int target) {
  must(!unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS), "unshare");
  must(!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
  must(!fchdir(target) && !chroot("."), "chroot");
  close(target);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, WRITER_FILES);
#ifndef __SANITIZE_ADDRESS__
  limit(RLIMIT_AS, 1u << 30);
#endif
  umask(0);
  keep_capabilities(1u << CAP_CHOWN | 1u << CAP_DAC_OVERRIDE | 1u << CAP_FOWNER | 1u << CAP_FSETID | 1ull << CAP_SETFCAP);
  stay_small();
  filter_writer();
}
