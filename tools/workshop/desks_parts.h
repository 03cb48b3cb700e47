/* What the files of the desks share: jobs that wait, and who does them. */
#ifndef DESKS_PARTS_H
#define DESKS_PARTS_H

#include "workshop/clock.h"
#include "workshop/wire.h"
#include "workshop/desks.h"

#include <pthread.h>
#include <sys/types.h>

typedef struct desk_waiting {
  desk_request request;
  char *strings[DESK_STRINGS];
  char *slot; /* or NULL */
  int urgency;
  int64_t whose, round; /* of equals the lowest round is next */
  int tries;
  bool replaced; /* a newer job took its slot while it was being done */
  desk_done *done;
  void *context;
  struct desk_waiting *next;
} desk_waiting;

/* A copy of a job, which the caller ends with desk_waiting_free. NULL: memory ran out, or a string
 * is longer than any model. */
desk_waiting *desk_waiting_new(const desk_job *job, desk_done *done, void *context);
void desk_waiting_free(desk_waiting *job);

/* Who keeps whom from working: jobs at the front are what people wait for while they look at the
 * page; jobs at the back take their time, and slow ones take a minute, of each urgency one at a
 * time. */
bool desk_is_back(const desk_waiting *job);
bool desk_is_slow(const desk_waiting *job);
int64_t desk_time(const desk_waiting *job); /* ms that it may take */

/* A desk process, and the socket to it. */
typedef struct desk_process {
  pid_t pid; /* −1: it does not run */
  int socket;
} desk_process;

typedef struct desk_programs {
  char *desk, *renderer, *folders;
} desk_programs;

/* Starts a desk: 0, or an errno. At the back it gives way to those at the front. */
int desk_start(desk_process *desk, const desk_programs *programs, bool back);
/* Whether a desk that should be idle has gone. */
bool desk_is_gone(const desk_process *desk);
/* Waits for a process that was killed, or reads that its socket ended. */
void desk_end(desk_process *desk);

/* Sends a job and waits for the answer, which the caller frees; false when the desk is lost (dead,
 * killed, or it says nonsense) or memory ran out. */
bool desk_do(const desk_process *desk, const desk_waiting *job, desk_reply *reply, char **bytes);

#endif
