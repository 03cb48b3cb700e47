/* What a model keeps for finding things: private to this room. */
#ifndef PK_INDEX_H
#define PK_INDEX_H

#include "model/model.h"
#include "model/shapes.h"

typedef struct pk_listed_number {
  const pk_number *number;
  const char *what;
} pk_listed_number;

typedef struct pk_model_index {
  const pk_ids *ids[PK_SECTION_COUNT];
  const pk_listed_number *numbers; /* in the order of the text */
  int number_count;
} pk_model_index;

#endif
