/* Widths of text set in Lato, the one font of all pictures. */
#ifndef PK_LATO_H
#define PK_LATO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The next code point (PK_UTF8_BAD for a byte that is none); `text` moves behind it. `text` <
 * `end`. */
uint32_t pk_letter(const char **text, const char *end);

/* The width in points of `length` bytes of UTF-8 at `size` points. Within 1 % of what Graphviz
 * measures for text in Latin letters; a generous guess for letters that Lato lacks. */
double pk_text_width(const char *text, size_t length, int size, bool bold);

#endif
