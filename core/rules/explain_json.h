/* Between the files that write an explanation for other programs. */
#ifndef PK_EXPLAIN_JSON_H
#define PK_EXPLAIN_JSON_H

#include "base/json.h"
#include "rules/explain.h"

typedef struct pk_json_writer {
  const pk_explanation *about;
  const pk_finding *finding;
  const pk_law *law; /* whose parameters and tables are told */
  polku_lang lang;
  pk_json json;
} pk_json_writer;

/* A member with a text (NULL: null), with a day (null for "always" and "for ever"). */
void pk_json_text(pk_json_writer *w, const char *key, const char *value);
void pk_json_day(pk_json_writer *w, const char *key, pk_date date);

/* A raw value as a number, a text or a truth value. */
void pk_json_raw(pk_json_writer *w, int variable, int raw);
/* A condition or group with what held: an object. */
void pk_json_tree(pk_json_writer *w, const pk_tree *node);
/* Changes of one way: an array. */
void pk_json_way(pk_json_writer *w, const pk_way *way);
/* What decided an answer: an array. */
void pk_json_reasons(pk_json *json, const pk_reasons *reasons, polku_lang lang);
/* The members "param", "reads" and "params" of a case: what it rests on. */
void pk_json_basis(pk_json_writer *w, const pk_choice_case *one);
/* The members "value" and "decided_by" of a ruling. */
void pk_json_ruling(pk_json_writer *w, const pk_ruling *ruling);

#endif
