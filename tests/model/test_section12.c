/* The whole example of the format's reference (models/README.md), field by field. */
#include "support/check.h"
#include "support/files.h"

#include "model/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static polku_report *report;
static polku_model *m;

static int load(void **state) {
  (void)state;
  report = polku_report_new();
  m = polku_model_load(POLKU_SOURCE_DIR "/tests/data/section12.json", report);
  if (!m) {
    char *text = polku_report_text(report, POLKU_EN, false);
    print_error("%s", text);
    free(text);
  }
  return m ? 0 : -1;
}

static int unload(void **state) {
  (void)state;
  polku_model_free(m);
  polku_report_free(report);
  return 0;
}

static void assert_close(double value, double expected) {
  assert_true(fabs(value - expected) <= 1e-15);
}

static const pk_stage *stage(const char *id) {
  int i = pk_model_find_stage(m, id);
  assert_true(i >= 0);
  return &m->stages[i];
}

static const pk_transition *transition(const char *id) {
  int i = pk_model_find_transition(m, id);
  assert_true(i >= 0);
  return &m->transitions[i];
}

static void nothing_is_wrong_with_it(void **state) {
  (void)state;
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 0);
}

static void the_header_says_where_and_when(void **state) {
  (void)state;
  assert_string_equal(polku_model_title(m, POLKU_FI), "Esimerkkipolku");
  assert_string_equal(polku_model_title(m, POLKU_SV), "Exempelstig");
  assert_string_equal(polku_model_title(m, POLKU_EN), "An example pathway");
  assert_string_equal(m->id, "section12");
  assert_string_equal(m->region, "rovaniemi");
  pk_date june;
  assert_true(pk_date_read("2021-06-01", &june));
  assert_true(m->has_start_date && m->start_date == june);
  assert_true(m->has_rules_as_of && m->rules_as_of == june);
  assert_false(m->follow_calendar);
  assert_int_equal(m->step, PK_STEP_MONTH);
  assert_int_equal(m->horizon, 36);
}

static void sources_and_accounts(void **state) {
  (void)state;
  assert_int_equal(m->source_count, 1);
  assert_string_equal(m->sources[0].id, "vates-2022");
  for (int lang = 0; lang < 3; lang++) {
    assert_string_equal(m->sources[0].title.in[lang],
                        "Yhteinen päämäärä määrittämässä yhteistyötä");
    assert_string_equal(m->sources[0].publisher.in[lang], "Vates");
  }
  assert_int_equal(m->sources[0].year, 2022);
  assert_null(m->sources[0].url);
  assert_int_equal(m->account_count, 1);
  assert_string_equal(m->accounts[0].id, "municipality");
  assert_string_equal(m->accounts[0].name.in[POLKU_FI], "Kunta");
  assert_string_equal(m->accounts[0].name.in[POLKU_EN], "Municipality");
  assert_null(m->accounts[0].name.in[POLKU_SV]);
  assert_string_equal(m->accounts[0].unit, "euro");
  assert_true(m->accounts[0].discount == 0.03);
  assert_int_equal(m->budget_count, 0);
}

static void actors_have_sector_and_kind(void **state) {
  (void)state;
  assert_int_equal(m->actor_count, 2);
  assert_int_equal(pk_model_find_actor(m, "neuvokas"), 0);
  assert_int_equal(pk_model_find_actor(m, "city"), 1);
  assert_int_equal(pk_model_find_actor(m, "nobody"), -1);
  assert_string_equal(m->actors[0].name.in[POLKU_FI], "Rovaniemen Neuvokas");
  assert_int_equal(m->actors[0].sector, PK_THIRD);
  assert_string_equal(m->actors[0].kind, "association");
  assert_null(m->actors[0].region);
  assert_int_equal(m->actors[0].from.form, PK_ALWAYS);
  assert_int_equal(m->actors[0].until.form, PK_ALWAYS);
  assert_int_equal(m->actors[1].sector, PK_PUBLIC);
  assert_string_equal(m->actors[1].kind, "municipality");
}

static void stages_stand_in_the_order_of_the_file(void **state) {
  (void)state;
  static const char *const ids[] = {"start", "rehab", "subsidy", "work", "out"};
  static const char *const kinds[] = {"job_seeking", "rehabilitative_work", "wage_subsidy",
                                      "open_labour_market", "outside"};
  static const char *const names[] = {"Ohjaus hankkeeseen", "Kuntouttava työtoiminta",
                                      "Palkkatuki yhdistyksessä", "Avoimet työmarkkinat",
                                      "Muu tilanne"};
  assert_int_equal(m->stage_count, 5);
  for (int i = 0; i < 5; i++) {
    assert_string_equal(m->stages[i].id, ids[i]);
    assert_string_equal(m->stages[i].kind, kinds[i]);
    assert_string_equal(m->stages[i].name.in[POLKU_FI], names[i]);
    assert_int_equal(pk_model_find_stage(m, ids[i]), i);
    assert_false(m->stages[i].passage);
    assert_false(m->stages[i].employed || m->stages[i].open);
    assert_int_equal(m->stages[i].final, i == 4);
  }
}

static void stays_have_their_lengths(void **state) {
  (void)state;
  const pk_distribution *d = &stage("start")->duration;
  assert_true(stage("start")->has_duration);
  assert_int_equal(d->family, PK_GEOMETRIC);
  assert_int_equal(d->unit, PK_UNIT_STEP);
  assert_true(d->a.value == 4);
  assert_int_equal(d->a.basis, PK_ASSUMED);
  assert_string_equal(d->a.pointer, "/stages/start/duration/geometric/mean");
  assert_string_equal(d->pointer, "/stages/start/duration");
  d = &stage("rehab")->duration;
  assert_int_equal(d->family, PK_WEIBULL);
  assert_int_equal(d->unit, PK_UNIT_MONTH);
  assert_true(d->a.value == 1.4 && d->b.value == 9);
  d = &stage("subsidy")->duration;
  assert_int_equal(d->family, PK_FIXED);
  assert_true(d->a.value == 10);
  assert_false(stage("work")->has_duration);
  assert_false(stage("out")->has_duration);
}

static void actors_stand_at_stages_in_roles(void **state) {
  (void)state;
  const pk_stage *rehab = stage("rehab"), *subsidy = stage("subsidy");
  assert_int_equal(stage("start")->standing_count, 1);
  const pk_standing *organiser = &stage("start")->standings[0];
  assert_string_equal(organiser->role, "organiser");
  assert_int_equal(organiser->actor, 1);
  assert_false(organiser->has_places || organiser->has_clients);
  assert_int_equal(organiser->per_stage, -1);
  assert_string_equal(organiser->pointer, "/stages/start/actors/city/organiser");
  assert_int_equal(rehab->standing_count, 1);
  assert_string_equal(rehab->standings[0].role, "provider");
  assert_int_equal(rehab->standings[0].actor, 0);
  assert_true(rehab->standings[0].has_places);
  assert_true(rehab->standings[0].places.value == 8);
  assert_int_equal(rehab->standings[0].places.basis, PK_ASSUMED);
  assert_string_equal(subsidy->standings[0].role, "employer");
  assert_true(subsidy->standings[0].places.value == 3);
  assert_string_equal(subsidy->standings[0].places.pointer,
                      "/stages/subsidy/actors/neuvokas/employer/places");
  assert_int_equal(stage("work")->standing_count + stage("out")->standing_count, 0);
}

static void stages_carry_attributes_amounts_and_queues(void **state) {
  (void)state;
  const pk_stage *rehab = stage("rehab"), *subsidy = stage("subsidy");
  assert_int_equal(rehab->money_count, 1);
  assert_int_equal(rehab->money[0].account, 0);
  assert_true(rehab->money[0].per_step.value == 480);
  assert_true(rehab->money[0].on_entry.value == 0);
  assert_non_null(rehab->money[0].on_entry.pointer);
  assert_false(rehab->queue.written);
  assert_int_equal(subsidy->attribute_count, 2);
  assert_string_equal(subsidy->attributes[0].name, "basis");
  assert_string_equal(subsidy->attributes[0].value, "full");
  assert_string_equal(subsidy->attributes[0].pointer, "/stages/subsidy/attributes/basis");
  assert_string_equal(subsidy->attributes[1].name, "employer");
  assert_string_equal(subsidy->attributes[1].value, "association");
  assert_true(subsidy->queue.written && subsidy->queue.has_patience);
  assert_int_equal(subsidy->queue.max, -1);
  assert_int_equal(subsidy->queue.patience.family, PK_GEOMETRIC);
  assert_true(subsidy->queue.patience.a.value == 6);
  assert_int_equal(subsidy->queue.gives_up_count, 1);
  assert_int_equal(subsidy->queue.gives_up[0].stage, 0);
  assert_true(subsidy->queue.gives_up[0].share.value == 1);
  assert_null(subsidy->queue.waits_as);
}

static void exits_have_forms_and_refusals(void **state) {
  (void)state;
  static const pk_exits forms[] = {PK_EXITS_SHARES, PK_EXITS_SHARES, PK_EXITS_SHARES,
                                   PK_EXITS_PER_STEP, PK_EXITS_NONE};
  static const int counts[] = {2, 2, 2, 1, 0};
  for (int i = 0; i < 5; i++) {
    assert_int_equal(m->stages[i].exits, forms[i]);
    assert_int_equal(m->stages[i].exit_count, counts[i]);
    for (int k = 0; k < counts[i]; k++)
      assert_int_equal(m->transitions[m->stages[i].exit_list[k]].from, i);
  }
  assert_int_equal(stage("rehab")->refused, pk_model_find_transition(m, "rehab-start"));
  assert_int_equal(stage("start")->refused, -1);
}

static void shares_and_their_rests(void **state) {
  (void)state;
  assert_int_equal(m->transition_count, 7);
  const pk_transition *t = transition("start-rehab");
  assert_int_equal(t->from, pk_model_find_stage(m, "start"));
  assert_int_equal(t->to, pk_model_find_stage(m, "rehab"));
  assert_true(t->share.value == 0.6 && !t->rest);
  t = transition("start-out");
  assert_true(t->rest);
  assert_close(t->share.value, 0.4);
  assert_null(t->share.pointer);
  t = transition("rehab-subsidy");
  assert_true(t->share.value == 0.35);
  assert_int_equal(t->share.prior, PK_PRIOR_RANGE);
  assert_true(t->share.a == 0.2 && t->share.b == 0.5);
  assert_int_equal(t->share.basis, PK_ASSUMED);
  assert_string_equal(t->share.pointer, "/transitions/rehab-subsidy/share");
  assert_close(transition("rehab-start")->share.value, 0.65);
  t = transition("subsidy-work");
  assert_true(t->share.value == 0.3);
  assert_int_equal(t->share.basis, PK_MEASURED);
  assert_int_equal(t->share.prior, PK_PRIOR_EVENTS);
  assert_true(t->share.a == 3 && t->share.b == 10);
  assert_close(transition("subsidy-start")->share.value, 0.7);
  t = transition("work-start");
  assert_int_equal(t->step_count, 1);
  assert_true(t->per_step[0].value == 0.01);
  assert_string_equal(t->per_step[0].pointer, "/transitions/work-start/per_step");
  assert_int_equal(t->carrier_count + t->referral_count, 0);
  assert_false(t->at_limit);
}

static void a_support_has_an_effect(void **state) {
  (void)state;
  assert_int_equal(m->support_count, 1);
  const pk_support *s = &m->supports[0];
  assert_string_equal(s->id, "coaching");
  assert_string_equal(s->name.in[POLKU_FI], "Työhönvalmennus");
  assert_string_equal(s->role, "job_coach");
  assert_int_equal(s->actor_count, 1);
  assert_int_equal(s->actors[0], 0);
  assert_int_equal(s->stage_count, 1);
  assert_int_equal(s->stages[0], pk_model_find_stage(m, "subsidy"));
  assert_int_equal(s->effect_count, 1);
  assert_int_equal(s->effects[0].form, PK_EFFECT_ODDS);
  assert_int_equal(s->effects[0].transition, pk_model_find_transition(m, "subsidy-work"));
  assert_int_equal(s->effects[0].stage, -1);
  assert_true(s->effects[0].ratio.value == 1.5);
  assert_true(s->effects[0].included); /* the share was measured: the effect is in it */
  assert_true(s->uptake.value == 1 && !s->uptake.pointer);
}

static void a_group_has_profiles_and_a_past(void **state) {
  (void)state;
  assert_int_equal(m->group_count, 1);
  assert_int_equal(pk_model_find_group(m, "reduced"), 0);
  const pk_group *g = &m->groups[0];
  assert_string_equal(g->name.in[POLKU_FI], "Osatyökykyiset");
  assert_true(g->size.value == 64);
  assert_int_equal(g->start_count, 1);
  assert_int_equal(g->starts[0].stage, 0);
  assert_true(g->starts[0].share.value == 1);
  assert_int_equal(g->trait_count, 2);
  assert_string_equal(g->traits[0].name, "age");
  assert_int_equal(g->traits[0].choice_count, 2);
  assert_string_equal(g->traits[0].choices[0].value, "45");
  assert_true(g->traits[0].choices[0].share.value == 0.6);
  assert_string_equal(g->traits[0].choices[1].value, "58");
  assert_true(g->traits[0].choices[1].share.value == 0.4);
  assert_string_equal(g->traits[1].name, "work_ability");
  assert_int_equal(g->traits[1].choice_count, 1);
  assert_string_equal(g->traits[1].choices[0].value, "reduced");
  assert_int_equal(g->past_count, 1);
  assert_string_equal(g->pasts[0].history, "unemployed");
  assert_null(g->pasts[0].pattern);
  assert_false(g->pasts[0].is_value);
  assert_int_equal(g->pasts[0].choice_count, 2);
  assert_string_equal(g->pasts[0].choices[1].value, "24");
  assert_true(g->pasts[0].choices[1].share.value == 0.6);
  assert_int_equal(g->arrival_count + g->initial_count, 0);
  assert_false(g->allocate);
}

static void gaps_paths_and_targets(void **state) {
  (void)state;
  assert_int_equal(m->gap_count, 1);
  assert_string_equal(m->gaps[0].id, "trial");
  assert_int_equal(m->gaps[0].stage_count, 1);
  assert_int_equal(m->gaps[0].stages[0], 1);
  assert_int_equal(m->gaps[0].row, PK_ROW_EMPLOYMENT);
  assert_string_equal(m->gaps[0].question.in[POLKU_FI], "Kuka ottaa kokeiluun?");
  assert_int_equal(m->path_count, 1);
  assert_string_equal(m->paths[0].id, "stepping-stone");
  assert_string_equal(m->paths[0].name.in[POLKU_FI], "Ponnahduslauta");
  assert_int_equal(m->paths[0].stage_count, 3);
  for (int i = 0; i < 3; i++)
    assert_int_equal(m->paths[0].stages[i], i + 1);
  assert_int_equal(m->target_count, 1);
  assert_string_equal(m->targets[0].id, "article");
  assert_string_equal(m->targets[0].outcome, "employment_ratio");
  assert_int_equal(m->targets[0].at, 12);
  assert_int_equal(m->targets[0].group, -1);
  assert_true(m->targets[0].observed.value == 17.0 / 64);
  assert_int_equal(m->targets[0].observed.basis, PK_MEASURED);
  assert_int_equal(m->targets[0].observed.prior, PK_PRIOR_EVENTS);
  assert_int_equal(m->targets[0].observed.source, 0);
  assert_int_equal(m->note_count, 0);
}

static void scenarios_patch_and_withdraw(void **state) {
  (void)state;
  assert_int_equal(m->scenario_count, 2);
  assert_string_equal(m->scenarios[0].id, "more-places");
  assert_string_equal(m->scenarios[0].name.in[POLKU_FI], "Kuusi paikkaa");
  assert_true(m->scenarios[0].has_patch);
  assert_int_equal(m->scenarios[0].withdraw_count, 0);
  assert_string_equal(m->scenarios[1].id, "without-neuvokas");
  assert_false(m->scenarios[1].has_patch);
  assert_int_equal(m->scenarios[1].withdraw_count, 1);
  assert_int_equal(m->scenarios[1].withdraw[0], 0);
  assert_null(m->scenario);
  assert_null(m->withdrawn);
}

typedef struct seen {
  int count;
  const char *pointers[64], *what[64];
} seen;

static bool note(void *context, const pk_number *number, const char *what) {
  seen *s = context;
  s->pointers[s->count] = number->pointer;
  s->what[s->count++] = what;
  return true;
}

static void its_numbers_come_in_the_order_of_the_text(void **state) {
  (void)state;
  static const char *const expected[][2] = {
      {"/stages/start/duration/geometric/mean", "duration"},
      {"/stages/rehab/duration/weibull/shape", "duration"},
      {"/stages/rehab/duration/weibull/scale", "duration"},
      {"/stages/rehab/actors/neuvokas/provider/places", "places"},
      {"/stages/rehab/amounts/municipality/per_step", "amount"},
      {"/stages/rehab/amounts/municipality/on_entry", "amount"},
      {"/stages/subsidy/duration/fixed", "duration"},
      {"/stages/subsidy/actors/neuvokas/employer/places", "places"},
      {"/stages/subsidy/queue/patience/geometric/mean", "patience"},
      {"/stages/subsidy/queue/gives_up/start", "gives_up"},
      {"/transitions/start-rehab/share", "share"},
      {"/transitions/rehab-subsidy/share", "share"},
      {"/transitions/subsidy-work/share", "share"},
      {"/transitions/work-start/per_step", "per_step"},
      {"/supports/coaching/effect/odds_ratio", "effect"},
      {"/groups/reduced/size", "size"},
      {"/groups/reduced/attributes/age/45", "attribute"},
      {"/groups/reduced/attributes/age/58", "attribute"},
      {"/groups/reduced/histories/unemployed/latest/6", "history"},
      {"/groups/reduced/histories/unemployed/latest/24", "history"},
      {"/targets/article/observed", "observed"},
  };
  const int count = (int)(sizeof expected / sizeof *expected);
  seen s = {0};
  pk_model_numbers(m, note, &s);
  assert_int_equal(s.count, count);
  for (int i = 0; i < count; i++) {
    assert_string_equal(s.pointers[i], expected[i][0]);
    assert_string_equal(s.what[i], expected[i][1]);
  }
}

static void its_text_is_kept_byte_for_byte(void **state) {
  (void)state;
  size_t length, kept_length;
  char *file = read_whole_file(POLKU_SOURCE_DIR "/tests/data/section12.json", &length);
  const char *kept = polku_model_text(m, &kept_length);
  assert_int_equal(kept_length, length);
  assert_memory_equal(kept, file, length);
  free(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_is_wrong_with_it),
      cmocka_unit_test(the_header_says_where_and_when),
      cmocka_unit_test(sources_and_accounts),
      cmocka_unit_test(actors_have_sector_and_kind),
      cmocka_unit_test(stages_stand_in_the_order_of_the_file),
      cmocka_unit_test(stays_have_their_lengths),
      cmocka_unit_test(actors_stand_at_stages_in_roles),
      cmocka_unit_test(stages_carry_attributes_amounts_and_queues),
      cmocka_unit_test(exits_have_forms_and_refusals),
      cmocka_unit_test(shares_and_their_rests),
      cmocka_unit_test(a_support_has_an_effect),
      cmocka_unit_test(a_group_has_profiles_and_a_past),
      cmocka_unit_test(gaps_paths_and_targets),
      cmocka_unit_test(scenarios_patch_and_withdraw),
      cmocka_unit_test(its_numbers_come_in_the_order_of_the_text),
      cmocka_unit_test(its_text_is_kept_byte_for_byte),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
