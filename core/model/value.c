/* Values by type: objects with known keys, texts in three languages, flags, dates, and the problem
 * that each of them can be. */
#include "model/read.h"

#include "base/text.h"

static const char *type_word(const json_t *json) {
  switch (json_typeof(json)) {
  case JSON_OBJECT:
    return "model.type.object";
  case JSON_ARRAY:
    return "model.type.array";
  case JSON_STRING:
    return "model.type.text";
  case JSON_INTEGER:
  case JSON_REAL:
    return "model.type.number";
  case JSON_NULL:
    return "model.type.null";
  default:
    return "model.type.flag";
  }
}

void pk_read_wrong_type(pk_reader *reader, const pk_node *node, const char *expected) {
  if (json_is_null(node->json))
    PK_PROBLEM(reader, node, PK_VALUE, "E-NULL", "key", pk_node_name(reader, node), NULL);
  else
    PK_PROBLEM(reader, node, PK_VALUE, "E-TYPE", "key", pk_node_name(reader, node), "expected",
               expected, "found", type_word(node->json), NULL);
}

bool pk_read_is(pk_reader *reader, const pk_node *node, pk_type type) {
  static const char *const expected[] = {"model.type.object", "model.type.array", "model.type.text",
                                         "model.type.flag", "model.type.number"};
  const json_t *json = node->json;
  bool is[] = {json_is_object(json), json_is_array(json), json_is_string(json),
               json_is_boolean(json), json_is_number(json)};
  if (!is[type])
    pk_read_wrong_type(reader, node, expected[type]);
  return is[type];
}

/* ------------------------------------------------------------------------ objects with keys */

static const char *shape_word(pk_reader *reader, const pk_shape *shape) {
  static const char prefix[] = "model.shape.";
  size_t length = strlen(shape->name);
  char *word = pk_read_alloc(reader, sizeof prefix + length, 1);
  if (!word)
    return "";
  memcpy(word, prefix, sizeof prefix - 1);
  memcpy(word + sizeof prefix - 1, shape->name, length);
  return word;
}

static bool shape_has(const pk_shape *shape, const char *name) {
  for (const pk_key *key = shape->keys; key->name; key++)
    if (strcmp(key->name, name) == 0)
      return true;
  return false;
}

/* The known key that was probably meant: near in spelling, and not written already. */
static const char *suggest_key(const pk_node *object, const pk_shape *shape, const char *name) {
  const char *names[32];
  size_t count = 0;
  for (const pk_key *key = shape->keys; key->name && count < 32; key++)
    if (!json_object_get(object->json, key->name))
      names[count++] = key->name;
  return pk_nearest(name, names, count);
}

static void unknown_key(pk_reader *reader, const pk_node *member, const pk_shape *shape) {
  PK_PROBLEM(reader, member, PK_KEY, shape == &pk_shape_text ? "E-NAME-LANG" : "E-KEY-UNKNOWN",
             "key", member->key, "what", shape_word(reader, shape), "suggestion",
             suggest_key(member->parent, shape, member->key), NULL);
}

static bool misspelled(const pk_node *object, const pk_shape *shape, const char *name) {
  pk_node member;
  for (void *at = NULL; pk_next_member(object, &at, &member);) {
    if (shape_has(shape, member.key))
      continue;
    const char *meant = suggest_key(object, shape, member.key);
    if (meant && strcmp(meant, name) == 0)
      return true;
  }
  return false;
}

bool pk_read_has_unknown(const pk_node *object, const pk_shape *shape) {
  pk_node member;
  for (void *at = NULL; pk_next_member(object, &at, &member);)
    if (!shape_has(shape, member.key))
      return true;
  return false;
}

bool pk_read_written(const pk_node *object, const pk_shape *shape, const char *key) {
  return json_object_get(object->json, key) || misspelled(object, shape, key);
}

bool pk_read_shape(pk_reader *reader, const pk_node *node, const pk_shape *shape) {
  if (!pk_read_is(reader, node, PK_IS_OBJECT))
    return false;
  pk_node member;
  for (void *at = NULL; pk_next_member(node, &at, &member);)
    if (!shape_has(shape, member.key))
      unknown_key(reader, &member, shape);
  for (const pk_key *key = shape->keys; key->name; key++)
    if (key->required && !pk_read_written(node, shape, key->name))
      PK_PROBLEM(reader, node, PK_KEY, "E-KEY-MISSING", "key", key->name, "what",
                 shape_word(reader, shape), NULL);
  return true;
}

bool pk_read_member(pk_reader *reader, const pk_node *object, const char *key, pk_node *member) {
  json_t *json = json_object_get(object->json, key);
  if (!json)
    return false;
  *member = (pk_node){json, object, key, 0};
  if (!json_is_null(json))
    return true;
  pk_read_wrong_type(reader, member, "");
  return false;
}

/* -------------------------------------------------------------------------------- plain values */

const char *pk_read_string(pk_reader *reader, const pk_node *node) {
  if (!pk_read_is(reader, node, PK_IS_TEXT))
    return NULL;
  if (json_string_length(node->json) == 0) {
    PK_PROBLEM(reader, node, PK_VALUE, "E-TEXT-EMPTY", "key", pk_node_name(reader, node), NULL);
    return NULL;
  }
  return json_string_value(node->json);
}

const char *pk_read_text(pk_reader *reader, const pk_node *object, const char *key) {
  pk_node member;
  return pk_read_member(reader, object, key, &member) ? pk_read_string(reader, &member) : NULL;
}

static void read_languages(pk_reader *reader, const pk_node *node, pk_name *name) {
  if (!pk_read_shape(reader, node, &pk_shape_text))
    return;
  for (int i = 0; i < PK_LANGS; i++)
    name->in[i] = pk_read_text(reader, node, pk_lang_ids[i]);
}

void pk_read_name(pk_reader *reader, const pk_node *object, const char *key, pk_name *name) {
  pk_node member;
  *name = (pk_name){{NULL, NULL, NULL}};
  if (!pk_read_member(reader, object, key, &member))
    return;
  if (json_is_object(member.json)) {
    read_languages(reader, &member, name);
  } else if (json_is_string(member.json)) {
    const char *text = pk_read_string(reader, &member);
    *name = (pk_name){{text, text, text}};
  } else {
    pk_read_wrong_type(reader, &member, "model.type.name");
  }
}

bool pk_read_flag(pk_reader *reader, const pk_node *object, const char *key, bool fallback) {
  pk_node member;
  if (!pk_read_member(reader, object, key, &member) || !pk_read_is(reader, &member, PK_IS_FLAG))
    return fallback;
  return json_is_true(member.json);
}

static void unknown_value(pk_reader *reader, const pk_node *node, const char *value,
                          const char *const *names, size_t count) {
  pk_text list = PK_TEXT_EMPTY;
  for (size_t i = 0; i < count; i++) {
    pk_text_add(&list, i ? ", " : "");
    pk_text_add(&list, names[i]);
  }
  if (list.failed)
    reader->failed = true;
  else
    PK_PROBLEM(reader, node, PK_VALUE, "E-VALUE-UNKNOWN", "key", node->key, "value", value, "list",
               list.data, "suggestion", pk_nearest(value, names, count), NULL);
  pk_text_free(&list);
}

int pk_read_enum(pk_reader *reader, const pk_node *object, const char *key,
                 const char *const *names, int fallback) {
  pk_node member;
  if (!pk_read_member(reader, object, key, &member))
    return fallback;
  const char *text = pk_read_string(reader, &member);
  if (!text)
    return fallback;
  size_t count = 0;
  for (; names[count]; count++)
    if (strcmp(names[count], text) == 0)
      return (int)count;
  unknown_value(reader, &member, text, names, count);
  return fallback;
}

const char *pk_read_plain_value(pk_reader *reader, const pk_node *node) {
  if (json_is_boolean(node->json))
    return json_is_true(node->json) ? "true" : "false";
  if (json_is_integer(node->json))
    return pk_read_digits(reader, (double)json_integer_value(node->json));
  if (json_is_string(node->json))
    return pk_read_string(reader, node);
  pk_read_wrong_type(reader, node, "model.type.plain");
  return NULL;
}

/* --------------------------------------------------------------------------------------- time */

static bool date_of(pk_reader *reader, const pk_node *node, pk_date *date) {
  const char *text = json_string_value(node->json);
  if (pk_date_read(text, date))
    return true;
  PK_PROBLEM(reader, node, PK_VALUE, "E-DATE", "key", pk_node_name(reader, node), "value", text,
             NULL);
  return false;
}

bool pk_read_date(pk_reader *reader, const pk_node *object, const char *key, pk_date *date) {
  pk_node member;
  return pk_read_member(reader, object, key, &member) && pk_read_is(reader, &member, PK_IS_TEXT) &&
         date_of(reader, &member, date);
}

/* Dates need to know which day is step 0: said once. */
static void ask_start_date(pk_reader *reader, const pk_node *node, const char *key) {
  if (reader->start_date_asked || pk_read_written(&reader->root, &pk_shape_model, "start_date"))
    return;
  reader->start_date_asked = true;
  PK_PROBLEM(reader, node, PK_VALUE, "E-START-DATE", "key", key, NULL);
}

static pk_when read_when(pk_reader *reader, const pk_node *object, const char *key) {
  pk_when when = {PK_ALWAYS, 0, 0};
  pk_node member;
  if (!pk_read_member(reader, object, key, &member))
    return when;
  if (json_is_string(member.json)) {
    if (date_of(reader, &member, &when.date))
      when.form = PK_AT_DATE;
    ask_start_date(reader, &member, key);
  } else if (json_is_number(member.json)) {
    double step = json_number_value(member.json);
    if (pk_read_lawful(reader, &member, PK_LAW_TIME, step)) {
      when.form = PK_AT_STEP;
      when.step = (int)step;
    }
  } else {
    pk_read_wrong_type(reader, &member, "model.type.when");
  }
  return when;
}

void pk_read_period(pk_reader *reader, const pk_node *object, pk_when *from, pk_when *until) {
  *from = read_when(reader, object, "from");
  *until = read_when(reader, object, "until");
  if (from->form == PK_ALWAYS || from->form != until->form)
    return;
  bool turned = from->form == PK_AT_DATE ? until->date < from->date : until->step < from->step;
  pk_node member;
  if (turned && pk_read_member(reader, object, "until", &member))
    PK_PROBLEM(reader, &member, PK_VALUE, "E-PERIOD", "key", pk_node_name(reader, object), NULL);
}
