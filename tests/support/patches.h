/* Patches on any JSON texts, models or not: parse, merge, splice, as the library does with models.
 */
#ifndef SUPPORT_PATCHES_H
#define SUPPORT_PATCHES_H

#include "polku.h"

/* `text` after `patch`; the patch from `a` to `b`; the patch that undoes `patch` on `text`. The
 * caller frees. NULL with problems in `report`. */
char *patched(const char *text, const char *patch, polku_report *report);
char *patch_between(const char *a, const char *b, polku_report *report);
char *patch_undoing(const char *text, const char *patch, polku_report *report);

#endif
