/* Numbers with a stated uncertainty as a tornado: the widest bars and largest shares first. */
#include "study/sensitivity_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 12 };

/* Whether its stated uncertainty moves the outcome so far that anybody would see it. */
static bool moves(const polku_sensitivity *s, const pk_matter *m) {
  double width = fabs(pk_matters_shown(s, m->at_high) - pk_matters_shown(s, m->at_low));
  return m->uncertain && !m->option && (width >= 0.005 || m->share >= 0.005);
}

enum { RANGE = 20, OUTCOME = 18, SHARE = 11 };

typedef struct scale {
  double low, high;
  int columns;
} scale;

static void widen(scale *at, double value) {
  if (isnan(value))
    return;
  at->low = fmin(at->low, value);
  at->high = fmax(at->high, value);
}

static int column_of(const scale *at, double value) {
  double part = at->high > at->low ? (value - at->low) / (at->high - at->low) : 0.5;
  return (int)(part * (at->columns - 1) + 0.5);
}

static bool between(int column, int a, int b) {
  return a < b ? column >= a && column <= b : column >= b && column <= a;
}

static void draw_bar(pk_pen *pen, const scale *at, double value, const pk_matter *m) {
  int middle = column_of(at, value);
  if (isnan(m->at_low) || isnan(m->at_high)) {
    pk_pen_cell(pen, "", at->columns, PK_LEFT);
    return;
  }
  int low = column_of(at, m->at_low), high = column_of(at, m->at_high);
  for (int c = 0; c < at->columns; c++)
    pk_text_add(&pen->out, c == middle                ? "│"
                           : between(c, middle, high) ? "█"
                           : between(c, middle, low)  ? "▒"
                                                      : " ");
}

static void add_pair(pk_pen *pen, const char *low, const char *high, int columns, pk_align align) {
  pk_text pair = PK_TEXT_EMPTY;
  pk_text_add(&pair, low);
  pk_text_add(&pair, " – ");
  pk_text_add(&pair, high);
  pk_pen_cell(pen, pair.data ? pair.data : "", columns, align);
  pen->out.failed = pen->out.failed || pair.failed;
  pk_text_free(&pair);
}

static const char *share_text(pk_pen *pen, const pk_matter *m, pk_text *buffer) {
  pk_text_free(buffer);
  if (isnan(m->share))
    return "–";
  pk_text_add(buffer, pk_pen_percent(pen, fmax(m->share, 0) < 0.005 ? 0 : m->share));
  pen->out.failed = pen->out.failed || buffer->failed;
  return buffer->data ? buffer->data : "";
}

static void tornado_row(pk_pen *pen, const polku_sensitivity *s, const scale *at,
                        const pk_matter *m) {
  pk_text text = PK_TEXT_EMPTY;
  pk_matters_name(pen, m, &text);
  pk_pen_paragraph(pen, "", text.data ? text.data : "");
  pk_text_add(&pen->out, "  ");
  add_pair(pen, pk_matters_value(pen, m, m->low), pk_matters_value(pen, m, m->high), RANGE - 2,
           PK_LEFT);
  draw_bar(pen, at, s->value, m);
  if (isnan(m->at_low))
    pk_pen_cell(pen, "–", OUTCOME, PK_RIGHT);
  else
    add_pair(pen, pk_matters_outcome(pen, s, m->at_low), pk_matters_outcome(pen, s, m->at_high),
             OUTCOME, PK_RIGHT);
  pk_pen_cell(pen, share_text(pen, m, &text), SHARE, PK_RIGHT);
  pk_text_add_char(&pen->out, '\n');
  pk_text_free(&text);
}

static void tornado_head(pk_pen *pen, const polku_sensitivity *s, int columns) {
  pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.tornado"));
  PK_SAY(pen, "", "sensitivity.tornado-about", "", "");
  pk_pen_dim(pen, true);
  pk_text_add(&pen->out, "  ");
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.range"), RANGE - 2 + columns, PK_LEFT);
  pk_pen_cell(pen,
              pk_word(pen->lang, pk_matters_in_people(s) ? "sensitivity.head.people"
                                                         : "sensitivity.head.months"),
              OUTCOME, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.share"), SHARE, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
}

void pk_matters_tornado(pk_pen *pen, const polku_sensitivity *s) {
  int count = pk_matters_uncertain(s), told = 0, room = pen->width - RANGE - OUTCOME - SHARE;
  scale at = {s->value, s->value, room < 10 ? 10 : room > 41 ? 41 : room};
  if (count == 0)
    return;
  for (int i = 0; i < count; i++) {
    widen(&at, s->matters[i].at_low);
    widen(&at, s->matters[i].at_high);
  }
  tornado_head(pen, s, at.columns);
  for (int i = 0; i < count && told < ROWS; i++)
    if (moves(s, &s->matters[i])) {
      tornado_row(pen, s, &at, &s->matters[i]);
      told++;
    }
  if (count > told && !s->stopped)
    PK_SAY(pen, "", told == ROWS ? "sensitivity.more-rows" : "sensitivity.idle-rows", "n",
           pk_pen_number(pen, count - told, 0));
}
