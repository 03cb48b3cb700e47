/* What goes when a part of a model goes.
 *
 * A stage takes its transitions along, an actor its roles, referrals and the moves that happen only
 * with it; a support, gap or path goes when it has lost its last stage, a support also with its
 * last actor. What would change its meaning in silence is refused: clients who begin at the stage,
 * places that hang on its workers. */
#include "model/cut.h"

#include "model/differ_parts.h"

#include <stdlib.h>
#include <string.h>

static json_t *section_of(const pk_cut *cut, pk_section_id section) {
  return json_object_get(cut->left, pk_section_names[section]);
}

static bool is_text(const json_t *value, const char *text) {
  return json_is_string(value) && strcmp(json_string_value(value), text) == 0;
}

/* Takes `key` out of object[member], and the member when nothing is left in it. True where nothing
 * is. */
static bool drop(json_t *object, const char *member, const char *key) {
  json_t *inside = json_object_get(object, member);
  if (!json_is_object(inside) || json_object_del(inside, key) != 0 || json_object_size(inside) > 0)
    return false;
  json_object_del(object, member);
  return true;
}

/* The same with the ids of a list: every one that is `id`, and twins that stand side by side after
 * it. */
static void drop_listed(json_t *list, const char *id) {
  for (size_t i = json_array_size(list); i-- > 0;)
    if (is_text(json_array_get(list, i), id)) {
      json_array_remove(list, i);
      if (i > 0 && i < json_array_size(list) &&
          json_equal(json_array_get(list, i - 1), json_array_get(list, i)))
        json_array_remove(list, i);
    }
}

/* What a part is called, in a language. */
static const char *named(const pk_cut *cut, const char *section, const char *id, polku_lang lang) {
  const pk_name *name = pk_part_name(cut->model, section, id);
  return name ? pk_name_text(name, lang, id) : id;
}

static void refuse(pk_cut *cut, const char *code, const char *section, const char *id,
                   const char *stage) {
  pk_text pointer = PK_TEXT_EMPTY;
  pk_place place = {0};
  pk_pointer_add(&pointer, section);
  pk_pointer_add(&pointer, id);
  if (pointer.failed) {
    cut->failed = true;
  } else {
    pk_model_place(cut->model, pointer.data, true, &place);
    pk_report_add(
        cut->report, &place, code, "part_fi", named(cut, section, id, POLKU_FI), "part_sv",
        named(cut, section, id, POLKU_SV), "part_en", named(cut, section, id, POLKU_EN), "stage_fi",
        named(cut, "stages", stage, POLKU_FI), "stage_sv", named(cut, "stages", stage, POLKU_SV),
        "stage_en", named(cut, "stages", stage, POLKU_EN), NULL);
  }
  pk_text_free(&pointer);
  cut->refused = true;
}

/* ---------------------------------------------------------------------------------- a stage */

static bool begins_at(const json_t *group, const char *stage) {
  const json_t *start = json_object_get(group, "start"),
               *initial = json_object_get(group, "initial");
  if (is_text(start, stage) || json_object_get(start, stage))
    return true;
  for (size_t i = 0; i < json_array_size(initial); i++) {
    const json_t *item = json_array_get(initial, i);
    if (is_text(json_object_get(item, "stage"), stage) ||
        is_text(json_object_get(item, "waiting_for"), stage))
      return true;
  }
  return false;
}

/* Whether places of some role at a stage are counted by the workers of another. */
static bool hangs_on(json_t *stage, const char *other) {
  const char *actor, *role;
  json_t *roles, *standing;
  json_object_foreach(json_object_get(stage, "actors"), actor, roles) {
    json_object_foreach(roles, role, standing) {
      if (is_text(json_object_get(json_object_get(standing, "places"), "per"), other))
        return true;
    }
  }
  return false;
}

static void refuse_needed(pk_cut *cut, const char *stage) {
  const char *id;
  json_t *part;
  json_object_foreach(section_of(cut, PK_GROUPS), id, part) {
    if (begins_at(part, stage))
      refuse(cut, "E-PART-START", "groups", id, stage);
  }
  json_object_foreach(section_of(cut, PK_STAGES), id, part) {
    if (strcmp(id, stage) != 0 && hangs_on(part, stage))
      refuse(cut, "E-PART-PLACES", "stages", id, stage);
  }
}

static double share_value(const json_t *share) {
  const json_t *number = json_is_object(share) ? json_object_get(share, "value") : share;
  return json_number_value(number);
}

/* Shares that lost one of them, in proportion to their sum. */
static void scale_shares(pk_cut *cut, json_t *shares) {
  const char *key;
  json_t *share;
  double sum = 0;
  json_object_foreach(shares, key, share) {
    sum += share_value(share);
  }
  json_object_foreach(shares, key, share) {
    json_t *value = sum > 0 ? json_real(share_value(share) / sum) : NULL;
    bool object = json_is_object(share);
    if (sum > 0 && json_object_set_new(object ? share : shares, object ? "value" : key, value) != 0)
      cut->failed = true;
  }
}

/* Who cannot or will not wait goes elsewhere; where there is no elsewhere they wait on. */
static void mend_queue(pk_cut *cut, json_t *stage, const char *gone) {
  json_t *queue = json_object_get(stage, "queue"), *turns = json_object_get(queue, "gives_up");
  if (!json_object_get(turns, gone))
    return;
  if (!drop(queue, "gives_up", gone)) {
    scale_shares(cut, turns);
    return;
  }
  json_object_del(queue, "patience");
  json_object_del(queue, "max");
  if (json_object_size(queue) == 0)
    json_object_del(stage, "queue");
}

/* An effect, alone or in a list, on what is gone. */
static void drop_effects(json_t *support, const char *key, const char *id) {
  json_t *effect = json_object_get(support, "effect");
  bool empty = json_is_object(effect) && is_text(json_object_get(effect, key), id);
  for (size_t i = json_array_size(effect); i-- > 0;)
    if (is_text(json_object_get(json_array_get(effect, i), key), id)) {
      json_array_remove(effect, i);
      empty = json_array_size(effect) == 0;
    }
  if (empty)
    json_object_del(support, "effect");
}

/* Takes an id out of a set without which the part has no sense. */
static void drop_needed(pk_cut *cut, pk_section_id section, const char *id, const char *member,
                        const char *key) {
  if (drop(json_object_get(section_of(cut, section), id), member, key))
    pk_cut_part(cut, section, id);
}

static void leave_stage(pk_cut *cut, const char *stage) {
  const char *id;
  json_t *part;
  void *next;
  json_object_foreach_safe(section_of(cut, PK_TRANSITIONS), next, id, part) {
    if (is_text(json_object_get(part, "from"), stage) ||
        is_text(json_object_get(part, "to"), stage))
      pk_cut_part(cut, PK_TRANSITIONS, id);
  }
  json_object_foreach_safe(section_of(cut, PK_SUPPORTS), next, id, part) {
    drop_effects(part, "stage", stage);
    drop_needed(cut, PK_SUPPORTS, id, "at", stage);
  }
  json_object_foreach_safe(section_of(cut, PK_GAPS), next, id, part) {
    drop_needed(cut, PK_GAPS, id, "stages", stage);
  }
  json_object_foreach_safe(section_of(cut, PK_PATHS), next, id, part) {
    json_t *stages = json_object_get(part, "stages");
    size_t before = json_array_size(stages);
    drop_listed(stages, stage);
    if (json_array_size(stages) < before && json_array_size(stages) < 2)
      pk_cut_part(cut, PK_PATHS, id);
  }
  json_object_foreach(section_of(cut, PK_STAGES), id, part) {
    mend_queue(cut, part, stage);
  }
}

/* --------------------------------------------------------------------------- the other parts */

static void leave_transition(pk_cut *cut, const char *transition) {
  const char *id;
  json_t *part;
  json_object_foreach(section_of(cut, PK_STAGES), id, part) {
    if (is_text(json_object_get(part, "refused"), transition))
      json_object_del(part, "refused");
  }
  json_object_foreach(section_of(cut, PK_SUPPORTS), id, part) {
    drop_effects(part, "transition", transition);
  }
}

static void leave_actor(pk_cut *cut, const char *actor) {
  const char *id;
  json_t *part;
  void *next;
  json_object_foreach(section_of(cut, PK_STAGES), id, part) {
    drop(part, "actors", actor);
  }
  json_object_foreach_safe(section_of(cut, PK_TRANSITIONS), next, id, part) {
    drop(part, "referral", actor);
    drop_needed(cut, PK_TRANSITIONS, id, "carried_by", actor);
  }
  json_object_foreach_safe(section_of(cut, PK_SUPPORTS), next, id, part) {
    drop_needed(cut, PK_SUPPORTS, id, "actors", actor);
  }
}

static void leave_account(pk_cut *cut, const char *account) {
  const char *id;
  json_t *part;
  void *next;
  json_object_foreach(section_of(cut, PK_STAGES), id, part) {
    drop(part, "amounts", account);
  }
  json_object_foreach_safe(section_of(cut, PK_BUDGETS), next, id, part) {
    if (is_text(json_object_get(part, "account"), account))
      pk_cut_part(cut, PK_BUDGETS, id);
  }
}

static void leave_group(pk_cut *cut, const char *group) {
  const char *id;
  json_t *part;
  void *next;
  json_object_foreach_safe(section_of(cut, PK_TARGETS), next, id, part) {
    if (is_text(json_object_get(part, "group"), group))
      pk_cut_part(cut, PK_TARGETS, id);
  }
}

/* Numbers keep what they say; they no longer say from where. */
static void leave_source(json_t *value, const char *source) {
  const char *key;
  json_t *member;
  for (size_t i = 0; i < json_array_size(value); i++)
    leave_source(json_array_get(value, i), source);
  if (is_text(json_object_get(value, "source"), source))
    json_object_del(value, "source");
  json_object_foreach(value, key, member) {
    leave_source(member, source);
  }
}

static void leave(pk_cut *cut, pk_section_id section, const char *id) {
  const char *key;
  json_t *members;
  if (section == PK_STAGES)
    leave_stage(cut, id);
  else if (section == PK_TRANSITIONS)
    leave_transition(cut, id);
  else if (section == PK_ACTORS)
    leave_actor(cut, id);
  else if (section == PK_ACCOUNTS)
    leave_account(cut, id);
  else if (section == PK_GROUPS)
    leave_group(cut, id);
  else if (section == PK_SOURCES)
    json_object_foreach(cut->left, key, members) {
      if (strcmp(key, "scenarios") != 0)
        leave_source(members, id);
    }
}

void pk_cut_part(pk_cut *cut, pk_section_id section, const char *id) {
  json_t *members = section_of(cut, section);
  if (!json_object_get(members, id))
    return;
  if (section == PK_STAGES)
    refuse_needed(cut, id);
  size_t size = strlen(id) + 1;
  char *own = malloc(size); /* `id` may be the key that is deleted */
  if (!own) {
    cut->failed = true;
    return;
  }
  memcpy(own, id, size);
  json_object_del(members, own);
  drop_listed(json_object_get(json_object_get(cut->left, "order"), pk_section_names[section]), own);
  leave(cut, section, own);
  free(own);
}

/* ------------------------------------------------------------------------------- other places */

json_t *pk_cut_find(json_t *model, char *const *tokens, int count) {
  json_t *at = model;
  for (int i = 0; at && i < count; i++)
    if (json_is_array(at))
      at = *tokens[i] && !tokens[i][strspn(tokens[i], "0123456789")] && strlen(tokens[i]) < 9
               ? json_array_get(at, (size_t)strtol(tokens[i], NULL, 10))
               : NULL;
    else
      at = json_object_get(at, tokens[i]);
  return at;
}

/* Members that give a part its sense: it goes with the last of them. */
static const struct {
  pk_section_id section;
  const char *member;
} needed[] = {{PK_GAPS, "stages"},
              {PK_SUPPORTS, "at"},
              {PK_SUPPORTS, "actors"},
              {PK_TRANSITIONS, "carried_by"}};

void pk_cut_place(pk_cut *cut, char *const *tokens, int count) {
  for (size_t i = 0; count == 4 && i < sizeof needed / sizeof *needed; i++)
    if (strcmp(tokens[0], pk_section_names[needed[i].section]) == 0 &&
        strcmp(tokens[2], needed[i].member) == 0) {
      drop_needed(cut, needed[i].section, tokens[1], tokens[2], tokens[3]);
      return;
    }
  json_t *parent = pk_cut_find(cut->left, tokens, count - 1);
  const char *last = tokens[count - 1];
  size_t left = 0;
  if (json_is_array(parent)) {
    json_array_remove(parent, (size_t)strtol(last, NULL, 10));
    left = json_array_size(parent);
  } else {
    json_object_del(parent, last);
    left = json_object_size(parent);
  }
  if (left == 0 && count > 3)
    pk_cut_place(cut, tokens, count - 1);
}
