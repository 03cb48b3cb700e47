/* Texts that people write, made safe to show, and names of parts for the room's own sentences. */
#include "workshop/room_inside.h"

#include <stdlib.h>
#include <string.h>

/* A letter of UTF-8 at `s`: how many bytes it has, and which it is. 0: it is none. */
static size_t next_letter(const unsigned char *s, unsigned *letter) {
  size_t n = json_letter((const char *)s);
  *letter = n < 2 ? s[0] : s[0] & (0xffu >> (n + 1));
  for (size_t i = 1; i < n; i++)
    *letter = *letter << 6 | (s[i] & 0x3fu);
  return n;
}

/* Control characters, and marks that make a text look like another one: they turn the direction of
 * what stands around them, or show nothing. */
static bool is_disturbing(unsigned letter) {
  return letter < 0x20 || (letter >= 0x7f && letter < 0xa0) || letter == 0xad ||
         (letter >= 0x200b && letter <= 0x200f && letter != 0x200d) ||
         (letter >= 0x2028 && letter <= 0x202e) || (letter >= 0x2060 && letter <= 0x206f) ||
         letter == 0xfeff || (letter >= 0xfff9 && letter <= 0xfffb) ||
         (letter >= 0xe0000 && letter <= 0xe0fff);
}

char *room_clean_text(const char *text, int most, bool lines, bool *good) {
  char *clean = malloc(strlen(text) + 1);
  size_t length = 0;
  int letters = 0;
  *good = true;
  for (const unsigned char *s = (const unsigned char *)text; clean && *s && *good;) {
    unsigned letter = 0;
    size_t n = next_letter(s, &letter);
    *good = n > 0;
    bool blank = letter == '\t' || (!lines && letter == '\n');
    bool kept = n > 0 && (blank || (lines && letter == '\n') || !is_disturbing(letter));
    if (kept && blank)
      clean[length++] = ' ';
    else if (kept)
      for (size_t i = 0; i < n; i++)
        clean[length++] = (char)s[i];
    if (kept && (length > 1 || !strchr(" \n", clean[0])))
      letters++;
    else if (kept)
      length = 0; /* no space at the beginning */
    s += n;
  }
  if (!clean)
    return NULL;
  while (length > 0 && strchr(" \n", clean[length - 1])) {
    length--;
    letters--;
  }
  clean[length] = '\0';
  *good = *good && letters <= most;
  return clean;
}

/* ----------------------------------------------------------------------- names of parts */

/* The next component of a pointer, "~1" and "~0" undone; NULL at the end or without memory. */
static char *take_component(const char **pointer) {
  if (**pointer != '/')
    return NULL;
  size_t length = strcspn(*pointer + 1, "/"), n = 0;
  char *component = malloc(length + 1);
  for (size_t i = 1; component && i <= length; i++) {
    bool escaped = (*pointer)[i] == '~' && i < length;
    component[n++] = escaped ? ((*pointer)[++i] == '0' ? '~' : '/') : (*pointer)[i];
  }
  if (component)
    component[n] = '\0';
  *pointer += 1 + length;
  return component;
}

static bool find_part(const polku_model *model, polku_sort sort, const char *id, polku_part *part) {
  for (size_t i = 0; polku_part_at(model, NULL, sort, i, part); i++)
    if (strcmp(part->id, id) == 0)
      return true;
  return false;
}

static char *joined(const char *a, const char *between, const char *b) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, a);
  json_raw(&out, between);
  json_raw(&out, b);
  return json_take(&out);
}

/* A transition mostly has no name: it is called by its ends. */
static char *name_of(const polku_model *model, polku_sort sort, const char *id, polku_lang lang) {
  polku_part part, from, to;
  if (!find_part(model, sort, id, &part))
    return strdup(id);
  if (part.from && strcmp(part.names[lang], id) == 0 &&
      find_part(model, POLKU_STAGE, part.from, &from) &&
      find_part(model, POLKU_STAGE, part.to, &to))
    return joined(from.names[lang], " → ", to.names[lang]);
  return strdup(part.names[lang]);
}

char *room_part_name(const polku_model *model, const char *pointer, polku_lang lang) {
  static const char *const sections[] = {"stages", "transitions", "groups", "actors", "accounts"};
  static const polku_sort sorts[] = {POLKU_STAGE, POLKU_TRANSITION, POLKU_GROUP, POLKU_ACTOR,
                                     POLKU_ACCOUNT};
  char *section = take_component(&pointer), *id = take_component(&pointer), *name;
  int sort = room_index(sections, sizeof sections / sizeof *sections, section);
  if (!id)
    name = strdup(polku_word(lang, "workshop.part.model"));
  else if (sort < 0)
    name = strdup(id);
  else
    name = name_of(model, sorts[sort], id, lang);
  free(section);
  free(id);
  return name;
}
