/* Models by lot: any number of valid models as JSON text, each a function of its seed.
 *
 * Laws that must hold for every model ("people are conserved", "relabelling stages permutes the
 * answer") are tested over these. With options NULL everything that the format knows may appear:
 * all families, all three forms of exits, passages, final stages, returns, rest, several groups
 * with several starts, actors with places and queues, supports, accounts, gaps, paths, targets,
 * scenarios, number objects with evidence, names with ä and ö, and files laid out in many styles
 * (tabs, CRLF, one line, no final newline). Switch off what a law does not hold for.
 *
 *     char *text = random_model(7, &(random_model_options){.without = RANDOM_RACE |
 * RANDOM_ARRIVALS}); polku_model *model = polku_model_read("random", text, strlen(text), report);
 *
 * All text belongs to the caller, who ends it with free(). Out of memory gives NULL. */
#ifndef RANDOM_MODEL_H
#define RANDOM_MODEL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* Parts that `without` switches off. */
enum {
  RANDOM_SHARES = 1 << 0,   /* stages with a duration and shares (passages keep their shares) */
  RANDOM_PER_STEP = 1 << 1, /* stages with per-step probabilities */
  RANDOM_RACE = 1 << 2,     /* stages with `after`; switching off all three leaves shares */
  RANDOM_PASSAGES = 1 << 3,
  RANDOM_FINALS = 1 << 4,     /* then stage 0 can be reached again from the last one */
  RANDOM_CONTINUOUS = 1 << 5, /* durations that real numbers describe: exponential … lognormal */
  RANDOM_DEFECTS = 1 << 6,    /* survival curves that leave somebody at the end */
  RANDOM_PLACES = 1 << 7,     /* places of hosts, and queues */
  RANDOM_ACTORS = 1 << 8,     /* actors, standings, supports */
  RANDOM_SUPPORTS = 1 << 9,
  RANDOM_ACCOUNTS = 1 << 10,
  RANDOM_ARRIVALS = 1 << 11,
  RANDOM_INITIAL = 1 << 12,
  RANDOM_ENDS = 1 << 13,     /* `from` and `until` of actors */
  RANDOM_EVIDENCE = 1 << 14, /* number objects: evidence, range, basis, source */
  RANDOM_TARGETS = 1 << 15,
  RANDOM_SCENARIOS = 1 << 16,
  RANDOM_ORDER = 1 << 17,  /* a written `order` */
  RANDOM_EXTRAS = 1 << 18, /* gaps, notes, paths, sources, x- keys */
  RANDOM_LAYOUT = 1 << 19, /* then always two spaces, short objects on one line */
  RANDOM_WEEKS = 1 << 20   /* steps other than months, and units other than the step */
};

typedef struct random_model_options {
  int stages;  /* 0: 1 … 12 by lot */
  int horizon; /* 0: 1 … 36 by lot */
  const char
      *region; /* NULL: none. "finland" gives stages kinds and groups attributes of its rules */
  uint32_t without;
  const char *follows; /* the start date of a model that follows the calendar; NULL: it does not */
} random_model_options;

char *random_model(uint64_t seed, const random_model_options *options);

/* The same model told in another order and with other names for its stages. Stage i of the old
 * model (in its effective order) is stage `stage[i]` of the new one, with the id `stage_id[i]`;
 * groups likewise, but they keep their ids. */
typedef struct random_relabelling {
  int stage_count, group_count;
  int *stage, *group;
  char **stage_id;
} random_relabelling;

/* Takes any model in which the id of a stage is used for nothing else. */
char *relabel(const char *text, uint64_t seed, random_relabelling *map);
void random_relabelling_free(random_relabelling *map);

/* The group `group` (an id; NULL: the first) becomes two of the same content, "ID" and "ID-other",
 * which share its people: whole numbers stay whole. */
char *split_group(const char *text, const char *group, uint64_t seed);

/* Any JSON value in a layout by lot, for tests of what happens to an author's text. */
char *random_layout(json_t *value, uint64_t seed);
/* Two spaces; what fits on 100 columns stands on one line; a final newline. */
char *tidy_layout(json_t *value);

#endif
