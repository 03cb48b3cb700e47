/* What a plugin says, once Lua has let go of it: plain values with the line on which they stand.
 *
 * manifest.lua and params.lua are read by a reader of our own (data.c) that knows literals only;
 * what rules.lua declares is copied out of Lua (box.c). Both end here, so one set of checks serves
 * both. */
#ifndef PK_VALUE_H
#define PK_VALUE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/lang.h"
#include "base/report.h"

/* One file of a plugin, read whole. */
typedef struct pk_file {
  const char *path; /* as problems name it */
  const char *text;
  size_t length;
  const int *lines; /* where each line begins, or NULL */
  int line_count;
} pk_file;

/* Lua's own names are a function's "function", a float's "number": pk_form_word says them to users.
 */
typedef enum {
  PK_IS_NIL,
  PK_IS_BOOL,
  PK_IS_INTEGER,
  PK_IS_FLOAT,
  PK_IS_TEXT,
  PK_IS_TABLE,
  PK_IS_FUNCTION
} pk_form;

typedef struct pk_value {
  pk_form form;
  int line;
  bool truth;
  long long integer;
  const char *text;
  int function; /* number of the function within its plugin, in the order of the declarations */
  int count;    /* members of a table: items 1 … n first, then keys in the order of their bytes */
  const struct pk_member *members;
} pk_value;

typedef struct pk_member {
  const char *key; /* NULL: an item of a list */
  int line;
  pk_value value;
} pk_member;

/* A table being read, and where its mistakes go. `what` names it in messages: attribute "age". */
typedef struct pk_fields {
  pk_arena *arena;
  polku_report *report;
  const pk_file *file;
  const pk_value *table;
  const char *what;
} pk_fields;

/* Finds the lines of a file, so that each of very many problems finds its own; false without
 * memory. */
bool pk_file_index(pk_arena *arena, pk_file *file);
/* The place of a line of a file; line 0 is the file as a whole. */
void pk_file_place(const pk_file *file, int line, pk_place *place);

/* A member's value, or NULL. */
const pk_value *pk_value_find(const pk_value *table, const char *key);
/* The number of items of a table's list part. */
int pk_value_items(const pk_value *table);

/* Adds E-PLUGIN-VALUE: `key` of this table must be `expected` (a key of words), and is `value`. */
void pk_fields_wrong(const pk_fields *fields, const char *key, const pk_value *value,
                     const char *expected);
/* Adds a problem of this table at a line: argument "what" is filled in, others are name, value. */
void pk_fields_problem(const pk_fields *fields, int line, const char *code, const char *name,
                       const char *value);

/* Every key must be one of `keys` (NULL-ended) or begin with "x-"; `items` allows a list part. */
void pk_fields_known(const pk_fields *fields, const char *const *keys, bool items);

/* Members by form. Each gives false (or NULL) and adds a problem when the member has another form;
 * with `required` also when it is missing. A missing optional member leaves *out alone. */
const char *pk_fields_text(const pk_fields *fields, const char *key, bool required);
bool pk_fields_integer(const pk_fields *fields, const char *key, bool required, long long *out);
bool pk_fields_bool(const pk_fields *fields, const char *key, bool *out);
bool pk_fields_date(const pk_fields *fields, const char *key, pk_date *out);
bool pk_fields_name(const pk_fields *fields, const char *key, pk_name *out);
const pk_value *pk_fields_table(const pk_fields *fields, const char *key, bool required);
/* A list of texts; *out stays NULL when it is missing. False on a wrong form or without memory. */
bool pk_fields_texts(const pk_fields *fields, const char *key, bool required,
                     const char *const **out, int *count);
/* One of `choices` (NULL-ended); `otherwise` when missing; -1 with a problem when it is none. */
int pk_fields_choice(const pk_fields *fields, const char *key, const char *const *choices,
                     int otherwise);

/* A text of a plugin, as it is kept: line ends and tabs are spaces, so that no text can look like
 * several lines of ours. NULL with a key of words in *wrong when it is no UTF-8 or holds characters
 * that disturb, NULL alone when memory ran out. */
const char *pk_text_keep(pk_arena *arena, const char *text, size_t length, const char **wrong);
/* Whether a text can be an id: 1 … 64 letters, digits, '_', '-', '.'. Adds E-PLUGIN-ID when not. */
bool pk_fields_id(const pk_fields *fields, int line, const char *id);

/* "PREFIX "ID"" in an arena, as messages name a declaration; the prefix alone without memory. */
const char *pk_what(pk_arena *arena, polku_report *report, const char *prefix, const char *id);

/* Reads `return { … }` of literals: no names, no calls, no functions, no operators. False with a
 * problem, or when memory ran out (reported). */
bool pk_data_read(pk_arena *arena, const pk_file *file, pk_value *value, polku_report *report);

#endif
