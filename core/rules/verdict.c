/* Comparing answers over a product of classes, and telling where they differ. */
#include "rules/verdict.h"

#include "rules/say.h"
#include "rules/telling.h"
#include <stdlib.h>
#include <string.h>

/* Combinations up to which every single class is tried; beyond it whole axes only. */
enum { CLASSES_TRIED_MAX = 1 << 16 };

typedef struct comparison {
  const pk_product *product;
  const int64_t *answers[2];
  size_t at;    /* the first combination that differs */
  bool **holds; /* [axis][class]: the difference is the same there */
  pk_rule_form form;
  const char *unit;
} comparison;

static bool differs(int64_t a, int64_t b, int wanted) {
  return ((wanted & PK_LARGER) && b > a) || ((wanted & PK_SMALLER) && b < a);
}

static bool ruled(const int64_t *answers, size_t at) {
  return answers[at] != PK_NOT_RULED;
}

static bool find_first(comparison *c, int wanted) {
  for (size_t at = 0; at < c->product->count; at++)
    if (pk_product_feasible(c->product, at) && ruled(c->answers[0], at) &&
        ruled(c->answers[1], at) && differs(c->answers[0][at], c->answers[1][at], wanted)) {
      c->at = at;
      return true;
    }
  return false;
}

/* --- what of a combination matters */

static bool within(const comparison *c, size_t at) {
  for (int a = 0; a < c->product->axis_count; a++)
    if (!c->holds[a][pk_product_class(c->product, at, a)])
      return false;
  return true;
}

/* Whether all that is kept so far answers as the first combination does. */
static bool uniform(const comparison *c) {
  if (!pk_work(c->product->book, c->product->count))
    return false;
  for (size_t at = 0; at < c->product->count; at++)
    if ((c->answers[0][at] != c->answers[0][c->at] || c->answers[1][at] != c->answers[1][c->at]) &&
        pk_product_feasible(c->product, at) && within(c, at))
      return false;
  return true;
}

static void widen(comparison *c, int axis) {
  const pk_axis *about = &c->product->axes[axis];
  bool *holds = c->holds[axis];
  int own = pk_product_class(c->product, c->at, axis);
  for (int k = 0; k < about->size; k++)
    holds[k] = true;
  if (uniform(c))
    return;
  for (int k = 0; k < about->size; k++)
    holds[k] = k == own;
  for (int k = 0; c->product->count <= CLASSES_TRIED_MAX && k < about->size; k++) {
    holds[k] = true;
    holds[k] = k == own || uniform(c);
  }
}

/* Clocks are let go first, places last: people think of places first. */
static bool widen_all(pk_arena *arena, comparison *c) {
  int count = c->product->axis_count;
  c->holds = PK_NEW_ARRAY(arena, bool *, (size_t)count);
  for (int a = 0; c->holds && a < count; a++) {
    c->holds[a] = PK_NEW_ARRAY(arena, bool, (size_t)c->product->axes[a].size);
    if (!c->holds[a])
      return false;
    c->holds[a][pk_product_class(c->product, c->at, a)] = true;
  }
  for (int a = count - 1; c->holds && a >= 0; a--)
    widen(c, a);
  return c->holds != NULL;
}

/* --- in words */

static bool matters(const comparison *c, int axis) {
  for (int k = 0; k < c->product->axes[axis].size; k++)
    if (!c->holds[axis][k])
      return true;
  return false;
}

static bool has(const comparison *c, int axis, int raw) {
  return c->holds[axis][c->product->axes[axis].klass[raw]];
}

static bool is_number(const pk_book *book, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  return !attribute || attribute->type == PK_TYPE_INT;
}

/* "association, foundation"; of numbers runs: "15–24, 50–54 years". */
static void say_values(pk_text *out, const comparison *c, int axis, int variable, polku_lang lang) {
  const pk_book *book = c->product->book;
  int size = c->product->axes[axis].variable->size;
  bool some = false;
  for (int raw = 0; raw < size; raw++) {
    int last = raw;
    if (!has(c, axis, raw))
      continue;
    while (is_number(book, variable) && last + 1 < size && has(c, axis, last + 1))
      last++;
    if (some)
      pk_text_add(out, ", ");
    if (last > raw) {
      const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
      pk_text_addf(out, "%lld–", (attribute ? attribute->low : 0) + raw);
    }
    pk_say_value(out, book, variable, last, lang);
    some = true;
    raw = last;
  }
}

/* One run of numbers that reaches an end of the range is told by its other end. */
static void say_axis(pk_text *out, const comparison *c, int axis, polku_lang lang) {
  const pk_book *book = c->product->book;
  int variable = c->product->subject_variable[0][axis],
      size = c->product->axes[axis].variable->size;
  int runs = 0, first = -1, last = -1;
  for (int raw = 0; raw < size; raw++)
    if (has(c, axis, raw)) {
      runs += raw == 0 || !has(c, axis, raw - 1);
      first = first < 0 ? raw : first;
      last = raw;
    }
  const char *key = "rules.explain.exactly";
  pk_text value = PK_TEXT_EMPTY;
  if (is_number(book, variable) && runs == 1 && last == size - 1 && first < last) {
    key = "rules.explain.at_least";
    pk_say_value(&value, book, variable, first, lang);
  } else if (is_number(book, variable) && runs == 1 && first == 0 && last > 0) {
    key = "rules.explain.at_most";
    pk_say_value(&value, book, variable, last, lang);
  } else {
    say_values(&value, c, axis, variable, lang);
  }
  pk_word_add(out, lang, key, "name", pk_say_variable(book, variable, lang), "value",
              value.data ? value.data : "–", NULL);
  out->failed = out->failed || value.failed;
  pk_text_free(&value);
}

static void say_whom(pk_text *out, polku_lang lang, const void *about) {
  const comparison *c = about;
  bool some = false;
  for (int a = 0; a < c->product->axis_count; a++) {
    if (!matters(c, a))
      continue;
    if (some)
      pk_text_add(out, "; ");
    say_axis(out, c, a, lang);
    some = true;
  }
  if (!some)
    pk_text_add(out, pk_word(lang, "rules.verdict.everyone"));
}

static void say_first(pk_text *out, polku_lang lang, const void *about) {
  const comparison *c = about;
  pk_say_answer(out, c->form, c->unit, c->answers[0][c->at], lang);
}

static void say_second(pk_text *out, polku_lang lang, const void *about) {
  const comparison *c = about;
  pk_say_answer(out, c->form, c->unit, c->answers[1][c->at], lang);
}

/* --- the whole */

static bool find_reasons(pk_arena *scratch, const comparison *c, pk_reason by[2]) {
  int *raw = PK_NEW_ARRAY(scratch, int, (size_t)c->product->book->variables.count);
  for (int s = 0; raw && s < 2; s++) {
    const int *const sample = raw;
    pk_reasons reasons;
    pk_product_raw(c->product, c->at, s, raw);
    if (!pk_reasons_of(scratch, &c->product->subjects[s], &sample, 1, &reasons))
      return false;
    const pk_reason *first = pk_reasons_first(&reasons);
    if (first)
      by[s] = *first;
  }
  return raw != NULL;
}

static bool no_memory(polku_report *report) {
  pk_report_memory(report);
  return false;
}

/* Everything that is needed once only lives in `scratch`: a million combinations are 16 MB. */
static bool compare(comparison *c, pk_arena *scratch, const pk_verdict_wanted *wanted,
                    polku_report *report) {
  c->product = pk_product_new(scratch, wanted->subjects, 2, report);
  if (!c->product)
    return false;
  for (int s = 0; s < 2; s++) {
    int64_t *answers = PK_NEW_ARRAY(scratch, int64_t, c->product->count);
    if (!answers)
      return no_memory(report);
    if (!pk_product_answers(c->product, s, answers, report))
      return false;
    c->answers[s] = answers;
  }
  return true;
}

static bool tell(comparison *c, pk_arena *scratch, pk_arena *arena, polku_report *report,
                 pk_verdict *verdict) {
  if (!widen_all(scratch, c) || !find_reasons(scratch, c, verdict->by))
    return no_memory(report);
  verdict->answers[0] = c->answers[0][c->at];
  verdict->answers[1] = c->answers[1][c->at];
  verdict->whom = pk_tell(arena, report, say_whom, c);
  verdict->told[0] = pk_tell(arena, report, say_first, c);
  verdict->told[1] = pk_tell(arena, report, say_second, c);
  return !polku_report_failed(report);
}

bool pk_verdict_new(pk_arena *arena, const pk_verdict_wanted *wanted, polku_report *report,
                    pk_verdict *verdict) {
  comparison c = {.form = wanted->subjects[0].rule.form, .unit = wanted->unit};
  pk_arena *scratch = pk_arena_new();
  *verdict = (pk_verdict){0};
  bool good = scratch ? compare(&c, scratch, wanted, report) : no_memory(report);
  if (good) {
    verdict->combinations = c.product->feasible_count;
    verdict->differs = find_first(&c, wanted->look_for);
  }
  if (verdict->differs)
    good = tell(&c, scratch, arena, report, verdict);
  pk_arena_free(scratch);
  return good && pk_work_done(wanted->subjects[0].law->book, report);
}
