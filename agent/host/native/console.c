/*
 * A terminal that the program makes and hands over (an OCI runtime's --console-socket): it connects to the socket and sends one
 * descriptor. A runtime that relays the terminal itself may end before it has relayed the last of it (crun 1.8 does); a terminal that
 * is read here is read to its end.
 */
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int listener = -1, caller = -1, folder = -1;
static const char *name;

/* The folder is named by its descriptor: a socket's address has room for 107 bytes, a path for 4096. */
void console_listen(char *path) {
  char *slash = strrchr(path, '/');
  if (!slash || slash == path) refuse(EINVAL, -1, "exec: the console socket %s is in no folder", path);
  name = slash + 1;
  *slash = 0;
  folder = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) refuse(errno, -1, "exec: folder %s: %s", path, strerror(errno));
  *slash = '/';
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int length = snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", folder, name);
  if (length >= (int)sizeof address.sun_path) refuse(ENAMETOOLONG, -1, "exec: the console socket's name %s", name);
  listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) || fchmodat(folder, name, 0600, 0) || listen(listener, 1))
    refuse(errno, -1, "exec: console socket %s: %s", path, strerror(errno));
}

int console_fd(void) { return caller >= 0 ? caller : listener; }

void console_close(void) {
  if (listener >= 0) close(listener), unlinkat(folder, name, 0), close(folder);
  if (caller >= 0) close(caller);
  listener = caller = folder = -1;
}

/* The descriptor in the next message; -1 when there is none. */
static int receive(void) {
  char byte[64];
  union { struct cmsghdr head; char room[CMSG_SPACE(sizeof(int))]; } control;
  struct iovec part = {byte, sizeof byte};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t n;
  do n = recvmsg(caller, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno == EAGAIN) return -1;
  struct cmsghdr *head = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
  int fd = -1, number;
  if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS) memcpy(&fd, CMSG_DATA(head), sizeof fd);
  /* it was opened inside the app's own tree, where the app may have put anything in a terminal's place */
  if (fd >= 0 && ioctl(fd, TIOCGPTN, &number)) close(fd), fd = -1;
  console_close();
  return fd;
}

int console_take(void) {
  if (listener >= 0 && caller < 0) caller = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  return caller < 0 ? -1 : receive();
}
