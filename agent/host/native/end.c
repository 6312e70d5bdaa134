/* The end of what a courier started, when its client has gone. */
#include "keeper.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void send_signal(pid_t pid, void *number) { kill(pid, *(int *)number); }

/* As subreaper the courier is the parent of everything that the program left behind. `group` and `terminal` may be -1. */
void end_all(pid_t group, int terminal) {
  int hangup = SIGHUP, resume = SIGCONT, end = SIGKILL;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  if (group > 0) kill(-group, SIGHUP), kill(-group, SIGCONT);
  each_child(getpid(), send_signal, &hangup);
  each_child(getpid(), send_signal, &resume);
  if (terminal >= 0) close(terminal);
  int64_t began = now_ms();
  for (bool killing = false;;) {
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) {}
    if (pid < 0) return; /* ECHILD: nothing is left */
    int64_t spent = now_ms() - began;
    if (spent > (KILL_SECONDS + 5) * 1000) return; /* unkillable for now: the keeper adopts it */
    if (spent >= KILL_SECONDS * 1000) killing = true;
    if (killing) each_child(getpid(), send_signal, &end);
    int64_t wait = killing ? 50 : KILL_SECONDS * 1000 - spent;
    sigtimedwait(&set, NULL, &(struct timespec){.tv_sec = wait / 1000, .tv_nsec = wait % 1000 * 1000000});
  }
}
