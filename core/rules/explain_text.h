/* Between the files that write an explanation for a person. */
#ifndef PK_EXPLAIN_TEXT_H
#define PK_EXPLAIN_TEXT_H

#include "rules/explain.h"

typedef struct pk_writer {
  const pk_explanation *about;
  const pk_finding *finding;
  const pk_law *law; /* whose parameters and tables are told */
  bool within_stay;  /* months of the stay are gone through, not read */
  pk_list *told;     /* const void *: what need not be told again; NULL: everything is */
  polku_lang lang;
  pk_text *out;
} pk_writer;

void pk_write_indent(const pk_writer *w, int depth);
/* " (380/2023 § 88.1)"; nothing without a reference. */
void pk_write_law(const pk_writer *w, const char *reference);
/* The values that these clients have of a variable, a line. */
void pk_write_read(const pk_writer *w, int variable, int depth);
/* What a leaf looked at: values, then parameters, a line each. */
void pk_write_reads(const pk_writer *w, const pk_leaf *leaf, int depth);
void pk_write_param(const pk_writer *w, const pk_param *param, const pk_dated *dated, int depth);
const char *pk_write_leaf_text(const pk_writer *w, const pk_leaf *leaf, bool holds);

/* The sentences of reasons in the word `key`, then what they looked at. */
void pk_write_reasons(const pk_writer *w, const pk_reasons *reasons, const char *key);

/* The law of a kind with what held and what did not (explain_tree.c). */
void pk_write_tree(const pk_writer *w, const pk_tree *node, int depth);
/* Changes that would lead to another answer, a line each. */
void pk_write_ways(const pk_writer *w, const pk_ways *ways, int depth);
/* The cases that stand behind a number, from the end of its line on. */
void pk_write_ruling(pk_writer *w, const pk_ruling *ruling, int depth);
/* The longest stay, weights, order and money of those who may enter (explain_numbers.c). */
void pk_write_numbers(pk_writer *w);

#endif
