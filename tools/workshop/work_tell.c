/* Entries in words: what each did to the model, or, of a proposal, would do.
 *
 * They are told one at a time, the oldest first, when the desks have nothing more urgent to do.
 * What a journal of an earlier day left untold is told too, as far as pages look back. */
#include "workshop/work_inside.h"

#include <stdlib.h>
#include <string.h>

/* What is known of an entry: a copy of its patch, NULL where it has none. */
typedef struct patch_of {
  char *patch;
  bool proposal;
} patch_of;

static bool take_patch(void *context, const journal_entry *entry) {
  patch_of *found = context;
  found->proposal = strcmp(entry->kind, "propose") == 0;
  found->patch = entry->patch ? strdup(entry->patch) : NULL;
  return true;
}

/* The model after a patch, as text that the caller frees. */
static char *after_patch(const work *w, const char *text, size_t length, const char *patch,
                         size_t *after_length) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read(work_file(w), text, length, report);
  polku_model *after = polku_model_patch(model, patch, report);
  char *copy = NULL;
  if (after) {
    const char *written = polku_model_text(after, after_length);
    copy = malloc(*after_length + 1);
    if (copy)
      memcpy(copy, written, *after_length + 1);
  }
  polku_model_free(after);
  polku_model_free(model);
  polku_report_free(report);
  return copy;
}

/* ----------------------------------------------------------------------------------- the answer */

/* "[…]\n[…]\n[…]" as the room keeps it; the arrays are cut out of `lines`. */
static bool cut_lines(char *lines, const char *told[LANGS]) {
  for (int lang = 0; lang < LANGS; lang++) {
    if (!lines || *lines != '[')
      return false;
    told[lang] = lines;
    lines = strchr(lines, '\n');
    if (lines)
      *lines++ = '\0';
  }
  return true;
}

static void tell_everybody(work *w, int64_t number, const char *const told[LANGS]) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  json_int_member(&out, "number", number);
  json_name(&out, "told");
  json_raw(&out, "{");
  json_text_member(&out, "fi", told[POLKU_FI]);
  json_text_member(&out, "sv", told[POLKU_SV]);
  json_text_member(&out, "en", told[POLKU_EN]);
  json_raw(&out, "}}");
  char *text = json_take(&out);
  if (text)
    w->event(w->context, "told", text);
  free(text);
}

static int64_t take_first(work *w) {
  int64_t first = w->to_tell[0];
  w->to_tell_count--;
  memmove(w->to_tell, w->to_tell + 1, (size_t)w->to_tell_count * sizeof *w->to_tell);
  return first;
}

/* On a thread of the desks. What could not be told has the page's own words for its kind. */
static void told_now(void *context, desk_state state, const char *bytes, size_t length) {
  work *w = context;
  const char *told[LANGS];
  (void)length;
  if (state == DESK_CLOSED)
    return;
  char *lines = state == DESK_DONE ? strdup(bytes) : NULL;
  pthread_mutex_lock(w->lock);
  int64_t number = take_first(w);
  w->telling = false;
  if (!w->closing && cut_lines(lines, told)) {
    room_tell(w->room, number, told);
    tell_everybody(w, number, told);
  }
  work_tell_next(w);
  pthread_mutex_unlock(w->lock);
  free(lines);
}

/* ----------------------------------------------------------------------------------- the asking */

/* Asks how the first that waits changed the model; false: there is nothing to ask. */
static bool ask_first(work *w) {
  int64_t number = w->to_tell[0];
  patch_of entry = {0};
  desk_job job = {.kind = DESK_TELL, .urgency = URGENT_TELL, .names = {work_file(w), work_file(w)}};
  if (!room_read(w->room, number, number, take_patch, &entry) || !entry.patch) {
    free(entry.patch);
    return false;
  }
  char *before = work_text_at(w, number - 1, &job.lengths[0]);
  bool at_hand = !entry.proposal && number >= w->now.number;
  char *after = !before    ? NULL
                : !at_hand ? after_patch(w, before, job.lengths[0], entry.patch, &job.lengths[1])
                           : work_text_at(w, number, &job.lengths[1]);
  job.texts[0] = before;
  job.texts[1] = after;
  bool asked = after && desks_ask(w->desks, &job, told_now, w);
  free(entry.patch);
  free(before);
  free(after);
  return asked;
}

void work_tell_next(work *w) {
  while (!w->telling && !w->closing && w->to_tell_count > 0) {
    w->telling = ask_first(w);
    if (!w->telling)
      take_first(w);
  }
}

static void remember(work *w, int64_t number) {
  if (w->to_tell_count < TELL_MOST && !room_is_told(w->room, number))
    w->to_tell[w->to_tell_count++] = number;
}

/* Who comes when more wait than are remembered stays untold until the room is opened again. */
void work_entry(work *w, int64_t number) {
  work_see_model(w);
  remember(w, number);
  work_tell_next(w);
}

void work_tell_earlier(work *w) {
  enum { LOOKED_BACK = 200 };
  int64_t last = room_number(w->room);
  for (int64_t n = last > LOOKED_BACK ? last - LOOKED_BACK + 1 : 1; n <= last; n++)
    remember(w, n);
  work_tell_next(w);
}
