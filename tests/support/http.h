/* A browser's half of HTTP, as much of it as tests need: over plain sockets to a server on this
 * machine. Nothing waits for ever: a server that says nothing for two minutes has not answered.
 *
 * `http_get` and `http_post` speak as the page does (our Host and Origin, X-Polku, the cookie that
 * the server gave); `http_send` sends whatever bytes a test likes. */
#ifndef TEST_HTTP_H
#define TEST_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A browser. The connection is kept between questions. */
typedef struct http {
  int port, socket;
  char cookie[512]; /* "name=value; …" as the server set it; "": none */
} http;

typedef struct http_answer {
  int status;
  char *head; /* all lines of it */
  char *body; /* ended by NUL */
  size_t length;
} http_answer;

void http_begin(http *browser, int port);
void http_end(http *browser);

/* False when there was no whole answer: nobody listens, or the connection broke. Else end the
 * answer with http_free. `form` is the body, NULL an empty one. */
bool http_get(http *browser, const char *path, http_answer *answer);
bool http_post(http *browser, const char *path, const char *form, http_answer *answer);
void http_free(http_answer *answer);

/* The value of a header of an answer, in `value`; "" where there is none. */
const char *http_header(const http_answer *answer, const char *name, char value[512]);

/* A form of names and values up to a NULL: http_form("kind", "edit", "base", "3", NULL). A value
 * that is NULL leaves its field out: its name must be followed by (const char *)NULL. Caller
 * frees. */
char *http_form(const char *name, ...);

/* Bytes on a connection of their own, and what comes back. `http_connect` gives a socket, −1:
 * nobody listens. */
int http_connect(int port);
bool http_send(int socket, const char *bytes, size_t length);
bool http_hear_answer(int socket, http_answer *answer);

/* A stream of events. */
typedef struct http_stream http_stream;
typedef struct http_event {
  const char *name, *data; /* borrowed until the next is heard */
  int64_t id;              /* −1: it has none */
} http_event;

/* Opens the stream of a path; NULL with the status in `status` when the answer is no stream, 0 when
 * there is none. */
http_stream *http_listen(const http *browser, const char *path, int *status);

/* The next event, if it comes within so many milliseconds. `http_lost`: the connection is over. */
bool http_hear(http_stream *stream, int milliseconds, http_event *event);
bool http_lost(const http_stream *stream);
int http_socket_of(const http_stream *stream);
void http_hang_up(http_stream *stream);

#endif
