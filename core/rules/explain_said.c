/* What a condition or a number rests on, as a person reads it: the values that were read, and the
 * parameters with their reference and the day from which they hold. */
#include "rules/explain_text.h"

#include "rules/say.h"
#include <string.h>

void pk_write_indent(const pk_writer *w, int depth) {
  for (int i = 0; i < depth; i++)
    pk_text_add(w->out, "  ");
}

/* A raw value. What is counted in months says so in its name. */
static void add_value(const pk_writer *w, int variable, int raw) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(w->about->book, variable);
  if (attribute && attribute->unit && strncmp(attribute->unit, "cent", 4) == 0)
    pk_say_number(w->out, attribute->unit, attribute->low + raw, w->lang);
  else if (attribute)
    pk_say_value(w->out, w->about->book, variable, raw, w->lang);
  else
    pk_text_addf(w->out, "%d", raw);
}

/* "24 (15 %), 38 (85 %)": the values of these clients, with shares where there are several. */
static void add_values(const pk_writer *w, int variable) {
  const pk_list *seen = &w->finding->seen[variable];
  for (int i = 0; i < seen->count; i++) {
    const pk_seen *one = PK_AT(*seen, pk_seen, i);
    pk_text_add(w->out, i ? ", " : "");
    add_value(w, variable, one->raw);
    if (seen->count < 2)
      continue;
    pk_text_add(w->out, " (");
    pk_percent_add(w->out, w->lang, one->share / w->finding->share, 0);
    pk_text_add(w->out, ")");
  }
}

/* Whether this was told already where once is enough; from now on it was. */
static bool told_before(const pk_writer *w, const void *what) {
  for (int i = 0; w->told && i < w->told->count; i++)
    if (*PK_AT(*w->told, const void *, i) == what)
      return true;
  const void **slot = w->told ? pk_push(w->about->arena, w->told, sizeof *slot) : NULL;
  if (slot)
    *slot = what;
  return false;
}

void pk_write_param(const pk_writer *w, const pk_param *param, const pk_dated *dated, int depth) {
  if (told_before(w, dated))
    return;
  char from[11];
  pk_text value = PK_TEXT_EMPTY;
  pk_say_number(&value, param->unit, dated->value, w->lang);
  pk_write_indent(w, depth);
  pk_word_add(w->out, w->lang,
              dated->from == PK_DATE_FIRST ? "rules.explain.param_always" : "rules.explain.param",
              "name", pk_name_text(&param->name, w->lang, param->id), "value",
              value.data ? value.data : "", "from", pk_day_text(from, dated->from), "ref",
              dated->ref ? dated->ref : param->plugin->id, NULL);
  pk_text_add(w->out, "\n");
  w->out->failed = w->out->failed || value.failed;
  pk_text_free(&value);
}

void pk_write_read(const pk_writer *w, int variable, int depth) {
  if (told_before(w, pk_explain_variable(w->about, variable)))
    return;
  pk_write_indent(w, depth);
  pk_text_addf(w->out, "%s: ", pk_say_variable(w->about->book, variable, w->lang));
  add_values(w, variable);
  pk_text_add(w->out, "\n");
}

void pk_write_reads(const pk_writer *w, const pk_leaf *leaf, int depth) {
  const pk_day day = pk_law_day(w->law);
  for (int i = 0; i < leaf->read_count; i++)
    if (!w->within_stay || pk_explain_variable(w->about, leaf->reads[i])->form != PK_READS_ELAPSED)
      pk_write_read(w, leaf->reads[i], depth);
  for (int i = 0; i < leaf->param_count; i++) {
    const pk_dated *dated;
    const pk_param *param = pk_day_param(&day, leaf->plugin, leaf->params[i], &dated);
    if (param && dated)
      pk_write_param(w, param, dated, depth);
  }
}

const char *pk_write_leaf_text(const pk_writer *w, const pk_leaf *leaf, bool holds) {
  const pk_name *name = holds ? &leaf->met : &leaf->why;
  return pk_name_text(name, w->lang, leaf->id);
}

void pk_write_law(const pk_writer *w, const char *reference) {
  if (!reference)
    return;
  pk_text_add(w->out, " (");
  pk_law_add(w->out, w->lang, reference);
  pk_text_add_char(w->out, ')');
}

/* --- reasons */

/* Each sentence once, a group's for all of its members: "A (§ 1), B (§ 2) and C (§ 3)". */
static void add_sentences(const pk_writer *w, const pk_reasons *reasons) {
  int written = 0, left = 0;
  for (int i = 0; i < reasons->count; i++)
    left += reasons->at[i].leaf && !pk_reason_told(reasons, i);
  for (int i = 0; i < reasons->count; i++) {
    const pk_reason *reason = &reasons->at[i];
    if (!reason->leaf || pk_reason_told(reasons, i))
      continue;
    if (written++ > 0 && left > 1)
      pk_text_add(w->out, ", ");
    else if (written > 1)
      pk_text_addf(w->out, " %s ", pk_word(w->lang, "rules.explain.and"));
    left--;
    pk_text_add(w->out, reason->group ? pk_name_text(&reason->group->why, w->lang, reason->id)
                                      : pk_write_leaf_text(w, reason->leaf, !reason->refuses));
    pk_write_law(w, reason->group ? reason->group->ref : reason->ref);
  }
}

void pk_write_reasons(const pk_writer *w, const pk_reasons *reasons, const char *key) {
  pk_text told = PK_TEXT_EMPTY;
  pk_writer aside = *w;
  aside.out = &told;
  add_sentences(&aside, reasons);
  if (told.length) {
    pk_word_add(w->out, w->lang, key, "why", told.data, NULL);
    pk_text_add(w->out, ".\n");
  }
  w->out->failed = w->out->failed || told.failed;
  pk_text_free(&told);
  pk_list once = {0};
  pk_writer reading = *w;
  reading.told = w->told ? w->told : &once;
  for (int i = 0; i < reasons->count; i++)
    if (reasons->at[i].leaf)
      pk_write_reads(&reading, reasons->at[i].leaf, 1);
}

/* --- what would change it */

/* One number, or all up to an end, in words; other values as tables say them. */
static void add_change(const pk_writer *w, const pk_change *change) {
  static const char *const keys[] = {[PK_EXACTLY] = "rules.explain.exactly",
                                     [PK_AT_LEAST] = "rules.explain.at_least",
                                     [PK_AT_MOST] = "rules.explain.at_most"};
  pk_writer aside = *w;
  pk_text value = PK_TEXT_EMPTY;
  aside.out = &value;
  if (change->reach == PK_EXACTLY)
    pk_say_set(
        &value,
        &(pk_value_set){
            .book = w->about->book, .variable = change->variable, .in = change->in, .units = true},
        w->lang);
  else
    add_value(&aside, change->variable, change->to);
  pk_word_add(w->out, w->lang, keys[change->reach], "name",
              pk_say_variable(w->about->book, change->variable, w->lang), "value",
              value.data ? value.data : "", NULL);
  w->out->failed = w->out->failed || value.failed;
  pk_text_free(&value);
}

static void add_longer(const pk_writer *w, const pk_longest *longest) {
  pk_text_add(w->out, " → ");
  if (longest->decisive)
    pk_say_number(w->out, longest->layer->version->unit, longest->value, w->lang);
  else
    pk_text_add(w->out, pk_word(w->lang, "rules.say.no_limit"));
}

static void add_number(const pk_writer *w, int64_t number) {
  const pk_subject *subject = w->about->subject;
  pk_text_add(w->out, " → ");
  pk_say_answer(w->out, subject->rule.form, pk_rule_unit(subject->law, &subject->rule), number,
                w->lang);
}

void pk_write_ways(const pk_writer *w, const pk_ways *ways, int depth) {
  for (int i = 0; i < ways->count; i++) {
    pk_write_indent(w, depth);
    pk_text_add(w->out, "– ");
    for (int k = 0; k < ways->at[i].count; k++) {
      if (k && k + 1 < ways->at[i].count)
        pk_text_add(w->out, ", ");
      else if (k)
        pk_text_addf(w->out, " %s ", pk_word(w->lang, "rules.explain.and"));
      add_change(w, &ways->at[i].changes[k]);
    }
    if (ways == &w->finding->longer)
      add_longer(w, &ways->at[i].longest);
    else if (w->about->subject)
      add_number(w, ways->at[i].number);
    pk_text_add(w->out, "\n");
  }
}
