/* Charts of rows: a name at the left, a band or a bar in the middle, the number in words at the
 * right. */
#include "draw/report/chart.h"

#include <math.h>

enum {
  ROW = 40,
  HEAD = 6,
  FOOT = 28,
  NAMES = 262,
  TOLD = 140,
  AXIS = PK_CHART_WIDTH - NAMES - TOLD
};

/* From values to places across. */
typedef struct scale {
  double from, to, step;
} scale;

static double place(const scale *s, double value) {
  return NAMES + (value - s->from) / (s->to - s->from) * AXIS;
}

static void draw_axis(pk_canvas *c, const scale *s, bool share) {
  double bottom = c->height - FOOT;
  int parts = (int)lround((s->to - s->from) / s->step);
  for (int i = 0; i <= parts; i++) {
    double value = s->from + i * s->step, x = place(s, value);
    bool zero = fabs(value) < s->step / 2;
    pk_canvas_line(c, zero ? "axis" : "grid", x, HEAD, x, bottom);
    pk_canvas_text(c, "soft small", x, bottom + 17, PK_MIDDLE,
                   pk_axis_number(c->story, zero ? 0 : value, s->step, share));
  }
}

static void draw_names(pk_canvas *c, const pk_bar *bar, double middle) {
  pk_text nothing = PK_TEXT_EMPTY, *out = c->out;
  c->out = &nothing; /* to count the lines before they are placed */
  int lines = pk_canvas_lines(c, "", (pk_area){0, 0, NAMES - 16, 0}, 2, bar->name);
  pk_text_free(&nothing);
  c->out = out;
  double first = middle + 4.5 - (lines - 1) * (PK_CHART_SIZE + 3) / 2.0;
  pk_canvas_lines(c, "", (pk_area){0, first, NAMES - 16, 0}, 2, bar->name);
  pk_canvas_text(c, bar->strong ? "bold accent" : "bold", PK_CHART_WIDTH, middle + 4.5, PK_END,
                 bar->told);
}

/* From the least to the most in round steps, zero among them. */
static scale around_zero(double least, double most) {
  int parts;
  double step = pk_round_top(fmax(most, -least), &parts) / parts;
  double up = ceil(most / step - 1e-9), low = ceil(-least / step - 1e-9);
  return (scale){-step * low, step * (low + up > 0 ? up : 1), step};
}

void pk_chart_intervals(pk_story *story, pk_text *out, const char *name, const pk_bar *bars,
                        int count, bool share) {
  double most = 0, least = 0;
  for (int i = 0; i < count; i++) {
    const double ends[] = {bars[i].value, bars[i].low, bars[i].high};
    for (int k = 0; k < 3; k++)
      if (isfinite(ends[k])) {
        most = fmax(most, ends[k]);
        least = fmin(least, ends[k]);
      }
  }
  scale s = around_zero(least, most);
  pk_canvas c = pk_canvas_begin(story, out, PK_CHART_WIDTH, HEAD + count * ROW + FOOT, name);
  draw_axis(&c, &s, share);
  for (int i = 0; i < count; i++) {
    const pk_bar *bar = &bars[i];
    double middle = HEAD + i * ROW + ROW / 2.0;
    if (isfinite(bar->low))
      pk_canvas_box(&c, bar->strong ? "band on" : "band",
                    (pk_area){place(&s, bar->low), middle - 8,
                              fmax(place(&s, bar->high) - place(&s, bar->low), 1), 16});
    if (isfinite(bar->value))
      pk_canvas_box(&c, bar->strong ? "mark on" : "mark",
                    (pk_area){place(&s, bar->value) - 2, middle - 11, 4, 22});
    draw_names(&c, bar, middle);
  }
  pk_canvas_end(&c);
}

void pk_chart_bars(pk_story *story, pk_text *out, const char *name, const pk_bar *bars, int count,
                   bool share) {
  double most = 0, least = 0;
  for (int i = 0; i < count; i++) {
    most = fmax(most, isfinite(bars[i].value) ? bars[i].value : 0);
    least = fmin(least, isfinite(bars[i].value) ? bars[i].value : 0);
  }
  scale s = around_zero(least, most);
  pk_canvas c = pk_canvas_begin(story, out, PK_CHART_WIDTH, HEAD + count * ROW + FOOT, name);
  draw_axis(&c, &s, share);
  for (int i = 0; i < count; i++) {
    double middle = HEAD + i * ROW + ROW / 2.0;
    double zero = place(&s, 0), end = isfinite(bars[i].value) ? place(&s, bars[i].value) : zero;
    pk_canvas_box(&c, bars[i].strong ? "bar on" : "bar",
                  (pk_area){fmin(zero, end), middle - 8, fabs(end - zero), 16});
    draw_names(&c, &bars[i], middle);
  }
  pk_canvas_end(&c);
}

static void draw_swing(pk_canvas *c, const scale *s, const char *klass, double middle,
                       double change) {
  double zero = place(s, 0), end = isfinite(change) ? place(s, change) : zero;
  pk_canvas_box(c, klass, (pk_area){fmin(zero, end), middle - 8, fabs(end - zero), 16});
}

void pk_chart_tornado(pk_story *story, pk_text *out, const char *name, const pk_swing *swings,
                      int count) {
  double most = 0, least = 0;
  for (int i = 0; i < count; i++) {
    most = fmax(most, fmax(swings[i].at_low, swings[i].at_high));
    least = fmin(least, fmin(swings[i].at_low, swings[i].at_high));
  }
  scale s = around_zero(least, most);
  pk_canvas c = pk_canvas_begin(story, out, PK_CHART_WIDTH, HEAD + count * ROW + FOOT, name);
  draw_axis(&c, &s, false);
  for (int i = 0; i < count; i++) {
    double middle = HEAD + i * ROW + ROW / 2.0;
    draw_swing(&c, &s, "band on", middle, swings[i].at_low);
    draw_swing(&c, &s, "bar on", middle, swings[i].at_high);
    draw_names(&c, &(pk_bar){.name = swings[i].name, .told = swings[i].told}, middle);
  }
  pk_canvas_end(&c);
}
