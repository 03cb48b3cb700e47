/* The map as text: the same content for those who cannot see the picture, or have only a terminal.
 *
 * Stage by stage, under each the rows of the map in their order and where one can go from there:
 * the table of stages and roles, read aloud. An empty row of the five says so, as an empty cell
 * does. */
#include "base/words.h"
#include "draw/compare.h"
#include "draw/twin.h"

#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, INDENT = 4 };

typedef struct twin {
  pk_map *map;
  pk_text *out;
  size_t label; /* columns of the widest row name */
} twin;

static void spaces(pk_text *out, size_t count) {
  while (count-- > 0)
    pk_text_add_char(out, ' ');
}

/* Words of `text` from column `at`, continued under it on further lines. */
static void flow(twin *t, const char *text, size_t at) {
  size_t column = at;
  while (*text) {
    size_t bytes = strcspn(text, " ");
    char *word = pk_strndup(t->map->arena, text, bytes);
    if (!word) {
      t->map->failed = true;
      return;
    }
    size_t wide = pk_utf8_columns(word);
    if (column > at && column + 1 + wide > WIDTH) {
      pk_text_add_char(t->out, '\n');
      spaces(t->out, at);
      column = at;
    } else if (column > at) {
      pk_text_add_char(t->out, ' ');
      column++;
    }
    pk_text_add(t->out, word);
    column += wide;
    text += bytes;
    text += strspn(text, " ");
  }
  pk_text_add_char(t->out, '\n');
}

static void line(twin *t, const char *label, const char *text) {
  spaces(t->out, INDENT);
  pk_text_add(t->out, label);
  spaces(t->out, t->label - pk_utf8_columns(label) + 2);
  flow(t, text, INDENT + t->label + 2);
}

/* In a comparison what differs bears its sign before it, and the word for it behind it. */
static void add_sign(pk_text *out, pk_diff diff) {
  const char *sign = pk_diff_sign(diff);
  pk_text_add(out, sign);
  pk_text_add(out, *sign ? " " : "");
}

static void add_fate(twin *t, pk_text *out, pk_diff diff, bool answered) {
  if (!*pk_diff_sign(diff))
    return;
  pk_text_add(out, " [");
  pk_text_add(out,
              answered ? pk_word(t->map->lang, "compare.answered") : pk_diff_word(t->map, diff));
  pk_text_add(out, "]");
}

/* Everyone in a cell: "Name: what; Name: what". */
static void add_cell(twin *t, pk_text *cell, int row, int stage) {
  for (int i = 0; i < t->map->chip_count; i++) {
    const pk_chip *c = &t->map->chips[i];
    if (!pk_twin_in_cell(c, row, stage))
      continue;
    pk_text_add(cell, cell->length ? "; " : "");
    add_sign(cell, c->diff);
    pk_text_add(cell, c->name);
    if (*c->text) {
      pk_text_add(cell, c->gap ? " (" : ": ");
      pk_text_add(cell, c->text);
      pk_text_add(cell, c->gap ? ")" : "");
    }
    add_fate(t, cell, c->diff, c->answered);
  }
}

static void cells(twin *t, int stage) {
  for (int row = 0; row < PK_MAP_ROWS; row++) {
    pk_text cell = PK_TEXT_EMPTY;
    add_cell(t, &cell, row, stage);
    bool counted = row < PK_ROW_NONE && t->map->stages[stage].covered >= 0;
    const char *text = pk_map_keep(t->map, &cell);
    if (*text || counted)
      line(t, pk_map_row_name(t->map, row), *text ? text : "\xe2\x80\x93");
  }
}

/* "2 Kuntouttava työtoiminta ~60 %", a line each. */
static void moves(twin *t, int stage) {
  const char *label = pk_word(t->map->lang, "map.moves");
  for (int i = 0; i < t->map->arrow_count; i++) {
    const pk_arrow *a = &t->map->arrows[i];
    if (a->from != stage)
      continue;
    pk_text text = PK_TEXT_EMPTY;
    pk_text_addf(&text, "%d ", a->to + 1);
    pk_text_add(&text, t->map->stages[a->to].name);
    pk_text_add(&text, *a->number ? " " : "");
    pk_text_add(&text, a->number);
    add_fate(t, &text, a->diff, false);
    if (*a->help_words)
      pk_text_addf(&text, " (%s)", a->help_words);
    line(t, label, pk_map_keep(t->map, &text));
    label = "";
  }
}

static void stage(twin *t, int s) {
  const pk_stage_text *text = &t->map->stages[s];
  pk_text_add(t->out, "\n");
  add_sign(t->out, text->diff);
  pk_text_add(t->out, text->head);
  const char *const known[] = {text->more, text->help, text->people, text->crowding, text->on_path};
  bool any = false;
  for (int i = 0; i < 5; i++)
    if (*known[i]) {
      pk_text_add(t->out, any ? ", " : " (");
      pk_text_add(t->out, known[i]);
      any = true;
    }
  pk_text_add(t->out, any ? ")" : "");
  add_fate(t, t->out, text->diff, false);
  if (*text->was_name) {
    pk_text_add(t->out, ", ");
    pk_text_add(t->out, pk_map_fill(t->map, "compare.was", "name", text->was_name, NULL));
  }
  pk_text_add(t->out, "\n");
  cells(t, s);
  moves(t, s);
  const char *covered = pk_twin_covered(t->map, s);
  if (*covered)
    line(t, pk_word(t->map->lang, "map.coverage"), covered);
}

static void head(twin *t) {
  flow(t, t->map->title, 0);
  if (*t->map->about)
    flow(t, t->map->about, 0);
  for (int i = 0; i < t->map->headline_count; i++)
    flow(t, t->map->headlines[i].text, 0);
  for (int i = 0; i < t->map->path_line_count; i++)
    flow(t, t->map->path_lines[i], 0);
  const char *const labels[] = {pk_word(t->map->lang, "map.moves"),
                                pk_word(t->map->lang, "map.coverage")};
  for (int i = 0; i < 2; i++)
    if (pk_utf8_columns(labels[i]) > t->label)
      t->label = pk_utf8_columns(labels[i]);
  for (int row = 0; row < PK_MAP_ROWS; row++)
    if (pk_utf8_columns(pk_map_row_name(t->map, row)) > t->label)
      t->label = pk_utf8_columns(pk_map_row_name(t->map, row));
}

void pk_twin_text(pk_map *map, pk_text *out) {
  twin t = {.map = map, .out = out};
  head(&t);
  for (int s = 0; s < map->stage_count; s++)
    stage(&t, s);
  pk_text_add_char(out, '\n');
  if (map->result)
    flow(&t, pk_word(map->lang, "map.legend.flow.words"), 0);
  if (map->leverage)
    flow(&t, map->leverage, 0);
  if (map->compare) {
    pk_compare_outcomes_text(map, out);
    flow(&t, pk_word(map->lang, "compare.signs"), 0);
  }
  flow(&t, pk_word(map->lang, "map.legend.marks"), 0);
  if (pk_filter_hides(&map->filter))
    flow(&t, pk_word(map->lang, "map.legend.filtered"), 0);
}
