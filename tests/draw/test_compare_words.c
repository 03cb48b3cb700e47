/* What the picture of two models says: what was and what is, what comes of it, what cannot be
 * compared; counted by hand in a small pair. */
#include "support/check.h"

#include "draw/apart.h"
#include "draw/compare_picture.h"
#include "study/comparison.h"

#include <stdio.h>

static bool is_class(const char *klass, const char *begin) {
  return klass && strncmp(klass, begin, strlen(begin)) == 0;
}

static const char before[] =
    "{\"format\":\"polku/1\",\"title\":{\"en\":\"Ladder\"},\"start_date\":\"2024-01-01\","
    "\"horizon\":10,\"actors\":{\"club\":{\"name\":{\"en\":\"The club\"},\"sector\":\"third\"},"
    "\"town\":{\"name\":{\"en\":\"The town\"},\"sector\":\"public\"}},"
    "\"stages\":{\"a\":{\"duration\":{\"fixed\":1},\"actors\":{\"club\":{\"coach\":{\"clients\":1}}"
    ","
    "\"town\":{\"organiser\":{}}}},\"b\":{\"duration\":{\"fixed\":2}},"
    "\"w\":{\"final\":true,\"open\":true,\"employed\":true}},"
    "\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":0.5},"
    "\"a-w\":{\"from\":\"a\",\"to\":\"w\",\"share\":\"rest\"},"
    "\"b-w\":{\"from\":\"b\",\"to\":\"w\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":30,\"start\":\"a\"}}}";

static const char after[] =
    "{\"format\":\"polku/1\",\"title\":{\"en\":\"Ladder\"},\"start_date\":\"2024-01-01\","
    "\"horizon\":10,\"actors\":{\"club\":{\"name\":{\"en\":\"The club\"},\"sector\":\"third\"},"
    "\"town\":{\"name\":{\"en\":\"The town\"},\"sector\":\"public\"}},"
    "\"stages\":{\"a\":{\"duration\":{\"fixed\":4},\"actors\":{\"club\":{\"coach\":{\"clients\":3}}"
    "}},"
    "\"b\":{\"duration\":{\"fixed\":2},\"actors\":{\"club\":{\"coach\":{}}}},"
    "\"w\":{\"name\":{\"en\":\"Work\"},\"final\":true,\"open\":true,\"employed\":true}},"
    "\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":0.7},"
    "\"a-w\":{\"from\":\"a\",\"to\":\"w\",\"share\":\"rest\"},"
    "\"b-w\":{\"from\":\"b\",\"to\":\"w\",\"share\":1}},"
    "\"groups\":{\"g\":{\"size\":30,\"start\":\"a\"}}}";

static void check_class(const pk_scene *scene, const char *id, const char *klass) {
  const pk_item *item = item_of(scene, id);
  assert_non_null(item);
  assert_string_equal(item->klass, klass);
}

static void what_was_and_what_is_are_both_said(void **state) {
  (void)state;
  two t = two_texts(before, after);
  polku_drawing *drawing = draw_two(&t, (polku_draw_options){.lang = POLKU_EN});
  const pk_scene *scene = drawing->scene;
  check_class(scene, "stage--a", "stage changed");
  check_class(scene, "stage--b", "stage same");
  check_class(scene, "stage--w", "stage final changed");
  assert_true(scene_says(scene, "stage changed", "~1 \u2192 ~4\u00a0mo."));
  assert_true(scene_says(scene, "stage final changed", "3\u00a0\u00a0Work"));
  assert_true(scene_says(scene, "stage final changed", "w"));
  assert_non_null(strstr(item_of(scene, "chip--club--coach--b")->klass, " added"));
  assert_non_null(strstr(item_of(scene, "chip--club--coach--a")->klass, " changed"));
  assert_non_null(strstr(item_of(scene, "chip--town--organiser--a")->klass, " removed"));
  assert_true(scene_says(scene, "number", "~50%"));
  assert_true(scene_says(scene, "number", "~70%"));
  assert_true(scene_says(scene, "number", "\u0394\u00a0~50% \u2192 ~30%"));
  polku_drawing_free(drawing);
  end_two(&t);
}

static void the_name_that_was_is_struck_through(void **state) {
  (void)state;
  two t = two_texts(before, after);
  polku_drawing *drawing = draw_two(&t, (polku_draw_options){.lang = POLKU_EN});
  const pk_item *work = item_of(drawing->scene, "stage--w");
  int strikes = 0;
  for (int i = 0; i < drawing->scene->item_count; i++)
    strikes += is(&drawing->scene->items[i], "strike") && !apart(&drawing->scene->items[i], work);
  assert_int_equal(strikes, 1);
  polku_drawing_free(drawing);
  end_two(&t);
}

/* ----------------------------------------------------------------------------- what comes of it */

/* Two models with what somebody might have found for them, and their picture. */
typedef struct found {
  two t;
  polku_comparison comparison;
  pk_beside beside[2];
  pk_paired paired[PK_OUTCOMES];
  polku_drawing *drawing;
} found;

/* 3 of 30 more, between 1 fewer and 7 more. */
static void draw_found(found *f, const char *a, const char *b) {
  static const polku_options quick = {.draws = -1};
  *f = (found){.t = two_texts(a, b)};
  polku_comparison *c = &f->comparison;
  c->case_count = 2;
  c->outcome = PK_OPEN_EMPLOYMENT_RATIO;
  c->results = calloc(2, sizeof *c->results);
  c->results[0] = polku_simulate(f->t.a.model, f->t.a.rules, &quick, f->t.a.report);
  c->results[1] = polku_simulate(f->t.b.model, f->t.b.rules, &quick, f->t.b.report);
  assert_non_null(c->results[1]);
  f->paired[PK_OPEN_EMPLOYMENT_RATIO] = (pk_paired){.before = 0.5,
                                                    .after = 0.6,
                                                    .value = 0.1,
                                                    .low = -1.0 / 30,
                                                    .high = 7.0 / 30,
                                                    .better = 0.87};
  f->beside[1].paired = f->paired;
  c->beside = f->beside;
  c->names = calloc(2, sizeof *c->names);
  f->drawing = draw_two(&f->t, (polku_draw_options){.lang = POLKU_EN, .comparison = c});
}

static void end_found(found *f) {
  polku_drawing_free(f->drawing);
  polku_result_free(f->comparison.results[0]);
  polku_result_free(f->comparison.results[1]);
  free(f->comparison.results);
  free(f->comparison.names);
  end_two(&f->t);
}

static bool headline_begins(const pk_scene *scene, const char *text) {
  for (int i = 0; i < scene->item_count; i++)
    if (is(&scene->items[i], "headline") &&
        strncmp(scene->items[i].lines[0].text, text, strlen(text)) == 0)
      return true;
  return false;
}

static void the_difference_is_the_headline(void **state) {
  (void)state;
  found f;
  draw_found(&f, before, after);
  const pk_scene *scene = f.drawing->scene;
  assert_true(headline_begins(scene, "Difference among 30 clients: +3.0 ("));
  assert_true(headline_begins(scene, "On average the second is better with a probability of 87%."));
  assert_true(scene_says(scene, "label", "+3.0 (\u22121.0 to +7.0)"));
  expect_tidy(scene, 0);
  end_found(&f);
}

/* 17 of 64 were observed: a hollow point on a dashed interval, by Wilson 18.6 … 36.5. What is
 * computed is filled. */
static void what_was_observed_is_an_outline(void **state) {
  (void)state;
  static const char target[] = "\"groups\":{\"g\":{\"size\":30,\"start\":\"a\"}},"
                               "\"targets\":{\"seen\":{\"outcome\":\"open_employment_ratio\","
                               "\"at\":10,\"observed\":{\"value\":0.265625,\"evidence\":"
                               "{\"events\":17,\"of\":64}}}}}";
  const char *at = strstr(before, "\"groups\"");
  char *text = malloc(strlen(before) + sizeof target);
  sprintf(text, "%.*s%s", (int)(at - before), before, target);
  found f;
  draw_found(&f, text, after);
  const pk_scene *scene = f.drawing->scene;
  int hollow = 0, filled = 0, dashed = 0;
  for (int i = 0; i < scene->item_count; i++)
    if (scene->items[i].shape == PK_CIRCLE && scene->items[i].w == 9 &&
        is(&scene->items[i], "mark"))
      *(scene->items[i].fill == PK_NO_COLOUR ? &hollow : &filled) += 1;
  for (int i = 0; i < scene->edge_count; i++)
    dashed += is_class(scene->edges[i].klass, "interval") && scene->edges[i].dashed;
  assert_true(scene_says(scene, "label", "26.6 (18.6\u201336.5)"));
  assert_int_equal(hollow, 1);
  assert_int_equal(filled, 5); /* the difference; each model at the end, and at that time */
  assert_int_equal(dashed, 2);
  end_found(&f);
  free(text);
}

static void models_with_nothing_in_common_are_said_to_have_nothing(void **state) {
  (void)state;
  static const char other[] =
      "{\"format\":\"polku/1\",\"title\":{\"en\":\"Elsewhere\"},\"start_date\":\"2024-01-01\","
      "\"horizon\":10,\"stages\":{\"x\":{\"duration\":{\"fixed\":1}},\"y\":{\"final\":true}},"
      "\"transitions\":{\"x-y\":{\"from\":\"x\",\"to\":\"y\",\"share\":1}},"
      "\"groups\":{\"h\":{\"size\":3,\"start\":\"x\"}}}";
  two t = two_texts(before, other);
  polku_drawing *drawing = draw_two(&t, (polku_draw_options){.lang = POLKU_EN});
  char ids[200];
  ids_of_class(drawing->scene, "stage", ids, sizeof ids);
  assert_string_equal(ids, "stage--a|stage--b|stage--w|stage--x|stage--y");
  assert_true(scene_says(drawing->scene, "title", "Ladder \u2192 Elsewhere"));
  assert_true(scene_says(drawing->scene, "headline",
                         "The models have no stage in common: they are drawn one after the other, "
                         "first the first, then the second."));
  polku_drawing_free(drawing);
  end_two(&t);
}

static void a_second_model_is_needed(void **state) {
  (void)state;
  viewed v = view_text(before);
  char *problems = must_refuse(&v, &(polku_draw_options){.view = POLKU_VIEW_COMPARE});
  assert_non_null(strstr(problems, "E-COMPARE-OTHER"));
  free(problems);
  end_view(&v);
}

/* Who only the second has can be asked for. */
static void a_filter_may_name_what_only_one_of_them_has(void **state) {
  (void)state;
  two t = two_texts(after, before);
  t.other.model = t.b.model;
  polku_drawing *drawing =
      draw_two(&t, (polku_draw_options){.lang = POLKU_EN, .actors = "town", .roles = "organiser"});
  char ids[200];
  ids_of_class(drawing->scene, "chip", ids, sizeof ids);
  assert_string_equal(ids, "chip--town--organiser--a");
  assert_non_null(strstr(item_of(drawing->scene, "chip--town--organiser--a")->klass, " added"));
  polku_drawing_free(drawing);
  end_two(&t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_and_what_is_are_both_said),
      cmocka_unit_test(the_name_that_was_is_struck_through),
      cmocka_unit_test(the_difference_is_the_headline),
      cmocka_unit_test(what_was_observed_is_an_outline),
      cmocka_unit_test(models_with_nothing_in_common_are_said_to_have_nothing),
      cmocka_unit_test(a_second_model_is_needed),
      cmocka_unit_test(a_filter_may_name_what_only_one_of_them_has),
  };
  return RUN(tests);
}
