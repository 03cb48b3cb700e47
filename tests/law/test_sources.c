/* Where numbers come from, and whether that is beyond doubt: told wherever a number is. */
#include "rules/desk/shelf.h"
#include "support/check.h"
#include "support/plugins.h"

#include "base/words.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDERS POLKU_SOURCE_DIR "/plugins"

static void expect_table(polku_shape shape, polku_lang lang, const char *date, const char *part) {
  const polku_plugin_question question = {.folders = FOLDERS,
                                          .plugin = "finland",
                                          .rule = "amount wage_subsidy municipality",
                                          .date = date};
  polku_report *report = polku_report_new();
  char *text = polku_plugin_table(&question, shape, lang, report);
  if (!text || !strstr(text, part))
    fail_msg("missing: %s\nin: %s", part, text ? text : "nothing");
  free(text);
  polku_report_free(report);
}

/* 1 770 euros are in a calculator of Helsinki; § 94.1(2) says 2 770. */
static void a_disputed_number_is_marked_with_its_own_source(void **state) {
  (void)state;
  const char *day = "2025-06-01";
  expect_table(POLKU_AS_TEXT, POLKU_EN, day, "helsinki-calculator\xc2\xa0¹");
  expect_table(POLKU_AS_TEXT, POLKU_FI, day, "\n¹ 70 prosentin tuen enimmäismäärä");
  expect_table(POLKU_AS_MARKDOWN, POLKU_FI, day, "380/2023 94 § 1 mom. 2 kohta sanoo");
  expect_table(POLKU_AS_JSON, POLKU_EN, day,
               "\"disputed\": 277000, \"disputed_ref\": \"380/2023 § 94.1(2)\"");
  expect_table(POLKU_AS_CSV, POLKU_EN, day,
               "helsinki-calculator,disputed: 277000 (380/2023 § 94.1(2))\n");
}

static void a_number_past_its_review_is_marked_from_the_next_day_on(void **state) {
  (void)state;
  expect_table(POLKU_AS_CSV, POLKU_EN, "2026-06-30", ",full,202000,cent/month,380/2023 § 94.1,\n");
  expect_table(POLKU_AS_CSV, POLKU_EN, "2026-07-01",
               ",full,202000,cent/month,380/2023 § 94.1,review by 2026-06-30\n");
}

/* A case of one section may take its number from elsewhere; a subsection is not elsewhere. */
static void a_number_from_elsewhere_names_its_source(void **state) {
  (void)state;
  static const char rules[] =
      "polku.attribute 'skill' { enum = { 'low', 'high' }, of = 'client', default = 'low' }\n"
      "polku.kind 'job' {}\n"
      "polku.limit 'job' { from = '2020-01-01', unit = 'month', ref = 'Act § 2', cases = {\n"
      "  { reads = { 'skill' }, when = function(c) return c.skill == 'low' end, value = 'long',"
      " ref = 'Act § 2.1' },\n"
      "  { default = 'short', ref = 'Act § 2.2' } } }\n";
  static const char params[] =
      "return { long = { unit = 'month', values = { { from = 'always', value = 12, ref = 'Guide' }"
      " } },\n short = { unit = 'month', values = { { from = 'always', value = 6,"
      " ref = 'Act §§ 1.3, 2.2(1)' } } } }\n";
  plugin_folder folder;
  plugin_folder_new(&folder);
  plugin_state(&folder, "tiny", params, rules);
  const polku_plugin_question question = {.folders = folder.path, .plugin = "tiny"};
  polku_report *report = polku_report_new();
  char *csv = polku_plugin_table(&question, POLKU_AS_CSV, POLKU_EN, report);
  char *json = polku_plugin_table(&question, POLKU_AS_JSON, POLKU_EN, report);
  assert_non_null(csv);
  assert_non_null(json);
  assert_non_null(strstr(csv, "low,12,month,Act § 2.1; Guide,\n"));
  assert_non_null(strstr(csv, "high,6,month,Act § 2.2,\n"));
  assert_non_null(strstr(json, "\"source\": \"Guide\""));
  free(csv);
  free(json);
  polku_report_free(report);
  plugin_folder_remove(&folder);
}

static void accounts_have_names(void **state) {
  (void)state;
  expect_table(POLKU_AS_TEXT, POLKU_FI, "2025-06-01", "Palkkatuki: maksu, tili: kunta\n");
  expect_table(POLKU_AS_TEXT, POLKU_SV, "2025-06-01", "konto: kommunen\n");
  expect_table(POLKU_AS_TEXT, POLKU_EN, "2025-06-01", "account: municipality\n");
}

static bool warned(const char *basis) {
  static const char form[] =
      "{\"format\":\"polku/1\",\"region\":\"finland\",\"rules_as_of\":\"2025-06-01\","
      "\"horizon\":36,\"accounts\":{\"municipality\":{\"unit\":\"euro\"}},"
      "\"stages\":{\"seek\":{\"kind\":\"job_seeking\",\"duration\":{\"fixed\":1}},"
      "\"job\":{\"kind\":\"wage_subsidy\",\"final\":true,\"attributes\":{\"employer\":"
      "\"association\",\"basis\":\"%s\"}}},"
      "\"transitions\":{\"go\":{\"from\":\"seek\",\"to\":\"job\",\"share\":1}},"
      "\"groups\":{\"one\":{\"size\":1,\"start\":\"seek\",\"attributes\":{\"age\":40},"
      "\"histories\":{\"unemployed\":{\"latest\":24},\"employed\":{\"pattern\":\"0\"}}}}}";
  char text[1200];
  assert_in_range(snprintf(text, sizeof text, form, basis), 1, (int)sizeof text - 1);
  bound_model b = bind_text(text, FOLDERS);
  assert_non_null(b.rules);
  bool found = has_problem(b.report, "W-PARAM-DISPUTED");
  bound_free(&b);
  return found;
}

/* 70 per cent are for reduced work ability alone. */
static void a_dispute_is_told_only_where_the_number_can_decide(void **state) {
  (void)state;
  assert_true(warned("reduced"));
  assert_false(warned("skills"));
  assert_false(warned("full"));
}

/* --- references in three languages */

static int seen;

/* Finnish and Swedish put the sign after the number, and name chapters and subsections. */
static void expect_translated(const char *ref) {
  static const polku_lang langs[] = {POLKU_FI, POLKU_SV};
  if (!ref)
    return;
  seen++;
  for (int i = 0; i < 2; i++) {
    pk_text out = PK_TEXT_EMPTY;
    pk_law_add(&out, langs[i], ref);
    const char *sign = strstr(out.data, "§");
    bool left = strstr(out.data, "ch. ") || strstr(out.data, "§§") || strstr(out.data, "§–");
    for (; sign; sign = strstr(sign + 1, "§")) {
      bool before = sign[2] == ' ' && sign[3] >= '0' && sign[3] <= '9';
      left = left || sign[2] == '.' || sign[2] == '(' || (before && !strstr(sign, " mom."));
    }
    if (left)
      fail_msg("%s became %s", ref, out.data);
    pk_text_free(&out);
  }
  pk_text out = PK_TEXT_EMPTY;
  pk_law_add(&out, POLKU_EN, ref);
  assert_string_equal(out.data, ref);
  pk_text_free(&out);
}

static void look_tree(const pk_tree *node) {
  if (node->join == PK_TEST)
    expect_translated(node->leaf->ref);
  else
    expect_translated(node->ref);
  for (int i = 0; i < node->child_count; i++)
    look_tree(node->children[i]);
}

static void look_plugin(const pk_plugin *plugin) {
  for (int i = 0; i < plugin->rule_count; i++)
    for (int k = 0; k < plugin->rules[i].version_count; k++) {
      const pk_version *version = &plugin->rules[i].versions[k];
      expect_translated(version->ref);
      if (version->tree)
        look_tree(version->tree);
      for (int c = 0; c < version->case_count; c++)
        expect_translated(version->cases[c].ref);
    }
  for (int i = 0; i < plugin->param_count; i++)
    for (int k = 0; k < plugin->params[i].value_count; k++) {
      expect_translated(plugin->params[i].values[k].ref);
      expect_translated(plugin->params[i].values[k].disputed_ref);
    }
}

static void every_reference_reads_in_the_manner_of_the_language(void **state) {
  (void)state;
  static const char *const regions[] = {"rovaniemi", "joensuu", "liperi", "north-karelia"};
  for (size_t r = 0; r < sizeof regions / sizeof *regions; r++) {
    pk_shelf shelf;
    polku_report *report = polku_report_new();
    assert_true(pk_shelf_open(&shelf, FOLDERS, regions[r], report));
    for (int i = 0; i < shelf.book->plugins.count; i++)
      look_plugin(*PK_AT(shelf.book->plugins, pk_plugin *, i));
    pk_shelf_close(&shelf);
    polku_report_free(report);
  }
  assert_true(seen > 400);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_disputed_number_is_marked_with_its_own_source),
      cmocka_unit_test(a_number_past_its_review_is_marked_from_the_next_day_on),
      cmocka_unit_test(a_number_from_elsewhere_names_its_source),
      cmocka_unit_test(accounts_have_names),
      cmocka_unit_test(a_dispute_is_told_only_where_the_number_can_decide),
      cmocka_unit_test(every_reference_reads_in_the_manner_of_the_language),
  };
  return RUN(tests);
}
