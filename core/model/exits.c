/* The exits of each stage: written in one of three forms, shares that sum to 1, chances per step
 * that do not pass it. */
#include "model/read.h"

#include "base/text.h"

/* Gives every stage the list of its transitions, in the order of the model. O(stages +
 * transitions). */
static bool list_exits(pk_reader *reader) {
  int stages = reader->model->stage_count, transitions = reader->model->transition_count;
  int *all = pk_read_alloc(reader, (size_t)transitions, sizeof *all), next = 0;
  int **lists = pk_read_alloc(reader, (size_t)stages, sizeof *lists);
  if (!all || !lists)
    return false;
  for (int i = 0; i < transitions; i++)
    if (reader->transitions[i].from >= 0)
      reader->stages[reader->transitions[i].from].exit_count++;
  for (int s = 0; s < stages; s++) {
    lists[s] = all + next;
    next += reader->stages[s].exit_count;
    reader->stages[s].exit_list = lists[s];
  }
  for (int i = 0; i < transitions; i++)
    if (reader->transitions[i].from >= 0)
      *lists[reader->transitions[i].from]++ = i;
  return true;
}

/* The form of the stage; NONE where its exits do not agree or could not be read. */
static pk_exits common_form(pk_reader *reader, const pk_node *node, const pk_stage *stage) {
  pk_exits form = PK_EXITS_NONE;
  int first = -1;
  for (int i = 0; i < stage->exit_count; i++) {
    int exit = stage->exit_list[i];
    if (reader->forms[exit] == PK_EXITS_NONE)
      continue;
    if (first >= 0 && reader->forms[exit] != form) {
      PK_PROBLEM(reader, node, PK_KEY, "E-EXITS-MIXED", "stage", stage->id, "first",
                 reader->transitions[first].id, "second", reader->transitions[exit].id, NULL);
      return PK_EXITS_NONE;
    }
    form = reader->forms[exit];
    first = first < 0 ? exit : first;
  }
  return form;
}

static const char *share_list(pk_reader *reader, const pk_stage *stage) {
  pk_text list = PK_TEXT_EMPTY;
  char digits[32];
  for (int i = 0; i < stage->exit_count; i++) {
    const pk_transition *t = &reader->transitions[stage->exit_list[i]];
    if (t->rest)
      continue;
    pk_text_addf(&list, "%s%s %s", list.length ? ", " : "", t->id,
                 pk_number_text(digits, t->share.value));
  }
  char *copy = list.data ? pk_read_alloc(reader, list.length + 1, 1) : NULL;
  if (copy)
    memcpy(copy, list.data, list.length);
  reader->failed |= list.failed;
  pk_text_free(&list);
  return copy ? copy : "";
}

/* Two exits that each claim what only one can have. */
static void check_once(pk_reader *reader, const pk_stage *stage) {
  int rest = -1, limit = -1;
  for (int i = 0; i < stage->exit_count; i++) {
    int exit = stage->exit_list[i];
    pk_node node = pk_section_item(reader, PK_TRANSITIONS, exit);
    if (reader->transitions[exit].rest) {
      if (rest >= 0)
        PK_PROBLEM(reader, &node, PK_KEY, "E-REST-TWICE", "stage", stage->id, "first",
                   reader->transitions[rest].id, "second", node.key, NULL);
      rest = exit;
    }
    if (reader->transitions[exit].at_limit) {
      if (limit >= 0)
        PK_PROBLEM(reader, &node, PK_KEY, "E-AT-LIMIT-TWICE", "stage", stage->id, "first",
                   reader->transitions[limit].id, "second", node.key, NULL);
      limit = exit;
    }
  }
}

/* Fills "rest" and divides by the sum. What the rest is worth is no better known than the weakest
 * of the others. */
static void complete_shares(pk_reader *reader, const pk_node *node, pk_stage *stage) {
  double sum = 0;
  int rest = -1;
  pk_basis weakest = PK_MEASURED;
  for (int i = 0; i < stage->exit_count; i++) {
    pk_transition *t = &reader->transitions[stage->exit_list[i]];
    if (t->rest) {
      rest = stage->exit_list[i];
      continue;
    }
    sum += t->share.value;
    weakest = t->share.basis > weakest ? t->share.basis : weakest;
  }
  if (isnan(sum) || reader->stage_unsure[stage - reader->stages])
    return;
  if (sum > 1 + 1e-6 || (rest < 0 && sum < 1 - 1e-6)) {
    PK_PROBLEM(reader, node, PK_KEY, rest < 0 ? "E-SHARES-SUM" : "E-SHARES-OVER", "stage",
               stage->id, "sum", pk_read_digits(reader, round(sum * 1e9) / 1e9), "list",
               share_list(reader, stage), NULL);
    return;
  }
  if (rest >= 0) {
    pk_number *share = &reader->transitions[rest].share;
    *share = pk_number_unwritten(sum < 1 ? 1 - sum : 0);
    share->basis = stage->exit_count > 1 ? weakest : PK_ASSUMED;
    sum = sum < 1 ? 1 : sum;
  }
  for (int i = 0; i < stage->exit_count; i++)
    reader->transitions[stage->exit_list[i]].share.value /= sum;
}

/* Chances per step at each elapsed step sum to at most 1; after its end a list goes on. */
static void check_steps(pk_reader *reader, const pk_node *node, const pk_stage *stage) {
  int longest = 0;
  for (int i = 0; i < stage->exit_count; i++) {
    int count = reader->transitions[stage->exit_list[i]].step_count;
    longest = count > longest ? count : longest;
  }
  for (int e = 0; e < longest; e++) {
    double sum = 0;
    for (int i = 0; i < stage->exit_count; i++) {
      const pk_transition *t = &reader->transitions[stage->exit_list[i]];
      if (t->step_count > 0)
        sum += t->per_step[e < t->step_count ? e : t->step_count - 1].value;
    }
    if (sum > 1 + 1e-9) {
      PK_PROBLEM(reader, node, PK_KEY, "E-STEP-SUM", "stage", stage->id, "sum",
                 pk_read_digits(reader, round(sum * 1e9) / 1e9), "step",
                 pk_read_digits(reader, e + 1), NULL);
      return;
    }
  }
}

/* A length goes with shares, and only with shares. */
static void check_duration(pk_reader *reader, const pk_node *node, const pk_stage *stage) {
  pk_node duration = {json_object_get(node->json, "duration"), node, "duration", 0};
  bool needs = stage->exits == PK_EXITS_SHARES && !stage->passage;
  if (needs && !pk_read_written(node, &pk_shape_stage, "duration"))
    PK_PROBLEM(reader, node, PK_KEY, "E-DURATION-MISSING", "stage", stage->id, NULL);
  if (stage->has_duration && !stage->passage &&
      (stage->exits == PK_EXITS_PER_STEP || stage->exits == PK_EXITS_RACE))
    PK_PROBLEM(reader, &duration, PK_KEY, "E-DURATION-UNUSED", "stage", stage->id, NULL);
}

void pk_read_exits(pk_reader *reader) {
  if (!list_exits(reader))
    return;
  for (int s = 0; s < reader->model->stage_count; s++) {
    pk_stage *stage = &reader->stages[s];
    pk_node node = pk_section_item(reader, PK_STAGES, s);
    stage->exits = common_form(reader, &node, stage);
    check_once(reader, stage);
    if (stage->exits == PK_EXITS_SHARES)
      complete_shares(reader, &node, stage);
    if (stage->exits == PK_EXITS_PER_STEP)
      check_steps(reader, &node, stage);
    check_duration(reader, &node, stage);
  }
}
