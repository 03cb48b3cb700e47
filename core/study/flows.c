/* Who is where: the forward passes, group by group, added up for all; curves and amounts. */
#include "study/making.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Rows of the chain's sub-steps. */
typedef struct fine {
  double *occupancy, *entries, *passed, *scratch;
  double *paid; /* [stages], and scratch of the engine behind it */
} fine;

bool pk_answer_new(pk_answer *a, const polku_result *r) {
  size_t rows = (size_t)r->horizon + 1, stages = (size_t)r->stage_count;
  a->occupancy = PK_NEW_ARRAY(r->arena, double, rows *stages);
  a->entries = PK_NEW_ARRAY(r->arena, double, rows *stages);
  a->moves = PK_NEW_ARRAY(r->arena, double, (size_t)r->transition_count);
  a->refused = PK_NEW_ARRAY(r->arena, double, (size_t)r->transition_count);
  a->over_limit = PK_NEW_ARRAY(r->arena, double, stages);
  a->employed = PK_NEW_ARRAY(r->arena, double, rows);
  a->open = PK_NEW_ARRAY(r->arena, double, rows);
  a->at_work = PK_NEW_ARRAY(r->arena, double, rows);
  a->money = PK_NEW_ARRAY(r->arena, pk_estimate, (size_t)r->account_count);
  a->money_by_stage = PK_NEW_ARRAY(r->arena, double, (size_t)r->account_count *stages);
  a->person_months = PK_NEW_ARRAY(r->arena, double, stages);
  a->host_months = PK_NEW_ARRAY(r->arena, double, (size_t)r->actor_count);
  return a->occupancy && a->entries && a->moves && a->refused && a->over_limit && a->employed &&
         a->open && a->at_work && a->money && a->money_by_stage && a->person_months &&
         a->host_months;
}

static void scale(double *values, size_t count, double by) {
  for (size_t i = 0; i < count; i++)
    values[i] *= by;
}

/* Sub-steps: stock is read at whole steps, entries of the step that ends there are added up. */
static void coarsen(const pk_making *m, pk_answer *a, const fine *f) {
  size_t stages = (size_t)m->result->stage_count, per = (size_t)m->solution.per;
  double by = m->solution.scale;
  for (size_t t = 0; t <= (size_t)m->result->horizon; t++)
    for (size_t s = 0; s < stages; s++) {
      a->occupancy[t * stages + s] = by * f->occupancy[t * per * stages + s];
      for (size_t u = t == 0 ? 0 : (t - 1) * per + 1; u <= t * per; u++)
        a->entries[t * stages + s] += by * f->entries[u * stages + s];
    }
}

/* Amounts fall due in the steps spent, and at entries. */
static void add_money(const pk_making *m, pk_answer *a, const fine *f) {
  size_t stages = (size_t)m->result->stage_count;
  const pk_solution *s = &m->solution;
  for (size_t account = 0; account < (size_t)m->result->account_count; account++) {
    const double *pay = s->pay.per_step + account * stages,
                 *once = s->pay.on_entry + account * stages;
    double *by_stage = a->money_by_stage + account * stages, worth = s->scale;
    for (size_t t = 0; t <= (size_t)s->chain->horizon; t++, worth *= s->pay.discount[account])
      for (size_t i = 0; i < stages; i++) {
        double stay = t < (size_t)s->chain->horizon ? f->occupancy[t * stages + i] : 0;
        by_stage[i] += worth * (pay[i] * stay + once[i] * f->entries[t * stages + i]);
      }
  }
}

/* What rules pay, by the entry states of the pass. */
static void add_rules_money(const pk_making *m, pk_answer *a, const fine *f, const pk_flow *flow) {
  const pk_solution *s = &m->solution;
  size_t stages = (size_t)m->result->stage_count;
  for (size_t account = 0; account < (size_t)m->result->account_count; account++) {
    if (!s->extra[account])
      continue;
    pk_reward reward = pk_solution_reward(s, account);
    memset(f->paid, 0, stages * sizeof *f->paid);
    pk_exact_paid(s->chain, flow, &reward, f->paid, f->paid + stages);
    for (size_t i = 0; i < stages; i++)
      a->money_by_stage[account * stages + i] += s->scale * f->paid[i];
  }
}

static void add_person_months(const pk_making *m, pk_answer *a, const fine *f) {
  size_t stages = (size_t)m->result->stage_count;
  for (size_t t = 0; t < (size_t)m->solution.chain->horizon; t++)
    for (size_t i = 0; i < stages; i++)
      a->person_months[i] += m->solution.scale * m->solution.months * f->occupancy[t * stages + i];
}

static void forward(const pk_making *m, int group, pk_answer *a, const fine *f) {
  pk_flow flow = {.occupancy = f->occupancy,
                  .entries = f->entries,
                  .moves = a->moves,
                  .refused = a->refused,
                  .over_limit = a->over_limit,
                  .passed = f->passed};
  pk_exact_forward(m->solution.chain, group, -1, NULL, &flow, f->scratch);
  scale(a->moves, (size_t)m->result->transition_count, m->solution.scale);
  scale(a->refused, (size_t)m->result->transition_count, m->solution.scale);
  scale(a->over_limit, (size_t)m->result->stage_count, m->solution.scale);
  coarsen(m, a, f);
  add_money(m, a, f);
  add_rules_money(m, a, f, &flow);
  add_person_months(m, a, f);
}

static void add_all(double *sum, const double *more, size_t count) {
  for (size_t i = 0; i < count; i++)
    sum[i] += more[i];
}

static void add_group(const polku_result *r, pk_answer *all, const pk_answer *g) {
  size_t rows = (size_t)r->horizon + 1, stages = (size_t)r->stage_count;
  add_all(all->occupancy, g->occupancy, rows * stages);
  add_all(all->entries, g->entries, rows * stages);
  add_all(all->moves, g->moves, (size_t)r->transition_count);
  add_all(all->refused, g->refused, (size_t)r->transition_count);
  add_all(all->over_limit, g->over_limit, stages);
  add_all(all->money_by_stage, g->money_by_stage, (size_t)r->account_count * stages);
  add_all(all->person_months, g->person_months, stages);
}

static void add_curves(const pk_making *m, int group, pk_answer *a) {
  const pk_solution *s = &m->solution;
  for (int t = 0; t <= m->result->horizon; t++) {
    a->employed[t] = pk_mean_at(s, group, s->employed, t);
    a->open[t] = pk_mean_at(s, group, s->open, t);
    a->at_work[t] = pk_mean_at(s, group, s->at_end, t);
  }
  a->median = pk_median_months(s, group, m->result->horizon);
  for (int o = 0; o < PK_OUTCOMES; o++)
    a->outcomes[o].interval.value = pk_outcome_at(s, group, (pk_outcome)o, m->result->horizon);
  for (int account = 0; account < m->result->account_count; account++)
    for (int i = 0; i < m->result->stage_count; i++)
      a->money[account].interval.value +=
          a->money_by_stage[(size_t)account * (size_t)m->result->stage_count + (size_t)i];
  for (size_t i = 0; i < s->chain->start_count; i++)
    if (group < 0 || s->chain->start_group[i] == group)
      a->people += pk_solution_people(s, i);
}

bool pk_make_flows(pk_making *m) {
  polku_result *r = m->result;
  size_t cells = ((size_t)m->solution.chain->horizon + 1) * (size_t)r->stage_count;
  size_t length = (size_t)m->solution.chain->horizon + 1;
  size_t passages = m->solution.chain->point_count - m->solution.chain->passage_from;
  fine f = {.occupancy = PK_NEW_ARRAY(m->scratch, double, cells),
            .entries = PK_NEW_ARRAY(m->scratch, double, cells),
            .passed = PK_NEW_ARRAY(m->scratch, double, passages *length),
            .paid = PK_NEW_ARRAY(m->scratch, double, (size_t)r->stage_count + 2 * length),
            .scratch = malloc((pk_exact_scratch(m->solution.chain) + 1) * sizeof(double))};
  bool ok =
      f.occupancy && f.entries && f.passed && f.paid && f.scratch && pk_answer_new(&r->all, r);
  for (int g = 0; ok && g < r->group_count; g++) {
    ok = pk_answer_new(&r->groups[g], r);
    if (!ok)
      break;
    forward(m, g, &r->groups[g], &f);
    add_group(r, &r->all, &r->groups[g]);
    add_curves(m, g, &r->groups[g]);
  }
  free(f.scratch);
  if (ok)
    add_curves(m, -1, &r->all);
  else
    pk_report_memory(m->report);
  return ok;
}
