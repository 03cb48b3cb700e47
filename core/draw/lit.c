/* Which path is lit, and what is said of it. How the rest is muted is in muted.c. */
#include "draw/lit.h"

#include "base/words.h"
#include "study/path_facts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RANK_MOST = 1000 };

typedef struct finding {
  pk_map *map;
  polku_report *report;
  pk_path_facts ways;
  const pk_path_fact *way;
  int rank; /* 0: a named path */
} finding;

/* ---------------------------------------------------------------------------------- which one */

static const pk_path *named_path(const pk_model *model, const char *id) {
  for (int i = 0; id && i < model->path_count; i++)
    if (strcmp(model->paths[i].id, id) == 0)
      return &model->paths[i];
  return NULL;
}

/* "1", "2", …; 0 for anything else. */
static int rank_of(const char *text) {
  if (!text)
    return 1;
  size_t digits = strspn(text, "0123456789");
  long rank = digits > 0 && digits < 6 && !text[digits] ? strtol(text, NULL, 10) : 0;
  return rank <= RANK_MOST ? (int)rank : 0;
}

static bool unknown(finding *f, const char *id) {
  const pk_model *m = f->map->model;
  pk_text list = PK_TEXT_EMPTY;
  const char **ids = PK_NEW_ARRAY(f->map->arena, const char *, (size_t)m->path_count);
  for (int i = 0; ids && i < m->path_count; i++) {
    ids[i] = m->paths[i].id;
    pk_text_add(&list, i ? ", " : "");
    pk_text_add(&list, ids[i]);
  }
  if (!ids || list.failed)
    pk_report_memory(f->report);
  else
    pk_report_add(f->report, NULL, "E-PATH-UNKNOWN", "id", id, "list",
                  list.data ? list.data : "\xe2\x80\x93", "suggestion",
                  pk_nearest(id, ids, (size_t)m->path_count), NULL);
  pk_text_free(&list);
  return false;
}

static const char *within(pk_map *map) {
  static const char *const keys[] = {"result.in-month", "result.in-week", "result.in-day"};
  return pk_map_fill(map, keys[map->model->step], "n", pk_map_count(map, map->model->horizon),
                     NULL);
}

static bool no_such_rank(finding *f) {
  char rank[16], count[16];
  snprintf(rank, sizeof rank, "%d", f->rank);
  snprintf(count, sizeof count, "%d", f->ways.route_count);
  if (f->ways.route_count == 0)
    pk_report_add(f->report, NULL, "E-PATH-NONE", "within", within(f->map), NULL);
  else
    pk_report_add(f->report, NULL, "E-PATH-RANK", "rank", rank, "count", count, NULL);
  return false;
}

static bool find_way(finding *f) {
  const char *asked = f->map->options->path;
  const pk_path *path = named_path(f->map->model, asked);
  f->rank = path ? 0 : rank_of(asked);
  if (!path && f->rank == 0)
    return unknown(f, asked);
  pk_path_wish wish = {.count = f->rank,
                       .group = f->map->filter.group,
                       .only = path ? path->id : NULL,
                       .withdrawn = f->map->withdrawn};
  if (!pk_path_facts_new(&f->ways, f->map->model, f->map->rules, &wish, f->report))
    return false;
  if (f->ways.route_count < f->rank)
    return no_such_rank(f);
  f->way = f->rank > 0 ? &f->ways.route[f->rank - 1] : &f->ways.named[0];
  return true;
}

/* --------------------------------------------------------------------------------- what is lit */

static bool follows(const pk_path_fact *way, int from, int to) {
  for (int i = 0; i + 1 < way->length; i++)
    if (way->stages[i] == from && way->stages[i + 1] == to)
      return true;
  return false;
}

static void light(pk_map *map, const pk_path_fact *way) {
  for (int i = way->length; i-- > 0;) {
    pk_stage_text *stage = &map->stages[way->stages[i]];
    char step[16];
    snprintf(step, sizeof step, "%d", i + 1);
    stage->step = i + 1;
    stage->on_path = pk_map_fill(map, "lit.step", "step", step, NULL);
  }
  for (int i = 0; i < map->arrow_count; i++)
    map->arrows[i].lit = follows(way, map->arrows[i].from, map->arrows[i].to);
}

/* --------------------------------------------------------------------------- what is said of it */

static void say_name(finding *f) {
  pk_map *map = f->map;
  char rank[16];
  snprintf(rank, sizeof rank, "%d", f->rank);
  const char *text = f->rank == 0   ? pk_map_fill(map, "lit.named", "name",
                                                  pk_map_name(map, f->way->name, f->way->id), NULL)
                     : f->rank == 1 ? pk_word(map->lang, "lit.first")
                                    : pk_map_fill(map, "lit.rank", "rank", rank, NULL);
  pk_map_headline(map, &(pk_headline){text, PK_SAID_LARGE});
}

/* "3 Työkokeilu yhdistyksessä → 4 Palkkatuki yhdistyksessä" */
static void say_stages(finding *f) {
  pk_text text = PK_TEXT_EMPTY;
  for (int i = 0; i < f->way->length; i++) {
    int stage = f->way->stages[i];
    pk_text_addf(&text, "%s%d ", i ? " \xe2\x86\x92 " : "", stage + 1);
    pk_text_add(&text, f->map->stages[stage].name);
  }
  pk_map_headline(f->map, &(pk_headline){pk_map_keep(f->map, &text), PK_SAID_STRONGLY});
}

/* Small shares with one decimal, tiny ones with two. */
static const char *share_text(pk_map *map, double share) {
  pk_text text = PK_TEXT_EMPTY;
  int decimals = share >= 0.0945 ? 0 : share >= 0.00095 ? 1 : 2;
  pk_text_add(&text, share < 0.00005 ? "< " : "");
  pk_percent_add(&text, map->lang, share < 0.00005 ? 0.0001 : share, decimals);
  return pk_map_keep(map, &text);
}

static const char *chance_text(pk_map *map, const pk_path_fact *way, bool limits) {
  if (!isfinite(way->chance))
    return pk_word(map->lang, "lit.no-clients");
  if (way->chance <= 0)
    return pk_map_fill(map, "lit.nobody", "within", within(map), NULL);
  pk_text months = PK_TEXT_EMPTY;
  pk_number_add(&months, map->lang, way->months, 1);
  const char *goes = pk_map_fill(map, "lit.goes", "share", share_text(map, way->chance), "within",
                                 within(map), "months", pk_map_keep(map, &months), NULL);
  if (!limits)
    return goes;
  pk_text both = PK_TEXT_EMPTY;
  pk_text_addf(&both, "%s %s", goes, pk_word(map->lang, "lit.no-limits"));
  return pk_map_keep(map, &both);
}

/* Whether the third sector stands at a stage in any role. */
static bool third_at(const pk_map *map, int stage) {
  for (int i = 0; i < map->chip_count; i++) {
    const pk_chip *c = &map->chips[i];
    if (!c->gap && c->row <= PK_MAP_OTHER && c->first <= stage && c->last >= stage)
      return true;
  }
  return false;
}

/* "4 (Kyläyhdistykset, Neuvokas)" for a stage whose clients are with third-sector hosts. */
static void add_hosts(finding *f, pk_text *text, int stage) {
  const pk_map *map = f->map;
  if (pk_path_facts_third(&f->ways, stage) <= 0)
    return;
  pk_text_addf(text, "%s%d (", text->length ? ", " : "", stage + 1);
  bool first = true;
  for (int a = 0; a < map->model->actor_count; a++) {
    const pk_actor *actor = &map->model->actors[a];
    if (actor->sector != PK_THIRD || !pk_hosts_ever(&f->ways.making, stage, a))
      continue;
    pk_text_add(text, first ? "" : ", ");
    pk_text_add(text, pk_map_name(f->map, &actor->name, actor->id));
    first = false;
  }
  pk_text_add(text, ")");
}

static void say_third(finding *f) {
  pk_map *map = f->map;
  const pk_path_fact *way = f->way;
  int present = 0;
  pk_text hosts = PK_TEXT_EMPTY;
  for (int i = 0; i < way->length; i++) {
    present += third_at(map, way->stages[i]);
    add_hosts(f, &hosts, way->stages[i]);
  }
  const char *who = pk_map_keep(map, &hosts);
  char count[16], all[16];
  snprintf(count, sizeof count, "%d", present);
  snprintf(all, sizeof all, "%d", way->length);
  const char *key = *who ? "lit.third.hosts" : present > 0 ? "lit.third" : "lit.third.none";
  const char *text = pk_map_fill(map, key, "count", count, "all", all, "who", who, NULL);
  pk_map_headline(map, &(pk_headline){text, PK_SAID});
}

static void say(finding *f) {
  say_name(f);
  say_stages(f);
  pk_map_headline(f->map, &(pk_headline){chance_text(f->map, f->way, f->ways.limits), PK_SAID});
  say_third(f);
  f->map->legend_key = f->rank > 0 ? "lit.legend.route" : "lit.legend.named";
}

bool pk_lit_find(pk_map *map, polku_report *report) {
  finding f = {.map = map, .report = report};
  bool found = find_way(&f);
  if (found) {
    light(map, f.way);
    say(&f);
  }
  pk_path_facts_free(&f.ways);
  return found;
}
