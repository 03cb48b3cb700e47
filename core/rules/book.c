/* The book of all plugins that are read together: lists that grow, and looking things up in them.
 */
#include "rules/plugin.h"

#include <string.h>

void *pk_push(pk_arena *arena, pk_list *list, size_t size) {
  if (list->count == list->room) {
    int room = list->room ? 2 * list->room : 8;
    char *items = pk_alloc(arena, (size_t)room, size);
    if (!items)
      return NULL;
    if (list->count)
      memcpy(items, list->items, (size_t)list->count * size);
    list->items = items;
    list->room = room;
  }
  return (char *)list->items + (size_t)list->count++ * size;
}

/* `elapsed` is every book's first variable. */
pk_book *pk_book_new(pk_arena *arena, polku_report *report) {
  pk_book *book = PK_NEW(arena, pk_book);
  if (!book)
    return NULL;
  *book = (pk_book){.arena = arena, .report = report, .work = PK_NEW(arena, pk_work_left)};
  if (!book->work)
    return NULL;
  book->work->left = PK_WORK_MAX;
  pk_variable *elapsed = pk_push(arena, &book->variables, sizeof *elapsed);
  if (!elapsed)
    return NULL;
  *elapsed = (pk_variable){.id = "elapsed",
                           .form = PK_READS_ELAPSED,
                           .attribute = -1,
                           .memory = -1,
                           .size = PK_ELAPSED_MAX + 1};
  return book;
}

/* Items of all lists begin with their id. */
static const char *id_at(const pk_list *list, size_t size, int i) {
  const char *id;
  memcpy(&id, (const char *)list->items + (size_t)i * size, sizeof id);
  return id;
}

static int find(const pk_list *list, size_t size, const char *id) {
  for (int i = 0; i < list->count; i++)
    if (strcmp(id_at(list, size, i), id) == 0)
      return i;
  return -1;
}

int pk_book_variable(const pk_book *book, const char *id) {
  return find(&book->variables, sizeof(pk_variable), id);
}

int pk_book_memory(const pk_book *book, const char *id) {
  return find(&book->memories, sizeof(pk_memory), id);
}

int pk_book_kind(const pk_book *book, const char *id) {
  return find(&book->kinds, sizeof(pk_stage_kind), id);
}

int pk_book_role(const pk_book *book, const char *id) {
  return find(&book->roles, sizeof(pk_role_kind), id);
}

int pk_book_account(const pk_book *book, const char *id) {
  return find(&book->accounts, sizeof(pk_account_kind), id);
}

int pk_book_attribute(const pk_book *book, const char *id) {
  return find(&book->attributes, sizeof(pk_attribute_kind), id);
}

bool pk_book_declared(const pk_book *book, const char *id) {
  for (int i = 0; i < book->declared.count; i++)
    if (strcmp(*PK_AT(book->declared, const char *, i), id) == 0)
      return true;
  return false;
}

const char *pk_book_nearest(const pk_list *list, size_t size, const char *id) {
  const char *best = NULL;
  for (int i = 0; i < list->count; i++) {
    const char *pair[2] = {best, id_at(list, size, i)};
    best = best ? pk_nearest(id, pair, 2) : pk_nearest(id, pair + 1, 1);
  }
  return best;
}

const pk_plugin *pk_plugin_find(const pk_book *book, const char *id) {
  for (int i = 0; i < book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(book->plugins, pk_plugin *, i);
    if (strcmp(plugin->id, id) == 0)
      return plugin;
  }
  return NULL;
}

const pk_attribute_kind *pk_book_attribute_of(const pk_book *book, int variable) {
  const pk_variable *v = PK_AT(book->variables, pk_variable, variable);
  return v->form == PK_READS_ATTRIBUTE ? PK_AT(book->attributes, pk_attribute_kind, v->attribute)
                                       : NULL;
}

bool pk_rule_same(const pk_rule *a, const pk_rule *b) {
  return a->form == b->form && strcmp(a->kind, b->kind) == 0 && a->on_entry == b->on_entry &&
         (a->form != PK_AMOUNT || strcmp(a->account, b->account) == 0);
}

bool pk_plugin_extends(const pk_book *book, const pk_plugin *plugin, const pk_plugin *base) {
  if (plugin == base)
    return true;
  for (int i = 0; i < plugin->extend_count; i++) {
    const pk_plugin *parent = pk_plugin_find(book, plugin->extends[i].id);
    if (parent && pk_plugin_extends(book, parent, base))
      return true;
  }
  return false;
}

const pk_param *pk_param_find(const pk_book *book, const pk_plugin *plugin, const char *id) {
  for (int i = 0; i < plugin->param_count; i++)
    if (strcmp(plugin->params[i].id, id) == 0)
      return &plugin->params[i];
  for (int i = 0; i < plugin->extend_count; i++) {
    const pk_plugin *parent = pk_plugin_find(book, plugin->extends[i].id);
    const pk_param *param = parent ? pk_param_find(book, parent, id) : NULL;
    if (param)
      return param;
  }
  return NULL;
}
