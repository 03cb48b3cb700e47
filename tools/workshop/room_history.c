/* What the journal says of the past: the model at any moment, and who wrote where since then.
 *
 * Entries that were taken back, and what took them back, weigh nothing together: nobody should be
 * refused an undo because somebody tried something and thought better of it. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* --------------------------------------------------------------------------------- patches */

/* White space between tokens goes: a patch stands on one line of a stream of events. */
static void make_compact(char *json) {
  char *out = json;
  bool string = false;
  for (const char *at = json; *at; at++) {
    if (string && *at == '\\' && at[1])
      *out++ = *at++;
    else if (*at == '"')
      string = !string;
    else if (!string && strchr(" \t\r\n", *at))
      continue;
    *out++ = *at;
  }
  *out = '\0';
}

char *room_patch_between(const polku_model *a, const polku_model *b, polku_report *report) {
  char *patch = polku_model_diff(a, b, report);
  if (patch)
    make_compact(patch);
  return patch;
}

bool room_is_empty_patch(const char *patch) {
  return strcmp(patch, "{}") == 0;
}

/* ------------------------------------------------------------------------------ one entry */

static bool copy_text(char **copy, const char *text) {
  *copy = text ? strdup(text) : NULL;
  return !text || *copy;
}

static bool copy_entry(void *context, const journal_entry *entry) {
  room_copy *copy = context;
  copy->client = entry->client;
  copy->base = entry->base;
  copy->target = entry->target;
  if (copy_text(&copy->patch, entry->patch) && copy_text(&copy->inverse, entry->inverse))
    copy->number = entry->number;
  return true;
}

bool room_copy_entry(room *r, int64_t number, room_copy *copy) {
  *copy = (room_copy){0};
  bool read = journal_read(r->journal, number, number, copy_entry, copy);
  if (read && copy->number == number)
    return true;
  r->error = read ? ENOMEM : journal_error(r->journal);
  room_copy_free(copy);
  return false;
}

void room_copy_free(room_copy *copy) {
  free(copy->patch);
  free(copy->inverse);
  *copy = (room_copy){0};
}

/* ------------------------------------------------------------------------------- moments */

typedef struct replay {
  polku_model *model;
  polku_report *report;
} replay;

static bool replay_entry(void *context, const journal_entry *entry) {
  replay *run = context;
  if (!entry->patch || strcmp(entry->kind, room_kind_names[KIND_PROPOSE]) == 0)
    return true;
  polku_model *after = polku_model_patch(run->model, entry->patch, run->report);
  polku_model_free(run->model);
  run->model = after;
  return after != NULL;
}

polku_model *room_model_at(room *r, int64_t number, polku_report *report) {
  int64_t at = 0;
  size_t length = 0;
  char *text = journal_text_before(r->journal, number, &at, &length);
  if (!text) {
    r->error = journal_error(r->journal);
    return NULL;
  }
  replay run = {polku_model_read(r->file, text, length, report), report};
  free(text);
  if (run.model && at < number && !journal_read(r->journal, at + 1, number, replay_entry, &run)) {
    r->error = run.model ? journal_error(r->journal) : 0;
    polku_model_free(run.model);
    return NULL;
  }
  return run.model;
}

/* What its author saw matters only where the patch says an order. */
char *room_rebase(room *r, int64_t base, const polku_model *now, const char *patch,
                  polku_report *report) {
  if (base >= r->model_number || !strstr(patch, "\"order\""))
    return polku_patch_rebase(now, now, patch, report);
  polku_model *then = room_model_at(r, base, report);
  char *rebased = polku_patch_rebase(then, now, patch, report);
  polku_model_free(then);
  return rebased;
}

/* ------------------------------------------------------------------------------- meetings */

bool room_weighs(const room *r, int64_t number, int64_t after) {
  const room_fact *fact = room_fact_of(r, number);
  if (!fact || !fact->changes)
    return false;
  bool turns = fact->kind == KIND_UNDO || fact->kind == KIND_REDO;
  int64_t root = turns ? fact->target : number, count = 0;
  const room_fact *edit = room_fact_of(r, root);
  if (!edit || root > after)
    return edit && !turns && !edit->taken_back;
  for (int64_t n = edit->turn; n > after; n = room_fact_of(r, n)->turn)
    count++;
  return count % 2 == 1 && edit->turn == number;
}

typedef struct search {
  room *room;
  const room_question *question;
  room_meeting *meeting;
  polku_report *report;
  int64_t read; /* bytes */
  bool failed;
} search;

bool room_look_back(room *r, int64_t *read, const journal_entry *entry, const char *patch) {
  *read += (int64_t)(strlen(entry->patch) + strlen(patch));
  if (*read > LOOK_BACK_MOST)
    r->error = E2BIG;
  return *read <= LOOK_BACK_MOST;
}

static bool has_line(const json_out *lines, const char *line, size_t length) {
  for (const char *at = lines->bytes; at && *at;) {
    size_t n = strcspn(at, "\n");
    if (n == length && memcmp(at, line, n) == 0)
      return true;
    at += n + (at[n] == '\n');
  }
  return false;
}

/* So many are told: nobody reads more, and each is held against those before it. */
static void add_lines(json_out *lines, const char *more) {
  enum { BYTES_MOST = 4096 };
  while (*more && lines->length < BYTES_MOST) {
    size_t n = strcspn(more, "\n");
    if (!has_line(lines, more, n)) {
      if (lines->length)
        json_raw(lines, "\n");
      json_bytes(lines, more, n);
    }
    more += n + (more[n] == '\n');
  }
}

/* Whether an earlier patch meets a later one; its places are added. */
static bool meets(search *s, const journal_entry *entry, const char *earlier, const char *later) {
  char *places = NULL;
  polku_meeting how = polku_patches_meet(earlier, later, &places, s->report);
  if (how == POLKU_PATCHES_FAILED)
    s->failed = true;
  bool found = how == POLKU_PATCHES_MEET || how == POLKU_PATCHES_REVIVE;
  if (found) {
    add_lines(&s->meeting->places, places);
    s->meeting->number = entry->number;
    s->meeting->client = entry->client;
  }
  free(places);
  return found;
}

static bool look_at(void *context, const journal_entry *entry) {
  search *s = context;
  const room_question *q = s->question;
  if (entry->client == q->author || !room_weighs(s->room, entry->number, q->after))
    return true;
  if (!room_look_back(s->room, &s->read, entry, q->patch))
    return false;
  if (!q->inverse)
    return meets(s, entry, entry->patch, q->patch) || !s->failed;
  return !meets(s, entry, q->patch, entry->patch) && !meets(s, entry, entry->patch, q->inverse) &&
         !s->failed;
}

/* Reads what happened after a moment, if anything changed the model; false: it failed. */
static bool read_after(room *r, int64_t after, journal_visit *visit, void *context) {
  if (after >= r->model_number)
    return true;
  if (journal_read(r->journal, after + 1, r->model_number, visit, context) ||
      !journal_error(r->journal))
    return true;
  r->error = journal_error(r->journal);
  return false;
}

bool room_meet(room *r, const room_question *question, room_meeting *meeting) {
  search s = {.room = r, .question = question, .meeting = meeting, .report = polku_report_new()};
  *meeting = (room_meeting){0};
  r->error = 0;
  bool read = s.report && read_after(r, question->after, look_at, &s);
  if (!s.report || s.failed || meeting->places.failed)
    r->error = ENOMEM;
  polku_report_free(s.report);
  if (read && !r->error)
    return true;
  json_drop(&meeting->places);
  return false;
}
