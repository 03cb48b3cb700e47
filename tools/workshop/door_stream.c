/* Streams of events. What is said is kept once however many hear it; each stream has a queue of
 * what it has not sent yet, and one whose reader is too slow starts over. */
#include "workshop/door_inside.h"

#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum {
  QUEUE_MOST = 256 * 1024, /* bytes */
  BEHIND_MOST = 500,       /* entries */
  OF_ONE_MOST = 12,        /* streams of one client; the oldest ends */
  SILENCE_MOST = 15 * 1000,
  UNHEARD_MOST = 30 * 1000, /* milliseconds until a reader that acknowledges nothing is dead */
  BLOCK = 16 * 1024
};

struct said {
  int uses;
  size_t length;
  char bytes[];
};

struct stream {
  door *door;
  struct MHD_Connection *connection;
  int socket;
  int64_t client;
  room_role role;
  said **queue; /* `count` of them, `sent` bytes of the first are gone */
  size_t count, room, sent, bytes;
  int64_t spoke;       /* when it was last said something */
  bool asleep, ending; /* ending: when all is sent */
  stream *before, *after;
};

/* -------------------------------------------------------------------------------- what is said */

static void said_drop(said *text) {
  if (text && --text->uses == 0)
    free(text);
}

/* Line breaks in JSON stand between its tokens only: they become spaces, so that it is one line. */
static said *said_new(const char *event, int64_t number, const char *json) {
  char head[64] = "";
  size_t length = strlen(json), before = 0;
  if (number > 0)
    before = (size_t)snprintf(head, sizeof head, "id: %" PRId64 "\n", number);
  before += (size_t)snprintf(head + before, sizeof head - before, "event: %.20s\ndata: ", event);
  said *s = malloc(sizeof *s + before + length + 2);
  if (!s)
    return NULL;
  *s = (said){.uses = 1, .length = before + length + 2};
  memcpy(s->bytes, head, before);
  for (size_t i = 0; i < length; i++)
    s->bytes[before + i] = json[i] == '\n' || json[i] == '\r' ? ' ' : json[i];
  memcpy(s->bytes + before + length, "\n\n", 2);
  return s;
}

static said *said_raw(const char *text) {
  size_t length = strlen(text);
  said *s = malloc(sizeof *s + length);
  if (s) {
    *s = (said){.uses = 1, .length = length};
    memcpy(s->bytes, text, length);
  }
  return s;
}

/* ----------------------------------------------------------------------------------- one stream */

static void wake(stream *s) {
  if (!s->asleep)
    return;
  s->asleep = false;
  MHD_resume_connection(s->connection);
}

static void end(stream *s) {
  s->ending = true;
  wake(s);
}

static void clear(stream *s) {
  for (size_t i = 0; i < s->count; i++)
    said_drop(s->queue[i]);
  s->count = s->sent = s->bytes = 0;
}

static bool put(stream *s, said *text) {
  if (s->count == s->room) {
    size_t space = s->room ? 2 * s->room : 16;
    said **more = realloc(s->queue, space * sizeof(*more));
    if (!more)
      return false;
    s->queue = more;
    s->room = space;
  }
  s->queue[s->count++] = text;
  s->bytes += text->length;
  text->uses++;
  s->spoke = clock_steady();
  wake(s);
  return true;
}

/* A reader that fell behind, or that memory is lacking for, hears that it starts over, and the
 * stream ends; what was begun to be sent is sent to its end. */
static void start_over(stream *s) {
  said *begun = s->sent > 0 ? s->queue[0] : NULL, *reset = said_new("reset", 0, "{}");
  size_t sent = s->sent;
  if (begun)
    begun->uses++;
  clear(s);
  if (begun && put(s, begun))
    s->sent = sent;
  if (reset)
    put(s, reset);
  said_drop(begun);
  said_drop(reset);
  end(s);
}

static void say_to(stream *s, said *text) {
  if (s->ending || !text)
    return;
  if (s->bytes + text->length > QUEUE_MOST || !put(s, text))
    start_over(s);
}

/* libmicrohttpd asks for bytes, without the lock; nothing to say: the connection sleeps. */
static ssize_t stream_read(void *context, uint64_t position, char *out, size_t most) {
  (void)position;
  stream *s = context;
  size_t filled = 0;
  pthread_mutex_lock(s->door->options.lock);
  while (s->count > 0 && filled < most) {
    said *first = s->queue[0];
    size_t n = first->length - s->sent < most - filled ? first->length - s->sent : most - filled;
    memcpy(out + filled, first->bytes + s->sent, n);
    filled += n;
    s->sent += n;
    s->bytes -= n;
    if (s->sent == first->length) {
      memmove(s->queue, s->queue + 1, --s->count * sizeof(*s->queue));
      s->sent = 0;
      said_drop(first);
    }
  }
  bool over = filled == 0 && (s->ending || s->door->closing);
  if (filled == 0 && !over) {
    s->asleep = true;
    MHD_suspend_connection(s->connection);
  }
  pthread_mutex_unlock(s->door->options.lock);
  return over ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)filled;
}

/* -------------------------------------------------------------------------------- all of them */

static bool may_see(const stream *s, int64_t number) {
  return number == 0 || room_sees(s->door->options.room, s->client, number);
}

/* NULL: memory ran out, or the disk failed. */
static said *entry_said(const stream *s, int64_t number) {
  json_out out = JSON_OUT_EMPTY;
  room_add_entry(s->door->options.room, number, s->client, &out);
  char *json = out.length > 0 ? json_take(&out) : NULL;
  said *text = json ? said_new("entry", number, json) : NULL;
  json_drop(&out);
  free(json);
  return text;
}

static void say_or_start_over(stream *s, said *text) {
  if (text)
    say_to(s, text);
  else
    start_over(s);
}

static void say_entry_to(stream *s, int64_t number) {
  if (!may_see(s, number))
    return;
  said *text = entry_said(s, number);
  say_or_start_over(s, text);
  said_drop(text);
}

void door_say_entry(door *d, int64_t number) {
  bool alike = room_looks_alike(d->options.room, number);
  said *text = NULL;
  for (stream *s = d->streams; s; s = s->after) {
    if (!may_see(s, number))
      continue;
    if (!text)
      text = entry_said(s, number);
    say_or_start_over(s, text);
    if (!alike) {
      said_drop(text);
      text = NULL;
    }
  }
  said_drop(text);
}

/* The number of what was told in words: it is seen by who sees the entry. */
static int64_t told_number(const char *event, const char *json) {
  const char *at = strcmp(event, "told") == 0 ? strstr(json, "\"number\":") : NULL;
  return at ? strtoll(at + strlen("\"number\":"), NULL, 10) : 0;
}

static void keep(kept *k, const char *event, said *text) {
  static const char *const sorts[KEPT_SORTS] = {"figures", "start_figures", "problems", "picture",
                                                "vocabulary"};
  said **place = NULL;
  for (int i = 0; i < KEPT_SORTS; i++)
    if (strcmp(event, sorts[i]) == 0)
      place = &k->newest[i];
  if (strcmp(event, "told") == 0)
    place = &k->told[k->next_told++ % KEPT_TOLD];
  if (!place)
    return;
  said_drop(*place);
  *place = text;
  text->uses++;
}

void kept_drop(kept *k) {
  for (int i = 0; i < KEPT_SORTS; i++)
    said_drop(k->newest[i]);
  for (int i = 0; i < KEPT_TOLD; i++)
    said_drop(k->told[i]);
}

void door_say(door *d, const char *event, const char *json) {
  said *text = said_new(event, 0, json);
  int64_t number = told_number(event, json);
  if (text)
    keep(&d->kept, event, text);
  for (stream *s = d->streams; s; s = s->after) {
    if (may_see(s, number))
      say_or_start_over(s, text);
  }
  said_drop(text);
}

void door_say_to(door *d, int64_t client, const char *event, const char *json) {
  said *text = said_new(event, 0, json);
  for (stream *s = d->streams; s && text; s = s->after)
    if (s->client == client)
      say_to(s, text);
  said_drop(text);
}

int streams_people(const door *d) {
  int people = 0;
  for (const stream *s = d->streams; s; s = s->after) {
    bool counted = s->role == ROOM_SCREEN || s->ending;
    for (const stream *other = d->streams; other != s && !counted; other = other->after)
      counted = other->client == s->client && !other->ending;
    people += !counted;
  }
  return people;
}

static said *people_said(int people, int64_t hidden) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  json_int_member(&out, "people", people);
  if (hidden >= 0)
    json_int_member(&out, "hidden", hidden);
  json_raw(&out, "}");
  char *json = json_take(&out);
  said *text = json ? said_new("people", 0, json) : NULL;
  free(json);
  return text;
}

/* How many listen, and to facilitators how many entries a silent round hides; false: as was said
 * before. */
static bool say_people(door *d) {
  int people = streams_people(d);
  int64_t hidden = room_hidden(d->options.room);
  if (people == d->people && hidden == d->hidden)
    return false;
  d->people = people;
  d->hidden = hidden;
  said *all = people_said(people, -1), *more = people_said(people, hidden);
  for (stream *s = d->streams; s; s = s->after)
    say_to(s, s->role == ROOM_FACILITATOR ? more : all);
  said_drop(all);
  said_drop(more);
  return true;
}

/* Who comes back before its going was noticed changes no number, and fetched one without itself. */
static void say_people_to(stream *s) {
  const door *d = s->door;
  if (say_people(s->door))
    return;
  said *text = people_said(d->people, s->role == ROOM_FACILITATOR ? d->hidden : -1);
  say_to(s, text);
  said_drop(text);
}

void streams_tick(door *d, int64_t now) {
  said *beat = NULL;
  for (stream *s = d->streams; s; s = s->after) {
    if (!s->ending && socket_is_gone(s->socket)) {
      clear(s);
      end(s);
    } else if (s->count == 0 && now - s->spoke >= SILENCE_MOST) {
      room_saw(d->options.room, s->client);
      if (!beat)
        beat = said_raw(":\n\n");
      say_to(s, beat);
    }
  }
  said_drop(beat);
  say_people(d);
}

void streams_close(door *d) {
  for (stream *s = d->streams; s; s = s->after)
    end(s);
}

/* ---------------------------------------------------------------------------- a stream begins */

/* What the client missed since `after`, or that it missed too much. */
static void catch_up(stream *s, int64_t after) {
  int64_t last = room_number(s->door->options.room);
  said *reset = NULL;
  if (after > last || last - after > BEHIND_MOST)
    say_to(s, reset = said_new("reset", 0, "{}"));
  else
    for (int64_t number = after + 1; number <= last && !s->ending; number++)
      say_entry_to(s, number);
  said_drop(reset);
}

/* What was said while nobody listened here, where the newest is enough. */
static void say_kept(stream *s) {
  const kept *k = &s->door->kept;
  for (int i = 0; i < KEPT_TOLD; i++) {
    said *told = k->told[(k->next_told + i) % KEPT_TOLD];
    if (told && may_see(s, told_number("told", told->bytes)))
      say_to(s, told);
  }
  for (int i = 0; i < KEPT_SORTS; i++)
    say_to(s, k->newest[i]);
}

static void end_oldest(const stream *newest) {
  stream *oldest = NULL;
  int same = 0;
  for (stream *s = newest->after; s; s = s->after)
    if (s->client == newest->client && !s->ending) {
      same++;
      oldest = s; /* newer ones stand before it */
    }
  if (same >= OF_ONE_MOST)
    end(oldest);
}

static stream *stream_new(request *r) {
  door *d = r->door;
  stream *s = calloc(1, sizeof *s);
  if (!s)
    return NULL;
  *s = (stream){.door = d,
                .connection = r->connection,
                .socket = r->caller ? r->caller->socket : -1,
                .client = r->client,
                .role = r->role,
                .spoke = clock_steady(),
                .after = d->streams};
  if (s->after)
    s->after->before = s;
  d->streams = r->stream = s;
  unsigned unheard = UNHEARD_MOST;
  if (s->socket >= 0)
    setsockopt(s->socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &unheard, sizeof unheard);
  end_oldest(s);
  return s;
}

void stream_forget(request *r) {
  stream *s = r->stream;
  r->stream = NULL;
  if (!s)
    return;
  if (s->before)
    s->before->after = s->after;
  else
    s->door->streams = s->after;
  if (s->after)
    s->after->before = s->before;
  clear(s);
  free(s->queue);
  free(s);
}

/* Where a stream goes on: what the browser heard last, or what the page fetched. */
static bool read_after(request *r, int64_t *after) {
  const char *last = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "Last-Event-ID");
  form_field field = {"after", last};
  form heard = {.fields = {field}, .count = 1};
  return form_number(last && *last ? &heard : &r->query, "after", after);
}

enum MHD_Result ask_events(request *r) {
  int64_t after = room_number(r->door->options.room);
  if (!read_after(r, &after))
    return answer_refusal(r, (refusal){400, "malformed"});
  stream *s = stream_new(r);
  struct MHD_Response *response =
      s ? MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, stream_read, s, NULL) : NULL;
  if (!response)
    return answer_refusal(r, (refusal){503, "memory"});
  said *hello = said_raw("retry: 1000\n\n");
  say_to(s, hello);
  said_drop(hello);
  catch_up(s, after);
  say_kept(s);
  say_people_to(s);
  answer_guard(r->door, response, ANSWER_DATA);
  MHD_add_response_header(response, "Content-Type", "text/event-stream; charset=utf-8");
  MHD_add_response_header(response, "Cache-Control", "no-store");
  caller_is(r, CALLER_LISTENS);
  enum MHD_Result result = MHD_queue_response(r->connection, MHD_HTTP_OK, response);
  MHD_destroy_response(response);
  return result;
}
