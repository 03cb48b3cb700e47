/* Filters: a picture of part of a model. Who is left out vanishes from its cell; columns stay where
 * they are, and the picture says under its title what it is limited to, so that nobody takes an
 * empty cell for a gap. */
#ifndef PK_FILTER_H
#define PK_FILTER_H

#include "base/arena.h"
#include "model/model.h"
#include "rules/rules.h"

struct pk_map;
struct pk_chip;

/* What polku_draw_options leave in the picture; a NULL array leaves all. */
typedef struct pk_filter {
  const bool *sectors; /* [4] */
  const bool *actors;  /* [actors] */
  int role_count;      /* 0: all */
  const char **roles;  /* ids of roles, and of the five rows ("employment") */
  bool gaps_only;
  int group; /* whose numbers; −1: everyone's */
} pk_filter;

/* Reads the options. False with a problem for every id that is not known (E-FILTER-UNKNOWN), or
 * when memory ran out. */
bool pk_filter_read(pk_filter *filter, pk_arena *arena, const pk_model *model,
                    const pk_rules *rules, const polku_draw_options *options, polku_report *report);

/* Whether somebody may be left out, so that an empty cell says nothing. */
bool pk_filter_hides(const pk_filter *filter);

/* Whether a sector's part of the picture is left out as a whole: gaps are the third sector's. */
bool pk_filter_hides_sector(const pk_filter *filter, pk_sector sector);

/* Takes what is left out from the map's chips, which keep their order. */
void pk_filter_chips(struct pk_map *map);

/* What the picture is limited to, in words: "Vain roolit: työllistää"; "" for a whole one. */
const char *pk_filter_words(struct pk_map *map);

#endif
