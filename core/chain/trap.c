/* Traps: a client whose stay should end, and who is allowed nowhere, now and for ever.
 *
 * The chain shows who is still inside when the horizon ends. Whether that is for ever is found by
 * letting the client's clocks run on until they change no more. (The chain's clocks forget what
 * cannot matter within the horizon; beyond it, what they say is right once that has left every
 * window.) */
#include "chain/check.h"
#include <stdlib.h>
#include <string.h>

enum { LONG_ENOUGH = 1200 }; /* steps, where clocks or a rule about elapsed steps go on and on */

static bool wants_out(const pk_stay_law *law, int row, int exit) {
  return law->hazard ? law->hazard[(size_t)row * (size_t)law->exit_count + (size_t)exit] > 0
                     : law->exits[exit].share > 0;
}

/* The first exit that the client would take and may not; −1 when none is refused. */
static int refused_exit(const pk_check *c, const pk_moment *m) {
  const pk_stay_law *law = &c->laws->law[m->stage];
  for (int j = 0; j < law->exit_count; j++)
    if (wants_out(law, m->row, j) &&
        (pk_stay_closed(c->laws, &law->exits[j], m->epoch) ||
         !pk_stay_may_enter(c->laws, m->klass, law->exits[j].to, m->clocks, m->elapsed, m->epoch)))
      return j;
  return -1;
}

/* One step more in the stage; whether anything changed that a rule could see. */
static bool go_on(const pk_check *c, pk_moment *m, pk_clocks *clocks) {
  const pk_stay_law *law = &c->laws->law[m->stage];
  pk_clocks before = *clocks;
  int row = m->row;
  m->elapsed++;
  if (law->hazard)
    m->row = m->elapsed - 1 < law->rows ? m->elapsed - 1 : law->rows - 1;
  if (c->rules->clock_count > 0) {
    pk_rules_step(c->laws->rules_at[m->epoch], m->stage, clocks);
    pk_rules_reduce(c->rules, clocks);
  }
  return law->needs_elapsed || m->row != row || memcmp(&before, clocks, sizeof before) != 0;
}

/* Whether whoever is still inside a stay at the end of its row stays for ever because exits are
 * refused; the refused exit and the moment are then filled in. */
static int trapped(const pk_check *c, int32_t x, pk_moment *m, pk_clocks *clocks) {
  const pk_chain *chain = c->chain;
  const pk_stay_law *law = &c->laws->law[chain->entry_stage[x]];
  memset(clocks, 0, sizeof *clocks);
  for (int k = 0; k < chain->clock_count; k++)
    clocks->at[k] = chain->entry_clocks[(size_t)x * (size_t)chain->clock_count + (size_t)k];
  *m = (pk_moment){.klass = chain->entry_klass[x],
                   .stage = chain->entry_stage[x],
                   .clocks = clocks,
                   .born = chain->entry_epoch[x],
                   .epoch = c->laws->epoch_count - 1};
  int limit = pk_rules_limit(c->laws->rules_at[m->born], m->klass, m->stage, clocks);
  int row_end = chain->horizon - chain->entry_time[x];
  bool changed = true;
  for (int e = 1; e <= row_end + 1 || (changed && e <= row_end + LONG_ENOUGH); e++) {
    changed = !law->passage && go_on(c, m, clocks);
    m->limit = limit > 0 && e >= limit;
    if (e > row_end && pk_stay_decide(c->laws, m, NULL, NULL) > 0)
      return -1;
  }
  return refused_exit(c, m);
}

static void warn_trap(pk_check *c, int group, const pk_moment *m, int exit) {
  const pk_stage *stage = &c->model->stages[m->stage];
  const pk_exit *way = &c->laws->law[m->stage].exits[exit];
  char *reason = pk_check_reason(c, m, way);
  if (!reason) {
    pk_report_memory(c->report);
    return;
  }
  pk_place place;
  pk_model_place(c->model, stage->pointer, true, &place);
  pk_report_add(c->report, &place, "W-TRAP", "stage", stage->id, "group",
                c->model->groups[group].id, "to", c->model->stages[way->to].id, "reason", reason,
                NULL);
  free(reason);
}

/* Whether some of the stays begun in x are held back when their row ends. */
static bool held_back(const pk_check *c, int32_t x) {
  const pk_stay_law *law = &c->laws->law[c->chain->entry_stage[x]];
  return law->hazard ? c->chain->beyond[x] > 0 : c->chain->stuck[x] > 0;
}

static void check_group(pk_check *c, int group) {
  const pk_chain *chain = c->chain;
  pk_check_reach(c, group);
  memset(c->stage_flag, 0, (size_t)chain->stage_count * sizeof(bool));
  for (size_t x = 0; x < chain->entry_count; x++) {
    int stage = chain->entry_stage[x];
    pk_moment moment;
    pk_clocks clocks;
    if (!c->entry_reached[x] || c->stage_flag[stage] || !held_back(c, (int32_t)x))
      continue;
    int exit = trapped(c, (int32_t)x, &moment, &clocks);
    if (exit < 0)
      continue;
    warn_trap(c, group, &moment, exit);
    c->stage_flag[stage] = true;
  }
}

void pk_check_traps(pk_check *c) {
  for (int group = 0; group < c->model->group_count; group++)
    check_group(c, group);
}
