/* Regions side by side. */
#include "study/regions.h"

#include <math.h>
#include <string.h>

static const double Z90 = 1.6448536269514722; /* 95 % quantile of the normal law */

/* The first counted target of all clients for the outcome by which cases are ranked. */
static void observe(pk_region *region, const polku_result *r, const char *outcome) {
  for (int i = 0; i < r->target_count && region->observed.of <= 0; i++) {
    const pk_met_target *target = &r->targets[i];
    if (target->group || strcmp(target->outcome, outcome) != 0 || !(target->of > 0))
      continue;
    region->observed = (pk_counted){target->events, target->of};
    region->at = target->at;
  }
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

bool pk_regions_make(pk_regions *regions, const polku_comparison *c, pk_arena *arena) {
  *regions = (pk_regions){.count = c->case_count, .whole = NAN};
  regions->at = PK_NEW_ARRAY(arena, pk_region, (size_t)c->case_count);
  if (!regions->at)
    return false;
  for (int i = 0; i < c->case_count; i++) {
    pk_region *here = &regions->at[i];
    *here = (pk_region){.low = NAN,
                        .high = NAN,
                        .difference = NAN,
                        .difference_low = NAN,
                        .difference_high = NAN,
                        .shrunken = NAN};
    observe(here, c->results[i], pk_outcome_name(c->outcome));
    here->computed = c->results[i]->all.outcomes[c->outcome].interval.value;
    here->standardised = standardise(c->results[i], c->results[0], c->outcome);
    regions->counted += here->observed.of > 0;
  }
  int at = -1;
  for (int i = 0; i < c->case_count; i++)
    if (regions->at[i].observed.of > 0) {
      place_intervals(regions, i);
      regions->times_differ = regions->times_differ || (at >= 0 && at != regions->at[i].at);
      at = regions->at[i].at;
    }
  return shrink_all(regions, arena);
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
  pk_table_begin(t, "regions", "regions.title",
                 regions->times_differ ? "regions.note-times" : "regions.note");
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < regions->count; i++) {
    const pk_region *r = &regions->at[i];
    bool counted = r->observed.of > 0;
    pk_table_text(t, c->names[i]);
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
}
