/* The texts of the map: title, labels of the path, names of stages and what is known of them. */
#include "draw/map.h"

#include "base/words.h"
#include "chain/duration.h"
#include "chain/presence.h"
#include "draw/lato.h"
#include "draw/lit.h"
#include "draw/wrap.h"
#include "study/result.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *pk_map_keep(pk_map *map, pk_text *text) {
  char *copy = text->failed ? NULL : pk_strdup(map->arena, text->data ? text->data : "");
  pk_text_free(text);
  if (!copy)
    map->failed = true;
  return copy ? copy : "";
}

const char *pk_map_fill(pk_map *map, const char *key, ...) {
  const char *args[16];
  size_t count = 0;
  va_list list;
  va_start(list, key);
  for (const char *arg; count < 16 && (arg = va_arg(list, const char *)); count++)
    args[count] = arg;
  va_end(list);
  pk_text text = PK_TEXT_EMPTY;
  pk_word_fill(&text, map->lang, key, args, count);
  return pk_map_keep(map, &text);
}

static const char *clean(pk_map *map, const char *text) {
  const char *copy = pk_clean(map->arena, text);
  if (!copy)
    map->failed = true;
  return copy ? copy : "";
}

const char *pk_map_name(pk_map *map, const pk_name *name, const char *id) {
  const char *text = clean(map, pk_name_text(name, map->lang, id));
  return pk_text_width(text, strlen(text), 100, false) > 0 ? text : clean(map, id);
}

const char *pk_basis_mark(pk_basis basis) {
  return basis == PK_ASSUMED || basis == PK_ESTIMATED ? "~"
         : basis == PK_CALIBRATED                     ? "\xe2\x89\x88"
                                                      : "";
}

/* Letters, digits, '_' and single '-' stay; anything else becomes its bytes in hexadecimal, so that
 * "--" between parts keeps ids apart. */
static void add_id(pk_text *out, const char *part) {
  char before = '-';
  for (; *part; before = *part++)
    if (isalnum((unsigned char)*part) || *part == '_' || (*part == '-' && before != '-'))
      pk_text_add_char(out, *part);
    else
      pk_text_addf(out, ".%02x", (unsigned)(unsigned char)*part);
}

const char *pk_map_id(pk_map *map, const char *kind, const char *a, const char *b, const char *c) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, kind);
  const char *const parts[] = {a, b, c};
  for (int i = 0; i < 3; i++)
    if (parts[i]) {
      pk_text_add(&text, "--");
      add_id(&text, parts[i]);
    }
  return pk_map_keep(map, &text);
}

static const char *const row_keys[PK_MAP_ROWS] = {
    "map.row.experience", "map.row.referral",   "map.row.employment",
    "map.row.coaching",   "map.row.support",    "map.row.other",
    "map.sector.public",  "map.sector.private", "map.sector.education"};

const char *pk_map_row_id(int row) {
  return strrchr(row_keys[row], '.') + 1;
}

const char *pk_map_row_name(const pk_map *map, int row) {
  return pk_word(map->lang, row_keys[row]);
}

const char *pk_map_row_more(const pk_map *map, int row) {
  static const char *const more[PK_MAP_PUBLIC] = {
      "map.row.experience.more", "map.row.referral.more", "map.row.employment.more",
      "map.row.coaching.more",   "map.row.support.more",  "map.row.other.more"};
  return row < PK_MAP_PUBLIC ? pk_word(map->lang, more[row]) : "";
}

/* ------------------------------------------------------------------------ path's label */

const char *pk_map_number(pk_map *map, double value, int decimals) {
  pk_text text = PK_TEXT_EMPTY;
  pk_number_add(&text, map->lang, value, decimals);
  return pk_map_keep(map, &text);
}

const char *pk_map_count(pk_map *map, double value) {
  if (value >= 0.05 || value < 1e-9)
    return pk_map_number(map, value, fabs(value - round(value)) < 0.05 || value >= 100 ? 0 : 1);
  pk_text text = PK_TEXT_EMPTY; /* few are not none */
  pk_text_add_char(&text, '<');
  pk_number_add(&text, map->lang, 0.1, 1);
  return pk_map_keep(map, &text);
}

const char *pk_map_written(pk_map *map, double value) {
  int decimals = 0;
  for (double unit = 1;
       decimals < 8 && fabs(round(value * unit) / unit - value) > 0.0005 * fabs(value); unit *= 10)
    decimals++;
  return pk_map_number(map, value, decimals);
}

const char *pk_map_large(pk_map *map, double value) {
  static const char *const keys[] = {"map.million", "map.milliard", "map.billion"};
  double size = fabs(value) / 1e6;
  int i = 0;
  if (size < 1)
    return pk_map_count(map, value);
  for (; i < 2 && size >= 1000; i++)
    size /= 1000;
  return pk_map_fill(map, keys[i], "count", pk_map_number(map, size, size < 10 ? 1 : 0), NULL);
}

void pk_map_line(pk_map *map, const char *line) {
  int room = (int)(sizeof map->path_lines / sizeof map->path_lines[0]);
  if (*line && map->path_line_count < room)
    map->path_lines[map->path_line_count++] = line;
}

void pk_map_headline(pk_map *map, const pk_headline *line) {
  int room = (int)(sizeof map->headlines / sizeof map->headlines[0]);
  if (*line->text && map->headline_count < room)
    map->headlines[map->headline_count++] = *line;
}

double pk_map_starting(const pk_map *map, int group) {
  const pk_group *g = &map->model->groups[group];
  double sum = g->size.value;
  for (int i = 0; i < g->initial_count; i++)
    sum += g->initial[i].count.value;
  return sum;
}

double pk_map_arriving(const pk_map *map, int group) {
  const pk_group *g = &map->model->groups[group];
  double sum = 0;
  for (int t = 1; g->arrival_count > 0 && t <= map->model->horizon; t++) {
    int at = g->arrivals_steady ? 0 : t - 1;
    sum += at < g->arrival_count ? g->arrivals[at].value : 0;
  }
  return sum;
}

/* Of those whose numbers are shown: everyone, or the group that is asked for. */
static double sum_of_groups(const pk_map *map, double (*count)(const pk_map *, int)) {
  double sum = 0;
  for (int g = 0; g < map->model->group_count; g++)
    if (map->filter.group < 0 || map->filter.group == g)
      sum += count(map, g);
  return sum;
}

static void entering(pk_map *map) {
  double scale = pk_map_scale(map);
  double start = scale * sum_of_groups(map, pk_map_starting);
  double later = scale * sum_of_groups(map, pk_map_arriving);
  if (start > 0)
    pk_map_line(map, pk_map_fill(map, "map.entering", "count", pk_map_count(map, start), NULL));
  if (later > 0)
    pk_map_line(map, pk_map_fill(map, "map.arriving", "count", pk_map_count(map, later), NULL));
}

/* Whether a target is about those whose numbers are shown: of one group its own, and everyone's
 * where there is no other group. */
static bool about_us(const pk_map *map, const pk_target *target) {
  return target->outcome && strcmp(target->outcome, "employment_ratio") == 0 &&
         (map->filter.group < 0 || map->filter.group == target->group ||
          (target->group < 0 && map->model->group_count == 1));
}

/* The first target about work: what was observed, not what is computed. */
static const pk_target *target_of(const pk_map *map) {
  for (int i = 0; i < map->model->target_count; i++)
    if (about_us(map, &map->model->targets[i]))
      return &map->model->targets[i];
  return NULL;
}

static void observed(pk_map *map) {
  const pk_target *target = target_of(map);
  if (target) {
    const pk_number *n = &target->observed;
    const char *ratio = pk_map_number(map, n->value, 2);
    double start = pk_map_scale(map) * sum_of_groups(map, pk_map_starting);
    bool same = fabs(n->b - start) < 0.5; /* whose number stands above it */
    if (n->prior == PK_PRIOR_EVENTS)
      pk_map_line(map, pk_map_fill(map, same ? "map.observed.events" : "map.observed.of", "events",
                                   pk_map_count(map, n->a), "of", pk_map_count(map, n->b), "ratio",
                                   ratio, NULL));
    else
      pk_map_line(map, pk_map_fill(map, "map.observed.ratio", "ratio", ratio, NULL));
  }
}

/* -------------------------------------------------------------------------------- stages */

/* Whether a standing gives places of its own; those that others' work makes are not counted. */
static bool gives_places(const pk_map *map, int stage, int standing) {
  const pk_standing *s = &map->model->stages[stage].standings[standing];
  return s->has_places && s->per_stage < 0 && pk_standing_hosts(map->rules, stage, standing);
}

/* How well the places of a stage are known: as the weakest of the numbers that make them up. */
static pk_basis places_basis(const pk_map *map, int stage) {
  const pk_stage *s = &map->model->stages[stage];
  pk_basis basis = PK_MEASURED;
  for (int i = 0; i < s->standing_count; i++)
    if (gives_places(map, stage, i) && s->standings[i].places.basis > basis)
      basis = s->standings[i].places.basis;
  for (int i = 0; i < map->model->support_count; i++)
    for (int k = 0; k < map->model->supports[i].effect_count; k++) {
      const pk_effect *effect = &map->model->supports[i].effects[k];
      if (effect->form == PK_EFFECT_PLACES && effect->stage == stage && effect->ratio.basis > basis)
        basis = effect->ratio.basis;
    }
  return basis;
}

/* Places that supports add to those of the hosts, or take along when their actors are away. */
static double places_of_supports(const pk_map *map, int stage, int step) {
  double sum = 0;
  for (int i = 0; i < map->model->support_count; i++) {
    const pk_support *support = &map->model->supports[i];
    bool works = pk_support_works(map->model, support, map->withdrawn, step);
    for (int k = 0; k < support->effect_count; k++) {
      const pk_effect *effect = &support->effects[k];
      if (effect->form == PK_EFFECT_PLACES && effect->stage == stage && works != effect->included)
        sum += works ? effect->ratio.value : -effect->ratio.value;
    }
  }
  return sum;
}

/* The places of a stage at a step; −1: not limited. */
static double places_at(const pk_map *map, int stage, int step) {
  const pk_stage *s = &map->model->stages[stage];
  double sum = -1;
  for (int i = 0; i < s->standing_count; i++)
    if (gives_places(map, stage, i)) {
      bool there = pk_standing_there(map->model, &s->standings[i], map->withdrawn, step);
      sum = fmax(sum, 0) + (there ? s->standings[i].places.value : 0);
    }
  return sum < 0 ? sum : fmax(0, sum + places_of_supports(map, stage, step));
}

/* The places of each stage, as many as there ever are at a time: those who host in different years
 * do not add up. */
static double *find_places(pk_map *map) {
  int stages = map->model->stage_count;
  double *places = PK_NEW_ARRAY(map->arena, double, (size_t)stages);
  pk_presence *presence = pk_presence_new(map->arena, map->model, map->rules, map->withdrawn);
  if (!places || !presence) {
    map->failed = true;
    return NULL;
  }
  for (int s = 0; s < stages; s++) {
    places[s] = -1;
    for (int e = 0; e < presence->epoch_count; e++)
      places[s] = fmax(places[s], places_at(map, s, presence->first[e]));
  }
  return places;
}

pk_basis pk_map_duration_basis(const pk_distribution *d) {
  return d->a.basis > d->b.basis && d->a.pointer ? d->a.basis
         : d->b.pointer                          ? d->b.basis
                                                 : d->a.basis;
}

const char *pk_map_length(pk_map *map, double steps, pk_basis basis) {
  double months = steps * pk_step_months(map->model->step);
  bool in_months = map->model->step == PK_STEP_MONTH || months >= 2;
  const char *key = in_months                          ? "map.months"
                    : map->model->step == PK_STEP_WEEK ? "map.weeks"
                                                       : "map.days";
  return pk_map_fill(map, key, "mark", pk_basis_mark(basis), "count",
                     pk_map_count(map, in_months ? months : steps), NULL);
}

/* Whether there are more places the more people work elsewhere: those who supervise. */
static bool has_more_places(const pk_stage *stage) {
  for (int i = 0; i < stage->standing_count; i++)
    if (stage->standings[i].has_places && stage->standings[i].per_stage >= 0)
      return true;
  return false;
}

/* "~3 paikkaa, ~4 kk"; "~12+ paikkaa" where others' work makes more of them. */
static const char *stage_more(pk_map *map, int stage, double places) {
  pk_text text = PK_TEXT_EMPTY;
  const pk_stage *s = &map->model->stages[stage];
  bool more = has_more_places(s);
  if (places < 0 && more)
    places = 0;
  if (places >= 0) {
    pk_text count = PK_TEXT_EMPTY;
    pk_text_add(&count, pk_map_count(map, places));
    pk_text_add(&count, more ? "+" : "");
    pk_text_add(&text, pk_map_fill(map, places == 1 && !more ? "map.place" : "map.places", "mark",
                                   pk_basis_mark(places_basis(map, stage)), "count",
                                   pk_map_keep(map, &count), NULL));
  }
  double mean = s->has_duration ? pk_duration_mean(&s->duration, map->model->step) : NAN;
  if (isfinite(mean) && mean > 0) {
    if (places >= 0)
      pk_text_add(&text, ", ");
    pk_text_add(&text, pk_map_length(map, mean, pk_map_duration_basis(&s->duration)));
  }
  return pk_map_keep(map, &text);
}

static void name_stages(pk_map *map) {
  map->stage_count = map->model->stage_count;
  map->stages = PK_NEW_ARRAY(map->arena, pk_stage_text, (size_t)map->stage_count);
  const double *places = find_places(map);
  if (!map->stages || !places) {
    map->failed = true;
    map->stage_count = 0;
    return;
  }
  for (int s = 0; s < map->stage_count; s++) {
    const pk_stage *stage = &map->model->stages[s];
    char number[16];
    snprintf(number, sizeof number, "%d", s + 1);
    map->stages[s].name = pk_map_name(map, &stage->name, stage->id);
    map->stages[s].head =
        pk_map_fill(map, "map.stage", "number", number, "name", map->stages[s].name, NULL);
    map->stages[s].more = stage_more(map, s, places[s]);
    map->stages[s].people = pk_map_people(map, stage);
    map->stages[s].crowding = pk_map_crowding(map, stage);
    map->stages[s].on_path = map->stages[s].was_name = map->stages[s].help = "";
    map->stages[s].final = stage->final;
    map->stages[s].id = pk_map_id(map, "stage", stage->id, NULL, NULL);
  }
}

/* Counted from a picture that leaves people out it would be wrong: then it is not shown. */
static void cover(pk_map *map) {
  for (int s = 0; s < map->stage_count; s++) {
    bool row[PK_ROW_NONE] = {false};
    bool counts = !map->model->stages[s].final && !pk_filter_hides(&map->filter);
    map->stages[s].covered = counts ? 0 : -1;
    for (int c = 0; c < map->chip_count && map->stages[s].covered >= 0; c++) {
      const pk_chip *chip = &map->chips[c];
      if (chip->row >= PK_ROW_NONE || chip->gap || chip->first > s || chip->last < s)
        continue;
      map->stages[s].covered += !row[chip->row];
      row[chip->row] = true;
    }
  }
}

static const char *scenario_name(pk_map *map) {
  const pk_model *model = map->model;
  for (int i = 0; model->scenario && i < model->scenario_count; i++)
    if (strcmp(model->scenarios[i].id, model->scenario) == 0)
      return pk_map_fill(map, "map.scenario", "name",
                         pk_map_name(map, &model->scenarios[i].name, model->scenario), NULL);
  return "";
}

pk_map *pk_map_new(pk_arena *arena, const pk_model *model, const pk_rules *rules,
                   const polku_draw_options *options, polku_report *report) {
  pk_map *map = PK_NEW(arena, pk_map);
  if (!map) {
    pk_report_memory(report);
    return NULL;
  }
  if (!pk_filter_read(&map->filter, arena, model, rules, options, report))
    return NULL;
  map->arena = arena;
  map->model = model;
  map->rules = rules;
  map->options = options;
  map->lang = options->lang;
  map->answer = pk_map_answer(map);
  map->result = map->answer ? options->result : NULL;
  map->withdrawn = map->result ? pk_map_withdrawn(map) : NULL;
  map->title = pk_map_name(map, &model->title, pk_word(map->lang, "map.untitled"));
  map->about = pk_map_name(map, &model->text_about, "");
  map->scenario = scenario_name(map);
  entering(map);
  observed(map);
  pk_map_computed(map, target_of(map));
  name_stages(map);
  pk_map_arrows(map);
  pk_map_chips(map);
  pk_map_leverage(map);
  pk_map_headline(map, &(pk_headline){pk_filter_words(map), PK_SAID_STRONGLY});
  pk_map_headline(map, &(pk_headline){pk_map_without(map), PK_SAID_STRONGLY});
  pk_map_headline(map, &(pk_headline){pk_map_outcome(map), PK_SAID_STRONGLY});
  pk_map_headline(map, &(pk_headline){pk_map_third(map), PK_SAID});
  pk_map_headline(map, &(pk_headline){pk_map_engine(map), PK_SAID});
  if (options->view == POLKU_VIEW_PATH && !map->failed && !pk_lit_find(map, report))
    return NULL;
  pk_filter_chips(map);
  cover(map);
  if (map->failed)
    pk_report_memory(report);
  return map->failed ? NULL : map;
}
