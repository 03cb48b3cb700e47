/* Numbers of a table that are in doubt: sources disagree about one, or nobody has looked at it
 * since its day of review. Rows that rest on them are marked, and the marks explained below the
 * table. */
#include "rules/desk/table.h"

#include "rules/say.h"
#include <stdio.h>

typedef struct doubt {
  const pk_param *param;
  const pk_dated *dated;
  bool late;
} doubt;

/* --- what rows rest on */

typedef struct number {
  const pk_param *param;
  const pk_dated *dated;
} number;

/* The n-th number that a condition or a value reads; a param of NULL after the last. */
static number of_leaf(const pk_doubts *doubts, const pk_leaf *leaf, int n) {
  const pk_day day = pk_law_day(doubts->law);
  number found = {NULL, NULL};
  if (leaf && n < leaf->param_count)
    found.param = pk_day_param(&day, leaf->plugin, leaf->params[n], &found.dated);
  return found;
}

static bool in_doubt(const pk_doubts *doubts, number of) {
  return of.param && of.dated &&
         (of.dated->has_disputed || (of.param->has_review && of.param->review_by < doubts->date));
}

static void see(pk_doubts *doubts, number of, uint64_t *marks) {
  int at = 0;
  if (!in_doubt(doubts, of))
    return;
  while (at < doubts->list.count && PK_AT(doubts->list, doubt, at)->dated != of.dated)
    at++;
  doubt *slot = at < doubts->list.count ? PK_AT(doubts->list, doubt, at)
                                        : pk_push(doubts->arena, &doubts->list, sizeof *slot);
  if (!slot) {
    doubts->failed = true;
    return;
  }
  *slot = (doubt){of.param, of.dated, of.param->has_review && of.param->review_by < doubts->date};
  *marks |= at < 64 ? UINT64_C(1) << at : 0;
}

uint64_t pk_doubts_see(pk_doubts *doubts, const pk_reasons *reasons) {
  uint64_t marks = 0;
  for (int i = 0; i < reasons->count; i++) {
    const pk_choice_case *one = reasons->at[i].one;
    const pk_leaf *leaves[] = {reasons->at[i].leaf, one ? one->when : NULL,
                               one ? one->computed : NULL};
    if (one)
      see(doubts, (number){one->param, one->dated}, &marks);
    for (int k = 0; k < 3; k++)
      for (int n = 0; leaves[k] && n < leaves[k]->param_count; n++)
        see(doubts, of_leaf(doubts, leaves[k], n), &marks);
  }
  return marks;
}

/* --- for people */

static void add_mark(pk_text *out, int at) {
  static const char *const marks[] = {"¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  if (at < 9)
    pk_text_add(out, marks[at]);
  else
    pk_text_addf(out, "(%d)", at + 1);
}

void pk_say_marks(pk_text *out, uint64_t marks) {
  for (int at = 0; at < 64; at++)
    if (marks >> at & 1) {
      pk_text_add(out, "\xc2\xa0");
      add_mark(out, at);
    }
}

static void say_disputed(pk_text *out, const doubt *d, polku_lang lang) {
  pk_text here = PK_TEXT_EMPTY, there = PK_TEXT_EMPTY;
  pk_say_number(&here, d->param->unit, d->dated->value, lang);
  pk_say_number(&there, d->param->unit, d->dated->disputed, lang);
  pk_word_add(out, lang, "rules.table.disputed", "name",
              pk_name_text(&d->param->name, lang, d->param->id), "value",
              here.data ? here.data : "", "ref", d->dated->ref ? d->dated->ref : "–", "other",
              there.data ? there.data : "", "other_ref",
              d->dated->disputed_ref ? d->dated->disputed_ref : "–", NULL);
  out->failed = out->failed || here.failed || there.failed;
  pk_text_free(&here);
  pk_text_free(&there);
}

void pk_say_doubt(pk_text *out, const pk_doubts *doubts, int at, polku_lang lang) {
  const doubt *d = PK_AT(doubts->list, doubt, at);
  char date[11];
  add_mark(out, at);
  pk_text_add(out, " ");
  if (d->dated->has_disputed)
    say_disputed(out, d, lang);
  if (d->dated->has_disputed && d->late)
    pk_text_add(out, " ");
  if (d->late)
    pk_word_add(out, lang, "rules.table.late", "name",
                pk_name_text(&d->param->name, lang, d->param->id), "date",
                pk_date_text(date, d->param->review_by), NULL);
}

/* --- for programs */

void pk_json_doubts(pk_json *json, const pk_doubts *doubts) {
  char date[11];
  pk_json_array(json);
  for (int i = 0; i < doubts->list.count; i++) {
    const doubt *d = PK_AT(doubts->list, doubt, i);
    bool disputed = d->dated->has_disputed;
    pk_json_object(json);
    pk_json_field(json, "param", d->param->id);
    pk_json_field(json, "unit", d->param->unit);
    pk_json_integer_field(json, "value", d->dated->value);
    pk_json_field(json, "ref", d->dated->ref);
    if (disputed) {
      pk_json_integer_field(json, "disputed", d->dated->disputed);
      pk_json_field(json, "disputed_ref", d->dated->disputed_ref);
    }
    if (d->late)
      pk_json_field(json, "review_by", pk_date_text(date, d->param->review_by));
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

void pk_csv_doubts(pk_text *out, const pk_doubts *doubts, uint64_t marks) {
  char date[11];
  const char *between = "";
  for (int i = 0; i < doubts->list.count && i < 64; i++) {
    const doubt *d = PK_AT(doubts->list, doubt, i);
    if (!(marks >> i & 1))
      continue;
    if (d->dated->has_disputed)
      pk_text_addf(out, "%sdisputed: %lld (%s)", between, d->dated->disputed,
                   d->dated->disputed_ref ? d->dated->disputed_ref : "");
    between = d->dated->has_disputed ? "; " : between;
    if (d->late)
      pk_text_addf(out, "%sreview by %s", between, pk_date_text(date, d->param->review_by));
    between = "; ";
  }
}
