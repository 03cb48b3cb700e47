/* What takes long: asked of the work, while the connection sleeps. Who hangs up meanwhile is
 * forgotten, and what nobody else waits for is not computed. */
#include "workshop/door_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct later {
  request *request;
  bool done, slow; /* slow: a report, a comparison: what takes seconds */
  desk_state state;
  char *bytes; /* NULL with `done`: memory ran out */
  size_t length;
};

/* The work's answer: under the lock, from within work_want or from a thread of the desks. */
static void later_done(void *context, desk_state state, const char *bytes, size_t length) {
  later *l = context;
  l->done = true;
  l->state = state;
  l->length = bytes ? length : 0;
  l->bytes = malloc(l->length + 1);
  if (l->bytes) {
    if (bytes)
      memcpy(l->bytes, bytes, length);
    l->bytes[l->length] = '\0';
  }
  request_wake(l->request);
}

void later_forget(request *r) {
  later *l = r->later;
  r->later = NULL;
  if (!l)
    return;
  if (!l->done)
    work_forget(r->door->options.work, later_done, l);
  free(l->bytes);
  free(l);
}

static later *later_new(request *r) {
  later *l = calloc(1, sizeof *l);
  if (l)
    l->request = r;
  return r->later = l;
}

enum {
  ASLEEP_MOST = 16, /* of one client: no browser asks for more at a time */
  SLOW_MOST = 3,    /* of one client: nobody reads more reports at a time … */
  SLOW_OF_ALL = 24  /* … and of all who do not lead: the last of them waits for a minute */
};

/* Whether a client waits for so much already that others would wait for it; or too many do. */
static refusal asks_too_much(const request *r, bool slow) {
  int count = 0, own = 0, all = 0;
  for (const request *other = r->door->asleep; other; other = other->after) {
    bool same = other->client == r->client, other_slow = other->later && other->later->slow;
    count += same;
    own += same && other_slow;
    all += other_slow && other->role != ROOM_FACILITATOR;
  }
  if (count >= ASLEEP_MOST)
    return (refusal){429, "slow"};
  if (slow && own >= SLOW_MOST)
    return (refusal){429, "many"};
  bool crowd = slow && r->role != ROOM_FACILITATOR && all >= SLOW_OF_ALL;
  return crowd ? (refusal){429, "crowd"} : (refusal){0, NULL};
}

/* After asking, which is always answered once, at once or later. True: it is there; false: `result`
 * says that the request sleeps, or what was answered. */
static bool is_there(request *r, enum MHD_Result *result) {
  if (!r->later) {
    *result = answer_refusal(r, (refusal){503, "memory"});
    return false;
  }
  if (r->later->done)
    return true;
  request_sleep(r);
  *result = MHD_YES;
  return false;
}

/* FNV-1a: tells pictures apart, guards nothing. */
static void add_tag(char tag[24], const char *bytes, size_t length) {
  uint64_t digest = 0xcbf29ce484222325u;
  for (size_t i = 0; i < length; i++)
    digest = (digest ^ (unsigned char)bytes[i]) * 0x100000001b3u;
  snprintf(tag, 24, "\"%016llx\"", (unsigned long long)digest);
}

/* Hands on what the work made; a picture that the client has already is not sent again. */
static enum MHD_Result send_done(request *r, answer how) {
  later *l = r->later;
  char *bytes = l->bytes, tag[24];
  size_t length = l->length;
  l->bytes = NULL;
  enum MHD_Result result;
  how.status = 200;
  if (!how.cache)
    return answer_bytes(r, &how, bytes, length);
  add_tag(tag, bytes, length);
  how.etag = tag;
  if (!answer_is_known(r, &how, &result))
    return answer_bytes(r, &how, bytes, length);
  free(bytes);
  return result;
}

static enum MHD_Result send_later(request *r, const answer *how) {
  const later *l = r->later;
  if (!l->bytes)
    return answer_refusal(r, (refusal){503, "memory"});
  switch (l->state) {
  case DESK_DONE:
    return send_done(r, *how);
  case DESK_WRONG:
    return answer_problems(r, (refusal){422, "wrong"}, l->length ? l->bytes : NULL);
  case DESK_REPLACED:
    return answer_refusal(r, (refusal){409, "replaced"});
  case DESK_DIED:
    return answer_refusal(r, (refusal){503, "broken"});
  case DESK_CLOSED:
    break;
  }
  return answer_refusal(r, (refusal){503, "closing"});
}

/* Asks for a thing, or sends it when it was asked for before. */
static enum MHD_Result want(request *r, work_thing *thing, const answer *how) {
  enum MHD_Result result;
  const door *d = r->door;
  if (r->later)
    return send_later(r, how);
  bool slow = desk_kind_is_slow(thing->job.kind);
  refusal no = asks_too_much(r, slow);
  if (no.status)
    return answer_refusal(r, no);
  if (thing->number > room_number(d->options.room) || thing->other > room_number(d->options.room))
    return answer_refusal(r, (refusal){404, "unknown"});
  thing->job.lang = r->lang;
  thing->job.whose = r->client;
  thing->leads = r->role == ROOM_FACILITATOR;
  later *l = later_new(r);
  if (l)
    l->slow = slow;
  if (l)
    work_want(d->options.work, thing, later_done, l);
  return is_there(r, &result) ? send_later(r, how) : result;
}

static const answer json = {.sort = ANSWER_DATA, .type = "application/json; charset=utf-8"};
static const answer page = {.sort = ANSWER_DOCUMENT, .type = "text/html; charset=utf-8"};

/* The place of a word in a list of choices; 0 where it is not given, −1: it is none of them. */
static int choice(const request *r, const char *name, const char *const *words) {
  const char *text = form_text(&r->query, name);
  if (!text)
    return 0;
  for (int i = 0; words[i]; i++)
    if (strcmp(words[i], text) == 0)
      return i;
  return -1;
}

enum MHD_Result ask_picture(request *r) {
  static const char *const views[] = {"map", "network", "path", NULL};
  static const char *const themes[] = {"light", "dark", "grey", NULL};
  static const char *const papers[] = {"screen", "A4", "A3", NULL};
  static const char *const formats[] = {"svg", "png", "pdf", NULL};
  static const char *const types[] = {"image/svg+xml; charset=utf-8", "image/png",
                                      "application/pdf"};
  const char *touch = form_text(&r->query, "touch");
  int view = choice(r, "view", views), theme = choice(r, "theme", themes);
  int paper = choice(r, "paper", papers), format = choice(r, "format", formats);
  work_thing thing = {.number = -1, .other = -1};
  if (view < 0 || theme < 0 || paper < 0 || format < 0 ||
      !form_number(&r->query, "number", &thing.number))
    return answer_refusal(r, (refusal){400, "malformed"});
  thing.job = (desk_job){.kind = DESK_PICTURE,
                         .view = (polku_view)view,
                         .theme = (polku_theme)theme,
                         .paper = (polku_paper)paper,
                         .format = (polku_format)format,
                         .touch = touch && strcmp(touch, "1") == 0,
                         .path = form_text(&r->query, "path")};
  answer how = {.sort = format == POLKU_PDF ? ANSWER_FILE : ANSWER_DOCUMENT,
                .type = types[format],
                .cache = "private, no-cache"};
  return want(r, &thing, &how);
}

enum MHD_Result ask_minutes(request *r) {
  const char *names = form_text(&r->query, "names");
  work_thing thing = {.number = -1, .other = -1, .job = {.kind = DESK_MINUTES}};
  thing.job.names_people = names && strcmp(names, "1") == 0;
  return want(r, &thing, &page);
}

enum MHD_Result ask_report(request *r) {
  work_thing thing = {.number = -1, .other = -1, .job = {.kind = DESK_REPORT}};
  if (!form_number(&r->query, "number", &thing.number))
    return answer_refusal(r, (refusal){400, "malformed"});
  return want(r, &thing, &page);
}

/* Beside a number, or beside one of the files that /api/others lists: no other name is let in. */
static bool read_other(const request *r, work_thing *thing) {
  const char *with = form_text(&r->query, "with");
  if (!with || (*with >= '0' && *with <= '9' && form_number(&r->query, "with", &thing->other))) {
    if (!with)
      thing->other = 0;
    return true;
  }
  thing->with = with;
  return *with && *with != '.' && *with != '#' && !strchr(with, '/') && !strchr(with, '\\');
}

enum MHD_Result ask_compare(request *r) {
  work_thing thing = {.number = -1, .other = -1, .job = {.kind = DESK_COMPARE}};
  if (!read_other(r, &thing) || !form_number(&r->query, "number", &thing.number))
    return answer_refusal(r, (refusal){400, "malformed"});
  return want(r, &thing, &page);
}

enum MHD_Result ask_others(request *r) {
  work_thing thing = {.number = -1, .other = -1, .job = {.kind = DESK_OTHERS}};
  return want(r, &thing, &json);
}

enum MHD_Result ask_explain(request *r) {
  work_thing thing = {.number = -1, .other = -1, .job = {.kind = DESK_EXPLAIN}};
  thing.job.group = form_text(&r->query, "group");
  thing.job.stage = form_text(&r->query, "stage");
  if (!thing.job.group || !thing.job.stage)
    return answer_refusal(r, (refusal){400, "malformed"});
  return want(r, &thing, &json);
}

enum MHD_Result ask_leverage(request *r) {
  work_thing thing = {.number = -1, .other = -1, .job = {.kind = DESK_LEVERAGE}};
  return want(r, &thing, &json);
}

enum MHD_Result ask_result(request *r) {
  work_thing thing = {.number = -1, .other = -1, .job = {.kind = DESK_RESULT}};
  answer file = json;
  file.download = true;
  return want(r, &thing, &file);
}

static enum MHD_Result try_patch(request *r, const form *f) {
  enum MHD_Result result;
  int64_t last = room_number(r->door->options.room), base = last;
  const char *patch = form_text(f, "patch");
  if (!patch || !form_number(f, "base", &base))
    return answer_refusal(r, (refusal){400, "malformed"});
  if (base > last)
    return answer_refusal(r, (refusal){409, "future"});
  later *l = later_new(r);
  if (l)
    work_what_if(r->door->options.work, r->client, base, patch, later_done, l);
  return is_there(r, &result) ? send_later(r, &json) : result;
}

enum MHD_Result ask_what_if(request *r) {
  form f;
  if (r->later)
    return send_later(r, &json);
  form_state state = form_read(&f, r->body.bytes ? r->body.bytes : "", r->body.length);
  if (state != FORM_GOOD)
    return answer_refusal(r, state == FORM_MALFORMED ? (refusal){400, "malformed"}
                                                     : (refusal){503, "memory"});
  enum MHD_Result result = try_patch(r, &f);
  form_free(&f);
  return result;
}
