/* The records that a test receives: `c`, what is known of client, place and time, and `p`, the
 * parameters of the day. Both are read-only, know only what the rule says it reads, and are dead
 * when the call is over. */
#include "rules/api.h"
#include "rules/box.h"

#include <lua.h>
#include <string.h>

static const char record_key = 0, params_key = 0;

/* The row that a record belongs to; raises when that row is past. */
static pk_box *alive(lua_State *L) {
  pk_box *box = pk_box_of(L);
  const long long *serial = lua_touserdata(L, 1);
  if (!serial || !box->leaf || *serial != box->serial)
    pk_box_raise(L, "E-PLUGIN-DEAD", "", NULL);
  pk_box_charge(L, 4);
  return box;
}

static const char *name_at(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TSTRING)
    pk_box_raise(L, "E-PLUGIN-READS", "?", NULL);
  return lua_tostring(L, index);
}

static void push_value(lua_State *L, const pk_book *book, const pk_variable *variable, int raw) {
  if (variable->form != PK_READS_ATTRIBUTE) {
    lua_pushinteger(L, raw);
    return;
  }
  const pk_attribute_kind *attribute =
      PK_AT(book->attributes, pk_attribute_kind, variable->attribute);
  if (attribute->type == PK_TYPE_INT)
    lua_pushinteger(L, attribute->low + raw);
  else if (attribute->type == PK_TYPE_BOOL)
    lua_pushboolean(L, raw);
  else
    lua_pushstring(L, attribute->values[raw]);
}

static int read_record(lua_State *L) {
  pk_box *box = alive(L);
  const char *name = name_at(L, 2);
  const char *candidates[PK_READS_MAX];
  for (int i = 0; i < box->leaf->read_count; i++) {
    const pk_variable *variable = PK_AT(box->book->variables, pk_variable, box->leaf->reads[i]);
    candidates[i] = variable->id;
    if (strcmp(variable->id, name) == 0) {
      push_value(L, box->book, variable, box->raw[i]);
      return 1;
    }
  }
  return pk_box_raise(L, "E-PLUGIN-READS", name,
                      pk_nearest(name, candidates, (size_t)box->leaf->read_count));
}

static int read_param(lua_State *L) {
  pk_box *box = alive(L);
  const char *name = name_at(L, 2);
  const pk_leaf *leaf = box->leaf;
  for (int i = 0; i < leaf->param_count; i++) {
    if (strcmp(leaf->params[i], name) != 0)
      continue;
    const pk_dated *dated;
    pk_day_param(box->day, box->plugin, name, &dated);
    if (!dated)
      return pk_box_raise(L, "E-PARAM-DATE", name, NULL);
    lua_pushinteger(L, dated->value);
    return 1;
  }
  box->stop.of_params = true;
  return pk_box_raise(L, "E-PLUGIN-READS", name,
                      pk_nearest(name, leaf->params, (size_t)leaf->param_count));
}

static int refuse_change(lua_State *L) {
  return pk_box_raise(L, "E-PLUGIN-READONLY", name_at(L, 2), NULL);
}

static void setup(lua_State *L, const void *key, lua_CFunction read) {
  lua_newtable(L);
  lua_pushcfunction(L, read);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, refuse_change);
  lua_setfield(L, -2, "__newindex");
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

void pk_box_record_setup(lua_State *L) {
  setup(L, &record_key, read_record);
  setup(L, &params_key, read_param);
}

static void push(lua_State *L, const void *key) {
  long long *serial = lua_newuserdatauv(L, sizeof *serial, 0);
  *serial = pk_box_of(L)->serial;
  lua_rawgetp(L, LUA_REGISTRYINDEX, key);
  lua_setmetatable(L, -2);
}

void pk_box_push_records(lua_State *L) {
  push(L, &record_key);
  push(L, &params_key);
}
