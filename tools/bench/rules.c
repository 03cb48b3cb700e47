/* bench-rules: what rules cost, side by side with what one would do without tables.
 *
 * First Finland's whole law on every interval of dates: rows tabulated (each twice, that is the
 * test of purity) and the time that takes. Then one question, "may this client enter the place with
 * wage subsidy?", asked of the tables as engines ask it and of plain Lua with the standard library
 * (rules.lua), about the same clients drawn by lot; the two must agree on every one of them.
 *
 * The one program of tools/ that looks into core/: what it measures is not public. */
#include "rules/bind.h"
#include "rules/desk/shelf.h"

#include <inttypes.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CLIENTS = 1 << 12, ROUNDS = 2000, LUA_ROUNDS = 40 };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int fail(polku_report *report, const char *what) {
  char *text = polku_report_text(report, POLKU_EN, false);
  fprintf(stderr, "bench-rules: %s\n%s", what, text ? text : "");
  free(text);
  return 3;
}

/* --- tabulating */

typedef struct tally {
  long leaves;
  size_t rows;
} tally;

static void count_leaf(const pk_leaf *leaf, bool *seen, tally *sum) {
  if (!leaf || seen[leaf->number])
    return;
  seen[leaf->number] = true;
  sum->leaves++;
  sum->rows += leaf->rows;
}

static void count_tree(const pk_tree *node, bool *seen, tally *sum) {
  if (node->join == PK_TEST)
    count_leaf(node->leaf, seen, sum);
  for (int i = 0; i < node->child_count; i++)
    count_tree(node->children[i], seen, sum);
}

static void count_law(const pk_law *law, bool *seen, tally *sum) {
  memset(seen, 0, (size_t)law->book->leaf_count * sizeof *seen);
  for (int k = 0; k < law->book->kinds.count; k++) {
    const pk_sheet *sheet = &law->sheets[k];
    if (sheet->allow)
      count_tree(sheet->allow, seen, sum);
    for (int form = 0; form < PK_RULES; form++)
      for (int i = 0; i < sheet->layer_count[form]; i++)
        for (int c = 0; c < sheet->layers[form][i].case_count; c++) {
          count_leaf(sheet->layers[form][i].cases[c].when, seen, sum);
          count_leaf(sheet->layers[form][i].cases[c].computed, seen, sum);
        }
  }
}

static int tabulate(const char *plugins) {
  polku_report *report = polku_report_new();
  pk_shelf shelf;
  double start = now();
  if (!pk_shelf_open(&shelf, plugins, "finland", report))
    return fail(report, "cannot open finland");
  double opened = now() - start;
  bool *seen = PK_NEW_ARRAY(shelf.arena, bool, (size_t)shelf.book->leaf_count);
  pk_segments segments = pk_segments_of(shelf.arena, shelf.book, shelf.plugin, -1);
  tally all = {0};
  double spent = 0;
  for (int i = 0; i < segments.count; i++) {
    const pk_law_wanted wanted = {
        .book = shelf.book, .region = shelf.plugin, .date = pk_segment_day(&segments.at[i])};
    start = now();
    const pk_law *law = pk_law_new(shelf.arena, &wanted);
    spent += now() - start;
    if (!law)
      return fail(report, "cannot make a law");
    count_law(law, seen, &all);
    if (i + 1 == segments.count) {
      tally last = {0};
      count_law(law, seen, &last);
      printf("law of today        %4ld conditions and values, %zu rows\n", last.leaves, last.rows);
    }
  }
  printf("reading the plugin  %8.1f ms\n", 1e3 * opened);
  printf("%3d intervals       %8.1f ms, %zu rows twice, %.2f µs a row, the sandbox included\n",
         segments.count, 1e3 * spent, all.rows, 1e6 * spent / (2 * (double)all.rows));
  pk_shelf_close(&shelf);
  polku_report_free(report);
  return 0;
}

/* --- asking */

/* A client: the history of unemployment as bits, the class of attributes. */
typedef struct client {
  pk_clocks clocks;
  int klass;
} client;

static uint64_t lot(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

static void set_field(lua_State *L, const pk_rules *rules, const pk_view *view, int variable) {
  const pk_book *book = rules->bound->book;
  const pk_variable *about = PK_AT(book->variables, pk_variable, variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  int raw = pk_view_raw(view, variable);
  if (attribute && attribute->type == PK_TYPE_ENUM)
    lua_pushstring(L, attribute->values[raw]);
  else if (attribute && attribute->type == PK_TYPE_BOOL)
    lua_pushboolean(L, raw);
  else
    lua_pushinteger(L, (attribute ? attribute->low : 0) + raw);
  lua_setfield(L, -2, about->id);
}

/* The question, and the two that answer it. */
typedef struct question {
  const pk_rules *rules;
  int stage;
  client *clients;
  lua_State *L; /* the function of rules.lua and its argument lie on the stack */
} question;

static int stage_of(const pk_model *model, const char *kind) {
  for (int s = 0; s < model->stage_count; s++)
    if (model->stages[s].kind && strcmp(model->stages[s].kind, kind) == 0)
      return s;
  return -1;
}

static client *make_clients(const pk_rules *rules) {
  client *clients = calloc(CLIENTS, sizeof *clients);
  uint64_t luck = 88172645463325252u;
  for (int i = 0; clients && i < CLIENTS; i++) {
    clients[i].klass = (int)(lot(&luck) % (uint64_t)rules->klass_count);
    for (int c = 0; c < rules->clock_count; c++)
      clients[i].clocks.at[c] =
          PK_AT(rules->bound->book->memories, pk_memory, rules->bound->slots[c].memory)->history
              ? lot(&luck) | lot(&luck)
              : lot(&luck) % 12;
  }
  return clients;
}

static bool from_tables(const question *q, int i) {
  return pk_rules_allow(q->rules, q->clients[i].klass, q->stage, &q->clients[i].clocks, 0);
}

/* Seconds that one answer takes; how many of all rounds were yes. */
static double time_tables(const question *q, long *yes) {
  double start = now();
  for (int r = 0; r < ROUNDS; r++)
    for (int i = 0; i < CLIENTS; i++)
      *yes += from_tables(q, i);
  return (now() - start) / ((double)ROUNDS * CLIENTS);
}

/* Leaves the function that answers and the table that it is given. */
static bool open_lua(const question *q, const char *plugins) {
  char folder[4096], date[11];
  lua_State *L = q->L;
  snprintf(folder, sizeof folder, "%s/finland", plugins);
  luaL_openlibs(L);
  if (luaL_loadfile(L, BENCH_FOLDER "/rules.lua") != LUA_OK)
    return false;
  lua_pushstring(L, folder);
  lua_pushstring(L, "wage_subsidy");
  lua_pushstring(L, pk_date_text(date, q->rules->bound->date));
  if (lua_pcall(L, 3, 1, 0) != LUA_OK)
    return false;
  lua_createtable(L, 0, q->rules->bound->book->variables.count);
  return true;
}

static void give_client(const question *q, int i) {
  const pk_bound *bound = q->rules->bound;
  const pk_view view = {q->rules,
                        bound->klass_raw[q->clients[i].klass],
                        bound->stage_raw[q->stage],
                        &q->clients[i].clocks,
                        0,
                        NULL};
  for (int v = 0; v < bound->book->variables.count; v++)
    set_field(q->L, q->rules, &view, v);
}

static bool from_lua(const question *q, bool *answer) {
  lua_pushvalue(q->L, -2);
  lua_pushvalue(q->L, -2);
  if (lua_pcall(q->L, 1, 1, 0) != LUA_OK)
    return false;
  *answer = lua_toboolean(q->L, -1);
  lua_pop(q->L, 1);
  return true;
}

/* Seconds that one answer takes, how many clients were allowed, and for how many the tables say
 * otherwise; less than nothing with an error on the stack. */
static double time_lua(const question *q, long *yes, long *apart) {
  double inside = 0;
  for (int i = 0; i < CLIENTS; i++) {
    bool answer = false, good = true;
    give_client(q, i);
    double start = now();
    for (int r = 0; good && r < LUA_ROUNDS; r++)
      good = from_lua(q, &answer);
    inside += now() - start;
    if (!good)
      return -1;
    *yes += answer;
    *apart += answer != from_tables(q, i);
  }
  return inside / ((double)LUA_ROUNDS * CLIENTS);
}

static int fail_lua(lua_State *L) {
  fprintf(stderr, "bench-rules: %s\n", lua_tostring(L, -1));
  return 3;
}

static int compare(const question *q, const char *plugins) {
  long yes = 0, lua_yes = 0, apart = 0;
  double table = time_tables(q, &yes);
  double plain = open_lua(q, plugins) ? time_lua(q, &lua_yes, &apart) : -1;
  if (plain < 0)
    return fail_lua(q->L);
  printf("one question        %8.1f ns from tables, %.1f ns in plain Lua: %.0f times\n",
         1e9 * table, 1e9 * plain, plain / table);
  printf("                    %ld of %d allowed, %ld answers differ\n", lua_yes, CLIENTS, apart);
  return apart || yes != lua_yes * ROUNDS ? 1 : 0;
}

static int ask_about(const pk_model *model, const pk_rules *rules, const char *plugins,
                     polku_report *report) {
  question q = {.rules = rules, .stage = stage_of(model, "wage_subsidy")};
  if (q.stage < 0)
    return fail(report, "the model has no wage subsidy");
  q.clients = make_clients(rules);
  q.L = luaL_newstate();
  int status = q.clients && q.L ? compare(&q, plugins) : fail(report, "no memory");
  if (q.L)
    lua_close(q.L);
  free(q.clients);
  return status;
}

static int ask(const char *plugins, const char *model_path) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_load(model_path, report);
  polku_rules *rules = model ? polku_rules_load(model, plugins, report) : NULL;
  int status = rules ? ask_about(model, rules, plugins, report)
                     : fail(report, model ? "cannot load the rules" : "cannot load the model");
  polku_rules_free(rules);
  polku_model_free(model);
  polku_report_free(report);
  return status;
}

int main(int argc, char **argv) {
  const char *plugins = argc > 1 ? argv[1] : "plugins";
  const char *model = argc > 2 ? argv[2] : "models/rovaniemi-tyokyky.json";
  int status = tabulate(plugins);
  return status ? status : ask(plugins, model);
}
