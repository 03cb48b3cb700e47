/* More stages than anybody can look at: a card for each kind of stage, and for each pair of kinds
 * one line for all transitions between them. */
#include "draw/network.h"

#include "base/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Kinds that have a stage, by the first of their stages; stages that say no kind are told apart by
 * what they are. */
typedef struct kinds {
  pk_network *net;
  int *of_stage;
  int *number; /* of each kind of the rules, and of four more: −1 while it has no stage */
  int *stages; /* how many, per number */
  int count, known;
} kinds;

enum { NO_KIND, NO_KIND_EMPLOYED, NO_KIND_FINAL, NO_KIND_PASSAGE, NO_KIND_SORTS };

static void *array(pk_network *net, int count, size_t size) {
  void *got = pk_alloc(net->map->arena, (size_t)(count > 0 ? count : 1), size);
  if (!got)
    net->map->failed = true;
  return got;
}

static int kind_of(const kinds *k, int s) {
  const pk_map *map = k->net->map;
  int kind = map->rules->stage_kind ? map->rules->stage_kind[s] : -1;
  if (kind >= 0)
    return kind;
  const pk_stage *stage = &map->model->stages[s];
  return k->known + (stage->final      ? NO_KIND_FINAL
                     : stage->passage  ? NO_KIND_PASSAGE
                     : stage->employed ? NO_KIND_EMPLOYED
                                       : NO_KIND);
}

static const char *name_of(const kinds *k, int kind) {
  static const char *const words[NO_KIND_SORTS] = {"network.kind.none", "network.kind.employed",
                                                   "network.kind.final", "network.kind.passage"};
  pk_map *map = k->net->map;
  if (kind >= k->known)
    return pk_word(map->lang, words[kind - k->known]);
  return pk_map_name(map, &map->rules->kinds[kind].name, map->rules->kinds[kind].id);
}

static bool number_kinds(kinds *k) {
  pk_network *net = k->net;
  int stages = net->map->stage_count;
  k->known = net->map->rules->kind_count;
  k->of_stage = array(net, stages, sizeof *k->of_stage);
  k->number = array(net, k->known + NO_KIND_SORTS, sizeof *k->number);
  k->stages = array(net, k->known + NO_KIND_SORTS, sizeof *k->stages);
  net->cards = array(net, k->known + NO_KIND_SORTS, sizeof *net->cards);
  if (net->map->failed)
    return false;
  for (int i = 0; i < k->known + NO_KIND_SORTS; i++)
    k->number[i] = -1;
  for (int s = 0; s < stages; s++) {
    int kind = kind_of(k, s);
    if (k->number[kind] < 0) {
      char id[16];
      snprintf(id, sizeof id, "%d", kind);
      k->number[kind] = k->count++;
      net->cards[k->number[kind]] = (pk_card){.id = pk_map_id(net->map, "kind", id, NULL, NULL),
                                              .head = name_of(k, kind),
                                              .more = "",
                                              .people = "",
                                              .crowding = "",
                                              .final = kind == k->known + NO_KIND_FINAL,
                                              .passage = kind == k->known + NO_KIND_PASSAGE};
    }
    k->of_stage[s] = k->number[kind];
    k->stages[k->of_stage[s]]++;
  }
  net->card_count = k->count;
  return true;
}

static void count_stages(kinds *k) {
  for (int c = 0; c < k->count; c++) {
    char number[16];
    snprintf(number, sizeof number, "%d", k->stages[c]);
    k->net->cards[c].more = pk_map_fill(
        k->net->map, k->stages[c] == 1 ? "network.stage" : "network.stages", "count", number, NULL);
  }
}

/* Organisations of each sector at the stages of a kind, each once. */
static void count_chips(kinds *k) {
  const pk_map *map = k->net->map;
  int actors = map->model->actor_count;
  bool *seen = array(k->net, actors * k->count, sizeof *seen);
  if (map->failed)
    return;
  for (int i = 0; i < map->chip_count; i++) {
    const pk_chip *chip = &map->chips[i];
    for (int s = chip->first; s <= chip->last; s++) {
      int card = k->of_stage[s];
      bool *once = chip->actor >= 0 ? &seen[actors * card + chip->actor] : NULL;
      if (!once || !*once)
        k->net->cards[card].counts[pk_card_sort(chip)]++;
      if (once)
        *once = true;
    }
  }
}

/* One way between two kinds for all transitions: with a result how many people take them, else how
 * many there are. */
static void join_ways(kinds *k) {
  pk_network *net = k->net;
  pk_map *map = net->map;
  int pairs = k->count * k->count, *joined = array(net, pairs, sizeof *joined);
  double *sums = array(net, pairs, sizeof *sums), most = 0;
  net->ways = array(net, pairs, sizeof *net->ways);
  if (map->failed)
    return;
  for (int i = 0; i < map->arrow_count; i++) {
    int pair = k->of_stage[map->arrows[i].from] * k->count + k->of_stage[map->arrows[i].to];
    joined[pair] += pair / k->count != pair % k->count;
    sums[pair] += map->result ? map->arrows[i].moves : 1;
    most = joined[pair] ? fmax(most, sums[pair]) : most;
  }
  for (int pair = 0; pair < pairs; pair++)
    if (joined[pair])
      net->ways[net->way_count++] = (pk_network_way){.from = pair / k->count,
                                                     .to = pair % k->count,
                                                     .chance = most > 0 ? sums[pair] / most : 0,
                                                     .number = pk_map_count(map, sums[pair]),
                                                     .transition = -1,
                                                     .back = pair % k->count < pair / k->count};
}

void pk_network_kinds(pk_network *net) {
  kinds k = {.net = net};
  net->overview = true;
  net->beside = array(net, 0, sizeof *net->beside);
  if (!number_kinds(&k))
    return;
  count_stages(&k);
  count_chips(&k);
  join_ways(&k);
}
