/* Collecting boxes and arrows, and reading what is written on an arrow. */
#include "model/sketch.h"

#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

/* -------------------------------------------------------------------------------- collecting */

static void *grown(pk_sketch *s, void *old, int count, int *room, size_t size) {
  if (count < *room)
    return old;
  int more = *room ? 2 * *room : 32;
  void *array = pk_alloc(s->arena, (size_t)more, size);
  if (!array) {
    s->failed = true;
    return NULL;
  }
  if (count > 0)
    memcpy(array, old, (size_t)count * size);
  *room = more;
  return array;
}

int pk_sketch_find(pk_sketch *s, const char *id) {
  for (int i = 0; i < s->box_count; i++)
    if (strcmp(s->boxes[i].id, id) == 0)
      return i;
  pk_sketch_box *boxes = grown(s, s->boxes, s->box_count, &s->box_room, sizeof *boxes);
  if (!boxes)
    return -1;
  s->boxes = boxes;
  boxes[s->box_count] = (pk_sketch_box){.id = id, .name = id};
  return s->box_count++;
}

pk_place pk_sketch_place(const pk_sketch *s, size_t offset, size_t bytes) {
  pk_place place = {.file = s->file, .line = 1, .column = 1, .length = 1};
  size_t begin = 0;
  for (size_t i = 0; i < offset && i < s->length; i++)
    if (s->text[i] == '\n') {
      place.line++;
      begin = i + 1;
    }
  for (size_t i = begin; i < offset && i < s->length; i++)
    place.column += ((unsigned char)s->text[i] & 0xc0) != 0x80;
  const char *end = memchr(s->text + begin, '\n', s->length - begin);
  place.line_text = s->text + begin;
  place.line_length = end ? (size_t)(end - place.line_text) : s->length - begin;
  place.length = bytes > 0 ? (int)bytes : 1;
  return place;
}

void pk_sketch_join(pk_sketch *s, int from, int to, const char *label, size_t offset) {
  pk_sketch_arrow *arrows = grown(s, s->arrows, s->arrow_count, &s->arrow_room, sizeof *arrows);
  if (!arrows || from < 0 || to < 0)
    return;
  s->arrows = arrows;
  arrows[s->arrow_count++] = (pk_sketch_arrow){
      .from = from, .to = to, .label = label, .place = pk_sketch_place(s, offset, 1)};
}

const char *pk_sketch_keep(pk_sketch *s, const char *from, const char *to) {
  while (from < to && isspace((unsigned char)*from))
    from++;
  while (to > from && isspace((unsigned char)to[-1]))
    to--;
  char *copy = pk_strndup(s->arena, from, (size_t)(to - from));
  if (!copy)
    s->failed = true;
  return copy ? copy : "";
}

/* ------------------------------------------------------------------------ what labels say */

/* Past white space, the no-break spaces of Finnish and Swedish numbers included. */
static const char *past_space(const char *at) {
  for (;;) {
    if (isspace((unsigned char)*at))
      at++;
    else if (strncmp(at, "\xc2\xa0", 2) == 0)
      at += 2;
    else if (strncmp(at, "\xe2\x80\xaf", 3) == 0)
      at += 3;
    else
      return at;
  }
}

/* Digits with a point or a comma; NULL when there are none. */
static const char *read_number(const char *at, double *value) {
  char digits[32];
  size_t n = 0;
  for (; n + 1 < sizeof digits && (isdigit((unsigned char)*at) || *at == '.' || *at == ','); at++)
    digits[n++] = *at == ',' ? '.' : *at;
  digits[n] = '\0';
  return n > 0 && isdigit((unsigned char)digits[0]) && pk_number_read(digits, value) ? at : NULL;
}

pk_written pk_sketch_written(const char *label) {
  static const char calibrated[] = "\xe2\x89\x88";
  pk_written it = {PK_SAYS_NOTHING, 0};
  const char *at = past_space(label);
  if (*at == '~' || strncmp(at, calibrated, strlen(calibrated)) == 0) {
    at = past_space(at + (*at == '~' ? 1 : strlen(calibrated)));
  }
  const char *end = read_number(at, &it.value);
  if (!end)
    return it;
  end = past_space(end);
  bool percent = *end == '%';
  end = past_space(end + percent);
  it.value /= percent ? 100 : 1;
  if (*end == '/')
    it.what = it.value <= 1 ? PK_SAYS_PER_STEP : PK_SAYS_NOTHING;
  else if (percent || it.value <= 1)
    it.what = it.value <= 1 ? PK_SAYS_SHARE : PK_SAYS_NOTHING;
  else
    it.what = it.value == round(it.value) ? PK_SAYS_COUNT : PK_SAYS_NOTHING;
  return it;
}
