/* Ids of a model for boxes whose ids are whatever somebody wrote into a cell: "Work trial" becomes
 * "Work-trial" and keeps its name. */
#include "model/sketch.h"

#include "base/text.h"

#include <string.h>

enum { KEY_BYTES = 60 }; /* of a key that is made; a name may be a whole page */

const char *pk_sketch_new_key(pk_ids *taken, const char *wish, int n) {
  pk_text key = PK_TEXT_EMPTY;
  int added = -1;
  for (; added < 0 && !key.failed; n++) {
    pk_text_free(&key);
    pk_text_add(&key, wish);
    if (n > 1)
      pk_text_addf(&key, "-%d", n);
    if (!key.failed && pk_ids_find(taken, key.data) >= 0)
      continue;
    added = key.failed ? -1 : pk_ids_add(taken, key.data);
    if (added < 0)
      break;
  }
  pk_text_free(&key);
  return added < 0 ? NULL : pk_ids_at(taken, added);
}

static bool good(const char *id) {
  if (strlen(id) > KEY_BYTES)
    return false;
  for (size_t step; *id; id += step)
    if ((step = pk_id_letter(id)) == 0)
      return false;
  return true;
}

/* What may be in an id, with one '-' for the rest; "stage" when nothing is left. */
static void add_good(pk_text *out, const char *id) {
  bool gap = false;
  for (size_t step; *id && out->length < KEY_BYTES; id += step ? step : 1) {
    step = pk_id_letter(id);
    if (step > 0 && gap && out->length > 0)
      pk_text_add_char(out, '-');
    if (step > 0)
      pk_text_add_bytes(out, id, step);
    gap = step == 0;
  }
  if (out->length == 0)
    pk_text_add(out, "stage");
}

static const char *made(pk_ids *taken, const char *id) {
  pk_text wish = PK_TEXT_EMPTY;
  add_good(&wish, id);
  const char *key = wish.failed ? NULL : pk_sketch_new_key(taken, wish.data, 1);
  pk_text_free(&wish);
  return key;
}

bool pk_sketch_keys(pk_sketch *s) {
  pk_ids *taken = pk_ids_new(s->arena);
  bool whole = taken != NULL;
  for (int i = 0; i < s->box_count && whole; i++)
    if (good(s->boxes[i].id))
      whole = (s->boxes[i].key = pk_sketch_new_key(taken, s->boxes[i].id, 1)) != NULL;
  for (int i = 0; i < s->box_count && whole; i++)
    if (!s->boxes[i].key)
      whole = (s->boxes[i].key = made(taken, s->boxes[i].id)) != NULL;
  return whole;
}
