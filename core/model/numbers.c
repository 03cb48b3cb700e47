/* All numbers of a model in the order of its text. They are read table by table and key by key, so
 * each remembers its JSON, and a last walk over the JSON puts them in order. */
#include "model/index.h"
#include "model/read.h"

#include <stdlib.h>

typedef struct walk {
  const pk_number_link **links; /* by the address of their JSON */
  int link_count;
  pk_listed_number *list; /* in the order of the text */
  int count;
} walk;

static int by_address(const void *a, const void *b) {
  uintptr_t x = (uintptr_t)(*(const pk_number_link *const *)a)->json;
  uintptr_t y = (uintptr_t)(*(const pk_number_link *const *)b)->json;
  return (x > y) - (x < y);
}

static void list_number(walk *w, const json_t *json) {
  const pk_number_link key = {.json = json}, *wanted = &key;
  const pk_number_link **found =
      bsearch(&wanted, w->links, (size_t)w->link_count, sizeof(const pk_number_link *), by_address);
  if (found)
    w->list[w->count++] = (pk_listed_number){(*found)->number, (*found)->what};
}

/* Visits the JSON in its order. The depth is bounded by that of the JSON reader. */
static void visit_json(walk *w, json_t *json) {
  if (json_is_object(json) || json_is_number(json))
    list_number(w, json);
  for (void *at = json_object_iter(json); at; at = json_object_iter_next(json, at))
    visit_json(w, json_object_iter_value(at));
  for (size_t i = 0; i < json_array_size(json); i++)
    visit_json(w, json_array_get(json, i));
}

void pk_read_number_order(pk_reader *reader) {
  size_t count = (size_t)reader->number_count;
  walk w = {.links = pk_read_alloc(reader, count, sizeof *w.links),
            .list = pk_read_alloc(reader, count, sizeof *w.list)};
  if (!w.links || !w.list)
    return;
  for (const pk_number_link *link = reader->numbers; link; link = link->next)
    w.links[w.link_count++] = link;
  qsort(w.links, count, sizeof *w.links, by_address);
  visit_json(&w, reader->root.json);
  reader->model->index->numbers = w.list;
  reader->model->index->number_count = w.count;
}

void pk_model_numbers(const pk_model *model, pk_visit_number *visit, void *context) {
  const pk_listed_number *numbers = model->index->numbers;
  for (int i = 0; i < model->index->number_count; i++)
    if (!visit(context, numbers[i].number, numbers[i].what))
      return;
}
