/* `polku.FORM "id" { … }`: what rules.lua says is copied out of Lua as plain values; functions stay
 * behind under a number. Declarations keep the order in which they were made. */
#include "rules/api.h"
#include "rules/box.h"

#include "base/text.h"
#include <lua.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 12 };

static const char prefix[] = "polku.";

static int no_memory(lua_State *L) {
  pk_box_of(L)->hunger = PK_STARVED;
  return pk_box_raise(L, "E-PLUGIN-MEMORY", "", NULL);
}

static int line_here(lua_State *L) {
  lua_Debug about;
  return lua_getstack(L, 1, &about) && lua_getinfo(L, "l", &about) ? about.currentline : 0;
}

static const char *copy_text(lua_State *L, int index) {
  size_t length;
  const char *text = lua_tolstring(L, index, &length);
  pk_box_charge(L, length / 8 + 1);
  const char *wrong, *copy = pk_text_keep(pk_box_of(L)->arena, text, length, &wrong);
  if (wrong)
    pk_box_raise(L, "E-PLUGIN-TABLE", wrong, NULL);
  if (!copy)
    no_memory(L);
  return copy;
}

/* A key is asked for again by its name: it must have been kept as it is. */
static const char *copy_key(lua_State *L, int index) {
  const char *copy = copy_text(L, index);
  if (strcmp(copy, lua_tostring(L, index)) != 0)
    pk_box_raise(L, "E-PLUGIN-TABLE", "rules.table.control", NULL);
  return copy;
}

static void convert(lua_State *L, int index, int depth, int line, pk_value *value);

static int by_key(const void *a, const void *b) {
  const pk_member *x = a, *y = b;
  return strcmp(x->key, y->key);
}

/* Counts the members of the table at `index`; raises when a key is neither a text nor 1 … n. */
static int count_members(lua_State *L, int index, int *items) {
  int count = 0, integers = 0;
  lua_Integer largest = 0;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    pk_box_charge(L, 2);
    if (lua_isinteger(L, -2) && lua_tointeger(L, -2) > 0) {
      integers++;
      largest = lua_tointeger(L, -2) > largest ? lua_tointeger(L, -2) : largest;
    } else if (lua_type(L, -2) != LUA_TSTRING) {
      pk_box_raise(L, "E-PLUGIN-TABLE", "rules.table.list", NULL);
    }
    count++;
    lua_pop(L, 1);
  }
  if (largest != integers)
    pk_box_raise(L, "E-PLUGIN-TABLE", "rules.table.list", NULL);
  *items = integers;
  return count;
}

/* The table's members: items, then keys in the order of their bytes, so that functions get the same
 * numbers every time, whatever the order of Lua's hash. */
static void convert_table(lua_State *L, int index, int depth, int line, pk_value *value) {
  int items;
  int count = count_members(L, index, &items);
  if (count > PK_BOX_NODES - pk_box_of(L)->nodes)
    pk_box_raise(L, "E-PLUGIN-TABLE", "rules.table.deep", NULL);
  pk_member *members = PK_NEW_ARRAY(pk_box_of(L)->arena, pk_member, (size_t)count);
  if (!members)
    no_memory(L);
  int at = items;
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING)
      members[at++].key = copy_key(L, -1);
  }
  if (count > items)
    qsort(members + items, (size_t)(count - items), sizeof *members, by_key);
  value->line = line;
  for (int i = 0; i < count; i++) {
    if (members[i].key) {
      lua_pushstring(L, members[i].key);
      lua_rawget(L, index);
    } else {
      lua_rawgeti(L, index, i + 1);
    }
    convert(L, lua_gettop(L), depth + 1, line, &members[i].value);
    lua_pop(L, 1);
    members[i].line = members[i].value.line;
    if (members[i].value.form == PK_IS_FUNCTION)
      value->line = members[i].value.line;
  }
  /* A table stands where its function does: members without a line of their own follow it. */
  for (int i = 0; i < count; i++)
    if (members[i].value.form != PK_IS_TABLE)
      members[i].line = members[i].value.line = value->line;
  value->members = members;
  value->count = count;
}

static void convert(lua_State *L, int index, int depth, int line, pk_value *value) {
  pk_box *box = pk_box_of(L);
  lua_Debug about;
  if (++box->nodes > PK_BOX_NODES || depth > DEPTH_MAX || !lua_checkstack(L, 8))
    pk_box_raise(L, "E-PLUGIN-TABLE", "rules.table.deep", NULL);
  pk_box_charge(L, 4);
  value->line = line;
  switch (lua_type(L, index)) {
  case LUA_TBOOLEAN:
    value->form = PK_IS_BOOL;
    value->truth = lua_toboolean(L, index);
    break;
  case LUA_TNUMBER:
    value->form = lua_isinteger(L, index) ? PK_IS_INTEGER : PK_IS_FLOAT;
    value->integer = lua_isinteger(L, index) ? lua_tointeger(L, index) : 0;
    break;
  case LUA_TSTRING:
    value->form = PK_IS_TEXT;
    value->text = copy_text(L, index);
    break;
  case LUA_TTABLE:
    value->form = PK_IS_TABLE;
    convert_table(L, index, depth, line, value);
    break;
  case LUA_TFUNCTION:
    value->form = PK_IS_FUNCTION;
    lua_pushvalue(L, index);
    if (lua_getinfo(L, ">S", &about) && about.linedefined > 0)
      value->line = about.linedefined;
    lua_pushvalue(L, index);
    value->function = pk_box_keep_function(L);
    break;
  default:
    pk_box_raise(L, "E-PLUGIN-TABLE", "rules.table.foreign", NULL);
  }
}

/* The second half: receives the table. Upvalue 1 is the number of the declaration. */
static int complete(lua_State *L) {
  pk_box *box = pk_box_of(L);
  int i = (int)lua_tointeger(L, lua_upvalueindex(1));
  if (!box->loading)
    return pk_box_raise(L, "E-PLUGIN-LATE", "", NULL);
  const pk_declaration *made = PK_AT(box->declarations, pk_declaration, i);
  if (lua_type(L, 1) != LUA_TTABLE || lua_gettop(L) != 1 || made->complete)
    return pk_box_raise(L, "E-PLUGIN-DECLARE", made->form, NULL);
  int line = line_here(L);
  pk_value value = {0};
  convert(L, 1, 0, line, &value);
  value.line = line;
  pk_declaration *declaration = PK_AT(box->declarations, pk_declaration, i);
  declaration->value = value;
  declaration->complete = true;
  return 0;
}

/* The first half: receives the id. Upvalue 1 is the form. */
static int begin(lua_State *L) {
  pk_box *box = pk_box_of(L);
  const char *form = lua_tostring(L, lua_upvalueindex(1));
  if (!box->loading)
    return pk_box_raise(L, "E-PLUGIN-LATE", "", NULL);
  if (lua_type(L, 1) != LUA_TSTRING || lua_gettop(L) != 1 || ++box->nodes > PK_BOX_NODES)
    return pk_box_raise(L, "E-PLUGIN-DECLARE", form, NULL);
  if (box->declarations.count >= PK_BOX_DECLARATIONS)
    return pk_box_raise(L, "E-PLUGIN-MANY", "", NULL);
  const char *id = copy_text(L, 1);
  const char *kept = pk_strdup(box->arena, form);
  pk_declaration *declaration = pk_push(box->arena, &box->declarations, sizeof *declaration);
  if (!kept || !declaration)
    return no_memory(L);
  *declaration = (pk_declaration){.form = kept, .id = id, .line = line_here(L)};
  lua_pushinteger(L, box->declarations.count - 1);
  lua_pushcclosure(L, complete, 1);
  return 1;
}

/* Puts the declarations whose names begin with `start` into the table on top of the stack. */
static void add_forms(lua_State *L, const char *start) {
  const pk_api_entry *entry;
  for (size_t i = 0; (entry = pk_api_at(i)); i++) {
    size_t length = strlen(start);
    if (strncmp(entry->name, start, length) != 0 || strchr(entry->name + length, '.'))
      continue;
    lua_pushstring(L, entry->name + sizeof prefix - 1);
    lua_pushcclosure(L, begin, 1);
    lua_setfield(L, -2, entry->name + length);
  }
}

void pk_box_push_polku(lua_State *L) {
  lua_newtable(L);
  add_forms(L, prefix);
  lua_newtable(L);
  add_forms(L, "polku.override.");
  pk_box_seal(L, "polku.override.");
  lua_setfield(L, -2, "override");
  pk_box_seal(L, prefix);
}
