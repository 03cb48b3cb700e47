/* A model without a region has rules too: none of them forbids anything.
 *
 * Stages are employed where the model says so, roles are whatever the model calls them, and a role
 * is a host as soon as anyone has places in it. Every group is one profile. */
#include "rules/bind.h"

#include "base/ids.h"

/* Adds the role of one standing or support; its index, or -1 when memory ran out. */
static int plain_role(pk_ids *ids, pk_role *roles, const char *id, bool places) {
  int index = pk_ids_add(ids, id);
  if (index < 0)
    return -1;
  pk_role *role = &roles[index];
  role->id = pk_ids_at(ids, index);
  role->row = PK_ROW_NONE;
  role->host = role->host || places;
  return index;
}

static size_t role_mentions(const pk_model *model) {
  size_t count = (size_t)model->support_count;
  for (int s = 0; s < model->stage_count; s++)
    count += (size_t)model->stages[s].standing_count;
  return count;
}

static bool plain_roles(pk_rules *rules) {
  const pk_model *model = rules->model;
  pk_arena *arena = rules->arena;
  pk_ids *ids = pk_ids_new(arena);
  pk_role *roles = PK_NEW_ARRAY(arena, pk_role, role_mentions(model));
  const int **at = PK_NEW_ARRAY(arena, const int *, (size_t)model->stage_count);
  int *supports = PK_NEW_ARRAY(arena, int, (size_t)model->support_count);
  if (!ids || !roles || !at || !supports)
    return false;
  for (int s = 0; s < model->stage_count; s++) {
    const pk_stage *stage = &model->stages[s];
    int *here = PK_NEW_ARRAY(arena, int, (size_t)stage->standing_count);
    if (!here)
      return false;
    for (int i = 0; i < stage->standing_count; i++) {
      const pk_standing *standing = &stage->standings[i];
      here[i] =
          plain_role(ids, roles, standing->role, standing->has_places || standing->per_stage >= 0);
      if (here[i] < 0)
        return false;
    }
    at[s] = here;
  }
  for (int i = 0; i < model->support_count; i++) {
    supports[i] = -1;
    if (!model->supports[i].role)
      continue;
    supports[i] = plain_role(ids, roles, model->supports[i].role, false);
    if (supports[i] < 0)
      return false;
  }
  rules->roles = roles;
  rules->role_count = pk_ids_count(ids);
  rules->standing_role = at;
  rules->support_role = supports;
  return true;
}

static bool plain_stages(pk_rules *rules) {
  const pk_model *model = rules->model;
  size_t count = (size_t)model->stage_count;
  int *kind = PK_NEW_ARRAY(rules->arena, int, count);
  bool *employed = PK_NEW_ARRAY(rules->arena, bool, count);
  bool *open = PK_NEW_ARRAY(rules->arena, bool, count);
  if (!kind || !employed || !open)
    return false;
  for (size_t s = 0; s < count; s++) {
    kind[s] = -1;
    employed[s] = model->stages[s].employed || model->stages[s].open;
    open[s] = model->stages[s].open;
  }
  rules->stage_kind = kind;
  rules->stage_employed = employed;
  rules->stage_open = open;
  return true;
}

static bool plain_profiles(pk_rules *rules) {
  size_t count = (size_t)rules->model->group_count;
  pk_profile *profiles = PK_NEW_ARRAY(rules->arena, pk_profile, count);
  if (!profiles)
    return false;
  for (size_t g = 0; g < count; g++) {
    profiles[g].group = (int)g;
    profiles[g].share = 1;
  }
  rules->profiles = profiles;
  rules->profile_count = (int)count;
  rules->klass_count = 1;
  return true;
}

bool pk_bind_plain(pk_rules *rules) {
  return plain_roles(rules) && plain_stages(rules) && plain_profiles(rules);
}
