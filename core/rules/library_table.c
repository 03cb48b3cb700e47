/* Tables in the box: lists, sorting, and going through what there is in an order that is the same
 * in every process. */
#include "rules/library.h"

#include <string.h>

enum { SORT_MAX = 4096 };

/* The number of items before the first that is missing. Lua's own length would be another one in a
 * list with a hole, depending on where the table keeps its items, and so on the hashes of its keys,
 * which differ from run to run. */
static lua_Integer items_at(lua_State *L, int index, const char *function) {
  if (lua_type(L, index) != LUA_TTABLE)
    pk_box_bad(L, function);
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

static int table_len(lua_State *L) {
  lua_pushinteger(L, items_at(L, 1, "table.len"));
  return 1;
}

static int table_insert(lua_State *L) {
  lua_Integer count = items_at(L, 1, "table.insert");
  lua_Integer at = count + 1;
  if (lua_gettop(L) == 3) {
    at = pk_box_integer_at(L, 2, "table.insert");
    if (at < 1 || at > count + 1)
      return pk_box_bad(L, "table.insert");
    pk_box_charge(L, (size_t)(count - at + 2));
    for (lua_Integer i = count; i >= at; i--) {
      lua_rawgeti(L, 1, i);
      lua_rawseti(L, 1, i + 1);
    }
  } else if (lua_gettop(L) != 2) {
    return pk_box_bad(L, "table.insert");
  }
  lua_rawseti(L, 1, at);
  return 0;
}

static int table_remove(lua_State *L) {
  lua_Integer count = items_at(L, 1, "table.remove");
  lua_Integer at = pk_box_integer_or(L, 2, count, "table.remove");
  if (count == 0)
    return 0;
  if (at < 1 || at > count)
    return pk_box_bad(L, "table.remove");
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
  const char *between = lua_isnoneornil(L, 2) ? "" : pk_box_text_at(L, 2, &gap, "table.concat");
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, 1, i);
    if (lua_type(L, -1) != LUA_TSTRING && !lua_isinteger(L, -1))
      return pk_box_bad(L, "table.concat");
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
    return pk_box_bad(L, "table.unpack");
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
    return pk_box_bad(L, function);
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

const pk_box_function pk_box_tables[] = {{"insert", table_insert},
                                         {"remove", table_remove},
                                         {"concat", table_concat},
                                         {"unpack", table_unpack},
                                         {"sort", table_sort},
                                         {"len", table_len},
                                         {NULL, NULL}};

/* --- going through one */

static int next_item(lua_State *L) {
  lua_Integer i = pk_box_integer_at(L, 2, "ipairs");
  if (lua_type(L, 1) != LUA_TTABLE || i < 0 || i == LUA_MAXINTEGER)
    return pk_box_bad(L, "ipairs");
  i++;
  pk_box_charge(L, 1);
  lua_pushinteger(L, i);
  return lua_rawgeti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

int pk_box_ipairs(lua_State *L) {
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
int pk_box_pairs(lua_State *L) {
  if (lua_type(L, 1) != LUA_TTABLE)
    return pk_box_bad(L, "pairs");
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
      return pk_box_bad(L, "pairs");
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
