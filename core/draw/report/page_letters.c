/* The letters that a page takes along: Lato, of each weight what the page uses and nothing else.
 *
 * The renderer alone knows the font. It is asked for a picture of all letters, and the style that
 * this picture carries becomes the page's. */
#include "draw/report/story.h"

#include "base/utf8.h"
#include "draw/drawing.h"
#include "draw/lato.h"
#include "draw/palette.h"

#include <stdlib.h>
#include <string.h>

enum { LETTERS_MAX = 0x3000 }; /* code points below: Latin, Greek, Cyrillic, signs */

/* Styles write some lines in capitals: those of the letters in use are taken along. */
static void use_capitals(bool *used) {
  enum { DIVISION = 0xf7 };
  for (int small = 'a'; small <= 'z'; small++)
    used[small - 0x20] = used[small - 0x20] || used[small];
  for (int small = 0xe0; small <= 0xfe; small++) /* à … þ */
    used[small - 0x20] = used[small - 0x20] || (used[small] && small != DIVISION);
}

/* Every letter of `text` once, in their order, within what a line of a picture may hold. */
static const char *letters_of(pk_story *s, const char *text) {
  bool *used = PK_NEW_ARRAY(s->map->arena, bool, LETTERS_MAX);
  pk_text letters = PK_TEXT_EMPTY;
  if (!used) {
    s->failed = true;
    return "";
  }
  for (const char *end = text + strlen(text); text < end;) {
    uint32_t point = pk_letter(&text, end);
    if (point < LETTERS_MAX)
      used[point] = true;
  }
  use_capitals(used);
  for (uint32_t point = 0x20; point < LETTERS_MAX && letters.length < PK_STRING_MAX - 8; point++) {
    char bytes[4];
    if (!used[point] || (point >= 0x7f && point < 0xa0))
      continue;
    size_t n = point < 0x80 ? 1 : point < 0x800 ? 2 : 3;
    bytes[0] = (char)(n == 1 ? point : n == 2 ? 0xc0 | point >> 6 : 0xe0 | point >> 12);
    if (n == 3)
      bytes[1] = (char)(0x80 | (point >> 6 & 0x3f));
    if (n > 1)
      bytes[n - 1] = (char)(0x80 | (point & 0x3f));
    pk_text_add_bytes(&letters, bytes, n);
  }
  return pk_map_keep(s->map, &letters);
}

/* A picture with these letters in both weights. */
static char *picture_of(pk_story *s, const char *letters, size_t *length) {
  pk_line lines[2] = {{letters, 12, false, PK_INK}, {letters, 12, true, PK_INK}};
  pk_item item = {.shape = PK_TEXT_ONLY,
                  .w = 100,
                  .h = 40,
                  .fill = PK_NO_COLOUR,
                  .stroke = PK_NO_COLOUR,
                  .line_count = 2,
                  .lines = lines};
  pk_scene scene = {.arena = s->map->arena,
                    .width = 100,
                    .height = 40,
                    .ground = PK_PAPER,
                    .title = "",
                    .description = "",
                    .lang = "en",
                    .item_count = 1,
                    .item_room = 1,
                    .items = &item};
  polku_drawing drawing = {s->map->arena, &scene};
  return polku_render(s->options->renderer, &drawing, POLKU_SVG, 1, length, s->report);
}

const char *pk_page_letters(pk_story *s, const char *text) {
  static const char begin[] = "<style>/* Lato", end[] = "</style>\n";
  size_t length;
  if (!s->options->renderer)
    return "";
  char *svg = picture_of(s, letters_of(s, text), &length);
  const char *from = svg ? strstr(svg, begin) : NULL, *to = from ? strstr(from, end) : NULL;
  const char *style = "";
  if (to) {
    char *copy = pk_strndup(s->map->arena, from, (size_t)(to - from) + sizeof end - 1);
    s->failed = s->failed || !copy;
    style = copy ? copy : "";
  }
  free(svg);
  return style;
}
