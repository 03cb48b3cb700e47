/* Leaves as their authors wrote them: what a function looks at, and how many combinations of values
 * that makes. */
#include "rules/plugin.h"

#include "base/text.h"

static bool no_memory(const pk_book *book) {
  pk_report_memory(book->report);
  return false;
}

void pk_fields_unknown(const pk_book *book, const pk_fields *fields, const char *key,
                       const char *id, const char *nearest) {
  pk_place place;
  if (pk_book_declared(book, id))
    return;
  pk_file_place(fields->file, fields->table->line, &place);
  pk_report_add(fields->report, &place, "E-PLUGIN-UNKNOWN", "what", fields->what, "key", key,
                "name", id, "suggestion", nearest, NULL);
}

/* Says which variables make a table too large: "age (54), unemployed_of_28 (29)". */
static void report_rows(const pk_book *book, const pk_fields *fields, const pk_leaf *leaf) {
  const pk_variable *widest = NULL;
  pk_text sizes = PK_TEXT_EMPTY;
  pk_place place;
  for (int i = 0; i < leaf->read_count; i++) {
    const pk_variable *variable = PK_AT(book->variables, pk_variable, leaf->reads[i]);
    pk_text_addf(&sizes, "%s%s (%d)", i ? ", " : "", variable->id, variable->size);
    widest = widest && widest->size >= variable->size ? widest : variable;
  }
  pk_file_place(fields->file, fields->table->line, &place);
  if (sizes.failed || !widest)
    pk_report_memory(fields->report);
  else
    pk_report_add(fields->report, &place, "E-PLUGIN-ROWS", "what", fields->what, "name", widest->id,
                  "sizes", sizes.data, NULL);
  pk_text_free(&sizes);
}

/* Resolves what a leaf reads; the number of rows is the product of the sizes. */
static bool read_reads(pk_book *book, const pk_fields *fields, bool required, pk_leaf *leaf) {
  const char *const *names = NULL;
  int count = 0;
  if (!pk_fields_texts(fields, "reads", required, &names, &count))
    return false;
  if (count > PK_READS_MAX) {
    pk_fields_wrong(fields, "reads", pk_value_find(fields->table, "reads"), "rules.expect.reads");
    return false;
  }
  int *reads = PK_NEW_ARRAY(book->arena, int, (size_t)count);
  size_t *strides = PK_NEW_ARRAY(book->arena, size_t, (size_t)count);
  if (!reads || !strides)
    return no_memory(book);
  leaf->reads = reads;
  leaf->strides = strides;
  leaf->read_count = count;
  leaf->rows = 1;
  for (int i = 0; i < count; i++) {
    reads[i] = pk_book_variable(book, names[i]);
    if (reads[i] < 0) {
      pk_fields_unknown(book, fields, "reads", names[i],
                        pk_book_nearest(&book->variables, sizeof(pk_variable), names[i]));
      return false;
    }
    for (int k = 0; k < i; k++)
      if (reads[k] == reads[i]) {
        pk_fields_problem(fields, fields->table->line, "E-PLUGIN-AGAIN", "name", names[i]);
        return false;
      }
    strides[i] = leaf->rows;
    if (leaf->rows <= PK_ROWS_MAX)
      leaf->rows *= (size_t)PK_AT(book->variables, pk_variable, reads[i])->size;
  }
  if (leaf->rows > PK_ROWS_MAX)
    report_rows(book, fields, leaf);
  return leaf->rows <= PK_ROWS_MAX;
}

static bool read_params(pk_book *book, const pk_plugin *plugin, const pk_fields *fields,
                        pk_leaf *leaf) {
  if (!pk_fields_texts(fields, "params", false, &leaf->params, &leaf->param_count))
    return false;
  for (int i = 0; i < leaf->param_count; i++) {
    if (pk_param_find(book, plugin, leaf->params[i]))
      continue;
    pk_list ids = {0};
    for (int k = 0; k < plugin->param_count; k++) {
      const char **slot = pk_push(book->arena, &ids, sizeof *slot);
      if (!slot)
        return no_memory(book);
      *slot = plugin->params[k].id;
    }
    pk_fields_unknown(book, fields, "params", leaf->params[i],
                      pk_book_nearest(&ids, sizeof(char *), leaf->params[i]));
    return false;
  }
  return true;
}

static pk_leaf *new_leaf(pk_book *book, const pk_plugin *plugin, const pk_fields *fields) {
  pk_leaf *leaf = PK_NEW(book->arena, pk_leaf);
  if (!leaf) {
    no_memory(book);
    return NULL;
  }
  leaf->plugin = plugin;
  leaf->what = fields->what;
  leaf->line = fields->table->line;
  leaf->id = pk_fields_text(fields, "id", false);
  leaf->ref = pk_fields_text(fields, "ref", false);
  return leaf;
}

const pk_leaf *pk_leaf_read(pk_book *book, const pk_plugin *plugin, const pk_fields *fields,
                            const char *test) {
  pk_leaf *leaf = new_leaf(book, plugin, fields);
  if (!leaf)
    return NULL;
  const pk_value *function = pk_value_find(fields->table, test);
  pk_fields_name(fields, "why", &leaf->why);
  pk_fields_name(fields, "met", &leaf->met);
  if (!function || function->form != PK_IS_FUNCTION) {
    if (function)
      pk_fields_wrong(fields, test, function, "rules.expect.function");
    else
      pk_fields_problem(fields, fields->table->line, "E-PLUGIN-KEY-MISSING", "key", test);
    return NULL;
  }
  leaf->function = function->function;
  leaf->number = book->leaf_count++;
  bool good = read_reads(book, fields, true, leaf) && read_params(book, plugin, fields, leaf);
  return good ? leaf : NULL;
}

pk_leaf *pk_computed_read(pk_book *book, const pk_plugin *plugin, const pk_fields *fields,
                          const char *key, const pk_leaf *where) {
  pk_leaf *leaf = new_leaf(book, plugin, fields);
  if (!leaf)
    return NULL;
  if (where) {
    *leaf = *where;
    leaf->where = where;
  } else if (!read_reads(book, fields, false, leaf) || !read_params(book, plugin, fields, leaf)) {
    return NULL;
  }
  leaf->function = pk_value_find(fields->table, key)->function;
  leaf->number = book->leaf_count++;
  leaf->gives_value = true;
  return leaf;
}
