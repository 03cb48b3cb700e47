/* One moment of one client: may the stay end, and where does it lead? */
#include "chain/stay_law.h"
#include <math.h>
#include <string.h>

void pk_stay_enter(const pk_stay_laws *laws, int stage, int left, pk_clocks *clocks) {
  if (laws->law[stage].form == PK_EXITS_NONE && !pk_rules_pays(laws->rules, stage)) {
    memset(clocks, 0, sizeof *clocks);
    return;
  }
  if (laws->rules->clock_count == 0)
    return;
  pk_rules_enter(laws->rules, stage, clocks);
  pk_rules_reduce_within(laws->rules, clocks, left);
}

bool pk_stay_closed(const pk_stay_laws *laws, const pk_exit *exit, int epoch) {
  const pk_presence *p = laws->presence;
  return p->stage_closed[epoch * laws->model->stage_count + exit->to] ||
         p->transition_closed[epoch * laws->model->transition_count + exit->transition];
}

static bool in_a(const pk_stay_laws *laws, const pk_moment *m, const pk_exit *exit) {
  if (m->answers)
    return m->answers[exit - laws->law[m->stage].exits].open;
  return !pk_stay_closed(laws, exit, m->epoch) &&
         pk_stay_may_enter(laws, m->klass, exit->to, m->clocks, m->elapsed, m->epoch);
}

static double weight_by_rules(const pk_stay_laws *laws, const pk_moment *m, int exit) {
  if (m->answers)
    return m->answers[exit].weight;
  return pk_rules_weight(laws->rules_at[m->epoch], m->klass,
                         laws->law[m->stage].exits[exit].transition, m->clocks, m->elapsed);
}

static double weight_of(const pk_stay_laws *laws, const pk_moment *m, int exit, int variant) {
  const pk_stay_law *law = &laws->law[m->stage];
  double factor = pk_stay_factors(law, m->born, variant)[exit];
  if (!laws->rules->present)
    return factor;
  double weight = weight_by_rules(laws, m, exit);
  return weight > 0 ? factor * weight : 0;
}

void pk_stay_answers(const pk_stay_laws *laws, const pk_moment *m, pk_answer_of_rules *answers) {
  const pk_stay_law *law = &laws->law[m->stage];
  for (int j = 0; j < law->exit_count; j++)
    answers[j] = (pk_answer_of_rules){laws->rules->present ? weight_by_rules(laws, m, j) : 1,
                                      in_a(laws, m, &law->exits[j])};
}

/* Sums of what one draw among the exits of a due stay may meet. */
typedef struct draw {
  double all, open;  /* Σ q over all exits, over those in A */
  bool refused_open; /* the transition for refused clients is in A */
} draw;

static draw weigh(const pk_stay_laws *laws, const pk_moment *m, int variant) {
  const pk_stay_law *law = &laws->law[m->stage];
  draw d = {0, 0, law->refused >= 0 && in_a(laws, m, &law->exits[law->refused])};
  for (int j = 0; j < law->exit_count; j++) {
    double q = law->exits[j].share * weight_of(laws, m, j, variant);
    d.all += q;
    if (q > 0 && in_a(laws, m, &law->exits[j]))
      d.open += q;
  }
  return d;
}

static bool can_leave(const draw *d) {
  return d->open > 0 || (d->refused_open && d->all > 0);
}

bool pk_stay_may_enter(const pk_stay_laws *laws, int klass, int stage, const pk_clocks *clocks,
                       int elapsed, int epoch) {
  if (laws->presence->stage_closed[epoch * laws->model->stage_count + stage] ||
      (laws->rules->present &&
       !pk_rules_allow(laws->rules_at[epoch], klass, stage, clocks, elapsed)))
    return false;
  if (!laws->law[stage].passage)
    return true;
  pk_clocks inside = *clocks;
  if (laws->rules->clock_count > 0)
    pk_rules_enter(laws->rules, stage, &inside);
  pk_moment moment = {.klass = klass,
                      .stage = stage,
                      .clocks = &inside,
                      .elapsed = elapsed,
                      .born = epoch,
                      .epoch = epoch};
  draw d = weigh(laws, &moment, 0);
  return can_leave(&d);
}

/* Adds the exits of a due stay in one variant, times `share`. */
static double decide_variant(const pk_stay_laws *laws, const pk_moment *m, int variant,
                             double share, double *p, double *refused) {
  const pk_stay_law *law = &laws->law[m->stage];
  draw d = weigh(laws, m, variant);
  if (!can_leave(&d))
    return 0;
  for (int j = 0; p && j < law->exit_count; j++) {
    double q = law->exits[j].share * weight_of(laws, m, j, variant);
    bool open = q > 0 && in_a(laws, m, &law->exits[j]);
    if (open)
      p[j] += share * q / (d.refused_open ? d.all : d.open);
    else if (q > 0 && d.refused_open)
      p[law->refused] += share * q / d.all;
    if (!open && q > 0)
      refused[j] += share * q / d.all;
  }
  return share;
}

/* Exits of a due stay: by shares, for each part of the clients that gets the same supports. */
static double decide_shares(const pk_stay_laws *laws, const pk_moment *m, double *p,
                            double *refused) {
  const pk_stay_law *law = &laws->law[m->stage];
  double leave = 0;
  for (int v = 0; v < law->variant_count; v++)
    leave += decide_variant(laws, m, v, law->variant_share[v], p, refused);
  if (p && leave > 0 && law->variant_count > 1)
    for (int j = 0; j < law->exit_count; j++) {
      p[j] /= leave;
      refused[j] /= leave;
    }
  return leave;
}

/* Rates of the exits in A and of the refused ones at this moment. */
typedef struct rates {
  double open, shut; /* sums of finite rates */
  int used_up;       /* exits in A whose distribution is used up */
} rates;

static double rate_of(const pk_stay_laws *laws, const pk_moment *m, int exit) {
  const pk_stay_law *law = &laws->law[m->stage];
  double hazard = law->hazard[(size_t)m->row * (size_t)law->exit_count + (size_t)exit];
  return hazard > 0 ? hazard * weight_of(laws, m, exit, m->variant) : 0;
}

static rates rate_all(const pk_stay_laws *laws, const pk_moment *m) {
  const pk_stay_law *law = &laws->law[m->stage];
  rates r = {0, 0, 0};
  for (int j = 0; j < law->exit_count; j++) {
    double rate = rate_of(laws, m, j);
    if (!(rate > 0))
      continue;
    if (!in_a(laws, m, &law->exits[j]))
      r.shut += isinf(rate) ? 0 : rate;
    else if (isinf(rate))
      r.used_up++;
    else
      r.open += rate;
  }
  return r;
}

/* Expected refusals at a step of a race, for each stay that ends there: an exit that is refused
 * does not fire, and may be refused again at the next step. A used-up exit counts once. */
static double refusals(const rates *r, double rate, double leave, bool sure) {
  if (isinf(rate))
    return 1;
  double shut = sure ? r->shut / (r->open + r->shut) : -expm1(-r->shut);
  return shut * rate / r->shut / leave;
}

static double decide_rates(const pk_stay_laws *laws, const pk_moment *m, double *p,
                           double *refused) {
  const pk_stay_law *law = &laws->law[m->stage];
  rates r = rate_all(laws, m);
  bool sure = law->sure[m->row];
  double leave = r.used_up > 0 || (sure && r.open > 0) ? 1 : sure ? 0 : -expm1(-r.open);
  for (int j = 0; p && leave > 0 && j < law->exit_count; j++) {
    double rate = rate_of(laws, m, j);
    if (!(rate > 0))
      continue;
    if (!in_a(laws, m, &law->exits[j])) {
      if (!m->limit)
        refused[j] += refusals(&r, rate, leave, sure);
    } else if (r.used_up > 0)
      p[j] = isinf(rate) ? 1.0 / r.used_up : 0;
    else
      p[j] = rate / r.open;
  }
  return leave;
}

/* Equal chances for all exits in A: the last resort at a limit. */
static double decide_equally(const pk_stay_laws *laws, const pk_moment *m, double *p) {
  const pk_stay_law *law = &laws->law[m->stage];
  int open = 0;
  for (int j = 0; j < law->exit_count; j++)
    open += in_a(laws, m, &law->exits[j]);
  for (int j = 0; p && open > 0 && j < law->exit_count; j++)
    p[j] = in_a(laws, m, &law->exits[j]) ? 1.0 / open : 0;
  return open > 0;
}

/* At the limit what has not ended ends. The hazards of this step have asked everybody
 * already: of a race only a refused mark is counted here, and once. */
static double decide_limit(const pk_stay_laws *laws, const pk_moment *m, double *p,
                           double *refused) {
  const pk_stay_law *law = &laws->law[m->stage];
  int shut_mark = -1;
  for (int j = 0; j < law->exit_count; j++) {
    if (!law->exits[j].at_limit)
      continue;
    if (in_a(laws, m, &law->exits[j])) {
      if (p)
        p[j] = 1;
      return 1;
    }
    shut_mark = j;
  }
  double leave = law->form == PK_EXITS_SHARES ? decide_shares(laws, m, p, refused)
                                              : decide_rates(laws, m, p, refused);
  if (p && shut_mark >= 0)
    refused[shut_mark] = 1;
  return leave > 0 ? 1 : decide_equally(laws, m, p);
}

double pk_stay_decide(const pk_stay_laws *laws, const pk_moment *moment, double *p,
                      double *refused) {
  const pk_stay_law *law = &laws->law[moment->stage];
  if (p) {
    memset(p, 0, (size_t)law->exit_count * sizeof *p);
    memset(refused, 0, (size_t)law->exit_count * sizeof *refused);
  }
  if (law->form == PK_EXITS_NONE)
    return 0;
  if (moment->limit)
    return decide_limit(laws, moment, p, refused);
  if (law->form == PK_EXITS_SHARES)
    return decide_shares(laws, moment, p, refused);
  return decide_rates(laws, moment, p, refused);
}
