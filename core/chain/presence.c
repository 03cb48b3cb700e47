/* Projects begin and end, actors are withdrawn: what is left of a stage, a move, a support. */
#include "chain/presence.h"
#include "chain/chain.h"
#include <limits.h>
#include <math.h>
#include <string.h>

/* Whose presence is asked for, and when. */
typedef struct asked {
  const pk_model *model;
  const pk_rules *rules;
  const bool *withdrawn;
  int step;
} asked;

/* Whether a time bounds anything; its step. A date without a start date bounds nothing. */
static bool bounded(const pk_model *model, const pk_when *when, int *step) {
  if (when->form == PK_ALWAYS || (when->form == PK_AT_DATE && !model->has_start_date))
    return false;
  *step = when->form == PK_AT_STEP ? when->step : pk_step_of_date(model, when->date);
  return true;
}

/* Steps first … end − 1 at which something holds. */
typedef struct span {
  int first, end;
} span;

static span span_of(const pk_model *model, const pk_when *from, const pk_when *until) {
  span s = {INT_MIN, INT_MAX};
  bounded(model, from, &s.first);
  bounded(model, until, &s.end);
  return s;
}

static span own_time(const pk_model *model, int actor) {
  return span_of(model, &model->actors[actor].from, &model->actors[actor].until);
}

/* When an actor is withdrawn; never: an empty span. */
static span away(const pk_model *model, int actor, const bool *withdrawn) {
  if (withdrawn && withdrawn[actor])
    return (span){INT_MIN, INT_MAX};
  if (!model->withdrawn || !model->withdrawn[actor])
    return (span){0, 0};
  const pk_period *when = model->withdrawn_when ? &model->withdrawn_when[actor] : NULL;
  return when ? span_of(model, &when->from, &when->until) : (span){INT_MIN, INT_MAX};
}

static bool within(span s, int step) {
  return s.first <= step && step < s.end;
}

static int later(int a, int b) {
  return a > b ? a : b;
}

static int earlier(int a, int b) {
  return a < b ? a : b;
}

/* Whether some step 0 … horizon is in both spans and not in `away`. */
static bool ever(const pk_model *model, span a, span b, span away) {
  int first = later(0, later(a.first, b.first));
  int end = earlier(model->horizon + 1, earlier(a.end, b.end));
  if (within(away, first))
    first = away.end;
  return first < end;
}

static bool there(const pk_model *model, int actor, span time, const bool *withdrawn, int step) {
  span own = own_time(model, actor), gone = away(model, actor, withdrawn);
  return step == PK_EVER ? ever(model, own, time, gone)
                         : within(own, step) && within(time, step) && !within(gone, step);
}

bool pk_actor_there(const pk_model *model, int actor, const bool *withdrawn, int step) {
  return there(model, actor, (span){INT_MIN, INT_MAX}, withdrawn, step);
}

bool pk_actor_withdrawn(const pk_model *model, int actor, const bool *withdrawn, int step) {
  span gone = away(model, actor, withdrawn);
  return step == PK_EVER ? gone.first < gone.end && gone.first <= model->horizon && gone.end > 0
                         : within(gone, step);
}

bool pk_standing_there(const pk_model *model, const pk_standing *standing, const bool *withdrawn,
                       int step) {
  return there(model, standing->actor, span_of(model, &standing->from, &standing->until), withdrawn,
               step);
}

bool pk_support_works(const pk_model *model, const pk_support *support, const bool *withdrawn,
                      int step) {
  span time = span_of(model, &support->from, &support->until);
  for (int i = 0; i < support->actor_count; i++)
    if (there(model, support->actors[i], time, withdrawn, step))
      return true;
  return support->actor_count == 0 &&
         (step == PK_EVER ? ever(model, time, time, (span){0, 0}) : within(time, step));
}

bool pk_standing_hosts(const pk_rules *rules, int stage, int standing) {
  int role = rules->standing_role[stage][standing];
  return role >= 0 && rules->roles[role].host;
}

/* ------------------------------------------------------------------- stages and transitions */

static bool stage_closed(const asked *a, int stage) {
  const pk_stage *s = &a->model->stages[stage];
  int hosts = 0;
  for (int i = 0; i < s->standing_count; i++) {
    if (!pk_standing_hosts(a->rules, stage, i))
      continue;
    if (pk_standing_there(a->model, &s->standings[i], a->withdrawn, a->step))
      return false;
    hosts++;
  }
  return hosts > 0;
}

static bool transition_closed(const asked *a, int transition) {
  const pk_transition *t = &a->model->transitions[transition];
  for (int i = 0; i < t->carrier_count; i++)
    if (pk_actor_there(a->model, t->carriers[i], a->withdrawn, a->step))
      return false;
  return t->carrier_count > 0;
}

static double stage_capacity(const asked *a, int stage);

/* Places that a standing gives: its number, or so many for each place of another stage; −1 when
 * that other stage is not limited. */
static double standing_places(const asked *a, const pk_standing *standing) {
  if (standing->per_stage < 0)
    return standing->places.value;
  double workers = stage_capacity(a, standing->per_stage);
  return workers < 0 ? -1 : workers * standing->places.value;
}

/* Places that supports add, or take away where the hosts' number already counted them. */
static double support_places(const asked *a, int stage) {
  double places = 0;
  for (int i = 0; i < a->model->support_count; i++) {
    const pk_support *support = &a->model->supports[i];
    bool works = pk_support_works(a->model, support, a->withdrawn, a->step);
    for (int k = 0; k < support->effect_count; k++) {
      const pk_effect *effect = &support->effects[k];
      if (effect->form == PK_EFFECT_PLACES && effect->stage == stage && works != effect->included)
        places += works ? effect->ratio.value : -effect->ratio.value;
    }
  }
  return places;
}

static double stage_capacity(const asked *a, int stage) {
  const pk_stage *s = &a->model->stages[stage];
  double sum = 0;
  bool limited = false;
  for (int i = 0; i < s->standing_count; i++) {
    const pk_standing *standing = &s->standings[i];
    if (!pk_standing_hosts(a->rules, stage, i) ||
        !(standing->has_places || standing->per_stage >= 0))
      continue;
    double places = standing_places(a, standing);
    if (places < 0)
      return -1;
    limited = true;
    if (pk_standing_there(a->model, standing, a->withdrawn, a->step))
      sum += places;
  }
  return limited ? fmax(0, sum + support_places(a, stage)) : -1;
}

bool pk_stage_closed(const pk_model *model, const pk_rules *rules, int stage,
                     const bool *withdrawn) {
  return stage_closed(&(asked){model, rules, withdrawn, PK_EVER}, stage);
}

bool pk_transition_closed(const pk_model *model, int transition, const bool *withdrawn) {
  return transition_closed(&(asked){model, NULL, withdrawn, PK_EVER}, transition);
}

double pk_stage_capacity(const pk_model *model, const pk_rules *rules, int stage,
                         const bool *withdrawn) {
  return stage_capacity(&(asked){model, rules, withdrawn, PK_EVER}, stage);
}

/* ------------------------------------------------------------------------------- epochs */

/* Steps with which something may begin or end. */
typedef struct changes {
  const pk_model *model;
  bool *at; /* [horizon + 1] */
} changes;

static void note(const changes *c, span s) {
  if (s.first >= 1 && s.first <= c->model->horizon)
    c->at[s.first] = true;
  if (s.end >= 1 && s.end <= c->model->horizon)
    c->at[s.end] = true;
}

static void note_all(const changes *c, const bool *withdrawn) {
  const pk_model *model = c->model;
  for (int a = 0; a < model->actor_count; a++) {
    note(c, own_time(model, a));
    note(c, away(model, a, withdrawn));
  }
  for (int s = 0; s < model->stage_count; s++)
    for (int i = 0; i < model->stages[s].standing_count; i++) {
      const pk_standing *standing = &model->stages[s].standings[i];
      note(c, span_of(model, &standing->from, &standing->until));
    }
  for (int i = 0; i < model->support_count; i++)
    note(c, span_of(model, &model->supports[i].from, &model->supports[i].until));
}

/* The arrays of a presence while they are filled. */
typedef struct rows {
  size_t hosts, stages, transitions, supports;
  int *first, *epoch_of;
  bool *host_there, *stage_closed, *transition_closed, *support_works;
  double *capacity;
  int *version;
} rows;

static size_t count_hosts(const pk_model *model, const pk_rules *rules) {
  size_t count = 0;
  for (int s = 0; s < model->stage_count; s++)
    for (int i = 0; i < model->stages[s].standing_count; i++)
      count += pk_standing_hosts(rules, s, i);
  return count;
}

static bool rows_start(rows *r, pk_arena *arena, const asked *a, size_t epochs) {
  r->hosts = count_hosts(a->model, a->rules);
  r->stages = (size_t)a->model->stage_count;
  r->transitions = (size_t)a->model->transition_count;
  r->supports = (size_t)a->model->support_count;
  r->first = PK_NEW_ARRAY(arena, int, epochs);
  r->epoch_of = PK_NEW_ARRAY(arena, int, (size_t)a->model->horizon + 1);
  r->host_there = PK_NEW_ARRAY(arena, bool, epochs * r->hosts);
  r->stage_closed = PK_NEW_ARRAY(arena, bool, epochs * r->stages);
  r->transition_closed = PK_NEW_ARRAY(arena, bool, epochs * r->transitions);
  r->support_works = PK_NEW_ARRAY(arena, bool, epochs * r->supports);
  r->capacity = PK_NEW_ARRAY(arena, double, epochs * r->stages);
  r->version = PK_NEW_ARRAY(arena, int, epochs);
  return r->first && r->epoch_of && r->host_there && r->stage_closed && r->transition_closed &&
         r->support_works && r->capacity && r->version;
}

static void fill_row(rows *r, const asked *a, size_t epoch) {
  bool *host = r->host_there + epoch * r->hosts;
  r->first[epoch] = a->step;
  r->version[epoch] = pk_rules_version(a->rules, a->step);
  for (int s = 0; s < a->model->stage_count; s++) {
    const pk_stage *stage = &a->model->stages[s];
    for (int i = 0; i < stage->standing_count; i++)
      if (pk_standing_hosts(a->rules, s, i))
        *host++ = pk_standing_there(a->model, &stage->standings[i], a->withdrawn, a->step);
    r->stage_closed[epoch * r->stages + (size_t)s] = stage_closed(a, s);
    r->capacity[epoch * r->stages + (size_t)s] = stage_capacity(a, s);
  }
  for (int t = 0; t < a->model->transition_count; t++)
    r->transition_closed[epoch * r->transitions + (size_t)t] = transition_closed(a, t);
  for (int i = 0; i < a->model->support_count; i++) {
    const pk_support *support = &a->model->supports[i];
    r->support_works[epoch * r->supports + (size_t)i] =
        support->effect_count > 0 && pk_support_works(a->model, support, a->withdrawn, a->step);
  }
}

/* Whether two neighbouring rows are alike; closed stages and capacities follow from the rest. */
static bool alike(const rows *r, size_t a, size_t b) {
  return r->version[a] == r->version[b] &&
         memcmp(r->host_there + a * r->hosts, r->host_there + b * r->hosts, r->hosts) == 0 &&
         memcmp(r->transition_closed + a * r->transitions,
                r->transition_closed + b * r->transitions, r->transitions) == 0 &&
         memcmp(r->support_works + a * r->supports, r->support_works + b * r->supports,
                r->supports) == 0;
}

pk_presence *pk_presence_new(pk_arena *arena, const pk_model *model, const pk_rules *rules,
                             const bool *withdrawn) {
  asked a = {model, rules, withdrawn, 0};
  changes c = {model, PK_NEW_ARRAY(arena, bool, (size_t)model->horizon + 1)};
  pk_presence *presence = PK_NEW(arena, pk_presence);
  rows r;
  size_t most = 1, epochs = 0;
  if (!c.at || !presence)
    return NULL;
  note_all(&c, withdrawn);
  for (int t = 1; t <= model->horizon; t++) {
    if (pk_rules_version(rules, t) != pk_rules_version(rules, t - 1))
      c.at[t] = true;
    most += c.at[t];
  }
  if (!rows_start(&r, arena, &a, most))
    return NULL;
  for (int t = 0; t <= model->horizon; t++) {
    a.step = t;
    if (t == 0 || c.at[t]) {
      fill_row(&r, &a, epochs);
      if (t == 0 || !alike(&r, epochs - 1, epochs))
        epochs++;
    }
    r.epoch_of[t] = (int)epochs - 1;
  }
  *presence = (pk_presence){.epoch_count = (int)epochs,
                            .epoch_of = r.epoch_of,
                            .first = r.first,
                            .host_count = (int)r.hosts,
                            .host_there = r.host_there,
                            .stage_closed = r.stage_closed,
                            .transition_closed = r.transition_closed,
                            .support_works = r.support_works,
                            .capacity = r.capacity,
                            .version = r.version};
  return presence;
}
