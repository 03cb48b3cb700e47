/* Text of people and models made fit for a picture: cleaned, and broken into lines that fit. */
#ifndef PK_WRAP_H
#define PK_WRAP_H

#include "base/arena.h"
#include <stdbool.h>

/* Longest text that a picture shows, in code points. */
enum { PK_LABEL_MAX = 200 };

/* A copy that is safe to show: well-formed UTF-8, control and direction characters dropped, runs of
 * white space made one space, cut with "…" after PK_LABEL_MAX code points. NULL when out of memory.
 */
char *pk_clean(pk_arena *arena, const char *text);
/* The same, cut after `most` code points. */
char *pk_clean_whole(pk_arena *arena, const char *text, size_t most);

/* Clean text with soft hyphens where long words may be divided, for whoever breaks lines later.
 * NULL when out of memory. */
char *pk_soften(pk_arena *arena, const char *text);

typedef struct pk_wrapped {
  int count; /* at least 1; the only line of an empty text is "" */
  const char **line;
  double widest; /* points */
} pk_wrapped;

/* Breaks clean text into lines of at most `width` points: between words where that is enough;
 * words that are wider are divided at a hyphen of their own, between the parts of a compound that
 * are known, between syllables, or anywhere, in this order. What does not fit `max_lines` ends in
 * "…". False when out of memory. */
bool pk_wrap(pk_arena *arena, const char *text, int size, bool bold, double width, int max_lines,
             pk_wrapped *wrapped);

#endif
