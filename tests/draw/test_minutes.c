/* The minutes of a day, without their picture. */
#include "support/check.h"

#include "polku.h"

#include <stdlib.h>
#include <string.h>

static polku_report *report;
static polku_model *began, *ended;
static polku_rules *began_rules, *ended_rules;

static int open_models(void **state) {
  (void)state;
  report = polku_report_new();
  began = polku_model_load(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", report);
  ended = polku_model_patch(
      began, "{\"transitions\": {\"start-trial\": {\"share\": {\"value\": 0.4}}}}", report);
  began_rules = polku_rules_load(began, POLKU_SOURCE_DIR "/plugins", report);
  ended_rules = polku_rules_load(ended, POLKU_SOURCE_DIR "/plugins", report);
  return began_rules && ended_rules ? 0 : -1;
}

static int close_models(void **state) {
  (void)state;
  polku_rules_free(began_rules);
  polku_rules_free(ended_rules);
  polku_model_free(began);
  polku_model_free(ended);
  polku_report_free(report);
  return 0;
}

static char *minutes_of(const polku_deed *deeds, size_t count, polku_lang lang) {
  const polku_case cases[] = {{ended, ended_rules, NULL}, {began, began_rules, NULL}};
  const polku_day day = {deeds, count};
  polku_page_options options = {
      .lang = lang, .day = &day, .simulation = {.runs = 4, .draws = 4, .date = "2026-11-22"}};
  char *page = polku_page(cases, 2, &options, report);
  assert_non_null(page);
  return page;
}

static polku_deed deed_of(polku_deed_sort sort) {
  return (polku_deed){.sort = sort, .date = "2026-11-22", .time = "12.05"};
}

static void says(const char *page, const char *text) {
  if (!strstr(page, text))
    fail_msg("not in the minutes: %s", text);
}

static void of_a_day_on_which_nobody_did_anything_the_outcomes_are_told(void **state) {
  (void)state;
  char *page = minutes_of(NULL, 0, POLKU_FI);
  says(page, "Työpajan muistio");
  says(page, "22.11.2026");
  says(page, "päivän alussa");
  says(page, "Kuka ottaa kokeiluun?");
  assert_null(strstr(page, "Ehdotukset"));
  assert_null(strstr(page, "Kommentit"));
  free(page);
}

static void every_deed_stands_in_its_place(void **state) {
  (void)state;
  polku_deed deeds[POLKU_DEED_VERSION + 1];
  char text[][16] = {"sana-0", "sana-1", "sana-2", "sana-3",
                     "sana-4", "sana-5", "sana-6", "sana-7"};
  for (int i = 0; i <= POLKU_DEED_VERSION; i++) {
    deeds[i] = deed_of((polku_deed_sort)i);
    deeds[i].text = text[i];
    deeds[i].told = "[\"Lause yksi.\", \"Lause kaksi.\"]";
    deeds[i].pointer = "/stages/trial/actors/jokos";
  }
  char *page = minutes_of(deeds, sizeof deeds / sizeof *deeds, POLKU_FI);
  for (int i = 0; i <= POLKU_DEED_VERSION; i++)
    says(page, text[i]);
  says(page, "Lause yksi. Lause kaksi.");
  says(page, "Työkokeilu yhdistyksessä: JOKOS-hanke");
  says(page, "22.11.2026 klo 12.05–12.05");
  free(page);
}

static void what_people_wrote_is_text_and_nothing_else(void **state) {
  (void)state;
  static const char *const hostile[] = {"<script>alert(1)</script>", "\"><img src=x onerror=y>",
                                        "\xff\xfe", "a\x01 b\n\tc", "</table></html>"};
  static const char *const told[] = {"[\"<b>x</b>\"]", "[1, 2]", "{", "null", "[\"\"]"};
  for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
    polku_deed deeds[] = {deed_of(POLKU_DEED_COMMENT), deed_of(POLKU_DEED_CHANGE),
                          deed_of(POLKU_DEED_VERSION)};
    for (int d = 0; d < 3; d++) {
      deeds[d].by = deeds[d].text = deeds[d].pointer = hostile[i];
      deeds[d].told = told[i];
    }
    char *page = minutes_of(deeds, 3, POLKU_EN);
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "<img"));
    assert_null(strstr(page, "<b>"));
    assert_null(strstr(page, "\xff"));
    says(page, "</footer>\n</body>\n</html>");
    free(page);
  }
}

static void work_of_several_days_says_which(void **state) {
  (void)state;
  polku_deed deeds[] = {deed_of(POLKU_DEED_CHANGE), deed_of(POLKU_DEED_CHANGE)};
  deeds[1].date = "2026-11-23";
  char *page = minutes_of(deeds, 2, POLKU_SV);
  says(page, "22.11.2026 kl. 12.05 – 23.11.2026 kl. 12.05");
  says(page, "23.11.2026 12.05");
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(of_a_day_on_which_nobody_did_anything_the_outcomes_are_told),
      cmocka_unit_test(every_deed_stands_in_its_place),
      cmocka_unit_test(what_people_wrote_is_text_and_nothing_else),
      cmocka_unit_test(work_of_several_days_says_which),
  };
  return cmocka_run_group_tests_name("minutes", tests, open_models, close_models);
}
