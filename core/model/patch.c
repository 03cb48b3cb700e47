/* Patches on texts: parse, merge in memory, splice the author's text. */
#include "model/patch.h"

#include "model/edit.h"
#include "model/read.h"

#include <stdlib.h>
#include <string.h>

/* JSON that is not in a model's file is read as if it were one, for the sake of its problems. */
static json_t *parse(const char *file, const char *text, size_t length, polku_report *report) {
  polku_model holder = {.arena = pk_arena_new(), .file = file, .text = text, .length = length};
  json_t *json = NULL;
  pk_place place = {0};
  if (!holder.arena)
    pk_report_memory(report);
  else
    json = pk_syntax_read(&holder, report);
  if (json && !json_is_object(json)) {
    pk_model_place(&holder, "", false, &place);
    pk_report_add(report, &place, "E-PATCH-SHAPE", NULL);
    json_decref(json);
    json = NULL;
  }
  pk_arena_free(holder.arena);
  return json;
}

json_t *pk_patch_parse(const char *text, polku_report *report) {
  return parse(PK_PATCH_FILE, text, strlen(text), report);
}

char *pk_edit_text(const char *text, size_t length, json_t *now, json_t *patch,
                   polku_report *report) {
  json_t *target = pk_merge(now, patch, PK_SPOT_ROOT);
  pk_text out = PK_TEXT_EMPTY;
  char *after = NULL;
  if (target) {
    pk_splice(text, length, now, target, &out);
    after = pk_text_take(&out);
  }
  if (!after)
    pk_report_memory(report);
  json_decref(target);
  return after;
}

/* Written in the style of this repository's models. */
char *pk_difference_text(json_t *from, json_t *to, polku_report *report) {
  json_t *patch = pk_difference(from, to, PK_SPOT_ROOT);
  pk_style style = pk_style_of("", 0);
  pk_text out = PK_TEXT_EMPTY;
  char *text = NULL;
  if (patch && pk_order_difference(patch, from, to)) {
    pk_style_write(&style, &out, patch);
    text = pk_text_take(&out);
  }
  if (!text)
    pk_report_memory(report);
  json_decref(patch);
  return text;
}

char *pk_patch_apply(const char *text, size_t length, const char *patch, polku_report *report) {
  json_t *now = parse(NULL, text, length, report);
  json_t *change = now ? pk_patch_parse(patch, report) : NULL;
  char *after = change ? pk_edit_text(text, length, now, change, report) : NULL;
  json_decref(now);
  json_decref(change);
  return after;
}

char *pk_patch_diff(const char *a, size_t a_length, const char *b, size_t b_length,
                    polku_report *report) {
  json_t *from = parse(NULL, a, a_length, report);
  json_t *to = from ? parse(NULL, b, b_length, report) : NULL;
  char *patch = to ? pk_difference_text(from, to, report) : NULL;
  json_decref(from);
  json_decref(to);
  return patch;
}

char *pk_patch_invert(const char *text, size_t length, const char *patch, polku_report *report) {
  char *after = pk_patch_apply(text, length, patch, report);
  char *inverse = after ? pk_patch_diff(after, strlen(after), text, length, report) : NULL;
  free(after);
  return inverse;
}
