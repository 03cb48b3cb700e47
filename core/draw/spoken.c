/* Names for screen readers. They begin with the visible text, so that somebody who looks and speaks
 * ("click Neuvokas") and somebody who listens mean the same thing. */
#include "draw/spoken.h"

#include "base/words.h"
#include "draw/compare.h"

#include <stdio.h>

static void add_part(pk_text *out, const char *before, const char *text) {
  if (!*text)
    return;
  pk_text_add(out, out->length ? before : "");
  pk_text_add(out, text);
}

/* "2 Kuntouttava työtoiminta ~60 %, 3 Työkokeilu ~25 %" */
static const char *ways_on(pk_map *map, int stage) {
  pk_text ways = PK_TEXT_EMPTY;
  for (int i = 0; i < map->arrow_count; i++) {
    const pk_arrow *arrow = &map->arrows[i];
    if (arrow->from != stage)
      continue;
    pk_text_add(&ways, ways.length ? ", " : "");
    pk_text_addf(&ways, "%d ", arrow->to + 1);
    pk_text_add(&ways, map->stages[arrow->to].name);
    add_part(&ways, " ", arrow->number);
    if (*arrow->help_words)
      pk_text_addf(&ways, " (%s)", arrow->help_words);
  }
  return pk_map_keep(map, &ways);
}

const char *pk_spoken_stage(pk_map *map, int stage) {
  const pk_stage_text *text = &map->stages[stage];
  const char *ways = ways_on(map, stage);
  char covered[16];
  pk_text out = PK_TEXT_EMPTY;
  add_part(&out, " ", text->head);
  add_part(&out, " ", text->was_name);
  add_part(&out, " ", text->more);
  add_part(&out, "; ", text->help);
  add_part(&out, " ", text->people);
  add_part(&out, " ", text->crowding);
  add_part(&out, "; ", text->on_path);
  if (text->diff != PK_DIFF_NONE)
    add_part(&out, "; ", pk_diff_word(map, text->diff));
  if (*text->was_name)
    add_part(&out, "; ", pk_map_fill(map, "compare.was", "name", text->was_name, NULL));
  snprintf(covered, sizeof covered, "%d", text->covered);
  if (text->covered >= 0)
    add_part(&out, "; ", pk_map_fill(map, "map.covered.words", "count", covered, NULL));
  if (*ways)
    add_part(&out, ". ", pk_map_fill(map, "map.spoken.ways", "ways", ways, NULL));
  return pk_map_keep(map, &out);
}

const char *pk_spoken_visible(pk_map *map, const pk_chip *chip) {
  pk_text out = PK_TEXT_EMPTY;
  add_part(&out, " ", chip->name);
  add_part(&out, " ", chip->text);
  if (chip->answered)
    add_part(&out, " ", pk_word(map->lang, "compare.answered"));
  return pk_map_keep(map, &out);
}

/* What can be read, and in a comparison what becomes of it. */
static const char *with_fate(pk_map *map, const pk_chip *chip, const char *visible) {
  if (chip->diff == PK_DIFF_NONE || chip->answered)
    return visible;
  pk_text out = PK_TEXT_EMPTY;
  pk_text_add(&out, visible);
  add_part(&out, "; ", pk_diff_word(map, chip->diff));
  return pk_map_keep(map, &out);
}

const char *pk_spoken_chip(pk_map *map, const pk_chip *chip, const char *visible) {
  char first[16], last[16];
  snprintf(first, sizeof first, "%d", chip->first + 1);
  snprintf(last, sizeof last, "%d", chip->last + 1);
  const char *key = chip->first == chip->last ? "map.spoken.chip" : "map.spoken.chip.across";
  return pk_map_fill(map, key, "text", with_fate(map, chip, visible), "row",
                     pk_map_row_name(map, chip->row), "first", first, "last", last, "from",
                     map->stages[chip->first].name, "to", map->stages[chip->last].name, NULL);
}
