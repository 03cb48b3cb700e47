/* The numbers of a model that can be changed a little, and the line along which each moves.
 *
 * Most numbers move alone. Shares cannot: what one gains the others lose. So a slider, a tornado
 * and a derivative all ask here what the other numbers are when one is changed. */
#include "study/slopes.h"

/* What there is, counted when `list` is NULL. */
typedef struct listing {
  pk_quantity *list;
  int count;
} listing;

static void add(listing *l, pk_quantity quantity) {
  if (!quantity.number->pointer)
    return;
  if (l->list)
    l->list[l->count] = quantity;
  l->count++;
}

/* `a` and `b` of a distribution; those of a length in whole units have no slope. */
static void add_lengths(listing *l, const pk_distribution *d, pk_quantity like) {
  if (d->family == PK_TABLE || d->family == PK_SURVIVAL)
    return;
  if (d->family == PK_FIXED || d->family == PK_UNIFORM)
    like.form = PK_QUANTITY_WHOLE;
  like.number = &d->a;
  add(l, like);
  like.number = &d->b;
  like.at = 1;
  add(l, like);
}

static void add_stage(listing *l, const pk_stage *stage, int index) {
  pk_quantity q = {.of = PK_PART_STAGE, .part = index, .field = "duration"};
  q.form = PK_QUANTITY_LENGTH;
  if (stage->has_duration)
    add_lengths(l, &stage->duration, q);
  q.field = "amounts";
  for (q.at = 0; q.at < stage->money_count; q.at++) {
    q.form = PK_QUANTITY_PER_STEP_MONEY;
    q.number = &stage->money[q.at].per_step;
    add(l, q);
    q.form = PK_QUANTITY_ENTRY_MONEY;
    q.number = &stage->money[q.at].on_entry;
    add(l, q);
  }
  q.field = "places";
  q.form = PK_QUANTITY_WHOLE;
  for (q.at = 0; q.at < stage->standing_count; q.at++) {
    q.number = &stage->standings[q.at].places;
    if (stage->standings[q.at].has_places)
      add(l, q);
  }
}

static void add_transition(listing *l, const pk_model *model, int index) {
  const pk_transition *t = &model->transitions[index];
  pk_exits exits = model->stages[t->from].exits;
  pk_quantity q = {.of = PK_PART_TRANSITION, .part = index, .field = "after"};
  q.form = PK_QUANTITY_AFTER;
  if (exits == PK_EXITS_RACE)
    add_lengths(l, &t->after, q);
  q.form = PK_QUANTITY_SHARE;
  q.field = "share";
  q.number = &t->share;
  if (exits == PK_EXITS_SHARES && !t->rest)
    add(l, q);
  q.form = PK_QUANTITY_PER_STEP;
  q.field = "per_step";
  for (q.at = 0; exits == PK_EXITS_PER_STEP && q.at < t->step_count; q.at++) {
    q.number = &t->per_step[q.at];
    add(l, q);
  }
}

static void add_support(listing *l, const pk_support *support, int index) {
  pk_quantity q = {.of = PK_PART_SUPPORT, .part = index, .field = "effect"};
  for (q.at = 0; q.at < support->effect_count; q.at++) {
    const pk_effect *effect = &support->effects[q.at];
    q.number = &effect->ratio;
    q.form = effect->form == PK_EFFECT_PLACES ? PK_QUANTITY_WHOLE : PK_QUANTITY_RATIO;
    if (effect->form != PK_EFFECT_NONE)
      add(l, q);
  }
  q = (pk_quantity){PK_QUANTITY_UPTAKE, &support->uptake, PK_PART_SUPPORT, index, 0, "uptake"};
  add(l, q);
}

static void add_group(listing *l, const pk_group *group, int index) {
  pk_quantity q = {PK_QUANTITY_SIZE, &group->size, PK_PART_GROUP, index, 0, "size"};
  add(l, q);
  q.form = PK_QUANTITY_START;
  q.field = "start";
  for (q.at = 0; q.at < group->start_count; q.at++) {
    q.number = &group->starts[q.at].share;
    add(l, q);
  }
  q.form = PK_QUANTITY_ARRIVAL;
  q.field = "arrivals";
  for (q.at = 0; q.at < group->arrival_count; q.at++) {
    q.number = &group->arrivals[q.at];
    add(l, q);
  }
  q.form = PK_QUANTITY_INITIAL;
  q.field = "initial";
  for (q.at = 0; q.at < group->initial_count; q.at++) {
    q.number = &group->initial[q.at].count;
    add(l, q);
  }
}

static void add_all(listing *l, const pk_model *model) {
  for (int i = 0; i < model->stage_count; i++)
    add_stage(l, &model->stages[i], i);
  for (int i = 0; i < model->transition_count; i++)
    add_transition(l, model, i);
  for (int i = 0; i < model->support_count; i++)
    add_support(l, &model->supports[i], i);
  for (int i = 0; i < model->group_count; i++)
    add_group(l, &model->groups[i], i);
}

const pk_quantity *pk_quantities(const pk_model *model, pk_arena *arena, int *count) {
  listing counted = {0}, made = {0};
  add_all(&counted, model);
  made.list = PK_NEW_ARRAY(arena, pk_quantity, (size_t)counted.count);
  if (made.list)
    add_all(&made, model);
  *count = made.count;
  return made.list;
}

/* -------------------------------------------------------------------------------- along a line */

/* What another member of a set keeps when one goes from `old` to `value`: its proportion; where
 * the one had everything, `members` others are alike. */
static double kept(double other, double old, double value, int members) {
  return old < 1 ? other * (1 - value) / (1 - old) : (1 - value) / members;
}

/* Another share out of the same stage. A `rest` is worked out from the others whoever asks: only
 * for completeness is it told here. */
static double other_share(const pk_nudge *nudge, const pk_transition *other) {
  const pk_model *m = nudge->model;
  const pk_stage *from = &m->stages[other->from];
  double old = nudge->quantity->number->value;
  for (int i = 0; i < from->exit_count; i++)
    if (m->transitions[from->exit_list[i]].rest)
      return other->rest ? other->share.value + old - nudge->value : other->share.value;
  return kept(other->share.value, old, nudge->value, from->exit_count - 1);
}

static double beside_share(const pk_nudge *nudge, const pk_number *number) {
  const pk_model *m = nudge->model;
  const pk_stage *from = &m->stages[m->transitions[nudge->quantity->part].from];
  for (int i = 0; i < from->exit_count; i++) {
    const pk_transition *other = &m->transitions[from->exit_list[i]];
    if (&other->share == number)
      return other_share(nudge, other);
  }
  return number->value;
}

static double beside_start(const pk_nudge *nudge, const pk_number *number) {
  const pk_group *group = &nudge->model->groups[nudge->quantity->part];
  for (int i = 0; i < group->start_count; i++)
    if (&group->starts[i].share == number)
      return kept(number->value, nudge->quantity->number->value, nudge->value,
                  group->start_count - 1);
  return number->value;
}

double pk_nudge_value(void *context, const pk_number *number) {
  const pk_nudge *nudge = context;
  if (number == nudge->quantity->number)
    return nudge->value;
  if (nudge->quantity->form == PK_QUANTITY_SHARE)
    return beside_share(nudge, number);
  if (nudge->quantity->form == PK_QUANTITY_START)
    return beside_start(nudge, number);
  return number->value;
}
