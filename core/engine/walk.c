/* Clients on their way: many at once, each by itself.
 *
 * A round takes one stay of every client under way. Their luck is drawn together, in vectors; then
 * each finds the link that its luck means, and the exit, and enters its next stay. Clients do not
 * wait for each other's memory: while one's row comes from afar, the others' are on their way too.
 * Who has come to the end makes room for the next client of the part. */
#include "engine/walk_table.h"

#include <math.h>
#include <string.h>

enum {
  CROWD = 512, /* clients under way at once: what is known of them stays in the nearest memory */
  VISITS = PK_WALK_MOST_STAGES,
  STAYS_TOLD = 256 /* events kept before they are handed on */
};

/* Clients 0 … count − 1 are under way; arrays by position. */
typedef struct crowd {
  int count;
  uint32_t client[CROWD], origin[CROWD], stage[CROWD], block[CROWD]; /* counters of dice.h */
  uint32_t word[4][CROWD];
  uint32_t link[CROWD];
  int32_t state[CROWD], since[CROWD];
  int32_t run[CROWD]; /* when the run in open work began; −1: none */
  uint8_t has[CROWD];
  uint16_t row[CROWD]; /* of `visits` */
  uint16_t visits[VISITS];
} crowd;

typedef struct trip {
  const pk_walk *walk;
  const pk_walk_part *part;
  const pk_event_taker *taker;
  int horizon, group;
  size_t stages;
  int64_t next, end; /* clients that have not begun */
  int64_t *tally;    /* of the group */
  int64_t *occupancy, *entries, *moves;
  bool stopped;
  size_t told;
  pk_event_of_stay *stays;
  crowd all;
} trip;

/* ------------------------------------------------------------------------------------- events */

static bool hand_on(trip *t) {
  if (t->told > 0 && !t->stopped && !t->taker->take(t->taker->context, t->stays, t->told))
    t->stopped = true;
  t->told = 0;
  return !t->stopped;
}

static void tell(trip *t, pk_event_of_stay stay) {
  t->stays[t->told++] = stay;
  if (t->told == STAYS_TOLD)
    hand_on(t);
}

static uint32_t number_of(const trip *t, uint32_t client) {
  return t->part->number + (client - (uint32_t)t->part->first);
}

/* --------------------------------------------------------------------------- what a stay leaves */

/* What rules paid for `steps` steps of a stay that began at `since`. */
static void pay(trip *t, size_t x, int stage, int since, int steps) {
  const pk_walk_of *of = &t->walk->of;
  size_t rows = (size_t)t->horizon + 1;
  for (size_t a = 0; a < (size_t)of->model->account_count; a++) {
    const pk_extra *extra = of->extra[a];
    if (!extra)
      continue;
    double worth = extra->once[x];
    if (extra->row[x] >= 0)
      worth += extra->worth[(size_t)extra->row[x] * rows + (size_t)steps];
    worth *= t->walk->power[a * rows + (size_t)since];
    t->tally[t->walk->of.shape->paid + a * t->stages + (size_t)stage] +=
        llround(worth * PK_TALLY_COINS);
  }
}

static void stay_lasting(trip *t, int i, int end) {
  int lasting = t->all.run[i] + t->walk->lasting;
  if (lasting > end || t->all.has[i] & PK_STAY_LASTING)
    return;
  t->all.has[i] |= PK_STAY_LASTING;
  t->tally[t->walk->of.shape->lasting + (size_t)lasting]++;
}

/* The stay of client i is over, or the time is: `steps` of it lay within the horizon. */
static void stay_over(trip *t, int i, const pk_walk_state *state, int end, bool censored) {
  const pk_walk_of *of = &t->walk->of;
  int since = t->all.since[i], host = -1;
  if (state->about & PK_STAY_HOSTED) {
    host = pk_hosts_draw(of->hosts, state->stage, of->hosts->epoch_of[since], t->all.word[3][i]);
    if (host >= 0)
      t->tally[of->shape->host_steps + (size_t)host] += end - since;
    if (host >= 0 && of->hosts->list[host].third)
      t->all.has[i] |= PK_STAY_THIRD;
  }
  if (state->about & PK_STAY_PAID)
    pay(t, (size_t)t->all.state[i], state->stage, since, end - since);
  if (state->about & PK_STAY_OPEN)
    stay_lasting(t, i, end);
  if (t->taker) {
    int behind = state->about & PK_STAY_OLD ? of->chain->entry_elapsed[t->all.state[i]] : 0;
    tell(t, (pk_event_of_stay){.client = number_of(t, t->all.client[i]),
                               .group = t->group,
                               .stage = state->stage,
                               .host = host,
                               .start = since - behind,
                               .end = end,
                               .censored = censored});
  }
}

static void client_over(trip *t, int i) {
  const pk_layout *shape = t->walk->of.shape;
  if (t->all.has[i] & PK_STAY_THIRD) {
    t->tally[shape->reached]++;
    t->tally[shape->reached_employed] += (t->all.has[i] & PK_STAY_EMPLOYED) != 0;
  }
}

/* ------------------------------------------------------------------------------ from stay to stay
 */

static void refuse(trip *t, int32_t point) {
  const size_t *row = t->walk->of.chain->refused_row;
  for (size_t k = row[point]; k < row[point + 1]; k++)
    t->tally[t->walk->of.shape->refused + (size_t)t->walk->refusals[k].transition] +=
        t->walk->refusals[k].parts;
}

/* The exit that a word means: a state, or ~first exits of a passage. */
static int32_t leave(trip *t, uint32_t first, uint32_t word) {
  const pk_walk_exits *four = t->walk->exits + first;
  if (t->walk->refusals)
    refuse(t, t->walk->point_of[first]);
  while (word > four->last[3])
    four++;
  int k = (word > four->last[0]) + (word > four->last[1]) + (word > four->last[2]);
  if (four->transition[k] >= 0)
    t->moves[four->transition[k]]++;
  return four->to[k];
}

/* The first time in an employed stage, or in the open labour market. */
static void first_time(trip *t, int i, int about, int time) {
  const pk_layout *shape = t->walk->of.shape;
  int fresh = about & ~t->all.has[i];
  if (fresh & PK_STAY_EMPLOYED)
    t->tally[shape->employed + (size_t)time]++;
  if (fresh & PK_STAY_OPEN)
    t->tally[shape->open + (size_t)time]++;
  t->all.has[i] |= (uint8_t)(about & (PK_STAY_EMPLOYED | PK_STAY_OPEN));
}

static uint32_t next_visit(trip *t, int i, int stage) {
  return t->all.visits[(size_t)t->all.row[i] * t->stages + (size_t)stage]++;
}

static void tell_passage(trip *t, int i, int stage, int time, uint32_t word) {
  const pk_hosts *hosts = t->walk->of.hosts;
  tell(t, (pk_event_of_stay){.client = number_of(t, t->all.client[i]),
                             .group = t->group,
                             .stage = stage,
                             .host = pk_hosts_draw(hosts, stage, hosts->epoch_of[time], word),
                             .start = time,
                             .end = time});
}

static void pay_passage(trip *t, int32_t point, int stage, int time) {
  const pk_walk_of *of = &t->walk->of;
  size_t place = of->chain->entry_count + (size_t)point - of->chain->passage_from;
  for (size_t a = 0; of->extra && a < (size_t)of->model->account_count; a++)
    if (of->extra[a]) {
      double power = t->walk->power[a * ((size_t)t->horizon + 1) + (size_t)time];
      t->tally[of->shape->paid + a * t->stages + (size_t)stage] +=
          llround(of->extra[a]->once[place] * power * PK_TALLY_COINS);
    }
}

/* Through a passage, in no time: where it leads. */
static int32_t pass(trip *t, int i, uint32_t first, int time) {
  const pk_walk *walk = t->walk;
  int32_t point = walk->point_of[first];
  int stage = walk->of.chain->point_stage[point];
  uint32_t word[4];
  pk_dice(t->part->key, t->all.client[i], t->part->origin->hash, walk->hash[stage],
          next_visit(t, i, stage), PK_DICE_STAY, word);
  t->entries[(size_t)time * t->stages + (size_t)stage]++;
  first_time(t, i,
             (walk->of.rules->stage_employed[stage] ? PK_STAY_EMPLOYED : 0) |
                 (walk->of.rules->stage_open[stage] ? PK_STAY_OPEN : 0),
             time);
  pay_passage(t, point, stage, time);
  if (t->taker)
    tell_passage(t, i, stage, time, word[3]);
  return leave(t, first, word[2]);
}

/* Client i enters a state, or ~first exits of a passage. False when that is its last stay. */
static bool enter(trip *t, int i, int32_t at, int time) {
  const pk_walk *walk = t->walk;
  crowd *all = &t->all;
  while (at < 0)
    at = pass(t, i, (uint32_t)~at, time);
  const pk_walk_state *state = &walk->states[at];
  size_t cell = (size_t)time * t->stages + (size_t)state->stage;
  int about = state->about;
  t->occupancy[cell]++;
  t->entries[cell] += !(about & PK_STAY_OLD);
  if (about & ~all->has[i] & (PK_STAY_EMPLOYED | PK_STAY_OPEN))
    first_time(t, i, about, time);
  if (!(about & PK_STAY_OPEN))
    all->run[i] = -1;
  else if (all->run[i] < 0)
    all->run[i] = time;
  if (walk->over_limit)
    t->tally[walk->of.shape->over_limit + (size_t)state->stage] += walk->over_limit[at];
  all->state[i] = at;
  all->since[i] = time;
  if ((about & PK_STAY_ENDLESS || time == t->horizon) && !(about & PK_STAY_HOSTED)) {
    stay_over(t, i, state, t->horizon, true);
    return false;
  }
  all->stage[i] = walk->hash[state->stage];
  all->block[i] = next_visit(t, i, state->stage) * PK_DICE_BLOCKS + PK_DICE_STAY;
  return true;
}

/* ------------------------------------------------------------------------------------- the crowd
 */

/* The next client of the part begins at position i. False when there are no more. */
static bool begin(trip *t, int i) {
  const pk_origin *origin = t->part->origin;
  while (t->next < t->end && !t->stopped) {
    uint32_t client = (uint32_t)t->next++;
    const pk_origin_way *way = pk_origin_way_of(origin, t->part->key, client);
    t->all.client[i] = client;
    t->all.has[i] = 0;
    t->all.run[i] = -1;
    memset(t->all.visits + (size_t)t->all.row[i] * t->stages, 0, t->stages * sizeof *t->all.visits);
    int32_t at = way->at >= 0 ? way->at : ~(int32_t)t->walk->exits_of[~way->at];
    if (enter(t, i, at, origin->time))
      return true;
    client_over(t, i);
  }
  return false;
}

/* The last position fills a gap; it has made its stay of this round. */
static void close_gap(crowd *all, int i) {
  int last = --all->count;
  if (i == last)
    return;
  uint16_t row = all->row[i];
  all->client[i] = all->client[last];
  all->stage[i] = all->stage[last];
  all->block[i] = all->block[last];
  all->state[i] = all->state[last];
  all->since[i] = all->since[last];
  all->run[i] = all->run[last];
  all->has[i] = all->has[last];
  all->row[i] = all->row[last];
  all->row[last] = row;
}

static uint64_t luck_of(const crowd *all, int i) {
  return (uint64_t)all->word[0][i] << 32 | all->word[1][i];
}

/* Where in its row each client's luck begins to look; the links set out on their way. */
static void look_up(trip *t) {
  const pk_walk *walk = t->walk;
  crowd *all = &t->all;
  for (int i = 0; i < all->count; i++) {
    const pk_walk_state *state = &walk->states[all->state[i]];
    all->link[i] = walk->guide[state->guide + (luck_of(all, i) >> state->shift)];
    __builtin_prefetch(&walk->links[all->link[i]]);
  }
}

/* One stay of client i. False when it was the last. */
static bool stay(trip *t, int i) {
  const pk_walk *walk = t->walk;
  const pk_walk_link *link = walk->links + t->all.link[i];
  const pk_walk_state *state = &walk->states[t->all.state[i]];
  uint64_t luck = luck_of(&t->all, i);
  while (luck > link->last)
    link++;
  int end = t->all.since[i] + link->length;
  bool goes_on = end > t->horizon;
  if (goes_on)
    end = t->horizon;
  if (state->about & (PK_STAY_HOSTED | PK_STAY_PAID | PK_STAY_OPEN) || t->taker)
    stay_over(t, i, state, end, goes_on);
  if (goes_on)
    return false;
  t->occupancy[(size_t)end * t->stages + (size_t)state->stage]--;
  return enter(t, i, leave(t, link->exits, t->all.word[2][i]), end);
}

static void everybody_stays(trip *t) {
  uint32_t *const words[4] = {t->all.word[0], t->all.word[1], t->all.word[2], t->all.word[3]};
  pk_dice_many(t->part->key, (size_t)t->all.count, t->all.client, t->all.origin, t->all.stage,
               t->all.block, words);
  look_up(t);
  for (int i = t->all.count - 1; i >= 0; i--) {
    if (stay(t, i))
      continue;
    client_over(t, i);
    if (!begin(t, i))
      close_gap(&t->all, i);
  }
}

static void gather(trip *t) {
  int room = t->taker ? 1 : CROWD;
  if ((size_t)room * t->stages > VISITS)
    room = (int)(VISITS / t->stages);
  t->all.count = 0;
  for (int i = 0; i < room; i++) {
    t->all.row[i] = (uint16_t)i;
    t->all.origin[i] = t->part->origin->hash;
  }
  while (t->all.count < room && begin(t, t->all.count))
    t->all.count++;
}

bool pk_walk_run(const pk_walk *walk, const pk_walk_part *part, int64_t *tally,
                 const pk_event_taker *events) {
  const pk_layout *shape = walk->of.shape;
  pk_event_of_stay stays[STAYS_TOLD];
  trip t;
  t.walk = walk;
  t.part = part;
  t.taker = events;
  t.horizon = walk->of.chain->horizon;
  t.group = part->origin->group;
  t.stages = (size_t)shape->stage_count;
  t.next = part->first;
  t.end = part->first + part->count;
  t.tally = pk_tally_group(shape, tally, part->origin->group);
  t.occupancy = t.tally + shape->occupancy;
  t.entries = t.tally + shape->entries;
  t.moves = t.tally + shape->moves;
  t.stopped = false;
  t.told = 0;
  t.stays = stays;
  t.tally[shape->entered + (size_t)part->origin->time] += part->count;
  gather(&t);
  while (t.all.count > 0 && !t.stopped)
    everybody_stays(&t);
  return !events || hand_on(&t);
}
