/* Answers, and the headers that keep browsers from doing anything that we did not mean. */
#include "workshop/door_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a page may load: its own files, nothing from outside, nothing inline. A document (report,
 * minutes, comparison, picture) is one file with its styles inside and does nothing at all. */
#define POLICY_PAGE                                                                                \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "                \
  "font-src 'self' data:; connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; "       \
  "base-uri 'none'; form-action 'none'"
#define POLICY_DOCUMENT                                                                            \
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "        \
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
#define POLICY_FILE "default-src 'none'; object-src 'self'; frame-ancestors 'none'"
#define POLICY_DATA "default-src 'none'; frame-ancestors 'none'; sandbox"

static const struct {
  const char *name, *value;
} always[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
};

/* Browsers know the policy of openers where nobody can listen in, and elsewhere complain of it. */
static bool is_private(const door *d) {
  return d->options.cert || !d->options.lan;
}

void answer_guard(const door *d, struct MHD_Response *response, answer_sort sort) {
  for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
    MHD_add_response_header(response, always[i].name, always[i].value);
  if (is_private(d))
    MHD_add_response_header(response, "Cross-Origin-Opener-Policy", "same-origin");
  MHD_add_response_header(response, "Content-Security-Policy",
                          sort == ANSWER_PAGE       ? POLICY_PAGE
                          : sort == ANSWER_DOCUMENT ? POLICY_DOCUMENT
                          : sort == ANSWER_FILE     ? POLICY_FILE
                                                    : POLICY_DATA);
}

static void add_methods(request *r, struct MHD_Response *response) {
  unsigned methods = r->route ? r->route->methods : 0;
  MHD_add_response_header(response, "Allow",
                          methods == (GUARD_GET | GUARD_POST) ? "GET, HEAD, POST"
                          : methods == GUARD_POST             ? "POST"
                                                              : "GET, HEAD");
}

static enum MHD_Result send_response(request *r, const answer *how, struct MHD_Response *response) {
  char wait[16];
  if (!response)
    return MHD_NO;
  answer_guard(r->door, response, how->sort);
  MHD_add_response_header(response, "Content-Type", how->type);
  MHD_add_response_header(response, "Cache-Control", how->cache ? how->cache : "no-store");
  if (how->etag)
    MHD_add_response_header(response, "ETag", how->etag);
  if (how->packed)
    MHD_add_response_header(response, "Content-Encoding", "gzip");
  if (how->sort == ANSWER_PAGE)
    MHD_add_response_header(response, "Vary", "Accept-Encoding");
  if (how->cookie)
    MHD_add_response_header(response, "Set-Cookie", how->cookie);
  if (how->download)
    MHD_add_response_header(response, "Content-Disposition", "attachment");
  if (how->status == 405)
    add_methods(r, response);
  if (how->status == 429) {
    snprintf(wait, sizeof wait, "%d", r->wait > 0 ? r->wait : 1);
    MHD_add_response_header(response, "Retry-After", wait);
  }
  caller_is(r, CALLER_WRITES);
  enum MHD_Result result = MHD_queue_response(r->connection, (unsigned)how->status, response);
  MHD_destroy_response(response);
  return result;
}

enum MHD_Result answer_static(request *r, const answer *how, const void *bytes, size_t length) {
  enum MHD_Result result;
  if (answer_is_known(r, how, &result))
    return result;
  /* libmicrohttpd asks for bytes that it might change, and leaves persistent ones alone. */
  union {
    const void *given;
    void *taken;
  } same = {.given = bytes};
  return send_response(r, how,
                       MHD_create_response_from_buffer(length, same.taken, MHD_RESPMEM_PERSISTENT));
}

enum MHD_Result answer_bytes(request *r, const answer *how, char *bytes, size_t length) {
  if (!bytes)
    return answer_refusal(r, (refusal){503, "memory"});
  struct MHD_Response *response =
      MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);
  if (!response)
    free(bytes);
  return send_response(r, how, response);
}

bool answer_is_known(request *r, const answer *how, enum MHD_Result *result) {
  const char *known = MHD_lookup_connection_value(r->connection, MHD_HEADER_KIND, "If-None-Match");
  if (!known || !how->etag || !strstr(known, how->etag))
    return false;
  answer same = *how;
  same.status = 304;
  *result =
      send_response(r, &same, MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT));
  return true;
}

enum MHD_Result answer_json(request *r, int status, char *json) {
  answer how = {.status = status, .sort = ANSWER_DATA, .type = "application/json; charset=utf-8"};
  return answer_bytes(r, &how, json, json ? strlen(json) : 0);
}

enum MHD_Result answer_out(request *r, int status, json_out *out) {
  return answer_json(r, status, json_take(out));
}

enum MHD_Result answer_problems(request *r, refusal no, const char *problems) {
  static const char memory[] = "{\"sort\": \"memory\"}";
  static const answer plain = {
      .status = 503, .sort = ANSWER_DATA, .type = "application/json; charset=utf-8"};
  char key[64];
  json_out out = JSON_OUT_EMPTY;
  snprintf(key, sizeof key, "workshop.door.%s", no.sort);
  json_raw(&out, "{");
  json_string_member(&out, "sort", no.sort);
  json_string_member(&out, "message", polku_word(r->lang, key));
  if (problems)
    json_text_member(&out, "problems", problems);
  json_raw(&out, "}");
  char *json = json_take(&out);
  return json ? answer_json(r, no.status, json)
              : answer_static(r, &plain, memory, sizeof memory - 1);
}

enum MHD_Result answer_refusal(request *r, refusal no) {
  return answer_problems(r, no, NULL);
}
