/* What all charts are drawn with: lines, boxes, words, and the round numbers of axes. */
#include "draw/report/chart.h"

#include "base/words.h"
#include "draw/wrap.h"

#include <math.h>
#include <string.h>

const char *const pk_chart_style =
    ".c text{font-family:Lato,sans-serif;font-size:13px;fill:#1a1a1a}"
    ".c .soft{fill:#4a4a4a}.c .small{font-size:12px}.c .bold{font-weight:bold}"
    ".c .accent{fill:#005a5b}.c line,.c path{fill:none;stroke:#3b4a6b}"
    ".c .grid{stroke:#dfe3ea}.c .axis{stroke:#6c7389}"
    ".c .band{fill:#d3d9e4}.c .band.on{fill:#b3d5d1}"
    ".c .bar{fill:#8b95ab}.c .bar.on{fill:#005a5b}"
    ".c .area{fill:#d3d9e4;stroke:none}.c .area.on{fill:#b3d5d1}"
    ".c .curve{stroke-width:2;stroke:#3b4a6b}.c .curve.on{stroke:#005a5b;stroke-width:2.5}"
    ".c .mark{fill:#16233f}.c .mark.on{fill:#005a5b}"
    ".c .seen{fill:#fff;stroke:#16233f;stroke-width:1.5}.c "
    ".whisker{stroke:#16233f;stroke-width:1.5}";

pk_canvas pk_canvas_begin(pk_story *story, pk_text *out, int width, int height, const char *name) {
  pk_text_addf(out,
               "<svg class=\"c\" xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
               "viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
               width, height, width, height);
  pk_escape(out, name);
  pk_text_add(out, "\">\n");
  return (pk_canvas){story, out, width, height};
}

void pk_canvas_end(pk_canvas *canvas) {
  pk_text_add(canvas->out, "</svg>\n");
}

void pk_canvas_line(pk_canvas *c, const char *klass, double x1, double y1, double x2, double y2) {
  pk_text_addf(c->out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
               klass, x1, y1, x2, y2);
}

void pk_canvas_box(pk_canvas *c, const char *klass, pk_area box) {
  pk_text_addf(c->out,
               "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n", klass,
               box.x, box.y, box.w, box.h);
}

void pk_canvas_dot(pk_canvas *c, const char *klass, double x, double y, double r) {
  pk_text_addf(c->out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"/>\n", klass, x, y,
               r);
}

void pk_canvas_text(pk_canvas *c, const char *klass, double x, double y, pk_anchor anchor,
                    const char *text) {
  static const char *const anchors[] = {"start", "middle", "end"};
  pk_text_addf(c->out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", klass, x, y,
               anchors[anchor]);
  pk_escape(c->out, text);
  pk_text_add(c->out, "</text>\n");
}

int pk_canvas_lines(pk_canvas *c, const char *klass, pk_area box, int most, const char *text) {
  pk_wrapped lines;
  if (!pk_wrap(c->story->map->arena, text, PK_CHART_SIZE, strstr(klass, "bold") != NULL, box.w,
               most, &lines)) {
    c->story->failed = true;
    return 0;
  }
  for (int i = 0; i < lines.count; i++)
    pk_canvas_text(c, klass, box.x, box.y + i * (PK_CHART_SIZE + 3), PK_START, lines.line[i]);
  return lines.count;
}

double pk_round_top(double most, int *parts) {
  static const struct {
    double top;
    int parts;
  } round[] = {{1, 4}, {1.5, 3}, {2, 4}, {2.5, 5}, {3, 3}, {4, 4}, {5, 5}, {6, 3}, {8, 4}, {10, 5}};
  *parts = 4;
  if (!(most > 0) || !isfinite(most))
    return 1;
  double unit = pow(10, floor(log10(most)));
  for (size_t i = 0; i < sizeof round / sizeof round[0]; i++)
    if (round[i].top * unit >= most * (1 - 1e-9)) {
      *parts = round[i].parts;
      return round[i].top * unit;
    }
  return 10 * unit;
}

const char *pk_axis_number(pk_story *story, double value, double step, bool share) {
  pk_text text = PK_TEXT_EMPTY;
  double shown = share ? step * 100 : step;
  int decimals = 0;
  for (double scale = 1; decimals < 6 && fabs(shown * scale - round(shown * scale)) > 1e-6;
       scale *= 10)
    decimals++;
  if (share)
    pk_percent_add(&text, story->lang, value, decimals);
  else
    pk_number_add(&text, story->lang, value, decimals);
  return pk_map_keep(story->map, &text);
}
