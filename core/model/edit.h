/* What the files that edit a model share: values that are merged, and text that is spliced.
 *
 * An edit happens twice. merge.c makes the new values in memory, as RFC 7396 and its two additions
 * say; splice.c then changes the author's text until it says the same, touching only what differs.
 * So the meaning of a patch and the look of a file are separate questions, each with its own tests.
 */
#ifndef PK_EDIT_H
#define PK_EDIT_H

#include "base/text.h"
#include "model/model.h"
#include <jansson.h>

/* Where in a model a value stands, as far as merging depends on it. */
typedef struct pk_spot {
  int depth;      /* 0: the model, 1: its sections */
  bool scenarios; /* below /scenarios */
  bool patch;     /* below the patch of a scenario: kept as written, its nulls too */
} pk_spot;

#define PK_SPOT_ROOT ((pk_spot){0, false, false})
pk_spot pk_spot_below(pk_spot at, const char *key);

/* Whether a value is replaced as one: all but objects; an object with a plain "value"; a
 * distribution (one member, a family's name, with what the family needs); the patch of a scenario.
 * The model and its sections never are, so that "value" and "gamma" may be ids. */
bool pk_is_atomic(const json_t *value, pk_spot at);

/* A copy of an object's first level, and of all of a value; NULL when memory ran out. */
json_t *pk_shallow_copy(json_t *object);
json_t *pk_deep_copy(const json_t *value);

/* Equal values: members in any order, numbers by their value (1 is 1.0). */
bool pk_same(const json_t *a, const json_t *b);

/* `now` after `patch` (RFC 7396; where either is atomic, `patch` replaces `now`). A new reference,
 * NULL when memory ran out. Neither argument is changed. `now` may be NULL. */
json_t *pk_merge(json_t *now, json_t *patch, pk_spot at);

/* The patch from `a` to `b`; both objects. A new reference, NULL when memory ran out. Members that
 * are new in `b` stand in it in their order. */
json_t *pk_difference(json_t *a, json_t *b, pk_spot at);

/* Gives the patch from `from` to `to` the "order" that it needs; false when memory ran out. */
bool pk_order_difference(json_t *patch, json_t *from, json_t *to);

/* A patch's text → its value; NULL with a problem. */
json_t *pk_patch_parse(const char *text, polku_report *report);

/* `text`, which says `now`, after `patch`; the patch from one value to another, as text. The caller
 * frees. NULL with a problem when memory ran out. */
char *pk_edit_text(const char *text, size_t length, json_t *now, json_t *patch,
                   polku_report *report);
char *pk_difference_text(json_t *from, json_t *to, polku_report *report);

/* What an edit does to a model, and where it is written: a person finds a problem that a patch
 * makes in the patch, not in a text that no file holds. */
typedef struct pk_edit {
  const polku_model *model;   /* before */
  const polku_model *written; /* whose text holds the patch: the model itself, or the patch alone */
  const char *prefix;         /* JSON Pointer of the patch there */
  json_t *patch;
  const char *label; /* names the file in errors that lie outside the patch */
} pk_edit;

/* The name under which a patch that is in no file appears in problems. */
#define PK_PATCH_FILE "patch"

/* Reads `text`, what the model's became, and adds its problems to `report`, moved to where a person
 * can mend them. */
polku_model *pk_edit_read(const pk_edit *edit, const char *text, size_t length,
                          polku_report *report);

/* Appends "/" and a member's name to a JSON Pointer. */
void pk_pointer_add(pk_text *pointer, const char *key);
/* The token at `*at`, a pointer's '/', with ~0 and ~1 undone, in a new string that the caller
 * frees; NULL when memory ran out. `*at` moves to the next one's '/' or to the end. */
char *pk_pointer_token(const char **at);

/* Warns of what the patch deletes though the model does not have it. */
void pk_edit_warn_absent(const pk_edit *edit, polku_report *report);

/* How an author writes, as far as new text must look alike. */
typedef struct pk_style {
  const char *newline; /* "\n" or "\r\n" */
  char indent[16];     /* of one level */
  const char *pad;     /* inside the braces of a one-line object: "" or " " */
  const char *colon, *comma;
  size_t width; /* objects and arrays that end before this column stand on one line; 0: none does */
  size_t array_width;
} pk_style;

pk_style pk_style_of(const char *text, size_t length);

/* Writes a value where `out` ends: on one line, or on several indented from the current line's. */
void pk_style_write(const pk_style *style, pk_text *out, json_t *value);
void pk_style_write_key(const pk_style *style, pk_text *out, const char *key);

/* Appends to `out` the text of `now`, changed so that it says `target`. */
void pk_splice(const char *text, size_t length, json_t *now, json_t *target, pk_text *out);

#endif
