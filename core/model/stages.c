/* Stages: where a client can be, for how long, and what it costs. */
#include "model/read.h"

static void read_attributes(pk_reader *reader, const pk_node *stage_node, pk_stage *stage) {
  pk_node node, member;
  if (!pk_read_member(reader, stage_node, "attributes", &node) ||
      !pk_read_is(reader, &node, PK_IS_OBJECT))
    return;
  pk_attribute *list = pk_read_alloc(reader, pk_member_count(&node), sizeof *list);
  if (!list)
    return;
  size_t size;
  pk_node *members = pk_read_members(reader, &node, PK_SECTION_COUNT, &size);
  for (size_t i = 0; members && i < size; i++) {
    member = members[i];
    const char *value = pk_read_plain_value(reader, &member);
    if (value)
      list[stage->attribute_count++] =
          (pk_attribute){member.key, value, pk_node_pointer(reader, &member)};
  }
  stage->attributes = list;
}

static void read_amounts(pk_reader *reader, const pk_node *stage_node, pk_stage *stage) {
  pk_node node, member;
  if (!pk_read_member(reader, stage_node, "amounts", &node) ||
      !pk_read_is(reader, &node, PK_IS_OBJECT))
    return;
  pk_money *list = pk_read_alloc(reader, pk_member_count(&node), sizeof *list);
  if (!list)
    return;
  size_t size;
  pk_node *members = pk_read_members(reader, &node, PK_ACCOUNTS, &size);
  for (size_t i = 0; members && i < size; i++) {
    member = members[i];
    pk_money *money = &list[stage->money_count++];
    money->account = pk_read_reference_key(reader, &member, PK_ACCOUNTS);
    if (!pk_read_shape(reader, &member, &pk_shape_amount))
      continue;
    pk_read_number_member(reader, &member, "per_step", "amount", PK_LAW_ANY, 0, &money->per_step);
    pk_read_number_member(reader, &member, "on_entry", "amount", PK_LAW_ANY, 0, &money->on_entry);
  }
  stage->money = list;
}

/* A queue: those who cannot or will not wait must have somewhere to go. */
static void read_queue(pk_reader *reader, const pk_node *stage_node, pk_queue *queue) {
  pk_node node, member;
  queue->max = -1;
  if (!pk_read_member(reader, stage_node, "queue", &node))
    return;
  queue->written = true;
  if (!pk_read_shape(reader, &node, &pk_shape_queue))
    return;
  queue->max = pk_read_whole(reader, &node, "max", PK_LAW_COUNT, -1);
  queue->waits_as = pk_read_text(reader, &node, "waits_as");
  queue->has_patience = pk_read_member(reader, &node, "patience", &member) &&
                        pk_read_distribution(reader, &member, "patience", &queue->patience);
  if (pk_read_member(reader, &node, "gives_up", &member))
    queue->gives_up_count = pk_read_turns(reader, &member, "gives_up", &queue->gives_up);
  else if ((json_object_get(node.json, "max") || json_object_get(node.json, "patience")) &&
           !pk_read_written(&node, &pk_shape_queue, "gives_up"))
    PK_PROBLEM(reader, &node, PK_KEY, "E-QUEUE-GIVES-UP", NULL);
}

static void read_stage(pk_reader *reader, const pk_node *node, pk_stage *stage) {
  pk_node duration;
  pk_read_name(reader, node, "name", &stage->name);
  stage->kind = pk_read_text(reader, node, "kind");
  stage->region = pk_read_text(reader, node, "region");
  stage->passage = pk_read_flag(reader, node, "passage", false);
  stage->final = pk_read_flag(reader, node, "final", false);
  stage->open = pk_read_flag(reader, node, "open", false);
  stage->employed = pk_read_flag(reader, node, "employed", stage->open);
  stage->refused = pk_read_reference_member(reader, node, "refused", PK_TRANSITIONS);
  if (pk_read_member(reader, node, "duration", &duration)) {
    pk_read_distribution(reader, &duration, "duration", &stage->duration);
    stage->has_duration = true;
  }
  read_attributes(reader, node, stage);
  pk_read_standings(reader, node, stage);
  read_amounts(reader, node, stage);
  read_queue(reader, node, &stage->queue);
}

void pk_read_stages(pk_reader *reader) {
  int count = reader->sections[PK_STAGES].count;
  pk_stage *stages = pk_read_alloc(reader, (size_t)count, sizeof *stages);
  reader->stage_unsure = pk_read_alloc(reader, (size_t)count, sizeof *reader->stage_unsure);
  if (!stages || !reader->stage_unsure)
    return;
  for (int i = 0; i < count; i++) {
    pk_node node = pk_section_item(reader, PK_STAGES, i);
    stages[i].id = node.key;
    stages[i].refused = -1;
    stages[i].queue.max = -1;
    stages[i].pointer = pk_node_pointer(reader, &node);
    if (pk_read_shape(reader, &node, &pk_shape_stage))
      read_stage(reader, &node, &stages[i]);
    else
      reader->stage_unsure[i] = true;
  }
  reader->stages = stages;
  reader->model->stages = stages;
  reader->model->stage_count = count;
  pk_node *section = &reader->sections[PK_STAGES].node;
  if (count == 0 && section->json)
    PK_PROBLEM(reader, section, PK_KEY, "E-EMPTY", "key", "stages", NULL);
}
