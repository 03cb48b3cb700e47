/* Filters: who is left out is gone, nothing else moves, the picture says so, and numbers of one
 * group are that group's alone. */
#include "support/check.h"
#include "support/random_model.h"

#include "draw/view.h"
#include "model/model.h"

static void only_the_named_roles_are_left(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  char all[1024];
  polku_drawing *d = must_draw(&v, &(polku_draw_options){.roles = "employer"});
  ids_of_class(d->scene, "chip", all, sizeof all);
  assert_string_equal(all, "chip--village-associations--employer--association|"
                           "chip--neuvokas--employer--association|"
                           "chip--companies--employer--company|chip--employers--employer--work");
  assert_true(scene_says(d->scene, "headline", "Vain rooli: Työllistää"));
  polku_drawing_free(d);
  end_view(&v);
}

static void a_row_may_stand_for_its_roles_and_gaps(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  char all[1024];
  polku_drawing *d = must_draw(&v, &(polku_draw_options){.roles = "coaching, referral"});
  ids_of_class(d->scene, "chip", all, sizeof all);
  assert_string_equal(all, "chip--jokos--referrer--start|gap--coaching--rehab");
  assert_true(scene_says(d->scene, "headline", "Vain roolit: Ohjaa asiakkaita, Valmentaa"));
  polku_drawing_free(d);
  end_view(&v);
}

static void filters_narrow_each_other(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  char all[1024];
  polku_drawing *d = must_draw(&v, &(polku_draw_options){.lang = POLKU_SV,
                                                         .sectors = "private,public",
                                                         .actors = "companies,neuvokas,jokos"});
  ids_of_class(d->scene, "chip", all, sizeof all);
  assert_string_equal(all, "chip--companies--employer--company");
  polku_drawing_free(d);
  end_view(&v);
}

static void a_filtered_picture_counts_no_coverage_and_calls_no_cell_empty(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  polku_drawing *whole = must_draw(&v, &(polku_draw_options){.lang = POLKU_EN});
  polku_drawing *part =
      must_draw(&v, &(polku_draw_options){.lang = POLKU_EN, .actors = "neuvokas"});
  static const char why[] =
      "Actors are left out of this picture: an empty cell does not mean a gap.";
  assert_true(scene_says(whole->scene, "coverage", "3 / 5"));
  assert_false(scene_says(whole->scene, "legend", why));
  assert_true(scene_says(part->scene, "legend", why));
  assert_true(scene_says(part->scene, "headline", "Only the actor: Rovaniemen Neuvokas"));
  for (int i = 0; i < part->scene->item_count; i++)
    assert_string_not_equal(part->scene->items[i].klass ? part->scene->items[i].klass : "",
                            "coverage");
  polku_drawing_free(whole);
  polku_drawing_free(part);
  end_view(&v);
}

static void a_sector_that_is_left_out_has_no_band(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  polku_drawing *d = must_draw(&v, &(polku_draw_options){.lang = POLKU_EN, .sectors = "public"});
  assert_false(scene_says(d->scene, "label", "The third sector role by role"));
  assert_false(scene_says(d->scene, "legend", "third-sector actor and role"));
  assert_true(scene_says(d->scene, "legend", "public"));
  assert_true(scene_says(d->scene, "label", "Public"));
  assert_false(scene_says(d->scene, "label", "Private"));
  polku_drawing_free(d);
  d = must_draw(&v, &(polku_draw_options){.lang = POLKU_EN, .gaps_only = true});
  assert_true(scene_says(d->scene, "label", "The third sector role by role"));
  assert_false(scene_says(d->scene, "label", "Public"));
  polku_drawing_free(d);
  end_view(&v);
}

/* ------------------------------------------------------------------------------------ gaps */

/* A gap in a row: rows of roles follow from their names (rules_with_rows), so the gap asks about
 * the row of the role. */
static void gaps_only_keeps_gaps_and_who_answers_them(void **state) {
  (void)state;
  static const char *const rows[] = {"experience", "referral", "employment", "coaching", "support"};
  static const char format[] =
      "{\"format\":\"polku/1\",\"title\":{\"en\":\"Gaps\"},\"start_date\":\"2024-01-01\","
      "\"horizon\":5,\"actors\":{\"ours\":{\"sector\":\"third\"},\"town\":{\"sector\":\"public\"}},"
      "\"stages\":{\"a\":{\"duration\":{\"fixed\":1},\"actors\":{\"ours\":{\"%s\":{}}}},"
      "\"b\":{\"duration\":{\"fixed\":1},\"actors\":{\"ours\":{\"%s\":{}},\"town\":{\"%s\":{}}}},"
      "\"c\":{\"final\":true}},"
      "\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":1},"
      "\"b-c\":{\"from\":\"b\",\"to\":\"c\",\"share\":1}},"
      "\"groups\":{\"g\":{\"size\":10,\"start\":\"a\"}},"
      "\"gaps\":{\"one\":{\"stages\":{\"b\":{}},\"row\":\"%s\",\"question\":{\"en\":\"Who?\"}},"
      "\"two\":{\"stages\":{\"a\":{}},\"row\":\"%s\",\"question\":{\"en\":\"And who?\"}}}}";
  static const char *const roles[] = {"helps", "hires", "trains", "guides", "hosts", "knows"};
  int tried = 0;
  for (size_t r = 0; r < sizeof roles / sizeof roles[0]; r++) {
    unsigned row = (unsigned)(pk_hash(roles[r]) % 6);
    char text[2048], all[256];
    if (row >= 5)
      continue;
    const char *other = roles[r], *open = rows[(row + 1) % 5];
    snprintf(text, sizeof text, format, other, other, other, rows[row], open);
    viewed v = view_text(text);
    polku_drawing *d = must_draw(&v, &(polku_draw_options){.gaps_only = true});
    ids_of_class(d->scene, "chip", all, sizeof all);
    char first[64], second[128];
    snprintf(first, sizeof first, "chip--ours--%s--a", roles[r]); /* spans a and b, asked at b */
    snprintf(second, sizeof second, "gap--two--a");
    assert_non_null(strstr(all, first));
    assert_non_null(strstr(all, second));
    assert_null(strstr(all, "town"));
    assert_null(strstr(all, "gap--one"));
    polku_drawing_free(d);
    end_view(&v);
    tried++;
  }
  assert_true(tried > 0);
}

/* ------------------------------------------------------------------------------- stillness */

static void check_still(viewed *v, const polku_draw_options *options) {
  polku_drawing *whole = must_draw(v, &(polku_draw_options){0});
  polku_drawing *part = must_draw(v, options);
  for (int s = 0; s < v->model->stage_count; s++) {
    char id[128];
    snprintf(id, sizeof id, "stage--%s", v->model->stages[s].id);
    const pk_item *a = item_of(whole->scene, id), *b = item_of(part->scene, id);
    if (!a || !b)
      continue; /* an id with letters that SVG does not take */
    assert_int_equal(a->x, b->x);
    assert_int_equal(a->w, b->w);
    assert_int_equal(a->h, b->h);
  }
  for (int i = 0; i < part->scene->item_count; i++) {
    const pk_item *chip = &part->scene->items[i];
    if (!chip->id || !chip->klass || strncmp(chip->klass, "chip", 4) != 0)
      continue;
    const pk_item *before = item_of(whole->scene, chip->id);
    assert_true(!before || (before->x == chip->x && before->w == chip->w));
  }
  polku_drawing_free(whole);
  polku_drawing_free(part);
}

static void no_column_moves(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    char *text = random_model(seed, NULL);
    viewed v = view_text(text);
    check_still(&v, &(polku_draw_options){.gaps_only = true});
    check_still(&v, &(polku_draw_options){.sectors = "public, education"});
    if (v.model->actor_count > 0)
      check_still(&v, &(polku_draw_options){.actors = v.model->actors[0].id});
    end_view(&v);
    free(text);
  }
}

/* -------------------------------------------------------------------------------- problems */

static void what_is_not_known_is_said_all_at_once(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  char *text = must_refuse(&v, &(polku_draw_options){.sectors = "third,thrid",
                                                     .roles = "emploer",
                                                     .actors = "neuvoksa",
                                                     .group = "everyone"});
  static const char *const says[] = {
      "E-FILTER-UNKNOWN: what the picture is limited to: the sector \"thrid\" is not known",
      "did you mean \"third\"?",
      "the role \"emploer\" is not known",
      "did you mean \"employer\"?",
      "the actor \"neuvoksa\" is not known",
      "did you mean \"neuvokas\"?",
      "the group \"everyone\" is not known",
      "these are known: coachees"};
  for (size_t i = 0; i < sizeof says / sizeof says[0]; i++)
    if (!strstr(text, says[i]))
      fail_msg("it does not say \"%s\":\n%s", says[i], text);
  free(text);
  end_view(&v);
}

/* ---------------------------------------------------------------------------------- a group */

/* Of `many` a quarter goes on to work, of `few` all go straight there: 100 and 20 people. */
static const char two_groups[] =
    "{\"format\":\"polku/1\",\"title\":{\"en\":\"Two\"},\"start_date\":\"2024-01-01\","
    "\"horizon\":5,\"stages\":{\"a\":{\"duration\":{\"fixed\":1}},"
    "\"d\":{\"duration\":{\"fixed\":2}},"
    "\"b\":{\"final\":true,\"open\":true,\"employed\":true},\"c\":{\"final\":true}},"
    "\"transitions\":{\"a-b\":{\"from\":\"a\",\"to\":\"b\",\"share\":0.25},"
    "\"a-c\":{\"from\":\"a\",\"to\":\"c\",\"share\":\"rest\"},"
    "\"d-b\":{\"from\":\"d\",\"to\":\"b\",\"share\":1}},"
    "\"groups\":{\"many\":{\"size\":100,\"start\":\"a\"},"
    "\"few\":{\"size\":20,\"start\":\"d\",\"name\":{\"en\":\"The few\"}}}}";

static bool says_begin(const pk_scene *scene, const char *begin) {
  for (int i = 0; i < scene->item_count; i++)
    for (int k = 0; k < scene->items[i].line_count; k++)
      if (strncmp(scene->items[i].lines[k].text, begin, strlen(begin)) == 0)
        return true;
  return false;
}

static void numbers_are_those_of_one_group(void **state) {
  (void)state;
  viewed v = view_text(two_groups);
  polku_result *result = polku_simulate(v.model, v.rules, NULL, v.report);
  polku_draw_options options = {.lang = POLKU_EN, .result = result};
  assert_non_null(result);
  polku_drawing *all = must_draw(&v, &options);
  options.group = "few";
  polku_drawing *few = must_draw(&v, &options);
  assert_true(scene_says(all->scene, "label", "120 start"));
  assert_true(scene_says(few->scene, "label", "20 start"));
  assert_true(scene_says(few->scene, "headline", "Numbers only of the group The few"));
  assert_true(scene_says(all->scene, "number", "25"));  /* a-b */
  assert_false(scene_says(few->scene, "number", "25")); /* none of them goes there */
  assert_true(scene_says(few->scene, "number", "20"));  /* d-b */
  assert_true(scene_says(all->scene, "stage final", "45 at the end"));
  assert_true(scene_says(few->scene, "stage final", "20 at the end"));
  assert_true(says_begin(few->scene, "Find work (5\u00a0mo.): 100%"));
  assert_true(says_begin(all->scene, "Find work (5\u00a0mo.): 38%")); /* 45 of 120 */
  polku_drawing_free(all);
  polku_drawing_free(few);
  polku_result_free(result);
  end_view(&v);
}

static void the_twin_is_filtered_too(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  polku_draw_options options = {.lang = POLKU_EN, .actors = "neuvokas"};
  for (int form = POLKU_TWIN_TEXT; form <= POLKU_TWIN_CSV; form++) {
    char *twin = polku_twin(v.model, v.rules, &options, (polku_twin_form)form, v.report);
    assert_non_null(twin);
    assert_non_null(strstr(twin, "Rovaniemen Neuvokas"));
    assert_null(strstr(twin, "Lapin Muistiyhdistys"));
    if (form != POLKU_TWIN_CSV)
      assert_non_null(strstr(twin, "Only the actor: Rovaniemen Neuvokas"));
    free(twin);
  }
  end_view(&v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_the_named_roles_are_left),
      cmocka_unit_test(a_row_may_stand_for_its_roles_and_gaps),
      cmocka_unit_test(filters_narrow_each_other),
      cmocka_unit_test(a_filtered_picture_counts_no_coverage_and_calls_no_cell_empty),
      cmocka_unit_test(a_sector_that_is_left_out_has_no_band),
      cmocka_unit_test(gaps_only_keeps_gaps_and_who_answers_them),
      cmocka_unit_test(no_column_moves),
      cmocka_unit_test(what_is_not_known_is_said_all_at_once),
      cmocka_unit_test(numbers_are_those_of_one_group),
      cmocka_unit_test(the_twin_is_filtered_too),
  };
  return RUN(tests);
}
