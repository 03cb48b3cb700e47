/* What the files of the box's library share: reading arguments, and what a table of functions is.
 * An argument that is not what the function takes raises E-PLUGIN-ARGUMENT with its name. */
#ifndef PK_LIBRARY_H
#define PK_LIBRARY_H

#include "rules/box.h"

#include <lua.h>

typedef struct pk_box_function {
  const char *name; /* NULL ends a list */
  lua_CFunction function;
} pk_box_function;

/* Raises; what it returns is never seen. */
int pk_box_bad(lua_State *L, const char *function);
/* A text, charged by its length; borrowed from the stack. */
const char *pk_box_text_at(lua_State *L, int index, size_t *length, const char *function);
lua_Integer pk_box_integer_at(lua_State *L, int index, const char *function);
lua_Integer pk_box_integer_or(lua_State *L, int index, lua_Integer otherwise, const char *function);

/* library_table.c: the functions of `table`, and the global ones that go through a table. */
extern const pk_box_function pk_box_tables[];
int pk_box_ipairs(lua_State *L);
int pk_box_pairs(lua_State *L);

#endif
