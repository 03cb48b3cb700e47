/* Tables and differences in words: what the two commands share. */
#ifndef PK_TABLE_H
#define PK_TABLE_H

#include "base/grid.h"
#include "base/json.h"
#include "base/words.h"
#include "rules/desk/decision.h"
#include "rules/desk/shelf.h"
#include "rules/explain_json.h"

/* In a difference: every answer of a rule where the other plugin has none on that day. */
#define PK_RULED (INT64_MIN + 1)

/* A rule with the law of one interval of days in which nothing that it reads changes. */
typedef struct pk_rule_span {
  pk_segment segment;
  const pk_law *law;
} pk_rule_span;

/* The intervals of a rule (pk_rule_span), by rising days. NULL items with problems. */
pk_list pk_rule_spans(pk_shelf *shelf, const pk_rule_key *rule);

/* "from 1 January 2025", "1.1.2017–30.6.2023". */
void pk_say_segment(pk_text *out, const pk_segment *segment, polku_lang lang);

/* The name of an axis, with the unit of its numbers where that is not plain from the name. */
void pk_say_axis(pk_text *out, const pk_product *product, int axis, polku_lang lang);
/* "≤ 24 or ≥ 50", "association or foundation", "not state agency", "–" for NULL. */
void pk_say_classes(pk_text *out, const pk_product *product, int axis, const bool *in,
                    polku_lang lang);
/* The set of classes for which "other" is enough: more than half of the values of an axis that the
 * rows of a section share out, each set of theirs the same as another or with nothing in common.
 * NULL where there is none. `owner`: one for each class, NULL. */
const bool *pk_other_classes(const pk_product *product, const pk_decision_row *const *rows,
                             int count, int axis, const bool **owner);
bool pk_same_classes(const pk_axis *axis, const bool *a, const bool *b);
/* An answer as a cell under the head of pk_say_answer_head. */
void pk_say_cell(pk_text *out, pk_rule_form form, const char *unit, int64_t answer,
                 polku_lang lang);
const char *pk_say_answer_head(pk_rule_form form, polku_lang lang);

/* What all references of a table begin and end with is said once, in its head: "380/2023",
 * "916/2012 ch. 7 … (371/2023)". */
typedef struct pk_citing {
  const char *first; /* a reference to compare with; NULL before any was seen */
  size_t before, after;
  bool nothing; /* they have nothing in common, or nothing but themselves */
} pk_citing;
void pk_citing_see(pk_citing *citing, const pk_reasons *reasons);
/* The head of the column; references of reasons, each once, what they have in common left out. */
void pk_say_citing_head(pk_text *out, const pk_citing *citing, polku_lang lang);
void pk_say_refs(pk_text *out, const pk_reasons *reasons, const pk_citing *citing, polku_lang lang);

/* Numbers in doubt that the rows of a table rest on (table_doubts.c). */
typedef struct pk_doubts {
  pk_arena *arena;
  const pk_law *law;
  pk_date date; /* on which a review may be late */
  pk_list list;
  bool failed; /* memory ran out */
} pk_doubts;
/* Adds those of some reasons; which they are, as bits by place in the list. */
uint64_t pk_doubts_see(pk_doubts *doubts, const pk_reasons *reasons);
/* "¹ ²" after a reference, and the i-th footnote. */
void pk_say_marks(pk_text *out, uint64_t marks);
void pk_say_doubt(pk_text *out, const pk_doubts *doubts, int at, polku_lang lang);
void pk_json_doubts(pk_json *json, const pk_doubts *doubts);
void pk_csv_doubts(pk_text *out, const pk_doubts *doubts, uint64_t marks);

/* Whether an axis tells rows of a section apart (-1: of any section). */
bool pk_axis_tells(const pk_decision *decision, int axis, int section);

/* Rows with their conditions, for people: sections apart, and in wide ones what all further rows
 * have in common is said once above them. */
typedef struct pk_listing {
  const pk_decision *decision;
  int count;
  const pk_decision_row *const *rows; /* of the decision, in its order */
  bool some;                          /* not all of them: "other" would not say which */
  int columns;                        /* after the conditions: their heads and cells */
  void (*heads)(const void *context, pk_grid *grid);
  void (*cells)(const void *context, int row, pk_grid *grid);
  const void *context;
  polku_lang lang;
  int width;
  bool markdown;
  pk_arena *arena;
  pk_text *out;
} pk_listing;
void pk_listing_write(const pk_listing *page);

/* For other programs: "given" of a row, an answer, the days (null where open), the rule. */
void pk_json_given(pk_json *json, const pk_decision *decision, const pk_decision_row *row);
/* true or false, a whole number, "none" (no limit), null where no rule holds. */
void pk_json_answer(pk_json *json, pk_rule_form form, int64_t answer);
void pk_json_segment(pk_json *json, const pk_segment *segment);
void pk_json_rule(pk_json *json, const pk_rule_key *rule, const char *unit);
/* The same for a spreadsheet: "15..24|50..68", "association|foundation", "" for any. */
void pk_csv_classes(pk_text *out, const pk_product *product, int axis, const bool *in);
void pk_csv_day(pk_grid *grid, pk_date date);
void pk_csv_answer(pk_text *out, pk_rule_form form, int64_t answer);
void pk_csv_refs(pk_text *out, const pk_reasons *reasons);

/* The axis that a variable is; -1 where it is none. */
int pk_product_axis(const pk_product *product, const char *id);
/* The book whose variable an axis is; its number there. */
const pk_book *pk_axis_book(const pk_product *product, int axis, int *variable);

#endif
