#include "support/patches.h"

#include "model/edit.h"

#include <stdlib.h>
#include <string.h>

char *patched(const char *text, const char *patch, polku_report *report) {
  json_t *now = pk_patch_parse(text, report);
  json_t *change = now ? pk_patch_parse(patch, report) : NULL;
  char *after = change ? pk_edit_text(text, strlen(text), now, change, report) : NULL;
  json_decref(now);
  json_decref(change);
  return after;
}

char *patch_between(const char *a, const char *b, polku_report *report) {
  json_t *from = pk_patch_parse(a, report);
  json_t *to = from ? pk_patch_parse(b, report) : NULL;
  char *patch = to ? pk_difference_text(from, to, report) : NULL;
  json_decref(from);
  json_decref(to);
  return patch;
}

char *patch_undoing(const char *text, const char *patch, polku_report *report) {
  char *after = patched(text, patch, report);
  char *inverse = after ? patch_between(after, text, report) : NULL;
  free(after);
  return inverse;
}
