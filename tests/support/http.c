#include "support/http.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* --- bytes */

typedef struct text {
  char *bytes;
  size_t length, room;
} text;

static void add(text *t, char c) {
  if (t->length + 1 >= t->room) {
    t->room = t->room ? 2 * t->room : 256;
    t->bytes = realloc(t->bytes, t->room);
    if (!t->bytes)
      abort();
  }
  t->bytes[t->length++] = c;
  t->bytes[t->length] = '\0';
}

static void add_string(text *t, const char *string) {
  for (; *string; string++)
    add(t, *string);
}

/* What comes through a socket, byte by byte; of a body in chunks their content. */
typedef struct reader {
  int socket;
  bool over, chunked;
  long long left; /* of the body or of its chunk; −1: until the connection ends */
  size_t at, end;
  char bytes[8192];
} reader;

static int raw(reader *r) {
  if (r->at == r->end && !r->over) {
    ssize_t got;
    do
      got = recv(r->socket, r->bytes, sizeof r->bytes, 0);
    while (got < 0 && errno == EINTR);
    r->over = got <= 0;
    r->at = 0;
    r->end = got > 0 ? (size_t)got : 0;
  }
  return r->over ? -1 : (unsigned char)r->bytes[r->at++];
}

/* A line without its end. False when the connection ended before it. */
static bool raw_line(reader *r, text *line) {
  int c;
  line->length = 0;
  while ((c = raw(r)) >= 0 && c != '\n')
    if (c != '\r')
      add(line, (char)c);
  return c == '\n';
}

static bool next_chunk(reader *r) {
  text line = {0};
  bool first = raw_line(r, &line);
  if (first && line.length == 0) /* the end of the chunk before */
    first = raw_line(r, &line);
  r->left = first && line.bytes ? strtoll(line.bytes, NULL, 16) : 0;
  if (first && r->left == 0)
    raw_line(r, &line);
  free(line.bytes);
  return first && r->left > 0;
}

/* The next byte of the body; −1 at its end. */
static int body(reader *r) {
  if (r->left == 0 && (!r->chunked || !next_chunk(r)))
    return -1;
  int c = raw(r);
  if (c >= 0 && r->left > 0)
    r->left--;
  return c;
}

/* --- connections */

int http_connect(int port) {
  struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  struct timeval patience = {.tv_sec = 120};
  int s = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (s < 0)
    return -1;
  setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (connect(s, (struct sockaddr *)&there, sizeof there) == 0)
    return s;
  close(s);
  return -1;
}

bool http_send(int s, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(s, bytes, length, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent <= 0)
      return false;
    bytes += sent;
    length -= (size_t)sent;
  }
  return true;
}

void http_begin(http *h, int port) {
  *h = (http){.port = port, .socket = -1};
}

static void drop(http *h) {
  if (h->socket >= 0)
    close(h->socket);
  h->socket = -1;
}

void http_end(http *h) {
  drop(h);
}

/* A kept connection that the server has closed meanwhile is made anew, before anything is asked
 * through it: no question is sent twice. */
static bool connected(http *h) {
  char byte;
  if (h->socket >= 0 && recv(h->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0)
    drop(h);
  if (h->socket < 0)
    h->socket = http_connect(h->port);
  return h->socket >= 0;
}

/* --- answers */

const char *http_header(const http_answer *answer, const char *name, char value[512]) {
  size_t length = strlen(name);
  value[0] = '\0';
  for (const char *line = answer->head; line && *line; line = strchr(line, '\n')) {
    line += *line == '\n';
    if (strncasecmp(line, name, length) == 0 && line[length] == ':') {
      const char *from = line + length + 1;
      from += strspn(from, " ");
      snprintf(value, 512, "%.*s", (int)strcspn(from, "\n"), from);
      break;
    }
  }
  return value;
}

static bool hear_head(reader *r, http_answer *answer) {
  text head = {0}, line = {0};
  bool whole;
  while ((whole = raw_line(r, &line)) && line.length > 0) {
    add_string(&head, line.bytes);
    add(&head, '\n');
  }
  free(line.bytes);
  answer->head = head.bytes;
  if (!whole || !head.bytes || sscanf(head.bytes, "HTTP/%*s %d", &answer->status) != 1)
    return false;
  char value[512];
  r->chunked = strcasecmp(http_header(answer, "Transfer-Encoding", value), "chunked") == 0;
  http_header(answer, "Content-Length", value);
  r->left = r->chunked ? 0 : value[0] ? strtoll(value, NULL, 10) : -1;
  if (answer->status == 204 || answer->status == 304)
    r->left = 0;
  return true;
}

bool http_hear_answer(int socket, http_answer *answer) {
  reader *r = calloc(1, sizeof *r);
  text content = {0};
  int c;
  if (!r)
    abort();
  *answer = (http_answer){0};
  r->socket = socket;
  bool whole = hear_head(r, answer);
  while (whole && (c = body(r)) >= 0)
    add(&content, (char)c);
  whole = whole && r->left <= 0 && !(r->chunked && r->over);
  add(&content, '\0');
  answer->body = content.bytes;
  answer->length = content.length - 1;
  free(r);
  if (!whole)
    http_free(answer);
  return whole;
}

void http_free(http_answer *answer) {
  free(answer->head);
  free(answer->body);
  *answer = (http_answer){0};
}

/* --- questions */

static void take_cookie(http *h, const http_answer *answer) {
  char value[512];
  http_header(answer, "Set-Cookie", value);
  value[strcspn(value, ";")] = '\0';
  if (value[0])
    snprintf(h->cookie, sizeof h->cookie, "%s", value);
}

static void add_head(const http *h, const char *method, const char *path, text *head) {
  char line[256];
  add_string(head, method);
  add(head, ' ');
  add_string(head, path);
  snprintf(line, sizeof line, " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n", h->port);
  add_string(head, line);
  if (h->cookie[0]) {
    add_string(head, "Cookie: ");
    add_string(head, h->cookie);
    add_string(head, "\r\n");
  }
}

static bool ask(http *h, const text *question, http_answer *answer) {
  char value[512];
  if (!connected(h))
    return false;
  if (!http_send(h->socket, question->bytes, question->length) ||
      !http_hear_answer(h->socket, answer)) {
    drop(h);
    return false;
  }
  take_cookie(h, answer);
  if (strcasecmp(http_header(answer, "Connection", value), "close") == 0)
    drop(h);
  return true;
}

bool http_get(http *h, const char *path, http_answer *answer) {
  text question = {0};
  *answer = (http_answer){0};
  add_head(h, "GET", path, &question);
  add_string(&question, "\r\n");
  bool answered = ask(h, &question, answer);
  free(question.bytes);
  return answered;
}

bool http_post(http *h, const char *path, const char *form, http_answer *answer) {
  text question = {0};
  char line[256];
  *answer = (http_answer){0};
  add_head(h, "POST", path, &question);
  snprintf(line, sizeof line,
           "Origin: http://127.0.0.1:%d\r\nX-Polku: 1\r\n"
           "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n",
           h->port, form ? strlen(form) : 0);
  add_string(&question, line);
  add_string(&question, form ? form : "");
  bool answered = ask(h, &question, answer);
  free(question.bytes);
  return answered;
}

static void add_coded(text *t, const char *value) {
  char code[4];
  for (const unsigned char *c = (const unsigned char *)value; *c; c++) {
    bool plain = *c < 128 && (isalnum(*c) || strchr("-._~", *c));
    snprintf(code, sizeof code, "%%%02X", *c);
    if (plain)
      add(t, (char)*c);
    else
      add_string(t, code);
  }
}

char *http_form(const char *name, ...) {
  text form = {0};
  va_list more;
  va_start(more, name);
  for (; name; name = va_arg(more, const char *)) {
    const char *value = va_arg(more, const char *);
    if (!value)
      continue;
    if (form.length > 0)
      add(&form, '&');
    add_coded(&form, name);
    add(&form, '=');
    add_coded(&form, value);
  }
  va_end(more);
  return form.bytes ? form.bytes : calloc(1, 1);
}

/* --- events */

struct http_stream {
  reader reader;
  bool lost, given; /* what was gathered has been handed out */
  int64_t id;
  text line, name, data;
};

http_stream *http_listen(const http *h, const char *path, int *status) {
  text question = {0};
  http_answer answer = {0};
  http_stream *s = calloc(1, sizeof *s);
  if (!s)
    abort();
  add_head(h, "GET", path, &question);
  add_string(&question, "Accept: text/event-stream\r\n\r\n");
  s->reader.socket = http_connect(h->port);
  char type[512] = "";
  bool heard = s->reader.socket >= 0 &&
               http_send(s->reader.socket, question.bytes, question.length) &&
               hear_head(&s->reader, &answer);
  if (heard)
    http_header(&answer, "Content-Type", type);
  *status = answer.status;
  free(question.bytes);
  http_free(&answer);
  s->given = true; /* nothing is */
  if (heard && strncmp(type, "text/event-stream", 17) == 0)
    return s;
  http_hang_up(s);
  return NULL;
}

void http_hang_up(http_stream *s) {
  if (!s)
    return;
  if (s->reader.socket >= 0)
    close(s->reader.socket);
  free(s->line.bytes);
  free(s->name.bytes);
  free(s->data.bytes);
  free(s);
}

bool http_lost(const http_stream *s) {
  return s->lost;
}

int http_socket_of(const http_stream *s) {
  return s->reader.socket;
}

/* The end of a chunk is nothing to wait behind. */
static bool readable(reader *r, int milliseconds) {
  while (r->chunked && r->left == 0 && r->at < r->end &&
         (r->bytes[r->at] == '\r' || r->bytes[r->at] == '\n'))
    r->at++;
  struct pollfd wait = {.fd = r->socket, .events = POLLIN};
  return r->at < r->end || poll(&wait, 1, milliseconds < 0 ? 0 : milliseconds) > 0;
}

/* There is a string then, also where it is empty. */
static void set(text *t, const char *value) {
  add(t, ' ');
  t->length = 0;
  t->bytes[0] = '\0';
  add_string(t, value);
}

static bool stream_line(http_stream *s) {
  int c;
  set(&s->line, "");
  while ((c = body(&s->reader)) >= 0 && c != '\n')
    if (c != '\r')
      add(&s->line, (char)c);
  s->lost = c < 0;
  return !s->lost;
}

/* A field of an event; true for the empty line that ends one which has data. */
static bool take_line(http_stream *s) {
  const char *line = s->line.bytes;
  if (strncmp(line, "event: ", 7) == 0)
    set(&s->name, line + 7);
  else if (strncmp(line, "data: ", 6) == 0)
    set(&s->data, line + 6);
  else if (strncmp(line, "id: ", 4) == 0)
    s->id = strtoll(line + 4, NULL, 10);
  return line[0] == '\0' && s->data.length > 0;
}

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void forget_event(http_stream *s) {
  set(&s->name, "message");
  set(&s->data, "");
  s->id = -1;
  s->given = false;
}

bool http_hear(http_stream *s, int milliseconds, http_event *event) {
  int64_t end = now() + milliseconds;
  if (s->given)
    forget_event(s);
  while (!s->given && !s->lost && readable(&s->reader, (int)(end - now())) && stream_line(s))
    s->given = take_line(s);
  *event = (http_event){s->name.bytes, s->data.bytes, s->id};
  return s->given;
}
