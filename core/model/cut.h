/* Taking a part out of a model's values, with everything that cannot be without it (without.c makes
 * a patch of it). Private to this room. */
#ifndef PK_CUT_H
#define PK_CUT_H

#include "model/edit.h"
#include "model/shapes.h"

typedef struct pk_cut {
  const polku_model *model; /* for the places of problems */
  json_t *left;             /* what is left: a copy of its own, changed in place */
  polku_report *report;
  bool refused; /* something needs the part: a problem was added */
  bool failed;  /* memory ran out */
} pk_cut;

/* What is at a pointer, with what goes along. */
void pk_cut_part(pk_cut *cut, pk_section_id section, const char *id);
/* Anything else: tokens of its pointer. */
void pk_cut_place(pk_cut *cut, char *const *tokens, int count);

/* Afterwards: shares whose sum has lost a part, notes about what is no more, ids in "order".
 * `before` is what was there. */
void pk_cut_mend(pk_cut *cut, json_t *before);

/* The value at a pointer's tokens; NULL where there is none. Borrowed. */
json_t *pk_cut_find(json_t *model, char *const *tokens, int count);

/* Whether one of some ids (the keys of an object) stands anywhere in a value: as a name or as a
 * text. */
bool pk_names_any(json_t *value, json_t *ids);

#endif
