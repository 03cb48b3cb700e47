/* Reading filters, and taking chips away. */
#include "draw/filter.h"

#include "base/words.h"
#include "draw/map.h"

#include <string.h>

enum { SECTORS = 4, ROWS = PK_ROW_NONE, LISTED = 20 };

/* Ids that one option may name. */
typedef struct known {
  const char *what; /* key of the word for such a thing */
  int count;
  const char **ids;
} known;

typedef struct reading {
  pk_arena *arena;
  const pk_model *model;
  const pk_rules *rules;
  const pk_model *other; /* of a comparison: its ids are known too; else NULL */
  polku_report *report;
  bool good, memory;
} reading;

static void *need(reading *r, void *memory) {
  if (!memory)
    r->good = r->memory = false;
  return memory;
}

/* ------------------------------------------------------------------------------ unknown ids */

static void say_unknown(reading *r, const known *k, const char *id) {
  pk_text list = PK_TEXT_EMPTY;
  for (int i = 0; i < k->count && i < LISTED; i++) {
    pk_text_add(&list, i ? ", " : "");
    pk_text_add(&list, k->ids[i]);
  }
  pk_text_add(&list, k->count > LISTED ? ", …" : "");
  r->good = false;
  if (list.failed)
    r->memory = false;
  else
    pk_report_add(r->report, NULL, "E-FILTER-UNKNOWN", "what", k->what, "id", id, "list",
                  list.data ? list.data : "–", "suggestion",
                  pk_nearest(id, k->ids, (size_t)k->count), NULL);
  pk_text_free(&list);
}

static int find(reading *r, const known *k, const char *id) {
  for (int i = 0; i < k->count; i++)
    if (strcmp(k->ids[i], id) == 0)
      return i;
  say_unknown(r, k, id);
  return -1;
}

/* Marks the ids of a list "a, b" among the known ones; NULL where there is no list. */
static bool *read_list(reading *r, const known *k, const char *list) {
  if (!list || !k->ids)
    return NULL;
  bool *marks = need(r, PK_NEW_ARRAY(r->arena, bool, (size_t)k->count));
  for (const char *at = list; marks && *at;) {
    at += strspn(at, ", ");
    size_t length = strcspn(at, ",");
    const char *next = at + length;
    while (length > 0 && at[length - 1] == ' ')
      length--;
    char *id = length > 0 ? need(r, pk_strndup(r->arena, at, length)) : NULL;
    int found = id ? find(r, k, id) : -1;
    if (found >= 0)
      marks[found] = true;
    at = next;
  }
  return marks;
}

/* ----------------------------------------------------------------------------- what is known */

static void add_id(known *k, const char *id) {
  for (int i = 0; i < k->count; i++)
    if (strcmp(k->ids[i], id) == 0)
      return;
  k->ids[k->count++] = id;
}

static size_t count_roles(const pk_model *model) {
  size_t count = (size_t)model->support_count;
  for (int s = 0; s < model->stage_count; s++)
    count += (size_t)model->stages[s].standing_count;
  return count;
}

static void add_roles(known *k, const pk_model *model) {
  for (int s = 0; k->ids && s < model->stage_count; s++)
    for (int i = 0; i < model->stages[s].standing_count; i++)
      add_id(k, model->stages[s].standings[i].role);
  for (int i = 0; k->ids && i < model->support_count; i++)
    if (model->supports[i].role)
      add_id(k, model->supports[i].role);
}

/* The five rows, and the roles that the model uses. */
static known known_roles(reading *r) {
  size_t room = ROWS + count_roles(r->model) + (r->other ? count_roles(r->other) : 0);
  known k = {.what = "filter.role", .ids = need(r, PK_NEW_ARRAY(r->arena, const char *, room))};
  add_roles(&k, r->model);
  if (r->other)
    add_roles(&k, r->other);
  for (int i = 0; k.ids && i < ROWS; i++)
    add_id(&k, pk_row_ids[i]);
  return k;
}

/* The model's own first, so that a mark stands at an actor's index. */
static known known_actors(reading *r) {
  const pk_model *m = r->model;
  size_t room = (size_t)m->actor_count + (r->other ? (size_t)r->other->actor_count : 0);
  known k = {.what = "filter.actor", .ids = need(r, PK_NEW_ARRAY(r->arena, const char *, room))};
  for (int i = 0; k.ids && i < m->actor_count; i++)
    k.ids[k.count++] = m->actors[i].id;
  for (int i = 0; k.ids && r->other && i < r->other->actor_count; i++)
    add_id(&k, r->other->actors[i].id);
  return k;
}

static int read_group(reading *r, const char *id) {
  const pk_model *m = r->model;
  known k = {.what = "filter.group",
             .ids = need(r, PK_NEW_ARRAY(r->arena, const char *, (size_t)m->group_count))};
  for (int i = 0; k.ids && i < m->group_count; i++)
    k.ids[k.count++] = m->groups[i].id;
  return k.ids ? find(r, &k, id) : -1;
}

static void read_roles(reading *r, pk_filter *filter, const char *list) {
  known roles = known_roles(r);
  const bool *marks = read_list(r, &roles, list);
  for (int i = 0; marks && i < roles.count; i++)
    if (marks[i])
      roles.ids[filter->role_count++] = roles.ids[i];
  filter->roles = roles.ids;
}

bool pk_filter_read(pk_filter *filter, pk_arena *arena, const pk_model *model,
                    const pk_rules *rules, const polku_draw_options *options,
                    polku_report *report) {
  const pk_model *other = options->other ? options->other->model : NULL;
  reading r = {arena, model, rules, other, report, true, true};
  const char *sector_list[SECTORS];
  memcpy(sector_list, pk_sector_ids, sizeof sector_list);
  known sectors = {"filter.sector", SECTORS, sector_list};
  *filter = (pk_filter){.gaps_only = options->gaps_only, .group = -1};
  filter->sectors = read_list(&r, &sectors, options->sectors);
  if (options->roles)
    read_roles(&r, filter, options->roles);
  known actors = known_actors(&r);
  filter->actors = read_list(&r, &actors, options->actors);
  if (options->group)
    filter->group = read_group(&r, options->group);
  if (!r.memory)
    pk_report_memory(report);
  return r.good;
}

bool pk_filter_hides(const pk_filter *f) {
  return f->sectors || f->actors || f->role_count > 0 || f->gaps_only;
}

bool pk_filter_hides_sector(const pk_filter *f, pk_sector sector) {
  return (f->sectors && !f->sectors[sector]) || (f->gaps_only && sector != PK_THIRD);
}

/* ------------------------------------------------------------------------------------- chips */

static pk_sector sector_of(const pk_map *map, const pk_chip *chip) {
  return chip->actor >= 0 ? map->model->actors[chip->actor].sector : PK_THIRD;
}

static const char *role_of(const pk_map *map, const pk_chip *chip) {
  for (int i = 0; chip->kind == PK_CHIP_SUPPORT && i < map->model->support_count; i++)
    if (strcmp(map->model->supports[i].id, chip->role) == 0)
      return map->model->supports[i].role;
  return chip->kind == PK_CHIP_ACTOR ? chip->role : NULL;
}

static bool has_role(const pk_map *map, const pk_chip *chip) {
  const pk_filter *f = &map->filter;
  const char *role = role_of(map, chip);
  for (int i = 0; i < f->role_count; i++)
    if ((role && strcmp(f->roles[i], role) == 0) ||
        (chip->row < ROWS && strcmp(f->roles[i], pk_row_ids[chip->row]) == 0))
      return true;
  return f->role_count == 0;
}

/* Whether some gap asks about the chip's row at one of its stages. */
static bool in_question(const pk_map *map, const pk_chip *chip) {
  for (int g = 0; g < map->model->gap_count; g++) {
    const pk_gap *gap = &map->model->gaps[g];
    bool row = chip->row == (int)gap->row;
    for (int i = 0; row && i < gap->stage_count; i++)
      if (gap->stages[i] >= chip->first && gap->stages[i] <= chip->last)
        return true;
  }
  return false;
}

/* A gap is a question to the third sector and to nobody by name. */
static bool shows(const pk_map *map, const pk_chip *chip) {
  const pk_filter *f = &map->filter;
  if (f->sectors && !f->sectors[sector_of(map, chip)])
    return false;
  if (!has_role(map, chip))
    return false;
  if (chip->gap)
    return f->gaps_only || !f->actors;
  return (!f->actors || (chip->actor >= 0 && f->actors[chip->actor])) &&
         (!f->gaps_only || in_question(map, chip));
}

void pk_filter_chips(pk_map *map) {
  int kept = 0;
  for (int i = 0; i < map->chip_count; i++)
    if (shows(map, &map->chips[i]))
      map->chips[kept++] = map->chips[i];
  map->chip_count = kept;
}

/* ------------------------------------------------------------------------------------- words */

static void add_part(pk_text *text, const char *part) {
  pk_text_add(text, text->length ? ", " : "");
  pk_text_add(text, part);
}

static int say_roles(pk_map *map, pk_text *text) {
  for (int i = 0; i < map->filter.role_count; i++) {
    const char *id = map->filter.roles[i], *name = NULL;
    for (int r = 0; r < map->rules->role_count && !name; r++)
      if (strcmp(map->rules->roles[r].id, id) == 0)
        name = pk_map_name(map, &map->rules->roles[r].name, id);
    for (int r = 0; r < ROWS && !name; r++)
      if (strcmp(pk_row_ids[r], id) == 0)
        name = pk_map_row_name(map, r);
    add_part(text, name ? name : id);
  }
  return map->filter.role_count;
}

static int say_actors(pk_map *map, pk_text *text) {
  int count = 0;
  for (int i = 0; map->filter.actors && i < map->model->actor_count; i++)
    if (map->filter.actors[i]) {
      add_part(text, pk_map_name(map, &map->model->actors[i].name, map->model->actors[i].id));
      count++;
    }
  return count;
}

static int say_sectors(pk_map *map, pk_text *text) {
  int count = 0;
  static const char *const keys[SECTORS] = {"filter.third", "filter.public", "filter.private",
                                            "filter.education"};
  for (int i = 0; map->filter.sectors && i < SECTORS; i++)
    if (map->filter.sectors[i]) {
      add_part(text, pk_word(map->lang, keys[i]));
      count++;
    }
  return count;
}

/* Another part of the line under the title, "Vain roolit: työllistää". */
static void add_phrase(pk_text *all, const char *phrase) {
  pk_text_add(all, *phrase && all->length ? " \xc2\xb7 " : "");
  pk_text_add(all, phrase);
}

/* `say` lists names and returns how many; the keys are of one and of several. */
static void add_only(pk_map *map, pk_text *all, int (*say)(pk_map *map, pk_text *text),
                     const char *one, const char *several) {
  pk_text list = PK_TEXT_EMPTY;
  int count = say(map, &list);
  const char *what = pk_map_keep(map, &list);
  if (count > 0)
    add_phrase(all, pk_map_fill(map, count > 1 ? several : one, "what", what, NULL));
}

const char *pk_filter_words(pk_map *map) {
  pk_text all = PK_TEXT_EMPTY;
  add_only(map, &all, say_sectors, "filter.only.sector", "filter.only.sectors");
  add_only(map, &all, say_roles, "filter.only.role", "filter.only.roles");
  add_only(map, &all, say_actors, "filter.only.actor", "filter.only.actors");
  if (map->filter.gaps_only)
    add_phrase(&all, pk_word(map->lang, "filter.only.gaps"));
  if (map->filter.group >= 0) {
    const pk_group *group = &map->model->groups[map->filter.group];
    add_phrase(&all, pk_map_fill(map, "filter.only.group", "group",
                                 pk_map_name(map, &group->name, group->id), NULL));
  }
  return pk_map_keep(map, &all);
}
