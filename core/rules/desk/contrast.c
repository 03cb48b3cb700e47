/* Whom two laws treat differently by one rule: every sort of client and place that either can tell
 * apart is asked of both, and those with two answers become few rows. */
#include "rules/desk/contrast.h"

#include <string.h>

static void *no_memory(pk_contrasting *f) {
  pk_report_memory(f->report);
  f->failed = true;
  return NULL;
}

typedef struct pair {
  int64_t of[2];
} pair;

/* Pairs of answers get numbers by where they come first; 0 is "the same". */
typedef struct pairs {
  int64_t *a, *b;   /* by combination */
  int64_t *numbers; /* by combination: of its pair */
  pair *list;
  int count;
  uint32_t *slots; /* by hash: number of a pair, 0 where there is none */
  size_t mask;     /* slots less one; they are a power of two */
} pairs;

static size_t hash_of(pair p) {
  uint64_t hash = (uint64_t)p.of[0] * UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)p.of[1];
  hash *= UINT64_C(0xff51afd7ed558ccd);
  return (size_t)(hash ^ hash >> 32);
}

static int64_t number_of(pairs *p, int64_t a, int64_t b) {
  if (a == b)
    return 0;
  pair made = {{a, b}};
  if (a == PK_NOT_RULED)
    made.of[1] = PK_RULED;
  else if (b == PK_NOT_RULED)
    made.of[0] = PK_RULED;
  size_t at = hash_of(made) & p->mask;
  for (; p->slots[at]; at = (at + 1) & p->mask) {
    const pair *known = &p->list[p->slots[at] - 1];
    if (known->of[0] == made.of[0] && known->of[1] == made.of[1])
      return p->slots[at];
  }
  p->list[p->count] = made;
  p->slots[at] = (uint32_t)++p->count;
  return p->count;
}

static bool make_room(pk_arena *scratch, size_t count, pairs *p) {
  size_t slots = 2;
  while (slots < 2 * count)
    slots *= 2;
  *p = (pairs){.a = PK_NEW_ARRAY(scratch, int64_t, count),
               .b = PK_NEW_ARRAY(scratch, int64_t, count),
               .numbers = PK_NEW_ARRAY(scratch, int64_t, count),
               .list = PK_NEW_ARRAY(scratch, pair, count),
               .slots = PK_NEW_ARRAY(scratch, uint32_t, slots),
               .mask = slots - 1};
  return p->a && p->b && p->numbers && p->list && p->slots;
}

static void pair_up(pk_contrasting *f, pk_arena *scratch, const pk_product *product, pairs *p) {
  if (!make_room(scratch, product->count, p)) {
    no_memory(f);
    return;
  }
  f->failed = !pk_product_answers(product, 0, p->a, f->report) ||
              !pk_product_answers(product, 1, p->b, f->report);
  for (size_t i = 0; !f->failed && i < product->count; i++)
    if (pk_product_feasible(product, i))
      p->numbers[i] = number_of(p, p->a[i], p->b[i]);
}

/* Whether some other value on one axis makes another pair of a combination. */
static bool turns_at(const pk_product *product, const int64_t *numbers, size_t at, int axis) {
  const pk_axis *of = &product->axes[axis];
  size_t base = at - of->stride * (size_t)pk_product_class(product, at, axis);
  for (int c = 0; c < of->size; c++) {
    size_t other = base + of->stride * (size_t)c;
    if (pk_product_feasible(product, other) && numbers[other] != numbers[at])
      return true;
  }
  return false;
}

static void measure(pk_contrasting *f, pk_difference *d, const int64_t *numbers) {
  const pk_product *product = d->decision->product;
  size_t *turns = PK_NEW_ARRAY(f->arena, size_t, (size_t)product->axis_count);
  if (!turns) {
    no_memory(f);
    return;
  }
  size_t values = 0;
  for (int axis = 0; axis < product->axis_count; axis++)
    values += (size_t)product->axes[axis].size;
  pk_work(product->book, product->count * values);
  f->failed = !pk_work_done(product->book, f->report);
  if (f->failed)
    return;
  for (size_t at = 0; at < product->count; at++) {
    if (!pk_product_feasible(product, at))
      continue;
    d->differing += numbers[at] != 0;
    for (int axis = 0; axis < product->axis_count; axis++)
      turns[axis] += turns_at(product, numbers, at, axis);
  }
  d->turns = turns;
}

static void add_contrasts(pk_contrasting *f, pk_difference *d, const pairs *p) {
  for (int i = 0; !f->failed && i < d->decision->row_count; i++) {
    const pk_decision_row *row = &d->decision->rows[i];
    pk_contrast *slot = row->answer ? pk_push(f->arena, &d->contrasts, sizeof *slot) : NULL;
    if (!row->answer)
      continue;
    if (!slot) {
      no_memory(f);
      return;
    }
    slot->row = row;
    for (int k = 0; !f->failed && k < 2; k++) {
      slot->answer[k] = p->list[row->answer - 1].of[k];
      f->failed = !pk_decision_reasons(f->arena, d->decision, row, k, &slot->reasons[k], f->report);
    }
  }
}

static void add_mismatch(pk_contrasting *f, pk_mismatch made) {
  for (int i = 0; i < f->mismatches->count; i++)
    if (strcmp(PK_AT(*f->mismatches, pk_mismatch, i)->id, made.id) == 0)
      return;
  pk_mismatch *slot = pk_push(f->arena, f->mismatches, sizeof *slot);
  if (slot)
    *slot = made;
  else
    no_memory(f);
}

static bool same_ids(const char *const *a, int count, const char *const *b, int other) {
  bool same = count == other;
  for (int i = 0; same && i < count; i++)
    same = strcmp(a[i], b[i]) == 0;
  return same;
}

/* Whether a clock of both books counts the same months. */
static bool counts_alike(const pk_product *product, int axis) {
  const pk_memory *of[2];
  for (int s = 0; s < 2; s++) {
    const pk_book *book = product->subjects[s].law->book;
    int v = product->subject_variable[s][axis];
    const pk_variable *variable = v < 0 ? NULL : PK_AT(book->variables, pk_variable, v);
    if (!variable || variable->form == PK_READS_ATTRIBUTE || variable->form == PK_READS_ELAPSED)
      return true;
    of[s] = PK_AT(book->memories, pk_memory, variable->memory);
  }
  return of[0]->since_end == of[1]->since_end && !of[0]->resets_when == !of[1]->resets_when &&
         same_ids(of[0]->kinds, of[0]->kind_count, of[1]->kinds, of[1]->kind_count) &&
         same_ids(of[0]->resets, of[0]->reset_count, of[1]->resets, of[1]->reset_count);
}

/* What only one of the two knows among the variables of a product, or both know otherwise. */
static void add_mismatches(pk_contrasting *f, const pk_product *product) {
  for (int axis = 0; axis < product->axis_count; axis++) {
    const char *id = product->axes[axis].variable->id;
    for (int s = 0; s < 2; s++)
      if (product->subject_variable[s][axis] < 0)
        add_mismatch(f, (pk_mismatch){id, PK_ONLY_ONE, 1 - s});
    if (product->subject_value[0][axis] || product->subject_value[1][axis])
      add_mismatch(f, (pk_mismatch){id, PK_OTHER_VALUES, 0});
    if (!counts_alike(product, axis))
      add_mismatch(f, (pk_mismatch){id, PK_OTHER_COUNT, 0});
  }
}

/* What is needed for one comparison only lives in `scratch`. */
static void contrast(pk_contrasting *f, pk_arena *scratch, const pk_rule_key *rule,
                     pk_difference *d) {
  const pk_subject subjects[2] = {{d->law[0], *rule}, {d->law[1], *rule}};
  const pk_product *product = pk_product_new(f->arena, subjects, 2, f->report);
  pairs p = {0};
  f->failed = !product;
  if (!f->failed)
    pair_up(f, scratch, product, &p);
  if (f->failed)
    return;
  add_mismatches(f, product);
  if (p.count == 0)
    return;
  d->decision = pk_decision_of(f->arena, product, p.numbers, f->report);
  f->failed = f->failed || !d->decision;
  if (f->failed)
    return;
  for (int k = 0; k < 2; k++)
    d->unit[k] = pk_rule_unit(d->law[k], rule);
  add_contrasts(f, d, &p);
  if (!f->failed)
    measure(f, d, p.numbers);
}

bool pk_contrast_laws(pk_contrasting *how, const pk_rule_key *rule, const pk_law *const law[2],
                      pk_difference *d) {
  pk_arena *scratch = pk_arena_new();
  how->failed = false;
  *d = (pk_difference){.segment = d->segment, .law = {law[0], law[1]}};
  if (scratch)
    contrast(how, scratch, rule, d);
  else
    no_memory(how);
  pk_arena_free(scratch);
  return !how->failed;
}

/* --- the same difference elsewhere */

static bool same_text(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_reasons(const pk_reasons *a, const pk_reasons *b) {
  bool same = a->count == b->count;
  for (int i = 0; same && i < a->count; i++)
    same = same_text(a->at[i].id, b->at[i].id) && same_text(a->at[i].ref, b->at[i].ref);
  return same;
}

/* Whether a row's condition on an axis is that of another row, which may stand in other classes. */
static bool same_condition(const pk_product *p, int axis, const bool *in, const pk_product *q,
                           const pk_decision_row *other) {
  int k = pk_product_axis(q, p->axes[axis].variable->id);
  const bool *there = k < 0 ? NULL : other->in[k];
  if (!in || !there)
    return !in && !there;
  bool same = p->axes[axis].variable == q->axes[k].variable;
  for (int raw = 0; same && raw < p->axes[axis].variable->size; raw++)
    same = in[p->axes[axis].klass[raw]] == there[q->axes[k].klass[raw]];
  return same;
}

static bool same_row(const pk_difference *a, const pk_contrast *x, const pk_difference *b,
                     const pk_contrast *y) {
  const pk_product *p = a->decision->product, *q = b->decision->product;
  bool same = true;
  for (int k = 0; same && k < 2; k++)
    same = x->answer[k] == y->answer[k] && same_reasons(&x->reasons[k], &y->reasons[k]);
  for (int axis = 0; same && axis < p->axis_count; axis++)
    same = same_condition(p, axis, x->row->in[axis], q, y->row);
  for (int axis = 0; same && axis < q->axis_count; axis++)
    same = same_condition(q, axis, y->row->in[axis], p, x->row);
  return same;
}

bool pk_difference_same(const pk_difference *a, const pk_difference *b) {
  bool same = a->contrasts.count == b->contrasts.count && a->differing == b->differing &&
              a->decision->product->feasible_count == b->decision->product->feasible_count;
  for (int i = 0; same && i < a->contrasts.count; i++)
    same = same_row(a, PK_AT(a->contrasts, pk_contrast, i), b, PK_AT(b->contrasts, pk_contrast, i));
  return same;
}

/* --- what it hangs on */

int pk_difference_axis(const pk_difference *d, int before) {
  int best = -1;
  for (int k = 0; k < d->decision->product->axis_count; k++) {
    bool later = before < 0 || d->turns[k] < d->turns[before] ||
                 (d->turns[k] == d->turns[before] && k > before);
    if (d->turns[k] && later && (best < 0 || d->turns[k] > d->turns[best]))
      best = k;
  }
  return best;
}

const char *pk_say_why_refused(const pk_reasons *reasons, polku_lang lang) {
  for (int i = 0; i < reasons->count; i++) {
    const pk_reason *reason = &reasons->at[i];
    if (!reason->refuses)
      continue;
    const char *group = reason->group ? pk_name_text(&reason->group->why, lang, NULL) : NULL;
    return group ? group : reason->text ? pk_name_text(reason->text, lang, NULL) : NULL;
  }
  return NULL;
}

/* --- for programs */

void pk_json_contrast(pk_json *json, pk_rule_form form, const pk_difference *d,
                      const pk_contrast *contrast, polku_lang lang) {
  pk_json_given(json, d->decision, contrast->row);
  pk_json_integer_field(json, "combinations", (long long)contrast->row->feasible);
  pk_json_key(json, "answers");
  pk_json_array(json);
  for (int k = 0; k < 2; k++)
    pk_json_answer(json, form, contrast->answer[k]);
  pk_json_array_end(json);
  pk_json_key(json, "reasons");
  pk_json_array(json);
  for (int k = 0; k < 2; k++)
    pk_json_reasons(json, &contrast->reasons[k], lang);
  pk_json_array_end(json);
}

void pk_json_hangs_on(pk_json *json, const pk_difference *d) {
  pk_json_key(json, "hangs_on");
  pk_json_object(json);
  for (int k = pk_difference_axis(d, -1); k >= 0; k = pk_difference_axis(d, k))
    pk_json_integer_field(json, d->decision->product->axes[k].variable->id, (long long)d->turns[k]);
  pk_json_object_end(json);
}
