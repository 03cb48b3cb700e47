/* Where a little more would help most: what is told of a sensitivity stands at its transitions and
 * stages and nowhere else, in the picture and in its twins. */
#include "support/check.h"
#include "support/random_model.h"

#include "draw/apart.h"
#include "draw/view.h"
#include "study/sensitivity.h"

static const char ladder[] =
    "{\"format\":\"polku/1\",\"title\":{\"en\":\"Ladder\"},\"start_date\":\"2024-01-01\","
    "\"horizon\":10,\"stages\":{\"a\":{\"duration\":{\"fixed\":1}},"
    "\"b\":{\"duration\":{\"fixed\":2}},\"w\":{\"final\":true,\"open\":true,\"employed\":true},"
    "\"o\":{\"final\":true}},"
    "\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":0.5},"
    "\"a-o\":{\"from\":\"a\",\"to\":\"o\",\"share\":\"rest\"},"
    "\"b-w\":{\"from\":\"b\",\"to\":\"w\",\"share\":0.5},"
    "\"b-o\":{\"from\":\"b\",\"to\":\"o\",\"share\":\"rest\"}},"
    "\"groups\":{\"g\":{\"size\":64,\"start\":\"a\"}}}";

static pk_leverage moves[] = {{.id = "a-b", .change = 0.43},
                              {.id = "a-o", .change = -0.7},
                              {.id = "b-w", .change = 0.031},
                              {.id = "b-o", .change = 0.001}};
static pk_leverage places[] = {{.id = "b", .change = 0.26}};

static polku_sensitivity told(void) {
  return (polku_sensitivity){.outcome = PK_OPEN_EMPLOYMENT_RATIO,
                             .people = 64,
                             .transition_count = 4,
                             .transitions = moves,
                             .stage_count = 1,
                             .stages = places};
}

static const char *help_at(const pk_scene *scene, int transition) {
  for (int i = 0; i < scene->item_count; i++)
    if (is(&scene->items[i], "number") && scene->items[i].transition == transition &&
        strncmp(scene->items[i].lines[0].text, "\u2191", 3) == 0)
      return scene->items[i].lines[0].text;
  return "";
}

static void each_number_stands_at_its_own_place(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  const polku_sensitivity s = told();
  polku_drawing *d = must_draw(&v, &(polku_draw_options){.lang = POLKU_EN, .sensitivity = &s});
  assert_string_equal(help_at(d->scene, 1), "\u2191+0.4");
  assert_string_equal(help_at(d->scene, 2), ""); /* less would help, not more */
  assert_string_equal(help_at(d->scene, 3), "\u2191+0.03");
  assert_string_equal(help_at(d->scene, 4), ""); /* nobody would notice */
  assert_true(scene_says(d->scene, "stage", "+1 place \u2192 +0.3"));
  polku_drawing_free(d);
  d = must_draw(&v, &(polku_draw_options){.lang = POLKU_EN});
  for (int t = 1; t <= 4; t++)
    assert_string_equal(help_at(d->scene, t), "");
  polku_drawing_free(d);
  end_view(&v);
}

static void only_the_few_that_help_most_are_marked(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    char *text = random_model(seed, &(random_model_options){.stages = 9});
    viewed v = view_text(text);
    int count = v.model->transition_count, marked = 0;
    pk_leverage *list = calloc((size_t)count + 1, sizeof *list);
    for (int i = 0; i < count; i++)
      list[i] = (pk_leverage){.id = v.model->transitions[i].id, .change = 0.1 * (i + 1)};
    const polku_sensitivity s = {.people = 10, .transition_count = count, .transitions = list};
    polku_drawing *d =
        must_draw(&v, &(polku_draw_options){.lang = (polku_lang)(seed % 3), .sensitivity = &s});
    for (int i = 0; i < count; i++) {
      bool is_marked = *help_at(d->scene, i + 1) != '\0';
      assert_int_equal(is_marked, i >= count - 5);
      marked += is_marked;
    }
    assert_int_equal(marked, count < 5 ? count : 5);
    expect_tidy(d->scene, seed);
    polku_drawing_free(d);
    free(list);
    end_view(&v);
    free(text);
  }
}

static void the_twins_say_it_in_words(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  const polku_sensitivity s = told();
  const polku_draw_options options = {.lang = POLKU_EN, .sensitivity = &s};
  for (int form = POLKU_TWIN_TEXT; form <= POLKU_TWIN_HTML; form++) {
    char *twin = polku_twin(v.model, v.rules, &options, (polku_twin_form)form, v.report);
    assert_non_null(twin);
    assert_non_null(strstr(twin, "+1 % point \u2192 +0.4 people"));
    assert_non_null(strstr(twin, "+1 place \u2192 +0.3 people"));
    assert_null(strstr(twin, "-0.7"));
    free(twin);
  }
  end_view(&v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_number_stands_at_its_own_place),
      cmocka_unit_test(only_the_few_that_help_most_are_marked),
      cmocka_unit_test(the_twins_say_it_in_words),
  };
  return RUN(tests);
}
