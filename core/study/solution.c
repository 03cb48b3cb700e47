/* Unfolding once and asking the engine everything that outcomes need. */
#include "study/solution.h"

#include <math.h>
#include <stdlib.h>

bool pk_study_start(pk_study *study, const pk_model *model, const pk_rules *rules,
                    pk_arena *arena) {
  size_t n = (size_t)model->stage_count;
  *study = (pk_study){.model = model, .rules = rules, .lasting_months = 6};
  study->employed = PK_NEW_ARRAY(arena, double, n);
  study->open = PK_NEW_ARRAY(arena, double, n);
  study->not_employed = PK_NEW_ARRAY(arena, double, n);
  study->not_open = PK_NEW_ARRAY(arena, double, n);
  if (!study->employed || !study->open || !study->not_employed || !study->not_open)
    return false;
  for (size_t s = 0; s < n; s++) {
    study->employed[s] = rules->stage_employed[s];
    study->open[s] = rules->stage_open[s];
    study->not_employed[s] = 1 - study->employed[s];
    study->not_open[s] = 1 - study->open[s];
  }
  return true;
}

static size_t row_length(const pk_solution *s) {
  return (size_t)s->chain->horizon + 1;
}

static double *rows_new(const pk_solution *s) {
  return PK_NEW_ARRAY(s->arena, double, (size_t)s->atom_count *row_length(s));
}

const double *pk_solution_row(const pk_solution *s, const double *answers, size_t start) {
  return answers + (size_t)s->start_atom[start] * row_length(s);
}

double pk_solution_whole(const pk_solution *s, const double *answers, size_t start) {
  return s->brief ? answers[start] : pk_solution_row(s, answers, start)[pk_solution_left(s, start)];
}

int pk_solution_left(const pk_solution *s, size_t start) {
  return s->chain->horizon - s->chain->start_time[start];
}

double pk_solution_people(const pk_solution *s, size_t start) {
  return s->chain->start_amount[start] * s->scale;
}

/* Starts share atoms: an entry state is asked once, whoever begins there, and whenever. */
static bool find_atoms(pk_solution *s) {
  const pk_chain *chain = s->chain;
  size_t targets = chain->entry_count + chain->point_count;
  int *known = PK_NEW_ARRAY(s->arena, int, targets);
  s->atoms = PK_NEW_ARRAY(s->arena, int32_t, chain->start_count);
  s->start_atom = PK_NEW_ARRAY(s->arena, int, chain->start_count);
  if (!known || !s->atoms || !s->start_atom)
    return false;
  for (size_t i = 0; i < chain->start_count; i++) {
    int32_t at = chain->start_at[i];
    int *atom = &known[at >= 0 ? (size_t)at : chain->entry_count + (size_t)~at];
    if (*atom == 0) {
      s->atoms[s->atom_count] = at;
      *atom = ++s->atom_count;
    }
    s->start_atom[i] = *atom - 1;
  }
  return true;
}

static void find_scale(pk_solution *s, double people) {
  double written = 0;
  for (size_t i = 0; i < s->chain->start_count; i++)
    written += s->chain->start_amount[i];
  s->scale = people > 0 && written > 0 ? people / written : 1;
}

/* -------------------------------------------------------------------------------- the questions */

double *pk_solution_chance(const pk_solution *s, const pk_event *event, polku_report *report) {
  pk_ask ask = {s->atom_count, s->atoms};
  double *out = rows_new(s);
  double *scratch = malloc((pk_exact_chance_scratch(s->chain) + 1) * sizeof *scratch);
  if (out && scratch)
    pk_exact_chance(s->chain, event, &ask, out, scratch);
  else
    pk_report_memory(report);
  bool done = out && scratch;
  free(scratch);
  return done ? out : NULL;
}

static bool ask_lasting(pk_solution *s, const pk_study *study) {
  int length = (int)lround(study->lasting_months / s->months);
  const bool *open = study->rules->stage_open;
  pk_ask ask = {s->atom_count, s->atoms};
  double *scratch = malloc((pk_exact_run_scratch(s->chain, open, length) + 1) * sizeof *scratch);
  s->lasting = rows_new(s);
  if (s->lasting && scratch)
    pk_exact_run(s->chain, open, length, &ask, s->lasting, scratch);
  bool done = s->lasting && scratch;
  free(scratch);
  return done;
}

static bool ask_moments(pk_solution *s, const pk_reward *reward, double **mean, double **second) {
  pk_ask ask = {s->atom_count, s->atoms};
  double *scratch = malloc((pk_exact_moments_scratch(s->chain) + 1) * sizeof *scratch);
  *mean = rows_new(s);
  *second = rows_new(s);
  bool done = *mean && *second && scratch;
  if (done)
    pk_exact_moments(s->chain, reward, &ask, *mean, *second, scratch);
  free(scratch);
  return done;
}

static bool ask_work(pk_solution *s, const pk_study *study) {
  pk_reward reward = {.per_step = study->employed, .discount = 1};
  if (!ask_moments(s, &reward, &s->work, &s->work_squared))
    return false;
  for (size_t i = 0; i < (size_t)s->atom_count * row_length(s); i++) {
    s->work[i] *= s->months;
    s->work_squared[i] *= s->months * s->months;
  }
  return true;
}

static double value_of(const pk_variant *v, const pk_number *number) {
  return v->value ? v->value(v->context, number) : number->value;
}

bool pk_study_pay(const pk_study *study, const pk_variant *variant, int per, pk_arena *arena,
                  pk_pay *pay) {
  const pk_model *m = study->model;
  size_t accounts = (size_t)m->account_count, stages = (size_t)m->stage_count;
  pay->per_step = PK_NEW_ARRAY(arena, double, accounts *stages);
  pay->on_entry = PK_NEW_ARRAY(arena, double, accounts *stages);
  pay->discount = PK_NEW_ARRAY(arena, double, accounts);
  if (!pay->per_step || !pay->on_entry || !pay->discount)
    return false;
  for (size_t a = 0; a < accounts; a++)
    pay->discount[a] = pow(1 + m->accounts[a].discount, -pk_step_months(m->step) / per / 12);
  for (size_t i = 0; i < stages; i++)
    for (int k = 0; k < m->stages[i].money_count; k++) {
      const pk_money *money = &m->stages[i].money[k];
      size_t at = (size_t)money->account * stages + i;
      pay->per_step[at] += value_of(variant, &money->per_step) / per;
      pay->on_entry[at] += value_of(variant, &money->on_entry);
    }
  return true;
}

pk_reward pk_solution_reward(const pk_solution *s, size_t account) {
  size_t from = account * (size_t)s->chain->stage_count;
  return (pk_reward){s->pay.per_step + from, s->pay.on_entry + from, s->pay.discount[account],
                     s->extra[account]};
}

static bool ask_money(pk_solution *s, const pk_study *study) {
  size_t accounts = (size_t)study->model->account_count;
  s->money = PK_NEW_ARRAY(s->arena, double *, accounts);
  s->money_squared = PK_NEW_ARRAY(s->arena, double *, accounts);
  if (!s->money || !s->money_squared)
    return false;
  for (size_t a = 0; a < accounts; a++) {
    pk_reward reward = pk_solution_reward(s, a);
    if (!ask_moments(s, &reward, &s->money[a], &s->money_squared[a]))
      return false;
  }
  return true;
}

bool pk_solution_ask(pk_solution *s, const pk_study *study, const pk_variant *variant,
                     polku_report *report) {
  if (variant->brief) {
    bool made = pk_solution_survey(s, study, variant);
    if (!made)
      pk_report_memory(report);
    return made;
  }
  pk_event employed = {.win = study->employed, .go = study->not_employed};
  pk_event open = {.win = study->open, .go = study->not_open}, end = {.end = study->employed};
  s->employed = pk_solution_chance(s, &employed, report);
  s->open = s->employed ? pk_solution_chance(s, &open, report) : NULL;
  s->at_end = s->open ? pk_solution_chance(s, &end, report) : NULL;
  if (!s->at_end)
    return false;
  if (ask_lasting(s, study) && ask_work(s, study) && (!variant->money || ask_money(s, study)))
    return true;
  pk_report_memory(report);
  return false;
}

/* The chain: a twin with other numbers, or unfolded. */
static bool find_chain(pk_solution *s, const pk_study *study, const pk_variant *variant,
                       polku_report *report) {
  pk_chain_options options = {.tolerance = study->tolerance,
                              .refine = study->refine,
                              .value = variant->value,
                              .value_context = variant->context,
                              .withdrawn = variant->withdrawn,
                              .keep_pattern = variant->keep_pattern,
                              .keep_sifted = variant->keep_sifted};
  if (variant->twin) {
    pk_reweighed how = pk_chain_reweigh(variant->twin, &options, report);
    s->borrowed = how == PK_REWEIGHED;
    s->chain = s->borrowed ? variant->twin : NULL;
    if (how != PK_REWEIGH_DIFFERS)
      return s->borrowed;
  }
  s->chain = pk_chain_new(study->model, study->rules, &options, report);
  return s->chain != NULL;
}

static bool find_money(pk_solution *s, const pk_study *study, const pk_variant *variant) {
  if (!variant->money)
    return true;
  if (!pk_study_pay(study, variant, s->per, s->arena, &s->pay))
    return false;
  if (!s->borrowed)
    return pk_solution_extras(s, study);
  s->extra = variant->like->extra;
  return true;
}

static bool find_starts(pk_solution *s, const pk_variant *variant) {
  if (!s->borrowed)
    return find_atoms(s);
  s->atom_count = variant->like->atom_count;
  s->atoms = variant->like->atoms;
  s->start_atom = variant->like->start_atom;
  return true;
}

bool pk_solution_unfold(pk_solution *s, const pk_study *study, const pk_variant *variant,
                        polku_report *report) {
  *s = (pk_solution){0};
  if (!find_chain(s, study, variant, report))
    return false;
  s->arena = pk_arena_new();
  s->per = s->chain->horizon / study->model->horizon;
  s->months = pk_step_months(study->model->step) / s->per;
  find_scale(s, variant->people);
  if (s->arena && find_starts(s, variant) && find_money(s, study, variant))
    return true;
  pk_report_memory(report);
  pk_solution_free(s);
  return false;
}

bool pk_solution_new(pk_solution *s, const pk_study *study, const pk_variant *variant,
                     polku_report *report) {
  if (!pk_solution_unfold(s, study, variant, report))
    return false;
  if (pk_solution_ask(s, study, variant, report))
    return true;
  pk_solution_free(s);
  return false;
}

void pk_solution_free(pk_solution *s) {
  if (!s->borrowed)
    pk_chain_free(s->chain);
  pk_arena_free(s->arena);
  *s = (pk_solution){0};
}
