/* What is said of both models: titles, the headline, what differs where nothing is seen. */
#include "draw/compare.h"

#include "base/words.h"

#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------------------- what differs */

static bool under(const char *field, const char *below) {
  size_t length = strlen(below);
  return strncmp(field, below, length) == 0 && (!field[length] || field[length] == '/');
}

/* The first change from `from` on; NULL: there is none. */
static const pk_model_change *next_change(const pk_compare *c, const pk_model_change *from,
                                          const char *section, const char *id, const char *below) {
  for (const pk_model_change *at = from; at < c->changes->at + c->changes->count; at++) {
    if (at->form == PK_PART_MOVED || at->weight <= POLKU_CHANGE_INFO ||
        strcmp(at->section, section) != 0 || strcmp(at->id, id) != 0)
      continue;
    if (below ? under(at->field, below) : !under(at->field, "actors"))
      return at;
  }
  return NULL;
}

bool pk_compare_differs(const pk_compare *c, const char *section, const char *id,
                        const char *below) {
  return next_change(c, c->changes->at, section, id, below) != NULL;
}

const char *pk_compare_else(pk_map *map, const char *section, const char *id, const char *below) {
  enum { LONG = 60 };
  const pk_compare *c = map->compare;
  const pk_model_change *first = next_change(c, c->changes->at, section, id, below);
  pk_text text = PK_TEXT_EMPTY;
  if (first && *first->field)
    pk_model_change_add(c->changes, first, map->lang, &text);
  bool more = first && next_change(c, first + 1, section, id, below);
  pk_text_add(&text, more ? ", \u2026" : "");
  const char *all = pk_map_keep(map, &text);
  return *all && pk_utf8_columns(all) <= LONG ? pk_map_name(map, &(pk_name){{NULL}}, all)
                                              : pk_word(map->lang, "compare.else");
}

bool pk_compare_moved(const pk_compare *c, const char *section, const char *id) {
  for (int i = 0; i < c->changes->count; i++) {
    const pk_model_change *at = &c->changes->at[i];
    if (at->form == PK_PART_MOVED && strcmp(at->section, section) == 0 && strcmp(at->id, id) == 0)
      return true;
  }
  return false;
}

/* ------------------------------------------------------------------------------------ words */

/* Where the words of both begin to differ: behind the space before them. */
static size_t common(const char *a, const char *b) {
  size_t same = 0;
  for (size_t i = 0; a[i] && a[i] == b[i]; i++)
    if (a[i] == ' ')
      same = i + 1;
  return same;
}

/* Where the words with which both end begin: at the space before them; the whole length where the
 * last differ. A no-break space parts words too: "~3 paikkaa". */
static void common_end(const char *a, const char *b, size_t from, size_t *a_end, size_t *b_end) {
  size_t i = strlen(a), k = strlen(b);
  *a_end = i;
  *b_end = k;
  while (i > from && k > from && a[i - 1] == b[k - 1]) {
    i--;
    k--;
    bool space = a[i] == ' ', fixed = a[i] == '\xc2' && a[i + 1] == '\xa0';
    if (space || fixed) {
      *a_end = i;
      *b_end = k;
    }
  }
}

const char *pk_compare_join(pk_map *map, const char *before, const char *after) {
  if (strcmp(before, after) == 0)
    return after;
  size_t from = common(before, after), a_end, b_end;
  common_end(before, after, from, &a_end, &b_end);
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add_bytes(&text, before, from);
  if (a_end > from)
    pk_text_add_bytes(&text, before + from, a_end - from);
  else
    pk_text_add(&text, "\u2013"); /* nothing became something */
  pk_text_add(&text, " \u2192 ");
  if (b_end > from)
    pk_text_add_bytes(&text, after + from, b_end - from);
  else
    pk_text_add(&text, "\u2013");
  pk_text_add(&text, after + b_end);
  return pk_map_keep(map, &text);
}

/* ----------------------------------------------------------------------------------- titles */

static const char *region_name(pk_map *map, const pk_map *one) {
  const pk_name *name = pk_rules_region(one->rules);
  const char *id = one->model->region;
  return name ? pk_map_name(map, name, id ? id : "")
         : id ? id
              : pk_word(map->lang, "compare.no-region");
}

/* What a model is called where both have one title: its scenario, its region, its file. */
static const char *variant(pk_map *map, const pk_map *one, const pk_map *other, const char *name) {
  const pk_model *model = one->model, *beside = other->model;
  const char *scenario = model->scenario ? model->scenario : "";
  const char *region = model->region ? model->region : "";
  if (strcmp(region, beside->region ? beside->region : "") != 0)
    return region_name(map, one);
  for (int i = 0; *scenario && i < model->scenario_count; i++)
    if (strcmp(model->scenarios[i].id, scenario) == 0)
      return pk_map_name(map, &model->scenarios[i].name, scenario);
  if (strcmp(scenario, beside->scenario ? beside->scenario : "") != 0)
    return pk_word(map->lang, "compare.as-is");
  return name ? pk_map_name(map, &(pk_name){{NULL}}, name) : model->file ? model->file : "";
}

static const char *arrow_between(pk_map *map, const char *a, const char *b) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, a);
  pk_text_add(&text, " \u2192 ");
  pk_text_add(&text, b);
  return pk_map_keep(map, &text);
}

/* "Malli nykyisellään → Kolme paikkaa lisää", under it the title that both have; of models with
 * titles of their own "A → B", with their scenarios. */
static void title(pk_map *map, pk_compare *c) {
  const polku_draw_options *options = map->options;
  if (strcmp(c->a->title, c->b->title) == 0) {
    const char *name = options->comparison ? options->comparison->names[0] : NULL;
    c->name_a = variant(map, c->a, c->b, name);
    c->name_b = variant(map, c->b, c->a, options->other->name);
    map->title = arrow_between(map, c->name_a, c->name_b);
    pk_text about = PK_TEXT_EMPTY;
    pk_text_add(&about, c->a->title);
    pk_text_add(&about, " \u00b7 ");
    pk_text_add(&about, map->about);
    map->about = pk_map_keep(map, &about);
    return;
  }
  const pk_map *const maps[] = {c->a, c->b};
  const char *titles[2];
  for (int i = 0; i < 2; i++) {
    pk_text text = PK_TEXT_EMPTY;
    pk_text_add(&text, maps[i]->title);
    pk_text_add(&text, *maps[i]->scenario ? " \u00b7 " : "");
    pk_text_add(&text, maps[i]->scenario);
    titles[i] = pk_map_keep(map, &text);
  }
  c->name_a = titles[0];
  c->name_b = titles[1];
  map->title = arrow_between(map, c->name_a, c->name_b);
}

/* ------------------------------------------------------------------------------- headlines */

bool pk_compare_draws(const char *section) {
  static const char *const sections[] = {"stages", "transitions", "actors", "supports", "gaps"};
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
    if (strcmp(section, sections[i]) == 0)
      return true;
  return false;
}

/* Changes of parts that no picture shows, by part. */
static int unseen(const pk_compare *c) {
  int count = 0;
  for (int i = 0; i < c->changes->count; i++) {
    const pk_model_change *at = &c->changes->at[i], *before = i ? at - 1 : NULL;
    bool same =
        before && strcmp(before->section, at->section) == 0 && strcmp(before->id, at->id) == 0;
    bool told = !*at->section && strcmp(at->field, "region") == 0;
    count += !pk_compare_draws(at->section) && !same && !told && at->weight > POLKU_CHANGE_INFO;
  }
  return count;
}

static const char *number(pk_map *map, int value) {
  return pk_map_number(map, value, 0);
}

/* "Kuvassa: + 2 lisätty, − 1 poistettu, Δ 5 muuttunut, 31 ennallaan." */
static const char *summary(pk_map *map) {
  const pk_compare *c = map->compare;
  if (c->of[PK_DIFF_ADDED] + c->of[PK_DIFF_REMOVED] + c->of[PK_DIFF_CHANGED] + c->answered == 0)
    return pk_word(map->lang, "compare.same");
  return pk_map_fill(map, "compare.summary", "added", number(map, c->of[PK_DIFF_ADDED]), "removed",
                     number(map, c->of[PK_DIFF_REMOVED]), "changed",
                     number(map, c->of[PK_DIFF_CHANGED]), "same", number(map, c->of[PK_DIFF_SAME]),
                     NULL);
}

static void say(pk_map *map, const char *text, int weight) {
  pk_headline line = {.text = text};
  line.weight = weight == 0 ? PK_SAID : weight == 1 ? PK_SAID_STRONGLY : PK_SAID_LARGE;
  pk_map_headline(map, &line);
}

static bool says(const pk_map *map, const char *line) {
  for (int i = 0; i < map->path_line_count; i++)
    if (strcmp(map->path_lines[i], line) == 0)
      return true;
  return false;
}

/* Lines of one that the other does not say, behind a sign; without a sign what both say. */
static void lines_of(pk_map *map, const pk_map *one, const pk_map *other, const char *sign) {
  for (int i = 0; i < one->path_line_count; i++) {
    bool both = says(other, one->path_lines[i]);
    pk_text text = PK_TEXT_EMPTY;
    pk_text_add(&text, both ? "" : sign);
    pk_text_add(&text, one->path_lines[i]);
    const char *line = pk_map_keep(map, &text);
    if (!both || one == map->compare->a)
      pk_map_line(map, line);
  }
}

/* What is said beside the path: who enters, what was observed. */
static void path_lines(pk_map *map) {
  const pk_map *a = map->compare->a, *b = map->compare->b;
  if (a->path_line_count == b->path_line_count) {
    for (int i = 0; i < a->path_line_count; i++)
      pk_map_line(map, pk_compare_join(map, a->path_lines[i], b->path_lines[i]));
    return;
  }
  lines_of(map, a, b, "\u2212\u00a0");
  lines_of(map, b, a, "+\u00a0");
}

/* Under whose rules, where they are others. */
static const char *rules(pk_map *map) {
  const pk_compare *c = map->compare;
  const char *a = c->a->model->region, *b = c->b->model->region;
  if (strcmp(a ? a : "", b ? b : "") == 0)
    return "";
  const pk_behaviours *found =
      c->outcomes && c->outcomes->case_count > 1 ? c->outcomes->beside[1].behaviours : NULL;
  return pk_map_fill(map, found ? "compare.rules.count" : "compare.rules", "before",
                     region_name(map, c->a), "after", region_name(map, c->b), "count",
                     number(map, found ? pk_behaviours_count(found) : 0), "met",
                     number(map, found ? pk_behaviours_met(found) : 0), NULL);
}

void pk_compare_heads(pk_map *map, pk_compare *c) {
  int more = unseen(c);
  map->about = pk_word(map->lang, "compare.about");
  title(map, c);
  say(map, pk_compare_headline(map), 2);
  say(map, pk_compare_chance(map), 1);
  if (c->nothing_shared)
    say(map, pk_word(map->lang, "compare.nothing"), 1);
  const char *limits = pk_filter_words(c->a), *others = pk_filter_words(c->b);
  say(map, limits, 1);
  if (strcmp(limits, others) != 0) /* it names what only the second has */
    say(map, others, 1);
  say(map, rules(map), 1);
  say(map, summary(map), 1);
  if (more > 0)
    say(map,
        pk_map_fill(map, more == 1 ? "compare.unseen.one" : "compare.unseen", "count",
                    number(map, more), NULL),
        0);
  path_lines(map);
}
