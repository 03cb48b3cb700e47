/* From what runs counted to what people ask: ratios, months, amounts, waiting.
 *
 * Everything is read from a tally of one run, or from the sum of many: of a sum, a ratio is the
 * ratio of means, which is what the exact engine computes. */
#include "study/runs.h"

#include <math.h>

double pk_tally_cell(const pk_layout *layout, const int64_t *tally, int group, size_t cell) {
  double sum = 0;
  if (group >= 0)
    return (double)tally[(size_t)group * layout->group_size + cell];
  for (int g = 0; g < layout->group_count; g++)
    sum += (double)tally[(size_t)g * layout->group_size + cell];
  return sum;
}

typedef struct view {
  const pk_layout *layout;
  const int64_t *tally;
  int group;
} view;

static double cell(const view *v, size_t at) {
  return pk_tally_cell(v->layout, v->tally, v->group, at);
}

static double stage_cell(const view *v, size_t rows, int t, int stage) {
  return cell(v, rows + (size_t)t * (size_t)v->layout->stage_count + (size_t)stage);
}

/* The sum of a row per step, 0 … t. */
static double by(const view *v, size_t row, int t) {
  double sum = 0;
  for (int u = 0; u <= t; u++)
    sum += cell(v, row + (size_t)u);
  return sum;
}

static double employed_now(const pk_playing *p, const view *v, int t) {
  double sum = 0;
  for (int s = 0; s < v->layout->stage_count; s++)
    if (p->making->study.employed[s] > 0)
      sum += stage_cell(v, v->layout->occupancy, t, s);
  return sum;
}

/* Steps that clients spent without having been employed yet, before t. */
static double steps_before_work(const view *v, int t) {
  double sum = 0, entered = 0, employed = 0;
  for (int u = 0; u < t; u++) {
    entered += cell(v, v->layout->entered + (size_t)u);
    employed += cell(v, v->layout->employed + (size_t)u);
    sum += entered - employed;
  }
  return sum;
}

static double steps_employed(const pk_playing *p, const view *v, int t) {
  double sum = 0;
  for (int u = 0; u < t; u++)
    sum += employed_now(p, v, u);
  return sum;
}

double pk_counted_outcome(const pk_playing *p, const int64_t *tally, int group, pk_outcome outcome,
                          int t) {
  const pk_layout *layout = &p->player.layout;
  view v = {layout, tally, group};
  double entered = by(&v, layout->entered, t), months = pk_step_months(p->making->model->step);
  if (!(entered > 0))
    return NAN;
  switch (outcome) {
  case PK_EMPLOYMENT_RATIO:
    return by(&v, layout->employed, t) / entered;
  case PK_OPEN_EMPLOYMENT_RATIO:
    return by(&v, layout->open, t) / entered;
  case PK_EMPLOYED_AT_END:
    return employed_now(p, &v, t) / entered;
  case PK_MONTHS_EMPLOYED:
    return steps_employed(p, &v, t) * months / entered;
  case PK_LASTING_EMPLOYMENT:
    return by(&v, layout->lasting, t) / entered;
  case PK_RESTRICTED_MEAN:
    return steps_before_work(&v, t) * months / entered;
  case PK_OUTCOMES:
    break;
  }
  return NAN;
}

static double stage_money(const pk_player *player, const view *v, int account, int s) {
  const pk_layout *layout = &player->layout;
  size_t at = (size_t)account * (size_t)layout->stage_count + (size_t)s;
  double pay = player->pay.per_step[at], once = player->pay.on_entry[at], worth = 1, sum = 0;
  for (int t = 0; (pay != 0 || once != 0) && t <= layout->horizon; t++) {
    double stay = t < layout->horizon ? stage_cell(v, layout->occupancy, t, s) : 0;
    sum += worth * (pay * stay + once * stage_cell(v, layout->entries, t, s));
    worth *= player->pay.discount[account];
  }
  return sum + cell(v, layout->paid + at) / PK_TALLY_COINS;
}

double pk_counted_money(const pk_playing *p, const pk_player *player, const int64_t *tally,
                        int group, int account, int stage) {
  view v = {&p->player.layout, tally, group};
  double sum = 0;
  if (stage >= 0)
    return stage_money(player, &v, account, stage);
  for (int s = 0; s < v.layout->stage_count; s++)
    sum += stage_money(player, &v, account, s);
  return sum;
}

/* --- medians */

/* Everybody came at t = 0: the curve itself tells. */
static double median_of_curve(const view *v) {
  double entered = cell(v, v->layout->entered), employed = 0;
  for (int t = 0; t <= v->layout->horizon; t++) {
    employed += cell(v, v->layout->employed + (size_t)t);
    if (entered > 0 && employed >= 0.5 * entered * (1 - 1e-12))
      return t;
  }
  return NAN;
}

/* Clients who came at different times can be followed for different times: the estimate of Kaplan
 * and Meier (1958), each client censored when the horizon ends. */
static double median_followed(const view *v) {
  int horizon = v->layout->horizon;
  double risk = by(v, v->layout->entered, horizon), left = 1;
  for (int k = 0; k <= horizon && risk > 0; k++) {
    double employed = cell(v, v->layout->employed_after + (size_t)k);
    size_t came = (size_t)(horizon - k);
    left *= 1 - employed / risk;
    if (left <= 0.5 * (1 + 1e-12))
      return k;
    risk -= employed + cell(v, v->layout->entered + came) - cell(v, v->layout->employed_of + came);
  }
  return NAN;
}

static bool came_later(const view *v) {
  for (int t = 1; t <= v->layout->horizon; t++)
    if (cell(v, v->layout->entered + (size_t)t) > 0)
      return true;
  return false;
}

/* Over a chain the median is worked out, not counted: the chain knows it for every start. */
static double median_of_chain(pk_playing *p, int group) {
  pk_solution *s = &p->player.solution;
  pk_event employed = {.win = p->making->study.employed, .go = p->making->study.not_employed};
  if (!s->employed)
    s->employed = pk_solution_chance(s, &employed, p->making->report);
  return s->employed ? pk_median_months(s, group, p->making->model->horizon) : NAN;
}

static double median(pk_playing *p, int group) {
  view v = {&p->player.layout, p->point.sum, group};
  double months = pk_step_months(p->making->model->step);
  if (!came_later(&v))
    return median_of_curve(&v) * months;
  return p->player.by_steps ? median_followed(&v) * months : median_of_chain(p, group);
}

/* --- answers */

typedef struct filling {
  pk_playing *playing;
  pk_answer *answer;
  view view;
  double runs, months;
} filling;

static void fill_flows(const filling *f) {
  const pk_layout *l = f->view.layout;
  pk_answer *a = f->answer;
  size_t cells = ((size_t)l->horizon + 1) * (size_t)l->stage_count;
  for (size_t i = 0; i < cells; i++) {
    a->occupancy[i] = cell(&f->view, l->occupancy + i) / f->runs;
    a->entries[i] = cell(&f->view, l->entries + i) / f->runs;
    if (a->waiting)
      a->waiting[i] = cell(&f->view, l->waiting + i) / f->runs;
  }
  for (size_t t = 0; t < (size_t)l->transition_count; t++) {
    a->moves[t] = cell(&f->view, l->moves + t) / f->runs;
    a->refused[t] = cell(&f->view, l->refused + t) / PK_TALLY_PARTS / f->runs;
  }
  for (size_t s = 0; s < (size_t)l->stage_count; s++) {
    a->over_limit[s] = cell(&f->view, l->over_limit + s) / PK_TALLY_PARTS / f->runs;
    for (int t = 0; t < l->horizon; t++)
      a->person_months[s] += f->months * a->occupancy[(size_t)t * (size_t)l->stage_count + s];
  }
}

static void fill_curves(const filling *f) {
  const pk_playing *p = f->playing;
  pk_answer *a = f->answer;
  for (int t = 0; t <= f->view.layout->horizon; t++) {
    a->employed[t] = pk_counted_outcome(p, p->point.sum, f->view.group, PK_EMPLOYMENT_RATIO, t);
    a->open[t] = pk_counted_outcome(p, p->point.sum, f->view.group, PK_OPEN_EMPLOYMENT_RATIO, t);
    a->at_work[t] = pk_counted_outcome(p, p->point.sum, f->view.group, PK_EMPLOYED_AT_END, t);
  }
  for (int o = 0; o < PK_OUTCOMES; o++)
    a->outcomes[o].interval.value =
        pk_counted_outcome(p, p->point.sum, f->view.group, (pk_outcome)o, f->view.layout->horizon);
  a->people = by(&f->view, f->view.layout->entered, f->view.layout->horizon) / f->runs;
}

static void fill_money(const filling *f) {
  const pk_playing *p = f->playing;
  int stages = f->view.layout->stage_count;
  for (int account = 0; account < f->view.layout->account_count; account++) {
    double *by_stage = f->answer->money_by_stage + account * stages;
    for (int s = 0; s < stages; s++) {
      by_stage[s] =
          pk_counted_money(p, &p->player, p->point.sum, f->view.group, account, s) / f->runs;
      f->answer->money[account].interval.value += by_stage[s];
    }
  }
}

static void fill_hosts(const filling *f) {
  const pk_player *player = &f->playing->player;
  const pk_layout *l = f->view.layout;
  pk_answer *a = f->answer;
  for (int h = 0; h < player->hosts.count; h++) {
    int actor = player->hosts.list[h].actor;
    double months = cell(&f->view, l->host_steps + (size_t)h) * f->months / f->runs;
    a->host_months[actor] += months;
    a->sector_months[f->playing->making->model->actors[actor].sector] += months;
    a->hosted_months += months;
  }
  double people = by(&f->view, l->entered, l->horizon),
         work = by(&f->view, l->employed, l->horizon);
  a->third_share = a->hosted_months > 1e-12 ? a->sector_months[PK_THIRD] / a->hosted_months : NAN;
  a->reach = people > 0 ? cell(&f->view, l->reached) / people : NAN;
  a->reach_of_employed = work > 0 ? cell(&f->view, l->reached_employed) / work : NAN;
}

/* --- doors and places */

static double shared(const filling *f, size_t rows, int t, int stage) {
  size_t at = rows + (size_t)t * (size_t)f->view.layout->stage_count + (size_t)stage;
  return (double)f->playing->point.sum[at] / f->runs;
}

/* Places over the steps, and clients in them. */
static void fill_use(const filling *f, pk_door *door) {
  const pk_layout *l = f->view.layout;
  double places = 0, taken = 0;
  for (int t = 0; t < l->horizon; t++) {
    double capacity = shared(f, l->capacity, t, door->stage);
    places += capacity > 0 ? capacity : 0;
    if (capacity >= 0)
      taken += stage_cell(&f->view, l->occupancy, t, door->stage) / f->runs;
    door->over_capacity += shared(f, l->over_capacity, t, door->stage);
  }
  bool limited = shared(f, l->capacity, 0, door->stage) >= 0;
  door->places = limited ? places / l->horizon : NAN;
  door->used = limited && places > 0 ? taken / places : NAN;
}

static void fill_door(const filling *f, pk_door *door) {
  const pk_layout *l = f->view.layout;
  size_t s = (size_t)door->stage;
  door->came = cell(&f->view, l->came + s) / f->runs;
  door->let_in = cell(&f->view, l->let_in + s) / f->runs;
  door->gave_up = cell(&f->view, l->gave_up + s) / f->runs;
  door->turned_away = cell(&f->view, l->turned_away + s) / f->runs;
  door->waited = door->let_in > 0 ? cell(&f->view, l->waited + s) / (door->let_in * f->runs) : NAN;
  for (int t = 0; t <= l->horizon; t++) {
    double queue = stage_cell(&f->view, l->waiting, t, door->stage) / f->runs;
    if (queue > door->longest_queue + 1e-9) {
      door->longest_queue = queue;
      door->longest_at = t;
    }
  }
  fill_use(f, door);
}

/* A stage has a door where places, or a budget, can keep somebody waiting. */
static bool has_door(const filling *f, int stage) {
  for (int t = 0; t <= f->view.layout->horizon; t++)
    if (shared(f, f->view.layout->capacity, t, stage) >= 0)
      return true;
  return pk_tally_cell(f->view.layout, f->playing->point.sum, -1,
                       f->view.layout->came + (size_t)stage) > 0;
}

static bool fill_doors(const filling *f) {
  polku_result *r = f->playing->making->result;
  int stages = f->view.layout->stage_count, count = 0;
  f->answer->doors = PK_NEW_ARRAY(r->arena, pk_door, (size_t)stages);
  if (!f->answer->doors)
    return false;
  for (int s = 0; s < stages; s++)
    if (has_door(f, s)) {
      f->answer->doors[count].stage = s;
      fill_door(f, &f->answer->doors[count++]);
    }
  r->door_count = count;
  return true;
}

/* Whether a host takes clients in at all steps of the horizon. Of one that comes or goes nobody
 * can tell how full its places were: stays go on when it has left. */
static bool always_there(const filling *f, const pk_standing *standing) {
  const pk_making *making = f->playing->making;
  for (int t = 0; t < f->view.layout->horizon; t++)
    if (!pk_standing_there(making->model, standing, making->withdrawn, t))
      return false;
  return true;
}

static bool fill_stands(const filling *f) {
  const pk_player *player = &f->playing->player;
  const pk_model *m = f->playing->making->model;
  polku_result *r = f->playing->making->result;
  double all = f->view.layout->horizon * f->months;
  r->stands = PK_NEW_ARRAY(r->arena, pk_stand, (size_t)player->hosts.count);
  if (!r->stands)
    return false;
  for (int h = 0; h < player->hosts.count; h++) {
    const pk_host *host = &player->hosts.list[h];
    const pk_standing *standing = &m->stages[host->stage].standings[host->standing];
    pk_stand *stand = &r->stands[r->stand_count++];
    stand->stage = host->stage;
    stand->actor = host->actor;
    stand->months = cell(&f->view, f->view.layout->host_steps + (size_t)h) * f->months / f->runs;
    double own = standing->has_places && standing->per_stage < 0 ? standing->places.value : NAN;
    stand->places = f->playing->making->withdrawn[host->actor] ? 0 : own;
    bool known = stand->places > 0 && always_there(f, standing);
    stand->used = known ? stand->months / (stand->places * all) : NAN;
  }
  return true;
}

bool pk_counted_answers(pk_playing *p) {
  polku_result *r = p->making->result;
  size_t cells = ((size_t)r->horizon + 1) * (size_t)r->stage_count;
  for (int g = -1; g < r->group_count; g++) {
    filling f = {.playing = p,
                 .answer = pk_answer_at_index(p->making, g + 1),
                 .view = {&p->player.layout, p->point.sum, g},
                 .runs = p->point.done,
                 .months = pk_step_months(p->making->model->step)};
    if (!pk_answer_new(f.answer, r))
      return false;
    if (p->player.layout.queues) {
      f.answer->waiting = PK_NEW_ARRAY(r->arena, double, cells);
      if (!f.answer->waiting || !fill_doors(&f) || (g < 0 && !fill_stands(&f)))
        return false;
    }
    fill_flows(&f);
    fill_curves(&f);
    fill_money(&f);
    fill_hosts(&f);
    f.answer->median = median(p, g);
  }
  return true;
}
