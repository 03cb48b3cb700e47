/* Who hosts at which stage. */
#include "engine/hosts.h"
#include "chain/presence.h"

static bool is_host(const pk_rules *rules, int stage, int standing) {
  int role = rules->standing_role[stage][standing];
  return role >= 0 && rules->roles[role].host;
}

static int count_hosts(const pk_model *model, const pk_rules *rules) {
  int count = 0;
  for (int s = 0; s < model->stage_count; s++)
    for (int i = 0; i < model->stages[s].standing_count; i++)
      count += is_host(rules, s, i);
  return count;
}

bool pk_hosts_start(pk_hosts *hosts, const pk_model *model, const pk_rules *rules,
                    const bool *withdrawn, pk_arena *arena) {
  int count = count_hosts(model, rules);
  pk_host *list = PK_NEW_ARRAY(arena, pk_host, (size_t)count);
  int *first = PK_NEW_ARRAY(arena, int, (size_t)model->stage_count + 1);
  bool *there = PK_NEW_ARRAY(arena, bool, (size_t)count);
  *hosts = (pk_hosts){.list = list, .first = first, .there = there};
  if (!list || !first || !there)
    return false;
  for (int s = 0; s < model->stage_count; s++) {
    first[s] = hosts->count;
    for (int i = 0; i < model->stages[s].standing_count; i++) {
      const pk_standing *standing = &model->stages[s].standings[i];
      if (!is_host(rules, s, i))
        continue;
      there[hosts->count] = !pk_standing_absent(model, standing, withdrawn);
      list[hosts->count++] = (pk_host){.stage = s,
                                       .standing = i,
                                       .actor = standing->actor,
                                       .third = model->actors[standing->actor].sector == PK_THIRD};
    }
  }
  first[model->stage_count] = hosts->count;
  return true;
}

int pk_hosts_draw(const pk_hosts *hosts, int stage, uint32_t word) {
  int there = 0;
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++)
    there += hosts->there[h];
  int wanted = (int)((uint64_t)word * (uint64_t)there >> 32);
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++)
    if (hosts->there[h] && wanted-- == 0)
      return h;
  return -1;
}
