/* Who hosts at which stage. */
#include "engine/hosts.h"

#include "chain/presence.h"
#include "engine/dice.h"

/* Who takes clients in during one epoch: who is there; where nobody is, who was not withdrawn. */
static void fill_epoch(const pk_hosts *hosts, const pk_model *model, const pk_presence *presence,
                       const bool *withdrawn, int epoch, bool *there) {
  const bool *now = presence->host_there + (size_t)epoch * (size_t)hosts->count;
  for (int h = 0; h < hosts->count; h++) {
    const pk_host *host = &hosts->list[h];
    bool closed = presence->stage_closed[epoch * model->stage_count + host->stage];
    there[(size_t)epoch * (size_t)hosts->count + (size_t)h] =
        closed ? !pk_actor_withdrawn(model, host->actor, withdrawn, presence->first[epoch])
               : now[h];
  }
}

static double places(const pk_model *model, const pk_host *host) {
  const pk_standing *standing = &model->stages[host->stage].standings[host->standing];
  return standing->has_places && standing->places.value > 0 ? standing->places.value : 0;
}

/* One stage in one epoch. */
static void fill_shares(const pk_hosts *hosts, const pk_model *model, int stage, const bool *there,
                        double *share) {
  double all = 0;
  int hosting = 0;
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++)
    if (there[h]) {
      all += places(model, &hosts->list[h]);
      hosting++;
    }
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++)
    if (there[h])
      share[h] = all > 0 ? places(model, &hosts->list[h]) / all : 1.0 / hosting;
}

bool pk_hosts_start(pk_hosts *hosts, const pk_model *model, const pk_rules *rules,
                    const bool *withdrawn, pk_arena *arena) {
  pk_presence *presence = pk_presence_new(arena, model, rules, withdrawn);
  size_t count = presence ? (size_t)presence->host_count : 0;
  size_t epochs = presence ? (size_t)presence->epoch_count : 0;
  pk_host *list = PK_NEW_ARRAY(arena, pk_host, count);
  int *first = PK_NEW_ARRAY(arena, int, (size_t)model->stage_count + 1);
  bool *there = PK_NEW_ARRAY(arena, bool, epochs *count);
  double *share = PK_NEW_ARRAY(arena, double, epochs *count);
  *hosts = (pk_hosts){.list = list, .first = first, .there = there, .share = share};
  if (!presence || !list || !first || !there || !share)
    return false;
  hosts->epoch_count = presence->epoch_count;
  hosts->epoch_of = presence->epoch_of;
  for (int s = 0; s < model->stage_count; s++) {
    first[s] = hosts->count;
    for (int i = 0; i < model->stages[s].standing_count; i++) {
      int actor = model->stages[s].standings[i].actor;
      if (pk_standing_hosts(rules, s, i))
        list[hosts->count++] = (pk_host){.stage = s,
                                         .standing = i,
                                         .actor = actor,
                                         .third = model->actors[actor].sector == PK_THIRD};
    }
  }
  first[model->stage_count] = hosts->count;
  for (int epoch = 0; epoch < hosts->epoch_count; epoch++) {
    size_t row = (size_t)epoch * count;
    fill_epoch(hosts, model, presence, withdrawn, epoch, there);
    for (int s = 0; s < model->stage_count; s++)
      fill_shares(hosts, model, s, there + row, share + row);
  }
  return true;
}

int pk_hosts_draw(const pk_hosts *hosts, int stage, int epoch, uint32_t word) {
  const double *share = hosts->share + (size_t)epoch * (size_t)hosts->count;
  double luck = pk_dice_narrow(word);
  int drawn = -1;
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++) {
    if (!(share[h] > 0))
      continue;
    drawn = h;
    if ((luck -= share[h]) < 0)
      break;
  }
  return drawn;
}
