/* All bytes or none: sockets send and receive as much as they like at a time. */
#include "workshop/wire.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/types.h>

bool wire_send(int socket, const void *bytes, size_t length) {
  for (const char *at = bytes; length > 0;) {
    ssize_t n = send(socket, at, length, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    at += n;
    length -= (size_t)n;
  }
  return true;
}

bool wire_receive(int socket, void *bytes, size_t length) {
  for (char *at = bytes; length > 0;) {
    ssize_t n = recv(socket, at, length, 0);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return false;
    at += n;
    length -= (size_t)n;
  }
  return true;
}
