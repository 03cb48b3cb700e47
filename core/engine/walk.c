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
  CROWD = 384, /* clients under way at once: what is known of them stays in the nearest memory */
  NEWCOMERS = 48,
  VISITS = PK_WALK_MOST_STAGES,
  STAYS_TOLD = 256 /* events kept before they are handed on */
};

/* A client under way: what every round reads. */
typedef struct walker {
  int32_t state, since, end;
  uint32_t
      next; /* where its luck begins to look for a link; then the exits of the point at `end` */
} walker;

/* What a client has behind it. */
#define NEVER UINT32_MAX
typedef struct past {
  uint32_t run, until;              /* a run in open work: from when, and how far it has come */
  uint32_t employed, open, lasting; /* when it first came so far */
  bool third;                       /* has been at a host of the third sector */
} past;

/* Clients 0 … count − 1 are under way: themselves, the counters of their luck (dice.h), and it. */
typedef struct crowd {
  int count;
  walker one[CROWD];
  past past[CROWD];
  uint32_t client[CROWD], origin[CROWD], stage[CROWD], block[CROWD];
  uint32_t word[4][CROWD];
  uint32_t visits[CROWD]; /* first of a row in `visited` */
  uint16_t visited[VISITS];
} crowd;

/* Luck of clients that begin next: client, and counters that say PK_DICE_WHO. */
typedef struct newcomers {
  int at, count;
  uint32_t client[NEWCOMERS], stage[NEWCOMERS], block[NEWCOMERS], word[4][NEWCOMERS];
} newcomers;

/* Positions in the crowd. */
typedef struct positions {
  int count;
  uint16_t list[CROWD + 1];
} positions;

typedef struct trip {
  const pk_walk *walk;
  const pk_walk_part *part;
  const pk_event_taker *taker;
  int horizon, group, about; /* about: stays that leave more than their length */
  size_t stages;
  int64_t next, end; /* clients that have not begun */
  int64_t *tally;    /* of the group */
  int64_t *occupancy, *moves;
  size_t to_entries; /* from a cell of occupancy to that of entries */
  bool stopped;
  size_t told;
  pk_event_of_stay *stays;
  positions special, movers, over;
  newcomers newcomers;
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

static inline uint32_t earlier(uint32_t a, uint32_t b) {
  return a < b ? a : b;
}

/* All bits or none. */
static inline uint32_t bits_if(bool yes) {
  return 0u - (uint32_t)yes;
}

/* `time` or never. Without a branch, as all that is done for stay after stay. */
static inline uint32_t time_if(bool yes, uint32_t time) {
  return time | ~bits_if(yes);
}

static inline void first_times(past *p, int about, uint32_t time) {
  p->employed = earlier(p->employed, time_if(about & PK_STAY_EMPLOYED, time));
  p->open = earlier(p->open, time_if(about & PK_STAY_OPEN, time));
}

/* Open work from stay to stay, and through passages, is one run. Where the stay is no open work,
 * `run` is of no use until the next run begins. */
static inline void run_on(past *p, int about, uint32_t since, uint32_t end, uint32_t lasting) {
  uint32_t same = bits_if(p->until == since), open = bits_if(about & PK_STAY_OPEN);
  p->run = (p->run & same) | (since & ~same);
  p->until = (end & open) | (p->until & ~open);
  lasting += p->run;
  p->lasting = earlier(p->lasting, time_if(lasting <= end, lasting) | ~open);
}

static int stay_hosted(trip *t, int i, int stage, int end) {
  const pk_hosts *hosts = t->walk->of.hosts;
  int since = t->all.one[i].since;
  int host = pk_hosts_draw(hosts, stage, hosts->epoch_of[since], t->all.word[3][i]);
  if (host < 0)
    return host;
  t->tally[t->walk->of.shape->host_steps + (size_t)host] += end - since;
  t->all.past[i].third = t->all.past[i].third || hosts->list[host].third;
  return host;
}

/* What only some stays leave: at a host, paid for, told. */
static void stay_marked(trip *t, int i, int end, bool censored) {
  const pk_walk_of *of = &t->walk->of;
  const walker *one = &t->all.one[i];
  const pk_walk_state *state = &t->walk->states[one->state];
  int host = -1;
  if (state->about & PK_STAY_HOSTED)
    host = stay_hosted(t, i, state->stage, end);
  if (state->about & PK_STAY_PAID)
    pay(t, (size_t)one->state, state->stage, one->since, end - one->since);
  if (t->taker) {
    int behind = state->about & PK_STAY_OLD ? of->chain->entry_elapsed[one->state] : 0;
    tell(t, (pk_event_of_stay){.client = number_of(t, t->all.client[i]),
                               .group = t->group,
                               .stage = state->stage,
                               .host = host,
                               .start = one->since - behind,
                               .end = end,
                               .censored = censored});
  }
}

/* A stay of client i that leaves more to count than its length is over at `end`, or the time is. */
static inline void stay_over(trip *t, int i, int end, bool censored) {
  const walker *one = &t->all.one[i];
  const pk_walk_state *state = &t->walk->states[one->state];
  past *p = &t->all.past[i];
  first_times(p, state->about, (uint32_t)one->since);
  run_on(p, state->about, (uint32_t)one->since, (uint32_t)end, (uint32_t)t->walk->lasting);
  if (state->about & PK_STAY_OVER_LIMIT)
    t->tally[t->walk->of.shape->over_limit + (size_t)state->stage] +=
        t->walk->over_limit[one->state];
  if (state->about & (PK_STAY_HOSTED | PK_STAY_PAID) || t->taker)
    stay_marked(t, i, end, censored);
}

/* The last stay of client i, for which there was nothing to draw. */
static inline void stay_on(trip *t, int i) {
  if (t->walk->states[t->all.one[i].state].about & t->about)
    stay_over(t, i, t->horizon, true);
}

/* What is counted once of a client. */
static void client_over(trip *t, int i) {
  const pk_layout *shape = t->walk->of.shape;
  const past *p = &t->all.past[i];
  if (p->employed != NEVER)
    t->tally[shape->employed + p->employed]++;
  if (p->open != NEVER)
    t->tally[shape->open + p->open]++;
  if (p->lasting != NEVER)
    t->tally[shape->lasting + p->lasting]++;
  t->tally[shape->reached] += p->third;
  t->tally[shape->reached_employed] += p->third && p->employed != NEVER;
}

/* ---------------------------------------------------------------------------- from stay to stay */

static void refuse(trip *t, int32_t point) {
  const size_t *row = t->walk->of.chain->refused_row;
  for (size_t k = row[point]; k < row[point + 1]; k++)
    t->tally[t->walk->of.shape->refused + (size_t)t->walk->refusals[k].transition] +=
        t->walk->refusals[k].parts;
}

/* The exit that a word means: its four, and which of them. */
static inline const pk_walk_exits *find_exit(const pk_walk *walk, uint32_t first, uint32_t word,
                                             int *which) {
  const pk_walk_exits *four = walk->exits + first + (word > walk->exits[first].last[3]);
  while (word > four->last[3])
    four++;
  *which = (word > four->last[0]) + (word > four->last[1]) + (word > four->last[2]);
  return four;
}

/* Takes it: to a state, or ~first exits of a passage. */
static inline int32_t leave(trip *t, uint32_t first, uint32_t word) {
  int k;
  const pk_walk_exits *four = find_exit(t->walk, first, word, &k);
  if (t->walk->refusals)
    refuse(t, t->walk->point_of[first]);
  if (four->transition[k] >= 0)
    t->moves[four->transition[k]]++;
  return four->to[k];
}

static inline uint32_t next_visit(trip *t, int i, int stage) {
  return t->all.visited[t->all.visits[i] + (uint32_t)stage]++;
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
  t->occupancy[t->to_entries + (size_t)time * t->stages + (size_t)stage]++;
  first_times(&t->all.past[i],
              (walk->of.rules->stage_employed[stage] ? PK_STAY_EMPLOYED : 0) |
                  (walk->of.rules->stage_open[stage] ? PK_STAY_OPEN : 0),
              (uint32_t)time);
  pay_passage(t, point, stage, time);
  if (t->taker)
    tell_passage(t, i, stage, time, word[3]);
  return leave(t, first, word[2]);
}

/* Client i enters a state, or ~first exits of a passage; `here` is the row of occupancy of this
 * time. True when there is nothing to draw for the
 * stay: it lasts to the end. */
static inline bool enter(trip *t, int i, int32_t at, int time, int64_t *here) {
  const pk_walk *walk = t->walk;
  while (at < 0)
    at = pass(t, i, (uint32_t)~at, time);
  const pk_walk_state *state = &walk->states[at];
  here[state->stage]++;
  here[t->to_entries + (size_t)state->stage]++;
  t->all.one[i].state = at;
  t->all.one[i].since = time;
  t->all.stage[i] = state->hash;
  t->all.block[i] = next_visit(t, i, state->stage) * PK_DICE_BLOCKS + PK_DICE_STAY;
  return state->about & PK_STAY_ENDLESS;
}

/* ------------------------------------------------------------------------------------- the crowd
 *
 * Nothing branches in the loops over everybody: a processor that guesses wrong where luck decides
 * loses more than all the counting costs. Who needs more than the others is put on a list. */

/* Who was there before t = 0 has not entered. */
static void be_there(trip *t, const pk_walk_state *state, int time) {
  if (state->about & PK_STAY_OLD)
    t->occupancy[t->to_entries + (size_t)time * t->stages + (size_t)state->stage]--;
}

/* Ways of the clients that begin next, drawn together. */
static const pk_origin_way *next_way(trip *t, uint32_t client) {
  const pk_origin *origin = t->part->origin;
  newcomers *new = &t->newcomers;
  if (origin->way_count == 1 || origin->allocate)
    return pk_origin_way_by(origin, client, 0, 0);
  if (new->at == new->count) {
    uint32_t *const words[4] = {new->word[0], new->word[1], new->word[2], new->word[3]};
    new->at = 0;
    for (new->count = 0; new->count < NEWCOMERS && t->next + new->count < t->end; new->count++)
      new->client[new->count] = client + (uint32_t) new->count;
    pk_dice_many(t->part->key, (size_t) new->count, new->client, t->all.origin, new->stage,
                 new->block, words);
  }
  int i = new->at++;
  return pk_origin_way_by(origin, client, new->word[0][i], new->word[1][i]);
}

/* The next client of the part begins at position i. False when there are no more. */
static bool begin(trip *t, int i) {
  const pk_origin *origin = t->part->origin;
  crowd *all = &t->all;
  while (t->next < t->end && !t->stopped) {
    uint32_t client = (uint32_t)t->next;
    int32_t at = next_way(t, client)->at;
    t->next++;
    all->client[i] = client;
    all->past[i] = (past){.until = NEVER, .employed = NEVER, .open = NEVER, .lasting = NEVER};
    memset(all->visited + all->visits[i], 0, t->stages * sizeof *all->visited);
    bool last = enter(t, i, at >= 0 ? at : ~(int32_t)t->walk->exits_of[~at], origin->time,
                      t->occupancy + (size_t)origin->time * t->stages);
    be_there(t, &t->walk->states[all->one[i].state], origin->time);
    if (!last)
      return true;
    stay_on(t, i);
    client_over(t, i);
  }
  return false;
}

static inline uint64_t luck_of(const crowd *all, int i) {
  return (uint64_t)all->word[0][i] << 32 | all->word[1][i];
}

static void draw_luck(trip *t) {
  uint32_t *const words[4] = {t->all.word[0], t->all.word[1], t->all.word[2], t->all.word[3]};
  pk_dice_many(t->part->key, (size_t)t->all.count, t->all.client, t->all.origin, t->all.stage,
               t->all.block, words);
}

static inline uint32_t first_link(const pk_walk *walk, const pk_walk_state *state, uint64_t luck) {
  return walk->guide[state->guide + (luck >> state->shift)];
}

/* Where tables are large, places in the guides set out on their way, then the links, before they
 * are looked at. */
static void look_ahead(trip *t) {
  const pk_walk *walk = t->walk;
  for (int i = 0, count = t->all.count; i < count; i++) {
    const pk_walk_state *state = &walk->states[t->all.one[i].state];
    t->all.one[i].next = state->guide + (uint32_t)(luck_of(&t->all, i) >> state->shift);
    __builtin_prefetch(&walk->guide[t->all.one[i].next]);
  }
  for (int i = 0, count = t->all.count; i < count; i++) {
    t->all.one[i].next = walk->guide[t->all.one[i].next];
    __builtin_prefetch(&walk->links[t->all.one[i].next]);
  }
}

/* How long everybody stays; who moves then, whose time is over, and who leaves more to count. */
static void find_ends(trip *t) {
  const pk_walk *walk = t->walk;
  crowd *all = &t->all;
  int special = 0, movers = 0, horizon = t->horizon, about = t->about;
  for (int i = 0, count = all->count; i < count; i++) {
    walker *one = &all->one[i];
    const pk_walk_state *state = &walk->states[one->state];
    uint64_t luck = luck_of(all, i);
    uint32_t first = walk->large ? one->next : first_link(walk, state, luck);
    const pk_walk_link *link = walk->links + first;
    link += luck > link->last;
    while (luck > link->last)
      link++;
    int end = one->since + link->length, moves = end <= horizon;
    one->end = end;
    one->next = link->exits;
    __builtin_prefetch(&walk->exits[link->exits]);
    t->special.list[special] = t->movers.list[movers] = t->over.list[i - movers] = (uint16_t)i;
    special += (state->about & about) != 0;
    movers += moves;
  }
  t->special.count = special;
  t->movers.count = movers;
  t->over.count = all->count - movers;
}

static void count_special(trip *t) {
  for (int k = 0; k < t->special.count; k++) {
    int i = t->special.list[k], end = t->all.one[i].end;
    stay_over(t, i, (int)earlier((uint32_t)end, (uint32_t)t->horizon), end > t->horizon);
  }
}

/* Where tables are large, what is counted of a move is fetched before it is made. */
static void look_around(const trip *t) {
  const pk_walk *walk = t->walk;
  for (int k = 0, count = t->movers.count; k < count; k++) {
    int i = t->movers.list[k], which;
    const walker *one = &t->all.one[i];
    const pk_walk_exits *four = find_exit(walk, one->next, t->all.word[2][i], &which);
    const int64_t *here = t->occupancy + (size_t)one->end * t->stages;
    int32_t transition = four->transition[which], at = four->to[which];
    int to = walk->of.model->transitions[transition < 0 ? 0 : transition].to;
    __builtin_prefetch(&walk->states[at < 0 ? 0 : at]);
    __builtin_prefetch(here + walk->states[one->state].stage, 1);
    __builtin_prefetch(here + to, 1);
    __builtin_prefetch(here + t->to_entries + to, 1);
  }
}

/* Everybody who moves leaves, and enters the next stay. Whose last it is joins those whose time is
 * over. */
static void move(trip *t) {
  int over = t->over.count;
  for (int k = 0, count = t->movers.count; k < count; k++) {
    int i = t->movers.list[k];
    const walker *one = &t->all.one[i];
    int64_t *here = t->occupancy + (size_t)one->end * t->stages;
    here[t->walk->states[one->state].stage]--;
    t->over.list[over] = (uint16_t)i;
    over += enter(t, i, leave(t, one->next, t->all.word[2][i]), one->end, here);
  }
  t->over.count = over;
}

/* Brings the crowd together again when nobody new has come for those who are gone. */
static void close_ranks(crowd *all) {
  int to = 0;
  for (int i = 0; i < all->count; i++) {
    if (all->one[i].state < 0)
      continue;
    uint32_t visits = all->visits[to];
    all->one[to] = all->one[i];
    all->past[to] = all->past[i];
    all->client[to] = all->client[i];
    all->stage[to] = all->stage[i];
    all->block[to] = all->block[i];
    all->visits[to++] = all->visits[i];
    all->visits[i] = visits;
  }
  all->count = to;
}

/* Clients whose time is over are counted, the first `settled` without a further stay, and make room
 * for others. */
static void replace(trip *t, int settled) {
  bool gaps = false;
  for (int k = 0; k < t->over.count; k++) {
    int i = t->over.list[k];
    if (k >= settled)
      stay_on(t, i);
    client_over(t, i);
    if (!begin(t, i)) {
      t->all.one[i].state = -1;
      gaps = true;
    }
  }
  if (gaps)
    close_ranks(&t->all);
}

static void everybody_stays(trip *t) {
  draw_luck(t);
  if (t->walk->large)
    look_ahead(t);
  find_ends(t);
  count_special(t);
  int settled = t->over.count;
  if (t->walk->large)
    look_around(t);
  move(t);
  replace(t, settled);
}

static void gather(trip *t) {
  size_t room = t->taker ? 1 : CROWD;
  if (room * t->stages > VISITS)
    room = VISITS / t->stages;
  t->all.count = t->newcomers.at = t->newcomers.count = 0;
  for (size_t i = 0; i < NEWCOMERS; i++) {
    t->newcomers.stage[i] = 0;
    t->newcomers.block[i] = PK_DICE_WHO;
  }
  for (size_t i = 0; i < CROWD; i++)
    t->all.origin[i] = t->part->origin->hash;
  for (size_t i = 0; i < room; i++)
    t->all.visits[i] = (uint32_t)(i * t->stages);
  while ((size_t)t->all.count < room && begin(t, t->all.count))
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
  t.about =
      events ? ~0
             : PK_STAY_EMPLOYED | PK_STAY_OPEN | PK_STAY_HOSTED | PK_STAY_PAID | PK_STAY_OVER_LIMIT;
  t.stages = (size_t)shape->stage_count;
  t.next = part->first;
  t.end = part->first + part->count;
  t.tally = pk_tally_group(shape, tally, part->origin->group);
  t.occupancy = t.tally + shape->occupancy;
  t.to_entries = shape->entries - shape->occupancy;
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
