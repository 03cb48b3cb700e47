/* The table of stages and roles: a column a stage, a row a role, in each cell who is there.
 *
 * Neighbouring cells with the same people in them are one, as a chip of the picture spans stages;
 * where others come or go beside them they are named again, as going on. */
#include "draw/twin_html.h"

#include "base/words.h"
#include "draw/compare.h"
#include "draw/wrap.h"

#include <stdio.h>
#include <string.h>

/* Cells are narrow and words are long. */
static void soft_in(pk_html *html, const char *tag, const char *text) {
  const char *soft = pk_soften(html->map->arena, text);
  html->map->failed = html->map->failed || !soft;
  pk_html_in(html, tag, soft ? soft : "");
}

/* ---------------------------------------------------------------------------------- cells */

static bool anyone(const pk_map *map, int row, int stage) {
  for (int i = 0; i < map->chip_count; i++)
    if (pk_twin_in_cell(&map->chips[i], row, stage))
      return true;
  return false;
}

static bool same(const pk_map *map, int row, int a, int b) {
  for (int i = 0; i < map->chip_count; i++)
    if (pk_twin_in_cell(&map->chips[i], row, a) != pk_twin_in_cell(&map->chips[i], row, b))
      return false;
  return true;
}

static const char *sign_of(const pk_chip *chip) {
  static const char *const referral[] = {"", "→ ", "← ", "⇄ "};
  return chip->gap ? "○ " : referral[chip->mark];
}

static void entry(pk_html *html, const pk_chip *chip, int stage) {
  const char *sign = sign_of(chip);
  static const char *const fates[] = {"", " same", " added", " removed", " changed"};
  bool gone = chip->diff == PK_DIFF_REMOVED;
  if (chip->gap || chip->diff != PK_DIFF_NONE)
    pk_text_addf(html->out, "<li class=\"%s%s\">", chip->gap ? "gap" : "actor", fates[chip->diff]);
  else
    pk_html_raw(html, "<li>");
  pk_html_fate(html, chip->diff, chip->answered);
  if (*sign)
    pk_html_in(html, "span aria-hidden=\"true\"", sign);
  pk_html_raw(html, gone ? "<del>" : "");
  soft_in(html, "b", chip->name);
  pk_html_raw(html, gone ? "</del>" : "");
  if (chip->first < stage) {
    pk_html_raw(html, " ");
    pk_html_word_in(html, "i", "twin.continues");
  } else if (*chip->text) {
    pk_html_raw(html, " ");
    soft_in(html, "span", chip->text);
  }
  if (*pk_diff_sign(chip->diff)) {
    pk_html_raw(html, " ");
    pk_html_in(html, chip->answered ? "strong" : "span class=\"unseen\"",
               chip->answered ? pk_word(html->map->lang, "compare.answered")
                              : pk_diff_word(html->map, chip->diff));
  }
  pk_html_raw(html, "</li>");
}

static void empty(pk_html *html, int row, int stage) {
  if (row >= PK_ROW_NONE || html->map->stages[stage].covered < 0) {
    pk_html_raw(html, "<td></td>");
    return;
  }
  pk_html_raw(html, "<td class=\"none\"><span aria-hidden=\"true\">–</span>");
  pk_html_word_in(html, "span class=\"unseen\"", "twin.nobody");
  pk_html_raw(html, "</td>");
}

static void cell(pk_html *html, int row, int stage, int span) {
  if (span > 1)
    pk_text_addf(html->out, "<td colspan=\"%d\"><ul>", span);
  else
    pk_html_raw(html, "<td><ul>");
  for (int i = 0; i < html->map->chip_count; i++)
    if (pk_twin_in_cell(&html->map->chips[i], row, stage))
      entry(html, &html->map->chips[i], stage);
  pk_html_raw(html, "</ul></td>");
}

static void row_head(pk_html *html, int row) {
  static const char *const signs[PK_MAP_ROWS] = {
      [PK_MAP_PUBLIC] = "■ ", [PK_MAP_PRIVATE] = "▲ ", [PK_MAP_EDUCATION] = "◆ "};
  const char *more = pk_map_row_more(html->map, row);
  pk_html_raw(html, "<th scope=\"row\">");
  if (signs[row])
    pk_html_in(html, "span aria-hidden=\"true\"", signs[row]);
  pk_html_text(html, pk_map_row_name(html->map, row));
  if (*more) {
    pk_html_raw(html, " ");
    pk_html_in(html, "small", more);
  }
  pk_html_raw(html, "</th>");
}

static void row(pk_html *html, int r) {
  const pk_map *map = html->map;
  pk_html_raw(html, "<tr>");
  row_head(html, r);
  for (int s = 0, span; s < map->stage_count; s += span) {
    span = 1;
    if (!anyone(map, r, s)) {
      empty(html, r, s);
      continue;
    }
    while (s + span < map->stage_count && same(map, r, s, s + span))
      span++;
    cell(html, r, s, span);
  }
  pk_html_raw(html, "</tr>\n");
}

static bool used(const pk_map *map, int r) {
  bool any = false;
  for (int s = 0; s < map->stage_count; s++)
    any = any || anyone(map, r, s);
  return any;
}

/* ---------------------------------------------------------------------------------- table */

/* In the path view stages that are not on the path are muted. */
static const char *head_class(const pk_map *map, int s) {
  static const char *const fates[] = {"", " class=\"muted\"", " class=\"added\"",
                                      " class=\"removed\"", " class=\"changed\""};
  bool muted = map->options->view == POLKU_VIEW_PATH && map->stages[s].step == 0;
  return map->compare           ? fates[map->stages[s].diff]
         : muted                ? " class=\"muted\""
         : map->stages[s].final ? " class=\"final\""
                                : "";
}

static void stage_head(pk_html *html, int s) {
  const pk_stage_text *text = &html->map->stages[s];
  const char *const known[] = {text->more, text->help, text->people, text->on_path};
  pk_text_addf(html->out, "<th scope=\"col\"%s>", head_class(html->map, s));
  bool gone = text->diff == PK_DIFF_REMOVED;
  pk_html_fate(html, text->diff, false);
  pk_text_addf(html->out, "<b>%d</b> ", s + 1);
  soft_in(html, gone ? "del" : "span", text->name);
  if (*text->was_name) {
    pk_html_raw(html, " ");
    pk_html_in(html, "small", pk_map_fill(html->map, "compare.was", "name", text->was_name, NULL));
  }
  if (*pk_diff_sign(text->diff)) {
    pk_html_raw(html, " ");
    pk_html_in(html, "span class=\"unseen\"", pk_diff_word(html->map, text->diff));
  }
  for (int i = 0; i < 4; i++)
    if (*known[i]) {
      pk_html_raw(html, " ");
      pk_html_in(html, "small", known[i]);
    }
  if (*text->crowding) {
    pk_html_raw(html, " ");
    pk_html_in(html, "small class=\"full\"", text->crowding);
  }
  pk_html_raw(html, "</th>");
}

static void table_head(pk_html *html) {
  pk_html_raw(html, "<thead>\n<tr>");
  pk_html_word_in(html, "th scope=\"col\"", "twin.role");
  for (int s = 0; s < html->map->stage_count; s++)
    stage_head(html, s);
  pk_html_raw(html, "</tr>\n</thead>\n");
}

static void third(pk_html *html) {
  pk_text_addf(html->out,
               "<tbody class=\"third\">\n<tr class=\"band\"><th scope=\"rowgroup\" colspan=\"%d\">"
               "<span><span aria-hidden=\"true\">● </span>",
               html->map->stage_count + 1);
  pk_html_word(html, "map.third");
  pk_html_raw(html, "</span></th></tr>\n");
  for (int r = 0; r <= PK_MAP_OTHER; r++)
    if (r < PK_MAP_OTHER || used(html->map, r))
      row(html, r);
  pk_html_raw(html, "</tbody>\n");
}

static void sectors(pk_html *html) {
  bool any = false;
  for (int r = PK_MAP_PUBLIC; r < PK_MAP_ROWS; r++) {
    if (!used(html->map, r))
      continue;
    pk_html_raw(html, any ? "" : "<tbody class=\"sectors\">\n");
    row(html, r);
    any = true;
  }
  pk_html_raw(html, any ? "</tbody>\n" : "");
}

/* "2 / 5", or in words where two models differ. */
static const char *covered_words(pk_map *map, int s) {
  const pk_stage_text *stage = &map->stages[s];
  char count[16];
  snprintf(count, sizeof count, "%d", stage->covered);
  if (map->compare && stage->covered != stage->was_covered)
    return pk_twin_covered(map, s);
  return stage->covered >= 0 ? pk_map_fill(map, "map.covered", "count", count, NULL) : "";
}

/* Not counted where a filter leaves people out. */
static void coverage(pk_html *html) {
  bool any = false;
  for (int s = 0; s < html->map->stage_count; s++)
    any = any || *pk_twin_covered(html->map, s);
  if (!any)
    return;
  pk_html_raw(html, "<tfoot>\n<tr><th scope=\"row\">");
  pk_html_word(html, "map.coverage");
  pk_html_raw(html, " ");
  pk_html_word_in(html, "small", "map.coverage.more");
  pk_html_raw(html, "</th>");
  for (int s = 0; s < html->map->stage_count; s++) {
    int covered = html->map->stages[s].covered;
    const char *words = covered_words(html->map, s);
    pk_html_raw(html, "<td>");
    if (*words) {
      pk_html_raw(html, "<span class=\"squares\" aria-hidden=\"true\">");
      for (int i = 0; i < PK_ROW_NONE; i++)
        pk_html_raw(html, i < covered ? "<i class=\"on\"></i>" : "<i></i>");
      pk_html_raw(html, "</span> ");
      pk_html_text(html, words);
    }
    pk_html_raw(html, "</td>");
  }
  pk_html_raw(html, "</tr>\n</tfoot>\n");
}

void pk_html_cells(pk_html *html) {
  pk_html_begin(html, "map", "twin.map");
  pk_html_raw(html,
              "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"cells\">\n"
              "<table class=\"map\">\n<caption id=\"cells\">");
  pk_html_word_in(html, "span", "twin.map.caption");
  pk_html_raw(html, "</caption>\n");
  table_head(html);
  if (!pk_filter_hides_sector(&html->map->filter, PK_THIRD))
    third(html);
  sectors(html);
  coverage(html);
  pk_html_raw(html, "</table>\n</div>\n");
  if (html->map->leverage)
    pk_html_in(html, "p", html->map->leverage);
  if (html->map->legend_key)
    pk_html_word_in(html, "p", html->map->legend_key);
  if (pk_filter_hides(&html->map->filter))
    pk_html_word_in(html, "p", "map.legend.filtered");
  pk_html_end(html);
}
