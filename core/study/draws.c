/* Drawing parameters.
 *
 * Numbers that must not exceed 1 together (the shares out of a stage, the chances of one step) are
 * drawn as a set: those that say how uncertain they are first, then `rest` and bare shares take
 * what is left, in proportion to what was written; a set that exceeds 1 is drawn again. All other
 * numbers are drawn one by one. */
#include "study/draws.h"
#include "base/random.h"
#include "base/special.h"
#include "study/prior.h"

#include <math.h>
#include <stdlib.h>

#define TRIES 1000
#define Z99 2.3263478740408408 /* normal quantiles of 0.99 and 0.999 */
#define Z999 3.0902323061678132

typedef struct drawn { /* one number and its value in the latest draw */
  const pk_number *number;
  pk_prior_shape prior;
  double value, written;
} drawn;

typedef struct set {
  int first, count;
  bool full;          /* sums to 1: what nobody draws takes what is left */
  bool one_count;     /* all evidence is counts of one N: drawn together */
  uint64_t remainder; /* the stream of what is left */
} set;

typedef struct factor {  /* numbers first … first + count − 1, as far as they are uncertain */
  int first, count, set; /* set −1: none */
} factor;

struct pk_draws {
  drawn *numbers; /* members of sets stand together; singles after them */
  int count, room, uncertain;
  set *sets;
  int set_count, set_room;
  factor *factors;
  int factor_count;
  double *kept;             /* [count], while two draws are mixed */
  const drawn **by_address; /* sorted by the number's address, for finding */
};

/* --------------------------------------------------------------------------- what is uncertain */

static int count_numbers(const pk_model *m) {
  int count = 0;
  for (int t = 0; t < m->transition_count; t++)
    count += 3 + m->transitions[t].step_count;
  for (int s = 0; s < m->stage_count; s++)
    count += 2 + 2 * m->stages[s].money_count;
  for (int i = 0; i < m->support_count; i++)
    count += 1 + m->supports[i].effect_count;
  for (int g = 0; g < m->group_count; g++)
    count += 1 + m->groups[g].start_count + m->groups[g].arrival_count + m->groups[g].initial_count;
  return count;
}

static int count_sets(const pk_model *m) {
  int count = m->group_count;
  for (int s = 0; s < m->stage_count; s++) {
    int longest = 1;
    for (int e = 0; e < m->stages[s].exit_count; e++) {
      int steps = m->transitions[m->stages[s].exit_list[e]].step_count;
      longest = steps > longest ? steps : longest;
    }
    count += longest;
  }
  return count;
}

static void add_number(pk_draws *d, const pk_number *number, pk_domain domain) {
  drawn *n = &d->numbers[d->count++];
  n->number = number;
  n->written = n->value = number->value;
  pk_prior_fit(&n->prior, number, domain);
  d->uncertain += number->prior != PK_PRIOR_NONE;
}

static void add_single(pk_draws *d, const pk_number *number, pk_domain domain) {
  if (number->prior != PK_PRIOR_NONE)
    add_number(d, number, domain);
}

/* Ends the set that began at `first`; forgets it when nothing in it is uncertain. */
static void end_set(pk_draws *d, int first, bool full, const char *pointer) {
  const pk_number *evidence = NULL;
  bool uncertain = false, one = true;
  for (int i = first; i < d->count; i++) {
    const pk_number *n = d->numbers[i].number;
    uncertain = uncertain || n->prior != PK_PRIOR_NONE;
    if (n->prior != PK_PRIOR_EVENTS)
      continue;
    one = one && (!evidence || evidence->b == n->b);
    evidence = n;
  }
  if (!uncertain) {
    d->count = first;
    return;
  }
  d->sets[d->set_count++] = (set){.first = first,
                                  .count = d->count - first,
                                  .full = full,
                                  .one_count = evidence && one,
                                  .remainder = pk_hash(pointer ? pointer : "") + 1};
}

static void add_exit_sets(pk_draws *d, const pk_model *m, const pk_stage *stage) {
  int first = d->count, longest = 0;
  for (int e = 0; e < stage->exit_count; e++) {
    const pk_transition *t = &m->transitions[stage->exit_list[e]];
    if (stage->exits == PK_EXITS_SHARES)
      add_number(d, &t->share, PK_DOMAIN_SHARE);
    if (stage->exits == PK_EXITS_PER_STEP && t->step_count > longest)
      longest = t->step_count;
  }
  end_set(d, first, true, stage->pointer);
  for (int k = 0; k < longest; k++) {
    first = d->count;
    for (int e = 0; e < stage->exit_count; e++) {
      const pk_transition *t = &m->transitions[stage->exit_list[e]];
      if (k < t->step_count)
        add_number(d, &t->per_step[k], PK_DOMAIN_SHARE);
    }
    end_set(d, first, false, stage->pointer);
  }
}

static void add_distribution(pk_draws *d, const pk_distribution *law) {
  bool real = law->family == PK_LOGNORMAL;
  add_single(d, &law->a,
             real ? PK_DOMAIN_REAL
             : law->family == PK_GEOMETRIC || law->family == PK_FIXED || law->family == PK_UNIFORM
                 ? PK_DOMAIN_LENGTH
                 : PK_DOMAIN_POSITIVE);
  add_single(d, &law->b, law->family == PK_UNIFORM ? PK_DOMAIN_LENGTH : PK_DOMAIN_POSITIVE);
}

static void add_stages(pk_draws *d, const pk_model *m) {
  for (int s = 0; s < m->stage_count; s++)
    add_exit_sets(d, m, &m->stages[s]);
  for (int s = 0; s < m->stage_count; s++) {
    const pk_stage *stage = &m->stages[s];
    if (stage->has_duration)
      add_distribution(d, &stage->duration);
    for (int i = 0; i < stage->money_count; i++) {
      add_single(d, &stage->money[i].per_step, PK_DOMAIN_REAL);
      add_single(d, &stage->money[i].on_entry, PK_DOMAIN_REAL);
    }
    for (int e = 0; stage->exits == PK_EXITS_RACE && e < stage->exit_count; e++)
      add_distribution(d, &m->transitions[stage->exit_list[e]].after);
  }
}

static void add_groups(pk_draws *d, const pk_model *m) {
  for (int g = 0; g < m->group_count; g++) {
    const pk_group *group = &m->groups[g];
    int first = d->count;
    for (int i = 0; i < group->start_count; i++)
      add_number(d, &group->starts[i].share, PK_DOMAIN_SHARE);
    end_set(d, first, true, group->pointer);
    add_single(d, &group->size, PK_DOMAIN_POSITIVE);
    for (int i = 0; i < group->arrival_count; i++)
      add_single(d, &group->arrivals[i], PK_DOMAIN_POSITIVE);
    for (int i = 0; i < group->initial_count; i++)
      add_single(d, &group->initial[i].count, PK_DOMAIN_POSITIVE);
  }
}

static void add_supports(pk_draws *d, const pk_model *m) {
  for (int i = 0; i < m->support_count; i++) {
    add_single(d, &m->supports[i].uptake, PK_DOMAIN_SHARE);
    for (int e = 0; e < m->supports[i].effect_count; e++)
      if (m->supports[i].effects[e].form != PK_EFFECT_PLACES)
        add_single(d, &m->supports[i].effects[e].ratio, PK_DOMAIN_POSITIVE);
  }
}

/* ------------------------------------------------------------------------ what varies by itself */

static void add_factor(pk_draws *d, int first, int count, int of) {
  d->factors[d->factor_count++] = (factor){first, count, of};
}

/* Members vary apart where others take what they leave, and where they exceed 1 together in less
 * than one draw in a thousand, as sums of independent numbers go. */
static bool vary_apart(const pk_draws *d, const set *s) {
  double sum = 0, square = 0;
  int uncertain = 0, counts = 0, bare = 0;
  for (int i = s->first; i < s->first + s->count; i++) {
    const drawn *n = &d->numbers[i];
    bool sure = n->number->prior == PK_PRIOR_NONE;
    bare += sure;
    uncertain += !sure;
    counts += n->number->prior == PK_PRIOR_EVENTS;
    if (sure)
      continue;
    double middle = pk_prior_quantile(&n->prior, 0.5);
    double upwards = (pk_prior_quantile(&n->prior, 0.99) - middle) / Z99;
    sum += middle;
    square += upwards * upwards;
  }
  return uncertain == 1 || (sum + Z999 * sqrt(square) <= 1 && (bare > 0 || !s->full) &&
                            (!s->one_count || counts < 2));
}

static void find_factors(pk_draws *d) {
  for (int k = 0; k < d->set_count; k++) {
    const set *s = &d->sets[k];
    if (!vary_apart(d, s)) {
      add_factor(d, s->first, s->count, k);
      continue;
    }
    for (int i = s->first; i < s->first + s->count; i++)
      if (d->numbers[i].number->prior != PK_PRIOR_NONE)
        add_factor(d, i, 1, k);
  }
  for (int i = 0, k = 0; i < d->count; i++) {
    while (k < d->set_count && i >= d->sets[k].first + d->sets[k].count)
      k++;
    if (k == d->set_count || i < d->sets[k].first)
      add_factor(d, i, 1, -1);
  }
}

int pk_draws_factors(const pk_draws *draws) {
  return draws->factor_count;
}

const pk_number *pk_draws_factor(const pk_draws *draws, int number, int i) {
  const factor *f = &draws->factors[number];
  for (int at = f->first; at < f->first + f->count; at++)
    if (draws->numbers[at].number->prior != PK_PRIOR_NONE && i-- == 0)
      return draws->numbers[at].number;
  return NULL;
}

static int by_address(const void *a, const void *b) {
  uintptr_t x = (uintptr_t)(*(const drawn *const *)a)->number;
  uintptr_t y = (uintptr_t)(*(const drawn *const *)b)->number;
  return x < y ? -1 : x > y;
}

static void sort_addresses(pk_draws *d) {
  for (int i = 0; i < d->count; i++)
    d->by_address[i] = &d->numbers[i];
  if (d->count > 0)
    qsort(d->by_address, (size_t)d->count, sizeof *d->by_address, by_address);
}

pk_draws *pk_draws_new(const pk_model *model, pk_arena *arena, polku_report *report) {
  pk_draws *d = PK_NEW(arena, pk_draws);
  int numbers = count_numbers(model);
  if (d) {
    d->numbers = PK_NEW_ARRAY(arena, drawn, (size_t)numbers);
    d->by_address = PK_NEW_ARRAY(arena, const drawn *, (size_t)numbers);
    d->sets = PK_NEW_ARRAY(arena, set, (size_t)count_sets(model));
    d->factors = PK_NEW_ARRAY(arena, factor, (size_t)numbers);
    d->kept = PK_NEW_ARRAY(arena, double, (size_t)numbers);
  }
  if (!d || !d->numbers || !d->by_address || !d->sets || !d->factors || !d->kept) {
    pk_report_memory(report);
    return NULL;
  }
  add_stages(d, model);
  add_groups(d, model);
  add_supports(d, model);
  sort_addresses(d);
  find_factors(d);
  return d;
}

int pk_draws_uncertain(const pk_draws *draws) {
  return draws->uncertain;
}

/* ------------------------------------------------------------------------------------- drawing */

static uint64_t mix(uint64_t seed, int index) { /* SplitMix64's finaliser */
  uint64_t z = seed + 0x9E3779B97F4A7C15u * ((uint64_t)index + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static void start(pk_stream *stream, const drawn *n, uint64_t key) {
  pk_stream_start(stream, key, pk_hash(n->number->pointer ? n->number->pointer : ""));
}

/* Counts of one N: gammas of shape n + ½ divided by their sum; what the counts leave of N is one
 * more category when somebody else takes it. */
static void draw_counts(pk_draws *d, const set *s, uint64_t key) {
  double sum = 0, events = 0, of = 0;
  bool others = !s->full;
  pk_stream stream;
  for (int i = s->first; i < s->first + s->count; i++) {
    drawn *n = &d->numbers[i];
    if (n->number->prior != PK_PRIOR_EVENTS) {
      others = true;
      continue;
    }
    start(&stream, n, key);
    n->value = pk_stream_gamma(&stream, n->number->a + 0.5);
    sum += n->value;
    events += n->number->a;
    of = n->number->b;
  }
  if (others) {
    pk_stream_start(&stream, key, s->remainder);
    sum += pk_stream_gamma(&stream, (of > events ? of - events : 0) + 0.5);
  }
  for (int i = s->first; i < s->first + s->count; i++)
    if (d->numbers[i].number->prior == PK_PRIOR_EVENTS)
      d->numbers[i].value /= sum;
}

/* The sum of the members that were drawn. */
static double draw_members(pk_draws *d, const set *s, uint64_t key) {
  double sum = 0;
  pk_stream stream;
  if (s->one_count)
    draw_counts(d, s, key);
  for (int i = s->first; i < s->first + s->count; i++) {
    drawn *n = &d->numbers[i];
    if (n->number->prior == PK_PRIOR_NONE)
      continue;
    if (n->number->prior != PK_PRIOR_EVENTS || !s->one_count) {
      start(&stream, n, key);
      n->value = pk_prior_draw(&n->prior, &stream);
    }
    sum += n->value;
  }
  return sum;
}

/* Bare members take what is left in proportion; without any, the drawn ones are made to sum to 1.
 */
static void share_out(pk_draws *d, const set *s, double sum) {
  double bare = 0;
  int bare_count = 0;
  for (int i = s->first; i < s->first + s->count; i++)
    if (d->numbers[i].number->prior == PK_PRIOR_NONE) {
      bare += d->numbers[i].written;
      bare_count++;
    }
  double left = sum < 1 ? 1 - sum : 0, all = bare_count && left > 0 ? 1 : sum;
  for (int i = s->first; i < s->first + s->count; i++) {
    drawn *n = &d->numbers[i];
    if (n->number->prior != PK_PRIOR_NONE)
      n->value /= all;
    else
      n->value = bare > 0 ? left * n->written / bare : left / bare_count;
  }
}

/* Chances of one step: bare ones stay as they are while there is room. */
static void keep_room(pk_draws *d, const set *s, double sum) {
  double bare = 0;
  for (int i = s->first; i < s->first + s->count; i++)
    if (d->numbers[i].number->prior == PK_PRIOR_NONE)
      bare += d->numbers[i].written;
  double left = sum < 1 ? 1 - sum : 0;
  for (int i = s->first; i < s->first + s->count; i++) {
    drawn *n = &d->numbers[i];
    if (n->number->prior == PK_PRIOR_NONE)
      n->value = bare > left ? left * n->written / bare : n->written;
    else if (sum > 1)
      n->value /= sum;
  }
}

static void draw_set(pk_draws *d, const set *s, uint64_t seed, int index) {
  double sum = 2;
  for (int try = 0; try < TRIES && sum > 1; try++) {
    sum = draw_members(d, s, mix(mix(seed, index), try));
    if (s->full && sum <= 1 + 1e-12) /* rounding of a full set of counts */
      break;
  }
  if (s->full)
    share_out(d, s, sum);
  else
    keep_room(d, s, sum);
}

static void draw_single(drawn *n, uint64_t seed, int index) {
  pk_stream stream;
  start(&stream, n, mix(mix(seed, index), 0));
  n->value = pk_prior_draw(&n->prior, &stream);
}

void pk_draws_take(pk_draws *d, uint64_t seed, int index) {
  int single = 0;
  for (int i = 0; i < d->set_count; i++)
    draw_set(d, &d->sets[i], seed, index);
  for (int i = 0; i < d->count; i++) {
    while (single < d->set_count && i >= d->sets[single].first + d->sets[single].count)
      single++;
    if (single < d->set_count && i >= d->sets[single].first)
      continue;
    draw_single(&d->numbers[i], seed, index);
  }
}

/* One member of a set from another draw, the others as they are; who is bare takes what is left. */
static void mix_member(pk_draws *d, const factor *f, uint64_t seed, int other) {
  const set *s = &d->sets[f->set];
  double sum = 0;
  for (int i = s->first; i < s->first + s->count; i++)
    d->kept[i] = d->numbers[i].value;
  draw_set(d, s, seed, other);
  for (int i = s->first; i < s->first + s->count; i++) {
    if (i != f->first)
      d->numbers[i].value = d->kept[i];
    if (d->numbers[i].number->prior != PK_PRIOR_NONE)
      sum += d->numbers[i].value;
  }
  if (s->full)
    share_out(d, s, sum);
  else
    keep_room(d, s, sum);
}

void pk_draws_mix(pk_draws *d, uint64_t seed, int index, int number, int other) {
  pk_draws_take(d, seed, index);
  if (number < 0)
    return;
  const factor *f = &d->factors[number];
  if (f->set < 0)
    draw_single(&d->numbers[f->first], seed, other);
  else if (f->count > 1)
    draw_set(d, &d->sets[f->set], seed, other);
  else
    mix_member(d, f, seed, other);
}

/* The number among those that may be drawn, or NULL. */
static const drawn *find_number(const pk_draws *d, const pk_number *number) {
  int low = 0, high = d->count;
  while (low < high) {
    int middle = (low + high) / 2;
    const drawn *at = d->by_address[middle];
    if (at->number == number)
      return at;
    if ((uintptr_t)at->number < (uintptr_t)number)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

double pk_draws_value(void *context, const pk_number *number) {
  const drawn *at = find_number(context, number);
  return at ? at->value : number->value;
}

bool pk_draws_points(const pk_draws *draws, const pk_number *number, double *low, double *high) {
  const drawn *at = number->prior != PK_PRIOR_NONE ? find_number(draws, number) : NULL;
  if (!at)
    return false;
  bool stated = number->prior == PK_PRIOR_RANGE; /* these very points */
  *low = stated ? number->a : pk_prior_quantile(&at->prior, 0.05);
  *high = stated ? number->b : pk_prior_quantile(&at->prior, 0.95);
  return true;
}
