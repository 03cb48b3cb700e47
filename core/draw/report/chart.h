/* Charts as SVG: text that a printer and a screen reader can use, no script. All are drawn in one
 * style (pk_chart_style), on axes from zero, with what a line or bar is written at it. */
#ifndef PK_REPORT_CHART_H
#define PK_REPORT_CHART_H

#include "draw/report/story.h"

/* Lengths are CSS pixels; text is Lato, PK_CHART_SIZE. */
enum { PK_CHART_WIDTH = 720, PK_CHART_SIZE = 13, PK_PANEL_WIDTH = 230, PK_PANEL_HEIGHT = 160 };

typedef struct pk_canvas {
  pk_story *story;
  pk_text *out;
  int width, height;
} pk_canvas;

typedef enum { PK_START, PK_MIDDLE, PK_END } pk_anchor;

/* Begins an element <svg> of this size, which a screen reader calls `name`; and ends it. */
pk_canvas pk_canvas_begin(pk_story *story, pk_text *out, int width, int height, const char *name);
void pk_canvas_end(pk_canvas *canvas);

void pk_canvas_line(pk_canvas *canvas, const char *klass, double x1, double y1, double x2,
                    double y2);
typedef struct pk_area {
  double x, y, w, h;
} pk_area;
void pk_canvas_box(pk_canvas *canvas, const char *klass, pk_area box);
void pk_canvas_dot(pk_canvas *canvas, const char *klass, double x, double y, double r);
void pk_canvas_text(pk_canvas *canvas, const char *klass, double x, double y, pk_anchor anchor,
                    const char *text);
/* Text in lines of at most `width`, `most` of them, the first at y; returns how many there are. */
int pk_canvas_lines(pk_canvas *canvas, const char *klass, pk_area box, int most, const char *text);

/* The smallest round number that is not below `most`, and how many parts its axis has (3 … 5). */
double pk_round_top(double most, int *parts);
/* A number on an axis, with as many decimals as its steps of `step` need; in per cent if `share`.
 */
const char *pk_axis_number(pk_story *story, double value, double step, bool share);

/* A row of a chart of intervals or bars. */
typedef struct pk_bar {
  const char *name, *told; /* told: at its right end, "45 % (30–59 %)" */
  double value, low, high; /* NaN: no interval */
  bool strong;             /* in the accent colour */
} pk_bar;

/* Values as marks on bands that are their intervals; 0 … top. */
void pk_chart_intervals(pk_story *story, pk_text *out, const char *name, const pk_bar *bars,
                        int count, bool share);
/* Bars from zero, to the left where they are negative. */
void pk_chart_bars(pk_story *story, pk_text *out, const char *name, const pk_bar *bars, int count,
                   bool share);

/* How far each number moves the outcome, from its low end to its high end; from zero, no change. */
typedef struct pk_swing {
  const char *name, *told;
  double at_low, at_high; /* change of the outcome when the number is at its low, high end */
} pk_swing;
void pk_chart_tornado(pk_story *story, pk_text *out, const char *name, const pk_swing *swings,
                      int count);

/* A curve over the steps of the result. */
typedef struct pk_curve {
  const char *name;
  const double *values; /* [horizon + 1] */
  double low, high;     /* at the horizon; NaN */
  bool strong;
} pk_curve;
/* What was observed at a step: outlined, never drawn as if it were computed. */
typedef struct pk_observed_at {
  const char *name;
  int at;
  double value, low, high;
} pk_observed_at;
typedef struct pk_curves_drawn {
  const char *name;
  int curve_count, seen_count;
  const pk_curve *curves;
  const pk_observed_at *seen;
  bool share;
} pk_curves_drawn;
void pk_chart_curves(pk_story *story, pk_text *out, const pk_curves_drawn *drawn);

/* One of several small charts of the same scale. */
typedef struct pk_panel {
  const char *name, *told; /* told: under its name, "lopussa 12,3" */
  const double *values;    /* value t is values[t * stride] */
  int stride;
  bool strong;
  double top;
  int parts;
} pk_panel;
void pk_chart_panel(pk_story *story, pk_text *out, const pk_panel *panel);

#endif
