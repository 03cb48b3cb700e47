/* Whom the rules of two models treat differently, for a person: rules that clients of the models
 * meet are told, each with examples; of the others it is said that they differ. */
#include "rules/desk/behaviour_parts.h"

#include "rules/say.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES = 3, NAMES = 6, AXES = 5 };

/* --- words */

const pk_book *pk_behaviour_book(const pk_behaviours *behaviours, const pk_rule_key *rule) {
  const pk_book *first = behaviours->rules[0]->bound->book;
  return pk_book_kind(first, rule->kind) >= 0 ? first : behaviours->rules[1]->bound->book;
}

void pk_say_side(const pk_behaviours *behaviours, const pk_treated *treated, int side,
                 polku_lang lang, pk_text *out) {
  const pk_plugin *own = treated->region[side], *other = treated->region[1 - side];
  char day[11];
  if (strcmp(own->id, other->id) == 0 && treated->date[0] == treated->date[1]) {
    pk_text_add(out, behaviours->name[side]);
    return;
  }
  pk_text_add(out, pk_name_text(&own->title, lang, own->id));
  if (strcmp(own->id, other->id) == 0)
    pk_word_add(out, lang, "rules.behave.on_day", "date", pk_date_text(day, treated->date[side]),
                NULL);
}

void pk_say_example(const pk_treated *treated, const pk_treated_row *row, polku_lang lang,
                    pk_text *out) {
  const pk_product *product = treated->difference.decision->product;
  bool more = false;
  for (int axis = 0; axis < product->axis_count; axis++) {
    int variable;
    const pk_book *book = pk_axis_book(product, axis, &variable);
    if (!row->contrast->row->in[axis])
      continue;
    pk_text_addf(out, "%s%s: ", more ? "; " : "", pk_say_variable(book, variable, lang));
    pk_say_value(out, book, variable, row->value[axis], lang);
    more = true;
  }
  if (!more)
    pk_text_add(out, pk_word(lang, "rules.verdict.everyone"));
}

void pk_say_example_answer(const pk_behaviour *behaviour, const pk_treated *treated,
                           const pk_treated_row *row, int side, polku_lang lang, pk_text *out) {
  const pk_difference *d = &treated->difference;
  const pk_reasons *reasons = &row->reasons[side];
  pk_rule_form form = behaviour->rule.form;
  const char *why = form == PK_ALLOW ? pk_say_why_refused(reasons, lang) : NULL;
  pk_text refs = PK_TEXT_EMPTY;
  pk_say_answer(out, form, d->unit[side] ? d->unit[side] : d->unit[1 - side], row->answer[side],
                lang);
  if (why && row->answer[side] == 0)
    pk_word_add(out, lang, "rules.behave.because", "why", why, NULL);
  pk_say_refs(&refs, reasons, NULL, lang);
  if (refs.length)
    pk_text_addf(out, " (%s)", refs.data);
  out->failed = out->failed || refs.failed;
  pk_text_free(&refs);
}

void pk_say_groups(const pk_list *groups, polku_lang lang, pk_text *out) {
  for (int i = 0; i < groups->count; i++) {
    const pk_group *group = *PK_AT(*groups, const pk_group *, i);
    if (i < NAMES)
      pk_text_addf(out, "%s%s", i ? ", " : "", pk_name_text(&group->name, lang, group->id));
  }
  if (groups->count > NAMES)
    pk_text_add(out, ", …");
}

void pk_say_stages(const pk_list *stages, polku_lang lang, pk_text *out) {
  for (int i = 0; i < stages->count; i++) {
    const pk_stage *stage = *PK_AT(*stages, const pk_stage *, i);
    if (i < NAMES)
      pk_text_addf(out, "%s%s", i ? ", " : "", pk_name_text(&stage->name, lang, stage->id));
  }
  if (stages->count > NAMES)
    pk_text_add(out, ", …");
}

/* --- lines */

typedef struct teller {
  const pk_behaviours *b;
  polku_lang lang;
  int width;
  pk_text *out;
  pk_text line;
} teller;

/* The line so far, indented; where it is too long the rest stands deeper. */
static void end_line(teller *t, int indent) {
  pk_text wrapped = PK_TEXT_EMPTY;
  int room = t->width - indent - 2;
  pk_grid_wrap(&wrapped, t->line.data ? t->line.data : "", room < 20 ? 20 : room);
  for (const char *at = wrapped.data; at && *at;) {
    size_t n = strcspn(at, "\n");
    pk_text_addf(t->out, "%*s", indent + (at > wrapped.data ? 2 : 0), "");
    pk_text_add_bytes(t->out, at, n);
    pk_text_add_char(t->out, '\n');
    at += n + (at[n] == '\n');
  }
  t->out->failed = t->out->failed || wrapped.failed || t->line.failed;
  pk_text_free(&wrapped);
  pk_text_free(&t->line);
}

static void add_text(teller *t, const char *key, const char *name, pk_text *value, int indent) {
  pk_word_add(&t->line, t->lang, key, name, value->data ? value->data : "", NULL);
  t->line.failed = t->line.failed || value->failed;
  pk_text_free(value);
  end_line(t, indent);
}

/* "rovaniemi.json: Rovaniemi, rules on 1 January 2021" */
static void add_law(teller *t, int side, const char *key) {
  const pk_bound *bound = t->b->rules[side]->bound;
  const pk_plugin *region = bound->laws[0]->region;
  char day[11];
  pk_word_add(&t->line, t->lang, key, "name", t->b->name[side], "region",
              pk_name_text(&region->title, t->lang, region->id), "date",
              pk_date_text(day, bound->date), NULL);
  end_line(t, 0);
}

/* "992 of 38,400 combinations … It hangs on: age, employer" */
static void add_measure(teller *t, const pk_treated *treated) {
  const pk_difference *d = &treated->difference;
  size_t all = d->decision->product->feasible_count;
  char share[32];
  pk_text axes = PK_TEXT_EMPTY, some = PK_TEXT_EMPTY, of = PK_TEXT_EMPTY;
  pk_number_add(&some, t->lang, (double)d->differing, 0);
  pk_number_add(&of, t->lang, (double)all, 0);
  if (some.data && of.data)
    pk_word_add(&t->line, t->lang, "rules.diff.measure", "count", some.data, "all", of.data,
                "share", pk_number_text(share, (double)d->differing / (double)all), NULL);
  t->line.failed = t->line.failed || some.failed || of.failed;
  pk_text_free(&some);
  pk_text_free(&of);
  end_line(t, 2);
  int shown = 0;
  for (int k = pk_difference_axis(d, -1); k >= 0; k = pk_difference_axis(d, k)) {
    pk_text_add(&axes, shown == 0 ? "" : ", ");
    if (shown++ == AXES) {
      pk_text_add(&axes, "…");
      break;
    }
    pk_say_axis(&axes, d->decision->product, k, t->lang);
  }
  if (axes.length || axes.failed)
    add_text(t, "rules.diff.axes", "axes", &axes, 2);
}

/* "from step 12 (1 January 2022) on": only where rules change on the way. */
static void add_days(teller *t, const pk_treated *treated) {
  char first[11], last[11];
  const pk_model *model = t->b->rules[0]->version_count > 1 ? t->b->model[0] : t->b->model[1];
  if (!t->b->dated || !model->has_start_date)
    return;
  pk_date_text(first, pk_date_of_step(model, treated->first));
  pk_date_text(last, pk_date_of_step(model, treated->last + 1) - 1);
  pk_word_add(&t->line, t->lang, "rules.table.between", "from", first, "until", last, NULL);
  end_line(t, 2);
}

/* "Example: age 61 years, …", and below it what either answers. */
static void add_example(teller *t, const pk_behaviour *behaviour, const pk_treated *treated,
                        const pk_treated_row *row) {
  pk_text who = PK_TEXT_EMPTY;
  pk_say_example(treated, row, t->lang, &who);
  add_text(t, "rules.behave.example", "who", &who, 2);
  for (int side = 0; side < 2; side++) {
    pk_say_side(t->b, treated, side, t->lang, &t->line);
    pk_text_add(&t->line, ": ");
    pk_say_example_answer(behaviour, treated, row, side, t->lang, &t->line);
    end_line(t, 4);
  }
}

/* Which row is told next: those that the models' groups meet first, the largest first. */
static int next_row(const pk_treated *t, const bool *told) {
  int best = -1;
  for (int i = 0; i < t->difference.contrasts.count; i++) {
    const pk_treated_row *row = &t->rows[i], *than = best < 0 ? NULL : &t->rows[best];
    bool met = row->groups.count > 0, best_met = than && than->groups.count > 0;
    if (told[i] || (than && met < best_met))
      continue;
    if (!than || met > best_met || row->contrast->row->feasible > than->contrast->row->feasible)
      best = i;
  }
  return best;
}

/* Sums are told by one example of each direction: who gets more here, who gets more there. */
static bool other_way(const pk_treated *t, const bool *told, int row) {
  bool more = t->rows[row].answer[1] > t->rows[row].answer[0];
  for (int i = 0; i < t->difference.contrasts.count; i++)
    if (told[i] && (t->rows[i].answer[1] > t->rows[i].answer[0]) == more)
      return false;
  return true;
}

static void add_examples(teller *t, const pk_behaviour *behaviour, const pk_treated *treated) {
  int count = treated->difference.contrasts.count, shown = 0, looked = 0;
  bool sums = behaviour->rule.form == PK_AMOUNT;
  bool *told = calloc((size_t)count + 1, sizeof *told), *passed = calloc((size_t)count + 1, 1);
  t->out->failed = t->out->failed || !told || !passed;
  for (; told && passed && shown < EXAMPLES && looked < count; looked++) {
    int row = next_row(treated, passed);
    if (shown > 0 && !treated->rows[row].groups.count)
      break;
    passed[row] = true;
    if (sums && !other_way(treated, told, row))
      continue;
    add_example(t, behaviour, treated, &treated->rows[row]);
    told[row] = true;
    shown++;
  }
  free(told);
  free(passed);
  if (shown < count) {
    char more[16];
    snprintf(more, sizeof more, "%d", count - shown);
    pk_word_add(&t->line, t->lang, "rules.behave.more", "count", more, NULL);
    end_line(t, 2);
  }
}

static bool add_all(pk_arena *arena, pk_list *groups, const pk_list *more) {
  for (int i = 0; i < more->count; i++) {
    const pk_group *group = *PK_AT(*more, const pk_group *, i);
    bool known = false;
    for (int k = 0; !known && k < groups->count; k++)
      known = strcmp((*PK_AT(*groups, const pk_group *, k))->id, group->id) == 0;
    const pk_group **slot = known ? NULL : pk_push(arena, groups, sizeof *slot);
    if (!known && !slot)
      return false;
    if (slot)
      *slot = group;
  }
  return true;
}

static void add_where(teller *t, const pk_treated *treated) {
  pk_arena *arena = pk_arena_new();
  pk_list groups = {0};
  pk_text names = PK_TEXT_EMPTY, stages = PK_TEXT_EMPTY;
  t->out->failed = t->out->failed || !arena;
  for (int i = 0; arena && i < treated->difference.contrasts.count; i++)
    t->out->failed = t->out->failed || !add_all(arena, &groups, &treated->rows[i].groups);
  pk_say_groups(&groups, t->lang, &names);
  pk_say_stages(&treated->stages, t->lang, &stages);
  add_text(t, "rules.behave.stages", "stages", &stages, 2);
  add_text(t, "rules.behave.groups", "groups", &names, 2);
  pk_arena_free(arena);
}

static void add_rule(teller *t, const pk_behaviour *behaviour) {
  pk_text_add_char(t->out, '\n');
  pk_say_rule(&t->line, pk_behaviour_book(t->b, &behaviour->rule), &behaviour->rule, t->lang);
  end_line(t, 0);
  for (int i = 0; i < behaviour->treated.count; i++) {
    const pk_treated *treated = PK_AT(behaviour->treated, pk_treated, i);
    if (!treated->met)
      continue;
    add_days(t, treated);
    add_examples(t, behaviour, treated);
    add_measure(t, treated);
    add_where(t, treated);
  }
}

/* What is said of rules that are not told one by one. */
typedef enum { OTHERS_DIFFER, NOBODY_DIFFERS, NOT_COMPARED } rest;

static bool belongs(const pk_behaviour *behaviour, rest to) {
  bool money = behaviour->rule.form == PK_AMOUNT;
  if (to == NOT_COMPARED)
    return behaviour->unknown;
  if (behaviour->met || behaviour->unknown)
    return false;
  return to == OTHERS_DIFFER ? behaviour->treated.count > 0
                             : behaviour->treated.count == 0 && !money;
}

static void add_rest(teller *t, const char *key, rest which) {
  pk_text names = PK_TEXT_EMPTY;
  for (int i = 0; i < t->b->list.count; i++) {
    const pk_behaviour *behaviour = PK_AT(t->b->list, pk_behaviour, i);
    if (!belongs(behaviour, which))
      continue;
    pk_text_add(&names, names.length ? "; " : "");
    pk_say_rule(&names, pk_behaviour_book(t->b, &behaviour->rule), &behaviour->rule, t->lang);
  }
  if (names.length) {
    pk_text_add_char(t->out, '\n');
    add_text(t, key, "rules", &names, 0);
  }
  t->out->failed = t->out->failed || names.failed;
  pk_text_free(&names);
}

static void say(teller *t, const char *key) {
  pk_word_add(&t->line, t->lang, key, NULL);
  end_line(t, 0);
}

void pk_behaviours_text(const pk_behaviours *behaviours, polku_lang lang, int width, pk_text *out) {
  teller t = {behaviours, lang, width > 0 ? width : 100, out, PK_TEXT_EMPTY};
  if (!behaviours->ruled[0] || !behaviours->ruled[1]) {
    say(&t, behaviours->ruled[0] || behaviours->ruled[1] ? "rules.behave.one_ruled"
                                                         : "rules.behave.none_ruled");
    return;
  }
  if (behaviours->same) {
    add_law(&t, 0, "rules.behave.same");
    return;
  }
  for (int side = 0; side < 2; side++)
    add_law(&t, side,
            behaviours->rules[side]->version_count > 1 ? "rules.behave.laws_from"
                                                       : "rules.behave.law");
  if (pk_behaviours_count(behaviours) == 0) {
    say(&t, "rules.diff.nobody");
    add_rest(&t, "rules.behave.unknown", NOT_COMPARED);
    return;
  }
  if (pk_behaviours_met(behaviours) == 0)
    say(&t, "rules.behave.nobody_met");
  for (int form = PK_ALLOW; form < PK_RULES; form++)
    for (int i = 0; i < behaviours->list.count; i++) {
      const pk_behaviour *behaviour = PK_AT(behaviours->list, pk_behaviour, i);
      if (behaviour->met && (int)behaviour->rule.form == form)
        add_rule(&t, behaviour);
    }
  add_rest(&t, "rules.behave.unmet", OTHERS_DIFFER);
  add_rest(&t, "rules.behave.unknown", NOT_COMPARED);
  add_rest(&t, "rules.diff.equal", NOBODY_DIFFERS);
}
