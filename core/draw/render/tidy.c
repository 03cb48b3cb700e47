/* What Graphviz writes, made still and readable for machines.
 *
 * Its SVG has one element a line (and text, escaped, never begins a line), so lines are enough:
 * those that carry generator's comments and titles go, the root and the groups get names. */
#include "draw/render/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tidier {
  const pk_scene *scene;
  FILE *out;
  int item, edge; /* the next whose group is expected */
} tidier;

static bool begins(const char *line, const char *end, const char *with) {
  size_t length = strlen(with);
  return (size_t)(end - line) >= length && memcmp(line, with, length) == 0;
}

void render_escape(FILE *out, char c) {
  switch (c) {
  case '&':
    fputs("&amp;", out);
    break;
  case '<':
    fputs("&lt;", out);
    break;
  case '>':
    fputs("&gt;", out);
    break;
  case '"':
    fputs("&quot;", out);
    break;
  default:
    if ((unsigned char)c >= 0x20 && c != 0x7f)
      fputc(c, out);
  }
}

static void escape(FILE *out, const char *text) {
  for (; *text; text++)
    render_escape(out, *text);
}

/* Where the keyboard is: a blue that stands out from white, from black and from every box. */
static const char focus_style[] =
    "<style>svg:root{max-width:100%;height:auto}g[tabindex]:focus{outline:none}"
    "g[tabindex]:focus-visible{outline:3px solid #2b7bd9;outline-offset:2px}</style>\n";

static void write_root(tidier *t, const char *style) {
  fprintf(t->out,
          "<svg width=\"%dpt\" height=\"%dpt\" viewBox=\"0 0 %d %d\" "
          "xmlns=\"http://www.w3.org/2000/svg\" role=\"group\" lang=\"%s\" "
          "aria-labelledby=\"polku-title polku-desc\">\n<title id=\"polku-title\">",
          t->scene->width, t->scene->height, t->scene->width, t->scene->height, t->scene->lang);
  escape(t->out, t->scene->title);
  fputs("</title>\n<desc id=\"polku-desc\">", t->out);
  escape(t->out, t->scene->description);
  fputs("</desc>\n", t->out);
  fputs(focus_style, t->out);
  fputs(style, t->out);
}

/* What a screen reader says for an item: its name, else its visible text. Tab stops at each, in the
 * order of the scene. */
static void write_name(tidier *t, const pk_item *item) {
  fputs(" role=\"group\" tabindex=\"0\" aria-label=\"", t->out);
  if (item->name)
    escape(t->out, item->name);
  for (int i = 0; i < item->line_count && !item->name; i++) {
    if (i)
      fputc(' ', t->out);
    escape(t->out, item->lines[i].text);
  }
  fputc('"', t->out);
}

/* Marks without words say nothing, and what belongs to an arrow is told by the stage that it
 * leaves. */
static bool silent(const pk_item *item) {
  return item->line_count == 0 || item->transition > 0;
}

static void write_item_group(tidier *t) {
  const pk_item *item = &t->scene->items[t->item++];
  fputs("<g", t->out);
  if (item->id)
    fprintf(t->out, " id=\"%s\"", item->id); /* made of letters, digits, '-', '_' and '.' */
  if (item->klass)
    fprintf(t->out, " class=\"%s\"", item->klass);
  if (item->id && !silent(item))
    write_name(t, item);
  else if (silent(item))
    fputs(" aria-hidden=\"true\"", t->out);
  fputs(">\n", t->out);
}

static void write_edge_group(tidier *t) {
  const pk_edge *edge = &t->scene->edges[t->edge++];
  fputs("<g", t->out);
  if (edge->id)
    fprintf(t->out, " id=\"%s\"", edge->id);
  fprintf(t->out, " class=\"%s\" aria-hidden=\"true\">\n", edge->klass ? edge->klass : "move");
}

/* Groups of nodes come in the order in which they were made: the page, then the items. */
static void write_group(tidier *t, const char *line, const char *end) {
  if (begins(line, end, "<g id=\"edge") && t->edge < t->scene->edge_count)
    write_edge_group(t);
  else if (begins(line, end, "<g id=\"graph"))
    fprintf(t->out, "<g transform=\"translate(0 %d)\">\n", t->scene->height);
  else if (begins(line, end, "<g id=\"page\""))
    fputs("<g class=\"page\" aria-hidden=\"true\">\n", t->out);
  else if (t->item < t->scene->item_count)
    write_item_group(t);
  else
    fputs("<g>\n", t->out);
}

/* The line as it is, but for hyphens, which Graphviz writes as &#45;, and a second choice of font
 * for readers without Lato. */
static void write_line(tidier *t, const char *line, const char *end) {
  static const char hyphen[] = "&#45;", font[] = "font-family=\"Lato\"";
  bool text = begins(line, end, "<text");
  const char *plain = line; /* what is still to be written as it is */
  for (const char *s = line; s < end; s++) {
    bool of_hyphen = *s == '&' && begins(s, end, hyphen);
    if (!of_hyphen && !(text && *s == 'f' && begins(s, end, font)))
      continue;
    fwrite(plain, 1, (size_t)(s - plain), t->out);
    fputs(of_hyphen ? "-" : "font-family=\"Lato, sans-serif\"", t->out);
    s += (of_hyphen ? sizeof hyphen : sizeof font) - 2;
    plain = s + 1;
  }
  fwrite(plain, 1, (size_t)(end - plain), t->out);
  fputc('\n', t->out);
}

static bool dropped(const char *line, const char *end) {
  return begins(line, end, "<!") || begins(line, end, "<title>") ||
         begins(line, end, " \"http://www.w3.org/Graphics/SVG") || begins(line, end, " -->") ||
         begins(line, end, " viewBox=") || begins(line, end, "<?xml");
}

char *render_tidy_svg(const pk_scene *scene, const char *style, const char *svg, size_t length,
                      size_t *tidy_length) {
  char *tidy = NULL;
  tidier t = {.scene = scene};
  t.out = open_memstream(&tidy, tidy_length);
  if (!t.out)
    return NULL;
  fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", t.out);
  bool comment = false;
  for (const char *line = svg, *stop = svg + length; line < stop;) {
    const char *end = memchr(line, '\n', (size_t)(stop - line));
    end = end ? end : stop;
    bool opens = begins(line, end, "<!--");
    if (comment || opens)
      comment = !(end - line >= 3 && memcmp(end - 3, "-->", 3) == 0);
    else if (begins(line, end, "<svg "))
      write_root(&t, style);
    else if (begins(line, end, "<g id=\""))
      write_group(&t, line, end);
    else if (!dropped(line, end))
      write_line(&t, line, end);
    line = end + 1;
  }
  return fclose(t.out) == 0 ? tidy : NULL;
}
