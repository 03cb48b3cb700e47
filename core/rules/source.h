/* What rules.lua may look like before Lua is shown any of it.
 *
 * Lua's compiler runs under no hook: what it does with a text cannot be stopped half-way. Several
 * of its steps take time that grows with the square of the text (lists of jumps, constants whose
 * hashes meet, names searched in every function around), so a text is refused that has more of
 * these than any rules need. Some things are refused because answers would depend on more than c
 * and p, or because Lua 5.4.4 has a fault there: `#`, `_ENV`, NUL in a text, comparisons
 * as indices. */
#ifndef PK_SOURCE_H
#define PK_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

enum {
  PK_SOURCE_NAMES = 100000,
  PK_SOURCE_NUMBERS = 10000,
  PK_SOURCE_JUMPS = 5000, /* and, or, elseif, break, goto, labels */
  PK_SOURCE_BLOCKS = 10000,
  PK_SOURCE_DEPTH = 16,     /* blocks within blocks */
  PK_SOURCE_BRACKETS = 200, /* brackets within brackets */
  PK_SOURCE_CHAIN = 100     /* names and indices one after another: a.b.c[1].d */
};

typedef struct pk_source_fault {
  const char *code;
  int line;
  const char *name; /* what is refused, or the key of words that say what there is too much of */
  const char *suggestion; /* or NULL */
} pk_source_fault;

/* Whether Lua may read this text, which is UTF-8 without NUL; else the first fault. */
bool pk_source_check(const char *text, size_t length, pk_source_fault *fault);

#endif
