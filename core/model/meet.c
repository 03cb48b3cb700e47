/* Where two patches meet that were written at the same time.
 *
 * Two people edit one model; whoever comes second had not seen what the first did. Their patches
 * are held against each other as merge.c would apply them: member by member as long as both are
 * objects, whole where either is replaced whole. What both make the same is no quarrel. Lists in
 * "order" are not held against each other: rebase.c merges them. */
#include "model/edit.h"

#include <stdlib.h>
#include <string.h>

typedef struct meeting {
  pk_text pointer; /* of where we are */
  pk_text places;  /* those found, one on a line */
  bool meets, revives;
} meeting;

static void add_place(meeting *m, bool revives) {
  if (m->places.length)
    pk_text_add_char(&m->places, '\n');
  pk_text_add_bytes(&m->places, m->pointer.data, m->pointer.length);
  *(revives ? &m->revives : &m->meets) = true;
}

static void meet_members(meeting *m, json_t *earlier, json_t *later, pk_spot at);

/* One place that both write. */
static void meet_place(meeting *m, json_t *earlier, json_t *later, pk_spot at) {
  if (pk_same(earlier, later))
    return;
  if (json_is_null(earlier))
    add_place(m, true);
  else if (pk_is_atomic(earlier, at) || pk_is_atomic(later, at))
    add_place(m, false);
  else
    meet_members(m, earlier, later, at);
}

static void meet_members(meeting *m, json_t *earlier, json_t *later, pk_spot at) {
  const char *key;
  json_t *value;
  json_object_foreach(earlier, key, value) {
    json_t *other = json_object_get(later, key);
    if (!other || (at.depth == 0 && strcmp(key, "order") == 0))
      continue;
    size_t length = m->pointer.length;
    pk_pointer_add(&m->pointer, key);
    if (m->pointer.failed)
      return;
    meet_place(m, value, other, pk_spot_below(at, key));
    m->pointer.length = length;
    m->pointer.data[length] = '\0';
  }
}

static polku_meeting meet(json_t *earlier, json_t *later, char **places, polku_report *report) {
  meeting m = {PK_TEXT_EMPTY, PK_TEXT_EMPTY, false, false};
  meet_members(&m, earlier, later, PK_SPOT_ROOT);
  bool failed = m.pointer.failed || m.places.failed;
  char *list = failed ? NULL : pk_text_take(&m.places);
  pk_text_free(&m.pointer);
  pk_text_free(&m.places);
  if (!list) {
    pk_report_memory(report);
    return POLKU_PATCHES_FAILED;
  }
  if (places)
    *places = list;
  else
    free(list);
  return m.revives ? POLKU_PATCHES_REVIVE : m.meets ? POLKU_PATCHES_MEET : POLKU_PATCHES_APART;
}

polku_meeting polku_patches_meet(const char *earlier, const char *later, char **places,
                                 polku_report *report) {
  if (places)
    *places = NULL;
  if (!earlier || !later || !report)
    return POLKU_PATCHES_FAILED;
  json_t *first = pk_patch_parse(earlier, report);
  json_t *second = first ? pk_patch_parse(later, report) : NULL;
  polku_meeting result = second ? meet(first, second, places, report) : POLKU_PATCHES_FAILED;
  json_decref(first);
  json_decref(second);
  return result;
}
