/* A model from a file: bytes, JSON, tables of ids, structs, checks; then a model, or all its
 * problems.
 *
 *     polku_model_load → polku_model_read → syntax.c → sections.c → one reader a table → exits.c,
 *     meaning.c
 *
 * A model keeps the author's text and the JSON tree: strings of the structs are borrowed from it.
 */
#include "base/sha256.h"
#include "base/text.h"
#include "model/index.h"
#include "model/outline.h"
#include "model/read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define LARGEST_FILE ((size_t)64 << 20)

/* --------------------------------------------------------------------------------------- files */

static void file_problem(const char *path, polku_report *report) {
  pk_place place = {.file = path};
  if (errno == ENOENT || errno == ENOTDIR)
    pk_report_add(report, &place, "E-FILE-MISSING", "file", path, NULL);
  else if (errno == EACCES || errno == EPERM)
    pk_report_add(report, &place, "E-FILE-ACCESS", "file", path, NULL);
  else if (errno == EISDIR)
    pk_report_add(report, &place, "E-FILE-FOLDER", "file", path, NULL);
  else
    pk_report_machine(report, &place, "E-FILE-READ", "file", path, NULL);
}

/* All bytes of an open file; NULL with a problem. */
static char *read_all(FILE *file, const char *path, size_t *length, polku_report *report) {
  size_t room = 1 << 16;
  char *text = malloc(room);
  *length = 0;
  while (text) {
    errno = 0;
    *length += fread(text + *length, 1, room - *length, file);
    if (ferror(file)) {
      file_problem(path, report);
      free(text);
      return NULL;
    }
    if (*length < room)
      return text;
    if (room >= LARGEST_FILE) {
      pk_place place = {.file = path};
      pk_report_add(report, &place, "E-FILE-LARGE", "file", path, NULL);
      free(text);
      return NULL;
    }
    char *larger = realloc(text, room *= 2);
    if (!larger)
      free(text);
    text = larger;
  }
  pk_report_memory(report);
  return NULL;
}

static polku_model *load_file(const char *path, polku_report *report) {
  errno = 0;
  FILE *file = fopen(path, "rb");
  if (!file) {
    if (errno == ENOMEM)
      pk_report_memory(report);
    else
      file_problem(path, report);
    return NULL;
  }
  size_t length;
  char *text = read_all(file, path, &length, report);
  fclose(file);
  polku_model *model = text ? polku_model_read(path, text, length, report) : NULL;
  free(text);
  return model;
}

/* The file before the mark with the scenario after it applied. */
static polku_model *load_scenario(const char *path, const char *mark, polku_report *report) {
  pk_text file = PK_TEXT_EMPTY;
  pk_text_add_bytes(&file, path, (size_t)(mark - path));
  char *name = pk_text_take(&file);
  if (!name) {
    pk_report_memory(report);
    return NULL;
  }
  polku_model *model = load_file(name, report);
  polku_model *after = polku_model_scenario(model, mark + 1, report);
  polku_model_free(model);
  free(name);
  return after;
}

static bool is_file(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file)
    fclose(file);
  return file != NULL;
}

/* "FILE#SCENARIO", unless there is a file of that very name. */
polku_model *polku_model_load(const char *path, polku_report *report) {
  if (!path || !report)
    return NULL;
  const char *mark = strrchr(path, '#');
  bool scenario = mark && !is_file(path);
  return scenario ? load_scenario(path, mark, report) : load_file(path, report);
}

/* -------------------------------------------------------------------------------------- models */

/* The file's name without folder, scenario and suffix: what a model without a title is called. */
static const char *base_name(pk_arena *arena, const char *file) {
  const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
  size_t length = strcspn(name, "#");
  for (size_t i = length; i > 1; i--)
    if (name[i - 1] == '.') {
      length = i - 1;
      break;
    }
  return pk_strndup(arena, name, length);
}

/* A model that has its text and nothing else yet. */
static polku_model *new_model(const char *name, const char *text, size_t length) {
  pk_arena *arena = pk_arena_new();
  if (!arena)
    return NULL;
  polku_model *model = PK_NEW(arena, polku_model);
  if (model) {
    model->arena = arena;
    model->file = pk_strdup(arena, name);
    model->id = base_name(arena, name);
    model->text = pk_strndup(arena, text, length);
    model->length = length;
    pk_sha256(text, length, model->sha256);
    model->index = PK_NEW(arena, pk_model_index);
  }
  if (model && model->file && model->id && model->text && model->index)
    return model;
  pk_arena_free(arena);
  return NULL;
}

polku_model *pk_model_text_only(const char *path) {
  const char *mark = strrchr(path, '#');
  char *name = strndup(path, mark && !is_file(path) ? (size_t)(mark - path) : strlen(path));
  polku_report *unheard = polku_report_new(); /* the reader has said it */
  FILE *file = name && unheard ? fopen(name, "rb") : NULL;
  size_t length = 0;
  char *text = file ? read_all(file, name, &length, unheard) : NULL;
  polku_model *model = text ? new_model(name, text, length) : NULL;
  if (file)
    fclose(file);
  free(text);
  free(name);
  polku_report_free(unheard);
  return model;
}

/* A model of a later format is not read further: every new key would look like a mistake. */
static bool later_format(pk_reader *reader) {
  pk_node format = {json_object_get(reader->root.json, "format"), &reader->root, "format", 0};
  const char *text = json_string_value(format.json);
  if (!text || strncmp(text, "polku/", 6) != 0 || strtol(text + 6, NULL, 10) < 2)
    return false;
  PK_PROBLEM(reader, &format, PK_VALUE, "E-FORMAT", "value", text, "format", POLKU_FORMAT, NULL);
  return true;
}

static void read_all_tables(pk_reader *reader) {
  pk_read_header(reader);
  pk_read_sources(reader);
  pk_read_accounts(reader);
  pk_read_budgets(reader);
  pk_read_actors(reader);
  pk_read_stages(reader);
  pk_read_transitions(reader);
  pk_read_supports(reader);
  pk_read_groups(reader);
  pk_read_gaps(reader);
  pk_read_notes(reader);
  pk_read_paths(reader);
  pk_read_targets(reader);
  pk_read_scenarios(reader);
}

static void read_model(pk_reader *reader) {
  pk_model_index *index = reader->model->index;
  if (!pk_read_is(reader, &reader->root, PK_IS_OBJECT) || later_format(reader) ||
      !pk_read_sections(reader))
    return;
  for (int i = 0; i < PK_SECTION_COUNT; i++)
    index->ids[i] = reader->sections[i].ids;
  read_all_tables(reader);
  if (reader->failed)
    return;
  pk_read_exits(reader);
  if (!reader->failed)
    pk_read_meaning(reader);
  if (!reader->failed && reader->errors == 0)
    pk_read_number_order(reader);
}

polku_model *polku_model_read(const char *name, const char *text, size_t length,
                              polku_report *report) {
  if (!name || !text || !report)
    return NULL;
  polku_model *model = new_model(name, text, length);
  if (!model) {
    pk_report_memory(report);
    return NULL;
  }
  model->json = pk_syntax_read(model, report);
  if (model->json) {
    pk_reader reader = {.model = model, .arena = model->arena, .report = report};
    reader.root.json = model->json;
    read_model(&reader);
    if (reader.failed)
      pk_report_memory(report);
    if (!reader.failed && reader.errors == 0)
      return model;
  }
  polku_model_free(model);
  return NULL;
}

void polku_model_free(polku_model *model) {
  if (!model)
    return;
  json_decref(model->json);
  pk_arena_free(model->arena);
}

/* ------------------------------------------------------------------------------------ questions */

const char *polku_model_text(const polku_model *model, size_t *length) {
  if (length)
    *length = model ? model->length : 0;
  return model ? model->text : NULL;
}

const char *polku_model_title(const polku_model *model, polku_lang lang) {
  return model ? pk_name_text(&model->title, lang, model->id) : NULL;
}

int pk_model_find_stage(const pk_model *model, const char *id) {
  return pk_ids_find(model->index->ids[PK_STAGES], id);
}

int pk_model_find_transition(const pk_model *model, const char *id) {
  return pk_ids_find(model->index->ids[PK_TRANSITIONS], id);
}

int pk_model_find_actor(const pk_model *model, const char *id) {
  return pk_ids_find(model->index->ids[PK_ACTORS], id);
}

int pk_model_find_group(const pk_model *model, const char *id) {
  return pk_ids_find(model->index->ids[PK_GROUPS], id);
}
