/* The door opens: a socket of ours, libmicrohttpd behind it, a clock that ticks; and it closes. */
#include "workshop/door_inside.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
  PORT = 8047,
  PORTS_TRIED = 50,
  WAITING_MOST = 256,     /* connections that nobody took yet */
  CONNECTIONS_MOST = 512, /* door_caller.c makes room before it comes to that */
  CONNECTIONS_LEAST = 16,
  OTHER_FILES = 32,              /* the journal, the desks, a file that is saved */
  CONNECTION_MEMORY = 32 * 1024, /* headers and what is read or written at once */
  SILENT_MOST = 15,              /* seconds */
  TICK = 500,                    /* milliseconds */
  NETWORK_EVERY = 10 * 1000
};

/* ---------------------------------------------------------------------------------- the socket */

/* One for both protocols where the machine has both; −1 with errno. */
static int listen_at(bool lan, bool six, int port) {
  int on = 1, off = 0, socket_ = socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in in = {.sin_family = AF_INET,
                           .sin_port = htons((uint16_t)port),
                           .sin_addr.s_addr = htonl(lan ? INADDR_ANY : INADDR_LOOPBACK)};
  struct sockaddr_in6 in6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
  if (socket_ < 0)
    return -1;
  setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (six)
    setsockopt(socket_, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
  if (bind(socket_, six ? (struct sockaddr *)&in6 : (struct sockaddr *)&in,
           six ? sizeof in6 : sizeof in) == 0 &&
      listen(socket_, WAITING_MOST) == 0)
    return socket_;
  int error = errno;
  close(socket_);
  errno = error;
  return -1;
}

/* −1 with a problem. */
static int open_socket(door *d, polku_report *report) {
  int asked = d->options.port, last = asked ? asked : PORT + PORTS_TRIED - 1, found = -1;
  bool lan = d->options.lan;
  for (int port = asked ? asked : PORT; port <= last && found < 0; port++) {
    found = lan ? listen_at(lan, true, port) : -1;
    if (found < 0 && !(lan && errno == EADDRINUSE))
      found = listen_at(lan, false, port);
    if (found < 0 && errno != EADDRINUSE)
      break;
    d->port = port;
  }
  char text[16];
  snprintf(text, sizeof text, "%d", asked ? asked : PORT);
  if (found < 0 && errno == EADDRINUSE)
    polku_report_add(report, "E-DOOR-PORT", "port", text, NULL);
  else if (found < 0)
    polku_report_fail(report, "E-DOOR", "port", text, "reason", strerror(errno), NULL);
  return found;
}

/* ------------------------------------------------------------------------------- the addresses */

static void free_urls(char **urls) {
  for (char **url = urls; url && *url; url++)
    free(*url);
  free(urls);
}

static char **make_urls(const door *d) {
  const char *protocol = d->options.cert ? "https" : "http";
  int n = d->addresses.shown;
  char **urls = calloc((size_t)n + 1, sizeof *urls);
  for (int i = 0; i < n && urls; i++) {
    size_t space = strlen(d->addresses.names[i]) + 32;
    urls[i] = malloc(space);
    if (!urls[i]) {
      free_urls(urls);
      return NULL;
    }
    snprintf(urls[i], space, "%s://%s:%d", protocol, d->addresses.names[i], d->port);
  }
  return urls;
}

/* A laptop joins the room's network after the workshop was opened in it: what the page shows of how
 * to come in is then another address. */
static void look_at_network(door *d, int64_t now) {
  if (!d->options.lan || now - d->addresses_at < NETWORK_EVERY)
    return;
  d->addresses_at = now;
  addresses before = d->addresses;
  addresses_read(&d->addresses, true);
  if (memcmp(&before, &d->addresses, sizeof before) == 0)
    return;
  char **urls = make_urls(d);
  if (!urls) {
    d->addresses = before;
    return;
  }
  free_urls(d->urls);
  d->urls = urls;
  door_say(d, "reset", "{}");
}

/* ---------------------------------------------------------------------------------- the clock */

static void *tick(void *context) {
  door *d = context;
  struct pollfd at = {.fd = d->ticks[0], .events = POLLIN};
  while (poll(&at, 1, TICK) == 0 || errno == EINTR) {
    if (at.revents)
      break;
    pthread_mutex_lock(d->options.lock);
    int64_t now = clock_steady();
    work_look_at_rules(d->options.work);
    streams_tick(d, now);
    requests_tick(d);
    callers_tick(d, now);
    look_at_network(d, now);
    pthread_mutex_unlock(d->options.lock);
  }
  return NULL;
}

/* --------------------------------------------------------------------------------- the server */

/* As many as there are files to open for them: one that cannot be taken waits, and with it
 * everybody behind it. */
static int connections_most(void) {
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) != 0)
    return CONNECTIONS_MOST;
  rlim_t wanted = CONNECTIONS_MOST + OTHER_FILES;
  if (files.rlim_cur < wanted) {
    files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &files);
    getrlimit(RLIMIT_NOFILE, &files);
  }
  if (files.rlim_cur >= wanted)
    return CONNECTIONS_MOST;
  int left = (int)files.rlim_cur - OTHER_FILES;
  return left < CONNECTIONS_LEAST ? CONNECTIONS_LEAST : left;
}

static bool start_server(door *d, int socket_) {
  bool tls = d->options.cert != NULL;
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
  struct MHD_OptionItem secure[] = {
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)d->options.cert},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)d->options.key},
      {MHD_OPTION_END, 0, NULL}};
  d->daemon = MHD_start_daemon(
      flags | (tls ? MHD_USE_TLS : 0u), 0, NULL, NULL, request_go_on, d, MHD_OPTION_LISTEN_SOCKET,
      socket_, MHD_OPTION_URI_LOG_CALLBACK, request_begin, d, MHD_OPTION_NOTIFY_COMPLETED,
      request_end, d, MHD_OPTION_NOTIFY_CONNECTION, caller_notify, d, MHD_OPTION_CONNECTION_LIMIT,
      (unsigned)d->connections_most, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
      (unsigned)d->connections_most / 2, /* phones behind one wireless router have one address */
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
      (unsigned)SILENT_MOST, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY,
      tls ? secure : secure + 2, MHD_OPTION_END);
  return d->daemon != NULL;
}

static bool start_threads(door *d, int socket_) {
  return start_server(d, socket_) && (d->ticking = pthread_create(&d->ticker, NULL, tick, d) == 0);
}

/* Whatever `open_door` made is ended by door_free, also when it failed half-way. */
static bool open_door(door *d, polku_report *report) {
  int socket_ = open_socket(d, report);
  if (socket_ < 0)
    return false;
  addresses_read(&d->addresses, d->options.lan);
  d->rates = rates_new();
  if (!d->rates || !(d->urls = make_urls(d)) || pipe(d->wakes) != 0 || pipe(d->ticks) != 0) {
    close(socket_);
    polku_report_fail(report, "E-MEMORY", NULL);
    return false;
  }
  if (start_threads(d, socket_))
    return true;
  if (d->daemon || !d->options.cert)
    polku_report_fail(report, "E-MEMORY", NULL);
  else
    polku_report_add(report, "E-DOOR-CERTIFICATE", NULL);
  if (!d->daemon)
    close(socket_);
  return false;
}

door *door_new(const door_options *options, polku_report *report) {
  door *d = calloc(1, sizeof *d);
  if (!d) {
    polku_report_fail(report, "E-MEMORY", NULL);
    return NULL;
  }
  d->options = *options;
  d->connections_most = connections_most();
  for (int i = 0; i < 2; i++)
    d->wakes[i] = d->ticks[i] = -1;
  if (open_door(d, report)) {
    d->options.cert = d->options.cert ? "" : NULL; /* read by now; the caller's to free */
    return d;
  }
  door_free(d);
  return NULL;
}

/* Nobody may sleep when libmicrohttpd stops; and its own thread needs the lock until then. */
static void stop_server(door *d) {
  pthread_mutex_lock(d->options.lock);
  d->closing = true;
  streams_close(d);
  requests_tick(d);
  pthread_mutex_unlock(d->options.lock);
  MHD_stop_daemon(d->daemon);
}

void door_free(door *d) {
  if (!d)
    return;
  if (d->ticking) {
    while (write(d->ticks[1], "", 1) < 0 && errno == EINTR)
      ;
    pthread_join(d->ticker, NULL);
  }
  if (d->daemon)
    stop_server(d);
  for (int i = 0; i < 2; i++) {
    if (d->wakes[i] >= 0)
      close(d->wakes[i]);
    if (d->ticks[i] >= 0)
      close(d->ticks[i]);
  }
  free_urls(d->urls);
  kept_drop(&d->kept);
  rates_free(d->rates);
  free(d);
}

const char *door_address(const door *d, int i) {
  return i >= 0 && i < d->addresses.shown ? d->urls[i] : NULL;
}

int door_port(const door *d) {
  return d->port;
}

void door_wait(door *d) {
  char byte;
  while (read(d->wakes[0], &byte, 1) < 0 && errno == EINTR)
    ;
}

void door_wake(door *d) {
  int error = errno; /* a signal handler leaves it as it was */
  while (write(d->wakes[1], "", 1) < 0 && errno == EINTR)
    ;
  errno = error;
}
