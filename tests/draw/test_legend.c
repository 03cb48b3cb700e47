/* The legend explains every mark that is in the picture, and none that is not. Marks are looked for
 * in the finished scene, over models by lot, with and without a result. */
#include "support/check.h"
#include "support/random_model.h"

#include "draw/apart.h"
#include "draw/palette.h"
#include "draw/picture.h"

#include <stdio.h>

enum { MODELS = 150 };

static bool has_class(const pk_scene *scene, const char *klass) {
  for (int i = 0; i < scene->item_count; i++)
    if (is(&scene->items[i], klass))
      return true;
  return false;
}

/* Whether words of the picture, not of its legend, hold a sign. */
static bool has_sign(const pk_scene *scene, const char *sign) {
  for (int i = 0; i < scene->item_count; i++)
    for (int l = 0; l < scene->items[i].line_count; l++)
      if (!is(&scene->items[i], "legend") && !is(&scene->items[i], "title") &&
          strstr(scene->items[i].lines[l].text, sign))
        return true;
  return false;
}

static bool has_known_number(const pk_scene *scene) {
  for (int i = 0; i < scene->item_count; i++)
    if (is(&scene->items[i], "number") && !strstr(scene->items[i].lines[0].text, "~") &&
        !strstr(scene->items[i].lines[0].text, "≈") && scene->items[i].lines[0].text[0] >= '0' &&
        scene->items[i].lines[0].text[0] <= '9')
      return true;
  return false;
}

static bool has_bar(const pk_scene *scene) {
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].fill == PK_FULL && scene->items[i].first_stage > 0)
      return true;
  return false;
}

static bool has_square(const pk_scene *scene, int stroke) {
  for (int i = 0; i < scene->item_count; i++)
    if (is(&scene->items[i], "mark") && scene->items[i].first_stage > 0 &&
        scene->items[i].w == 14 && scene->items[i].h == 14 && scene->items[i].stroke == stroke)
      return true;
  return false;
}

static bool says(const pk_scene *scene, const char *words) {
  for (int i = 0; i < scene->item_count; i++)
    for (int l = 0; is(&scene->items[i], "legend") && l < scene->items[i].line_count; l++)
      if (strncmp(scene->items[i].lines[l].text, words, strlen(words)) == 0)
        return true;
  return false;
}

typedef struct explained {
  const char *words;
  int with, without; /* pictures that it was met in, and not */
} explained;

static void expect(explained *e, const pk_scene *scene, bool there, uint64_t seed) {
  if (says(scene, e->words) != there)
    fail_msg("model %d: the legend %s \"%s\"", (int)seed, there ? "lacks" : "has", e->words);
  e->with += there;
  e->without += !there;
}

static void the_legend_explains_what_is_there_and_nothing_else(void **state) {
  (void)state;
  explained e[] = {{"third-sector", 0, 0},     {"gap: nobody", 0, 0}, {"public", 0, 0},
                   {"private", 0, 0},          {"education", 0, 0},   {"end point", 0, 0},
                   {"leads on to", 0, 0},      {"bottleneck", 0, 0},  {"an association", 0, 0},
                   {"nobody has", 0, 0},       {"~ assumed", 0, 0},   {"≈ calibrated", 0, 0},
                   {"a number without", 0, 0}, {"width of", 0, 0},    {"width and number", 0, 0}};
  for (uint64_t seed = 1; seed <= MODELS; seed++) {
    char *text =
        random_model(seed, &(random_model_options){.stages = seed % 4 ? 0 : 14, .horizon = 6});
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_read("test.json", text, strlen(text), report);
    polku_rules *rules = rules_with_rows(model, report);
    polku_result *result =
        seed % 5 ? NULL
                 : polku_simulate(model, rules, &(polku_options){.runs = 2, .draws = -1}, report);
    polku_drawing *drawing =
        polku_draw(model, rules, &(polku_draw_options){.lang = POLKU_EN, .result = result}, report);
    assert_non_null(drawing);
    const pk_scene *s = drawing->scene;
    const bool there[] = {has_class(s, "chip third"),
                          has_class(s, "chip gap"),
                          has_class(s, "chip public"),
                          has_class(s, "chip private"),
                          has_class(s, "chip education"),
                          has_class(s, "stage final"),
                          has_class(s, "connector"),
                          has_bar(s),
                          has_square(s, PK_TEAL),
                          has_square(s, PK_GAP),
                          has_sign(s, "~"),
                          has_sign(s, "≈"),
                          !result && has_known_number(s),
                          !result && model->transition_count > 0,
                          result && model->transition_count > 0};
    for (size_t i = 0; i < sizeof e / sizeof e[0]; i++)
      expect(&e[i], s, there[i], seed);
    polku_drawing_free(drawing);
    polku_result_free(result);
    polku_rules_free(rules);
    polku_model_free(model);
    polku_report_free(report);
    free(text);
  }
  for (size_t i = 0; i < sizeof e / sizeof e[0]; i++)
    if (!e[i].with || !e[i].without)
      fail_msg("the models try \"%s\" only one way", e[i].words);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_legend_explains_what_is_there_and_nothing_else),
  };
  return RUN(tests);
}
