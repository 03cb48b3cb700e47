/* Telling worlds apart by what is left in them. */
#include "study/worlds.h"

#include "chain/presence.h"

#include <math.h>
#include <string.h>

/* --------------------------------------------------------------------------------- what is left */

/* What is left, epoch after epoch: closed stages, closed moves, supports at work; where places are
 * played also places, and who of those stands there whose places hang on the people of another
 * stage. Which host a stay is counted to is no part of it: no outcome depends on that. */
typedef struct form {
  unsigned char *bytes;
  size_t size;
} form;

static void put(form *f, const void *bytes, size_t size) {
  memcpy(f->bytes + f->size, bytes, size);
  f->size += size;
}

static void put_places(form *f, const pk_worlds *w, const pk_presence *p, size_t epoch) {
  const pk_model *m = w->making->model;
  const bool *there = p->host_there + epoch * (size_t)p->host_count;
  put(f, p->capacity + epoch * (size_t)m->stage_count, (size_t)m->stage_count * sizeof(double));
  for (int s = 0; s < m->stage_count; s++)
    for (int i = 0; i < m->stages[s].standing_count; i++)
      if (pk_standing_hosts(w->making->rules, s, i)) {
        bool counts = m->stages[s].standings[i].per_stage >= 0 && *there;
        put(f, &counts, sizeof counts);
        there++;
      }
}

/* A row of it, and the step from which it holds; left out again where nothing changed. */
static void put_epoch(form *f, const pk_worlds *w, const pk_presence *p, size_t epoch,
                      size_t *last) {
  const pk_model *m = w->making->model;
  size_t stages = (size_t)m->stage_count, transitions = (size_t)m->transition_count;
  size_t supports = (size_t)m->support_count, begin = f->size;
  put(f, &p->first[epoch], sizeof p->first[epoch]);
  size_t row = f->size;
  put(f, p->stage_closed + epoch * stages, stages * sizeof(bool));
  put(f, p->transition_closed + epoch * transitions, transitions * sizeof(bool));
  put(f, p->support_works + epoch * supports, supports * sizeof(bool));
  if (w->limits)
    put_places(f, w, p, epoch);
  if (epoch > 0 && memcmp(f->bytes + row, f->bytes + *last, f->size - row) == 0)
    f->size = begin;
  else
    *last = row;
}

static bool make_form(form *f, const pk_worlds *w, const bool *withdrawn, pk_arena *arena) {
  const pk_model *m = w->making->model;
  const pk_presence *p = pk_presence_new(arena, m, w->making->rules, withdrawn);
  if (!p)
    return false;
  size_t row = sizeof(int) + (size_t)m->stage_count * (sizeof(bool) + sizeof(double)) +
               (size_t)m->transition_count + (size_t)m->support_count + (size_t)p->host_count;
  size_t last = 0;
  *f = (form){PK_NEW_ARRAY(arena, unsigned char, row *(size_t)p->epoch_count), 0};
  for (size_t epoch = 0; f->bytes && epoch < (size_t)p->epoch_count; epoch++)
    put_epoch(f, w, p, epoch, &last);
  return f->bytes != NULL;
}

/* ------------------------------------------------------------------------------------- the list */

/* FNV-1a. */
static uint64_t hash_of(const form *f) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (size_t i = 0; i < f->size; i++)
    hash = (hash ^ f->bytes[i]) * 0x100000001b3u;
  return hash;
}

static bool more_room(pk_worlds *w) {
  int room = w->room > 0 ? 2 * w->room : 16;
  pk_world **list = PK_NEW_ARRAY(w->making->scratch, pk_world *, (size_t)room);
  if (!list)
    return false;
  if (w->count > 0)
    memcpy(list, w->list, (size_t)w->count * sizeof *list);
  w->list = list;
  w->room = room;
  return true;
}

static int add(pk_worlds *w, const bool *withdrawn, const form *f, uint64_t hash) {
  pk_arena *scratch = w->making->scratch;
  size_t actors = (size_t)w->making->model->actor_count;
  pk_world *world = PK_NEW(scratch, pk_world);
  unsigned char *bytes = PK_NEW_ARRAY(scratch, unsigned char, f->size);
  if (!world || !bytes || (w->count == w->room && !more_room(w)))
    return -1;
  *world = (pk_world){.hash = hash, .form = bytes, .form_size = f->size};
  world->withdrawn = PK_NEW_ARRAY(scratch, bool, actors);
  world->needed = PK_NEW_ARRAY(scratch, bool, (size_t)w->runs);
  if (!world->withdrawn || !world->needed)
    return -1;
  memcpy(bytes, f->bytes, f->size);
  memcpy(world->withdrawn, withdrawn, actors * sizeof *withdrawn);
  w->list[w->count] = world;
  return w->count++;
}

static int find(pk_worlds *w, const bool *withdrawn, pk_arena *arena) {
  form f;
  if (!make_form(&f, w, withdrawn, arena))
    return -1;
  uint64_t hash = hash_of(&f);
  for (int i = 0; i < w->count; i++)
    if (w->list[i]->hash == hash && w->list[i]->form_size == f.size &&
        memcmp(w->list[i]->form, f.bytes, f.size) == 0)
      return i;
  return add(w, withdrawn, &f, hash);
}

int pk_worlds_find(pk_worlds *w, const bool *withdrawn) {
  pk_arena *arena = pk_arena_new();
  int world = arena ? find(w, withdrawn, arena) : -1;
  pk_arena_free(arena);
  return world;
}

void pk_worlds_need(pk_worlds *w, int world, int from, int to) {
  for (int i = from; i < to; i++)
    w->list[world]->needed[i] = true;
}

static bool ready(const pk_worlds *w, pk_world *world) {
  pk_arena *scratch = w->making->scratch;
  world->row = PK_NEW_ARRAY(scratch, int, (size_t)w->runs);
  world->runs = PK_NEW_ARRAY(scratch, int, (size_t)w->runs);
  if (!world->row || !world->runs)
    return false;
  for (int i = 0; i < w->runs; i++) {
    world->row[i] = world->needed[i] ? world->run_count : -1;
    if (world->needed[i])
      world->runs[world->run_count++] = i;
  }
  size_t numbers = (size_t)world->run_count * (size_t)w->answers * PK_FALLING;
  world->outcomes = PK_NEW_ARRAY(scratch, double, numbers);
  for (size_t i = 0; world->outcomes && i < numbers; i++)
    world->outcomes[i] = NAN;
  return world->outcomes != NULL;
}

bool pk_worlds_ready(pk_worlds *w) {
  for (int i = 0; i < w->count; i++)
    if (!ready(w, w->list[i]))
      return false;
  return true;
}
