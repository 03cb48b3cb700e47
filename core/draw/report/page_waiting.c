/* Places and who waits for them; money and other amounts. */
#include "draw/report/chart.h"

#include "base/words.h"

#include <math.h>

/* ------------------------------------------------------------------------------------- places */

static double months_of(const polku_result *r, double steps) {
  return steps * pk_step_months(r->step);
}

static int whole(double value) {
  return fabs(value - round(value)) < 0.05 ? 0 : 1;
}

static void door_row(pk_story *s, const pk_door *door) {
  polku_tables *t = s->tables;
  const polku_result *r = s->result;
  pk_table_named(t, r->stages[door->stage].id, pk_told_stage(s, door->stage));
  pk_table_number(t, door->places, whole(door->places));
  pk_table_share(t, door->used);
  pk_table_number(t, door->came, 1);
  pk_table_number(t, door->let_in, 1);
  pk_table_number(t, door->gave_up + door->turned_away, 1);
  pk_table_number(t, months_of(r, door->waited), 1);
  pk_table_number(t, door->longest_queue, 1);
}

static void tell_doors(pk_story *s) {
  static const pk_column heads[] = {{"stage", "page.stage"},
                                    {"places", "result.places"},
                                    {"used", "result.used"},
                                    {"came", "page.waiting.came"},
                                    {"let_in", "page.waiting.let-in"},
                                    {"left", "page.waiting.left"},
                                    {"months_waited", "page.waiting.months"},
                                    {"longest_queue", "result.queue"}};
  const polku_result *r = s->result;
  polku_tables *t = s->tables;
  pk_tell_table_begin(s, "waiting", "page.waiting.table", "page.waiting.note");
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < r->door_count; i++)
    door_row(s, &r->all.doors[i]);
  pk_tell_table_end(s);
}

/* Whose places they are, and how full. */
static void tell_stands(pk_story *s) {
  static const pk_column heads[] = {{"actor", "page.actor"},
                                    {"stage", "page.stage"},
                                    {"places", "result.places"},
                                    {"used", "result.used"},
                                    {"person_months", "page.person-months"}};
  const polku_result *r = s->result;
  polku_tables *t = s->tables;
  if (r->stand_count < 2)
    return;
  pk_tell_table_begin(s, "places", "page.places.table", NULL);
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < r->stand_count; i++) {
    const pk_stand *stand = &r->stands[i];
    pk_table_named(t, r->actors[stand->actor].id, pk_told_name(s, &r->actors[stand->actor]));
    pk_table_named(t, r->stages[stand->stage].id, pk_told_stage(s, stand->stage));
    pk_table_number(t, stand->places, whole(stand->places));
    pk_table_share(t, stand->used);
    pk_table_number(t, stand->months, 1);
  }
  pk_tell_table_end(s);
}

/* Queues over time, where there are any. */
static void tell_queues(pk_story *s) {
  const polku_result *r = s->result;
  pk_text svg = PK_TEXT_EMPTY;
  double most = 0;
  int parts;
  for (int i = 0; i < r->door_count; i++)
    most = fmax(most, r->all.doors[i].longest_queue);
  double top = pk_round_top(fmax(most, 1), &parts);
  for (int i = 0; i < r->door_count && most >= 0.05; i++) {
    const pk_door *door = &r->all.doors[i];
    if (door->longest_queue < 0.05)
      continue;
    pk_chart_panel(s, &svg,
                   &(pk_panel){.name = pk_told_stage(s, door->stage),
                               .told = pk_map_fill(s->map, "page.waiting.panel", "peak",
                                                   pk_told_number(s, door->longest_queue, 1), "at",
                                                   pk_told_steps(s, "n-", door->longest_at), NULL),
                               .values = r->all.waiting + door->stage,
                               .stride = r->stage_count,
                               .strong = true,
                               .top = top,
                               .parts = parts});
  }
  if (svg.length > 0)
    pk_tell_panels(s, "queues", pk_word(s->lang, "page.waiting.caption"), &svg);
  else
    PK_TELL(s, NULL, "result.nobody-waits", NULL);
  pk_text_free(&svg);
}

/* Places that were not played: how many people there would be beside how many fit. */
static void tell_capacities(pk_story *s) {
  static const pk_column heads[] = {{"stage", "page.stage"},
                                    {"places", "result.places"},
                                    {"people", "result.fullest"},
                                    {"at", "page.time"}};
  const polku_result *r = s->result;
  polku_tables *t = s->tables;
  PK_TELL(s, NULL, "page.waiting.without-limits", NULL);
  pk_tell_table_begin(s, "capacities", "page.capacities.table", NULL);
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < r->capacity_count; i++) {
    const pk_capacity *c = &r->capacities[i];
    pk_table_named(t, r->stages[c->stage].id, pk_told_stage(s, c->stage));
    pk_table_number(t, c->places, whole(c->places));
    pk_table_number(t, c->fullest, 1);
    pk_table_text(t, pk_told_steps(s, "n-", c->fullest_at));
  }
  pk_tell_table_end(s);
}

void pk_page_waiting(pk_story *s) {
  const polku_result *r = s->result;
  bool doors = r->door_count > 0 && r->all.doors;
  if (!doors && r->capacity_count == 0)
    return;
  pk_tell_section(s, "waiting", "result.places-and-waiting");
  if (doors) {
    tell_queues(s);
    tell_doors(s);
    tell_stands(s);
  }
  if (r->capacity_count > 0)
    tell_capacities(s);
}

/* -------------------------------------------------------------------------------------- money */

void pk_page_money(pk_story *s) {
  static const pk_column heads[] = {{"account", "page.account"},
                                    {"unit", "page.unit"},
                                    {"value", "result.estimate"},
                                    {"low", "page.low"},
                                    {"high", "page.high"}};
  const polku_result *r = s->result;
  polku_tables *t = s->tables;
  if (r->account_count == 0)
    return;
  pk_tell_section(s, "amounts", "result.amounts");
  PK_TELL(s, NULL, "page.amounts.lead", "people", pk_told_people(s, r->all.people), "within",
          pk_told_steps(s, "in-", r->horizon), NULL);
  pk_tell_table_begin(s, "amounts", "page.amounts.table", NULL);
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < r->account_count; i++) {
    const polku_interval *e = &r->all.money[i].interval;
    pk_table_named(t, r->accounts[i].id, pk_told_name(s, &r->accounts[i]));
    pk_table_text(t, r->account_units[i]);
    pk_table_number(t, e->value, 0);
    pk_table_number(t, e->low, 0);
    pk_table_number(t, e->high, 0);
  }
  pk_tell_table_end(s);
}
