/* All clients side by side through time: what the files steps*.c share.
 *
 * The plan (steps.c) is made once from the model and read by every thread: tables of stays that
 * nothing can change (steps_table.c), doors of stages whose places may run out, hosts and their
 * places. A run (steps_run.c) takes its clients through time. Whatever a client's stay depends on
 * is the client's own, so a stay is decided whole when it begins (steps_stay.c): when it ends, and
 * by which exit. A calendar says who moves at which step; who comes to a full stage waits at its
 * door (steps_door.c). */
#ifndef PK_STEPS_H
#define PK_STEPS_H

#include "base/arena.h"
#include "engine/individual.h"

/* ---------------------------------------------------------------------------------- the plan */

/* Stays of one class of client at one stage where neither clocks nor calendar can change them: by
 * inversion of one table. A stay ends at the first e with u < upto[e − 1]; at or above the last it
 * goes on beyond the horizon. guide[⌊u · guides⌋] is where the search begins. */
typedef struct pk_table {
  int steps;
  const double *upto;     /* [steps]; NULL: to be asked step by step */
  const int32_t *guide;   /* [PK_GUIDES] */
  int rows;               /* exits by elapsed step, the last row going on */
  const double *exits;    /* [rows][exit_count]: cumulative, in the order of ids */
  const int64_t *refused; /* [rows][exit_count], in parts; NULL: nobody is refused */
} pk_table;

enum { PK_GUIDES = 256 };

/* A stage whose entries may have to wait. */
typedef struct pk_entrance {
  int stage;
  bool limited; /* by hosts' places; else only by budgets */
  bool ranked;  /* some rule says who goes first */
  bool asked;   /* whether who waits may enter must be asked again */
  bool budgeted;
  int max; /* of the queue; −1: any number */
  int waits_as;
  int patience_steps;
  const double *patience; /* [patience_steps + 1]: chance to wait longer than so many steps; NULL */
  int way_count;
  const int *ways; /* stages to which those go who give up */
  const double *way_share;
} pk_entrance;

/* A host's places in one epoch: `places`, or so many for each person in stage `per`. */
typedef struct pk_stand_places {
  double places;
  int per; /* −1 */
} pk_stand_places;

/* What an entry to a stage reserves of a budget beside what rules pay. */
typedef struct pk_reserve {
  int budget;
  double per_step, on_entry; /* the model's own amounts */
} pk_reserve;

struct pk_steps {
  pk_arena *arena;
  pk_steps_of of;
  int stage_count, clock_count, max_exits, horizon;
  int lasting;              /* steps */
  const uint32_t *stage_id; /* hashes */
  const int32_t *coming;    /* origins by time, those of a caseload first; at t from coming_at[t] */
  const int32_t *coming_at; /* [horizon + 2] */
  const int32_t *order;     /* exits of stage s in the order of their ids: from order_at[s] on */
  const int32_t *order_at;
  const pk_table *tables; /* [klasses][stages]; NULL: none */
  int door_count;
  const pk_entrance *doors;      /* in the order in which they open */
  const int *door_of;            /* [stages], −1 */
  const pk_stand_places *stands; /* [epochs][hosts] */
  const double *extra;           /* [epochs][stages]: places that supports add */
  const double *power;           /* [accounts][horizon + 1]: discount to t = 0 */
  const pk_reserve *grants;      /* of stage s: grant_at[s] … grant_at[s + 1] − 1 */
  const int *grant_at;
  const double *mean_length; /* [stages]: in steps, for grants without a limit */
  const int *year_of;        /* [horizon + 1]: 0, 1, … */
  int years;
  size_t visits_at, stride; /* within the record of a client */
};

/* ------------------------------------------------------------------------------------ a run */

/* Marks of a client: what it has been through, and that it waits at a door. */
enum {
  PK_WAS_EMPLOYED = 1,
  PK_WAS_OPEN = 2,
  PK_LASTED = 4,
  PK_WAS_REACHED = 8,
  PK_AT_DOOR = 16,
  PK_FRESH = 32,   /* has come to the door since it was last opened */
  PK_STARTER = 64, /* began at this door: no rule is asked about a start */
  PK_LISTED = 128  /* stood in the line at the start: no newcomer, however long it has waited */
};

/* One client. Behind it in memory stand its clocks (of the moment at which its stay ends, or, of
 * who waits, of `clocks_at`) and how often it has come to each stage. */
typedef struct pk_client {
  uint32_t number; /* within its origin */
  int32_t origin, profile, stage;
  int32_t since; /* when this stay, or waiting, began; before 0 in a caseload */
  int32_t host;
  int32_t open_since; /* −1: not in open work */
  int32_t exit; /* of a stay that ends in time; of who moves: where it was turned away, −1 */
  int32_t clocks_at;
  uint32_t marks;
} pk_client;

/* Clients who move at one step, in a chain of chunks. */
enum { PK_CHUNK = 62 };
typedef struct pk_chunk {
  int32_t next, count;
  uint32_t client[PK_CHUNK];
} pk_chunk;

typedef struct pk_waiter {
  uint32_t client, lot;
  int32_t came, until; /* until: patience ends; INT32_MAX: never */
} pk_waiter;

/* Those at a door, list[first … count − 1], in the order in which they came and then by lot; those
 * from `known` on have come since it was last opened and have no order yet. */
typedef struct pk_waiting_line {
  pk_waiter *list;
  size_t room, first, known, count;
  size_t gaps; /* entries that are nobody any more */
} pk_waiting_line;

/* Places at which a client was turned away in this step, the last one first. */
typedef struct pk_turned {
  int32_t stage, before;
} pk_turned;

typedef struct pk_leaver {
  uint32_t client;
  int32_t stage;   /* where to */
  int32_t elapsed; /* steps it had waited */
} pk_leaver;

typedef struct pk_sort_key {
  uint32_t key, at;
} pk_sort_key;

/* Entries that are made together, so that their luck is drawn together. */
enum { PK_BATCH = 64 };
typedef struct pk_batch {
  int count;
  uint32_t client[PK_BATCH], number[PK_BATCH], origin[PK_BATCH], stage[PK_BATCH], visit[PK_BATCH];
  uint32_t word[4][PK_BATCH];
} pk_batch;

enum { PK_EVENTS = 1024 };

typedef struct pk_side {
  const pk_steps *steps;
  pk_steps_run *run;
  int64_t *tally;
  int t;
  bool failed; /* out of memory */

  size_t count, made;              /* clients: in all, and so far */
  unsigned char *memory, *clients; /* the records, in lines of memory of their own where they fit */
  uint32_t *base;                  /* [origins]: number of its first client within the group */
  int64_t *size;                   /* [origins]: clients in this run */

  pk_chunk *chunks;
  int32_t free_chunk;
  int32_t *due;     /* [horizon + 1]: first chunk of those whose stay ends then, −1 */
  uint32_t *movers; /* [most]: of one step, in the order in which they stand in memory */
  size_t mover_room;

  int64_t *inside, *outside; /* [groups][stages]: in it, and at its door, now */
  int64_t *people;           /* [stages] */
  int64_t *load;             /* [hosts] */

  pk_waiting_line *lines; /* [doors] */
  pk_sort_key *keys, *more_keys;
  pk_waiter *others;
  size_t key_room, more_room, other_room;
  pk_turned *turned;
  pk_leaver *leavers;
  size_t turned_room, turned_count, leaver_room, leaver_count;

  pk_batch batch;
  double *p, *refused; /* of one decision */
  double *paid;        /* [accounts]: by rules, for one stay */
  double *rate;        /* [amounts]: a month, now; −1: to be asked */
  double *reserved;    /* [budgets][years] */
  pk_event_of_stay *events;
  size_t event_count;
} pk_side;

static inline pk_client *pk_client_at(const pk_side *side, uint32_t client) {
  return (pk_client *)(void *)(side->clients + (size_t)client * side->steps->stride);
}
static inline uint64_t *pk_client_clocks(pk_client *client) {
  return (uint64_t *)(void *)(client + 1);
}
static inline uint16_t *pk_client_visits(const pk_steps *steps, pk_client *client) {
  return (uint16_t *)(void *)((unsigned char *)client + steps->visits_at);
}
static inline const pk_origin *pk_client_origin(const pk_side *side, const pk_client *client) {
  return &side->steps->of.origins->list[client->origin];
}
static inline int pk_client_group(const pk_side *side, const pk_client *client) {
  return pk_client_origin(side, client)->group;
}
static inline int pk_client_klass(const pk_side *side, const pk_client *client) {
  return side->steps->of.rules->profiles[client->profile].klass;
}
static inline int pk_epoch(const pk_side *side, int t) {
  return side->steps->of.laws->epoch_of[t > 0 ? t : 0];
}
/* Fetches a client's record, so that it is there when it is needed. */
static inline void pk_client_fetch(const pk_side *side, uint32_t client) {
#ifdef __GNUC__
  __builtin_prefetch(side->clients + (size_t)client * side->steps->stride, 1);
#else
  (void)side;
  (void)client;
#endif
}
enum { PK_MEMORY_LINE = 64 };
enum { PK_AHEAD = 12 }; /* records that are on their way */
void pk_client_load(const pk_side *side, const pk_client *client, pk_clocks *clocks);
void pk_client_store(const pk_side *side, pk_client *client, const pk_clocks *clocks);

/* --- steps_table.c */

/* Makes the plan's tables; false when memory ran out. */
bool pk_steps_tables(pk_steps *steps);

/* The first e at which the stay ends, 0: beyond. */
static inline int pk_table_length(const pk_table *table, double u) {
  int e = table->guide[(int)(u * PK_GUIDES)];
  while (e < table->steps && u >= table->upto[e])
    e++;
  return e < table->steps ? e + 1 : 0;
}

/* --- steps_stay.c */

/* A stay that begins now (or, in a caseload, began `behind` steps ago): decides when and how it
 * ends, moves the client's clocks there, counts what rules pay. Gives the step at which it ends,
 * INT32_MAX when that is after the horizon. `word` is the stay's luck. */
int pk_stay_play(pk_side *side, pk_client *client, int behind, const uint32_t word[4]);

/* The exit from a passage, whose clocks the client has: −1 when none is open. */
int pk_passage_play(pk_side *side, pk_client *client, int elapsed, uint32_t word);

/* --- steps_pay.c */

/* What rules pay for a stay that begins with `entry` and is at `now`, step by step. */
typedef struct pk_paying {
  pk_client *client;
  const pk_clocks *entry, *now;
  int klass, behind;
} pk_paying;
void pk_pay_entry(pk_side *side, const pk_paying *paying);
void pk_pay_step(pk_side *side, const pk_paying *paying, int elapsed);
void pk_pay_end(pk_side *side, const pk_paying *paying);
bool pk_steps_powers(pk_steps *steps);

/* --- steps_budget.c */

/* Grants, mean lengths and years of the plan; false when memory ran out. */
bool pk_steps_budgets(pk_steps *steps);
bool pk_is_granted(const pk_model *model, int stage);
/* Reserves what the client's entry costs, or changes nothing and gives false where some budget has
 * too little left. */
bool pk_budget_reserve(pk_side *side, const pk_entrance *door, const pk_client *client);

/* --- steps_move.c */

/* Client comes to a stage: goes through passages, then in, or to the door. `elapsed`: steps of the
 * stay, or the waiting, that is over. */
void pk_come(pk_side *side, uint32_t client, int stage, int elapsed);
/* Begins stays for the clients of the batch; the same for one of a caseload. */
void pk_enter(pk_side *side, uint32_t client);
void pk_enter_batch(pk_side *side);
void pk_enter_caseload(pk_side *side, uint32_t client, int behind);
/* All whose stay ends now leave, and come to where they go. */
void pk_leave_all(pk_side *side);
/* The batch as such: clients at the stages to which they have come, and their luck there. */
void pk_batch_add(pk_side *side, uint32_t client);
void pk_batch_draw(pk_side *side, pk_dice_block block);
void pk_log_stay(pk_side *side, const pk_client *client, int end, bool waiting, bool censored);
/* The last step is over: who is still somewhere. */
void pk_end_all(pk_side *side);

/* --- steps_line.c */

/* Joins those at the door, having come at `came`. */
void pk_line_join(pk_side *side, int door, uint32_t client, int came);
/* Gives newcomers their lot and their patience, and everybody a place in the order. */
void pk_line_sort(pk_side *side, int door);
/* Somebody goes; the gap stays until it is closed. */
#define PK_NOBODY UINT32_MAX
void pk_line_close(pk_waiting_line *line);
/* Room to sort so many; false when memory ran out. */
bool pk_line_room(pk_side *side, size_t count);
/* `keys` by rising key, those of one key in the order in which they stand. */
void pk_keys_sort(pk_sort_key *keys, pk_sort_key *spare, size_t count);

/* --- steps_door.c */

/* All doors, in rounds, until nobody is on the way. */
void pk_doors_open(pk_side *side);
/* Places of a stage now; INT64_MAX where they are not limited. */
int64_t pk_door_places(const pk_side *side, const pk_entrance *door);
/* The host whose place is taken. */
int pk_door_host(const pk_side *side, const pk_entrance *door, uint32_t word);

#endif
