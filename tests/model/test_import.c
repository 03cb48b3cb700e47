/* A drawing made elsewhere becomes the beginning of a model: boxes become stages, arrows become
 * transitions with what is written on them, organisations stand where they are drawn; nothing that
 * the drawing does not say is made to look known; and no file brings the reader down. */
#include "model/sketch.h"

#include "base/arena.h"
#include "base/random.h"
#include "support/check.h"
#include "support/random_model.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct imported {
  polku_report *report;
  json_t *model; /* NULL: refused */
  polku_model *loaded;
} imported;

static imported import_as(const char *name, const char *text, size_t length, polku_exchange form) {
  imported it = {.report = polku_report_new()};
  char *json = polku_import(name, text, length, form, POLKU_EN, it.report);
  if (json) {
    it.model = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(it.model);
    it.loaded = polku_model_read(name, json, strlen(json), it.report);
    if (!it.loaded)
      fail_msg("%s\n%s", json, polku_report_text(it.report, POLKU_EN, false));
  }
  free(json);
  return it;
}

static imported from_mermaid(const char *text) {
  return import_as("path.mmd", text, strlen(text), POLKU_MERMAID);
}

static imported from_list(const char *text) {
  return import_as("path.csv", text, strlen(text), POLKU_EDGES);
}

static void end(imported *it) {
  json_decref(it->model);
  polku_model_free(it->loaded);
  polku_report_free(it->report);
}

static json_t *at(json_t *value, const char *a, const char *b, const char *c) {
  value = json_object_get(value, a);
  value = b ? json_object_get(value, b) : value;
  return c ? json_object_get(value, c) : value;
}

static double share(const imported *it, const char *transition) {
  json_t *number = at(it->model, "transitions", transition, "share");
  if (json_is_string(number))
    return -1; /* "rest" */
  return json_number_value(json_object_get(number, "value"));
}

static const char *stage_name(const imported *it, const char *stage) {
  return json_string_value(json_object_get(at(it->model, "stages", stage, "name"), "en"));
}

static bool says(const imported *it, const char *code) {
  char *text = polku_report_text(it->report, POLKU_EN, false);
  bool found = strstr(text, code) != NULL;
  free(text);
  return found;
}

static void expect_place(const imported *it, const char *code, int line, int column) {
  polku_problem problem;
  assert_true(polku_report_at(it->report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, code);
  assert_int_equal(problem.line, line);
  assert_int_equal(problem.column, column);
}

/* ----------------------------------------------------------------------------------- Mermaid */

/* Links and shapes as mermaid.js.org shows them, each between A and B with its text. */
static void every_link_is_read(void **state) {
  (void)state;
  static const char *const links[][2] = {{"A --> B", ""},
                                         {"A-->B", ""},
                                         {"A --- B", ""},
                                         {"A -- 40 % --- B", "40 %"},
                                         {"A ---|40 %| B", "40 %"},
                                         {"A -->|40 %| B", "40 %"},
                                         {"A -- 40 % --> B", "40 %"},
                                         {"A -.-> B", ""},
                                         {"A -. 40 % .-> B", "40 %"},
                                         {"A ==> B", ""},
                                         {"A == 40 % ==> B", "40 %"},
                                         {"A --o B", ""},
                                         {"A --x B", ""},
                                         {"A <--> B", ""},
                                         {"A ----> B", ""},
                                         {"A -..-> B", ""},
                                         {"A ====> B", ""},
                                         {"A e1@--> B", ""},
                                         {"A[one] --> B((two))", ""},
                                         {"A:::x -->|\"40 %\"| B:::y;", "40 %"},
                                         {"A ~~~ B", ""},
                                         {"A -- \"40 %\" --> B", "40 %"}};
  for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
    char text[128];
    pk_arena *arena = pk_arena_new();
    snprintf(text, sizeof text, "flowchart LR\n  %s\n", links[i][0]);
    pk_sketch sketch = {.arena = arena,
                        .file = "x",
                        .text = text,
                        .length = strlen(text),
                        .report = polku_report_new()};
    if (!pk_mermaid_read(&sketch) || sketch.arrow_count != 1 || sketch.box_count != 2 ||
        strcmp(sketch.boxes[sketch.arrows[0].from].id, "A") != 0 ||
        strcmp(sketch.boxes[sketch.arrows[0].to].id, "B") != 0 ||
        strcmp(sketch.arrows[0].label, links[i][1]) != 0)
      fail_msg("%s: %d arrows, \"%s\"", links[i][0], sketch.arrow_count,
               sketch.arrow_count ? sketch.arrows[0].label : "");
    polku_report_free(sketch.report);
    pk_arena_free(arena);
  }
}

static void every_shape_is_read(void **state) {
  (void)state;
  static const char *const shapes[] = {
      "A[Työ ja tuki]",     "A(Työ ja tuki)",
      "A([Työ ja tuki])",   "A[[Työ ja tuki]]",
      "A[(Työ ja tuki)]",   "A((Työ ja tuki))",
      "A>Työ ja tuki]",     "A{Työ ja tuki}",
      "A{{Työ ja tuki}}",   "A[/Työ ja tuki/]",
      "A[\\Työ ja tuki\\]", "A[/Työ ja tuki\\]",
      "A[\\Työ ja tuki/]",  "A(((Työ ja tuki)))",
      "A[\"Työ ja tuki\"]", "A[\"`Työ **ja** tuki`\"]",
      "A[Työ<br/>ja tuki]", "A@{ shape: rounded, label: \"Työ ja tuki\" }"};
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    char text[128];
    snprintf(text, sizeof text, "graph TD; %s --> B\n", shapes[i]);
    imported it = from_mermaid(text);
    assert_non_null(it.model);
    assert_string_equal(stage_name(&it, "A"), "Työ ja tuki");
    end(&it);
  }
}

static void chains_and_groups_of_boxes_are_all_their_arrows(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n"
                             "%% a remark\n"
                             "subgraph one [First]\n"
                             "  direction TB\n"
                             "  a & b --> c -->|25%| d\n"
                             "end\n"
                             "c --> e; style c fill:#fff\n"
                             "classDef big font-size:20px\n"
                             "click a callback\n");
  static const char *const arrows[] = {"a-c", "b-c", "c-d", "c-e"};
  assert_int_equal(json_object_size(json_object_get(it.model, "transitions")), 4);
  for (size_t i = 0; i < 4; i++)
    assert_non_null(at(it.model, "transitions", arrows[i], NULL));
  assert_true(share(&it, "c-d") == 0.25);
  assert_true(share(&it, "c-e") == -1);
  end(&it);
}

static void organisations_stand_where_they_are_drawn(void **state) {
  (void)state;
  imported it = from_mermaid("---\ntitle: Oma polku\n---\nflowchart LR\n"
                             "  start[Ohjaus] --> work[Avoimet työmarkkinat]\n"
                             "  n(Neuvokas):::third -.->|työllistää| work\n"
                             "  k -.-> start\n  class k public\n");
  assert_string_equal(json_string_value(at(it.model, "title", "en", NULL)), "Oma polku");
  assert_int_equal(json_object_size(json_object_get(it.model, "stages")), 2);
  assert_string_equal(json_string_value(at(it.model, "actors", "n", "sector")), "third");
  assert_string_equal(json_string_value(at(it.model, "actors", "k", "sector")), "public");
  assert_non_null(json_object_get(at(it.model, "stages", "work", "actors"), "n"));
  assert_non_null(json_object_get(at(it.model, "stages", "start", "actors"), "k"));
  assert_true(json_is_true(at(it.model, "stages", "work", "open")));
  end(&it);
}

static void a_mistake_is_shown_where_it_is(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int line, column;
  } broken[] = {{"sequenceDiagram\n", 1, 1},
                {"flowchart LR\n  a[One --> b\n", 2, 4},
                {"flowchart LR\n  työ -- 40 % b\n", 2, 7},
                {"flowchart LR\n  a b\n", 2, 5},
                {"flowchart LR\n  a --> \n", 2, 9}};
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
    imported it = from_mermaid(broken[i].text);
    assert_null(it.model);
    expect_place(&it, "E-IMPORT-SYNTAX", broken[i].line, broken[i].column);
    end(&it);
  }
}

/* ------------------------------------------------------------------------------ lists of arrows */

static void a_list_is_read_as_people_write_it(void **state) {
  (void)state;
  static const char *const lists[] = {
      "from,to,share\na,b,0.4\na,c,0.6\n",
      "a;b;40 %\r\na;c;60 %\r\n",
      "mistä;mihin;osuus\na;b;0,4\na;c;0,6\n",
      "share\tto\tfrom\n0.4\tb\ta\n0.6\tc\ta\n",
      "\xef\xbb\xbf"
      "source,target,weight\n\"a\",\"b\",\"40%\"\n\"a\",\"c\",\"60%\"",
  };
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    imported it = from_list(lists[i]);
    if (!it.model || share(&it, "a-b") != 0.4 || share(&it, "a-c") != 0.6)
      fail_msg("%s", lists[i]);
    end(&it);
  }
}

static void every_row_that_lacks_something_is_told(void **state) {
  (void)state;
  imported it = from_list("from,to\na,b\n,c\nd,\n\ne,f\n");
  assert_null(it.model);
  assert_int_equal(polku_report_count(it.report, POLKU_ERROR), 2);
  expect_place(&it, "E-IMPORT-ROW", 3, 1);
  end(&it);
}

static void a_spreadsheet_of_windows_is_read(void **state) {
  (void)state;
  imported it = from_list("from,to,to_name\na,b,Ty\xf6kokeilu \x96 yhdistys\n");
  assert_string_equal(stage_name(&it, "b"), "Työkokeilu – yhdistys");
  assert_true(says(&it, "I-IMPORT-ENCODING"));
  end(&it);
}

/* ------------------------------------------------------------------------------- what it becomes
 */

static void what_is_not_drawn_is_assumed(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n a -->|~50 %| b\n a --> c\n a --> d\n");
  json_t *drawn = at(it.model, "transitions", "a-b", "share");
  json_t *even = at(it.model, "transitions", "a-c", "share");
  assert_true(share(&it, "a-b") == 0.5);
  assert_true(share(&it, "a-c") == 0.25);
  assert_true(share(&it, "a-d") == -1);
  assert_string_equal(json_string_value(json_object_get(drawn, "basis")), "estimated");
  assert_string_equal(json_string_value(json_object_get(even, "basis")), "assumed");
  assert_true(json_string_length(json_object_get(even, "note")) > 0);
  end(&it);
}

static void counts_become_evidence(void **state) {
  (void)state;
  imported it = from_list("from,to,count\nstart,work,17\nstart,other,47\n");
  json_t *evidence =
      json_object_get(at(it.model, "transitions", "start-work", "share"), "evidence");
  assert_true(json_number_value(json_object_get(evidence, "events")) == 17);
  assert_true(json_number_value(json_object_get(evidence, "of")) == 64);
  end(&it);
}

static void chances_per_step_stay_what_they_are(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n a -->|1 %/kk| b\n a -->|2,5 %/kk| c\n");
  json_t *b = at(it.model, "transitions", "a-b", "per_step");
  json_t *c = at(it.model, "transitions", "a-c", "per_step");
  assert_true(json_number_value(json_object_get(b, "value")) == 0.01);
  assert_true(json_number_value(json_object_get(c, "value")) == 0.025);
  end(&it);
}

static void shares_that_make_no_whole_are_scaled_and_told(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n a -->|30 %| b\n a -->|30 %| c\n");
  assert_true(share(&it, "a-b") == 0.5);
  assert_true(says(&it, "W-IMPORT-SUM"));
  end(&it);
  it = from_mermaid("flowchart LR\n a -->|40 %| b\n a -->|60 %| c\n a --> a\n");
  assert_false(says(&it, "W-IMPORT-SUM"));
  assert_true(says(&it, "W-IMPORT-LOOP"));
  end(&it);
}

/* ------------------------------------------------------------------------------- there and back */

/* Every transition of a model by lot comes back from CSV between the same stages, with its share.
 */
static void a_model_comes_back_from_its_list(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    char *text =
        random_model(seed, &(random_model_options){.without = RANDOM_RACE | RANDOM_PER_STEP});
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_read("random.json", text, strlen(text), report);
    polku_rules *rules = polku_rules_load(model, NULL, report);
    char *csv = polku_export(model, rules, POLKU_EDGES, POLKU_EN, report);
    assert_non_null(csv);
    bool any = model->transition_count > 0;
    imported it = {0};
    if (any)
      it = from_list(csv);
    for (int i = 0; i < model->transition_count && any; i++) {
      const pk_transition *t = &model->transitions[i];
      char key[600];
      int before = 0;
      for (int k = 0; k < i; k++)
        before += model->transitions[k].from == t->from && model->transitions[k].to == t->to;
      snprintf(key, sizeof key, before ? "%s-%s-%d" : "%s-%s", model->stages[t->from].id,
               model->stages[t->to].id, before + 1);
      assert_non_null(at(it.model, "transitions", key, NULL));
      if (fabs(share(&it, key) - t->share.value) > 2e-6)
        fail_msg("seed %d, %s: %g, was %g", (int)seed, key, share(&it, key), t->share.value);
    }
    if (any)
      end(&it);
    free(csv);
    polku_rules_free(rules);
    polku_model_free(model);
    polku_report_free(report);
    free(text);
  }
}

/* Stages, transitions and who stands where come back from Mermaid; numbers as the map rounds them.
 */
static void a_model_comes_back_from_its_flowchart(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 200; seed++) {
    char *text = random_model(seed, NULL);
    polku_report *report = polku_report_new();
    polku_model *model = polku_model_read("random.json", text, strlen(text), report);
    polku_rules *rules = polku_rules_load(model, NULL, report);
    char *chart = polku_export(model, rules, POLKU_MERMAID, POLKU_EN, report);
    imported it = from_mermaid(chart);
    assert_non_null(it.model);
    assert_int_equal(json_object_size(json_object_get(it.model, "stages")), model->stage_count);
    assert_int_equal(json_object_size(json_object_get(it.model, "transitions")),
                     model->transition_count);
    end(&it);
    free(chart);
    polku_rules_free(rules);
    polku_model_free(model);
    polku_report_free(report);
    free(text);
  }
}

/* ------------------------------------------------------------------------------------ hostile */

static void no_text_brings_the_reader_down(void **state) {
  (void)state;
  static const char alphabet[] = "ab[](){}<>-=.|&;:\"'`#%~@\\/,\t\n \xc3\xa4\xe2";
  static const char *const words[] = {
      "flowchart LR\n", "subgraph ", "end\n", "class ",    "-->", "-- ",
      "from,to\n",      ":::third",  "@{",    "accDescr {"};
  size_t wide = getenv("POLKU_LONG") ? 20000 : 2000;
  for (size_t n = 0; n < wide; n++) {
    char text[400];
    size_t length = 0;
    uint64_t dice = pk_mix(n + 1);
    if (n % 2 == 0)
      length = (size_t)snprintf(text, sizeof text, "flowchart LR\n");
    while (length < 100 + dice % 200) {
      dice = pk_mix(dice);
      if (dice % 5 == 0)
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "%s", words[(dice >> 8) % 10]);
      else
        text[length++] = alphabet[(dice >> 8) % (sizeof alphabet - 1)];
    }
    for (int form = 0; form < 3; form += 2) {
      polku_report *report = polku_report_new();
      char *model = polku_import("noise", text, length, (polku_exchange)form, POLKU_FI, report);
      assert_true(model || polku_report_count(report, POLKU_ERROR) > 0);
      assert_false(polku_report_failed(report));
      free(model);
      polku_report_free(report);
    }
  }
}

static void nothing_is_no_model(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n  n:::third\n");
  assert_null(it.model);
  assert_true(says(&it, "E-IMPORT-EMPTY"));
  end(&it);
  it = import_as("x.mmd", "a\0b", 3, POLKU_MERMAID);
  assert_null(it.model);
  assert_true(says(&it, "E-IMPORT-TEXT"));
  end(&it);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_link_is_read),
      cmocka_unit_test(every_shape_is_read),
      cmocka_unit_test(chains_and_groups_of_boxes_are_all_their_arrows),
      cmocka_unit_test(organisations_stand_where_they_are_drawn),
      cmocka_unit_test(a_mistake_is_shown_where_it_is),
      cmocka_unit_test(a_list_is_read_as_people_write_it),
      cmocka_unit_test(every_row_that_lacks_something_is_told),
      cmocka_unit_test(a_spreadsheet_of_windows_is_read),
      cmocka_unit_test(what_is_not_drawn_is_assumed),
      cmocka_unit_test(counts_become_evidence),
      cmocka_unit_test(chances_per_step_stay_what_they_are),
      cmocka_unit_test(shares_that_make_no_whole_are_scaled_and_told),
      cmocka_unit_test(a_model_comes_back_from_its_list),
      cmocka_unit_test(a_model_comes_back_from_its_flowchart),
      cmocka_unit_test(no_text_brings_the_reader_down),
      cmocka_unit_test(nothing_is_no_model),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
