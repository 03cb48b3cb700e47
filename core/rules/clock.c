/* Clocks: what a client carries along, moved on step by step, and forgotten as soon as no rule can
 * ever tell the difference.
 *
 * A history is a word of bits, the latest step lowest, 1 for a step in the counted kinds. A clock
 * "how many of the last n" whose values below c are all alike needs the latest n − c + 1 misses
 * within n and no older one: with so many misses in the window the count is below c anyway, and
 * they stay in the window at least as long as every older miss. A run needs the latest miss only.
 * So older misses are taken for hits, and the kept ones are always a prefix; that this is exact for
 * ever is tested with random walks (tests/rules/test_clocks.c). */
#include "rules/bind.h"

long long pk_whole_months(pk_step step, uint64_t steps) {
  /* 30.4375 days are 487/16. */
  switch (step) {
  case PK_STEP_WEEK:
    return (long long)(steps * 112 / 487);
  case PK_STEP_DAY:
    return (long long)(steps * 16 / 487);
  default:
    return (long long)steps;
  }
}

uint64_t pk_month_steps(pk_step step, long long months) {
  uint64_t count = (uint64_t)months;
  switch (step) {
  case PK_STEP_WEEK:
    return (count * 487 + 111) / 112;
  case PK_STEP_DAY:
    return (count * 487 + 15) / 16;
  default:
    return count;
  }
}

static const pk_memory *memory_of(const pk_rules *rules, const pk_slot *slot) {
  return PK_AT(rules->bound->book->memories, pk_memory, slot->memory);
}

void pk_rules_enter(const pk_rules *rules, int stage, pk_clocks *clocks) {
  for (int i = 0; i < rules->clock_count; i++)
    if (rules->bound->slots[i].resets[stage])
      clocks->at[i] = 0;
}

/* A counter that may start anew when a condition holds: asked after all clocks have moved. */
static void reset_conditions(const pk_rules *rules, pk_clocks *clocks) {
  const pk_bound *bound = rules->bound;
  const pk_clocks moved = *clocks;
  const pk_view view = {.rules = rules, .clocks = &moved};
  for (int i = 0; i < rules->clock_count; i++) {
    const pk_memory *memory = memory_of(rules, &bound->slots[i]);
    if (!memory->history && memory->resets_when &&
        pk_view_leaf(&view, bound->slots[i].law, memory->resets_when))
      clocks->at[i] = 0;
  }
}

/* One step of all clocks, spent at a stage or waiting. */
typedef bool counts_here(const pk_slot *slot, int where);

static void step(const pk_rules *rules, counts_here *counts, int where, pk_clocks *clocks) {
  bool conditions = false;
  for (int i = 0; i < rules->clock_count; i++) {
    const pk_slot *slot = &rules->bound->slots[i];
    const pk_memory *memory = memory_of(rules, slot);
    uint64_t in = counts(slot, where);
    if (memory->history)
      clocks->at[i] = clocks->at[i] << 1 | in;
    else if (clocks->at[i] < pk_month_steps(rules->model->step, memory->max))
      clocks->at[i] += in;
    conditions = conditions || memory->resets_when;
  }
  if (conditions)
    reset_conditions(rules, clocks);
}

static bool counts_at_stage(const pk_slot *slot, int stage) {
  return slot->counts[stage];
}

void pk_rules_step(const pk_rules *rules, int stage, pk_clocks *clocks) {
  step(rules, counts_at_stage, stage, clocks);
}

/* --- those who wait at a door */

void pk_rules_wait_enter(const pk_rules *rules, int kind, pk_clocks *clocks) {
  for (int i = 0; i < rules->clock_count; i++)
    if (rules->bound->slots[i].waiting_resets[kind + 1])
      clocks->at[i] = 0;
}

static bool counts_waiting(const pk_slot *slot, int kind) {
  return slot->waiting_counts[kind + 1];
}

void pk_rules_wait_step(const pk_rules *rules, int kind, pk_clocks *clocks) {
  step(rules, counts_waiting, kind, clocks);
}

/* --- forgetting */

/* Whether some clock can still tell the i-th miss from now (from 1), `back` steps ago. */
static bool miss_matters(const pk_slot *slot, int i, int back) {
  if (i == 1 && back < slot->run)
    return true;
  for (int k = 0; k < slot->clock_count; k++)
    if (back < slot->clocks[k].last && i <= slot->clocks[k].misses)
      return true;
  return false;
}

static uint64_t reduce_history(const pk_slot *slot, uint64_t bits) {
  uint64_t misses = ~bits, kept = 0;
  for (int i = 1; misses; i++) {
    int back = __builtin_ctzll(misses);
    if (!miss_matters(slot, i, back))
      break;
    kept |= UINT64_C(1) << back;
    misses &= misses - 1;
  }
  return ~kept;
}

void pk_rules_reduce(const pk_rules *rules, pk_clocks *clocks) {
  for (int i = 0; i < rules->clock_count; i++) {
    const pk_slot *slot = &rules->bound->slots[i];
    if (memory_of(rules, slot)->history)
      clocks->at[i] = reduce_history(slot, clocks->at[i]);
    else if (clocks->at[i] > slot->cap)
      clocks->at[i] = slot->cap;
  }
}

const char *pk_rules_clock_id(const pk_rules *rules, int clock) {
  if (clock < 0 || clock >= rules->clock_count)
    return "";
  return memory_of(rules, &rules->bound->slots[clock])->id;
}

int pk_clock_value(pk_step step, const pk_variable *variable, uint64_t state) {
  int top = variable->size - 1;
  if (variable->form == PK_READS_LAST) {
    uint64_t window = variable->last >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << variable->last) - 1;
    return __builtin_popcountll(state & window);
  }
  if (variable->form == PK_READS_RUN) {
    int run = ~state ? __builtin_ctzll(~state) : 64;
    return run < top ? run : top;
  }
  long long months = pk_whole_months(step, state);
  return months < top ? (int)months : top;
}

static int clock_raw(const pk_view *view, const pk_variable *variable) {
  int slot = view->rules->bound->memory_slot[variable->memory];
  return slot < 0 ? 0 : pk_clock_value(view->rules->model->step, variable, view->clocks->at[slot]);
}

int pk_view_raw(const pk_view *view, int variable) {
  if (view->given)
    return view->given[variable];
  const pk_book *book = view->rules->bound->book;
  const pk_variable *about = PK_AT(book->variables, pk_variable, variable);
  if (about->form == PK_READS_ELAPSED) {
    long long months = pk_whole_months(view->rules->model->step, (uint64_t)view->elapsed);
    return months < PK_ELAPSED_MAX ? (int)months : PK_ELAPSED_MAX;
  }
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  if (!attribute)
    return clock_raw(view, about);
  return attribute->of == PK_OF_STAGE ? view->stage[variable] : view->client[variable];
}
