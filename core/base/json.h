/* Writing JSON: for results and lists that other programs read. (Reading it is model/'s.) */
#ifndef PK_JSON_H
#define PK_JSON_H

#include "base/lang.h"
#include "base/text.h"

/* A writer that puts commas and quotes where they belong. Numbers as pk_number_text. Two spaces of
 * indentation per level down to `inline_depth`, one line below that. */
typedef struct pk_json {
  pk_text *out;
  int depth, inline_depth;
  bool first, after_key;
} pk_json;

pk_json pk_json_start(pk_text *out, int inline_depth);
void pk_json_object(pk_json *json); /* { */
void pk_json_object_end(pk_json *json);
void pk_json_array(pk_json *json); /* [ */
void pk_json_array_end(pk_json *json);
void pk_json_key(pk_json *json, const char *key);
void pk_json_string(pk_json *json, const char *value); /* NULL gives null; bad UTF-8 is replaced */
void pk_json_number(pk_json *json, double value);
void pk_json_rounded(pk_json *json, double value); /* a result: as pk_rounded */
void pk_json_integer(pk_json *json, long long value);
void pk_json_bool(pk_json *json, bool value);
void pk_json_null(pk_json *json);
void pk_json_verbatim(pk_json *json, const char *value); /* a value that is JSON already */

/* A key with its value, of each sort above; pk_json_field: with a string. */
void pk_json_field(pk_json *json, const char *key, const char *value);
void pk_json_number_field(pk_json *json, const char *key, double value);
void pk_json_rounded_field(pk_json *json, const char *key, double value);
void pk_json_integer_field(pk_json *json, const char *key, long long value);
void pk_json_bool_field(pk_json *json, const char *key, bool value);
void pk_json_verbatim_field(pk_json *json, const char *key, const char *value);
/* "key": {"fi": …, "sv": …, "en": …}, those that there are. */
void pk_json_name_field(pk_json *json, const char *key, const pk_name *name);

#endif
