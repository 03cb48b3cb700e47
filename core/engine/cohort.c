/* A cohort's beginning and end: a chain is marked, named, numbered. */
#include "base/text.h"
#include "engine/cohort_rows.h"

#include <stdlib.h>

/* Marked states and points together; and links of marked states, and cells. */
#define MOST_MARKED ((size_t)4000000)
#define MOST_ROOM ((size_t)1 << 26)

static bool refuse_large(size_t most, polku_report *report) {
  char limit[32];
  pk_number_text(limit, (double)most);
  pk_report_add(report, NULL, "E-COHORT-LARGE", "limit", limit, NULL);
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

/* From marks and names, which are needed no longer after it. */
static bool number(pk_cohort *c, const pk_marks *marks, polku_report *report) {
  pk_cohort_names names;
  pk_arena *arena = pk_arena_new();
  bool large = false;
  c->law = marks->law;
  bool good = arena && pk_cohort_name(c, &names, arena) && pk_cohort_rows(c, &names) &&
              pk_cohort_number(c, marks, &names, MOST_ROOM, &large);
  pk_arena_free(arena);
  if (!good && large)
    return refuse_large(MOST_ROOM, report);
  if (!good)
    pk_report_memory(report);
  return good;
}

static bool mark(pk_cohort *c, polku_report *report) {
  const pk_marks_of of = {c->of.model, c->of.rules,   c->of.chain,
                          c->of.hosts, c->of.origins, MOST_MARKED};
  pk_marks marks;
  pk_marks_outcome outcome = pk_marks_start(&marks, &of, c->arena);
  bool good = outcome == PK_MARKED && number(c, &marks, report);
  if (outcome == PK_MARKS_LARGE)
    refuse_large(MOST_MARKED, report);
  if (outcome == PK_MARKS_MEMORY)
    pk_report_memory(report);
  pk_marks_end(&marks);
  return good;
}

static bool compile(pk_cohort *c, polku_report *report) {
  if (!order_origins(c) || !make_pool(c) || !make_powers(c)) {
    pk_report_memory(report);
    return false;
  }
  return mark(c, report) && pk_cohort_counts_fit(c, report);
}

pk_cohort *pk_cohort_new(const pk_walk_of *of, polku_report *report) {
  if (!pk_cohort_nobody_lost(of, report))
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
  if (cohort)
    pk_arena_free(cohort->arena);
}
