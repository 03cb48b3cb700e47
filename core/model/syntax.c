/* From bytes to JSON. jansson decides what is JSON; where it refuses, fault.c says where and why in
 * words for somebody who writes models by hand: a missing comma, a forgotten quote. */
#include "model/fault.h"
#include "model/read.h"

#include "base/text.h"
#include "base/utf8.h"

static void problem(const polku_model *model, size_t offset, size_t bytes, const char *code,
                    const char *argument, const char *value, polku_report *report) {
  pk_place place = {0};
  pk_place_bytes(model, offset, bytes, &place);
  pk_report_add(report, &place, code, argument, value, NULL);
}

/* Bytes that no JSON text may have. */
static bool clean(const polku_model *model, polku_report *report) {
  const char *text = model->text, *nul = memchr(text, '\0', model->length);
  size_t length = model->length;
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
    problem(model, 3, 1, "E-JSON-BOM", NULL, NULL, report);
    return false;
  }
  if (nul) {
    problem(model, (size_t)(nul - text), 1, "E-JSON-NUL", NULL, NULL, report);
    return false;
  }
  for (size_t i = 0; i < length;) {
    uint32_t c;
    size_t step = pk_utf8_next(text + i, length - i, &c);
    if (c == PK_UTF8_BAD) {
      problem(model, i, 1, "E-JSON-UTF8", NULL, NULL, report);
      return false;
    }
    i += step;
  }
  return true;
}

/* Where the token that ends at `end` begins: a string back to its quote, else back to a gap. */
static size_t token_start(const char *text, size_t end) {
  size_t at = end;
  if (at > 1 && text[at - 1] == '"') {
    for (at--; at > 0; at--)
      if (text[at - 1] == '"') {
        size_t slashes = 0;
        while (slashes + 1 < at && text[at - 2 - slashes] == '\\')
          slashes++;
        if (slashes % 2 == 0)
          return at - 1;
      }
    return 0;
  }
  while (at > 0 && !strchr(" \t\r\n,:[]{}\"", text[at - 1]))
    at--;
  return at;
}

/* A key that is written twice: its name, and the place of the second one. */
static void duplicate(const polku_model *model, size_t start, size_t end, polku_report *report) {
  char *name = end > start + 2 ? pk_strndup(model->arena, model->text + start + 1, end - start - 2)
                               : pk_strdup(model->arena, "");
  pk_place place = {0}, first = {0};
  char line[32];
  if (!name) {
    pk_report_memory(report);
    return;
  }
  pk_place_bytes(model, start, end - start, &place);
  pk_place_bytes(model, pk_place_twin(model, start, end), 1, &first);
  pk_report_add(report, &place, "E-JSON-DUPLICATE", "key", name, "line",
                pk_number_text(line, first.line), NULL);
}

static void refuse(const polku_model *model, const json_error_t *error, polku_report *report) {
  size_t end = error->position > 0 ? (size_t)error->position : 0;
  end = end < model->length ? end : model->length;
  size_t start = token_start(model->text, end);
  pk_fault fault;
  switch (json_error_code(error)) {
  case json_error_out_of_memory:
    pk_report_memory(report);
    return;
  case json_error_duplicate_key:
    duplicate(model, start, end, report);
    return;
  case json_error_numeric_overflow:
    problem(model, start, end - start, "E-JSON-NUMBER", NULL, NULL, report);
    return;
  case json_error_stack_overflow:
    problem(model, end ? end - 1 : 0, 1, "E-JSON-DEEP", NULL, NULL, report);
    return;
  case json_error_null_character:
    problem(model, start, end - start, "E-JSON-NUL", NULL, NULL, report);
    return;
  default:
    if (!pk_fault_find(model->text, model->length, &fault))
      fault = (pk_fault){"model.syntax.other", start, end - start};
    problem(model, fault.offset, fault.bytes, "E-JSON-SYNTAX", "reason", fault.reason, report);
  }
}

static json_t *load(const polku_model *model, json_error_t *error) {
  const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
  return json_loadb(model->text, model->length, flags, error);
}

static bool same_errors(const json_error_t *a, const json_error_t *b) {
  enum json_error_code code = json_error_code(a);
  return a->position == b->position && code == json_error_code(b) && code != json_error_unknown;
}

/* jansson does not look whether its buffer for a string could grow: short of memory it loses a
 * letter, or calls good text wrong. So a text is read twice, and where the two differ it was the
 * memory. (Reading takes a fraction of a millisecond for a model of ordinary size.) */
json_t *pk_syntax_read(const polku_model *model, polku_report *report) {
  json_error_t error, second_error;
  if (!clean(model, report))
    return NULL;
  json_t *json = load(model, &error), *second = load(model, &second_error);
  bool alike = json && second ? json_equal(json, second)
                              : !json && !second && same_errors(&error, &second_error);
  if (!alike)
    pk_report_memory(report);
  else if (!json)
    refuse(model, &error, report);
  json_decref(second);
  if (alike)
    return json;
  json_decref(json);
  return NULL;
}
