/* The interface of plugins, version 1, in one list: what exists in rules.lua, since when, how it is
 * written, and which keys each declaration knows. The sandbox's whitelist and "did you mean" come
 * from here; its text is in words ("api.NAME").
 *
 *     polku.attribute "age" { int = { 15, 68 } | enum = { "a", … } | bool = true,
 *         unit = , of = "client" | "stage", default = , name = {fi,sv,en}, values = { a =
 * {fi,sv,en} } } polku.history "unemployed" { keep = 1 … 64, runs_in = { kinds }, name = }
 *     polku.clock "unemployed_of_28" { of = history, last = n | run = true, name = }
 *     polku.counter "trial" { counts = { kinds } | since_end_of = { kinds }, max = months,
 *         resets_on = { kinds }, resets_when = { reads = { clocks }, test = function(c) … end },
 * name = } polku.kind "wage_subsidy" { employed = , open = , waiting = , name = } polku.role
 * "employer" { row = "experience" | "referral" | "employment" | "coaching" | "support", host = ,
 * name = } polku.allow KIND { from = , until = , ref = , binds = , after = , locked = , all = { … }
 * and/or any = { … } and/or none = { … } } a member is a group { all | any | none = { … }, why = }
 * or a leaf { id = , ref = , reads = { attributes and clocks }, params = { parameters }, test =
 * function(c, p) return true or false end, why = {fi,sv,en}, met = {fi,sv,en} } polku.limit KIND {
 * from = , until = , ref = , unit = "month", cases = { { reads = , params = , when = function(c, p)
 * … end, value = parameter or whole number, ref = }, …, { default = parameter or whole number, ref
 * = } } } polku.weight KIND      the same, unit = "ppm": a factor on moves into the kind
 *     polku.priority KIND    the same, unit = "count": lower goes first
 *     polku.amount KIND      the same, unit = "cent/month" or "cent", account = , to = , on =
 * "entry" polku.override.allow / .limit KIND { mode = "restrict" | "extend" | "replace", … }
 *
 * `c.age` is an integer, a text (enum) or true/false (bool); clocks count whole months; `elapsed`
 * is the length of the stay that ends. `p["wage_subsidy.months"]` is the parameter's value on the
 * day of the question. Both know only what `reads` and `params` list. Dates: "2025-01-01"; the
 * first may be "always"; `until` is the last day; without it a version holds until the next begins.
 * A hole is an error unless the version before it says after = "yes" (allowed, no limit) or "no"
 * (refused). */
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
