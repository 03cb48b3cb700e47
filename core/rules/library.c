/* The small library of the box: what a rule needs, and nothing that reaches out, hides work from
 * the budget, or answers differently on another machine. Names are listed in api.c. */
#include "rules/api.h"
#include "rules/box.h"

#include <lua.h>
#include <string.h>

enum { SORT_MAX = 4096 };

static int bad(lua_State *L, const char *function) {
  return pk_box_raise(L, "E-PLUGIN-ARGUMENT", function, NULL);
}

static const char *text_at(lua_State *L, int index, size_t *length, const char *function) {
  if (lua_type(L, index) != LUA_TSTRING)
    bad(L, function);
  const char *text = lua_tolstring(L, index, length);
  pk_box_charge(L, *length / 8 + 1);
  return text;
}

static lua_Integer integer_at(lua_State *L, int index, const char *function) {
  if (!lua_isinteger(L, index))
    bad(L, function);
  return lua_tointeger(L, index);
}

static lua_Integer integer_or(lua_State *L, int index, lua_Integer otherwise,
                              const char *function) {
  return lua_isnoneornil(L, index) ? otherwise : integer_at(L, index, function);
}

/* The number of items before the first that is missing. Lua's own length would be another one in a
 * list with a hole, depending on where the table keeps its items, and so on the hashes of its keys,
 * which differ from run to run. */
static lua_Integer items_at(lua_State *L, int index, const char *function) {
  if (lua_type(L, index) != LUA_TTABLE)
    bad(L, function);
  lua_Integer count = 0;
  pk_box_charge(L, 8);
  while (lua_rawgeti(L, index, count + 1) != LUA_TNIL) {
    lua_pop(L, 1);
    if (++count % 16 == 0)
      pk_box_charge(L, 8);
  }
  lua_pop(L, 1);
  return count;
}

/* --- string */

static int string_len(lua_State *L) {
  size_t length;
  text_at(L, 1, &length, "string.len");
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
  const char *text = text_at(L, 1, &length, "string.sub");
  lua_Integer from = position(integer_at(L, 2, "string.sub"), length);
  lua_Integer to = position(integer_or(L, 3, -1, "string.sub"), length);
  from = from < 1 ? 1 : from;
  to = to > (lua_Integer)length ? (lua_Integer)length : to;
  lua_pushlstring(L, from <= to ? text + from - 1 : "", from <= to ? (size_t)(to - from + 1) : 0);
  return 1;
}

static int string_byte(lua_State *L) {
  size_t length;
  const char *text = text_at(L, 1, &length, "string.byte");
  lua_Integer at = position(integer_or(L, 2, 1, "string.byte"), length);
  if (at < 1 || at > (lua_Integer)length)
    return 0;
  lua_pushinteger(L, (unsigned char)text[at - 1]);
  return 1;
}

static int string_rep(lua_State *L) {
  size_t length;
  const char *text = text_at(L, 1, &length, "string.rep");
  lua_Integer times = integer_at(L, 2, "string.rep");
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
  const char *text = text_at(L, 1, &length, function);
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
  const char *text = text_at(L, 1, &length, "string.find");
  const char *word = text_at(L, 2, &wanted, "string.find");
  lua_Integer from = position(integer_or(L, 3, 1, "string.find"), length);
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

/* --- table */

static int table_len(lua_State *L) {
  lua_pushinteger(L, items_at(L, 1, "table.len"));
  return 1;
}

static int table_insert(lua_State *L) {
  lua_Integer count = items_at(L, 1, "table.insert");
  lua_Integer at = count + 1;
  if (lua_gettop(L) == 3) {
    at = integer_at(L, 2, "table.insert");
    if (at < 1 || at > count + 1)
      return bad(L, "table.insert");
    pk_box_charge(L, (size_t)(count - at + 2));
    for (lua_Integer i = count; i >= at; i--) {
      lua_rawgeti(L, 1, i);
      lua_rawseti(L, 1, i + 1);
    }
  } else if (lua_gettop(L) != 2) {
    return bad(L, "table.insert");
  }
  lua_rawseti(L, 1, at);
  return 0;
}

static int table_remove(lua_State *L) {
  lua_Integer count = items_at(L, 1, "table.remove");
  lua_Integer at = integer_or(L, 2, count, "table.remove");
  if (count == 0)
    return 0;
  if (at < 1 || at > count)
    return bad(L, "table.remove");
  pk_box_charge(L, (size_t)(count - at + 1));
  lua_rawgeti(L, 1, at);
  for (lua_Integer i = at; i < count; i++) {
    lua_rawgeti(L, 1, i + 1);
    lua_rawseti(L, 1, i);
  }
  lua_pushnil(L);
  lua_rawseti(L, 1, count);
  return 1;
}

static int table_concat(lua_State *L) {
  char buffer[PK_BOX_STRING];
  size_t filled = 0, gap = 0, length;
  lua_Integer count = items_at(L, 1, "table.concat");
  const char *between = lua_isnoneornil(L, 2) ? "" : text_at(L, 2, &gap, "table.concat");
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 1, i);
    if (lua_type(L, -1) != LUA_TSTRING && !lua_isinteger(L, -1))
      return bad(L, "table.concat");
    const char *item = lua_tolstring(L, -1, &length);
    size_t lead = i > 1 ? gap : 0;
    pk_box_charge(L, length / 8 + 2);
    if (length + lead > sizeof buffer - filled)
      return pk_box_raise(L, "E-PLUGIN-MEMORY", "", NULL);
    memcpy(buffer + filled, between, lead);
    memcpy(buffer + filled + lead, item, length);
    filled += lead + length;
    lua_pop(L, 1);
  }
  lua_pushlstring(L, buffer, filled);
  return 1;
}

static int table_unpack(lua_State *L) {
  lua_Integer count = items_at(L, 1, "table.unpack");
  if (count > 200 || !lua_checkstack(L, (int)count + 4))
    return bad(L, "table.unpack");
  pk_box_charge(L, (size_t)count);
  for (lua_Integer i = 1; i <= count; i++)
    lua_rawgeti(L, 1, i);
  return (int)count;
}

/* Comparing a text takes time with its length. */
static void charge_text(lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TSTRING)
    pk_box_charge(L, lua_rawlen(L, index) / 8);
}

/* Whether the item at stack index `a` stands before the one at `b`. */
static bool before(lua_State *L, int a, int b) {
  pk_box_charge(L, 4);
  if (lua_isnoneornil(L, 2)) {
    charge_text(L, a);
    charge_text(L, b);
    return lua_compare(L, a, b, LUA_OPLT);
  }
  lua_pushvalue(L, 2);
  lua_pushvalue(L, a);
  lua_pushvalue(L, b);
  lua_call(L, 2, 1);
  bool answer = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return answer;
}

/* Merges [from, middle) and [middle, to) of the table at index 3 into the one at index 4. */
static void merge(lua_State *L, lua_Integer from, lua_Integer middle, lua_Integer to) {
  lua_Integer left = from, right = middle;
  for (lua_Integer at = from; at < to; at++) {
    bool take_right = left == middle;
    if (left < middle && right < to) {
      lua_rawgeti(L, 3, left);
      lua_rawgeti(L, 3, right);
      int top = lua_gettop(L);
      take_right = before(L, top, top - 1);
      lua_pop(L, 2);
    }
    lua_rawgeti(L, 3, take_right ? right++ : left++);
    lua_rawseti(L, 4, at);
  }
}

static void copy_items(lua_State *L, int from, int to, lua_Integer count) {
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, from, i);
    lua_rawseti(L, to, i);
  }
}

/* A merge sort: stable, and content with any comparison function, however inconsistent. */
static int sort(lua_State *L, const char *function) {
  lua_Integer count = items_at(L, 1, function);
  if (count > SORT_MAX || (!lua_isnoneornil(L, 2) && lua_type(L, 2) != LUA_TFUNCTION))
    return bad(L, function);
  lua_settop(L, 2);
  lua_newtable(L);
  lua_newtable(L);
  copy_items(L, 1, 3, count);
  for (lua_Integer width = 1; width < count; width *= 2) {
    pk_box_charge(L, (size_t)count);
    for (lua_Integer from = 1; from <= count; from += 2 * width) {
      lua_Integer middle = from + width <= count ? from + width : count + 1;
      lua_Integer to = from + 2 * width <= count ? from + 2 * width : count + 1;
      merge(L, from, middle, to);
    }
    copy_items(L, 4, 3, count);
  }
  copy_items(L, 3, 1, count);
  return 0;
}

static int table_sort(lua_State *L) {
  return sort(L, "table.sort");
}

/* --- math */

static int math_abs(lua_State *L) {
  lua_Integer n = integer_at(L, 1, "math.abs");
  lua_pushinteger(L, n < 0 ? (lua_Integer)(0u - (lua_Unsigned)n) : n);
  return 1;
}

static int extreme(lua_State *L, const char *function, bool largest) {
  lua_Integer best = integer_at(L, 1, function);
  pk_box_charge(L, (size_t)lua_gettop(L));
  for (int i = 2; i <= lua_gettop(L); i++) {
    lua_Integer n = integer_at(L, i, function);
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

static int next_item(lua_State *L) {
  lua_Integer i = integer_at(L, 2, "ipairs");
  if (lua_type(L, 1) != LUA_TTABLE || i < 0 || i == LUA_MAXINTEGER)
    return bad(L, "ipairs");
  i++;
  pk_box_charge(L, 1);
  lua_pushinteger(L, i);
  return lua_rawgeti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int ipairs(lua_State *L) {
  items_at(L, 1, "ipairs");
  lua_pushcfunction(L, next_item);
  lua_pushvalue(L, 1);
  lua_pushinteger(L, 0);
  return 3;
}

/* Numbers before texts before truth values. */
static bool key_before(lua_State *L, int a, int b) {
  int x = lua_type(L, a), y = lua_type(L, b);
  if (x != y)
    return x == LUA_TNUMBER || (x == LUA_TSTRING && y == LUA_TBOOLEAN);
  if (x == LUA_TBOOLEAN)
    return lua_toboolean(L, a) < lua_toboolean(L, b);
  charge_text(L, a);
  charge_text(L, b);
  return lua_compare(L, a, b, LUA_OPLT);
}

static int sort_keys(lua_State *L) {
  return sort(L, "pairs");
}

static int compare_keys(lua_State *L) {
  lua_pushboolean(L, key_before(L, 1, 2));
  return 1;
}

/* The next pair: upvalues are the table, its keys in order, and how many were given. */
static int next_pair(lua_State *L) {
  lua_Integer i = lua_tointeger(L, lua_upvalueindex(3)) + 1;
  pk_box_charge(L, 2);
  lua_pushinteger(L, i);
  lua_replace(L, lua_upvalueindex(3));
  if (lua_rawgeti(L, lua_upvalueindex(2), i) == LUA_TNIL)
    return 1;
  lua_pushvalue(L, -1);
  lua_rawget(L, lua_upvalueindex(1));
  return 2;
}

/* Keys come in the order of Lua's hashes, which are seeded anew in every process, and how often a
 * sort compares depends on the order that it finds. So the most that it can cost is paid before,
 * and nothing while it runs: the same program stops at the same step every time. */
static void charge_order(lua_State *L, lua_Integer count, size_t longest) {
  size_t rounds = 0;
  for (lua_Integer width = 1; width < count; width *= 2)
    rounds++;
  pk_box_charge(L, rounds * (size_t)count * (5 + longest / 4));
  pk_box_of(L)->prepaid = true;
}

/* Pairs in the order of their keys, so that no answer depends on where memory happens to lie. */
static int pairs(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE)
    return bad(L, "pairs");
  lua_settop(L, 1);
  pk_box_push_seen(L, 1);
  lua_replace(L, 1);
  lua_newtable(L);
  lua_Integer count = 0;
  size_t longest = 0;
  lua_pushnil(L);
  while (lua_next(L, 1)) {
    int type = lua_type(L, -2);
    if (type != LUA_TSTRING && type != LUA_TBOOLEAN && type != LUA_TNUMBER)
      return bad(L, "pairs");
    if (type == LUA_TSTRING && lua_rawlen(L, -2) > longest)
      longest = lua_rawlen(L, -2);
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, 2, ++count);
    pk_box_charge(L, 4);
  }
  charge_order(L, count, longest);
  lua_pushcfunction(L, sort_keys);
  lua_pushvalue(L, 2);
  lua_pushcfunction(L, compare_keys);
  lua_call(L, 2, 0);
  pk_box_of(L)->prepaid = false;
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_pair, 3);
  return 1;
}

static int type(lua_State *L) {
  if (lua_isnone(L, 1))
    return bad(L, "type");
  lua_pushstring(L, lua_typename(L, lua_type(L, 1)));
  return 1;
}

/* No addresses: a table is "table". */
static int tostring(lua_State *L) {
  int form = lua_type(L, 1);
  lua_settop(L, 1);
  if (form == LUA_TNONE)
    return bad(L, "tostring");
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

typedef struct entry {
  const char *name;
  lua_CFunction function;
} entry;

static void add_all(lua_State *L, const entry *entries) {
  for (; entries->name; entries++) {
    lua_pushcfunction(L, entries->function);
    lua_setfield(L, -2, entries->name);
  }
}

static void add_table(lua_State *L, const char *name, const char *prefix, const entry *entries) {
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
  static const entry strings[] = {
      {"len", string_len},     {"sub", string_sub},     {"byte", string_byte}, {"rep", string_rep},
      {"upper", string_upper}, {"lower", string_lower}, {"find", string_find}, {NULL, NULL}};
  static const entry tables[] = {{"insert", table_insert},
                                 {"remove", table_remove},
                                 {"concat", table_concat},
                                 {"unpack", table_unpack},
                                 {"sort", table_sort},
                                 {"len", table_len},
                                 {NULL, NULL}};
  static const entry maths[] = {{"abs", math_abs},
                                {"max", math_max},
                                {"min", math_min},
                                {"tointeger", math_tointeger},
                                {NULL, NULL}};
  static const entry globals[] = {{"ipairs", ipairs}, {"pairs", pairs},   {"type", type},
                                  {"error", error},   {"assert", assert}, {"tostring", tostring},
                                  {NULL, NULL}};
  lua_newtable(L);
  add_all(L, globals);
  add_table(L, "string", "string.", strings);
  add_table(L, "table", "table.", tables);
  add_table(L, "math", "math.", maths);
  pk_box_push_polku(L);
  lua_setfield(L, -2, "polku");
  pk_box_seal(L, "");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &pk_box_names);
}
