/* Every key of the format that the example of its reference leaves out, with its defaults. */
#include "support/check.h"

#include "model/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static polku_report *report;
static polku_model *m;

static int load(void **state) {
  (void)state;
  report = polku_report_new();
  m = polku_model_load(POLKU_SOURCE_DIR "/tests/data/every-key.json", report);
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

static pk_date day(const char *text) {
  pk_date date;
  assert_true(pk_date_read(text, &date));
  return date;
}

static void it_is_read_without_a_word(void **state) {
  (void)state;
  for (int s = POLKU_ERROR; s <= POLKU_REMARK; s++)
    assert_int_equal(polku_report_count(report, (polku_severity)s), 0);
}

static void a_title_falls_back_to_another_language_then_to_the_file(void **state) {
  (void)state;
  assert_string_equal(polku_model_title(m, POLKU_FI), "Alla nycklar");
  static const char bare[] =
      "{\"format\":\"polku/1\",\"horizon\":1,\"stages\":{\"s\":{\"final\":true}}}";
  polku_model *untitled =
      polku_model_read("a/b.c/my.model.json#more", bare, sizeof bare - 1, report);
  assert_string_equal(polku_model_title(untitled, POLKU_EN), "my.model");
  polku_model_free(untitled);
}

static void the_header(void **state) {
  (void)state;
  assert_string_equal(m->text_about.in[POLKU_EN], "Every key that the shorter example leaves out.");
  assert_true(m->follow_calendar);
  assert_int_equal(m->rules_as_of, day("2024-05-01"));
  assert_int_equal(m->start_date, day("2023-01-31"));
  assert_int_equal(m->step, PK_STEP_WEEK);
  assert_int_equal(m->horizon, 40000);
}

static void order_comes_before_the_order_of_the_file(void **state) {
  (void)state;
  static const char *const stages[] = {"decision", "work", "trial", "rehab", "end"};
  assert_int_equal(m->stage_count, 5);
  for (int i = 0; i < 5; i++) {
    assert_string_equal(m->stages[i].id, stages[i]);
    assert_int_equal(pk_model_find_stage(m, stages[i]), i);
  }
  assert_string_equal(m->actors[0].id, "b");
  assert_string_equal(m->actors[1].id, "a");
  assert_string_equal(m->transitions[0].id, "trial-work");
  assert_string_equal(m->transitions[1].id, "decision-trial");
  assert_int_equal(m->transitions[0].from, 2);
  assert_int_equal(m->transitions[0].to, 1);
}

static void sources_accounts_and_budgets(void **state) {
  (void)state;
  assert_string_equal(m->sources[0].title.in[POLKU_FI], "Raportti");
  assert_string_equal(m->sources[0].title.in[POLKU_EN], "Report");
  assert_null(m->sources[0].title.in[POLKU_SV]);
  assert_string_equal(m->sources[0].url, "https://example.org/r");
  assert_string_equal(m->sources[0].accessed, "2026-11-21");
  assert_int_equal(m->sources[0].year, 0);
  assert_string_equal(m->accounts[0].unit, "euro");
  assert_true(m->accounts[0].discount == 0);
  assert_string_equal(m->accounts[1].unit, "hour");
  assert_true(m->accounts[1].discount == -0.01);
  const pk_budget *b = &m->budgets[0];
  assert_int_equal(m->budget_count, 1);
  assert_string_equal(b->id, "grant");
  assert_string_equal(b->name.in[POLKU_EN], "Grant");
  assert_int_equal(b->kind_count, 2);
  assert_string_equal(b->kinds[0], "wage_subsidy");
  assert_string_equal(b->kinds[1], "trial");
  assert_int_equal(b->account, 0);
  assert_true(b->per_year.value == 400000);
  assert_int_equal(b->per_year.basis, PK_STATED);
  assert_int_equal(b->per_year.source, 0);
  assert_string_equal(b->per_year.note, "as decided");
}

static void actors_come_and_go(void **state) {
  (void)state;
  const pk_actor *b = &m->actors[0], *a = &m->actors[1];
  assert_int_equal(a->sector, PK_EDUCATION);
  assert_string_equal(a->region, "liperi");
  assert_null(a->kind);
  assert_int_equal(a->from.form, PK_AT_DATE);
  assert_int_equal(a->from.date, day("2019-01-01"));
  assert_int_equal(a->until.date, day("2022-12-31"));
  assert_int_equal(b->sector, PK_PRIVATE);
  assert_int_equal(b->from.form, PK_AT_STEP);
  assert_int_equal(b->from.step, 3);
  assert_int_equal(b->until.step, 12);
}

static void standings(void **state) {
  (void)state;
  const pk_stage *trial = stage("trial");
  assert_int_equal(trial->standing_count, 3);
  const pk_standing *employer = &trial->standings[0], *provider = &trial->standings[2];
  assert_int_equal(employer->actor, 0); /* in the order of actors, then by role */
  assert_int_equal(employer->per_stage, -1);
  assert_true(employer->places.value == 2.5);
  assert_int_equal(employer->places.basis, PK_ESTIMATED);
  assert_string_equal(trial->standings[1].role, "funder");
  assert_false(trial->standings[1].has_places || trial->standings[1].has_clients);
  assert_int_equal(provider->actor, 1);
  assert_string_equal(provider->role, "provider");
  assert_true(provider->has_places);
  assert_int_equal(provider->per_stage, pk_model_find_stage(m, "rehab"));
  assert_true(provider->places.value == 3);
  assert_string_equal(provider->places.pointer, "/stages/trial/actors/a/provider/places/each");
  assert_true(provider->has_clients && provider->clients.value == 7);
  assert_string_equal(provider->text.in[POLKU_EN], "takes people");
  assert_int_equal(provider->from.step, 1);
  assert_int_equal(provider->until.date, day("2023-12-31"));
}

static void stages(void **state) {
  (void)state;
  const pk_stage *trial = stage("trial"), *work = stage("work"), *rehab = stage("rehab");
  assert_string_equal(trial->region, "liperi");
  assert_string_equal(trial->attributes[0].value, "20");
  assert_string_equal(trial->attributes[1].value, "false");
  assert_true(work->open && work->employed);
  assert_true(rehab->employed && !rehab->open);
  assert_true(stage("decision")->passage);
  assert_true(stage("end")->final);
  assert_int_equal(rehab->duration.family, PK_FIXED);
  assert_true(rehab->duration.a.value == 10);
  assert_int_equal(rehab->duration.a.basis, PK_STATED);
  assert_int_equal(rehab->duration.unit, PK_UNIT_MONTH);
  assert_true(trial->queue.written && !trial->queue.has_patience);
  assert_int_equal(trial->queue.max, 0);
  assert_string_equal(trial->queue.waits_as, "job_seeking");
  assert_int_equal(trial->queue.gives_up_count, 2);
  assert_int_equal(trial->queue.gives_up[1].stage, pk_model_find_stage(m, "rehab"));
  assert_true(trial->queue.gives_up[1].share.value == 0.75);
}

static void shares_near_one_are_divided_by_their_sum(void **state) {
  (void)state;
  double a = transition("decision-trial")->share.value, b = transition("decision-end")->share.value;
  assert_close(a, 0.5000001 / 1.0000001);
  assert_close(a + b, 1);
}

static void races(void **state) {
  (void)state;
  const pk_transition *t = transition("trial-work");
  assert_int_equal(stage("trial")->exits, PK_EXITS_RACE);
  assert_string_equal(t->name.in[POLKU_EN], "hired");
  assert_int_equal(t->after.family, PK_SURVIVAL);
  assert_int_equal(t->after.n, 2);
  assert_true(t->after.x[0] == 3 && t->after.y[0] == 0.8 && t->after.x[1] == 6 &&
              t->after.y[1] == 0.5);
  assert_int_equal(t->carrier_count, 2);
  assert_int_equal(t->carriers[0], 0);
  assert_int_equal(t->carriers[1], 1);
  assert_int_equal(t->referral_count, 2);
  assert_int_equal(t->referrals[0].actor, 0);
  assert_null(t->referrals[0].in.pointer);
  assert_int_equal(t->referrals[1].actor, 1);
  assert_true(t->referrals[1].in.value == 1 && t->referrals[1].out.value == 0);
  assert_non_null(t->referrals[1].out.pointer);
  assert_false(t->at_limit);
  t = transition("trial-rehab");
  assert_true(t->at_limit);
  assert_int_equal(t->after.family, PK_LOGNORMAL);
  assert_true(t->after.a.value == -0.5 && t->after.b.value == 0.7);
  assert_int_equal(t->after.unit, PK_UNIT_YEAR);
}

static void chances_by_elapsed_step(void **state) {
  (void)state;
  const pk_transition *t = transition("work-end");
  assert_int_equal(stage("work")->exits, PK_EXITS_PER_STEP);
  assert_int_equal(t->step_count, 3);
  assert_true(t->per_step[0].value == 0.1 && t->per_step[2].value == 0);
  assert_int_equal(t->per_step[1].basis, PK_MEASURED);
  assert_int_equal(t->per_step[1].prior, PK_PRIOR_EXPOSURE);
  assert_true(t->per_step[1].a == 5 && t->per_step[1].b == 120);
  assert_int_equal(t->per_step[1].unit, PK_UNIT_MONTH);
  assert_string_equal(t->per_step[1].pointer, "/transitions/work-end/per_step/1");
}

static void a_rest_is_as_weak_as_the_weakest_of_the_others(void **state) {
  (void)state;
  const pk_transition *calibrated = transition("rehab-work"), *rest = transition("rehab-end");
  assert_int_equal(calibrated->share.prior, PK_PRIOR_BETA);
  assert_true(calibrated->share.a == 2 && calibrated->share.b == 8);
  assert_true(rest->rest && !rest->share.pointer);
  assert_close(rest->share.value, 0.5);
  assert_int_equal(rest->share.basis, PK_ESTIMATED);
}

static void effects_are_included_where_the_number_is_known(void **state) {
  (void)state;
  assert_int_equal(m->supports[0].effect_count + m->supports[0].stage_count, 0);
  assert_string_equal(m->supports[0].text.in[POLKU_FI], "osaaminen näkyviin");
  const pk_support *s = &m->supports[1];
  static const pk_effect_form forms[] = {PK_EFFECT_HAZARD, PK_EFFECT_ODDS, PK_EFFECT_ODDS,
                                         PK_EFFECT_ODDS,   PK_EFFECT_ODDS, PK_EFFECT_PLACES};
  /* assumed; calibrated; estimated; said; said; places */
  static const bool included[] = {false, true, false, true, false, false};
  assert_int_equal(s->effect_count, 6);
  for (int i = 0; i < 6; i++) {
    assert_int_equal(s->effects[i].form, forms[i]);
    assert_int_equal(s->effects[i].included, included[i]);
  }
  assert_int_equal(s->effects[5].stage, pk_model_find_stage(m, "trial"));
  assert_int_equal(s->effects[5].transition, -1);
  assert_true(s->effects[5].ratio.value == 2);
  assert_string_equal(s->effects[5].ratio.pointer, "/supports/strong/effect/5/places");
  assert_null(s->role);
  assert_int_equal(s->actor_count, 2);
  assert_int_equal(s->stage_count, 2);
  assert_true(s->uptake.value == 0.5);
  assert_int_equal(s->from.form, PK_AT_STEP);
  assert_int_equal(s->until.step, 8);
}

static void groups(void **state) {
  (void)state;
  const pk_group *g = &m->groups[0];
  assert_string_equal(g->region, "liperi");
  assert_true(g->size.value == 0.5 && g->allocate);
  assert_int_equal(g->start_count, 2);
  assert_int_equal(g->starts[1].stage, pk_model_find_stage(m, "rehab"));
  assert_close(g->starts[1].share.value, 0.3);
  assert_string_equal(g->traits[0].choices[0].value, "58");
  assert_string_equal(g->traits[1].choices[0].value, "true");
  assert_string_equal(g->pasts[0].history, "count");
  assert_true(g->pasts[0].is_value);
  assert_int_equal(g->pasts[0].choice_count, 2);
  assert_string_equal(g->pasts[1].history, "rehab");
  assert_string_equal(g->pasts[1].choices[0].value, "4");
  assert_false(g->pasts[1].is_value);
  assert_string_equal(g->pasts[2].pattern, "1110");
  assert_int_equal(g->arrival_count, 2);
  assert_true(g->arrivals[1].value == 3);
  assert_int_equal(g->initial_count, 3);
  assert_true(!g->initial[0].waiting && g->initial[0].elapsed == 3);
  assert_true(g->initial[1].waiting && g->initial[1].elapsed == 4);
  assert_int_equal(g->initial[1].stage, pk_model_find_stage(m, "trial"));
  assert_true(g->initial[1].count.value == 2);
  assert_int_equal(g->initial[2].elapsed, 0);
  assert_true(m->groups[1].size.value == 0 && !m->groups[1].size.pointer);
  assert_int_equal(m->groups[1].arrival_count, 1);
}

static void what_is_said_about_the_model(void **state) {
  (void)state;
  assert_int_equal(m->gaps[0].row, PK_ROW_SUPPORT);
  assert_string_equal(m->gaps[0].text.in[POLKU_EN], "nobody yet");
  assert_int_equal(m->gaps[0].stage_count, 2);
  assert_string_equal(m->notes[0].about, "/transitions/rehab-work/share/value");
  assert_string_equal(m->notes[0].by, "steering group");
  assert_string_equal(m->notes[1].about, "");
  assert_int_equal(m->paths[0].stage_count, 4);
  assert_int_equal(m->targets[0].group, 1);
  assert_string_equal(m->targets[0].name.in[POLKU_EN], "Survey");
  assert_int_equal(m->targets[0].observed.basis, PK_STATED);
  assert_true(m->scenarios[0].has_patch);
  assert_int_equal(m->scenarios[0].withdraw_count, 2);
  assert_int_equal(m->scenarios[0].withdraw[1], 1);
  assert_int_equal(m->scenarios[0].from.date, day("2023-06-01"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_is_read_without_a_word),
      cmocka_unit_test(a_title_falls_back_to_another_language_then_to_the_file),
      cmocka_unit_test(the_header),
      cmocka_unit_test(order_comes_before_the_order_of_the_file),
      cmocka_unit_test(sources_accounts_and_budgets),
      cmocka_unit_test(actors_come_and_go),
      cmocka_unit_test(standings),
      cmocka_unit_test(stages),
      cmocka_unit_test(shares_near_one_are_divided_by_their_sum),
      cmocka_unit_test(races),
      cmocka_unit_test(chances_by_elapsed_step),
      cmocka_unit_test(a_rest_is_as_weak_as_the_weakest_of_the_others),
      cmocka_unit_test(effects_are_included_where_the_number_is_known),
      cmocka_unit_test(groups),
      cmocka_unit_test(what_is_said_about_the_model),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
