/* The twin as a page of HTML: one file that opens anywhere, without a script and without asking the
 * network for anything.
 *
 * The heading and what is known of the path; the table of stages and roles; open questions; with a
 * result what was computed; then moves and every number with what it rests on; and how to read it
 * all. */
#include "draw/twin_html.h"

#include "base/words.h"
#include "draw/compare.h"

#include <string.h>

void pk_html_raw(pk_html *html, const char *markup) {
  pk_text_add(html->out, markup);
}

void pk_html_text(pk_html *html, const char *text) {
  for (; *text; text++)
    switch (*text) {
    case '&':
      pk_text_add(html->out, "&amp;");
      break;
    case '<':
      pk_text_add(html->out, "&lt;");
      break;
    case '>':
      pk_text_add(html->out, "&gt;");
      break;
    case '"':
      pk_text_add(html->out, "&quot;");
      break;
    default:
      pk_text_add_char(html->out, *text);
    }
}

void pk_html_word(pk_html *html, const char *key) {
  pk_html_text(html, pk_word(html->map->lang, key));
}

void pk_html_in(pk_html *html, const char *tag, const char *text) {
  pk_text_addf(html->out, "<%s>", tag);
  pk_html_text(html, text);
  pk_text_addf(html->out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

void pk_html_word_in(pk_html *html, const char *tag, const char *key) {
  pk_html_in(html, tag, pk_word(html->map->lang, key));
}

void pk_html_begin(pk_html *html, const char *id, const char *key) {
  pk_text_addf(html->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
  pk_html_word(html, key);
  pk_html_raw(html, "</h2>\n");
}

void pk_html_end(pk_html *html) {
  pk_html_raw(html, "</section>\n");
}

void pk_html_table(pk_html *html, const char *key, const char *const *heads) {
  pk_html_raw(html, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
  pk_html_word(html, key);
  pk_html_raw(html, "\">\n<table class=\"list\">\n<caption>");
  pk_html_word_in(html, "span", key);
  pk_html_raw(html, "</caption>\n<thead><tr>");
  for (; *heads; heads++)
    pk_html_word_in(html, "th scope=\"col\"", *heads);
  pk_html_raw(html, "</tr></thead>\n<tbody>\n");
}

void pk_html_table_end(pk_html *html) {
  pk_html_raw(html, "</tbody>\n</table>\n</div>\n");
}

/* ------------------------------------------------------------------------------- sources */

static void cite(pk_html *html, int source) {
  if (source < 0 || !html->cited)
    return;
  if (html->cited[source] == 0)
    html->cited[source] = ++html->cited_count;
  int n = html->cited[source];
  pk_text_addf(html->out, " <a href=\"#source-%d\">[%d]</a>", n, n);
}

void pk_html_grounds(pk_html *html, const pk_number *const *numbers, int count) {
  for (int i = 0; i < count; i++) {
    const pk_number *n = numbers[i];
    if (n->note) {
      pk_html_raw(html, i ? " " : "");
      pk_html_text(html, pk_twin_clean(html->map, n->note));
    }
    if (i == 0 || n->source != numbers[i - 1]->source)
      cite(html, n->source);
  }
}

static void source(pk_html *html, const pk_source *s, int number) {
  pk_map *map = html->map;
  pk_text_addf(html->out, "<li id=\"source-%d\">", number);
  pk_html_in(html, "cite", pk_map_name(map, &s->title, s->id));
  const char *publisher = pk_map_name(map, &s->publisher, "");
  if (*publisher) {
    pk_html_raw(html, ". ");
    pk_html_text(html, publisher);
  }
  if (s->year)
    pk_text_addf(html->out, " %d", s->year);
  pk_html_raw(html, "</li>\n");
}

void pk_html_sources(pk_html *html) {
  if (html->cited_count == 0)
    return;
  pk_html_begin(html, "sources", "twin.sources");
  pk_html_raw(html, "<ol class=\"sources\">\n");
  for (int n = 1; n <= html->cited_count; n++)
    for (int i = 0; i < html->map->model->source_count; i++)
      if (html->cited[i] == n)
        source(html, &html->map->model->sources[i], n);
  pk_html_raw(html, "</ol>\n");
  pk_html_end(html);
}

/* ------------------------------------------------------------------------------ the whole */

static const char *theme(const pk_map *map) {
  return map->options->theme == POLKU_THEME_DARK   ? " class=\"dark\""
         : map->options->theme == POLKU_THEME_GREY ? " class=\"grey\""
                                                   : "";
}

static void head(pk_html *html) {
  pk_text_addf(html->out, "<!DOCTYPE html>\n<html lang=\"%s\"%s>\n", pk_lang_ids[html->map->lang],
               theme(html->map));
  pk_html_raw(html, "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                    "content=\"width=device-width, initial-scale=1\">\n");
  pk_html_in(html, "title", html->map->title);
  pk_html_raw(html, "\n");
  pk_html_style(html);
  pk_html_raw(html, "</head>\n<body>\n");
}

static void facts(pk_html *html) {
  static const char *const tags[] = {"p", "p class=\"strong\"", "p class=\"headline\""};
  const pk_map *map = html->map;
  pk_html_raw(html, "<header>\n");
  pk_html_in(html, "h1", map->title);
  if (*map->about)
    pk_html_in(html, "p class=\"about\"", map->about);
  for (int i = 0; i < map->headline_count; i++)
    pk_html_in(html, tags[map->headlines[i].weight], map->headlines[i].text);
  if (map->path_line_count > 0) {
    pk_html_raw(html, "\n<ul class=\"facts\">");
    for (int i = 0; i < map->path_line_count; i++)
      pk_html_in(html, "li", map->path_lines[i]);
    pk_html_raw(html, "</ul>");
  }
  pk_html_raw(html, "\n</header>\n<main>\n");
}

static void foot_of(pk_html *html, const pk_model *model) {
  pk_html_text(html, model->id ? model->id : "");
  if (model->scenario) {
    pk_html_raw(html, " # ");
    pk_html_text(html, model->scenario);
  }
}

static void foot(pk_html *html) {
  const pk_compare *compare = html->map->compare;
  pk_html_raw(html, "</main>\n<footer>polku ");
  pk_html_text(html, polku_version());
  pk_html_raw(html, " · ");
  foot_of(html, html->map->model);
  if (compare) {
    pk_html_raw(html, " → ");
    foot_of(html, compare->b->model);
  }
  pk_html_raw(html, "</footer>\n</body>\n</html>\n");
}

static void one_model(pk_html *html) {
  pk_html_cells(html);
  pk_html_gaps(html);
  pk_html_results(html);
  pk_html_moves(html);
  pk_html_numbers(html);
  pk_html_legend(html);
  pk_html_sources(html);
}

static void comparison(pk_html *html) {
  pk_html_compare_outcomes(html);
  pk_html_cells(html);
  pk_html_compare_moves(html);
  pk_html_compare_legend(html);
}

void pk_twin_html(pk_map *map, pk_text *out) {
  pk_html html = {.map = map, .out = out};
  html.cited = PK_NEW_ARRAY(map->arena, int, (size_t)map->model->source_count);
  if (!html.cited) {
    map->failed = true;
    return;
  }
  head(&html);
  facts(&html);
  (map->compare ? comparison : one_model)(&html);
  foot(&html);
}
