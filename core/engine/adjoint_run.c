/* Lasting as a question that needs no memory: the chain is told apart by the steps of the run.
 *
 * The law is that of run.c: a stay that begins with r steps of the run behind it succeeds when it
 * lasts length − r steps and there is time for them; if it ends before, after d steps, the run goes
 * on with r + d where the next stay is inside too. Here each r is a copy of its state, and success
 * is a reward that the stay is paid. r is 0 but where one inside stage leads to another, so most
 * chains get no copies at all. */
#include "engine/adjoint.h"

#include <string.h>

typedef struct copying {
  const pk_chain *from;
  const bool *inside;
  int length;
  bool *keeps; /* [points]: an exit leads inside, so the run behind matters */

  /* Places for copies: place[x] + r, place[entries + y] + r. */
  size_t *place;
  int32_t *number; /* of the copy at a place; −1: it cannot occur */
  int32_t *found;  /* places whose rows are still to be followed */
  size_t found_count;
  int32_t *behind; /* of the copies of entry states: r, −1 outside */
} copying;

static bool is_inside(const copying *c, size_t x) {
  return c->inside[c->from->entry_stage[x]];
}

static void find_keeps(const copying *c) {
  const pk_chain *from = c->from;
  for (size_t y = from->point_count; y-- > 0;)
    for (size_t k = from->point_row[y]; k < from->point_row[y + 1]; k++) {
      int32_t at = from->exit_to[k];
      c->keeps[y] = c->keeps[y] || (at < 0 ? c->keeps[~at] : is_inside(c, (size_t)at));
    }
}

/* How many r can be told apart at a state: an entry state, or entries + point. */
static size_t copies_of(const copying *c, size_t state) {
  const pk_chain *from = c->from;
  size_t y = state - from->entry_count;
  bool many = state < from->entry_count
                  ? is_inside(c, state)
                  : c->keeps[y] && (y >= from->passage_from || c->inside[from->point_stage[y]]);
  return many ? (size_t)c->length : 1;
}

static int32_t *number_of(const copying *c, size_t state, int run) {
  return &c->number[c->place[state] + (copies_of(c, state) > 1 ? (size_t)run : 0)];
}

/* Somebody may be there: found once. */
static void find(copying *c, size_t state, int run) {
  int32_t *number = number_of(c, state, run);
  if (*number >= 0)
    return;
  *number = 0;
  c->found[c->found_count++] = (int32_t)(number - c->number);
}

static size_t state_of(const copying *c, int32_t to) {
  return to >= 0 ? (size_t)to : c->from->entry_count + (size_t)~to;
}

/* Links of a copy: those that are over before the run is long enough. */
static size_t links_of(const copying *c, size_t x, int run) {
  const pk_chain *from = c->from;
  size_t row = from->entry_row[x], count = from->entry_row[x + 1] - row;
  if (!is_inside(c, x))
    return count;
  for (size_t k = 0; k < count; k++)
    if (from->link_length[row + k] >= c->length - run)
      return k;
  return count;
}

static int run_after(const copying *c, size_t x, int run, size_t link) {
  return is_inside(c, x) ? run + c->from->link_length[link] : 0;
}

static void follow(copying *c, size_t state, int run) {
  const pk_chain *from = c->from;
  if (state >= from->entry_count) {
    size_t y = state - from->entry_count;
    for (size_t k = from->point_row[y]; k < from->point_row[y + 1]; k++)
      find(c, state_of(c, from->exit_to[k]), run);
    return;
  }
  size_t row = from->entry_row[state], count = links_of(c, state, run);
  for (size_t k = row; k < row + count; k++)
    find(c, from->entry_count + (size_t)from->link_point[k], run_after(c, state, run, k));
}

/* The state that a place belongs to: places rise with states. */
static size_t state_at(const copying *c, size_t place) {
  size_t low = 0, high = c->from->entry_count + c->from->point_count;
  while (high - low > 1) {
    size_t middle = (low + high) / 2;
    if (c->place[middle] <= place)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static bool make_places(copying *c, pk_arena *arena) {
  size_t states = c->from->entry_count + c->from->point_count;
  c->place = PK_NEW_ARRAY(arena, size_t, states + 1);
  c->keeps = PK_NEW_ARRAY(arena, bool, c->from->point_count);
  if (!c->place || !c->keeps)
    return false;
  find_keeps(c);
  for (size_t i = 0; i < states; i++)
    c->place[i + 1] = c->place[i] + copies_of(c, i);
  if (c->place[states] > INT32_MAX)
    return false;
  c->number = PK_NEW_ARRAY(arena, int32_t, c->place[states]);
  c->found = PK_NEW_ARRAY(arena, int32_t, c->place[states]);
  if (!c->number || !c->found)
    return false;
  memset(c->number, 0xff, c->place[states] * sizeof *c->number);
  return true;
}

static void find_all(copying *c) {
  for (size_t i = 0; i < c->from->start_count; i++)
    find(c, state_of(c, c->from->start_at[i]), 0);
  while (c->found_count > 0) {
    size_t place = (size_t)c->found[--c->found_count], state = state_at(c, place);
    follow(c, state, (int)(place - c->place[state]));
  }
}

/* Numbers copies in the order of their states; `first` of states from … upto − 1. */
static size_t number_copies(const copying *c, size_t from, size_t upto, size_t *first) {
  int32_t next = 0;
  for (size_t state = from; state < upto; state++) {
    first[state - from] = (size_t)next;
    for (size_t place = c->place[state]; place < c->place[state + 1]; place++)
      if (c->number[place] >= 0)
        c->number[place] = next++;
  }
  first[upto - from] = (size_t)next;
  return (size_t)next;
}

/* -------------------------------------------------------------------------------- the new chain */

static bool entries_new(copying *c, pk_run_chain *run, size_t links, pk_arena *arena) {
  pk_chain *to = &run->chain;
  size_t n = to->entry_count, passages = to->point_count - to->passage_from;
  c->behind = PK_NEW_ARRAY(arena, int32_t, n);
  to->entry_stage = PK_NEW_ARRAY(arena, int32_t, n);
  to->entry_time = PK_NEW_ARRAY(arena, int32_t, n);
  to->entry_elapsed = PK_NEW_ARRAY(arena, int32_t, n);
  to->entry_row = PK_NEW_ARRAY(arena, size_t, n + 1);
  to->link_length = PK_NEW_ARRAY(arena, int32_t, links);
  to->link_point = PK_NEW_ARRAY(arena, int32_t, links);
  to->link_p = PK_NEW_ARRAY(arena, double, links);
  run->extra = (pk_extra){.row = c->behind, .once = PK_NEW_ARRAY(arena, double, n + passages)};
  return c->behind && to->entry_stage && to->entry_time && to->entry_elapsed && to->entry_row &&
         to->link_length && to->link_point && to->link_p && run->extra.once;
}

static bool points_new(pk_chain *to, size_t exits, pk_arena *arena) {
  to->point_stage = PK_NEW_ARRAY(arena, int32_t, to->point_count);
  to->point_row = PK_NEW_ARRAY(arena, size_t, to->point_count + 1);
  to->exit_to = PK_NEW_ARRAY(arena, int32_t, exits);
  to->exit_p = PK_NEW_ARRAY(arena, double, exits);
  to->start_at = PK_NEW_ARRAY(arena, int32_t, to->start_count);
  return to->point_stage && to->point_row && to->exit_to && to->exit_p && to->start_at;
}

static void copy_entry(const copying *c, size_t x, int r, pk_run_chain *run) {
  const pk_chain *from = c->from;
  pk_chain *to = &run->chain;
  size_t copy = (size_t)*number_of(c, x, r), k = to->entry_row[copy], row = from->entry_row[x];
  size_t count = links_of(c, x, r);
  to->entry_stage[copy] = from->entry_stage[x];
  to->entry_time[copy] = from->entry_time[x];
  to->entry_elapsed[copy] = from->entry_elapsed[x];
  c->behind[copy] = is_inside(c, x) ? r : -1;
  for (size_t i = row; i < row + count; i++, k++) {
    to->link_length[k] = from->link_length[i];
    to->link_p[k] = from->link_p[i];
    to->link_point[k] =
        *number_of(c, from->entry_count + (size_t)from->link_point[i], run_after(c, x, r, i));
  }
  to->entry_row[copy + 1] = k;
}

static int32_t copied(const copying *c, int32_t to, int r) {
  int32_t number = *number_of(c, state_of(c, to), r);
  return to >= 0 ? number : ~number;
}

static void copy_point(const copying *c, size_t y, int r, pk_chain *to) {
  const pk_chain *from = c->from;
  size_t copy = (size_t)*number_of(c, from->entry_count + y, r), k = to->point_row[copy];
  to->point_stage[copy] = from->point_stage[y];
  for (size_t i = from->point_row[y]; i < from->point_row[y + 1]; i++, k++) {
    to->exit_p[k] = from->exit_p[i];
    to->exit_to[k] = copied(c, from->exit_to[i], r);
  }
  to->point_row[copy + 1] = k;
}

static size_t count_rows(const copying *c, size_t *exits) {
  const pk_chain *from = c->from;
  size_t links = 0, states = from->entry_count + from->point_count;
  *exits = 0;
  for (size_t state = 0; state < states; state++)
    for (size_t r = 0; r < copies_of(c, state); r++) {
      if (c->number[c->place[state] + r] < 0)
        continue;
      size_t y = state - from->entry_count;
      if (state < from->entry_count)
        links += links_of(c, state, (int)r);
      else
        *exits += from->point_row[y + 1] - from->point_row[y];
    }
  return links;
}

static void copy_all(const copying *c, pk_run_chain *run) {
  const pk_chain *from = c->from;
  size_t states = from->entry_count + from->point_count;
  for (size_t state = 0; state < states; state++)
    for (size_t r = 0; r < copies_of(c, state); r++) {
      if (c->number[c->place[state] + r] < 0)
        continue;
      if (state < from->entry_count)
        copy_entry(c, state, (int)r, run);
      else
        copy_point(c, state - from->entry_count, (int)r, &run->chain);
    }
  for (size_t i = 0; i < from->start_count; i++)
    run->chain.start_at[i] = copied(c, from->start_at[i], 0);
}

/* A stay that begins with r steps behind is worth 1 from length − r steps on. */
static bool pay_runs(pk_run_chain *run, int length, pk_arena *arena) {
  size_t width = (size_t)run->chain.horizon + 1;
  double *worth = PK_NEW_ARRAY(arena, double, (size_t)length *width);
  run->extra.worth = worth;
  for (int r = 0; worth && r < length; r++)
    for (size_t n = (size_t)(length - r); n < width; n++)
      worth[(size_t)r * width + n] = 1;
  return worth != NULL;
}

pk_run_chain *pk_run_chain_new(const pk_chain *chain, const bool *inside, int length,
                               pk_arena *arena) {
  pk_run_chain *run = PK_NEW(arena, pk_run_chain);
  copying c = {.from = chain, .inside = inside, .length = length};
  if (!run || !make_places(&c, arena))
    return NULL;
  find_all(&c);
  size_t exits, links = count_rows(&c, &exits), entries = chain->entry_count;
  run->entry_first = PK_NEW_ARRAY(arena, size_t, entries + 1);
  run->point_first = PK_NEW_ARRAY(arena, size_t, chain->point_count + 1);
  if (!run->entry_first || !run->point_first)
    return NULL;
  run->chain = *chain;
  run->chain.pattern = NULL;
  run->chain.entry_count = number_copies(&c, 0, entries, run->entry_first);
  run->chain.point_count =
      number_copies(&c, entries, entries + chain->point_count, run->point_first);
  run->chain.passage_from = run->point_first[chain->passage_from];
  if (!entries_new(&c, run, links, arena) || !points_new(&run->chain, exits, arena) ||
      !pay_runs(run, length, arena))
    return NULL;
  copy_all(&c, run);
  return run;
}
