/* A chain in the form in which clients walk it: what one stay needs lies together.
 *
 * Chances stand as whole numbers that words of luck are compared with. A link or an exit is taken
 * by the words up to its `last`; what is too rare for any word (2^-64 of a link, 2^-32 of an exit)
 * is left out. */
#ifndef PK_WALK_TABLE_H
#define PK_WALK_TABLE_H

#include "engine/exact.h"
#include "engine/individual.h"

/* What there is to do about a stay beside counting it. */
enum {
  PK_STAY_EMPLOYED = 1,
  PK_STAY_OPEN = 2,
  PK_STAY_OVER_LIMIT = 4, /* may go on over its limit */
  PK_STAY_ANY = 8,        /* every stay */
  PK_STAY_HOSTED = 16,
  PK_STAY_PAID = 32,    /* rules may pay for it */
  PK_STAY_OLD = 64,     /* had begun before t = 0: nobody enters it */
  PK_STAY_ENDLESS = 128 /* has no links, and nothing else to draw */
};

/* A stay that may begin. Links of a state end with one that goes beyond the horizon. */
typedef struct pk_walk_state {
  uint32_t guide; /* first of its guide table: index of the first link that luck may mean */
  int32_t stage;
  uint32_t hash;
  uint8_t shift; /* the guide table is read by luck >> shift */
  uint8_t about;
} pk_walk_state;

typedef struct pk_walk_link {
  uint64_t last;
  int32_t length;
  uint32_t exits; /* first of the point's exits */
} pk_walk_link;

/* Four exits of a point. Those of one point stand in the order of the transitions' ids; the last
 * takes all words that are left, and what fills up its four comes after that. */
typedef struct pk_walk_exits {
  uint32_t last[4];
  int32_t to[4];         /* state, or ~first exits of a passage */
  int32_t transition[4]; /* −1: none */
} pk_walk_exits;

enum {
  PK_WALK_BEYOND = 1 << 30, /* length of the link that ends a row */
  PK_WALK_MOST_STAGES = 32768
};

typedef struct pk_walk_refusal {
  int32_t transition;
  int64_t parts;
} pk_walk_refusal;

struct pk_walk {
  pk_arena *arena;
  pk_walk_of of;
  int lasting; /* steps */
  bool large;  /* the tables do not fit into the nearest memory */
  pk_walk_state *states;
  uint32_t *guide;
  pk_walk_link *links;
  pk_walk_exits *exits;
  uint32_t no_exits;         /* where the exits stand of who does not leave */
  uint32_t *exits_of;        /* [points]: first exits */
  int32_t *point_of;         /* [exits]: the point that they belong to */
  uint32_t *hash;            /* [stages] */
  int64_t *over_limit;       /* [states], in parts; NULL: nobody */
  pk_walk_refusal *refusals; /* by the chain's refused_row; NULL: nobody is refused */
  double *power;             /* [accounts][horizon + 1]: discount^t */
};

#endif
