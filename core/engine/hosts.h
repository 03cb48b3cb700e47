/* Places to stand as a host: one for each standing at a stage in a hosting role, by stage and in
 * the order of the standings. */
#ifndef PK_HOSTS_H
#define PK_HOSTS_H

#include "rules/rules.h"

typedef struct pk_host {
  int stage, standing, actor;
  bool third; /* of the third sector */
} pk_host;

typedef struct pk_hosts {
  int count;
  const pk_host *list;
  const int *first; /* [stages + 1]: hosts of stage s are first[s] … first[s + 1] − 1 */

  /* Who takes clients in, by the epoch in which their stay begins. Whoever begins in a stage that
   * is closed, because all its hosts' time is over, is with those of them whom nobody withdrew. */
  int epoch_count;
  const int *epoch_of; /* [horizon + 1]: the epoch of a whole step, as in stay_law.h */
  const bool *there;   /* [epochs][hosts] */
  const double *share; /* [epochs][hosts]: the chance of a stay to be at this host where places do
                          not run out: in proportion to places, without any equally. Sums to 1 in a
                          stage, or to 0 where nobody is there */
} pk_hosts;

/* False when memory ran out. `withdrawn` by actor, or NULL. */
bool pk_hosts_start(pk_hosts *hosts, const pk_model *model, const pk_rules *rules,
                    const bool *withdrawn, pk_arena *arena);

/* By these shares: the host, for a word of luck, of a stay that begins in an epoch; −1 without any.
 */
int pk_hosts_draw(const pk_hosts *hosts, int stage, int epoch, uint32_t word);

#endif
