/* Tables of a stage's law: lengths, hazards by elapsed step, and what supports do to them. */
#include "chain/stay_law.h"
#include "chain/duration.h"
#include <math.h>

double pk_stay_laws_value(const pk_stay_laws *laws, const pk_number *number) {
  return laws->options->value ? laws->options->value(laws->options->value_context, number)
                              : number->value;
}

static double not_negative(double value) {
  return value > 0 ? value : 0;
}

/* Shares as they are now: what the others leave is the rest, also when they were drawn anew. */
static void read_shares(const pk_stay_laws *laws, pk_stay_law *law) {
  double others = 0;
  int rest = -1;
  for (int j = 0; j < law->exit_count; j++) {
    const pk_transition *t = &laws->model->transitions[law->exits[j].transition];
    if (t->rest) {
      rest = j;
      continue;
    }
    law->exits[j].share = not_negative(pk_stay_laws_value(laws, &t->share));
    others += law->exits[j].share;
  }
  if (rest >= 0)
    law->exits[rest].share = not_negative(1 - others);
}

static bool read_exits(pk_stay_laws *laws, int stage) {
  const pk_model *model = laws->model;
  const pk_stage *s = &model->stages[stage];
  pk_stay_law *law = &laws->law[stage];
  law->exits = PK_NEW_ARRAY(laws->arena, pk_exit, (size_t)s->exit_count);
  if (!law->exits)
    return false;
  law->form = s->exits;
  law->passage = s->passage;
  law->exit_count = s->exit_count;
  law->refused = -1;
  law->beat = 1;
  if (s->exit_count > laws->max_exits)
    laws->max_exits = s->exit_count;
  for (int j = 0; j < s->exit_count; j++) {
    int transition = s->exit_list[j];
    const pk_transition *t = &model->transitions[transition];
    law->exits[j].transition = transition;
    law->exits[j].to = t->to;
    law->exits[j].at_limit = t->at_limit;
    if (transition == s->refused)
      law->refused = j;
  }
  if (law->form == PK_EXITS_SHARES)
    read_shares(laws, law);
  return true;
}

/* Steps that tables must know: the horizon, and what the longest initial stay has already behind.
 */
static int table_steps(const pk_stay_laws *laws, int stage) {
  int behind = 0;
  for (int g = 0; g < laws->model->group_count; g++)
    for (int i = 0; i < laws->model->groups[g].initial_count; i++) {
      const pk_initial *initial = &laws->model->groups[g].initial[i];
      if (initial->stage == stage && !initial->waiting && initial->elapsed > behind)
        behind = initial->elapsed;
    }
  return laws->horizon + behind * laws->refine;
}

static double duration_table(const pk_stay_laws *laws, const pk_distribution *d, int n, double *p) {
  return pk_duration_table(d, laws->model->step, laws->refine, n, laws->options->value,
                           laws->options->value_context, p);
}

/* left[d] = Σ of what comes later: added from the end, so that it is exactly 0 where nothing does.
 */
static void fill_left(const double *length, int n, double beyond, double *left) {
  left[n] = beyond;
  for (int d = n; d >= 1; d--)
    left[d - 1] = left[d] + length[d - 1];
}

static bool fill_lengths(pk_stay_laws *laws, int stage) {
  pk_stay_law *law = &laws->law[stage];
  int n = law->steps;
  law->length = PK_NEW_ARRAY(laws->arena, double, (size_t)n);
  law->left = PK_NEW_ARRAY(laws->arena, double, (size_t)n + 1);
  if (!law->length || !law->left)
    return false;
  double beyond = duration_table(laws, &laws->model->stages[stage].duration, n, law->length);
  fill_left(law->length, n, beyond, law->left);
  return true;
}

static bool new_rows(pk_stay_laws *laws, pk_stay_law *law, int rows) {
  law->rows = rows;
  law->hazard = PK_NEW_ARRAY(laws->arena, double, (size_t)rows *(size_t)law->exit_count);
  law->sure = PK_NEW_ARRAY(laws->arena, bool, (size_t)rows);
  return law->hazard && law->sure;
}

/* Λ(e) = −ln(1 − P(e) / S(e − 1)) = ln(1 + P(e) / S(e)), which keeps its digits when small. */
static bool fill_race(pk_stay_laws *laws, int stage) {
  pk_stay_law *law = &laws->law[stage];
  int n = law->steps, m = law->exit_count;
  double *p = PK_NEW_ARRAY(laws->arena, double, (size_t)n);
  double *left = PK_NEW_ARRAY(laws->arena, double, (size_t)n + 1);
  if (!p || !left || !new_rows(laws, law, n))
    return false;
  for (int j = 0; j < m; j++) {
    const pk_transition *t = &laws->model->transitions[law->exits[j].transition];
    fill_left(p, n, duration_table(laws, &t->after, n, p), left);
    for (int e = 1; e <= n; e++)
      law->hazard[(size_t)(e - 1) * (size_t)m + (size_t)j] =
          left[e] > 0 ? log1p(p[e - 1] / left[e]) : INFINITY;
  }
  return true;
}

static void fill_step(const pk_stay_laws *laws, pk_stay_law *law, int row) {
  double *hazard = law->hazard + (size_t)row * (size_t)law->exit_count, sum = 0;
  for (int j = 0; j < law->exit_count; j++) {
    const pk_transition *t = &laws->model->transitions[law->exits[j].transition];
    int at = row < t->step_count ? row : t->step_count - 1;
    hazard[j] = not_negative(pk_stay_laws_value(laws, &t->per_step[at]));
    sum += hazard[j];
  }
  law->sure[row] = sum > 1 - 1e-12;
  for (int j = 0; !law->sure[row] && sum > 0 && j < law->exit_count; j++)
    hazard[j] *= -log1p(-sum) / sum;
}

static bool fill_per_step(pk_stay_laws *laws, int stage) {
  pk_stay_law *law = &laws->law[stage];
  int rows = 1;
  for (int j = 0; j < law->exit_count; j++) {
    const pk_transition *t = &laws->model->transitions[law->exits[j].transition];
    if (t->step_count > rows)
      rows = t->step_count;
  }
  law->beat = laws->refine;
  if (!new_rows(laws, law, rows))
    return false;
  for (int row = 0; row < rows; row++)
    fill_step(laws, law, row);
  return true;
}

/* What a support does to this stage's exits for stays that begin in an epoch: factors for those who
 * get it, 1 for exits it leaves alone. With the effect included in the written number, nothing
 * changes while the support works, and those who got it lose it when it stops. */
static bool support_factors(const pk_stay_laws *laws, const pk_stay_law *law, int index, int epoch,
                            double *factor) {
  const pk_support *support = &laws->model->supports[index];
  bool any = false;
  bool works = laws->presence->support_works[epoch * laws->model->support_count + index];
  for (int j = 0; j < law->exit_count; j++)
    factor[j] = 1;
  for (int k = 0; k < support->effect_count; k++) {
    const pk_effect *effect = &support->effects[k];
    if (effect->form != PK_EFFECT_ODDS && effect->form != PK_EFFECT_HAZARD)
      continue;
    for (int j = 0; j < law->exit_count; j++) {
      if (law->exits[j].transition != effect->transition || works == effect->included)
        continue;
      double ratio = pk_stay_laws_value(laws, &effect->ratio);
      factor[j] *= works ? ratio : 1 / ratio;
      any = true;
    }
  }
  return any;
}

/* Whether a support changes anything here for stays of some epoch. */
static bool support_matters(const pk_stay_laws *laws, const pk_stay_law *law, int index,
                            double *factor) {
  for (int epoch = 0; epoch < laws->epoch_count; epoch++)
    if (support_factors(laws, law, index, epoch, factor))
      return true;
  return false;
}

/* Doubles the variants, of which there are `count`: each is split into those who get the support
 * and those who do not. `rows` are those of one epoch. */
static void split_factors(double *rows, int count, int m, const double *factor) {
  for (int v = 0; v < count; v++) {
    double *with = rows + (size_t)v * (size_t)m;
    double *without = rows + (size_t)(count + v) * (size_t)m;
    for (int j = 0; j < m; j++) {
      without[j] = with[j];
      with[j] *= factor[j];
    }
  }
}

static void scale_factors(double *rows, int count, int m, const double *factor) {
  for (int v = 0; v < count; v++)
    for (int j = 0; j < m; j++)
      rows[(size_t)v * (size_t)m + (size_t)j] *= factor[j];
}

static void split_shares(pk_stay_law *law, double uptake) {
  int count = law->variant_count;
  for (int v = 0; v < count; v++) {
    law->variant_share[count + v] = law->variant_share[v] * (1 - uptake);
    law->variant_share[v] *= uptake;
  }
  law->variant_count = 2 * count;
}

static double uptake_of(const pk_stay_laws *laws, const pk_support *support) {
  return fmin(1, not_negative(pk_stay_laws_value(laws, &support->uptake)));
}

/* How many supports that only a part of the clients gets change this stage's exits. */
static int partial_supports(const pk_stay_laws *laws, const pk_stay_law *law, double *factor) {
  int count = 0;
  for (int i = 0; i < laws->model->support_count; i++) {
    double uptake = uptake_of(laws, &laws->model->supports[i]);
    if (uptake > 0 && uptake < 1 && support_matters(laws, law, i, factor))
      count++;
  }
  return count;
}

/* One support's part in the factors of all epochs, whose rows stand `most` variants apart. */
static void add_support(const pk_stay_laws *laws, pk_stay_law *law, int index, int most,
                        double *factor) {
  double uptake = uptake_of(laws, &laws->model->supports[index]);
  int count = law->variant_count, m = law->exit_count;
  law->part[index] = PK_NOBODYS;
  if (uptake == 0 || (uptake < 1 && count == most) || !support_matters(laws, law, index, factor))
    return;
  for (int epoch = 0; epoch < laws->epoch_count; epoch++) {
    double *rows = law->factor + (size_t)(epoch * most) * (size_t)m;
    support_factors(laws, law, index, epoch, factor);
    if (uptake == 1)
      scale_factors(rows, count, m, factor);
    else
      split_factors(rows, count, m, factor);
  }
  law->part[index] = PK_EVERYBODYS;
  if (uptake == 1)
    return;
  for (law->part[index] = 0; 1 << law->part[index] < count;)
    law->part[index]++;
  split_shares(law, uptake);
}

/* Whether a support is about some exit of a stage, whatever its ratio is. */
static bool support_concerns(const pk_support *support, const pk_stay_law *law) {
  for (int k = 0; k < support->effect_count; k++)
    for (int j = 0; j < law->exit_count; j++)
      if (support->effects[k].form != PK_EFFECT_PLACES &&
          support->effects[k].transition == law->exits[j].transition)
        return true;
  return false;
}

/* Whether stays that begin in two epochs have the same supports. */
static bool same_terms(const pk_stay_laws *laws, const pk_stay_law *law, int a, int b) {
  const bool *works = laws->presence->support_works;
  int count = laws->model->support_count;
  for (int i = 0; i < count; i++)
    if (works[a * count + i] != works[b * count + i] &&
        support_concerns(&laws->model->supports[i], law))
      return false;
  return true;
}

static bool fill_terms(pk_stay_laws *laws, pk_stay_law *law) {
  int *terms = PK_NEW_ARRAY(laws->arena, int, (size_t)laws->epoch_count);
  law->terms = terms;
  for (int epoch = 0; terms && epoch < laws->epoch_count; epoch++)
    while (!same_terms(laws, law, terms[epoch], epoch))
      terms[epoch]++;
  return terms != NULL;
}

static bool fill_supports(pk_stay_laws *laws, int stage, polku_report *report) {
  pk_stay_law *law = &laws->law[stage];
  size_t m = (size_t)law->exit_count, epochs = (size_t)laws->epoch_count;
  double *factor = PK_NEW_ARRAY(laws->arena, double, m);
  if (!factor)
    return false;
  int partial = partial_supports(laws, law, factor);
  if (partial > PK_MOST_PARTIAL_SUPPORTS) {
    pk_place place;
    pk_model_place(laws->model, laws->model->stages[stage].pointer, true, &place);
    pk_report_add(report, &place, "E-SUPPORTS-MANY", "stage", laws->model->stages[stage].id, NULL);
    partial = 0;
  }
  size_t most = (size_t)1 << partial;
  law->factor = PK_NEW_ARRAY(laws->arena, double, epochs *most *m);
  law->variant_share = PK_NEW_ARRAY(laws->arena, double, most);
  law->part = PK_NEW_ARRAY(laws->arena, int, (size_t)laws->model->support_count);
  if (!law->factor || !law->variant_share || !law->part)
    return false;
  law->variant_count = 1;
  law->variant_share[0] = 1;
  for (size_t j = 0; j < epochs * most * m; j++)
    law->factor[j] = 1;
  for (int i = 0; i < laws->model->support_count; i++)
    add_support(laws, law, i, (int)most, factor);
  return fill_terms(laws, law);
}

/* Whether rules read elapsed when a stage is left, directly or through passages. */
static bool reads_elapsed(const pk_stay_laws *laws, int stage) {
  if (pk_rules_reads_elapsed(laws->rules, stage))
    return true;
  const pk_stay_law *law = &laws->law[stage];
  for (int j = 0; j < law->exit_count; j++)
    if (laws->law[law->exits[j].to].passage && reads_elapsed(laws, law->exits[j].to))
      return true;
  return false;
}

static bool fill_tables(pk_stay_laws *laws, int stage) {
  pk_stay_law *law = &laws->law[stage];
  law->steps = table_steps(laws, stage);
  law->needs_elapsed = reads_elapsed(laws, stage);
  if (law->form == PK_EXITS_SHARES && !law->passage)
    return fill_lengths(laws, stage);
  if (law->form == PK_EXITS_RACE)
    return fill_race(laws, stage);
  return law->form != PK_EXITS_PER_STEP || fill_per_step(laws, stage);
}

static bool fill(pk_stay_laws *laws, polku_report *report) {
  size_t count = (size_t)laws->model->stage_count;
  laws->law = PK_NEW_ARRAY(laws->arena, pk_stay_law, count);
  laws->presence = pk_presence_new(laws->arena, laws->model, laws->rules, laws->options->withdrawn);
  if (!laws->law || !laws->presence)
    return false;
  laws->epoch_count = laws->presence->epoch_count;
  laws->epoch_of = laws->presence->epoch_of;
  laws->rules_at = PK_NEW_ARRAY(laws->arena, const pk_rules *, (size_t)laws->epoch_count);
  for (int e = 0; laws->rules_at && e < laws->epoch_count; e++)
    laws->rules_at[e] = pk_rules_at(laws->rules, laws->presence->version[e]);
  laws->settled = laws->presence->first[laws->epoch_count - 1] * laws->refine;
  for (int s = 0; s < laws->model->stage_count; s++)
    if (!laws->rules_at || !read_exits(laws, s))
      return false;
  for (int s = 0; s < laws->model->stage_count; s++)
    if (!fill_tables(laws, s) || !fill_supports(laws, s, report))
      return false;
  return true;
}

pk_stay_laws *pk_stay_laws_new(const pk_model *model, const pk_rules *rules,
                               const pk_chain_options *options, polku_report *report) {
  pk_arena *arena = pk_arena_new();
  pk_stay_laws *laws = arena ? PK_NEW(arena, pk_stay_laws) : NULL;
  if (!laws) {
    pk_arena_free(arena);
    pk_report_memory(report);
    return NULL;
  }
  laws->arena = arena;
  laws->model = model;
  laws->rules = rules;
  laws->options = options;
  laws->refine = options->refine > 1 ? options->refine : 1;
  laws->horizon = model->horizon * laws->refine;
  size_t errors = polku_report_count(report, POLKU_ERROR);
  bool good = fill(laws, report);
  if (!good)
    pk_report_memory(report);
  if (good && polku_report_count(report, POLKU_ERROR) == errors)
    return laws;
  pk_stay_laws_free(laws);
  return NULL;
}

void pk_stay_laws_free(pk_stay_laws *laws) {
  if (laws)
    pk_arena_free(laws->arena);
}
