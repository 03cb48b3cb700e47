/* Patches on texts: parse, merge in memory, splice the author's text. */
#include "model/patch.h"

#include "model/edit.h"

#include <stdlib.h>
#include <string.h>

/* A file from Windows may begin with a byte order mark, which is no JSON. */
static size_t mark_length(const char *text, size_t length) {
  return length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

/* The line that byte `at` is on, and the column. */
static void place_at(const char *text, size_t length, size_t at, pk_place *place) {
  size_t start = 0, end = at;
  place->line = 1;
  for (size_t i = 0; i < at && i < length; i++)
    if (text[i] == '\n') {
      place->line++;
      start = i + 1;
    }
  while (end < length && text[end] != '\n')
    end++;
  place->column = 1;
  for (size_t i = start; i < at && i < length; i++)
    place->column += ((unsigned char)text[i] & 0xC0) != 0x80;
  place->length = 1;
  place->line_text = text + start;
  place->line_length = end - start;
}

json_t *pk_patch_parse(const char *file, const char *text, size_t length, polku_report *report) {
  json_error_t error;
  pk_place place = {.file = file, .pointer = ""};
  json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
  if (!json && json_error_code(&error) == json_error_out_of_memory) {
    pk_report_memory(report);
  } else if (!json) {
    size_t at = error.position > 0 ? (size_t)error.position - 1 : 0;
    place_at(text, length, at < length ? at : length, &place);
    pk_report_add(report, &place, "E-PATCH-SYNTAX", "reason", error.text, NULL);
  } else if (!json_is_object(json)) {
    pk_report_add(report, &place, "E-PATCH-SHAPE", NULL);
    json_decref(json);
    json = NULL;
  }
  return json;
}

/* The values of a model's text. */
static json_t *parse_model(const char *text, size_t length, polku_report *report) {
  size_t mark = mark_length(text, length);
  return pk_patch_parse(NULL, text + mark, length - mark, report);
}

/* `text` with what `now` is after `patch`. */
static char *splice_patch(const char *text, size_t length, json_t *now, json_t *patch,
                          polku_report *report) {
  size_t mark = mark_length(text, length);
  json_t *target = pk_merge(now, patch, PK_SPOT_ROOT);
  pk_text out = PK_TEXT_EMPTY;
  char *spliced = NULL;
  if (target) {
    pk_text_add_bytes(&out, text, mark);
    pk_splice(text + mark, length - mark, now, target, &out);
    spliced = pk_text_take(&out);
  }
  if (!spliced)
    pk_report_memory(report);
  json_decref(target);
  return spliced;
}

char *pk_patch_apply(const char *text, size_t length, const char *patch, polku_report *report) {
  json_t *now = parse_model(text, length, report);
  json_t *change = now ? pk_patch_parse("patch", patch, strlen(patch), report) : NULL;
  char *after = change ? splice_patch(text, length, now, change, report) : NULL;
  json_decref(now);
  json_decref(change);
  return after;
}

char *pk_patch_invert(const char *text, size_t length, const char *patch, polku_report *report) {
  char *after = pk_patch_apply(text, length, patch, report);
  char *inverse = after ? pk_patch_diff(after, strlen(after), text, length, report) : NULL;
  free(after);
  return inverse;
}

/* A patch as text, in the style of this repository's models. */
static char *patch_text(json_t *patch, polku_report *report) {
  pk_text out = PK_TEXT_EMPTY;
  pk_style style = pk_style_of("", 0);
  pk_style_write(&style, &out, patch);
  char *text = pk_text_take(&out);
  if (!text)
    pk_report_memory(report);
  return text;
}

char *pk_patch_diff(const char *a, size_t a_length, const char *b, size_t b_length,
                    polku_report *report) {
  json_t *from = parse_model(a, a_length, report);
  json_t *to = from ? parse_model(b, b_length, report) : NULL;
  json_t *patch = to ? pk_difference(from, to, PK_SPOT_ROOT) : NULL;
  char *text = NULL;
  if (patch && pk_order_difference(patch, from, to))
    text = patch_text(patch, report);
  else if (to)
    pk_report_memory(report);
  json_decref(from);
  json_decref(to);
  json_decref(patch);
  return text;
}
