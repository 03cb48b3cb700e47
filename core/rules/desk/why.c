/* polku plugin why: a rule asked for one client, without a model. What is not said of the client is
 * as by default, and told as assumed. */
#include "rules/desk/why.h"

#include "rules/explain_json.h"
#include "rules/desk/table.h"
#include <stdlib.h>
#include <string.h>

typedef struct asker {
  pk_shelf shelf;
  const polku_plugin_question *question;
  pk_explanation about; /* what all rules share: book, arena, settings */
  int *raw;
  pk_date date;
  pk_list all; /* pk_why */
} asker;

static bool no_memory(const asker *a) {
  pk_report_memory(a->shelf.report);
  return false;
}

static bool problem(const asker *a, const char *code, const char *name) {
  pk_report_add(a->shelf.report, NULL, code, "name", name, NULL);
  return false;
}

/* --- the client */

static bool read_client(asker *a) {
  const pk_book *book = a->shelf.book;
  size_t count = (size_t)book->variables.count;
  bool *known = PK_NEW_ARRAY(a->shelf.arena, bool, count);
  a->raw = PK_NEW_ARRAY(a->shelf.arena, int, count);
  if (!known || !a->raw)
    return no_memory(a);
  bool good = pk_explain_settings(&a->about, a->question->set, a->question->set_count);
  if (a->question->date && !pk_date_read(a->question->date, &a->date))
    good = problem(a, "E-EXPLAIN-DATE", a->question->date);
  if (!good)
    return false;
  pk_raw_default(book, a->raw);
  for (size_t v = 0; v < count; v++) {
    known[v] = a->about.set[v] >= 0;
    a->raw[v] = known[v] ? a->about.set[v] : a->raw[v];
  }
  return pk_raw_settle(book, a->raw, known) || problem(a, "E-EXPLAIN-CLOCKS", NULL);
}

/* One client is a finding of its own. */
static bool make_finding(const asker *a, pk_finding *finding) {
  size_t count = (size_t)a->shelf.book->variables.count;
  pk_list *seen = PK_NEW_ARRAY(a->shelf.arena, pk_list, count);
  if (!seen)
    return no_memory(a);
  for (size_t v = 0; v < count; v++) {
    pk_seen *one = pk_push(a->shelf.arena, &seen[v], sizeof *one);
    if (!one)
      return no_memory(a);
    *one = (pk_seen){a->raw[v], 1};
  }
  *finding = (pk_finding){.share = 1, .raw = a->raw, .seen = seen};
  return true;
}

/* --- the law */

/* The first day of the last interval in which the law says anything of these rules. */
static bool find_day(asker *a, const pk_list *rules) {
  bool any = false;
  for (int i = 0; i < rules->count; i++) {
    const pk_rule_key *rule = PK_AT(*rules, pk_rule_key, i);
    const pk_list spans = pk_rule_spans(&a->shelf, rule);
    for (int k = 0; k < spans.count; k++) {
      const pk_rule_span *span = PK_AT(spans, pk_rule_span, k);
      if (!pk_rule_known(span->law, rule) || (any && span->law->date < a->date))
        continue;
      a->date = span->law->date;
      any = true;
    }
    if (!spans.count)
      return false;
  }
  return any;
}

static void review(const pk_why *why) {
  const pk_law *law = why->subject.law;
  const pk_sheet *sheet = &law->sheets[why->about.kind];
  pk_rule_form form = why->rule.form;
  if (form == PK_ALLOW)
    pk_law_review(law, why->about.kind, why->finding.raw, law->book->report);
  for (int i = 0; form != PK_ALLOW && i < sheet->layer_count[form]; i++)
    if (pk_subject_layer(&why->subject, &sheet->layers[form][i]))
      pk_law_review_layer(law, &sheet->layers[form][i], why->finding.raw, law->book->report);
}

static bool mark_reads(pk_why *why) {
  pk_arena *arena = why->shelf->arena;
  const pk_product *product = pk_product_new(arena, &why->subject, 1, why->shelf->report);
  bool *reads = PK_NEW_ARRAY(arena, bool, (size_t)why->shelf->book->variables.count);
  if (!reads)
    pk_report_memory(why->shelf->report);
  if (!product || !reads)
    return false;
  for (int i = 0; i < product->axis_count; i++)
    reads[product->subject_variable[0][i]] = true;
  why->about.reads = reads;
  return true;
}

/* --- the answer */

static bool answer(asker *a, pk_why *why) {
  pk_explanation *about = &why->about;
  pk_finding *finding = &why->finding;
  bool allow = why->rule.form == PK_ALLOW;
  if (!mark_reads(why) || !make_finding(a, finding))
    return false;
  why->answer = pk_subject_answer(&why->subject, a->raw);
  finding->allowed = why->answer != 0;
  if (why->answer == PK_NOT_RULED)
    return true;
  if (!allow && !pk_ruling_add(a->shelf.arena, &why->subject, a->raw, NULL, &why->ruling))
    return no_memory(a);
  const int *const raw = a->raw;
  if (!pk_reasons_of(a->shelf.arena, &why->subject, &raw, 1, &why->reasons))
    return no_memory(a);
  about->subject = allow ? NULL : &why->subject;
  pk_explain_ways(about, finding, allow ? PK_OTHER_ANSWER : PK_OTHER_NUMBER, &finding->ways);
  review(why);
  return !polku_report_failed(a->shelf.report);
}

static bool ask(asker *a, const pk_rule_key *rule) {
  int kind = pk_book_kind(a->shelf.book, rule->kind);
  const pk_law *law = pk_shelf_law(&a->shelf, a->date, kind);
  pk_why *why = law ? PK_NEW(a->shelf.arena, pk_why) : NULL;
  pk_why **slot = why ? pk_push(a->shelf.arena, &a->all, sizeof *slot) : NULL;
  if (!slot)
    return law ? no_memory(a) : false;
  *slot = why;
  *why = (pk_why){.shelf = &a->shelf, .rule = *rule, .subject = {law, *rule}, .about = a->about};
  why->text = pk_rule_key_text(a->shelf.arena, rule);
  why->about.kind = kind;
  why->about.date = law->date;
  why->about.law_count = 1;
  why->about.laws[0] = law;
  return why->text ? answer(a, why) : no_memory(a);
}

static bool ask_all(asker *a) {
  a->about =
      (pk_explanation){.book = a->shelf.book, .arena = a->shelf.arena, .report = a->shelf.report};
  bool good = read_client(a);
  const pk_list rules = pk_shelf_rules(&a->shelf, a->question->rule);
  good = good && rules.count && (a->question->date || find_day(a, &rules));
  for (int i = 0; good && i < rules.count; i++)
    good = ask(a, PK_AT(rules, pk_rule_key, i));
  return good;
}

bool pk_why_belongs(const pk_why *why, pk_why_part part, int variable) {
  bool given = why->about.set[variable] >= 0, read = why->about.reads[variable];
  return part == PK_WHY_GIVEN     ? given && read
         : part == PK_WHY_ASSUMED ? !given && read
                                  : given && !read;
}

/* --- writing */

static void write_text(const asker *a, polku_lang lang, pk_text *out) {
  for (int i = 0; i < a->all.count; i++) {
    if (i)
      pk_text_add(out, "\n");
    pk_why_text(*PK_AT(a->all, pk_why *, i), lang, out);
  }
}

static void write_json(const asker *a, polku_lang lang, pk_text *out) {
  pk_json_writer w = {.lang = lang, .json = pk_json_start(out, 6)};
  pk_json_object(&w.json);
  pk_json_text(&w, "format", "polku-plugin-why/1");
  pk_json_text(&w, "plugin", a->shelf.plugin->id);
  pk_json_text(&w, "version", a->shelf.plugin->version);
  pk_json_key(&w.json, "rules");
  pk_json_array(&w.json);
  for (int i = 0; i < a->all.count; i++)
    pk_why_json(*PK_AT(a->all, pk_why *, i), &w);
  pk_json_array_end(&w.json);
  pk_json_object_end(&w.json);
  pk_text_add(out, "\n");
}

char *polku_plugin_why(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                       polku_report *report) {
  if (!question)
    return NULL;
  asker a = {.question = question};
  pk_text out = PK_TEXT_EMPTY;
  bool good = pk_shelf_open(&a.shelf, question->folders, question->plugin, report) && ask_all(&a);
  if (good)
    (shape == POLKU_AS_JSON ? write_json : write_text)(&a, lang, &out);
  good = good && !polku_report_failed(report);
  pk_shelf_close(&a.shelf);
  char *text = good ? pk_text_take(&out) : NULL;
  if (good && !text)
    pk_report_memory(report);
  pk_text_free(&out);
  return text;
}
