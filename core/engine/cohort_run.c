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

  int64_t *cells, *entering; /* [cells], [marked states] */
  int64_t *pool;             /* [pool rows][horizon + 1]: stays by steps within the horizon */
  payer *payers;             /* [accounts] */
  int32_t *next, *due; /* lists of marked points by the time of a cell: [cells], [horizon + 1] */
  int32_t *touched;    /* marked states that somebody enters at t */
  size_t touched_count;
  int payer_count;
} run;

typedef struct scratch {
  size_t cells, entering, pool, payers, next, due, touched, size;
} scratch;

static size_t take(size_t *at, size_t count, size_t size) {
  size_t from = *at;
  *at += (count * size + 15) / 16 * 16;
  return from;
}

static scratch lay_out(const pk_cohort *c) {
  scratch s;
  size_t at = 0, rows = (size_t)c->of.chain->horizon + 1;
  s.cells = take(&at, c->cell_count, sizeof(int64_t));
  s.entering = take(&at, c->marks.state_count, sizeof(int64_t));
  s.pool = take(&at, (size_t)c->pool_count * rows, sizeof(int64_t));
  s.payers = take(&at, (size_t)c->of.model->account_count, sizeof(payer));
  s.next = take(&at, c->cell_count, sizeof(int32_t));
  s.due = take(&at, rows, sizeof(int32_t));
  s.touched = take(&at, c->marks.state_count, sizeof(int32_t));
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

static void note_mark(run *r, int before, int after, int64_t n) {
  int64_t *part = r->part;
  const pk_layout *s = r->shape;
  bool was_employed = before >> 1 >= PK_WORK_EMPLOYED, employed = after >> 1 >= PK_WORK_EMPLOYED;
  if (employed && !was_employed)
    part[s->employed + (size_t)r->t] += n;
  if (after >> 1 >= PK_WORK_OPEN && before >> 1 < PK_WORK_OPEN)
    part[s->open + (size_t)r->t] += n;
  if ((after & 1) && !(before & 1))
    part[s->reached] += n;
  if ((after & 1) && employed && !((before & 1) && was_employed))
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

/* `n` clients with a mark enter an entry state, or ~point of a passage, at t. */
static void enter(run *r, int32_t at, int before, int64_t n) {
  const pk_chain *chain = r->chain;
  int mark = pk_mark_enter(&r->c->marks.law, before, at);
  int stage = at < 0 ? chain->point_stage[~at] : chain->entry_stage[at];
  note_mark(r, before, mark, n);
  if (at < 0 || chain->entry_elapsed[at] == 0)
    r->part[r->shape->entries + (size_t)r->t * (size_t)r->shape->stage_count + (size_t)stage] += n;
  if (at < 0) {
    pay_once(r, chain->entry_count + (size_t)~at - chain->passage_from, stage, n);
    r->cells[r->c->cell_from[pk_marked_point(&r->c->marks, ~at, mark)]] += n;
    return;
  }
  int32_t state = pk_marked_state(&r->c->marks, at, mark);
  if (r->entering[state] == 0)
    r->touched[r->touched_count++] = state;
  r->entering[state] += n;
}

static void begin(run *r, const pk_origin *origin) {
  const uint32_t key[2] = {(uint32_t)r->seed, (uint32_t)(r->seed >> 32)};
  int64_t left = pk_origin_count(origin, key);
  double upto = 0;
  pk_stream stream;
  luck_of(r, pk_mix(origin->hash), &stream);
  r->part[r->shape->entered + (size_t)r->t] += left;
  for (int w = 0; w < origin->way_count && left > 0; w++) {
    const pk_origin_way *way = &origin->ways[w];
    bool last = w + 1 == origin->way_count;
    int64_t n = last ? left
                : origin->allocate
                    ? origin->ways[w + 1].before - way->before
                    : pk_stream_binomial(&stream, left, (way->upto - upto) / (1 - upto));
    n = n < left ? n : left;
    upto = way->upto;
    left -= n;
    if (n > 0)
      enter(r, way->at, 0, n);
  }
}

/* -------------------------------------------------------------------------------------- leaving */

static void leave_point(run *r, int32_t point, int64_t n) {
  const pk_chain *chain = r->chain;
  size_t y = (size_t)r->c->marks.point_point[point];
  int mark = r->c->marks.point_mark[point];
  pk_stream stream;
  luck_of(r, r->c->point_luck[point], &stream);
  if (y < chain->passage_from)
    r->part[r->shape->occupancy + (size_t)r->t * (size_t)r->shape->stage_count +
            (size_t)chain->point_stage[y]] -= n;
  for (size_t k = chain->refused_row[y]; k < chain->refused_row[y + 1]; k++)
    r->part[r->shape->refused + (size_t)chain->refused_transition[k]] +=
        llround((double)n * chain->refused_p[k] * PK_TALLY_PARTS);
  int64_t left = n;
  for (size_t k = chain->point_row[y]; k < chain->point_row[y + 1] && left > 0; k++) {
    int64_t moving = pk_stream_binomial(&stream, left, r->c->exit_chance[k]);
    if (moving == 0)
      continue;
    left -= moving;
    if (r->c->exit_transition[k] >= 0)
      r->part[r->shape->moves + (size_t)r->c->exit_transition[k]] += moving;
    enter(r, r->c->exit_to[k], mark, moving);
  }
}

static void leave_all(run *r) {
  const pk_marks *m = &r->c->marks;
  for (int32_t point = r->due[r->t] - 1, after; point >= 0; point = after) {
    int64_t cell = r->c->cell_from[point] + r->t, n = r->cells[cell];
    after = r->next[cell] - 1;
    r->cells[cell] = 0;
    leave_point(r, point, n);
  }
  r->due[r->t] = 0;
  for (size_t i = 0; i < m->passage_count; i++) {
    int64_t cell = r->c->cell_from[m->passages[i]], n = r->cells[cell];
    r->cells[cell] = 0;
    if (n > 0)
      leave_point(r, m->passages[i], n);
  }
}

/* ---------------------------------------------------------------------------------------- stays */

/* Stays of one marked state that begin at t, of clients whose reached flag is settled. */
typedef struct stays {
  size_t x;
  int mark, stage;
  int64_t n, *lengths; /* lengths: the pool's row, NULL where nobody hosts */
  int needs;           /* steps that make the run lasting */
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

/* `n` of them take link k. */
static void take_link(run *r, stays *s, size_t k, int64_t n) {
  int length = r->chain->link_length[k];
  int32_t y = r->c->link_point[k];
  int mark = pk_mark_leave(&r->c->marks.law, s->mark, s->stage, length, y);
  int32_t point = pk_marked_point(&r->c->marks, y, mark);
  int64_t cell = r->c->cell_from[point] + r->t + length;
  if (r->cells[cell] == 0) {
    r->next[cell] = r->due[r->t + length];
    r->due[r->t + length] = point + 1;
  }
  r->cells[cell] += n;
  count_length(r, s, length, n);
}

/* The end of the row's links of at most `most` steps. */
static size_t links_upto(const pk_chain *chain, size_t x, int most) {
  size_t low = chain->entry_row[x], high = chain->entry_row[x + 1];
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (chain->link_length[middle] <= most)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Many clients: along the row, each link has its part of who is left. */
static int64_t draw_counts(run *r, stays *s, size_t end, pk_stream *stream) {
  int64_t left = s->n;
  for (size_t k = r->chain->entry_row[s->x]; k < end && left > 0; k++) {
    int64_t n = pk_stream_binomial(stream, left, r->c->link_chance[k]);
    if (n > 0)
      take_link(r, s, k, n);
    left -= n;
  }
  return left;
}

/* Few clients before many links: each finds its own, the same law. */
static int64_t draw_each(run *r, stays *s, size_t end, pk_stream *stream) {
  size_t first = r->chain->entry_row[s->x];
  const double *tail = r->c->tail + s->x;
  int64_t left = 0;
  for (int64_t i = 0; i < s->n; i++) {
    double luck = pk_stream_uniform(stream) * tail[first];
    if (luck <= tail[end]) {
      left++;
      continue;
    }
    size_t low = first, high = end - 1; /* the first link with less than this luck behind it */
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
  size_t end = links_upto(r->chain, s->x, most);
  size_t links = end - r->chain->entry_row[s->x];
  int64_t left = links == 0                   ? s->n
                 : (uint64_t)s->n < links / 3 ? draw_each(r, s, end, stream)
                                              : draw_counts(r, s, end, stream);
  if (left > 0)
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

static int64_t *pool_row(const run *r, size_t x, pk_host_side side) {
  int row = r->c->pool[r->chain->entry_epoch[x] * r->chain->stage_count + r->chain->entry_stage[x]];
  return row < 0 ? NULL : r->pool + ((size_t)row + side) * ((size_t)r->chain->horizon + 1);
}

static void begin_some(run *r, size_t x, int mark, pk_host_side side, int64_t n,
                       pk_stream *stream) {
  int stage = r->chain->entry_stage[x];
  stays s = {.x = x,
             .mark = mark,
             .stage = stage,
             .n = n,
             .lengths = pool_row(r, x, side),
             .needs = pk_mark_needs(&r->c->marks.law, mark, stage)};
  if (n > 0)
    draw_stays(r, &s, stream);
}

static void begin_stays(run *r, int32_t state, int64_t n) {
  const pk_chain *chain = r->chain;
  size_t x = (size_t)r->c->marks.state_entry[state];
  int mark = r->c->marks.state_mark[state], stage = chain->entry_stage[x];
  double third = pk_mark_third(&r->c->marks.law, (int32_t)x);
  pk_stream stream;
  luck_of(r, r->c->state_luck[state], &stream);
  r->part[r->shape->occupancy + (size_t)r->t * (size_t)r->shape->stage_count + (size_t)stage] += n;
  r->part[r->shape->over_limit + (size_t)stage] +=
      llround((double)n * chain->over_limit[x] * PK_TALLY_PARTS);
  pay_once(r, x, stage, n);
  find_payers(r, x);
  if (third > 0 && third < 1 && !(mark & 1)) {
    int64_t there = pk_stream_binomial(&stream, n, third);
    note_mark(r, mark, mark | 1, there);
    begin_some(r, x, mark | 1, PK_THIRD_HOST, there, &stream);
    begin_some(r, x, mark, PK_OTHER_HOST, n - there, &stream);
  } else {
    begin_some(r, x, mark, PK_ANY_HOST, n, &stream);
  }
  pay(r, stage);
}

static void begin_all(run *r) {
  for (size_t i = 0; i < r->touched_count; i++) {
    int64_t n = r->entering[r->touched[i]];
    r->entering[r->touched[i]] = 0;
    begin_stays(r, r->touched[i], n);
  }
  r->touched_count = 0;
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
      begin(r, &c->of.origins->list[c->begin_order[origin]]);
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
           .entering = (void *)(at + s.entering),
           .pool = (void *)(at + s.pool),
           .payers = (void *)(at + s.payers),
           .next = (void *)(at + s.next),
           .due = (void *)(at + s.due),
           .touched = (void *)(at + s.touched)};
  for (r.group = 0; r.group < r.shape->group_count; r.group++) {
    r.part = pk_tally_group(r.shape, tally, r.group);
    run_group(&r);
  }
  pk_tally_accumulate(r.shape, tally);
}
