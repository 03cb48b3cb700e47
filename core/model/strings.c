/* Sentences read back from JSON: what a journal kept of what a change was called. */
#include "model/strings.h"

#include <jansson.h>
#include <stdbool.h>

const char *const *pk_strings_read(pk_arena *arena, const char *json) {
  json_t *array = json ? json_loads(json, 0, NULL) : NULL;
  size_t count = json_array_size(array);
  const char **strings = PK_NEW_ARRAY(arena, const char *, count + 1);
  bool good = json_is_array(array) && strings;
  for (size_t i = 0; good && i < count; i++) {
    const char *text = json_string_value(json_array_get(array, i));
    strings[i] = text ? pk_strdup(arena, text) : NULL;
    good = strings[i] != NULL;
  }
  json_decref(array);
  return good ? strings : NULL;
}
