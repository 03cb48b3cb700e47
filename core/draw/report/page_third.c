/* The third sector's part: how many go through it, for how long, what would be lost without each
 * organisation, and each one's fair share. The same sentences as in a terminal. */
#include "draw/report/chart.h"

#include "base/words.h"
#include "study/result_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ENDLESS = 1 << 24, BARS_MOST = 12 };

void pk_tell_penned(pk_story *s, pk_pen *pen) {
  static const char bullet[] = "• ";
  char *text = pk_pen_take(pen);
  s->failed = s->failed || !text;
  for (char *next, *line = text; line; line = next) {
    next = strchr(line, '\n');
    if (next)
      *next++ = '\0';
    if (strncmp(line, bullet, sizeof bullet - 1) == 0)
      pk_tell_point(s, line + sizeof bullet - 1);
    else if (*line)
      pk_tell_paragraph(s, NULL, line);
  }
  free(text);
}

static void tell_sentences(pk_story *s, void (*say)(pk_pen *pen, const polku_result *r)) {
  pk_pen pen;
  pk_pen_start(&pen, s->lang, ENDLESS, false);
  say(&pen, s->result);
  pk_tell_penned(s, &pen);
}

/* What is 0 where others host beside it is not known. */
static double known(const pk_third_row *row, double people) {
  return row->unsure && fabs(people) < 0.05 ? NAN : fabs(people) < 0.05 ? 0 : people;
}

static const char *actor_of(pk_story *s, const pk_third_row *row) {
  return pk_told_name(s, &s->result->actors[s->result->third[row->third]]);
}

static void tell_chart(pk_story *s, const pk_third_row *rows, int count) {
  pk_bar bars[BARS_MOST];
  pk_text svg = PK_TEXT_EMPTY;
  int shown = count < BARS_MOST ? count : BARS_MOST;
  for (int i = 0; i < shown; i++) {
    double people = known(&rows[i], rows[i].alone);
    bars[i] = (pk_bar){.name = actor_of(s, &rows[i]),
                       .told = isnan(people) ? pk_word(s->lang, "page.unknown")
                                             : pk_told_number(s, people, 1),
                       .value = people,
                       .low = NAN,
                       .high = NAN,
                       .strong = true};
  }
  pk_chart_bars(s, &svg, pk_word(s->lang, "page.third.chart"), bars, shown, false);
  pk_tell_chart(s, "reliance",
                count > shown ? pk_map_fill(s->map, "page.third.caption.most", "count",
                                            pk_told_number(s, shown, 0), NULL)
                              : pk_word(s->lang, "page.third.caption"),
                &svg);
}

static void tell_table(pk_story *s, const pk_third_row *rows, int count) {
  static const pk_column heads[] = {{"actor", "page.actor"},
                                    {"time_share", "page.third.time"},
                                    {"person_months", "page.person-months"},
                                    {"without", "page.third.fewer"},
                                    {"fair_share", "page.third.fair"}};
  const pk_answer *a = &s->result->all;
  polku_tables *t = s->tables;
  double together = a->reliance_together[PK_EMPLOYMENT_RATIO] * a->people;
  pk_tell_table_begin(s, "third_sector", "page.third.table", "page.third.note");
  PK_TABLE_COLUMNS(t, heads);
  for (int i = 0; i < count; i++) {
    int actor = s->result->third[rows[i].third];
    pk_table_named(t, s->result->actors[actor].id, actor_of(s, &rows[i]));
    pk_table_share(t, rows[i].time);
    pk_table_number(t, a->host_months[actor], 1);
    pk_table_number(t, known(&rows[i], rows[i].alone), 1);
    pk_table_number(t, known(&rows[i], rows[i].share), 1);
  }
  if (count > 1) {
    pk_table_word(t, "page.third.together");
    pk_table_share(t, a->third_share);
    pk_table_number(t, a->sector_months[PK_THIRD], 1);
    pk_table_number(t, together, 1);
    pk_table_number(t, isfinite(rows[0].share) ? together : NAN, 1);
  }
  pk_tell_table_end(s);
}

void pk_page_third(pk_story *s) {
  const polku_result *r = s->result;
  pk_tell_section(s, "third-sector", "result.third");
  tell_sentences(s, pk_third_before);
  if (r->third_count == 0)
    return;
  pk_third_row *rows = PK_NEW_ARRAY(s->map->arena, pk_third_row, (size_t)r->third_count);
  if (!rows) {
    s->failed = true;
    return;
  }
  int count = pk_third_rows(r, rows);
  PK_TELL(s, NULL, "page.third.lead", NULL);
  tell_chart(s, rows, count);
  tell_table(s, rows, count);
  tell_sentences(s, pk_third_after);
}
