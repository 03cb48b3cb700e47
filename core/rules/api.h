/* The interface of plugins, version 1, in one list: what exists in rules.lua, since when, how it is
 * written, and which keys each declaration knows. The sandbox's whitelist and "did you mean" come
 * from here (api.c); plugins/README.md is its reference for people.
 *
 * A test receives `c` and `p`. `c.age` is an integer, a text (enum) or true/false (bool); clocks
 * and `c.elapsed`, the length of the stay that ends, count whole months.
 * `p["wage_subsidy.months"]` is the parameter's value on the day of the question. Both know only
 * what the leaf lists in `reads` and `params`, are read-only, and are dead after the call.
 *
 * Dates are "2025-01-01"; `from` may be "always". `["until"]`, a word of Lua and therefore in
 * brackets, is the last day; without it a version holds until the next begins. A hole is an error
 * unless the version before it says after = "yes" (allowed, no limit) or after = "no" (refused). */
#ifndef PK_API_H
#define PK_API_H

#include <stdbool.h>
#include <stddef.h>

typedef struct pk_api_entry {
  const char *name;        /* "polku.allow", "string.len" */
  int since;               /* version of the interface */
  const char *signature;   /* as a person writes it */
  const char *const *keys; /* of a declaration, NULL-ended; NULL for the library */
} pk_api_entry;

/* The i-th entry, or NULL after the last. */
const pk_api_entry *pk_api_at(size_t i);
const pk_api_entry *pk_api_find(const char *name);
/* The name that was probably meant, or NULL. */
const char *pk_api_nearest(const char *name);

/* Keys of a leaf, of a group of leaves, and of a case. */
extern const char *const pk_api_leaf_keys[], *const pk_api_group_keys[], *const pk_api_case_keys[];

#endif
