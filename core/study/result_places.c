/* Places and waiting in a result, for somebody who has to answer for them: how full places are, how
 * long people wait for them, who gives up. And how the runs of a random engine were made. */
#include "study/result_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Fewer than this nobody would tell apart from none. */
static const double nothing = 0.05;

/* ------------------------------------------------------------------------------ how it was made */

static const char *engine_word(const pk_pen *pen, const polku_result *r) {
  if (r->why && pk_word_find(pen->lang, r->why))
    return r->why;
  if (r->runs == 1)
    return strcmp(r->engine, "cohort") == 0 ? "result.cohort-once" : "result.individual-once";
  return strcmp(r->engine, "cohort") == 0 ? "result.engine-cohort" : "result.engine-individual";
}

void pk_result_engine(pk_pen *pen, const polku_result *r) {
  if (!pk_result_random(r))
    return;
  PK_SAY(pen, "", engine_word(pen, r), "runs", pk_pen_number(pen, r->runs, 0));
  if (r->stopped && r->runs < r->runs_asked)
    PK_SAY(pen, "", "result.stopped", "runs", pk_pen_number(pen, r->runs, 0), "asked",
           pk_pen_number(pen, r->runs_asked, 0));
}

/* A half of the 90 % interval of a normal number is this many standard errors. */
static const double z90 = 1.6448536269514722;

void pk_result_error(pk_pen *pen, const polku_result *r) {
  const pk_estimate *e = &r->all.outcomes[PK_EMPLOYMENT_RATIO];
  double people = z90 * e->error * r->all.people;
  char option[32];
  if (!pk_result_random(r)) {
    if (r->engine)
      PK_SAY(pen, "• ", "result.engine-exact", "", "");
    return;
  }
  snprintf(option, sizeof option, "--runs %lld", 4LL * r->runs);
  if (r->runs < 2 || !isfinite(people))
    PK_SAY(pen, "• ", "result.one-run", "", "");
  else if (people < 1e-9)
    PK_SAY(pen, "• ", "result.no-spread", "runs", pk_pen_number(pen, r->runs, 0));
  else
    PK_SAY(pen, "• ", "result.monte-carlo", "people",
           pk_pen_number(pen, people,
                         people < 0.0095  ? 3
                         : people < 0.095 ? 2
                                          : 1),
           "runs", pk_pen_number(pen, r->runs, 0), "more", pk_pen_number(pen, 4.0 * r->runs, 0),
           "option", option);
}

/* ---------------------------------------------------------------------------------- the table */

enum { PLACES = 10, USED = 10, WAIT = 11, QUEUE = 12, COLUMNS = PLACES + USED + WAIT + QUEUE };

static bool waited_for(const pk_door *door) {
  return door->longest_queue >= nothing;
}

static void table_head(pk_pen *pen) {
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, COLUMNS);
  pk_pen_cell(pen, pk_word(pen->lang, "result.places"), PLACES, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.used"), USED, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.wait"), WAIT, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "result.queue"), QUEUE, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
}

/* Half a place is told only where there is one. */
static const char *places_text(pk_pen *pen, double places) {
  return pk_pen_short(pen, places, fabs(places - round(places)) < nothing ? 0 : 1, PLACES);
}

static void door_row(pk_pen *pen, const polku_result *r, const pk_door *door) {
  pk_steps_text wait = {"–"};
  bool queue = waited_for(door);
  if (queue && isfinite(door->waited))
    pk_result_steps(pen, r, "short-", pk_pen_number(pen, door->waited, 1), &wait);
  pk_pen_label(pen, pk_result_name(pen, &r->stages[door->stage]), 0, COLUMNS);
  pk_pen_cell(pen, places_text(pen, door->places), PLACES, PK_RIGHT);
  pk_pen_cell(pen, pk_pen_percent(pen, door->used), USED, PK_RIGHT);
  pk_pen_cell(pen, wait.text, WAIT, PK_RIGHT);
  pk_pen_cell(pen, queue ? pk_pen_short(pen, door->longest_queue, 1, QUEUE) : "–", QUEUE, PK_RIGHT);
  pk_text_add_char(&pen->out, '\n');
}

/* Whose places they are, where several give some. */
static void stand_rows(pk_pen *pen, const polku_result *r, int stage) {
  int count = 0;
  for (int i = 0; i < r->stand_count; i++)
    count += r->stands[i].stage == stage;
  for (int i = 0; i < r->stand_count && count > 1; i++) {
    const pk_stand *stand = &r->stands[i];
    if (stand->stage != stage)
      continue;
    pk_pen_label(pen, pk_result_name(pen, &r->actors[stand->actor]), 2, COLUMNS);
    pk_pen_cell(pen, places_text(pen, stand->places), PLACES, PK_RIGHT);
    pk_pen_cell(pen, pk_pen_percent(pen, stand->used), USED, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
}

/* ------------------------------------------------------------------------------ who comes where */

static void add_part(pk_pen *pen, pk_text *text, const char *key, double people) {
  if (people < nothing)
    return;
  pk_text_add(text, "; ");
  pk_word_add(text, pen->lang, key, "people", pk_pen_number(pen, people, 1), NULL);
}

static double still_waiting(const polku_result *r, int stage) {
  return r->all.waiting ? r->all.waiting[r->horizon * r->stage_count + stage] : 0;
}

static void add_peak(pk_pen *pen, const polku_result *r, const pk_door *door, pk_text *text) {
  pk_steps_text at;
  if (!waited_for(door))
    return;
  pk_text_add_char(text, ' ');
  pk_word_add(text, pen->lang, "result.door-peak", "at",
              pk_result_steps(pen, r, "at-", pk_pen_number(pen, door->longest_at, 0), &at), NULL);
}

/* "Wage subsidy: 14.2 come; 10.1 get a place; 2.3 give up waiting. The queue is longest …" */
static void say_door(pk_pen *pen, const polku_result *r, const pk_door *door) {
  pk_text text = PK_TEXT_EMPTY;
  pk_word_add(&text, pen->lang, "result.door", "stage",
              pk_result_name(pen, &r->stages[door->stage]), "came",
              pk_pen_number(pen, door->came, 1), NULL);
  add_part(pen, &text, "result.door-let-in", door->let_in);
  add_part(pen, &text, "result.door-gave-up", door->gave_up);
  add_part(pen, &text, "result.door-turned-away", door->turned_away);
  add_part(pen, &text, "result.door-waiting", still_waiting(r, door->stage));
  pk_text_add_char(&text, '.');
  add_peak(pen, r, door, &text);
  if (text.failed)
    pen->out.failed = true;
  else
    pk_pen_paragraph(pen, "• ", text.data);
  pk_text_free(&text);
}

static void say_over_capacity(pk_pen *pen, const polku_result *r, const pk_door *door) {
  static const double months[3] = {1, 7 / 30.4375, 1 / 30.4375};
  double over = door->over_capacity * months[r->step];
  if (over >= nothing)
    PK_SAY(pen, "• ", "result.over-capacity", "stage", pk_result_name(pen, &r->stages[door->stage]),
           "months", pk_pen_number(pen, over, 1));
}

/* ---------------------------------------------------------------------------------- the queues */

/* The door with the longest queue after `before` (of equal ones by their order), or NULL. */
static const pk_door *next_longest(const polku_result *r, const pk_door *before) {
  const pk_door *longest = NULL;
  for (int i = 0; i < r->door_count; i++) {
    const pk_door *door = &r->all.doors[i];
    bool after = !before || door->longest_queue < before->longest_queue ||
                 (door->longest_queue == before->longest_queue && door > before);
    if (waited_for(door) && after && (!longest || door->longest_queue > longest->longest_queue))
      longest = door;
  }
  return longest;
}

/* The longest queues over time: more than a few pictures nobody reads. */
static void queue_charts(pk_pen *pen, const polku_result *r) {
  enum { CHARTS = 2 };
  const pk_door *door = NULL;
  for (int i = 0; i < CHARTS && (door = next_longest(r, door)); i++) {
    pk_steps_text last;
    pk_text_add_char(&pen->out, '\n');
    PK_SAY(pen, "", "result.queue-chart", "stage", pk_result_name(pen, &r->stages[door->stage]));
    pk_pen_chart(pen, &(pk_chart){.values = r->all.waiting + door->stage,
                                  .stride = r->stage_count,
                                  .count = r->horizon + 1,
                                  .rows = 3,
                                  .first = "0",
                                  .last = pk_result_steps(
                                      pen, r, "n-", pk_pen_number(pen, r->horizon, 0), &last)});
  }
}

void pk_result_places(pk_pen *pen, const polku_result *r) {
  bool queue = false;
  if (r->door_count == 0 || !r->all.doors)
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "result.places-and-waiting"));
  table_head(pen);
  for (int i = 0; i < r->door_count; i++) {
    door_row(pen, r, &r->all.doors[i]);
    stand_rows(pen, r, r->all.doors[i].stage);
    queue = queue || waited_for(&r->all.doors[i]);
  }
  if (!queue)
    PK_SAY(pen, "", "result.nobody-waits", "", "");
  else if (r->budgets_played)
    PK_SAY(pen, "", "result.budgets-played", "", "");
  for (int i = 0; i < r->door_count; i++) {
    const pk_door *door = &r->all.doors[i];
    if (waited_for(door) || door->turned_away >= nothing)
      say_door(pen, r, door);
    say_over_capacity(pen, r, door);
  }
  if (r->all.waiting)
    queue_charts(pen, r);
}
