/* The small library of the box: what a rule needs, and nothing that reaches out, hides work from
 * the budget, or answers differently on another machine. Names are listed in api.c. */
#include "rules/api.h"
#include "rules/library.h"

#include <string.h>

int pk_box_bad(lua_State *L, const char *function) {
  return pk_box_raise(L, "E-PLUGIN-ARGUMENT", function, NULL);
}

const char *pk_box_text_at(lua_State *L, int index, size_t *length, const char *function) {
  if (lua_type(L, index) != LUA_TSTRING)
    pk_box_bad(L, function);
  const char *text = lua_tolstring(L, index, length);
  pk_box_charge(L, *length / 8 + 1);
  return text;
}

lua_Integer pk_box_integer_at(lua_State *L, int index, const char *function) {
  if (!lua_isinteger(L, index))
    pk_box_bad(L, function);
  return lua_tointeger(L, index);
}

lua_Integer pk_box_integer_or(lua_State *L, int index, lua_Integer otherwise,
                              const char *function) {
  return lua_isnoneornil(L, index) ? otherwise : pk_box_integer_at(L, index, function);
}

/* --- string */

static int string_len(lua_State *L) {
  size_t length;
  pk_box_text_at(L, 1, &length, "string.len");
  lua_pushinteger(L, (lua_Integer)length);
  return 1;
}

/* Positions as Lua counts them: from 1, negative from the end. */
static lua_Integer position(lua_Integer at, size_t length) {
  if (at >= 0)
    return at;
  return at < -(lua_Integer)length ? 0 : (lua_Integer)length + at + 1;
}

static int string_sub(lua_State *L) {
  size_t length;
  const char *text = pk_box_text_at(L, 1, &length, "string.sub");
  lua_Integer from = position(pk_box_integer_at(L, 2, "string.sub"), length);
  lua_Integer to = position(pk_box_integer_or(L, 3, -1, "string.sub"), length);
  from = from < 1 ? 1 : from;
  to = to > (lua_Integer)length ? (lua_Integer)length : to;
  lua_pushlstring(L, from <= to ? text + from - 1 : "", from <= to ? (size_t)(to - from + 1) : 0);
  return 1;
}

static int string_byte(lua_State *L) {
  size_t length;
  const char *text = pk_box_text_at(L, 1, &length, "string.byte");
  lua_Integer at = position(pk_box_integer_or(L, 2, 1, "string.byte"), length);
  if (at < 1 || at > (lua_Integer)length)
    return 0;
  lua_pushinteger(L, (unsigned char)text[at - 1]);
  return 1;
}

static int string_rep(lua_State *L) {
  size_t length;
  const char *text = pk_box_text_at(L, 1, &length, "string.rep");
  lua_Integer times = pk_box_integer_at(L, 2, "string.rep");
  if (length && times > (lua_Integer)(PK_BOX_STRING / length))
    return pk_box_raise(L, "E-PLUGIN-MEMORY", "", NULL);
  pk_box_charge(L, times > 0 ? length * (size_t)times : 1);
  char buffer[PK_BOX_STRING];
  size_t filled = 0;
  for (lua_Integer i = 0; length && i < times; i++, filled += length)
    memcpy(buffer + filled, text, length);
  lua_pushlstring(L, buffer, filled);
  return 1;
}

/* ASCII letters only: the same on every machine. */
static int change_case(lua_State *L, const char *function, char first, int shift) {
  size_t length;
  const char *text = pk_box_text_at(L, 1, &length, function);
  char buffer[PK_BOX_STRING];
  for (size_t i = 0; i < length; i++) {
    bool letter = text[i] >= first && text[i] < first + 26;
    buffer[i] = letter ? (char)(text[i] + shift) : text[i];
  }
  lua_pushlstring(L, buffer, length);
  return 1;
}

static int string_upper(lua_State *L) {
  return change_case(L, "string.upper", 'a', 'A' - 'a');
}

static int string_lower(lua_State *L) {
  return change_case(L, "string.lower", 'A', 'a' - 'A');
}

/* Plain search: there are no patterns. */
static int string_find(lua_State *L) {
  size_t length, wanted;
  const char *text = pk_box_text_at(L, 1, &length, "string.find");
  const char *word = pk_box_text_at(L, 2, &wanted, "string.find");
  lua_Integer from = position(pk_box_integer_or(L, 3, 1, "string.find"), length);
  from = from < 1 ? 1 : from;
  for (size_t at = (size_t)from - 1; at + wanted <= length; at++) {
    pk_box_charge(L, wanted / 8 + 1);
    if (memcmp(text + at, word, wanted) == 0) {
      lua_pushinteger(L, (lua_Integer)at + 1);
      lua_pushinteger(L, (lua_Integer)(at + wanted));
      return 2;
    }
  }
  lua_pushnil(L);
  return 1;
}

/* --- math */

static int math_abs(lua_State *L) {
  lua_Integer n = pk_box_integer_at(L, 1, "math.abs");
  lua_pushinteger(L, n < 0 ? (lua_Integer)(0u - (lua_Unsigned)n) : n);
  return 1;
}

static int extreme(lua_State *L, const char *function, bool largest) {
  lua_Integer best = pk_box_integer_at(L, 1, function);
  pk_box_charge(L, (size_t)lua_gettop(L));
  for (int i = 2; i <= lua_gettop(L); i++) {
    lua_Integer n = pk_box_integer_at(L, i, function);
    if (largest ? n > best : n < best)
      best = n;
  }
  lua_pushinteger(L, best);
  return 1;
}

static int math_max(lua_State *L) {
  return extreme(L, "math.max", true);
}

static int math_min(lua_State *L) {
  return extreme(L, "math.min", false);
}

static int math_tointeger(lua_State *L) {
  int exact = 0;
  lua_Integer n = lua_tointegerx(L, 1, &exact);
  if (exact && lua_type(L, 1) == LUA_TNUMBER)
    lua_pushinteger(L, n);
  else
    lua_pushnil(L);
  return 1;
}

/* --- global functions */

static int type(lua_State *L) {
  if (lua_isnone(L, 1))
    return pk_box_bad(L, "type");
  lua_pushstring(L, lua_typename(L, lua_type(L, 1)));
  return 1;
}

/* No addresses: a table is "table". */
static int tostring(lua_State *L) {
  int form = lua_type(L, 1);
  lua_settop(L, 1);
  if (form == LUA_TNONE)
    return pk_box_bad(L, "tostring");
  if (form == LUA_TBOOLEAN)
    lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false");
  else if (form != LUA_TNUMBER && form != LUA_TSTRING)
    lua_pushstring(L, lua_typename(L, form));
  else
    lua_tolstring(L, 1, NULL);
  return 1;
}

static int error(lua_State *L) {
  const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "error()";
  return pk_box_raise(L, "E-PLUGIN-LUA", text, NULL);
}

static int assert(lua_State *L) {
  if (lua_toboolean(L, 1))
    return lua_gettop(L);
  const char *text = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "assert()";
  return pk_box_raise(L, "E-PLUGIN-LUA", text, NULL);
}

/* --- putting it together */

/* A name that does not exist: upvalue 1 is the prefix of names in this table. */
static int refuse_name(lua_State *L) {
  const char *prefix = lua_tostring(L, lua_upvalueindex(1));
  char name[96] = "";
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  strncat(name, prefix, sizeof name - 1);
  strncat(name, key, sizeof name - 1 - strlen(name));
  return pk_box_raise(L, "E-PLUGIN-FORBIDDEN", name, pk_api_nearest(name));
}

static int refuse_set(lua_State *L) {
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
  return pk_box_raise(L, "E-PLUGIN-GLOBAL", key, NULL);
}

static const char seen_key = 0;

void pk_box_seal(lua_State *L, const char *prefix) {
  /* what is there, with an error for what is not */
  lua_newtable(L);
  lua_pushstring(L, prefix);
  lua_pushcclosure(L, refuse_name, 1);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  /* the empty table through which it is seen */
  lua_newtable(L);
  lua_newtable(L);
  lua_pushvalue(L, -3);
  lua_setfield(L, -2, "__index");
  lua_pushvalue(L, -3);
  lua_rawsetp(L, -2, &seen_key);
  lua_pushcfunction(L, refuse_set);
  lua_setfield(L, -2, "__newindex");
  lua_setmetatable(L, -2);
  lua_remove(L, -2);
}

void pk_box_push_seen(lua_State *L, int index) {
  lua_pushvalue(L, index);
  if (lua_getmetatable(L, -1)) {
    lua_rawgetp(L, -1, &seen_key);
    lua_replace(L, -3);
    lua_pop(L, 1);
  }
}

static void add_all(lua_State *L, const pk_box_function *entries) {
  for (; entries->name; entries++) {
    lua_pushcfunction(L, entries->function);
    lua_setfield(L, -2, entries->name);
  }
}

static void add_table(lua_State *L, const char *name, const char *prefix,
                      const pk_box_function *entries) {
  lua_newtable(L);
  add_all(L, entries);
  if (strcmp(name, "math") == 0) {
    lua_pushinteger(L, LUA_MAXINTEGER);
    lua_setfield(L, -2, "maxinteger");
    lua_pushinteger(L, LUA_MININTEGER);
    lua_setfield(L, -2, "mininteger");
  }
  pk_box_seal(L, prefix);
  lua_setfield(L, -2, name);
}

void pk_box_library(lua_State *L) {
  static const pk_box_function strings[] = {
      {"len", string_len},     {"sub", string_sub},     {"byte", string_byte}, {"rep", string_rep},
      {"upper", string_upper}, {"lower", string_lower}, {"find", string_find}, {NULL, NULL}};
  static const pk_box_function maths[] = {{"abs", math_abs},
                                          {"max", math_max},
                                          {"min", math_min},
                                          {"tointeger", math_tointeger},
                                          {NULL, NULL}};
  static const pk_box_function globals[] = {
      {"ipairs", pk_box_ipairs}, {"pairs", pk_box_pairs}, {"type", type}, {"error", error},
      {"assert", assert},        {"tostring", tostring},  {NULL, NULL}};
  lua_newtable(L);
  add_all(L, globals);
  add_table(L, "string", "string.", strings);
  add_table(L, "table", "table.", pk_box_tables);
  add_table(L, "math", "math.", maths);
  pk_box_push_polku(L);
  lua_setfield(L, -2, "polku");
  pk_box_seal(L, "");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &pk_box_names);
}
