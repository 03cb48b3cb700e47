/* Edits to what somebody deleted meanwhile.
 *
 * Who writes into a stage that has just been deleted did not know of it, and what they write would
 * be a stage without a kind and without transitions. So the deletion is taken back first, whole:
 * its transitions and its standings come back with it. What others wrote since into the places that
 * it had changed is written once more on top. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* One component of a pointer, "~1" and "~0" undone. */
static void add_component(json_out *out, const char *from, size_t length) {
  for (size_t i = 0; i < length; i++) {
    bool escaped = from[i] == '~' && i + 1 < length;
    const char *c = escaped ? (from[++i] == '0' ? "~" : "/") : from + i;
    json_bytes(out, c, 1);
  }
}

/* The patch that deletes the part at "/section/id"; false: the line is no pointer of a part. */
static bool deleting_patch(const char *line, size_t length, json_out *patch) {
  const char *slash = length ? memchr(line + 1, '/', length - 1) : NULL;
  if (!slash || memchr(slash + 1, '/', length - (size_t)(slash + 1 - line)))
    return false;
  json_out section = JSON_OUT_EMPTY, id = JSON_OUT_EMPTY;
  add_component(&section, line + 1, (size_t)(slash - line) - 1);
  add_component(&id, slash + 1, length - (size_t)(slash + 1 - line));
  json_raw(patch, "{");
  json_quoted(patch, section.bytes ? section.bytes : "");
  json_raw(patch, ":{");
  json_quoted(patch, id.bytes ? id.bytes : "");
  json_raw(patch, ":null}}");
  patch->failed = patch->failed || section.failed || id.failed;
  json_drop(&section);
  json_drop(&id);
  return !patch->failed;
}

typedef struct death {
  char *part; /* its pointer */
  int64_t number;
} death;

typedef struct deaths_search {
  room *room;
  int64_t after;
  const char *patch;
  polku_report *report;
  death found[DEATHS_MOST];
  int count;
  int64_t read; /* bytes */
  bool failed;
} deaths_search;

/* Whether the entry deleted the part on this line, and the part is not there now: what would
 * delete it says the same as the entry, and has nothing to do. */
static bool is_death(deaths_search *s, const char *earlier, const char *line, size_t length) {
  json_out gone = JSON_OUT_EMPTY;
  bool dead = false;
  if (deleting_patch(line, length, &gone) &&
      polku_patches_meet(earlier, gone.bytes, NULL, s->report) == POLKU_PATCHES_APART) {
    char *inverse = polku_model_invert(s->room->model, gone.bytes, s->report);
    dead = inverse && room_is_empty_patch(inverse);
    s->failed = s->failed || !inverse;
    free(inverse);
  }
  s->failed = s->failed || gone.failed;
  json_drop(&gone);
  return dead;
}

/* A part may have died, come back and died again: its last death counts. */
static void add_death(deaths_search *s, const char *line, size_t length, int64_t number) {
  for (int i = 0; i < s->count; i++)
    if (strlen(s->found[i].part) == length && memcmp(s->found[i].part, line, length) == 0) {
      s->found[i].number = number;
      return;
    }
  if (s->count == DEATHS_MOST)
    return;
  char *part = strndup(line, length);
  s->failed = s->failed || !part;
  if (part)
    s->found[s->count++] = (death){part, number};
}

static bool look_for_deaths(void *context, const journal_entry *entry) {
  deaths_search *s = context;
  if (!room_weighs(s->room, entry->number, s->after))
    return true;
  if (!room_look_back(s->room, &s->read, entry, s->patch))
    return false;
  char *places = NULL;
  polku_meeting how = polku_patches_meet(entry->patch, s->patch, &places, s->report);
  for (const char *at = places; how == POLKU_PATCHES_REVIVE && *at;) {
    size_t n = strcspn(at, "\n");
    if (is_death(s, entry->patch, at, n))
      add_death(s, at, n, entry->number);
    at += n + (at[n] == '\n');
  }
  free(places);
  s->failed = s->failed || how == POLKU_PATCHES_FAILED;
  return !s->failed;
}

/* The entries, each once, in their order. */
static void list_deaths(const deaths_search *s, room_deaths *deaths) {
  for (int i = 0; i < s->count; i++) {
    int at = 0;
    while (at < deaths->count && deaths->numbers[at] < s->found[i].number)
      at++;
    if (at < deaths->count && deaths->numbers[at] == s->found[i].number)
      continue;
    memmove(deaths->numbers + at + 1, deaths->numbers + at,
            (size_t)(deaths->count - at) * sizeof *deaths->numbers);
    deaths->numbers[at] = s->found[i].number;
    deaths->count++;
  }
}

bool room_find_deaths(room *r, int64_t after, const char *patch, room_deaths *deaths) {
  *deaths = (room_deaths){0};
  if (after >= r->model_number)
    return true;
  deaths_search s = {.room = r, .after = after, .patch = patch, .report = polku_report_new()};
  r->error = 0;
  bool read =
      s.report && (journal_read(r->journal, after + 1, r->model_number, look_for_deaths, &s) ||
                   !journal_error(r->journal));
  if (!read)
    r->error = s.report ? journal_error(r->journal) : ENOMEM;
  if (s.failed)
    r->error = ENOMEM;
  list_deaths(&s, deaths);
  for (int i = 0; i < s.count; i++)
    free(s.found[i].part);
  polku_report_free(s.report);
  return read && !r->error;
}

/* ------------------------------------------------------------------------- back to life */

typedef struct revival {
  room *room;
  const room_deaths *deaths;
  char *inverses[DEATHS_MOST];
  polku_model *model; /* so far; NULL: the room's */
  polku_report *report;
  bool failed;
} revival;

static bool apply(revival *rev, const char *patch) {
  polku_model *after =
      polku_model_patch(rev->model ? rev->model : rev->room->model, patch, rev->report);
  if (after) {
    polku_model_free(rev->model);
    rev->model = after;
  }
  rev->failed = rev->failed || !after;
  return !rev->failed;
}

/* What was written since into places that are as before the deletion again is written once more. */
static bool write_again(void *context, const journal_entry *entry) {
  revival *rev = context;
  if (!room_weighs(rev->room, entry->number, rev->deaths->numbers[0]))
    return true;
  for (int i = 0; i < rev->deaths->count; i++)
    if (rev->deaths->numbers[i] == entry->number)
      return true;
  for (int i = 0; i < rev->deaths->count; i++)
    if (rev->deaths->numbers[i] < entry->number &&
        polku_patches_meet(rev->inverses[i], entry->patch, NULL, rev->report) !=
            POLKU_PATCHES_APART)
      return apply(rev, entry->patch);
  return true;
}

polku_model *room_revive(room *r, const room_deaths *deaths, polku_report *report) {
  revival rev = {.room = r, .deaths = deaths, .report = report};
  for (int i = deaths->count; i-- > 0 && !rev.failed;) {
    room_copy gone;
    if (!room_copy_entry(r, deaths->numbers[i], &gone)) {
      rev.failed = true;
      break;
    }
    rev.inverses[i] = gone.inverse;
    gone.inverse = NULL;
    room_copy_free(&gone);
    apply(&rev, rev.inverses[i]);
  }
  if (!rev.failed &&
      !journal_read(r->journal, deaths->numbers[0] + 1, r->model_number, write_again, &rev)) {
    rev.failed = true;
    r->error = journal_error(r->journal);
  }
  for (int i = 0; i < deaths->count; i++)
    free(rev.inverses[i]);
  if (rev.failed) {
    polku_model_free(rev.model);
    rev.model = NULL;
  }
  return rev.model;
}
