/* The three forms of a twin, all made from the map, each in files of its own. What runs out of
 * memory is remembered in the map or in `out`. */
#ifndef PK_TWIN_H
#define PK_TWIN_H

#include "draw/map.h"

void pk_twin_text(pk_map *map, pk_text *out);
void pk_twin_html(pk_map *map, pk_text *out);
void pk_twin_csv(pk_map *map, pk_text *out);

/* The standing at `stage` that a chip was written as; NULL of other chips, and where it does not
 * reach. */
const pk_standing *pk_twin_standing(const pk_map *map, const pk_chip *chip, int stage);

/* Whether a chip has somebody, or a question, in this row at this stage. */
bool pk_twin_in_cell(const pk_chip *chip, int row, int stage);

/* The number behind the one at an arrow: its share, its rate of the first step, or the parameter of
 * its time. */
const pk_number *pk_twin_move(const pk_map *map, const pk_arrow *arrow);

/* "3 viidestä roolista"; of a comparison where it changes "2 → 3 …"; "" where it is not counted. */
const char *pk_twin_covered(pk_map *map, int stage);

/* A field of CSV and the comma behind it. */
void pk_twin_cell(pk_text *out, const char *text);

/* A text of the model, safe to show and as long as it is; a picture would cut it. */
const char *pk_twin_clean(pk_map *map, const char *text);

#endif
