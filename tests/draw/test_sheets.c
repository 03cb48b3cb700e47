/* The map on paper: what a steering group takes home can be read without a glass. Laws over models
 * by lot, on the scene, with the sizes of ISO 216 sheets in points. */
#include "support/check.h"
#include "support/failing.h"
#include "support/random_model.h"

#include "draw/picture.h"

#include <stdio.h>

enum { MODELS = 60 };

/* Points between the margins that printers leave white, 20 points (7 mm) each. */
static double long_side(polku_paper paper) {
  return (paper == POLKU_A3 ? 420 : 297) * 72 / 25.4 - 40;
}

static double short_side(polku_paper paper) {
  return (paper == POLKU_A3 ? 297 : 210) * 72 / 25.4 - 40;
}

static polku_drawing *draw_by_lot(uint64_t seed, polku_paper paper) {
  char *text = random_model(seed, &(random_model_options){.stages = (int)(seed % 30)});
  polku_drawing *drawing =
      draw_text_with(text, &(polku_draw_options){.lang = (polku_lang)(seed % 3), .paper = paper});
  free(text);
  return drawing;
}

static void no_text_is_printed_smaller_than_8_points(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= MODELS; seed++)
    for (polku_paper paper = POLKU_A4; paper <= POLKU_A3; paper++) {
      polku_drawing *drawing = draw_by_lot(seed, paper);
      const pk_scene *scene = drawing->scene;
      for (int i = 0; i < scene->item_count; i++)
        for (int l = 0; l < scene->items[i].line_count; l++) {
          double size = scene->items[i].lines[l].size * long_side(paper) / scene->width;
          if (size < 8)
            fail_msg("model %d: \"%s\" is printed at %.2f points", (int)seed,
                     scene->items[i].lines[l].text, size);
        }
      polku_drawing_free(drawing);
    }
}

static int of_class(const pk_scene *scene, pk_printed page, const char *klass) {
  int count = 0;
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    count += item->klass && strcmp(item->klass, klass) == 0 && item->y >= page.y &&
             item->y + item->h <= page.y + page.height;
  }
  return count;
}

/* What lies on a page lies on it wholly; each has its title, and each or the last the legend. */
static void pages_share_out_the_picture_and_are_whole(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= MODELS; seed++) {
    polku_drawing *drawing = draw_by_lot(seed, POLKU_A4);
    const pk_scene *scene = drawing->scene;
    int end = 0, items = 0, legends = 0;
    assert_true(scene->page_count > 0);
    for (int p = 0; p < scene->page_count; p++) {
      pk_printed page = scene->pages[p];
      assert_int_equal(page.y, end);
      end = page.y + page.height;
      assert_int_equal(of_class(scene, page, "title"), 1);
      legends += of_class(scene, page, "legend") > 0;
      for (int i = 0; i < scene->item_count; i++)
        items += scene->items[i].y >= page.y && scene->items[i].y + scene->items[i].h <= end;
    }
    assert_true(legends == scene->page_count || legends == 1);
    assert_true(of_class(scene, scene->pages[scene->page_count - 1], "legend") > 0);
    assert_int_equal(end, scene->height);
    assert_int_equal(items, scene->item_count);
    polku_drawing_free(drawing);
  }
}

/* A page that fills the width of its sheet is no taller than the sheet. */
static void pages_fit_their_sheet(void **state) {
  (void)state;
  int more = 0;
  for (uint64_t seed = 1; seed <= 2 * MODELS; seed++) {
    polku_paper paper = seed % 2 ? POLKU_A3 : POLKU_A4;
    polku_drawing *drawing = draw_by_lot(seed / 2, paper);
    const pk_scene *scene = drawing->scene;
    more += scene->page_count > 1;
    for (int p = 0; p < scene->page_count; p++)
      if (scene->pages[p].height * long_side(paper) > short_side(paper) * scene->width)
        fail_msg("model %d: page %d of %d is %d high and %d wide", (int)seed, p + 1,
                 scene->page_count, scene->pages[p].height, scene->width);
    polku_drawing_free(drawing);
  }
  assert_true(more > MODELS / 4);
}

/* Numbers on small boxes lead from page to page: as many ways out as moves to stages elsewhere. */
static void moves_to_another_page_say_where_they_lead(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= MODELS; seed++) {
    char *text = random_model(seed, &(random_model_options){.stages = 16});
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_read("test.json", text, strlen(text), report);
    polku_drawing *drawing = draw_text_with(text, &(polku_draw_options){.paper = POLKU_A4});
    const pk_scene *scene = drawing->scene;
    for (int i = 0; i < scene->item_count; i++) {
      const pk_item *item = &scene->items[i];
      if (!item->klass || strcmp(item->klass, "connector") != 0)
        continue;
      char to[16];
      assert_in_range(item->transition, 1, model->transition_count);
      snprintf(to, sizeof to, "%d", model->transitions[item->transition - 1].to + 1);
      assert_string_equal(item->lines[0].text, to);
    }
    polku_drawing_free(drawing);
    polku_model_free(model);
    polku_report_free(report);
    free(text);
  }
}

static void memory_may_end_while_pages_are_laid_out(void **state) {
  (void)state;
  char *text = random_model(5, &(random_model_options){.stages = 9});
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test.json", text, strlen(text), report);
  polku_rules *rules = rules_with_rows(model, report);
  bool failed = true;
  for (long n = 1; failed; n += 3) {
    polku_report *trouble = polku_report_new();
    fail_allocation(n);
    polku_drawing *drawing =
        polku_draw(model, rules, &(polku_draw_options){.paper = POLKU_A4}, trouble);
    failed = allocation_failed();
    assert_true(failed ? !drawing && polku_report_failed(trouble) : drawing != NULL);
    polku_drawing_free(drawing);
    polku_report_free(trouble);
  }
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_text_is_printed_smaller_than_8_points),
      cmocka_unit_test(pages_share_out_the_picture_and_are_whole),
      cmocka_unit_test(pages_fit_their_sheet),
      cmocka_unit_test(moves_to_another_page_say_where_they_lead),
      cmocka_unit_test(memory_may_end_while_pages_are_laid_out),
  };
  return RUN(tests);
}
