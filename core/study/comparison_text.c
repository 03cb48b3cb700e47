/* A comparison for a steering group in a terminal: the answer first, then what it costs, for whom,
 * by which rules, by what is built differently, and what the reader must know before using it.
 *
 * Ratios are told in people: of as many as both cases have, else of a hundred. */
#include "study/comparison_text.h"
#include "study/regions.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool same_title(const pk_pen *pen, const polku_comparison *c, int i, int k) {
  return strcmp(pk_name_text(&c->titles[i], pen->lang, c->names[i]),
                pk_name_text(&c->titles[k], pen->lang, c->names[k])) == 0;
}

static bool same_region(const pk_pen *pen, const polku_comparison *c, int i, int k) {
  return strcmp(pk_name_text(&c->regions[i], pen->lang, ""),
                pk_name_text(&c->regions[k], pen->lang, "")) == 0;
}

const char *pk_compared_title(pk_pen *pen, const polku_comparison *c, int i) {
  const char *own = pk_name_text(&c->titles[i], pen->lang, c->names[i]);
  const char *region = pk_name_text(&c->regions[i], pen->lang, "");
  bool alike = false, alike_there = false;
  for (int k = 0; k < c->case_count; k++) {
    alike = alike || (k != i && same_title(pen, c, i, k));
    alike_there = alike_there || (k != i && same_title(pen, c, i, k) && same_region(pen, c, i, k));
  }
  if (!alike)
    return own;
  if (alike_there)
    return c->names[i];
  return pk_pen_word(pen, "comparison.under-rules", "region", region);
}

double pk_compared_people(const polku_comparison *c, int other, int answer) {
  const polku_result *r = c->results[0];
  if (!c->beside[other].same_people)
    return 100;
  return answer == 0 ? r->all.people : r->groups[c->group_of[0][answer - 1]].people;
}

static bool in_months(int outcome) {
  return outcome == PK_MONTHS_EMPLOYED || outcome == PK_RESTRICTED_MEAN;
}

static const char *outcome_word(const pk_pen *pen, int outcome) {
  char key[64];
  snprintf(key, sizeof key, "outcome.%s", pk_outcome_name((pk_outcome)outcome));
  return pk_word(pen->lang, key);
}

/* "5 770 €" reads in every language; other units as the model writes them. */
static const char *unit_of(const polku_comparison *c, int account) {
  const char *unit = c->account_units[account];
  return !unit ? "" : strcmp(unit, "euro") == 0 ? "€" : unit;
}

static int people_decimals(double people) {
  return people < 1000 ? 1 : 0;
}

/* With its sign, which a difference always has. */
static const char *change(pk_pen *pen, double value, int decimals) {
  double unit = pow(10, -decimals) / 2;
  const char *number = pk_pen_number(pen, fabs(value), decimals);
  return !isfinite(value)     ? "–"
         : fabs(value) < unit ? number
                              : pk_pen_join(pen, value > 0 ? "+" : "−", number);
}

/* A chance that draws do not tell from certainty is not told as certain. */
static const char *chance(pk_pen *pen, double p) {
  if (!(p > 0.99) && !(p < 0.01))
    return pk_pen_percent(pen, p);
  return pk_pen_word(pen, p > 0.5 ? "comparison.over" : "comparison.under", "percent",
                     pk_pen_percent(pen, p > 0.5 ? 0.99 : 0.01));
}

/* ------------------------------------------------------------------------------------ headline */

static void say_months(pk_pen *pen, const polku_comparison *c, const pk_paired *p) {
  const char *key = fabs(p->value) < 0.05 ? "comparison.same-months"
                    : p->value > 0        ? "comparison.more-months"
                                          : "comparison.fewer-months";
  PK_SAY(pen, "", key, "outcome", outcome_word(pen, (int)c->outcome), "change",
         pk_pen_number(pen, fabs(p->value), 1), "before", pk_pen_number(pen, p->before, 1), "after",
         pk_pen_number(pen, p->after, 1));
}

static const char *horizon_text(pk_pen *pen, const polku_comparison *c, const char *form,
                                pk_steps_text *buffer) {
  const polku_result *r = c->results[0];
  return pk_result_steps(pen, r, form, pk_pen_number(pen, r->horizon, 0), buffer);
}

static void say_people(pk_pen *pen, const polku_comparison *c, const pk_paired *p, double people) {
  int decimals = people_decimals(people);
  double by = p->value * people;
  bool none = fabs(by) < pow(10, -decimals) / 2;
  char key[64];
  pk_steps_text within;
  snprintf(key, sizeof key, "comparison.do.%s", pk_outcome_name(c->outcome));
  const char *steps = horizon_text(pen, c, "in-", &within);
  PK_SAY(pen, "",
         none     ? "comparison.same"
         : by > 0 ? "comparison.more"
                  : "comparison.fewer",
         "within", steps, "do", pk_word(pen->lang, key), "change",
         pk_pen_number(pen, fabs(by), decimals), "people", pk_pen_number(pen, people, 0), "before",
         pk_pen_number(pen, p->before * people, decimals), "after",
         pk_pen_number(pen, p->after * people, decimals));
}

/* Which way it goes is told where nine draws of ten agree. */
static const char *certainty_key(double better) {
  return better > 0.9   ? "comparison.certainty-better"
         : better < 0.1 ? "comparison.certainty-worse"
                        : "comparison.certainty-unclear";
}

/* How sure it is: the expected difference first, then what luck does in one group. */
static void say_certainty(pk_pen *pen, const polku_comparison *c, const pk_paired *p, double people,
                          double times) {
  int decimals = in_months((int)c->outcome) ? 1 : people_decimals(people);
  if (!c->drawn)
    PK_SAY(pen, "", "comparison.not-drawn", "", "");
  else
    PK_SAY(pen, "", certainty_key(p->better), "low", change(pen, p->expected_low * times, decimals),
           "high", change(pen, p->expected_high * times, decimals), "better",
           chance(pen, p->better < 0.1 ? 1 - p->better : p->better));
}

/* One group is of one size: where the cases have other ones, there is no such group. */
static void say_luck(pk_pen *pen, const pk_paired *p, double people, double times, int decimals) {
  PK_SAY(pen, "", "comparison.luck", "people", pk_pen_number(pen, people, 0), "low",
         change(pen, p->low * times, decimals), "high", change(pen, p->high * times, decimals),
         "luck", pk_pen_percent(pen, p->luck_share));
}

static void say_headline(pk_pen *pen, const polku_comparison *c, int other) {
  const pk_paired *p = pk_paired_at(c, other, 0, (int)c->outcome);
  double people = pk_compared_people(c, other, 0);
  if (!isfinite(p->value))
    return;
  if (in_months((int)c->outcome))
    say_months(pen, c, p);
  else
    say_people(pen, c, p, people);
  if (!isfinite(p->better))
    return;
  double times = in_months((int)c->outcome) ? 1 : people;
  say_certainty(pen, c, p, people, times);
  if (c->beside[other].same_people)
    say_luck(pen, p, people, times, people_decimals(times));
}

/* --------------------------------------------------------------------------------------- tables */

/* Columns of a table; sums of money need wider ones than people. */
typedef struct widths {
  int values, change, range;
} widths;
static const widths narrow = {15, 8, 15}, wide = {24, 12, 22};
enum { CHANCE = 10 };

static int width_of(const widths *w) {
  return w->values + w->change + w->range + CHANCE;
}

static const char *from_to(pk_pen *pen, const char *from, const char *between, const char *to) {
  return pk_pen_join(pen, pk_pen_join(pen, from, between), to);
}

static void head(pk_pen *pen, const widths *w, const char *last) {
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, width_of(w));
  pk_pen_cell(pen,
              from_to(pen, pk_word(pen->lang, "comparison.head-before"), " → ",
                      pk_word(pen->lang, "comparison.head-after")),
              w->values, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "comparison.change"), w->change, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "comparison.expected-interval"), w->range, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, last), CHANCE, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
}

/* Of one difference: what is multiplied, and how it is told. */
typedef struct telling {
  const widths *widths;
  double times;
  int decimals;
} telling;

static void row(pk_pen *pen, const char *label, const pk_paired *p, const telling *t) {
  const widths *w = t->widths;
  int each = (w->values - 3) / 2;
  const char *before = pk_pen_short(pen, p->before * t->times, t->decimals, each);
  const char *after = pk_pen_short(pen, p->after * t->times, t->decimals, each);
  const char *low = change(pen, p->expected_low * t->times, t->decimals);
  const char *high = change(pen, p->expected_high * t->times, t->decimals);
  pk_pen_label(pen, label, 0, width_of(w));
  pk_pen_cell(pen, from_to(pen, before, " → ", after), w->values, PK_RIGHT);
  pk_pen_cell(pen, change(pen, p->value * t->times, t->decimals), w->change, PK_RIGHT);
  pk_pen_cell(pen, isfinite(p->expected_low) ? from_to(pen, low, " … ", high) : "–", w->range,
              PK_RIGHT);
  pk_pen_cell(pen, isfinite(p->better) ? chance(pen, p->better) : "–", CHANCE, PK_RIGHT);
  pk_text_add_char(&pen->out, '\n');
}

static telling telling_of(int outcome, double people) {
  if (in_months(outcome))
    return (telling){&narrow, 1, 1};
  return (telling){&narrow, people, people_decimals(people)};
}

static void outcomes(pk_pen *pen, const polku_comparison *c, int other) {
  static const pk_outcome order[] = {PK_EMPLOYMENT_RATIO,   PK_OPEN_EMPLOYMENT_RATIO,
                                     PK_LASTING_EMPLOYMENT, PK_EMPLOYED_AT_END,
                                     PK_MONTHS_EMPLOYED,    PK_RESTRICTED_MEAN};
  double people = pk_compared_people(c, other, 0);
  pk_pen_heading(
      pen, pk_pen_word(pen, "comparison.outcomes-of", "people", pk_pen_number(pen, people, 0)));
  head(pen, &narrow, "comparison.improves");
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    telling t = telling_of((int)order[i], people);
    row(pen, outcome_word(pen, (int)order[i]), pk_paired_at(c, other, 0, (int)order[i]), &t);
  }
}

static const char *account_label(pk_pen *pen, const polku_comparison *c, int account) {
  const char *name = pk_result_name(pen, &c->accounts[account]);
  const char *unit = unit_of(c, account);
  return *unit ? pk_pen_join(pen, pk_pen_join(pen, name, ", "), unit) : name;
}

static void costs(pk_pen *pen, const polku_comparison *c, int other) {
  if (c->account_count == 0)
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "comparison.costs"));
  head(pen, &wide, "comparison.cheaper");
  for (int a = 0; a < c->account_count; a++)
    row(pen, account_label(pen, c, a), pk_paired_at(c, other, 0, PK_OUTCOMES + a),
        &(telling){&wide, 1, 0});
}

static void groups(pk_pen *pen, const polku_comparison *c, int other) {
  bool months = in_months((int)c->outcome);
  if (c->group_count < 2)
    return;
  pk_pen_heading(pen, pk_pen_word(pen, months ? "comparison.groups-months" : "comparison.groups-of",
                                  "outcome", outcome_word(pen, (int)c->outcome)));
  head(pen, &narrow, "comparison.improves");
  for (int g = 0; g < c->group_count; g++) {
    double people = pk_compared_people(c, other, g + 1);
    pk_text label = PK_TEXT_EMPTY;
    pk_text_addf(&label, "%s (%s)", pk_result_name(pen, &c->groups[g]),
                 pk_pen_number(pen, people, 0));
    telling t = telling_of((int)c->outcome, people);
    row(pen, label.data ? label.data : "", pk_paired_at(c, other, g + 1, (int)c->outcome), &t);
    pen->out.failed = pen->out.failed || label.failed;
    pk_text_free(&label);
  }
}

/* --------------------------------------------------------------------------------------- prices */

static void say_price(pk_pen *pen, const polku_comparison *c, const pk_price *p) {
  static const char *const keys[] = {"comparison.price-each", "comparison.price-dominates",
                                     "comparison.price-dominated", "comparison.price-saved",
                                     "comparison.price-undecided"};
  const char *unit = unit_of(c, p->account);
  const char *account = pk_result_name(pen, &c->accounts[p->account]);
  bool signed_cost = p->form == PK_PRICE_UNDECIDED;
  const char *key = keys[p->form];
  if (p->form == PK_PRICE_EACH && !isfinite(p->low))
    key = "comparison.price-each-alone";
  if (p->form == PK_PRICE_UNDECIDED && p->people == 0)
    key = "comparison.price-nobody";
  PK_SAY(pen, "• ", key, "account", account, "unit", unit, "each", pk_pen_number(pen, p->each, 0),
         "low", pk_pen_number(pen, p->low, 0), "high", pk_pen_number(pen, p->high, 0), "people",
         pk_pen_number(pen, fabs(p->people), 1), "cost",
         signed_cost ? change(pen, p->cost, 0) : pk_pen_number(pen, fabs(p->cost), 0));
  if (isfinite(p->chance_worth))
    PK_SAY(pen, "  ", "comparison.worth", "worth", pk_pen_number(pen, c->worth, 0), "unit", unit,
           "chance", chance(pen, p->chance_worth));
}

/* An account in which nothing changes has no price worth a line. */
static bool changes_nothing(const polku_comparison *c, int other, const pk_price *p) {
  const pk_paired *cost = pk_paired_at(c, other, 0, PK_OUTCOMES + p->account);
  return cost->before == 0 && cost->after == 0;
}

static bool any_price(const polku_comparison *c, int other) {
  const pk_beside *beside = &c->beside[other];
  for (int i = 0; i < beside->price_count; i++)
    if (!changes_nothing(c, other, &beside->prices[i]))
      return true;
  return false;
}

void pk_compared_prices(pk_pen *pen, const polku_comparison *c, int other) {
  const pk_beside *beside = &c->beside[other];
  for (int i = 0; i < beside->price_count; i++)
    if (!changes_nothing(c, other, &beside->prices[i]))
      say_price(pen, c, &beside->prices[i]);
}

static void prices(pk_pen *pen, const polku_comparison *c, int other) {
  if (any_price(c, other))
    pk_pen_heading(pen, pk_word(pen->lang, "comparison.price-heading"));
  pk_compared_prices(pen, c, other);
}

/* ------------------------------------------------------------------------- rules and structure */

static void built(pk_pen *pen, const polku_comparison *c, int other) {
  const pk_beside *beside = &c->beside[other];
  if (beside->behaviours) {
    pk_pen_heading(pen, pk_word(pen->lang, "comparison.rules"));
    pk_behaviours_text(beside->behaviours, pen->lang, pen->width, &pen->out);
  }
  if (beside->changes) {
    pk_pen_heading(pen, pk_word(pen->lang, "comparison.structure"));
    pk_model_changes_text(beside->changes, pen->lang, pen->width, &pen->out);
  }
}

/* ---------------------------------------------------------------------------- what else to know */

static void say_people_differ(pk_pen *pen, const polku_comparison *c, int other) {
  if (!c->beside[other].same_people)
    PK_SAY(pen, "", "comparison.other-people", "first",
           pk_pen_number(pen, c->results[0]->all.people, 0), "other",
           pk_pen_number(pen, c->results[other]->all.people, 0));
}

void pk_compared_answer(pk_pen *pen, const polku_comparison *c, int other) {
  const pk_beside *beside = &c->beside[other];
  if (beside->changes && beside->changes->nothing_shared)
    PK_SAY(pen, "", "comparison.nothing-shared", "", "");
  if (!beside->paired)
    return;
  say_headline(pen, c, other);
  say_people_differ(pen, c, other);
}

static void one_case(pk_pen *pen, const polku_comparison *c, int other) {
  const pk_beside *beside = &c->beside[other];
  pk_text_add_char(&pen->out, '\n');
  pk_pen_bold(pen, true);
  pk_pen_paragraph(pen, "", pk_compared_title(pen, c, other));
  pk_pen_bold(pen, false);
  pk_compared_answer(pen, c, other);
  if (beside->paired) {
    outcomes(pen, c, other);
    costs(pen, c, other);
    prices(pen, c, other);
    groups(pen, c, other);
  }
  built(pen, c, other);
}

void pk_compared_information(pk_pen *pen, const polku_comparison *c) {
  double people = c->results[0]->all.people;
  if (!c->drawn || !isfinite(c->information))
    return;
  if (c->information < 0.005)
    PK_SAY(pen, "", "comparison.information-none", "", "");
  else if (c->worth_account >= 0)
    PK_SAY(pen, "", "comparison.information-money", "information",
           pk_pen_number(pen, c->information, 0), "unit", unit_of(c, c->worth_account));
  else if (in_months((int)c->outcome))
    PK_SAY(pen, "", "comparison.information-months", "information",
           pk_pen_number(pen, c->information, 2));
  else
    PK_SAY(pen, "", "comparison.information-people", "information",
           pk_pen_number(pen, c->information, 2), "people", pk_pen_number(pen, people, 0));
}

/* Where no draw differs there is nothing to choose. */
static bool any_differs(const polku_comparison *c) {
  bool differs = c->worth_account >= 0;
  for (int i = 1; i < c->case_count; i++)
    differs = differs || isfinite(pk_paired_at(c, i, 0, (int)c->outcome)->better);
  return differs;
}

bool pk_compared_ranked(const polku_comparison *c) {
  return c->drawn && isfinite(c->best[0]) && any_differs(c);
}

static void ranking(pk_pen *pen, const polku_comparison *c) {
  if (!pk_compared_ranked(c))
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "comparison.best"));
  if (c->worth_account >= 0)
    PK_SAY(pen, "", "comparison.best-by-worth", "worth", pk_pen_number(pen, c->worth, 0), "unit",
           unit_of(c, c->worth_account), "account",
           pk_result_name(pen, &c->accounts[c->worth_account]));
  else
    PK_SAY(pen, "", "comparison.best-by", "outcome", outcome_word(pen, (int)c->outcome));
  for (int i = 0; i < c->case_count; i++) {
    pk_pen_label(pen, pk_compared_title(pen, c, i), 0, CHANCE + 10);
    pk_pen_cell(pen, chance(pen, c->best[i]), CHANCE, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  pk_compared_information(pen, c);
}

/* The largest Monte-Carlo error, and part of noise, among the comparisons. */
void pk_compared_how(pk_pen *pen, const polku_comparison *c) {
  double error = 0, noise = 0, people = c->results[0]->all.people;
  pk_steps_text within;
  PK_SAY(pen, "• ", c->played ? "comparison.how-played" : "comparison.how-exact", "draws",
         pk_pen_number(pen, c->draws, 0));
  for (int i = 1; i < c->case_count; i++) {
    const pk_paired *p = pk_paired_at(c, i, 0, (int)c->outcome);
    error = p->error > error ? p->error : error;
    noise = p->noise > noise ? p->noise : noise;
  }
  if (error > 0 && !in_months((int)c->outcome))
    PK_SAY(pen, "• ", "comparison.how-error", "error", pk_pen_number(pen, error * people, 2),
           "people", pk_pen_number(pen, people, 0));
  if (noise > 0.1)
    PK_SAY(pen, "• ", "comparison.how-noise", "noise", pk_pen_percent(pen, noise));
  if (c->shortened)
    PK_SAY(pen, "• ", "comparison.how-shortened", "within", horizon_text(pen, c, "n-", &within));
  if (c->stopped)
    PK_SAY(pen, "• ", "comparison.how-stopped", "draws", pk_pen_number(pen, c->draws, 0));
}

char *polku_comparison_text(const polku_comparison *c, polku_lang lang, int width, bool colour) {
  if (!c)
    return NULL;
  pk_pen pen;
  pk_pen_start(&pen, lang, width, colour);
  PK_SAY(&pen, "", "comparison.compared-with", "first", pk_compared_title(&pen, c, 0));
  for (int i = 1; i < c->case_count; i++)
    one_case(&pen, c, i);
  if (c->results[0]) {
    ranking(&pen, c);
    if (c->side_by_side) {
      pk_pen_heading(&pen, pk_word(lang, "regions.title"));
      pk_regions_text(c->side_by_side, c, &pen);
    }
    pk_pen_heading(&pen, pk_word(lang, "comparison.how"));
    pk_compared_how(&pen, c);
  }
  return pk_pen_take(&pen);
}
