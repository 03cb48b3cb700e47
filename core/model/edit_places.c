/* Where the problems of an edited model are shown.
 *
 * The edited text is in no file, so a line of it helps nobody. A value that the patch wrote is
 * shown in the patch. A value that it left alone is shown in the file of before; an error there is
 * the patch's doing all the same (the model was good before), so the file is named together with
 * the scenario: "models/a.json#fewer". A warning there is the model's own, and kept once. */
#include "model/edit.h"

#include <stdlib.h>
#include <string.h>

typedef struct mover {
  const pk_edit *edit;
  polku_model after;    /* only what places need: file and text */
  polku_report *before; /* what the model had to say before */
  char *pointer;        /* the last one made */
  bool failed;
} mover;

char *pk_pointer_token(const char **at) {
  size_t length = strcspn(*at + 1, "/"), n = 0;
  char *token = malloc(length + 1);
  for (size_t i = 1; token && i <= length; i++) {
    bool escaped = (*at)[i] == '~' && i < length;
    token[n++] = escaped ? ((*at)[++i] == '0' ? '~' : '/') : (*at)[i];
  }
  if (token)
    token[n] = '\0';
  *at += 1 + length;
  return token;
}

/* Whether the patch writes the value of a pointer, or something in it. */
static bool speaks_of(mover *m, const char *pointer) {
  json_t *value = m->edit->patch;
  pk_spot at = PK_SPOT_ROOT;
  while (*pointer == '/' && !pk_is_atomic(value, at)) {
    char *token = pk_pointer_token(&pointer);
    m->failed = m->failed || !token;
    value = token ? json_object_get(value, token) : NULL;
    at = token ? pk_spot_below(at, token) : at;
    free(token);
    if (!value)
      return false;
  }
  return true;
}

/* Whether a problem underlines a name: its place is then that of the name. */
static bool underlines_name(const mover *m, const polku_problem *problem) {
  pk_place name = {0}, value = {0};
  pk_model_place(&m->after, problem->pointer, true, &name);
  pk_model_place(&m->after, problem->pointer, false, &value);
  return name.line == problem->line && name.column == problem->column &&
         !(value.line == name.line && value.column == name.column);
}

static bool move(void *context, const polku_problem *problem, pk_place *place) {
  mover *m = context;
  const pk_edit *edit = m->edit;
  if (!problem->pointer || problem->line == 0)
    return false;
  bool key = underlines_name(m, problem);
  bool old = pk_report_has(m->before, problem->code, problem->pointer);
  if (old || !speaks_of(m, problem->pointer)) {
    pk_model_place(edit->model, problem->pointer, key, place);
    place->file = old ? edit->model->file : edit->label;
    return true;
  }
  pk_text pointer = PK_TEXT_EMPTY;
  pk_text_addf(&pointer, "%s%s", edit->prefix, problem->pointer);
  free(m->pointer);
  m->pointer = pk_text_take(&pointer);
  m->failed = m->failed || !m->pointer;
  if (!m->pointer)
    return false;
  pk_model_place(edit->written, m->pointer, key, place);
  return true;
}

/* The model's own problems: it is read once more, which takes milliseconds. */
static polku_report *problems_before(const polku_model *model) {
  polku_report *before = polku_report_new();
  if (before)
    polku_model_free(polku_model_read(model->file, model->text, model->length, before));
  if (!polku_report_failed(before))
    return before;
  polku_report_free(before);
  return NULL;
}

polku_model *pk_edit_read(const pk_edit *edit, const char *text, size_t length,
                          polku_report *report) {
  const char *file = edit->model->file;
  polku_report *found = polku_report_new(), *before = problems_before(edit->model);
  mover m = {edit, {.file = file, .text = text, .length = length}, before, NULL, false};
  polku_model *model = found && before ? polku_model_read(file, text, length, found) : NULL;
  pk_report_take(report, found, move, &m);
  if (!found || !before || m.failed) {
    pk_report_memory(report);
    polku_model_free(model);
    model = NULL;
  }
  free(m.pointer);
  polku_report_free(found);
  polku_report_free(before);
  return model;
}

/* --------------------------------------------------------------------------- what is not there */

typedef struct step { /* of a way down into the patch */
  const struct step *parent;
  const char *key;
} step;

void pk_pointer_add(pk_text *pointer, const char *key) {
  pk_text_add_char(pointer, '/');
  for (; *key; key++)
    if (*key == '~' || *key == '/')
      pk_text_add(pointer, *key == '~' ? "~0" : "~1");
    else
      pk_text_add_char(pointer, *key);
}

static void add_pointer(pk_text *out, const step *at) {
  if (!at->parent)
    return;
  add_pointer(out, at->parent);
  pk_pointer_add(out, at->key);
}

static const char *nearest_member(json_t *object, const char *key) {
  size_t count = 0;
  const char *name, *nearest = NULL, **names = calloc(json_object_size(object) + 1, sizeof *names);
  json_t *member;
  json_object_foreach(object, name, member) {
    if (names)
      names[count++] = name;
  }
  if (names)
    nearest = pk_nearest(key, names, count);
  free(names);
  return nearest;
}

static void warn_absent(const pk_edit *edit, const step *at, json_t *now, polku_report *report) {
  pk_text pointer = PK_TEXT_EMPTY;
  pk_place place = {0};
  pk_text_add(&pointer, edit->prefix);
  add_pointer(&pointer, at);
  if (pointer.failed) {
    pk_report_memory(report);
  } else {
    pk_model_place(edit->written, pointer.data, true, &place);
    pk_report_add(report, &place, "W-PATCH-ABSENT", "name", at->key, "suggestion",
                  nearest_member(now, at->key), NULL);
  }
  pk_text_free(&pointer);
}

static void find_absent(const pk_edit *edit, const step *parent, json_t *now, json_t *patch,
                        pk_spot at, polku_report *report) {
  const char *key;
  json_t *member;
  if (pk_is_atomic(patch, at) || (now && pk_is_atomic(now, at)))
    return;
  json_object_foreach(patch, key, member) {
    step here = {parent, key};
    json_t *old = json_object_get(now, key);
    if (!old && json_is_null(member))
      warn_absent(edit, &here, now, report);
    else
      find_absent(edit, &here, old, member, pk_spot_below(at, key), report);
  }
}

void pk_edit_warn_absent(const pk_edit *edit, polku_report *report) {
  step root = {NULL, ""};
  find_absent(edit, &root, edit->model->json, edit->patch, PK_SPOT_ROOT, report);
}
