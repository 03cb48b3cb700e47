/* Doors of stages whose places run out: small cases that can be followed by hand. */
#include "engine/side_scene.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>

#define DOORS POLKU_SOURCE_DIR "/tests/data/plugins"

/* ------------------------------------------------------------------------------ who goes first */

enum { MOST_STAYS = 200000 };

typedef struct stays {
  size_t count;
  pk_event_of_stay *list;
} stays;

static bool take_stays(void *context, const pk_event_of_stay *events, size_t count) {
  stays *all = context;
  assert_true(all->count + count <= MOST_STAYS);
  memcpy(all->list + all->count, events, count * sizeof *events);
  all->count += count;
  return true;
}

static void run_with_stays(side_scene *s, uint64_t run, stays *all) {
  all->count = 0;
  side_run(s, run, &(pk_event_taker){take_stays, all});
}

/* Two organisations with one place and two, stays of 3 steps, 40 people by and by. */
#define LINE                                                                                       \
  "{\"format\":\"polku/1\",\"horizon\":60,\"actors\":{\"a\":{\"sector\":\"third\"},"               \
  "\"b\":{\"sector\":\"public\"}},\"stages\":{\"door\":{\"passage\":true},"                        \
  "\"place\":{\"duration\":{\"fixed\":3},\"actors\":{\"a\":{\"host\":{\"places\":1}},"             \
  "\"b\":{\"host\":{\"places\":2}}}%s},\"out\":{\"final\":true},\"gone\":{\"final\":true}},"       \
  "\"transitions\":{\"x\":{\"from\":\"door\",\"to\":\"place\",\"share\":1},"                       \
  "\"y\":{\"from\":\"place\",\"to\":\"out\",\"share\":1}},"                                        \
  "\"groups\":{\"g\":{\"start\":\"door\",%s}}}"

static void open_line(side_scene *s, const char *queue, const char *who) {
  char text[3000];
  snprintf(text, sizeof text, LINE, queue, who);
  side_open(s, text, NULL, true);
}

/* Of two who wait, whoever came first is let in no later. */
static void who_comes_first_is_served_first(void **state) {
  (void)state;
  stays all = {.list = malloc(MOST_STAYS * sizeof *all.list)};
  assert_non_null(all.list);
  side_scene s;
  open_line(&s, "", "\"size\":5,\"arrivals\":{\"per_step\":1.2}");
  for (uint64_t run = 0; run < 20; run++) {
    run_with_stays(&s, run, &all);
    int latest[61]; /* of those who came at this step, who was let in last */
    int overtaken = 0, waits = 0;
    for (int t = 0; t <= 60; t++)
      latest[t] = -1;
    for (size_t i = 0; i < all.count; i++)
      if (all.list[i].waiting && !all.list[i].censored) {
        waits++;
        if (all.list[i].end > latest[all.list[i].start])
          latest[all.list[i].start] = all.list[i].end;
      }
    for (size_t i = 0; i < all.count; i++)
      for (int t = 0; all.list[i].waiting && !all.list[i].censored && t < all.list[i].start; t++)
        overtaken += latest[t] > all.list[i].end;
    assert_true(waits > 10);
    assert_int_equal(overtaken, 0);
  }
  free(all.list);
  side_close(&s);
}

/* Ten come together to three places: each of them is let in at once in three of ten runs. */
static void the_lot_decides_between_those_who_come_together(void **state) {
  (void)state;
  enum { RUNS = 1000 };
  int let_in[10] = {0};
  stays all = {.list = malloc(MOST_STAYS * sizeof *all.list)};
  assert_non_null(all.list);
  side_scene s;
  open_line(&s, "", "\"size\":10");
  int place = pk_model_find_stage(s.model, "place");
  for (uint64_t run = 0; run < RUNS; run++) {
    run_with_stays(&s, run, &all);
    for (size_t i = 0; i < all.count; i++)
      let_in[all.list[i].client] +=
          all.list[i].stage == place && !all.list[i].waiting && all.list[i].start == 0;
  }
  for (int i = 0; i < 10; i++) /* binomial: 300 ± 14.5 */
    assert_true(abs(let_in[i] - 300) < 60);
  free(all.list);
  side_close(&s);
}

/* Places for everybody: people are where they are without any limits. */
static void doors_that_are_never_full_change_nothing(void **state) {
  (void)state;
  char text[3000];
  snprintf(text, sizeof text, LINE, "", "\"size\":50,\"arrivals\":{\"per_step\":2}");
  char *three = strstr(text, "\"places\":2");
  assert_non_null(three);
  memmove(three + 13, three + 10, strlen(three + 10) + 1);
  memcpy(three, "\"places\":9999", 13);
  side_scene with, without;
  side_open(&with, text, NULL, true);
  side_open(&without, text, NULL, false);
  for (uint64_t run = 0; run < 5; run++) {
    side_run(&with, run, NULL);
    side_run(&without, run, NULL);
    size_t rows = (size_t)with.shape.horizon + 1, cells = rows * (size_t)with.shape.stage_count;
    assert_memory_equal(with.tally + with.shape.occupancy, without.tally + without.shape.occupancy,
                        cells * sizeof *with.tally);
    assert_memory_equal(with.tally + with.shape.entries, without.tally + without.shape.entries,
                        cells * sizeof *with.tally);
  }
  side_close(&without);
  side_close(&with);
}

/* All places are taken as long as somebody waits, and each organisation has as many as it can. */
static void hosts_fill_their_own_places(void **state) {
  (void)state;
  side_scene s;
  open_line(&s, "", "\"size\":100");
  side_run(&s, 0, NULL);
  assert_int_equal(side_count(&s, -1, s.shape.host_steps), 60);
  assert_int_equal(side_count(&s, -1, s.shape.host_steps + 1), 120);
  for (int t = 0; t <= 60; t++) {
    assert_int_equal(side_cell(&s, s.shape.occupancy, t, "place"), 3);
    assert_int_equal(side_cell(&s, s.shape.waiting, t, "place"), 97 - 3 * (t / 3));
  }
  assert_int_equal(side_stage(&s, s.shape.came, "place"), 100);
  assert_int_equal(side_stage(&s, s.shape.let_in, "place"), 63);
  assert_int_equal(side_stage(&s, s.shape.waited, "place"), 3 * 3 * (20 * 21 / 2));
  side_close(&s);
}

/* Those of a real waiting list have waited since before t = 0, and go before all who come. */
static void a_waiting_list_is_served_in_its_order(void **state) {
  (void)state;
  stays all = {.list = malloc(MOST_STAYS * sizeof *all.list)};
  assert_non_null(all.list);
  side_scene s;
  open_line(&s, "",
            "\"size\":3,\"initial\":[{\"waiting_for\":\"place\",\"waited\":2,\"count\":3},"
            "{\"waiting_for\":\"place\",\"waited\":9,\"count\":3},"
            "{\"stage\":\"place\",\"elapsed\":1,\"count\":2}]");
  run_with_stays(&s, 0, &all);
  /* one place is free at t = 0, two more at t = 2 (stays of 3 that have lasted 1) */
  static const struct {
    int start, end;
  } waits[] = {{-9, 0}, {-9, 2}, {-9, 2}, {-2, 3}, {-2, 5}, {-2, 5}, {0, 6}, {0, 8}, {0, 8}};
  size_t k = 0;
  for (size_t i = 0; i < all.count; i++)
    if (all.list[i].waiting) {
      assert_true(k < sizeof waits / sizeof *waits);
      assert_int_equal(all.list[i].start, waits[k].start);
      assert_int_equal(all.list[i].end, waits[k].end);
      k++;
    }
  assert_int_equal(k, sizeof waits / sizeof *waits);
  assert_int_equal(side_count(&s, -1, s.shape.entered), 11);
  free(all.list);
  side_close(&s);
}

/* Who stands in the list at the start is no newcomer, also with nothing waited yet: a line that is
 * full turns away those who come, and nobody who stands in it. */
static void a_full_line_keeps_those_who_stood_in_it_at_the_start(void **state) {
  (void)state;
  side_scene s;
  open_line(&s, ",\"queue\":{\"max\":1,\"gives_up\":{\"gone\":1}}",
            "\"size\":2,\"initial\":[{\"waiting_for\":\"place\",\"count\":6}]");
  for (uint64_t run = 0; run < 10; run++) {
    side_run(&s, run, NULL);
    int64_t away = side_stage(&s, s.shape.turned_away, "place");
    /* three places: all eight have the same chance of them, the two who came of nothing else */
    assert_in_range(away, 0, 2);
    assert_int_equal(side_stage(&s, s.shape.let_in, "place"), 8 - away);
  }
  side_close(&s);
}

/* In the land of doors the young go first, then the old who have sought for half a year. All come
 * to one place at t = 6, with six months of seeking behind them; stays take three. */
static void priority_goes_before_time_and_lot(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"region\":\"doors\",\"rules_as_of\":\"2021-06-01\",\"horizon\":16,"
      "\"actors\":{\"club\":{\"sector\":\"third\",\"kind\":\"association\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"seek\",\"duration\":{\"fixed\":6}},"
      "\"place\":{\"kind\":\"place\",\"duration\":{\"fixed\":3},"
      "\"actors\":{\"club\":{\"host\":{\"places\":1}}}},\"job\":{\"kind\":\"job\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"place\",\"share\":1},"
      "\"b\":{\"from\":\"place\",\"to\":\"job\",\"share\":1}},"
      "\"groups\":{\"old\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":55}},"
      "\"middle\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":40}},"
      "\"young\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":20}}}}";
  side_scene s;
  side_open(&s, text, DOORS, true);
  for (uint64_t run = 0; run < 10; run++) {
    side_run(&s, run, NULL);
    for (int g = 0; g < 3; g++) {
      int enters[3] = {9, 12, 6}; /* old, middle, young */
      size_t cell = (size_t)enters[g] * 3 + 1;
      assert_int_equal(side_count(&s, g, s.shape.entries + cell), 1);
      assert_int_equal(side_count(&s, g, s.shape.waited + 1), enters[g] - 6);
    }
  }
  side_close(&s);
}

/* Waiting is seeking: the old come with five months and have six when the place is free. */
static void clocks_of_those_who_wait_go_on(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"region\":\"doors\",\"rules_as_of\":\"2021-06-01\",\"horizon\":16,"
      "\"actors\":{\"club\":{\"sector\":\"third\",\"kind\":\"association\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"seek\",\"duration\":{\"fixed\":5}},"
      "\"place\":{\"kind\":\"place\",\"duration\":{\"fixed\":6},"
      "\"actors\":{\"club\":{\"host\":{\"places\":1}}}},\"job\":{\"kind\":\"job\",\"final\":true}},"
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"place\",\"share\":1},"
      "\"b\":{\"from\":\"place\",\"to\":\"job\",\"share\":1}},"
      "\"groups\":{\"old\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":55}},"
      "\"middle\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":40}},"
      "\"first\":{\"size\":1,\"start\":\"place\",\"attributes\":{\"age\":40}}}}";
  side_scene s;
  side_open(&s, text, DOORS, true);
  for (uint64_t run = 0; run < 16; run++) {
    side_run(&s, run, NULL);
    assert_int_equal(side_count(&s, 0, s.shape.entries + 6 * 3 + 1), 1);
    assert_int_equal(side_count(&s, 1, s.shape.entries + 12 * 3 + 1), 1);
  }
  side_close(&s);
}

/* A course takes nobody who has tried for six months, and waiting is trying. */
static const char TRYING[] =
    "for _, id in ipairs { \"course\", \"work\" } do polku.kind(id) {} end "
    "polku.kind \"try\" { waiting = true } "
    "polku.role \"host\" { row = \"employment\", host = true } "
    "polku.counter \"tried\" { counts = { \"try\" }, max = 12 }"
    "polku.allow \"course\" { from = \"always\", ref = \"x\", all = { { id = \"six\", "
    "  reads = { \"tried\" }, test = function(c) return c.tried < 6 end } } }";

/* Two start at the course: one goes in at 0, the other, whom no rule is asked about, at 6. The
 * seeker, there from 3 on, is refused at 12, and the worker, there from 11 on, goes in. */
static void who_waits_is_asked_again_and_the_next_goes_in(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"region\":\"trying\",\"rules_as_of\":\"2021-06-01\",\"horizon\":20,"
      "\"actors\":{\"club\":{\"sector\":\"third\",\"kind\":\"association\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"try\",\"duration\":{\"fixed\":3}},"
      "\"job\":{\"kind\":\"work\",\"duration\":{\"fixed\":11}},"
      "\"course\":{\"kind\":\"course\",\"duration\":{\"fixed\":6},"
      "\"actors\":{\"club\":{\"host\":{\"places\":1}}}},\"out\":{\"kind\":\"work\",\"final\":true}}"
      ","
      "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"course\",\"share\":1},"
      "\"b\":{\"from\":\"job\",\"to\":\"course\",\"share\":1},"
      "\"c\":{\"from\":\"course\",\"to\":\"out\",\"share\":1}},"
      "\"groups\":{\"seeker\":{\"size\":1,\"start\":\"seek\"},\"worker\":{\"size\":1,\"start\":"
      "\"job\"},"
      "\"starter\":{\"size\":2,\"start\":\"course\"}}}";
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "trying", NULL, TRYING);
  side_scene s;
  side_open(&s, text, folder.path, true);
  side_run(&s, 0, NULL);
  assert_int_equal(side_count(&s, 2, s.shape.entries + 0 * 4 + 2), 1);
  assert_int_equal(side_count(&s, 2, s.shape.entries + 6 * 4 + 2), 1);
  assert_int_equal(side_count(&s, 1, s.shape.entries + 12 * 4 + 2), 1);
  for (int t = 3; t <= 20; t++)
    assert_int_equal(side_count(&s, 0, s.shape.waiting + (size_t)t * 4 + 2), 1);
  side_close(&s);
  plugin_folder_remove(&folder);
}

/* ----------------------------------------------------------------------------- going elsewhere */

/* Three places are taken at t = 0, two wait, the other five are turned away at once. */
static void a_full_queue_turns_away(void **state) {
  (void)state;
  side_scene s;
  open_line(&s, ",\"queue\":{\"max\":2,\"gives_up\":{\"gone\":1}}", "\"size\":10");
  side_run(&s, 0, NULL);
  assert_int_equal(side_cell(&s, s.shape.occupancy, 0, "gone"), 5);
  assert_int_equal(side_cell(&s, s.shape.waiting, 0, "place"), 2);
  assert_int_equal(side_stage(&s, s.shape.turned_away, "place"), 5);
  assert_int_equal(side_stage(&s, s.shape.let_in, "place"), 5);
  side_close(&s);
}

/* Who has waited two steps goes at the second, unless a place is free just then. */
static void patience_ends_after_its_steps(void **state) {
  (void)state;
  side_scene s;
  open_line(&s, ",\"queue\":{\"patience\":{\"fixed\":3},\"gives_up\":{\"gone\":1}}", "\"size\":10");
  side_run(&s, 0, NULL);
  assert_int_equal(side_cell(&s, s.shape.waiting, 2, "place"), 7);
  assert_int_equal(side_cell(&s, s.shape.waiting, 3, "place"), 0);
  assert_int_equal(side_cell(&s, s.shape.occupancy, 3, "gone"), 4);
  assert_int_equal(side_stage(&s, s.shape.gave_up, "place"), 4);
  side_close(&s);
}

/* Two doors with one place each send each other those for whom there is no room: the step ends, and
 * who has been turned away by both waits. */
static void doors_that_send_to_each_other_come_to_an_end(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"horizon\":8,\"actors\":{\"h\":{\"sector\":\"third\"}},"
      "\"stages\":{\"a\":{\"duration\":{\"fixed\":4},\"actors\":{\"h\":{\"host\":{\"places\":1}}},"
      "\"queue\":{\"max\":0,\"gives_up\":{\"b\":1}}},"
      "\"b\":{\"duration\":{\"fixed\":4},\"actors\":{\"h\":{\"host\":{\"places\":1}}},"
      "\"queue\":{\"max\":0,\"gives_up\":{\"a\":1}}},\"out\":{\"final\":true}},"
      "\"transitions\":{\"x\":{\"from\":\"a\",\"to\":\"out\",\"share\":1},"
      "\"y\":{\"from\":\"b\",\"to\":\"out\",\"share\":1}},"
      "\"groups\":{\"g\":{\"size\":6,\"start\":\"a\"}}}";
  side_scene s;
  side_open(&s, text, NULL, true);
  side_run(&s, 0, NULL);
  side_assert_nobody_lost(&s);
  assert_int_equal(side_cell(&s, s.shape.occupancy, 0, "a"), 1);
  assert_int_equal(side_cell(&s, s.shape.occupancy, 0, "b"), 1);
  assert_int_equal(side_cell(&s, s.shape.waiting, 0, "a"), 4);
  assert_int_equal(side_stage(&s, s.shape.turned_away, "a"), 5);
  assert_int_equal(side_stage(&s, s.shape.turned_away, "b"), 4);
  side_close(&s);
}

/* --------------------------------------------------------------------------- places that change */

/* Each worker supervises three: two workers from t = 0, one from t = 4 on. Who is in stays in. */
static void places_follow_the_people_elsewhere(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"horizon\":12,\"actors\":{\"h\":{\"sector\":\"third\"}},"
      "\"stages\":{\"worker\":{\"duration\":{\"table\":[0,0,0,1]}},"
      "\"steady\":{\"duration\":{\"fixed\":40}},"
      "\"place\":{\"duration\":{\"fixed\":6},"
      "\"actors\":{\"h\":{\"host\":{\"places\":{\"per\":\"worker\",\"each\":3}}}}},"
      "\"out\":{\"final\":true}},"
      "\"transitions\":{\"w\":{\"from\":\"worker\",\"to\":\"out\",\"share\":1},"
      "\"s\":{\"from\":\"steady\",\"to\":\"out\",\"share\":1},"
      "\"x\":{\"from\":\"place\",\"to\":\"out\",\"share\":1}},"
      "\"groups\":{\"workers\":{\"size\":1,\"start\":\"worker\","
      "\"initial\":[{\"stage\":\"worker\",\"elapsed\":0,\"count\":1}]},"
      "\"people\":{\"size\":9,\"start\":\"place\"}}}";
  side_scene s;
  side_open(&s, text, NULL, true);
  side_run(&s, 0, NULL);
  size_t place = 2, stages = (size_t)s.shape.stage_count;
  for (int t = 0; t <= 12; t++) {
    assert_int_equal(s.tally[s.shape.capacity + (size_t)t * stages + place], t < 4 ? 6 : 0);
    assert_int_equal(s.tally[s.shape.over_capacity + (size_t)t * stages + place],
                     t >= 4 && t < 6 ? 6 : 0);
    assert_int_equal(side_cell(&s, s.shape.occupancy, t, "place"), t < 6 ? 6 : 0);
    assert_int_equal(side_cell(&s, s.shape.waiting, t, "place"), 3);
  }
  side_close(&s);
}

/* An organisation goes at t = 5, a support that adds two places works until t = 8. Nobody is moved
 * out, nobody enters until there is room. */
static void capacity_shrinks_and_nobody_is_moved_out(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"horizon\":12,\"actors\":{\"a\":{\"sector\":\"third\"},"
      "\"b\":{\"sector\":\"third\",\"until\":5}},"
      "\"stages\":{\"place\":{\"duration\":{\"fixed\":4},"
      "\"actors\":{\"a\":{\"host\":{\"places\":1}},\"b\":{\"host\":{\"places\":2}}}},"
      "\"out\":{\"final\":true}},"
      "\"transitions\":{\"x\":{\"from\":\"place\",\"to\":\"out\",\"share\":1}},"
      "\"supports\":{\"more\":{\"actors\":{\"a\":{}},\"until\":8,"
      "\"effect\":{\"stage\":\"place\",\"places\":2}}},"
      "\"groups\":{\"people\":{\"size\":40,\"start\":\"place\"}}}";
  side_scene s;
  side_open(&s, text, NULL, true);
  side_run(&s, 0, NULL);
  static const int capacity[] = {5, 5, 5, 5, 5, 3, 3, 3, 1, 1, 1, 1, 1};
  static const int inside[] = {5, 5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1, 1};
  for (int t = 0; t <= 12; t++) {
    assert_int_equal(s.tally[s.shape.capacity + (size_t)t * 2], capacity[t]);
    assert_int_equal(side_cell(&s, s.shape.occupancy, t, "place"), inside[t]);
    assert_int_equal(s.tally[s.shape.over_capacity + (size_t)t * 2], inside[t] - capacity[t]);
  }
  side_close(&s);
}

/* ------------------------------------------------------------------------------------- budgets */

/* Ten steps at 100 and 50 on entry: 1,050 a stay. From September on, 2,200 a calendar year let two
 * in at t = 0 (2021), two at t = 4 (January 2022) and two at t = 16; the fourth needs the next
 * year.
 */
#define BUDGET                                                                                     \
  "{\"format\":\"polku/1\",%s\"horizon\":24,"                                                      \
  "\"accounts\":{\"town\":{\"unit\":\"euro\"},\"other\":{\"unit\":\"euro\"}},"                     \
  "\"budgets\":{\"wages\":{\"kinds\":[\"paid\"],\"account\":\"town\",\"per_year\":2200}},"         \
  "\"stages\":{\"place\":{\"kind\":\"paid\",\"duration\":{\"fixed\":10},"                          \
  "\"amounts\":{\"town\":{\"per_step\":100,\"on_entry\":50},\"other\":{\"per_step\":9}}},"         \
  "\"free\":{\"kind\":\"unpaid\",\"duration\":{\"fixed\":3}},\"out\":{\"final\":true}},"           \
  "\"transitions\":{\"x\":{\"from\":\"place\",\"to\":\"out\",\"share\":1},"                        \
  "\"y\":{\"from\":\"free\",\"to\":\"out\",\"share\":1}},"                                         \
  "\"groups\":{\"g\":{\"size\":7,\"start\":\"place\"},\"f\":{\"size\":5,\"start\":\"free\"}}}"

static void entries_are(const char *start, const int *at, int count) {
  char text[2000];
  snprintf(text, sizeof text, BUDGET, start);
  side_scene s;
  side_open(&s, text, NULL, true);
  assert_true(pk_model_tied(s.model, s.rules, NULL));
  side_run(&s, 0, NULL);
  side_assert_nobody_lost(&s);
  assert_doors_add_up(&s);
  for (int t = 0; t <= 24; t++) {
    int expected = 0;
    for (int k = 0; k < count; k++)
      expected += at[k] == t;
    assert_int_equal(side_cell(&s, s.shape.entries, t, "place"), expected);
    assert_int_equal(side_cell(&s, s.shape.entries, t, "free"), t == 0 ? 5 : 0);
  }
  assert_int_equal(s.tally[s.shape.capacity], -1);
  side_close(&s);
}

static void a_budget_lets_in_what_its_calendar_year_can_pay(void **state) {
  (void)state;
  static const int dated[] = {0, 0, 4, 4, 16, 16}, plain[] = {0, 0, 12, 12, 24, 24};
  entries_are("\"start_date\":\"2021-09-01\",", dated, 6);
  entries_are("", plain, 6);
}

/* -------------------------------------------------------------------------------- odd models */

static void a_model_of_one_stage_is_played(void **state) {
  (void)state;
  static const char text[] =
      "{\"format\":\"polku/1\",\"horizon\":5,\"actors\":{\"h\":{\"sector\":\"third\"}},\"stages\":"
      "{\"a\":{\"final\":true,\"actors\":{\"h\":{\"host\":{\"places\":2}}}}},"
      "\"groups\":{\"g\":{\"size\":5,\"start\":\"a\"}}}";
  side_scene s;
  side_open(&s, text, NULL, true);
  assert_true(pk_model_tied(s.model, s.rules, NULL));
  side_run(&s, 0, NULL);
  assert_int_equal(side_cell(&s, s.shape.occupancy, 5, "a"), 2);
  assert_int_equal(side_cell(&s, s.shape.waiting, 5, "a"), 3);
  assert_int_equal(side_count(&s, -1, s.shape.host_steps), 10);
  assert_int_equal(side_count(&s, -1, s.shape.reached), 2);
  side_close(&s);
}

/* Three hundred stages in a row, one step each with one place each: a column moves on. */
static void a_long_row_of_stages_is_played(void **state) {
  (void)state;
  enum { STAGES = 300 };
  size_t size = STAGES * 260, at = 0;
  char *text = malloc(size);
  assert_non_null(text);
  at += (size_t)snprintf(text, size,
                         "{\"format\":\"polku/1\",\"horizon\":320,\"actors\":{\"h\":"
                         "{\"sector\":\"third\"}},\"stages\":{");
  for (int i = 0; i < STAGES; i++)
    at += (size_t)snprintf(text + at, size - at,
                           "\"s%d\":{\"duration\":{\"fixed\":1},\"actors\":{\"h\":{\"host\":"
                           "{\"places\":1}}}},",
                           i);
  at += (size_t)snprintf(text + at, size - at, "\"end\":{\"final\":true}},\"transitions\":{");
  for (int i = 0; i < STAGES; i++)
    at += (size_t)snprintf(text + at, size - at,
                           i + 1 < STAGES ? "\"t%d\":{\"from\":\"s%d\",\"to\":\"s%d\",\"share\":1},"
                                          : "\"t%d\":{\"from\":\"s%d\",\"to\":\"end\",\"share\":1}",
                           i, i, i + 1);
  snprintf(text + at, size - at, "},\"groups\":{\"g\":{\"size\":10,\"start\":\"s0\"}}}");
  side_scene s;
  side_open(&s, text, NULL, true);
  side_run(&s, 0, NULL);
  side_assert_nobody_lost(&s);
  assert_int_equal(side_cell(&s, s.shape.occupancy, 299, "end"), 0);
  for (int k = 0; k < 10; k++)
    assert_int_equal(side_cell(&s, s.shape.entries, 300 + k, "end"), 1);
  free(text);
  side_close(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(who_comes_first_is_served_first),
      cmocka_unit_test(the_lot_decides_between_those_who_come_together),
      cmocka_unit_test(doors_that_are_never_full_change_nothing),
      cmocka_unit_test(hosts_fill_their_own_places),
      cmocka_unit_test(a_waiting_list_is_served_in_its_order),
      cmocka_unit_test(a_full_line_keeps_those_who_stood_in_it_at_the_start),
      cmocka_unit_test(priority_goes_before_time_and_lot),
      cmocka_unit_test(clocks_of_those_who_wait_go_on),
      cmocka_unit_test(who_waits_is_asked_again_and_the_next_goes_in),
      cmocka_unit_test(a_full_queue_turns_away),
      cmocka_unit_test(patience_ends_after_its_steps),
      cmocka_unit_test(doors_that_send_to_each_other_come_to_an_end),
      cmocka_unit_test(places_follow_the_people_elsewhere),
      cmocka_unit_test(capacity_shrinks_and_nobody_is_moved_out),
      cmocka_unit_test(a_budget_lets_in_what_its_calendar_year_can_pay),
      cmocka_unit_test(a_model_of_one_stage_is_played),
      cmocka_unit_test(a_long_row_of_stages_is_played),
  };
  return RUN(tests);
}
