/* What is mended after a part of a model was taken away: shares that no longer sum to one, notes
 * about what is no more. */
#include "model/cut.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ------------------------------------------------------------------------------------- shares */

static bool leaves(const json_t *transition, const char *stage) {
  const char *from = json_string_value(json_object_get(transition, "from"));
  return from && strcmp(from, stage) == 0 && json_object_get(transition, "share");
}

static bool is_rest(const json_t *transition) {
  return json_is_string(json_object_get(transition, "share"));
}

static double share_of(const json_t *transition) {
  const json_t *share = json_object_get(transition, "share");
  return json_number_value(json_is_object(share) ? json_object_get(share, "value") : share);
}

/* Whether somebody else than those in the room stands behind a share: it was counted, stated or
 * made to fit a total. */
static bool is_known(const json_t *transition) {
  const json_t *share = json_object_get(transition, "share");
  const char *basis = json_string_value(json_object_get(share, "basis"));
  return basis ? strcmp(basis, "assumed") != 0 && strcmp(basis, "estimated") != 0
               : json_object_get(share, "evidence") != NULL;
}

/* Whether a stage has lost an exit. */
static bool lost_exit(json_t *before, json_t *left, const char *stage) {
  const char *id;
  json_t *transition;
  json_object_foreach(before, id, transition) {
    if (leaves(transition, stage) && !json_object_get(left, id))
      return true;
  }
  return false;
}

/* The exit that is to take what the lost one left: the largest guess; a number that somebody knows
 * only where there are no others. NULL where the shares are whole as they are. */
static json_t *exit_to_mend(json_t *transitions, const char *stage) {
  const char *id;
  json_t *transition, *best = NULL;
  double sum = 0;
  json_object_foreach(transitions, id, transition) {
    if (!leaves(transition, stage))
      continue;
    if (is_rest(transition))
      return NULL;
    sum += share_of(transition);
    bool guess = !is_known(transition);
    if (!best || guess > !is_known(best) ||
        (guess == !is_known(best) && share_of(transition) > share_of(best)))
      best = transition;
  }
  return fabs(sum - 1) > 1e-9 ? best : NULL;
}

static void mend_shares(pk_cut *cut, json_t *before) {
  json_t *left = json_object_get(cut->left, "transitions"), *stage;
  const char *id;
  json_object_foreach(json_object_get(cut->left, "stages"), id, stage) {
    json_t *exit =
        lost_exit(json_object_get(before, "transitions"), left, id) ? exit_to_mend(left, id) : NULL;
    if (exit && json_object_set_new(exit, "share", json_string("rest")) != 0)
      cut->failed = true;
  }
}

/* -------------------------------------------------------------------------------------- notes */

enum { TOKENS_MAX = 32 };

static bool leads_somewhere(pk_cut *cut, json_t *model, const char *pointer) {
  char *tokens[TOKENS_MAX];
  int count = 0;
  bool good = true;
  while (*pointer == '/' && count < TOKENS_MAX && good) {
    good = (tokens[count] = pk_pointer_token(&pointer)) != NULL;
    count += good;
  }
  cut->failed = cut->failed || !good;
  bool found = !good || pk_cut_find(model, tokens, count) != NULL;
  while (count > 0)
    free(tokens[--count]);
  return found;
}

/* A note goes with what it is about. */
static void mend_notes(pk_cut *cut) {
  const char *id;
  json_t *note;
  void *next;
  json_object_foreach_safe(json_object_get(cut->left, "notes"), next, id, note) {
    const char *about = json_string_value(json_object_get(note, "about"));
    if (about && !leads_somewhere(cut, cut->left, about))
      pk_cut_part(cut, PK_NOTES, id);
  }
}

void pk_cut_mend(pk_cut *cut, json_t *before) {
  mend_shares(cut, before);
  mend_notes(cut);
}

bool pk_names_any(json_t *value, json_t *ids) {
  const char *key;
  json_t *member;
  if (json_is_string(value) && json_object_get(ids, json_string_value(value)))
    return true;
  for (size_t i = 0; i < json_array_size(value); i++)
    if (pk_names_any(json_array_get(value, i), ids))
      return true;
  json_object_foreach(value, key, member) {
    if (json_object_get(ids, key) || pk_names_any(member, ids))
      return true;
  }
  return false;
}
