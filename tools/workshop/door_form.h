/* Forms: what browsers send as `name=value&…` (application/x-www-form-urlencoded), in bodies and
 * in queries. Pure functions of bytes: whatever comes, they answer, and a test sends them anything.
 */
#ifndef DOOR_FORM_H
#define DOOR_FORM_H

#include "workshop/room.h"

enum { FORM_FIELDS_MAX = 32 };

typedef struct form_field {
  const char *name, *value;
} form_field;

typedef struct form {
  char *bytes; /* decoded; names and values stand in it */
  form_field fields[FORM_FIELDS_MAX];
  int count;
} form;

typedef enum { FORM_GOOD, FORM_MALFORMED, FORM_NO_MEMORY } form_state;

/* Malformed are broken escapes, NULs, what is no UTF-8, a name twice, a field without a name, more
 * fields than there is room for: nothing is guessed. The form is empty unless FORM_GOOD. */
form_state form_read(form *form, const char *text, size_t length);
void form_free(form *form);

/* NULL: not given. */
const char *form_text(const form *form, const char *name);
/* A whole number from 0 up; where it is not given `value` is left alone. False: it is given and is
 * none. */
bool form_number(const form *form, const char *name, int64_t *value);

/* The act that a form asks for; what the form does not say (client, at, lang) is left alone.
 * Strings are borrowed from the form. False: a field is missing or cannot be read. */
bool form_act(const form *form, room_act *act);

#endif
