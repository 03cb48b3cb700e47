/* The tables of a model (actors, stages, …): their ids in their final order, before anything else
 * is read, so that any table may refer to any other. */
#include "model/read.h"

/* Letters of the Latin alphabets with their accents (a-z, ä, ö, å, é, š …), digits, '-', '_', '.':
 * so that ids stay readable in JSON Pointers, lists and file names. */
size_t pk_id_letter(const char *text) {
  const unsigned char *c = (const unsigned char *)text;
  if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
      *c == '-' || *c == '_' || *c == '.')
    return 1;
  if (*c < 0xC3 || *c > 0xC9)
    return 0;
  bool sign = *c == 0xC3 && (c[1] == 0x97 || c[1] == 0xB7); /* × ÷ */
  return sign ? 0 : 2;
}

static bool id_good(const char *id) {
  if (!*id)
    return false;
  while (*id) {
    size_t step = pk_id_letter(id);
    if (step == 0)
      return false;
    id += step;
  }
  return true;
}

/* Adds the members of the section that are not there yet, in the order of the file. */
static void add_rest(pk_reader *reader, pk_section *section) {
  pk_node member;
  for (void *at = NULL; pk_next_member(&section->node, &at, &member);) {
    if (!id_good(member.key))
      PK_PROBLEM(reader, &member, PK_KEY, "E-ID", "id", member.key, NULL);
    if (pk_ids_find(section->ids, member.key) >= 0)
      continue;
    int index = pk_ids_add(section->ids, member.key);
    if (index < 0)
      reader->failed = true;
    else
      section->items[index] = member.json;
  }
}

static const char *suggest_member(pk_reader *reader, const pk_node *object, const char *id) {
  size_t count = pk_member_count(object), i = 0;
  const char **ids = pk_read_alloc(reader, count, sizeof *ids);
  if (!ids)
    return NULL;
  pk_node member;
  for (void *at = NULL; pk_next_member(object, &at, &member);)
    ids[i++] = member.key;
  return pk_nearest(id, ids, count);
}

static void add_ordered(pk_reader *reader, pk_section *section, const pk_node *item) {
  const char *id = pk_read_string(reader, item);
  if (!id)
    return;
  json_t *json = strncmp(id, "x-", 2) ? json_object_get(section->node.json, id) : NULL;
  if (!json) {
    PK_PROBLEM(reader, item, PK_VALUE, "E-ORDER-UNKNOWN", "id", id, "section", section->node.key,
               "suggestion", suggest_member(reader, &section->node, id), NULL);
    return;
  }
  int before = pk_ids_count(section->ids), index = pk_ids_add(section->ids, id);
  if (index < 0)
    reader->failed = true;
  else if (index < before)
    PK_PROBLEM(reader, item, PK_VALUE, "E-ORDER-TWICE", "id", id, NULL);
  else
    section->items[index] = json;
}

/* Opens the section; false when it is written, but not as a table. */
static bool open_section(pk_reader *reader, pk_section_id id) {
  pk_section *section = &reader->sections[id];
  bool written = json_object_get(reader->root.json, pk_section_names[id]) != NULL;
  section->node = (pk_node){NULL, &reader->root, pk_section_names[id], 0};
  if (!written)
    return true;
  if (pk_read_member(reader, &reader->root, pk_section_names[id], &section->node) &&
      pk_read_is(reader, &section->node, PK_IS_OBJECT))
    return true;
  section->node.json = NULL;
  return false;
}

static void read_section(pk_reader *reader, pk_section_id id, const pk_node *order) {
  pk_section *section = &reader->sections[id];
  section->ids = pk_ids_new(reader->arena);
  if (!section->ids) {
    reader->failed = true;
    return;
  }
  if (!open_section(reader, id))
    return;
  section->items = pk_read_alloc(reader, pk_member_count(&section->node), sizeof(json_t *));
  if (!section->items)
    return;
  pk_node ordered;
  if (order && pk_read_member(reader, order, pk_section_names[id], &ordered) &&
      pk_read_is(reader, &ordered, PK_IS_ARRAY))
    for (size_t i = 0; i < json_array_size(ordered.json); i++) {
      pk_node item = pk_node_at(&ordered, i);
      add_ordered(reader, section, &item);
    }
  add_rest(reader, section);
  section->count = pk_ids_count(section->ids);
}

bool pk_read_sections(pk_reader *reader) {
  pk_node order;
  bool has_order = pk_read_member(reader, &reader->root, "order", &order) &&
                   pk_read_shape(reader, &order, &pk_shape_order);
  for (int i = 0; i < PK_SECTION_COUNT && !reader->failed; i++)
    read_section(reader, (pk_section_id)i, has_order ? &order : NULL);
  return !reader->failed;
}
