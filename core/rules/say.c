/* Words for what rules read and answer: one place, so that an explanation, a table and a failing
 * test call the same thing by the same name. */
#include "rules/say.h"

#include "rules/bind.h"
#include <stdio.h>
#include <string.h>

const char *pk_say_variable(const pk_book *book, int variable, polku_lang lang) {
  const pk_variable *v = PK_AT(book->variables, pk_variable, variable);
  if (v->form == PK_READS_ELAPSED)
    return pk_word(lang, "rules.explain.elapsed");
  return pk_name_text(&v->name, lang, v->id);
}

const char *pk_say_account(const pk_book *book, const char *id, polku_lang lang) {
  int account = id ? pk_book_account(book, id) : -1;
  return account < 0
             ? id
             : pk_name_text(&PK_AT(book->accounts, pk_account_kind, account)->name, lang, id);
}

/* A unit that people say, after a no-break space. */
static void add_unit(pk_text *out, const char *unit, long long number, polku_lang lang) {
  char key[48];
  snprintf(key, sizeof key, "rules.one.%s", unit);
  const char *word = number == 1 ? pk_word_find(lang, key) : NULL;
  snprintf(key, sizeof key, "rules.unit.%s", unit);
  word = word ? word : pk_word_find(lang, key);
  if (word)
    pk_text_addf(out, "\xc2\xa0%s", word);
}

void pk_say_value(pk_text *out, const pk_book *book, int variable, int raw, polku_lang lang) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  if (attribute && attribute->type == PK_TYPE_ENUM) {
    pk_text_add(out, pk_name_text(&attribute->value_names[raw], lang, attribute->values[raw]));
    return;
  }
  if (attribute && attribute->type == PK_TYPE_BOOL) {
    pk_text_add(out, pk_word(lang, raw ? "rules.explain.true" : "rules.explain.false"));
    return;
  }
  long long number = (attribute ? attribute->low : 0) + raw;
  pk_text_addf(out, "%lld", number);
  if (attribute && attribute->unit)
    add_unit(out, attribute->unit, number, lang);
}

const pk_name *pk_rules_word(const pk_rules *rules, const char *sort, const char *id,
                             const char *of) {
  return rules->present ? pk_book_word(rules->bound->book, sort, id, of) : NULL;
}

void pk_rules_say_value(const pk_rules *rules, const char *attribute, const char *value,
                        polku_lang lang, pk_text *out) {
  const pk_book *book = rules->present ? rules->bound->book : NULL;
  int variable = book ? pk_book_variable(book, attribute) : -1;
  const pk_attribute_kind *kind = variable < 0 ? NULL : pk_book_attribute_of(book, variable);
  int raw = kind ? pk_attribute_raw(kind, value) : -1;
  if (raw < 0)
    pk_text_add(out, value);
  else
    pk_say_value(out, book, variable, raw, lang);
}

/* Cents are told in euros. */
static bool is_money(const char *unit) {
  return unit && strncmp(unit, "cent", 4) == 0;
}

void pk_say_number(pk_text *out, const char *unit, long long number, polku_lang lang) {
  if (is_money(unit)) {
    pk_number_add(out, lang, (double)number / 100, number % 100 ? 2 : 0);
    pk_text_addf(
        out, "\xc2\xa0%s",
        pk_word(lang, strcmp(unit, "cent") == 0 ? "rules.money.once" : "rules.money.month"));
  } else if (unit && strcmp(unit, "ppm") == 0) {
    char text[32];
    pk_word_add(out, lang, "rules.say.factor", "factor", pk_number_text(text, (double)number / 1e6),
                NULL);
  } else {
    pk_number_add(out, lang, (double)number, 0);
    if (unit)
      add_unit(out, unit, number, lang);
  }
}

/* --- several values */

/* Items of an "a, b or c". */
typedef struct list_writer {
  pk_text *out;
  polku_lang lang;
  int written, count;
} list_writer;

static void next_item(list_writer *w) {
  if (w->written > 0 && w->written == w->count - 1)
    pk_text_addf(w->out, " %s ", pk_word(w->lang, "rules.table.or"));
  else if (w->written > 0)
    pk_text_add(w->out, ", ");
  w->written++;
}

static bool holds(const pk_value_set *set, int raw) {
  return set->in[set->klass ? set->klass[raw] : raw];
}

static int size_of(const pk_value_set *set) {
  return PK_AT(set->book->variables, pk_variable, set->variable)->size;
}

static void add_named(pk_text *out, const pk_value_set *set, polku_lang lang) {
  int size = size_of(set), held = 0;
  for (int raw = 0; raw < size; raw++)
    held += holds(set, raw);
  bool others = size > 2 && held > size - held; /* fewer are left out than named */
  list_writer w = {out, lang, 0, others ? size - held : held};
  if (others)
    pk_text_addf(out, "%s ", pk_word(lang, "rules.table.not"));
  for (int raw = 0; raw < size; raw++)
    if (holds(set, raw) != others) {
      next_item(&w);
      pk_say_value(out, set->book, set->variable, raw, lang);
    }
}

/* The first run of values from `at` on; false after the last. */
static bool next_run(const pk_value_set *set, int at, int *first, int *last) {
  int size = size_of(set);
  while (at < size && !holds(set, at))
    at++;
  *first = at;
  while (at < size && holds(set, at))
    at++;
  *last = at - 1;
  return *first < size;
}

/* A number without its unit; cents are told in euros. */
static void add_bare(pk_text *out, const pk_value_set *set, int raw, polku_lang lang) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(set->book, set->variable);
  long long number = (attribute ? attribute->low : 0) + raw;
  if (set->units && attribute && is_money(attribute->unit))
    pk_number_add(out, lang, (double)number / 100, number % 100 ? 2 : 0);
  else
    pk_text_addf(out, "%lld", number);
}

static void add_runs(pk_text *out, const pk_value_set *set, polku_lang lang) {
  int first, last;
  list_writer w = {.out = out, .lang = lang};
  for (int at = 0; next_run(set, at, &first, &last); at = last + 1)
    w.count++;
  for (int at = 0; next_run(set, at, &first, &last); at = last + 1) {
    bool least = first > 0 && first < last && last == size_of(set) - 1;
    next_item(&w);
    if (first == 0 && first < last)
      pk_text_add(out, "\xe2\x89\xa4\xc2\xa0");
    else if (least)
      pk_text_add(out, "\xe2\x89\xa5\xc2\xa0");
    else if (first < last)
      add_bare(out, set, first, lang);
    if (first > 0 && first < last && !least)
      pk_text_add(out, "\xe2\x80\x93");
    add_bare(out, set, least ? first : last, lang);
  }
}

static void add_unit_of(pk_text *out, const pk_value_set *set, polku_lang lang) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(set->book, set->variable);
  int first, last;
  if (!attribute || !attribute->unit || !next_run(set, 0, &first, &last))
    return;
  if (is_money(attribute->unit))
    pk_text_addf(out, "\xc2\xa0%s",
                 pk_word(lang, strcmp(attribute->unit, "cent") == 0 ? "rules.money.once"
                                                                    : "rules.money.month"));
  else
    add_unit(out, attribute->unit, first == last ? attribute->low + first : 2, lang);
}

void pk_say_set(pk_text *out, const pk_value_set *set, polku_lang lang) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(set->book, set->variable);
  if (attribute && attribute->type != PK_TYPE_INT) {
    add_named(out, set, lang);
    return;
  }
  add_runs(out, set, lang);
  if (set->units)
    add_unit_of(out, set, lang);
}

void pk_say_answer(pk_text *out, pk_rule_form form, const char *unit, int64_t answer,
                   polku_lang lang) {
  if (answer == PK_NOT_RULED)
    pk_text_add(out, pk_word(lang, "rules.say.not_ruled"));
  else if (form == PK_ALLOW)
    pk_text_add(out, pk_word(lang, answer ? "rules.say.allowed" : "rules.say.refused"));
  else if (answer == PK_NO_LIMIT)
    pk_text_add(out, pk_word(lang, "rules.say.no_limit"));
  else
    pk_say_number(out, unit ? unit : form == PK_WEIGHT ? "ppm" : NULL, answer, lang);
}

void pk_say_rule(pk_text *out, const pk_book *book, const pk_rule_key *rule, polku_lang lang) {
  char key[32];
  int kind = pk_book_kind(book, rule->kind);
  const pk_kind *about = kind < 0 ? NULL : &PK_AT(book->kinds, pk_stage_kind, kind)->kind;
  snprintf(key, sizeof key, "rules.form.%s", pk_rule_form_name(rule->form));
  pk_word_add(out, lang, key, "kind",
              about ? pk_name_text(&about->name, lang, about->id) : rule->kind, "account",
              pk_say_account(book, rule->account, lang), NULL);
}
