/* UTF-8 one code point at a time. */
#ifndef PK_UTF8_H
#define PK_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What stands for a byte that is not well-formed UTF-8. */
#define PK_UTF8_BAD 0xffffffffu
#define PK_UTF8_REPLACEMENT "\xef\xbf\xbd"

/* The code point at `text` and the bytes it takes (1 for a bad byte, 0 only when `length` is 0). */
size_t pk_utf8_next(const char *text, size_t length, uint32_t *code_point);

/* Writes a code point up to U+10FFFF into `out`; the bytes it took, 1 … 4. */
size_t pk_utf8_write(uint32_t code_point, char out[4]);

/* Whether a code point has no place in a line of text: it would move a terminal's cursor, end the
 * line, turn the text around, or is no code point at all. */
bool pk_utf8_disturbs(uint32_t code_point);

/* Columns of one code point in a terminal: 0, 1 or 2. */
int pk_utf8_width(uint32_t code_point);

#endif
