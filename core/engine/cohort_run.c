/* One run of a cohort: counts go from step to step.
 *
 * At each t those whose stays end are in the cells of marked points; their exits are drawn, through
 * passages too, and lead to entry states. Who begins at t comes in. Then the stays that begin at t
 * draw how long they last: each link takes its binomial part of those whom no link before it took,
 * and puts them into the cell of its point at its time. So a step costs what lies before those who
 * are there, whoever they are, and people are whole numbers that go from one place to another.
 *
 * Every marked state and point has its own luck at each t, so nothing depends on the order in which
 * they are met. */
#include "engine/cohort_rows.h"

#include "base/binomial.h"

#include <math.h>
#include <string.h>

/* What the stays of one marked state are worth to an account, summed over their lengths. */
typedef struct payer {
  int account;
  const double *worth; /* by length */
  double sum;
} payer;

typedef struct run {
  const pk_cohort *c;
  const pk_chain *chain;
  const pk_layout *shape;
  uint64_t seed;
  int group, t;
  uint64_t moment; /* luck of group and t */
  int64_t *part;   /* of the tally */

  int64_t *cells;    /* who is on the way, by time and marked point */
  int64_t *passing;  /* who is in passages, at t */
  int64_t *entering; /* who begins a stay at t, by marked state */
  uint64_t *touched; /* a bit for each marked state that somebody enters at t */
  int64_t *pool;     /* [pool rows][horizon + 1]: stays by steps within the horizon */
  payer *payers;     /* [accounts] */
  int payer_count;
} run;

typedef struct scratch {
  size_t cells, passing, entering, touched, pool, payers, size;
} scratch;

static size_t take(size_t *at, size_t count, size_t size) {
  size_t from = *at;
  *at += (count * size + 15) / 16 * 16;
  return from;
}

static size_t words(const pk_cohort *c) {
  return (c->state_count + 63) / 64;
}

static scratch lay_out(const pk_cohort *c) {
  scratch s;
  size_t at = 0, rows = (size_t)c->of.chain->horizon + 1;
  s.cells = take(&at, c->row[rows], sizeof(int64_t));
  s.passing = take(&at, c->point_count - c->passage_from, sizeof(int64_t));
  s.entering = take(&at, c->state_count, sizeof(int64_t));
  s.touched = take(&at, words(c), sizeof(uint64_t));
  s.pool = take(&at, (size_t)c->pool_count * rows, sizeof(int64_t));
  s.payers = take(&at, (size_t)c->of.model->account_count, sizeof(payer));
  s.size = at;
  return s;
}

size_t pk_cohort_scratch(const pk_cohort *cohort) {
  return lay_out(cohort).size;
}

static void luck_of(const run *r, uint64_t what, pk_stream *stream) {
  pk_stream_start(stream, r->seed, pk_mix(what ^ r->moment));
}

/* ------------------------------------------------------------------------------------- entering */

static void note_news(run *r, int news, int64_t n) {
  int64_t *part = r->part;
  const pk_layout *s = r->shape;
  if (news & PK_NEWLY_EMPLOYED)
    part[s->employed + (size_t)r->t] += n;
  if (news & PK_NEWLY_OPEN)
    part[s->open + (size_t)r->t] += n;
  if (news & PK_NEWLY_REACHED)
    part[s->reached] += n;
  if (news & PK_NEWLY_BOTH)
    part[s->reached_employed] += n;
}

static void pay_once(run *r, size_t place, int stage, int64_t n) {
  size_t rows = (size_t)r->chain->horizon + 1, stages = (size_t)r->shape->stage_count;
  for (int a = 0; a < r->shape->account_count; a++) {
    const pk_extra *extra = r->c->of.extra ? r->c->of.extra[a] : NULL;
    if (!extra || extra->once[place] == 0)
      continue;
    double worth = extra->once[place] * r->c->power[(size_t)a * rows + (size_t)r->t];
    r->part[r->shape->paid + (size_t)a * stages + (size_t)stage] +=
        llround((double)n * worth * PK_TALLY_COINS);
  }
}

/* `n` clients go a way at t. */
static void enter(run *r, const pk_cohort_way *way, int64_t n) {
  size_t cell = (size_t)r->t * (size_t)r->shape->stage_count + (size_t)way->stage;
  if (way->transition >= 0)
    r->part[r->shape->moves + (size_t)way->transition] += n;
  if (way->news & PK_ENTERS)
    r->part[r->shape->entries + cell] += n;
  if (way->news & ~PK_ENTERS)
    note_news(r, way->news, n);
  if (way->to >= 0) {
    r->entering[way->to] += n;
    r->touched[way->to / 64] |= (uint64_t)1 << way->to % 64;
  } else {
    r->passing[(size_t)~way->to - r->c->passage_from] += n;
  }
}

static void begin(run *r, int number) {
  const uint32_t key[2] = {(uint32_t)r->seed, (uint32_t)(r->seed >> 32)};
  const pk_origin *origin = &r->c->of.origins->list[number];
  const pk_cohort_way *ways = r->c->starts + r->c->start_first[number];
  const int *which = r->c->start_way + r->c->start_first[number];
  int64_t count = pk_origin_count(origin, key), left = count;
  pk_stream stream;
  luck_of(r, pk_mix(origin->hash), &stream);
  r->part[r->shape->entered + (size_t)r->t] += count;
  for (int i = 0; i < origin->way_count && left > 0; i++) {
    const pk_origin_way *way = &origin->ways[which[i]];
    int64_t end = which[i] + 1 < origin->way_count ? way[1].before : count;
    int64_t n =
        origin->allocate ? end - way->before : pk_stream_binomial(&stream, left, ways[i].chance);
    left -= n;
    if (n > 0)
      enter(r, &ways[i], n);
  }
}

/* -------------------------------------------------------------------------------------- leaving */

static void leave_point(run *r, const pk_cohort_point *point, int64_t n) {
  const pk_chain *chain = r->chain;
  size_t y = (size_t)point->point;
  const pk_cohort_way *way = r->c->ways + point->ways, *end = way + point->way_count;
  pk_stream stream;
  luck_of(r, point->luck, &stream);
  for (size_t k = chain->refused_row[y]; k < chain->refused_row[y + 1]; k++)
    r->part[r->shape->refused + (size_t)chain->refused_transition[k]] +=
        llround((double)n * chain->refused_p[k] * PK_TALLY_PARTS);
  for (int64_t left = n; way < end && left > 0; way++) {
    int64_t moving = pk_stream_binomial(&stream, left, way->chance);
    left -= moving;
    if (moving > 0)
      enter(r, way, moving);
  }
}

static void leave_all(run *r) {
  const pk_cohort *c = r->c;
  int64_t *cells = r->cells + c->row[r->t];
  for (size_t i = 0; i < c->reached[r->t]; i++) {
    if (cells[i] == 0)
      continue;
    int stage = r->chain->point_stage[c->points[i].point];
    r->part[r->shape->occupancy + (size_t)r->t * (size_t)r->shape->stage_count + (size_t)stage] -=
        cells[i];
    leave_point(r, &c->points[i], cells[i]);
    cells[i] = 0;
  }
  for (size_t i = c->passage_from; i < c->point_count; i++) {
    int64_t n = r->passing[i - c->passage_from];
    size_t y = (size_t)c->points[i].point;
    if (n == 0)
      continue;
    r->passing[i - c->passage_from] = 0;
    pay_once(r, r->chain->entry_count + y - r->chain->passage_from, r->chain->point_stage[y], n);
    leave_point(r, &c->points[i], n);
  }
}

/* ---------------------------------------------------------------------------------------- stays */

/* Stays of one marked state that begin at t, of clients whose mark is settled. */
typedef struct stays {
  const pk_cohort_state *state;
  const int32_t *target; /* of each link */
  int64_t n, *lengths;   /* lengths: the pool's row, NULL where nobody hosts */
  int needs;             /* steps that make the run lasting */
  bool watched;          /* whether anybody asks how long they last */
  int64_t lasting;
} stays;

static void count_length(run *r, stays *s, int length, int64_t n) {
  if (s->lengths)
    s->lengths[length] += n;
  if (length >= s->needs)
    s->lasting += n;
  for (int i = 0; i < r->payer_count; i++)
    r->payers[i].sum += (double)n * r->payers[i].worth[length];
}

/* `n` of them take the k-th link of the row. */
static inline void take_link(run *r, stays *s, size_t k, int64_t n) {
  int length = r->chain->link_length[s->state->links + k];
  r->cells[r->c->row[r->t + length] + (size_t)s->target[k]] += n;
  if (s->watched)
    count_length(r, s, length, n);
}

/* How many links of the row take at most `most` steps. */
static size_t links_upto(const run *r, const pk_cohort_state *state, int most) {
  const int32_t *length = r->chain->link_length + state->links;
  size_t low = 0, high = (size_t)state->link_count;
  if (high == 0 || length[high - 1] <= most)
    return high;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (length[middle] <= most)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Many clients: along the row, each link has its part of who is left. The cells set out on their
 * way while chances are thought about. */
static int64_t draw_counts(run *r, stays *s, size_t count, pk_stream *stream) {
  const double *chance = r->c->link_chance + s->state->links;
  const int32_t *length = r->chain->link_length + s->state->links;
  for (size_t k = 0; k < count; k++)
    __builtin_prefetch(&r->cells[r->c->row[r->t + length[k]] + (size_t)s->target[k]]);
  int64_t left = s->n;
  for (size_t k = 0; k < count && left > 0; k++) {
    int64_t n = pk_stream_binomial(stream, left, chance[k]);
    if (n > 0)
      take_link(r, s, k, n);
    left -= n;
  }
  return left;
}

/* Few clients before many links: each finds its own, the same law. */
static int64_t draw_each(run *r, stays *s, size_t count, pk_stream *stream) {
  const double *tail = r->c->tail + s->state->links + (size_t)s->state->entry;
  int64_t left = 0;
  for (int64_t i = 0; i < s->n; i++) {
    double luck = pk_stream_uniform(stream) * tail[0];
    if (luck <= tail[count]) {
      left++;
      continue;
    }
    size_t low = 0, high = count - 1; /* the first link with less than this luck behind it */
    while (low < high) {
      size_t middle = low + (high - low) / 2;
      if (tail[middle + 1] < luck)
        high = middle;
      else
        low = middle + 1;
    }
    take_link(r, s, low, 1);
  }
  return left;
}

static void draw_stays(run *r, stays *s, pk_stream *stream) {
  int most = r->chain->horizon - r->t;
  size_t count = links_upto(r, s->state, most);
  s->watched = s->lengths || r->payer_count > 0 || s->needs <= most;
  int64_t left = s->n;
  if (count > 0)
    left = (uint64_t)s->n < count / 3 ? draw_each(r, s, count, stream)
                                      : draw_counts(r, s, count, stream);
  if (left > 0 && s->watched)
    count_length(r, s, most, left);
  if (s->lasting > 0)
    r->part[r->shape->lasting + (size_t)(r->t + s->needs)] += s->lasting;
}

static void find_payers(run *r, size_t x) {
  size_t rows = (size_t)r->chain->horizon + 1;
  r->payer_count = 0;
  for (int a = 0; a < r->shape->account_count; a++) {
    const pk_extra *extra = r->c->of.extra ? r->c->of.extra[a] : NULL;
    if (extra && extra->row[x] >= 0)
      r->payers[r->payer_count++] = (payer){a, extra->worth + (size_t)extra->row[x] * rows, 0};
  }
}

static void pay(run *r, int stage) {
  size_t rows = (size_t)r->chain->horizon + 1, stages = (size_t)r->shape->stage_count;
  for (int i = 0; i < r->payer_count; i++) {
    const payer *p = &r->payers[i];
    double worth = p->sum * r->c->power[(size_t)p->account * rows + (size_t)r->t];
    r->part[r->shape->paid + (size_t)p->account * stages + (size_t)stage] +=
        llround(worth * PK_TALLY_COINS);
  }
}

static int64_t *pool_row(const run *r, const pk_cohort_state *state, pk_host_side side) {
  int place = r->chain->entry_epoch[state->entry] * r->chain->stage_count + state->stage;
  int row = r->c->pool[place];
  return row < 0 ? NULL : r->pool + ((size_t)row + side) * ((size_t)r->chain->horizon + 1);
}

/* Where hosts are of two kinds, those whose first third-sector host this could be fall into those
 * for whom it is and those for whom it is not. */
static void begin_stays(run *r, const pk_cohort_state *state, int64_t n) {
  const int32_t *target = r->c->target + state->targets;
  stays all = {.state = state,
               .target = target,
               .n = n,
               .needs = pk_mark_needs(&r->c->law, state->mark, state->stage)};
  pk_stream stream;
  luck_of(r, state->luck, &stream);
  if (state->third > 0) {
    stays third = all;
    third.n = pk_stream_binomial(&stream, n, state->third);
    third.lengths = pool_row(r, state, PK_THIRD_HOST);
    bool employed = state->mark >> 1 >= PK_WORK_EMPLOYED;
    note_news(r, PK_NEWLY_REACHED | (employed ? PK_NEWLY_BOTH : 0), third.n);
    if (third.n > 0)
      draw_stays(r, &third, &stream);
    all.n -= third.n;
    all.target += state->link_count;
    all.lengths = pool_row(r, state, PK_OTHER_HOST);
  } else {
    all.lengths = pool_row(r, state, PK_ANY_HOST);
  }
  if (all.n > 0)
    draw_stays(r, &all, &stream);
}

static void begin_at(run *r, const pk_cohort_state *state, int64_t n) {
  size_t x = (size_t)state->entry, stages = (size_t)r->shape->stage_count;
  r->part[r->shape->occupancy + (size_t)r->t * stages + (size_t)state->stage] += n;
  r->part[r->shape->over_limit + (size_t)state->stage] +=
      llround((double)n * r->chain->over_limit[x] * PK_TALLY_PARTS);
  pay_once(r, x, state->stage, n);
  find_payers(r, x);
  begin_stays(r, state, n);
  pay(r, state->stage);
}

static void begin_all(run *r) {
  for (size_t w = 0; w < words(r->c); w++) {
    for (uint64_t bits = r->touched[w]; bits; bits &= bits - 1) {
      size_t state = 64 * w + (size_t)__builtin_ctzll(bits);
      int64_t n = r->entering[state];
      r->entering[state] = 0;
      begin_at(r, &r->c->states[state], n);
    }
    r->touched[w] = 0;
  }
}

/* ---------------------------------------------------------------------------------------- hosts */

static bool of_side(const pk_host *host, pk_host_side side) {
  return side == PK_ANY_HOST || host->third == (side == PK_THIRD_HOST);
}

/* Of `n` stays of one length, whose each was. */
static void draw_hosts(run *r, const double *share, int stage, pk_host_side side, int length,
                       int64_t n, pk_stream *stream) {
  const pk_hosts *hosts = r->c->of.hosts;
  int first = hosts->first[stage], end = hosts->first[stage + 1];
  double left = 0;
  for (int h = first; h < end; h++)
    left += of_side(&hosts->list[h], side) ? share[h] : 0;
  for (int h = first; h < end && n > 0; h++) {
    if (!of_side(&hosts->list[h], side) || share[h] <= 0)
      continue;
    int64_t here = pk_stream_binomial(stream, n, share[h] < left ? share[h] / left : 1);
    r->part[r->shape->host_steps + (size_t)h] += here * length;
    left -= share[h];
    n -= here;
  }
}

static void host_stage(run *r, int epoch, int stage) {
  size_t rows = (size_t)r->chain->horizon + 1;
  int row = r->c->pool[epoch * r->chain->stage_count + stage];
  const double *share = r->c->of.hosts->share + (size_t)epoch * (size_t)r->c->of.hosts->count;
  pk_stream stream;
  if (row < 0)
    return;
  luck_of(r, pk_mix(r->c->stage_luck[stage] + (uint64_t)epoch), &stream);
  for (int side = 0; side < PK_SIDES; side++) {
    int64_t *lengths = r->pool + (size_t)(row + side) * rows;
    for (size_t d = 0; d < rows; d++) {
      if (lengths[d] > 0)
        draw_hosts(r, share, stage, (pk_host_side)side, (int)d, lengths[d], &stream);
      lengths[d] = 0;
    }
  }
}

static void host_all(run *r) {
  for (int epoch = 0; epoch < r->c->of.hosts->epoch_count; epoch++)
    for (int s = 0; s < r->chain->stage_count; s++)
      host_stage(r, epoch, s);
}

/* ----------------------------------------------------------------------------------- the whole */

static void run_group(run *r) {
  const pk_cohort *c = r->c;
  int origin = c->begin_first[r->group], end = c->begin_first[r->group + 1];
  for (r->t = 0; r->t <= r->chain->horizon; r->t++) {
    r->moment = pk_mix(c->group_luck[r->group] + (uint64_t)r->t);
    for (; origin < end && c->of.origins->list[c->begin_order[origin]].time == r->t; origin++)
      begin(r, c->begin_order[origin]);
    leave_all(r);
    begin_all(r);
  }
  host_all(r);
}

void pk_cohort_run(const pk_cohort *c, const uint32_t key[2], int64_t *tally, void *memory) {
  scratch s = lay_out(c);
  char *at = memory;
  memset(memory, 0, s.size);
  run r = {.c = c,
           .chain = c->of.chain,
           .shape = c->of.shape,
           .seed = (uint64_t)key[1] << 32 | key[0],
           .cells = (void *)(at + s.cells),
           .passing = (void *)(at + s.passing),
           .entering = (void *)(at + s.entering),
           .touched = (void *)(at + s.touched),
           .pool = (void *)(at + s.pool),
           .payers = (void *)(at + s.payers)};
  for (r.group = 0; r.group < r.shape->group_count; r.group++) {
    r.part = pk_tally_group(r.shape, tally, r.group);
    run_group(&r);
  }
  pk_tally_accumulate(r.shape, tally);
}
