/* From a plugin's rules.lua to what it declares: run it once in a box, check every table's keys,
 * then read the vocabulary, then the rules that use it. */
#include "rules/api.h"
#include "rules/box.h"

#include <string.h>

/* The keys of the declaration, from the one list of the interface. */
static void check_keys(const pk_book *book, const pk_plugin *plugin, const pk_declaration *made) {
  char name[64] = "polku.";
  pk_fields fields = {book->arena, book->report, &plugin->rules_file, &made->value,
                      pk_what(book->arena, book->report, made->form, made->id)};
  strncat(name, made->form, sizeof name - 1 - strlen(name));
  const pk_api_entry *entry = pk_api_find(name);
  pk_fields_id(&fields, made->line, made->id);
  if (!made->complete)
    pk_fields_problem(&fields, made->line, "E-PLUGIN-DECLARE", "name", made->form);
  else if (entry && entry->keys)
    pk_fields_known(&fields, entry->keys, false);
}

static bool names_something(const char *form) {
  static const char *const forms[] = {"attribute", "history", "counter", "clock", "kind", "role"};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (strcmp(form, forms[i]) == 0)
      return true;
  return false;
}

static void note_ids(pk_book *book, const pk_list *declarations) {
  for (int i = 0; i < declarations->count; i++) {
    const pk_declaration *made = PK_AT(*declarations, pk_declaration, i);
    const char **slot =
        names_something(made->form) ? pk_push(book->arena, &book->declared, sizeof *slot) : NULL;
    if (slot)
      *slot = made->id;
    else if (names_something(made->form))
      pk_report_memory(book->report);
  }
}

void pk_declarations_read(pk_book *book, pk_plugin *plugin) {
  pk_box box;
  if (pk_box_open(&box, book->arena, book, plugin)) {
    plugin->function_count = box.functions;
    for (int i = 0; i < box.declarations.count; i++)
      if (!pk_plugin_enough(book, plugin, &plugin->rules_file))
        check_keys(book, plugin, PK_AT(box.declarations, pk_declaration, i));
    note_ids(book, &box.declarations);
    pk_vocabulary_read(book, plugin, &box.declarations);
    pk_rules_read(book, plugin, &box.declarations);
  }
  pk_box_close(&box);
}
