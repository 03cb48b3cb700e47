/* Finding whom two plugins treat differently: rule by rule, interval by interval, for every sort of
 * client and place that either can tell apart. */
#include "rules/desk/difference.h"

#include <stdlib.h>
#include <string.h>

typedef struct finder {
  pk_comparison *c;
  pk_arena *arena; /* of the first shelf: lives as long as the comparison */
  const polku_plugin_question *question;
  polku_report *report;
  pk_date date;
  bool failed;
} finder;

static void *no_memory(finder *f) {
  pk_report_memory(f->report);
  f->failed = true;
  return NULL;
}

/* --- which rules */

static bool is_asked(const finder *f, const pk_rule_key *rule, const pk_rule_key *asked) {
  const char *text = f->question->rule;
  return !text || strcmp(rule->kind, text) == 0 || (asked && pk_rule_key_same(rule, asked));
}

static void add_rules(finder *f, int which, const pk_rule_key *asked) {
  pk_shelf *shelf = &f->c->shelf[which];
  pk_list keys = pk_rule_keys(f->arena, shelf->book, shelf->plugin, -1);
  for (int i = 0; i < keys.count; i++) {
    const pk_rule_key *rule = PK_AT(keys, pk_rule_key, i);
    bool known = !is_asked(f, rule, asked);
    for (int k = 0; !known && k < f->c->rules.count; k++)
      known = pk_rule_key_same(&PK_AT(f->c->rules, pk_compared, k)->rule, rule);
    pk_compared *slot = known ? NULL : pk_push(f->arena, &f->c->rules, sizeof *slot);
    if (slot)
      slot->rule = *rule;
    else if (!known)
      no_memory(f);
  }
}

static void find_rules(finder *f) {
  pk_rule_key asked;
  bool is_key = f->question->rule && pk_rule_key_read(f->arena, f->question->rule, &asked);
  add_rules(f, 0, is_key ? &asked : NULL);
  add_rules(f, 1, is_key ? &asked : NULL);
  if (!f->failed && f->c->rules.count == 0 && f->question->rule) {
    pk_shelf_rules(&f->c->shelf[0], f->question->rule); /* says that there is none */
    f->failed = true;
  }
}

/* --- intervals in which neither law changes */

typedef struct stretch {
  pk_segment segment;
  const pk_law *law[2];
} stretch;

static const pk_rule_span *span_on(const pk_list *spans, pk_date date) {
  for (int i = 0; i < spans->count; i++) {
    const pk_rule_span *span = PK_AT(*spans, pk_rule_span, i);
    if (span->segment.first <= date && date <= span->segment.last)
      return span;
  }
  return NULL;
}

/* By rising dates: each begins where the last one ended, and ends where either law does. */
static pk_list stretches_of(finder *f, const pk_rule_key *rule) {
  pk_list spans[2], made = {0};
  for (int i = 0; i < 2; i++) {
    spans[i] = pk_rule_spans(&f->c->shelf[i], rule);
    f->failed = f->failed || !spans[i].count;
  }
  pk_date from = PK_DATE_FIRST;
  while (!f->failed) {
    const pk_rule_span *a = span_on(&spans[0], from), *b = span_on(&spans[1], from);
    stretch *slot = pk_push(f->arena, &made, sizeof *slot);
    if (!slot) {
      no_memory(f);
      break;
    }
    pk_date last = a->segment.last < b->segment.last ? a->segment.last : b->segment.last;
    *slot = (stretch){{from, last}, {a->law, b->law}};
    if (last == PK_DATE_LAST)
      break;
    from = last + 1;
  }
  return made;
}

/* --- one interval */

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

static void pair_up(finder *f, pk_arena *scratch, const pk_product *product, pairs *p) {
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

static void measure(finder *f, pk_difference *d, const int64_t *numbers) {
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

static void add_contrasts(finder *f, pk_difference *d, const pairs *p) {
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

static void add_mismatch(finder *f, pk_mismatch made) {
  for (int i = 0; i < f->c->mismatches.count; i++)
    if (strcmp(PK_AT(f->c->mismatches, pk_mismatch, i)->id, made.id) == 0)
      return;
  pk_mismatch *slot = pk_push(f->arena, &f->c->mismatches, sizeof *slot);
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
static void add_mismatches(finder *f, const pk_product *product) {
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

static bool same_contrasts(const pk_difference *a, const pk_difference *b);

/* Adds a difference, or lets the one before go on. */
static void add_difference(finder *f, pk_compared *compared, const pk_difference *d) {
  int count = compared->differences.count;
  pk_difference *before = count ? PK_AT(compared->differences, pk_difference, count - 1) : NULL;
  if (before && before->segment.last + 1 == d->segment.first && same_contrasts(before, d)) {
    before->segment.last = d->segment.last;
    return;
  }
  pk_difference *slot = pk_push(f->arena, &compared->differences, sizeof *slot);
  if (slot)
    *slot = *d;
  else
    no_memory(f);
}

/* What is needed for one stretch only lives in `scratch`. */
static void compare(finder *f, pk_arena *scratch, pk_compared *compared, const stretch *at) {
  const pk_subject subjects[2] = {{at->law[0], compared->rule}, {at->law[1], compared->rule}};
  const pk_product *product = pk_product_new(f->arena, subjects, 2, f->report);
  pairs p = {0};
  f->failed = f->failed || !product;
  if (!f->failed)
    pair_up(f, scratch, product, &p);
  if (f->failed)
    return;
  add_mismatches(f, product);
  if (p.count == 0)
    return;
  pk_difference d = {.segment = at->segment, .law = {at->law[0], at->law[1]}};
  d.decision = pk_decision_of(f->arena, product, p.numbers, f->report);
  f->failed = f->failed || !d.decision;
  if (f->failed)
    return;
  for (int k = 0; k < 2; k++)
    d.unit[k] = pk_rule_unit(at->law[k], &compared->rule);
  add_contrasts(f, &d, &p);
  if (!f->failed)
    measure(f, &d, p.numbers);
  if (!f->failed)
    add_difference(f, compared, &d);
}

static void compare_on(finder *f, pk_compared *compared, const stretch *at) {
  pk_arena *scratch = pk_arena_new();
  if (scratch)
    compare(f, scratch, compared, at);
  else
    no_memory(f);
  pk_arena_free(scratch);
}

/* --- the same difference on other days */

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

static bool same_contrasts(const pk_difference *a, const pk_difference *b) {
  bool same = a->contrasts.count == b->contrasts.count && a->differing == b->differing &&
              a->decision->product->feasible_count == b->decision->product->feasible_count;
  for (int i = 0; same && i < a->contrasts.count; i++)
    same = same_row(a, PK_AT(a->contrasts, pk_contrast, i), b, PK_AT(b->contrasts, pk_contrast, i));
  return same;
}

/* --- all rules */

static void compare_all(finder *f) {
  for (int i = 0; !f->failed && i < f->c->rules.count; i++) {
    pk_compared *compared = PK_AT(f->c->rules, pk_compared, i);
    pk_list stretches = stretches_of(f, &compared->rule);
    for (int k = 0; !f->failed && k < stretches.count; k++) {
      const stretch *at = PK_AT(stretches, stretch, k);
      if (!f->question->date || (at->segment.first <= f->date && f->date <= at->segment.last))
        compare_on(f, compared, at);
    }
  }
}

bool pk_comparison_open(pk_comparison *c, const polku_plugin_question *question,
                        polku_report *report) {
  *c = (pk_comparison){0};
  finder f = {.c = c, .question = question, .report = report};
  if (question->date && !pk_date_read(question->date, &f.date)) {
    pk_report_add(report, NULL, "E-EXPLAIN-DATE", "name", question->date, NULL);
    return false;
  }
  bool first = pk_shelf_open(&c->shelf[0], question->folders, question->plugin, report);
  bool second = pk_shelf_open(&c->shelf[1], question->folders, question->other, report);
  if (!first || !second)
    return false;
  f.arena = c->shelf[0].arena;
  find_rules(&f);
  if (!f.failed)
    compare_all(&f);
  return !f.failed && pk_work_done(c->shelf[0].book, report) &&
         pk_work_done(c->shelf[1].book, report);
}

void pk_comparison_close(pk_comparison *c) {
  pk_shelf_close(&c->shelf[0]);
  pk_shelf_close(&c->shelf[1]);
}
