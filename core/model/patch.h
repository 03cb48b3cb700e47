/* Patches: JSON Merge Patch (RFC 7396) on the author's own JSON, with two additions (semantics §1):
 * number objects, distributions and arrays are atomic, and order is data.
 *
 * All texts are UTF-8 JSON; results belong to the caller, who ends them with free(). */
#ifndef PK_PATCH_H
#define PK_PATCH_H

#include "model/model.h"

/* The model text after `patch`: the author's layout kept, only what changes is respliced. NULL with
 * problems in `report` when the patch is no JSON object, or memory ran out. The result is not
 * checked as a model: read it for that. */
char *pk_patch_apply(const char *text, size_t length, const char *patch, polku_report *report);

/* The smallest patch that turns model text `a` into `b`, values and order. "{}" when they mean the
 * same. */
char *pk_patch_diff(const char *a, size_t a_length, const char *b, size_t b_length,
                    polku_report *report);

/* The patch that undoes `patch` on `text`: applying one after the other gives back a model equal in
 * values and order. */
char *pk_patch_invert(const char *text, size_t length, const char *patch, polku_report *report);

#endif
