/* What the parts of a model say together: passages, final stages, refusals, circles. */
#include "model/read.h"

#include "base/text.h"

/* A passage takes no time: nothing that needs time goes with it. */
static void check_passage(pk_reader *reader, const pk_node *node, const pk_stage *stage) {
  static const char *const keys[] = {"duration", "queue", "final"};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    pk_node member = {json_object_get(node->json, keys[i]), node, keys[i], 0};
    bool off = json_is_false(member.json);
    if (member.json && !off)
      PK_PROBLEM(reader, &member, PK_KEY, "E-PASSAGE-TIME", "stage", stage->id, "key", keys[i],
                 NULL);
  }
  for (int i = 0; i < stage->standing_count; i++)
    if (stage->standings[i].has_places)
      PK_PROBLEM(reader, node, PK_KEY, "E-PASSAGE-TIME", "stage", stage->id, "key", "places", NULL);
  if (stage->exits == PK_EXITS_PER_STEP || stage->exits == PK_EXITS_RACE)
    PK_PROBLEM(reader, node, PK_KEY, "E-PASSAGE-TIME", "stage", stage->id, "key",
               stage->exits == PK_EXITS_RACE ? "after" : "per_step", NULL);
  if (stage->exit_count == 0 && !reader->stage_unsure[stage - reader->stages])
    PK_PROBLEM(reader, node, PK_KEY, "E-PASSAGE-EXITS", "stage", stage->id, NULL);
}

static void check_end(pk_reader *reader, const pk_node *node, const pk_stage *stage) {
  if (stage->final && stage->exit_count > 0)
    PK_PROBLEM(reader, node, PK_KEY, "E-FINAL-EXITS", "stage", stage->id, "transition",
               reader->transitions[stage->exit_list[0]].id, NULL);
  if (!stage->final && !stage->passage && stage->exit_count == 0 &&
      !reader->stage_unsure[stage - reader->stages])
    PK_PROBLEM(reader, node, PK_KEY, "W-NO-EXITS", "stage", stage->id, NULL);
}

/* Whom the rules refuse goes on by the stage's own transition, at the end of a stay. */
static void check_refused(pk_reader *reader, const pk_node *node, const pk_stage *stage) {
  if (stage->refused < 0)
    return;
  pk_node refused = {json_object_get(node->json, "refused"), node, "refused", 0};
  const pk_transition *transition = &reader->transitions[stage->refused];
  if (transition->from >= 0 && &reader->stages[transition->from] != stage)
    PK_PROBLEM(reader, &refused, PK_VALUE, "E-REFUSED-FOREIGN", "stage", stage->id, "transition",
               transition->id, "from", reader->stages[transition->from].id, NULL);
  else if (stage->exits == PK_EXITS_PER_STEP || stage->exits == PK_EXITS_RACE)
    PK_PROBLEM(reader, &refused, PK_KEY, "W-REFUSED-UNUSED", "stage", stage->id, NULL);
}

/* ------------------------------------------------------------------------------------ circles */

/* The walk along edges that must not form a circle: where each stage leads is asked of `next`. */
typedef struct circle_search {
  pk_reader *reader;
  int (*next)(const pk_reader *reader, int stage, int i); /* the i-th, −1: passed over, −2: end */
  int *way, *edge;                                        /* the stages on the way, their edges */
  char *state;                                            /* 0 new, 1 on the way, 2 done */
  const char *code;
} circle_search;

static void report_circle(const circle_search *search, int from, int depth) {
  pk_reader *reader = search->reader;
  pk_text route = PK_TEXT_EMPTY;
  for (int i = from; i <= depth; i++)
    pk_text_addf(&route, "%s → ", reader->stages[search->way[i]].id);
  pk_text_add(&route, reader->stages[search->way[from]].id);
  pk_node node = pk_section_item(reader, PK_STAGES, search->way[from]);
  reader->failed |= route.failed;
  if (!route.failed)
    PK_PROBLEM(reader, &node, PK_KEY, search->code, "route", route.data, NULL);
  pk_text_free(&route);
}

/* Where on the way a stage stands. */
static int way_index(const circle_search *search, int stage) {
  int i = 0;
  while (search->way[i] != stage)
    i++;
  return i;
}

/* Depth first without recursion, so that a long chain costs no stack. */
static void search_from(circle_search *search, int start) {
  int depth = 0;
  search->way[0] = start;
  search->edge[0] = 0;
  search->state[start] = 1;
  while (depth >= 0) {
    int to = search->next(search->reader, search->way[depth], search->edge[depth]++);
    if (to == -2) {
      search->state[search->way[depth--]] = 2;
    } else if (to >= 0 && search->state[to] == 1) {
      report_circle(search, way_index(search, to), depth);
    } else if (to >= 0 && search->state[to] == 0) {
      search->way[++depth] = to;
      search->edge[depth] = 0;
      search->state[to] = 1;
    }
  }
}

static void search_circles(pk_reader *reader, const char *code,
                           int (*next)(const pk_reader *, int, int)) {
  size_t count = (size_t)reader->model->stage_count;
  circle_search search = {reader,
                          next,
                          pk_read_alloc(reader, count, sizeof(int)),
                          pk_read_alloc(reader, count, sizeof(int)),
                          pk_read_alloc(reader, count, 1),
                          code};
  if (!search.way || !search.edge || !search.state)
    return;
  for (int s = 0; s < (int)count; s++)
    if (search.state[s] == 0)
      search_from(&search, s);
}

/* From passage to passage within one step. */
static int next_passage(const pk_reader *reader, int stage, int i) {
  const pk_stage *from = &reader->stages[stage];
  if (!from->passage || i >= from->exit_count)
    return -2;
  int to = reader->transitions[from->exit_list[i]].to;
  return to >= 0 && to != stage && reader->stages[to].passage ? to : -1;
}

/* From a stage to the one whose workers supervise its places. */
static int next_places(const pk_reader *reader, int stage, int i) {
  const pk_stage *from = &reader->stages[stage];
  return i >= from->standing_count ? -2 : from->standings[i].per_stage;
}

/* ------------------------------------------------------------------------------------- clients */

/* Nobody is found in a passage: it is over before a step begins. */
static void check_initial(pk_reader *reader, const pk_node *group_node, const pk_group *group) {
  pk_node list = {json_object_get(group_node->json, "initial"), group_node, "initial", 0};
  for (int i = 0; i < group->initial_count; i++) {
    int stage = group->initial[i].stage;
    if (stage < 0 || !reader->stages[stage].passage)
      continue;
    pk_node item = pk_node_at(&list, (size_t)i);
    PK_PROBLEM(reader, &item, PK_VALUE, "E-PASSAGE-TIME", "stage", reader->stages[stage].id, "key",
               "initial", NULL);
  }
}

void pk_read_meaning(pk_reader *reader) {
  const polku_model *model = reader->model;
  for (int s = 0; s < model->stage_count; s++) {
    const pk_stage *stage = &reader->stages[s];
    pk_node node = pk_section_item(reader, PK_STAGES, s);
    if (stage->passage)
      check_passage(reader, &node, stage);
    check_end(reader, &node, stage);
    check_refused(reader, &node, stage);
  }
  search_circles(reader, "E-PASSAGE-CYCLE", next_passage);
  search_circles(reader, "E-PLACES-CYCLE", next_places);
  for (int g = 0; g < model->group_count; g++) {
    pk_node node = pk_section_item(reader, PK_GROUPS, g);
    check_initial(reader, &node, &model->groups[g]);
  }
}
