/* The workshop as the program sees it: everything started in its order, and ended. */
#ifndef WORKSHOP_H
#define WORKSHOP_H

#include "polku.h"

typedef struct workshop_options {
  const char *model;
  const char *journal;         /* NULL: beside the model */
  const char *folders;         /* of plugins */
  const char *desk, *renderer; /* programs */
  int port;
  bool lan;
  const char *cert, *key; /* texts */
  polku_lang lang;
} workshop_options;

typedef struct workshop workshop;

/* Where the journal of a model is unless somebody says otherwise: "a/b.workshop.sqlite" of
 * "a/b.json". Caller frees; NULL: memory ran out. */
char *workshop_journal_path(const char *model);

/* Deletes a journal, with everything that was kept of who took part. False with a problem. */
bool workshop_forget(const char *journal, polku_report *report);

/* Opens the room and its door: people may come in. NULL with problems. */
workshop *workshop_open(const workshop_options *options, polku_report *report);

/* The i-th line for who opened it: a link for facilitators, the screen, participants. NULL after
 * the last; borrowed. */
typedef struct workshop_link {
  const char *word; /* key of what it is */
  const char *url;
} workshop_link;
bool workshop_link_at(const workshop *workshop, int i, workshop_link *link);
const char *workshop_code(const workshop *workshop);
int workshop_port(const workshop *workshop);
/* The participants' link as a QR code for a terminal. Caller frees; NULL: memory ran out. */
char *workshop_qr(const workshop *workshop);

/* Serves until workshop_stop (which a signal handler may call), then ends quietly. */
void workshop_run(workshop *workshop);
void workshop_stop(workshop *workshop);

/* Whether everything that was edited is in the model's file; also while people edit. */
bool workshop_is_saved(workshop *workshop);
void workshop_close(workshop *workshop);

#endif
