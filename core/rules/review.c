/* What is worth saying of the numbers that a law counts with: that nobody has looked at one since
 * its day of review, or that its sources disagree. Said of every number that can matter, so that no
 * result rests on it in silence. */
#include "rules/law.h"

#include "rules/say.h"
#include "rules/telling.h"

typedef struct amount_said {
  const char *unit;
  long long number;
} amount_said;

static void say_amount(pk_text *out, polku_lang lang, const void *about) {
  const amount_said *a = about;
  pk_say_number(out, a->unit, a->number, lang);
}

void pk_param_disputed(pk_arena *arena, const pk_param *param, const pk_dated *dated,
                       polku_report *report) {
  const amount_said here = {param->unit, dated->value}, there = {param->unit, dated->disputed};
  pk_place place;
  pk_file_place(&param->plugin->params_file, dated->line, &place);
  pk_report_add(report, &place, "W-PARAM-DISPUTED", "param", param->id,
                PK_TOLD("value", pk_tell(arena, report, say_amount, &here)), "ref",
                dated->ref ? dated->ref : "–",
                PK_TOLD("other", pk_tell(arena, report, say_amount, &there)), "other_ref",
                dated->disputed_ref ? dated->disputed_ref : "–", NULL);
}

void pk_param_review(const pk_param *param, polku_report *report) {
  char date[11];
  pk_place place;
  const char *ref = param->value_count ? param->values[param->value_count - 1].ref : NULL;
  pk_file_place(&param->plugin->params_file, param->line, &place);
  pk_report_add(report, &place, "W-PARAM-REVIEW", "param", param->id, "date",
                pk_date_text(date, param->review_by), "source", ref ? ref : "–", NULL);
}

static void review_param(const pk_law *law, const pk_param *param, const pk_dated *dated,
                         polku_report *report) {
  if (param && dated && dated->has_disputed)
    pk_param_disputed(law->book->arena, param, dated, report);
  if (param && param->has_review && param->review_by < law->date)
    pk_param_review(param, report);
}

void pk_law_review_leaf(const pk_law *law, const pk_leaf *leaf, polku_report *report) {
  const pk_day day = pk_law_day(law);
  for (int k = 0; k < leaf->param_count; k++) {
    const pk_dated *dated;
    const pk_param *param = pk_day_param(&day, leaf->plugin, leaf->params[k], &dated);
    review_param(law, param, dated, report);
  }
}

static void review_case(const pk_law *law, const pk_choice_case *one, polku_report *report) {
  review_param(law, one->param, one->dated, report);
  if (one->when)
    pk_law_review_leaf(law, one->when, report);
  if (one->computed)
    pk_law_review_leaf(law, one->computed, report);
}

void pk_law_review_layer(const pk_law *law, const pk_layer *layer, const int *stage,
                         polku_report *report) {
  pk_settled holds = PK_OPEN;
  for (int i = 0; i < layer->case_count && holds != PK_YES; i++) {
    const pk_choice_case *one = &layer->cases[i];
    holds = one->when ? pk_settle_leaf(law, one->when, stage) : PK_OPEN;
    if (holds != PK_NO)
      review_case(law, one, report);
  }
}

/* The child whose answer alone settles a node at a place, or NULL. */
static const pk_tree *decisive(const pk_law *law, const pk_tree *node, const int *stage) {
  pk_settled ends = node->join == PK_ALL ? PK_NO : PK_YES;
  for (int i = 0; i < node->child_count; i++)
    if (pk_settle(law, node->children[i], stage) == ends)
      return node->children[i];
  return NULL;
}

/* Where a place settles a part of the law, only the numbers that settle it can matter there. */
static void review_tree(const pk_law *law, const pk_tree *node, const int *stage,
                        polku_report *report) {
  const pk_tree *one = node->join == PK_TEST ? NULL : decisive(law, node, stage);
  if (node->join == PK_TEST)
    pk_law_review_leaf(law, node->leaf, report);
  for (int i = 0; i < node->child_count; i++)
    if (!one || one == node->children[i])
      review_tree(law, node->children[i], stage, report);
}

/* Amounts are left to amount.c: only those that a model counts are worth a warning. */
void pk_law_review(const pk_law *law, int kind, const int *stage, polku_report *report) {
  const pk_sheet *sheet = &law->sheets[kind];
  if (sheet->allow)
    review_tree(law, sheet->allow, stage, report);
  for (int form = 0; form < PK_AMOUNT; form++)
    for (int k = 0; k < sheet->layer_count[form]; k++)
      pk_law_review_layer(law, &sheet->layers[form][k], stage, report);
}
