/* What of a client matters to the rules of this model.
 *
 * A condition about the place alone is settled by the model's stages: with it fall whole branches
 * of the law (who asks after 60 where no place is for those of 60). What is left reads some
 * attributes and clocks, and tells some of their values apart. Values that it cannot tell apart are
 * one class; clocks that nobody reads are not carried along at all. That keeps chains small. */
#include "rules/bind.h"

#include "base/text.h"
#include <string.h>

typedef struct finder {
  pk_rules *rules;
  pk_bound *bound;
  pk_book *book;
  polku_report *report;
  pk_list leaves; /* pk_relevant */
  bool failed;
} finder;

static void no_memory(finder *f) {
  pk_report_memory(f->report);
  f->failed = true;
}

static void add(finder *f, const pk_law *law, const pk_leaf *leaf) {
  for (int i = 0; i < f->leaves.count; i++) {
    const pk_relevant *known = PK_AT(f->leaves, pk_relevant, i);
    if (known->leaf == leaf &&
        (known->law == law || known->law->tables[leaf->number] == law->tables[leaf->number]))
      return;
  }
  pk_relevant *slot = pk_push(f->rules->arena, &f->leaves, sizeof *slot);
  if (slot)
    *slot = (pk_relevant){law, leaf};
  else
    no_memory(f);
}

static void collect_tree(finder *f, const pk_law *law, const pk_tree *node, const int *stage) {
  if (pk_settle(law, node, stage) != PK_OPEN)
    return;
  if (node->join == PK_TEST)
    add(f, law, node->leaf);
  for (int i = 0; i < node->child_count; i++)
    collect_tree(f, law, node->children[i], stage);
}

static void collect_cases(finder *f, const pk_law *law, const pk_layer *layer, const int *stage) {
  for (int i = 0; i < layer->case_count; i++) {
    const pk_choice_case *one = &layer->cases[i];
    long long value;
    pk_settled holds = one->when ? pk_settle_leaf(law, one->when, stage) : PK_YES;
    if (holds == PK_OPEN)
      add(f, law, one->when);
    if (holds != PK_NO && !pk_settle_value(law, one, stage, &value))
      add(f, law, one->computed);
    if (holds == PK_YES)
      return;
  }
}

/* What decides how much is paid here, where the model counts it. */
static void collect_amounts(finder *f, const pk_law *law, int s) {
  int kind = f->rules->stage_kind[s];
  for (int a = 0; a < f->rules->amount_count; a++) {
    const pk_amount *amount = &f->rules->amounts[a];
    if (!amount->pays[s])
      continue;
    for (int i = 0; i < law->sheets[kind].layer_count[PK_AMOUNT]; i++)
      if (pk_layer_pays(f->rules, &law->sheets[kind].layers[PK_AMOUNT][i], amount))
        collect_cases(f, law, &law->sheets[kind].layers[PK_AMOUNT][i], f->bound->stage_raw[s]);
  }
}

/* What decides who may come to a stage, how likely, and how long they may stay. */
static void collect_stage(finder *f, const pk_law *law, int s) {
  int kind = f->rules->stage_kind[s];
  if (kind < 0)
    return;
  const pk_sheet *sheet = &law->sheets[kind];
  const int *stage = f->bound->stage_raw[s];
  pk_law_review(law, kind, stage, f->report);
  if (sheet->allow)
    collect_tree(f, law, sheet->allow, stage);
  for (int form = PK_LIMIT; form <= PK_WEIGHT; form++)
    for (int i = 0; i < sheet->layer_count[form]; i++)
      collect_cases(f, law, &sheet->layers[form][i], stage);
}

/* Who goes first, where somebody may have to wait. */
static void collect_ranks(finder *f, const pk_law *law, int s) {
  int kind = f->rules->stage_kind[s];
  if (kind < 0 || !pk_stage_limited(f->rules, s))
    return;
  for (int i = 0; i < law->sheets[kind].layer_count[PK_PRIORITY]; i++)
    collect_cases(f, law, &law->sheets[kind].layers[PK_PRIORITY][i], f->bound->stage_raw[s]);
}

static void collect(finder *f) {
  for (int s = 0; s < f->rules->model->stage_count; s++)
    for (int law = 0; law < f->bound->law_count; law++)
      if (pk_law_asked(f->rules, law, s)) {
        collect_stage(f, f->bound->laws[law], s);
        collect_ranks(f, f->bound->laws[law], s);
        collect_amounts(f, f->bound->laws[law], s);
      }
}

/* Whether the answer of a condition ever turns on the k-th variable that it may look at: the
 * condition of a case may look at all that its number is worked out from. */
static bool tells(const pk_relevant *r, int k, int size) {
  for (int value = 1; value < size; value++)
    if (!pk_law_alike(r->law, r->leaf, k, 0, value))
      return true;
  return false;
}

static bool is_read(const finder *f, int variable) {
  int size = PK_AT(f->book->variables, pk_variable, variable)->size;
  for (int i = 0; i < f->leaves.count; i++) {
    const pk_relevant *r = PK_AT(f->leaves, pk_relevant, i);
    for (int k = 0; k < r->leaf->read_count; k++)
      if (r->leaf->reads[k] == variable && tells(r, k, size))
        return true;
  }
  return false;
}

static bool memory_read(const finder *f, int memory) {
  for (int v = 0; v < f->book->variables.count; v++)
    if (PK_AT(f->book->variables, pk_variable, v)->memory == memory && is_read(f, v))
      return true;
  return false;
}

/* The first region in whose law a plugin speaks; -1. */
static int region_of(const finder *f, const pk_plugin *plugin) {
  for (int i = 0; i < f->bound->region_count; i++)
    if (pk_plugin_extends(f->book, f->bound->laws[i]->region, plugin))
      return i;
  return -1;
}

static void add_reset(finder *f, const pk_memory *memory) {
  int region = region_of(f, memory->plugin);
  for (int i = region; i >= 0 && i < f->bound->law_count; i += f->bound->region_count) {
    add(f, f->bound->laws[i], memory->resets_when);
    pk_law_review_leaf(f->bound->laws[i], memory->resets_when, f->report);
  }
}

/* Conditions that reset a counter which is read are asked too, and may read further clocks. */
static void collect_resets(finder *f) {
  for (bool grown = true; grown && !f->failed;) {
    int before = f->leaves.count;
    for (int m = 0; m < f->book->memories.count; m++) {
      const pk_memory *memory = PK_AT(f->book->memories, pk_memory, m);
      if (memory->resets_when && memory_read(f, m))
        add_reset(f, memory);
    }
    grown = f->leaves.count > before;
  }
}

/* --- classes of values */

static bool alike(const finder *f, int variable, int a, int b) {
  for (int i = 0; i < f->leaves.count; i++) {
    const pk_relevant *r = PK_AT(f->leaves, pk_relevant, i);
    for (int k = 0; k < r->leaf->read_count; k++)
      if (r->leaf->reads[k] == variable && !pk_law_alike(r->law, r->leaf, k, a, b))
        return false;
  }
  return true;
}

static const int *classes_of(finder *f, int variable) {
  int size = PK_AT(f->book->variables, pk_variable, variable)->size;
  int *same = PK_NEW_ARRAY(f->rules->arena, int, (size_t)size);
  if (!same) {
    no_memory(f);
    return NULL;
  }
  for (int a = 0; a < size; a++) {
    same[a] = a;
    for (int b = 0; b < a && same[a] == a; b++)
      if (same[b] == b && alike(f, variable, a, b))
        same[a] = b;
  }
  return same;
}

/* The smallest value c so that all values below it are alike; `size` when all are. */
static int first_told(const int *same, int size) {
  int c = 1;
  while (c < size && same[c] == 0)
    c++;
  return c;
}

/* The smallest value from which on all are alike. */
static int last_told(const int *same, int size) {
  int c = size - 1;
  while (c > 0 && same[c - 1] == same[size - 1])
    c--;
  return c;
}

/* --- slots */

static bool listed(const char *const *ids, int count, const char *id) {
  for (int i = 0; id && i < count; i++)
    if (strcmp(ids[i], id) == 0)
      return true;
  return false;
}

/* Whether a step in a kind counts, and whether entering it begins anew. */
static void fill_kind(const pk_memory *memory, const char *kind, bool *counts, bool *resets) {
  bool in = listed(memory->kinds, memory->kind_count, kind);
  *counts = in != memory->since_end;
  *resets = (memory->since_end && in) || listed(memory->resets, memory->reset_count, kind);
}

static bool fill_kinds(finder *f, const pk_memory *memory, pk_slot *slot) {
  const pk_model *model = f->rules->model;
  pk_arena *arena = f->rules->arena;
  int stages = model->stage_count, kinds = f->rules->kind_count;
  bool *counts = PK_NEW_ARRAY(arena, bool, (size_t)stages);
  bool *resets = PK_NEW_ARRAY(arena, bool, (size_t)stages);
  bool *waiting_counts = PK_NEW_ARRAY(arena, bool, (size_t)kinds + 1);
  bool *waiting_resets = PK_NEW_ARRAY(arena, bool, (size_t)kinds + 1);
  if (!counts || !resets || !waiting_counts || !waiting_resets)
    return false;
  for (int s = 0; s < stages; s++)
    fill_kind(memory, model->stages[s].kind, &counts[s], &resets[s]);
  for (int k = -1; k < kinds; k++)
    fill_kind(memory, k < 0 ? NULL : f->rules->kinds[k].id, &waiting_counts[k + 1],
              &waiting_resets[k + 1]);
  slot->counts = counts;
  slot->resets = resets;
  slot->waiting_counts = waiting_counts;
  slot->waiting_resets = waiting_resets;
  return true;
}

/* What reduction may forget. */
static bool fill_reduction(finder *f, pk_slot *slot) {
  struct pk_window *clocks =
      PK_NEW_ARRAY(f->rules->arena, struct pk_window, (size_t)f->book->variables.count);
  if (!clocks)
    return false;
  slot->clocks = clocks;
  for (int v = 0; v < f->book->variables.count; v++) {
    const pk_variable *variable = PK_AT(f->book->variables, pk_variable, v);
    const int *same = f->bound->same_as[v];
    if (variable->memory != slot->memory || !is_read(f, v))
      continue;
    int last = last_told(same, variable->size), first = first_told(same, variable->size);
    if (variable->form == PK_READS_COUNTER) {
      slot->cap = pk_month_steps(f->rules->model->step, last);
      slot->floor = pk_month_steps(f->rules->model->step, first);
    } else if (variable->form == PK_READS_RUN)
      slot->run = last > slot->run ? last : slot->run;
    else if (first < variable->size)
      clocks[slot->clock_count++] = (struct pk_window){variable->last, variable->last - first + 1};
  }
  return true;
}

static void refuse_step(finder *f, const pk_memory *memory) {
  pk_place place;
  pk_model_place(f->rules->model, "/step", false, &place);
  pk_report_add(f->report, &place, "E-CLOCK-STEP", "history", memory->id, NULL);
  f->failed = true;
}

static bool leaf_reads(const finder *f, const pk_leaf *leaf, int memory) {
  for (int k = 0; k < leaf->read_count; k++)
    if (PK_AT(f->book->variables, pk_variable, leaf->reads[k])->memory == memory)
      return true;
  return false;
}

/* The slot whose reset condition a leaf is; -1 when it is none. */
static int reset_of(const finder *f, const pk_leaf *leaf) {
  for (int i = 0; i < f->bound->slot_count; i++)
    if (PK_AT(f->book->memories, pk_memory, f->bound->slots[i].memory)->resets_when == leaf)
      return i;
  return -1;
}

/* Whether a counter begins anew wherever another one counts, at a stage or at its door. */
static bool begins_with(const finder *f, const pk_slot *slot, const pk_slot *other) {
  for (int s = 0; s < f->rules->model->stage_count; s++) {
    int waits = f->bound->waits_as[s] + 1;
    if (other->counts[s] && !slot->resets[s])
      return false;
    if (pk_stage_limited(f->rules, s) && other->waiting_counts[waits] &&
        !slot->waiting_resets[waits])
      return false;
  }
  return true;
}

/* A counter that only says when others begin anew says nothing while these stand at nought, if it
 * begins anew itself before they leave it. */
static unsigned serves(const finder *f, int slot) {
  const pk_slot *own = &f->bound->slots[slot];
  unsigned others = 0;
  if (PK_AT(f->book->memories, pk_memory, own->memory)->history)
    return 0;
  for (int i = 0; i < f->leaves.count; i++) {
    const pk_leaf *leaf = PK_AT(f->leaves, pk_relevant, i)->leaf;
    if (!leaf_reads(f, leaf, own->memory))
      continue;
    int other = reset_of(f, leaf);
    if (other < 0 || other == slot || !begins_with(f, own, &f->bound->slots[other]))
      return 0;
    others |= 1u << other;
  }
  return others;
}

static void make_slots(finder *f) {
  int count = f->book->memories.count;
  int *memory_slot = PK_NEW_ARRAY(f->rules->arena, int, (size_t)count);
  if (!memory_slot) {
    no_memory(f);
    return;
  }
  for (int m = 0; m < count && !f->failed; m++) {
    const pk_memory *memory = PK_AT(f->book->memories, pk_memory, m);
    memory_slot[m] = -1;
    if (!memory_read(f, m))
      continue;
    if (memory->history && f->rules->model->step != PK_STEP_MONTH)
      refuse_step(f, memory);
    if (f->bound->slot_count == PK_CLOCKS_MAX) {
      pk_report_add(f->report, NULL, "E-CLOCKS-MANY", "clock", memory->id, NULL);
      f->failed = true;
      continue;
    }
    pk_slot *slot = &f->bound->slots[f->bound->slot_count];
    slot->memory = m;
    int region = region_of(f, memory->plugin);
    slot->law = region >= 0 ? f->bound->laws[region] : NULL;
    if (!fill_kinds(f, memory, slot) || !fill_reduction(f, slot))
      no_memory(f);
    memory_slot[m] = f->bound->slot_count++;
  }
  for (int i = 0; i < f->bound->slot_count; i++)
    f->bound->slots[i].serves = serves(f, i);
  f->bound->memory_slot = memory_slot;
  f->rules->clock_count = f->bound->slot_count;
}

/* --- elapsed */

static bool asks_elapsed(const finder *f, int target) {
  finder alone = {.rules = f->rules, .bound = f->bound, .book = f->book, .report = f->report};
  for (int law = 0; law < f->bound->law_count; law++)
    if (pk_law_asked(f->rules, law, target))
      collect_stage(&alone, f->bound->laws[law], target);
  return is_read(&alone, 0);
}

static void find_elapsed(finder *f) {
  const pk_model *model = f->rules->model;
  bool *reads = PK_NEW_ARRAY(f->rules->arena, bool, (size_t)model->stage_count);
  if (!reads) {
    no_memory(f);
    return;
  }
  bool anywhere = is_read(f, 0);
  for (int t = 0; anywhere && t < model->transition_count; t++)
    if (asks_elapsed(f, model->transitions[t].to))
      reads[model->transitions[t].from] = true;
  /* Who leaves for a passage is asked there, in the same step. */
  for (bool grown = anywhere; grown;) {
    grown = false;
    for (int t = 0; t < model->transition_count; t++) {
      const pk_transition *move = &model->transitions[t];
      if (!model->stages[move->to].passage || !reads[move->to] || reads[move->from])
        continue;
      reads[move->from] = grown = true;
    }
  }
  f->bound->reads_elapsed = reads;
}

bool pk_bind_relevance(pk_rules *rules, polku_report *report) {
  finder f = {.rules = rules, .bound = rules->bound, .book = rules->bound->book, .report = report};
  size_t count = (size_t)f.book->variables.count;
  const int **same = PK_NEW_ARRAY(rules->arena, const int *, count);
  if (!same) {
    no_memory(&f);
    return false;
  }
  collect(&f);
  collect_resets(&f);
  for (size_t v = 0; v < count && !f.failed; v++)
    same[v] = classes_of(&f, (int)v);
  f.bound->same_as = same;
  f.bound->relevant = f.leaves;
  if (!f.failed)
    find_elapsed(&f);
  if (!f.failed)
    make_slots(&f);
  return !f.failed;
}
