/* Opening the box, running code in it under a budget, and saying why it stopped. */
#include "rules/box.h"

#include "base/text.h"
#include "rules/source.h"
#include <locale.h>
#include <lua.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char functions_key = 0;
const char pk_box_names = 0;

pk_box *pk_box_of(lua_State *L) {
  return *(pk_box **)lua_getextraspace(L);
}

/* The line of plugin code that runs now, 0 when none does. */
static int current_line(lua_State *L) {
  lua_Debug about;
  for (int level = 0; level < 64 && lua_getstack(L, level, &about); level++)
    if (lua_getinfo(L, "l", &about) && about.currentline > 0)
      return about.currentline;
  return 0;
}

/* What one instruction may cost beside the usual: it may walk a chain as long as the largest table,
 * or copy as much as the largest block holds. */
static long long weight(const pk_box *box) {
  return 1 + (long long)(box->widest / PK_BOX_WIDE);
}

/* A block that neither replaces another nor is an object is the inner part of a table. To fill it,
 * Lua walks over the table's items, and in the worst case over all of those for each of them: keys
 * can be chosen so that they meet. */
static void charge_table(pk_box *box, size_t size) {
  long long items = (long long)(size / PK_BOX_ITEM);
  box->steps += weight(box) + items * items / 64;
}

static void *refuse(pk_box *box) {
  if (box->hunger == PK_FED) {
    box->hungry_line = box->L ? current_line(box->L) : 0;
    box->hunger = PK_TOO_MUCH;
  }
  return NULL;
}

/* Lua asks for a new object with its type in the place of the old size. Refused once, it collects
 * its garbage and asks again: that is refused too, or a plugin that stays just below the limit
 * would make it collect at every step, for hours. */
static void *allocate(void *user, void *old, size_t old_size, size_t size) {
  pk_box *box = user;
  if (size == 0) {
    pk_pool_give(box->pool, old, old_size);
    return NULL;
  }
  if (old && size <= old_size)
    return pk_pool_resize(box->pool, old, old_size, size);
  bool text = !old && old_size == LUA_TSTRING;
  if (box->hunger != PK_FED || (text && size > PK_BOX_STRING))
    return refuse(box);
  void *block =
      old ? pk_pool_resize(box->pool, old, old_size, size) : pk_pool_take(box->pool, size);
  if (!block)
    return refuse(box);
  if (box->running && size > box->widest)
    box->widest = size;
  if (box->running && !old && old_size == 0)
    charge_table(box, size);
  return block;
}

/* A longer one is cut between two characters. What is no text the report makes safe to print. */
static void keep_name(pk_box *box, const char *name) {
  size_t length = strlen(name);
  if (length >= sizeof box->stop.name)
    for (length = sizeof box->stop.name - 1; length && (name[length] & 0xC0) == 0x80;)
      length--;
  memcpy(box->stop.name, name, length);
  box->stop.name[length] = 0;
}

int pk_box_raise(lua_State *L, const char *code, const char *name, const char *suggestion) {
  pk_box *box = pk_box_of(L);
  box->stop.code = code;
  box->stop.suggestion = suggestion;
  keep_name(box, name);
  lua_pushnil(L);
  return lua_error(L);
}

void pk_box_charge(lua_State *L, size_t steps) {
  pk_box *box = pk_box_of(L);
  if (box->prepaid)
    return;
  /* No sum may wrap: what is more than everything that is left is enough. */
  box->steps += steps > PK_BOX_ALL_STEPS ? PK_BOX_ALL_STEPS : (long long)steps;
  if (box->steps > box->budget || box->steps > box->budget_all)
    pk_box_raise(L, "E-PLUGIN-STEPS", "", NULL);
}

static void count(lua_State *L, lua_Debug *about) {
  (void)about;
  pk_box_charge(L, (size_t)(PK_BOX_HOOK * weight(pk_box_of(L))));
}

/* Lua's own messages begin with "rules:LINE: ". */
static const char *split_line(const char *text, int *line) {
  static const char prefix[] = "rules:";
  char *stop;
  if (strncmp(text, prefix, sizeof prefix - 1) != 0)
    return text;
  long number = strtol(text + sizeof prefix - 1, &stop, 10);
  if (strncmp(stop, ": ", 2) != 0)
    return text;
  *line = (int)number;
  return stop + 2;
}

/* Runs where an error was raised, so that its line is still known. */
static int handle(lua_State *L) {
  pk_box *box = pk_box_of(L);
  int line = current_line(L);
  box->stop.line = line ? line : box->reading;
  if (box->stop.code && box->stop.code[0] == 'E' && lua_type(L, 1) == LUA_TNIL)
    return 1;
  const char *syntax = box->stop.code;
  const char *text = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "";
  text = split_line(text, &box->stop.line);
  keep_name(box, text);
  box->stop.code = syntax ? syntax : "E-PLUGIN-LUA";
  box->stop.suggestion = NULL;
  return 1;
}

/* The values of a row in the order of the leaf's reads. */
static void row_values(const pk_book *book, const pk_leaf *leaf, size_t row, int *raw) {
  for (int k = 0; k < leaf->read_count; k++) {
    const pk_variable *variable = PK_AT(book->variables, pk_variable, leaf->reads[k]);
    raw[k] = (int)(row / leaf->strides[k] % (size_t)variable->size);
  }
}

/* "age = 58, basis = full" */
static void add_values(const pk_book *book, const pk_leaf *leaf, const int *raw, pk_text *out) {
  for (int k = 0; k < leaf->read_count; k++) {
    const pk_variable *variable = PK_AT(book->variables, pk_variable, leaf->reads[k]);
    const pk_attribute_kind *attribute = pk_book_attribute_of(book, leaf->reads[k]);
    pk_text_addf(out, "%s%s = ", k ? ", " : "", variable->id);
    if (attribute && attribute->type == PK_TYPE_ENUM)
      pk_text_add(out, attribute->values[raw[k]]);
    else if (attribute && attribute->type == PK_TYPE_BOOL)
      pk_text_add(out, raw[k] ? "true" : "false");
    else
      pk_text_addf(out, "%lld", (attribute ? attribute->low : 0) + raw[k]);
  }
}

static void add_leaf(const pk_book *book, const pk_leaf *leaf, const int *raw, pk_text *out) {
  pk_text_add(out, leaf->what);
  if (leaf->id)
    pk_text_addf(out, ", \"%s\"", leaf->id);
  if (leaf->read_count == 0)
    return;
  pk_text_add(out, " (");
  add_values(book, leaf, raw, out);
  pk_text_add(out, ")");
}

void pk_leaf_say(const pk_book *book, const pk_leaf *leaf, size_t row, pk_text *out) {
  int raw[PK_READS_MAX] = {0};
  row_values(book, leaf, row, raw);
  add_leaf(book, leaf, raw, out);
}

/* What the leaf would have to say to read the name: reads = { "age", "basis" }. */
static void add_remedy(const pk_box *box, pk_text *out) {
  const pk_leaf *leaf = box->leaf;
  bool params = box->stop.of_params;
  int count = !leaf ? 0 : params ? leaf->param_count : leaf->read_count;
  pk_text_add(out, params ? "params = { " : "reads = { ");
  for (int i = 0; i < count; i++)
    pk_text_addf(out, "\"%s\", ",
                 params ? leaf->params[i]
                        : PK_AT(box->book->variables, pk_variable, leaf->reads[i])->id);
  pk_text_addf(out, "\"%s\" }", box->stop.name);
}

static void report_stop(pk_box *box) {
  pk_place place;
  pk_text what = PK_TEXT_EMPTY, remedy = PK_TEXT_EMPTY;
  int line = box->stop.line == 0 && box->leaf ? box->leaf->line : box->stop.line;
  bool value = box->leaf && box->leaf->gives_value;
  pk_file_place(&box->plugin->rules_file, line, &place);
  if (box->leaf)
    add_leaf(box->book, box->leaf, box->raw, &what);
  else
    pk_text_add(&what, "rules.lua");
  add_remedy(box, &remedy);
  if (what.failed || remedy.failed)
    pk_report_memory(box->book->report);
  else
    pk_report_add(box->book->report, &place, box->stop.code, "what", what.data, "name",
                  box->stop.name, "suggestion", box->stop.suggestion, "remedy", remedy.data,
                  "expected", value ? "rules.expect.integer" : "rules.expect.bool", NULL);
  pk_text_free(&what);
  pk_text_free(&remedy);
}

/* Runs a C function inside the one protected call, in the C locale. */
static bool protect(pk_box *box, lua_CFunction function) {
  lua_State *L = box->L;
  locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (!plain) {
    pk_report_memory(box->book->report);
    return false;
  }
  locale_t before = uselocale(plain);
  box->stop = (pk_stop){0};
  box->prepaid = false;
  box->hunger = PK_FED;
  lua_settop(L, 0);
  lua_pushcfunction(L, handle);
  lua_pushcfunction(L, function);
  int status = lua_pcall(L, 0, 0, 1);
  uselocale(before);
  freelocale(plain);
  if (status == LUA_OK)
    return true;
  if (box->hunger == PK_STARVED) {
    pk_report_memory(box->book->report);
    return false;
  }
  /* Lua raises a lack of memory without asking the handler: the allocator noted the line. */
  if (status == LUA_ERRMEM)
    box->stop = (pk_stop){.code = "E-PLUGIN-MEMORY", .line = box->hungry_line};
  else if (!box->stop.code)
    box->stop.code = "E-PLUGIN-LUA";
  report_stop(box);
  return false;
}

int pk_box_keep_function(lua_State *L) {
  pk_box *box = pk_box_of(L);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
  lua_insert(L, -2);
  lua_rawseti(L, -2, ++box->functions);
  lua_pop(L, 1);
  return box->functions;
}

typedef struct source {
  const char *text, *end;
  int line; /* that Lua is reading */
} source;

/* Line by line: where Lua's compiler ends without saying where, it ends on the last line it got. */
static const char *give(lua_State *L, void *user, size_t *size) {
  source *rest = user;
  const char *text = rest->text;
  (void)L;
  if (text == rest->end)
    return NULL;
  const char *stop = memchr(text, '\n', (size_t)(rest->end - text));
  rest->text = stop ? stop + 1 : rest->end;
  rest->line++;
  *size = (size_t)(rest->text - text);
  return text;
}

/* What Lua's compiler must not be shown. */
static bool check_source(pk_box *box) {
  const pk_file *file = &box->plugin->rules_file;
  pk_source_fault fault;
  if (pk_source_check(file->text, file->length, &fault))
    return true;
  box->stop = (pk_stop){.code = fault.code, .line = fault.line, .suggestion = fault.suggestion};
  keep_name(box, fault.name);
  report_stop(box);
  return false;
}

static int run(lua_State *L) {
  pk_box *box = pk_box_of(L);
  const pk_file *file = &box->plugin->rules_file;
  lua_newtable(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
  pk_box_record_setup(L);
  pk_box_library(L);
  source rest = {file->text, file->text + file->length, 0};
  int status = lua_load(L, give, &rest, "=rules", "t");
  if (status != LUA_OK)
    box->reading = box->hungry_line = rest.line;
  if (status == LUA_ERRMEM)
    return pk_box_raise(L, "E-PLUGIN-MEMORY", "", NULL);
  if (status != LUA_OK) {
    box->stop.code = "E-PLUGIN-SYNTAX";
    return lua_error(L);
  }
  /* Its names are those of a table that only looks through to the library. */
  lua_rawgetp(L, LUA_REGISTRYINDEX, &pk_box_names);
  lua_setupvalue(L, -2, 1);
  box->running = true;
  lua_call(L, 0, 1);
  if (!lua_isnil(L, -1))
    return pk_box_raise(L, "E-PLUGIN-RETURNS", "", NULL);
  return 0;
}

bool pk_box_open(pk_box *box, pk_arena *arena, const pk_book *book, const pk_plugin *plugin) {
  *box = (pk_box){.arena = arena, .book = book, .plugin = plugin};
  if (!check_source(box))
    return false;
  box->pool = pk_pool_new(PK_BOX_MEMORY);
  box->L = box->pool ? lua_newstate(allocate, box) : NULL;
  if (!box->L) {
    pk_report_memory(book->report);
    return false;
  }
  *(pk_box **)lua_getextraspace(box->L) = box;
  lua_sethook(box->L, count, LUA_MASKCOUNT, PK_BOX_HOOK);
  box->loading = true;
  box->budget = box->budget_all = PK_BOX_LOAD_STEPS;
  bool good = protect(box, run);
  box->loading = false;
  box->budget_all = box->steps + PK_BOX_ALL_STEPS;
  return good;
}

void pk_box_limit(pk_box *box, long long taken) {
  long long left = PK_BOX_SHARED_STEPS - taken - box->steps;
  if (box->budget_all > box->steps + left)
    box->budget_all = box->steps + (left > 0 ? left : 0);
}

void pk_box_close(pk_box *box) {
  pk_pool_free(box->pool);
  box->pool = NULL;
  box->L = NULL;
}

/* --- tables of answers */

size_t pk_leaf_words(const pk_leaf *leaf) {
  return leaf->gives_value ? leaf->rows : leaf->rows / 64 + 1;
}

static bool truth(lua_State *L) {
  if (lua_type(L, -1) != LUA_TBOOLEAN)
    pk_box_raise(L, "E-PLUGIN-RESULT", lua_typename(L, lua_type(L, -1)), NULL);
  return lua_toboolean(L, -1);
}

static uint64_t number(lua_State *L, const pk_leaf *leaf) {
  char text[32];
  if (!lua_isinteger(L, -1)) {
    bool broken = lua_type(L, -1) == LUA_TNUMBER;
    pk_box_raise(L, "E-PLUGIN-RESULT", broken ? "float" : lua_typename(L, lua_type(L, -1)), NULL);
  }
  long long value = lua_tointeger(L, -1);
  snprintf(text, sizeof text, "%lld", value);
  if (value < leaf->least || value > leaf->most)
    pk_box_raise(L, "E-PLUGIN-RANGE", text, NULL);
  return (uint64_t)value;
}

/* The answer for the row whose values stand in box->raw. */
static uint64_t ask(lua_State *L, pk_box *box) {
  box->serial++;
  box->budget = box->steps + PK_BOX_ROW_STEPS;
  pk_box_charge(L, PK_BOX_ROW);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
  lua_rawgeti(L, -1, box->leaf->function);
  pk_box_push_records(L);
  lua_call(L, 2, 1);
  uint64_t answer = box->leaf->gives_value ? number(L, box->leaf) : truth(L);
  lua_settop(L, 0);
  return answer;
}

/* About 0.618 of the rows, without a common divisor: steps of it meet every row once, in an order
 * in which nothing that counts calls, or their parity, goes on as in the first. */
static size_t stride_of(size_t rows) {
  size_t stride = rows - rows * 382 / 1000;
  for (;; stride--) {
    size_t a = rows, b = stride;
    while (b) {
      size_t rest = a % b;
      a = b;
      b = rest;
    }
    if (a == 1 || stride <= 1)
      return stride ? stride : 1;
  }
}

/* From the last row down, `stride` at a time. */
static size_t other_order(size_t rows, size_t stride, size_t i) {
  return rows - 1 - i * stride % rows;
}

static int compute(lua_State *L) {
  pk_box *box = pk_box_of(L);
  const pk_tabulation *made = box->made;
  const pk_leaf *leaf = made->leaf;
  const size_t stride = stride_of(leaf->rows);
  for (size_t i = 0; i < leaf->rows; i++) {
    size_t row = made->again ? other_order(leaf->rows, stride, i) : i;
    if (made->where && !(made->where[row / 64] >> (row % 64) & 1))
      continue;
    row_values(box->book, leaf, row, box->raw);
    uint64_t answer = ask(L, box);
    if (leaf->gives_value)
      made->words[row] = answer;
    else
      made->words[row / 64] |= answer << (row % 64);
  }
  return 0;
}

/* Every table begins from the memory as it was after rules.lua had run: an answer cannot depend on
 * which other tables were made before, nor on how one of them failed. */
static bool begin(pk_box *box) {
  if (box->kept) {
    box->steps += (long long)pk_pool_restore(box->pool) / 256;
    box->widest = box->kept_width;
    return true;
  }
  box->kept = pk_pool_keep(box->pool);
  box->kept_width = box->widest;
  if (!box->kept)
    pk_report_memory(box->book->report);
  return box->kept;
}

bool pk_box_tabulate(pk_box *box, const pk_tabulation *made) {
  int raw[PK_READS_MAX] = {0};
  if (!begin(box))
    return false;
  box->made = made;
  box->leaf = made->leaf;
  box->day = made->day;
  box->raw = raw;
  bool good = protect(box, compute);
  box->made = NULL;
  box->leaf = NULL;
  box->raw = NULL;
  return good;
}
