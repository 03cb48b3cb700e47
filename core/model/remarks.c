/* What is said about a model: gaps, notes, named paths, targets, scenarios. */
#include "model/read.h"

#include <stdlib.h>

void pk_read_gaps(pk_reader *reader) {
  int count = reader->sections[PK_GAPS].count;
  pk_gap *gaps = pk_read_alloc(reader, (size_t)count, sizeof *gaps);
  for (int i = 0; gaps && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_GAPS, i);
    gaps[i].id = node.key;
    if (!pk_read_shape(reader, &node, &pk_shape_gap))
      continue;
    gaps[i].stage_count = pk_read_id_set(reader, &node, "stages", PK_STAGES, &gaps[i].stages);
    gaps[i].row = (pk_row)pk_read_enum(reader, &node, "row", pk_row_ids, PK_ROW_EXPERIENCE);
    pk_read_name(reader, &node, "question", &gaps[i].question);
    pk_read_name(reader, &node, "text", &gaps[i].text);
  }
  reader->model->gap_count = gaps ? count : 0;
  reader->model->gaps = gaps;
}

/* Whether a JSON Pointer leads somewhere in the model. */
static bool leads_somewhere(const pk_reader *reader, const char *pointer) {
  const json_t *json = reader->root.json;
  while (*pointer == '/' && json) {
    char token[256];
    size_t length = 0;
    for (pointer++; *pointer && *pointer != '/'; pointer++) {
      char c = *pointer;
      if (c == '~' && (pointer[1] == '0' || pointer[1] == '1'))
        c = *++pointer == '0' ? '~' : '/';
      if (length + 1 < sizeof token)
        token[length++] = c;
    }
    token[length] = '\0';
    if (json_is_array(json))
      json = strspn(token, "0123456789") == length && length > 0 && length < 9
                 ? json_array_get(json, (size_t)strtol(token, NULL, 10))
                 : NULL;
    else
      json = json_object_get(json, token);
  }
  return json && !*pointer;
}

void pk_read_notes(pk_reader *reader) {
  int count = reader->sections[PK_NOTES].count;
  pk_note *notes = pk_read_alloc(reader, (size_t)count, sizeof *notes);
  for (int i = 0; notes && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_NOTES, i), about;
    notes[i].id = node.key;
    notes[i].about = "";
    if (!pk_read_shape(reader, &node, &pk_shape_note))
      continue;
    pk_read_name(reader, &node, "text", &notes[i].text);
    notes[i].by = pk_read_text(reader, &node, "by");
    if (!pk_read_member(reader, &node, "about", &about) || !pk_read_is(reader, &about, PK_IS_TEXT))
      continue;
    notes[i].about = json_string_value(about.json);
    if (!leads_somewhere(reader, notes[i].about))
      PK_PROBLEM(reader, &about, PK_VALUE, "E-NOTE-ABOUT", "value", notes[i].about, NULL);
  }
  reader->model->note_count = notes ? count : 0;
  reader->model->notes = notes;
}

void pk_read_paths(pk_reader *reader) {
  int count = reader->sections[PK_PATHS].count;
  pk_path *paths = pk_read_alloc(reader, (size_t)count, sizeof *paths);
  for (int i = 0; paths && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_PATHS, i), stages;
    paths[i].id = node.key;
    if (!pk_read_shape(reader, &node, &pk_shape_path))
      continue;
    pk_read_name(reader, &node, "name", &paths[i].name);
    paths[i].stage_count = pk_read_id_list(reader, &node, "stages", PK_STAGES, &paths[i].stages);
    if (pk_read_member(reader, &node, "stages", &stages) && json_is_array(stages.json) &&
        json_array_size(stages.json) == 0)
      PK_PROBLEM(reader, &stages, PK_KEY, "E-EMPTY", "key", "stages", NULL);
  }
  reader->model->path_count = paths ? count : 0;
  reader->model->paths = paths;
}

static void read_target(pk_reader *reader, const pk_node *node, pk_target *target) {
  pk_node member;
  pk_read_name(reader, node, "name", &target->name);
  target->outcome = pk_read_text(reader, node, "outcome");
  target->at = pk_read_whole(reader, node, "at", PK_LAW_TIME, 0);
  if (target->at > reader->model->horizon && pk_read_member(reader, node, "at", &member))
    PK_PROBLEM(reader, &member, PK_VALUE, "E-TARGET-LATE", "at", pk_read_digits(reader, target->at),
               "horizon", pk_read_digits(reader, reader->model->horizon), NULL);
  target->group = pk_read_reference_member(reader, node, "group", PK_GROUPS);
  if (pk_read_member(reader, node, "observed", &member))
    pk_read_observed(reader, &member, &target->observed);
  int source = pk_read_reference_member(reader, node, "source", PK_SOURCES);
  if (source >= 0 && target->observed.source < 0)
    target->observed.source = source;
}

void pk_read_targets(pk_reader *reader) {
  int count = reader->sections[PK_TARGETS].count;
  pk_target *targets = pk_read_alloc(reader, (size_t)count, sizeof *targets);
  for (int i = 0; targets && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_TARGETS, i);
    targets[i].id = node.key;
    targets[i].group = -1;
    targets[i].observed = pk_number_unwritten(NAN);
    if (pk_read_shape(reader, &node, &pk_shape_target))
      read_target(reader, &node, &targets[i]);
  }
  reader->model->target_count = targets ? count : 0;
  reader->model->targets = targets;
}

void pk_read_scenarios(pk_reader *reader) {
  int count = reader->sections[PK_SCENARIOS].count;
  pk_scenario *scenarios = pk_read_alloc(reader, (size_t)count, sizeof *scenarios);
  for (int i = 0; scenarios && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_SCENARIOS, i), patch;
    pk_scenario *scenario = &scenarios[i];
    scenario->id = node.key;
    if (!pk_read_shape(reader, &node, &pk_shape_scenario))
      continue;
    pk_read_name(reader, &node, "name", &scenario->name);
    scenario->has_patch =
        pk_read_member(reader, &node, "patch", &patch) && pk_read_is(reader, &patch, PK_IS_OBJECT);
    scenario->withdraw_count =
        pk_read_id_list(reader, &node, "withdraw", PK_ACTORS, &scenario->withdraw);
    pk_read_period(reader, &node, &scenario->from, &scenario->until);
  }
  reader->model->scenario_count = scenarios ? count : 0;
  reader->model->scenarios = scenarios;
}
