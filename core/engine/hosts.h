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
  const int *first;  /* [stages + 1]: hosts of stage s are first[s] … first[s + 1] − 1 */
  const bool *there; /* [hosts]: not withdrawn for the whole of the computation */
} pk_hosts;

/* False when memory ran out. `withdrawn` by actor, or NULL. */
bool pk_hosts_start(pk_hosts *hosts, const pk_model *model, const pk_rules *rules,
                    const bool *withdrawn, pk_arena *arena);

/* Without places each host that is there is as likely: the host for a word of luck, −1 without
 * any. */
int pk_hosts_draw(const pk_hosts *hosts, int stage, uint32_t word);

#endif
