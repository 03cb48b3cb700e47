/* The product of classes: every sort of client and place that some rules can tell apart.
 *
 * A rule that reads age, education and a clock has far more combinations of values than answers.
 * Values that answer alike everywhere are one class (age: up to 24, 25 to 49, 50 and over), and
 * what is left is small enough to go through whole: about five thousand combinations for all of the
 * wage subsidy. What holds for every feasible combination is proved; combinations are also what
 * tables, differences and the coverage of tests are made of.
 *
 * Subjects may come from laws of different days, of different regions, and even of different books
 * (two editions of one plugin): variables are matched by their ids. */
#ifndef PK_PRODUCT_H
#define PK_PRODUCT_H

#include "rules/law.h"

/* One rule as people name it. */
typedef struct pk_rule_key {
  pk_rule_form form;
  const char *kind;
  const char *account; /* of an amount, else NULL */
  bool on_entry;       /* of an amount */
} pk_rule_key;

/* A rule in a law: what is asked for an answer. */
typedef struct pk_subject {
  const pk_law *law;
  pk_rule_key rule;
} pk_subject;

/* An answer as one number: allow 0 or 1; limit in the unit of the rule, PK_NO_LIMIT where there is
 * none; weight in ppm; priority; amount in cents (a month, or on entry). Where the rule exists in
 * no version of the subject's day, PK_NOT_RULED (an allow that nobody wrote answers 1). */
#define PK_NO_LIMIT INT64_MAX
#define PK_NOT_RULED INT64_MIN

/* Whether a layer of the subject's kind and form is about its rule: amounts by their account. */
bool pk_subject_layer(const pk_subject *subject, const pk_layer *layer);

/* raw: by variable of the subject's book. O(leaves). */
int64_t pk_subject_answer(const pk_subject *subject, const int *raw);

/* A variable with its classes. */
typedef struct pk_axis {
  const pk_variable *variable; /* of the first subject's book */
  int size;                    /* classes */
  const int *first;            /* by class: the smallest raw value in it */
  const int *klass;            /* by raw value */
  size_t stride;
} pk_axis;

typedef struct pk_product {
  pk_arena *arena;
  const pk_book *book; /* of the first subject; its variables name the axes */
  int axis_count;
  const pk_axis *axes; /* places first, then clients, then clocks */
  size_t count;        /* combinations, infeasible ones included */
  size_t feasible_count;
  const uint64_t *feasible; /* bit by combination */
  int subject_count;
  const pk_subject *subjects;
  const int *const *subject_variable; /* [subject][axis]: variable in the subject's book, or -1 */
  /* [subject][axis]: by raw value of the axis's variable the raw value in the subject's book, -1
   * where that book has no such value; NULL where both count alike. */
  const int *const *const *subject_value;
  int clock_count;
  const struct pk_product_clocks *clocks; /* private to product.c */
} pk_product;

/* More combinations are refused: E-PLUGIN-PRODUCT names the variable that tells most values apart.
 */
enum { PK_PRODUCT_MAX = 1 << 20 };

/* The product of everything that the subjects read. NULL with problems. The subjects are copied,
 * their laws borrowed. Cost: for every leaf its rows and, for
 * every variable that it reads, the square of its values; and rows of all clocks of one history. */
const pk_product *pk_product_new(pk_arena *arena, const pk_subject *subjects, int count,
                                 polku_report *report);

/* Combinations of clocks that no history can have are infeasible. */
bool pk_product_feasible(const pk_product *product, size_t combination);

/* The class of an axis in a combination. */
int pk_product_class(const pk_product *product, size_t combination, int axis);

/* Raw values, by variable of the book of subject `s`, that stand for a combination: what is not an
 * axis has its default, clocks of one history can stand beside each other. `raw` has room for all
 * variables of that book. */
void pk_product_raw(const pk_product *product, size_t combination, int s, int *raw);

/* The answers of subject `s` to all combinations (feasible or not), into `answers`. False with a
 * problem where memory or work ran out: what stands in `answers` is then worthless. */
bool pk_product_answers(const pk_product *product, int s, int64_t *answers, polku_report *report);

/* The combination to which raw values belong (by variable of the first subject's book). */
size_t pk_product_at(const pk_product *product, const int *raw);

/* Fills raw values of all variables of a book: defaults of attributes (their first value where
 * there is none), clocks and `elapsed` 0, what is counted since the end of a stage the most that is
 * counted: whoever never was there. */
void pk_raw_default(const pk_book *book, int *raw);

/* Whether the `known` clocks (by variable) of one history can stand beside each other. */
bool pk_raw_agree(const pk_book *book, int memory, const int *raw, const bool *known);

/* Moves the clocks of each history that are not `fixed` (by variable) as little as they must so
 * that the values are feasible, and fixes them. False when that cannot be: the fixed ones
 * contradict each other. */
bool pk_raw_settle(const pk_book *book, int *raw, bool *fixed);

/* "allow wage_subsidy", "amount wage_subsidy municipality entry" into a key whose texts live in the
 * arena; false when it is none. A kind alone is no key. */
bool pk_rule_key_read(pk_arena *arena, const char *text, pk_rule_key *key);
/* The same backwards, into the arena; NULL without memory. */
const char *pk_rule_key_text(pk_arena *arena, const pk_rule_key *key);
const char *pk_rule_form_name(pk_rule_form form); /* "allow", "limit", … */
bool pk_rule_key_same(const pk_rule_key *a, const pk_rule_key *b);

/* Whether a law says anything about a rule on its day. */
bool pk_rule_known(const pk_law *law, const pk_rule_key *rule);

/* The unit in which a rule's numbers are; NULL where no version says one. */
const char *pk_rule_unit(const pk_law *law, const pk_rule_key *rule);

/* Where a rule stands: the references of its versions (const char *). NULL items and a count of 0
 * where there are none; false without memory. */
bool pk_rule_refs(pk_arena *arena, const pk_law *law, const pk_rule_key *rule, pk_list *refs);

/* The next layer of a rule from the `at`-th of its kind on, NULL after the last. */
const pk_layer *pk_rule_layer(const pk_law *law, const pk_rule_key *rule, int kind, int *at);

/* Every rule that is known in the law of `region`, about one kind (-1: all), in the order of the
 * plugins: pk_rule_key. NULL items and a problem when memory ran out. */
pk_list pk_rule_keys(pk_arena *arena, const pk_book *book, const pk_plugin *region, int kind);

#endif
