/* Memory that runs out, at every single place: each task of the main job is done again and again,
 * failing its first allocation, its second, … until it gets through. Every time it must either give
 * what it gives with enough memory, or nothing and a report that owns up; and every block must be
 * given back. From every seventh place on it is also tried without any memory at all, because what
 * handles a failure may ask for memory itself. */
#include "support/check.h"

#include "base/report.h"
#include "study/slopes.h"
#include "support/failing.h"
#include "support/random_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What tasks start from: made with enough memory. */
typedef struct material {
  char *text, *other_text, *patch;
  polku_model *model, *other;
  polku_rules *rules;
  polku_model *finland;
  polku_model *country;  /* with rules of its own: data/small */
  polku_model *changing; /* the same, where time changes something */
  polku_model *free;     /* without rules and places */
  polku_model *queue;    /* the country's, with a queue and a budget */
  polku_model *shared;   /* four associations, each with a place of its own */
  polku_rules *laws;
  polku_result *result;
} material;

/* What a task made, as text: no allocation of the test's own is in the way. */
typedef struct output {
  char text[1 << 18];
} output;

/* A task says whether it has made what it should. */
typedef bool job(const material *with, output *out, polku_report *report);

static bool keep(output *out, const char *text) {
  if (text)
    snprintf(out->text, sizeof out->text, "%s", text);
  return text != NULL;
}

/* The same for text that is the caller's to free. */
static bool take(output *out, char *text) {
  bool good = keep(out, text);
  free(text);
  return good;
}

/* The same for functions that have no report to say it in: NULL alone means that memory ran out. */
static bool take_silent(output *out, char *text, polku_report *report) {
  if (!text)
    pk_report_memory(report);
  return take(out, text);
}

static void expect_equal(const char *text, const char *expected, long n) {
  size_t at = 0;
  while (text[at] && text[at] == expected[at])
    at++;
  size_t from = at > 40 ? at - 40 : 0;
  if (text[at] || expected[at])
    fail_msg("allocation %ld: something else was made without a word:\n%.80s\nfor\n%.80s", n,
             text + from, expected + from);
}

typedef void fail_from(long n);

/* The task once, its n-th allocation failing; false when it did not need so many. */
static bool expect_held(job *done, const material *with, fail_from *start, long n,
                        const char *expected) {
  static output out;
  long before = blocks_alive();
  start(n);
  polku_report *report = polku_report_new();
  bool good = done(with, &out, report);
  bool hit = allocation_failed();
  if (!good && !polku_report_failed(report))
    fail_msg("allocation %ld: nothing was made and nothing said", n);
  if (good && !polku_report_failed(report))
    expect_equal(out.text, expected, n);
  polku_report_free(report);
  if (blocks_alive() != before)
    fail_msg("allocation %ld: %ld blocks were not given back", n, blocks_alive() - before);
  return hit;
}

/* Under sanitizers, which take ten times as long, one in so many is asked; the plain build asks
 * all. */
#ifdef POLKU_SANITIZED
enum { ONE_IN = 7 };
#else
enum { ONE_IN = 1 };
#endif

/* Fails every allocation of the job, or every `stride`-th where there are very many. */
static void expect_task_held(job *done, const material *with, long stride) {
  static output expected;
  stride *= ONE_IN;
  polku_report *report = polku_report_new();
  if (!done(with, &expected, report))
    fail_msg("%s", polku_report_text(report, POLKU_EN, false));
  polku_report_free(report);
  long n = 1;
  while (expect_held(done, with, fail_allocation, n, expected.text))
    n += stride;
  assert_true(n > 3);
  for (n = 1; expect_held(done, with, fail_allocations_from, n, expected.text); n += 7 * stride)
    continue;
}

/* ---------------------------------------------------------------------------------- the tasks */

static bool read_model(const material *with, output *out, polku_report *report) {
  polku_model *model = polku_model_read("small.json", with->text, strlen(with->text), report);
  bool good = keep(out, polku_model_text(model, NULL));
  polku_model_free(model);
  return good;
}

/* A model with mistakes gives no model, but all its problems. */
static bool read_broken(const material *with, output *out, polku_report *report) {
  static const char text[] =
      "{ \"format\": \"polku/1\", \"horizont\": 3, \"stages\": { \"a\": { \"duration\": { "
      "\"fixed\": "
      "0 } } }, \"transitions\": { \"t\": { \"from\": \"a\", \"to\": \"b\", \"share\": 0.5 } } }";
  (void)with;
  polku_model *model = polku_model_read("broken.json", text, strlen(text), report);
  polku_model_free(model);
  bool good = take_silent(out, polku_report_text(report, POLKU_FI, true), report);
  return take_silent(out, polku_report_json(report, POLKU_SV), report) && good;
}

static bool no_json(const material *with, output *out, polku_report *report) {
  static const char text[] = "{ \"format\": \"polku/1\", \"a\": 1, \"a\": 2 }";
  (void)with;
  polku_model_free(polku_model_read("broken.json", text, strlen(text), report));
  return take_silent(out, polku_report_text(report, POLKU_EN, false), report);
}

static bool take_model(output *out, polku_model *model) {
  bool good = keep(out, polku_model_text(model, NULL));
  polku_model_free(model);
  return good;
}

static bool apply_scenario(const material *with, output *out, polku_report *report) {
  return take_model(out, polku_model_scenario(with->model, "without", report));
}

static bool apply_patch(const material *with, output *out, polku_report *report) {
  return take_model(out, polku_model_patch(with->model, with->patch, report));
}

static bool find_difference(const material *with, output *out, polku_report *report) {
  return take(out, polku_model_diff(with->model, with->other, report));
}

static bool invert_patch(const material *with, output *out, polku_report *report) {
  return take(out, polku_model_invert(with->model, with->patch, report));
}

static bool hold_patches_together(const material *with, output *out, polku_report *report) {
  char *places = NULL;
  polku_meeting found = polku_patches_meet(
      "{\"stages\": {\"a/b\": null, \"c\": {\"duration\": {\"fixed\": 2}}}}",
      "{\"stages\": {\"a/b\": {}, \"c\": {\"duration\": {\"fixed\": 3}}}}", &places, report);
  (void)with;
  bool good = take(out, places);
  return good && found != POLKU_PATCHES_FAILED;
}

static bool take_part_away(const material *with, output *out, polku_report *report) {
  return take(out, polku_model_without(with->country, "/actors/club", report));
}

static bool tell_a_change(const material *with, output *out, polku_report *report) {
  return take(out, polku_model_told(with->model, with->other, with->rules, POLKU_FI, report)) &&
         take(out, polku_model_told(with->country, with->queue, with->laws, POLKU_FI, report));
}

static bool load_rules(const material *with, output *out, polku_report *report) {
  polku_rules *rules = polku_rules_load(with->model, NULL, report);
  bool good = keep(out, rules ? "rules" : NULL);
  polku_rules_free(rules);
  return good;
}

static bool simulate(const material *with, output *out, polku_report *report) {
  polku_options options = {.draws = 2, .threads = 1};
  polku_result *result = polku_simulate(with->model, with->rules, &options, report);
  bool good = result && take_silent(out, polku_result_json(result), report) &&
              take_silent(out, polku_result_csv(result), report) &&
              take_silent(out, polku_result_csv_metadata(result, "r.csv"), report);
  polku_result_free(result);
  return good;
}

/* A page and its files, without a renderer, which is a process of its own. */
static bool write_page(const material *with, output *out, polku_report *report) {
  polku_case one = {.model = with->country, .rules = with->laws};
  polku_page_options options = {.form = POLKU_PAGE_MARKDOWN,
                                .no_sensitivity = true,
                                .simulation = {.draws = -1, .threads = 1}};
  polku_page_file file;
  polku_pages *pages = polku_pages_new(&one, 1, &options, report);
  bool good = pages && polku_page_file_at(pages, 0, &file) && keep(out, file.bytes);
  polku_pages_free(pages);
  options.form = POLKU_PAGE_HTML;
  char *page = good ? polku_page(&one, 1, &options, report) : NULL;
  good = good && page;
  free(page);
  return good;
}

/* A model and a scenario's text of it; rules of its own for each. */
static bool compare_two(const polku_case cases[2], output *out, polku_report *report) {
  polku_compare_options options = {.simulation = {.draws = 2, .runs = 2, .threads = 1}};
  polku_comparison *c = polku_compare(cases, 2, &options, report);
  polku_tables *tables = polku_comparison_tables(c, POLKU_SV);
  if (c && !tables)
    pk_report_memory(report);
  bool good = tables && take_silent(out, polku_tables_markdown(tables), report) &&
              take_silent(out, polku_comparison_text(c, POLKU_FI, 80, false), report) &&
              take_silent(out, polku_comparison_json(c), report);
  polku_tables_free(tables);
  polku_comparison_free(c);
  return good;
}

static bool compare(const material *with, output *out, polku_report *report) {
  const polku_case cases[2] = {{with->model, with->rules, "a"}, {with->model, with->rules, NULL}};
  return compare_two(cases, out, report);
}

static bool compare_played(const material *with, output *out, polku_report *report) {
  polku_rules *rules = polku_rules_load(with->queue, POLKU_SOURCE_DIR "/tests/data", report);
  const polku_case cases[2] = {{with->queue, rules, "a"}, {with->country, with->laws, "b"}};
  bool good = rules && compare_two(cases, out, report);
  polku_rules_free(rules);
  return good;
}

static bool find_slopes(const material *with, output *out, polku_report *report) {
  pk_arena *arena = pk_arena_new();
  pk_study study;
  pk_slopes slopes;
  pk_variant variant = {.people = 0};
  bool good = arena && pk_study_start(&study, with->model, with->rules, arena);
  if (!good)
    pk_report_memory(report);
  good = good && pk_slopes_make(&slopes, &study, &variant, -1, arena, report);
  size_t length = 0;
  for (int i = 0; good && i < slopes.quantity_count * slopes.question_count; i++)
    length +=
        (size_t)snprintf(out->text + length, sizeof out->text - length, "%.9g\n", slopes.slope[i]);
  pk_arena_free(arena);
  return good;
}

static bool load_plugins(const material *with, output *out, polku_report *report) {
  polku_rules *rules = polku_rules_load(with->country, POLKU_SOURCE_DIR "/tests/data", report);
  bool good = keep(out, rules ? "rules" : NULL);
  polku_rules_free(rules);
  return good;
}

static bool tell_vocabulary(const material *with, output *out, polku_report *report) {
  return take_silent(out, polku_vocabulary_json(with->country, with->laws), report);
}

static bool load_finland(const material *with, output *out, polku_report *report) {
  polku_rules *rules = polku_rules_load(with->finland, POLKU_SOURCE_DIR "/plugins", report);
  bool good = keep(out, rules ? "rules" : NULL);
  polku_rules_free(rules);
  return good;
}

static bool simulate_laws(const material *with, output *out, polku_report *report) {
  polku_options options = {.draws = -1, .threads = 1, .withdraw = "club", .at_least = 3};
  polku_result *result = polku_simulate(with->country, with->laws, &options, report);
  bool good = result && take_silent(out, polku_result_json(result), report);
  polku_result_free(result);
  return good;
}

/* A law and a host that end on the way. */
static bool simulate_changes(const material *with, output *out, polku_report *report) {
  polku_options options = {.draws = -1, .threads = 1, .engine = "exact"};
  polku_rules *rules = polku_rules_load(with->changing, POLKU_SOURCE_DIR "/tests/data", report);
  polku_result *result = polku_simulate(with->changing, rules, &options, report);
  bool good = result && take_silent(out, polku_result_json(result), report);
  polku_result_free(result);
  polku_rules_free(rules);
  return good;
}

/* One engine, small enough to fail it everywhere; a watcher takes all that is told. */
static bool take_run(void *context, const polku_run *run) {
  *(int64_t *)context += run->run;
  return true;
}

static bool take_stays(void *context, const polku_stay *stays, size_t count) {
  *(int64_t *)context += stays[count - 1].end;
  return true;
}

static bool play(const char *engine, bool histories, const polku_model *model, const char *folders,
                 output *out, polku_report *report) {
  int64_t seen = 0;
  polku_watch watch = {.context = &seen, .run = take_run, .stays = histories ? take_stays : NULL};
  polku_options options = {
      .engine = engine, .runs = 2, .draws = 2, .threads = 1, .people = 12, .watch = &watch};
  polku_rules *rules = polku_rules_load(model, folders, report);
  polku_result *result = polku_simulate(model, rules, &options, report);
  bool good = result && take_silent(out, polku_result_json(result), report);
  polku_result_free(result);
  polku_rules_free(rules);
  return good;
}

static bool play_cohort(const material *with, output *out, polku_report *report) {
  return play("cohort", false, with->country, POLKU_SOURCE_DIR "/tests/data", out, report);
}

/* Client by client: nothing ties them together. */
static bool play_walk(const material *with, output *out, polku_report *report) {
  return play("individual", true, with->free, NULL, out, report);
}

/* All clients side by side: places, and a queue. */
static bool play_steps(const material *with, output *out, polku_report *report) {
  return play("individual", true, with->queue, POLKU_SOURCE_DIR "/tests/data", out, report);
}

static bool play_changes(const material *with, output *out, polku_report *report) {
  return play("individual", false, with->changing, POLKU_SOURCE_DIR "/tests/data", out, report);
}

/* Too many sets of associations for two runs: orders of them are drawn. */
static bool play_orders(const material *with, output *out, polku_report *report) {
  return play("individual", false, with->shared, NULL, out, report);
}

static bool share_exactly(const material *with, output *out, polku_report *report) {
  return play("exact", false, with->shared, NULL, out, report);
}

static bool tell_result(const material *with, output *out, polku_report *report) {
  return take_silent(out, polku_result_text(with->result, POLKU_FI, 80, false), report);
}

static bool find_paths(const material *with, output *out, polku_report *report) {
  return take(out, polku_paths_json(with->country, with->laws, 3, POLKU_FI, report)) &&
         take(out, polku_paths_text(with->country, with->laws, 3, POLKU_SV, report));
}

static bool check(const material *with, output *out, polku_report *report) {
  polku_check(with->country, with->laws, report);
  return take_silent(out, polku_report_text(report, POLKU_SV, false), report);
}

static bool read_odd_plugin(const material *with, output *out, polku_report *report) {
  polku_rules *rules = polku_rules_load(with->country, POLKU_SOURCE_DIR "/tests/data/odd", report);
  polku_rules_free(rules);
  return !rules && take_silent(out, polku_report_text(report, POLKU_FI, false), report);
}

static bool region_unknown(const material *with, output *out, polku_report *report) {
  (void)with;
  polku_model *model = polku_model_load(POLKU_SOURCE_DIR "/tests/data/small-country.json", report);
  polku_rules *rules = polku_rules_load(model, POLKU_SOURCE_DIR "/plugins", report);
  polku_rules_free(rules);
  polku_model_free(model);
  return !rules && take_silent(out, polku_report_text(report, POLKU_FI, false), report);
}

static const char *const assumed[] = {"age=58", "jobless_of_3=1"};
static const polku_question question = {"all", "support", "2024-05-01", assumed, 2};

static bool explain(const material *with, output *out, polku_report *report) {
  return take(out, polku_explain(with->country, with->laws, &question, POLKU_FI, report));
}

static bool explain_json(const material *with, output *out, polku_report *report) {
  return take(out, polku_explain_json(with->country, with->laws, &question, POLKU_EN, report));
}

static bool draw_map(const material *with, output *out, polku_report *report) {
  polku_drawing *drawing =
      polku_draw(with->country, with->laws,
                 &(polku_draw_options){.lang = POLKU_FI, .result = with->result}, report);
  bool good = keep(out, drawing ? "drawing" : NULL);
  polku_drawing_free(drawing);
  return good;
}

static bool write_twin(const material *with, polku_twin_form form, output *out,
                       polku_report *report) {
  return take(out, polku_twin(with->country, with->laws,
                              &(polku_draw_options){.lang = POLKU_SV, .result = with->result}, form,
                              report));
}

/* Two models in one grid, which have some stages in common. */
static bool draw_two(const material *with, output *out, polku_report *report) {
  const polku_case other = {with->queue, with->laws, "other"};
  polku_drawing *drawing =
      polku_draw(with->country, with->laws,
                 &(polku_draw_options){.view = POLKU_VIEW_COMPARE, .other = &other}, report);
  bool good = keep(out, drawing ? "drawing" : NULL);
  polku_drawing_free(drawing);
  return good;
}

static bool write_two(const material *with, output *out, polku_report *report) {
  const polku_case other = {with->queue, with->laws, "other"};
  return take(out, polku_twin(with->country, with->laws,
                              &(polku_draw_options){.view = POLKU_VIEW_COMPARE, .other = &other},
                              POLKU_TWIN_HTML, report));
}

static bool write_text_twin(const material *with, output *out, polku_report *report) {
  return write_twin(with, POLKU_TWIN_TEXT, out, report);
}

static bool write_page_twin(const material *with, output *out, polku_report *report) {
  return write_twin(with, POLKU_TWIN_HTML, out, report);
}

static bool write_csv_twin(const material *with, output *out, polku_report *report) {
  return write_twin(with, POLKU_TWIN_CSV, out, report);
}

static bool export_chart(const material *with, output *out, polku_report *report) {
  return take(out, polku_export(with->country, with->laws, POLKU_MERMAID, POLKU_FI, report));
}

static bool import_chart(const material *with, output *out, polku_report *report) {
  static const char text[] = "flowchart LR\n a[Alku] -->|40 %| b --> a\n n:::third -.->|tukee| a\n";
  (void)with;
  return take(out, polku_import("a.mmd", text, sizeof text - 1, POLKU_MERMAID, POLKU_FI, report));
}

static bool import_list(const material *with, output *out, polku_report *report) {
  static const char text[] = "from;to;share\na;b;0,4\na;\"c \"\"d\"\"\";\xe4\n";
  (void)with;
  return take(out, polku_import("a.csv", text, sizeof text - 1, POLKU_EDGES, POLKU_FI, report));
}

/* -------------------------------------------------------------------------------- the context */

/* A model with every part that one may have without a region; found among the random ones. */
static material *new_material(void) {
  static const random_model_options small = {.stages = 3, .horizon = 5};
  static material c;
  polku_report *report = polku_report_new();
  uint64_t seed = 0;
  do {
    free(c.text);
    c.text = random_model(++seed, &small);
  } while (!strstr(c.text, "\"without\"") || !strstr(c.text, "\"supports\"") ||
           !strstr(c.text, "\"accounts\"") || !strstr(c.text, "\"evidence\"") ||
           !strstr(c.text, "\"queue\"") || !strstr(c.text, "\"targets\"") ||
           !strstr(c.text, "\"gaps\""));
  c.other_text = random_model(seed + 1, &small);
  c.model = polku_model_read("small.json", c.text, strlen(c.text), report);
  c.other = polku_model_read("other.json", c.other_text, strlen(c.other_text), report);
  c.patch = polku_model_diff(c.model, c.other, report);
  c.rules = polku_rules_load(c.model, NULL, report);
  c.country = polku_model_load(POLKU_SOURCE_DIR "/tests/data/small-country.json", report);
  c.changing = polku_model_patch(c.country,
                                 "{\"start_date\": \"2020-10-01\", \"follow_calendar\": true,"
                                 " \"actors\": {\"club\": {\"until\": 4}}}",
                                 report);
  assert_non_null(c.changing);
  c.queue = polku_model_patch(
      c.country,
      "{\"budgets\": {\"b\": {\"kinds\": [\"support\"], \"account\": \"town\", \"per_year\": "
      "4000}},"
      " \"stages\": {\"support\": {\"queue\": {\"max\": 2, \"patience\": {\"fixed\": 2},"
      " \"gives_up\": {\"seeking\": 1}}}},"
      " \"groups\": {\"all\": {\"arrivals\": {\"per_step\": 1},"
      " \"initial\": [{\"waiting_for\": \"support\", \"waited\": 1, \"count\": 1}]}}}",
      report);
  assert_non_null(c.queue);
  static const char free_text[] =
      "{\"format\": \"polku/1\", \"horizon\": 5, \"stages\": {\"a\": {\"duration\": "
      "{\"geometric\": "
      "{\"mean\": 2}}}, \"b\": {\"employed\": true}}, \"transitions\": {\"ab\": {\"from\": \"a\", "
      "\"to\": \"b\", \"share\": 1}, \"ba\": {\"from\": \"b\", \"to\": \"a\", \"per_step\": "
      "{\"value\": "
      "0.2, \"evidence\": {\"events\": 2, \"of\": 10}}}}, \"groups\": {\"g\": {\"size\": 3, "
      "\"start\": "
      "\"a\"}}}";
  c.free = polku_model_read("free.json", free_text, strlen(free_text), report);
  assert_non_null(c.free);
  static const char shared_text[] =
      "{\"format\": \"polku/1\", \"horizon\": 3, \"actors\": {\"a\": {\"sector\": \"third\"}, "
      "\"b\": {\"sector\": \"third\"}, \"c\": {\"sector\": \"third\"}, \"d\": {\"sector\": "
      "\"third\"}}, \"stages\": {\"s\": {}, \"w\": {\"employed\": true, \"actors\": {\"a\": "
      "{\"host\": "
      "{\"places\": 1}}, \"b\": {\"host\": {\"places\": 2}}, \"c\": {\"host\": {\"places\": 4}}, "
      "\"d\": {\"host\": {\"places\": 8}}}}}, \"transitions\": {\"sw\": {\"from\": \"s\", \"to\": "
      "\"w\", \"per_step\": 0.5}}, \"groups\": {\"g\": {\"size\": 12, \"start\": \"s\"}}}";
  c.shared = polku_model_read("shared.json", shared_text, strlen(shared_text), report);
  assert_non_null(c.shared);
  c.laws = polku_rules_load(c.country, POLKU_SOURCE_DIR "/tests/data", report);
  c.result = polku_simulate(c.country, c.laws, &(polku_options){.threads = 1}, report);
  assert_true(c.model && c.other && c.patch && c.rules && c.result);
  char *text = random_model(4, &(random_model_options){.stages = 3, .region = "finland"});
  c.finland = polku_model_read("finland.json", text, strlen(text), report);
  assert_non_null(c.finland);
  free(text);
  polku_report_free(report);
  return &c;
}

static void free_material(material *c) {
  polku_result_free(c->result);
  polku_rules_free(c->laws);
  polku_rules_free(c->rules);
  polku_model_free(c->country);
  polku_model_free(c->changing);
  polku_model_free(c->free);
  polku_model_free(c->queue);
  polku_model_free(c->shared);
  polku_model_free(c->finland);
  polku_model_free(c->model);
  polku_model_free(c->other);
  free(c->text);
  free(c->other_text);
  free(c->patch);
}

static int prepare(void **state) {
  json_set_alloc_funcs(malloc, free);
  *state = new_material();
  return 0;
}

static int finish(void **state) {
  free_material(*state);
  return 0;
}

#define HELD(name, task)                                                                           \
  static void name(void **state) {                                                                 \
    expect_task_held(task, *state, 1);                                                             \
  }

HELD(reading_a_model_survives, read_model)
HELD(telling_all_mistakes_survives, read_broken)
HELD(telling_that_it_is_no_json_survives, no_json)
HELD(applying_a_scenario_survives, apply_scenario)
HELD(patching_survives, apply_patch)
HELD(finding_a_difference_survives, find_difference)
HELD(inverting_a_patch_survives, invert_patch)
HELD(holding_patches_together_survives, hold_patches_together)
HELD(taking_a_part_away_survives, take_part_away)
HELD(telling_a_change_survives, tell_a_change)
HELD(loading_rules_survives, load_rules)
HELD(simulating_survives, simulate)
HELD(comparing_survives, compare)
HELD(comparing_what_is_played_survives, compare_played)
HELD(finding_slopes_survives, find_slopes)
HELD(loading_plugins_survives, load_plugins)
HELD(telling_the_vocabulary_survives, tell_vocabulary)
HELD(simulating_under_laws_survives, simulate_laws)

static void writing_a_report_survives(void **state) {
  expect_task_held(write_page, *state, long_or(1, 5));
}

HELD(simulating_what_changes_survives, simulate_changes)
HELD(playing_a_cohort_survives, play_cohort)
HELD(walking_client_by_client_survives, play_walk)
HELD(playing_queues_survives, play_steps)
HELD(playing_orders_of_actors_survives, play_orders)
HELD(sharing_among_actors_survives, share_exactly)
HELD(playing_what_changes_survives, play_changes)
HELD(telling_the_result_survives, tell_result)
HELD(reading_an_odd_plugin_survives, read_odd_plugin)
HELD(finding_paths_survives, find_paths)
HELD(checking_survives, check)
HELD(telling_that_a_region_is_unknown_survives, region_unknown)
HELD(explaining_survives, explain)
HELD(explaining_to_programs_survives, explain_json)
HELD(drawing_survives, draw_map)
HELD(comparing_pictures_survive, draw_two)
HELD(comparing_twins_survive, write_two)
HELD(the_twin_as_text_survives, write_text_twin)
HELD(the_twin_as_a_page_survives, write_page_twin)
HELD(the_twin_as_csv_survives, write_csv_twin)
HELD(exporting_survives, export_chart)
HELD(reading_a_flowchart_survives, import_chart)
HELD(reading_a_list_of_arrows_survives, import_list)

/* Some ten thousand allocations of some milliseconds each: all of them in the long run only. */
static void loading_the_law_of_finland_survives(void **state) {
  expect_task_held(load_finland, *state, long_or(1, 97));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reading_a_model_survives),
      cmocka_unit_test(telling_all_mistakes_survives),
      cmocka_unit_test(telling_that_it_is_no_json_survives),
      cmocka_unit_test(applying_a_scenario_survives),
      cmocka_unit_test(patching_survives),
      cmocka_unit_test(finding_a_difference_survives),
      cmocka_unit_test(inverting_a_patch_survives),
      cmocka_unit_test(holding_patches_together_survives),
      cmocka_unit_test(taking_a_part_away_survives),
      cmocka_unit_test(telling_a_change_survives),
      cmocka_unit_test(loading_rules_survives),
      cmocka_unit_test(simulating_survives),
      cmocka_unit_test(comparing_survives),
      cmocka_unit_test(comparing_what_is_played_survives),
      cmocka_unit_test(finding_slopes_survives),
      cmocka_unit_test(loading_plugins_survives),
      cmocka_unit_test(loading_the_law_of_finland_survives),
      cmocka_unit_test(telling_the_vocabulary_survives),
      cmocka_unit_test(simulating_under_laws_survives),
      cmocka_unit_test(writing_a_report_survives),
      cmocka_unit_test(simulating_what_changes_survives),
      cmocka_unit_test(playing_a_cohort_survives),
      cmocka_unit_test(walking_client_by_client_survives),
      cmocka_unit_test(playing_queues_survives),
      cmocka_unit_test(playing_orders_of_actors_survives),
      cmocka_unit_test(sharing_among_actors_survives),
      cmocka_unit_test(playing_what_changes_survives),
      cmocka_unit_test(telling_the_result_survives),
      cmocka_unit_test(reading_an_odd_plugin_survives),
      cmocka_unit_test(finding_paths_survives),
      cmocka_unit_test(checking_survives),
      cmocka_unit_test(telling_that_a_region_is_unknown_survives),
      cmocka_unit_test(explaining_survives),
      cmocka_unit_test(explaining_to_programs_survives),
      cmocka_unit_test(drawing_survives),
      cmocka_unit_test(comparing_pictures_survive),
      cmocka_unit_test(comparing_twins_survive),
      cmocka_unit_test(the_twin_as_text_survives),
      cmocka_unit_test(the_twin_as_a_page_survives),
      cmocka_unit_test(the_twin_as_csv_survives),
      cmocka_unit_test(exporting_survives),
      cmocka_unit_test(reading_a_flowchart_survives),
      cmocka_unit_test(reading_a_list_of_arrows_survives),
  };
  return cmocka_run_group_tests(tests, prepare, finish);
}
