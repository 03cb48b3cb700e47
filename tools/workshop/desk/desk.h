/* What the files of polku-desk share. */
#ifndef DESK_H
#define DESK_H

#include "polku.h"
#include "workshop/wire.h"
#include "workshop/desks.h"
#include "workshop/json.h"

/* A job as it was read: its strings end in NUL. */
typedef struct desk_order {
  desk_request request;
  char *strings[DESK_STRINGS]; /* NULL: not given */
} desk_order;

/* A model with its rules, borrowed from the cabinet until the next order. `report` holds what was
 * said of them; model and rules are NULL where they were refused. */
typedef struct desk_case {
  const polku_model *model;
  const polku_rules *rules;
  polku_report *report;
} desk_case;

/* The last few models that were read, with their rules: many jobs are about one text. */
typedef struct cabinet cabinet;
cabinet *cabinet_new(const char *folders);
void cabinet_free(cabinet *c);
/* Other rules: what was read is forgotten. */
void cabinet_forget(cabinet *c, uint32_t rules);
/* A text under its file's name. */
typedef struct desk_sheet {
  const char *name, *text;
  size_t length;
  const char *scenario; /* NULL: the model itself */
} desk_sheet;
/* Its case; `whole`: with everything that there is to say of the plugins too. False: memory ran
 * out. */
bool cabinet_find(cabinet *c, const desk_sheet *sheet, bool whole, desk_case *found);

typedef struct desk {
  cabinet *cabinet;
  const char *renderer_path;
  polku_renderer *renderer; /* NULL: not started yet */
} desk;

/* What came of an order. Problems of the work itself are in `report`; where it was `wrong` the
 * bytes are problems. */
typedef struct desk_answer {
  bool wrong;
  char *bytes; /* NULL: the machine failed */
  size_t length;
  polku_report *report;
} desk_answer;

/* Does an order. */
void desk_work(desk *d, const desk_order *order, desk_answer *answer);

/* The renderer, started when it is asked for first; NULL with a problem. */
polku_renderer *desk_renderer(desk *d, polku_report *report);

/* {"fi": […], "sv": […], "en": […]}: what reports say. NULL: memory ran out. */
char *desk_problems(polku_report *const *reports, size_t count);

/* figures.c: README.md's figures. NULL with problems. */
char *desk_figures(const desk_case *of, const desk_order *order, polku_report *report);

/* others.c: README.md's files. NULL with problems. */
char *desk_others(const desk_case *of, const desk_order *order, polku_report *report);

/* minutes.c: the day from the first case to the second. NULL with problems. */
char *desk_minutes(const desk_case cases[2], const desk_order *order, polku_renderer *renderer,
                   polku_report *report);

#endif
