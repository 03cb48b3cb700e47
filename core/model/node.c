/* A value and the way to it: pointers, places and problems of nodes, walks over members. */
#include "model/read.h"

#include "base/text.h"

#include <stdio.h>

/* After this many errors a file is probably something else than a model, and each place costs a
 * walk through the text. */
#define MOST_ERRORS 500

void *pk_read_alloc(pk_reader *reader, size_t count, size_t size) {
  void *memory = pk_alloc(reader->arena, count, size);
  if (!memory)
    reader->failed = true;
  return memory;
}

static size_t token_length(const pk_node *node) {
  if (!node->key)
    return (size_t)snprintf(NULL, 0, "%zu", node->index);
  size_t length = strlen(node->key);
  for (const char *c = strpbrk(node->key, "~/"); c; c = strpbrk(c + 1, "~/"))
    length++;
  return length;
}

/* Writes the token so that it ends before `end`; returns where it begins. */
static char *token_write(char *end, const pk_node *node) {
  char *at = end - token_length(node);
  if (!node->key) {
    char digits[32];
    int count = snprintf(digits, sizeof digits, "%zu", node->index);
    memcpy(at, digits, (size_t)count);
    return at;
  }
  char *to = at;
  for (const char *c = node->key; *c; c++) {
    if (*c == '~' || *c == '/')
      *to++ = '~';
    *to++ = *c == '~' ? '0' : *c == '/' ? '1' : *c;
  }
  return at;
}

const char *pk_node_pointer(pk_reader *reader, const pk_node *node) {
  size_t length = 0;
  for (const pk_node *n = node; n->parent; n = n->parent)
    length += 1 + token_length(n);
  char *pointer = pk_read_alloc(reader, length + 1, 1);
  if (!pointer)
    return "";
  char *end = pointer + length;
  for (const pk_node *n = node; n->parent; n = n->parent) {
    end = token_write(end, n);
    *--end = '/';
  }
  return pointer;
}

bool pk_read_place(pk_reader *reader, const pk_node *node, bool key, const char *code,
                   pk_place *place) {
  if (code[0] == 'E')
    reader->errors++;
  if (reader->errors > MOST_ERRORS)
    return false;
  pk_model_place(reader->model, pk_node_pointer(reader, node), key, place);
  return true;
}

const char *pk_node_name(pk_reader *reader, const pk_node *node) {
  if (!node->parent)
    return reader->model->file;
  if (node->key)
    return node->key;
  char *name = pk_read_alloc(reader, 32, 1);
  if (!name)
    return "";
  snprintf(name, 32, "%zu", node->index + 1);
  return name;
}

const char *pk_read_digits(pk_reader *reader, double value) {
  char *digits = pk_read_alloc(reader, 32, 1);
  return digits ? pk_number_text(digits, value) : "";
}

bool pk_next_member(const pk_node *object, void **at, pk_node *member) {
  do
    *at = *at ? json_object_iter_next(object->json, *at) : json_object_iter(object->json);
  while (*at && strncmp(json_object_iter_key(*at), "x-", 2) == 0);
  if (!*at)
    return false;
  *member = (pk_node){json_object_iter_value(*at), object, json_object_iter_key(*at), 0};
  return true;
}

size_t pk_member_count(const pk_node *object) {
  size_t count = 0;
  pk_node member;
  for (void *at = NULL; pk_next_member(object, &at, &member);)
    count++;
  return count;
}

pk_node pk_node_at(const pk_node *array, size_t index) {
  return (pk_node){json_array_get(array->json, index), array, NULL, index};
}

pk_node pk_section_item(const pk_reader *reader, pk_section_id section, int i) {
  const pk_section *s = &reader->sections[section];
  return (pk_node){s->items[i], &s->node, pk_ids_at(s->ids, i), 0};
}

const char *pk_section_id_at(const pk_reader *reader, pk_section_id section, int i) {
  return pk_ids_at(reader->sections[section].ids, i);
}
