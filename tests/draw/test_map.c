/* What the map says, held against what a person reads in the model: coverage counted by hand,
 * computed numbers of a chain small enough to follow, and the twin that says the same in words. */
#include "support/check.h"
#include "support/failing.h"
#include "support/files.h"

#include "draw/picture.h"

#include <stdio.h>
#include <string.h>

typedef struct drawn {
  polku_report *report;
  polku_model *model;
  polku_rules *rules;
  polku_result *result;
  polku_drawing *drawing;
} drawn;

static void draw_with(drawn *d, polku_lang lang, bool computed) {
  d->result = computed ? polku_simulate(d->model, d->rules, NULL, d->report) : NULL;
  d->drawing = polku_draw(d->model, d->rules,
                          &(polku_draw_options){.lang = lang, .result = d->result}, d->report);
  if (!d->drawing || (computed && !d->result)) {
    char *text = polku_report_text(d->report, POLKU_EN, false);
    print_error("%s", text);
    free(text);
  }
  assert_true(!computed || d->result);
  assert_non_null(d->drawing);
}

static void draw_rovaniemi(drawn *d, const char *file, polku_lang lang) {
  d->report = polku_report_new();
  d->model = polku_model_load(file, d->report);
  d->rules = polku_rules_load(d->model, POLKU_SOURCE_DIR "/plugins", d->report);
  draw_with(d, lang, false);
}

static void end_drawn(drawn *d) {
  polku_drawing_free(d->drawing);
  polku_result_free(d->result);
  polku_rules_free(d->rules);
  polku_model_free(d->model);
  polku_report_free(d->report);
}

/* The items of a class, from left to right as they are drawn, their first lines joined by '|'. */
static void lines_of_class(const pk_scene *scene, const char *klass, char *all, size_t room) {
  *all = '\0';
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].klass && strcmp(scene->items[i].klass, klass) == 0) {
      size_t used = strlen(all);
      snprintf(all + used, room - used, "%s%s", used ? "|" : "", scene->items[i].lines[0].text);
    }
}

static const pk_item *item_by_id(const pk_scene *scene, const char *id) {
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].id && strcmp(scene->items[i].id, id) == 0)
      return &scene->items[i];
  return NULL;
}

static void coverage_of_rovaniemi_is_as_counted_by_hand(void **state) {
  (void)state;
  drawn d = {0};
  char all[256];
  draw_rovaniemi(&d, POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", POLKU_FI);
  lines_of_class(d.drawing->scene, "coverage", all, sizeof all);
  /* Steering group 1–6; JOKOS refers at 1 and supports at 4; the memory association lectures at 1
   * and 2; village associations and Neuvokas employ at 4; stage 7 is final. */
  assert_string_equal(all, "3 / 5|2 / 5|1 / 5|3 / 5|1 / 5|1 / 5");
  end_drawn(&d);
}

static void without_its_actors_a_stage_is_less_covered(void **state) {
  (void)state;
  drawn d = {0};
  char all[256];
  draw_rovaniemi(&d, POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json#without-neuvokas", POLKU_FI);
  lines_of_class(d.drawing->scene, "coverage", all, sizeof all);
  assert_string_equal(all, "2 / 5|2 / 5|1 / 5|2 / 5|1 / 5|1 / 5"); /* neither JOKOS nor Neuvokas */
  end_drawn(&d);
}

static void gaps_span_the_stages_that_they_ask_about(void **state) {
  (void)state;
  drawn d = {0};
  draw_rovaniemi(&d, POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", POLKU_SV);
  const pk_item *gap = item_by_id(d.drawing->scene, "gap--coaching--rehab");
  const pk_item *first = item_by_id(d.drawing->scene, "stage--rehab");
  const pk_item *last = item_by_id(d.drawing->scene, "stage--company");
  const pk_item *next = item_by_id(d.drawing->scene, "stage--work");
  assert_non_null(gap);
  assert_true(gap->dashed);
  assert_true(gap->x <= first->x && gap->x + gap->w > last->x + last->w);
  assert_true(gap->x + gap->w < next->x);
  end_drawn(&d);
}

static void expect_places(const char *file, const char *words) {
  drawn d = {0};
  draw_rovaniemi(&d, file, POLKU_EN);
  const pk_item *stage = item_by_id(d.drawing->scene, "stage--new-employer");
  assert_non_null(stage);
  const char *last = stage->lines[stage->line_count - 1].text;
  if (strncmp(last, words, strlen(words)) != 0)
    fail_msg("%s: \"%s\" does not begin with \"%s\"", file, last, words);
  end_drawn(&d);
}

/* Two associations would employ by themselves, four more with Koitto's help. */
static void a_stage_has_the_places_that_supports_add_while_they_work(void **state) {
  (void)state;
  expect_places(POLKU_SOURCE_DIR "/models/joensuu-koitto.json", "~6");
  expect_places(POLKU_SOURCE_DIR "/models/joensuu-koitto.json#koitto-ends", "~2");
}

/* 100 people stay one step in `a`; a quarter goes on to `b`, the rest out. */
static const char quarter[] =
    "{\"format\":\"polku/1\",\"title\":{\"en\":\"Quarter\"},\"start_date\":\"2024-01-01\","
    "\"horizon\":5,\"stages\":{\"a\":{\"duration\":{\"fixed\":1}},"
    "\"b\":{\"final\":true,\"open\":true,\"employed\":true},\"c\":{\"final\":true}},"
    "\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":0.25},"
    "\"a-c\":{\"from\":\"a\",\"to\":\"c\",\"share\":\"rest\"}},"
    "\"groups\":{\"g\":{\"size\":100,\"start\":\"a\"}}}";

static void start_quarter(drawn *d) {
  d->report = polku_report_new();
  d->model = polku_model_read("quarter.json", quarter, strlen(quarter), d->report);
  d->rules = polku_rules_load(d->model, NULL, d->report);
}

static void with_a_result_arrows_carry_computed_moves(void **state) {
  (void)state;
  drawn d = {0};
  char all[256];
  start_quarter(&d);
  draw_with(&d, POLKU_EN, true);
  lines_of_class(d.drawing->scene, "number", all, sizeof all);
  assert_string_equal(all, "25|75");
  assert_true(d.drawing->scene->edges[1].line_width > d.drawing->scene->edges[0].line_width);
  const pk_item *b = item_by_id(d.drawing->scene, "stage--b");
  assert_string_equal(b->lines[b->line_count - 1].text, "25 at the end");
  lines_of_class(d.drawing->scene, "label", all, sizeof all);
  assert_non_null(strstr(all, "|100 start|"));
  /* Of 100 people a quarter each: the 5 % and 95 % points of the binomial distribution. */
  lines_of_class(d.drawing->scene, "headline", all, sizeof all);
  assert_non_null(strstr(all, "Find work (5\u00a0mo.): 25%, 90% interval 18%–32%|"));
  end_drawn(&d);
}

static void without_a_result_they_carry_the_models_own(void **state) {
  (void)state;
  drawn d = {0};
  char all[256];
  start_quarter(&d);
  draw_with(&d, POLKU_EN, false);
  lines_of_class(d.drawing->scene, "number", all, sizeof all);
  assert_string_equal(all, "~25%|~75%");
  end_drawn(&d);
}

/* ------------------------------------------------------------------------------- the twin */

/* A chance that changes with time, places that others' work makes, a target of other people: a
 * picture says so, and does not make them look like the plain thing. */
static const char changing[] =
    "{\"format\":\"polku/1\",\"horizon\":5,\"actors\":{\"x\":{\"sector\":\"third\"}},\"stages\":{"
    "\"a\":{\"duration\":{\"fixed\":1}},"
    "\"b\":{\"employed\":true,\"actors\":{\"x\":{\"host\":{\"places\":{\"per\":\"a\",\"each\":2}}}}"
    "},"
    "\"c\":{\"final\":true}},\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":1},"
    "\"b-c\":{\"from\":\"b\",\"to\":\"c\",\"per_step\":[0.04,0.04,0.01]}},"
    "\"groups\":{\"g\":{\"size\":100,\"start\":\"a\"}},\"targets\":{\"t\":{\"outcome\":"
    "\"employment_ratio\",\"at\":5,\"observed\":{\"events\":17,\"of\":64}}}}";

static void what_is_not_plain_does_not_look_so(void **state) {
  (void)state;
  drawn d = {.report = polku_report_new()};
  char all[256];
  d.model = polku_model_read("changing.json", changing, strlen(changing), d.report);
  d.rules = polku_rules_load(d.model, NULL, d.report);
  draw_with(&d, POLKU_FI, false);
  lines_of_class(d.drawing->scene, "number", all, sizeof all);
  assert_non_null(strstr(all, "/kk\xe2\x80\xa6"));
  const pk_item *b = item_by_id(d.drawing->scene, "stage--b");
  assert_string_equal(b->lines[b->line_count - 1].text, "0+\xc2\xa0paikkaa");
  lines_of_class(d.drawing->scene, "label", all, sizeof all);
  assert_non_null(strstr(all, "17/64 ty\xc3\xb6llistyi"));
  end_drawn(&d);
}

static void the_twin_says_what_the_picture_shows(void **state) {
  (void)state;
  drawn d = {0};
  draw_rovaniemi(&d, POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", POLKU_FI);
  char *twin = polku_twin(d.model, d.rules, &(polku_draw_options){.lang = POLKU_FI},
                          POLKU_TWIN_TEXT, d.report);
  static const char *const says[] = {
      "Missä yhdistykset ovat työllistymisen polun varrella?\n",
      "17 työllistyi (0,27)\n",
      "\n1\u00a0\u00a0Ohjaus hankkeeseen (~4\u00a0kk)\n",
      "    Ohjaa asiakkaita  JOKOS-hanke: tähän 1 asiakas\n",
      "    Työllistää        Aukko: Kuka ottaa kokeiluun? (yhdistyksillä olisi\n"
      "                      tehtäviä)\n",
      "    Täältä eteenpäin  3 Työkokeilu yhdistyksessä ~40\u00a0%\n",
      "    Kattavuus         3 viidestä roolista\n",
      "\n7\u00a0\u00a0Muu tilanne\n"};
  assert_non_null(twin);
  for (size_t i = 0; i < sizeof says / sizeof says[0]; i++)
    if (!strstr(twin, says[i]))
      fail_msg("the twin does not say \"%s\":\n%s", says[i], twin);
  for (char *line = strtok(twin, "\n"); line; line = strtok(NULL, "\n"))
    assert_in_range(strlen(line), 0, 110); /* 80 columns, ä and ö of two bytes */
  free(twin);
  end_drawn(&d);
}

static void the_twin_speaks_three_languages(void **state) {
  (void)state;
  static const char *const row[] = {"Kokemustieto", "Erfarenhet", "Experience"};
  for (int lang = POLKU_FI; lang <= POLKU_EN; lang++) {
    drawn d = {0};
    draw_rovaniemi(&d, POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", (polku_lang)lang);
    char *twin = polku_twin(d.model, d.rules, &(polku_draw_options){.lang = (polku_lang)lang},
                            POLKU_TWIN_TEXT, d.report);
    assert_non_null(strstr(twin, row[lang]));
    free(twin);
    end_drawn(&d);
  }
}

static void memory_may_end_while_a_result_is_drawn(void **state) {
  (void)state;
  drawn d = {0};
  start_quarter(&d);
  draw_with(&d, POLKU_SV, true);
  bool failed = true;
  for (long n = 1; failed; n++) {
    polku_report *trouble = polku_report_new();
    fail_allocation(n);
    polku_drawing *drawing = polku_draw(
        d.model, d.rules, &(polku_draw_options){.lang = POLKU_SV, .result = d.result}, trouble);
    failed = allocation_failed();
    assert_true(failed ? !drawing && polku_report_failed(trouble) : drawing != NULL);
    polku_drawing_free(drawing);
    polku_report_free(trouble);
  }
  end_drawn(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(coverage_of_rovaniemi_is_as_counted_by_hand),
      cmocka_unit_test(without_its_actors_a_stage_is_less_covered),
      cmocka_unit_test(gaps_span_the_stages_that_they_ask_about),
      cmocka_unit_test(a_stage_has_the_places_that_supports_add_while_they_work),
      cmocka_unit_test(with_a_result_arrows_carry_computed_moves),
      cmocka_unit_test(without_a_result_they_carry_the_models_own),
      cmocka_unit_test(what_is_not_plain_does_not_look_so),
      cmocka_unit_test(the_twin_says_what_the_picture_shows),
      cmocka_unit_test(the_twin_speaks_three_languages),
      cmocka_unit_test(memory_may_end_while_a_result_is_drawn),
  };
  return RUN(tests);
}
