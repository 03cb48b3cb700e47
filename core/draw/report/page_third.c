/* The third sector's part: how many go through it, for how long, and what would be lost without
 * each organisation. "Went through" is not "because of": the page says so. */
#include "draw/report/chart.h"

#include "base/words.h"

#include <math.h>
#include <stdlib.h>

typedef struct one {
  int index; /* of result's third */
  double fall;
} one;

static int by_fall(const void *a, const void *b) {
  const one *x = a, *y = b;
  return x->fall < y->fall ? 1 : x->fall > y->fall ? -1 : x->index - y->index;
}

static double fall_of(const polku_result *r, int i) {
  return r->all.reliance[i * PK_FALLING + PK_EMPLOYMENT_RATIO] * r->all.people;
}

/* Where others host beside it and nothing seems to fall, what would is not known. */
static bool unknown(const polku_result *r, int i) {
  return !isfinite(fall_of(r, i)) || (r->third_unsure[i] && fabs(fall_of(r, i)) < 0.05);
}

static const char *fall_text(pk_story *s, int i) {
  double fall = fall_of(s->result, i);
  return unknown(s->result, i) ? pk_word(s->lang, "page.unknown")
         : fabs(fall) < 0.05   ? pk_told_number(s, 0, 1)
                               : pk_told_number(s, fall, 1);
}

static void tell_chart(pk_story *s, const one *list, int count) {
  enum { MOST = 12 };
  pk_bar bars[MOST];
  pk_text svg = PK_TEXT_EMPTY;
  int shown = count < MOST ? count : MOST;
  for (int i = 0; i < shown; i++)
    bars[i] = (pk_bar){.name = pk_told_name(s, &s->result->actors[s->result->third[list[i].index]]),
                       .told = fall_text(s, list[i].index),
                       .value = unknown(s->result, list[i].index) ? NAN : list[i].fall,
                       .low = NAN,
                       .high = NAN,
                       .strong = true};
  pk_chart_bars(s, &svg, pk_word(s->lang, "page.third.chart"), bars, shown, false);
  pk_tell_chart(s, "reliance", pk_word(s->lang, "page.third.caption"), &svg);
}

static void tell_table(pk_story *s, const one *list, int count) {
  const polku_result *r = s->result;
  polku_tables *t = s->tables;
  pk_tell_table_begin(s, "third_sector", "page.third.table", "page.third.note");
  pk_table_column(t, "actor", "page.actor");
  pk_table_column(t, "person_months", "page.third.months");
  pk_table_column(t, "employment_ratio_fall_people", "page.third.fewer");
  pk_table_column(t, "open_employment_ratio_fall_people", "page.third.fewer-open");
  for (int i = 0; i < count; i++) {
    int index = list[i].index, actor = r->third[index];
    bool known = !unknown(r, index);
    pk_table_named(t, r->actors[actor].id, pk_told_name(s, &r->actors[actor]));
    pk_table_number(t, r->all.host_months[actor], 1);
    pk_table_number(t, known ? list[i].fall : NAN, 1);
    pk_table_number(t,
                    known ? r->all.reliance[index * PK_FALLING + PK_OPEN_EMPLOYMENT_RATIO] *
                                r->all.people
                          : NAN,
                    1);
  }
  if (count > 1) {
    pk_table_word(t, "page.third.together");
    pk_table_number(t, r->all.sector_months[PK_THIRD], 1);
    pk_table_number(t, r->all.reliance_together[PK_EMPLOYMENT_RATIO] * r->all.people, 1);
    pk_table_number(t, r->all.reliance_together[PK_OPEN_EMPLOYMENT_RATIO] * r->all.people, 1);
  }
  pk_tell_table_end(s);
}

static void tell_unknown(pk_story *s) {
  const polku_result *r = s->result;
  pk_text names = PK_TEXT_EMPTY;
  for (int i = 0; i < r->unknown_count; i++) {
    pk_text_add(&names, i ? ", " : "");
    pk_text_add(&names, pk_told_stage(s, r->reliance_unknown[i]));
  }
  if (r->unknown_count > 0)
    PK_TELL(s, NULL, "result.reliance-unknown", "stages", pk_map_keep(s->map, &names), NULL);
}

static void tell_actors(pk_story *s) {
  const polku_result *r = s->result;
  one *list = PK_NEW_ARRAY(s->map->arena, one, (size_t)r->third_count);
  int count = 0;
  if (!list) {
    s->failed = true;
    return;
  }
  for (int i = 0; i < r->third_count; i++)
    list[count++] = (one){i, isfinite(fall_of(r, i)) ? fall_of(r, i) : -INFINITY};
  qsort(list, (size_t)count, sizeof *list, by_fall);
  tell_chart(s, list, count);
  tell_table(s, list, count);
}

void pk_page_third(pk_story *s) {
  const polku_result *r = s->result;
  pk_tell_section(s, "third-sector", "result.third");
  if (r->third_count == 0) {
    PK_TELL(s, NULL, "result.no-third", NULL);
    return;
  }
  if (isfinite(r->all.third_share))
    PK_POINT(s, "result.third-share", "share", pk_told_percent(s, r->all.third_share), NULL);
  if (isfinite(r->all.reach_of_employed))
    PK_POINT(s, "result.reach", "reach", pk_told_percent(s, r->all.reach), "employed",
             pk_told_percent(s, r->all.reach_of_employed), NULL);
  PK_TELL(s, NULL, "page.third.lead", NULL);
  tell_actors(s);
  tell_unknown(s);
}
