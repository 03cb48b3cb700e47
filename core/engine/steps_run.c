/* One run: memory for its clients, then step after step. */
#include "engine/steps.h"

#include <stdlib.h>
#include <string.h>

/* -------------------------------------------------------------------------------------- memory */

/* How many clients of each origin this run has, and how they are numbered in their groups: those of
 * the size first, then the caseload and arrivals, as origins stand. */
static bool count_clients(pk_side *side) {
  const pk_origins *origins = side->steps->of.origins;
  uint64_t *upto = calloc((size_t)side->steps->of.shape->group_count + 1, sizeof *upto);
  uint64_t sum = 0;
  for (int o = 0; upto && o < origins->count; o++) {
    const pk_origin *origin = &origins->list[o];
    side->size[o] = pk_origin_count(origin, side->run->key);
    side->base[o] = (uint32_t)upto[origin->group];
    upto[origin->group] += (uint64_t)side->size[o];
    sum += (uint64_t)side->size[o];
  }
  side->count = (size_t)sum;
  bool good = upto && sum < INT32_MAX;
  free(upto);
  return good;
}

static void chain_chunks(pk_side *side, size_t count) {
  for (size_t i = 0; i < count; i++)
    side->chunks[i].next = i + 1 < count ? (int32_t)i + 1 : -1;
  side->free_chunk = 0;
}

/* Only heads of lists are not full: no more chunks are ever in use at once. */
static size_t chunks_for(const pk_side *side) {
  size_t rows = (size_t)side->steps->horizon + 1;
  return side->count / PK_CHUNK + (side->count < rows ? side->count : rows) + 1;
}

static bool take_clients(pk_side *side) {
  const pk_steps *steps = side->steps;
  size_t chunks = chunks_for(side), rows = (size_t)steps->horizon + 1;
  if (side->count > SIZE_MAX / steps->stride - 2 * PK_MEMORY_LINE)
    return false;
  side->memory = calloc(side->count + PK_MEMORY_LINE, steps->stride);
  side->chunks = malloc(chunks * sizeof *side->chunks);
  side->due = malloc(rows * sizeof *side->due);
  if (!side->memory || !side->chunks || !side->due)
    return false;
  side->clients = side->memory + (PK_MEMORY_LINE - (uintptr_t)side->memory % PK_MEMORY_LINE);
  memset(side->due, 0xff, rows * sizeof *side->due);
  chain_chunks(side, chunks);
  return true;
}

static bool take_counts(pk_side *side) {
  const pk_steps *steps = side->steps;
  size_t stages = (size_t)steps->stage_count;
  size_t cells = (size_t)steps->of.shape->group_count * stages;
  size_t origins = (size_t)steps->of.origins->count;
  side->base = calloc(origins + 1, sizeof *side->base);
  side->size = calloc(origins + 1, sizeof *side->size);
  side->inside =
      calloc(2 * cells + stages + (size_t)steps->of.hosts->count + 1, sizeof *side->inside);
  side->lines = calloc((size_t)steps->door_count + 1, sizeof *side->lines);
  side->p = calloc(2 * ((size_t)steps->max_exits + 1), sizeof *side->p);
  side->paid =
      calloc((size_t)steps->of.model->account_count + (size_t)steps->of.rules->amount_count + 1,
             sizeof *side->paid);
  side->reserved = calloc((size_t)steps->of.model->budget_count * (size_t)steps->years + 1,
                          sizeof *side->reserved);
  side->events = side->run->events ? malloc(PK_EVENTS * sizeof *side->events) : NULL;
  if (!side->base || !side->size || !side->inside || !side->lines || !side->p || !side->paid ||
      !side->reserved || (side->run->events && !side->events))
    return false;
  side->outside = side->inside + cells;
  side->people = side->outside + cells;
  side->load = side->people + stages;
  side->refused = side->p + steps->max_exits + 1;
  side->rate = side->paid + steps->of.model->account_count;
  return true;
}

static void give_back(pk_side *side) {
  for (int d = 0; side->lines && d < side->steps->door_count; d++)
    free(side->lines[d].list);
  free(side->lines);
  free(side->base);
  free(side->size);
  free(side->inside);
  free(side->p);
  free(side->paid);
  free(side->reserved);
  free(side->events);
  free(side->memory);
  free(side->chunks);
  free(side->due);
  free(side->movers);
  free(side->keys);
  free(side->more_keys);
  free(side->others);
  free(side->turned);
  free(side->leavers);
}

/* ------------------------------------------------------------------------- who comes from where */

static pk_client *make_client(pk_side *side, int origin, uint32_t number,
                              const pk_origin_way *way) {
  const pk_steps *steps = side->steps;
  pk_client *client = pk_client_at(side, (uint32_t)side->made++);
  client->number = number;
  client->origin = origin;
  client->profile = way->profile;
  client->stage = way->stage;
  client->host = client->open_since = client->exit = -1;
  pk_client_store(side, client, &steps->of.rules->profiles[way->profile].start);
  int64_t *part = pk_tally_group(steps->of.shape, side->tally, pk_client_group(side, client));
  part[steps->of.shape->entered + (size_t)side->t]++;
  return client;
}

static void place(pk_side *side, const pk_origin *origin, uint32_t id, const pk_origin_way *way) {
  const pk_steps *steps = side->steps;
  pk_client *client = pk_client_at(side, id);
  bool passage = steps->of.laws->law[way->stage].passage;
  int door = steps->of.limits && !passage ? steps->door_of[way->stage] : -1;
  if (origin->form == PK_FROM_CASELOAD && !way->waiting && !passage) {
    pk_enter_caseload(side, id, way->elapsed);
    return;
  }
  client->marks |= PK_STARTER;
  if (door >= 0 && way->waiting) {
    client->marks |= PK_LISTED;
    pk_client_visits(steps, client)[way->stage]++;
    pk_line_join(side, door, id, side->t - way->elapsed);
  } else {
    pk_come(side, id, way->stage, 0);
  }
}

static void place_origin(pk_side *side, int index) {
  const pk_origin *origin = &side->steps->of.origins->list[index];
  for (int64_t i = 0; i < side->size[index] && !side->failed; i++) {
    const pk_origin_way *way = pk_origin_way_of(origin, side->run->key, (uint32_t)i);
    uint32_t id = (uint32_t)side->made;
    make_client(side, index, (uint32_t)i, way);
    place(side, origin, id, way);
  }
}

static void place_all(pk_side *side) {
  const pk_steps *steps = side->steps;
  for (int32_t i = steps->coming_at[side->t]; i < steps->coming_at[side->t + 1]; i++)
    place_origin(side, steps->coming[i]);
  pk_enter_batch(side);
}

/* ------------------------------------------------------------------------------------ the steps */

static void write_groups(const pk_side *side) {
  const pk_layout *shape = side->steps->of.shape;
  size_t stages = (size_t)shape->stage_count, row = (size_t)side->t * stages;
  for (int g = 0; g < shape->group_count; g++) {
    int64_t *part = pk_tally_group(shape, side->tally, g);
    memcpy(part + shape->occupancy + row, side->inside + (size_t)g * stages, stages * sizeof *part);
    if (shape->queues)
      memcpy(part + shape->waiting + row, side->outside + (size_t)g * stages,
             stages * sizeof *part);
  }
}

static void write_places(const pk_side *side) {
  const pk_steps *steps = side->steps;
  const pk_layout *shape = steps->of.shape;
  size_t row = (size_t)side->t * (size_t)shape->stage_count;
  for (int s = 0; s < shape->stage_count; s++) {
    int door = steps->of.limits ? steps->door_of[s] : -1;
    bool limited = door >= 0 && steps->doors[door].limited;
    int64_t places = limited ? pk_door_places(side, &steps->doors[door]) : -1;
    int64_t over = limited ? side->people[s] - places : 0;
    side->tally[shape->capacity + row + (size_t)s] = places;
    side->tally[shape->over_capacity + row + (size_t)s] = over > 0 ? over : 0;
  }
}

static void play(pk_side *side) {
  pk_steps_run *run = side->run;
  for (side->t = 0; side->t <= side->steps->horizon; side->t++) {
    if (run->pulse && !run->pulse(run->pulse_context, (double)side->t / (side->steps->horizon + 1)))
      run->stopped = true;
    if (run->stopped || side->failed)
      return;
    pk_leave_all(side);
    place_all(side);
    if (side->steps->of.limits)
      pk_doors_open(side);
    write_groups(side);
    if (side->steps->of.shape->queues)
      write_places(side);
  }
  side->t = side->steps->horizon;
  pk_end_all(side);
}

bool pk_steps_play(const pk_steps *steps, pk_steps_run *run, int64_t *tally) {
  pk_side side = {.steps = steps, .run = run, .tally = tally};
  run->stopped = false;
  bool good = take_counts(&side) && count_clients(&side) && take_clients(&side);
  if (good)
    play(&side);
  give_back(&side);
  return good && !side.failed && !run->stopped;
}
