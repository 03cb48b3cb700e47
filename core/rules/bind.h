/* Binding: what the ids in a model mean. */
#ifndef PK_BIND_H
#define PK_BIND_H

#include "rules/rules.h"

/* Binds a model that names no region: everything is allowed, there are no clocks, one profile a
 * group, roles are known by their ids only. False when memory ran out. */
bool pk_bind_plain(pk_rules *rules);

#endif
