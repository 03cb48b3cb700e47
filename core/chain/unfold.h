/* The workshop in which a chain is built, shared by the files that unfold it.
 *
 * States are numbered as they are met and their rows grow in arrays; assemble.c puts them in the
 * order that chain.h promises. */
#ifndef PK_UNFOLD_H
#define PK_UNFOLD_H

#include "chain/stay_law.h"
#include "chain/states.h"

typedef struct pk_link {
  int32_t length, point;
  double p;
} pk_link;

typedef struct pk_point_exit { /* an exit of a point, or a refusal (to unused) */
  int32_t to, transition;
  double p;
} pk_point_exit;

typedef struct pk_entry {
  int32_t klass, stage, time; /* first reached at (sub-step) */
  int32_t epoch;
  int32_t behind; /* whole steps of the stay that were over at the start */
  int32_t limit;  /* in (sub-)steps, 0: none */
  uint32_t cuts;  /* as in pk_stay */
  size_t row, row_end;
  double beyond, over_limit, stuck;
  double people; /* who came so far, where states are sifted */
  bool done;
} pk_entry;

typedef struct pk_point {
  int32_t klass, stage, time; /* time −1: no link leads here */
  size_t row, row_end, refused, refused_end;
  double leave;
  bool done;
} pk_point;

/* A state on the list of a time. A state that is reached earlier than first thought stands on two
 * lists; the later one then finds it done. */
typedef struct pk_due {
  int32_t state, next;
} pk_due;

typedef struct pk_begin {
  int32_t group, profile, time, at, stage;
  int32_t line; /* −1: size, −2: arrivals, else of the caseload */
  double amount;
} pk_begin;

/* The law of one stay while it runs. `e` counts (sub-)steps since it began. */
typedef struct pk_stay {
  const pk_stay_law *law;
  int epoch, limit; /* in which it began; limit in (sub-)steps, 0: none */
  int first, last;  /* e runs over these */
  int behind;       /* (sub-)steps before t = 0 */
  void *context;
  void (*step)(struct pk_stay *stay, int e); /* before anybody is asked at e */
  /* A share `*mass` of the stays may end at e; those that do leave `*mass`. */
  void (*ask)(struct pk_stay *stay, int e, int variant, bool limit, double *mass);
  bool stopped;
  uint32_t cuts;                    /* tells apart at which steps so few were left that none are */
  double beyond, over_limit, stuck; /* what it comes to */
} pk_stay;

pk_stay pk_stay_start(const pk_stay_laws *laws, const pk_entry *entry);
void pk_stay_run(pk_stay *stay);

/* Race and per step: shares of the law's variants among stays that begin, or that are `behind`
 * steps old then. */
void pk_stay_variants(const pk_stay *stay, double *alive);

typedef struct pk_builder {
  const pk_model *model;
  const pk_rules *rules;
  const pk_stay_laws *laws;
  polku_report *report;
  int horizon, clock_count;
  size_t max_links;

  pk_states entry_keys, point_keys;
  pk_entry *entries;
  pk_point *points;
  pk_link *links;
  pk_point_exit *ways, *refusals;
  pk_begin *begins;
  pk_due *dues;
  size_t entry_room, point_room, link_room, way_room, refusal_room, begin_room, due_room;
  size_t link_count, way_count, refusal_count, begin_count, due_count;

  int32_t *entries_at, *points_at; /* [horizon + 1]: heads of lists, −1 */
  double *p, *refused;             /* scratch of one decision */

  double threshold; /* people that make a state worth its links; 0: nothing is sifted out */
  double lost;
  double *arrivals; /* [entries][horizon + 1] */
  double *mass;     /* per point, of one time */
  size_t arrival_room, arrival_entries, mass_room, mass_points;

  bool keep_pattern, keep_sifted;
  bool failed; /* out of memory */
  bool too_large;
} pk_builder;

/* Entry states and points by what tells them apart; −1 when out of memory (then `failed`). An entry
 * state is put on the list of `time`. States of different times are different as long as something
 * is still to change: so each has an epoch of its own, and where nothing changes there are no more
 * states than without time. */
int32_t pk_entry_at(pk_builder *b, int klass, int stage, int behind, int time,
                    const pk_clocks *clocks);
int32_t pk_point_at(pk_builder *b, const pk_moment *moment, int time);
/* Somebody may be at the point at `time`. */
void pk_point_reached(pk_builder *b, int32_t point, int time);

void pk_entry_clocks(const pk_builder *b, int32_t entry, pk_clocks *clocks);
/* The moment that a point stands for; its clocks go to `clocks`. */
pk_moment pk_point_moment(const pk_builder *b, int32_t point, pk_clocks *clocks);

/* What happens at `time` where only states with enough people are unfolded (sift.c), instead of
 * unfolding every entry state that is reached then. */
void pk_sift(pk_builder *b, int time);

/* The law of one stay as links (stay.c), where clients begin (begin.c), and the finished arrays
 * (assemble.c; NULL when out of memory). */
void pk_unfold_stay(pk_builder *b, int32_t entry);
void pk_unfold_begins(pk_builder *b);

/* Who begins, in a fixed order: all parts of a begin but where (`at`). */
typedef void pk_begin_visit(void *context, pk_begin begin);
void pk_begins(const pk_stay_laws *laws, pk_begin_visit *visit, void *context);

/* What it takes to weigh the chain anew (reweigh.c): kept by the chain, where `order` gives the old
 * numbers of its points. False when out of memory. */
bool pk_pattern_keep(const pk_builder *b, pk_chain *chain, const int32_t *order);
/* Gives the laws of its stays to the chain, and ends them. */
void pk_pattern_own(pk_chain *chain, pk_stay_laws *laws);
void pk_pattern_end(pk_chain *chain);
pk_chain *pk_assemble(pk_builder *b);

#endif
