/* Whether those who are treated differently are in the models' own groups, and who would be an
 * example of them.
 *
 * A group meets a row where its attributes and those of a stage fit, and clocks can come to fit
 * within the horizon: a clock never shows more than what it began with and the months that pass. */
#include "rules/desk/behaviour_parts.h"

#include <limits.h>
#include <string.h>

/* A group of one model at a stage of it. */
typedef struct visitor {
  const pk_behaviours *b;
  const pk_treated *treated;
  int side;
  const pk_group *group;
  const pk_stage *stage;
  const int **fitting; /* [axis][class]: the first value that fits; −1: none does */
} visitor;

/* --- what values somebody can have */

static const pk_book *book_of(const visitor *v) {
  return v->treated->difference.law[v->side]->book;
}

static bool has_value(const pk_attribute_kind *attribute, const char *text, int raw) {
  return pk_attribute_raw(attribute, text) == raw;
}

static bool group_has(const visitor *v, const pk_attribute_kind *attribute, const char *id,
                      int raw) {
  for (int i = 0; i < v->group->trait_count; i++) {
    const pk_trait *trait = &v->group->traits[i];
    if (strcmp(trait->name, id) != 0)
      continue;
    for (int k = 0; k < trait->choice_count; k++)
      if (trait->choices[k].share.value > 0 && has_value(attribute, trait->choices[k].value, raw))
        return true;
    return false;
  }
  return attribute->otherwise < 0 || attribute->otherwise == raw;
}

static bool stage_has(const visitor *v, const pk_attribute_kind *attribute, const char *id,
                      int raw) {
  for (int i = 0; i < v->stage->attribute_count; i++)
    if (strcmp(v->stage->attributes[i].name, id) == 0)
      return has_value(attribute, v->stage->attributes[i].value, raw);
  return attribute->otherwise < 0 || attribute->otherwise == raw;
}

/* Steps that a group's clients bring along in a history or counter, at most. */
static uint64_t brought(const visitor *v, const pk_memory *memory) {
  uint64_t most = 0;
  for (int i = 0; i < v->group->past_count; i++) {
    const pk_past *past = &v->group->pasts[i];
    int count = past->pattern ? 1 : past->choice_count;
    for (int k = 0; strcmp(past->history, memory->id) == 0 && k < count; k++) {
      uint64_t start = 0, steps = 0;
      if (!pk_past_start(v->b->rules[v->side], memory, past, k, &start))
        continue;
      for (uint64_t bits = start; memory->history && bits; bits &= bits - 1)
        steps++;
      steps = memory->history ? steps : start;
      most = steps > most ? steps : most;
    }
  }
  return most;
}

/* Whether a clock can show `months` within the horizon. What is counted since the end of a stage
 * can be anything once somebody has been there. */
static bool comes_to(const visitor *v, const pk_variable *clock, int months) {
  const pk_model *model = v->b->model[v->side];
  if (clock->form == PK_READS_ELAPSED)
    return months <= pk_whole_months(model->step, (uint64_t)model->horizon);
  const pk_memory *memory = PK_AT(book_of(v)->memories, pk_memory, clock->memory);
  uint64_t steps = brought(v, memory) + (uint64_t)model->horizon;
  return memory->since_end || months <= pk_whole_months(model->step, steps);
}

/* Whether a raw value of the visitor's own book can be. */
static bool can_have(const visitor *v, int variable, int raw) {
  const pk_book *book = book_of(v);
  const pk_variable *about = PK_AT(book->variables, pk_variable, variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  if (!attribute)
    return comes_to(v, about, raw);
  return attribute->of == PK_OF_STAGE ? stage_has(v, attribute, about->id, raw)
                                      : group_has(v, attribute, about->id, raw);
}

/* The same of a raw value of an axis. What the visitor's book does not know can be anything. */
static bool fits(const visitor *v, int axis, int raw) {
  const pk_product *product = v->treated->difference.decision->product;
  int variable = product->subject_variable[v->side][axis];
  const int *own = product->subject_value[v->side][axis];
  return variable < 0 || can_have(v, variable, own ? own[raw] : raw);
}

static bool find_fitting(pk_arena *arena, visitor *v) {
  const pk_product *product = v->treated->difference.decision->product;
  v->fitting = PK_NEW_ARRAY(arena, const int *, (size_t)product->axis_count);
  for (int axis = 0; v->fitting && axis < product->axis_count; axis++) {
    const pk_axis *of = &product->axes[axis];
    int *first = PK_NEW_ARRAY(arena, int, (size_t)of->size);
    if (!first)
      return false;
    for (int c = 0; c < of->size; c++)
      first[c] = -1;
    for (int raw = of->variable->size - 1; raw >= 0; raw--)
      if (fits(v, axis, raw))
        first[of->klass[raw]] = raw;
    v->fitting[axis] = first;
  }
  return v->fitting != NULL;
}

static bool meets(const visitor *v, const pk_decision_row *row) {
  const pk_product *product = v->treated->difference.decision->product;
  for (int axis = 0; axis < product->axis_count; axis++) {
    bool any = !row->in[axis];
    for (int c = 0; !any && c < product->axes[axis].size; c++)
      any = row->in[axis][c] && v->fitting[axis][c] >= 0;
    if (!any)
      return false;
  }
  return true;
}

/* --- the example */

/* How many axes of a combination fit the visitor (NULL: nobody in particular, then what is usual).
 */
static int likeness(const visitor *v, const pk_product *product, size_t at, const int *usual) {
  int sum = 0;
  for (int axis = 0; axis < product->axis_count; axis++) {
    int klass = pk_product_class(product, at, axis);
    sum += v ? v->fitting[axis][klass] >= 0 : usual[axis] == klass;
  }
  return sum;
}

/* By axis the class of a client who has all defaults. */
static bool find_usual(pk_arena *arena, const pk_product *product, int *usual) {
  int *raw = PK_NEW_ARRAY(arena, int, (size_t)product->book->variables.count);
  if (!raw)
    return false;
  pk_raw_default(product->book, raw);
  for (int axis = 0; axis < product->axis_count; axis++) {
    int v = product->subject_variable[0][axis];
    usual[axis] = v < 0 ? -1 : product->axes[axis].klass[raw[v]];
  }
  return true;
}

static size_t likest(const visitor *v, const pk_decision *decision, const pk_decision_row *row,
                     const int *usual) {
  const pk_product *product = decision->product;
  size_t best = SIZE_MAX;
  int most = -1;
  for (size_t at = 0; at < product->count && most < product->axis_count; at++) {
    if (!pk_product_feasible(product, at) || !pk_decision_in(decision, row, at))
      continue;
    int like = likeness(v, product, at, usual);
    if (like > most) {
      most = like;
      best = at;
    }
  }
  return best;
}

/* "at most 17 hours" is better told by 17 than by the least there can be. */
static int telling(const pk_axis *axis, const pk_attribute_kind *attribute, int raw) {
  int klass = axis->klass[raw];
  while (attribute->type == PK_TYPE_INT && axis->klass[0] == klass &&
         raw + 1 < axis->variable->size && axis->klass[raw + 1] == klass)
    raw++;
  return raw;
}

/* Whether the visitor's model says a value of an attribute, or a default stands for it. */
static bool says(const visitor *v, const pk_attribute_kind *attribute, const char *id) {
  bool said = attribute->otherwise >= 0;
  for (int i = 0; attribute->of == PK_OF_CLIENT && i < v->group->trait_count; i++)
    said = said || strcmp(v->group->traits[i].name, id) == 0;
  for (int i = 0; attribute->of == PK_OF_STAGE && i < v->stage->attribute_count; i++)
    said = said || strcmp(v->stage->attributes[i].name, id) == 0;
  return said;
}

/* The raw value of an axis that stands for a combination: in the book that the axis is of. */
static int value_of(const pk_product *product, int axis, int *const raw[2]) {
  int variable;
  const pk_book *book = pk_axis_book(product, axis, &variable);
  return raw[book == product->subjects[0].law->book ? 0 : 1][variable];
}

/* An attribute that the visitor has as it has it; clocks as they can stand beside each other. */
static int example_value(const visitor *v, const pk_product *product, int axis, size_t at,
                         int *const raw[2]) {
  const pk_axis *of = &product->axes[axis];
  int variable, own = v ? v->fitting[axis][pk_product_class(product, at, axis)] : -1;
  const pk_book *book = pk_axis_book(product, axis, &variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  if (attribute && own >= 0 && says(v, attribute, of->variable->id))
    return own;
  int value = value_of(product, axis, raw);
  return attribute ? telling(of, attribute, value) : value;
}

/* Values of the example and the answers to it; the visitor's own values where they fit. */
static bool make_example(pk_behaviours *b, const visitor *v, const pk_treated *t,
                         pk_treated_row *row, const int *usual) {
  const pk_product *product = t->difference.decision->product;
  size_t at = likest(v, t->difference.decision, row->contrast->row, usual);
  int *value = PK_NEW_ARRAY(b->arena, int, (size_t)product->axis_count), *raw[2];
  bool good = value && at != SIZE_MAX;
  for (int s = 0; s < 2; s++) {
    raw[s] = PK_NEW_ARRAY(b->arena, int, (size_t)t->difference.law[s]->book->variables.count);
    good = good && raw[s];
    if (good)
      pk_product_raw(product, at, s, raw[s]);
  }
  for (int axis = 0; good && axis < product->axis_count; axis++)
    value[axis] = example_value(v, product, axis, at, raw);
  for (int s = 0; good && s < 2; s++) {
    const int *only = raw[s];
    row->answer[s] = pk_subject_answer(&product->subjects[s], raw[s]);
    good = pk_reasons_of(b->arena, &product->subjects[s], &only, 1, &row->reasons[s]);
  }
  row->value = value;
  return good;
}

/* --- who meets whom */

static bool add_group(pk_behaviours *b, pk_list *groups, const pk_group *group) {
  for (int i = 0; i < groups->count; i++)
    if (strcmp((*PK_AT(*groups, const pk_group *, i))->id, group->id) == 0)
      return true;
  const pk_group **slot = pk_push(b->arena, groups, sizeof *slot);
  if (slot)
    *slot = group;
  return slot != NULL;
}

/* One visitor before all rows; where it is the first to meet one, it is the example's. */
static bool visit(pk_behaviours *b, const visitor *v, pk_treated *t, const visitor **first) {
  for (int i = 0; i < t->difference.contrasts.count; i++) {
    pk_treated_row *row = &t->rows[i];
    if (!meets(v, row->contrast->row))
      continue;
    if (!first[i])
      first[i] = v;
    if (!add_group(b, &row->groups, v->group))
      return false;
    t->met = true;
  }
  return true;
}

static bool visit_all(pk_behaviours *b, const pk_meeting *meeting, pk_treated *t,
                      const visitor **first) {
  for (int side = 0; side < 2; side++)
    for (int g = 0; g < b->model[side]->group_count; g++)
      for (int s = 0; s < b->model[side]->stage_count; s++) {
        if (!meeting->group[side][g] || !meeting->stage[side][s])
          continue;
        visitor *v = PK_NEW(b->arena, visitor);
        if (!v)
          return false;
        *v = (visitor){b, t, side, &b->model[side]->groups[g], &b->model[side]->stages[s], NULL};
        if (!find_fitting(b->arena, v) || !visit(b, v, t, first))
          return false;
      }
  return true;
}

bool pk_find_met(pk_behaviours *behaviours, const pk_meeting *meeting, pk_treated *treated) {
  const pk_product *product = treated->difference.decision->product;
  pk_arena *arena = behaviours->arena;
  int count = treated->difference.contrasts.count;
  int *usual = PK_NEW_ARRAY(arena, int, (size_t)product->axis_count);
  const visitor **first = PK_NEW_ARRAY(arena, const visitor *, (size_t)count);
  treated->rows = PK_NEW_ARRAY(arena, pk_treated_row, (size_t)count);
  if (!treated->rows || !usual || !first || !find_usual(arena, product, usual))
    return false;
  for (int i = 0; i < count; i++)
    treated->rows[i].contrast = PK_AT(treated->difference.contrasts, pk_contrast, i);
  bool good = visit_all(behaviours, meeting, treated, first);
  for (int i = 0; good && i < count; i++)
    good = make_example(behaviours, first[i], treated, &treated->rows[i], usual);
  return good;
}
