/* Two models in one grid: what of the first the second adds, removes, changes.
 *
 * Both maps are made as each model's own, with the same filters, and laid over each other: columns
 * are the first model's stages in their order, each stage that only the second has stands after its
 * predecessor there. So a comparing map is a map like any other, whose things know what becomes of
 * them (pk_diff), and is drawn by the same hands; what it looks like beyond that is
 * compare_marks.c's. What is shown of a thing is compared word by word, what is not shown by the
 * models' parts (model/differ.h), so that nothing that differs is drawn as the same. */
#ifndef PK_COMPARE_H
#define PK_COMPARE_H

#include "draw/page.h"
#include "model/differ.h"
#include "study/comparison.h"

typedef struct pk_compare {
  pk_map *a, *b;
  const pk_model_changes
      *changes; /* freed with the drawing's words: of use only while they are made */
  const polku_comparison *outcomes;    /* or NULL */
  int *column_a, *column_b;            /* [stages of a, of b]: the column of each */
  int *stage_a, *stage_b;              /* [columns]: the stage there, −1 */
  const pk_arrow **arrow_a, **arrow_b; /* [arrows]: in each model's own map; NULL: it has none */
  const pk_chip **chip_a, **chip_b;    /* [chips] */
  int of[PK_DIFF_CHANGED + 1];         /* things that are drawn, by what becomes of them */
  int answered;                        /* gaps */
  bool nothing_shared;
  const char *name_a, *name_b; /* what they are called beside each other */
} pk_compare;

/* The map of the options' view "compare": of the model and the options' other one. NULL with a
 * problem in the report. */
pk_map *pk_compare_map(pk_arena *arena, const pk_model *model, const pk_rules *rules,
                       const polku_draw_options *options, polku_report *report);

/* Parts of it. */
bool pk_compare_columns(pk_map *map, pk_compare *compare);
void pk_compare_stages(pk_map *map, pk_compare *compare);
void pk_compare_arrows(pk_map *map, pk_compare *compare);
void pk_compare_chips(pk_map *map, pk_compare *compare);
void pk_compare_heads(pk_map *map, pk_compare *compare);

/* Whether the models differ in a part: in the field `below` or what is under it; NULL: anywhere
 * that is no field of an actor. What only looks different (a name, a note) does not count. */
bool pk_compare_differs(const pk_compare *compare, const char *section, const char *id,
                        const char *below);

/* In what, where it can be told in a few words: "odds ratio 1,2 → 1,4"; else that something does.
 */
const char *pk_compare_else(pk_map *map, const char *section, const char *id, const char *below);

/* Whether the map shows parts of this section. */
bool pk_compare_draws(const char *section);

/* Whether the part stands elsewhere in the order. */
bool pk_compare_moved(const pk_compare *compare, const char *section, const char *id);

/* "työllistää, 1 asiakas → ~4 asiakasta" of "työllistää, 1 asiakas" and "työllistää, ~4 asiakasta":
 * what both begin with is said once. Equal texts as they are. */
const char *pk_compare_join(pk_map *map, const char *before, const char *after);

/* ------------------------------------------------------------------------------- how it looks */

enum { PK_BADGE = 14, PK_BADGE_INDENT = 20 };

/* "+", "−", "Δ"; "" of what is the same. */
const char *pk_diff_sign(pk_diff diff);
/* The word for what becomes of a thing: "lisätty". */
const char *pk_diff_word(const pk_map *map, pk_diff diff);

int pk_diff_ink(pk_diff diff);
/* Filling and frame of a chip or a stage. */
void pk_diff_style(pk_item *box, pk_diff diff);
/* The same of a chip or a crowd, and a class for each. */
struct pk_placed;
void pk_diff_chip(pk_page *page, pk_item *box, const struct pk_placed *chip);
/* "stage changed" */
const char *pk_diff_class(pk_page *page, const char *klass, pk_diff diff);
/* The filled square with the sign; nothing where there is none. */
void pk_draw_badge(pk_page *page, pk_diff diff, int x, int y);
/* Lines through the lines first … last − 1 of an item that was drawn. */
void pk_draw_strikes(pk_page *page, const pk_item *item, int first, int last);
/* The band of outcomes, below the others: nothing without a comparison's. */
bool pk_has_outcomes(const pk_map *map);
int pk_draw_outcomes(pk_page *page, int y);

/* What is told there, a row each, under the headings of blocks: for the picture and for its twins.
 */
typedef struct pk_outcome_row {
  const char *name, *number;
  double value, low, high; /* NaN: not known */
  bool observed;           /* not computed: an outline */
  bool strong;             /* the difference itself */
} pk_outcome_row;
enum { PK_OUTCOME_ROWS = 12, PK_OUTCOME_BLOCKS = 3 };
typedef struct pk_outcome_block {
  const char *head;
  bool differences; /* signed, else what each model comes to */
  int count;
  pk_outcome_row rows[PK_OUTCOME_ROWS];
} pk_outcome_block;
/* Their number: 0 without a comparison. */
int pk_compare_blocks(pk_map *map, pk_outcome_block blocks[PK_OUTCOME_BLOCKS]);

/* The difference in one line, and how likely it is an improvement; "" without a comparison. */
const char *pk_compare_headline(pk_map *map);
const char *pk_compare_chance(pk_map *map);

/* ------------------------------------------------------------------------------------- twins */

/* The band of outcomes in lines; nothing without a comparison. */
void pk_compare_outcomes_text(pk_map *map, pk_text *out);

/* A row for each stage, chip, stage of a chip and move: what becomes of it, what was, what is. */
void pk_compare_csv(pk_map *map, pk_text *out);

#endif
