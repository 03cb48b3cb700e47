/* Clocks of clients whose time is nearly over: what no rule can tell apart any more before then.
 *
 * A miss (a step outside the counted kinds) that stands `back` steps ago leaves a window of n steps
 * after n − back more. If that is later than anything that will be asked, the window only knows
 * that it is there, not where: it may as well stand as late as its order among the misses allows.
 * So all clients with as many such misses share one state. In a horizon of 36 months and a window
 * of 28, only misses of the first 8 months and before keep their places. Counters that cannot reach
 * in time what some rule asks for stand at nought; so does a counter that only says when such
 * others begin anew. A client who starts inside a stage has entered it then. */
#include "rules/bind.h"

/* A miss, the `rank`-th from now, `back` steps ago: the windows that it has left already reach up
 * to `from`, the next one that it will leave up to `to` (0: none that can tell). */
static void bounds(const pk_slot *slot, int rank, int back, int *from, int *to) {
  *from = 0;
  *to = 0;
  for (int k = 0; k < slot->clock_count; k++) {
    int last = slot->clocks[k].last;
    if (rank > slot->clocks[k].misses)
      continue;
    if (last <= back && last > *from)
      *from = last;
    if (last > back && (*to == 0 || last < *to))
      *to = last;
  }
}

static uint64_t pack(const pk_slot *slot, uint64_t bits, int left) {
  uint64_t misses = ~bits, packed = 0;
  int before = -1; /* where the miss before it stands now */
  for (int rank = 1; misses; rank++) {
    int back = __builtin_ctzll(misses), from, to;
    misses &= misses - 1;
    bounds(slot, rank, back, &from, &to);
    bool run_tells = rank == 1 && slot->run > 0;
    if (!run_tells && left < to - back)
      back = from > before + 1 ? from : before + 1;
    packed |= UINT64_C(1) << back;
    before = back;
  }
  return ~packed;
}

/* Whether all counters of a set stand at nought. */
static bool all_nought(const pk_clocks *clocks, unsigned set) {
  for (int i = 0; set >> i; i++)
    if (set >> i & 1 && clocks->at[i] != 0)
      return false;
  return true;
}

void pk_rules_reduce_within(const pk_rules *rules, pk_clocks *clocks, int left) {
  pk_rules_reduce(rules, clocks);
  for (int i = 0; i < rules->clock_count; i++) {
    const pk_slot *slot = &rules->bound->slots[i];
    if (PK_AT(rules->bound->book->memories, pk_memory, slot->memory)->history)
      clocks->at[i] = pack(slot, clocks->at[i], left);
    else if (clocks->at[i] + (uint64_t)(left > 0 ? left : 0) < slot->floor)
      clocks->at[i] = 0;
  }
  for (int i = 0; i < rules->clock_count; i++) {
    unsigned others = rules->bound->slots[i].serves;
    if (others && all_nought(clocks, others))
      clocks->at[i] = 0;
  }
}
