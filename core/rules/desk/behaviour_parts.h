/* Between the files that find and tell whom the rules of two models treat differently. */
#ifndef PK_BEHAVIOUR_PARTS_H
#define PK_BEHAVIOUR_PARTS_H

#include "rules/behaviour.h"
#include "rules/bind.h"
#include "rules/desk/contrast.h"

/* A sort of client and place with two answers, and an example of it. */
typedef struct pk_treated_row {
  const pk_contrast *contrast;
  pk_list groups;        /* const pk_group *: of either model, such people are in them */
  const int *value;      /* by axis: raw value of the example */
  int64_t answer[2];     /* to the example */
  pk_reasons reasons[2]; /* of these answers */
} pk_treated_row;

/* One rule of two laws, in steps in which it treats the same people differently. */
typedef struct pk_treated {
  pk_difference difference;
  int first, last;      /* steps */
  pk_list stages;       /* const pk_stage *: of either model, each id once */
  pk_treated_row *rows; /* as many as contrasts */
  bool met;             /* some row has groups */
  const pk_plugin *region[2];
  pk_date date[2]; /* of the laws */
} pk_treated;

typedef struct pk_behaviour {
  pk_rule_key rule;
  pk_list treated; /* pk_treated; none: nobody is treated differently */
  bool met;
  bool
      unknown; /* too many combinations, or words that mean other things: not compared everywhere */
} pk_behaviour;

struct pk_behaviours {
  pk_arena *arena;
  const pk_model *model[2];
  const pk_rules *rules[2];
  const char *name[2];
  bool ruled[2];      /* whether the model has a region */
  bool same;          /* same regions, same days: nothing was to be compared */
  bool dated;         /* rules follow the calendar: days matter */
  pk_list list;       /* pk_behaviour: every rule that was compared */
  pk_list mismatches; /* pk_mismatch */
};

/* Two laws, one of each model, and where both speak: stages and groups of either. */
typedef struct pk_meeting {
  int law[2];
  bool *stage[2], *group[2];
} pk_meeting;

/* Finds the groups of each row that meet there, and an example. False when memory ran out. */
bool pk_find_met(pk_behaviours *behaviours, const pk_meeting *meeting, pk_treated *treated);

/* The law of a side as people call it: its region; with its day where both have one region. */
void pk_say_side(const pk_behaviours *behaviours, const pk_treated *treated, int side,
                 polku_lang lang, pk_text *out);
/* "age: 58 years; months unemployed of the last 28: 24". */
void pk_say_example(const pk_treated *treated, const pk_treated_row *row, polku_lang lang,
                    pk_text *out);
/* "may move", "may not move, because the client … (380/2023 § 82)". */
void pk_say_example_answer(const pk_behaviour *behaviour, const pk_treated *treated,
                           const pk_treated_row *row, int side, polku_lang lang, pk_text *out);
void pk_say_groups(const pk_list *groups, polku_lang lang, pk_text *out);
void pk_say_stages(const pk_list *stages, polku_lang lang, pk_text *out);
/* The book that knows a rule's kind. */
const pk_book *pk_behaviour_book(const pk_behaviours *behaviours, const pk_rule_key *rule);

#endif
