/* What the files of a difference share (differ.h): one walk over both models, a table of what each
 * field is, and the orders. Of others only rebase.c includes this, which asks for orders. */
#ifndef PK_DIFFER_PARTS_H
#define PK_DIFFER_PARTS_H

#include "model/differ.h"
#include "model/edit.h"
#include "model/shapes.h"

/* What a value is, for its unit and for telling it. */
typedef enum {
  PK_TOLD_PLAIN,  /* text, list, flag, a number without a unit */
  PK_TOLD_SHARE,  /* 0 … 1, in per cent */
  PK_TOLD_CHANCE, /* the same, in each step; a list of them */
  PK_TOLD_TIME,   /* a distribution of lengths */
  PK_TOLD_STEPS,  /* a number of steps */
  PK_TOLD_PLACES,
  PK_TOLD_PEOPLE,
  PK_TOLD_MONEY, /* in the unit of an account */
  PK_TOLD_DATE,
  PK_TOLD_STAGE, /* the id of a stage, … */
  PK_TOLD_ACTOR,
  PK_TOLD_TRANSITION,
  PK_TOLD_TARGET, /* the id of a transition, told as the stage that it leads to */
  PK_TOLD_ACCOUNT,
  PK_TOLD_OBSERVED, /* counts */
  PK_TOLD_EFFECT,   /* one of a support, or several */
  PK_TOLD_ACTOR_AT, /* the roles of an actor, with their places */
  PK_TOLD_ROLE_AT,  /* the places of a role */
  PK_TOLD_KIND,     /* ids of rules */
  PK_TOLD_REGION,
  PK_TOLD_ROLE,
  PK_TOLD_VALUE /* of the attribute that the field names */
} pk_told;

/* A kind of field. Its pattern is the field with what the author names left open: "@actor",
 * "@stage", "@account", "@role", "@attribute", "@value", "@history", "@name" (anything else); "**"
 * is any rest. */
typedef struct pk_field {
  const char *section, *pattern;
  polku_change weight;
  pk_told told;
  const char *word; /* its label: the word "model.field.WORD", with {1} and {2} for what is open */
} pk_field;

/* The row of a field; never NULL. */
const pk_field *pk_field_of(const char *section, const char *field);

/* The weight of a whole part that is new or gone. */
polku_change pk_part_weight(const char *section, const char *id, pk_change_form form);

/* The next component of a field from *at on, unescaped into `out`; false at the end. */
bool pk_field_next(const char **at, pk_text *out);

/* The name of a part; NULL where it has none, or there is no such part. */
const pk_name *pk_part_name(const pk_model *model, const char *section, const char *id);

/* The ids of a section in their effective order, those that begin with "x-" too. NULL when memory
 * ran out. */
const pk_ids *pk_part_order(pk_arena *arena, json_t *model, const char *section);

/* Which of the ids that both have are moved: the fewest whose going elsewhere explains the orders,
 * the same ones whichever model is looked at first. flags[i] of a's i-th id. False when memory ran
 * out. */
bool pk_moved_parts(pk_arena *arena, const pk_ids *a, const pk_ids *b, bool *flags);

/* Finds for removed parts what they may have become. False when memory ran out. */
bool pk_suggest_renamed(pk_model_changes *changes);

/* Appends a value as one line of JSON. */
void pk_differ_write(pk_text *out, json_t *value);

/* What an id of rules is called; the id itself where nobody knows. */
void pk_differ_word(const pk_model_changes *changes, const char *sort, const char *id,
                    const char *of, polku_lang lang, pk_text *out);
/* A text of a few words on one line, the end of a long one left out. */
void pk_differ_cut(pk_text *out, const char *text);
/* What is called by an id in either model; a transition, which mostly has no name, by its ends. */
void pk_differ_named(const pk_model_changes *changes, const char *section, const char *id,
                     polku_lang lang, pk_text *out);

/* A value as a person reads it. */
void pk_differ_tell(const pk_model_changes *changes, const pk_model_change *change, bool after,
                    polku_lang lang, pk_text *out);
/* The part as a person calls it: "vaihe Palkkatuki", "malli"; its name alone. */
void pk_differ_part(const pk_model_changes *changes, const pk_model_change *change, polku_lang lang,
                    pk_text *out);
void pk_differ_name(const pk_model_changes *changes, const pk_model_change *change, polku_lang lang,
                    pk_text *out);
/* The field as a person calls it; "" for a whole part. */
void pk_differ_field(const pk_model_changes *changes, const pk_model_change *change,
                     polku_lang lang, pk_text *out);

/* Whether a change is a text in another language than the reader's, where that one has changed too.
 */
bool pk_differ_is_translation(const pk_model_changes *changes, const pk_model_change *change,
                              polku_lang lang);

#endif
