/* The ways that people go: the most probable ones to a first job, and those that the model names.
 * Computed exactly and without limits of places, as `polku paths` does. */
#include "draw/report/story.h"

#include "base/words.h"

#include <math.h>

enum { ROUTES = 8 };

/* "Ohjaus → Työkokeilu ● → Avoimet työmarkkinat": a dot where the third sector hosts. */
static const char *stages_of(pk_story *s, const pk_path_facts *w, const pk_path_fact *way) {
  pk_text text = PK_TEXT_EMPTY;
  for (int i = 0; i < way->length; i++) {
    pk_text_add(&text, i ? " → " : "");
    pk_text_add(&text, s->map->stages[way->stages[i]].name);
    pk_text_add(&text, pk_path_facts_third(w, way->stages[i]) > 0 ? " ●" : "");
  }
  return pk_map_keep(s->map, &text);
}

static int stops(const pk_path_facts *w, const pk_path_fact *way) {
  int count = 0;
  for (int i = 0; i < way->length; i++)
    count += pk_path_facts_third(w, way->stages[i]) > 0;
  return count;
}

static void columns(pk_story *s, const char *first) {
  static const pk_column heads[] = {{"probability", "page.share"},
                                    {"months", "page.months"},
                                    {"third_sector_stops", "page.stops"}};
  polku_tables *t = s->tables;
  pk_table_column(t, "path", first);
  PK_TABLE_COLUMNS(t, heads);
}

static void numbers(pk_story *s, const pk_path_facts *w, const pk_path_fact *way) {
  pk_table_share(s->tables, way->chance);
  pk_table_number(s->tables, way->months, 1);
  pk_table_number(s->tables, stops(w, way), 0);
}

static void tell_routes(pk_story *s, const pk_path_facts *w) {
  double listed = 0;
  if (w->route_count == 0) {
    PK_TELL(s, NULL, "page.paths.none", NULL);
    return;
  }
  pk_tell_table_begin(s, "paths", "page.paths.routes", "page.paths.star");
  columns(s, "page.path");
  for (int i = 0; i < w->route_count; i++) {
    pk_table_text(s->tables, stages_of(s, w, &w->route[i]));
    numbers(s, w, &w->route[i]);
    listed += w->route[i].chance;
  }
  pk_tell_table_end(s);
  double others = w->routes.employed - listed;
  PK_TELL(s, NULL, "paths.rest", "others", pk_told_percent(s, others > 1e-9 ? others : 0), "none",
          pk_told_percent(s, 1 - w->routes.employed), NULL);
}

static void tell_named(pk_story *s, const pk_path_facts *w) {
  if (w->named_count == 0)
    return;
  pk_tell_table_begin(s, "named_paths", "page.paths.named", "page.paths.named.note");
  columns(s, "page.path");
  for (int i = 0; i < w->named_count; i++) {
    const pk_path_fact *way = &w->named[i];
    pk_text text = PK_TEXT_EMPTY;
    pk_text_addf(&text, "%s: %s", pk_map_name(s->map, way->name, way->id), stages_of(s, w, way));
    pk_table_named(s->tables, way->id, pk_map_keep(s->map, &text));
    numbers(s, w, way);
  }
  pk_tell_table_end(s);
}

/* Those whom the options withdraw, by the model's index; NULL: nobody, or memory ran out. */
static const bool *withdrawn(pk_story *s) {
  const polku_result *r = s->result;
  bool *gone = PK_NEW_ARRAY(s->map->arena, bool, (size_t)s->model->actor_count), any = false;
  s->failed = s->failed || !gone;
  for (int i = 0; gone && r->withdrawn && i < r->actor_count; i++) {
    int actor = r->withdrawn[i] ? pk_model_find_actor(s->model, r->actors[i].id) : -1;
    if (actor >= 0)
      gone[actor] = any = true;
  }
  return any ? gone : NULL;
}

/* A chain that is too large for this is no mistake: clients could be simulated one by one. */
static void tell_none(pk_story *s, const polku_report *own) {
  if (polku_report_failed(own))
    s->failed = true;
  else
    PK_TELL(s, NULL, "page.paths.large", NULL);
}

void pk_page_paths(pk_story *s) {
  pk_path_facts ways;
  pk_path_wish wish = {.count = ROUTES, .group = -1, .withdrawn = withdrawn(s)};
  polku_report *own = polku_report_new();
  if (!own) {
    s->failed = true;
    return;
  }
  pk_tell_section(s, "paths", "page.paths");
  PK_TELL(s, NULL, pk_result_random(s->result) ? "page.paths.lead.random" : "page.paths.lead",
          "within", pk_told_steps(s, "in-", s->result->horizon), NULL);
  if (pk_path_facts_new(&ways, s->model, s->rules, &wish, own)) {
    tell_routes(s, &ways);
    tell_named(s, &ways);
  } else {
    tell_none(s, own);
  }
  pk_path_facts_free(&ways);
  polku_report_free(own);
}
