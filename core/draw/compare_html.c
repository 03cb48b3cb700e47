/* What the page of a comparison has beside its table of stages and roles: outcomes, moves, and what
 * the signs mean. */
#include "draw/compare.h"
#include "draw/twin_html.h"

#include "base/words.h"

#include <math.h>
#include <string.h>

static void outcome(pk_html *html, const pk_outcome_row *r) {
  pk_html_raw(html, r->observed ? "<tr class=\"observed\">" : "<tr>");
  pk_html_in(html, "th scope=\"row\"", r->name);
  pk_html_in(html, r->strong ? "td class=\"number strong\"" : "td class=\"number\"", r->number);
  pk_html_raw(html, "</tr>\n");
}

/* A table for each block, its heading the caption. */
static void block(pk_html *html, const pk_outcome_block *b) {
  pk_html_raw(html, "<div class=\"outcomes\"><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                    "aria-label=\"");
  pk_html_text(html, b->head);
  pk_html_raw(html, "\">\n<table class=\"list\">\n<caption>");
  pk_html_in(html, "span", b->head);
  pk_html_raw(html, "</caption>\n<thead><tr>");
  pk_html_word_in(html, "th scope=\"col\"", "twin.what");
  pk_html_word_in(html, "th scope=\"col\"", "compare.interval.head");
  pk_html_raw(html, "</tr></thead>\n<tbody>\n");
  for (int i = 0; i < b->count; i++)
    outcome(html, &b->rows[i]);
  pk_html_raw(html, "</tbody>\n</table>\n</div></div>\n");
}

void pk_html_compare_outcomes(pk_html *html) {
  pk_outcome_block blocks[PK_OUTCOME_BLOCKS];
  int count = pk_compare_blocks(html->map, blocks);
  if (count == 0)
    return;
  pk_html_begin(html, "results", "compare.outcomes");
  pk_html_word_in(html, "p", "compare.outcomes.more");
  for (int i = 0; i < count; i++)
    block(html, &blocks[i]);
  pk_html_end(html);
}

/* ---------------------------------------------------------------------------------------- moves */

static void stage_cell(pk_html *html, const char *tag, int stage) {
  pk_text_addf(html->out, "<%s>%d\u00a0", tag, stage + 1);
  pk_html_text(html, html->map->stages[stage].name);
  pk_text_addf(html->out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

static void number(pk_html *html, const char *text, bool gone) {
  pk_html_raw(html, "<td class=\"number\">");
  pk_html_in(html, gone && *text ? "del" : "span", *text ? text : "\u2013");
  pk_html_raw(html, "</td>");
}

void pk_html_fate(pk_html *html, pk_diff diff, bool answered) {
  const char *sign = pk_diff_sign(diff);
  if (!*sign)
    return;
  if (!answered) {
    pk_html_in(html, "span class=\"fate\" aria-hidden=\"true\"", sign);
    pk_html_raw(html, " ");
  }
}

static void move(pk_html *html, int index) {
  const pk_map *map = html->map;
  const pk_arrow *arrow = &map->arrows[index];
  const pk_arrow *a = map->compare->arrow_a[index], *b = map->compare->arrow_b[index];
  pk_html_raw(html, "<tr>");
  stage_cell(html, "th scope=\"row\"", arrow->from);
  stage_cell(html, "td", arrow->to);
  number(html, a ? a->written : "", arrow->diff != PK_DIFF_SAME);
  number(html, b ? b->written : "", false);
  pk_html_raw(html, "<td>");
  pk_html_fate(html, arrow->diff, false);
  pk_html_text(html, pk_diff_word(map, arrow->diff));
  pk_html_raw(html, "</td></tr>\n");
}

void pk_html_compare_moves(pk_html *html) {
  static const char *const heads[] = {"twin.from",     "twin.to",        "compare.before",
                                      "compare.after", "compare.change", NULL};
  if (html->map->arrow_count == 0)
    return;
  pk_html_begin(html, "moves", "twin.moves");
  pk_html_table(html, "compare.moves.caption", heads);
  for (int i = 0; i < html->map->arrow_count; i++)
    move(html, i);
  pk_html_table_end(html);
  pk_html_end(html);
}

/* --------------------------------------------------------------------------------------- legend */

void pk_html_compare_legend(pk_html *html) {
  static const pk_diff diffs[] = {PK_DIFF_ADDED, PK_DIFF_REMOVED, PK_DIFF_CHANGED};
  static const char *const keys[] = {"compare.legend.added", "compare.legend.removed",
                                     "compare.legend.changed"};
  pk_html_begin(html, "legend", "twin.legend");
  pk_html_raw(html, "<ul class=\"plain\">\n");
  for (int i = 0; i < 3; i++) {
    pk_html_raw(html, "<li>");
    pk_html_fate(html, diffs[i], false);
    pk_html_word(html, keys[i]);
    pk_html_raw(html, "</li>\n");
  }
  pk_html_word_in(html, "li", "compare.legend.rest");
  pk_html_word_in(html, "li", "map.legend.marks");
  pk_html_raw(html, "</ul>\n");
  pk_html_end(html);
}
