/* Every number of the model, and what it does to the outcome: its derivative, the outcome at both
 * ends of what it says of its own uncertainty, and for whole numbers one less and one more.
 *
 * Numbers that cannot vary apart are one matter, told by the member that moves the outcome most. */
#include "study/prior.h"
#include "study/weighing.h"

#include <math.h>
#include <string.h>

/* Questions about one number; −1: not asked. */
typedef struct asked {
  int low, high, down, up;
} asked;

int pk_factor_of(const pk_draws *draws, const pk_number *number) {
  const pk_number *member;
  for (int f = 0; f < pk_draws_factors(draws); f++)
    for (int i = 0; (member = pk_draws_factor(draws, f, i)) != NULL; i++)
      if (member == number)
        return f;
  return -1;
}

/* Places vary in no draw, but what they say of themselves is told. */
static bool find_points(const pk_weighing *w, const pk_quantity *q, double *low, double *high) {
  pk_prior_shape prior;
  if (!pk_is_places(q))
    return pk_draws_points(w->draws, q->number, low, high);
  if (q->number->prior == PK_PRIOR_NONE)
    return false;
  pk_prior_fit(&prior, q->number, PK_DOMAIN_POSITIVE);
  *low = round(pk_prior_quantile(&prior, 0.05));
  *high = round(pk_prior_quantile(&prior, 0.95));
  return true;
}

static const pk_distribution *length_of(const pk_weighing *w, const pk_quantity *q) {
  return q->of == PK_PART_TRANSITION ? &w->model->transitions[q->part].after
                                     : &w->model->stages[q->part].duration;
}

/* Bounds of a whole number: places are not negative, a stay takes a step, and the shortest is not
 * longer than the longest. */
static void find_bounds(const pk_weighing *w, const pk_quantity *q, double *least, double *most) {
  *least = pk_is_places(q) ? 0 : 1;
  *most = INFINITY;
  if (pk_is_places(q) || length_of(w, q)->family != PK_UNIFORM)
    return;
  if (q->at == 0)
    *most = length_of(w, q)->b.value;
  else
    *least = length_of(w, q)->a.value;
}

static asked ask_about(pk_weighing *w, const pk_quantity *q) {
  asked a = {-1, -1, -1, -1};
  double low, high, least, most, written = q->number->value;
  if (pk_is_places(q) && !w->s->played)
    return a;
  if (find_points(w, q, &low, &high)) {
    a.low = pk_ask_number(w, q, low);
    a.high = pk_ask_number(w, q, high);
  }
  if (q->form != PK_QUANTITY_WHOLE)
    return a;
  find_bounds(w, q, &least, &most);
  if (written - 1 >= least)
    a.down = pk_ask_number(w, q, written - 1);
  if (written + 1 <= most)
    a.up = pk_ask_number(w, q, written + 1);
  return a;
}

static const char *part_id(const pk_model *m, const pk_quantity *q) {
  switch (q->of) {
  case PK_PART_STAGE:
    return m->stages[q->part].id;
  case PK_PART_TRANSITION:
    return m->transitions[q->part].id;
  case PK_PART_SUPPORT:
    return m->supports[q->part].id;
  case PK_PART_GROUP:
    break;
  }
  return m->groups[q->part].id;
}

bool pk_matter_new(pk_weighing *w, const pk_model *model, const pk_quantity *q, pk_matter *m) {
  pk_arena *arena = w->s->arena;
  *m = (pk_matter){.form = q->form,
                   .of = q->of,
                   .members = 1,
                   .basis = q->number->basis,
                   .written = q->number->value,
                   .low = NAN,
                   .high = NAN,
                   .slope = NAN,
                   .tenth = NAN,
                   .at_low = NAN,
                   .at_high = NAN,
                   .unit_down = NAN,
                   .unit_up = NAN,
                   .share = NAN,
                   .share_error = NAN,
                   .total = NAN,
                   .total_error = NAN,
                   .information = NAN};
  m->pointer = pk_strdup(arena, q->number->pointer);
  m->part = pk_strdup(arena, part_id(model, q));
  m->field = pk_strdup(arena, q->field);
  if (m->pointer && m->part && m->field)
    return pk_matter_name(w, model, q, &m->name);
  pk_report_memory(w->report);
  return false;
}

static double change_of(const pk_weighing *w, int question, double *error) {
  if (question < 0)
    return NAN;
  *error = fmax(*error, w->asked[question].error);
  return w->asked[question].change;
}

static bool fill_matter(pk_weighing *w, const pk_quantity *q, const asked *a, double slope,
                        pk_matter *m) {
  if (!pk_matter_new(w, w->model, q, m))
    return false;
  m->uncertain = find_points(w, q, &m->low, &m->high);
  m->at_low = w->s->value + change_of(w, a->low, &m->error);
  m->at_high = w->s->value + change_of(w, a->high, &m->error);
  m->unit_down = change_of(w, a->down, &m->error);
  m->unit_up = change_of(w, a->up, &m->error);
  m->slope = slope;
  m->tenth = slope * m->written / 10;
  return true;
}

static double width_of(const pk_matter *m) {
  double width = fabs(m->at_high - m->at_low);
  return isnan(width) ? -1 : width;
}

/* A set is told by its strongest member. */
static void join(pk_matter *set, const pk_matter *member) {
  int members = set->members + 1;
  if (width_of(member) > width_of(set))
    *set = *member;
  set->members = members;
}

/* A matter for each number, or for each set. Places that are not played matter to nothing. */
static bool collect(pk_weighing *w, const asked *all, const double *slope) {
  polku_sensitivity *s = w->s;
  for (int i = 0; i < w->quantity_count; i++) {
    const pk_quantity *q = &w->quantities[i];
    int factor = pk_factor_of(w->draws, q->number);
    int *known = factor >= 0 ? &w->matter_of[factor] : NULL;
    pk_matter matter;
    if (pk_is_places(q) && !s->played)
      continue;
    if (!fill_matter(w, q, &all[i], slope[i], &matter))
      return false;
    if (known && *known >= 0) {
      join(&s->matters[*known], &matter);
      continue;
    }
    if (known)
      *known = s->matter_count;
    s->matters[s->matter_count++] = matter;
  }
  return true;
}

static bool make_room(pk_weighing *w, asked **all, double **slope) {
  size_t numbers = (size_t)w->quantity_count, factors = (size_t)pk_draws_factors(w->draws);
  *all = PK_NEW_ARRAY(w->scratch, asked, numbers);
  *slope = PK_NEW_ARRAY(w->scratch, double, numbers);
  w->asked = PK_NEW_ARRAY(w->scratch, pk_what_if,
                          4 * numbers + (size_t)w->model->transition_count +
                              (size_t)w->model->stage_count);
  w->matter_of = PK_NEW_ARRAY(w->scratch, int, factors);
  w->s->matters = PK_NEW_ARRAY(w->s->arena, pk_matter, numbers);
  if (!*all || !*slope || !w->asked || !w->matter_of || !w->s->matters) {
    pk_report_memory(w->report);
    return false;
  }
  for (size_t f = 0; f < factors; f++)
    w->matter_of[f] = -1;
  return true;
}

bool pk_weigh_numbers(pk_weighing *w) {
  bool brief = w->options->leverage_only;
  asked *all;
  double *slope;
  if (!make_room(w, &all, &slope))
    return false;
  for (int i = 0; !brief && i < w->quantity_count; i++)
    all[i] = ask_about(w, &w->quantities[i]);
  if (!pk_leverage_ask(w) || !pk_what_if_all(w))
    return false;
  pk_leverage_read(w);
  return brief || (pk_weigh_slopes(w, slope) && collect(w, all, slope));
}
