/* Who begins, and where.
 *
 * Starts come as a list of parts: so many people of a group, of this profile, begin at that stage.
 * Parts of one group and one occasion (its size, a line of its caseload, the arrivals of a step)
 * are ways of one origin. A chain tells its starts; without a chain the same list is made from the
 * model by the same sums in the same order, so that both give the same origins to the last bit. */
#include "engine/origin.h"

#include "base/binomial.h"
#include "base/text.h"
#include "chain/states.h"
#include "engine/dice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Clients are numbered by 32-bit counters; counts must be exact as doubles. */
#define MOST_NUMBERED 4294967295.0
#define MOST_COUNTED 9007199254740992.0

enum { OF_SIZE = -1, OF_ARRIVALS = -2 }; /* lines of a start beside those of a caseload */

typedef struct part {
  int group, profile, stage, line, time;
  int32_t at;
  double amount;
} part;

typedef struct gathering {
  const pk_model *model;
  pk_arena *arena;
  part *parts;
  size_t count, room;
  const part **sorted; /* by group and occasion, in each as they came */
  pk_origin_way *ways; /* [count], in that order */
  pk_origin *origins;
  int origin_count;
} gathering;

/* ------------------------------------------------------------------------------ parts of people */

static bool add_part(gathering *g, part one) {
  void *parts = g->parts;
  if (!(one.amount > 0))
    return true;
  if (!pk_make_room(&parts, &g->room, g->count + 1, sizeof one))
    return false;
  g->parts = parts;
  g->parts[g->count++] = one;
  return true;
}

static bool gather_chain(gathering *g, const pk_chain *chain) {
  bool good = true;
  for (size_t i = 0; i < chain->start_count && good; i++)
    good = add_part(g, (part){.group = chain->start_group[i],
                              .profile = chain->start_profile[i],
                              .stage = chain->start_stage[i],
                              .line = chain->start_line[i],
                              .time = chain->start_time[i],
                              .at = chain->start_at[i],
                              .amount = chain->start_amount[i]});
  return good;
}

static double value_of(const pk_chain_options *options, const pk_number *number) {
  return options && options->value ? options->value(options->value_context, number) : number->value;
}

typedef struct teller {
  gathering *to;
  const pk_rules *rules;
  const pk_chain_options *options;
} teller;

static bool tell_stage(const teller *t, int profile, int stage, double share) {
  const pk_model *model = t->to->model;
  const pk_group *group = &model->groups[t->rules->profiles[profile].group];
  part one = {.group = t->rules->profiles[profile].group, .profile = profile, .stage = stage};
  one.line = OF_SIZE;
  one.amount = share * value_of(t->options, &group->size);
  bool good = add_part(t->to, one);
  int last = group->arrivals_steady ? model->horizon : group->arrival_count;
  for (int u = 1; group->arrival_count > 0 && u <= last && u <= model->horizon && good; u++) {
    one.line = OF_ARRIVALS;
    one.time = u;
    one.amount = share * value_of(t->options, &group->arrivals[group->arrivals_steady ? 0 : u - 1]);
    good = add_part(t->to, one);
  }
  return good;
}

static bool tell_profile(const teller *t, int profile) {
  const pk_profile *who = &t->rules->profiles[profile];
  const pk_group *group = &t->to->model->groups[who->group];
  double sum = 0;
  bool good = true;
  for (int i = 0; i < group->start_count; i++)
    sum += value_of(t->options, &group->starts[i].share);
  for (int i = 0; i < group->start_count && good; i++)
    good = tell_stage(t, profile, group->starts[i].stage,
                      who->share * value_of(t->options, &group->starts[i].share) / sum);
  for (int i = 0; i < group->initial_count && good; i++)
    good = add_part(t->to,
                    (part){.group = who->group,
                           .profile = profile,
                           .stage = group->initial[i].stage,
                           .line = i,
                           .amount = who->share * value_of(t->options, &group->initial[i].count)});
  return good;
}

static bool gather_model(gathering *g, const pk_rules *rules, const pk_chain_options *options) {
  teller t = {g, rules, options};
  bool good = true;
  for (int profile = 0; profile < rules->profile_count && good; profile++)
    good = tell_profile(&t, profile);
  return good;
}

/* ------------------------------------------------------------------------ from parts to origins */

/* Occasions within a group: its size, its caseload line by line, its arrivals step by step. */
static int64_t occasion(const part *p) {
  return p->line == OF_SIZE ? -1 : p->line >= 0 ? p->line : (int64_t)1 << 32 | p->time;
}

static bool same_origin(const part *a, const part *b) {
  return a->group == b->group && occasion(a) == occasion(b);
}

/* qsort gives no order to what is equal, so the parts' own places decide last. */
static int compare(const void *a, const void *b) {
  const part *p = *(const part *const *)a, *q = *(const part *const *)b;
  if (p->group != q->group)
    return p->group < q->group ? -1 : 1;
  if (occasion(p) != occasion(q))
    return occasion(p) < occasion(q) ? -1 : 1;
  return p < q ? -1 : p > q;
}

/* How many lines of the caseload before this one say the same: twins need luck of their own. */
static int twins_before(const pk_group *group, int line) {
  const pk_initial *own = &group->initial[line];
  int twins = 0;
  for (int i = 0; i < line; i++)
    twins += group->initial[i].stage == own->stage && group->initial[i].elapsed == own->elapsed &&
             group->initial[i].waiting == own->waiting;
  return twins;
}

/* Ids hold no spaces, so a space keeps them apart. False when memory ran out. */
static bool find_hash(const pk_model *model, const part *p, uint32_t *hash) {
  const pk_group *group = &model->groups[p->group];
  if (p->line == OF_SIZE) {
    *hash = pk_dice_id(group->id);
    return true;
  }
  pk_text name = PK_TEXT_EMPTY;
  if (p->line == OF_ARRIVALS) {
    pk_text_addf(&name, "%s arrivals", group->id);
  } else {
    const pk_initial *initial = &group->initial[p->line];
    pk_text_addf(&name, "%s %s %s %d %d", group->id, model->stages[initial->stage].id,
                 initial->waiting ? "waiting" : "inside", initial->elapsed,
                 twins_before(group, p->line));
  }
  if (name.failed)
    return false;
  *hash = pk_dice_id(name.data) + (p->line == OF_ARRIVALS ? (uint32_t)p->time : 0);
  pk_text_free(&name);
  return true;
}

/* Whole numbers near `amounts` that sum to what these sum to, rounded: the whole parts first, then
 * one each to the largest remainders, the earlier of equal ones first. */
typedef struct wholes {
  size_t count;
  double *amounts, *remainders;
  const double **order;
  int64_t *whole;
} wholes;

static bool wholes_start(wholes *w, size_t count, pk_arena *arena) {
  *w = (wholes){.count = count,
                .amounts = PK_NEW_ARRAY(arena, double, count),
                .remainders = PK_NEW_ARRAY(arena, double, count),
                .order = PK_NEW_ARRAY(arena, const double *, count),
                .whole = PK_NEW_ARRAY(arena, int64_t, count)};
  return w->amounts && w->remainders && w->order && w->whole;
}

static int by_remainder(const void *a, const void *b) {
  const double *p = *(const double *const *)a, *q = *(const double *const *)b;
  if (*p != *q)
    return *p > *q ? -1 : 1;
  return p < q ? -1 : p > q;
}

static void wholes_find(wholes *w) {
  double sum = 0;
  int64_t given = 0;
  for (size_t i = 0; i < w->count; i++) {
    sum += w->amounts[i];
    w->whole[i] = (int64_t)w->amounts[i];
    w->remainders[i] = w->amounts[i] - (double)w->whole[i];
    w->order[i] = &w->remainders[i];
    given += w->whole[i];
  }
  qsort(w->order, w->count, sizeof *w->order, by_remainder);
  int64_t left = llround(sum) - given;
  for (size_t i = 0; i < w->count && left > 0; i++, left--)
    w->whole[w->order[i] - w->remainders]++;
}

static pk_origin_way way_of(const pk_model *model, const part *p) {
  pk_origin_way way = {.profile = p->profile, .stage = p->stage, .at = p->at};
  if (p->line < 0)
    return way;
  const pk_initial *initial = &model->groups[p->group].initial[p->line];
  way.waiting = initial->waiting;
  way.elapsed = !way.waiting && model->stages[p->stage].passage ? 0 : initial->elapsed;
  return way;
}

/* One origin from the parts first … end − 1. `mean` holds its people until they are counted. */
static bool make_origin(gathering *g, size_t first, size_t end, pk_origin *origin) {
  const part *p = g->sorted[first];
  double upto = 0;
  *origin = (pk_origin){.form = p->line == OF_SIZE       ? PK_FROM_SIZE
                                : p->line == OF_ARRIVALS ? PK_FROM_ARRIVALS
                                                         : PK_FROM_CASELOAD,
                        .group = p->group,
                        .time = p->time,
                        .way_count = (int)(end - first),
                        .ways = g->ways + first};
  origin->allocate = origin->form != PK_FROM_ARRIVALS && g->model->groups[p->group].allocate;
  for (size_t i = first; i < end; i++)
    origin->mean += g->sorted[i]->amount;
  for (size_t i = first; i < end; i++) {
    g->ways[i] = way_of(g->model, g->sorted[i]);
    g->ways[i].upto = i + 1 == end ? 1 : (upto += g->sorted[i]->amount) / origin->mean;
  }
  return find_hash(g->model, p, &origin->hash);
}

static bool make_origins(gathering *g) {
  g->sorted = PK_NEW_ARRAY(g->arena, const part *, g->count);
  g->ways = PK_NEW_ARRAY(g->arena, pk_origin_way, g->count);
  g->origins = PK_NEW_ARRAY(g->arena, pk_origin, g->count);
  if (!g->sorted || !g->ways || !g->origins)
    return false;
  for (size_t i = 0; i < g->count; i++)
    g->sorted[i] = &g->parts[i];
  qsort(g->sorted, g->count, sizeof *g->sorted, compare);
  for (size_t first = 0, end; first < g->count; first = end) {
    end = first + 1;
    while (end < g->count && same_origin(g->sorted[first], g->sorted[end]))
      end++;
    if (!make_origin(g, first, end, &g->origins[g->origin_count++]))
      return false;
  }
  return true;
}

/* -------------------------------------------------------------------------------- whole people */

static void scale_people(gathering *g, double people) {
  double written = 0;
  for (size_t i = 0; i < g->count; i++)
    written += g->parts[i].amount;
  for (int i = 0; people > 0 && i < g->origin_count; i++)
    g->origins[i].mean *= people / written;
}

/* A Poisson number may come out above its mean, but not by twelve standard deviations. */
static double most_of(const pk_origin *origin) {
  return origin->form == PK_FROM_ARRIVALS ? origin->mean + 12 * sqrt(origin->mean) : origin->mean;
}

static bool too_many(const gathering *g, bool counted, polku_report *report) {
  double limit = counted ? MOST_NUMBERED : MOST_COUNTED;
  for (int i = 0; i < g->origin_count; i++)
    if (!(most_of(&g->origins[i]) <= limit)) {
      char people[32], most[32];
      pk_number_text(people, g->origins[i].mean);
      pk_number_text(most, limit);
      pk_report_add(report, NULL, counted ? "E-PEOPLE-MANY" : "E-PEOPLE-BEYOND", "people", people,
                    "group", g->model->groups[g->origins[i].group].id, "limit", most, NULL);
      return true;
    }
  return false;
}

static bool count_people(gathering *g) {
  wholes w;
  size_t n = 0;
  if (!wholes_start(&w, (size_t)g->origin_count, g->arena))
    return false;
  for (int i = 0; i < g->origin_count; i++)
    if (g->origins[i].form != PK_FROM_ARRIVALS)
      w.amounts[n++] = g->origins[i].mean;
  w.count = n;
  wholes_find(&w);
  n = 0;
  for (int i = 0; i < g->origin_count; i++)
    if (g->origins[i].form != PK_FROM_ARRIVALS) {
      g->origins[i].count = w.whole[n++];
      g->origins[i].mean = 0;
    }
  return true;
}

/* The first clients of an origin that says "allocate" have its first way, and so on. */
static bool allocate_ways(gathering *g, const pk_origin *origin) {
  wholes w;
  pk_origin_way *ways = g->ways + (origin->ways - g->ways);
  if (!wholes_start(&w, (size_t)origin->way_count, g->arena))
    return false;
  for (size_t i = 0; i < w.count; i++)
    w.amounts[i] = (double)origin->count * (ways[i].upto - (i > 0 ? ways[i - 1].upto : 0));
  wholes_find(&w);
  for (size_t i = 1; i < w.count; i++)
    ways[i].before = ways[i - 1].before + w.whole[i - 1];
  return true;
}

/* ---------------------------------------------------------------------------------- the whole */

static pk_origins *finish(gathering *g, double people, bool counted, polku_report *report) {
  pk_origins *origins = PK_NEW(g->arena, pk_origins);
  bool good = origins && make_origins(g);
  if (good)
    scale_people(g, people);
  if (good && too_many(g, counted, report))
    return NULL;
  good = good && count_people(g);
  for (int i = 0; i < g->origin_count && good; i++)
    good = !g->origins[i].allocate || allocate_ways(g, &g->origins[i]);
  if (!good) {
    pk_report_memory(report);
    return NULL;
  }
  *origins = (pk_origins){.arena = g->arena, .count = g->origin_count, .list = g->origins};
  for (int i = 0; i < g->origin_count; i++)
    origins->people += (double)g->origins[i].count + g->origins[i].mean;
  return origins;
}

/* Ends a gathering: what failed takes its arena along. */
static pk_origins *end_gathering(gathering *g, bool good, double people, bool counted,
                                 polku_report *report) {
  if (!good)
    pk_report_memory(report);
  pk_origins *origins = good ? finish(g, people, counted, report) : NULL;
  free(g->parts);
  if (!origins)
    pk_arena_free(g->arena);
  return origins;
}

pk_origins *pk_origins_of_chain(const pk_model *model, const pk_chain *chain, double people,
                                bool counted, polku_report *report) {
  gathering g = {.model = model, .arena = pk_arena_new()};
  return end_gathering(&g, g.arena && gather_chain(&g, chain), people, counted, report);
}

pk_origins *pk_origins_of_model(const pk_model *model, const pk_rules *rules,
                                const pk_chain_options *options, double people, bool counted,
                                polku_report *report) {
  gathering g = {.model = model, .arena = pk_arena_new()};
  return end_gathering(&g, g.arena && gather_model(&g, rules, options), people, counted, report);
}

void pk_origins_free(pk_origins *origins) {
  if (origins)
    pk_arena_free(origins->arena);
}

/* ------------------------------------------------------------------------------- by their luck */

/* A stream of its own: its key holds seed and run, its purpose the origin. */
int64_t pk_origin_count(const pk_origin *origin, const uint32_t key[2]) {
  if (origin->form != PK_FROM_ARRIVALS)
    return origin->count;
  pk_stream stream;
  uint64_t arrivals = pk_hash("arrivals") << 32;
  pk_stream_start(&stream, (uint64_t)key[1] << 32 | key[0], arrivals | origin->hash);
  return pk_stream_poisson(&stream, origin->mean);
}

/* The first way that clients have whose luck is below `upto`, or whose number is below the next
 * way's `before`. */
const pk_origin_way *pk_origin_way_by(const pk_origin *origin, uint32_t client, uint32_t high,
                                      uint32_t low) {
  int first = 0, last = origin->way_count - 1;
  double luck = pk_dice_wide(high, low);
  while (first < last) {
    int middle = (first + last) / 2;
    bool here = origin->allocate ? client < origin->ways[middle + 1].before
                                 : luck < origin->ways[middle].upto;
    if (here)
      last = middle;
    else
      first = middle + 1;
  }
  return &origin->ways[first];
}

const pk_origin_way *pk_origin_way_of(const pk_origin *origin, const uint32_t key[2],
                                      uint32_t client) {
  uint32_t luck[4] = {0};
  if (origin->way_count > 1 && !origin->allocate)
    pk_dice(key, client, origin->hash, 0, 0, PK_DICE_WHO, luck);
  return pk_origin_way_by(origin, client, luck[0], luck[1]);
}
