/* The twin as CSV (RFC 4180) for a spreadsheet or a program: a row for each entry of the picture.
 *
 * Stages, who stands at them, supports, gaps, moves and referrals share one set of columns, which
 * tools/README.md explains; what a kind of entry does not have is empty. Ids, column names and the
 * words of `entry`, `row`, `sector`, `unit` and basis are the same in every language; names and
 * texts are in the one asked for. */
#include "draw/twin.h"

#include "base/words.h"
#include "chain/duration.h"
#include "draw/spoken.h"
#include "study/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct line {
  const char *entry;
  int stage, to; /* −1: none */
  int row;       /* −1: none */
  int actor;     /* −1: none */
  const char *role, *role_name, *id, *text;
  const pk_number *clients, *places, *number;
  double value; /* of `number`, in `unit`; NaN: none */
  const char *unit;
  pk_basis basis;  /* of the value */
  double computed; /* NaN: none */
  int path_step;   /* 0: not on the path of the path view */
} line;

static const line nothing = {
    .stage = -1, .to = -1, .row = -1, .actor = -1, .value = NAN, .computed = NAN};

/* ---------------------------------------------------------------------------------- cells */

/* A spreadsheet computes what begins with one of these as if its owner had typed a formula; an
 * apostrophe before it makes it text. */
static bool formula(const char *text) {
  return *text && strchr("=+-@", *text);
}

void pk_twin_cell(pk_text *out, const char *text) {
  text = text ? text : "";
  bool quoted = strpbrk(text, ",\"\r\n") || formula(text);
  pk_text_add(out, quoted ? "\"" : "");
  pk_text_add(out, formula(text) ? "'" : "");
  for (; *text; text++) {
    pk_text_add_char(out, *text);
    if (*text == '"')
      pk_text_add_char(out, '"');
  }
  pk_text_add(out, quoted ? "\"," : ",");
}

static void cell(pk_text *out, const char *text) {
  pk_twin_cell(out, text);
}

static void value_cell(pk_text *out, double value) {
  char buffer[32];
  if (isfinite(value))
    pk_text_add(out, pk_number_text(buffer, pk_rounded(value)));
  pk_text_add_char(out, ',');
}

static void source_cell(pk_map *map, pk_text *out, const pk_number *n) {
  cell(out, n && n->source >= 0 ? map->model->sources[n->source].id : "");
}

/* A count of people or places, what it rests on, and its source. */
static void count_cells(pk_map *map, pk_text *out, const pk_number *n) {
  value_cell(out, n ? n->value : NAN);
  cell(out, n ? pk_basis_ids[n->basis] : "");
  source_cell(map, out, n);
}

static void stage_cells(pk_map *map, pk_text *out, int stage) {
  if (stage >= 0)
    pk_text_addf(out, "%d", stage + 1);
  pk_text_add_char(out, ',');
  cell(out, stage >= 0 ? map->model->stages[stage].id : "");
  cell(out, stage >= 0 ? map->stages[stage].name : "");
}

static void actor_cells(pk_map *map, pk_text *out, int actor) {
  const pk_actor *a = actor >= 0 ? &map->model->actors[actor] : NULL;
  cell(out, a ? a->id : "");
  cell(out, a ? pk_map_name(map, &a->name, a->id) : "");
  cell(out, a ? pk_sector_ids[a->sector] : "");
}

/* ---------------------------------------------------------------------------------- lines */

static const char columns[] =
    "entry,stage_number,stage,stage_name,to_number,to_stage,to_name,row,row_name,role,role_name,"
    "actor,actor_name,sector,id,text,clients,clients_basis,clients_source,places,places_basis,"
    "places_source,value,unit,value_basis,value_source,note,computed,path_step\r\n";

static void write(pk_map *map, pk_text *out, const line *l) {
  cell(out, l->entry);
  stage_cells(map, out, l->stage);
  stage_cells(map, out, l->to);
  cell(out, l->row >= 0 ? pk_map_row_id(l->row) : "");
  cell(out, l->row >= 0 ? pk_map_row_name(map, l->row) : "");
  cell(out, l->role);
  cell(out, l->role_name);
  actor_cells(map, out, l->actor);
  cell(out, l->id);
  cell(out, l->text);
  count_cells(map, out, l->clients);
  count_cells(map, out, l->places);
  value_cell(out, l->value);
  cell(out, isfinite(l->value) ? l->unit : "");
  cell(out, isfinite(l->value) ? pk_basis_ids[l->basis] : "");
  source_cell(map, out, l->number);
  const pk_number *noted = l->number && l->number->note     ? l->number
                           : l->places && l->places->note   ? l->places
                           : l->clients && l->clients->note ? l->clients
                                                            : NULL;
  cell(out, noted ? pk_twin_clean(map, noted->note) : "");
  value_cell(out, l->computed);
  value_cell(out, l->path_step > 0 ? (double)l->path_step : (double)NAN);
  out->length -= out->failed || out->length == 0 ? 0 : 1; /* the comma behind the last cell */
  pk_text_add(out, "\r\n");
}

/* -------------------------------------------------------------------------------- entries */

static double people_at_end(const pk_map *map, const char *stage) {
  const polku_result *r = map->result;
  for (int s = 0; s < r->stage_count; s++)
    if (strcmp(r->stages[s].id, stage) == 0)
      return map->answer->occupancy[(size_t)r->horizon * (size_t)r->stage_count + (size_t)s];
  return NAN;
}

/* A stage: its mean length in months; with a result, people there at the end. */
static void stage(pk_map *map, pk_text *out, int s) {
  const pk_stage *model = &map->model->stages[s];
  line l = nothing;
  l.entry = "stage";
  l.stage = s;
  l.id = model->id;
  l.text = map->stages[s].more;
  if (model->has_duration) {
    l.value =
        pk_duration_mean(&model->duration, map->model->step) * pk_step_months(map->model->step);
    l.basis = pk_map_duration_basis(&model->duration);
    l.number = model->duration.a.pointer ? &model->duration.a : &model->duration.b;
    l.unit = "months";
  }
  if (map->result)
    l.computed = people_at_end(map, model->id);
  l.path_step = map->stages[s].step;
  write(map, out, &l);
}

static const char *role_name(pk_map *map, const char *role) {
  for (int i = 0; role && i < map->rules->role_count; i++)
    if (strcmp(map->rules->roles[i].id, role) == 0)
      return pk_map_name(map, &map->rules->roles[i].name, role);
  return "";
}

static const pk_support *support_of(const pk_map *map, const pk_chip *chip) {
  for (int i = 0; i < map->model->support_count; i++)
    if (strcmp(map->model->supports[i].id, chip->role) == 0)
      return &map->model->supports[i];
  return NULL;
}

/* A gap's question and what is said of it; what a support without an actor is called. */
static const char *words_of(pk_map *map, const pk_chip *c) {
  const pk_gap *gap = NULL;
  for (int i = 0; c->kind == PK_CHIP_GAP && i < map->model->gap_count; i++)
    if (strcmp(map->model->gaps[i].id, c->role) == 0)
      gap = &map->model->gaps[i];
  if (!gap)
    return c->actor >= 0 ? c->text : pk_spoken_visible(map, c);
  pk_chip asked = {.name = pk_map_name(map, &gap->question, gap->id), .text = c->text};
  return pk_spoken_visible(map, &asked);
}

static void chip(pk_map *map, pk_text *out, const pk_chip *c, int s) {
  static const char *const entries[] = {"actor", "support", "referral", "gap"};
  const pk_standing *standing = pk_twin_standing(map, c, s);
  const pk_support *support = c->kind == PK_CHIP_SUPPORT ? support_of(map, c) : NULL;
  line l = nothing;
  l.entry = entries[c->kind];
  l.stage = s;
  l.row = c->row;
  l.actor = c->actor;
  l.role = support ? support->role : c->kind == PK_CHIP_ACTOR ? c->role : "";
  l.role_name = role_name(map, l.role);
  l.id = c->kind == PK_CHIP_SUPPORT || c->kind == PK_CHIP_GAP ? c->role : "";
  l.text = words_of(map, c);
  if (standing && standing->has_clients)
    l.clients = &standing->clients;
  if (standing && standing->has_places && standing->per_stage < 0)
    l.places = &standing->places;
  write(map, out, &l);
}

/* A move: its share, rate a step or mean time; with a result, how many make it. */
static void move(pk_map *map, pk_text *out, const pk_arrow *arrow) {
  static const char *const rates[] = {"per_month", "per_week", "per_day"};
  const pk_transition *t = &map->model->transitions[arrow->transition];
  pk_exits form = map->model->stages[t->from].exits;
  line l = nothing;
  l.entry = "move";
  l.stage = arrow->from;
  l.to = arrow->to;
  l.id = t->id;
  l.text = arrow->written;
  l.number = t->rest ? NULL : pk_twin_move(map, arrow);
  l.basis = arrow->basis;
  /* What a list begins with is not what it says. */
  bool list = form == PK_EXITS_PER_STEP && t->step_count > 1;
  l.value = list ? (double)NAN : pk_twin_move(map, arrow)->value;
  l.unit = form == PK_EXITS_PER_STEP ? rates[map->model->step] : "share";
  if (form == PK_EXITS_RACE) {
    l.value = pk_duration_mean(&t->after, map->model->step) * pk_step_months(map->model->step);
    l.unit = "months";
  }
  if (map->result)
    l.computed = pk_map_moves(map, t->id);
  l.path_step = arrow->lit ? map->stages[arrow->from].step : 0;
  write(map, out, &l);
}

static bool shown(const pk_map *map, int actor) {
  for (int i = 0; i < map->chip_count; i++)
    if (map->chips[i].actor == actor)
      return true;
  return false;
}

/* A referral on a move: clients whom an actor sends into it, and whom it gets from it. */
static void referral(pk_map *map, pk_text *out, const pk_arrow *arrow, const pk_referral *r) {
  const pk_number *const ways[] = {&r->in, &r->out};
  static const char *const roles[] = {"in", "out"};
  for (int i = 0; i < 2; i++) {
    if (!ways[i]->pointer)
      continue;
    line l = nothing;
    l.entry = "referral";
    l.stage = arrow->from;
    l.to = arrow->to;
    l.row = PK_ROW_REFERRAL;
    l.actor = r->actor;
    l.role = roles[i];
    l.role_name = pk_word(map->lang, i ? "map.legend.out" : "map.legend.in");
    l.id = map->model->transitions[arrow->transition].id;
    l.clients = ways[i];
    write(map, out, &l);
  }
}

void pk_twin_csv(pk_map *map, pk_text *out) {
  pk_text_add(out, columns);
  for (int s = 0; s < map->stage_count; s++)
    stage(map, out, s);
  for (int i = 0; i < map->chip_count; i++)
    for (int s = map->chips[i].first; s <= map->chips[i].last; s++)
      if (map->chips[i].kind != PK_CHIP_REFERRAL)
        chip(map, out, &map->chips[i], s);
  for (int i = 0; i < map->arrow_count; i++) {
    const pk_transition *t = &map->model->transitions[map->arrows[i].transition];
    move(map, out, &map->arrows[i]);
    for (int r = 0; r < t->referral_count; r++)
      if (shown(map, t->referrals[r].actor))
        referral(map, out, &map->arrows[i], &t->referrals[r]);
  }
}
