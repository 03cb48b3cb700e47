/* What the files of the work share. Nobody else includes this.
 *
 *     work.c         the model changed: errands are sent, what they bring goes to everybody
 *     work_things.c  pictures and pages that somebody asked for, each made once and kept
 *     work_tell.c    entries in words
 *     work_rules.c   rule files that change while the room works */
#ifndef WORK_INSIDE_H
#define WORK_INSIDE_H

#include "workshop/clock.h"
#include "workshop/work.h"

enum { LANGS = 3, THEMES = 3 };

/* Jobs in their order at the desks: first what everybody looks at, of the model as it is now; then
 * what one person asked for, who leads before the others. */
enum {
  URGENT_FIGURES,
  URGENT_PICTURE,
  URGENT_WHAT_IF,
  URGENT_PROBLEMS,
  URGENT_LEADERS,
  URGENT_WANTED,
  URGENT_TELL,
  URGENT_VOCABULARY,
  URGENT_FULL,
  URGENT_START
};

/* Somebody who waits for a thing; `what_if` is the client who asks one such question at a time, 0:
 * it is none. */
typedef struct waiter {
  work_done *done;
  void *context;
  int64_t what_if;
  struct waiter *next;
} waiter;

/* What a thing is: a hash of everything that it is computed from. */
typedef struct thing_key {
  uint64_t a, b;
} thing_key;

typedef struct thing {
  work *work;
  thing_key key;
  char slot[32]; /* at the desks, its own */
  int urgency;
  bool pending;
  bool withdrawn; /* nobody waits for it, and it will not be made: whoever asks again asks anew */
  desk_state state;
  char *bytes;
  size_t length;
  int64_t at; /* when it came, ms */
  waiter *waiters;
  struct thing *next; /* used longer ago */
} thing;

/* Something that is computed of every model, one at a time: who has to go again while under way
 * goes with the newest model afterwards. So there is always an answer soon, also while edits come
 * faster than answers. */
typedef struct errand {
  work *work;
  desk_kind kind;
  bool quick;
  int urgency;
  const char *slot;
  bool under_way, again;
  int64_t number; /* of the model that it is under way with */
  void (*brought)(work *w, const struct errand *errand, desk_state state, const char *bytes);
} errand;

enum { ERRAND_FIGURES, ERRAND_PROBLEMS, ERRAND_VOCABULARY, ERRAND_FULL, ERRAND_START, ERRANDS };
enum { TELL_MOST = 256 };

/* A text of the model. */
typedef struct moment {
  int64_t number; /* −1: none */
  char *text;
  size_t length;
} moment;

struct work {
  room *room;
  desks *desks;
  pthread_mutex_t *lock;
  work_event *event;
  void *context;
  pthread_t timer;
  pthread_cond_t timer_wakes;
  bool ticking, closing;

  moment now, before; /* the model, and what it was before the last edit */
  moment start;       /* what it was when the day began */
  errand errands[ERRANDS];
  int64_t full_at; /* when it will have been quiet for long enough, ms; 0: not waited for */

  char *vocabulary, *problems, *figures, *start_figures; /* JSON, NULL: not yet */
  int64_t problems_number, figures_number;
  bool figures_full;

  uint64_t seed;
  thing *things;                   /* the one that was used last is first */
  uint64_t asked;                  /* things so far, for their slots */
  size_t kept;                     /* bytes of all */
  int64_t asked_at[LANGS][THEMES]; /* when a page asked for such a picture last, ms; 0: never */
  int pictures_left;               /* of those that are drawn ahead */
  int64_t pictures_number;
  bool pictures_again;

  int64_t to_tell[TELL_MOST]; /* numbers of entries, the oldest first */
  int to_tell_count;
  bool telling;

  uint32_t rules; /* how often rule files changed */
  uint64_t rules_seen;
  int64_t rules_looked;
};

/* The model as it is now is in w->now, what it was before in w->before. False: memory ran out. */
bool work_see_model(work *w);

/* Everything that follows from the model and its rules, anew. */
void work_recompute(work *w);

/* The text of the model at a number, which the caller frees; −1: now. NULL: failure. */
char *work_text_at(work *w, int64_t number, size_t *length);

/* Goes on telling where entries wait to be told. */
void work_tell_next(work *w);

/* Those of earlier days that were not told before the room ended, as far as a page shows them. */
void work_tell_earlier(work *w);

/* Draws what pages have asked for lately, of the model as it is now. */
void work_draw_ahead(work *w);

void work_drop_things(work *w);
void work_drop_moment(moment *m);

/* {"fi": [], …}: what a report says in each language. NULL: memory ran out. */
char *work_problems(polku_report *report);
/* The same of a problem that is no more than its code. */
char *work_problem(const char *code);

/* The file of the room's model without its folder; borrowed. */
const char *work_file(const work *w);
#endif
