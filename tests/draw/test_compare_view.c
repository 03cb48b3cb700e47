/* Two models in one grid: nothing lies over anything else, what is the same bears no sign, what
 * differs bears exactly one, and nothing moves because of a number. Laws over pairs by lot.
 *
 * POLKU_LONG in the environment tries a thousand pairs. */
#include "support/check.h"

#include "draw/apart.h"
#include "draw/compare_picture.h"
#include "draw/palette.h"
#include "model/differ.h"
#include "study/comparison.h"

#include <stdio.h>

static uint64_t pairs(void) {
  return (uint64_t)long_or(1000, 120);
}

static bool has_sign(const char *text) {
  return text[0] == '+' || strncmp(text, "\u2212", 3) == 0 || strncmp(text, "\u0394", 2) == 0;
}

/* ---------------------------------------------------------------------------- keeping apart */

/* A badge lies on what bears it, and on nothing else that is read. */
static void badges_hide_nothing(const pk_scene *scene, uint64_t seed) {
  for (int i = 0; i < scene->item_count; i++)
    for (int k = 0; is(&scene->items[i], "badge") && k < scene->item_count; k++) {
      const pk_item *badge = &scene->items[i], *item = &scene->items[k];
      bool read = is(item, "number") || is(item, "label") || is(item, "title") ||
                  is(item, "headline") || is(item, "connector") || is(item, "coverage");
      if (read && !apart(badge, item))
        fail_msg("pair %d: a badge at %d, %d hides %s \"%s\"", (int)seed, badge->x, badge->y,
                 item->klass, item->lines[0].text);
    }
}

typedef void on_scene(const pk_scene *scene, uint64_t seed);

static void each_pair(on_scene *look, polku_draw_options options, uint64_t count) {
  int drawn = 0;
  for (uint64_t seed = 1; seed <= count; seed++) {
    char *a, *b;
    texts_by_lot(seed, &a, &b);
    if (is_valid(b)) {
      two t = two_texts(a, b);
      options.lang = (polku_lang)(seed % 3);
      polku_drawing *drawing = draw_two(&t, options);
      look(drawing->scene, seed);
      polku_drawing_free(drawing);
      end_two(&t);
      drawn++;
    }
    free(a);
    free(b);
  }
  assert_true(drawn > (int)count * 3 / 4);
}

static void look_tidy(const pk_scene *scene, uint64_t seed) {
  expect_tidy(scene, seed);
  badges_hide_nothing(scene, seed);
}

static void nothing_overlaps_and_words_fit(void **state) {
  (void)state;
  each_pair(look_tidy, (polku_draw_options){0}, pairs());
}

static void on_paper_too(void **state) {
  (void)state;
  each_pair(look_tidy, (polku_draw_options){.paper = POLKU_A4}, pairs() / 3);
}

/* -------------------------------------------------------------------------------- the same */

static void nothing_differs_from_itself(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 60; seed++) {
    char *text = random_model(seed, NULL);
    two t = two_texts(text, text);
    polku_drawing *drawing = draw_two(&t, (polku_draw_options){.lang = POLKU_EN});
    const pk_scene *scene = drawing->scene;
    for (int i = 0; i < scene->item_count; i++) {
      const pk_item *item = &scene->items[i];
      if (is(item, "badge") || is(item, "strike"))
        fail_msg("model %d: a %s where nothing differs", (int)seed, item->klass);
      if (is(item, "number"))
        assert_false(has_sign(item->lines[0].text));
      if (is(item, "stage") || (is(item, "chip") && item->id))
        assert_non_null(strstr(item->klass, " same"));
      for (int k = 0; (is(item, "stage") || is(item, "chip")) && k < item->line_count; k++)
        assert_int_equal(item->lines[k].colour, PK_SOFT_INK);
    }
    assert_true(scene_says(scene, "headline",
                           "The picture shows no differences: in this the models are alike."));
    polku_drawing_free(drawing);
    end_two(&t);
    free(text);
  }
}

/* --------------------------------------------------------------------------------- stillness */

static bool is_place(const pk_item *item) {
  return item->id && (is(item, "stage") || is(item, "chip") || is(item, "member"));
}

static void expect_same_place(const pk_item *a, const pk_item *b, uint64_t seed) {
  if (!b)
    fail_msg("model %d: %s is gone", (int)seed, a->id);
  if (a->x != b->x || a->y != b->y || a->w != b->w || a->h != b->h)
    fail_msg("model %d: %s moved from %d, %d (%d by %d) to %d, %d (%d by %d)", (int)seed, a->id,
             a->x, a->y, a->w, a->h, b->x, b->y, b->w, b->h);
}

/* Other numbers of the path, of places and of clients. */
static bool change_numbers(json_t *model) {
  json_t *stages = json_object_get(model, "stages"), *stage, *actor, *role;
  const char *key, *who, *what;
  bool any = false;
  json_object_foreach(stages, key, stage) {
    if (json_object_get(stage, "duration") &&
        json_object_get(json_object_get(stage, "duration"), "fixed"))
      any = json_object_set_new(stage, "duration", json_pack("{s:i}", "fixed", 3)) == 0;
    json_object_foreach(json_object_get(stage, "actors"), who, actor)
        json_object_foreach(actor, what, role) if (json_is_number(json_object_get(role, "clients")))
            any = json_object_set_new(role, "clients", json_integer(7)) == 0;
  }
  return any;
}

/* A crowd is told closer, and grows. */
static bool has_crowd(const pk_scene *scene) {
  for (int i = 0; i < scene->item_count; i++)
    if (is(&scene->items[i], "member"))
      return true;
  return false;
}

static void a_number_that_changes_moves_nothing(void **state) {
  (void)state;
  int tried = 0;
  for (uint64_t seed = 1; seed <= pairs() * 2; seed++) {
    char *text = random_model(seed, &(random_model_options){.without = RANDOM_SCENARIOS});
    json_t *model = json_loads(text, 0, NULL);
    bool changed = change_numbers(model);
    char *after = json_dumps(model, 0);
    json_decref(model);
    if (changed && is_valid(after)) {
      two same = two_texts(text, text), t = two_texts(text, after);
      polku_drawing *a = draw_two(&same, (polku_draw_options){0});
      polku_drawing *b = draw_two(&t, (polku_draw_options){0});
      for (int i = 0; !has_crowd(a->scene) && i < a->scene->item_count; i++)
        if (is_place(&a->scene->items[i]))
          expect_same_place(&a->scene->items[i], item_of(b->scene, a->scene->items[i].id), seed);
      tried += !has_crowd(a->scene);
      polku_drawing_free(a);
      polku_drawing_free(b);
      end_two(&same);
      end_two(&t);
    }
    free(after);
    free(text);
  }
  assert_true(tried > 20);
}

/* Columns of the first model keep their order; a stage that only the second has stands behind its
 * predecessor. */
static void the_first_models_order_is_kept(void **state) {
  (void)state;
  static const char a[] = "{\"format\":\"polku/1\",\"start_date\":\"2024-01-01\",\"horizon\":6,"
                          "\"stages\":{\"one\":{\"final\":true},\"two\":{\"final\":true},"
                          "\"three\":{\"final\":true}},"
                          "\"groups\":{\"g\":{\"size\":1,\"start\":\"one\"}}}";
  static const char b[] = "{\"format\":\"polku/1\",\"start_date\":\"2024-01-01\",\"horizon\":6,"
                          "\"stages\":{\"zero\":{\"final\":true},\"three\":{\"final\":true},"
                          "\"four\":{\"final\":true},\"five\":{\"final\":true},"
                          "\"one\":{\"final\":true}},"
                          "\"groups\":{\"g\":{\"size\":1,\"start\":\"one\"}}}";
  two t = two_texts(a, b);
  polku_drawing *drawing = draw_two(&t, (polku_draw_options){0});
  char ids[200];
  ids_of_class(drawing->scene, "stage", ids, sizeof ids);
  assert_string_equal(ids,
                      "stage--zero|stage--one|stage--two|stage--three|stage--four|stage--five");
  polku_drawing_free(drawing);
  end_two(&t);
}

static void same_models_same_bytes(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 30; seed++) {
    char *a, *b;
    texts_by_lot(seed, &a, &b);
    pk_text bytes[2] = {PK_TEXT_EMPTY, PK_TEXT_EMPTY};
    for (int i = 0; i < 2 && is_valid(b); i++) {
      two t = two_texts(a, b);
      polku_drawing *drawing = draw_two(&t, (polku_draw_options){0});
      pk_scene_write(drawing->scene, &bytes[i]);
      polku_drawing_free(drawing);
      end_two(&t);
    }
    assert_int_equal(bytes[0].length, bytes[1].length);
    assert_true(bytes[0].length == 0 || memcmp(bytes[0].data, bytes[1].data, bytes[0].length) == 0);
    pk_text_free(&bytes[0]);
    pk_text_free(&bytes[1]);
    free(a);
    free(b);
  }
}

/* ---------------------------------------------------------------------------- exactly one mark */

/* Signs that a place bears: badges within it or on its corner. */
static int badges_at(const pk_scene *scene, const pk_item *item) {
  int count = 0;
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *badge = &scene->items[i];
    int x = badge->x + badge->w / 2, y = badge->y + badge->h / 2;
    count += is(badge, "badge") && badge->transition == 0 && x >= item->x &&
             x <= item->x + item->w && y >= item->y && y <= item->y + item->h;
  }
  return count;
}

static int signs_of_arrow(const pk_scene *scene, int transition) {
  int count = 0;
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    count += item->transition == transition &&
             (is(item, "badge") || (is(item, "number") && has_sign(item->lines[0].text)));
  }
  return count;
}

/* The classes of an arrow's drawing say what becomes of it; so does its sign. */
static void look_marked(const pk_scene *scene, uint64_t seed) {
  for (int i = 0; i < scene->item_count; i++) {
    const pk_item *item = &scene->items[i];
    bool stage = is(item, "stage"), chip = is(item, "chip") && item->id && item->name;
    if (!stage && !chip)
      continue;
    bool differs = !strstr(item->klass, " same");
    int badges = badges_at(scene, item);
    bool gap = is(item, "chip gap") && strstr(item->klass, " removed"); /* may be answered */
    if (badges != differs && !(gap && badges == 0))
      fail_msg("pair %d: %s (%s) bears %d signs", (int)seed, item->id, item->klass, badges);
  }
  for (int i = 0; i < scene->edge_count; i++) {
    const pk_edge *edge = &scene->edges[i];
    if (edge->transition == 0 || strncmp(edge->klass, "move", 4) != 0)
      continue;
    bool differs = !strstr(edge->klass, " same");
    assert_int_equal(signs_of_arrow(scene, edge->transition), differs ? 1 : 0);
  }
}

static void what_differs_bears_one_sign(void **state) {
  (void)state;
  each_pair(look_marked, (polku_draw_options){0}, pairs());
}

/* Whether the place of a stage, or one of an actor's chips, bears a sign. */
static bool is_marked(const pk_scene *scene, const char *id) {
  const pk_item *item = item_of(scene, id);
  return item && badges_at(scene, item) == 1;
}

/* Each stage that the models differ in, by the list of their differences. */
static void every_stage_that_is_listed_is_marked(void **state) {
  (void)state;
  int listed = 0;
  for (uint64_t seed = 1; seed <= pairs(); seed++) {
    char *a, *b, id[300];
    texts_by_lot(seed, &a, &b);
    if (is_valid(b)) {
      two t = two_texts(a, b);
      polku_drawing *drawing = draw_two(&t, (polku_draw_options){0});
      pk_model_changes *changes = pk_model_changes_new(t.a.model, t.b.model, t.a.report);
      for (int i = 0; i < changes->count; i++) {
        const pk_model_change *change = &changes->at[i];
        bool own = strncmp(change->field, "actors", 6) != 0 && change->weight > POLKU_CHANGE_INFO;
        if (strcmp(change->section, "stages") != 0 || !own || strpbrk(change->id, ".~/ "))
          continue;
        snprintf(id, sizeof id, "stage--%s", change->id);
        if (item_of(drawing->scene, id) && !is_marked(drawing->scene, id))
          fail_msg("pair %d: %s differs in \"%s\" and bears no sign", (int)seed, id, change->field);
        listed += item_of(drawing->scene, id) != NULL;
      }
      pk_model_changes_free(changes);
      polku_drawing_free(drawing);
      end_two(&t);
    }
    free(a);
    free(b);
  }
  assert_true(listed > 50);
}

/* ----------------------------------------------------------------------------------- its twin */

/* The n-th field of a line of CSV, without its quotes. */
static void field_of(const char *line, int n, char *field, size_t room) {
  bool quoted = false;
  size_t length = 0;
  for (; *line && (quoted || *line != '\r') && n >= 0; line++) {
    if (*line == '"')
      quoted = !quoted;
    else if (*line == ',' && !quoted)
      n--;
    else if (n == 0 && length + 1 < room)
      field[length++] = *line;
  }
  field[length] = '\0';
}

/* What the CSV says of a transition or a support: "" where it has none, "same" only where all its
 * rows say so. */
static void fate_of(const char *csv, const char *id, char *fate, size_t room) {
  char own[300], found[20];
  *fate = '\0';
  for (const char *line = csv; line && *line; line = strchr(line, '\n')) {
    line += *line == '\n';
    field_of(line, 14, own, sizeof own);
    field_of(line, 1, found, sizeof found);
    if (strcmp(own, id) == 0 && (!*fate || strcmp(found, "same") != 0))
      snprintf(fate, room, "%s", found);
  }
}

/* Each transition and support that is listed as changed, new or gone, is told so; and what is told
 * so is listed. */
static void the_twin_tells_what_is_listed(void **state) {
  (void)state;
  static const char *const sections[] = {"transitions", "supports"};
  int listed = 0;
  for (uint64_t seed = 1; seed <= pairs(); seed++) {
    char *a, *b, fate[20];
    texts_by_lot(seed, &a, &b);
    if (is_valid(b)) {
      two t = two_texts(a, b);
      char *csv = polku_twin(t.a.model, t.a.rules,
                             &(polku_draw_options){.view = POLKU_VIEW_COMPARE, .other = &t.other},
                             POLKU_TWIN_CSV, t.a.report);
      assert_non_null(csv);
      pk_model_changes *changes = pk_model_changes_new(t.a.model, t.b.model, t.a.report);
      for (int i = 0; i < changes->count; i++) {
        const pk_model_change *change = &changes->at[i];
        bool drawn =
            strcmp(change->section, sections[0]) == 0 || strcmp(change->section, sections[1]) == 0;
        if (!drawn || change->form == PK_PART_MOVED || change->weight <= POLKU_CHANGE_INFO)
          continue;
        fate_of(csv, change->id, fate, sizeof fate);
        if (strcmp(fate, "same") == 0)
          fail_msg("pair %d: %s %s differs in \"%s\" and is told as the same", (int)seed,
                   change->section, change->id, change->field);
        listed += *fate != '\0';
      }
      pk_model_changes_free(changes);
      free(csv);
      end_two(&t);
    }
    free(a);
    free(b);
  }
  assert_true(listed > 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_overlaps_and_words_fit),
      cmocka_unit_test(on_paper_too),
      cmocka_unit_test(nothing_differs_from_itself),
      cmocka_unit_test(a_number_that_changes_moves_nothing),
      cmocka_unit_test(the_first_models_order_is_kept),
      cmocka_unit_test(same_models_same_bytes),
      cmocka_unit_test(what_differs_bears_one_sign),
      cmocka_unit_test(every_stage_that_is_listed_is_marked),
      cmocka_unit_test(the_twin_tells_what_is_listed),
  };
  return RUN(tests);
}
