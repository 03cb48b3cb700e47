/* What follows from an edit: what the rules say of the model, the outcome, the picture, the edit in
 * words. All of it is computed at desks and comes when it is ready; newest wins.
 *
 * Lock: the room and the work are used under one lock, which `work` takes itself when a desk
 * answers; whoever calls work_… holds it. Answers to `want` come under the lock too. */
#ifndef WORK_H
#define WORK_H

#include "workshop/desks.h"
#include "workshop/room.h"

#include <pthread.h>

typedef struct work work;

/* Called under the lock when something is there for everybody: event "figures", "problems", "told",
 * "picture", "vocabulary" with its data. */
typedef void work_event(void *context, const char *event, const char *json);

/* Called without the lock. `work_stop`: nothing is asked of the desks any more, so that they can be
 * ended; `work_free` comes after that, since they answer until then. */
work *work_new(room *room, desks *desks, pthread_mutex_t *lock, work_event *event, void *context);
void work_stop(work *work);
void work_free(work *work);

/* The model changed (or the room was just opened): everything is computed anew. */
void work_changed(work *work);

/* An entry with an effect or a proposal was made: it is told in words when there is time. */
void work_entry(work *work, int64_t number);

/* Plugin files changed, if they did since the last call (looks at most once a second). */
void work_look_at_rules(work *work);

/* Appends the members that the work knows of the state: vocabulary, problems, problems_number,
 * figures, start_figures. */
void work_add_state(work *work, json_out *out);

/* A computed thing by the name that makes it what it is. Things are kept (16 MB of them, the oldest
 * go first) and each is computed once, however many ask. True: `done` was called at once (it was
 * there, or cannot be had); false: it is called later, under the lock. */
typedef struct work_thing {
  desk_job job;   /* texts and names are filled in from `number` and `other`; of minutes all is */
  bool leads;     /* a facilitator asks, who goes before others */
  int64_t number; /* of the model; −1: now */
  int64_t other; /* beside the model at this number, which then stands first; −1: none, or `with` */
  const char *with; /* beside a file in the model's folder, "koitto.json#scenario"; NULL: none */
} work_thing;
typedef void work_done(void *context, desk_state state, const char *bytes, size_t length);
bool work_want(work *work, const work_thing *thing, work_done *done, void *context);

/* Nobody waits for an answer any more: `done` is not called with this `context`. What nobody else
 * waits for is not computed, unless a desk has begun it. */
void work_forget(work *work, work_done *done, void *context);

/* Figures of the model at `base` after a patch that nobody keeps, for one client: a newer question
 * of the same client gives the older one DESK_REPLACED, and nobody else's. */
bool work_what_if(work *work, int64_t client, int64_t base, const char *patch, work_done *done,
                  void *context);

#endif
