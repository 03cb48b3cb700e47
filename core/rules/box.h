/* The box: one Lua state for one plugin, in which nothing can reach out, hang, or grow.
 *
 * A count hook and a memory limit alone are no sandbox. What makes this one:
 *   - none of Lua's libraries is there, only the small one of library.c; so there is no pcall, no
 *     coroutine, no metatable to set, no __gc and no __close: an error that is raised anywhere
 *     flies straight to the one lua_pcall of the host, and no plugin code runs on the way;
 *   - everything that touches the state, its making included, runs inside that lua_pcall;
 *   - Lua's compiler, which no hook interrupts, is not shown what would keep it busy (source.h);
 *   - steps are charged for work, not for instructions alone: library functions charge what they
 * do, because a hook never interrupts C, and large tables, stacks and texts make every instruction
 *     dearer, because one instruction may walk over all of them;
 *   - all memory of a box is one block of 16 MiB (pool.h), a string has at most 16 KiB; at the
 * first refusal the box ends, and the block is let go without asking Lua to tidy up;
 *   - every table of answers begins from the same picture of that block, so an answer is a function
 *     of rules.lua, the leaf and the parameters, whatever else was asked before;
 *   - results are read raw, with exact types; tables leave the box as plain values (value.h);
 *   - records are read-only, know only what the rule declares to read, and are dead after the call;
 *   - the C locale holds while plugin code runs.
 * Lua's known faults and why each is out of reach: cve.md beside this file. */
#ifndef PK_BOX_H
#define PK_BOX_H

#include "base/text.h"
#include "rules/plugin.h"
#include "rules/pool.h"

struct lua_State;

/* Measures of the box: steps are VM instructions, or what a library function charges. */
enum {
  PK_BOX_HOOK = 1000,              /* instructions between two looks at the budget */
  PK_BOX_LOAD_STEPS = 2000000,     /* for running rules.lua */
  PK_BOX_ROW_STEPS = 100000,       /* for one row of a table */
  PK_BOX_ROW = 16,                 /* charged for calling a test at all */
  PK_BOX_SHARED_STEPS = 200000000, /* for the tables of all days together */
  PK_BOX_ALL_STEPS = 50000000,     /* for all rows of all tables of a plugin */
  PK_BOX_WIDE = 1024, /* bytes of the largest block that make an instruction count once more */
  PK_BOX_ITEM = 24,   /* bytes that an item of a table takes */
  PK_BOX_MEMORY = 16 << 20,
  PK_BOX_STRING = 16 << 10,
  PK_BOX_NODES = 100000, /* values in all declarations */
  PK_BOX_DECLARATIONS = 2000
};

/* `polku.FORM "id" { … }`. */
typedef struct pk_declaration {
  const char *form, *id; /* form: "attribute", "override.limit" */
  int line;
  bool complete; /* the table followed */
  pk_value value;
} pk_declaration;

/* Why the box stopped. */
typedef struct pk_stop {
  const char *code;
  int line;
  char name[256];
  const char *suggestion;
  bool of_params; /* the name was read from the parameters, not from the client */
} pk_stop;

/* One leaf on one day. */
typedef struct pk_tabulation {
  const pk_leaf *leaf;
  const pk_day *day;
  const uint64_t *where; /* bits of the rows that are asked, the others are 0; NULL: all */
  bool again;            /* in another order than the first time */
  uint64_t *words;       /* zeroed: pk_leaf_words of them */
} pk_tabulation;

typedef struct pk_box {
  struct lua_State *L;
  pk_arena *arena; /* of what it declares */
  const pk_book *book;
  const pk_plugin *plugin;
  pk_pool *pool;             /* everything that Lua keeps */
  bool kept;                 /* its picture after rules.lua */
  int reading;               /* the line at which Lua's compiler stopped */
  bool running;              /* plugin code runs, not Lua's compiler */
  size_t widest, kept_width; /* the largest block that plugin code asked for */
  enum { PK_FED, PK_TOO_MUCH, PK_STARVED } hunger; /* why the allocator last refused */
  int hungry_line;
  long long steps, budget, budget_all;
  bool loading, prepaid; /* prepaid: what runs is paid for already */
  int nodes, functions;
  pk_list declarations; /* pk_declaration */
  pk_stop stop;
  const pk_tabulation *made; /* what is being tabulated */

  /* The row that is being computed. */
  long long serial; /* of the records that are alive */
  const pk_day *day;
  const pk_leaf *leaf;
  int *raw; /* one value for each of the leaf's reads */
} pk_box;

/* Opens a box for a plugin and runs its rules.lua; declarations go into `arena`. False with a
 * problem in book->report. The box must be closed either way. */
bool pk_box_open(pk_box *box, pk_arena *arena, const pk_book *book, const pk_plugin *plugin);
void pk_box_close(pk_box *box);
/* Leaves the box what laws of many days have left of the steps that they share. */
void pk_box_limit(pk_box *box, long long taken);

/* Words of a leaf's table. Of a condition, bit i is the answer for row i (mixed radix, strides of
 * the leaf); of a value, word i. */
size_t pk_leaf_words(const pk_leaf *leaf);

/* A row of a leaf in messages: allow "wage_subsidy", "young" (age = 17). */
void pk_leaf_say(const pk_book *book, const pk_leaf *leaf, size_t row, pk_text *out);

/* Fills in a table. False with a problem. */
bool pk_box_tabulate(pk_box *box, const pk_tabulation *made);

/* --- between the files of the box */

pk_box *pk_box_of(struct lua_State *L);
/* Ends the call with a problem: `name` fills the placeholder {name}. Does not return. */
int pk_box_raise(struct lua_State *L, const char *code, const char *name, const char *suggestion);
/* Charges steps for work done in C; raises when the budget is used up. */
void pk_box_charge(struct lua_State *L, size_t steps);
/* Makes the library and the functions of `polku`, and leaves in the registry, under the address of
 * pk_box_names, the table through which rules.lua sees them. */
extern const char pk_box_names;
void pk_box_library(struct lua_State *L);
/* The metatables of the records that tests receive, and a new pair of records on the stack. */
void pk_box_record_setup(struct lua_State *L);
void pk_box_push_records(struct lua_State *L);
/* `polku` on the stack. */
void pk_box_push_polku(struct lua_State *L);
/* Replaces the table on top of the stack by one through which it is seen: missing names are refused
 * by name, and nothing can be set; `prefix` is "string." or "". */
void pk_box_seal(struct lua_State *L, const char *prefix);
/* Pushes the table that is seen through the one at `index`, or that one itself. */
void pk_box_push_seen(struct lua_State *L, int index);
/* Keeps the function on top of the stack, pops it, and gives its number. */
int pk_box_keep_function(struct lua_State *L);

#endif
