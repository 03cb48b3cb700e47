/* What the files of the door share.
 *
 * One thread of libmicrohttpd reads requests and answers them, another ticks twice a second. What
 * both touch (streams, callers, who sleeps) is guarded by the lock of the room, which every
 * function here expects to be held unless it says otherwise. libmicrohttpd is never stopped with
 * the lock held. */
#ifndef DOOR_INSIDE_H
#define DOOR_INSIDE_H

#include "workshop/clock.h"
#include "workshop/door.h"
#include "workshop/door_address.h"
#include "workshop/door_form.h"
#include "workshop/door_guard.h"
#include "workshop/door_rate.h"

#include <microhttpd.h>
#include <pthread.h>

typedef struct caller caller;
typedef struct request request;
typedef struct stream stream;
typedef struct later later;
typedef struct said said;

/* ------------------------------------------------------------------- connections: door_caller.c */

typedef enum {
  CALLER_READS,  /* we wait for a request, or its rest: for how long is counted */
  CALLER_SLEEPS, /* for what the work computes */
  CALLER_WRITES, /* an answer */
  CALLER_LISTENS /* to the stream of events */
} caller_phase;

struct caller {
  int socket;
  uint64_t address; /* a digest */
  caller_phase phase;
  int64_t since;
  caller *before, *after;
};

/* For libmicrohttpd, which calls these without the lock. */
void caller_notify(void *door, struct MHD_Connection *connection, void **socket_context,
                   enum MHD_ConnectionNotificationCode code);
void caller_is(request *request, caller_phase phase);
/* Hangs up on who takes too long. */
void callers_tick(door *door, int64_t now);

/* -------------------------------------------------------------------- requests: door_request.c */

typedef struct route {
  const char *path;
  unsigned methods; /* guard_methods */
  enum { FOR_ANYBODY, FOR_CLIENTS, FOR_FACILITATORS } who;
  size_t most; /* of a body, in bytes; 0: GUARD_BODY_MOST */
  int bucket;  /* routes with the same share a limit */
  enum MHD_Result (*answer)(request *request);
} route;

struct request {
  door *door;
  struct MHD_Connection *connection;
  caller *caller;
  const route *route;
  const char *path; /* libmicrohttpd's, as long as the request */
  bool begun;
  size_t address_length, path_length; /* as they came, with escapes */
  char *asked;                        /* the query as it came */
  form query;
  json_out body;
  int64_t discarded; /* bytes of a body that nobody reads */
  refusal refusal;
  int wait; /* seconds, of a refusal */
  int64_t client;
  room_role role;
  char token[33]; /* of its cookie; "" */
  polku_lang lang;
  later *later;
  stream *stream;
  bool asleep, gone;
  request *before, *after; /* among those that sleep */
};

/* For libmicrohttpd, without the lock. */
void *request_begin(void *door, const char *address, struct MHD_Connection *connection);
enum MHD_Result request_go_on(void *door, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *bytes,
                              size_t *length, void **request);
void request_end(void *door, struct MHD_Connection *connection, void **request,
                 enum MHD_RequestTerminationCode code);

/* Lets a request sleep until request_wake; and looks after those whose other end has gone. */
void request_sleep(request *request);
void request_wake(request *request);
void requests_tick(door *door);

/* Whether the other end of a socket hung up. */
bool socket_is_gone(int socket);

/* What may be asked for: door_routes.c. NULL: nothing at this path. */
const route *route_find(const char *path);
/* How often one client may ask, or one address where nobody is known. */
rate route_limit(const route *route);

/* --------------------------------------------------------------------- answers: door_answer.c */

/* ANSWER_FILE: what a browser opens with a viewer of its own, which a sandbox would shut out. */
typedef enum { ANSWER_PAGE, ANSWER_DATA, ANSWER_DOCUMENT, ANSWER_FILE } answer_sort;

typedef struct answer {
  int status;
  answer_sort sort; /* which headers guard it */
  const char *type;
  const char *cache;  /* Cache-Control; NULL: no-store */
  const char *etag;   /* NULL: none */
  const char *cookie; /* Set-Cookie; NULL: none */
  bool download;
  bool packed; /* bytes are gzip */
} answer;

/* Answers with bytes that live as long as the program; or that are freed, also when it fails. All
 * of these are called with the lock or without it. */
enum MHD_Result answer_static(request *request, const answer *how, const void *bytes,
                              size_t length);
enum MHD_Result answer_bytes(request *request, const answer *how, char *bytes, size_t length);
/* JSON; NULL (memory ran out) becomes what it should. */
enum MHD_Result answer_json(request *request, int status, char *json);
enum MHD_Result answer_out(request *request, int status, json_out *out);
enum MHD_Result answer_refusal(request *request, refusal refusal);
/* The same with "problems": JSON that was made already, or NULL. */
enum MHD_Result answer_problems(request *request, refusal refusal, const char *problems);
/* Puts the headers that everything has on a response. */
void answer_guard(const door *door, struct MHD_Response *response, answer_sort sort);
/* True, and answered, where the client has these very bytes already. */
bool answer_is_known(request *request, const answer *how, enum MHD_Result *result);

/* ---------------------------------------------------- what is asked: door_pages.c, door_api.c … */

enum MHD_Result ask_page(request *request);
enum MHD_Result ask_file(request *request);
enum MHD_Result ask_enter(request *request);
enum MHD_Result ask_act(request *request);
enum MHD_Result ask_room(request *request);
enum MHD_Result ask_entries(request *request);
enum MHD_Result ask_model(request *request);
enum MHD_Result ask_model_file(request *request);
enum MHD_Result ask_moment(request *request);
enum MHD_Result ask_others(request *request);
enum MHD_Result ask_without(request *request);
enum MHD_Result ask_events(request *request);
enum MHD_Result ask_picture(request *request);
enum MHD_Result ask_minutes(request *request);
enum MHD_Result ask_report(request *request);
enum MHD_Result ask_compare(request *request);
enum MHD_Result ask_explain(request *request);
enum MHD_Result ask_leverage(request *request);
enum MHD_Result ask_result(request *request);
enum MHD_Result ask_what_if(request *request);

/* Does an act, tells it to everybody who may see it, and has its consequences computed. */
room_answer door_do(door *door, const room_act *act);

/* Forgets what a request still waits for. */
void later_forget(request *request);

/* --------------------------------------------------------------------- events: door_stream.c */

/* Tells everybody who listens how many people there are, keeps streams awake, forgets dead ones. */
void streams_tick(door *door, int64_t now);
void streams_close(door *door);
void stream_forget(request *request);
int streams_people(const door *door);
/* An event for the browsers of one client. */
void door_say_to(door *door, int64_t client, const char *event, const char *json);

/* Kept for who comes back: the last event of each sort whose newest is enough, and the last of what
 * entries say in words. */
enum { KEPT_SORTS = 5, KEPT_TOLD = 64 };
typedef struct kept {
  said *newest[KEPT_SORTS], *told[KEPT_TOLD];
  int next_told;
} kept;
void kept_drop(kept *kept);

/* ------------------------------------------------------------------------------- the door */

struct door {
  door_options options;
  struct MHD_Daemon *daemon;
  int port;
  bool closing;
  addresses addresses;
  int64_t addresses_at; /* when they were read */
  char **urls;          /* ended by NULL */
  rates *rates;
  bucket guesses; /* of everybody's wrong codes */
  caller *callers;
  int caller_count, connections_most;
  request *asleep;
  stream *streams;
  kept kept;
  int people; /* as they were last said */
  int64_t hidden;
  int wakes[2], ticks[2];
  pthread_t ticker;
  bool ticking;
};

#endif
