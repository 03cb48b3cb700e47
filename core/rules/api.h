/* The interface of plugins, version 1, in one list: what exists in rules.lua, since when, how it is
 * written, and which keys each declaration knows. The sandbox's whitelist and "did you mean" come
 * from here (api.c), and so do the files for editors and the reference in plugins/README.md
 * (meta.c). What a name or key means stands in the catalogue of words under "api.".
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

#include "base/words.h"

#include <stdbool.h>
#include <stddef.h>

/* Text: the word "api.NAME". */
typedef struct pk_api_entry {
  const char *name;        /* "polku.allow", "string.len" */
  int since;               /* version of the interface */
  const char *signature;   /* as a person writes it */
  const char *const *keys; /* of a declaration, NULL-ended; NULL for the library */
  const char *type;        /* of the library, as LuaLS writes it; NULL for a declaration */
} pk_api_entry;

/* The i-th entry, or NULL after the last. */
const pk_api_entry *pk_api_at(size_t i);
const pk_api_entry *pk_api_find(const char *name);
/* The name that was probably meant, or NULL. */
const char *pk_api_nearest(const char *name);

/* Keys of a leaf, of a group of leaves, and of a case; of the files that are data: the manifest and
 * one of its sources, a parameter, one of its values and what another source has instead, a test.
 */
extern const char *const pk_api_leaf_keys[];
extern const char *const pk_api_group_keys[];
extern const char *const pk_api_case_keys[];
extern const char *const pk_api_manifest_keys[];
extern const char *const pk_api_source_keys[];
extern const char *const pk_api_param_keys[];
extern const char *const pk_api_value_keys[];
extern const char *const pk_api_disputed_keys[];
extern const char *const pk_api_test_keys[];

/* A table that plugins write, under the name by which editors know its type. */
typedef struct pk_api_shape {
  const char *name; /* "leaf", "allow" */
  const char *const *keys;
} pk_api_shape;

/* The i-th table: those of the declarations, then those within them and in files of data; after the
 * last its name is NULL. */
pk_api_shape pk_api_shape_at(size_t i);

/* What a key holds. Text: the word "api.key.OWNER.NAME", or where there is none "api.key.NAME". */
typedef struct pk_api_key {
  const char *name;
  const char *owner; /* name of a shape; NULL: wherever no owner is named */
  const char *type;  /* as LuaLS writes it */
  bool required;
} pk_api_key;

/* The key of a table; NULL when there is none, and a test fails. */
const pk_api_key *pk_api_key_find(const char *owner, const char *name);
/* The i-th key in the order of their names, or NULL after the last. */
const pk_api_key *pk_api_key_at(size_t i);
/* What a key means in a table; what an entry is for. */
const char *pk_api_key_text(polku_lang lang, const char *owner, const char *name);
const char *pk_api_entry_text(polku_lang lang, const pk_api_entry *entry);

#endif
