/* Patches on texts: parse, merge in memory, splice the author's text. */
#include "model/edit.h"

#include "model/read.h"

#include <stdlib.h>
#include <string.h>

/* A patch is read as if it were a model's file, for the sake of its problems. */
json_t *pk_patch_parse(const char *text, polku_report *report) {
  polku_model holder = {
      .arena = pk_arena_new(), .file = PK_PATCH_FILE, .text = text, .length = strlen(text)};
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
