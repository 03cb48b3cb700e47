/* Groups: who enters, how many, where, and with which attributes and pasts. */
#include "model/read.h"

/* "start": a stage, or shares by stage. */
static void read_start(pk_reader *reader, const pk_node *object, pk_group *group) {
  pk_node node;
  if (!pk_read_member(reader, object, "start", &node))
    return;
  if (json_is_object(node.json)) {
    group->start_count = pk_read_turns(reader, &node, "start", &group->starts);
    return;
  }
  pk_turn *turn = pk_read_alloc(reader, 1, sizeof *turn);
  if (!turn)
    return;
  turn->stage = pk_read_reference(reader, &node, PK_STAGES);
  turn->share = pk_number_unwritten(1);
  group->starts = turn;
  group->start_count = 1;
}

/* A value that every client of the group has. */
static void read_one_choice(pk_reader *reader, const pk_node *node, const pk_choice **choices,
                            int *count) {
  const char *value = pk_read_plain_value(reader, node);
  pk_choice *choice = value ? pk_read_alloc(reader, 1, sizeof *choice) : NULL;
  if (!choice)
    return;
  *choice = (pk_choice){value, pk_number_unwritten(1)};
  *choices = choice;
  *count = 1;
}

static void read_traits(pk_reader *reader, const pk_node *object, pk_group *group) {
  pk_node node, member;
  if (!pk_read_member(reader, object, "attributes", &node) ||
      !pk_read_is(reader, &node, PK_IS_OBJECT))
    return;
  pk_trait *traits = pk_read_alloc(reader, pk_member_count(&node), sizeof *traits);
  if (!traits)
    return;
  size_t size;
  pk_node *members = pk_read_members(reader, &node, PK_SECTION_COUNT, &size);
  for (size_t i = 0; members && i < size; i++) {
    member = members[i];
    pk_trait *trait = &traits[group->trait_count++];
    trait->name = member.key;
    trait->pointer = pk_node_pointer(reader, &member);
    if (json_is_object(member.json))
      trait->choice_count = pk_read_choices(reader, &member, "attribute", false, &trait->choices);
    else
      read_one_choice(reader, &member, &trait->choices, &trait->choice_count);
  }
  group->traits = traits;
}

/* "1110…": the latest step first. */
static void read_pattern(pk_reader *reader, const pk_node *node, pk_past *past) {
  past->pattern = pk_read_string(reader, node);
  if (!past->pattern)
    return;
  size_t length = strlen(past->pattern);
  if (length > 64 || strspn(past->pattern, "01") != length)
    PK_PROBLEM(reader, node, PK_VALUE, "E-PATTERN", "value", past->pattern, NULL);
}

/* Lengths or values: one whole number, or shares by whole number. */
static void read_lengths(pk_reader *reader, const pk_node *node, pk_past *past) {
  if (json_is_object(node->json))
    past->choice_count = pk_read_choices(reader, node, "history", true, &past->choices);
  else if (pk_read_is(reader, node, PK_IS_NUMBER) &&
           pk_read_lawful(reader, node, PK_LAW_COUNT, json_number_value(node->json)))
    read_one_choice(reader, node, &past->choices, &past->choice_count);
}

static void read_past(pk_reader *reader, const pk_node *node, pk_past *past) {
  pk_node latest, pattern, value;
  past->history = node->key;
  past->pointer = pk_node_pointer(reader, node);
  if (!pk_read_shape(reader, node, &pk_shape_history))
    return;
  bool has_latest = pk_read_member(reader, node, "latest", &latest);
  bool has_pattern = pk_read_member(reader, node, "pattern", &pattern);
  past->is_value = pk_read_member(reader, node, "value", &value);
  int forms = has_latest + has_pattern + past->is_value;
  if (forms == 0 && pk_read_has_unknown(node, &pk_shape_history))
    return;
  if (forms != 1)
    PK_PROBLEM(reader, node, PK_KEY, "E-HISTORY-FORM", "id", node->key, NULL);
  else if (has_pattern)
    read_pattern(reader, &pattern, past);
  else
    read_lengths(reader, has_latest ? &latest : &value, past);
}

static void read_pasts(pk_reader *reader, const pk_node *object, pk_group *group) {
  pk_node node;
  if (!pk_read_member(reader, object, "histories", &node) ||
      !pk_read_is(reader, &node, PK_IS_OBJECT))
    return;
  pk_past *pasts = pk_read_alloc(reader, pk_member_count(&node), sizeof *pasts);
  if (!pasts)
    return;
  size_t size;
  pk_node *members = pk_read_members(reader, &node, PK_SECTION_COUNT, &size);
  for (size_t i = 0; members && i < size; i++)
    read_past(reader, &members[i], &pasts[group->past_count++]);
  group->pasts = pasts;
}

/* { "per_step": 5 } or a list by step from 1. */
static void read_arrivals(pk_reader *reader, const pk_node *object, pk_group *group) {
  pk_node node, per_step;
  if (!pk_read_member(reader, object, "arrivals", &node) ||
      !pk_read_shape(reader, &node, &pk_shape_arrivals) ||
      !pk_read_member(reader, &node, "per_step", &per_step))
    return;
  bool list = json_is_array(per_step.json);
  size_t size = list ? json_array_size(per_step.json) : 1;
  pk_number *numbers = pk_read_alloc(reader, size, sizeof *numbers);
  for (size_t i = 0; numbers && i < size; i++) {
    pk_node item = list ? pk_node_at(&per_step, i) : per_step;
    pk_read_number(reader, &item, "arrivals", PK_LAW_NOT_NEGATIVE, &numbers[i]);
  }
  group->arrivals = numbers;
  group->arrival_count = numbers ? (int)size : 0;
  group->arrivals_steady = !list;
}

/* { "stage": S, "elapsed": 3, "count": 5 } or { "waiting_for": S, "waited": 4, "count": 2 }. */
static void read_initial_item(pk_reader *reader, const pk_node *node, pk_initial *initial) {
  initial->stage = -1;
  initial->count = pk_number_unwritten(0);
  if (!pk_read_shape(reader, node, &pk_shape_initial))
    return;
  bool stage = json_object_get(node->json, "stage") || json_object_get(node->json, "elapsed");
  bool waiting =
      json_object_get(node->json, "waiting_for") || json_object_get(node->json, "waited");
  if (!stage && !waiting && pk_read_has_unknown(node, &pk_shape_initial))
    return;
  if (stage == waiting) {
    PK_PROBLEM(reader, node, PK_VALUE, "E-INITIAL", NULL);
    return;
  }
  initial->waiting = waiting;
  initial->stage =
      pk_read_reference_member(reader, node, waiting ? "waiting_for" : "stage", PK_STAGES);
  initial->elapsed = pk_read_whole(reader, node, waiting ? "waited" : "elapsed", PK_LAW_TIME, 0);
  pk_read_number_member(reader, node, "count", "count", PK_LAW_NOT_NEGATIVE, 0, &initial->count);
}

static void read_initial(pk_reader *reader, const pk_node *object, pk_group *group) {
  pk_node node;
  if (!pk_read_member(reader, object, "initial", &node) || !pk_read_is(reader, &node, PK_IS_ARRAY))
    return;
  size_t size = json_array_size(node.json);
  pk_initial *list = pk_read_alloc(reader, size, sizeof *list);
  for (size_t i = 0; list && i < size; i++) {
    pk_node item = pk_node_at(&node, i);
    read_initial_item(reader, &item, &list[i]);
  }
  group->initial = list;
  group->initial_count = list ? (int)size : 0;
}

/* Whoever enters needs somewhere to start, and a group needs somebody. */
static void check_presence(pk_reader *reader, const pk_node *node, const pk_group *group) {
  bool size = pk_read_written(node, &pk_shape_group, "size");
  bool arrivals = pk_read_written(node, &pk_shape_group, "arrivals");
  bool initial = pk_read_written(node, &pk_shape_group, "initial");
  bool enters = arrivals || (size && !(group->size.value == 0));
  if (!size && !arrivals && !initial)
    PK_PROBLEM(reader, node, PK_KEY, "E-GROUP-SIZE", "id", node->key, NULL);
  if (enters && !pk_read_written(node, &pk_shape_group, "start"))
    PK_PROBLEM(reader, node, PK_KEY, "E-GROUP-START", "id", node->key, NULL);
}

static void read_group(pk_reader *reader, const pk_node *node, pk_group *group) {
  pk_read_name(reader, node, "name", &group->name);
  group->region = pk_read_text(reader, node, "region");
  pk_read_number_member(reader, node, "size", "size", PK_LAW_NOT_NEGATIVE, 0, &group->size);
  read_start(reader, node, group);
  read_traits(reader, node, group);
  read_pasts(reader, node, group);
  read_arrivals(reader, node, group);
  read_initial(reader, node, group);
  group->allocate = pk_read_flag(reader, node, "allocate", false);
  check_presence(reader, node, group);
}

void pk_read_groups(pk_reader *reader) {
  int count = reader->sections[PK_GROUPS].count;
  pk_group *groups = pk_read_alloc(reader, (size_t)count, sizeof *groups);
  if (!groups)
    return;
  for (int i = 0; i < count; i++) {
    pk_node node = pk_section_item(reader, PK_GROUPS, i);
    groups[i].id = node.key;
    groups[i].size = pk_number_unwritten(0);
    groups[i].pointer = pk_node_pointer(reader, &node);
    if (pk_read_shape(reader, &node, &pk_shape_group))
      read_group(reader, &node, &groups[i]);
  }
  reader->model->groups = groups;
  reader->model->group_count = count;
}
