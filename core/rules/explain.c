/* Why a client may or may not enter a stage: every sort of client in the group is asked, and those
 * to whom all conditions answer alike are told together. */
#include "rules/explain.h"

#include <stdlib.h>
#include <string.h>

enum { COMBINATIONS_MAX = 10000 };

/* A trait or a past of the group: one of its choices is taken in each combination. */
typedef struct dimension {
  const pk_trait *trait;
  const pk_past *past;
  int variable, memory, count;
} dimension;

typedef struct asker {
  pk_explanation *about;
  pk_list dimensions;
  bool failed;
} asker;

static void no_memory(asker *a) {
  pk_report_memory(a->about->report);
  a->failed = true;
}

const pk_variable *pk_explain_variable(const pk_explanation *about, int variable) {
  return PK_AT(about->book->variables, pk_variable, variable);
}

/* --- the question */

static void problem(asker *a, const char *code, const char *name, const char *nearest) {
  pk_report_add(a->about->report, NULL, code, "name", name, "suggestion", nearest, NULL);
  a->failed = true;
}

/* The id of `count` things, the first at `ids` and each `stride` bytes on, that looks most like
 * `id`. */
_Static_assert(offsetof(pk_group, id) == 0 && offsetof(pk_stage, id) == 0,
               "groups and stages begin with their ids");
static const char *nearest_id(pk_arena *arena, const void *ids, size_t stride, int count,
                              const char *id) {
  const char **candidates = PK_NEW_ARRAY(arena, const char *, (size_t)count);
  for (int i = 0; candidates && i < count; i++)
    memcpy(&candidates[i], (const char *)ids + (size_t)i * stride, sizeof candidates[i]);
  return candidates ? pk_nearest(id, candidates, (size_t)count) : NULL;
}

static void find_group_and_stage(asker *a, const polku_question *question) {
  pk_explanation *about = a->about;
  const pk_model *m = about->model;
  const char *group = question->group ? question->group : "";
  const char *stage = question->stage ? question->stage : "";
  about->group = pk_model_find_group(m, group);
  about->stage = pk_model_find_stage(m, stage);
  if (about->group < 0)
    problem(a, "E-EXPLAIN-GROUP", group,
            nearest_id(about->arena, m->groups, sizeof *m->groups, m->group_count, group));
  if (about->stage < 0)
    problem(a, "E-EXPLAIN-STAGE", stage,
            nearest_id(about->arena, m->stages, sizeof *m->stages, m->stage_count, stage));
}

/* What the question assumes; other clocks follow. False where no history shows what is assumed. */
static bool apply_settings(const pk_explanation *about, int *raw, bool *fixed) {
  for (int v = 0; v < about->book->variables.count; v++) {
    fixed[v] = about->set[v] >= 0;
    raw[v] = fixed[v] ? about->set[v] : raw[v];
  }
  return pk_raw_settle(about->book, raw, fixed);
}

static void read_settings(asker *a, const polku_question *question) {
  const pk_explanation *about = a->about;
  size_t count = (size_t)about->book->variables.count;
  int *raw = PK_NEW_ARRAY(about->arena, int, count);
  bool *fixed = PK_NEW_ARRAY(about->arena, bool, count);
  if (!raw || !fixed)
    no_memory(a);
  else if (!pk_explain_settings(a->about, question->set, question->set_count))
    a->failed = true;
  else if (!apply_settings(about, raw, fixed))
    problem(a, "E-EXPLAIN-CLOCKS", NULL, NULL);
}

static const pk_law *law_on(const pk_explanation *about, const pk_plugin *region) {
  const pk_law_wanted wanted = {.book = about->book, .region = region, .date = about->date};
  const pk_law *law = pk_law_new(about->arena, &wanted);
  if (law)
    pk_law_review(law, about->kind, about->rules->bound->stage_raw[about->stage], about->report);
  return law;
}

/* The law of the model, that tells what it lacks to this question alone. */
static const pk_law *law_of_model(const pk_explanation *about, int which) {
  pk_law *law = PK_NEW(about->arena, pk_law);
  if (!law) {
    pk_report_memory(about->report);
    return NULL;
  }
  *law = *about->rules->bound->laws[which];
  law->book = about->book;
  return law;
}

/* The laws of the day that is asked about: those of the model, or new ones. */
static void find_laws(asker *a, const polku_question *question) {
  pk_explanation *about = a->about;
  const pk_bound *bound = about->rules->bound;
  about->date = bound->date;
  if (question->date && !pk_date_read(question->date, &about->date)) {
    problem(a, "E-EXPLAIN-DATE", question->date, NULL);
    return;
  }
  int laws[2] = {bound->stage_law[about->stage], bound->group_law[about->group]};
  about->law_count = laws[0] == laws[1] ? 1 : 2;
  for (int i = 0; i < about->law_count && !a->failed; i++) {
    about->laws[i] = about->date == bound->date ? law_of_model(about, laws[i])
                                                : law_on(about, bound->laws[laws[i]]->region);
    if (!about->laws[i]) {
      a->failed = true;
      continue;
    }
    size_t errors = polku_report_count(about->report, POLKU_ERROR);
    pk_law_undated(about->laws[i], about->kind, NULL, about->report);
    a->failed = a->failed || polku_report_count(about->report, POLKU_ERROR) > errors;
  }
}

/* --- what is read */

static void mark_leaf(bool *reads, const pk_leaf *leaf) {
  for (int i = 0; leaf && i < leaf->read_count; i++)
    reads[leaf->reads[i]] = true;
}

static void mark_tree(bool *reads, const pk_tree *node) {
  if (node->join == PK_TEST)
    mark_leaf(reads, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    mark_tree(reads, node->children[i]);
}

/* What is paid goes through the months of a stay by itself: it does not ask how long the last was.
 */
static void mark_layer(bool *reads, const pk_layer *layer) {
  bool elapsed = reads[0];
  for (int c = 0; c < layer->case_count; c++) {
    mark_leaf(reads, layer->cases[c].when);
    mark_leaf(reads, layer->cases[c].computed);
  }
  if (layer->version->account)
    reads[0] = elapsed;
}

static void mark_open_tree(bool *tells, const pk_law *law, const pk_tree *node, const int *stage) {
  if (pk_settle(law, node, stage) != PK_OPEN)
    return;
  if (node->join == PK_TEST)
    mark_leaf(tells, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    mark_open_tree(tells, law, node->children[i], stage);
}

/* The cases that can be reached at this place, and those of their values that differ. */
static void mark_open_layer(bool *tells, const pk_law *law, const pk_layer *layer,
                            const int *stage) {
  bool elapsed = tells[0];
  pk_settled holds = PK_OPEN;
  for (int c = 0; c < layer->case_count && holds != PK_YES; c++) {
    const pk_choice_case *one = &layer->cases[c];
    long long value;
    holds = one->when ? pk_settle_leaf(law, one->when, stage) : PK_YES;
    if (holds == PK_OPEN)
      mark_leaf(tells, one->when);
    if (holds != PK_NO && !pk_settle_value(law, one, stage, &value))
      mark_leaf(tells, one->computed);
  }
  if (layer->version->account)
    tells[0] = elapsed;
}

static void mark_reads(asker *a) {
  pk_explanation *about = a->about;
  size_t count = (size_t)about->book->variables.count;
  const int *stage = about->rules->bound->stage_raw[about->stage];
  bool *reads = PK_NEW_ARRAY(about->arena, bool, count);
  bool *tells = PK_NEW_ARRAY(about->arena, bool, count);
  if (!reads || !tells) {
    no_memory(a);
    return;
  }
  for (int i = 0; i < about->law_count; i++) {
    const pk_sheet *sheet = &about->laws[i]->sheets[about->kind];
    if (sheet->allow) {
      mark_tree(reads, sheet->allow);
      mark_open_tree(tells, about->laws[i], sheet->allow, stage);
    }
    for (int form = PK_LIMIT; form < PK_RULES; form++)
      for (int k = 0; k < sheet->layer_count[form]; k++) {
        mark_layer(reads, &sheet->layers[form][k]);
        mark_open_layer(tells, about->laws[i], &sheet->layers[form][k], stage);
      }
  }
  about->reads = reads;
  about->tells = tells;
}

/* --- clients */

static bool memory_read(const pk_explanation *about, int memory) {
  for (int v = 0; v < about->book->variables.count; v++)
    if (about->reads[v] && pk_explain_variable(about, v)->memory == memory)
      return true;
  return false;
}

static void add_dimension(asker *a, dimension made) {
  dimension *slot = pk_push(a->about->arena, &a->dimensions, sizeof *slot);
  if (slot)
    *slot = made;
  else
    no_memory(a);
}

static size_t find_dimensions(asker *a) {
  const pk_explanation *about = a->about;
  const pk_group *group = &about->model->groups[about->group];
  size_t combinations = 1;
  for (int i = 0; i < group->trait_count; i++) {
    int v = pk_book_variable(about->book, group->traits[i].name);
    if (v >= 0 && about->reads[v])
      add_dimension(a, (dimension){&group->traits[i], NULL, v, -1, group->traits[i].choice_count});
  }
  for (int i = 0; i < group->past_count; i++) {
    const pk_past *past = &group->pasts[i];
    int m = pk_book_memory(about->book, past->history);
    if (m >= 0 && memory_read(about, m))
      add_dimension(a, (dimension){NULL, past, -1, m, past->pattern ? 1 : past->choice_count});
  }
  for (int i = 0; i < a->dimensions.count && combinations <= COMBINATIONS_MAX; i++)
    combinations *= (size_t)PK_AT(a->dimensions, dimension, i)->count;
  return combinations;
}

/* The values of all clocks of one history or counter for its bits or steps. */
static void read_clocks(const pk_explanation *about, int memory, uint64_t start, int *raw) {
  for (int v = 0; v < about->book->variables.count; v++) {
    const pk_variable *variable = pk_explain_variable(about, v);
    if (variable->memory == memory)
      raw[v] = pk_clock_value(about->model->step, variable, start);
  }
}

/* Values before any choice: defaults, the stage's attributes, histories that begin empty. */
static void base_values(const pk_explanation *about, int *raw) {
  const int *stage = about->rules->bound->stage_raw[about->stage];
  for (int v = 0; v < about->book->variables.count; v++) {
    const pk_attribute_kind *attribute = pk_book_attribute_of(about->book, v);
    raw[v] = 0;
    if (attribute && attribute->of == PK_OF_STAGE)
      raw[v] = stage[v];
    else if (attribute && attribute->otherwise >= 0)
      raw[v] = attribute->otherwise;
  }
  for (int m = 0; m < about->book->memories.count; m++) {
    const pk_memory *memory = PK_AT(about->book->memories, pk_memory, m);
    if (memory->since_end)
      read_clocks(about, m, pk_month_steps(about->model->step, memory->max), raw);
  }
}

/* The client of one combination; the share of the group that is so. */
static double client_of(asker *a, size_t code, int *raw, bool *fixed) {
  const pk_explanation *about = a->about;
  double share = 1;
  base_values(about, raw);
  for (int i = 0; i < a->dimensions.count; i++) {
    const dimension *d = PK_AT(a->dimensions, dimension, i);
    int choice = (int)(code % (size_t)d->count);
    code /= (size_t)d->count;
    if (d->trait) {
      raw[d->variable] = pk_attribute_raw(pk_book_attribute_of(about->book, d->variable),
                                          d->trait->choices[choice].value);
      share *= d->trait->choices[choice].share.value;
      continue;
    }
    uint64_t start;
    pk_past_start(about->rules, PK_AT(about->book->memories, pk_memory, d->memory), d->past, choice,
                  &start);
    read_clocks(about, d->memory, start, raw);
    share *= d->past->pattern ? 1 : d->past->choices[choice].share.value;
  }
  apply_settings(about, raw, fixed);
  return share;
}

/* --- answers */

bool pk_explain_answer(const pk_explanation *about, const int *raw) {
  const pk_view view = {.rules = about->rules, .given = raw};
  for (int i = 0; i < about->law_count; i++) {
    const pk_tree *tree = about->laws[i]->sheets[about->kind].allow;
    if (tree && !pk_view_tree(&view, about->laws[i], tree))
      return false;
  }
  return true;
}

pk_longest pk_explain_longest(const pk_explanation *about, const int *raw) {
  const pk_view view = {.rules = about->rules, .given = raw};
  pk_longest best = {0};
  for (int i = 0; i < about->law_count; i++) {
    pk_longest one = {.law = about->laws[i]};
    one.value =
        pk_view_cases(&view, one.law, about->kind, PK_LIMIT, INT64_MAX, &one.decisive, &one.layer);
    if (!one.decisive)
      continue;
    one.steps = pk_limit_steps(about->model->step, one.layer->version->unit, one.value);
    if (!best.decisive || one.steps < best.steps)
      best = one;
  }
  return best;
}

/* Whether two clients get the same answer from every leaf that this place leaves open. */
static bool same_answers(const pk_law *law, const pk_tree *node, const int *a, const int *b) {
  if (pk_settle(law, node, a) != PK_OPEN)
    return true;
  if (node->join == PK_TEST)
    return pk_law_leaf(law, node->leaf, a) == pk_law_leaf(law, node->leaf, b);
  for (int i = 0; i < node->child_count; i++)
    if (!same_answers(law, node->children[i], a, b))
      return false;
  return true;
}

/* The longest stay in whole months, 0 where it is not known in months. */
static int stay_months(const pk_longest *longest) {
  const char *unit = longest->decisive ? longest->layer->version->unit : "";
  long long months = unit[0] == 'm' ? longest->value : unit[0] == 'y' ? 12 * longest->value : 0;
  return months <= 12 * PK_ELAPSED_MAX ? (int)months : 0;
}

/* What one client is told beside the conditions. */
typedef struct told {
  bool allowed;
  pk_longest longest;
  pk_numbers numbers;
} told;

static told tell(asker *a, const int *raw) {
  const pk_explanation *about = a->about;
  told t = {.allowed = pk_explain_answer(about, raw), .longest = pk_explain_longest(about, raw)};
  const pk_numbers_asked asked = {about->arena, about->rules,
                                  about->laws,  about->law_count,
                                  about->kind,  stay_months(&t.longest),
                                  raw};
  if (t.allowed && !pk_numbers_of(&asked, &t.numbers))
    no_memory(a);
  return t;
}

/* Whether conditions answer alike, and whether rules give the same numbers too. */
static bool same_conditions(const pk_explanation *about, const pk_finding *finding,
                            const int *raw) {
  for (int i = 0; i < about->law_count; i++) {
    const pk_tree *tree = about->laws[i]->sheets[about->kind].allow;
    if (tree && !same_answers(about->laws[i], tree, finding->raw, raw))
      return false;
  }
  return true;
}

static bool same_numbers(const pk_finding *finding, const told *t) {
  return finding->allowed == t->allowed && t->longest.decisive == finding->longest.decisive &&
         t->longest.value == finding->longest.value &&
         pk_numbers_same(&t->numbers, &finding->numbers);
}

static void note_values(asker *a, pk_finding *finding, const int *raw, double share) {
  pk_list *all = (pk_list *)finding->seen;
  for (int v = 0; v < a->about->book->variables.count; v++) {
    pk_seen *seen = NULL;
    for (int i = 0; i < all[v].count && !seen; i++)
      if (PK_AT(all[v], pk_seen, i)->raw == raw[v])
        seen = PK_AT(all[v], pk_seen, i);
    if (!seen)
      seen = pk_push(a->about->arena, &all[v], sizeof *seen);
    if (!seen) {
      no_memory(a);
      return;
    }
    seen->raw = raw[v];
    seen->share += share;
  }
}

static pk_finding *new_finding(asker *a, const int *raw, const told *t) {
  pk_explanation *about = a->about;
  size_t count = (size_t)about->book->variables.count;
  pk_finding *finding = pk_push(about->arena, &about->findings, sizeof *finding);
  int *copy = PK_NEW_ARRAY(about->arena, int, count);
  pk_list *seen = PK_NEW_ARRAY(about->arena, pk_list, count);
  if (!finding || !copy || !seen) {
    no_memory(a);
    return NULL;
  }
  memcpy(copy, raw, count * sizeof *copy);
  finding->raw = copy;
  finding->seen = seen;
  finding->allowed = t->allowed;
  finding->longest = t->longest;
  finding->numbers = t->numbers;
  return finding;
}

static void add_client(asker *a, const int *raw, double share) {
  pk_explanation *about = a->about;
  pk_finding *finding = NULL;
  const told t = tell(a, raw);
  bool like = false;
  for (int i = 0; i < about->findings.count && !finding; i++) {
    pk_finding *one = PK_AT(about->findings, pk_finding, i);
    bool alike = same_conditions(about, one, raw);
    like = like || (alike && t.allowed);
    finding = alike && same_numbers(one, &t) ? one : NULL;
  }
  if (!finding) {
    finding = new_finding(a, raw, &t);
    if (!finding)
      return;
    finding->like = like;
  }
  finding->share += share;
  about->allowed += finding->allowed ? share : 0;
  note_values(a, finding, raw, share);
}

/* Why they may not: the first law that refuses, that of the place before the client's. */
static void find_reasons(asker *a, pk_finding *finding) {
  const pk_explanation *about = a->about;
  const pk_view view = {.rules = about->rules, .given = finding->raw};
  for (int i = 0; !finding->allowed && !finding->refusing && i < about->law_count; i++) {
    const pk_law *law = about->laws[i];
    const pk_tree *tree = law->sheets[about->kind].allow;
    if (!tree || pk_view_tree(&view, law, tree))
      continue;
    finding->refusing = law;
    if (!pk_reasons_of_tree(about->arena, law, tree, finding->raw, &finding->reasons))
      no_memory(a);
  }
}

/* Numbers past their day of review: those of money are looked at only where it is told. */
static void review_numbers(const pk_explanation *about, const pk_finding *finding) {
  const pk_numbers *numbers = &finding->numbers;
  for (int i = 0; i < numbers->paid.count; i++) {
    const pk_paid *paid = PK_AT(numbers->paid, pk_paid, i);
    for (int k = 0; k < paid->spans.count; k++) {
      const pk_ruling *ruling = &PK_AT(paid->spans, pk_stretch, k)->ruling;
      for (int n = 0; ruling->value && n < ruling->said.count; n++) {
        const pk_said *said = PK_AT(ruling->said, pk_said, n);
        pk_law_review_layer(said->law, said->layer, finding->raw, about->report);
      }
    }
  }
}

static void ask_clients(asker *a) {
  pk_explanation *about = a->about;
  size_t count = (size_t)about->book->variables.count, combinations = find_dimensions(a);
  int *raw = PK_NEW_ARRAY(about->arena, int, count);
  bool *fixed = PK_NEW_ARRAY(about->arena, bool, count);
  if (!raw || !fixed) {
    no_memory(a);
    return;
  }
  if (combinations > COMBINATIONS_MAX) {
    problem(a, "E-EXPLAIN-MANY", about->model->groups[about->group].id, NULL);
    return;
  }
  for (size_t code = 0; code < combinations && !a->failed; code++) {
    double share = client_of(a, code, raw, fixed);
    if (share > 0)
      add_client(a, raw, share);
  }
  for (int i = 0; i < about->findings.count && !a->failed; i++) {
    pk_finding *finding = PK_AT(about->findings, pk_finding, i);
    find_reasons(a, finding);
    pk_explain_ways(about, finding, PK_OTHER_ANSWER, &finding->ways);
    if (finding->allowed && finding->longest.decisive)
      pk_explain_ways(about, finding, PK_LONGER_STAY, &finding->longer);
    review_numbers(about, finding);
  }
}

/* Answers a question; everything comes from `arena`. NULL with problems. */
static const pk_explanation *answer(pk_arena *arena, const pk_model *model, const pk_rules *rules,
                                    const polku_question *question, polku_report *report) {
  pk_explanation *about = PK_NEW(arena, pk_explanation);
  pk_book *book = PK_NEW(arena, pk_book);
  pk_work_left *work = PK_NEW(arena, pk_work_left);
  if (!about || !book || !work) {
    pk_report_memory(report);
    return NULL;
  }
  asker a = {.about = about};
  *about = (pk_explanation){
      .rules = rules, .model = model, .book = book, .arena = arena, .report = report};
  if (rules->present) {
    /* The same plugins, with the problems and the work of this question its own. */
    *work = (pk_work_left){PK_WORK_MAX};
    *book = *rules->bound->book;
    book->arena = arena;
    book->report = report;
    book->work = work;
  }
  find_group_and_stage(&a, question);
  read_settings(&a, question);
  if (a.failed)
    return NULL;
  about->kind = rules->stage_kind[about->stage];
  if (!rules->present || about->kind < 0) {
    about->allowed = 1; /* no rule speaks */
    return about;
  }
  find_laws(&a, question);
  if (!a.failed)
    mark_reads(&a);
  if (!a.failed)
    ask_clients(&a);
  return a.failed ? NULL : about;
}

char *pk_explain_written(pk_asked asked, pk_explain_write *write, polku_report *report) {
  if (!asked.model || !asked.rules || !asked.question)
    return NULL;
  pk_arena *arena = pk_arena_new();
  pk_text out = PK_TEXT_EMPTY;
  if (!arena)
    pk_report_memory(report);
  const pk_explanation *about =
      arena ? answer(arena, asked.model, asked.rules, asked.question, report) : NULL;
  if (about)
    write(about, asked.lang, &out);
  bool good = about && !polku_report_failed(report);
  pk_arena_free(arena);
  char *text = good ? pk_text_take(&out) : NULL;
  if (good && !text)
    pk_report_memory(report);
  pk_text_free(&out);
  return text;
}
