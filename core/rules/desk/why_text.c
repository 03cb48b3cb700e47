/* Why, for a person: first the answer, then what it rests on, then what would change it, then what
 * was assumed, then all conditions. */
#include "rules/desk/why.h"

#include "rules/explain_text.h"
#include "rules/say.h"
#include "rules/desk/table.h"

static void add_head(const pk_why *why, const pk_writer *w) {
  const pk_plugin *plugin = why->shelf->plugin;
  char date[11];
  pk_say_rule(w->out, why->shelf->book, &why->rule, w->lang);
  pk_text_addf(w->out, " (%s)\n", why->text);
  pk_word_add(w->out, w->lang, "rules.explain.rules", "region",
              pk_name_text(&plugin->title, w->lang, plugin->id), "date",
              pk_date_text(date, why->subject.law->date), NULL);
  pk_text_add(w->out, "\n\n");
}

static void add_answer(const pk_why *why, pk_writer *w) {
  pk_text answer = PK_TEXT_EMPTY;
  pk_say_answer(&answer, why->rule.form, pk_rule_unit(why->subject.law, &why->rule), why->answer,
                w->lang);
  pk_word_add(w->out, w->lang, "rules.why.answer", "answer", answer.data ? answer.data : "", NULL);
  w->out->failed = w->out->failed || answer.failed;
  pk_text_free(&answer);
  if (why->ruling.spoken)
    pk_write_ruling(w, &why->ruling, 1);
  else
    pk_text_add(w->out, "\n");
}

/* What refuses, or what the permission hangs on. */
static void add_reason(const pk_why *why, const pk_writer *w) {
  pk_write_reasons(w, &why->reasons,
                   why->finding.allowed ? "rules.why.hangs_on" : "rules.explain.because");
}

/* From which day on the rule says anything. */
static void add_first(const pk_why *why, const pk_writer *w) {
  const pk_rule *rule = why->subject.law->sheets[why->about.kind].undated[why->rule.form];
  char date[11];
  if (!rule)
    return;
  pk_word_add(w->out, w->lang, "rules.why.first", "date", pk_day_text(date, rule->versions[0].from),
              "plugin", rule->plugin->id, NULL);
  pk_text_add(w->out, "\n");
}

static bool reads_anything(const pk_why *why) {
  for (int v = 0; v < why->shelf->book->variables.count; v++)
    if (why->about.reads[v])
      return true;
  return false;
}

static bool has_conditions(const pk_why *why) {
  return why->rule.form != PK_ALLOW || why->subject.law->sheets[why->about.kind].allow;
}

static void add_ways(const pk_why *why, const pk_writer *w) {
  const char *key = !reads_anything(why)         ? "rules.why.same_for_all"
                    : !why->finding.ways.count   ? "rules.explain.no_way"
                    : why->rule.form != PK_ALLOW ? "rules.why.other_if"
                    : why->finding.allowed       ? "rules.explain.lost_if"
                                                 : "rules.explain.won_if";
  pk_text_addf(w->out, "\n%s\n", pk_word(w->lang, key));
  pk_write_ways(w, &why->finding.ways, 1);
}

/* "Assumed: age: 40 years, education: upper secondary": one line, or nothing. */
static void add_part(const pk_why *why, const pk_writer *w, pk_why_part part, const char *key) {
  const pk_book *book = why->shelf->book;
  bool any = false;
  for (int v = 0; v < book->variables.count; v++) {
    if (!pk_why_belongs(why, part, v))
      continue;
    if (!any)
      pk_text_add(w->out, pk_word(w->lang, key));
    pk_text_addf(w->out, "%s %s: ", any ? ";" : "", pk_say_variable(book, v, w->lang));
    pk_say_value(w->out, book, v, part == PK_WHY_UNREAD ? why->about.set[v] : why->finding.raw[v],
                 w->lang);
    any = true;
  }
  if (any)
    pk_text_add(w->out, "\n");
}

static void add_conditions(const pk_why *why, const pk_writer *w) {
  const pk_tree *tree = why->subject.law->sheets[why->about.kind].allow;
  if (why->rule.form != PK_ALLOW)
    return;
  pk_text_addf(w->out, "\n%s\n",
               pk_word(w->lang, tree ? "rules.explain.conditions" : "rules.explain.no_condition"));
  if (tree)
    pk_write_tree(w, tree, 1);
}

void pk_why_text(const pk_why *why, polku_lang lang, pk_text *out) {
  pk_writer w = {.about = &why->about,
                 .finding = &why->finding,
                 .law = why->subject.law,
                 .lang = lang,
                 .out = out};
  add_head(why, &w);
  add_answer(why, &w);
  if (why->answer == PK_NOT_RULED) {
    add_first(why, &w);
    return;
  }
  if (why->rule.form == PK_ALLOW)
    add_reason(why, &w);
  if (has_conditions(why))
    add_ways(why, &w);
  pk_text_add(out, "\n");
  add_part(why, &w, PK_WHY_GIVEN, "rules.why.given");
  add_part(why, &w, PK_WHY_ASSUMED, "rules.why.assumed");
  add_part(why, &w, PK_WHY_UNREAD, "rules.why.unread");
  add_conditions(why, &w);
}
