/* How wide the columns of a close map are.
 *
 * A cell with much to say in a narrow column is high, and its whole row with it. If the words of a
 * cell are d points long in one line, they stand about d / w high in a column of w points, and the
 * sum of the squares of these heights over all cells is least where each w is in proportion to the
 * cube root of the sum of d² of its column. So the columns are shared out, each at least as wide as
 * the longest word in its stage's box, or as its even share where that is less. */
#include "draw/lato.h"
#include "draw/page.h"
#include "draw/palette.h"

#include <math.h>
#include <string.h>

typedef struct column {
  double length[PK_MAP_ROWS]; /* of the words in each cell */
  double box;                 /* of those in the stage's box */
  double least, weight;
} column;

static double length_of(const char *text, bool bold) {
  return pk_text_width(text, strlen(text), PK_SIZE_SMALL, bold);
}

static double longest_word(const char *text) {
  double longest = 0;
  while (*text) {
    size_t length = strcspn(text, " ");
    longest = fmax(longest, pk_text_width(text, length, PK_SIZE_SMALL, true));
    text += length + strspn(text + length, " ");
  }
  return longest;
}

/* Words over several stages are shared out between them. */
static void add_chips(const pk_map *map, column *columns) {
  for (int i = 0; i < map->chip_count; i++) {
    const pk_chip *chip = &map->chips[i];
    double length = length_of(chip->name, true) + length_of(chip->text, false);
    for (int s = chip->first; s <= chip->last; s++)
      columns[s].length[chip->row] += length / (chip->last - chip->first + 1);
  }
}

static void add_stages(const pk_page *page, column *columns, double even) {
  const pk_map *map = page->map;
  for (int s = 0; s < map->stage_count; s++) {
    const pk_stage_text *stage = &map->stages[s];
    columns[s].box = length_of(stage->head, true) + length_of(stage->more, false) +
                     length_of(stage->people, false) + length_of(stage->crowding, true);
    double word = longest_word(stage->head) * 1.02 + 2 * page->air->stage_side + 1;
    columns[s].least = fmin(ceil(word) + page->gap, even);
  }
}

/* `even` / `box` is how much narrower a stage's box is than its column. */
static double weight_of(const column *c, double even, double box) {
  double length = c->box * even / box, squares = length * length;
  for (int r = 0; r < PK_MAP_ROWS; r++)
    squares += c->length[r] * c->length[r];
  return cbrt(squares);
}

static double width_at(const column *c, double scale) {
  return fmax(c->least, scale * c->weight);
}

/* The scale at which all columns together are as wide as the whole: found by halving, because they
 * only grow with it. */
static double scale_for(const column *columns, int count, double whole) {
  double low = 0, high = whole; /* no weight is below 1 where anything is written */
  for (int step = 0; step < 50; step++) {
    double middle = (low + high) / 2, sum = 0;
    for (int s = 0; s < count; s++)
      sum += width_at(&columns[s], middle);
    *(sum > whole ? &high : &low) = middle;
  }
  return low;
}

bool pk_share_columns(const pk_page *page, int whole, int *width) {
  int n = page->map->stage_count;
  double even = (double)whole / (n > 0 ? n : 1);
  column *columns = PK_NEW_ARRAY(page->map->arena, column, (size_t)n);
  if (!columns)
    return false;
  add_chips(page->map, columns);
  add_stages(page, columns, even);
  for (int s = 0; s < n; s++)
    columns[s].weight = weight_of(&columns[s], even, even - page->gap);
  double scale = scale_for(columns, n, whole);
  for (int s = 0; s < n; s++)
    width[s] = (int)width_at(&columns[s], scale);
  return true;
}
