/* A cohort's beginning and end: what it is compiled from, and when it must be refused. */
#include "base/text.h"
#include "engine/cohort_rows.h"

#include <math.h>
#include <stdlib.h>

/* Marked states and points; and the room for who is on the way, in counts. */
#define MOST_MARKED ((size_t)4000000)
#define MOST_CELLS ((size_t)1 << 26)

/* The largest count that a tally can hold, with room for luck above the mean. */
#define MOST_COUNT 0x1p62

/* Within half a client of the whole nobody can be missed. */
#define MOST_LOST 0.5

/* ------------------------------------------------------------------------------------ refusing */

static bool refuse_large(polku_report *report) {
  char limit[32];
  pk_number_text(limit, (double)MOST_MARKED);
  pk_report_add(report, NULL, "E-COHORT-LARGE", "limit", limit, NULL);
  return false;
}

static bool nobody_lost(const pk_walk_of *of, polku_report *report) {
  double written = 0;
  for (size_t i = 0; i < of->chain->start_count; i++)
    written += of->chain->start_amount[i];
  double lost = written > 0 ? of->chain->lost / written * of->origins->people : 0;
  if (!(lost > MOST_LOST))
    return true;
  char people[32], all[32];
  pk_number_text(people, lost);
  pk_number_text(all, of->origins->people);
  pk_report_add(report, NULL, "E-COHORT-LOST", "lost", people, "people", all, NULL);
  return false;
}

static bool counts_fit(const pk_cohort *c, polku_report *report) {
  double most = MOST_COUNT / pk_cohort_growth(c);
  if (c->of.origins->people <= most)
    return true;
  char people[32], limit[32];
  double digits = pow(10, floor(log10(most)));
  pk_number_text(people, c->of.origins->people);
  pk_number_text(limit, floor(most / digits) * digits);
  pk_report_add(report, NULL, "E-COHORT-MANY", "people", people, "limit", limit, NULL);
  return false;
}

/* --------------------------------------------------------------------------------------- making */

typedef struct coming {
  int time, index;
} coming;

static int by_time(const void *a, const void *b) {
  const coming *p = a, *q = b;
  return p->time != q->time ? (p->time > q->time) - (p->time < q->time)
                            : (p->index > q->index) - (p->index < q->index);
}

/* Origins stand by group; in each they are put in the order in which they come. */
static bool order_origins(pk_cohort *c) {
  const pk_origins *origins = c->of.origins;
  int groups = c->of.chain->group_count, at = 0;
  coming *list = malloc(((size_t)origins->count + 1) * sizeof *list);
  c->begin_first = PK_NEW_ARRAY(c->arena, int, (size_t)groups + 1);
  c->begin_order = PK_NEW_ARRAY(c->arena, int, (size_t)origins->count);
  bool good = list && c->begin_first && c->begin_order;
  for (int g = 0; good && g < groups; g++) {
    int first = at;
    for (; at < origins->count && origins->list[at].group == g; at++)
      list[at] = (coming){origins->list[at].time, at};
    qsort(list + first, (size_t)(at - first), sizeof *list, by_time);
    for (int i = first; i < at; i++)
      c->begin_order[i] = list[i].index;
    c->begin_first[g + 1] = at;
  }
  free(list);
  return good;
}

/* When a point can first be reached, whatever the marks. */
static int32_t *first_times(const pk_chain *chain) {
  int32_t *first = malloc((chain->point_count + 1) * sizeof *first);
  for (size_t y = 0; first && y < chain->point_count; y++)
    first[y] = chain->horizon;
  for (size_t x = 0; first && x < chain->entry_count; x++)
    for (size_t k = chain->entry_row[x]; k < chain->entry_row[x + 1]; k++) {
      int32_t time = chain->entry_time[x] + chain->link_length[k];
      if (time < first[chain->link_point[k]])
        first[chain->link_point[k]] = time;
    }
  return first;
}

static bool make_cells(pk_cohort *c) {
  const pk_chain *chain = c->of.chain;
  int32_t *first = first_times(chain);
  c->cell_from = PK_NEW_ARRAY(c->arena, int64_t, c->marks.point_count);
  bool good = first && c->cell_from;
  for (size_t i = 0; good && i < c->marks.point_count; i++) {
    size_t y = (size_t)c->marks.point_point[i];
    bool passage = y >= chain->passage_from;
    c->cell_from[i] = (int64_t)c->cell_count - (passage ? 0 : first[y]);
    c->cell_count += passage ? 1 : (size_t)(chain->horizon - first[y]) + 1;
  }
  free(first);
  return good;
}

static bool anybody_hosts(const pk_hosts *hosts, int epoch, int stage) {
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++)
    if (hosts->share[epoch * hosts->count + h] > 0)
      return true;
  return false;
}

static bool make_pool(pk_cohort *c) {
  int epochs = c->of.hosts->epoch_count, stages = c->of.chain->stage_count;
  c->pool = PK_NEW_ARRAY(c->arena, int, (size_t)epochs *(size_t)stages);
  for (int i = 0; c->pool && i < epochs * stages; i++) {
    bool hosted = !c->of.model->stages[i % stages].passage &&
                  anybody_hosts(c->of.hosts, i / stages, i % stages);
    c->pool[i] = hosted ? c->pool_count : -1;
    c->pool_count += hosted ? PK_SIDES : 0;
  }
  return c->pool != NULL;
}

static bool make_powers(pk_cohort *c) {
  size_t rows = (size_t)c->of.chain->horizon + 1;
  c->power = PK_NEW_ARRAY(c->arena, double, (size_t)c->of.model->account_count *rows);
  for (int a = 0; c->power && a < c->of.model->account_count; a++) {
    double *power = c->power + (size_t)a * rows;
    power[0] = 1;
    for (size_t t = 1; t < rows; t++)
      power[t] = power[t - 1] * (c->of.discount ? c->of.discount[a] : 1);
  }
  return c->power != NULL;
}

static bool compile(pk_cohort *c, polku_report *report) {
  const pk_marks_of of = {c->of.model, c->of.rules,   c->of.chain,
                          c->of.hosts, c->of.origins, MOST_MARKED};
  pk_marks_outcome outcome = pk_marks_start(&c->marks, &of, c->arena);
  if (outcome == PK_MARKS_LARGE)
    return refuse_large(report);
  if (outcome != PK_MARKED || !order_origins(c) || !make_cells(c) || !make_pool(c) ||
      !make_powers(c)) {
    pk_report_memory(report);
    return false;
  }
  if (c->cell_count > MOST_CELLS)
    return refuse_large(report);
  if (!pk_cohort_rows(c)) {
    pk_report_memory(report);
    return false;
  }
  return counts_fit(c, report);
}

pk_cohort *pk_cohort_new(const pk_walk_of *of, polku_report *report) {
  if (!nobody_lost(of, report))
    return NULL;
  pk_arena *arena = pk_arena_new();
  pk_cohort *cohort = arena ? PK_NEW(arena, pk_cohort) : NULL;
  if (!cohort) {
    pk_report_memory(report);
    pk_arena_free(arena);
    return NULL;
  }
  cohort->arena = arena;
  cohort->of = *of;
  if (compile(cohort, report))
    return cohort;
  pk_cohort_free(cohort);
  return NULL;
}

void pk_cohort_free(pk_cohort *cohort) {
  if (!cohort)
    return;
  pk_marks_end(&cohort->marks);
  pk_arena_free(cohort->arena);
}
