/* Transitions: from where to where, in one of three forms, carried by whom. */
#include "model/read.h"

/* "share": a number, or "rest" for what the other shares leave. */
static void read_share(pk_reader *reader, const pk_node *node, pk_transition *transition) {
  transition->share = pk_number_unwritten(NAN);
  if (json_is_string(node->json) && strcmp(json_string_value(node->json), "rest") == 0)
    transition->rest = true;
  else if (json_is_string(node->json))
    pk_read_wrong_type(reader, node, "model.type.share");
  else
    pk_read_number(reader, node, "share", PK_LAW_SHARE, &transition->share);
}

/* "per_step": a probability, or a list of them by elapsed step. */
static void read_per_step(pk_reader *reader, const pk_node *node, pk_transition *transition) {
  bool list = json_is_array(node->json);
  size_t size = list ? json_array_size(node->json) : 1;
  if (size == 0) {
    PK_PROBLEM(reader, node, PK_KEY, "E-EMPTY", "key", "per_step", NULL);
    return;
  }
  pk_number *numbers = pk_read_alloc(reader, size, sizeof *numbers);
  for (size_t i = 0; numbers && i < size; i++) {
    pk_node item = list ? pk_node_at(node, i) : *node;
    pk_read_number(reader, &item, "per_step", PK_LAW_SHARE, &numbers[i]);
  }
  transition->per_step = numbers;
  transition->step_count = numbers ? (int)size : 0;
}

static void read_referrals(pk_reader *reader, const pk_node *object, pk_transition *transition) {
  pk_node node, member;
  if (!pk_read_member(reader, object, "referral", &node) ||
      !pk_read_is(reader, &node, PK_IS_OBJECT))
    return;
  pk_referral *list = pk_read_alloc(reader, pk_member_count(&node), sizeof *list);
  if (!list)
    return;
  size_t size;
  pk_node *members = pk_read_members(reader, &node, PK_ACTORS, &size);
  for (size_t i = 0; members && i < size; i++) {
    member = members[i];
    pk_referral *referral = &list[transition->referral_count++];
    referral->actor = pk_read_reference_key(reader, &member, PK_ACTORS);
    if (!pk_read_shape(reader, &member, &pk_shape_referral))
      continue;
    pk_read_number_member(reader, &member, "in", "referral", PK_LAW_NOT_NEGATIVE, 0, &referral->in);
    pk_read_number_member(reader, &member, "out", "referral", PK_LAW_NOT_NEGATIVE, 0,
                          &referral->out);
  }
  transition->referrals = list;
}

static bool has_misspelled_form(const pk_node *node) {
  return pk_read_written(node, &pk_shape_transition, "share") ||
         pk_read_written(node, &pk_shape_transition, "per_step") ||
         pk_read_written(node, &pk_shape_transition, "after");
}

/* The form of an exit: exactly one of three keys. What could not be read leaves its stage unsure.
 */
static pk_exits read_form(pk_reader *reader, const pk_node *node, pk_transition *transition) {
  pk_node share, per_step, after;
  bool has_share = pk_read_member(reader, node, "share", &share);
  bool has_per_step = pk_read_member(reader, node, "per_step", &per_step);
  bool has_after = pk_read_member(reader, node, "after", &after);
  int forms = has_share + has_per_step + has_after;
  if (forms == 0 && has_misspelled_form(node))
    return PK_EXITS_NONE;
  if (forms != 1) {
    PK_PROBLEM(reader, node, PK_KEY, "E-EXITS-FORM", "id", node->key, NULL);
    return PK_EXITS_NONE;
  }
  if (has_share) {
    read_share(reader, &share, transition);
    return PK_EXITS_SHARES;
  }
  if (has_per_step) {
    read_per_step(reader, &per_step, transition);
    return PK_EXITS_PER_STEP;
  }
  pk_read_distribution(reader, &after, "after", &transition->after);
  return PK_EXITS_RACE;
}

/* The stage whose exits are incomplete because this transition's "from" is not good: the nearest
 * name, else it could be any stage. */
static void mark_unsure(pk_reader *reader, const pk_node *node) {
  const char *id = json_string_value(json_object_get(node->json, "from"));
  int stage = id ? pk_read_nearest(reader, PK_STAGES, id) : -1;
  for (int i = 0; i < reader->model->stage_count; i++)
    if (stage < 0 || i == stage)
      reader->stage_unsure[i] = true;
}

static void read_ends(pk_reader *reader, const pk_node *node, pk_transition *transition) {
  transition->from = pk_read_reference_member(reader, node, "from", PK_STAGES);
  transition->to = pk_read_reference_member(reader, node, "to", PK_STAGES);
  pk_node to;
  if (transition->from >= 0 && transition->from == transition->to &&
      pk_read_member(reader, node, "to", &to))
    PK_PROBLEM(reader, &to, PK_VALUE, "E-SELF-TRANSITION", "id", node->key, "stage",
               pk_section_id_at(reader, PK_STAGES, transition->to), NULL);
}

static void read_transition(pk_reader *reader, const pk_node *node, int i) {
  pk_transition *transition = &reader->transitions[i];
  pk_read_name(reader, node, "name", &transition->name);
  read_ends(reader, node, transition);
  reader->forms[i] = read_form(reader, node, transition);
  if (reader->forms[i] == PK_EXITS_NONE)
    transition->share.value = NAN; /* nobody knows what it adds to a sum */
  transition->at_limit = pk_read_flag(reader, node, "at_limit", false);
  transition->carrier_count =
      pk_read_id_set(reader, node, "carried_by", PK_ACTORS, &transition->carriers);
  read_referrals(reader, node, transition);
}

void pk_read_transitions(pk_reader *reader) {
  int count = reader->sections[PK_TRANSITIONS].count;
  reader->transitions = pk_read_alloc(reader, (size_t)count, sizeof *reader->transitions);
  reader->forms = pk_read_alloc(reader, (size_t)count, sizeof *reader->forms);
  if (!reader->transitions || !reader->forms)
    return;
  for (int i = 0; i < count; i++) {
    pk_node node = pk_section_item(reader, PK_TRANSITIONS, i);
    pk_transition *transition = &reader->transitions[i];
    transition->id = node.key;
    transition->from = transition->to = -1;
    transition->share = pk_number_unwritten(0);
    transition->pointer = pk_node_pointer(reader, &node);
    if (pk_read_shape(reader, &node, &pk_shape_transition))
      read_transition(reader, &node, i);
    if (transition->from < 0)
      mark_unsure(reader, &node);
  }
  reader->model->transitions = reader->transitions;
  reader->model->transition_count = count;
}
