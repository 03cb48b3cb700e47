/* Text that grows.
 *
 * Out of memory is remembered, not reported at each call: append freely, then look once at
 * `failed`, or take the result, which is then NULL. */
#ifndef PK_TEXT_H
#define PK_TEXT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct pk_text {
  char *data;    /* NUL-terminated once anything was appended, else NULL */
  size_t length; /* bytes without the NUL */
  size_t room;
  bool failed;
} pk_text;

#define PK_TEXT_EMPTY                                                                              \
  { NULL, 0, 0, false }

void pk_text_add(pk_text *text, const char *more);
void pk_text_add_bytes(pk_text *text, const char *more, size_t length);
void pk_text_add_char(pk_text *text, char c);
/* Like printf, always in the C locale ('.' before decimals). */
void pk_text_addf(pk_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The text itself, to be released with free(); "" for an empty one, NULL when memory ran out.
 * `text` is empty afterwards. */
char *pk_text_take(pk_text *text);

void pk_text_free(pk_text *text);

/* The shortest decimal that reads back as exactly `value`, in the C locale ("0.1", "1e-09", "17");
 * `buffer` has room for 32 bytes. Infinite and undefined values give "null". Returns `buffer`. */
char *pk_number_text(char *buffer, double value);

/* A result as it is told to programs: twelve decimals, so that rounding of sums in another order
 * does not show, and no -0. */
double pk_rounded(double value);

/* Reads a whole string as a finite number, in the C locale. */
bool pk_number_read(const char *text, double *value);

/* Number of columns that UTF-8 text takes in a terminal. */
size_t pk_utf8_columns(const char *text);

/* Whether `length` bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
bool pk_utf8_valid(const char *text, size_t length);

#endif
