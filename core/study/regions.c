/* Regions side by side. */
#include "study/regions.h"

#include "base/words.h"
#include "study/comparison_text.h"

#include <math.h>
#include <string.h>

#define NBSP "\xc2\xa0"

static const double Z90 = 1.6448536269514722; /* 95 % quantile of the normal law */

/* Whether an earlier case is of the same file: then its observations are the same people. */
static bool seen(const polku_comparison *c, int i) {
  for (int k = 0; k < i; k++)
    if (strcmp(c->results[k]->file, c->results[i]->file) == 0)
      return true;
  return false;
}

/* The first counted target of all clients for the outcome. */
static const pk_met_target *counted_of(const polku_comparison *c, int i, pk_outcome outcome) {
  const polku_result *r = c->results[i];
  for (int k = 0; !seen(c, i) && k < r->target_count; k++)
    if (!r->targets[k].group && r->targets[k].of > 0 &&
        strcmp(r->targets[k].outcome, pk_outcome_name(outcome)) == 0)
      return &r->targets[k];
  return NULL;
}

static int count_all(const polku_comparison *c, pk_outcome outcome) {
  int count = 0;
  for (int i = 0; i < c->case_count; i++)
    count += counted_of(c, i, outcome) != NULL;
  return count;
}

static const pk_answer *group_of(const polku_result *r, const char *id) {
  for (int g = 0; g < r->group_count; g++)
    if (strcmp(r->groups[g].group.id, id) == 0)
      return &r->groups[g];
  return NULL;
}

/* Direct standardisation: the outcome of each group, weighed by the people of the first case. */
static double standardise(const polku_result *r, const polku_result *first, pk_outcome outcome) {
  double sum = 0, people = 0;
  if (r->group_count != first->group_count)
    return NAN;
  for (int g = 0; g < first->group_count; g++) {
    const pk_answer *here = group_of(r, first->groups[g].group.id);
    if (!here)
      return NAN;
    sum += first->groups[g].people * here->outcomes[outcome].interval.value;
    people += first->groups[g].people;
  }
  return people > 0 ? sum / people : NAN;
}

static pk_counted others(const pk_regions *regions, int but) {
  pk_counted all = {0, 0};
  for (int i = 0; i < regions->count; i++)
    if (i != but && regions->at[i].observed.of > 0) {
      all.events += regions->at[i].observed.events;
      all.of += regions->at[i].observed.of;
    }
  return all;
}

static void place_intervals(pk_regions *regions, int i) {
  pk_region *here = &regions->at[i], *first = &regions->at[0];
  pk_counted rest = others(regions, i);
  double low, high;
  pk_wilson(here->observed, Z90, &here->low, &here->high);
  if (i > 0 && first->observed.of > 0)
    here->difference = pk_newcombe(here->observed, first->observed, Z90, &here->difference_low,
                                   &here->difference_high);
  if (rest.of > 0) {
    pk_newcombe(here->observed, rest, Z90, &low, &high);
    here->told_apart = low > 0 || high < 0;
  }
}

static bool shrink_all(pk_regions *regions, pk_arena *arena) {
  pk_counted *counted = PK_NEW_ARRAY(arena, pk_counted, (size_t)regions->count);
  double *shrunken = PK_NEW_ARRAY(arena, double, (size_t)regions->count);
  size_t count = 0;
  if (!counted || !shrunken)
    return false;
  for (int i = 0; i < regions->count; i++)
    if (regions->at[i].observed.of > 0)
      counted[count++] = regions->at[i].observed;
  if (count > 0)
    regions->whole = pk_shrink(counted, count, shrunken);
  count = 0;
  for (int i = 0; i < regions->count; i++)
    if (regions->at[i].observed.of > 0)
      regions->at[i].shrunken = shrunken[count++];
  return true;
}

static void begin(pk_regions *regions, const polku_comparison *c, int i) {
  const pk_met_target *target = counted_of(c, i, regions->outcome);
  regions->at[i] = (pk_region){.low = NAN,
                               .high = NAN,
                               .difference = NAN,
                               .difference_low = NAN,
                               .difference_high = NAN,
                               .shrunken = NAN};
  if (target) {
    regions->at[i].observed = (pk_counted){target->events, target->of};
    regions->at[i].at = target->at;
    regions->counted++;
  }
  regions->at[i].computed = c->results[i]->all.outcomes[regions->outcome].interval.value;
  regions->at[i].standardised = standardise(c->results[i], c->results[0], regions->outcome);
}

bool pk_regions_make(pk_regions *regions, const polku_comparison *c, pk_arena *arena) {
  bool few = count_all(c, c->outcome) < 2;
  *regions = (pk_regions){.outcome = few ? PK_EMPLOYMENT_RATIO : c->outcome,
                          .count = c->case_count,
                          .whole = NAN,
                          .at = PK_NEW_ARRAY(arena, pk_region, (size_t)c->case_count)};
  if (!regions->at)
    return false;
  for (int i = 0; i < c->case_count; i++)
    begin(regions, c, i);
  int at = -1;
  for (int i = 0; i < c->case_count; i++)
    if (regions->at[i].observed.of > 0) {
      place_intervals(regions, i);
      regions->times_differ = regions->times_differ || (at >= 0 && at != regions->at[i].at);
      at = regions->at[i].at;
    }
  return shrink_all(regions, arena);
}

bool pk_regions_tell(const pk_regions *regions) {
  return regions->count > 2 || regions->counted > 1;
}

/* -------------------------------------------------------------------------------------- telling */

/* "17/64 = 27 % (19–36)": kept on one line. */
static void add_observed(pk_text *out, const pk_region *r, polku_lang lang) {
  if (!(r->observed.of > 0))
    return;
  pk_number_add(out, lang, r->observed.events, 0);
  pk_text_add(out, "/");
  pk_number_add(out, lang, r->observed.of, 0);
  pk_text_add(out, NBSP "=" NBSP);
  pk_percent_add(out, lang, r->observed.events / r->observed.of, 0);
  pk_text_add(out, NBSP "(");
  pk_number_add(out, lang, 100 * r->low, 0);
  pk_text_add(out, "–");
  pk_number_add(out, lang, 100 * r->high, 0);
  pk_text_add(out, ")");
}

static void add_signed(pk_text *out, polku_lang lang, double share) {
  pk_text_add(out, share > 0 ? "+" : "");
  pk_number_add(out, lang, 100 * share, 0);
}

/* "+28 (+15…+39)", in percentage points. */
static void add_difference(pk_text *out, const pk_region *r, polku_lang lang) {
  if (isnan(r->difference))
    return;
  add_signed(out, lang, r->difference);
  pk_text_add(out, NBSP "(");
  add_signed(out, lang, r->difference_low);
  pk_text_add(out, "…");
  add_signed(out, lang, r->difference_high);
  pk_text_add(out, ")");
}

static void add_share(pk_text *out, polku_lang lang, double share) {
  if (!isnan(share))
    pk_percent_add(out, lang, share, 0);
}

typedef enum { OBSERVED, DIFFERENCE, SHRUNKEN, COMPUTED, STANDARDISED, COLUMNS } column;

static void add_cell(pk_text *out, const pk_region *r, column at, polku_lang lang) {
  switch (at) {
  case OBSERVED:
    add_observed(out, r, lang);
    break;
  case DIFFERENCE:
    add_difference(out, r, lang);
    break;
  case SHRUNKEN:
    add_share(out, lang, r->shrunken);
    break;
  case COMPUTED:
    add_share(out, lang, r->computed);
    break;
  default:
    add_share(out, lang, r->standardised);
  }
}

/* Columns that would be empty, or say nothing of one region alone, are left out. */
static bool has_column(const pk_regions *regions, column at) {
  if (at == OBSERVED)
    return regions->counted > 0;
  if (at == DIFFERENCE || at == SHRUNKEN)
    return regions->counted > 1;
  for (int i = 1; at == STANDARDISED && i < regions->count; i++)
    if (!isnan(regions->at[i].standardised))
      return true;
  return at == COMPUTED;
}

static void say_apart(const pk_regions *regions, const polku_comparison *c, pk_pen *pen) {
  for (int i = 0; regions->counted > 1 && i < regions->count; i++)
    if (regions->at[i].observed.of > 0)
      PK_SAY(pen, "• ", regions->at[i].told_apart ? "regions.apart" : "regions.not-apart", "case",
             pk_compared_title(pen, c, i));
}

static void fill(const pk_regions *regions, const polku_comparison *c, pk_pen *pen, pk_grid *grid) {
  polku_lang lang = pen->lang;
  static const char *const heads[] = {"regions.observed-interval", "regions.difference-points",
                                      "regions.shrunken", "regions.computed",
                                      "regions.standardised"};
  pk_grid_add(grid, pk_word(lang, "regions.case"));
  for (int k = 0; k < COLUMNS; k++)
    if (has_column(regions, (column)k))
      pk_grid_add(grid, pk_word(lang, heads[k]));
  for (int i = 0; i < regions->count; i++) {
    pk_text cell = PK_TEXT_EMPTY;
    pk_grid_add(grid, pk_compared_title(pen, c, i));
    for (int k = 0; k < COLUMNS; k++) {
      if (!has_column(regions, (column)k))
        continue;
      add_cell(&cell, &regions->at[i], (column)k, lang);
      pk_grid_end_cell(grid, &cell);
    }
  }
}

static const char *note_of(const pk_regions *regions) {
  return regions->counted < 2    ? "regions.note-few"
         : regions->times_differ ? "regions.note-times"
                                 : "regions.note";
}

void pk_regions_text(const pk_regions *regions, const polku_comparison *c, pk_pen *pen) {
  int columns = 1;
  for (int k = 0; k < COLUMNS; k++)
    columns += has_column(regions, (column)k);
  pk_grid grid = pk_grid_new(columns);
  fill(regions, c, pen, &grid);
  if (pk_grid_fits(&grid, pen->width))
    pk_grid_text(&grid, pen->width, &pen->out);
  else
    pk_grid_list(&grid, pen->width, &pen->out);
  pen->out.failed = pen->out.failed || grid.cells.failed;
  pk_grid_free(&grid);
  say_apart(regions, c, pen);
  pk_pen_paragraph(pen, "", pk_word(pen->lang, note_of(regions)));
}

void pk_regions_json(const pk_regions *regions, const polku_comparison *c, pk_json *json) {
  pk_json_array(json);
  for (int i = 0; i < regions->count; i++) {
    const pk_region *r = &regions->at[i];
    pk_json_object(json);
    pk_json_field(json, "case", c->names[i]);
    pk_json_field(json, "outcome", pk_outcome_name(regions->outcome));
    if (r->observed.of > 0) {
      pk_json_rounded_field(json, "events", r->observed.events);
      pk_json_rounded_field(json, "of", r->observed.of);
      pk_json_rounded_field(json, "at", r->at);
      pk_json_rounded_field(json, "low", r->low);
      pk_json_rounded_field(json, "high", r->high);
      pk_json_rounded_field(json, "difference", r->difference);
      pk_json_rounded_field(json, "difference_low", r->difference_low);
      pk_json_rounded_field(json, "difference_high", r->difference_high);
      pk_json_rounded_field(json, "shrunken", r->shrunken);
      pk_json_bool_field(json, "told_apart", r->told_apart);
    }
    pk_json_rounded_field(json, "computed", r->computed);
    pk_json_rounded_field(json, "standardised", r->standardised);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

void pk_regions_table(const pk_regions *regions, const polku_comparison *c, polku_tables *t) {
  static const pk_column heads[] = {{"case", "regions.case"},
                                    {"events", "table.events"},
                                    {"of", "table.of"},
                                    {"at", "regions.at"},
                                    {"observed", "regions.observed"},
                                    {"low", "table.low"},
                                    {"high", "table.high"},
                                    {"difference", "regions.difference"},
                                    {"difference_low", "table.low"},
                                    {"difference_high", "table.high"},
                                    {"shrunken", "regions.shrunken"},
                                    {"told_apart", "regions.told-apart"},
                                    {"computed", "regions.computed"},
                                    {"standardised", "regions.standardised"}};
  pk_table_begin(t, "regions", "regions.title", note_of(regions));
  const char *name = pk_outcome_name(regions->outcome);
  pk_text key = PK_TEXT_EMPTY;
  pk_text_addf(&key, "outcome.%s", name);
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < regions->count; i++) {
    const pk_region *r = &regions->at[i];
    bool counted = r->observed.of > 0;
    pk_table_named(t, c->names[i], pk_name_text(&c->titles[i], t->lang, c->names[i]));
    pk_table_named(t, name, key.failed ? name : pk_word(t->lang, key.data));
    pk_table_number(t, counted ? r->observed.events : NAN, 0);
    pk_table_number(t, counted ? r->observed.of : NAN, 0);
    pk_table_number(t, counted ? (double)r->at : NAN, 0);
    pk_table_share(t, counted ? r->observed.events / r->observed.of : NAN);
    const double shares[] = {
        r->low, r->high, r->difference, r->difference_low, r->difference_high, r->shrunken};
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++)
      pk_table_share(t, shares[k]);
    if (counted && regions->counted > 1)
      pk_table_word(t, r->told_apart ? "regions.yes" : "regions.no");
    else
      pk_table_text(t, NULL);
    pk_table_share(t, r->computed);
    pk_table_share(t, r->standardised);
  }
  pk_text_free(&key);
}
