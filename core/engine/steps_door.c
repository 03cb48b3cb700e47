/* Stages whose places may run out: who is let in, who waits, who gives up, who is turned away.
 *
 * Doors open in rounds. In the first everyone waits or has just come. Who gives up or is turned
 * away goes elsewhere in the same step and may so come to another door, which opens once more. A
 * client is turned away at most once by each door in a step; the second time it waits there, so
 * doors that send people to each other come to an end. */
#include "engine/steps.h"

#include "chain/states.h"

#include <math.h>
#include <string.h>

/* ------------------------------------------------------------------------------------- places */

static double stand_places(const pk_side *side, int host) {
  const pk_stand_places *stand =
      &side->steps->stands[(size_t)pk_epoch(side, side->t) * (size_t)side->steps->of.hosts->count +
                           (size_t)host];
  return stand->per < 0 ? stand->places : stand->places * (double)side->people[stand->per];
}

static double extra_places(const pk_side *side, int stage) {
  return side->steps
      ->extra[(size_t)pk_epoch(side, side->t) * (size_t)side->steps->stage_count + (size_t)stage];
}

static double hosts_places(const pk_side *side, int stage) {
  double sum = 0;
  for (int h = side->steps->of.hosts->first[stage]; h < side->steps->of.hosts->first[stage + 1];
       h++)
    sum += stand_places(side, h);
  return sum;
}

int64_t pk_door_places(const pk_side *side, const pk_entrance *door) {
  if (!door->limited)
    return INT64_MAX;
  double sum = hosts_places(side, door->stage) + extra_places(side, door->stage);
  return sum > 0 ? (int64_t)floor(sum + 1e-9) : 0;
}

/* What a host has free: its own places and its part of those that supports add. */
static double free_places(const pk_side *side, int host, double scale) {
  double left = stand_places(side, host) * scale - (double)side->load[host];
  return left > 0 ? left : 0;
}

int pk_door_host(const pk_side *side, const pk_entrance *door, uint32_t word) {
  const pk_hosts *hosts = side->steps->of.hosts;
  int from = hosts->first[door->stage], to = hosts->first[door->stage + 1], last = -1;
  double own = hosts_places(side, door->stage), sum = 0;
  double scale = own > 0 ? fmax(0, 1 + extra_places(side, door->stage) / own) : 0;
  for (int h = from; h < to; h++)
    sum += free_places(side, h, scale);
  if (!(sum > 0)) /* only extra places are left, or a caseload beyond them */
    return pk_hosts_draw(hosts, door->stage, pk_epoch(side, side->t), word);
  double u = pk_dice_narrow(word) * sum;
  for (int h = from; h < to; h++) {
    double part = free_places(side, h, scale);
    if (!(part > 0))
      continue;
    last = h;
    if (u < part)
      break;
    u -= part;
  }
  return last;
}

/* ------------------------------------------------------------------------------------- waiting */

static int64_t *queue_part(const pk_side *side, const pk_client *client) {
  return pk_tally_group(side->steps->of.shape, side->tally, pk_client_group(side, client)) +
         client->stage;
}

/* Clocks of who waits run when somebody asks for them. */
static void catch_up(const pk_side *side, const pk_entrance *door, pk_client *client) {
  if (side->steps->clock_count == 0 || (client->marks & PK_FRESH) || client->clocks_at == side->t)
    return;
  pk_clocks clocks;
  pk_client_load(side, client, &clocks);
  for (; client->clocks_at < side->t; client->clocks_at++)
    pk_rules_wait_step(side->steps->of.laws->rules_at[pk_epoch(side, client->clocks_at + 1)],
                       door->waits_as, &clocks);
  pk_client_store(side, client, &clocks);
}

static void begin_to_wait(const pk_side *side, const pk_entrance *door, pk_client *client) {
  client->marks &= ~(uint32_t)PK_FRESH;
  client->open_since = -1;
  client->exit = -1;
  client->clocks_at = side->t;
  if (side->steps->clock_count == 0 || client->since < side->t)
    return; /* who has waited since before t = 0 brings the clocks of t = 0 */
  pk_clocks clocks;
  pk_client_load(side, client, &clocks);
  pk_rules_wait_enter(side->steps->of.rules, door->waits_as, &clocks);
  pk_client_store(side, client, &clocks);
}

static void go_from_door(pk_side *side, pk_client *client) {
  const pk_steps *steps = side->steps;
  if (side->t > client->since)
    pk_log_stay(side, client, side->t, true, false);
  side->outside[(size_t)pk_client_group(side, client) * (size_t)steps->stage_count +
                (size_t)client->stage]--;
  client->marks &= ~(uint32_t)(PK_AT_DOOR | PK_FRESH | PK_STARTER | PK_LISTED);
}

/* --------------------------------------------------------------------------------- letting in */

static bool may_enter(const pk_side *side, const pk_entrance *door, pk_client *client) {
  if (!door->asked || (client->marks & (PK_FRESH | PK_STARTER)))
    return true;
  pk_clocks clocks;
  catch_up(side, door, client);
  pk_client_load(side, client, &clocks);
  return pk_stay_may_enter(side->steps->of.laws, pk_client_klass(side, client), client->stage,
                           &clocks, side->t - client->since, pk_epoch(side, side->t));
}

static bool is_paid_for(pk_side *side, const pk_entrance *door, const pk_waiter *w) {
  pk_client *client = pk_client_at(side, w->client);
  if (!door->budgeted)
    return true;
  catch_up(side, door, client);
  return pk_budget_reserve(side, door, client);
}

static void let_in(pk_side *side, const pk_entrance *door, pk_waiting_line *line, pk_waiter *w) {
  const pk_layout *shape = side->steps->of.shape;
  pk_client *client = pk_client_at(side, w->client);
  catch_up(side, door, client);
  if (shape->queues) {
    queue_part(side, client)[shape->let_in]++;
    queue_part(side, client)[shape->waited] += side->t - w->came;
  }
  go_from_door(side, client);
  pk_enter(side, w->client);
  w->client = PK_NOBODY;
  line->gaps++;
}

/* The order in which those at a door are asked, where rules rank them: into side->keys. */
static bool rank(pk_side *side, const pk_entrance *door, const pk_waiting_line *line) {
  size_t count = line->count - line->first;
  if (!pk_line_room(side, count))
    return false;
  for (size_t i = 0; i < count; i++) {
    pk_client *client = pk_client_at(side, line->list[line->first + i].client);
    pk_clocks clocks;
    catch_up(side, door, client);
    pk_client_load(side, client, &clocks);
    const pk_rules *rules = side->steps->of.laws->rules_at[pk_epoch(side, side->t)];
    int priority = pk_rules_priority(rules, pk_client_klass(side, client), door->stage, &clocks);
    side->keys[i] = (pk_sort_key){(uint32_t)priority ^ 0x80000000u, (uint32_t)i};
  }
  pk_keys_sort(side->keys, side->more_keys, count);
  return true;
}

static pk_waiter *at_rank(const pk_side *side, const pk_entrance *door, const pk_waiting_line *line,
                          size_t rank_of) {
  return &line->list[line->first + (door->ranked ? side->keys[rank_of].at : rank_of)];
}

static void let_all_in(pk_side *side, const pk_entrance *door, pk_waiting_line *line) {
  int64_t room = pk_door_places(side, door) - side->people[door->stage];
  size_t count = line->count - line->first;
  for (size_t i = 0; i < count && room > 0; i++) {
    pk_waiter *w = at_rank(side, door, line, i);
    if (!door->ranked && i + PK_AHEAD < count)
      pk_client_fetch(side, w[PK_AHEAD].client);
    if (!may_enter(side, door, pk_client_at(side, w->client)) || !is_paid_for(side, door, w))
      continue;
    let_in(side, door, line, w);
    room--;
  }
  pk_enter_batch(side);
}

/* ------------------------------------------------------------------------------ going elsewhere */

/* Where to: by the shares of those stages that the client may enter; −1: none. */
static int way_from(const pk_side *side, const pk_entrance *door, pk_client *client) {
  const pk_steps *steps = side->steps;
  pk_clocks clocks;
  uint32_t word[4];
  double sum = 0;
  int way = -1;
  catch_up(side, door, client);
  pk_client_load(side, client, &clocks);
  pk_dice(side->run->key, client->number, pk_client_origin(side, client)->hash,
          steps->stage_id[client->stage],
          (uint32_t)(pk_client_visits(steps, client)[client->stage] - 1), PK_DICE_DOOR, word);
  for (int pass = 0; pass < 2; pass++) {
    double u = pass == 0 ? INFINITY : pk_dice_narrow(word[3]) * sum;
    sum = 0;
    for (int k = 0; k < door->way_count && u >= sum; k++)
      if (door->way_share[k] > 0 &&
          pk_stay_may_enter(steps->of.laws, pk_client_klass(side, client), door->ways[k], &clocks,
                            side->t - client->since, pk_epoch(side, side->t))) {
        sum += door->way_share[k];
        way = door->ways[k];
      }
  }
  return way;
}

/* Sends a client elsewhere at the end of the round; false when it may go nowhere. */
static bool send_away(pk_side *side, const pk_entrance *door, pk_waiting_line *line, pk_waiter *w) {
  pk_client *client = pk_client_at(side, w->client);
  int way = way_from(side, door, client);
  void *leavers = side->leavers;
  if (way < 0)
    return false;
  if (!pk_make_room(&leavers, &side->leaver_room, side->leaver_count + 1, sizeof *side->leavers)) {
    side->failed = true;
    return false;
  }
  side->leavers = leavers;
  side->leavers[side->leaver_count++] = (pk_leaver){w->client, way, side->t - w->came};
  go_from_door(side, client);
  w->client = PK_NOBODY;
  line->gaps++;
  return true;
}

/* Those whose patience ends now, of those whom this step has not let in. */
static void give_up(pk_side *side, const pk_entrance *door, pk_waiting_line *line) {
  const pk_layout *shape = side->steps->of.shape;
  for (size_t i = line->first; door->patience && i < line->count; i++) {
    pk_waiter *w = &line->list[i];
    if (w->client == PK_NOBODY || w->until > side->t)
      continue;
    int64_t *part = queue_part(side, pk_client_at(side, w->client));
    if (send_away(side, door, line, w) && shape->queues)
      part[shape->gave_up]++;
  }
}

static bool was_turned_away(const pk_side *side, const pk_client *client) {
  for (int32_t k = client->exit; k >= 0; k = side->turned[k].before)
    if (side->turned[k].stage == client->stage)
      return true;
  return false;
}

static void turn_away(pk_side *side, const pk_entrance *door, pk_waiting_line *line, pk_waiter *w) {
  const pk_layout *shape = side->steps->of.shape;
  pk_client *client = pk_client_at(side, w->client);
  void *turned = side->turned;
  int64_t *part = queue_part(side, client);
  if (was_turned_away(side, client))
    return;
  if (!pk_make_room(&turned, &side->turned_room, side->turned_count + 1, sizeof *side->turned)) {
    side->failed = true;
    return;
  }
  side->turned = turned;
  side->turned[side->turned_count] = (pk_turned){client->stage, client->exit};
  if (!send_away(side, door, line, w))
    return;
  client->exit = (int32_t)side->turned_count++;
  if (shape->queues)
    part[shape->turned_away]++;
}

static bool is_new(const pk_side *side, const pk_waiter *w) {
  uint32_t marks = w->client == PK_NOBODY ? 0 : pk_client_at(side, w->client)->marks;
  return (marks & PK_FRESH) && !(marks & PK_LISTED);
}

/* A line that is full takes no newcomers: those who would stand last find it so. */
static void keep_to_max(pk_side *side, const pk_entrance *door, pk_waiting_line *line) {
  size_t count = line->count - line->first;
  int64_t standing = 0;
  if (door->max < 0)
    return;
  for (size_t i = line->first; i < line->count; i++) {
    const pk_waiter *w = &line->list[i];
    standing += w->client != PK_NOBODY && !is_new(side, w);
  }
  for (size_t i = 0; i < count; i++) {
    pk_waiter *w = at_rank(side, door, line, i);
    if (!is_new(side, w))
      continue;
    if (standing >= door->max)
      turn_away(side, door, line, w);
    standing += w->client != PK_NOBODY;
  }
}

/* ------------------------------------------------------------------------------------- opening */

/* Who is still there begins to wait, and the line closes up. */
static void settle(pk_side *side, const pk_entrance *door, pk_waiting_line *line, bool fresh) {
  while (line->first < line->count && line->list[line->first].client == PK_NOBODY) {
    line->first++;
    line->gaps--;
  }
  if (line->gaps > 0)
    pk_line_close(line);
  for (size_t i = line->count; fresh && i > line->first; i--) {
    if (side->t > 0 && line->list[i - 1].came < side->t)
      break;
    pk_client *client = pk_client_at(side, line->list[i - 1].client);
    if (client->marks & PK_FRESH)
      begin_to_wait(side, door, client);
  }
  if (line->first > line->count / 2) {
    line->count -= line->first;
    memmove(line->list, line->list + line->first, line->count * sizeof *line->list);
    line->first = 0;
  }
  line->known = line->count;
}

static void open_door(pk_side *side, int index) {
  const pk_entrance *door = &side->steps->doors[index];
  pk_waiting_line *line = &side->lines[index];
  bool fresh = line->count > line->known;
  pk_line_sort(side, index);
  if (side->failed || (door->ranked && !rank(side, door, line)))
    return;
  let_all_in(side, door, line);
  give_up(side, door, line);
  if (fresh)
    keep_to_max(side, door, line);
  settle(side, door, line, fresh);
}

/* Those who left a door in this round come to where they go. */
static bool move_on(pk_side *side) {
  bool any = side->leaver_count > 0;
  for (size_t i = 0; i < side->leaver_count && !side->failed; i++)
    pk_come(side, side->leavers[i].client, side->leavers[i].stage, side->leavers[i].elapsed);
  side->leaver_count = 0;
  pk_enter_batch(side);
  return any;
}

void pk_doors_open(pk_side *side) {
  bool first = true;
  side->turned_count = 0;
  do {
    for (int d = 0; d < side->steps->door_count && !side->failed; d++) {
      const pk_waiting_line *line = &side->lines[d];
      if (first ? line->count > line->first : line->count > line->known)
        open_door(side, d);
    }
    first = false;
  } while (move_on(side) && !side->failed);
}
