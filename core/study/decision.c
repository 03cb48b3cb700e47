/* What it is worth to know each number before one chooses.
 *
 * All options are reckoned with the same draws: numbers that they share have the same values, and
 * where places are played, clients the same luck. */
#include "study/dealing.h"
#include "study/information.h"
#include "study/smooth.h"

#include <math.h>
#include <string.h>

enum { FEWEST_DRAWS = 128, MOST_DRAWS = 1024 };

/* What an option comes to in each draw: people, or what they are worth less what they cost. */
static double score(const pk_weighing *w, double people, double outcome, double cost) {
  double sign = w->s->outcome == PK_RESTRICTED_MEAN ? -1 : 1;
  double gain = sign * people * outcome;
  return w->s->worth > 0 ? w->s->worth * gain - cost : gain;
}

static int find_account(const pk_model *m, const char *id) {
  for (int a = 0; id && a < m->account_count; a++)
    if (strcmp(m->accounts[a].id, id) == 0)
      return a;
  return -1;
}

/* Whoever is withdrawn is so in every option that has them. */
static const bool *withdrawn_in(pk_weighing *w, const pk_model *option) {
  bool *gone = PK_NEW_ARRAY(w->scratch, bool, (size_t)option->actor_count);
  if (!gone) {
    pk_report_memory(w->report);
    return NULL;
  }
  for (int a = 0; a < w->model->actor_count; a++) {
    int same = w->withdrawn[a] ? pk_model_find_actor(option, w->model->actors[a].id) : -1;
    if (same >= 0)
      gone[same] = true;
  }
  return gone;
}

static bool start_option(pk_dealing *d, const polku_case *option, pk_reckon_of *of) {
  pk_weighing *w = d->w;
  const char *group = w->group >= 0 ? w->model->groups[w->group].id : NULL;
  *of = w->of;
  of->model = option->model;
  of->rules = option->rules;
  of->withdrawn = withdrawn_in(w, option->model);
  of->group = group ? pk_model_find_group(option->model, group) : -1;
  of->account = find_account(option->model, w->s->account.id);
  of->played = d->played;
  if (!of->withdrawn)
    return false;
  of->limits = d->played && pk_model_tied(of->model, of->rules, of->withdrawn);
  d->reckoner = pk_reckoner_new(of, w->report);
  return d->reckoner && pk_deal_start(d, option->model);
}

/* All draws of one option into value[draws]; a stop leaves them undone. */
static bool play_option(pk_dealing *d, const polku_case *option, double *value) {
  pk_reckon_of of;
  d->reckoner = NULL;
  bool good = start_option(d, option, &of) && pk_deal_all(d);
  double people = pk_reckon_people(option->model, of.group, of.people);
  for (int i = 0; good && i < d->count; i++)
    value[i] = score(d->w, people, d->dealt[i].outcome, d->dealt[i].cost);
  pk_reckoner_free(d->reckoner);
  return good;
}

static bool play_options(pk_weighing *w, pk_dealing *d, const polku_case *options, double *value) {
  int count = w->s->option_count;
  double from = d->begun, part = (1 - d->begun) / count;
  d->part = part;
  d->dealt = PK_NEW_ARRAY(w->scratch, pk_dealt, (size_t)d->count);
  if (!d->dealt) {
    pk_report_memory(w->report);
    return false;
  }
  for (int o = 0; o < count && !w->s->stopped; o++) {
    d->begun = from + o * part;
    if (!play_option(d, &options[o], value + (size_t)o * (size_t)d->count))
      return false;
  }
  return true;
}

/* -------------------------------------------------------------------------------- information */

/* What is not known in any of the options: numbers that the model has, then those that only an
 * option has; and what they are in each draw. */
typedef struct unknown {
  int option, factor;
  const double *x; /* [members][draws] */
  size_t members;
} unknown;

typedef struct choosing {
  pk_weighing *w;
  const polku_case *options;
  pk_draws **draws; /* [options] */
  int draw_count;
  unknown *list;
  int count;
  double *value; /* [options][draws] */
} choosing;

static bool has_number(const pk_draws *draws, const char *pointer) {
  const pk_number *number;
  for (int f = 0; f < pk_draws_factors(draws); f++)
    for (int i = 0; (number = pk_draws_factor(draws, f, i)) != NULL; i++)
      if (strcmp(number->pointer, pointer) == 0)
        return true;
  return false;
}

static bool is_new(const choosing *c, int option, int factor) {
  const char *pointer = pk_draws_factor(c->draws[option], factor, 0)->pointer;
  for (int earlier = 0; earlier < option; earlier++)
    if (has_number(c->draws[earlier], pointer))
      return false;
  return true;
}

static bool list_unknowns(choosing *c) {
  pk_weighing *w = c->w;
  int room = 0;
  for (int o = 0; o < w->s->option_count; o++)
    room += pk_draws_factors(c->draws[o]);
  c->list = PK_NEW_ARRAY(w->scratch, unknown, (size_t)room);
  if (!c->list) {
    pk_report_memory(w->report);
    return false;
  }
  for (int o = 0; o < w->s->option_count; o++)
    for (int f = 0; f < pk_draws_factors(c->draws[o]); f++) {
      double *x;
      size_t members;
      if (!is_new(c, o, f))
        continue;
      if (!pk_deal_values(w, c->draws[o], f, c->draw_count, &x, &members))
        return false;
      c->list[c->count++] = (unknown){o, f, x, members};
    }
  return true;
}

static bool find_unknowns(choosing *c) {
  pk_weighing *w = c->w;
  c->draws = PK_NEW_ARRAY(w->scratch, pk_draws *, (size_t)w->s->option_count);
  if (!c->draws) {
    pk_report_memory(w->report);
    return false;
  }
  c->draws[0] = w->draws;
  for (int o = 1; o < w->s->option_count; o++) {
    c->draws[o] = pk_draws_new(c->options[o].model, w->scratch, w->report);
    if (!c->draws[o])
      return false;
  }
  return list_unknowns(c);
}

static const pk_quantity *quantity_of(const pk_quantity *list, int count, const pk_number *number) {
  for (int i = 0; i < count; i++)
    if (list[i].number == number)
      return &list[i];
  return NULL;
}

/* A number that only an option has is a matter of its own. */
static bool add_matter(choosing *c, const unknown *u, double information) {
  pk_weighing *w = c->w;
  int count = 0;
  const pk_model *model = c->options[u->option].model;
  const pk_quantity *list = pk_quantities(model, w->scratch, &count);
  const pk_number *number = pk_draws_factor(c->draws[u->option], u->factor, 0);
  const pk_quantity *q = list ? quantity_of(list, count, number) : NULL;
  pk_matter *m = &w->s->matters[w->s->matter_count];
  if (!list)
    pk_report_memory(w->report);
  if (!q)
    return list != NULL;
  if (!pk_matter_new(w, model, q, m))
    return false;
  m->uncertain = pk_draws_points(c->draws[u->option], number, &m->low, &m->high);
  m->members = (int)u->members;
  m->option = w->s->options[u->option];
  m->option_name = w->s->option_names[u->option];
  m->information = information;
  w->s->matter_count++;
  return true;
}

static bool know_each(choosing *c) {
  pk_weighing *w = c->w;
  polku_sensitivity *s = w->s;
  pk_matter *more = PK_NEW_ARRAY(s->arena, pk_matter, (size_t)s->matter_count + (size_t)c->count);
  if (!more) {
    pk_report_memory(w->report);
    return false;
  }
  memcpy(more, s->matters, (size_t)s->matter_count * sizeof *more);
  s->matters = more;
  for (int i = 0; i < c->count; i++) {
    const unknown *u = &c->list[i];
    double worth;
    if (!pk_evppi_together(c->value, (size_t)s->option_count, (size_t)c->draw_count, u->x,
                           u->members, &worth, w->scratch)) {
      pk_report_memory(w->report);
      return false;
    }
    worth = fmin(worth, s->information);
    if (u->option == 0)
      more[w->matter_of[u->factor]].information = worth;
    else if (!add_matter(c, u, worth))
      return false;
  }
  return true;
}

/* Values of options that were played hold luck, which nobody can find out before: it is smoothed
 * away by curves through all numbers together. What is smoothed are differences from the first. */
static bool take_luck_out(choosing *c) {
  pk_weighing *w = c->w;
  size_t columns = 0, n = (size_t)c->draw_count, at = 0;
  for (int i = 0; i < c->count; i++)
    columns += c->list[i].members;
  double *x = PK_NEW_ARRAY(w->scratch, double, columns *n);
  if (!x) {
    pk_report_memory(w->report);
    return false;
  }
  for (int i = 0; i < c->count; i++) {
    memcpy(x + at * n, c->list[i].x, c->list[i].members * n * sizeof *x);
    at += c->list[i].members;
  }
  pk_smooth *smooth = pk_smooth_new(x, columns, n, w->scratch);
  if (!smooth) {
    pk_report_memory(w->report);
    return false;
  }
  for (size_t o = 1; o < (size_t)w->s->option_count; o++) {
    double *difference = c->value + o * n;
    for (size_t i = 0; i < n; i++)
      difference[i] -= c->value[i];
    pk_smooth_fit(smooth, difference, difference);
  }
  memset(c->value, 0, n * sizeof *c->value);
  return true;
}

static bool know(choosing *c, bool played) {
  polku_sensitivity *s = c->w->s;
  size_t choices = (size_t)s->option_count, n = (size_t)c->draw_count;
  for (size_t o = 0; o < choices; o++)
    for (size_t i = 0; i < n; i++)
      s->mean[o] += c->value[o * n + i] / (double)n;
  if (!find_unknowns(c) || (played && !take_luck_out(c)))
    return false;
  s->information = pk_evpi(c->value, choices, n);
  pk_best_chance(c->value, choices, n, s->best);
  return know_each(c);
}

/* One option with places, and all are played: what differs is then the option, not the engine. */
static bool is_played(const pk_weighing *w) {
  bool played = w->s->played;
  for (size_t o = 0; o < w->options->other_count && !w->s->without_limits; o++) {
    const polku_case *other = &w->options->others[o];
    played = played || (pk_model_tied(other->model, other->rules, NULL) && !w->exact);
  }
  return played;
}

bool pk_weigh_information(pk_weighing *w) {
  size_t choices = w->options->other_count + 1;
  pk_dealing d = {.w = w, .begun = PK_SHARES_PART, .played = is_played(w)};
  choosing c = {.w = w};
  if (w->options->other_count == 0 || w->options->simulation.draws < 0 || w->s->stopped)
    return true;
  w->s->option_count = (int)choices;
  double work = pk_deal_work(w->reckoner, d.played) * (double)choices;
  c.draw_count = d.count = pk_deal_count(w, work, FEWEST_DRAWS, MOST_DRAWS);
  polku_case *options = PK_NEW_ARRAY(w->scratch, polku_case, choices);
  c.value = PK_NEW_ARRAY(w->scratch, double, choices *(size_t)d.count);
  if (!options || !c.value) {
    pk_report_memory(w->report);
    return false;
  }
  options[0] = (polku_case){w->model, w->rules, NULL};
  memcpy(options + 1, w->options->others, (choices - 1) * sizeof *options);
  c.options = options;
  if (!play_options(w, &d, options, c.value))
    return false;
  w->s->decision_draws = d.count;
  return w->s->stopped || know(&c, d.played);
}
