/* The wage subsidy as the acts have it: who may be hired on which basis, and for how many months,
 * on a day in 2021, 2024 and 2026. Each row quotes its section; none was computed by the program.
 */
#include "rules/rules.h"
#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

/* Days inside the three versions, and the days on which they change. */
#define IN_2021 "2021-06-01"
#define IN_2024 "2024-06-01"
#define IN_2026 "2026-06-01"

enum { REFUSED = -1 };

/* One person before one place. Left out: age 40, full work ability, upper secondary education, no
 * integration plan, an association, not in paid work lately. */
typedef struct a_case {
  const char *section;
  const char *date;
  const char *basis;
  const char *employer; /* NULL: "association" */
  int age;              /* 0: 40 */
  const char *ability;
  const char *education;
  const char *plan;
  const char *unemployed; /* pattern, latest month first */
  const char *employed;
  int months; /* the longest stay, or REFUSED */
} a_case;

/* Months as patterns. */
#define M4 "1111"
#define M6 "111111"
#define M12 M6 M6
#define M23 M12 M6 M4 "1"
#define M24 M12 M12
#define M28 M24 M4
/* Two months of work in between: 12 of the last 14, but never 12 without a break. */
#define BROKEN_12_OF_14 M6 "00" M6
#define ONLY_11_OF_14 M6 "000" M4 "1"
/* Four months of work just over: 24 of the last 28, but only 10 of the last 14. */
#define ENDED_24_OF_28 "0000" M24
#define WORKED "001"

static const char *either(const char *given, const char *otherwise) {
  return given ? given : otherwise;
}

typedef struct loaded {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} loaded;

static loaded load_case(const a_case *c, const char *kind) {
  static const char form[] =
      "{\"format\":\"polku/1\",\"region\":\"finland\",\"rules_as_of\":\"%s\",\"horizon\":36,"
      "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":1}},"
      "\"job\":{\"kind\":\"%s\",\"final\":true,"
      "\"attributes\":{\"employer\":\"%s\",\"basis\":\"%s\"%s}}},"
      "\"transitions\":{\"go\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1}},"
      "\"groups\":{\"one\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":%d,"
      "\"work_ability\":\"%s\",\"education\":\"%s\",\"integration_plan\":%s},"
      "\"histories\":{\"unemployed\":{\"pattern\":\"%s\"},\"employed\":{\"pattern\":\"%s\"}}}}}";
  bool hours = c->basis && !strcmp(c->basis, "hours_24");
  char text[1500];
  int length = snprintf(
      text, sizeof text, form, c->date, kind, either(c->employer, "association"),
      hours ? "skills" : either(c->basis, "skills"), hours ? ",\"weekly_hours\":24" : "",
      c->age ? c->age : 40, either(c->ability, "full"), either(c->education, "upper_secondary"),
      either(c->plan, "false"), either(c->unemployed, "0"), either(c->employed, "0"));
  assert_in_range(length, 1, (int)sizeof text - 1);
  loaded l = {polku_report_new(), NULL, NULL};
  l.model = polku_model_read("case", text, (size_t)length, l.report);
  l.rules = polku_rules_load(l.model, FOLDERS, l.report);
  return l;
}

static void free_case(loaded *l) {
  polku_rules_free(l->rules);
  polku_model_free(l->model);
  polku_report_free(l->report);
}

static int months_granted(const a_case *c, const char *kind) {
  loaded l = load_case(c, kind);
  if (!l.rules) {
    char *text = polku_report_text(l.report, POLKU_EN, false);
    fail_msg("%s, %s: %s", c->section, c->date, text);
  }
  int job = pk_model_find_stage(l.model, "job");
  const pk_profile *person = &l.rules->profiles[0];
  int months = REFUSED;
  if (pk_rules_allow(l.rules, person->klass, job, &person->start, 1))
    months = pk_rules_limit(l.rules, person->klass, job, &person->start);
  free_case(&l);
  return months;
}

static void expect(const a_case *cases, size_t count, const char *kind) {
  for (size_t i = 0; i < count; i++) {
    int months = months_granted(&cases[i], kind);
    if (months != cases[i].months)
      fail_msg("case %zu, %s on %s: %d months, the law says %d", i, cases[i].section, cases[i].date,
               months, cases[i].months);
  }
}

#define EXPECT(cases, kind) expect(cases, sizeof(cases) / sizeof *(cases), kind)

static void from_2017_the_length_follows_unemployment(void **state) {
  (void)state;
  static const a_case cases[] = {
      {"916/2012 ch. 7 § 8.1(1) (1456/2016)", IN_2021, "skills", "company", .unemployed = M6,
       .months = 6},
      {"§ 8.1(1)", IN_2021, "skills", "company", .unemployed = ONLY_11_OF_14, .months = 6},
      {"§ 8.1(2)", IN_2021, "skills", "company", .unemployed = M12, .months = 12},
      {"§ 8.1(2)", IN_2021, "skills", "company", .unemployed = BROKEN_12_OF_14, .months = 12},
      {"§ 8.1(3)", IN_2021, "skills", "company", .unemployed = ENDED_24_OF_28, .months = 12},
      {"§ 8.1(4)", IN_2021, "reduced", "company", .ability = "reduced", .months = 24},
      {"§ 2.1(3)", IN_2021, "reduced", "company", .ability = "full", .months = REFUSED},
  };
  EXPECT(cases, "wage_subsidy");
}

static void from_2017_associations_get_all_costs_after_24_of_28_months(void **state) {
  (void)state;
  static const a_case cases[] = {
      {"916/2012 ch. 7 § 9.1 (1456/2016)", IN_2021, "full", .unemployed = M28, .months = 12},
      {"§ 9.1", IN_2021, "full", .unemployed = ENDED_24_OF_28, .months = 12},
      {"§ 9.1", IN_2021, "full", .unemployed = M23, .months = REFUSED},
      {"§ 9.1", IN_2021, "full", "foundation", .unemployed = M24, .months = 12},
      {"§ 9.1", IN_2021, "full", "religious_community", .unemployed = M24, .months = 12},
      {"§ 9.1", IN_2021, "full", "company", .unemployed = M28, .months = REFUSED},
      {"§ 9.1", IN_2021, "full", "municipality", .unemployed = M28, .months = REFUSED},
  };
  EXPECT(cases, "wage_subsidy");
}

static void from_2017_sixty_needs_twelve_months_without_a_break(void **state) {
  (void)state;
  static const a_case cases[] = {
      {"916/2012 ch. 7 § 9.3(1) (1456/2016)", IN_2021, "sixty", .age = 60, .unemployed = M12,
       .months = 24},
      {"§ 2.1(2)", IN_2021, "sixty", .age = 59, .unemployed = M12, .months = REFUSED},
      {"§ 2.1(2)", IN_2021, "sixty", .age = 63, .unemployed = BROKEN_12_OF_14, .months = REFUSED},
  };
  EXPECT(cases, "wage_subsidy");
}

static void from_2017_every_employer_but_the_state(void **state) {
  (void)state;
  static const a_case cases[] = {
      {"916/2012 ch. 7 § 3.1 (1456/2016)", IN_2021, "skills", "municipality", .unemployed = M12,
       .months = 12},
      {"§ 3.1", IN_2021, "skills", "household", .unemployed = M12, .months = 12},
      {"§ 3.1", IN_2021, "skills", "state", .unemployed = M12, .months = REFUSED},
      {"§ 3.1", IN_2021, "reduced", "state", .ability = "reduced", .months = REFUSED},
  };
  EXPECT(cases, "wage_subsidy");
}

/* The same five groups in 371/2023 and 380/2023: each alone is enough, none of them is not. */
static void since_2023_skills_name_five_groups(void **state) {
  (void)state;
  for (int i = 0; i < 2; i++) {
    const char *date = i ? IN_2026 : IN_2024;
    const a_case cases[] = {
        {"ch. 7 § 2.1(1) / § 82.1(1)", date, "skills", .age = 24, .employed = WORKED, .months = 5},
        {"(1)", date, "skills", .age = 25, .employed = WORKED, .months = REFUSED},
        {"(2)", date, "skills", .age = 50, .employed = WORKED, .months = 5},
        {"(2)", date, "skills", .age = 49, .employed = WORKED, .months = REFUSED},
        {"(3)", date, "skills", .education = "basic", .employed = WORKED, .months = 5},
        {"(3)", date, "skills", .education = "higher", .employed = WORKED, .months = REFUSED},
        {"(4)", date, "skills", .plan = "true", .employed = WORKED, .months = 5},
        {"(5)", date, "skills", .employed = "000000", .months = 5},
        {"(5)", date, "skills", .employed = "000001", .months = REFUSED},
        {"(5)", date, "skills", .employed = "0000001", .months = 5},
    };
    EXPECT(cases, "wage_subsidy");
  }
}

static void since_2023_five_months_or_ten(void **state) {
  (void)state;
  for (int i = 0; i < 2; i++) {
    const char *date = i ? IN_2026 : IN_2024;
    const a_case cases[] = {
        {"ch. 7 § 6 / § 86", date, "skills", "company", .unemployed = M6, .months = 5},
        {"§ 6 / § 86", date, "skills", "company", .unemployed = ONLY_11_OF_14, .months = 5},
        {"§ 6 / § 86", date, "skills", "company", .unemployed = BROKEN_12_OF_14, .months = 10},
        {"§ 6 / § 86: no step at 24 of 28", date, "skills", "company", .age = 52,
         .unemployed = ENDED_24_OF_28, .employed = "1111", .months = 5},
        {"§ 7.2 / § 87.2", date, "reduced", "company", .ability = "reduced", .months = 10},
        {"§ 7.1 / § 87.1", date, "reduced", "company", .months = REFUSED},
        {"§ 8.2 / § 88.2", date, "full", .unemployed = M24, .months = 10},
        {"§ 8.1 / § 88.1", date, "full", .unemployed = M23, .months = REFUSED},
        {"§ 8.1 / § 88.1", date, "full", "company", .unemployed = M28, .months = REFUSED},
        {"§ 9.1 / § 89.1", date, "sixty", .age = 60, .unemployed = BROKEN_12_OF_14, .months = 24},
        {"§ 9.1(1) / § 89.1(1)", date, "sixty", .age = 59, .unemployed = M28, .months = REFUSED},
        {"§ 9.1(2) / § 89.1(2)", date, "sixty", .age = 64, .unemployed = ONLY_11_OF_14,
         .months = REFUSED},
        {"§ 3.1 / § 83.1", date, "reduced", "state", .ability = "reduced", .months = REFUSED},
        {"§ 3.1 / § 83.1", date, "reduced", "household", .ability = "reduced", .months = REFUSED},
        {"§ 3.1 / § 83.1", date, "skills", "wellbeing_county", .unemployed = M12, .months = 10},
    };
    EXPECT(cases, "wage_subsidy");
  }
}

static void since_2025_municipalities_only_for_reduced_ability_and_sixty(void **state) {
  (void)state;
  static const a_case cases[] = {
      {"916/2012 ch. 7 § 3.1 (371/2023)", IN_2024, "skills", "municipality", .unemployed = M12,
       .months = 10},
      {"380/2023 § 83.1", IN_2026, "skills", "municipality", .unemployed = M12, .months = REFUSED},
      {"380/2023 §§ 83.1, 87", IN_2026, "reduced", "municipality", .ability = "reduced",
       .months = 10},
      {"380/2023 §§ 83.1, 89", IN_2026, "sixty", "municipality", .age = 60, .unemployed = M12,
       .months = 24},
      {"380/2023 § 88.1", IN_2026, "full", "municipality", .unemployed = M28, .months = REFUSED},
  };
  EXPECT(cases, "wage_subsidy");
}

static void versions_change_on_their_day(void **state) {
  (void)state;
  static const a_case cases[] = {
      {"1456/2016 from", "2017-01-01", "full", .unemployed = M24, .months = 12},
      {"1456/2016 until", "2023-06-30", "full", .unemployed = M24, .months = 12},
      {"371/2023 from", "2023-07-01", "full", .unemployed = M24, .months = 10},
      {"371/2023 until", "2024-12-31", "skills", "municipality", .unemployed = M12, .months = 10},
      {"380/2023 from", "2025-01-01", "skills", "municipality", .unemployed = M12,
       .months = REFUSED},
  };
  EXPECT(cases, "wage_subsidy");
}

static void the_55_plus_subsidy_needs_age_unemployment_and_hours(void **state) {
  (void)state;
  for (int i = 0; i < 2; i++) {
    const char *date = i ? IN_2026 : IN_2024;
    const a_case cases[] = {
        {"ch. 7 a § 3.1 / § 96", date, .age = 55, .unemployed = M24, .months = 10},
        {"ch. 7 a § 2.1(1) / § 95.1", date, .age = 54, .unemployed = M24, .months = REFUSED},
        {"ch. 7 a § 2.1(2) / § 95.1", date, .age = 60, .unemployed = M23, .months = REFUSED},
        {"ch. 7 a § 2.2 / § 95.2", date, "hours_24", .age = 55, .unemployed = M24,
         .months = REFUSED},
        {"ch. 7 a § 2.1 / § 95.1", date, .employer = "municipality", .age = 55, .unemployed = M24,
         .months = 10},
        {"ch. 7 a § 2.1 / § 95.1", date, .employer = "state", .age = 55, .unemployed = M24,
         .months = REFUSED},
    };
    EXPECT(cases, "employment_subsidy_55");
  }
}

/* The first act is of 1.7.2023: before it there is nothing to read, and the program says so. */
static void before_the_first_version_there_is_no_answer(void **state) {
  (void)state;
  loaded l =
      load_case(&(a_case){.date = IN_2021, .age = 58, .unemployed = M28}, "employment_subsidy_55");
  polku_problem problem;
  assert_null(l.rules);
  assert_true(polku_report_at(l.report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-RULE-DATE");
  free_case(&l);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(from_2017_the_length_follows_unemployment),
      cmocka_unit_test(from_2017_associations_get_all_costs_after_24_of_28_months),
      cmocka_unit_test(from_2017_sixty_needs_twelve_months_without_a_break),
      cmocka_unit_test(from_2017_every_employer_but_the_state),
      cmocka_unit_test(since_2023_skills_name_five_groups),
      cmocka_unit_test(since_2023_five_months_or_ten),
      cmocka_unit_test(since_2025_municipalities_only_for_reduced_ability_and_sixty),
      cmocka_unit_test(versions_change_on_their_day),
      cmocka_unit_test(the_55_plus_subsidy_needs_age_unemployment_and_hours),
      cmocka_unit_test(before_the_first_version_there_is_no_answer),
  };
  return RUN(tests);
}
