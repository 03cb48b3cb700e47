/* Why a row of a table answers as it does: reasons are looked for in some of its combinations. */
#include "rules/desk/decision.h"

/* So many of them, evenly spread. */
enum { SAMPLES_MAX = 4096 };

typedef struct samples {
  pk_arena *arena;
  int count;
  const int **raw; /* by variable of the subject's book */
} samples;

static bool take(samples *s, const pk_decision *decision, const pk_decision_row *row, int subject) {
  const pk_product *product = decision->product;
  size_t variables = (size_t)product->subjects[subject].law->book->variables.count, seen = 0;
  size_t step = row->feasible / SAMPLES_MAX + 1;
  s->raw = PK_NEW_ARRAY(s->arena, const int *, row->feasible / step + 1);
  for (size_t i = 0; s->raw && seen < row->feasible && i < product->count; i++) {
    if (!pk_product_feasible(product, i) || !pk_decision_in(decision, row, i) || seen++ % step != 0)
      continue;
    int *values = PK_NEW_ARRAY(s->arena, int, variables);
    if (!values)
      return false;
    pk_product_raw(product, i, subject, values);
    s->raw[s->count++] = values;
  }
  return s->raw != NULL;
}

bool pk_decision_reasons(pk_arena *arena, const pk_decision *decision, const pk_decision_row *row,
                         int subject, pk_reasons *reasons, polku_report *report) {
  samples s = {.arena = pk_arena_new()};
  *reasons = (pk_reasons){0};
  bool good = s.arena && take(&s, decision, row, subject) &&
              pk_reasons_of(arena, &decision->product->subjects[subject], s.raw, s.count, reasons);
  pk_arena_free(s.arena);
  if (!good)
    pk_report_memory(report);
  return good;
}
