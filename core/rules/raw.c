/* Values of all variables of one client and place at once, and which of them can stand together.
 *
 * Clocks of one history look at the same months: 24 of the last 28 leave at least 10 of the
 * last 14. A history of bits that shows given clocks exists if and only if, from the shortest
 * window to the longest, no count falls and none rises by more than the window grows; a current run
 * of r says that the latest r bits are set and the one before them is not. */
#include "rules/product.h"

#include <stdlib.h>
#include <string.h>

enum { NO_RUN = -1 };

/* Of each number of latest steps one window is looked at. */
_Static_assert(PK_KEEP_MAX <= 64, "a history is a word of bits");

/* What is known of one history. */
typedef struct seen {
  int run, keep;
  int count;
  struct window {
    int last, value;
  } at[PK_KEEP_MAX];
} seen;

static int by_last(const void *a, const void *b) {
  return ((const struct window *)a)->last - ((const struct window *)b)->last;
}

/* False where two clocks contradict each other at once. */
static bool look(const pk_book *book, int memory, const int *raw, const bool *known, seen *s) {
  *s = (seen){.run = NO_RUN, .keep = PK_AT(book->memories, pk_memory, memory)->keep};
  for (int v = 0; v < book->variables.count; v++) {
    const pk_variable *clock = PK_AT(book->variables, pk_variable, v);
    if (clock->memory != memory || !known[v])
      continue;
    if (clock->form == PK_READS_RUN) {
      if (s->run != NO_RUN && s->run != raw[v])
        return false;
      s->run = raw[v];
      continue;
    }
    int i = 0;
    while (i < s->count && s->at[i].last != clock->last)
      i++;
    if (i < s->count && s->at[i].value != raw[v])
      return false;
    if (i == s->count && s->count < PK_KEEP_MAX)
      s->at[s->count++] = (struct window){clock->last, raw[v]};
  }
  if (s->count)
    qsort(s->at, (size_t)s->count, sizeof s->at[0], by_last);
  return true;
}

static bool exists(const seen *s) {
  int last = 0, value = 0;
  bool full = s->run >= s->keep;
  for (int i = 0; i < s->count; i++) {
    int window = s->at[i].last, now = s->at[i].value;
    if (s->run != NO_RUN && (window <= s->run || full)) {
      if (now != window)
        return false;
      continue;
    }
    if (s->run != NO_RUN && last <= s->run) {
      last = s->run + 1;
      value = s->run;
    }
    if (now < value || now > value + (window - last))
      return false;
    last = window;
    value = now;
  }
  return true;
}

static bool agree(const pk_book *book, int memory, const int *raw, const bool *known) {
  seen s;
  return look(book, memory, raw, known, &s) && exists(&s);
}

bool pk_raw_agree(const pk_book *book, int memory, const int *raw, const bool *known) {
  return agree(book, memory, raw, known);
}

/* The value nearest to the present one that agrees with what is known. */
static void nearest(const pk_book *book, int v, int *raw, const bool *known) {
  const pk_variable *clock = PK_AT(book->variables, pk_variable, v);
  int now = raw[v];
  for (int step = 0; step < clock->size; step++)
    for (int side = -1; side <= 1; side += 2) {
      raw[v] = now + side * step;
      if (raw[v] >= 0 && raw[v] < clock->size && agree(book, clock->memory, raw, known))
        return;
    }
  raw[v] = now;
}

bool pk_raw_settle(const pk_book *book, int *raw, bool *fixed) {
  for (int m = 0; m < book->memories.count; m++) {
    if (!PK_AT(book->memories, pk_memory, m)->history)
      continue;
    if (!agree(book, m, raw, fixed))
      return false;
    for (int v = 0; v < book->variables.count; v++) {
      if (fixed[v] || PK_AT(book->variables, pk_variable, v)->memory != m)
        continue;
      fixed[v] = true;
      nearest(book, v, raw, fixed);
    }
  }
  return true;
}

/* Whoever never was in a stage has been out of it for as long as is counted, as in a model. */
static int clock_default(const pk_book *book, const pk_variable *variable) {
  const pk_memory *memory =
      variable->memory >= 0 ? PK_AT(book->memories, pk_memory, variable->memory) : NULL;
  return memory && memory->since_end ? variable->size - 1 : 0;
}

void pk_raw_default(const pk_book *book, int *raw) {
  for (int v = 0; v < book->variables.count; v++) {
    const pk_attribute_kind *attribute = pk_book_attribute_of(book, v);
    if (!attribute)
      raw[v] = clock_default(book, PK_AT(book->variables, pk_variable, v));
    else
      raw[v] = attribute->otherwise > 0 ? attribute->otherwise : 0;
  }
}
