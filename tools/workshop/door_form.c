/* Forms, read strictly: a browser's own encoder makes nothing that is refused here. */
#include "workshop/door_form.h"

#include <stdlib.h>
#include <string.h>

enum { DIGITS_MOST = 15 };

static int hex(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}

/* Decodes from … end to `out` and ends it by NUL; returns the byte after that, NULL: malformed. */
static char *decode(const char *from, const char *end, char *out) {
  char *begin = out;
  for (; from < end; from++) {
    int high = 0, low = 0;
    if (*from == '%') {
      if (end - from < 3 || (high = hex(from[1])) < 0 || (low = hex(from[2])) < 0)
        return NULL;
      from += 2;
      *out = (char)(high * 16 + low);
    } else {
      *out = *from == '+' ? ' ' : *from;
    }
    if (!*out++)
      return NULL;
  }
  *out = '\0';
  for (size_t n; *begin; begin += n)
    if ((n = json_letter(begin)) == 0)
      return NULL;
  return out + 1;
}

/* One `name=value` from … end; returns where the next may be decoded to. */
static char *read_field(form *f, const char *from, const char *end, char *out) {
  const char *equals = memchr(from, '=', (size_t)(end - from));
  const char *name = out;
  if (f->count == FORM_FIELDS_MAX)
    return NULL;
  out = decode(from, equals ? equals : end, out);
  if (!out || !*name || form_text(f, name))
    return NULL;
  const char *value = out;
  out = decode(equals ? equals + 1 : end, end, out);
  if (out)
    f->fields[f->count++] = (form_field){name, value};
  return out;
}

form_state form_read(form *f, const char *text, size_t length) {
  *f = (form){.count = 0};
  /* A field grows by no more than its second NUL: "a" becomes "a\0\0". */
  char *out = f->bytes = malloc(2 * length + 2);
  if (!out)
    return FORM_NO_MEMORY;
  const char *end = text + length;
  for (const char *from = text; from < end && out;) {
    const char *stop = memchr(from, '&', (size_t)(end - from));
    if (!stop)
      stop = end;
    if (stop > from)
      out = read_field(f, from, stop, out);
    from = stop + 1;
  }
  if (out)
    return FORM_GOOD;
  form_free(f);
  return FORM_MALFORMED;
}

void form_free(form *f) {
  free(f->bytes);
  *f = (form){.count = 0};
}

const char *form_text(const form *f, const char *name) {
  for (int i = 0; i < f->count; i++)
    if (strcmp(f->fields[i].name, name) == 0)
      return f->fields[i].value;
  return NULL;
}

bool form_number(const form *f, const char *name, int64_t *value) {
  const char *text = form_text(f, name);
  if (!text)
    return true;
  size_t digits = strspn(text, "0123456789");
  if (digits == 0 || digits > DIGITS_MOST || text[digits])
    return false;
  *value = strtoll(text, NULL, 10);
  return true;
}

bool form_act(const form *f, room_act *act) {
  act->id = form_text(f, "id");
  act->kind = form_text(f, "kind");
  act->patch = form_text(f, "patch");
  act->pointer = form_text(f, "pointer");
  act->text = form_text(f, "text");
  act->value = form_text(f, "value");
  act->base = act->target = -1;
  return room_is_id(act->id) && act->kind && *act->kind && form_number(f, "base", &act->base) &&
         form_number(f, "target", &act->target);
}
