/* What the role map says, before it is decided where: the words of every cell, arrow and label in
 * one language. The picture and its twin for those who cannot see it are both made from this. */
#ifndef PK_MAP_H
#define PK_MAP_H

#include "base/text.h"
#include "draw/filter.h"
#include "model/model.h"
#include "rules/rules.h"

/* Rows from top to bottom: the five of the third sector, its other roles, the other sectors. */
enum { PK_MAP_OTHER = PK_ROW_NONE, PK_MAP_PUBLIC, PK_MAP_PRIVATE, PK_MAP_EDUCATION, PK_MAP_ROWS };

typedef enum { PK_MARK_NONE, PK_MARK_IN, PK_MARK_OUT, PK_MARK_BOTH } pk_mark;

typedef enum { PK_CHIP_ACTOR, PK_CHIP_SUPPORT, PK_CHIP_REFERRAL, PK_CHIP_GAP } pk_chip_kind;

/* What becomes of a thing between the two models of a comparing map; in other maps nothing. */
typedef enum {
  PK_DIFF_NONE,
  PK_DIFF_SAME,
  PK_DIFF_ADDED,
  PK_DIFF_REMOVED,
  PK_DIFF_CHANGED
} pk_diff;

/* An actor, a support's actor, or a stated gap in one row, over consecutive stages. */
typedef struct pk_chip {
  pk_chip_kind kind;    /* what wrote it: a standing, a support, a referral alone, a gap */
  int row, first, last; /* stages first … last */
  bool gap;
  pk_mark mark;     /* referrals: to the path, from it, both */
  int actor;        /* −1 for gaps */
  const char *role; /* id of a role, support or gap */
  const char *name; /* bold */
  const char *text; /* role in words; "" */
  const char *id;   /* unique, fit for SVG */
  pk_diff diff;
  bool broad;    /* part of a chip over several stages, which lies where that one does */
  bool answered; /* a gap of the first model where somebody stands in the second */
} pk_chip;

typedef struct pk_arrow {
  int transition, from, to;
  double chance;       /* its width: that a stay ends by this exit within the horizon; with a
                        * result, moves in proportion to the busiest exit's */
  double moves;        /* with a result: computed moves */
  const char *written; /* as the model writes it, "~35 %" */
  pk_basis basis;      /* of what is written: of what others leave, the weakest of theirs */
  bool lit;            /* on the path of the path view */
  const char *number;  /* beside the arrow: what is written; with a result, computed moves */
  pk_diff diff;
  const char *was;   /* of one that changed: what the first model writes; else "" */
  const char *brief; /* the number without it; else "" */
  /* What one more percentage point would do, where that is most: "↑+0,4", "+1 %-yks. → +0,4
   * hlöä"; else "". */
  const char *help, *help_words;
} pk_arrow;

typedef struct pk_stage_text {
  const char *name, *head; /* head: number and name */
  const char *more;        /* places and length of a stay, "" when unknown */
  const char *people;      /* with a result: people there at the end; else "" */
  const char *crowding;    /* with a result: more people than places, "" where there are not */
  int step;                /* of the path view's path, from 1; 0: not on it */
  const char *on_path;     /* "polun 2. vaihe", or "" */
  const char *id;
  int covered; /* rows of the five with a third-sector actor; −1: not counted (final stages) */
  bool final;
  pk_diff diff;
  const char *was_name; /* of one that is named anew; else "" */
  int was_covered;      /* in the first model; −1: not counted there */
  const char *help;     /* what one more place would do, where that is most; else "" */
} pk_stage_text;

/* A line under the title: what the picture is limited to, or which path it lights. */
typedef struct pk_headline {
  const char *text;
  enum { PK_SAID, PK_SAID_STRONGLY, PK_SAID_LARGE } weight;
} pk_headline;

typedef struct pk_map {
  pk_arena *arena;
  const pk_model *model;
  const pk_rules *rules;
  const polku_result *result;        /* or NULL */
  const polku_draw_options *options; /* never NULL */
  pk_filter filter;
  const struct pk_answer *answer; /* of the result: everyone's, or of the group that is asked for */
  const bool *withdrawn;          /* [actors]: by the options of the result; NULL: nobody */
  polku_lang lang;
  const char *title, *about;
  const struct pk_compare *compare; /* of a comparing map (draw/compare.h); else NULL: then what is
                                     * said of stages, arrows and chips is of both models, and the
                                     * indices of stages are columns of the common grid */
  const char *leverage;             /* what "↑+0,4" means; NULL: nothing of the kind is shown */
  const char *legend_key;           /* of a further line of the legend; NULL: none */
  int headline_count;
  pk_headline headlines[8];
  const char *scenario;      /* "Skenaario: Kuusi paikkaa"; "" when none was applied */
  const char *path_lines[6]; /* who enters, what was observed, what is computed */
  int path_line_count;
  int stage_count;
  pk_stage_text *stages;
  int arrow_count;
  pk_arrow *arrows;
  int chip_count, chip_room;
  pk_chip *chips; /* by row, first stage, model's order */
  bool failed;    /* memory ran out */
} pk_map;

/* The number of an expected count of people: "17", "0,4", "<0,1". */
const char *pk_map_count(pk_map *map, double value);

/* A number of the model as it is written there, to three figures: "1,04", "0,003". */
const char *pk_map_written(pk_map *map, double value);

/* The same where there is little room: from a million on "1,2 milj.". */
const char *pk_map_large(pk_map *map, double value);

/* A mean length in months, or in the model's own step where months would be fractions: "~4 kk". */
const char *pk_map_length(pk_map *map, double steps, pk_basis basis);
/* How well a length is known: as its weakest parameter. */
pk_basis pk_map_duration_basis(const pk_distribution *d);

/* Everything in `arena`; `options` is borrowed. NULL with problems where an option names what is
 * not known, or when out of memory. */
pk_map *pk_map_new(pk_arena *arena, const pk_model *model, const pk_rules *rules,
                   const polku_draw_options *options, polku_report *report);

/* Clients of a group as the model writes them: who start, and who arrive within the horizon. */
double pk_map_starting(const pk_map *map, int group);
double pk_map_arriving(const pk_map *map, int group);

/* Adds a line under the title; nothing for "". */
void pk_map_headline(pk_map *map, const pk_headline *line);

/* Parts of the above, each in a file of its own. */
void pk_map_chips(pk_map *map);
void pk_map_arrows(pk_map *map);

/* What a result says (draw/computed.c). Whose numbers are shown: everyone's part of the result, or
 * the group's, NULL where the result does not know it. */
const struct pk_answer *pk_map_answer(const pk_map *map);
/* The actors whom the options of the result withdraw, by the model's index; NULL: nobody. */
const bool *pk_map_withdrawn(pk_map *map);
/* Who they are, "Laskettu ilman näitä: JOKOS"; "" when nobody. */
const char *pk_map_without(pk_map *map);
/* By how much the result has more or fewer clients than the model's groups; 1 without a result. */
double pk_map_scale(const pk_map *map);
/* Adds to the path's label what is computed for the time of an observed target, beside which it
 * stands. */
void pk_map_computed(pk_map *map, const pk_target *target);
/* How many find work by the end, with the 90 % interval; "" without a result. */
const char *pk_map_outcome(pk_map *map);
/* How it was computed, and how much of it from assumptions; "" without a result. */
const char *pk_map_engine(pk_map *map);
/* How many of those at work went through the third sector, and what would fall without it; "" where
 * it takes no part. */
const char *pk_map_third(pk_map *map);
/* "lopussa 12,3 hlöä": people who are in a stage when the computed time ends. */
const char *pk_map_people(pk_map *map, const pk_stage *stage);
/* "jono ~5 hlöä", the longest that the queue is; where nobody waits, more people than places at the
 * fullest; else "". */
const char *pk_map_crowding(pk_map *map, const pk_stage *stage);

/* Marks where a little more would help most, by the options' sensitivity (draw/leverage.c). */
void pk_map_leverage(pk_map *map);

/* A number as the language writes it, and a line of the path's label. */
const char *pk_map_number(pk_map *map, double value, int decimals);
void pk_map_line(pk_map *map, const char *line);

/* What a row is called in ids and for programs: "employment", "public". */
const char *pk_map_row_id(int row);

/* The catalogue's text of a row: its name, and a few words of explanation ("" for sectors). */
const char *pk_map_row_name(const pk_map *map, int row);
const char *pk_map_row_more(const pk_map *map, int row);

/* A text of the catalogue with arguments (name, value, …, NULL), in the map's arena; "" and
 * `failed` when out of memory. */
const char *pk_map_fill(pk_map *map, const char *key, ...);

/* What was written into `text`, in the map's arena; `text` is ended. */
const char *pk_map_keep(pk_map *map, pk_text *text);

/* A name of the model in the map's language, clean; "" and `failed` when out of memory. */
const char *pk_map_name(pk_map *map, const pk_name *name, const char *id);

/* A share with as many decimals as a reader needs: 27 %, 2,5 %, 0,13 %, 0,004 %, 99,6 %. */
void pk_map_add_share(pk_text *out, polku_lang lang, double share);

/* Computed moves over the horizon, by the id of the transition; negative where the result knows no
 * such move. */
double pk_map_moves(const pk_map *map, const char *id);

/* "~" before what was assumed or estimated, "≈" before what was calibrated, else "". */
const char *pk_basis_mark(pk_basis basis);

/* An id for SVG from three parts of a model ("chip", "neuvokas", "employer-subsidy"). */
const char *pk_map_id(pk_map *map, const char *kind, const char *a, const char *b, const char *c);

#endif
