/* What a question assumes of a client or a place: --set NAME=VALUE. */
#include "rules/explain.h"

#include <stdlib.h>
#include <string.h>

static bool whole(const char *text, int size, int *raw) {
  char *stop;
  long value = strtol(text, &stop, 10);
  *raw = (int)value;
  return *text && !*stop && value >= 0 && value < size;
}

static bool unknown(const pk_explanation *about, const char *name) {
  pk_report_add(about->report, NULL, "E-EXPLAIN-SET", "name", name, "suggestion",
                pk_book_nearest(&about->book->variables, sizeof(pk_variable), name), NULL);
  return false;
}

static bool out_of_range(const pk_explanation *about, const char *name, const char *value,
                         int size) {
  pk_text most = PK_TEXT_EMPTY;
  pk_text_addf(&most, "0 … %d", size - 1);
  pk_report_add(about->report, NULL, "E-ATTRIBUTE-VALUE", "attribute", name, "value", value,
                "possible", most.data ? most.data : "–", NULL);
  if (most.failed)
    pk_report_memory(about->report);
  pk_text_free(&most);
  return false;
}

static bool read_setting(const pk_explanation *about, const char *setting) {
  size_t length = strcspn(setting, "=");
  const char *name = pk_strndup(about->arena, setting, length);
  if (!name) {
    pk_report_memory(about->report);
    return false;
  }
  int variable = pk_book_variable(about->book, name);
  if (!setting[length] || variable < 0)
    return unknown(about, name);
  const char *value = setting + length + 1;
  const pk_attribute_kind *attribute = pk_book_attribute_of(about->book, variable);
  int size = pk_explain_variable(about, variable)->size;
  if (!attribute)
    return whole(value, size, &about->set[variable]) || out_of_range(about, name, value, size);
  about->set[variable] = pk_attribute_raw(attribute, value);
  if (about->set[variable] < 0)
    pk_attribute_wrong(about->model, attribute, value, NULL, about->report);
  return about->set[variable] >= 0;
}

bool pk_explain_settings(pk_explanation *about, const char *const *set, size_t count) {
  size_t variables = (size_t)about->book->variables.count;
  bool good = true;
  about->set = PK_NEW_ARRAY(about->arena, int, variables);
  if (!about->set) {
    pk_report_memory(about->report);
    return false;
  }
  for (size_t v = 0; v < variables; v++)
    about->set[v] = -1;
  for (size_t i = 0; i < count; i++)
    good = read_setting(about, set[i]) && good;
  return good;
}
