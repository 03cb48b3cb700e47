/* Between the files that make a product of classes: product.c its axes and classes,
 * product_clocks.c which clocks can stand beside each other. Nobody else includes this. */
#ifndef PK_PRODUCT_PARTS_H
#define PK_PRODUCT_PARTS_H

#include "rules/product.h"

/* The clocks of one history, some of them axes: which combinations of classes a history can show,
 * and values of all of them for each. */
typedef struct pk_product_clocks {
  int memory;
  const pk_book *book;
  int axis_count, tuple_count, tried;
  const int *axes;
  int variable_count;
  const int *variables; /* all clocks of the history */
  bool *seen;           /* by tuple of classes, mixed radix */
  int *example;         /* [tuple][variable]: raw values */
} pk_product_clocks;

typedef struct pk_product_maker {
  pk_arena *arena;
  polku_report *report;
  pk_product *product;
  int subject;    /* whose leaves are looked at */
  pk_list axes;   /* pk_axis */
  pk_list books;  /* const pk_book *: by axis, whose variable it is */
  pk_list clocks; /* clocks: by history */
  bool failed;
} pk_product_maker;

/* Problems: each marks the maker as failed. */
void pk_product_no_memory(pk_product_maker *m);
void pk_product_work(pk_product_maker *m, size_t steps);
void pk_product_refuse(pk_product_maker *m, const char *name, int classes);

/* Whether two books mean the same by the values of a variable. */
bool pk_product_same_values(const pk_book *a, int x, const pk_book *b, int y);

/* Finds m->clocks: of each history with axes, what of them can be. */
void pk_product_find_clocks(pk_product_maker *m);

#endif
