/* Supports: what runs beside stages, by whom, and what it changes. */
#include "model/read.h"

/* Whether a transition's number was learned from people whom the support already reached: then the
 * effect is in it. */
static bool number_is_known(const pk_reader *reader, int transition) {
  const pk_transition *t = &reader->transitions[transition];
  switch (reader->forms[transition]) {
  case PK_EXITS_SHARES:
    return t->share.basis <= PK_CALIBRATED;
  case PK_EXITS_PER_STEP:
    return t->step_count > 0 && t->per_step[0].basis <= PK_CALIBRATED;
  case PK_EXITS_RACE:
    return t->after.a.basis <= PK_CALIBRATED;
  default:
    return false;
  }
}

static void read_ratio(pk_reader *reader, const pk_node *node, pk_effect *effect) {
  bool odds = json_object_get(node->json, "odds_ratio") != NULL;
  const char *key = odds ? "odds_ratio" : "hazard_ratio";
  effect->form = odds ? PK_EFFECT_ODDS : PK_EFFECT_HAZARD;
  effect->transition = pk_read_reference_member(reader, node, "transition", PK_TRANSITIONS);
  pk_read_number_member(reader, node, key, "effect", PK_LAW_POSITIVE, 1, &effect->ratio);
  if (effect->transition < 0)
    return;
  pk_exits form = reader->forms[effect->transition];
  pk_node member = {json_object_get(node->json, key), node, key, 0};
  if (form != PK_EXITS_NONE && (form == PK_EXITS_SHARES) != odds)
    PK_PROBLEM(reader, &member, PK_KEY, "E-EFFECT-RATIO", "transition",
               pk_section_id_at(reader, PK_TRANSITIONS, effect->transition), "key", key, "right",
               odds ? "hazard_ratio" : "odds_ratio", NULL);
  effect->included = number_is_known(reader, effect->transition);
}

/* { "transition", "odds_ratio" or "hazard_ratio" } or { "stage", "places" }. */
static void read_effect(pk_reader *reader, const pk_node *node, pk_effect *effect) {
  effect->transition = effect->stage = -1;
  effect->ratio = pk_number_unwritten(1);
  if (!pk_read_shape(reader, node, &pk_shape_effect))
    return;
  bool transition = json_object_get(node->json, "transition") != NULL;
  bool odds = json_object_get(node->json, "odds_ratio") != NULL;
  bool hazard = json_object_get(node->json, "hazard_ratio") != NULL;
  bool stage = json_object_get(node->json, "stage") != NULL;
  bool places = json_object_get(node->json, "places") != NULL;
  if (transition && odds != hazard && !stage && !places) {
    read_ratio(reader, node, effect);
  } else if (stage && places && !transition && !odds && !hazard) {
    effect->form = PK_EFFECT_PLACES;
    effect->stage = pk_read_reference_member(reader, node, "stage", PK_STAGES);
    pk_read_number_member(reader, node, "places", "effect", PK_LAW_NOT_NEGATIVE, 0, &effect->ratio);
  } else if (!pk_read_has_unknown(node, &pk_shape_effect)) {
    PK_PROBLEM(reader, node, PK_KEY, "E-EFFECT", NULL);
  }
  effect->included = pk_read_flag(reader, node, "included", effect->included);
}

static void read_effects(pk_reader *reader, const pk_node *object, pk_support *support) {
  pk_node node;
  if (!pk_read_member(reader, object, "effect", &node))
    return;
  bool list = json_is_array(node.json);
  size_t size = list ? json_array_size(node.json) : 1;
  pk_effect *effects = pk_read_alloc(reader, size, sizeof *effects);
  if (!effects)
    return;
  for (size_t i = 0; i < size; i++) {
    pk_node item = list ? pk_node_at(&node, i) : node;
    read_effect(reader, &item, &effects[i]);
  }
  support->effect_count = (int)size;
  support->effects = effects;
}

static void read_support(pk_reader *reader, const pk_node *node, pk_support *support) {
  pk_read_name(reader, node, "name", &support->name);
  pk_read_name(reader, node, "text", &support->text);
  support->role = pk_read_text(reader, node, "role");
  support->actor_count = pk_read_id_set(reader, node, "actors", PK_ACTORS, &support->actors);
  support->stage_count = pk_read_id_set(reader, node, "at", PK_STAGES, &support->stages);
  read_effects(reader, node, support);
  pk_read_number_member(reader, node, "uptake", "uptake", PK_LAW_SHARE, 1, &support->uptake);
  pk_read_period(reader, node, &support->from, &support->until);
}

void pk_read_supports(pk_reader *reader) {
  int count = reader->sections[PK_SUPPORTS].count;
  pk_support *supports = pk_read_alloc(reader, (size_t)count, sizeof *supports);
  if (!supports)
    return;
  for (int i = 0; i < count; i++) {
    pk_node node = pk_section_item(reader, PK_SUPPORTS, i);
    supports[i].id = node.key;
    supports[i].uptake = pk_number_unwritten(1);
    supports[i].pointer = pk_node_pointer(reader, &node);
    if (pk_read_shape(reader, &node, &pk_shape_support))
      read_support(reader, &node, &supports[i]);
  }
  reader->model->supports = supports;
  reader->model->support_count = count;
}
