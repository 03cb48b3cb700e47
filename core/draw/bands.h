/* Chips in their rows: who lies where (draw/rows.c), and how that is drawn (draw/bands.c). */
#ifndef PK_BANDS_H
#define PK_BANDS_H

#include "draw/page.h"

enum { PK_RUN_ON_SPACE = 4 }; /* between a name and words in the same line */

typedef struct pk_placed {
  const pk_chip *chip; /* of a crowd its first */
  int first, last;     /* within the strip */
  int y, h;            /* within the row; of a member within its crowd */
  pk_lines lines;
  int name_lines;      /* of these */
  const char *run_on;  /* words behind the last of them, in the same line; NULL: none */
  const char *id;      /* unique in the picture */
  const char *visible; /* the same unbroken */
  int member_count;    /* of a crowd; else 0 */
  struct pk_placed *member;
} pk_placed;

typedef struct pk_row_place {
  int row, height, count;
  pk_placed *chips;
} pk_row_place;

/* Everybody in a row of the map, placed. False when out of memory. */
bool pk_row_gather(pk_page *page, int row, pk_row_place *place);

/* The height of a row's name and its explanation, drawn or only measured. */
int pk_row_label(pk_page *page, const pk_row_place *place, bool draw, int y);

/* Whether a row belongs to the third sector; the colour of a chip's words; the room for its mark.
 */
bool pk_row_third(int row);
int pk_chip_ink(const pk_chip *chip);
int pk_chip_text_ink(const pk_chip *chip); /* of what stands under its name */
int pk_chip_indent(const pk_placed *chip);

/* The width of a chip over stages first … last that its words may take. */
double pk_chip_inner(const pk_page *page, const pk_placed *chip);

/* The height of two marks, one below the other; 0 where there are fewer. */
int pk_chip_marks(const pk_chip *chip);

#endif
