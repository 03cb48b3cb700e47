/* All numbers of a model in the order of its text. */
#include "model/index.h"
#include "model/read.h"

typedef struct walk {
  pk_reader *reader;
  const pk_ids *pointers;       /* of numbers, in the order in which they were read */
  const pk_number_link **links; /* the same */
  pk_listed_number *list;       /* in the order of the text */
  int count;
} walk;

/* Visits the JSON in its order. Only numbers and objects can be a number; the depth is bounded by
 * that of the JSON reader. */
static void visit_node(walk *w, const pk_node *node) {
  bool object = json_is_object(node->json), array = json_is_array(node->json);
  if ((object || json_is_number(node->json)) && !w->reader->failed) {
    int i = pk_ids_find(w->pointers, pk_node_pointer(w->reader, node));
    if (i >= 0)
      w->list[w->count++] = (pk_listed_number){w->links[i]->number, w->links[i]->what};
  }
  pk_node member;
  if (object)
    for (void *at = NULL; pk_next_member(node, &at, &member);)
      visit_node(w, &member);
  for (size_t i = 0; array && i < json_array_size(node->json); i++) {
    member = pk_node_at(node, i);
    visit_node(w, &member);
  }
}

void pk_read_number_order(pk_reader *reader) {
  size_t count = (size_t)reader->number_count;
  pk_ids *pointers = pk_ids_new(reader->arena);
  walk w = {reader, pointers, pk_read_alloc(reader, count, sizeof *w.links),
            pk_read_alloc(reader, count, sizeof *w.list), 0};
  reader->failed |= !pointers;
  if (reader->failed)
    return;
  for (const pk_number_link *link = reader->numbers; link; link = link->next) {
    int i = pk_ids_add(pointers, link->number->pointer);
    if (i < 0) {
      reader->failed = true;
      return;
    }
    w.links[i] = link;
  }
  visit_node(&w, &reader->root);
  reader->model->index->numbers = w.list;
  reader->model->index->number_count = w.count;
}

void pk_model_numbers(const pk_model *model, pk_visit_number *visit, void *context) {
  const pk_listed_number *numbers = model->index->numbers;
  for (int i = 0; i < model->index->number_count; i++)
    if (!visit(context, numbers[i].number, numbers[i].what))
      return;
}
