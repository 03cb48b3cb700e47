/* Edits, proposals, and the acceptance of proposals.
 *
 * An edit says what its author wanted, on the model that they had seen. It is applied to the model
 * as it is now: the later writer wins, field by field, and is told over whom. What the room may not
 * or cannot do at once it keeps as a proposal, so that nothing that anybody said is lost. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A patch on its way into the model. */
typedef struct edit {
  const char *patch;
  int64_t base;
  int64_t author; /* whose writing it is: of an accepted proposal the proposal's author */
  int64_t target; /* of the entry: the accepted proposal; else what is revived */
  room_deaths deaths;
  polku_model *after;
  char *effect, *inverse;
} edit;

static void edit_free(edit *e) {
  polku_model_free(e->after);
  free(e->effect);
  free(e->inverse);
}

/* Whether the patch is one at all; the answer is given where it is not. */
static bool is_patch(room_call *call, const char *patch) {
  if (call->member->role != ROOM_FACILITATOR && strlen(patch) > PATCH_MOST) {
    room_malformed(call, "patch");
    return false;
  }
  if (polku_patches_meet("{}", patch, NULL, call->report) != POLKU_PATCHES_FAILED)
    return true;
  room_wrong(call, "workshop.wrong.patch");
  return false;
}

/* ------------------------------------------------------------------------------ keeping */

/* What a patch would do, on one line: to the model now or, where it no longer fits, to the one that
 * its author saw; `base` becomes the number of that model. NULL: to neither, or it failed. */
static char *would_do(room_call *call, const char *patch, int64_t *base) {
  room *r = call->room;
  polku_report *quiet = polku_report_new();
  const polku_model *model = r->model;
  char *rebased = room_rebase(r, *base, model, patch, call->report);
  polku_model *then = NULL, *after = polku_model_patch(model, rebased, call->report);
  if (after)
    *base = r->count;
  else if (quiet && *base < r->model_number && (then = room_model_at(r, *base, quiet)) != NULL)
    after = polku_model_patch(model = then, patch, quiet);
  char *effect = after ? room_patch_between(model, after, call->report) : NULL;
  polku_model_free(after);
  polku_model_free(then);
  polku_report_free(quiet);
  free(rebased);
  return effect;
}

/* Puts a patch before the others as a proposal; `word` says why an edit was kept (NULL: it was
 * meant as one). */
static void keep(room_call *call, const char *patch, const char *word) {
  journal_entry entry = room_entry_of(call);
  if (room_is_too_much(call, KIND_PROPOSE))
    return;
  char *effect = would_do(call, patch, &entry.base);
  if (!effect) {
    room_wrong(call, "workshop.wrong.edit");
    return;
  }
  entry.kind = room_kind_names[KIND_PROPOSE];
  entry.patch = effect;
  if (room_write(call, &entry, NULL) && word) {
    call->sort = "kept";
    call->message = strdup(polku_word(call->act->lang, word));
  }
  free(effect);
}

/* ----------------------------------------------------------------------------- applying */

/* Whether what is to be revived was deleted by one deliberate act: a restored moment or a changed
 * file is never taken back for the sake of one edit. */
static bool may_revive(const room *r, const room_deaths *deaths) {
  for (int i = 0; i < deaths->count; i++) {
    const room_fact *fact = room_fact_of(r, deaths->numbers[i]);
    if (fact->kind == KIND_RESTORE || fact->client == 0)
      return false;
  }
  return true;
}

static bool by_file(const room *r, const room_deaths *deaths) {
  for (int i = 0; i < deaths->count; i++)
    if (room_fact_of(r, deaths->numbers[i])->client == 0)
      return true;
  return false;
}

/* The model after the edit, exactly as the journal will make it again: from the effect. */
static bool apply(room_call *call, edit *e) {
  const polku_model *now = call->room->model, *on = now;
  polku_model *revived = NULL;
  if (e->deaths.count > 0 && !(on = revived = room_revive(call->room, &e->deaths, call->report)))
    return false;
  char *patch = room_rebase(call->room, e->base, on, e->patch, call->report);
  polku_model *after = polku_model_patch(on, patch, call->report);
  e->effect = after ? room_patch_between(now, after, call->report) : NULL;
  e->inverse = e->effect ? room_patch_between(after, now, call->report) : NULL;
  e->after = e->inverse ? polku_model_patch(now, e->effect, call->report) : NULL;
  polku_model_free(revived);
  polku_model_free(after);
  free(patch);
  return e->after != NULL;
}

/* A model that only grows would slow down everybody. */
static bool is_too_large(const room_call *call, const edit *e) {
  size_t before, after;
  polku_model_text(call->room->model, &before);
  polku_model_text(e->after, &after);
  return after > MODEL_MOST && after > before;
}

/* What was written so long ago, or is so large, that everybody would wait: kept where it can be. */
static void see_too_far(room_call *call, const char *patch) {
  if (call->room->error != E2BIG)
    room_failed(call, call->room->error);
  else if (call->kind == KIND_ACCEPT)
    room_refuse(call, 409, "conflict", "workshop.conflict.far", NULL);
  else
    keep(call, patch, "workshop.kept.changed");
}

/* Whom this edit overwrote, and where; who deleted what it revives is among them. */
static bool find_overlap(room_call *call, const edit *e) {
  room_meeting meeting;
  room_question question = {e->base, e->author, e->effect, NULL};
  if (!room_meet(call->room, &question, &meeting)) {
    see_too_far(call, e->patch);
    return false;
  }
  call->overlap = json_take(&meeting.places);
  call->told = meeting.client;
  return true;
}

static void write_edit(room_call *call, edit *e) {
  journal_entry entry = room_entry_of(call);
  bool empty = room_is_empty_patch(e->effect);
  call->revived = e->deaths.count > 0 ? e->deaths.numbers[e->deaths.count - 1] : 0;
  entry.base = e->base;
  entry.target = e->target > 0 ? e->target : call->revived;
  entry.patch = empty ? NULL : e->effect;
  entry.inverse = empty ? NULL : e->inverse;
  if (empty && call->kind == KIND_EDIT) { /* everything was so already: there is nothing to tell */
    call->status = 200;
    call->sort = "done";
  } else if (empty || find_overlap(call, e)) {
    room_write(call, &entry, empty ? NULL : &e->after);
  }
}

/* Whether what went wrong is that others changed the model since. */
static bool was_good_then(room_call *call, const edit *e) {
  polku_report *quiet = polku_report_new();
  polku_model *then = NULL, *after = NULL;
  if (quiet && e->base < call->room->model_number &&
      (then = room_model_at(call->room, e->base, quiet)) != NULL)
    after = polku_model_patch(then, e->patch, quiet);
  bool good = after != NULL;
  polku_model_free(after);
  polku_model_free(then);
  polku_report_free(quiet);
  return good;
}

static void do_patch(room_call *call, edit *e) {
  bool accepting = call->kind == KIND_ACCEPT;
  if (!room_find_deaths(call->room, e->base, e->patch, &e->deaths))
    see_too_far(call, e->patch);
  else if (!may_revive(call->room, &e->deaths) && !accepting)
    keep(call, e->patch,
         by_file(call->room, &e->deaths) ? "workshop.kept.changed" : "workshop.kept.restored");
  else if (may_revive(call->room, &e->deaths) && apply(call, e) && is_too_large(call, e))
    room_refuse(call, 422, "wrong", "workshop.wrong.large", NULL);
  else if (e->after)
    write_edit(call, e);
  else if (polku_report_failed(call->report) || call->room->error)
    room_failed(call, call->room->error ? call->room->error : ENOMEM);
  else if (!accepting && was_good_then(call, e))
    keep(call, e->patch, "workshop.kept.changed");
  else
    room_wrong(call, accepting ? "workshop.wrong.accept" : "workshop.wrong.edit");
  edit_free(e);
}

void room_do_edit(room_call *call) {
  const room_act *act = call->act;
  if (act->base < 0 || !act->patch)
    room_malformed(call, act->patch ? "base" : "patch");
  else if (!is_patch(call, act->patch))
    return;
  else if (call->kind == KIND_PROPOSE)
    keep(call, act->patch, room_may(call, RIGHT_PROPOSE) ? NULL : "workshop.kept.frozen");
  else if (!room_may(call, RIGHT_EDIT))
    keep(call, act->patch,
         room_may(call, RIGHT_PROPOSE) ? "workshop.kept.proposal" : "workshop.kept.frozen");
  else
    do_patch(call, &(edit){.patch = act->patch, .base = act->base, .author = act->client});
}

/* The patch of a proposal becomes an edit of its author's; whoever accepts has read it. */
void room_do_accept(room_call *call) {
  int64_t target = call->act->target;
  const room_fact *fact = room_fact_of(call->room, target);
  room_copy proposal;
  if (!fact || fact->kind != KIND_PROPOSE || !room_sees(call->room, call->act->client, target))
    room_unknown(call);
  else if (fact->proposal == PROPOSAL_ACCEPTED)
    room_refuse(call, 409, "conflict", "workshop.conflict.accepted", NULL);
  else if (!room_copy_entry(call->room, target, &proposal))
    room_failed(call, call->room->error);
  else {
    do_patch(call, &(edit){.patch = proposal.patch,
                           .base = proposal.base,
                           .author = proposal.client,
                           .target = target});
    room_copy_free(&proposal);
  }
}
