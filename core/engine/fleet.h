/* Processes side by side: MPI's only door.
 *
 * Under `mpirun -n K` every process makes the same computation and keeps the same books; the items
 * of work are dealt round (item i to process i mod K), and what an item came to is told to all. So
 * the books are the same bytes for any number of processes, and any one of them could write the
 * result: the first does. Without MPI, or outside mpirun, there is one process and nothing here
 * costs anything. All calls but the first are made by all processes in the same order, each from
 * the thread that joined. */
#ifndef PK_FLEET_H
#define PK_FLEET_H

#include "engine/crew.h"

#include <stdint.h>

/* How many processes compute together, and which of them this is, from 0. */
int pk_fleet_size(void);
int pk_fleet_rank(void);

/* Like pk_crew_work, of the items of this process: true when all of these gave true. */
bool pk_fleet_work(int threads, size_t count, bool (*work)(void *context, size_t item, int thread),
                   void *context);

/* Whether an item is this process's own. */
bool pk_fleet_owns(size_t item);

/* Tells everybody what `count` items came to: blocks of `bytes`, each from the process that owns
 * the item. And one block from the owner of one item. */
void pk_fleet_share(void *blocks, size_t count, size_t bytes);
void pk_fleet_tell(size_t item, void *block, size_t bytes);

/* Every process's sum of whole numbers becomes the sum of all of them. */
void pk_fleet_add(int64_t *sums, size_t count);

/* The largest of what the processes say, everywhere; and what the first one says. */
int pk_fleet_worst(int mine);
bool pk_fleet_agree(bool first_says);

#endif
