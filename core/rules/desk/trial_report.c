/* Failing tests as problems: what the client is like, what was expected and what the rules say,
 * what decided, and where the law says otherwise according to the author. */
#include "rules/desk/trial.h"

#include "base/text.h"
#include "rules/say.h"
#include "rules/desk/table.h"
#include <stdio.h>
#include <stdlib.h>

/* One sentence in three languages, in the arena. */
typedef struct sentence {
  const char *in[3];
} sentence;

typedef void say(pk_text *out, const pk_failure *failure, polku_lang lang);

static sentence say_all(pk_shelf *shelf, const pk_failure *failure, say *one) {
  sentence made;
  for (int lang = POLKU_FI; lang <= POLKU_EN; lang++) {
    pk_text text = PK_TEXT_EMPTY;
    one(&text, failure, (polku_lang)lang);
    char *taken = pk_text_take(&text);
    made.in[lang] = taken ? pk_strdup(shelf->arena, taken) : NULL;
    free(taken);
    if (!made.in[lang])
      pk_report_memory(shelf->report);
  }
  return made;
}

static bool is_given(const pk_trial *trial, int variable) {
  for (int i = 0; i < trial->given_count; i++)
    if (trial->given[i].variable == variable)
      return true;
  return false;
}

/* Whether a variable tells this client from one of whom nothing is said. */
static bool is_told(const pk_failure *failure, int variable, int *home) {
  const pk_product *product = failure->span->product;
  if (is_given(failure->trial, variable))
    return true;
  for (int a = 0; a < product->axis_count; a++)
    if (product->subject_variable[0][a] == variable)
      return product->axes[a].klass[failure->raw[variable]] !=
             product->axes[a].klass[home[variable]];
  return false;
}

/* The client and place of a row: what is given in the test, and what is not as by default. */
static void failure_client(pk_text *out, const pk_failure *failure, polku_lang lang) {
  const pk_book *book = failure->span->product->book;
  int *home = malloc((size_t)book->variables.count * sizeof *home);
  bool any = false;
  if (!home) {
    out->failed = true;
    return;
  }
  pk_raw_default(book, home);
  for (int v = 0; v < book->variables.count; v++) {
    if (!is_told(failure, v, home))
      continue;
    pk_text_addf(out, "%s%s: ", any ? "; " : "", pk_say_variable(book, v, lang));
    pk_say_value(out, book, v, failure->raw[v], lang);
    any = true;
  }
  if (!any)
    pk_text_add(out, pk_word(lang, "rules.test.as_default"));
  free(home);
}

static void say_answer(pk_text *out, const pk_failure *failure, int64_t answer, polku_lang lang) {
  const pk_subject *subject = &failure->span->subject;
  pk_say_answer(out, subject->rule.form, pk_rule_unit(subject->law, &subject->rule), answer, lang);
}

static void say_expected(pk_text *out, const pk_failure *failure, polku_lang lang) {
  say_answer(out, failure, failure->trial->expected, lang);
}

static void say_got(pk_text *out, const pk_failure *failure, polku_lang lang) {
  say_answer(out, failure, failure->got, lang);
}

/* "Length of the wage subsidy: 10 months": where the number comes from. */
static void say_case(pk_text *out, const pk_failure *failure, polku_lang lang) {
  const pk_param *param = failure->by.one->param;
  pk_text number = PK_TEXT_EMPTY;
  pk_say_number(&number, failure->by.layer->version->unit, failure->got, lang);
  if (param)
    pk_word_add(out, lang, "rules.test.by_param", "name",
                pk_name_text(&param->name, lang, param->id), "id", param->id, "value",
                number.data ? number.data : "", "ref", failure->by.ref ? failure->by.ref : "–",
                NULL);
  else
    pk_word_add(out, lang, "rules.test.by_case", "value", number.data ? number.data : "", "ref",
                failure->by.ref ? failure->by.ref : "–", NULL);
  out->failed = out->failed || number.failed;
  pk_text_free(&number);
}

static void say_decider(pk_text *out, const pk_failure *failure, polku_lang lang) {
  const pk_leaf *leaf = failure->by.leaf;
  bool refused = failure->got == 0;
  if (failure->by.one)
    say_case(out, failure, lang);
  else if (leaf)
    pk_word_add(out, lang, refused ? "rules.test.by_refusal" : "rules.test.by_condition", "why",
                pk_name_text(refused ? &leaf->why : &leaf->met, lang, leaf->id), "id", leaf->id,
                "ref", failure->by.ref ? failure->by.ref : "–", NULL);
  else
    pk_text_add(out, pk_word(lang, failure->got == PK_NOT_RULED ? "rules.test.by_no_version"
                                                                : "rules.test.by_nothing"));
}

static void say_text(pk_text *out, const pk_failure *failure, polku_lang lang) {
  pk_text_add(out, pk_name_text(&failure->trial->text, lang, ""));
}

static void report(const pk_trial_result *result, const pk_failure *failure) {
  pk_shelf *shelf = result->shelf;
  const pk_trial *trial = failure->trial;
  char date[11];
  pk_place place;
  pk_file_place(trial->file, trial->line, &place);
  const sentence client = say_all(shelf, failure, failure_client);
  const sentence expected = say_all(shelf, failure, say_expected);
  const sentence got = say_all(shelf, failure, say_got);
  const sentence by = say_all(shelf, failure, say_decider);
  const sentence text = say_all(shelf, failure, say_text);
  pk_report_add(
      shelf->report, &place, failure->why ? "E-TEST-REASON" : "E-TEST-FAILED", "rule",
      trial->rule_text, "date", pk_date_text(date, failure->date), "ref", trial->ref, "why",
      trial->why ? trial->why : "–", "found", failure->by.id ? failure->by.id : "–", "client_fi",
      client.in[0], "client_sv", client.in[1], "client_en", client.in[2], "expected_fi",
      expected.in[0], "expected_sv", expected.in[1], "expected_en", expected.in[2], "got_fi",
      got.in[0], "got_sv", got.in[1], "got_en", got.in[2], "by_fi", by.in[0], "by_sv", by.in[1],
      "by_en", by.in[2], "text_fi", text.in[0], "text_sv", text.in[1], "text_en", text.in[2], NULL);
}

static void report_more(const pk_trial_result *result, const pk_trial *trial, int count) {
  char number[16];
  pk_place place;
  pk_file_place(trial->file, trial->line, &place);
  snprintf(number, sizeof number, "%d", count);
  pk_report_add(result->shelf->report, &place, "I-TEST-MORE", "rule", trial->rule_text, "count",
                number, NULL);
}

/* Failures of one test follow each other. */
void pk_failures_report(const pk_trial_result *result) {
  const pk_trial *last = NULL;
  int told = 0;
  for (int i = 0; i < result->failures.count; i++) {
    const pk_failure *failure = PK_AT(result->failures, pk_failure, i);
    told = failure->trial == last ? told + 1 : 1;
    last = failure->trial;
    if (told <= PK_FAILURES_TOLD)
      report(result, failure);
    if (told == PK_FAILURES_TOLD && last->failing > told)
      report_more(result, last, last->failing - told);
  }
}
