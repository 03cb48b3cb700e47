/* References: an id that is written somewhere must stand in its table. */
#include "model/read.h"

static const char *const unknown_codes[PK_SECTION_COUNT] = {
    [PK_SOURCES] = "E-SOURCE-UNKNOWN",         [PK_ACCOUNTS] = "E-ACCOUNT-UNKNOWN",
    [PK_ACTORS] = "E-ACTOR-UNKNOWN",           [PK_STAGES] = "E-STAGE-UNKNOWN",
    [PK_TRANSITIONS] = "E-TRANSITION-UNKNOWN", [PK_GROUPS] = "E-GROUP-UNKNOWN",
};

/* The nearest id of a section, for "did you mean". */
static const char *suggest_id(pk_reader *reader, pk_section_id section, const char *id) {
  const pk_section *s = &reader->sections[section];
  const char **ids = pk_read_alloc(reader, (size_t)s->count, sizeof *ids);
  if (!ids)
    return NULL;
  for (int i = 0; i < s->count; i++)
    ids[i] = pk_ids_at(s->ids, i);
  return pk_nearest(id, ids, (size_t)s->count);
}

int pk_read_nearest(pk_reader *reader, pk_section_id section, const char *id) {
  const char *near = suggest_id(reader, section, id);
  return near ? pk_ids_find(reader->sections[section].ids, near) : -1;
}

static int find(pk_reader *reader, const pk_node *node, bool key, const char *id,
                pk_section_id section) {
  int index = pk_ids_find(reader->sections[section].ids, id);
  if (index < 0)
    PK_PROBLEM(reader, node, key, unknown_codes[section], "id", id, "suggestion",
               suggest_id(reader, section, id), NULL);
  return index;
}

int pk_read_reference(pk_reader *reader, const pk_node *node, pk_section_id section) {
  const char *id = pk_read_string(reader, node);
  return id ? find(reader, node, PK_VALUE, id, section) : -1;
}

int pk_read_reference_key(pk_reader *reader, const pk_node *node, pk_section_id section) {
  return find(reader, node, PK_KEY, node->key, section);
}

int pk_read_reference_member(pk_reader *reader, const pk_node *object, const char *key,
                             pk_section_id section) {
  pk_node member;
  return pk_read_member(reader, object, key, &member) ? pk_read_reference(reader, &member, section)
                                                      : -1;
}

int pk_read_id_set(pk_reader *reader, const pk_node *object, const char *key, pk_section_id section,
                   const int **list) {
  pk_node set, member;
  *list = NULL;
  if (!pk_read_member(reader, object, key, &set) || !pk_read_is(reader, &set, PK_IS_OBJECT))
    return 0;
  int *ids = pk_read_alloc(reader, pk_member_count(&set), sizeof *ids), count = 0;
  if (!ids)
    return 0;
  size_t size;
  pk_node *members = pk_read_members(reader, &set, section, &size);
  for (size_t i = 0; members && i < size; i++) {
    member = members[i];
    int index = pk_read_reference_key(reader, &member, section);
    pk_read_shape(reader, &member, &pk_shape_link);
    if (index >= 0)
      ids[count++] = index;
  }
  *list = ids;
  return count;
}

int pk_read_id_list(pk_reader *reader, const pk_node *object, const char *key,
                    pk_section_id section, const int **list) {
  pk_node array;
  *list = NULL;
  if (!pk_read_member(reader, object, key, &array) || !pk_read_is(reader, &array, PK_IS_ARRAY))
    return 0;
  size_t size = json_array_size(array.json);
  int *ids = pk_read_alloc(reader, size, sizeof *ids), count = 0;
  if (!ids)
    return 0;
  for (size_t i = 0; i < size; i++) {
    pk_node item = pk_node_at(&array, i);
    int index = pk_read_reference(reader, &item, section);
    if (index >= 0)
      ids[count++] = index;
  }
  *list = ids;
  return count;
}
