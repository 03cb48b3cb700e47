/* A number in a picture is the number that is meant: small chances do not become never, nor large
 * ones always; a result computed for others than the model's own clients and actors is not drawn
 * as if it were theirs; places that are never there together are not added up. */
#include "support/check.h"

#include "draw/view.h"
#include "draw/map.h"

/* ------------------------------------------------------------------------------ percentages */

static void expect_share(double share, const char *words) {
  pk_text text = PK_TEXT_EMPTY;
  pk_map_add_share(&text, POLKU_EN, share);
  assert_string_equal(text.data, words);
  pk_text_free(&text);
}

static void no_chance_is_rounded_to_never_or_to_always(void **state) {
  (void)state;
  expect_share(0.00004, "0.004%");
  expect_share(0.0000123, "0.0012%");
  expect_share(0.996, "99.6%");
  expect_share(0.9999, "99.99%");
  expect_share(0, "0%");
  expect_share(1, "100%");
}

static void a_plain_chance_stays_plain(void **state) {
  (void)state;
  expect_share(0.35, "35%");
  expect_share(0.333, "33%");
  expect_share(0.025, "2.5%");
  expect_share(0.0013, "0.13%");
  expect_share(0.01, "1%");
}

/* -------------------------------------------------------------------------------- a result */

/* Two ways to work, in one month each: through x, and through y. */
static const char two_ways[] =
    "{\"format\":\"polku/1\",\"horizon\":6,\"actors\":{\"x\":{\"sector\":\"third\"},"
    "\"y\":{\"sector\":\"third\"}},\"stages\":{\"a\":{\"duration\":{\"fixed\":1}},"
    "\"b\":{\"duration\":{\"fixed\":1},\"actors\":{\"x\":{\"host\":{\"places\":30}}}},"
    "\"c\":{\"duration\":{\"fixed\":1},\"actors\":{\"y\":{\"host\":{\"places\":30}}}},"
    "\"w\":{\"final\":true,\"employed\":true}},\"transitions\":{"
    "\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":0.5},"
    "\"a-c\":{\"from\":\"a\",\"to\":\"c\",\"share\":\"rest\"},"
    "\"b-w\":{\"from\":\"b\",\"to\":\"w\",\"share\":1},"
    "\"c-w\":{\"from\":\"c\",\"to\":\"w\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":20,\"start\":\"a\"},"
    "\"h\":{\"start\":\"a\",\"arrivals\":{\"per_step\":5}}},"
    "\"paths\":{\"by-x\":{\"stages\":[\"a\",\"b\",\"w\"]}},"
    "\"scenarios\":{\"no-x\":{\"withdraw\":[\"x\"]}}}";

static polku_result *simulate(const viewed *v, const polku_options *options) {
  polku_result *result = polku_simulate(v->model, v->rules, options, v->report);
  assert_non_null(result);
  return result;
}

static const polku_options withdrawn = {
    .engine = "individual", .runs = 2, .draws = -1, .withdraw = "x"};

static void who_is_withdrawn_from_the_result_stands_nowhere_in_its_picture(void **state) {
  (void)state;
  viewed v = view_text(two_ways);
  polku_result *result = simulate(&v, &withdrawn);
  polku_draw_options options = {.lang = POLKU_EN, .result = result};
  polku_drawing *d = must_draw(&v, &options);
  assert_null(item_of(d->scene, "chip--x--host--b"));
  assert_non_null(item_of(d->scene, "chip--y--host--c"));
  assert_true(scene_says(d->scene, "headline", "Computed without: x"));
  const pk_item *b = item_of(d->scene, "stage--b");
  assert_non_null(strstr(b->lines[1].text, "0\xc2\xa0places"));
  polku_drawing_free(d);
  polku_result_free(result);
  end_view(&v);
}

/* Nobody goes through x, so nobody goes the whole of its path: as of the scenario without x. */
static void a_path_of_the_result_is_computed_without_them_too(void **state) {
  (void)state;
  viewed v = view_text(two_ways);
  polku_result *result = simulate(&v, &withdrawn);
  polku_draw_options options = {
      .lang = POLKU_EN, .result = result, .view = POLKU_VIEW_PATH, .path = "by-x"};
  polku_drawing *d = must_draw(&v, &options);
  assert_true(scene_says(d->scene, "headline", "Nobody goes all the way in 6 months."));
  polku_drawing_free(d);
  polku_result_free(result);
  end_view(&v);
}

/* 20 start and 6 × 5 arrive: of a thousand as many by parts. */
static void a_picture_of_more_people_says_how_many_they_are(void **state) {
  (void)state;
  viewed v = view_text(two_ways);
  polku_result *result = simulate(
      &v, &(polku_options){.engine = "individual", .runs = 2, .draws = -1, .people = 1000});
  polku_draw_options options = {.lang = POLKU_EN, .result = result};
  polku_drawing *d = must_draw(&v, &options);
  assert_true(scene_says(d->scene, "label", "400 start"));
  assert_true(scene_says(d->scene, "label", "600 arrive later"));
  polku_drawing_free(d);
  polku_result_free(result);
  end_view(&v);
}

/* ----------------------------------------------------------------------------------- places */

/* x has five places in the first half, y four in the second: never nine. */
static const char in_turn[] =
    "{\"format\":\"polku/1\",\"horizon\":12,\"actors\":{\"x\":{\"sector\":\"third\"},"
    "\"y\":{\"sector\":\"third\"}},\"stages\":{\"a\":{\"duration\":{\"fixed\":1},\"actors\":{"
    "\"x\":{\"host\":{\"places\":5,\"until\":6}},\"y\":{\"host\":{\"places\":4,\"from\":6}}}},"
    "\"w\":{\"final\":true}},\"transitions\":{\"a-w\":{\"from\":\"a\",\"to\":\"w\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":20,\"start\":\"a\"}}}";

static void places_of_different_years_are_not_added_up(void **state) {
  (void)state;
  viewed v = view_text(in_turn);
  polku_draw_options options = {.lang = POLKU_EN};
  polku_drawing *d = must_draw(&v, &options);
  const pk_item *a = item_of(d->scene, "stage--a");
  if (!strstr(a->lines[1].text, "5\xc2\xa0places"))
    fail_msg("%s", a->lines[1].text);
  polku_drawing_free(d);
  end_view(&v);
}

/* ------------------------------------------------------------------------------------ tables */

/* The first of twelve chances is not the chance: a table leaves the cell empty. */
static const char rising[] =
    "{\"format\":\"polku/1\",\"horizon\":5,\"stages\":{\"a\":{},\"w\":{\"final\":true}},"
    "\"transitions\":{\"a-w\":{\"from\":\"a\",\"to\":\"w\",\"per_step\":[0.04,0.5]}},"
    "\"groups\":{\"g\":{\"size\":20,\"start\":\"a\"}}}";

static void the_first_of_a_list_is_no_value_of_a_table(void **state) {
  (void)state;
  viewed v = view_text(rising);
  char *list = polku_export(v.model, v.rules, POLKU_EDGES, POLKU_EN, v.report);
  assert_non_null(list);
  if (!strstr(list, "a,w,a,w,,,a-w,"))
    fail_msg("%s", list);
  free(list);
  char *twin = polku_twin(v.model, v.rules, &(polku_draw_options){.lang = POLKU_EN}, POLKU_TWIN_CSV,
                          v.report);
  assert_non_null(strstr(twin, "a-w"));
  if (strstr(twin, ",0.04,"))
    fail_msg("%s", twin);
  free(twin);
  end_view(&v);
}

/* A support that raises the odds by a twentieth does something; one client in fifty years comes. */
static const char slight[] =
    "{\"format\":\"polku/1\",\"horizon\":5,\"actors\":{\"x\":{\"sector\":\"third\"}},"
    "\"stages\":{\"a\":{\"duration\":{\"fixed\":1}},\"b\":{\"final\":true},"
    "\"w\":{\"final\":true}},\"transitions\":{"
    "\"a-w\":{\"from\":\"a\",\"to\":\"w\",\"share\":0.001},"
    "\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":\"rest\"}},"
    "\"supports\":{\"s\":{\"role\":\"coach\",\"actors\":{\"x\":{}},\"at\":{\"a\":{}},\"effect\":"
    "[{\"transition\":\"a-w\",\"odds_ratio\":{\"value\":1.05,\"range\":[1.02,1.08]}}]}},"
    "\"groups\":{\"g\":{\"size\":20,\"start\":\"a\",\"arrivals\":{\"per_step\":0.02}}}}";

static void a_slight_effect_is_not_told_as_none(void **state) {
  (void)state;
  viewed v = view_text(slight);
  char *page = polku_twin(v.model, v.rules, &(polku_draw_options){.lang = POLKU_FI},
                          POLKU_TWIN_HTML, v.report);
  static const char *const says[] = {"~1,05 <small>1,02–1,08</small>", "~0,02</td>"};
  for (size_t i = 0; i < sizeof says / sizeof says[0]; i++)
    if (!strstr(page, says[i]))
      fail_msg("it does not say %s:\n%s", says[i], page);
  free(page);
  end_view(&v);
}

/* A thousandth of the twenty is fewer than a tenth, and not nobody. */
static void few_are_not_none(void **state) {
  (void)state;
  viewed v = view_text(slight);
  polku_result *result = simulate(&v, &(polku_options){.engine = "exact", .draws = -1});
  polku_draw_options options = {.lang = POLKU_FI, .result = result};
  polku_drawing *d = must_draw(&v, &options);
  assert_true(scene_says(d->scene, "number", "<0,1"));
  polku_drawing_free(d);
  polku_result_free(result);
  end_view(&v);
}

/* Of a million 997 in a thousand find work. */
static const char nearly_all[] =
    "{\"format\":\"polku/1\",\"horizon\":5,\"stages\":{\"a\":{\"duration\":{\"fixed\":1}},"
    "\"w\":{\"final\":true,\"employed\":true},\"o\":{\"final\":true}},\"transitions\":{"
    "\"a-w\":{\"from\":\"a\",\"to\":\"w\",\"share\":0.997},"
    "\"a-o\":{\"from\":\"a\",\"to\":\"o\",\"share\":\"rest\"}},"
    "\"groups\":{\"g\":{\"size\":1000000,\"start\":\"a\"}}}";

static void nearly_everyone_is_not_told_as_everyone(void **state) {
  (void)state;
  viewed v = view_text(nearly_all);
  polku_result *result = simulate(&v, &(polku_options){.engine = "exact", .draws = -1});
  polku_draw_options options = {.lang = POLKU_EN, .result = result};
  polku_drawing *d = must_draw(&v, &options);
  assert_true(scene_says(d->scene, "headline",
                         "Find work (5\xc2\xa0mo.): 99.7%, 90% interval 99.7%\xe2\x80\x93"
                         "99.7%"));
  polku_drawing_free(d);
  polku_result_free(result);
  end_view(&v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_chance_is_rounded_to_never_or_to_always),
      cmocka_unit_test(a_plain_chance_stays_plain),
      cmocka_unit_test(who_is_withdrawn_from_the_result_stands_nowhere_in_its_picture),
      cmocka_unit_test(a_path_of_the_result_is_computed_without_them_too),
      cmocka_unit_test(a_picture_of_more_people_says_how_many_they_are),
      cmocka_unit_test(places_of_different_years_are_not_added_up),
      cmocka_unit_test(the_first_of_a_list_is_no_value_of_a_table),
      cmocka_unit_test(a_slight_effect_is_not_told_as_none),
      cmocka_unit_test(few_are_not_none),
      cmocka_unit_test(nearly_everyone_is_not_told_as_everyone),
  };
  return RUN(tests);
}
