/* Why a client may or may not be hired: the answer names the condition, the value that was read,
 * the section of the act and its day, in the language asked for; and it differs in 2021, 2024 and
 * 2026 as the acts do. */
#include "polku.h"
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

/* One jobseeker aged 52, a year unemployed, before three places. */
static const char model_text[] =
    "{\"format\":\"polku/1\",\"region\":\"finland\",\"rules_as_of\":\"2026-06-01\",\"horizon\":12,"
    "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":1}},"
    "\"town\":{\"kind\":\"wage_subsidy\",\"final\":true,"
    "\"attributes\":{\"employer\":\"municipality\",\"basis\":\"skills\"}},"
    "\"village\":{\"kind\":\"wage_subsidy\",\"final\":true,"
    "\"attributes\":{\"employer\":\"association\",\"basis\":\"full\"}}},"
    "\"transitions\":{\"a\":{\"from\":\"seek\",\"to\":\"town\",\"share\":0.5},"
    "\"b\":{\"from\":\"seek\",\"to\":\"village\",\"share\":0.5}},"
    "\"groups\":{\"one\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":52},"
    "\"histories\":{\"unemployed\":{\"latest\":{\"12\":1}}}}}}";

typedef struct asked {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} asked;

static asked begin(void) {
  asked a = {polku_report_new(), NULL, NULL};
  a.model = polku_model_read("one", model_text, strlen(model_text), a.report);
  a.rules = polku_rules_load(a.model, FOLDERS, a.report);
  assert_non_null(a.rules);
  return a;
}

static void end(asked *a) {
  polku_rules_free(a->rules);
  polku_model_free(a->model);
  polku_report_free(a->report);
}

static void expect_words(const asked *a, const polku_question *question, polku_lang lang,
                         const char *const *words) {
  char *text = polku_explain(a->model, a->rules, question, lang, a->report);
  assert_non_null(text);
  for (; *words; words++)
    if (!strstr(text, *words))
      fail_msg("\"%s\" is not in:\n%s", *words, text);
  free(text);
}

static const polku_question village_2024 = {
    .group = "one", .stage = "village", .date = "2024-06-01"};
static const polku_question town_2026 = {.group = "one", .stage = "town", .date = "2026-06-01"};

static void it_is_said_in_finnish(void **state) {
  (void)state;
  asked a = begin();
  expect_words(&a, &village_2024, POLKU_FI,
               (const char *[]){
                   "ei ole ollut työttömänä vähintään 24 kuukautta viimeisten 28 kuukauden aikana",
                   "916/2012 7 luku 8 § 1 mom. (371/2023)", "viimeisistä 28:sta: 12", "1.7.2023",
                   NULL});
  expect_words(&a, &town_2026, POLKU_FI,
               (const char *[]){"työskentelisi kunnassa", "380/2023 83 § 1 mom.",
                                "työnantaja: kunta tai kuntayhtymä", "1.1.2025", NULL});
  end(&a);
}

static void it_is_said_in_swedish(void **state) {
  (void)state;
  asked a = begin();
  expect_words(&a, &village_2024, POLKU_SV,
               (const char *[]){
                   "har inte varit arbetslös minst 24 månader under de senaste 28 månaderna",
                   "916/2012 7 kap. 8 § 1 mom. (371/2023)", "de senaste 28: 12", "1.7.2023", NULL});
  expect_words(&a, &town_2026, POLKU_SV,
               (const char *[]){"skulle arbeta i en kommun", "380/2023 83 § 1 mom.",
                                "arbetsgivare: kommun eller samkommun", "1.1.2025", NULL});
  end(&a);
}

static void it_is_said_in_english(void **state) {
  (void)state;
  asked a = begin();
  expect_words(&a, &village_2024, POLKU_EN,
               (const char *[]){"has not been unemployed for at least 24 of the last 28 months",
                                "916/2012 ch. 7 § 8.1 (371/2023)", "of the last 28: 12",
                                "1 July 2023", NULL});
  expect_words(&a, &town_2026, POLKU_EN,
               (const char *[]){"would work for a municipality", "380/2023 § 83.1",
                                "employer: municipality", "1 January 2025", NULL});
  end(&a);
}

/* What would change the answer is the law's threshold. */
static void the_nearest_change_is_the_threshold(void **state) {
  (void)state;
  asked a = begin();
  expect_words(&a, &village_2024, POLKU_FI,
               (const char *[]){"viimeisistä 28:sta: vähintään 24", NULL});
  end(&a);
}

/* Twelve months for the town in 2021 (916/2012 ch. 7 § 8.1(2)), ten in 2024 (§ 6), none in 2026
 * (380/2023 § 83.1). */
static void the_answer_follows_the_date(void **state) {
  (void)state;
  asked a = begin();
  static const struct {
    const char *date, *words[3];
  } cases[] = {
      {"2021-06-01", {"12\u00a0months", "916/2012 ch. 7 § 8.1(2) (1456/2016)", NULL}},
      {"2024-06-01", {"10\u00a0months", "916/2012 ch. 7 § 6 (371/2023)", NULL}},
      {"2026-06-01", {"would work for a municipality", "380/2023 § 83.1", NULL}},
  };
  for (int i = 0; i < 3; i++)
    expect_words(&a, &(polku_question){.group = "one", .stage = "town", .date = cases[i].date},
                 POLKU_EN, cases[i].words);
  end(&a);
}

/* One more month makes the difference at 24, and the question can assume it. */
static void a_question_may_assume_values(void **state) {
  (void)state;
  asked a = begin();
  polku_question question = village_2024;
  question.set_count = 1;
  question.set = (const char *[]){"unemployed_of_28=24"};
  expect_words(&a, &question, POLKU_EN,
               (const char *[]){"10\u00a0months", "§ 8.2 (371/2023)", NULL});
  question.set = (const char *[]){"unemployed_of_28=23"};
  expect_words(&a, &question, POLKU_EN, (const char *[]){"has not been unemployed", NULL});
  end(&a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_is_said_in_finnish),
      cmocka_unit_test(it_is_said_in_swedish),
      cmocka_unit_test(it_is_said_in_english),
      cmocka_unit_test(the_nearest_change_is_the_threshold),
      cmocka_unit_test(the_answer_follows_the_date),
      cmocka_unit_test(a_question_may_assume_values),
  };
  return RUN(tests);
}
