/* Charts over time: curves that carry their names at their ends, and small areas of one scale. */
#include "draw/report/chart.h"

#include <math.h>

enum {
  LEFT = 46,
  TOP = 14,
  BOTTOM = 34,
  PLOT_HEIGHT = 240,
  NAMES = 190,
  GAP = 17,
  CURVES_MOST = 8
};

typedef struct frame {
  double left, top, width, height, most;
  int horizon;
} frame;

static double across(const frame *f, double t) {
  return f->left + (f->horizon > 0 ? t / f->horizon : 0) * f->width;
}

static double down(const frame *f, double value) {
  return f->top + f->height * (1 - value / f->most);
}

/* Steps between two marks of the time axis: a round number, at most six of them. */
static int time_step(const polku_result *r, int marks) {
  static const int months[] = {1, 2, 3, 6, 12, 24, 60, 120, 0},
                   others[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 0};
  const int *list = r->step == PK_STEP_MONTH ? months : others;
  while (list[1] && r->horizon / *list > marks)
    list++;
  return *list;
}

static void draw_times(pk_canvas *c, const frame *f, int marks) {
  int step = time_step(c->story->result, marks);
  for (int t = 0; t <= f->horizon; t += step) {
    bool last = t + step > f->horizon;
    pk_canvas_text(c, "soft small", across(f, t), f->top + f->height + 18,
                   last && marks < 5 ? PK_END : PK_MIDDLE,
                   last ? pk_told_steps(c->story, "n-", t) : pk_told_number(c->story, t, 0));
  }
}

static void draw_levels(pk_canvas *c, const frame *f, int parts, bool share) {
  for (int i = 0; i <= parts; i++) {
    double value = f->most * i / parts;
    pk_canvas_line(c, i ? "grid" : "axis", f->left, down(f, value), f->left + f->width,
                   down(f, value));
    pk_canvas_text(c, "soft small", f->left - 6, down(f, value) + 4, PK_END,
                   pk_axis_number(c->story, value, f->most / parts, share));
  }
}

static void add_points(pk_canvas *c, const frame *f, const double *values, int stride) {
  for (int t = 0; t <= f->horizon; t++)
    pk_text_addf(c->out, "%s%.1f %.1f", t ? "L" : "", across(f, t),
                 down(f, isfinite(values[t * stride]) ? values[t * stride] : 0));
}

static void draw_curve(pk_canvas *c, const frame *f, const pk_curve *curve) {
  double end = across(f, f->horizon);
  if (isfinite(curve->low))
    pk_canvas_box(c, curve->strong ? "band on" : "band",
                  (pk_area){end, down(f, curve->high), 10,
                            fmax(down(f, curve->low) - down(f, curve->high), 1)});
  pk_text_addf(c->out, "<path class=\"curve%s\" d=\"M", curve->strong ? " on" : "");
  add_points(c, f, curve->values, 1);
  pk_text_add(c->out, "\"/>\n");
  if (isfinite(curve->low))
    pk_canvas_line(c, curve->strong ? "curve on" : "curve", end, down(f, curve->values[f->horizon]),
                   end + 10, down(f, curve->values[f->horizon]));
}

static void draw_seen(pk_canvas *c, const frame *f, const pk_observed_at *seen) {
  double x = across(f, seen->at), y = down(f, seen->value);
  if (isfinite(seen->low))
    pk_canvas_line(c, "whisker", x, down(f, seen->low), x, down(f, seen->high));
  pk_canvas_dot(c, "seen", x, y, 5);
  pk_canvas_text(c, "bold", x - 10, y - 8, PK_END, seen->name);
}

/* Names stand at the ends of their curves, apart from each other: from the top down, each as near
 * to its end as the one above it allows. */
static void draw_names(pk_canvas *c, const frame *f, const pk_curves_drawn *d) {
  int order[CURVES_MOST], count = d->curve_count < CURVES_MOST ? d->curve_count : CURVES_MOST;
  for (int i = 0; i < count; i++) {
    int at = i;
    for (; at > 0 && d->curves[order[at - 1]].values[f->horizon] < d->curves[i].values[f->horizon];
         at--)
      order[at] = order[at - 1];
    order[at] = i;
  }
  double free = f->top;
  for (int i = 0; i < count; i++) {
    const pk_curve *curve = &d->curves[order[i]];
    double y = fmax(down(f, curve->values[f->horizon]) + 4, free);
    int lines =
        pk_canvas_lines(c, curve->strong ? "bold accent" : "bold",
                        (pk_area){f->left + f->width + 18, y, NAMES - 18, 0}, 3, curve->name);
    free = y + lines * (PK_CHART_SIZE + 3) + 6;
  }
}

void pk_chart_curves(pk_story *story, pk_text *out, const pk_curves_drawn *d) {
  int parts;
  double most = 0;
  frame f = {.left = LEFT, .top = TOP, .height = PLOT_HEIGHT, .horizon = story->result->horizon};
  for (int i = 0; i < d->curve_count; i++) {
    most = fmax(most, isfinite(d->curves[i].high) ? d->curves[i].high : 0);
    for (int t = 0; t <= f.horizon; t++)
      most = fmax(most, isfinite(d->curves[i].values[t]) ? d->curves[i].values[t] : 0);
  }
  for (int i = 0; i < d->seen_count; i++)
    most = fmax(most, fmax(d->seen[i].value, isfinite(d->seen[i].high) ? d->seen[i].high : 0));
  f.most = pk_round_top(most, &parts);
  f.width = PK_CHART_WIDTH - LEFT - NAMES;
  pk_canvas c = pk_canvas_begin(story, out, PK_CHART_WIDTH, TOP + PLOT_HEIGHT + BOTTOM, d->name);
  draw_levels(&c, &f, parts, d->share);
  draw_times(&c, &f, 8);
  for (int i = d->curve_count - 1; i >= 0; i--)
    draw_curve(&c, &f, &d->curves[i]);
  for (int i = 0; i < d->seen_count; i++)
    draw_seen(&c, &f, &d->seen[i]);
  draw_names(&c, &f, d);
  pk_canvas_end(&c);
}

void pk_chart_panel(pk_story *story, pk_text *out, const pk_panel *panel) {
  enum { HEAD = 46, SIDE = 30 };
  frame f = {.left = SIDE,
             .top = HEAD,
             .width = PK_PANEL_WIDTH - SIDE - 8,
             .height = PK_PANEL_HEIGHT - HEAD - 24,
             .most = panel->top,
             .horizon = story->result->horizon};
  pk_text name = PK_TEXT_EMPTY;
  pk_text_addf(&name, "%s: %s", panel->name, panel->told);
  pk_canvas c =
      pk_canvas_begin(story, out, PK_PANEL_WIDTH, PK_PANEL_HEIGHT, pk_map_keep(story->map, &name));
  pk_canvas_lines(&c, panel->strong ? "bold accent" : "bold",
                  (pk_area){0, 13, PK_PANEL_WIDTH - 4, 0}, 1, panel->name);
  pk_canvas_text(&c, "soft small", 0, 30, PK_START, panel->told);
  for (int i = 0; i <= panel->parts; i += panel->parts) {
    double y = down(&f, panel->top * i / panel->parts);
    pk_canvas_line(&c, "grid", f.left, y, f.left + f.width, y);
    pk_canvas_text(&c, "soft small", f.left - 5, y + 4, PK_END,
                   pk_axis_number(story, panel->top * i / panel->parts, panel->top, false));
  }
  const char *on = panel->strong ? " on" : "";
  pk_text_addf(out, "<path class=\"area%s\" d=\"M%.1f %.1fL", on, across(&f, 0), down(&f, 0));
  add_points(&c, &f, panel->values, panel->stride);
  pk_text_addf(out, "L%.1f %.1fZ\"/>\n<path class=\"curve%s\" d=\"M", across(&f, f.horizon),
               down(&f, 0), on);
  add_points(&c, &f, panel->values, panel->stride);
  pk_text_add(out, "\"/>\n");
  pk_canvas_line(&c, "axis", f.left, down(&f, 0), f.left + f.width, down(&f, 0));
  draw_times(&c, &f, 2);
  pk_canvas_end(&c);
}
