/* What stands under the table of the HTML twin: open questions, moves, and how to read it all. */
#include "draw/twin_html.h"

#include "base/words.h"
#include "draw/wrap.h"

#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------------------------- gaps */

/* The chip of a gap at a stage, at any for −1; NULL: it is answered there, or left out. */
static const pk_chip *chip_of(const pk_map *map, const pk_gap *gap, int stage) {
  for (int i = 0; i < map->chip_count; i++) {
    const pk_chip *chip = &map->chips[i];
    if (chip->kind == PK_CHIP_GAP && strcmp(chip->role, gap->id) == 0 &&
        (stage < 0 || (chip->first <= stage && chip->last >= stage)))
      return chip;
  }
  return NULL;
}

/* "Työllistää: 2 Kuntouttava työtoiminta, 3 Työkokeilu": the row, and the stages where it is open.
 */
static const char *gap_place(pk_map *map, const pk_gap *gap, int row) {
  pk_text place = PK_TEXT_EMPTY;
  const char *before = ": ";
  pk_text_add(&place, pk_map_row_name(map, row));
  for (int s = 0; s < map->stage_count; s++) {
    if (!chip_of(map, gap, s))
      continue;
    pk_text_addf(&place, "%s%d ", before, s + 1);
    pk_text_add(&place, map->stages[s].name);
    before = ", ";
  }
  return pk_map_keep(map, &place);
}

static void gap(pk_html *html, const pk_gap *g) {
  pk_map *map = html->map;
  const pk_chip *chip = chip_of(map, g, -1);
  if (!chip)
    return;
  const char *text = pk_map_name(map, &g->text, "");
  pk_html_raw(html, "<li>");
  pk_html_in(html, "b", pk_map_name(map, &g->question, g->id));
  if (*text) {
    pk_html_raw(html, " ");
    pk_html_in(html, "span", text);
  }
  pk_html_raw(html, " ");
  pk_html_in(html, "small", gap_place(map, g, chip->row));
  pk_html_raw(html, "</li>\n");
}

void pk_html_gaps(pk_html *html) {
  bool any = false;
  for (int i = 0; i < html->map->chip_count; i++)
    any = any || html->map->chips[i].gap;
  if (!any)
    return;
  pk_html_begin(html, "gaps", "twin.gaps");
  pk_html_raw(html, "<ul class=\"gaps\">\n");
  for (int i = 0; i < html->map->model->gap_count; i++)
    gap(html, &html->map->model->gaps[i]);
  pk_html_raw(html, "</ul>\n");
  if (!pk_filter_hides(&html->map->filter)) /* else said below the table */
    pk_html_word_in(html, "p", "map.legend.gap.more");
  pk_html_end(html);
}

/* --------------------------------------------------------------------------------- moves */

static void stage_cell(pk_html *html, const char *tag, int stage) {
  pk_text_addf(html->out, "<%s>%d\u00a0", tag, stage + 1);
  pk_html_text(html, html->map->stages[stage].name);
  pk_text_addf(html->out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

/* What others leave is nobody's number: its grounds are theirs. */
static void move(pk_html *html, const pk_arrow *arrow) {
  pk_map *map = html->map;
  const pk_transition *t = &map->model->transitions[arrow->transition];
  const pk_number *number = pk_twin_move(map, arrow);
  pk_html_raw(html, "<tr>");
  stage_cell(html, "th scope=\"row\"", arrow->from);
  stage_cell(html, "td", arrow->to);
  pk_html_raw(html, "<td class=\"number\">");
  pk_html_text(html, arrow->written);
  pk_html_spread(html, number, !t->rest && number != &t->after.a);
  if (*arrow->help_words) {
    pk_html_raw(html, " ");
    pk_html_in(html, "small", arrow->help_words);
  }
  pk_html_raw(html, "</td>");
  if (map->result)
    pk_html_in(html, "td class=\"number\"", arrow->number);
  pk_html_word_in(html, "td", pk_basis_words[arrow->basis]);
  pk_html_raw(html, "<td>");
  if (t->rest)
    pk_html_word(html, "twin.rest");
  else
    pk_html_grounds(html, &number, 1);
  pk_html_raw(html, "</td></tr>\n");
}

void pk_html_moves(pk_html *html) {
  static const char *const heads[] = {"twin.from",  "twin.to",      "twin.number",
                                      "twin.basis", "twin.grounds", NULL};
  static const char *const computed[] = {"twin.from",  "twin.to",      "twin.number", "twin.moved",
                                         "twin.basis", "twin.grounds", NULL};
  const pk_map *map = html->map;
  if (map->arrow_count == 0)
    return;
  pk_html_begin(html, "moves", "twin.moves");
  pk_html_table(html, "twin.moves.caption", map->result ? computed : heads);
  for (int i = 0; i < map->arrow_count; i++)
    move(html, &map->arrows[i]);
  pk_html_table_end(html);
  pk_html_end(html);
}

/* -------------------------------------------------------------------------------- legend */

static void meaning(pk_html *html, const char *sign, const char *key) {
  pk_html_raw(html, "<li>");
  pk_html_in(html, "span class=\"sign\" aria-hidden=\"true\"", sign);
  pk_html_raw(html, " ");
  pk_html_word(html, key);
  pk_html_raw(html, "</li>\n");
}

static bool any_chip(const pk_map *map, int row, pk_mark mark) {
  for (int i = 0; i < map->chip_count; i++)
    if (row < 0 ? map->chips[i].mark == mark : map->chips[i].row == row)
      return true;
  return false;
}

static void signs(pk_html *html) {
  const pk_map *map = html->map;
  meaning(html, "●", "map.legend.third");
  if (any_chip(map, PK_MAP_PUBLIC, PK_MARK_NONE))
    meaning(html, "■", "map.legend.public");
  if (any_chip(map, PK_MAP_PRIVATE, PK_MARK_NONE))
    meaning(html, "▲", "map.legend.private");
  if (any_chip(map, PK_MAP_EDUCATION, PK_MARK_NONE))
    meaning(html, "◆", "map.legend.education");
  if (map->model->gap_count > 0)
    meaning(html, "○", "map.legend.gap");
  if (any_chip(map, -1, PK_MARK_IN))
    meaning(html, "→", "map.legend.in");
  if (any_chip(map, -1, PK_MARK_OUT))
    meaning(html, "←", "map.legend.out");
  if (any_chip(map, -1, PK_MARK_BOTH))
    meaning(html, "⇄", "map.legend.both");
}

void pk_html_legend(pk_html *html) {
  static const char *const meanings[] = {"twin.basis.measured", "twin.basis.stated",
                                         "twin.basis.calibrated", "twin.basis.estimated",
                                         "twin.basis.assumed"};
  pk_html_begin(html, "legend", "twin.legend");
  pk_html_raw(html, "<div class=\"columns\">\n<ul class=\"plain\">\n");
  signs(html);
  pk_html_raw(html, "</ul>\n<dl>\n");
  for (int i = 0; i < 5; i++) {
    pk_html_word_in(html, "dt", pk_basis_words[i]);
    pk_html_word_in(html, "dd", meanings[i]);
    pk_html_raw(html, "\n");
  }
  pk_html_raw(html, "</dl>\n</div>\n");
  pk_html_end(html);
}
