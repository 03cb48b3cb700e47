/* What changed, in the sentences of a room: short, by names, each change once, and what follows
 * from another change not at all. */
#include "support/check.h"

#include "polku.h"
#include "support/random_model.h"

#include <stdlib.h>
#include <string.h>

typedef struct room {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
} room;

static int open_room(void **state) {
  static room r;
  r.report = polku_report_new();
  r.model = polku_model_load(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", r.report);
  r.rules = polku_rules_load(r.model, POLKU_SOURCE_DIR "/plugins", r.report);
  assert_non_null(r.rules);
  *state = &r;
  return 0;
}

static int close_room(void **state) {
  room *r = *state;
  polku_rules_free(r->rules);
  polku_model_free(r->model);
  polku_report_free(r->report);
  return 0;
}

/* The sentences of a patch, one on a line. */
static char *told(room *r, const char *patch, polku_lang lang) {
  polku_model *after = polku_model_patch(r->model, patch, r->report);
  char *text = polku_model_told(r->model, after, r->rules, lang, r->report);
  assert_non_null(text);
  json_t *list = json_loads(text, 0, NULL);
  char *lines = calloc(1, strlen(text) + 1);
  for (size_t i = 0; i < json_array_size(list); i++) {
    strcat(lines, i ? "\n" : "");
    strcat(lines, json_string_value(json_array_get(list, i)));
  }
  json_decref(list);
  free(text);
  polku_model_free(after);
  return lines;
}

static void expect(void **state, const char *patch, const char *const expected[3]) {
  for (int lang = 0; lang < 3; lang++) {
    char *lines = told(*state, patch, (polku_lang)lang);
    if (expected[lang] && strcmp(lines, expected[lang]) != 0)
      fail_msg("%s is told as\n%s\nnot\n%s", patch, lines, expected[lang]);
    free(lines);
  }
}

static void expect_finnish(void **state, const char *patch, const char *expected) {
  expect(state, patch, (const char *const[3]){expected, NULL, NULL});
}

static void places_are_told_with_who_and_where(void **state) {
  expect(state,
         "{\"stages\": {\"association\": {\"actors\": {\"village-associations\": {\"employer\": "
         "{\"places\": 5}}}}}}",
         (const char *const[3]){
             "Kemijärven kyläyhdistykset: paikkoja 2 → 5 (Palkkatuki yhdistyksessä)",
             "Byaföreningarna i Kemijärvi: platser 2 → 5 (Lönesubvention i förening)",
             "Kemijärvi village associations: places 2 → 5 (Wage subsidy in an association)"});
}

/* "We stand here": the role is called as the rules call it, in the middle of a sentence. */
static void who_comes_to_a_stage_is_told_with_the_role(void **state) {
  expect(state,
         "{\"stages\": {\"trial\": {\"actors\": {\"neuvokas\": {\"trial_place\": {\"places\": "
         "3}}}}}}",
         (const char *const[3]){"Rovaniemen Neuvokas mukaan vaiheeseen Työkokeilu yhdistyksessä: "
                                "ottaa työkokeiluun, 3 paikkaa",
                                "Rovaniemen Neuvokas med i skedet Arbetsprövning i förening: "
                                "tar emot för arbetsprövning, 3 platser",
                                "Rovaniemen Neuvokas joins the stage Work trial in an "
                                "association: offers work trials, 3 places"});
  expect_finnish(state, "{\"stages\": {\"association\": {\"actors\": {\"neuvokas\": null}}}}",
                 "Rovaniemen Neuvokas pois vaiheesta Palkkatuki yhdistyksessä: työllistää, "
                 "1 paikka");
  expect_finnish(state,
                 "{\"stages\": {\"association\": {\"actors\": {\"neuvokas\": {\"job_coach\": "
                 "{}}}}}}",
                 "Rovaniemen Neuvokas mukaan vaiheeseen Palkkatuki yhdistyksessä: "
                 "työhönvalmennus");
}

static void a_share_is_told_from_stage_to_stage(void **state) {
  expect_finnish(
      state, "{\"transitions\": {\"trial-association\": {\"share\": 0.12}}}",
      "Siirtymä Työkokeilu yhdistyksessä → Palkkatuki yhdistyksessä: 8\u00a0% (3–16\u00a0%) → "
      "12\u00a0%");
}

static void new_parts_are_told_by_their_names(void **state) {
  expect(
      state,
      "{\"actors\": {\"honka\": {\"name\": \"Honkakylän kyläyhdistys\", \"sector\": "
      "\"third\"}}, \"transitions\": {\"rehab-work\": {\"from\": \"rehab\", \"to\": \"work\", "
      "\"share\": 0.05}}}",
      (const char *const[3]){
          "Uusi siirtymä: Kuntouttava työtoiminta → Avoimet työmarkkinat, 5\u00a0%\n"
          "Uusi toimija: Honkakylän kyläyhdistys",
          "Ny övergång: Arbetsverksamhet i rehabiliteringssyfte → Öppna arbetsmarknaden, 5\u00a0%\n"
          "Ny aktör: Honkakylän kyläyhdistys",
          "New transition: Rehabilitative work activity → Open labour market, 5%\n"
          "New actor: Honkakylän kyläyhdistys"});
}

static void of_what_is_gone_its_roles_and_moves_are_not_told_too(void **state) {
  room *r = *state;
  char *patch = polku_model_without(r->model, "/stages/association", r->report);
  expect_finnish(state, patch, "Vaihe poistettu: Palkkatuki yhdistyksessä");
  free(patch);
  patch = polku_model_without(r->model, "/actors/neuvokas", r->report);
  expect_finnish(state, patch, "Toimija poistettu: Rovaniemen Neuvokas");
  free(patch);
}

/* But what somebody did besides is. */
static void of_what_is_gone_only_what_follows_is_left_out(void **state) {
  room *r = *state;
  char *patch = polku_model_without(r->model, "/actors/neuvokas", r->report);
  polku_model *once = polku_model_patch(r->model, patch, r->report);
  polku_model *twice = polku_model_patch(once, "{\"horizon\": 36}", r->report);
  char *both = polku_model_diff(r->model, twice, r->report);
  expect_finnish(state, both,
                 "Toimija poistettu: Rovaniemen Neuvokas\n"
                 "Koko malli: laskettava aika 24 kk → 36 kk");
  free(both);
  polku_model_free(twice);
  polku_model_free(once);
  free(patch);
}

static void names_lengths_and_orders_are_told_as_such(void **state) {
  expect_finnish(state, "{\"actors\": {\"neuvokas\": {\"name\": {\"fi\": \"Neuvokas ry\"}}}}",
                 "Uusi nimi: ”Neuvokas ry”, ennen ”Rovaniemen Neuvokas”");
  expect_finnish(state, "{\"stages\": {\"association\": {\"duration\": {\"fixed\": 12}}}}",
                 "Palkkatuki yhdistyksessä: kesto 8–12 kk → tasan 12 kk");
  expect_finnish(state, "{\"order\": {\"stages\": [\"trial\", \"start\"]}}",
                 "Järjestys muuttui: Työkokeilu yhdistyksessä");
}

static void the_same_model_has_nothing_to_tell(void **state) {
  expect(state, "{}", (const char *const[3]){"", "", ""});
}

static void without_rules_roles_are_called_by_their_ids(void **state) {
  room *r = *state, bare = {r->report, r->model, NULL};
  char *lines = told(&bare,
                     "{\"stages\": {\"trial\": {\"actors\": {\"neuvokas\": {\"trial_place\": "
                     "{}}}}}}",
                     POLKU_FI);
  assert_string_equal(lines, "Rovaniemen Neuvokas mukaan vaiheeseen Työkokeilu yhdistyksessä: "
                             "trial_place");
  free(lines);
}

static void whatever_changed_is_a_dozen_sentences_at_most(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 120; seed++) {
    polku_report *report = polku_report_new();
    char *first = random_model(seed, NULL), *second = random_model(seed / 2, NULL);
    polku_model *a = polku_model_read("a.json", first, strlen(first), report);
    polku_model *b = polku_model_read("b.json", second, strlen(second), report);
    char *text = polku_model_told(a, b, NULL, (polku_lang)(seed % 3), report);
    char *patch = polku_model_diff(a, b, report);
    json_t *list = json_loads(text, 0, NULL);
    assert_true(json_is_array(list) && json_array_size(list) <= 12);
    assert_true((json_array_size(list) == 0) == (strcmp(patch, "{}") == 0));
    json_decref(list);
    free(patch);
    free(text);
    polku_model_free(a);
    polku_model_free(b);
    free(first);
    free(second);
    polku_report_free(report);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(places_are_told_with_who_and_where),
      cmocka_unit_test(who_comes_to_a_stage_is_told_with_the_role),
      cmocka_unit_test(a_share_is_told_from_stage_to_stage),
      cmocka_unit_test(new_parts_are_told_by_their_names),
      cmocka_unit_test(of_what_is_gone_its_roles_and_moves_are_not_told_too),
      cmocka_unit_test(of_what_is_gone_only_what_follows_is_left_out),
      cmocka_unit_test(names_lengths_and_orders_are_told_as_such),
      cmocka_unit_test(the_same_model_has_nothing_to_tell),
      cmocka_unit_test(without_rules_roles_are_called_by_their_ids),
      cmocka_unit_test(whatever_changed_is_a_dozen_sentences_at_most),
  };
  return cmocka_run_group_tests(tests, open_room, close_room);
}
