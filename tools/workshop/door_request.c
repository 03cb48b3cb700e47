/* A request, from its first line to its answer. libmicrohttpd calls request_go_on with the headers,
 * then with pieces of the body, then once more; and again after a sleep. */
#include "workshop/door_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A body that is refused is read to its end and thrown away, so that who sent it hears why; of a
 * larger one the connection is closed. */
enum { DISCARD_MOST = 1024 * 1024 };

void *request_begin(void *context, const char *address, struct MHD_Connection *connection) {
  request *r = calloc(1, sizeof *r);
  const char *query = address ? strchr(address, '?') : NULL;
  if (!r)
    return NULL;
  *r = (request){.door = context, .connection = connection, .client = 0, .role = ROOM_NOBODY};
  r->address_length = address ? strlen(address) : 0;
  r->path_length = address ? strcspn(address, "?") : 0;
  if (query && r->address_length <= GUARD_ADDRESS_MOST)
    r->asked = strdup(query + 1);
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  r->caller = info ? info->socket_context : NULL;
  return r;
}

static const char *header(request *r, const char *name) {
  return MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, name);
}

static enum MHD_Result count_host(void *context, enum MHD_ValueKind kind, const char *key,
                                  const char *value) {
  (void)kind, (void)value;
  int *count = context;
  *count += strcasecmp(key, "Host") == 0;
  return MHD_YES;
}

static refusal check_guard(request *r, const char *path, const char *method) {
  const union MHD_ConnectionInfo *size =
      MHD_get_connection_info(r->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
  guard_asked asked = {.method = method,
                       .path = path,
                       .host = header(r, "Host"),
                       .origin = header(r, "Origin"),
                       .site = header(r, "Sec-Fetch-Site"),
                       .polku = header(r, "X-Polku"),
                       .type = header(r, "Content-Type"),
                       .length = header(r, "Content-Length"),
                       .encoding = header(r, "Transfer-Encoding"),
                       .headers = size ? size->header_size : 0,
                       .address = r->address_length};
  MHD_get_connection_values(r->connection, MHD_HEADER_KIND, count_host, &asked.hosts);
  const door *d = r->door;
  return guard_check(&asked, r->route ? r->route->methods : 0, &d->addresses, d->port,
                     d->options.cert != NULL);
}

/* "fi, sv;q=0.8": the one of ours that is wanted most, the first of equals. */
static void read_languages(const char *text, polku_lang *lang) {
  double best = 0;
  while (text && *text) {
    text += strspn(text, " \t,");
    size_t length = strcspn(text, ",");
    const char *quality = memchr(text, ';', length);
    double wanted = quality && strncmp(quality + 1, "q=", 2) == 0 ? strtod(quality + 3, NULL) : 1;
    char name[8];
    polku_lang one;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, ",; \t"), text);
    if (wanted > best && polku_lang_read(name, &one)) {
      best = wanted;
      *lang = one;
    }
    text += length;
  }
}

static void find_language(request *r) {
  const char *asked = form_text(&r->query, "lang");
  r->lang = r->door->options.lang;
  if (!asked || !polku_lang_read(asked, &r->lang))
    read_languages(header(r, "Accept-Language"), &r->lang);
}

static void find_client(request *r) {
  char name[32];
  snprintf(name, sizeof name, "polku_%d", r->door->port);
  const char *token = MHD_lookup_connection_value(r->connection, MHD_COOKIE_KIND, name);
  if (token && strlen(token) == 32 &&
      room_client(r->door->options.room, token, &r->client, &r->role)) {
    memcpy(r->token, token, sizeof r->token);
  } else {
    r->client = 0;
    r->role = ROOM_NOBODY;
  }
}

/* One browser; and an address, behind which a room of phones may be, ten times as often: whoever
 * makes many browsers of one machine does not ask for all of them. */
static refusal check_rate(request *r) {
  enum { OF_ADDRESS, OF_STRANGER, OF_CLIENT, OF_WHOM, PHONES = 10 };
  const route *to = r->route;
  uint64_t address = r->caller ? r->caller->address : 0;
  rate one = route_limit(to), all = {one.per_second * PHONES, one.most * PHONES};
  uint64_t whole = rate_key(to->bucket * OF_WHOM + OF_ADDRESS, address);
  uint64_t own = r->client ? rate_key(to->bucket * OF_WHOM + OF_CLIENT, (uint64_t)r->client)
                           : rate_key(to->bucket * OF_WHOM + OF_STRANGER, address);
  int64_t now = clock_steady();
  r->wait = rate_wait(r->door->rates, own, one, now, true);
  if (!r->wait)
    r->wait = rate_wait(r->door->rates, whole, all, now, true);
  return r->wait ? (refusal){429, "slow"} : (refusal){0, NULL};
}

static refusal check_rights(const request *r) {
  if (r->route->who == FOR_CLIENTS && r->role == ROOM_NOBODY)
    return (refusal){401, "stranger"};
  if (r->route->who == FOR_FACILITATORS && r->role != ROOM_FACILITATOR)
    return r->role == ROOM_NOBODY ? (refusal){401, "stranger"} : (refusal){403, "refused"};
  return (refusal){0, NULL};
}

/* All that can be decided by the headers. */
static refusal look_at(request *r, const char *path, const char *method) {
  r->path = path;
  /* None of our paths needs an escape: what has one ("%00") is none of them. */
  r->route = strlen(path) == r->path_length ? route_find(path) : NULL;
  form_state query =
      form_read(&r->query, r->asked ? r->asked : "", r->asked ? strlen(r->asked) : 0);
  find_language(r);
  refusal no = check_guard(r, path, method);
  if (no.status)
    return no;
  if (query != FORM_GOOD)
    return query == FORM_MALFORMED ? (refusal){400, "malformed"} : (refusal){503, "memory"};
  find_client(r);
  no = check_rights(r);
  if (no.status)
    return no;
  long long length = guard_length(header(r, "Content-Length"));
  if (r->route->most && length > (long long)r->route->most)
    return (refusal){413, "large"};
  return check_rate(r);
}

static enum MHD_Result begin(request *r, const char *path, const char *method) {
  r->begun = true;
  r->refusal = look_at(r, path, method);
  long long length = guard_length(header(r, "Content-Length"));
  bool endless = header(r, "Transfer-Encoding") || length == -2 || length > DISCARD_MOST;
  return r->refusal.status && endless ? answer_refusal(r, r->refusal) : MHD_YES;
}

/* A piece of the body. The length that the headers told was looked at: only a client that lies gets
 * to the second test. */
static enum MHD_Result take(request *r, const char *bytes, size_t length) {
  if (!r->refusal.status) {
    if (r->body.length + length > GUARD_BODY_MOST)
      return MHD_NO;
    json_bytes(&r->body, bytes, length);
  } else if ((r->discarded += (int64_t)length) > DISCARD_MOST) {
    return MHD_NO;
  }
  return MHD_YES;
}

static enum MHD_Result finish(request *r) {
  if (r->gone)
    return MHD_NO;
  if (r->body.failed)
    r->refusal = (refusal){503, "memory"};
  if (r->door->closing)
    r->refusal = (refusal){503, "closing"};
  return r->refusal.status ? answer_refusal(r, r->refusal) : r->route->answer(r);
}

enum MHD_Result request_go_on(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *bytes,
                              size_t *length, void **at) {
  (void)connection, (void)version;
  door *d = context;
  request *r = *at;
  enum MHD_Result result = MHD_NO;
  if (!r)
    return MHD_NO;
  pthread_mutex_lock(d->options.lock);
  if (!r->begun) {
    result = begin(r, path, method);
  } else if (*length > 0) {
    result = take(r, bytes, *length);
    *length = 0;
  } else {
    result = finish(r);
  }
  pthread_mutex_unlock(d->options.lock);
  return result;
}

void request_sleep(request *r) {
  r->asleep = true;
  r->before = NULL;
  r->after = r->door->asleep;
  if (r->after)
    r->after->before = r;
  r->door->asleep = r;
  caller_is(r, CALLER_SLEEPS);
  MHD_suspend_connection(r->connection);
}

/* Takes it from among those that sleep; false: it was not. */
static bool get_up(request *r) {
  if (!r->asleep)
    return false;
  r->asleep = false;
  if (r->before)
    r->before->after = r->after;
  else
    r->door->asleep = r->after;
  if (r->after)
    r->after->before = r->before;
  return true;
}

void request_wake(request *r) {
  if (get_up(r))
    MHD_resume_connection(r->connection);
}

void requests_tick(door *d) {
  for (request *r = d->asleep, *after; r; r = after) {
    after = r->after;
    if (d->closing || (r->caller && socket_is_gone(r->caller->socket))) {
      r->gone = !d->closing;
      request_wake(r);
    }
  }
}

void request_end(void *context, struct MHD_Connection *connection, void **at,
                 enum MHD_RequestTerminationCode code) {
  (void)connection, (void)code;
  door *d = context;
  request *r = *at;
  if (!r)
    return;
  pthread_mutex_lock(d->options.lock);
  get_up(r);
  later_forget(r);
  stream_forget(r);
  caller_is(r, CALLER_READS);
  pthread_mutex_unlock(d->options.lock);
  form_free(&r->query);
  json_drop(&r->body);
  free(r->asked);
  free(r);
  *at = NULL;
}
