/* The comparison for those who cannot see it: outcomes in lines, and everything as CSV. (The text's
 * grid is twin_text.c's, the page's is twin_cells.c's.) */
#include "draw/compare.h"

#include "base/words.h"
#include "draw/twin.h"

#include <stdio.h>
#include <string.h>

void pk_compare_outcomes_text(pk_map *map, pk_text *out) {
  pk_outcome_block blocks[PK_OUTCOME_BLOCKS];
  int count = pk_compare_blocks(map, blocks);
  for (int i = 0; i < count; i++) {
    pk_text_addf(out, "%s\n", blocks[i].head);
    for (int k = 0; k < blocks[i].count; k++)
      pk_text_addf(out, "    %s: %s\n", blocks[i].rows[k].name, blocks[i].rows[k].number);
    pk_text_add(out, "\n");
  }
}

/* ------------------------------------------------------------------------------------------ CSV */

/* A row; what there is not is NULL. */
typedef struct csv_row {
  const char *entry;
  pk_diff diff;
  bool answered;
  int stage, to; /* columns of the grid, −1 */
  int row;
  const char *role, *actor, *actor_name, *sector, *id;
  const char *before, *after;
} csv_row;

static void stage_cells(const pk_map *map, pk_text *out, int column) {
  const pk_compare *c = map->compare;
  char number[16] = "";
  const char *id = "", *name = "";
  if (column >= 0) {
    snprintf(number, sizeof number, "%d", column + 1);
    id = c->stage_a[column] >= 0 ? c->a->model->stages[c->stage_a[column]].id
                                 : c->b->model->stages[c->stage_b[column]].id;
    name = map->stages[column].name;
  }
  pk_twin_cell(out, number);
  pk_twin_cell(out, id);
  pk_twin_cell(out, name);
}

static void write(pk_map *map, pk_text *out, const csv_row *r) {
  static const char *const fates[] = {"same", "same", "added", "removed", "changed"};
  pk_twin_cell(out, r->entry);
  pk_twin_cell(out, r->answered ? "answered" : fates[r->diff]);
  stage_cells(map, out, r->stage);
  stage_cells(map, out, r->to);
  pk_twin_cell(out, r->row >= 0 ? pk_map_row_id(r->row) : "");
  pk_twin_cell(out, r->row >= 0 ? pk_map_row_name(map, r->row) : "");
  const char *const texts[] = {r->role, r->actor,  r->actor_name, r->sector,
                               r->id,   r->before, r->after};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    pk_twin_cell(out, texts[i] ? texts[i] : "");
  if (!out->failed && out->length)
    out->length--; /* the comma behind the last cell */
  pk_text_add(out, "\r\n");
}

/* Name and what is known of it: "Palkkatuki, ~3 paikkaa, ~10 kk". */
static const char *both(pk_map *map, const char *name, const char *more) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, name);
  pk_text_add(&text, *name && *more ? ", " : "");
  pk_text_add(&text, more);
  return pk_map_keep(map, &text);
}

static void stage(pk_map *map, pk_text *out, int s) {
  const pk_compare *c = map->compare;
  int a = c->stage_a[s], b = c->stage_b[s];
  csv_row r = {.entry = "stage", .diff = map->stages[s].diff, .stage = s, .to = -1, .row = -1};
  r.before = a >= 0 ? both(map, c->a->stages[a].name, c->a->stages[a].more) : "";
  r.after = b >= 0 ? both(map, c->b->stages[b].name, c->b->stages[b].more) : "";
  write(map, out, &r);
}

/* How many of the five roles are covered, before and after. */
static void coverage(pk_map *map, pk_text *out, int s) {
  const pk_stage_text *t = &map->stages[s];
  char before[16] = "", after[16] = "";
  if (t->was_covered >= 0)
    snprintf(before, sizeof before, "%d", t->was_covered);
  if (t->covered >= 0)
    snprintf(after, sizeof after, "%d", t->covered);
  csv_row r = {.entry = "coverage", .stage = s, .to = -1, .row = -1, .before = before};
  r.after = after;
  r.diff = strcmp(before, after) == 0 ? PK_DIFF_SAME
           : !*before                 ? PK_DIFF_ADDED
           : !*after                  ? PK_DIFF_REMOVED
                                      : PK_DIFF_CHANGED;
  if (*before || *after)
    write(map, out, &r);
}

static void chip(pk_map *map, pk_text *out, int index, int s) {
  static const char *const entries[] = {"actor", "support", "referral", "gap"};
  const pk_chip *chip = &map->chips[index];
  const pk_compare *c = map->compare;
  const pk_chip *a = c->chip_a[index], *b = c->chip_b[index], *own = b ? b : a;
  const pk_map *of = b ? c->b : c->a;
  const pk_actor *actor = own->actor >= 0 ? &of->model->actors[own->actor] : NULL;
  csv_row r = {.entry = entries[own->kind],
               .diff = chip->diff,
               .answered = chip->answered,
               .stage = s,
               .to = -1,
               .row = own->row};
  r.role = own->kind == PK_CHIP_ACTOR ? own->role : "";
  r.id = own->kind == PK_CHIP_SUPPORT || own->kind == PK_CHIP_GAP ? own->role : "";
  r.actor = actor ? actor->id : "";
  r.actor_name = actor ? own->name : "";
  r.sector = actor ? pk_sector_ids[actor->sector] : "";
  r.before = a ? both(map, actor ? "" : a->name, a->text) : "";
  r.after = b ? both(map, actor ? "" : b->name, b->text) : "";
  if (a && b && chip->diff == PK_DIFF_CHANGED && strcmp(r.before, r.after) == 0)
    r.after = chip->text; /* what the map does not show of it */
  write(map, out, &r);
}

static void move(pk_map *map, pk_text *out, int index) {
  const pk_compare *c = map->compare;
  const pk_arrow *arrow = &map->arrows[index], *a = c->arrow_a[index], *b = c->arrow_b[index];
  csv_row r = {.entry = "move",
               .diff = arrow->diff,
               .stage = arrow->from,
               .to = arrow->to,
               .row = -1,
               .before = a ? a->written : "",
               .after = b ? b->written : ""};
  r.id =
      a ? c->a->model->transitions[a->transition].id : c->b->model->transitions[b->transition].id;
  write(map, out, &r);
}

void pk_compare_csv(pk_map *map, pk_text *out) {
  pk_text_add(out, "entry,change,stage_number,stage,stage_name,to_number,to_stage,to_name,row,"
                   "row_name,role,actor,actor_name,sector,id,before,after\r\n");
  for (int s = 0; s < map->stage_count; s++)
    stage(map, out, s);
  for (int s = 0; s < map->stage_count; s++)
    coverage(map, out, s);
  for (int i = 0; i < map->chip_count; i++)
    for (int s = map->chips[i].first; s <= map->chips[i].last; s++)
      chip(map, out, i, s);
  for (int i = 0; i < map->arrow_count; i++)
    move(map, out, i);
}
