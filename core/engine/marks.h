/* What a client's past leaves behind, as far as outcomes ask for it.
 *
 * A chain forgets how a client came to a state. Outcomes ask whether it has been employed, in the
 * open labour market, there for long enough without a break, and at a third-sector host. A mark is
 * the answer so far, one small number; an entry state or a decision point of the chain together
 * with a mark is a marked state or a marked point. Only those that can occur are made, from where
 * clients begin. Marks mean what run.c, chance.c and tally.h mean by the same words. */
#ifndef PK_MARKS_H
#define PK_MARKS_H

#include "engine/hosts.h"
#include "engine/origin.h"

/* A mark is 2 × work + reached. Work: 0 never employed, 1 employed but never in open work, 2 + r
 * has been in open work and has r steps of a run of it behind (0 outside of a run), then lasting:
 * a run has been long enough. Where no run goes on from one stay to another, r is 0 only. */
enum { PK_WORK_NEVER, PK_WORK_EMPLOYED, PK_WORK_OPEN };

typedef struct pk_mark_law {
  const pk_chain *chain;
  int lasting;                 /* steps that make a run lasting; above the horizon: none does */
  int runs;                    /* how many r there are: `lasting`, or 1 */
  const bool *employed, *open; /* [stages] */
  const double *third;         /* [epochs][stages]: chance of a stay to be at a third-sector host */
  const bool *keeps;           /* [points]: whether the run behind matters there */
} pk_mark_law;

static inline int pk_mark_lasting(const pk_mark_law *law) {
  return PK_WORK_OPEN + law->runs;
}

/* The chance of a stay that begins in an entry state to be at a third-sector host. */
static inline double pk_mark_third(const pk_mark_law *law, int32_t entry) {
  return law->third[law->chain->entry_epoch[entry] * law->chain->stage_count +
                    law->chain->entry_stage[entry]];
}

/* The mark on entering `at`: an entry state, or ~point of a passage. Where only some hosts are of
 * the third sector the reached flag is left as it was: whose stay it is must still be drawn. */
static inline int pk_mark_enter(const pk_mark_law *law, int mark, int32_t at) {
  int work = mark >> 1, reached = mark & 1;
  int stage = at < 0 ? law->chain->point_stage[~at] : law->chain->entry_stage[at];
  bool goes_on = at < 0 ? law->keeps[~at] : law->open[stage];
  if (work == PK_WORK_NEVER && law->employed[stage])
    work = PK_WORK_EMPLOYED;
  if (work < PK_WORK_OPEN && law->open[stage])
    work = PK_WORK_OPEN;
  if (!goes_on && work > PK_WORK_OPEN && work < pk_mark_lasting(law))
    work = PK_WORK_OPEN; /* the run is broken */
  return 2 * work + (reached || (at >= 0 && pk_mark_third(law, at) >= 1));
}

/* The mark at point `point` after a stay of `length` steps in `stage` that began with `mark`. */
static inline int pk_mark_leave(const pk_mark_law *law, int mark, int stage, int length,
                                int32_t point) {
  int work = mark >> 1;
  if (!law->open[stage] || work == pk_mark_lasting(law))
    return mark;
  int run = work - PK_WORK_OPEN + length;
  if (run >= law->lasting)
    return 2 * pk_mark_lasting(law) + (mark & 1);
  return 2 * (law->keeps[point] ? PK_WORK_OPEN + run : PK_WORK_OPEN) + (mark & 1);
}

/* Steps that a stay which begins with `mark` in `stage` must take to make the run lasting; more
 * than any stay takes where it cannot, or where another run has been. */
static inline int pk_mark_needs(const pk_mark_law *law, int mark, int stage) {
  int work = mark >> 1;
  return law->open[stage] && work < pk_mark_lasting(law) ? law->lasting - (work - PK_WORK_OPEN)
                                                         : INT32_MAX;
}

typedef struct pk_marks {
  pk_mark_law law;
  size_t state_count, point_count;
  int32_t *state_entry, *state_mark; /* [states]: entry state of the chain, mark on entry */
  int32_t *point_point, *point_mark; /* [points] */

  /* Where to find them: number + 1 of the marked state (point), 0: it cannot occur. An entry state
   * or point has a place for each mark where runs matter, else one for each without its r. */
  size_t *state_base, *point_base; /* [entries + 1], [points + 1] */
  int32_t *state_at, *point_at;
  size_t state_room, point_room, point_mark_room, state_mark_room;
} pk_marks;

/* Which of an entity's places a mark has. */
static inline size_t pk_mark_place(const pk_mark_law *law, const size_t *base, size_t entity,
                                   int mark) {
  int work = mark >> 1;
  if (base[entity + 1] - base[entity] <= 8 && work > PK_WORK_OPEN)
    work = work < pk_mark_lasting(law) ? PK_WORK_OPEN : PK_WORK_OPEN + 1;
  return base[entity] + (size_t)(2 * work + (mark & 1));
}
static inline int32_t pk_marked_state(const pk_marks *m, int32_t entry, int mark) {
  return m->state_at[pk_mark_place(&m->law, m->state_base, (size_t)entry, mark)] - 1;
}
static inline int32_t pk_marked_point(const pk_marks *m, int32_t point, int mark) {
  return m->point_at[pk_mark_place(&m->law, m->point_base, (size_t)point, mark)] - 1;
}

/* What the marks are made from. */
typedef struct pk_marks_of {
  const pk_model *model;
  const pk_rules *rules;
  const pk_chain *chain;
  const pk_hosts *hosts;
  const pk_origins *origins;
  size_t most; /* marked states and points together */
} pk_marks_of;

typedef enum { PK_MARKED, PK_MARKS_MEMORY, PK_MARKS_LARGE } pk_marks_outcome;

/* Laws come from the arena; the rest is ended by pk_marks_end, after any outcome. */
pk_marks_outcome pk_marks_start(pk_marks *marks, const pk_marks_of *of, pk_arena *arena);
void pk_marks_end(pk_marks *marks);

#endif
