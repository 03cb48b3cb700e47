/* What was computed, on the page of the HTML twin: the answer, how sure it is, what the third
 * sector has to do with it, and what one must know before using it. */
#include "draw/twin_html.h"

#include "base/words.h"
#include "study/result_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Wider than any paragraph: the pen breaks no line. */
enum { ENDLESS = 1 << 24 };

static void headline(pk_html *html, pk_pen *pen, const pk_answer *answer) {
  const polku_result *r = html->map->result;
  const polku_interval *i = &answer->outcomes[PK_EMPLOYMENT_RATIO].interval;
  pk_steps_text within;
  int decimals = fabs(answer->people - round(answer->people)) < 1e-9 ? 0 : 1;
  pk_result_steps(pen, r, "in-", pk_pen_number(pen, r->horizon, 0), &within);
  pk_html_in(html, "p class=\"headline\"",
             pk_map_fill(html->map, isfinite(i->low) ? "result.headline" : "result.headline-alone",
                         "people", pk_pen_number(pen, answer->people, decimals), "employed",
                         pk_pen_number(pen, i->value * answer->people, 1), "within", within.text,
                         "low", pk_pen_number(pen, i->low * answer->people, 0), "high",
                         pk_pen_number(pen, i->high * answer->people, 0), NULL));
}

static void outcome(pk_html *html, pk_pen *pen, const char *key, const polku_interval *i,
                    bool months) {
  pk_html_raw(html, "<tr>");
  pk_html_word_in(html, "th scope=\"row\"", key);
  pk_html_in(html, "td class=\"number\"",
             months ? pk_pen_number(pen, i->value, 1) : pk_pen_percent(pen, i->value));
  pk_html_raw(html, "<td class=\"number\">");
  if (isfinite(i->low)) {
    pk_html_text(html, months ? pk_pen_number(pen, i->low, 1) : pk_pen_percent(pen, i->low));
    pk_html_raw(html, " – ");
    pk_html_text(html, months ? pk_pen_number(pen, i->high, 1) : pk_pen_percent(pen, i->high));
  } else {
    pk_html_raw(html, "–");
  }
  pk_html_raw(html, "</td>");
  pk_html_in(html, "td class=\"number\"", pk_pen_percent(pen, i->luck_share));
  pk_html_raw(html, "</tr>\n");
}

static void outcomes(pk_html *html, pk_pen *pen, const pk_answer *answer) {
  static const char *const heads[] = {"twin.outcome", "result.estimate", "result.interval",
                                      "result.luck", NULL};
  static const struct {
    pk_outcome outcome;
    const char *key;
  } rows[] = {{PK_EMPLOYMENT_RATIO, "outcome.employment_ratio"},
              {PK_OPEN_EMPLOYMENT_RATIO, "outcome.open_employment_ratio"},
              {PK_LASTING_EMPLOYMENT, "outcome.lasting_employment"},
              {PK_EMPLOYED_AT_END, "outcome.employed_at_end"},
              {PK_MONTHS_EMPLOYED, "outcome.months_employed"}};
  pk_html_raw(html, "<div class=\"outcomes\">\n");
  pk_html_table(html, "result.outcomes", heads);
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    outcome(html, pen, rows[i].key, &answer->outcomes[rows[i].outcome].interval,
            rows[i].outcome == PK_MONTHS_EMPLOYED);
  pk_html_table_end(html);
  pk_html_raw(html, "</div>\n");
}

/* ----------------------------------------------------------------------------- paragraphs */

/* What a pen wrote, a paragraph a line: headings, points and points under points. */
static void points(pk_html *html, char *text) {
  static const char bullet[] = "• ";
  bool list = false;
  for (char *next, *line = text; line; line = next) {
    next = strchr(line, '\n');
    if (next)
      *next++ = '\0';
    bool point = strncmp(line, bullet, sizeof bullet - 1) == 0, under = line[0] == ' ';
    if (!*line)
      continue;
    if (list != (point || under))
      pk_html_raw(html, list ? "</ul>\n" : "<ul class=\"points\">\n");
    list = point || under;
    line += point ? sizeof bullet - 1 : strspn(line, " ");
    pk_html_in(html, under ? "li class=\"under\"" : point ? "li" : "h3", line);
    pk_html_raw(html, "\n");
  }
  pk_html_raw(html, list ? "</ul>\n" : "");
}

/* What `write` says, as points. */
static void say(pk_html *html, void (*write)(pk_pen *pen, const polku_result *result)) {
  pk_pen pen;
  pk_pen_start(&pen, html->map->lang, ENDLESS, false);
  write(&pen, html->map->result);
  char *text = pk_pen_take(&pen);
  if (text)
    points(html, text);
  else
    html->map->failed = true;
  free(text);
}

/* --------------------------------------------------------------------- the third sector's part */

static void third_row(pk_html *html, const char *name, const char *const cells[3]) {
  pk_html_raw(html, "<tr>");
  pk_html_in(html, "th scope=\"row\"", name);
  for (int i = 0; i < 3; i++)
    pk_html_in(html, "td class=\"number\"", cells[i]);
  pk_html_raw(html, "</tr>\n");
}

static void third_rows(pk_html *html, pk_pen *pen, const pk_third_row *rows, int count) {
  const polku_result *r = html->map->result;
  for (int i = 0; i < count; i++) {
    const char *cells[] = {pk_third_time(pen, rows[i].time),
                           pk_third_number(pen, rows[i].alone, rows[i].unsure),
                           pk_third_number(pen, rows[i].share, rows[i].unsure)};
    third_row(html, pk_result_name(pen, &r->actors[r->third[rows[i].third]]), cells);
  }
  double together = r->all.reliance_together[PK_EMPLOYMENT_RATIO] * r->all.people;
  const char *cells[] = {pk_third_time(pen, r->all.third_share), pk_pen_number(pen, together, 1),
                         isfinite(rows[0].share) ? pk_pen_number(pen, together, 1) : "–"};
  third_row(html, pk_word(html->map->lang, "result.third-together"), cells);
}

static void third_table(pk_html *html, pk_pen *pen) {
  static const char *const heads[] = {"result.third-missing", "result.third-time",
                                      "result.third-alone", "result.third-fair", NULL};
  pk_third_row *rows =
      PK_NEW_ARRAY(html->map->arena, pk_third_row, (size_t)html->map->result->third_count);
  if (!rows) {
    html->map->failed = true;
    return;
  }
  pk_html_raw(html, "<div class=\"outcomes\">\n");
  pk_html_table(html, "result.third", heads);
  third_rows(html, pen, rows, pk_third_rows(html->map->result, rows));
  pk_html_table_end(html);
  pk_html_raw(html, "</div>\n");
}

static void third(pk_html *html, pk_pen *pen) {
  pk_html_word_in(html, "h3", "result.third");
  say(html, pk_third_before);
  if (pk_third_has_table(html->map->result))
    third_table(html, pen);
  say(html, pk_third_after);
}

void pk_html_results(pk_html *html) {
  const pk_answer *answer = html->map->answer;
  if (!answer)
    return;
  pk_pen pen; /* of numbers */
  pk_pen_start(&pen, html->map->lang, ENDLESS, false);
  pk_html_begin(html, "results", "twin.results");
  headline(html, &pen, answer);
  outcomes(html, &pen, answer);
  if (answer == &html->map->result->all) {
    third(html, &pen);
    say(html, pk_result_caveats);
  }
  pk_html_end(html);
  char *nothing = pk_pen_take(&pen);
  html->map->failed = html->map->failed || !nothing;
  free(nothing);
}
