/* Who is where over time: a small chart for each stage, all on one scale, so that a tall area is
 * many people wherever it stands. Beyond a dozen stages the fullest are drawn; the table has all.
 */
#include "draw/report/chart.h"

#include "base/words.h"

#include <math.h>

enum { PANELS_MOST = 12 };

static double peak(const polku_result *r, int stage) {
  double most = 0;
  for (int t = 0; t <= r->horizon; t++)
    most = fmax(most, r->all.occupancy[t * r->stage_count + stage]);
  return most;
}

/* Whether somebody of the third sector may host there. */
static bool third_hosts(const pk_story *s, int stage) {
  const pk_stage *at = &s->model->stages[stage];
  for (int i = 0; i < at->standing_count; i++) {
    int role = s->rules->standing_role[stage][i];
    if (s->model->actors[at->standings[i].actor].sector == PK_THIRD && role >= 0 &&
        s->rules->roles[role].host)
      return true;
  }
  return false;
}

/* Whether this stage is one of the PANELS_MOST in which most time is spent. */
static bool among_fullest(const polku_result *r, int stage) {
  int before = 0;
  for (int i = 0; i < r->stage_count; i++)
    before += !r->stage_passage[i] &&
              (r->all.person_months[i] > r->all.person_months[stage] ||
               (r->all.person_months[i] == r->all.person_months[stage] && i < stage));
  return !r->stage_passage[stage] && before < PANELS_MOST;
}

static void tell_panels(pk_story *s) {
  const polku_result *r = s->result;
  pk_text svg = PK_TEXT_EMPTY;
  double most = 0;
  int parts, left_out = 0;
  for (int i = 0; i < r->stage_count; i++)
    most = fmax(most, r->stage_passage[i] ? 0 : peak(r, i));
  double top = pk_round_top(most, &parts);
  for (int i = 0; i < r->stage_count; i++) {
    const char *last = pk_told_number(s, r->all.occupancy[r->horizon * r->stage_count + i], 1);
    left_out += !r->stage_passage[i] && !among_fullest(r, i);
    if (!among_fullest(r, i))
      continue;
    pk_chart_panel(s, &svg,
                   &(pk_panel){.name = s->map->stages[i].head,
                               .told = pk_map_fill(s->map, "page.panel", "last", last, "peak",
                                                   pk_told_number(s, peak(r, i), 1), NULL),
                               .values = r->all.occupancy + i,
                               .stride = r->stage_count,
                               .strong = third_hosts(s, i),
                               .top = top,
                               .parts = parts});
  }
  pk_tell_panels(s, "occupancy",
                 left_out ? pk_map_fill(s->map, "page.time.caption.most", "count",
                                        pk_told_number(s, PANELS_MOST, 0), NULL)
                          : pk_word(s->lang, "page.time.caption"),
                 &svg);
}

static void tell_table(pk_story *s) {
  static const pk_column heads[] = {{"peak", "result.fullest"},
                                    {"person_months", "page.person-months"}};
  const polku_result *r = s->result;
  polku_tables *t = s->tables;
  int step = pk_table_times(r, 5);
  pk_tell_table_begin(s, "occupancy", "page.time.table", NULL);
  pk_table_column(t, "stage", "page.stage");
  for (int at = 0; at <= r->horizon; at += step) {
    pk_text id = PK_TEXT_EMPTY;
    pk_text_addf(&id, "at_%d", at);
    pk_table_column(t, pk_map_keep(s->map, &id), pk_told_steps(s, "short-", at));
  }
  if (r->horizon % step)
    pk_table_column(t, "at_end", "result.at-end");
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < r->stage_count; i++) {
    if (r->stage_passage[i])
      continue;
    pk_table_named(t, r->stages[i].id, pk_told_stage(s, i));
    for (int at = 0; at <= r->horizon; at += step)
      pk_table_number(t, r->all.occupancy[at * r->stage_count + i], 1);
    if (r->horizon % step)
      pk_table_number(t, r->all.occupancy[r->horizon * r->stage_count + i], 1);
    pk_table_number(t, peak(r, i), 1);
    pk_table_number(t, r->all.person_months[i], 0);
  }
  pk_tell_table_end(s);
}

void pk_page_occupancy(pk_story *s) {
  pk_tell_section(s, "time", "page.time.heading");
  PK_TELL(s, NULL, "page.time.lead", NULL);
  tell_panels(s);
  tell_table(s);
}
