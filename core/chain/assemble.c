/* The finished chain: rows in the order of their states, arrays of one type each. */
#include "chain/unfold.h"
#include <stdlib.h>
#include <string.h>

/* How many passages may follow each other from a stage on, itself included; 0: it is none. Passages
 * form no cycle. */
static int passages_from(const pk_stay_laws *laws, int stage) {
  const pk_stay_law *law = &laws->law[stage];
  int deepest = 0;
  if (!law->passage)
    return 0;
  for (int j = 0; j < law->exit_count; j++) {
    int depth = passages_from(laws, law->exits[j].to);
    deepest = depth > deepest ? depth : deepest;
  }
  return deepest + 1;
}

/* New numbers of points: those that nobody reaches are dropped, passages follow in the order in
 * which they can follow each other. Old numbers by new go to `order`. False when out of memory. */
static bool number_points(const pk_builder *b, pk_chain *chain, int32_t *number, int32_t *order) {
  int deepest = 0;
  int *depth = malloc(((size_t)b->model->stage_count + 1) * sizeof *depth);
  if (!depth)
    return false;
  for (int s = 0; s < b->model->stage_count; s++) {
    depth[s] = passages_from(b->laws, s);
    deepest = depth[s] > deepest ? depth[s] : deepest;
  }
  int32_t next = 0;
  for (int pass = 0; pass <= deepest; pass++) {
    int wanted = pass == 0 ? 0 : deepest + 1 - pass;
    if (pass == 1)
      chain->passage_from = (size_t)next;
    for (size_t i = 0; i < b->point_keys.count; i++)
      if (b->points[i].done && depth[b->points[i].stage] == wanted) {
        order[next] = (int32_t)i;
        number[i] = next++;
      }
  }
  chain->point_count = (size_t)next;
  if (deepest == 0)
    chain->passage_from = chain->point_count;
  free(depth);
  return true;
}

static bool make_entries(const pk_builder *b, pk_chain *chain) {
  pk_arena *arena = chain->arena;
  size_t n = chain->entry_count, links = b->link_count;
  chain->entry_stage = PK_NEW_ARRAY(arena, int32_t, n);
  chain->entry_klass = PK_NEW_ARRAY(arena, int32_t, n);
  chain->entry_time = PK_NEW_ARRAY(arena, int32_t, n);
  chain->entry_epoch = PK_NEW_ARRAY(arena, int32_t, n);
  chain->entry_clocks = PK_NEW_ARRAY(arena, uint64_t, n * (size_t)b->clock_count);
  chain->entry_elapsed = PK_NEW_ARRAY(arena, int32_t, n);
  chain->entry_row = PK_NEW_ARRAY(arena, size_t, n + 1);
  chain->beyond = PK_NEW_ARRAY(arena, double, n);
  chain->stuck = PK_NEW_ARRAY(arena, double, n);
  chain->over_limit = PK_NEW_ARRAY(arena, double, n);
  chain->link_length = PK_NEW_ARRAY(arena, int32_t, links);
  chain->link_point = PK_NEW_ARRAY(arena, int32_t, links);
  chain->link_p = PK_NEW_ARRAY(arena, double, links);
  return chain->entry_stage && chain->entry_klass && chain->entry_time && chain->entry_epoch &&
         chain->entry_clocks && chain->entry_elapsed && chain->entry_row && chain->beyond &&
         chain->stuck && chain->over_limit && chain->link_length && chain->link_point &&
         chain->link_p;
}

static bool make_points(const pk_builder *b, pk_chain *chain) {
  pk_arena *arena = chain->arena;
  size_t n = chain->point_count;
  chain->point_stage = PK_NEW_ARRAY(arena, int32_t, n);
  chain->point_klass = PK_NEW_ARRAY(arena, int32_t, n);
  chain->point_born = PK_NEW_ARRAY(arena, int32_t, n);
  chain->point_epoch = PK_NEW_ARRAY(arena, int32_t, n);
  chain->point_elapsed = PK_NEW_ARRAY(arena, int32_t, n);
  chain->point_clocks = PK_NEW_ARRAY(arena, uint64_t, n * (size_t)b->clock_count);
  chain->point_row = PK_NEW_ARRAY(arena, size_t, n + 1);
  chain->exit_to = PK_NEW_ARRAY(arena, int32_t, b->way_count);
  chain->exit_transition = PK_NEW_ARRAY(arena, int32_t, b->way_count);
  chain->exit_p = PK_NEW_ARRAY(arena, double, b->way_count);
  chain->refused_row = PK_NEW_ARRAY(arena, size_t, n + 1);
  chain->refused_transition = PK_NEW_ARRAY(arena, int32_t, b->refusal_count);
  chain->refused_p = PK_NEW_ARRAY(arena, double, b->refusal_count);
  return chain->point_stage && chain->point_klass && chain->point_born && chain->point_epoch &&
         chain->point_elapsed && chain->point_clocks && chain->point_row && chain->exit_to &&
         chain->exit_transition && chain->exit_p && chain->refused_row &&
         chain->refused_transition && chain->refused_p;
}

static bool make_begins(pk_chain *chain) {
  pk_arena *arena = chain->arena;
  size_t n = chain->start_count;
  chain->start_group = PK_NEW_ARRAY(arena, int32_t, n);
  chain->start_profile = PK_NEW_ARRAY(arena, int32_t, n);
  chain->start_time = PK_NEW_ARRAY(arena, int32_t, n);
  chain->start_at = PK_NEW_ARRAY(arena, int32_t, n);
  chain->start_stage = PK_NEW_ARRAY(arena, int32_t, n);
  chain->start_line = PK_NEW_ARRAY(arena, int32_t, n);
  chain->start_amount = PK_NEW_ARRAY(arena, double, n);
  return chain->start_group && chain->start_profile && chain->start_time && chain->start_at &&
         chain->start_stage && chain->start_line && chain->start_amount;
}

/* Links of one row; those of one length in the order of their points. */
static size_t copy_links(const pk_builder *b, const pk_entry *entry, const int32_t *number,
                         pk_chain *chain, size_t k) {
  size_t first = k;
  for (size_t i = entry->row; i < entry->row_end; i++, k++) {
    pk_link link = b->links[i];
    int32_t point = number[link.point];
    size_t at = k;
    for (; at > first && chain->link_length[at - 1] == link.length &&
           chain->link_point[at - 1] > point;
         at--) {
      chain->link_length[at] = chain->link_length[at - 1];
      chain->link_point[at] = chain->link_point[at - 1];
      chain->link_p[at] = chain->link_p[at - 1];
    }
    chain->link_length[at] = link.length;
    chain->link_point[at] = point;
    chain->link_p[at] = link.p;
  }
  return k;
}

static void copy_clocks(const pk_builder *b, const pk_clocks *clocks, uint64_t *to) {
  memcpy(to, clocks->at, (size_t)b->clock_count * sizeof *to);
}

static void copy_entries(const pk_builder *b, const int32_t *number, pk_chain *chain) {
  size_t k = 0;
  for (size_t x = 0; x < chain->entry_count; x++) {
    const pk_entry *entry = &b->entries[x];
    pk_clocks clocks;
    pk_entry_clocks(b, (int32_t)x, &clocks);
    copy_clocks(b, &clocks, chain->entry_clocks + x * (size_t)b->clock_count);
    chain->entry_stage[x] = entry->stage;
    chain->entry_klass[x] = entry->klass;
    chain->entry_time[x] = entry->time;
    chain->entry_epoch[x] = entry->epoch;
    chain->entry_elapsed[x] = entry->behind;
    chain->beyond[x] = entry->done ? entry->beyond : 1; /* sifted out: stays */
    chain->stuck[x] = entry->stuck;
    chain->over_limit[x] = entry->over_limit;
    chain->entry_row[x] = k;
    k = copy_links(b, entry, number, chain, k);
  }
  chain->entry_row[chain->entry_count] = k;
}

static int32_t renumbered(const int32_t *number, int32_t to) {
  return to < 0 ? ~number[~to] : to;
}

static void copy_point(const pk_builder *b, int32_t old, const int32_t *number, pk_chain *chain,
                       size_t y) {
  const pk_point *point = &b->points[old];
  size_t k = chain->point_row[y], r = chain->refused_row[y];
  pk_clocks clocks;
  pk_moment moment = pk_point_moment(b, old, &clocks);
  chain->point_elapsed[y] = moment.elapsed;
  chain->point_born[y] = moment.born;
  chain->point_epoch[y] = moment.epoch;
  copy_clocks(b, &clocks, chain->point_clocks + y * (size_t)b->clock_count);
  chain->point_stage[y] = point->stage;
  chain->point_klass[y] = point->klass;
  for (size_t i = point->row; i < point->row_end; i++, k++) {
    chain->exit_to[k] = renumbered(number, b->ways[i].to);
    chain->exit_transition[k] = b->ways[i].transition;
    chain->exit_p[k] = b->ways[i].p;
  }
  for (size_t i = point->refused; i < point->refused_end; i++, r++) {
    chain->refused_transition[r] = b->refusals[i].transition;
    chain->refused_p[r] = b->refusals[i].p;
  }
  chain->point_row[y + 1] = k;
  chain->refused_row[y + 1] = r;
}

static void copy_begins(const pk_builder *b, const int32_t *number, pk_chain *chain) {
  for (size_t i = 0; i < chain->start_count; i++) {
    const pk_begin *begin = &b->begins[i];
    chain->start_group[i] = begin->group;
    chain->start_profile[i] = begin->profile;
    chain->start_time[i] = begin->time;
    chain->start_at[i] = renumbered(number, begin->at);
    chain->start_stage[i] = begin->stage;
    chain->start_line[i] = begin->line;
    chain->start_amount[i] = begin->amount;
  }
}

static bool copy_epochs(const pk_builder *b, pk_chain *chain) {
  size_t count = (size_t)b->laws->epoch_count;
  int *first = PK_NEW_ARRAY(chain->arena, int, count);
  if (first)
    memcpy(first, b->laws->presence->first, count * sizeof *first);
  chain->epoch_count = (int)count;
  chain->epoch_first = first;
  return first != NULL;
}

static bool copy_all(const pk_builder *b, pk_chain *chain, int32_t *number, int32_t *order) {
  if (!copy_epochs(b, chain) || !number_points(b, chain, number, order) ||
      !make_entries(b, chain) || !make_points(b, chain) || !make_begins(chain))
    return false;
  copy_entries(b, number, chain);
  for (size_t y = 0; y < chain->point_count; y++)
    copy_point(b, order[y], number, chain, y);
  copy_begins(b, number, chain);
  bool keeps = b->keep_pattern && (b->threshold == 0 || b->keep_sifted);
  return !keeps || pk_pattern_keep(b, chain, order);
}

pk_chain *pk_assemble(pk_builder *b) {
  pk_arena *arena = pk_arena_new();
  pk_chain *chain = arena ? PK_NEW(arena, pk_chain) : NULL;
  size_t points = b->point_keys.count + 1;
  int32_t *number = malloc(points * sizeof *number), *order = malloc(points * sizeof *order);
  bool good = chain && number && order;
  if (good) {
    chain->arena = arena;
    chain->horizon = b->horizon;
    chain->stage_count = b->model->stage_count;
    chain->transition_count = b->model->transition_count;
    chain->group_count = b->model->group_count;
    chain->clock_count = b->clock_count;
    chain->entry_count = b->entry_keys.count;
    chain->start_count = b->begin_count;
    chain->lost = b->lost;
    good = copy_all(b, chain, number, order);
  }
  free(number);
  free(order);
  if (good)
    return chain;
  pk_arena_free(arena);
  return NULL;
}
