/* Laying rows out for people: a column for each condition that tells rows apart, as few columns at
 * a time as the rows allow. */
#include "rules/desk/table.h"

#include <string.h>

/* A stretch of rows of one section that stand in one table, or in two where that is too wide. */
typedef struct part {
  const pk_listing *listing;
  int first, last;          /* rows */
  bool rest;                /* of rows that did not fit the conditions before them */
  bool *told;               /* by axis: said in a line above all of these rows; NULL: nothing is */
  const bool *const *other; /* by axis: the classes that are called "other", or NULL */
} part;

static int axes_of(const part *p) {
  return p->listing->decision->product->axis_count;
}

/* Whether rows have one and the same condition on an axis: it can be said once above them. */
static bool is_common(const part *p, int axis) {
  const pk_decision *decision = p->listing->decision;
  const bool *in = p->listing->rows[p->first]->in[axis];
  bool same = in && (p->first < p->last || axis == decision->section_axis);
  for (int i = p->first + 1; same && i <= p->last; i++) {
    const bool *other = p->listing->rows[i]->in[axis];
    same = other && memcmp(in, other, (size_t)decision->product->axes[axis].size) == 0;
  }
  return same;
}

/* Whether an axis needs a column. */
static bool has_cells(const part *p, int axis) {
  bool tells = false;
  for (int i = p->first; !tells && i <= p->last; i++)
    tells = p->listing->rows[i]->in[axis];
  return tells && !(p->told && p->told[axis]) && !is_common(p, axis);
}

static int columns_of(const part *p) {
  int count = 0;
  for (int k = 0; k < axes_of(p); k++)
    count += has_cells(p, k);
  return count;
}

/* The row from which on a table of its own makes both narrowest; -1 where none is needed or does.
 */
static int find_rest(const part *p) {
  int best = -1, least = columns_of(p);
  if (least <= PK_COLUMNS)
    return -1;
  for (int i = p->first + 1; i <= p->last; i++) {
    part before = *p, after = *p;
    before.last = i - 1;
    after.first = i;
    int a = columns_of(&before), b = columns_of(&after), wider = a > b ? a : b;
    if (wider < least) {
      best = i;
      least = wider;
    }
  }
  return best;
}

static void say_condition(pk_text *out, const part *p, int row, int axis) {
  const pk_listing *listing = p->listing;
  const pk_product *product = listing->decision->product;
  const bool *in = listing->rows[row]->in[axis], *other = p->other[axis];
  if (in && other && pk_same_classes(&product->axes[axis], in, other))
    pk_text_add(out, pk_word(listing->lang, "rules.table.other"));
  else
    pk_say_classes(out, product, axis, in, listing->lang);
}

static void add_rows(const part *p, pk_grid *grid, const int *axes, int count) {
  const pk_listing *listing = p->listing;
  pk_text cell = PK_TEXT_EMPTY;
  for (int k = 0; k < count; k++) {
    pk_say_axis(&cell, listing->decision->product, axes[k], listing->lang);
    pk_grid_end_cell(grid, &cell);
  }
  listing->heads(listing->context, grid);
  for (int i = p->first; i <= p->last; i++) {
    for (int k = 0; k < count; k++) {
      say_condition(&cell, p, i, axes[k]);
      pk_grid_end_cell(grid, &cell);
    }
    listing->cells(listing->context, i, grid);
  }
}

static void add_grid(const part *p) {
  const pk_listing *listing = p->listing;
  int *axes = PK_NEW_ARRAY(listing->arena, int, (size_t)axes_of(p)), count = 0;
  if (!axes) {
    listing->out->failed = true;
    return;
  }
  for (int k = 0; k < axes_of(p); k++)
    if (has_cells(p, k))
      axes[count++] = k;
  pk_grid grid = pk_grid_new(count + listing->columns);
  grid.ruled = true;
  add_rows(p, &grid, axes, count);
  if (listing->markdown)
    pk_grid_markdown(&grid, listing->out);
  else if (pk_grid_fits(&grid, listing->width))
    pk_grid_text(&grid, listing->width, listing->out);
  else
    pk_grid_list(&grid, listing->width, listing->out);
  pk_grid_free(&grid);
}

static void add_line(const pk_listing *listing, pk_text *line) {
  const char *text = line->data ? line->data : "";
  if (listing->markdown)
    pk_text_addf(listing->out, "**%s**\n\n", text);
  else
    pk_grid_wrap(listing->out, text, listing->width);
  pk_text_free(line);
}

/* "basis of the subsidy: vocational skills" above rows, or "otherwise (employer: other)". */
static void add_common(const part *p) {
  const pk_listing *listing = p->listing;
  pk_text all = PK_TEXT_EMPTY, line = PK_TEXT_EMPTY;
  for (int k = 0; k < axes_of(p); k++) {
    if (p->told[k] || !is_common(p, k))
      continue;
    pk_text_add(&all, all.length ? "; " : "");
    pk_say_axis(&all, listing->decision->product, k, listing->lang);
    pk_text_add(&all, ": ");
    say_condition(&all, p, p->first, k);
    p->told[k] = true;
  }
  if (p->rest)
    pk_word_add(&line, listing->lang, "rules.table.rest", "conditions", all.length ? all.data : "",
                NULL);
  else if (all.length)
    pk_text_add(&line, all.data);
  listing->out->failed = listing->out->failed || line.failed;
  if (line.length)
    add_line(listing, &line);
  listing->out->failed = listing->out->failed || all.failed;
  pk_text_free(&all);
}

/* A copy of what is told so far: what a part tells holds for its own rows. NULL without memory. */
static bool *copy_told(const part *p) {
  size_t axes = (size_t)axes_of(p);
  bool *told = PK_NEW_ARRAY(p->listing->arena, bool, axes);
  if (told && p->told && axes)
    memcpy(told, p->told, axes * sizeof *told);
  p->listing->out->failed = p->listing->out->failed || !told;
  return told;
}

static void add_part(const part *of) {
  part p = *of;
  p.told = copy_told(of);
  if (!p.told)
    return;
  add_common(&p);
  int rest = find_rest(&p);
  if (rest < 0) {
    add_grid(&p);
    return;
  }
  part before = p, after = p;
  before.last = rest - 1;
  before.rest = false;
  after.first = rest;
  after.rest = !p.listing->some; /* rows that are left out may lie between them */
  add_part(&before);
  pk_text_add(p.listing->out, "\n");
  add_part(&after);
}

/* What rows of a section call "other", by axis. Not where rows are left out: "other" would not say
 * which; nor for what makes the sections. NULL without memory. */
static const bool *const *find_others(const pk_listing *listing, int first, int last) {
  const pk_product *product = listing->decision->product;
  const bool **others = PK_NEW_ARRAY(listing->arena, const bool *, (size_t)product->axis_count);
  for (int k = 0; others && !listing->some && k < product->axis_count; k++) {
    size_t classes = (size_t)product->axes[k].size;
    const bool **owner = PK_NEW_ARRAY(listing->arena, const bool *, classes);
    if (!owner)
      return NULL;
    if (k != listing->decision->section_axis)
      others[k] = pk_other_classes(product, listing->rows + first, last - first + 1, k, owner);
  }
  return others;
}

void pk_listing_write(const pk_listing *listing) {
  for (int i = 0, last; i < listing->count; i = last + 1) {
    for (last = i; last + 1 < listing->count &&
                   listing->rows[last + 1]->section == listing->rows[i]->section;)
      last++;
    const part p = {
        .listing = listing, .first = i, .last = last, .other = find_others(listing, i, last)};
    pk_text_add(listing->out, "\n");
    if (p.other)
      add_part(&p);
    else
      listing->out->failed = true;
  }
}
