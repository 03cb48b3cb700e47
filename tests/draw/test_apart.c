/* Nothing lies over anything else, however much there is: maps of up to sixty stages, two hundred
 * transitions, twelve actors in a cell, names of two hundred letters without a space. */
#include "support/check.h"

#include "base/random.h"
#include "base/text.h"
#include "draw/apart.h"
#include "draw/picture.h"

#include <stdio.h>

typedef pk_stream lot;

static int among(lot *l, int n) {
  return (int)pk_stream_below(l, (uint32_t)n);
}

/* Names as people write them, and as nobody should. */
static void add_name(lot *l, pk_text *out) {
  static const char *const words[] = {"Työ",
                                      "Kuntouttava työtoiminta",
                                      "Mielenterveyskuntoutujien klubitalo",
                                      "JOKOS",
                                      "Pitkäaikaistyöttömien työllistymispalvelukeskus",
                                      "Kyläyhdistykset",
                                      "TE-palvelut",
                                      "Sysselsättningsmyndighetens arbetskraftsservice",
                                      "Åbo",
                                      "Palkkatuki yhdistyksessä"};
  switch (among(l, 8)) {
  case 0:
    for (int i = 0; i < 200; i++)
      pk_text_add_char(out, (char)('a' + among(l, 26)));
    return;
  case 1:
    for (int i = 0; i < 6; i++)
      pk_text_add(out, i ? "työllistymispalvelu" : "Pohjois");
    return;
  default:
    pk_text_add(out, words[among(l, 10)]);
  }
}

static void add_stage(lot *l, pk_text *out, int s, int n, int actors) {
  static const char *const roles[] = {"employer", "coach", "peer", "referrer", "guide", "host"};
  bool final = s + 1 == n && n > 1;
  pk_text_addf(out, "%s\"s%d\":{\"name\":{\"fi\":\"", s ? "," : "", s);
  add_name(l, out);
  pk_text_add(out, "\"},");
  if (final)
    pk_text_add(out, "\"final\":true,");
  pk_text_add(out, "\"actors\":{");
  int here = among(l, 4) ? among(l, 3) : actors, role = among(l, 6);
  for (int a = 0; a < here; a++)
    pk_text_addf(out, "%s\"a%d\":{\"%s\":{%s}}", a ? "," : "", a,
                 roles[here > 4 ? role : among(l, 6)], among(l, 3) ? "" : "\"clients\":12");
  pk_text_add(out, "}}");
}

static void add_transitions(lot *l, pk_text *out, int n, int wanted) {
  static const char *const chances[] = {"0.00125", "0.003",
                                        "{\"value\":0.0044,\"basis\":\"calibrated\"}"};
  char *taken = calloc((size_t)n * (size_t)n, 1);
  int count = 0;
  for (int i = 0; i < wanted && n > 1; i++) {
    int from = among(l, 3) ? among(l, n - 1) : 0, to = among(l, 3) ? among(l, n) : from + 1;
    if (taken[from * n + to] || from == to)
      continue;
    taken[from * n + to] = 1;
    pk_text_addf(out, "%s\"t%d\":{\"from\":\"s%d\",\"to\":\"s%d\",\"per_step\":%s,",
                 count ? "," : "", count, from, to, chances[among(l, 3)]);
    pk_text_addf(out, "\"referral\":{\"a%d\":{\"in\":%d,\"out\":2}}}", among(l, 12), among(l, 90));
    count++;
  }
  free(taken);
}

static char *crowded(uint64_t seed, int n, int transitions) {
  static const char *const sectors[] = {"third", "third", "public", "private", "education"};
  lot l;
  pk_stream_start(&l, seed, 5);
  pk_text out = PK_TEXT_EMPTY;
  pk_text_add(&out, "{\"format\":\"polku/1\",\"title\":{\"fi\":\"");
  add_name(&l, &out);
  pk_text_add(&out, "\"},\"start_date\":\"2024-01-01\",\"horizon\":6,\"actors\":{");
  for (int a = 0; a < 12; a++) {
    pk_text_addf(&out, "%s\"a%d\":{\"sector\":\"%s\",\"name\":{\"fi\":\"", a ? "," : "", a,
                 sectors[seed % 3 ? among(&l, 5) : 0]);
    add_name(&l, &out);
    pk_text_add(&out, "\"}}");
  }
  pk_text_add(&out, "},\"stages\":{");
  for (int s = 0; s < n; s++)
    add_stage(&l, &out, s, n, 12);
  pk_text_add(&out, "},\"transitions\":{");
  add_transitions(&l, &out, n, transitions);
  pk_text_addf(
      &out,
      "},\"gaps\":{\"g\":{\"stages\":{\"s%d\":{}},\"row\":\"coaching\",\"question\":{\"fi\":\"",
      among(&l, n));
  add_name(&l, &out);
  pk_text_add(&out, "\"}}},\"supports\":{\"x\":{\"role\":\"coach\",\"actors\":{\"a3\":{}}}}}");
  return out.data;
}

static void expect_tidy_model(uint64_t seed, int n, int transitions) {
  char *text = crowded(seed, n, transitions);
  for (polku_paper paper = POLKU_SCREEN; paper <= (n > 20 ? POLKU_SCREEN : POLKU_A3); paper++) {
    polku_drawing *drawing =
        draw_text_with(text, &(polku_draw_options){.lang = (polku_lang)(seed % 3), .paper = paper});
    expect_tidy(drawing->scene, seed);
    polku_drawing_free(drawing);
  }
  free(text);
}

static void small_maps_are_tidy(void **state) {
  (void)state;
  for (int n = 1; n <= 12; n++)
    for (uint64_t seed = 1; seed <= 10; seed++)
      expect_tidy_model(100 * (uint64_t)n + seed, n, 3 * n);
}

static void maps_of_sixty_stages_and_two_hundred_transitions_are_tidy(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 12; seed++)
    expect_tidy_model(seed, 60 - (int)(seed % 4) * 15, 200);
}

/* Every stage leads to every other: the most arrows that a strip can have. */
static void a_map_where_everything_leads_to_everything_is_tidy(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 3; seed++)
    expect_tidy_model(seed, 9, 2000);
}

/* In a crowd everybody can still be reached: each has an item of its own with its id and name. */
static void everybody_in_a_crowd_has_an_id_and_a_name(void **state) {
  (void)state;
  char *text = crowded(3, 1, 0); /* seed 3: all are of the third sector */
  for (uint64_t seed = 3; !strstr(text, "\"a11\":{\"employer\"") && seed < 300; seed += 3) {
    free(text);
    text = crowded(seed, 1, 0);
  }
  polku_drawing *drawing = draw_text(text, POLKU_FI);
  int members = 0;
  for (int i = 0; i < drawing->scene->item_count; i++) {
    const pk_item *item = &drawing->scene->items[i];
    if (!is(item, "member"))
      continue;
    assert_non_null(item->id);
    assert_non_null(item->name);
    assert_true(item->line_count > 0);
    members++;
  }
  assert_int_equal(members, 12);
  polku_drawing_free(drawing);
  free(text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(small_maps_are_tidy),
      cmocka_unit_test(maps_of_sixty_stages_and_two_hundred_transitions_are_tidy),
      cmocka_unit_test(a_map_where_everything_leads_to_everything_is_tidy),
      cmocka_unit_test(everybody_in_a_crowd_has_an_id_and_a_name),
  };
  return RUN(tests);
}
