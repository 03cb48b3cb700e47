/* What the files of random_model.c share: the lot, and the parts of a model that it writes. */
#ifndef RANDOM_PARTS_H
#define RANDOM_PARTS_H

#include "random_model.h"

#include "base/ids.h"
#include "base/random.h"

enum { LOT_SHARES, LOT_PER_STEP, LOT_RACE };

typedef struct random_lot {
  pk_stream dice;
  uint32_t without;
  const char *region;
  int stage_count, horizon, actor_count, account_count;
  bool dated;
  char (*stage_id)[24];
  json_t **stage; /* borrowed from model */
  bool *final, *passage;
  json_t *model;
} random_lot;

bool lot_with(random_lot *lot, uint32_t part);
int lot_between(random_lot *lot, int low, int high); /* both ends included */
bool lot_chance(random_lot *lot, double p);
double lot_decimal(random_lot *lot, double low, double high);
void lot_parts(random_lot *lot, int count, int total, int *parts);
json_t *lot_name(random_lot *lot);
json_t *lot_number(random_lot *lot, double value, bool share);

/* Any family that the options allow. */
json_t *lot_distribution(random_lot *lot);

void lot_add_accounts(random_lot *lot);
void lot_add_actors(random_lot *lot);
void lot_add_standings(random_lot *lot);
void lot_add_carriers(random_lot *lot, json_t *move);
void lot_add_supports(random_lot *lot);
void lot_add_groups(random_lot *lot);
void lot_add_extras(random_lot *lot);

#endif
