/* Clients leave, come, and enter: what each move changes in the counts, and who is told.
 *
 * Who enters is gathered in batches, so that the luck of many is drawn in one loop and the records
 * of the next ones are fetched while these are worked on. */
#include "engine/steps.h"

#include "chain/states.h"

static int64_t *part_of(const pk_side *side, const pk_client *client) {
  return pk_tally_group(side->steps->of.shape, side->tally, pk_client_group(side, client));
}

/* -------------------------------------------------------------------------------- the calendar */

static void schedule(pk_side *side, uint32_t client, int end) {
  int32_t *head = &side->due[end];
  if (*head < 0 || side->chunks[*head].count == PK_CHUNK) {
    int32_t fresh = side->free_chunk;
    side->free_chunk = side->chunks[fresh].next;
    side->chunks[fresh].next = *head;
    side->chunks[fresh].count = 0;
    *head = fresh;
  }
  pk_chunk *chunk = &side->chunks[*head];
  chunk->client[chunk->count++] = client;
}

/* Memory is slow where it is read here and there: those who move are taken in about the order in
 * which they stand in it, by the first bits of their number. */
enum { SPANS = 2048 };

static unsigned span_bits(const pk_side *side) {
  unsigned bits = 0;
  while (side->count >> bits > SPANS)
    bits++;
  return bits;
}

static size_t count_spans(const pk_side *side, unsigned bits, size_t start[SPANS + 1]) {
  size_t count = 0;
  for (int32_t k = side->due[side->t]; k >= 0; k = side->chunks[k].next)
    for (int i = 0; i < side->chunks[k].count; i++, count++)
      start[side->chunks[k].client[i] >> bits]++;
  for (size_t i = 0, sum = 0; i <= SPANS; i++) {
    size_t own = start[i];
    start[i] = sum;
    sum += own;
  }
  return count;
}

/* Takes all who move now out of the calendar; gives how many. */
static size_t take_movers(pk_side *side) {
  size_t start[SPANS + 1] = {0};
  unsigned bits = span_bits(side);
  size_t count = count_spans(side, bits, start);
  void *movers = side->movers;
  if (!pk_make_room(&movers, &side->mover_room, count, sizeof *side->movers)) {
    side->failed = true;
    return 0;
  }
  side->movers = movers;
  for (int32_t k = side->due[side->t], next; k >= 0; k = next) {
    pk_chunk *chunk = &side->chunks[k];
    for (int i = 0; i < chunk->count; i++)
      side->movers[start[chunk->client[i] >> bits]++] = chunk->client[i];
    next = chunk->next;
    chunk->next = side->free_chunk;
    side->free_chunk = k;
  }
  return count;
}

/* -------------------------------------------------------------------------------- what is told */

static void flush_events(pk_side *side) {
  const pk_event_taker *taker = side->run->events;
  if (side->event_count > 0 && !side->run->stopped &&
      !taker->take(taker->context, side->events, side->event_count))
    side->run->stopped = true;
  side->event_count = 0;
}

void pk_log_stay(pk_side *side, const pk_client *client, int end, bool waiting, bool censored) {
  if (!side->run->events)
    return;
  side->events[side->event_count++] =
      (pk_event_of_stay){.client = side->base[client->origin] + client->number,
                         .group = pk_client_group(side, client),
                         .stage = client->stage,
                         .host = waiting ? -1 : client->host,
                         .start = client->since,
                         .end = end,
                         .waiting = waiting,
                         .censored = censored};
  if (side->event_count == PK_EVENTS)
    flush_events(side);
}

/* ------------------------------------------------------------------------------ what is counted */

/* True the first time. */
static bool mark(pk_client *client, uint32_t what) {
  bool fresh = !(client->marks & what);
  client->marks |= what;
  return fresh;
}

static void count_reached_employed(const pk_side *side, const pk_client *client) {
  const uint32_t both = PK_WAS_EMPLOYED | PK_WAS_REACHED;
  if ((client->marks & both) == both)
    part_of(side, client)[side->steps->of.shape->reached_employed]++;
}

static void count_employed(const pk_side *side, const pk_client *client) {
  const pk_layout *shape = side->steps->of.shape;
  int64_t *part = part_of(side, client);
  int came = pk_client_origin(side, client)->time;
  part[shape->employed + (size_t)side->t]++;
  part[shape->employed_after + (size_t)(side->t - came)]++;
  part[shape->employed_of + (size_t)came]++;
  count_reached_employed(side, client);
}

/* A client has come into a stage, be it a passage. */
static void mark_stage(const pk_side *side, pk_client *client) {
  const pk_rules *rules = side->steps->of.rules;
  if (rules->stage_employed[client->stage] && mark(client, PK_WAS_EMPLOYED))
    count_employed(side, client);
  if (rules->stage_open[client->stage] && mark(client, PK_WAS_OPEN))
    part_of(side, client)[side->steps->of.shape->open + (size_t)side->t]++;
}

static void mark_host(const pk_side *side, pk_client *client) {
  if (client->host < 0 || !side->steps->of.hosts->list[client->host].third ||
      !mark(client, PK_WAS_REACHED))
    return;
  part_of(side, client)[side->steps->of.shape->reached]++;
  count_reached_employed(side, client);
}

/* A run in open work goes on from stage to stage, and ends in any other. */
static void begin_run(const pk_side *side, pk_client *client) {
  bool open = side->steps->of.rules->stage_open[client->stage];
  if (!open)
    client->open_since = -1;
  else if (client->open_since < 0)
    client->open_since = side->t;
}

/* A stay ends, or the time is over. */
static void count_stay(const pk_side *side, pk_client *client) {
  const pk_layout *shape = side->steps->of.shape;
  int64_t *part = part_of(side, client);
  if (client->host >= 0)
    part[shape->host_steps + (size_t)client->host] +=
        side->t - (client->since > 0 ? client->since : 0);
  int lasting = client->open_since + side->steps->lasting;
  if (client->open_since >= 0 && lasting <= side->t && mark(client, PK_LASTED))
    part[shape->lasting + (size_t)lasting]++;
}

static size_t cell(const pk_side *side, const pk_client *client) {
  return (size_t)pk_client_group(side, client) * (size_t)side->steps->stage_count +
         (size_t)client->stage;
}

static void count_entry(const pk_side *side, const pk_client *client) {
  const pk_layout *shape = side->steps->of.shape;
  part_of(side, client)[shape->entries + (size_t)side->t * (size_t)side->steps->stage_count +
                        (size_t)client->stage]++;
}

/* ------------------------------------------------------------------------------------- entering */

void pk_batch_add(pk_side *side, uint32_t id) {
  pk_client *client = pk_client_at(side, id);
  const pk_steps *steps = side->steps;
  pk_batch *b = &side->batch;
  int i = b->count++;
  b->client[i] = id;
  b->number[i] = client->number;
  b->origin[i] = pk_client_origin(side, client)->hash;
  b->stage[i] = steps->stage_id[client->stage];
  b->visit[i] = (uint32_t)(pk_client_visits(steps, client)[client->stage] - 1) * PK_DICE_BLOCKS;
}

void pk_batch_draw(pk_side *side, pk_dice_block block) {
  pk_batch *b = &side->batch;
  uint32_t *const words[4] = {b->word[0], b->word[1], b->word[2], b->word[3]};
  for (int i = 0; i < b->count; i++)
    b->visit[i] += (uint32_t)block;
  pk_dice_many(side->run->key, (size_t)b->count, b->number, b->origin, b->stage, b->visit, words);
}

static void enter_clocks(const pk_side *side, pk_client *client) {
  if (side->steps->clock_count == 0)
    return;
  pk_clocks clocks;
  pk_client_load(side, client, &clocks);
  pk_rules_enter(side->steps->of.rules, client->stage, &clocks);
  pk_client_store(side, client, &clocks);
}

/* A stay begins, or has begun `behind` steps ago. */
static void begin_stay(pk_side *side, uint32_t id, int behind, const uint32_t word[4]) {
  const pk_steps *steps = side->steps;
  pk_client *client = pk_client_at(side, id);
  int door = steps->of.limits ? steps->door_of[client->stage] : -1;
  client->since = side->t - behind;
  client->marks &= ~(uint32_t)PK_STARTER;
  client->host = -1;
  if (door >= 0 && steps->doors[door].limited)
    client->host = pk_door_host(side, &steps->doors[door], word[3]);
  else if (steps->of.hosts->first[client->stage] < steps->of.hosts->first[client->stage + 1])
    client->host = pk_hosts_draw(steps->of.hosts, client->stage, pk_epoch(side, side->t), word[3]);
  side->inside[cell(side, client)]++;
  side->people[client->stage]++;
  if (client->host >= 0)
    side->load[client->host]++;
  mark_stage(side, client);
  mark_host(side, client);
  begin_run(side, client);
  int end = pk_stay_play(side, client, behind, word);
  if (end <= steps->horizon)
    schedule(side, id, end);
}

void pk_enter_batch(pk_side *side) {
  pk_batch_draw(side, PK_DICE_STAY);
  pk_batch *b = &side->batch;
  for (int i = 0; i < b->count; i++) {
    const uint32_t word[4] = {b->word[0][i], b->word[1][i], b->word[2][i], b->word[3][i]};
    pk_client *client = pk_client_at(side, b->client[i]);
    enter_clocks(side, client);
    count_entry(side, client);
    begin_stay(side, b->client[i], 0, word);
  }
  b->count = 0;
}

void pk_enter(pk_side *side, uint32_t client) {
  pk_batch_add(side, client);
  if (side->batch.count == PK_BATCH)
    pk_enter_batch(side);
}

static void draw_one(const pk_side *side, pk_client *client, uint32_t word[4]) {
  const pk_steps *steps = side->steps;
  pk_dice(side->run->key, client->number, pk_client_origin(side, client)->hash,
          steps->stage_id[client->stage],
          (uint32_t)(pk_client_visits(steps, client)[client->stage] - 1), PK_DICE_STAY, word);
}

void pk_enter_caseload(pk_side *side, uint32_t id, int behind) {
  pk_client *client = pk_client_at(side, id);
  uint32_t word[4];
  pk_client_visits(side->steps, client)[client->stage]++;
  draw_one(side, client, word);
  if (behind == 0)
    count_entry(side, client);
  begin_stay(side, id, behind, word);
}

/* --------------------------------------------------------------------------------------- coming */

/* Through a passage: where to, −1 when nobody is let out. */
static int pass(pk_side *side, pk_client *client, int elapsed) {
  const pk_steps *steps = side->steps;
  uint32_t word[4];
  enter_clocks(side, client);
  count_entry(side, client);
  mark_stage(side, client);
  draw_one(side, client, word);
  int exit = pk_passage_play(side, client, elapsed, word[2]);
  client->marks &= ~(uint32_t)PK_STARTER; /* a rule is asked about every move */
  client->since = side->t;
  if (exit < 0) { /* a start in a passage that is shut: nobody else is sent there */
    const uint32_t nothing[4] = {0, 0, 0, 0};
    uint32_t id = (uint32_t)((size_t)((unsigned char *)client - side->clients) / steps->stride);
    begin_stay(side, id, 0, nothing);
    return -1;
  }
  const pk_exit *way = &steps->of.laws->law[client->stage].exits[exit];
  part_of(side, client)[steps->of.shape->moves + (size_t)way->transition]++;
  client->host = pk_hosts_draw(steps->of.hosts, client->stage, pk_epoch(side, side->t), word[3]);
  pk_log_stay(side, client, side->t, false, false);
  client->host = -1;
  return way->to;
}

void pk_come(pk_side *side, uint32_t id, int stage, int elapsed) {
  const pk_steps *steps = side->steps;
  pk_client *client = pk_client_at(side, id);
  client->stage = stage;
  pk_client_visits(steps, client)[stage]++;
  while (steps->of.laws->law[client->stage].passage) {
    int to = pass(side, client, elapsed);
    if (to < 0)
      return;
    client->stage = to;
    pk_client_visits(steps, client)[to]++;
  }
  int door = steps->of.limits ? steps->door_of[client->stage] : -1;
  if (door >= 0)
    pk_line_join(side, door, id, side->t);
  else
    pk_enter(side, id);
}

/* -------------------------------------------------------------------------------------- leaving */

static void leave(pk_side *side, uint32_t id) {
  const pk_steps *steps = side->steps;
  pk_client *client = pk_client_at(side, id);
  const pk_exit *way = &steps->of.laws->law[client->stage].exits[client->exit];
  side->inside[cell(side, client)]--;
  side->people[client->stage]--;
  if (client->host >= 0)
    side->load[client->host]--;
  count_stay(side, client);
  pk_log_stay(side, client, side->t, false, false);
  part_of(side, client)[steps->of.shape->moves + (size_t)way->transition]++;
  client->exit = -1;
  client->host = -1;
  pk_come(side, id, way->to, side->t - client->since);
}

void pk_leave_all(pk_side *side) {
  size_t count = side->due[side->t] < 0 ? 0 : take_movers(side);
  for (size_t i = 0; i < count; i++) {
    if (i + PK_AHEAD < count)
      pk_client_fetch(side, side->movers[i + PK_AHEAD]);
    leave(side, side->movers[i]);
  }
  pk_enter_batch(side);
}

void pk_end_all(pk_side *side) {
  for (size_t i = 0; i < side->made && !side->run->stopped; i++) {
    pk_client *client = pk_client_at(side, (uint32_t)i);
    bool waiting = (client->marks & PK_AT_DOOR) != 0;
    if (!waiting)
      count_stay(side, client);
    pk_log_stay(side, client, side->t, waiting, true);
  }
  if (side->run->events)
    flush_events(side);
}
