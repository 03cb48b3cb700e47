/* Connections. libmicrohttpd drops who is silent; here is dropped who sends a byte now and then for
 * ever, or reads one, and when many wait the oldest that asked for nothing makes room: a good
 * client finds a place however many hostile ones hold the door. Where all of them listen, one goes
 * of those who listen most. */
#include "workshop/door_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

enum {
  READ_MOST = 30 * 1000, /* milliseconds for a request, or to ask for another */
  WRITE_MOST = 120 * 1000
};

/* From here on the oldest makes room: an eighth below what libmicrohttpd takes of all, of one. */
static int soft_limit(int most) {
  return most - most / 8;
}

static void hang_up(caller *c) {
  shutdown(c->socket, SHUT_RDWR);
  c->phase = CALLER_WRITES; /* it has nothing more to say: it is not dropped twice */
}

/* The oldest that we only read from, of one address or of all (0). */
static caller *oldest_reader(door *d, uint64_t address, const caller *but) {
  caller *oldest = NULL;
  for (caller *c = d->callers; c; c = c->after)
    if (c != but && c->phase == CALLER_READS && (!address || c->address == address) &&
        (!oldest || c->since < oldest->since))
      oldest = c;
  return oldest;
}

static int streams_from(const door *d, uint64_t address) {
  int count = 0;
  for (const caller *c = d->callers; c; c = c->after)
    count += c->phase == CALLER_LISTENS && c->address == address;
  return count;
}

/* Who has listened longest at the address that most streams lead to: a person has a few. */
static caller *oldest_of_crowd(door *d) {
  caller *oldest = NULL;
  int most = 0;
  for (caller *c = d->callers; c; c = c->after) { /* the newest first */
    int streams = c->phase == CALLER_LISTENS ? streams_from(d, c->address) : 0;
    if (streams > 0 && streams >= most) {
      most = streams;
      oldest = c;
    }
  }
  return oldest;
}

static void make_room(door *d, const caller *newest) {
  int same = 0, all_soft = soft_limit(d->connections_most);
  for (const caller *c = d->callers; c; c = c->after)
    same += c->address == newest->address;
  caller *oldest = same > all_soft / 2          ? oldest_reader(d, newest->address, newest)
                   : d->caller_count > all_soft ? oldest_reader(d, 0, newest)
                                                : NULL;
  if (!oldest && d->caller_count > all_soft)
    oldest = oldest_of_crowd(d);
  if (oldest)
    hang_up(oldest);
}

static caller *caller_new(door *d, struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *socket =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  const union MHD_ConnectionInfo *address =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  caller *c = calloc(1, sizeof *c);
  if (!c || !socket || !address) {
    free(c);
    return NULL;
  }
  *c = (caller){.socket = socket->connect_fd,
                .address = address_digest(address->client_addr),
                .since = clock_steady(),
                .after = d->callers};
  if (c->after)
    c->after->before = c;
  d->callers = c;
  d->caller_count++;
  make_room(d, c);
  return c;
}

static void caller_free(door *d, caller *c) {
  if (c->before)
    c->before->after = c->after;
  else
    d->callers = c->after;
  if (c->after)
    c->after->before = c->before;
  d->caller_count--;
  free(c);
}

void caller_notify(void *context, struct MHD_Connection *connection, void **socket_context,
                   enum MHD_ConnectionNotificationCode code) {
  door *d = context;
  pthread_mutex_lock(d->options.lock);
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    *socket_context = caller_new(d, connection);
  else if (*socket_context)
    caller_free(d, *socket_context);
  pthread_mutex_unlock(d->options.lock);
}

void caller_is(request *r, caller_phase phase) {
  if (!r->caller)
    return;
  r->caller->phase = phase;
  r->caller->since = clock_steady();
}

void callers_tick(door *d, int64_t now) {
  for (caller *c = d->callers; c; c = c->after) {
    int64_t most = c->phase == CALLER_READS    ? READ_MOST
                   : c->phase == CALLER_WRITES ? WRITE_MOST
                                               : 0;
    if (most > 0 && now - c->since > most)
      hang_up(c);
  }
}

bool socket_is_gone(int socket) {
  char byte;
  ssize_t waits = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return waits == 0 || (waits < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}
