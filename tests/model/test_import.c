/* A drawing made elsewhere becomes the beginning of a model: boxes become stages, arrows become
 * transitions with what is written on them, organisations stand where they are drawn; nothing that
 * the drawing does not say is made to look known; and no file brings the reader down. */
#include "model/imported.h"

#include "base/arena.h"
#include "base/random.h"
#include "base/text.h"
#include "support/random_model.h"

#include <math.h>

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

static void an_arrow_of_two_heads_leads_both_ways(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n a <--> b\n b -->|60 %| c\n");
  assert_int_equal(json_object_size(json_object_get(it.model, "transitions")), 3);
  assert_true(share(&it, "a-b") == -1);
  assert_true(share(&it, "b-a") == -1);
  assert_true(share(&it, "b-c") == 0.6);
  end(&it);
}

/* What a drawing must not say plainly it says by numbers: markup, quotes, marks of its own. */
static void names_come_back_from_a_flowchart_letter_by_letter(void **state) {
  (void)state;
  imported it = from_mermaid("flowchart LR\n a[\"#60;b#62; #34;x#34; #35;quot; #8364; #228;\"] --> "
                             "b[\"&#38; #0; #99999999; # 5 #1\"]\n");
  assert_string_equal(stage_name(&it, "a"), "<b> \"x\" #quot; € ä");
  assert_string_equal(stage_name(&it, "b"), "& #0; #99999999; # 5 #1");
  end(&it);
}

/* Seventy are together in one statement: none is lost. */
static void many_boxes_together_are_all_there(void **state) {
  (void)state;
  char text[2000] = "flowchart LR\n a --> b0";
  for (int i = 1; i < 70; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), " & b%d", i);
  snprintf(text + strlen(text), sizeof text - strlen(text), "\n class b0");
  for (int i = 1; i < 70; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), ",b%d", i);
  size_t length = strlen(text);
  strcpy(text + length, " nice\n");
  imported it = from_mermaid(text);
  assert_int_equal(json_object_size(json_object_get(it.model, "transitions")), 70);
  end(&it);
  strcpy(text + length, " third\n");
  it = from_mermaid(text);
  assert_int_equal(json_object_size(json_object_get(it.model, "actors")), 70);
  end(&it);
}

/* ------------------------------------------------------------------------------ lists of arrows */

static void a_list_is_read_as_people_write_it(void **state) {
  (void)state;
  static const char *const lists[] = {
      "from,to,share\na,b,0.4\na,c,0.6\n",
      "a;b;40 %\r\na;c;60 %\r\n",
      "mistä;mihin;osuus\na;b;0,4\na;c;0,6\n",
      "MISTÄ;Mihin;OSUUS\na;b;0,4\na;c;0,6\n",
      "från;till;andel\ra;b;0,4\ra;c;0,6\r",
      "share\tto\tfrom\n0.4\tb\ta\n0.6\tc\ta\n",
      "\xef\xbb\xbf"
      "source,target,weight\n\"a\",\"b\",\"40%\"\n\"a\",\"c\",\"60%\"",
  };
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    imported it = from_list(lists[i]);
    if (!it.model || share(&it, "a-b") != 0.4 || share(&it, "a-c") != 0.6 ||
        json_object_size(json_object_get(it.model, "stages")) != 3)
      fail_msg("%s", lists[i]);
    end(&it);
  }
}

/* Cells hold names, not ids: each becomes a stage under an id of its own, with its name whole. */
static void names_in_cells_become_ids_that_a_model_may_have(void **state) {
  (void)state;
  imported it = from_list("from,to\nWork trial,Työ (avoin)\nWork-trial,שלום\n=cmd|'x',Työ/avoin\n"
                          "\"a, \"\"b\"\"\",עולם\n");
  static const char *const stages[][2] = {{"Work-trial-2", "Work trial"},
                                          {"Work-trial", "Work-trial"},
                                          {"Työ-avoin", "Työ (avoin)"},
                                          {"Työ-avoin-2", "Työ/avoin"},
                                          {"stage", "שלום"},
                                          {"stage-2", "עולם"},
                                          {"cmd-x", "=cmd|'x'"},
                                          {"a-b", "a, \"b\""}};
  assert_int_equal(json_object_size(json_object_get(it.model, "stages")), 8);
  for (size_t i = 0; i < sizeof stages / sizeof *stages; i++)
    assert_string_equal(stage_name(&it, stages[i][0]), stages[i][1]);
  end(&it);
}

/* a-b → c and a → b-c are two transitions, whatever hyphens there are. */
static void transitions_of_alike_ids_stay_apart(void **state) {
  (void)state;
  imported it = from_list("from,to\na-b,c\na,b-c\na,b-c\n");
  assert_int_equal(json_object_size(json_object_get(it.model, "transitions")), 3);
  end(&it);
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

/* ------------------------------------------------------------------------------ what it becomes */

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
  size_t wide = (size_t)long_or(20000, 2000);
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

/* A table of Excel's "Unicode text", a list of single events: refused at once, with the reason. */
static void what_is_no_list_is_refused_with_the_reason(void **state) {
  (void)state;
  static const char wide[] = "\xff\xfe"
                             "f\0r\0o\0m\0";
  imported it = import_as("x.csv", wide, sizeof wide, POLKU_EDGES);
  assert_null(it.model);
  assert_true(says(&it, "E-IMPORT-TEXT"));
  end(&it);
  for (int form = 0; form < 2; form++) {
    pk_text many = PK_TEXT_EMPTY;
    pk_text_add(&many, form ? "flowchart LR\n a" : "");
    for (int i = 0; i < 100000; i++)
      pk_text_addf(&many, form ? " --> b%d" : "a,b%d\n", i);
    it = import_as("x", many.data, many.length, form ? POLKU_MERMAID : POLKU_EDGES);
    assert_null(it.model);
    assert_true(says(&it, "E-IMPORT-LARGE"));
    assert_int_equal(polku_report_count(it.report, POLKU_ERROR), 1);
    end(&it);
    pk_text_free(&many);
  }
}

/* What stands for a formula in a spreadsheet is itself again. */
static void names_that_a_spreadsheet_would_compute_come_back(void **state) {
  (void)state;
  imported it = from_list("from,to,to_name\na,b,'=1+1\na,c,'90-luku\n");
  assert_string_equal(stage_name(&it, "b"), "=1+1");
  assert_string_equal(stage_name(&it, "c"), "'90-luku");
  end(&it);
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
      cmocka_unit_test(names_in_cells_become_ids_that_a_model_may_have),
      cmocka_unit_test(transitions_of_alike_ids_stay_apart),
      cmocka_unit_test(every_row_that_lacks_something_is_told),
      cmocka_unit_test(a_spreadsheet_of_windows_is_read),
      cmocka_unit_test(what_is_not_drawn_is_assumed),
      cmocka_unit_test(a_model_comes_back_from_its_list),
      cmocka_unit_test(a_model_comes_back_from_its_flowchart),
      cmocka_unit_test(no_text_brings_the_reader_down),
      cmocka_unit_test(an_arrow_of_two_heads_leads_both_ways),
      cmocka_unit_test(names_come_back_from_a_flowchart_letter_by_letter),
      cmocka_unit_test(many_boxes_together_are_all_there),
      cmocka_unit_test(what_is_no_list_is_refused_with_the_reason),
      cmocka_unit_test(names_that_a_spreadsheet_would_compute_come_back),
      cmocka_unit_test(nothing_is_no_model),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
