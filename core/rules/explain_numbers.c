/* What those who may enter are given, as a person reads it: how long they may stay, how moves are
 * weighted, who goes first, who pays whom and how much. Each number stands with the case that gave
 * it. */
#include "rules/explain_text.h"

#include "rules/say.h"
#include <string.h>

static void line(const pk_writer *w) {
  pk_text_add(w->out, "\n");
}

static bool reads(const pk_leaf *leaf, int variable) {
  for (int i = 0; leaf && i < leaf->read_count; i++)
    if (leaf->reads[i] == variable)
      return true;
  return false;
}

/* What the cases before a default looked at in vain, as far as this place leaves it open. */
static void add_passed(const pk_writer *w, const pk_layer *layer, const pk_leaf *own, int depth) {
  for (int v = 1; w->about->tells && v < w->about->book->variables.count; v++) {
    bool passed = false;
    for (int c = 0; c < layer->case_count; c++)
      passed = passed || reads(layer->cases[c].when, v);
    if (passed && w->about->tells[v] && !reads(own, v))
      pk_write_read(w, v, depth);
  }
}

/* What a case rests on. A function reads what its condition reads; a default reads for itself. */
static void add_basis(pk_writer *w, const pk_law *law, const pk_layer *layer,
                      const pk_choice_case *one, int depth) {
  const pk_leaf *leaf = one->when ? one->when : one->computed;
  w->law = law;
  if (leaf)
    pk_write_reads(w, leaf, depth);
  if (!one->when)
    add_passed(w, layer, leaf, depth);
  if (one->param)
    pk_write_param(w, one->param, one->dated, depth);
}

/* Where a case is written: its own section, or its version's, or the plugin. */
static const char *reference_of(const pk_layer *layer, const pk_choice_case *one) {
  return one->source->ref      ? one->source->ref
         : layer->version->ref ? layer->version->ref
                               : layer->plugin->id;
}

static void add_said(pk_writer *w, const pk_said *said, int depth) {
  add_basis(w, said->law, said->layer, said->one, depth);
}

/* Of one case its section and what it rests on; of several each with its part. */
void pk_write_ruling(pk_writer *w, const pk_ruling *ruling, int depth) {
  if (ruling->said.count == 1) {
    const pk_said *said = PK_AT(ruling->said, pk_said, 0);
    pk_write_law(w, reference_of(said->layer, said->one));
    line(w);
    add_said(w, said, depth);
    return;
  }
  line(w);
  for (int i = 0; i < ruling->said.count; i++) {
    const pk_said *said = PK_AT(ruling->said, pk_said, i);
    pk_write_indent(w, depth);
    pk_text_add(w->out, i ? "+ " : "");
    pk_say_number(w->out, said->layer->version->unit, said->value, w->lang);
    pk_write_law(w, reference_of(said->layer, said->one));
    line(w);
    add_said(w, said, depth + 1);
  }
}

/* --- the longest stay */

static void add_longest(pk_writer *w) {
  const pk_longest *longest = &w->finding->longest;
  if (!longest->decisive) {
    pk_word_add(w->out, w->lang, "rules.explain.no_limit", NULL);
    line(w);
    return;
  }
  pk_text value = PK_TEXT_EMPTY;
  pk_say_number(&value, longest->layer->version->unit, longest->value, w->lang);
  pk_word_add(w->out, w->lang, "rules.explain.limit", "value", value.data ? value.data : "", NULL);
  w->out->failed = w->out->failed || value.failed;
  pk_text_free(&value);
  pk_write_law(w, reference_of(longest->layer, longest->decisive));
  line(w);
  add_basis(w, longest->law, longest->layer, longest->decisive, 1);
  if (!w->finding->longer.count)
    return;
  pk_write_indent(w, 1);
  pk_word_add(w->out, w->lang, "rules.explain.longer_if", NULL);
  line(w);
  pk_write_ways(w, &w->finding->longer, 2);
}

/* --- weights, and who goes first */

static void add_number(pk_writer *w, const char *key, double value, const pk_ruling *ruling) {
  char text[32];
  if (!ruling->spoken)
    return;
  const char *args[] = {"value", pk_number_text(text, value)};
  line(w);
  pk_word_fill(w->out, w->lang, key, args, 2);
  pk_write_ruling(w, ruling, 1);
}

/* --- money */

/* Who receives it: the actors that stand there in this role, or the role itself. */
static void add_receiver(const pk_writer *w, const char *role, pk_text *out) {
  const pk_model *m = w->about->model;
  const pk_stage *stage = &m->stages[w->about->stage];
  for (int i = 0; i < stage->standing_count; i++) {
    const pk_actor *actor = &m->actors[stage->standings[i].actor];
    if (strcmp(stage->standings[i].role, role) == 0)
      pk_text_addf(out, "%s%s", out->length ? ", " : "",
                   pk_name_text(&actor->name, w->lang, actor->id));
  }
  int known = pk_book_role(w->about->book, role);
  const pk_role *about =
      known < 0 ? NULL : &PK_AT(w->about->book->roles, pk_role_kind, known)->role;
  const char *name = about ? pk_name_text(&about->name, w->lang, role) : role;
  pk_text_addf(out, out->length ? " (%s)" : "%s", name);
}

static void add_payer(const pk_writer *w, const pk_paid *paid) {
  const pk_model *m = w->about->model;
  const char *account = pk_say_account(w->about->book, paid->account, w->lang);
  if (paid->counted >= 0)
    account = pk_name_text(&m->accounts[paid->counted].name, w->lang, account);
  pk_text to = PK_TEXT_EMPTY;
  if (paid->to)
    add_receiver(w, paid->to, &to);
  pk_write_indent(w, 1);
  if (to.length)
    pk_word_add(w->out, w->lang, "rules.explain.pays_to", "account", account, "to", to.data, NULL);
  else
    pk_word_add(w->out, w->lang, "rules.explain.pays", "account", account, NULL);
  line(w);
  w->out->failed = w->out->failed || to.failed;
  pk_text_free(&to);
}

/* "months 1–12", "from month 13 on", "throughout the stay", "on entry". */
static void add_months(const pk_writer *w, const pk_paid *paid, const pk_stretch *span, bool last) {
  char first[32], until[32];
  const char *key = paid->on_entry              ? "rules.explain.span_entry"
                    : span->first == 0 && last  ? "rules.explain.span_all"
                    : last                      ? "rules.explain.span_on"
                    : span->first == span->last ? "rules.explain.span_one"
                                                : "rules.explain.span";
  const char *args[] = {"first", pk_number_text(first, span->first + 1), "last",
                        pk_number_text(until, span->last + 1)};
  pk_write_indent(w, 2);
  pk_word_fill(w->out, w->lang, key, args, 4);
}

static void add_span(pk_writer *w, const pk_paid *paid, int i) {
  const pk_stretch *span = PK_AT(paid->spans, pk_stretch, i);
  add_months(w, paid, span, i + 1 == paid->spans.count);
  pk_text_add(w->out, " ");
  if (span->ruling.value)
    pk_say_number(w->out, paid->on_entry ? "cent" : "cent/month", span->ruling.value, w->lang);
  else
    pk_text_add(w->out, pk_word(w->lang, "rules.explain.nothing"));
  w->within_stay = true;
  if (span->ruling.spoken)
    pk_write_ruling(w, &span->ruling, 3);
  else
    line(w);
  w->within_stay = false;
}

static void add_remark(const pk_writer *w, const char *key, const char *name, const char *value) {
  const char *args[] = {name, value};
  pk_write_indent(w, 2);
  pk_word_fill(w->out, w->lang, key, args, 2);
  line(w);
}

static bool pays(const pk_paid *paid) {
  for (int i = 0; i < paid->spans.count; i++)
    if (PK_AT(paid->spans, pk_stretch, i)->ruling.value)
      return true;
  return false;
}

static void add_paid(pk_writer *w, const pk_paid *paid) {
  pk_list told = {0};
  add_payer(w, paid);
  w->told = &told;
  for (int i = 0; i < paid->spans.count; i++)
    add_span(w, paid, i);
  w->told = NULL;
  if (paid->has_total && paid->total) {
    pk_text total = PK_TEXT_EMPTY;
    pk_say_number(&total, "cent", paid->total, w->lang);
    add_remark(w, "rules.explain.total", "total", total.data ? total.data : "");
    w->out->failed = w->out->failed || total.failed;
    pk_text_free(&total);
  }
  if (paid->as_on_entry)
    add_remark(w, "rules.explain.binds_day", "account", paid->account);
  if (paid->counted < 0 && pays(paid))
    add_remark(w, "rules.explain.not_counted", "account", paid->account);
}

void pk_write_numbers(pk_writer *w) {
  const pk_numbers *numbers = &w->finding->numbers;
  line(w);
  add_longest(w);
  for (int i = 0; i < numbers->law_count; i++)
    add_number(w, "rules.explain.weight", (double)numbers->weight[i].value / 1e6,
               &numbers->weight[i]);
  add_number(w, "rules.explain.priority", (double)numbers->priority.value, &numbers->priority);
  if (!numbers->paid.count)
    return;
  line(w);
  pk_word_add(w->out, w->lang, "rules.explain.money", NULL);
  line(w);
  for (int i = 0; i < numbers->paid.count; i++)
    add_paid(w, PK_AT(numbers->paid, pk_paid, i));
}
