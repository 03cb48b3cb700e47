/* Which number matters, against models whose answer can be worked out on paper. */
#include "study/sensitivity.h"
#include "support/check.h"
#include "support/failing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* 100 people begin; p of them go on, and q of those to work: p q in all. p is uniform on 0.2 … 0.6,
 * q on 0.5 … 0.9. */
#define UNIFORM(value, low, high)                                                                  \
  "{\"value\":" value ",\"distribution\":{\"uniform\":{\"min\":" low ",\"max\":" high "}}}"
#define TWO_STEPS(p, q)                                                                            \
  "{\"format\":\"polku/1\",\"horizon\":2,\"stages\":{\"begin\":{\"name\":{\"fi\":\"Alku\","        \
  "\"en\":\"Begin\"},\"duration\":{\"fixed\":1}},\"middle\":{\"name\":{\"fi\":\"Keskus\","         \
  "\"en\":\"Middle\"},\"duration\":{\"fixed\":1}},\"work\":{\"name\":{\"fi\":\"Työ\","            \
  "\"en\":\"Work\"},\"final\":true,\"employed\":true,\"open\":true},\"out\":{\"final\":true}},"    \
  "\"transitions\":{\"on\":{\"from\":\"begin\",\"to\":\"middle\",\"share\":" p                     \
  "},\"begin-out\":{\"from\":\"begin\",\"to\":\"out\",\"share\":\"rest\"},"                        \
  "\"hired\":{\"from\":\"middle\",\"to\":\"work\",\"share\":" q                                    \
  "},\"middle-out\":{\"from\":\"middle\",\"to\":\"out\",\"share\":\"rest\"}},"                     \
  "\"groups\":{\"all\":{\"size\":100,\"start\":\"begin\"}}}"
static const char *const unsure =
    TWO_STEPS(UNIFORM("0.4", "0.2", "0.6"), UNIFORM("0.7", "0.5", "0.9"));
static const char *const sure = TWO_STEPS("0.4", "0.7");

/* Ten people want a job for good; there are three places. */
static const char *const three_places =
    "{\"format\":\"polku/1\",\"horizon\":6,\"actors\":{\"village\":{\"sector\":\"third\"}},"
    "\"stages\":{\"begin\":{\"duration\":{\"fixed\":1}},\"job\":{\"employed\":true,\"open\":true,"
    "\"duration\":{\"fixed\":20},\"actors\":{\"village\":{\"employer\":{\"places\":3}}}},"
    "\"out\":{\"final\":true}},\"transitions\":{\"go\":{\"from\":\"begin\",\"to\":\"job\","
    "\"share\":1},\"end\":{\"from\":\"job\",\"to\":\"out\",\"share\":1}},"
    "\"groups\":{\"all\":{\"size\":10,\"start\":\"begin\"}}}";

typedef struct found {
  polku_report *report;
  polku_model *model, *other;
  polku_rules *rules, *other_rules;
  polku_sensitivity *s;
} found;

static void load(const char *text, polku_report *report, polku_model **model, polku_rules **rules) {
  *model = polku_model_read("test", text, strlen(text), report);
  *rules = polku_rules_load(*model, NULL, report);
  assert_non_null(*rules);
}

static found find(const char *text, const char *other, polku_sensitivity_options options) {
  found f = {.report = polku_report_new()};
  polku_case choice = {0};
  load(text, f.report, &f.model, &f.rules);
  if (other) {
    load(other, f.report, &f.other, &f.other_rules);
    choice = (polku_case){f.other, f.other_rules, "other"};
    options.others = &choice;
    options.other_count = 1;
  }
  f.s = polku_find_sensitivity(f.model, f.rules, &options, f.report);
  return f;
}

static void found_free(found *f) {
  polku_sensitivity_free(f->s);
  polku_rules_free(f->rules);
  polku_rules_free(f->other_rules);
  polku_model_free(f->model);
  polku_model_free(f->other);
  polku_report_free(f->report);
}

static const pk_matter *matter(const found *f, const char *pointer) {
  for (int i = 0; i < f->s->matter_count; i++)
    if (strcmp(f->s->matters[i].pointer, pointer) == 0)
      return &f->s->matters[i];
  fail_msg("no number %s", pointer);
  return NULL;
}

static void close_to(double value, double truth, double most) {
  if (!(fabs(value - truth) <= most))
    fail_msg("%.9g is not %.9g", value, truth);
}

#define P "/transitions/on/share"
#define Q "/transitions/hired/share"

/* 5 % and 95 % points of the uniform laws: 0.22, 0.58 and 0.52, 0.88. */
static void a_tornado_is_the_outcome_at_both_points(void **state) {
  (void)state;
  found f = find(unsure, NULL, (polku_sensitivity_options){.simulation.draws = 8});
  const pk_matter *p = matter(&f, P), *q = matter(&f, Q);
  close_to(f.s->value, 0.28, 1e-12);
  close_to(p->at_low, 0.22 * 0.7, 1e-9);
  close_to(p->at_high, 0.58 * 0.7, 1e-9);
  close_to(q->at_low, 0.4 * 0.52, 1e-9);
  close_to(q->at_high, 0.4 * 0.88, 1e-9);
  assert_true(p->error == 0 && q->error == 0);
  found_free(&f);
}

static void a_derivative_is_that_of_the_product(void **state) {
  (void)state;
  found f = find(sure, NULL, (polku_sensitivity_options){0});
  close_to(matter(&f, P)->slope, 0.7, 1e-8);
  close_to(matter(&f, Q)->slope, 0.4, 1e-8);
  close_to(matter(&f, P)->tenth, 0.028, 1e-9);
  assert_false(matter(&f, P)->uncertain);
  assert_int_equal(f.s->draws, 0); /* nothing is uncertain */
  assert_true(isnan(matter(&f, P)->share));
  found_free(&f);
}

/* One month more on either side, and nobody is at work by the end of two months. */
static void whole_numbers_are_changed_by_one(void **state) {
  (void)state;
  found f = find(sure, NULL, (polku_sensitivity_options){0});
  const pk_matter *m = matter(&f, "/stages/middle/duration/fixed");
  close_to(m->unit_up, -0.28, 1e-12);
  assert_true(isnan(m->unit_down)); /* a stay takes a step */
  assert_true(isnan(m->slope));
  found_free(&f);
}

/* V_p = E(q)² V(p), V_q = E(p)² V(q), with V = 0.4² / 12 for both; the rest is V(p) V(q). */
static void shares_of_variance_are_those_of_the_product(void **state) {
  (void)state;
  double v = 0.16 / 12, vp = 0.49 * v, vq = 0.16 * v, all = vp + vq + v * v;
  found f = find(unsure, NULL, (polku_sensitivity_options){.simulation.draws = 4000});
  const pk_matter *p = matter(&f, P), *q = matter(&f, Q);
  assert_int_equal(f.s->draws, 4000);
  assert_true(p->share_error < 0.02 && q->share_error < 0.02);
  close_to(p->share, vp / all, 4 * p->share_error);
  close_to(q->share, vq / all, 4 * q->share_error);
  close_to(p->total, 1 - vq / all, 4 * p->total_error);
  close_to(q->total, 1 - vp / all, 4 * q->total_error);
  assert_ptr_equal(p, &f.s->matters[0]); /* the strongest first */
  found_free(&f);
}

/* A point more of one share is 0.7 people, and as much less where `rest` gets it. */
static void leverage_is_a_percentage_point_in_people(void **state) {
  static const double truth[4] = {0.7, -0.7, 0.4, -0.4};
  static const char *const ids[4] = {"on", "begin-out", "hired", "middle-out"};
  (void)state;
  found f = find(sure, NULL, (polku_sensitivity_options){0});
  assert_int_equal(f.s->transition_count, 4);
  assert_int_equal(f.s->stage_count, 0); /* no places */
  for (int i = 0; i < 4; i++) {
    assert_string_equal(f.s->transitions[i].id, ids[i]);
    close_to(f.s->transitions[i].change, truth[i], 1e-9);
  }
  assert_string_equal(f.s->transitions[0].name.in[POLKU_FI], "Alku → Keskus");
  found_free(&f);
}

static void leverage_alone_is_the_same_leverage(void **state) {
  (void)state;
  found whole = find(unsure, NULL, (polku_sensitivity_options){.simulation.draws = 4});
  found brief = find(unsure, NULL, (polku_sensitivity_options){.leverage_only = true});
  assert_int_equal(brief.s->transition_count, whole.s->transition_count);
  assert_int_equal(brief.s->matter_count, 0);
  for (int i = 0; i < 4; i++)
    assert_true(brief.s->transitions[i].change == whole.s->transitions[i].change);
  found_free(&whole);
  found_free(&brief);
}

/* Every place is one job for good, whatever the luck. */
static void one_more_place_is_one_more_person(void **state) {
  (void)state;
  found f = find(three_places, NULL, (polku_sensitivity_options){.simulation.runs = 20});
  assert_true(f.s->played);
  assert_int_equal(f.s->stage_count, 1);
  close_to(f.s->stages[0].change, 1, 1e-9);
  close_to(f.s->stages[0].error, 0, 1e-9);
  const pk_matter *places = matter(&f, "/stages/job/actors/village/employer/places");
  close_to(places->unit_up, 0.1, 1e-9);
  close_to(places->unit_down, -0.1, 1e-9);
  found_free(&f);
}

/* Beside 28 people for certain: who knows p gains 100 · 0.7 E(p − 0.4)⁺ = 3.5, who knows q gains
 * 100 · 0.4 E(q − 0.7)⁺ = 2 people. */
static void what_knowing_is_worth_is_as_by_hand(void **state) {
  (void)state;
  polku_sensitivity_options options = {.simulation.draws = 4000};
  found f = find(unsure, sure, options);
  close_to(matter(&f, P)->information, 3.5, 0.25);
  close_to(matter(&f, Q)->information, 2, 0.25);
  assert_true(f.s->information >= matter(&f, P)->information);
  close_to(f.s->mean[0], 28, 0.6);
  close_to(f.s->mean[1], 28, 1e-9);
  close_to(f.s->best[0] + f.s->best[1], 1, 1e-12);
  assert_string_equal(f.s->options[1], "other");
  found_free(&f);
}

static void without_a_choice_knowing_is_worth_nothing_that_can_be_told(void **state) {
  (void)state;
  found f = find(unsure, NULL, (polku_sensitivity_options){.simulation.draws = 8});
  assert_int_equal(f.s->option_count, 0);
  assert_true(isnan(f.s->information) && isnan(matter(&f, P)->information));
  found_free(&f);
}

/* The choice is also between what the model has and what only the other has. */
static void numbers_of_an_option_alone_are_worth_knowing_too(void **state) {
  (void)state;
  found f = find(sure, unsure, (polku_sensitivity_options){.simulation.draws = 400});
  const pk_matter *p = NULL;
  for (int i = 0; i < f.s->matter_count; i++)
    if (f.s->matters[i].option && strcmp(f.s->matters[i].pointer, P) == 0)
      p = &f.s->matters[i];
  assert_non_null(p);
  assert_string_equal(p->option, "other");
  close_to(p->information, 3.5, 0.9);
  found_free(&f);
}

static void any_number_of_threads_gives_the_same_bytes(void **state) {
  (void)state;
  for (int k = 0; k < 2; k++) {
    char *alone = NULL;
    for (int threads = 1; threads < 5; threads += 3) {
      polku_sensitivity_options options = {
          .simulation = {.draws = 20, .runs = 10, .threads = threads}};
      found f = find(k == 0 ? unsure : three_places, k == 0 ? sure : NULL, options);
      char *json = polku_sensitivity_json(f.s);
      assert_non_null(json);
      if (alone)
        assert_string_equal(json, alone);
      free(alone);
      alone = json;
      found_free(&f);
    }
    free(alone);
  }
}

static void what_is_not_there_is_said_with_what_was_meant(void **state) {
  (void)state;
  static const polku_sensitivity_options wrong[] = {
      {.outcome = "open_employment_rate"}, {.group = "al"}, {.account = "money"}};
  static const char *const codes[] = {"E-OUTCOME-UNKNOWN", "E-GROUP-UNKNOWN", "E-ACCOUNT-UNKNOWN"};
  for (int i = 0; i < 3; i++) {
    found f = find(sure, NULL, wrong[i]);
    polku_problem problem;
    assert_null(f.s);
    assert_true(polku_report_at(f.report, 0, POLKU_EN, &problem));
    assert_string_equal(problem.code, codes[i]);
    found_free(&f);
  }
}

/* The first line after the outcome names the number as a person would, in each language. */
static void the_answer_comes_first_and_names_no_pointer(void **state) {
  static const char *const names[3] = {"osuus Alku → Keskus", "andelen Alku → Keskus",
                                       "share Begin → Middle"};
  (void)state;
  found f = find(unsure, sure, (polku_sensitivity_options){.simulation.draws = 400});
  for (int lang = 0; lang < 3; lang++) {
    char *text = polku_sensitivity_text(f.s, (polku_lang)lang, 80, false);
    assert_non_null(text);
    const char *at = strstr(text, names[lang]), *tornado = strstr(text, "│");
    assert_true(at && tornado && at < tornado);
    assert_null(strstr(text, "/transitions"));
    assert_null(strstr(text, "sensitivity."));
    free(text);
  }
  found_free(&f);
}

static bool stop_at_once(void *context, double done) {
  (void)context;
  return done < 0.2;
}

static void what_was_stopped_says_so(void **state) {
  (void)state;
  polku_watch watch = {.progress = stop_at_once};
  found f = find(unsure, sure, (polku_sensitivity_options){.simulation = {.watch = &watch}});
  if (f.s) {
    char *text = polku_sensitivity_text(f.s, POLKU_EN, 80, false);
    assert_true(f.s->stopped);
    assert_non_null(strstr(text, "stopped"));
    free(text);
  }
  found_free(&f);
}

static void tables_have_a_row_for_each_number(void **state) {
  (void)state;
  found f = find(unsure, sure, (polku_sensitivity_options){.simulation.draws = 20});
  polku_tables *tables = polku_sensitivity_tables(f.s, POLKU_FI);
  polku_table table;
  assert_true(polku_table_at(tables, 0, &table));
  assert_string_equal(table.id, "numbers");
  assert_int_equal(table.row_count, f.s->matter_count);
  char *csv = polku_table_csv(&table);
  assert_non_null(strstr(csv, P));
  free(csv);
  polku_tables_free(tables);
  found_free(&f);
}

/* Every allocation fails once, in a model with shares and a choice and in one whose places are
 * played: then there is nothing, and it is said, or all of it. */
static void memory_that_runs_out_is_said(void **state) {
  (void)state;
  for (int k = 0; k < 2; k++) {
    polku_report *report = polku_report_new();
    polku_model *model, *other;
    polku_rules *rules, *other_rules;
    load(k == 0 ? unsure : three_places, report, &model, &rules);
    load(sure, report, &other, &other_rules);
    polku_case choice = {other, other_rules, "other"};
    polku_sensitivity_options options = {.simulation = {.draws = 3, .runs = 2, .threads = 1},
                                         .others = &choice,
                                         .other_count = k == 0};
    bool hit = true;
    long asked = 0;
    for (long n = 1; hit; n += n < 300 ? 1 : 11) {
      polku_report *own = polku_report_new();
      long before = blocks_alive();
      fail_allocation(n);
      polku_sensitivity *s = polku_find_sensitivity(model, rules, &options, own);
      char *text = polku_sensitivity_text(s, POLKU_EN, 80, false);
      char *json = polku_sensitivity_json(s);
      hit = allocation_failed();
      asked += hit;
      if (!s && !polku_report_failed(own))
        fail_msg("allocation %ld: nothing was made and nothing said", n);
      free(text);
      free(json);
      polku_sensitivity_free(s);
      polku_report_free(own);
      if (blocks_alive() > before)
        fail_msg("allocation %ld: blocks were not given back", n);
    }
    assert_true(asked > 100);
    polku_rules_free(rules);
    polku_rules_free(other_rules);
    polku_model_free(model);
    polku_model_free(other);
    polku_report_free(report);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_tornado_is_the_outcome_at_both_points),
      cmocka_unit_test(a_derivative_is_that_of_the_product),
      cmocka_unit_test(whole_numbers_are_changed_by_one),
      cmocka_unit_test(shares_of_variance_are_those_of_the_product),
      cmocka_unit_test(leverage_is_a_percentage_point_in_people),
      cmocka_unit_test(leverage_alone_is_the_same_leverage),
      cmocka_unit_test(one_more_place_is_one_more_person),
      cmocka_unit_test(what_knowing_is_worth_is_as_by_hand),
      cmocka_unit_test(without_a_choice_knowing_is_worth_nothing_that_can_be_told),
      cmocka_unit_test(numbers_of_an_option_alone_are_worth_knowing_too),
      cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
      cmocka_unit_test(what_is_not_there_is_said_with_what_was_meant),
      cmocka_unit_test(the_answer_comes_first_and_names_no_pointer),
      cmocka_unit_test(what_was_stopped_says_so),
      cmocka_unit_test(tables_have_a_row_for_each_number),
      cmocka_unit_test(memory_that_runs_out_is_said),
  };
  return RUN(tests);
}
