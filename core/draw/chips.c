/* Who stands where: actors, supports, referrals and gaps as chips in rows over stages.
 *
 * One actor in one role with the same words at consecutive stages is one chip that spans them. */
#include "draw/map.h"

#include "base/words.h"
#include "draw/wrap.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Rows of the map for a role of an actor in a sector. */
static int row_of(const pk_map *map, int actor, int role) {
  pk_sector sector = actor >= 0 ? map->model->actors[actor].sector : PK_THIRD;
  if (sector == PK_PUBLIC)
    return PK_MAP_PUBLIC;
  if (sector == PK_PRIVATE)
    return PK_MAP_PRIVATE;
  if (sector == PK_EDUCATION)
    return PK_MAP_EDUCATION;
  return role >= 0 ? (int)map->rules->roles[role].row : PK_MAP_OTHER;
}

static bool gone(const pk_map *map, int actor) {
  return (map->model->withdrawn && map->model->withdrawn[actor]) ||
         (map->withdrawn && map->withdrawn[actor]);
}

/* Adds a chip, or lengthens the one of the same actor, role and words that ends at the stage
 * before. */
static pk_chip *add(pk_map *map, const pk_chip *chip) {
  for (int i = map->chip_count; i-- > 0;) {
    pk_chip *c = &map->chips[i];
    if (c->kind == chip->kind && c->row == chip->row && c->actor == chip->actor &&
        c->gap == chip->gap && c->last == chip->first - 1 && c->mark == chip->mark &&
        strcmp(c->role, chip->role) == 0 && strcmp(c->text, chip->text) == 0 &&
        strcmp(c->name, chip->name) == 0) {
      c->last = chip->last;
      return c;
    }
  }
  if (map->chip_count == map->chip_room) {
    int room = map->chip_room ? 2 * map->chip_room : 32;
    pk_chip *chips = PK_NEW_ARRAY(map->arena, pk_chip, (size_t)room);
    if (!chips) {
      map->failed = true;
      return NULL;
    }
    if (map->chip_count)
      memcpy(chips, map->chips, (size_t)map->chip_count * sizeof *chips);
    map->chips = chips;
    map->chip_room = room;
  }
  map->chips[map->chip_count] = *chip;
  return &map->chips[map->chip_count++];
}

/* ------------------------------------------------------------------------------ standings */

static bool has_digit(const char *text) {
  for (; *text; text++)
    if (isdigit((unsigned char)*text))
      return true;
  return false;
}

static const char *role_name(pk_map *map, int role, const char *id) {
  if (role < 0)
    return id ? id : "";
  return pk_map_name(map, &map->rules->roles[role].name, map->rules->roles[role].id);
}

/* What an actor does here: the model's own words, else the role's name; with the number of clients
 * that is stated, unless the words already hold a number. */
static const char *standing_text(pk_map *map, const pk_standing *standing, int role) {
  const char *own = pk_name_text(&standing->text, map->lang, "");
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text,
              *own ? pk_map_name(map, &standing->text, "") : role_name(map, role, standing->role));
  if (standing->has_clients && !has_digit(own)) {
    double n = standing->clients.value;
    pk_text_add(&text, ", ");
    pk_text_add(&text, pk_map_fill(map, n == 1 ? "map.client" : "map.clients", "mark",
                                   pk_basis_mark(standing->clients.basis), "count",
                                   pk_map_count(map, n), NULL));
  }
  return pk_map_keep(map, &text);
}

static void standings_at(pk_map *map, int s) {
  const pk_stage *stage = &map->model->stages[s];
  for (int i = 0; i < stage->standing_count; i++) {
    const pk_standing *standing = &stage->standings[i];
    const pk_actor *actor = &map->model->actors[standing->actor];
    if (gone(map, standing->actor))
      continue;
    int role = map->rules->standing_role[s][i];
    pk_chip chip = {.row = row_of(map, standing->actor, role),
                    .first = s,
                    .last = s,
                    .actor = standing->actor,
                    .role = standing->role,
                    .name = pk_map_name(map, &actor->name, actor->id),
                    .text = standing_text(map, standing, role)};
    chip.mark = chip.row == PK_ROW_REFERRAL ? PK_MARK_IN : PK_MARK_NONE;
    chip.id = pk_map_id(map, "chip", actor->id, standing->role, stage->id);
    add(map, &chip);
  }
}

/* ------------------------------------------------------------------------------- supports */

static bool support_at(const pk_map *map, const pk_support *support, int stage) {
  if (support->stage_count == 0)
    return !map->model->stages[stage].final;
  for (int i = 0; i < support->stage_count; i++)
    if (support->stages[i] == stage)
      return true;
  return false;
}

static void support_chips(pk_map *map, int index, int actor) {
  const pk_support *support = &map->model->supports[index];
  const pk_actor *who = actor >= 0 ? &map->model->actors[actor] : NULL;
  const char *own = pk_map_name(map, &support->text, "");
  const char *name = pk_map_name(map, &support->name, support->id);
  int role = map->rules->support_role[index];
  pk_chip chip = {.kind = PK_CHIP_SUPPORT,
                  .row = row_of(map, actor, role),
                  .actor = actor,
                  .role = support->id};
  chip.name = who ? pk_map_name(map, &who->name, who->id) : name;
  chip.text = *own ? own : who ? name : role_name(map, role, support->role);
  for (int s = 0; s < map->model->stage_count; s++) {
    if (!support_at(map, support, s))
      continue;
    chip.first = chip.last = s;
    chip.id =
        pk_map_id(map, "support", support->id, who ? who->id : NULL, map->model->stages[s].id);
    add(map, &chip);
  }
}

static void supports(pk_map *map) {
  for (int i = 0; i < map->model->support_count; i++) {
    const pk_support *support = &map->model->supports[i];
    for (int a = 0; a < support->actor_count; a++)
      if (!gone(map, support->actors[a]))
        support_chips(map, i, support->actors[a]);
    if (support->actor_count == 0)
      support_chips(map, i, -1);
  }
}

/* ------------------------------------------------------------------------------ referrals */

static pk_chip *chip_of(pk_map *map, int actor, int stage) {
  for (int i = 0; i < map->chip_count; i++) {
    pk_chip *c = &map->chips[i];
    if (c->actor == actor && c->first <= stage && c->last >= stage)
      return c;
  }
  return NULL;
}

/* Where the referrals of an actor are written: on its chip at the stage that is entered, else at
 * the one that is left, else on a chip of its own there. */
static pk_chip *referral_chip(pk_map *map, int actor, const pk_transition *t) {
  pk_chip *there = chip_of(map, actor, t->to);
  if (!there)
    there = chip_of(map, actor, t->from);
  if (there)
    return there;
  int stage = t->from;
  const pk_actor *who = &map->model->actors[actor];
  int row = row_of(map, actor, -1);
  pk_chip chip = {.kind = PK_CHIP_REFERRAL,
                  .row = row == PK_MAP_OTHER ? (int)PK_ROW_REFERRAL : row,
                  .first = stage,
                  .last = stage,
                  .actor = actor,
                  .role = "referral",
                  .name = pk_map_name(map, &who->name, who->id),
                  .text = "",
                  .id = pk_map_id(map, "referral", who->id, NULL, map->model->stages[stage].id)};
  return add(map, &chip);
}

static void add_words(pk_map *map, pk_chip *chip, const char *words) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, chip->text);
  pk_text_add(&text, *chip->text ? ", " : "");
  pk_text_add(&text, words);
  chip->text = pk_map_keep(map, &text);
}

/* Referrals on moves, with counts each way: "to the path 1, from the path 2". */
static void referral(pk_map *map, const pk_transition *t, const pk_referral *r) {
  if (gone(map, r->actor))
    return;
  pk_chip *chip = referral_chip(map, r->actor, t);
  if (!chip)
    return;
  bool in = r->in.pointer != NULL, out = r->out.pointer != NULL;
  if (in)
    add_words(map, chip,
              pk_map_fill(map, "map.referral.in", "mark", pk_basis_mark(r->in.basis), "count",
                          pk_map_count(map, r->in.value), NULL));
  if (out)
    add_words(map, chip,
              pk_map_fill(map, "map.referral.out", "mark", pk_basis_mark(r->out.basis), "count",
                          pk_map_count(map, r->out.value), NULL));
  bool was_in = chip->mark == PK_MARK_IN || chip->mark == PK_MARK_BOTH;
  bool was_out = chip->mark == PK_MARK_OUT || chip->mark == PK_MARK_BOTH;
  in = in || was_in;
  out = out || was_out;
  chip->mark = in && out ? PK_MARK_BOTH : in ? PK_MARK_IN : out ? PK_MARK_OUT : PK_MARK_NONE;
}

/* ----------------------------------------------------------------------------------- gaps */

/* Whether a third-sector actor already stands in this cell. */
static bool answered(const pk_map *map, int row, int stage) {
  for (int i = 0; i < map->chip_count; i++) {
    const pk_chip *c = &map->chips[i];
    if (!c->gap && c->row == row && c->first <= stage && c->last >= stage)
      return true;
  }
  return false;
}

static void gap(pk_map *map, const pk_gap *g) {
  pk_chip chip = {.kind = PK_CHIP_GAP, .row = (int)g->row, .gap = true, .actor = -1, .role = g->id};
  chip.name = pk_map_fill(map, "map.gap", "question", pk_map_name(map, &g->question, g->id), NULL);
  chip.text = pk_map_name(map, &g->text, "");
  for (int s = 0; s < map->model->stage_count; s++) {
    bool asked = false;
    for (int i = 0; i < g->stage_count; i++)
      asked = asked || g->stages[i] == s;
    if (!asked || answered(map, chip.row, s))
      continue;
    chip.first = chip.last = s;
    chip.id = pk_map_id(map, "gap", g->id, NULL, map->model->stages[s].id);
    add(map, &chip);
  }
}

/* Rows from above, stages from the left; qsort is not stable, so the order of the model (index)
 * decides the rest. */
typedef struct ordered {
  pk_chip chip;
  int index;
} ordered;

static int by_place(const void *left, const void *right) {
  const ordered *a = left, *b = right;
  if (a->chip.row != b->chip.row)
    return a->chip.row - b->chip.row;
  if (a->chip.first != b->chip.first)
    return a->chip.first - b->chip.first;
  return a->index - b->index;
}

static void sort(pk_map *map) {
  ordered *list = PK_NEW_ARRAY(map->arena, ordered, (size_t)map->chip_count);
  if (!list) {
    map->failed = true;
    return;
  }
  for (int i = 0; i < map->chip_count; i++)
    list[i] = (ordered){map->chips[i], i};
  qsort(list, (size_t)map->chip_count, sizeof *list, by_place);
  for (int i = 0; i < map->chip_count; i++)
    map->chips[i] = list[i].chip;
}

void pk_map_chips(pk_map *map) {
  for (int s = 0; s < map->model->stage_count && !map->failed; s++)
    standings_at(map, s);
  supports(map);
  for (int i = 0; i < map->model->transition_count && !map->failed; i++) {
    const pk_transition *t = &map->model->transitions[i];
    for (int r = 0; r < t->referral_count; r++)
      referral(map, t, &t->referrals[r]);
  }
  for (int i = 0; i < map->model->gap_count && !map->failed; i++)
    gap(map, &map->model->gaps[i]);
  sort(map);
}
