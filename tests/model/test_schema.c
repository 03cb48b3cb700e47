/* models/polku.schema.json and the reader know the same keys: whoever adds one to either must add
 * it to both. */
#include "support/check.h"

#include "model/shapes.h"

#include <jansson.h>
#include <string.h>

static json_t *schema;

static int load(void **state) {
  (void)state;
  json_error_t error;
  schema =
      json_load_file(POLKU_SOURCE_DIR "/models/polku.schema.json", JSON_REJECT_DUPLICATES, &error);
  if (!schema)
    print_error("%s at line %d\n", error.text, error.line);
  return schema ? 0 : -1;
}

static int unload(void **state) {
  (void)state;
  json_decref(schema);
  return 0;
}

static json_t *def(const char *name) {
  return json_object_get(json_object_get(schema, "$defs"), name);
}

static const pk_shape *shape(const char *name) {
  for (int i = 0; pk_shapes[i]; i++)
    if (strcmp(pk_shapes[i]->name, name) == 0)
      return pk_shapes[i];
  return NULL;
}

static const pk_key *key_of(const pk_shape *s, const char *name) {
  for (const pk_key *key = s->keys; key->name; key++)
    if (strcmp(key->name, name) == 0)
      return key;
  return NULL;
}

static bool lists(const json_t *array, const char *text) {
  for (size_t i = 0; i < json_array_size(array); i++)
    if (strcmp(json_string_value(json_array_get(array, i)), text) == 0)
      return true;
  return false;
}

static void every_key_of_the_reader_is_in_the_schema(void **state) {
  (void)state;
  for (int i = 0; pk_shapes[i]; i++) {
    const json_t *d = def(pk_shapes[i]->name);
    if (!d)
      fail_msg("the schema has no $defs/%s", pk_shapes[i]->name);
    for (const pk_key *key = pk_shapes[i]->keys; key->name; key++) {
      if (!json_object_get(json_object_get(d, "properties"), key->name))
        fail_msg("$defs/%s lacks \"%s\"", pk_shapes[i]->name, key->name);
      if (key->required != lists(json_object_get(d, "required"), key->name))
        fail_msg("$defs/%s and the reader differ: is \"%s\" required?", pk_shapes[i]->name,
                 key->name);
    }
  }
}

static void every_key_of_the_schema_is_in_the_reader(void **state) {
  (void)state;
  const char *name, *key;
  json_t *d, *property;
  json_object_foreach(json_object_get(schema, "$defs"), name, d) {
    const pk_shape *s = shape(name);
    json_object_foreach(json_object_get(d, "properties"), key, property) {
      if (!s || !key_of(s, key))
        fail_msg("the reader does not know \"%s\" of $defs/%s", key, name);
    }
  }
}

static void a_person_can_read_what_every_key_means(void **state) {
  (void)state;
  const char *name, *key;
  json_t *d, *property;
  json_object_foreach(json_object_get(schema, "$defs"), name, d) {
    if (!json_object_get(d, "title") || !json_object_get(d, "description"))
      fail_msg("$defs/%s has no title or description", name);
    json_object_foreach(json_object_get(d, "properties"), key, property) {
      if (!json_object_get(property, "description"))
        fail_msg("\"%s\" of $defs/%s has no description", key, name);
    }
  }
}

static void keys_that_nobody_knows_are_refused_and_x_is_free(void **state) {
  (void)state;
  for (int i = 0; pk_shapes[i]; i++) {
    const json_t *d = def(pk_shapes[i]->name);
    assert_true(json_is_false(json_object_get(d, "additionalProperties")));
    assert_true(json_is_true(json_object_get(json_object_get(d, "patternProperties"), "^x-")));
  }
}

/* Every "$ref" leads to a definition. */
static void follow_references(const json_t *json) {
  const char *key;
  json_t *value;
  if (json_is_object(json)) {
    json_object_foreach((json_t *)(uintptr_t)json, key, value) {
      if (strcmp(key, "$ref") == 0 && !def(json_string_value(value) + strlen("#/$defs/")))
        fail_msg("%s leads nowhere", json_string_value(value));
      follow_references(value);
    }
  }
  for (size_t i = 0; i < json_array_size(json); i++)
    follow_references(json_array_get(json, i));
}

static void references_within_the_schema_hold(void **state) {
  (void)state;
  follow_references(schema);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_key_of_the_reader_is_in_the_schema),
      cmocka_unit_test(every_key_of_the_schema_is_in_the_reader),
      cmocka_unit_test(a_person_can_read_what_every_key_means),
      cmocka_unit_test(keys_that_nobody_knows_are_refused_and_x_is_free),
      cmocka_unit_test(references_within_the_schema_hold),
  };
  return cmocka_run_group_tests(tests, load, unload);
}
