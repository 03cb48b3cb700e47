/* Rulings: what rules with numbers give to one client, and which cases decided it.
 *
 * An engine needs the number alone (ask.c, amount.c). A person who is told the number also asks
 * where it comes from: here the cases are kept that made it what it is. */
#ifndef PK_RULING_H
#define PK_RULING_H

#include "rules/bind.h"
#include "rules/product.h"

/* A case that stands behind a number: the one that decided, or an addition to it. */
typedef struct pk_said {
  const pk_law *law;
  const pk_layer *layer;
  const pk_choice_case *one;
  long long value;
} pk_said;

typedef struct pk_ruling {
  bool spoken; /* some rule has a case for this client */
  long long value;
  pk_list said; /* pk_said: the one that decided first */
} pk_ruling;

/* Goes on with a ruling by the rule of one more law. Layers of plugins that `before` extends have
 * spoken already (NULL: none). False when memory ran out (not reported). */
bool pk_ruling_add(pk_arena *arena, const pk_subject *subject, const int *raw,
                   const pk_plugin *before, pk_ruling *ruling);

/* Whether two clients are given the same number by the same cases. */
bool pk_ruling_same(const pk_ruling *a, const pk_ruling *b);

/* Months of a stay, counted from 0, in which a ruling stays the same. */
typedef struct pk_stretch {
  int first, last; /* last < 0: as long as the stay goes on */
  pk_ruling ruling;
} pk_stretch;

/* What is paid for a client in one kind of stage, from one account, by time or on entry. */
typedef struct pk_paid {
  const char *account;
  int counted;    /* account of the model; -1: the model does not count it */
  const char *to; /* role, or NULL */
  bool on_entry, binds_day;
  bool as_on_entry; /* binds by day, but by a clock whose way through the stay is not known */
  pk_list spans;    /* pk_stretch; one where it is paid once */
  bool has_total;
  long long total; /* cents in the longest stay that the law allows */
} pk_paid;

/* Everything that is ruled about a client at a stage beside entry and the longest stay. */
typedef struct pk_numbers {
  int law_count;
  pk_ruling weight[2]; /* of each law; the factors multiply */
  pk_ruling priority;  /* of the law that holds */
  pk_list paid;        /* pk_paid */
} pk_numbers;

/* Who is asked about, and by which laws. `months` is the longest stay, or 0 when it is not known in
 * months. */
typedef struct pk_numbers_asked {
  pk_arena *arena;
  const pk_rules *rules;
  const pk_law *const *laws;
  int law_count, kind, months;
  const int *raw; /* on entry */
} pk_numbers_asked;

/* False when memory ran out (not reported). */
bool pk_numbers_of(const pk_numbers_asked *asked, pk_numbers *numbers);
bool pk_numbers_same(const pk_numbers *a, const pk_numbers *b);

#endif
