/* Desks: processes in which rules are read, outcomes computed and pictures drawn.
 *
 * A desk is polku-desk, which does one job at a time: what hangs or crashes takes down its desk,
 * the job fails with a sentence, and the next job finds a new desk. Jobs wait in order of their
 * urgency. A job that has a slot replaces the one that waits in the same slot, and stops the one
 * that is being done: newest wins. */
#ifndef DESKS_H
#define DESKS_H

#include "polku.h"

typedef struct desks desks;

typedef enum {
  DESK_VOCABULARY, /* → JSON */
  DESK_PROBLEMS,   /* what rules and check say of the model: → {"fi": [], "sv": [], "en": []} */
  DESK_FIGURES,    /* → JSON, README.md */
  DESK_PICTURE,    /* → SVG, PNG or PDF */
  DESK_TELL, /* what turned texts[0] into texts[1]: → three arrays of JSON, a line each: fi, sv, en
              */
  DESK_EXPLAIN,  /* → JSON */
  DESK_LEVERAGE, /* → JSON */
  DESK_RESULT,   /* → the JSON of results */
  DESK_REPORT,   /* → one HTML file */
  DESK_COMPARE,  /* texts[0] beside texts[1]: → one HTML file */
  DESK_MINUTES,  /* the day from texts[0] to texts[1], `happened`: → one HTML file */
  DESK_OTHERS    /* what texts[0], whose file is at `path`, can be compared with: → JSON */
} desk_kind;

typedef struct desk_job {
  desk_kind kind;
  const char *slot;     /* NULL: replaces nobody */
  int urgency;          /* 0 first; of equals each `whose` in turn */
  int64_t whose;        /* a client; 0: everybody's */
  const char *texts[2]; /* of models; NULL: none */
  size_t lengths[2];
  const char *names[2]; /* of their files, as people are told */
  const char *scenario; /* which of the last text is meant; NULL: the model itself */
  polku_lang lang;
  bool quick;      /* figures: fewer runs and draws, for while somebody still moves a slider */
  polku_view view; /* pictures, and what follows */
  polku_theme theme;
  polku_paper paper;
  polku_format format;
  bool touch;
  const char *path;          /* of a picture its path; of others the model's file */
  const char *group, *stage; /* explain */
  const char *happened;      /* minutes: lines, as room_happened writes them */
  bool names_people;         /* minutes: with nicknames */
  int64_t number;            /* of the model, for figures */
} desk_job;

typedef enum {
  DESK_DONE,
  DESK_WRONG,    /* problems: bytes are {"fi": [], "sv": [], "en": []} */
  DESK_REPLACED, /* a newer job took its slot */
  DESK_DIED,     /* it crashed, or took more than its time; tried twice */
  DESK_CLOSED    /* the room ends */
} desk_state;

/* Called once for each job, on a thread of the desks, never from within desks_ask. Bytes are
 * borrowed until it returns. */
typedef void desk_done(void *context, desk_state state, const char *bytes, size_t length);

/* `program`: of polku-desk; `renderer`: of polku-render; `folders`: of plugins, as for
 * polku_rules_load. At most `most` desks work at a time; they are started when they are needed.
 * Started before any other thread. NULL with a problem. */
desks *desks_new(const char *program, const char *renderer, const char *folders, int most,
                 polku_report *report);

/* Ends every desk; each job that is not done is told DESK_CLOSED. Whoever is told must be there
 * still, and locks that it takes must be free. */
void desks_free(desks *desks);

/* Asks for a job, whose strings are copied. False: memory ran out, and `done` is never called. */
bool desks_ask(desks *desks, const desk_job *job, desk_done *done, void *context);

/* Nobody wants what was asked for in a slot any more: it is told DESK_REPLACED. `desks_withdraw`
 * leaves alone what is being done, and says whether there was something that waited. */
void desks_drop(desks *desks, const char *slot);
bool desks_withdraw(desks *desks, const char *slot);

/* What waits in a slot waits as if it had been asked for with this urgency. */
void desks_hurry(desks *desks, const char *slot, int urgency);

/* Jobs that may take a minute: of those that facilitators ask for one is done at a time, and of the
 * others one. */
bool desk_kind_is_slow(desk_kind kind);

/* The folders of plugins, as they were given; borrowed. */
const char *desks_folders(const desks *desks);

/* New rule files: desks forget what they read. */
void desks_refresh(desks *desks);

/* For tests and the curious: the desks that run now, their process ids, at most `room` of them. */
int desks_running(desks *desks, int *pids, int room);

#endif
