/* Birthdays within the horizon: rules see the age at t = 0, and check says for whom that matters.
 * Who comes to which age is worked out by hand. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <string.h>

static const char RULES[] =
    "polku.attribute 'age' { int = { 15, 68 }, unit = 'year', default = 59 } "
    "polku.attribute 'score' { int = { 0, 100 }, default = 50 } "
    "polku.attribute 'site' { enum = { 'club', 'firm' }, of = 'stage', default = 'club' } "
    "polku.kind 'idle' { waiting = true } polku.kind 'job' { employed = true } "
    "polku.allow 'job' { from = 'always', ref = 'x', any = { "
    "{ id = 'old', reads = { 'age' }, test = function(c) return c.age >= 60 end }, "
    "{ id = 'good', reads = { 'score' }, test = function(c) return c.score >= 51 end }, "
    "{ all = { { id = 'firm', reads = { 'site' }, test = function(c) return c.site == 'firm' end "
    "}, "
    "{ id = 'young', reads = { 'age' }, test = function(c) return c.age <= 24 end } } } } } "
    "polku.limit 'job' { from = 'always', cases = { { reads = { 'age' }, "
    "default = function(c) if c.age >= 60 then return 24 end return 6 end } } } ";

/* The warnings of a model of so many steps, with these clients. */
static polku_report *warned(const char *horizon, const char *site, const char *attributes) {
  plugin_folder folder;
  char text[1024];
  plugin_folder_new(&folder);
  plugin_state(&folder, "land", NULL, RULES);
  snprintf(text, sizeof text,
           "{\"format\":\"polku/1\",\"region\":\"land\",\"rules_as_of\":\"2021-06-01\",%s,"
           "\"stages\":{\"seek\":{\"kind\":\"idle\",\"duration\":{\"fixed\":3}},"
           "\"job\":{\"kind\":\"job\",\"final\":true,\"attributes\":{\"site\":\"%s\"}}},"
           "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1}},"
           "\"groups\":{\"g\":{\"size\":1,\"start\":\"seek\",\"attributes\":{%s}}}}",
           horizon, site, attributes);
  bound_model bound = bind_text(text, folder.path);
  if (!bound.rules)
    problem_of(bound.report, "none");
  polku_report *report = polku_report_new();
  pk_rules_check_ages(bound.rules, report);
  bound_free(&bound);
  plugin_folder_remove(&folder);
  return report;
}

static void a_birthday_within_the_horizon_is_a_warning(void **state) {
  (void)state;
  static const struct {
    const char *horizon, *attributes;
    const char *share; /* of those who turn 60; NULL: nobody */
  } cases[] = {
      {"\"horizon\":36", "\"age\":59", "100%"},
      {"\"horizon\":36", "\"age\":60", NULL},
      {"\"horizon\":36", "\"age\":57", "100%"}, /* nearly 58, three years on nearly 61 */
      {"\"horizon\":36", "\"age\":56", NULL},   /* nearly 57, three years on not quite 60 */
      {"\"horizon\":37", "\"age\":56", "100%"},
      {"\"horizon\":1", "\"age\":59", "100%"}, /* perhaps on the eve of the birthday */
      {"\"horizon\":1", "\"age\":58", NULL},
      {"\"horizon\":36", "\"age\":{\"30\":0.5,\"58\":0.2,\"59\":0.15,\"62\":0.15}", "35%"},
      {"\"horizon\":36", "", "100%"},                           /* the default is 59 */
      {"\"step\":\"week\",\"horizon\":52", "\"age\":58", NULL}, /* 364 days are under a year */
      {"\"step\":\"week\",\"horizon\":53", "\"age\":58", "100%"},
      {"\"horizon\":36", "\"age\":30,\"score\":50", NULL}, /* a score is no age */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    polku_report *report = warned(cases[i].horizon, "club", cases[i].attributes);
    if (has_problem(report, "W-AGE-CROSSED") != (cases[i].share != NULL))
      fail_msg("%s %s", cases[i].horizon, cases[i].attributes);
    if (cases[i].share) {
      polku_problem problem = problem_of(report, "W-AGE-CROSSED");
      if (!strstr(problem.message, cases[i].share) || !strstr(problem.message, "turn 60"))
        fail_msg("%s %s: %s", cases[i].horizon, cases[i].attributes, problem.message);
    }
    polku_report_free(report);
  }
}

static void one_warning_names_all_rules_that_look_at_an_age(void **state) {
  (void)state;
  polku_report *report = warned("\"horizon\":12", "club", "\"age\":59");
  assert_int_equal(polku_report_count(report, POLKU_WARNING), 1);
  polku_problem problem = problem_of(report, "W-AGE-CROSSED");
  assert_string_equal(problem.pointer, "/groups/g/attributes/age");
  if (!strstr(problem.message, "job") || !strstr(problem.message, "; "))
    fail_msg("%s", problem.message); /* who may enter; the longest stay */
  polku_report_free(report);
}

static void an_age_that_no_place_asks_for_is_no_warning(void **state) {
  (void)state;
  /* only firms ask for those under 25 */
  for (int firm = 0; firm < 2; firm++) {
    polku_report *report = warned("\"horizon\":12", firm ? "firm" : "club", "\"age\":24");
    assert_int_equal(has_problem(report, "W-AGE-CROSSED"), firm);
    polku_report_free(report);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_birthday_within_the_horizon_is_a_warning),
      cmocka_unit_test(one_warning_names_all_rules_that_look_at_an_age),
      cmocka_unit_test(an_age_that_no_place_asks_for_is_no_warning),
  };
  return RUN(tests);
}
