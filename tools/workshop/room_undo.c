/* Undo, redo and the return to an earlier moment.
 *
 * An undo is an edit that says the opposite. It is refused where somebody wrote into the same
 * places since, because they would lose what they wrote and never know. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Applies a patch and writes it as this act's entry, its effect as it came to be. */
static void write_patch(room_call *call, const char *patch, int64_t target, const char *wrong) {
  room *r = call->room;
  polku_model *after = polku_model_patch(r->model, patch, call->report), *again = NULL;
  char *effect = after ? room_patch_between(r->model, after, call->report) : NULL;
  char *inverse = effect ? room_patch_between(after, r->model, call->report) : NULL;
  if (inverse)
    again = polku_model_patch(r->model, effect, call->report);
  if (again) {
    bool empty = room_is_empty_patch(effect);
    journal_entry entry = room_entry_of(call);
    entry.target = target;
    entry.patch = empty ? NULL : effect;
    entry.inverse = empty ? NULL : inverse;
    room_write(call, &entry, empty ? NULL : &again);
  } else {
    room_wrong(call, wrong);
  }
  polku_model_free(after);
  polku_model_free(again);
  free(effect);
  free(inverse);
}

/* Says who changed what since. */
static void refuse_changed(room_call *call, const room_meeting *meeting) {
  size_t length = strcspn(meeting->places.bytes, "\n");
  char *place = strndup(meeting->places.bytes, length);
  char *what = place ? room_part_name(call->room->model, place, call->act->lang) : NULL;
  const room_member *who = room_member_of(call->room, meeting->client);
  if (!what)
    room_refuse(call, 409, "conflict", "workshop.conflict.undo", NULL);
  else if (meeting->client == call->act->client)
    room_refuse(call, 409, "conflict", "workshop.conflict.own", "what", what, NULL);
  else if (who && who->nickname[0])
    room_refuse(call, 409, "conflict", "workshop.conflict.named", "what", what, "who",
                who->nickname, NULL);
  else
    room_refuse(call, 409, "conflict", "workshop.conflict.somebody", "what", what, NULL);
  free(place);
  free(what);
}

/* The inverse was written on the model right after entry `number`. */
static void write_inverse(room_call *call, int64_t number, const char *inverse, int64_t target) {
  char *patch = room_rebase(call->room, number, call->room->model, inverse, call->report);
  if (patch)
    write_patch(call, patch, target, "workshop.wrong.undo");
  else
    room_failed(call, call->room->error);
  free(patch);
}

/* Takes entry `number` back, if nobody wrote there since; its author is told where it was somebody
 * else's. */
static void take_back(room_call *call, int64_t number, int64_t target) {
  int64_t author = room_fact_of(call->room, number)->client;
  room_copy entry;
  if (!room_copy_entry(call->room, number, &entry)) {
    room_failed(call, call->room->error);
    return;
  }
  const char *patch = entry.patch ? entry.patch : "{}",
             *inverse = entry.inverse ? entry.inverse : "{}";
  room_question question = {number, -1, patch, inverse};
  room_meeting meeting;
  if (!room_meet(call->room, &question, &meeting)) {
    if (call->room->error == E2BIG)
      room_refuse(call, 409, "conflict", "workshop.conflict.far", NULL);
    else
      room_failed(call, call->room->error);
  } else {
    if (meeting.number)
      refuse_changed(call, &meeting);
    else
      write_inverse(call, number, inverse, target);
    if (call->status == 200 && author != call->act->client)
      call->told = author;
    json_drop(&meeting.places);
  }
  room_copy_free(&entry);
}

static bool is_edit(const room_fact *fact) {
  return fact &&
         (fact->kind == KIND_EDIT || fact->kind == KIND_RESTORE || fact->kind == KIND_ACCEPT);
}

/* The edit that an act means: by its number, by that of its undo or redo, or one's own last. */
static int64_t edit_meant(const room_call *call, int64_t last) {
  if (call->act->target < 0)
    return last;
  const room_fact *fact = room_fact_of(call->room, call->act->target);
  if (fact && (fact->kind == KIND_UNDO || fact->kind == KIND_REDO))
    return fact->target;
  return call->act->target;
}

static void refuse_nothing(room_call *call, const char *word) {
  room_refuse(call, 404, "unknown", call->act->target < 0 ? word : "workshop.unknown", NULL);
}

static const char set_aside_name[] = "set aside"; /* in the journal: their numbers */

void room_read_set_aside(room *r) {
  char *kept = journal_get(r->journal, set_aside_name), *end = kept;
  for (int64_t n; end && (n = strtoll(end, &end, 10)) > 0;)
    if (n <= r->count)
      r->facts[n - 1].set_aside = true;
  free(kept);
}

/* Where it cannot be kept it holds until the room is closed. */
static void keep_set_aside(room *r) {
  json_out out = JSON_OUT_EMPTY;
  for (int64_t n = 1; n <= r->count; n++)
    if (r->facts[n - 1].set_aside) {
      json_int(&out, n);
      json_raw(&out, " ");
    }
  char *numbers = json_take(&out);
  if (numbers)
    journal_set(r->journal, set_aside_name, numbers);
  free(numbers);
}

/* Who presses Ctrl-Z again after a refusal wants what was before it, not the same refusal. */
static void set_aside(room_call *call, int64_t number) {
  call->room->facts[number - 1].set_aside = true;
  keep_set_aside(call->room);
  if (!call->message || room_next_undo(call->room, call->act->client) == 0)
    return;
  json_out both = JSON_OUT_EMPTY;
  json_raw(&both, call->message);
  json_raw(&both, " ");
  json_raw(&both, polku_word(call->act->lang, "workshop.conflict.aside"));
  char *message = json_take(&both);
  if (!message)
    return;
  free(call->message);
  call->message = message;
}

void room_do_undo(room_call *call) {
  int64_t number = edit_meant(call, room_next_undo(call->room, call->act->client));
  const room_fact *fact = room_fact_of(call->room, number);
  if (!is_edit(fact))
    refuse_nothing(call, "workshop.unknown.undo");
  else if (fact->client != call->act->client && call->member->role != ROOM_FACILITATOR)
    room_refuse(call, 403, "refused", "workshop.refused.own", NULL);
  else if (fact->taken_back)
    room_refuse(call, 409, "conflict", "workshop.conflict.undone", NULL);
  else
    take_back(call, number, number);
  bool refused = call->status == 409 || call->status == 422;
  if (refused && call->act->target < 0)
    set_aside(call, number);
}

void room_do_redo(room_call *call) {
  int64_t number = edit_meant(call, room_next_redo(call->room, call->act->client));
  const room_fact *fact = room_fact_of(call->room, number);
  const room_fact *undo = fact ? room_fact_of(call->room, fact->taken_back) : NULL;
  if (!is_edit(fact))
    refuse_nothing(call, "workshop.unknown.redo");
  else if (!undo)
    room_refuse(call, 409, "conflict", "workshop.conflict.redone", NULL);
  else if (undo->client != call->act->client && call->member->role != ROOM_FACILITATOR)
    room_refuse(call, 403, "refused", "workshop.refused.own", NULL);
  else
    take_back(call, fact->taken_back, number);
}

void room_do_restore(room_call *call) {
  room *r = call->room;
  int64_t target = call->act->target;
  if (target < 0) {
    room_malformed(call, "target");
    return;
  }
  if (target > r->count) {
    room_unknown(call);
    return;
  }
  r->error = 0;
  polku_model *then = room_model_at(r, target, call->report);
  char *patch = then ? room_patch_between(r->model, then, call->report) : NULL;
  if (patch)
    write_patch(call, patch, target, "workshop.wrong.undo");
  else
    room_failed(call, r->error);
  polku_model_free(then);
  free(patch);
}
