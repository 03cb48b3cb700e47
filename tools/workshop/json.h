/* JSON on its way out: text that grows, and remembers when memory ran out. */
#ifndef WORKSHOP_JSON_H
#define WORKSHOP_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct json_out {
  char *bytes; /* ended by NUL once something was added */
  size_t length, room;
  bool failed; /* memory ran out: nothing is added any more */
} json_out;

#define JSON_OUT_EMPTY ((json_out){0})

/* How many bytes the UTF-8 letter at `text` has; 0: it is none (RFC 3629: no surrogates, nothing
 * longer than need be). */
size_t json_letter(const char *text);

void json_raw(json_out *out, const char *text);
void json_bytes(json_out *out, const char *bytes, size_t length);
/* A string with its quotes (jansson, which core calls, has a json_string of its own), in which
 * bytes that are no UTF-8 become U+FFFD; NULL: null. Safe inside a <script> too: '<' is escaped. */
void json_quoted(json_out *out, const char *text);
void json_int(json_out *out, int64_t value);
/* The shortest number that reads back the same; NaN and infinities: null. */
void json_number(json_out *out, double value);
/* `"name": `, with a comma before it where the object has a member already; and the same for the
 * items of an array. They look at the last byte: '{' and '[' begin. */
void json_name(json_out *out, const char *name);
void json_next(json_out *out);
/* `"name": value` of each sort, all of the above in one. `text` of json_text_member is JSON
 * already. */
void json_string_member(json_out *out, const char *name, const char *value);
void json_int_member(json_out *out, const char *name, int64_t value);
void json_number_member(json_out *out, const char *name, double value);
void json_bool_member(json_out *out, const char *name, bool value);
void json_text_member(json_out *out, const char *name, const char *text);

/* The text, which the caller frees; NULL when memory ran out (then nothing is left to free). */
char *json_take(json_out *out);
void json_drop(json_out *out);

#endif
