/* What is built differently in two models: by id, told part by part and field by field. (Whom rules
 * treat differently: rules/behaviour.h. What comes of it: study/comparison.h.)
 *
 * Parts that both have under one id are compared; of the others those that have much in common
 * (name, neighbours, kind, numbers) are suggested as renamed, never taken for the same. */
#ifndef PK_DIFFER_H
#define PK_DIFFER_H

#include "base/json.h"
#include "base/tables.h"
#include "model/model.h"

typedef enum {
  PK_PART_ADDED,
  PK_PART_REMOVED,
  PK_PART_CHANGED, /* one field of it */
  PK_PART_MOVED    /* only its place in the order is another one */
} pk_change_form;

/* One change. Texts live in the arena of the changes. */
typedef struct pk_model_change {
  pk_change_form form;
  polku_change weight;
  const char *section; /* "stages", "transitions", …; "" for the model itself */
  const char *id;      /* of the part, "" for the model itself */
  const pk_name *name; /* of the part, borrowed from the model that has it; NULL: it has none */
  const char *pointer; /* JSON Pointer of what changed: in b; in a where it was removed */
  const char *field;   /* what of the part, below it: "duration", "actors/neuvokas/employer/places";
                          "" the whole part */
  const char *before, *after; /* JSON as one line; NULL where there is none */
  const char *unit;           /* of a number: "month", "euro" …; or NULL */
  const void *values[2];      /* private to model/: what `before` and `after` say */
  const char *renamed; /* of a removed part: id in b that it may have become; of an added one: id in
                          a; or NULL */
} pk_model_change;

/* What rules call an id of theirs: a "role", "kind", "region", "attribute" or "history", or a
 * "value" of the attribute `of`. NULL: they do not know it. */
typedef const pk_name *pk_find_word(const void *context, const char *sort, const char *id,
                                    const char *of);

typedef struct pk_model_changes {
  pk_arena *arena;
  const pk_model *a, *b;
  pk_find_word *words; /* NULL: texts tell ids. Whoever knows the rules of both sets it, as
                        * pk_behaviours_word with the behaviours (rules/behaviour.h) */
  const void *words_of;
  int count;
  pk_model_change *at; /* by section in the format's order, then by the models' order */
  int of[4];           /* by polku_change */
  polku_change gravest;
  int shared;          /* stages, transitions, actors, groups and supports that both have */
  bool nothing_shared; /* two models with nothing in common: no such id, nothing that may be renamed
                        */
  const char *patch; /* applied to a, it gives b: values and order (whom a scenario withdraws is no
                      * value: a change without its patch) */
} pk_model_changes;

/* Borrows both models. NULL with a problem in the report. */
pk_model_changes *pk_model_changes_new(const pk_model *a, const pk_model *b, polku_report *report);
void pk_model_changes_free(pk_model_changes *changes);

/* The change of a part or of one of its fields; NULL where it is the same. `field` NULL: the first
 * change of the part. For pictures. */
const pk_model_change *pk_model_change_of(const pk_model_changes *changes, const char *section,
                                          const char *id, const char *field);

/* One change of a field, its part left out: "length 10 months → 12 months". For pictures. */
void pk_model_change_add(const pk_model_changes *changes, const pk_model_change *change,
                         polku_lang lang, pk_text *out);

/* For a person (no heading), for a program (an object), as a table "structure". */
void pk_model_changes_text(const pk_model_changes *changes, polku_lang lang, int width,
                           pk_text *out);
void pk_model_changes_json(const pk_model_changes *changes, pk_json *json);
void pk_model_changes_table(const pk_model_changes *changes, polku_tables *tables);

/* For a line on a screen: a dozen short sentences at most, as an array of strings; the last counts
 * those left out. False when memory ran out. */
bool pk_model_changes_said(const pk_model_changes *changes, polku_lang lang, pk_json *json);

#endif
