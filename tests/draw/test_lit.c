/* The path view: what is said of a path is what one computes by hand, what is lit is the path and
 * nothing else, and the map stays where it is. */
#include "support/check.h"
#include "support/failing.h"
#include "support/random_model.h"

#include "draw/palette.h"
#include "draw/view.h"
#include "model/model.h"

/* From `a` after one month half go to `b`, half out; from `b` after two months half to work. */
static const char ladder[] =
    "{\"format\":\"polku/1\",\"title\":{\"en\":\"Ladder\"},\"start_date\":\"2024-01-01\","
    "\"horizon\":10,\"stages\":{\"a\":{\"duration\":{\"fixed\":1}},"
    "\"b\":{\"duration\":{\"fixed\":2}},\"n\":{\"duration\":{\"fixed\":2}},"
    "\"w\":{\"final\":true,\"open\":true,\"employed\":true},\"o\":{\"final\":true}},"
    "\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":0.5},"
    "\"a-o\":{\"from\":\"a\",\"to\":\"o\",\"share\":\"rest\"},"
    "\"b-w\":{\"from\":\"b\",\"to\":\"w\",\"share\":0.5},"
    "\"b-o\":{\"from\":\"b\",\"to\":\"o\",\"share\":\"rest\"},"
    "\"n-w\":{\"from\":\"n\",\"to\":\"w\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":30,\"start\":\"a\"},\"h\":{\"size\":14,\"start\":\"b\"}},"
    "\"paths\":{\"all\":{\"name\":{\"en\":\"All the way\"},\"stages\":[\"a\",\"b\",\"w\"]},"
    "\"ends\":{\"stages\":[\"a\",\"w\"]},\"never\":{\"stages\":[\"n\",\"w\"]}}}";

static polku_draw_options along(const char *path) {
  return (polku_draw_options){.lang = POLKU_EN, .view = POLKU_VIEW_PATH, .path = path};
}

/* Says which lines the picture has where it lacks one. */
static void check_says(const pk_scene *scene, const char *line) {
  if (scene_says(scene, "headline", line))
    return;
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].klass && strcmp(scene->items[i].klass, "headline") == 0)
      for (int k = 0; k < scene->items[i].line_count; k++)
        print_error("it says: %s\n", scene->items[i].lines[k].text);
  fail_msg("it does not say \"%s\"", line);
}

static void check_class(const pk_scene *scene, const char *id, const char *klass) {
  const pk_item *item = item_of(scene, id);
  assert_non_null(item);
  assert_string_equal(item->klass, klass);
}

/* ------------------------------------------------------------------------------ what is said */

/* A quarter of the 30 of g, after 3 months; of the 44 in all that is 7.5. */
static void chance_and_time_are_as_counted_by_hand(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options all = along("all"), one = along("all");
  polku_drawing *d = must_draw(&v, &all);
  check_says(d->scene, "The path \u201cAll the way\u201d");
  check_says(d->scene, "1 a \u2192 2 b \u2192 4 w");
  check_says(
      d->scene,
      "Of the clients 17% go all the way in 10 months. It takes them 3.0 months on average.");
  check_says(d->scene, "The third sector is present at no stage of the path.");
  polku_drawing_free(d);
  one.group = "g";
  d = must_draw(&v, &one);
  check_says(
      d->scene,
      "Of the clients 25% go all the way in 10 months. It takes them 3.0 months on average.");
  check_says(d->scene, "Numbers only of the group g");
  polku_drawing_free(d);
  end_view(&v);
}

/* Those of h begin at b and half of them reach work in two months: 7 of 44. */
static void the_most_likely_path_is_that_of_most_people(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options none = along(NULL), second = along("2"), few = along("1");
  polku_drawing *d = must_draw(&v, &none);
  check_says(d->scene, "The most likely path to work");
  check_says(d->scene, "1 a \u2192 2 b \u2192 4 w");
  polku_drawing_free(d);
  d = must_draw(&v, &second);
  check_says(d->scene, "Path number 2 to work, in order of likelihood");
  check_says(d->scene, "2 b \u2192 4 w");
  check_says(
      d->scene,
      "Of the clients 16% go all the way in 10 months. It takes them 2.0 months on average.");
  polku_drawing_free(d);
  few.group = "h";
  d = must_draw(&v, &few);
  check_says(d->scene, "2 b \u2192 4 w");
  check_says(
      d->scene,
      "Of the clients 50% go all the way in 10 months. It takes them 2.0 months on average.");
  polku_drawing_free(d);
  end_view(&v);
}

static void a_path_that_nobody_goes_says_so(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options options = along("never");
  polku_drawing *d = must_draw(&v, &options);
  check_says(d->scene, "Nobody goes all the way in 10 months.");
  check_class(d->scene, "stage--n", "stage lit");
  polku_drawing_free(d);
  end_view(&v);
}

/* The association stage of Rovaniemi is the only one with third-sector hosts; the steering group
 * stands at all of them. */
static void who_of_the_third_sector_stands_along_it_is_named(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  polku_draw_options options = along("stepping-stone");
  polku_drawing *d = must_draw(&v, &options);
  check_says(d->scene,
             "The third sector is present at 3 of 3 stages. The client is with one of its "
             "organisations at stage 4 (Kemijärvi village associations,");
  check_says(d->scene, "Rovaniemen Neuvokas).");
  check_says(d->scene, "Of the clients 0.8% go all the way in 24 months. It takes them 19.7 months "
                       "on average. The computation has places for everyone.");
  polku_drawing_free(d);
  end_view(&v);
}

/* ------------------------------------------------------------------------------- what is lit */

static int lit_arrows(const pk_scene *scene) {
  int count = 0;
  for (int i = 0; i < scene->edge_count; i++)
    count += scene->edges[i].klass && strstr(scene->edges[i].klass, " lit") != NULL;
  return count;
}

static void the_path_is_lit_and_nothing_else(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options options = along("all");
  polku_drawing *d = must_draw(&v, &options);
  check_class(d->scene, "stage--a", "stage lit");
  check_class(d->scene, "stage--b", "stage lit");
  check_class(d->scene, "stage--n", "stage muted");
  check_class(d->scene, "stage--w", "stage final lit");
  check_class(d->scene, "stage--o", "stage final muted");
  assert_int_equal(lit_arrows(d->scene), 2); /* a-b, b-w */
  const pk_edge *last = &d->scene->edges[d->scene->edge_count - 1];
  while (last->transition == 0) /* the legend's sample */
    last--;
  assert_int_equal(last->transition, 3); /* b-w lies on top */
  assert_int_equal(last->colour, PK_STAGE);
  assert_int_equal(item_of(d->scene, "stage--n")->lines[0].colour, PK_MUTED_INK);
  polku_drawing_free(d);
  end_view(&v);
}

static void stages_that_no_move_joins_are_lit_alone(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options options = along("ends");
  polku_drawing *d = must_draw(&v, &options);
  check_class(d->scene, "stage--a", "stage lit");
  check_class(d->scene, "stage--b", "stage muted");
  assert_int_equal(lit_arrows(d->scene), 0);
  polku_drawing_free(d);
  end_view(&v);
}

static void chips_are_lit_where_they_stand_at_a_lit_stage(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  polku_draw_options options = along("stepping-stone");
  polku_drawing *d = must_draw(&v, &options);
  check_class(d->scene, "chip--neuvokas--employer--association", "chip third lit");
  check_class(d->scene, "chip--jokos--referrer--start", "chip third muted");
  check_class(d->scene, "gap--coaching--rehab", "chip gap lit"); /* rehab to company */
  check_class(d->scene, "chip--companies--employer--company", "chip private muted");
  polku_drawing_free(d);
  end_view(&v);
}

/* The lines under the title push the map down, all of it alike. */
static void check_still(viewed *v, const char *path) {
  polku_draw_options options = along(path);
  polku_drawing *map = must_draw(v, &(polku_draw_options){.lang = POLKU_EN});
  polku_drawing *lit = must_draw(v, &options);
  int down = -1;
  for (int i = 0; i < map->scene->item_count; i++) {
    const pk_item *a = &map->scene->items[i];
    const pk_item *b = a->id && a->first_stage > 0 ? item_of(lit->scene, a->id) : NULL;
    if (!b)
      continue;
    assert_int_equal(a->x, b->x);
    assert_int_equal(a->w, b->w);
    assert_int_equal(a->h, b->h);
    assert_true(down < 0 || b->y - a->y == down);
    down = b->y - a->y;
  }
  assert_int_equal(map->scene->edge_count, lit->scene->edge_count);
  polku_drawing_free(map);
  polku_drawing_free(lit);
}

static void the_map_stays_where_it_is(void **state) {
  (void)state;
  int looked = 0;
  for (uint64_t seed = 1; seed <= 60; seed++) {
    char *text = random_model(seed, NULL);
    viewed v = view_text(text);
    for (int i = 0; i < v.model->path_count; i++, looked++)
      check_still(&v, v.model->paths[i].id);
    end_view(&v);
    free(text);
  }
  assert_true(looked > 10);
}

/* ---------------------------------------------------------------------------------- problems */

static void check_refusal(viewed *v, const char *path, const char *says) {
  polku_draw_options options = along(path);
  char *text = must_refuse(v, &options);
  if (!strstr(text, says))
    fail_msg("it does not say \"%s\":\n%s", says, text);
  free(text);
}

static void a_path_that_is_not_there_is_a_problem(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  check_refusal(&v, "al", "E-PATH-UNKNOWN: the model has no path \"al\"");
  check_refusal(&v, "al", "did you mean \"all\"?");
  check_refusal(&v, "al", "paths of the model: all, ends, never");
  check_refusal(&v, "0", "E-PATH-UNKNOWN");
  check_refusal(&v, "", "E-PATH-UNKNOWN");
  check_refusal(&v, "99999999999999999999", "E-PATH-UNKNOWN");
  check_refusal(&v, "3", "E-PATH-RANK: there is no computed path 3: the paths to work number 2");
  end_view(&v);
}

static void without_work_there_is_no_computed_path(void **state) {
  (void)state;
  char *text = strdup(ladder), *at = strstr(text, "\"open\":true,\"employed\":true");
  memset(at, ' ', strlen("\"open\":true,\"employed\":true"));
  at[-1] = ' '; /* the comma before */
  viewed v = view_text(text);
  check_refusal(&v, NULL, "E-PATH-NONE: nobody reaches work in the model in 10 months");
  polku_draw_options named = along("all");
  polku_drawing *d = must_draw(&v, &named);
  polku_drawing_free(d);
  end_view(&v);
  free(text);
}

/* ------------------------------------------------------------------------- beside the picture */

static void the_twin_says_the_same_of_the_path(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options options = along("all");
  for (int form = POLKU_TWIN_TEXT; form <= POLKU_TWIN_HTML; form++) {
    char *twin = polku_twin(v.model, v.rules, &options, (polku_twin_form)form, v.report);
    static const char *const says[] = {"1 a \u2192 2 b \u2192 4 w", "Of the clients 17% go all",
                                       "number 3 on the path"};
    assert_non_null(twin);
    for (size_t i = 0; i < sizeof says / sizeof says[0]; i++)
      if (!strstr(twin, says[i]))
        fail_msg("the twin does not say \"%s\":\n%s", says[i], twin);
    free(twin);
  }
  end_view(&v);
}

static void csv_numbers_the_steps_of_the_path(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options options = along("all");
  char *twin = polku_twin(v.model, v.rules, &options, POLKU_TWIN_CSV, v.report);
  static const struct {
    const char *begin, *end;
  } rows[] = {{"\nstage,1,a,", ",1\r"},
              {"\nstage,4,w,", ",3\r"},
              {"\nstage,3,n,", ",\r"},
              {"\nmove,2,b,b,4,w,", ",2\r"},
              {"\nmove,2,b,b,5,o,", ",\r"}};
  assert_non_null(twin);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    const char *row = strstr(twin, rows[i].begin);
    assert_non_null(row);
    const char *end = strchr(row + 1, '\n');
    assert_memory_equal(end - strlen(rows[i].end), rows[i].end, strlen(rows[i].end));
  }
  free(twin);
  end_view(&v);
}

static void memory_may_end_while_a_path_is_lit(void **state) {
  (void)state;
  viewed v = view_text(ladder);
  polku_draw_options options = along("2");
  options.theme = POLKU_THEME_DARK;
  options.group = "g,h"; /* an id that is not known, and memory for saying so */
  for (int known = 0; known < 2; known++) {
    bool failed = true;
    for (long n = 1; failed; n++) {
      polku_report *trouble = polku_report_new();
      fail_allocation(n);
      polku_drawing *drawing = polku_draw(v.model, v.rules, &options, trouble);
      failed = allocation_failed();
      assert_true(failed ? !drawing && polku_report_failed(trouble) : (drawing != NULL) == known);
      polku_drawing_free(drawing);
      polku_report_free(trouble);
    }
    options.group = NULL;
  }
  end_view(&v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(chance_and_time_are_as_counted_by_hand),
      cmocka_unit_test(the_most_likely_path_is_that_of_most_people),
      cmocka_unit_test(a_path_that_nobody_goes_says_so),
      cmocka_unit_test(who_of_the_third_sector_stands_along_it_is_named),
      cmocka_unit_test(the_path_is_lit_and_nothing_else),
      cmocka_unit_test(stages_that_no_move_joins_are_lit_alone),
      cmocka_unit_test(chips_are_lit_where_they_stand_at_a_lit_stage),
      cmocka_unit_test(the_map_stays_where_it_is),
      cmocka_unit_test(a_path_that_is_not_there_is_a_problem),
      cmocka_unit_test(without_work_there_is_no_computed_path),
      cmocka_unit_test(the_twin_says_the_same_of_the_path),
      cmocka_unit_test(csv_numbers_the_steps_of_the_path),
      cmocka_unit_test(memory_may_end_while_a_path_is_lit),
  };
  return RUN(tests);
}
