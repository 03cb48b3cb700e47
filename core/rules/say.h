/* Variables, values and answers in the words of the people who read them. */
#ifndef PK_SAY_H
#define PK_SAY_H

#include "base/words.h"
#include "rules/product.h"

/* "age", "months unemployed of the last 28". Borrowed. */
const char *pk_say_variable(const pk_book *book, int variable, polku_lang lang);

/* What an account of an amount is called; its id where no plugin says. Borrowed. */
const char *pk_say_account(const pk_book *book, const char *id, polku_lang lang);

/* Appends a raw value: "58 years", "association", "yes". A unit is added where people say one; what
 * is counted in months says so in its name. */
void pk_say_value(pk_text *out, const pk_book *book, int variable, int raw, polku_lang lang);

/* Some values of a variable: by raw value, or by class where `klass` gives each value's. */
typedef struct pk_value_set {
  const pk_book *book;
  int variable;
  const bool *in;
  const int *klass; /* or NULL */
  bool units;       /* numbers are followed by their unit */
} pk_value_set;

/* Appends them: "≤ 24 or ≥ 50", "association or foundation", "not state agency". */
void pk_say_set(pk_text *out, const pk_value_set *set, polku_lang lang);

/* Appends a number of the law with its unit (of a rule or a parameter): "24 months", "350 euros a
 * month". `unit` may be NULL. */
void pk_say_number(pk_text *out, const char *unit, long long number, polku_lang lang);

/* Appends what pk_subject_answer gave: "allowed", "at most 10 months", "no limit". `unit` is that
 * of the rule, or NULL. */
void pk_say_answer(pk_text *out, pk_rule_form form, const char *unit, int64_t answer,
                   polku_lang lang);

/* The key that people know a rule by, with the kind in their words: "Wage subsidy: longest stay".
 */
void pk_say_rule(pk_text *out, const pk_book *book, const pk_rule_key *rule, polku_lang lang);

#endif
