/* A report as a page: one file that needs nothing from outside, in order, with the numbers of the
 * same result in a table under every picture; harmless whatever a model calls things. */
#include "support/check.h"
#include "support/files.h"

#include "draw/report/chart.h"
#include "polku.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODELS POLKU_SOURCE_DIR "/models/"

/* ------------------------------------------------------------------------------- a page made */

static polku_renderer *renderer(void) {
  polku_report *report = polku_report_new();
  polku_renderer *made = polku_renderer_new(POLKU_BUILD_DIR "/polku-render", report);
  polku_report_free(report);
  assert_non_null(made);
  return made;
}

static polku_page_options quick(polku_renderer *with, polku_lang lang) {
  return (polku_page_options){.lang = lang,
                              .renderer = with,
                              .no_sensitivity = true,
                              .simulation = {.runs = 4, .draws = 4, .threads = 1}};
}

static polku_pages *pages_of(polku_model *model, const polku_page_options *options) {
  polku_report *report = polku_report_new();
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  polku_case one = {.model = model, .rules = rules};
  polku_pages *pages = polku_pages_new(&one, 1, options, report);
  if (!pages) {
    char *problems = polku_report_text(report, POLKU_EN, false);
    fail_msg("%s", problems);
  }
  polku_rules_free(rules);
  polku_report_free(report);
  return pages;
}

static polku_pages *pages_of_file(const char *file, const polku_page_options *options) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(file, report);
  assert_non_null(model);
  polku_pages *pages = pages_of(model, options);
  polku_model_free(model);
  polku_report_free(report);
  return pages;
}

static polku_pages *pages_of_text(const char *text, const polku_page_options *options) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("test.json", text, strlen(text), report);
  if (!model)
    fail_msg("%s", polku_report_text(report, POLKU_EN, false));
  polku_pages *pages = pages_of(model, options);
  polku_model_free(model);
  polku_report_free(report);
  return pages;
}

static const char *page_in(const polku_pages *pages) {
  polku_page_file file = {NULL, NULL, 0};
  assert_true(polku_page_file_at(pages, 0, &file));
  assert_int_equal(strlen(file.bytes), file.length);
  return file.bytes;
}

/* The bytes of the file of this name; fails when there is none. */
static const char *file_in(const polku_pages *pages, const char *name) {
  polku_page_file file;
  for (size_t i = 0; polku_page_file_at(pages, i, &file); i++)
    if (strcmp(file.name, name) == 0)
      return file.bytes;
  fail_msg("no file %s", name);
  return NULL;
}

static int count_of(const char *text, const char *what) {
  int count = 0;
  for (; (text = strstr(text, what)); text += strlen(what))
    count++;
  return count;
}

/* ------------------------------------------------------------------------------ what is in it */

/* Elements that have no end. */
static bool is_void(const char *name) {
  return strcmp(name, "meta") == 0 || strcmp(name, "br") == 0 || strcmp(name, "!DOCTYPE") == 0;
}

/* Every element ends, in the reverse of the order in which they began; quotes and angle brackets
 * stand where they may. */
static void expect_balanced(const char *page) {
  enum { DEPTH = 200 };
  static char open[DEPTH][24];
  int depth = 0;
  for (const char *at = page; (at = strchr(at, '<'));) {
    char name[24];
    bool ends = at[1] == '/';
    at += ends ? 2 : 1;
    size_t length = strcspn(at, " \t\n/>");
    assert_in_range(length, 1, sizeof name - 1);
    snprintf(name, sizeof name, "%.*s", (int)length, at);
    char quote = 0;
    const char *last = at;
    for (; *at && (quote || *at != '>'); last = at++)
      if (*at == '"')
        quote = quote ? 0 : '"';
      else if (!quote && *at == '<')
        fail_msg("'<' within <%s>", name);
    assert_int_equal(*at, '>');
    if (ends && (depth == 0 || strcmp(open[depth - 1], name) != 0))
      fail_msg("</%s> ends <%s>", name, depth ? open[depth - 1] : "nothing");
    if (ends)
      depth--;
    else if (*last != '/' && !is_void(name)) {
      assert_true(depth < DEPTH);
      memcpy(open[depth++], name, sizeof name);
    }
  }
  assert_int_equal(depth, 0);
}

/* What would be fetched begins with '#' or "data:", and there is no script. */
static void expect_alone(const char *page) {
  static const char *const loads[] = {" src=\"", " href=\"", "url(", "@import", "srcset", NULL};
  for (int i = 0; loads[i]; i++)
    for (const char *at = page; (at = strstr(at, loads[i]));) {
      at += strlen(loads[i]);
      if (*at != '#' && strncmp(at, "data:", 5) != 0)
        fail_msg("%s%.40s", loads[i], at);
    }
  assert_null(strstr(page, "<script"));
  assert_null(strstr(page, " on"
                           "load="));
}

/* Headings go down one level at a time. */
static void expect_headings_in_order(const char *page) {
  int level = 0;
  for (const char *at = page; (at = strstr(at, "<h")); at++)
    if (at[2] >= '1' && at[2] <= '6' && (at[3] == '>' || at[3] == ' ')) {
      int next = at[2] - '0';
      if (next > level + 1)
        fail_msg("<h%d> below <h%d>: %.40s", next, level, at);
      level = next;
    }
  assert_int_equal(count_of(page, "<h1"), 1);
}

/* A figure, then a table, before the next figure. */
static void expect_tables_under_figures(const char *page) {
  for (const char *at = page; (at = strstr(at, "<figure"));) {
    const char *table = strstr(at, "<table"), *next = strstr(at + 1, "<figure");
    if (!table || (next && next < table))
      fail_msg("no table under %.60s", at);
    at = next ? next : at + strlen(at);
  }
}

static void expect_good(const char *page) {
  expect_balanced(page);
  expect_alone(page);
  expect_headings_in_order(page);
  expect_tables_under_figures(page);
  assert_null(strstr(page, "page."));
  assert_null(strstr(page, "result."));
  assert_null(strstr(page, "(null)"));
  assert_null(strstr(page, "nan"
                           "\""));
}

static void every_model_gives_a_good_page(void **state) {
  static const char *const models[] = {"generic-ladder",
                                       "joensuu-koitto",
                                       "joensuu-kuntakokeilu",
                                       "jokos-villages",
                                       "national-2026",
                                       "place-then-train",
                                       "rovaniemi-tyokyky",
                                       "savonlinna-kasvupolku",
                                       "savonlinna-toimintakeskus",
                                       "start",
                                       "stm-projects",
                                       "te-pilots"};
  (void)state;
  polku_renderer *with = renderer();
  for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
    char file[256];
    snprintf(file, sizeof file, MODELS "%s.json", models[i]);
    polku_page_options options = quick(with, (polku_lang)(i % 3));
    polku_pages *pages = pages_of_file(file, &options);
    expect_good(page_in(pages));
    assert_true(strlen(page_in(pages)) < 1000000); /* fit for mail */
    polku_pages_free(pages);
  }
  polku_renderer_free(with);
}

static void the_same_inputs_give_the_same_bytes(void **state) {
  (void)state;
  polku_renderer *with = renderer();
  polku_page_options options = quick(with, POLKU_SV);
  options.question = "Vad händer?";
  options.no_sensitivity = false;
  polku_pages *one = pages_of_file(MODELS "rovaniemi-tyokyky.json", &options);
  polku_pages *other = pages_of_file(MODELS "rovaniemi-tyokyky.json", &options);
  assert_string_equal(page_in(one), page_in(other));
  assert_non_null(strstr(page_in(one), "Vad händer?"));
  polku_pages_free(one);
  polku_pages_free(other);
  polku_renderer_free(with);
}

/* -------------------------------------------------------------------------------- its numbers */

/* Eight people, of whom a quarter finds work after one month and stays there: by hand 2, 25 %. */
static const char eight[] =
    "{ \"format\": \"polku/1\", \"horizon\": 3, \"title\": { \"en\": \"%s\" }, \"actors\": {"
    "  \"one\": { \"name\": { \"en\": \"%s\" }, \"sector\": \"third\" } },"
    "\"sources\": { \"s\": { \"title\": { \"en\": \"%s\" }, \"url\": \"%s\" } },"
    "\"stages\": {"
    "  \"a\": { \"name\": { \"en\": \"%s\" }, \"duration\": { \"fixed\": 1 }, \"actors\": {"
    "    \"one\": { \"employer\": {} } } },"
    "  \"b\": { \"final\": true, \"employed\": true, \"open\": true }, \"c\": { \"final\": true } "
    "},"
    "\"transitions\": { \"a-b\": { \"from\": \"a\", \"to\": \"b\", \"share\": { \"value\": 0.25,"
    "    \"note\": \"%s\", \"source\": \"s\" } },"
    "  \"a-c\": { \"from\": \"a\", \"to\": \"c\", \"share\": \"rest\" } },"
    "\"groups\": { \"all\": { \"name\": { \"en\": \"%s\" }, \"size\": 8, \"start\": \"a\" },"
    "  \"more\": { \"size\": 8, \"start\": \"a\" } },"
    "\"paths\": { \"p\": { \"name\": { \"en\": \"%s\" }, \"stages\": [\"a\", \"b\"] } },"
    "\"gaps\": { \"q\": { \"stages\": { \"b\": {} }, \"row\": \"coaching\","
    "  \"question\": { \"en\": \"%s\" } } } }";

static polku_pages *pages_named(const char *name, const polku_page_options *options) {
  size_t room = sizeof eight + 9 * strlen(name);
  char *text = malloc(room);
  snprintf(text, room, eight, name, name, name, name, name, name, name, name, name);
  polku_pages *pages = pages_of_text(text, options);
  free(text);
  return pages;
}

static void numbers_are_those_counted_by_hand(void **state) {
  (void)state;
  polku_page_options options = quick(NULL, POLKU_EN);
  options.form = POLKU_PAGE_MARKDOWN;
  options.name = "x";
  polku_pages *pages = pages_named("Name", &options);
  const char *page = page_in(pages);
  assert_non_null(strstr(page, "Of 16 people, 4.0 find work in 3 months"));
  assert_non_null(strstr(page, "4 of the model's 4 numbers are assumed or estimated"));
  assert_non_null(strstr(file_in(pages, "x-time.csv"), "\n0,0,0,0\n1,0.25,0.25,0.25\n"));
  assert_non_null(strstr(file_in(pages, "x-occupancy.csv"), "\na,16,0,0,0,16,16\n"));
  assert_non_null(strstr(file_in(pages, "x-occupancy.csv"), "\nb,0,4,4,4,4,8\n"));
  assert_non_null(strstr(file_in(pages, "x-groups.csv"), "\nall,8,0.25,"));
  assert_non_null(strstr(file_in(pages, "x-named_paths.csv"), "\np,0.25,1,0\n"));
  assert_non_null(strstr(file_in(pages, "x-assumptions.csv"), "/transitions/a-b/share,"));
  polku_pages_free(pages);
}

/* A share is told of what rules call it: of everything that a group can say of its people. */
static void what_people_are_like_is_said_in_words(void **state) {
  (void)state;
  static const char model[] =
      "{ \"format\": \"polku/1\", \"region\": \"finland\", \"start_date\": \"2026-01-01\", "
      "\"horizon\": "
      "3,"
      "\"stages\": { \"a\": { \"kind\": \"job_seeking\", \"duration\": { \"fixed\": 1 } }, \"b\": "
      "{ \"kind\": \"open_labour_market\", \"final\": true } },"
      "\"transitions\": { \"a-b\": { \"from\": \"a\", \"to\": \"b\", \"share\": 1 } },"
      "\"groups\": { \"all\": { \"size\": 8, \"start\": \"a\", \"attributes\": {"
      "  \"age\": { \"24\": { \"value\": 0.25, \"basis\": \"assumed\" }, \"40\": 0.75 },"
      "  \"work_ability\": { \"reduced\": 0.5, \"full\": 0.5 },"
      "  \"integration_plan\": { \"true\": 0.125, \"false\": 0.875 } },"
      "  \"histories\": { \"unemployed\": { \"latest\": { \"6\": 0.3, \"1\": 0.7 } },"
      "    \"benefit_months\": { \"value\": { \"14\": 0.4, \"3\": 0.6 } } } } } }";
  static const char *const said[3][5] = {
      [POLKU_FI] = {"\"osuus, jolla ikä on 24\u00a0vuotta\",25\u00a0%",
                    "\"osuus, jolla työkyky on alentunut\",50\u00a0%",
                    "osuus (kotoutumissuunnitelma: kyllä),12\u00a0%",
                    "\"osuus, jolla työttömyys on kestänyt 6 kk\",30\u00a0%",
                    "osuus (kuukaudet työttömyysetuudella: 14),40\u00a0%"},
      [POLKU_SV] = {"andel vars ålder är 24\u00a0år,25\u00a0%",
                    "andel vars arbetsförmåga är nedsatt,50\u00a0%",
                    "andel (integrationsplan: ja),12\u00a0%",
                    "andel vars arbetslöshet har varat i 6 mån.,30\u00a0%",
                    "andel (månader med arbetslöshetsförmån: 14),40\u00a0%"},
      [POLKU_EN] = {"share whose age is 24\u00a0years,25%",
                    "share whose work ability is reduced,50%", "share (integration plan: yes),12%",
                    "share whose unemployment has lasted 6 months,30%",
                    "share (months on unemployment benefit: 14),40%"}};
  for (int lang = 0; lang < 3; lang++) {
    polku_page_options options = quick(NULL, (polku_lang)lang);
    options.form = POLKU_PAGE_MARKDOWN;
    polku_pages *pages = pages_of_text(model, &options);
    for (int i = 0; i < 5; i++)
      if (!strstr(file_in(pages, "report-assumptions.csv"), said[lang][i]))
        fail_msg("\"%s\" is not in\n%s", said[lang][i], file_in(pages, "report-assumptions.csv"));
    polku_pages_free(pages);
  }
}

/* The number behind `key` in JSON. */
static double json_number(const char *json, const char *outcome, const char *key) {
  const char *at = strstr(json, "\"outcomes\"");
  at = at ? strstr(at, outcome) : NULL;
  at = at ? strstr(at, key) : NULL;
  assert_non_null(at);
  return strtod(at + strlen(key), NULL);
}

static void outcomes_are_those_of_the_same_simulation(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(MODELS "joensuu-koitto.json", report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  polku_page_options options = quick(NULL, POLKU_FI);
  options.form = POLKU_PAGE_MARKDOWN;
  polku_result *result = polku_simulate(model, rules, &options.simulation, report);
  char *json = polku_result_json(result);
  static const char *const outcomes[] = {"employment_ratio", "open_employment_ratio",
                                         "lasting_employment", "employed_at_end",
                                         "months_employed"};
  static const char *const fields[] = {"\"value\": ", "\"low\": ", "\"high\": "};
  polku_pages *pages = pages_of(model, &options);
  const char *csv = file_in(pages, "report-outcomes.csv");
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
    char key[64];
    snprintf(key, sizeof key, "\"%s\"", outcomes[i]);
    const char *at = strstr(csv, outcomes[i]);
    assert_non_null(at);
    at = strchr(at, ',') + 1;
    for (size_t k = 0; k < 3; k++, at = strchr(at, ',') + 1)
      assert_true(fabs(strtod(at, NULL) - json_number(json, key, fields[k])) < 1e-9);
  }
  free(json);
  polku_result_free(result);
  polku_pages_free(pages);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

static void what_matters_is_that_of_the_same_search(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(MODELS "generic-ladder.json", report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  polku_page_options options = quick(NULL, POLKU_EN);
  options.form = POLKU_PAGE_MARKDOWN;
  options.no_sensitivity = false;
  polku_sensitivity_options asked = {.simulation = options.simulation};
  polku_sensitivity *found = polku_find_sensitivity(model, rules, &asked, report);
  polku_pages *pages = pages_of(model, &options);
  assert_non_null(found);
  const char *csv = file_in(pages, "report-matters.csv");
  int told = 0;
  for (int i = 0; i < found->matter_count; i++)
    if (found->matters[i].uncertain) {
      const char *at = strstr(csv, found->matters[i].pointer);
      assert_non_null(at);
      for (int k = 0; k < 3; k++)
        at = strchr(at, ',') + 1;
      double people = found->matters[i].at_low * found->people;
      assert_true(isnan(people) || fabs(strtod(at, NULL) - people) < 1e-9);
      told++;
    }
  assert_true(told > 0);
  polku_sensitivity_free(found);
  polku_pages_free(pages);
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
}

/* Two cases: Rovaniemi, and the same with three more places. */
typedef struct pair {
  polku_report *report;
  polku_model *model[2];
  polku_rules *rules[2];
  polku_case cases[2];
} pair;

static pair pair_new(void) {
  static const char *const names[] = {MODELS "rovaniemi-tyokyky.json",
                                      MODELS "rovaniemi-tyokyky.json#three-more-places"};
  pair p = {.report = polku_report_new()};
  for (int i = 0; i < 2; i++) {
    p.model[i] = polku_model_load(names[i], p.report);
    p.rules[i] = polku_rules_load(p.model[i], POLKU_SOURCE_DIR "/plugins", p.report);
    p.cases[i] = (polku_case){p.model[i], p.rules[i], i ? "more" : "now"};
  }
  return p;
}

static void pair_free(pair *p) {
  for (int i = 0; i < 2; i++) {
    polku_rules_free(p->rules[i]);
    polku_model_free(p->model[i]);
  }
  polku_report_free(p->report);
}

static void differences_are_those_of_the_same_comparison(void **state) {
  (void)state;
  pair p = pair_new();
  polku_page_options options = quick(NULL, POLKU_EN);
  options.form = POLKU_PAGE_MARKDOWN;
  polku_compare_options asked = {.simulation = options.simulation};
  polku_comparison *c = polku_compare(p.cases, 2, &asked, p.report);
  polku_pages *pages = polku_pages_new(p.cases, 2, &options, p.report);
  assert_non_null(c);
  assert_non_null(pages);
  const pk_paired *paired = pk_paired_at(c, 1, 0, PK_EMPLOYMENT_RATIO);
  const char *at = strstr(file_in(pages, "report-differences.csv"), "\nemployment_ratio,");
  const double expected[] = {paired->before, paired->after, paired->value, paired->expected_low,
                             paired->expected_high};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    at = strchr(at, ',') + 1;
    assert_true(fabs(strtod(at, NULL) - expected[i] * 64) < 1e-9);
  }
  assert_non_null(strstr(file_in(pages, "report-structure.csv"), "village-associations"));
  polku_pages_free(pages);
  polku_comparison_free(c);
  pair_free(&p);
}

static void a_comparison_has_a_page_of_its_own(void **state) {
  (void)state;
  pair p = pair_new();
  polku_renderer *with = renderer();
  polku_page_options options = quick(with, POLKU_FI);
  options.comparison_only = true;
  char *page = polku_page(p.cases, 2, &options, p.report);
  assert_non_null(page);
  expect_good(page);
  assert_non_null(strstr(page, "figure-compare-1"));
  assert_null(strstr(page, "id=\"assumptions\""));
  free(page);
  polku_renderer_free(with);
  pair_free(&p);
}

/* ------------------------------------------------------------------------------------- harm */

static void names_are_text_and_nothing_else(void **state) {
  static const char *const names[] = {"<script>alert(1)</script>",
                                      "\\\"><img src=x onerror=alert(1)>",
                                      "]]>&amp;<!--",
                                      "</style></svg></title>",
                                      "{people} {0} %s %n",
                                      "\\u202e\\u0000x",
                                      "=cmd|' /C calc'!A0",
                                      "javascript:alert(1)"};
  (void)state;
  polku_renderer *with = renderer();
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (strstr(names[i], "u0000"))
      continue; /* no such model is read */
    polku_page_options options = quick(with, POLKU_EN);
    options.question = names[i];
    polku_pages *pages = pages_named(names[i], &options);
    expect_balanced(page_in(pages));
    expect_alone(page_in(pages));
    assert_null(strstr(page_in(pages), "<img"));
    assert_null(strstr(page_in(pages), "href=\"javascript"));
    polku_pages_free(pages);
  }
  polku_renderer_free(with);
}

/* ----------------------------------------------------------------------------- odd models */

static void a_model_of_one_stage_has_a_page(void **state) {
  (void)state;
  polku_page_options options = quick(NULL, POLKU_FI);
  options.no_sensitivity = false;
  polku_pages *pages = pages_of_text("{ \"format\": \"polku/1\", \"horizon\": 1, \"stages\": { "
                                     "\"a\": { \"final\": true } } }",
                                     &options);
  expect_good(page_in(pages));
  polku_pages_free(pages);
}

static void a_model_of_300_stages_has_a_page(void **state) {
  enum { STAGES = 300 };
  (void)state;
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, "{ \"format\": \"polku/1\", \"horizon\": 40, \"stages\": {");
  for (int i = 0; i < STAGES; i++)
    pk_text_addf(&text, "\"s%d\": { \"duration\": { \"fixed\": 1 } },", i);
  pk_text_add(&text, "\"end\": { \"final\": true, \"employed\": true } }, \"transitions\": {");
  for (int i = 0; i < STAGES; i++)
    pk_text_addf(&text, "%s\"t%d\": { \"from\": \"s%d\", \"to\": \"%s%d\", \"share\": 1 }",
                 i ? "," : "", i, i, "s", i + 1);
  pk_text_add(&text, "}, \"groups\": { \"g\": { \"size\": 10, \"start\": \"s290\" } } }");
  char *last = strstr(text.data, "\"s300\"");
  memcpy(last, "\"end\" ", 6);
  polku_renderer *with = renderer();
  polku_page_options options = quick(with, POLKU_SV);
  polku_pages *pages = pages_of_text(text.data, &options);
  expect_good(page_in(pages));
  assert_non_null(strstr(page_in(pages), "100 %"));
  polku_pages_free(pages);
  polku_renderer_free(with);
  pk_text_free(&text);
}

/* ------------------------------------------------------------------------------------ charts */

static void axes_end_at_round_numbers(void **state) {
  static const struct {
    double most, top;
  } cases[] = {{0.45, 0.5}, {64, 80}, {12.5, 15}, {1, 1}, {0, 1}, {0.0031, 0.004}, {1001, 1500}};
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    int parts;
    double top = pk_round_top(cases[i].most, &parts);
    assert_true(fabs(top - cases[i].top) < 1e-9 * top);
    assert_in_range(parts, 3, 5);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_model_gives_a_good_page),
      cmocka_unit_test(the_same_inputs_give_the_same_bytes),
      cmocka_unit_test(numbers_are_those_counted_by_hand),
      cmocka_unit_test(what_people_are_like_is_said_in_words),
      cmocka_unit_test(outcomes_are_those_of_the_same_simulation),
      cmocka_unit_test(what_matters_is_that_of_the_same_search),
      cmocka_unit_test(differences_are_those_of_the_same_comparison),
      cmocka_unit_test(a_comparison_has_a_page_of_its_own),
      cmocka_unit_test(names_are_text_and_nothing_else),
      cmocka_unit_test(a_model_of_one_stage_has_a_page),
      cmocka_unit_test(a_model_of_300_stages_has_a_page),
      cmocka_unit_test(axes_end_at_round_numbers),
  };
  return RUN(tests);
}
