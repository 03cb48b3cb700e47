/* Colours: every text and every mark of every picture stands out from what lies under it, in each
 * theme, muted or not (WCAG 2.x: 4.5 : 1 and 3 : 1); and in print what differs on a screen differs
 * too. */
#include "support/check.h"
#include "support/random_model.h"

#include "draw/compare_picture.h"
#include "draw/palette.h"
#include "draw/theme.h"
#include "draw/view.h"

#include <math.h>

enum { MODELS = 40 };

/* Relative luminance and contrast as WCAG 2.x defines them. */
static double linear(int channel) {
  double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(int colour) {
  return 0.2126 * linear(colour >> 16 & 255) + 0.7152 * linear(colour >> 8 & 255) +
         0.0722 * linear(colour & 255);
}

static double contrast(int one, int other) {
  double a = luminance(one), b = luminance(other);
  return (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
}

static void contrast_is_that_of_the_standard(void **state) {
  (void)state;
  assert_float_equal(contrast(0x000000, 0xffffff), 21, 1e-9);
  assert_float_equal(contrast(0x777777, 0xffffff), 4.48, 0.005); /* just fails, 767676 passes */
  assert_float_equal(contrast(0x767676, 0xffffff), 4.54, 0.005);
}

/* ---------------------------------------------------------------------- what lies under what */

static bool inside(const pk_item *box, double x, double y) {
  return x >= box->x && x <= box->x + box->w && y >= box->y && y <= box->y + box->h;
}

/* The colour under a place: of the last of the first `count` items that is filled there. */
static int under(const pk_scene *scene, int count, double x, double y) {
  for (int i = count; i-- > 0;)
    if (scene->items[i].fill != PK_NO_COLOUR && scene->items[i].shape <= PK_ROUNDED &&
        inside(&scene->items[i], x, y))
      return scene->items[i].fill;
  return scene->ground;
}

static bool of_class(const char *klass, const char *begin) {
  return klass && strncmp(klass, begin, strlen(begin)) == 0;
}

static void say(const pk_scene *scene, const char *what, const char *klass, int one, int other) {
  print_error("%s: %s (%s): #%06x on #%06x is %.2f\n", scene->title, what, klass ? klass : "",
              (unsigned)one, (unsigned)other, contrast(one, other));
}

static int weak_text(const pk_scene *scene, int i) {
  const pk_item *item = &scene->items[i];
  int weak = 0;
  int ground = item->fill != PK_NO_COLOUR && item->shape != PK_TEXT_ONLY
                   ? item->fill
                   : under(scene, i, item->x + item->w / 2.0, item->y + item->h / 2.0);
  for (int k = 0; k < item->line_count; k++)
    if (*item->lines[k].text && contrast(item->lines[k].colour, ground) < 4.5) {
      say(scene, item->lines[k].text, item->klass, item->lines[k].colour, ground);
      weak++;
    }
  return weak;
}

/* A mark is seen by its filling or by its frame. */
static int weak_mark(const pk_scene *scene, int i) {
  const pk_item *item = &scene->items[i];
  if (!of_class(item->klass, "mark") && !of_class(item->klass, "chip") &&
      !of_class(item->klass, "badge") && !of_class(item->klass, "stage") &&
      !of_class(item->klass, "connector"))
    return 0;
  int ground = under(scene, i, item->x + item->w / 2.0, item->y + item->h / 2.0);
  double fill = item->fill == PK_NO_COLOUR ? 1 : contrast(item->fill, ground);
  double frame = item->stroke == PK_NO_COLOUR ? 1 : contrast(item->stroke, ground);
  if (fmax(fill, frame) >= 3)
    return 0;
  say(scene, "a mark", item->klass, item->stroke, ground);
  return 1;
}

static int weak_edge(const pk_scene *scene, const pk_edge *edge) {
  int ground = scene->ground;
  for (int i = 0; i < scene->item_count; i++)
    if (of_class(scene->items[i].klass, "band") && inside(&scene->items[i], edge->x[0], edge->y[0]))
      ground = scene->items[i].fill;
  if (contrast(edge->colour, ground) >= 3)
    return 0;
  say(scene, "an arrow", edge->klass, edge->colour, ground);
  return 1;
}

static int weak_in(const pk_scene *scene) {
  int weak = 0;
  for (int i = 0; i < scene->item_count; i++)
    weak += weak_text(scene, i) + weak_mark(scene, i);
  for (int i = 0; i < scene->edge_count; i++)
    weak += weak_edge(scene, &scene->edges[i]);
  return weak;
}

/* -------------------------------------------------------------------------------- pictures */

/* Each view of many models in each theme. */
typedef void see(void *context, const pk_scene *scene, polku_theme theme);

static void see_view(viewed *v, polku_draw_options options, see *look, void *context) {
  for (int theme = POLKU_THEME_LIGHT; theme <= POLKU_THEME_GREY; theme++) {
    options.theme = (polku_theme)theme;
    polku_drawing *drawing = must_draw(v, &options);
    look(context, drawing->scene, options.theme);
    polku_drawing_free(drawing);
  }
}

static void see_model(viewed *v, polku_renderer *renderer, see *look, void *context) {
  see_view(v, (polku_draw_options){.lang = POLKU_EN}, look, context);
  see_view(v, (polku_draw_options){.view = POLKU_VIEW_NETWORK, .renderer = renderer}, look,
           context);
  if (v->model->path_count > 0)
    see_view(v,
             (polku_draw_options){
                 .view = POLKU_VIEW_PATH, .path = v->model->paths[0].id, .paper = POLKU_A4},
             look, context);
}

/* Two models in one grid: everything that can become of a thing is there. */
static void see_two(uint64_t seed, see *look, void *context) {
  char *a, *b;
  texts_by_lot(seed, &a, &b);
  if (is_valid(b)) {
    two t = two_texts(a, b);
    see_view(&t.a,
             (polku_draw_options){.view = POLKU_VIEW_COMPARE,
                                  .other = &t.other,
                                  .paper = seed % 2 ? POLKU_SCREEN : POLKU_A4},
             look, context);
    end_two(&t);
  }
  free(a);
  free(b);
}

static void see_all(see *look, void *context) {
  polku_report *report = polku_report_new();
  polku_renderer *renderer = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  assert_non_null(renderer);
  for (uint64_t seed = 1; seed <= MODELS; seed++) {
    char *text = random_model(seed, NULL);
    viewed v = view_text(text);
    see_model(&v, renderer, look, context);
    end_view(&v);
    free(text);
    see_two(seed, look, context);
  }
  viewed rovaniemi = view_rovaniemi();
  see_model(&rovaniemi, renderer, look, context);
  polku_result *result = polku_simulate(rovaniemi.model, rovaniemi.rules, NULL, rovaniemi.report);
  assert_non_null(result);
  see_view(&rovaniemi, (polku_draw_options){.result = result, .view = POLKU_VIEW_PATH}, look,
           context);
  polku_result_free(result);
  end_view(&rovaniemi);
  polku_renderer_free(renderer);
  polku_report_free(report);
}

static void look_for_weak(void *context, const pk_scene *scene, polku_theme theme) {
  (void)theme;
  *(int *)context += weak_in(scene);
}

static void text_and_marks_stand_out_in_every_theme(void **state) {
  (void)state;
  int weak = 0;
  see_all(look_for_weak, &weak);
  assert_int_equal(weak, 0);
}

static int unknown_colour(int colour, const char *klass) {
  if (colour == PK_NO_COLOUR || pk_theme_colour(POLKU_THEME_DARK, colour) != PK_NO_COLOUR)
    return 0;
  print_error("#%06x (%s) is in no theme\n", (unsigned)colour, klass ? klass : "");
  return 1;
}

static void look_for_unknown(void *context, const pk_scene *scene, polku_theme theme) {
  int *unknown = context;
  for (int i = 0; theme == POLKU_THEME_LIGHT && i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    *unknown += unknown_colour(item->fill, item->klass) + unknown_colour(item->stroke, item->klass);
    for (int k = 0; k < item->line_count; k++)
      *unknown += unknown_colour(item->lines[k].colour, item->klass);
  }
  for (int i = 0; theme == POLKU_THEME_LIGHT && i < scene->edge_count; i++)
    *unknown += unknown_colour(scene->edges[i].colour, scene->edges[i].klass);
}

static void every_colour_of_a_picture_is_in_the_table(void **state) {
  (void)state;
  int unknown = 0;
  see_all(look_for_unknown, &unknown);
  assert_int_equal(unknown, 0);
}

/* ------------------------------------------------------------------------------------ print */

static int grey(int colour) {
  return pk_theme_colour(POLKU_THEME_GREY, colour);
}

static void grey_has_no_colour(void **state) {
  (void)state;
  static const int all[] = {PK_INK,       PK_SOFT_INK,  PK_PAPER, PK_FRAME,     PK_STAGE,
                            PK_MOVE,      PK_RETURN,    PK_TEAL,  PK_TEAL_TINT, PK_TEAL_LINE,
                            PK_GREY_BOX,  PK_GREY_LINE, PK_GAP,   PK_FULL,      PK_MUTED_INK,
                            PK_MUTED_BOX, PK_MUTED_LINE};
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
    assert_int_equal(grey(all[i]), (grey(all[i]) & 255) * 0x010101);
}

static void in_print_stages_and_associations_differ(void **state) {
  (void)state;
  assert_true(contrast(PK_STAGE, PK_TEAL) < 2); /* by lightness alone they would not */
  assert_true(contrast(grey(PK_STAGE), grey(PK_TEAL)) >= 3);
  assert_true(contrast(grey(PK_FULL), grey(PK_STAGE)) >= 3); /* a bottleneck's bar on its stage */
}

static void what_is_muted_is_paler_in_print_too(void **state) {
  (void)state;
  assert_true(contrast(grey(PK_MUTED_INK), grey(PK_PAPER)) * 1.5 <
              contrast(grey(PK_SOFT_INK), grey(PK_PAPER)));
  assert_true(contrast(grey(PK_MUTED_LINE), grey(PK_PAPER)) * 3 <
              contrast(grey(PK_STAGE), grey(PK_PAPER)));
  assert_true(contrast(grey(PK_MUTED_BOX), grey(PK_PAPER)) < 1.2);
}

/* -------------------------------------------------------------------------------- stillness */

static void a_theme_moves_nothing(void **state) {
  (void)state;
  viewed v = view_rovaniemi();
  polku_drawing *light = must_draw(&v, &(polku_draw_options){.lang = POLKU_SV});
  polku_drawing *dark =
      must_draw(&v, &(polku_draw_options){.lang = POLKU_SV, .theme = POLKU_THEME_DARK});
  const pk_scene *a = light->scene, *b = dark->scene;
  assert_int_equal(a->width, b->width);
  assert_int_equal(a->height, b->height);
  assert_int_equal(a->item_count, b->item_count);
  for (int i = 0; i < a->item_count; i++) {
    assert_int_equal(a->items[i].x, b->items[i].x);
    assert_int_equal(a->items[i].y, b->items[i].y);
    assert_int_equal(a->items[i].line_count, b->items[i].line_count);
    for (int k = 0; k < a->items[i].line_count; k++)
      assert_string_equal(a->items[i].lines[k].text, b->items[i].lines[k].text);
  }
  assert_true(luminance(a->ground) > 0.9 && luminance(b->ground) < 0.05);
  polku_drawing_free(light);
  polku_drawing_free(dark);
  end_view(&v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(contrast_is_that_of_the_standard),
      cmocka_unit_test(text_and_marks_stand_out_in_every_theme),
      cmocka_unit_test(every_colour_of_a_picture_is_in_the_table),
      cmocka_unit_test(grey_has_no_colour),
      cmocka_unit_test(in_print_stages_and_associations_differ),
      cmocka_unit_test(what_is_muted_is_paler_in_print_too),
      cmocka_unit_test(a_theme_moves_nothing),
  };
  return RUN(tests);
}
