/* Collecting boxes and arrows, and reading what is written on an arrow. */
#include "model/sketch.h"

#include "base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
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

/* Whether there is room for one more of them; said where there is not. */
static bool fits(pk_sketch *s, int count) {
  if (count < PK_SKETCH_MOST || s->large)
    return !s->large;
  char most[16];
  snprintf(most, sizeof most, "%d", PK_SKETCH_MOST);
  pk_report_add(s->report, &(pk_place){.file = s->file}, "E-IMPORT-LARGE", "most", most, NULL);
  s->large = true;
  return false;
}

int pk_sketch_find(pk_sketch *s, const char *id) {
  for (int i = 0; i < s->box_count && !s->large; i++)
    if (strcmp(s->boxes[i].id, id) == 0)
      return i;
  if (!fits(s, s->box_count))
    return -1;
  pk_sketch_box *boxes = grown(s, s->boxes, s->box_count, &s->box_room, sizeof *boxes);
  if (!boxes)
    return -1;
  s->boxes = boxes;
  boxes[s->box_count] = (pk_sketch_box){.id = id, .name = id};
  return s->box_count++;
}

/* Places are mostly asked for from the beginning to the end: lines are counted from the last. */
pk_place pk_sketch_place(pk_sketch *s, size_t offset, size_t bytes) {
  bool behind = s->line == 0 || offset < s->line_at;
  pk_place place = {.file = s->file, .line = behind ? 1 : s->line, .column = 1, .length = 1};
  size_t begin = behind ? 0 : s->line_at;
  for (size_t i = begin; i < offset && i < s->length; i++)
    if (s->text[i] == '\n') {
      place.line++;
      begin = i + 1;
    }
  s->line = place.line;
  s->line_at = begin;
  for (size_t i = begin; i < offset && i < s->length; i++)
    place.column += ((unsigned char)s->text[i] & 0xc0) != 0x80;
  const char *end = memchr(s->text + begin, '\n', s->length - begin);
  place.line_text = s->text + begin;
  place.line_length = end ? (size_t)(end - place.line_text) : s->length - begin;
  place.length = bytes > 0 ? (int)bytes : 1;
  return place;
}

void pk_sketch_join(pk_sketch *s, int from, int to, const char *label, size_t offset) {
  if (from < 0 || to < 0 || !fits(s, s->arrow_count))
    return;
  pk_sketch_arrow *arrows = grown(s, s->arrows, s->arrow_count, &s->arrow_room, sizeof *arrows);
  if (!arrows)
    return;
  s->arrows = arrows;
  arrows[s->arrow_count++] =
      (pk_sketch_arrow){.from = from, .to = to, .label = label, .offset = offset};
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

/* Past the space between thousands: exactly three digits follow; else NULL. */
static const char *past_thousands(const char *at) {
  const char *next = past_space(at);
  size_t digits = strspn(next, "0123456789");
  return next > at && digits == 3 && next[3] != '.' && next[3] != ',' ? next : NULL;
}

/* Digits with a point or a comma, thousands apart or not; NULL when there are none. */
static const char *read_number(const char *at, double *value) {
  char digits[32];
  size_t n = 0;
  for (bool fraction = false; n + 1 < sizeof digits;) {
    const char *next = n > 0 && !fraction ? past_thousands(at) : NULL;
    at = next ? next : at;
    if (!isdigit((unsigned char)*at) && *at != '.' && *at != ',')
      break;
    fraction = fraction || !isdigit((unsigned char)*at);
    digits[n++] = *at == ',' ? '.' : *at;
    at++;
  }
  digits[n] = '\0';
  return n > 0 && isdigit((unsigned char)digits[0]) && pk_number_read(digits, value) ? at : NULL;
}

/* Whether what follows a number says that people are counted; or nothing follows but a remark. */
static bool of_people(const char *at) {
  static const char *const words[] = {"hl\xc3\xb6", "henk", "ihmi",   "asiak", "pers",
                                      "klient",     "kund", "people", "client"};
  if (*at == '\0' || *at == '(')
    return true;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strncmp(at, words[i], strlen(words[i])) == 0)
      return true;
  return false;
}

static const char *past_mark(const char *label) {
  static const char calibrated[] = "\xe2\x89\x88";
  const char *at = past_space(label);
  if (*at == '~')
    return past_space(at + 1);
  return strncmp(at, calibrated, strlen(calibrated)) == 0 ? past_space(at + strlen(calibrated))
                                                          : at;
}

pk_written pk_sketch_written(const char *label) {
  pk_written it = {PK_SAYS_NOTHING, 0, false};
  const char *end = read_number(past_mark(label), &it.value);
  if (!end)
    return it;
  end = past_space(end);
  bool percent = *end == '%';
  end = past_space(end + percent);
  it.value /= percent ? 100 : 1;
  if (*end == '/')
    it.what = it.value <= 1 && !isdigit((unsigned char)*past_space(end + 1)) ? PK_SAYS_PER_STEP
                                                                             : PK_SAYS_NOTHING;
  else if (percent)
    it.what = it.value <= 1 ? PK_SAYS_SHARE : PK_SAYS_NOTHING;
  else if (!of_people(end))
    it.what = PK_SAYS_NOTHING;
  else if (it.value == round(it.value) && (it.value > 1 || isalpha((unsigned char)*end)))
    it.what = PK_SAYS_COUNT;
  else if (it.value <= 1)
    it.what = PK_SAYS_SHARE;
  it.whole = it.what == PK_SAYS_SHARE && !percent && it.value == round(it.value);
  return it;
}

bool pk_sketch_tells(const char *label) {
  const char *at = past_mark(label);
  if (*at && strchr("+-.,<>", *at))
    at = past_space(at + 1);
  else if (strncmp(at, "\xe2\x88\x92", 3) == 0) /* a typographer's minus */
    at = past_space(at + 3);
  return isdigit((unsigned char)*at) || strchr(label, '%') != NULL;
}
