/* The law of one stay, point by point: jump distributions worked out by hand. */
#include "chain/scripted.h"

#define TABLE "'duration':{'table':[0.2,0.5,0.3]}"
#define REST ",'b':{},'c':{},'d':{}}," /* three stages that nobody leaves */
#define GROUP ",'groups':{'g':{'size':1,'start':'a'}}"
#define SHARES                                                                                     \
  "'transitions':{'ab':{'from':'a','to':'b','share':0.5},"                                         \
  "'ac':{'from':'a','to':'c','share':0.3},'ad':{'from':'a','to':'d','share':'rest'}}" GROUP

static bool never_b(const char *stage, int clock, int elapsed) {
  (void)clock, (void)elapsed;
  return *stage != 'b';
}

static bool only_d(const char *stage, int clock, int elapsed) {
  (void)clock, (void)elapsed;
  return *stage == 'd';
}

static bool from_clock_5(const char *stage, int clock, int elapsed) {
  (void)stage, (void)elapsed;
  return clock >= 5;
}

static bool b_from_clock_5(const char *stage, int clock, int elapsed) {
  return *stage != 'b' || from_clock_5(stage, clock, elapsed);
}

static bool never(const char *stage, int clock, int elapsed) {
  (void)stage, (void)clock, (void)elapsed;
  return false;
}

static int limit_3_in_a(const char *stage, int clock) {
  (void)clock;
  return *stage == 'a' ? 3 : 0;
}

/* ------------------------------------------------------------------------- shares */

static void a_length_is_drawn_then_an_exit(void **state) {
  (void)state;
  scene s = scripted(12, "'stages':{'a':{" TABLE "}" REST SHARES, (script){0});
  int32_t x = scene_start(&s);
  static const double length[] = {0.2, 0.5, 0.3};
  for (int d = 1; d <= 3; d++) {
    assert_close(scene_jump(&s, x, d, "ab"), length[d - 1] * 0.5);
    assert_close(scene_jump(&s, x, d, "ac"), length[d - 1] * 0.3);
    assert_close(scene_jump(&s, x, d, "ad"), length[d - 1] * 0.2);
  }
  assert_close(s.chain->beyond[x], 0);
  scene_end(&s);
}

static void a_refused_exit_is_replaced_by_the_named_transition(void **state) {
  (void)state;
  scene s = scripted(12, "'stages':{'a':{" TABLE ",'refused':'ac'}" REST SHARES,
                     (script){.allow = never_b});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 2, "ab"), 0);
  assert_close(scene_jump(&s, x, 2, "ac"), 0.5 * (0.3 + 0.5));
  assert_close(scene_jump(&s, x, 2, "ad"), 0.5 * 0.2);
  assert_close(scene_refused(&s, x, "ab"), 0.5);
  scene_end(&s);
}

static void without_a_named_transition_the_others_share(void **state) {
  (void)state;
  scene s = scripted(12, "'stages':{'a':{" TABLE "}" REST SHARES, (script){.allow = never_b});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 2, "ac"), 0.5 * 0.3 / 0.5);
  assert_close(scene_jump(&s, x, 2, "ad"), 0.5 * 0.2 / 0.5);
  assert_close(scene_refused(&s, x, "ab"), 0.5);
  scene_end(&s);
}

static void so_they_do_where_the_named_transition_is_refused_too(void **state) {
  (void)state;
  scene s = scripted(12, "'stages':{'a':{" TABLE ",'refused':'ac'}" REST SHARES,
                     (script){.allow = only_d});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 2, "ad"), 0.5);
  assert_close(scene_refused(&s, x, "ab"), 0.5);
  assert_close(scene_refused(&s, x, "ac"), 0.3);
  scene_end(&s);
}

/* Lengths are over at 1, 2 and 3, but the clock says 5 only after five steps: all leave then. */
static void with_no_exit_open_a_stay_waits_and_is_asked_again(void **state) {
  (void)state;
  scene s = scripted(12, "'stages':{'a':{" TABLE "}" REST SHARES, (script){.allow = from_clock_5});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 5, ""), 1);
  assert_close(scene_jump(&s, x, 5, "ab"), 0.5);
  scene_end(&s);
}

static void whoever_is_never_allowed_out_is_stuck(void **state) {
  (void)state;
  scene s = scripted(12, "'stages':{'a':{" TABLE "}" REST SHARES, (script){.allow = never});
  int32_t x = scene_start(&s); /* and allow is not asked where a group starts */
  assert_close(s.chain->beyond[x], 1);
  assert_close(s.chain->stuck[x], 1);
  scene_end(&s);
}

static double b_counts_double(const char *transition, int clock, int elapsed) {
  (void)clock, (void)elapsed;
  return strcmp(transition, "ab") == 0 ? 2 : 1;
}

static void weights_multiply_shares(void **state) {
  (void)state;
  scene s =
      scripted(12, "'stages':{'a':{" TABLE "}" REST SHARES, (script){.weight = b_counts_double});
  assert_close(scene_jump(&s, scene_start(&s), 0, "ab"), 1 / 1.5);
  assert_close(scene_jump(&s, scene_start(&s), 0, "ac"), 0.3 / 1.5);
  scene_end(&s);
}

static bool b_after_2_steps_here(const char *stage, int clock, int elapsed) {
  (void)clock;
  return *stage != 'b' || elapsed >= 2;
}

static void elapsed_tells_decisions_apart_where_rules_read_it(void **state) {
  (void)state;
  scene s =
      scripted(12, "'stages':{'a':{" TABLE "}" REST SHARES,
               (script){.allow = b_after_2_steps_here, .reads_elapsed = true, .no_clock = true});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 1, "ab"), 0);
  assert_close(scene_jump(&s, x, 2, "ab"), 0.25);
  scene_end(&s);
}

/* --------------------------------------------------------------------------- race */

#define RACE                                                                                       \
  "'transitions':{'ab':{'from':'a','to':'b','after':{'geometric':{'mean':5}}},"                    \
  "'ac':{'from':'a','to':'c','after':{'geometric':{'mean':10}}}}" GROUP

/* Hazards 0.2 and 0.1: each step ends with 1 − 0.8·0.9, in proportion to −ln 0.8 and −ln 0.9. */
static void a_race_of_two_geometrics_has_its_closed_form(void **state) {
  (void)state;
  scene s = scripted(30, "'stages':{'a':{}" REST RACE, (script){0});
  int32_t x = scene_start(&s);
  double b = log(0.8) / (log(0.8) + log(0.9));
  for (int d = 1; d <= 30; d++) {
    assert_close(scene_jump(&s, x, d, "ab"), pow(0.72, d - 1) * 0.28 * b);
    assert_close(scene_jump(&s, x, d, "ac"), pow(0.72, d - 1) * 0.28 * (1 - b));
  }
  assert_close(s.chain->beyond[x], pow(0.72, 30));
  scene_end(&s);
}

static void a_refused_exit_of_a_race_does_not_fire_and_the_others_go_on(void **state) {
  (void)state;
  scene s = scripted(30, "'stages':{'a':{}" REST RACE, (script){.allow = b_from_clock_5});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 4, "ac"), pow(0.9, 3) * 0.1);
  assert_close(scene_jump(&s, x, 4, "ab"), 0);
  assert_close(scene_jump(&s, x, 5, ""), pow(0.9, 4) * 0.28);
  scene_end(&s);
}

static void a_used_up_exit_is_due_until_it_is_allowed(void **state) {
  (void)state;
  scene s = scripted(30,
                     "'stages':{'a':{}" REST
                     "'transitions':{'ab':{'from':'a','to':'b','after':{'fixed':3}},"
                     "'ac':{'from':'a','to':'c','after':{'geometric':{'mean':10}}}}" GROUP,
                     (script){.allow = b_from_clock_5});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 3, "ac"), 0.081);
  assert_close(scene_jump(&s, x, 5, "ab"), pow(0.9, 4));
  assert_close(s.chain->beyond[x], 0);
  scene_end(&s);
}

static void several_due_exits_share_equally(void **state) {
  (void)state;
  scene s = scripted(30,
                     "'stages':{'a':{}" REST
                     "'transitions':{'ab':{'from':'a','to':'b','after':{'fixed':3}},"
                     "'ac':{'from':'a','to':'c','after':{'fixed':4}},"
                     "'ad':{'from':'a','to':'d','after':{'geometric':{'mean':2}}}}" GROUP,
                     (script){.allow = from_clock_5});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 5, "ab"), 0.5);
  assert_close(scene_jump(&s, x, 5, "ac"), 0.5);
  scene_end(&s);
}

/* ----------------------------------------------------------------------- per step */

#define STEPS(b, c)                                                                                \
  "'stages':{'a':{}" REST "'transitions':{'ab':{'from':'a','to':'b','per_step':" b                 \
  "},'ac':{'from':'a','to':'c','per_step':" c "}}" GROUP

static void a_list_gives_each_step_its_own_chance_and_the_last_goes_on(void **state) {
  (void)state;
  scene s = scripted(30, STEPS("[0.1,0.3]", "0.2"), (script){0});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 1, "ab"), 0.1);
  assert_close(scene_jump(&s, x, 1, "ac"), 0.2);
  assert_close(scene_jump(&s, x, 2, "ab"), 0.7 * 0.3);
  assert_close(scene_jump(&s, x, 4, "ab"), 0.7 * 0.5 * 0.5 * 0.3);
  assert_close(scene_jump(&s, x, 4, "ac"), 0.7 * 0.5 * 0.5 * 0.2);
  scene_end(&s);
}

static void per_step_equals_shares_with_the_equivalent_table(void **state) {
  (void)state;
  scene s = scripted(30, STEPS("0.15", "0.1"), (script){0});
  scene t = scripted(30,
                     "'stages':{'a':{'duration':{'geometric':{'mean':4}}}" REST
                     "'transitions':{'ab':{'from':'a','to':'b','share':0.6},"
                     "'ac':{'from':'a','to':'c','share':0.4}}" GROUP,
                     (script){0});
  for (int d = 1; d <= 30; d++) {
    assert_close(scene_jump(&s, scene_start(&s), d, "ab"),
                 scene_jump(&t, scene_start(&t), d, "ab"));
    assert_close(scene_jump(&s, scene_start(&s), d, "ac"),
                 scene_jump(&t, scene_start(&t), d, "ac"));
  }
  scene_end(&s);
  scene_end(&t);
}

/* With b refused, what is left of Λ = −ln(1 − 0.3) is c's part of it, a third. */
static void a_refused_per_step_exit_leaves_the_others_their_hazard(void **state) {
  (void)state;
  scene s = scripted(30, STEPS("0.2", "0.1"), (script){.allow = never_b});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 1, "ac"), 1 - pow(0.7, 1.0 / 3));
  assert_close(scene_jump(&s, x, 3, "ac"), pow(0.7, 2.0 / 3) * (1 - pow(0.7, 1.0 / 3)));
  scene_end(&s);
}

static void chances_that_sum_to_one_end_the_stay_at_this_step(void **state) {
  (void)state;
  scene s = scripted(30, STEPS("[0,0.6]", "[0,0.4]"), (script){.weight = b_counts_double});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 2, "ab"), 1.2 / 1.6);
  assert_close(scene_jump(&s, x, 2, "ac"), 0.4 / 1.6);
  scene_end(&s);
  s = scripted(30, STEPS("[0,0.6]", "[0,0.4]"), (script){.allow = never_b});
  assert_close(scene_jump(&s, scene_start(&s), 2, "ac"), 1);
  scene_end(&s);
}

static void weights_multiply_hazards(void **state) {
  (void)state;
  scene s = scripted(30, STEPS("0.2", "0"), (script){.weight = b_counts_double});
  assert_close(scene_jump(&s, scene_start(&s), 1, "ab"), 1 - 0.8 * 0.8);
  scene_end(&s);
}

/* -------------------------------------------------------------------------- limits */

#define LONG "'stages':{'a':{'duration':{'table':[0.2,0,0.3,0,0.5]}}" REST
#define LIMITED(mark)                                                                              \
  "'transitions':{'ab':{'from':'a','to':'b','share':0.5},'ac':{'from':'a','to':'c','share':0.3},"  \
  "'ad':{'from':'a','to':'d','share':'rest'" mark "}}" GROUP

static void at_the_limit_the_marked_transition_takes_what_has_not_ended(void **state) {
  (void)state;
  scene s = scripted(12, LONG LIMITED(",'at_limit':true"), (script){.limit = limit_3_in_a});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 1, "ab"), 0.2 * 0.5);
  assert_close(scene_jump(&s, x, 3, "ab"), 0.3 * 0.5); /* due at the limit: as always */
  assert_close(scene_jump(&s, x, 3, "ad"), 0.3 * 0.2 + 0.5);
  assert_close(s.chain->beyond[x], 0);
  assert_close(s.chain->over_limit[x], 0);
  scene_end(&s);
}

static void without_a_mark_the_limit_draws_by_shares(void **state) {
  (void)state;
  scene s = scripted(12, LONG LIMITED(""), (script){.limit = limit_3_in_a});
  assert_close(scene_jump(&s, scene_start(&s), 3, "ac"), 0.8 * 0.3);
  scene_end(&s);
}

static void a_refused_mark_leaves_the_limit_to_the_shares(void **state) {
  (void)state;
  scene s = scripted(12,
                     LONG "'transitions':{'ab':{'from':'a','to':'b','share':0.5,'at_limit':true},"
                          "'ac':{'from':'a','to':'c','share':0.3},"
                          "'ad':{'from':'a','to':'d','share':'rest'}}" GROUP,
                     (script){.limit = limit_3_in_a, .allow = never_b});
  assert_close(scene_jump(&s, scene_start(&s), 3, "ac"), 0.8 * 0.6);
  /* Half of those due want to go to b, all of those at the limit are sent there: once each. */
  assert_close(scene_refused(&s, scene_start(&s), "ab"), (0.2 + 0.3) * 0.5 + 0.5);
  scene_end(&s);
}

/* Who is left after 0, 1 and 2 steps meets the hazard of b once a step, at the limit as before. */
static void the_limit_of_a_race_asks_no_refused_exit_twice(void **state) {
  (void)state;
  scene s =
      scripted(30, "'stages':{'a':{}" REST RACE, (script){.limit = limit_3_in_a, .allow = never_b});
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 3, "ac"), 0.9 * 0.9);
  assert_close(scene_refused(&s, x, "ab"), 0.2 * (1 + 0.9 + 0.9 * 0.9));
  scene_end(&s);
}

static void the_limit_of_a_race_draws_by_hazards_else_equally(void **state) {
  (void)state;
  scene s = scripted(30, "'stages':{'a':{}" REST RACE, (script){.limit = limit_3_in_a});
  double b = log(0.8) / (log(0.8) + log(0.9));
  assert_close(scene_jump(&s, scene_start(&s), 3, "ab"), 0.72 * 0.72 * b);
  assert_close(s.chain->beyond[scene_start(&s)], 0);
  scene_end(&s);
  s = scripted(30, STEPS("[0.1,0]", "[0.1,0]"), (script){.limit = limit_3_in_a});
  assert_close(scene_jump(&s, scene_start(&s), 3, "ab"), 0.8 * 0.5);
  scene_end(&s);
}

static void with_no_exit_open_a_stay_passes_its_limit_and_is_counted(void **state) {
  (void)state;
  scene s = scripted(12, LONG LIMITED(",'at_limit':true"),
                     (script){.limit = limit_3_in_a, .allow = from_clock_5});
  int32_t x = scene_start(&s);
  assert_close(s.chain->over_limit[x], 1);
  assert_close(scene_jump(&s, x, 5, "ab"), 0.5 * 0.5); /* the half that was due before */
  assert_close(scene_jump(&s, x, 5, "ad"), 0.5 * 0.2 + 0.5);
  scene_end(&s);
}

static int limit_is_the_clock(const char *stage, int clock) {
  (void)stage;
  return clock;
}

/* The stay at b begins when the clock says 2, so its limit is 2, whatever the clock says later. */
static void a_limit_is_asked_once_on_entry(void **state) {
  (void)state;
  scene s = scripted(12,
                     "'stages':{'a':{'duration':{'fixed':2}},'b':{'duration':{'fixed':9}},'c':{}},"
                     "'transitions':{'ab':{'from':'a','to':'b','share':1},"
                     "'bc':{'from':'b','to':'c','share':1}}" GROUP,
                     (script){.limit = limit_is_the_clock});
  int32_t x = s.chain->exit_to[s.chain->point_row[s.chain->link_point[0]]];
  assert_close(scene_jump(&s, x, 2, "bc"), 1);
  scene_end(&s);
}

/* ------------------------------------------------------------------------------- passages */

#define THROUGH                                                                                    \
  "'stages':{'a':{" TABLE "},'p':{'passage':true},'q':{'passage':true}" REST                       \
  "'transitions':{'ap':{'from':'a','to':'p','share':0.8},'ac':{'from':'a','to':'c','share':0.2},"  \
  "'pq':{'from':'p','to':'q','share':0.5},'pd':{'from':'p','to':'d','share':0.5},"                 \
  "'qb':{'from':'q','to':'b','share':1}}" GROUP

static void a_passage_is_left_in_the_same_step(void **state) {
  (void)state;
  scene s = scripted(12, THROUGH, (script){.no_clock = true});
  const pk_chain *c = s.chain;
  int32_t x = scene_start(&s);
  assert_close(scene_jump(&s, x, 2, "ap"), 0.5 * 0.8);
  assert_int_equal(c->point_count - c->passage_from, 2);
  assert_int_equal(c->point_stage[c->passage_from], pk_model_find_stage(s.model, "p"));
  assert_int_equal(c->exit_to[c->point_row[c->passage_from]], ~(int32_t)(c->passage_from + 1));
  scene_end(&s);
}

/* q leads to b alone; with b forbidden, q is closed, and p leads to d. */
static void a_passage_may_be_entered_only_if_it_can_be_left(void **state) {
  (void)state;
  scene s = scripted(12, THROUGH, (script){.allow = never_b, .no_clock = true});
  const pk_chain *c = s.chain;
  assert_int_equal(c->point_count - c->passage_from, 1);
  assert_close(c->exit_p[c->point_row[c->passage_from]], 1);
  scene_end(&s);
  s = scripted(12,
               "'stages':{'a':{" TABLE "},'p':{'passage':true}" REST
               "'transitions':{'ap':{'from':'a','to':'p','share':0.8},"
               "'ac':{'from':'a','to':'c','share':0.2},'pb':{'from':'p','to':'b','share':1}}" GROUP,
               (script){.allow = never_b, .no_clock = true});
  assert_close(scene_jump(&s, scene_start(&s), 0, "ac"), 1);
  scene_end(&s);
}

static void a_group_may_start_in_a_passage(void **state) {
  (void)state;
  const char *parts = "'stages':{'a':{'passage':true},'b':{},'c':{}},"
                      "'transitions':{'ab':{'from':'a','to':'b','share':0.25},"
                      "'ac':{'from':'a','to':'c','share':0.75}}" GROUP;
  scene s = scripted(12, parts, (script){0});
  assert_true(scene_start(&s) < 0);
  assert_close(s.chain->exit_p[s.chain->point_row[~scene_start(&s)]], 0.25);
  scene_end(&s);
  s = scripted(12, parts, (script){.allow = never}); /* nowhere to go: stuck, but not lost */
  assert_true(scene_start(&s) >= 0);
  assert_close(s.chain->stuck[scene_start(&s)], 1);
  scene_end(&s);
}

/* ------------------------------------------------------------------- stays already begun */

static void an_initial_stay_is_conditioned_on_its_past(void **state) {
  (void)state;
  scene s = scripted(12,
                     "'stages':{'a':{" TABLE "}" REST
                     "'transitions':{'ab':{'from':'a','to':'b','share':1}},'groups':{'g':"
                     "{'size':0,'start':'a','initial':[{'stage':'a','elapsed':1,'count':4}]}}",
                     (script){0});
  int32_t x = scene_start(&s);
  assert_close(s.chain->start_amount[0], 4);
  assert_close(scene_jump(&s, x, 1, ""), 0.5 / 0.8);
  assert_close(scene_jump(&s, x, 2, ""), 0.3 / 0.8);
  scene_end(&s);
}

static void an_impossibly_long_initial_stay_is_due(void **state) {
  (void)state;
  scene s = scripted(12,
                     "'stages':{'a':{" TABLE "}" REST
                     "'transitions':{'ab':{'from':'a','to':'b','share':1}},'groups':{'g':"
                     "{'size':0,'start':'a','initial':[{'stage':'a','elapsed':7,'count':4}]}}",
                     (script){0});
  assert_close(scene_jump(&s, scene_start(&s), 1, ""), 1);
  scene_end(&s);
}

static void an_initial_race_goes_on_where_it_is(void **state) {
  (void)state;
  scene s = scripted(12,
                     "'stages':{'a':{}" REST
                     "'transitions':{'ab':{'from':'a','to':'b','per_step':[0.9,0.5,0.1]}},"
                     "'groups':{'g':{'size':0,'start':'a',"
                     "'initial':[{'stage':'a','elapsed':1,'count':4}]}}",
                     (script){0});
  assert_close(scene_jump(&s, scene_start(&s), 1, ""), 0.5);
  assert_close(scene_jump(&s, scene_start(&s), 2, ""), 0.05);
  scene_end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_length_is_drawn_then_an_exit),
      cmocka_unit_test(a_refused_exit_is_replaced_by_the_named_transition),
      cmocka_unit_test(without_a_named_transition_the_others_share),
      cmocka_unit_test(so_they_do_where_the_named_transition_is_refused_too),
      cmocka_unit_test(with_no_exit_open_a_stay_waits_and_is_asked_again),
      cmocka_unit_test(whoever_is_never_allowed_out_is_stuck),
      cmocka_unit_test(weights_multiply_shares),
      cmocka_unit_test(elapsed_tells_decisions_apart_where_rules_read_it),
      cmocka_unit_test(a_race_of_two_geometrics_has_its_closed_form),
      cmocka_unit_test(a_refused_exit_of_a_race_does_not_fire_and_the_others_go_on),
      cmocka_unit_test(a_used_up_exit_is_due_until_it_is_allowed),
      cmocka_unit_test(several_due_exits_share_equally),
      cmocka_unit_test(a_list_gives_each_step_its_own_chance_and_the_last_goes_on),
      cmocka_unit_test(per_step_equals_shares_with_the_equivalent_table),
      cmocka_unit_test(a_refused_per_step_exit_leaves_the_others_their_hazard),
      cmocka_unit_test(chances_that_sum_to_one_end_the_stay_at_this_step),
      cmocka_unit_test(weights_multiply_hazards),
      cmocka_unit_test(at_the_limit_the_marked_transition_takes_what_has_not_ended),
      cmocka_unit_test(without_a_mark_the_limit_draws_by_shares),
      cmocka_unit_test(a_refused_mark_leaves_the_limit_to_the_shares),
      cmocka_unit_test(the_limit_of_a_race_asks_no_refused_exit_twice),
      cmocka_unit_test(the_limit_of_a_race_draws_by_hazards_else_equally),
      cmocka_unit_test(with_no_exit_open_a_stay_passes_its_limit_and_is_counted),
      cmocka_unit_test(a_limit_is_asked_once_on_entry),
      cmocka_unit_test(a_passage_is_left_in_the_same_step),
      cmocka_unit_test(a_passage_may_be_entered_only_if_it_can_be_left),
      cmocka_unit_test(a_group_may_start_in_a_passage),
      cmocka_unit_test(an_initial_stay_is_conditioned_on_its_past),
      cmocka_unit_test(an_impossibly_long_initial_stay_is_due),
      cmocka_unit_test(an_initial_race_goes_on_where_it_is),
  };
  return RUN(tests);
}
