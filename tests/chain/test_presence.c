/* What supports do to exits, and what is left when actors are withdrawn. */
#include "chain/presence.h"
#include "chain/scene.h"

static void unfold_without(scene *s, const char *actor) {
  bool gone[8] = {false};
  int index = actor ? pk_model_find_actor(s->model, actor) : -1;
  if (index >= 0)
    gone[index] = true;
  scene_unfold(s, &(pk_chain_options){.withdrawn = gone});
  assert_conserved(s->chain);
}

static scene supported(const char *exits, const char *supports) {
  char parts[3000];
  snprintf(parts, sizeof parts,
           "'start_date':'2024-01-15','actors':{'x':{'sector':'third'},'y':{'sector':'public'}},"
           "'stages':{'a':{%s},'b':{},'c':{}},%s,'supports':{%s},"
           "'groups':{'g':{'size':1,'start':'a'}}",
           strstr(exits, "share") ? "'duration':{'fixed':2}" : "", exits, supports);
  scene s = scene_load(12, parts);
  scene_unfold(&s, NULL);
  return s;
}

#define SHARES                                                                                     \
  "'transitions':{'ab':{'from':'a','to':'b','share':0.2},"                                         \
  "'ac':{'from':'a','to':'c','share':0.8}}"
#define COACHING(more, effect)                                                                     \
  "'coaching':{'role':'coach','actors':{'x':{}}" more ",'effect':{'transition':'ab'," effect "}}"

static double ab(const scene *s) {
  return scene_jump(s, scene_start(s), 0, "ab");
}

/* Odds 1 : 4 times 3 are 3 : 4. */
static void an_odds_ratio_multiplies_odds_while_the_support_works(void **state) {
  (void)state;
  scene s = supported(SHARES, COACHING("", "'odds_ratio':3,'included':false"));
  assert_close(ab(&s), 3.0 / 7);
  unfold_without(&s, "y");
  assert_close(ab(&s), 3.0 / 7);
  unfold_without(&s, "x");
  assert_close(ab(&s), 0.2);
  scene_end(&s);
}

/* Without it 1 / r applies: odds 1 : 12. */
static void an_included_effect_is_lost_with_the_support(void **state) {
  (void)state;
  scene s = supported(SHARES, COACHING("", "'odds_ratio':3,'included':true"));
  assert_close(ab(&s), 0.2);
  unfold_without(&s, "x");
  assert_close(ab(&s), 1.0 / 13);
  scene_end(&s);
}

static void uptake_mixes_those_with_and_without(void **state) {
  (void)state;
  scene s = supported(SHARES, COACHING(",'uptake':0.25", "'odds_ratio':3,'included':false"));
  assert_close(ab(&s), 0.25 * 3 / 7 + 0.75 * 0.2);
  scene_end(&s);
  s = supported(SHARES, COACHING(",'uptake':0.25", "'odds_ratio':3,'included':true"));
  assert_close(ab(&s), 0.2);
  unfold_without(&s, "x");
  assert_close(ab(&s), 0.25 / 13 + 0.75 * 0.2);
  scene_end(&s);
}

static void a_support_goes_on_while_one_of_its_actors_is_left(void **state) {
  (void)state;
  scene s = supported(SHARES, "'coaching':{'role':'coach','actors':{'x':{},'y':{}},'effect':"
                              "{'transition':'ab','odds_ratio':3,'included':false}}");
  unfold_without(&s, "x");
  assert_close(ab(&s), 3.0 / 7);
  scene_end(&s);
}

static void two_supports_multiply(void **state) {
  (void)state;
  scene s = supported(
      SHARES, COACHING("", "'odds_ratio':3,'included':false") ","
                                                              "'more':{'role':'coach','actors':{'y'"
                                                              ":{}},'uptake':0.5,'effect':"
                                                              "{'transition':'ab','odds_ratio':2,'"
                                                              "included':false}}");
  assert_close(ab(&s), 0.5 * 6 / 10 + 0.5 * 3 / 7);
  scene_end(&s);
}

#define STEPS                                                                                      \
  "'transitions':{'ab':{'from':'a','to':'b','per_step':0.2},"                                      \
  "'ac':{'from':'a','to':'c','per_step':0.1}}"

/* Λ = −ln 0.7 in the parts 2 : 1; the first part counts double: 5/3 Λ in all. */
static void a_hazard_ratio_multiplies_the_hazard(void **state) {
  (void)state;
  scene s = supported(STEPS, COACHING("", "'hazard_ratio':2,'included':false"));
  double end = 1 - pow(0.7, 5.0 / 3);
  assert_close(scene_jump(&s, scene_start(&s), 1, "ab"), end * 0.8);
  assert_close(scene_jump(&s, scene_start(&s), 3, "ac"), pow(1 - end, 2) * end * 0.2);
  scene_end(&s);
}

/* A client has the support for the whole stay or not at all: stays are mixed, not hazards. */
static void uptake_mixes_whole_stays_of_a_race(void **state) {
  (void)state;
  scene s = supported(STEPS, COACHING(",'uptake':0.25", "'hazard_ratio':2,'included':false"));
  double end = 1 - pow(0.7, 5.0 / 3);
  for (int d = 1; d < 6; d++)
    assert_close(scene_jump(&s, scene_start(&s), d, "ab"),
                 0.25 * pow(1 - end, d - 1) * end * 0.8 + 0.75 * pow(0.7, d - 1) * 0.2);
  scene_end(&s);
}

/* ------------------------------------------------------------------------- withdrawal */

static const char *const hosted =
    "'start_date':'2024-01-15','actors':{'x':{'sector':'third'},'y':{'sector':'third'},"
    "'z':{'sector':'public','until':'2024-01-01'}},"
    "'stages':{'a':{'duration':{'fixed':2},'refused':'ac'},"
    "'b':{'actors':{'x':{'employer':{'places':3}},'y':{'employer':{'places':2},'adviser':{}}}},"
    "'c':{'actors':{'y':{'adviser':{}}}},'d':{}},"
    "'transitions':{'ab':{'from':'a','to':'b','share':0.5},'ac':{'from':'a','to':'c','share':0.3},"
    "'ad':{'from':'a','to':'d','share':0.2,'carried_by':{'x':{}}}},"
    "'groups':{'g':{'size':1,'start':'a'}}";

static void a_stage_without_its_last_host_is_closed_and_refuses(void **state) {
  (void)state;
  scene s = scene_load(12, hosted);
  bool gone[3] = {true, false, false};
  assert_false(pk_stage_closed(s.model, s.rules, 1, gone));
  assert_close(pk_stage_capacity(s.model, s.rules, 1, NULL), 5);
  assert_close(pk_stage_capacity(s.model, s.rules, 1, gone), 2);
  gone[1] = true;
  assert_true(pk_stage_closed(s.model, s.rules, 1, gone));
  assert_false(pk_stage_closed(s.model, s.rules, 2, gone)); /* nobody was a host there */
  assert_close(pk_stage_capacity(s.model, s.rules, 1, gone), 0);
  assert_close(pk_stage_capacity(s.model, s.rules, 2, gone), -1);
  scene_unfold(&s, &(pk_chain_options){.withdrawn = gone});
  assert_conserved(s.chain);
  assert_close(scene_jump(&s, scene_start(&s), 2, "ac"), 1); /* b closed, ad without carrier */
  assert_close(scene_refused(&s, scene_start(&s), "ab"), 0.5);
  scene_end(&s);
}

static void a_move_carried_by_the_withdrawn_alone_is_closed(void **state) {
  (void)state;
  scene s = scene_load(12, hosted);
  bool gone[3] = {true, false, false};
  assert_true(pk_transition_closed(s.model, 2, gone));
  assert_false(pk_transition_closed(s.model, 2, NULL));
  assert_false(pk_transition_closed(s.model, 0, gone)); /* nobody carries it */
  unfold_without(&s, "x");
  assert_close(scene_jump(&s, scene_start(&s), 2, "ab"), 0.5);
  assert_close(scene_jump(&s, scene_start(&s), 2, "ac"), 0.5);
  scene_end(&s);
}

static void places_of_supports_and_per_worker_count(void **state) {
  (void)state;
  scene s = scene_load(12, "'actors':{'x':{'sector':'third'},'y':{'sector':'third'}},"
                           "'stages':{'a':{'actors':{'x':{'employer':{'places':3}}}},"
                           "'b':{'actors':{'y':{'trainer':{'places':{'per':'a','each':4}}}}}},"
                           "'transitions':{},'supports':{'bus':{'role':'coach','actors':{'y':{}},"
                           "'effect':{'stage':'a','places':2,'included':false}}},"
                           "'groups':{'g':{'size':1,'start':'a'}}");
  bool gone[2] = {false, true};
  assert_close(pk_stage_capacity(s.model, s.rules, 0, NULL), 5);
  assert_close(pk_stage_capacity(s.model, s.rules, 1, NULL), 20);
  assert_close(pk_stage_capacity(s.model, s.rules, 0, gone), 3);
  scene_end(&s);
}

/* Whose time is over before t = 0, or begins after the last step, is never there. */
static void time_that_has_passed_withdraws(void **state) {
  (void)state;
  scene s = scene_load(12, hosted);
  assert_false(pk_actor_there(s.model, 2, NULL, PK_EVER));
  scene_end(&s);
  s = scene_load(12,
                 "'start_date':'2024-01-15','actors':{"
                 "'x':{'sector':'third','until':'2024-08-01'},'y':{'sector':'third','from':30}},"
                 "'stages':{'a':{'actors':{'x':{'employer':{'places':1}}}}},'transitions':{},"
                 "'groups':{'g':{'size':1,'start':'a'}}");
  assert_true(pk_actor_there(s.model, 0, NULL, PK_EVER));
  assert_false(pk_actor_there(s.model, 1, NULL, PK_EVER));
  /* 15 July is step 6, 15 August the first day not before the first of the month: step 7. */
  assert_true(pk_actor_there(s.model, 0, NULL, 6));
  assert_false(pk_actor_there(s.model, 0, NULL, 7));
  scene_end(&s);
}

static pk_presence *presence_of(const scene *s, pk_arena *arena, const bool *withdrawn) {
  pk_presence *presence = pk_presence_new(arena, s->model, s->rules, withdrawn);
  assert_non_null(presence);
  return presence;
}

/* x hosts until step 4, y from step 8: three epochs, in the middle one the stage is closed. */
static void epochs_lie_between_changes_and_closed_stages_open_again(void **state) {
  (void)state;
  scene s = scene_load(12, "'actors':{'x':{'sector':'third','until':4},'y':{'sector':'third'}},"
                           "'stages':{'a':{'actors':{'x':{'employer':{'places':3}},"
                           "'y':{'employer':{'places':2,'from':8}}}}},'transitions':{},"
                           "'groups':{'g':{'size':1,'start':'a'}}");
  pk_arena *arena = pk_arena_new();
  pk_presence *p = presence_of(&s, arena, NULL);
  static const int epoch_of[13] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2};
  assert_int_equal(p->epoch_count, 3);
  assert_memory_equal(p->epoch_of, epoch_of, sizeof epoch_of);
  assert_int_equal(p->first[1], 4);
  assert_int_equal(p->first[2], 8);
  assert_false(p->stage_closed[0]);
  assert_true(p->stage_closed[1]);
  assert_false(p->stage_closed[2]);
  assert_close(p->capacity[0], 3);
  assert_close(p->capacity[1], 0);
  assert_close(p->capacity[2], 2);
  bool gone[2] = {false, true}; /* then nothing begins at 8 */
  p = presence_of(&s, arena, gone);
  assert_int_equal(p->epoch_count, 2);
  assert_true(p->stage_closed[1]);
  pk_arena_free(arena);
  scene_end(&s);
}

/* An adviser who goes, a change after the horizon, a support without effect: one epoch. */
static void what_changes_no_number_makes_no_epoch(void **state) {
  (void)state;
  scene s = scene_load(12, "'start_date':'2024-01-15','actors':{"
                           "'x':{'sector':'third','until':'2024-08-01'},"
                           "'y':{'sector':'public','until':13},'z':{'sector':'public','from':0}},"
                           "'stages':{'a':{'actors':{'x':{'referrer':{}},"
                           "'y':{'employer':{'places':1}},'z':{'employer':{'places':1}}}}},"
                           "'transitions':{},"
                           "'supports':{'talk':{'role':'trainer','actors':{'x':{}},'until':6}},"
                           "'groups':{'g':{'size':1,'start':'a'}}");
  pk_arena *arena = pk_arena_new();
  assert_int_equal(presence_of(&s, arena, NULL)->epoch_count, 1);
  pk_arena_free(arena);
  scene_end(&s);
}

/* A scenario that withdraws from step 3 until step 6. */
static void a_scenario_withdraws_for_its_time(void **state) {
  (void)state;
  scene s =
      scene_load(12, "'actors':{'x':{'sector':'third'}},"
                     "'stages':{'a':{'actors':{'x':{'employer':{'places':1}}}}},'transitions':{},"
                     "'groups':{'g':{'size':1,'start':'a'}},"
                     "'scenarios':{'away':{'withdraw':['x'],'from':3,'until':6}}");
  polku_model *without = polku_model_scenario(s.model, "away", s.report);
  assert_non_null(without);
  static const int epoch_of[13] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2};
  pk_arena *arena = pk_arena_new();
  pk_presence *p = pk_presence_new(arena, without, s.rules, NULL);
  assert_non_null(p);
  assert_int_equal(p->epoch_count, 3);
  assert_memory_equal(p->epoch_of, epoch_of, sizeof epoch_of);
  assert_true(p->stage_closed[1] && !p->stage_closed[0] && !p->stage_closed[2]);
  assert_true(pk_actor_withdrawn(without, 0, NULL, 5));
  assert_false(pk_actor_withdrawn(without, 0, NULL, 6));
  pk_arena_free(arena);
  polku_model_free(without);
  scene_end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_odds_ratio_multiplies_odds_while_the_support_works),
      cmocka_unit_test(an_included_effect_is_lost_with_the_support),
      cmocka_unit_test(uptake_mixes_those_with_and_without),
      cmocka_unit_test(a_support_goes_on_while_one_of_its_actors_is_left),
      cmocka_unit_test(two_supports_multiply),
      cmocka_unit_test(a_hazard_ratio_multiplies_the_hazard),
      cmocka_unit_test(uptake_mixes_whole_stays_of_a_race),
      cmocka_unit_test(a_stage_without_its_last_host_is_closed_and_refuses),
      cmocka_unit_test(a_move_carried_by_the_withdrawn_alone_is_closed),
      cmocka_unit_test(places_of_supports_and_per_worker_count),
      cmocka_unit_test(time_that_has_passed_withdraws),
      cmocka_unit_test(epochs_lie_between_changes_and_closed_stages_open_again),
      cmocka_unit_test(what_changes_no_number_makes_no_epoch),
      cmocka_unit_test(a_scenario_withdraws_for_its_time),
  };
  return RUN(tests);
}
