/* Parts and fields in words. */
#include "model/differ_parts.h"

#include "base/utf8.h"
#include "base/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 60 }; /* columns of one text */

/* --- names */

void pk_differ_cut(pk_text *out, const char *text) {
  size_t length = strlen(text), at = 0, columns = 0;
  while (at < length && columns < LONGEST) {
    uint32_t c;
    size_t n = pk_utf8_next(text + at, length - at, &c);
    if (pk_utf8_disturbs(c))
      pk_text_add_char(out, ' ');
    else
      pk_text_add_bytes(out, text + at, n);
    at += n;
    columns++;
  }
  if (at < length)
    pk_text_add(out, "…");
}

static const pk_name *full(const pk_name *name) {
  return name->in[POLKU_FI] || name->in[POLKU_SV] || name->in[POLKU_EN] ? name : NULL;
}

#define FIND_NAME(list, count, member)                                                             \
  for (int i = 0; i < model->count; i++)                                                           \
    if (strcmp(model->list[i].id, id) == 0)                                                        \
      return full(&model->list[i].member);                                                         \
  return NULL

static const pk_name *other_name(const pk_model *model, int section, const char *id) {
  switch (section) {
  case PK_SOURCES:
    FIND_NAME(sources, source_count, title);
  case PK_ACCOUNTS:
    FIND_NAME(accounts, account_count, name);
  case PK_BUDGETS:
    FIND_NAME(budgets, budget_count, name);
  case PK_SUPPORTS:
    FIND_NAME(supports, support_count, name);
  case PK_GAPS:
    FIND_NAME(gaps, gap_count, question);
  case PK_NOTES:
    FIND_NAME(notes, note_count, text);
  case PK_PATHS:
    FIND_NAME(paths, path_count, name);
  case PK_TARGETS:
    FIND_NAME(targets, target_count, name);
  case PK_SCENARIOS:
    FIND_NAME(scenarios, scenario_count, name);
  default:
    return NULL;
  }
}

const pk_name *pk_part_name(const pk_model *model, const char *section, const char *id) {
  int i, at = 0;
  while (at < PK_SECTION_COUNT && strcmp(pk_section_names[at], section) != 0)
    at++;
  switch (at) {
  case PK_STAGES:
    i = pk_model_find_stage(model, id);
    return i < 0 ? NULL : full(&model->stages[i].name);
  case PK_TRANSITIONS:
    i = pk_model_find_transition(model, id);
    return i < 0 ? NULL : full(&model->transitions[i].name);
  case PK_ACTORS:
    i = pk_model_find_actor(model, id);
    return i < 0 ? NULL : full(&model->actors[i].name);
  case PK_GROUPS:
    i = pk_model_find_group(model, id);
    return i < 0 ? NULL : full(&model->groups[i].name);
  default:
    return other_name(model, at, id);
  }
}

/* In either model, the second first. */
static void add_named(const pk_model_changes *c, const char *section, const char *id,
                      polku_lang lang, pk_text *out) {
  const pk_name *name = pk_part_name(c->b, section, id);
  name = name ? name : pk_part_name(c->a, section, id);
  pk_differ_cut(out, name ? pk_name_text(name, lang, id) : id);
}

/* A transition without a name is called by its ends. */
static bool add_ends(const pk_model_changes *c, const char *id, polku_lang lang, pk_text *out) {
  const pk_model *model = c->b;
  int i = pk_model_find_transition(model, id);
  if (i < 0)
    i = pk_model_find_transition(model = c->a, id);
  if (i < 0)
    return false;
  const pk_stage *from = &model->stages[model->transitions[i].from];
  const pk_stage *to = &model->stages[model->transitions[i].to];
  pk_differ_cut(out, pk_name_text(&from->name, lang, from->id));
  pk_text_add(out, " → ");
  pk_differ_cut(out, pk_name_text(&to->name, lang, to->id));
  return true;
}

static void add_transition(const pk_model_changes *c, const char *id, polku_lang lang,
                           pk_text *out) {
  if (pk_part_name(c->b, "transitions", id) || !add_ends(c, id, lang, out))
    add_named(c, "transitions", id, lang, out);
}

void pk_differ_name(const pk_model_changes *changes, const pk_model_change *change, polku_lang lang,
                    pk_text *out) {
  if (strcmp(change->section, "transitions") == 0 && !change->name)
    add_transition(changes, change->id, lang, out);
  else
    pk_differ_cut(out, change->name ? pk_name_text(change->name, lang, change->id) : change->id);
}

void pk_differ_part(const pk_model_changes *changes, const pk_model_change *change, polku_lang lang,
                    pk_text *out) {
  char key[48];
  snprintf(key, sizeof key, "model.part.%s", *change->section ? change->section : "model");
  pk_text_add(out, pk_word(lang, key));
  if (!*change->section)
    return;
  pk_text_add_char(out, ' ');
  pk_differ_name(changes, change, lang, out);
}

void pk_differ_named(const pk_model_changes *changes, const char *section, const char *id,
                     polku_lang lang, pk_text *out) {
  if (strcmp(section, "transitions") == 0)
    add_transition(changes, id, lang, out);
  else
    add_named(changes, section, id, lang, out);
}

void pk_differ_word(const pk_model_changes *changes, const char *sort, const char *id,
                    const char *of, polku_lang lang, pk_text *out) {
  const pk_name *name = changes->words ? changes->words(changes->words_of, sort, id, of) : NULL;
  name = name ? full(name) : NULL;
  pk_differ_cut(out, name ? pk_name_text(name, lang, id) : id);
}

/* --- fields */

static bool is_tag(const char *pattern, const char *tag) {
  size_t length = strcspn(pattern, "/");
  return strlen(tag) == length && strncmp(pattern, tag, length) == 0;
}

/* What an open component of a field stands for; `of` is the one before it. */
static void add_open(const pk_model_changes *c, const char *pattern, const char *key,
                     const char *of, polku_lang lang, pk_text *out) {
  static const char *const parts[][2] = {
      {"@actor", "actors"}, {"@stage", "stages"}, {"@account", "accounts"}};
  static const char *const words[] = {"@role", "@attribute", "@value", "@history"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (is_tag(pattern, parts[i][0])) {
      add_named(c, parts[i][1], key, lang, out);
      return;
    }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (is_tag(pattern, words[i])) {
      pk_differ_word(c, words[i] + 1, key, of, lang, out);
      return;
    }
  pk_differ_cut(out, key);
}

/* The open components of a field, as many as a label names. */
static void find_open(const pk_model_changes *c, const pk_field *row, const char *field,
                      polku_lang lang, pk_text open[2]) {
  const char *pattern = row->pattern;
  pk_text key = PK_TEXT_EMPTY, before = PK_TEXT_EMPTY;
  for (int n = 0; n < 2 && *pattern && pk_field_next(&field, &key);) {
    if (*pattern == '@' && key.data)
      add_open(c, pattern, key.data, before.data ? before.data : "", lang, &open[n++]);
    open[0].failed = open[0].failed || key.failed;
    pk_text_free(&before);
    before = key;
    key = (pk_text)PK_TEXT_EMPTY;
    pattern += strcspn(pattern, "/");
    pattern += *pattern == '/';
  }
  pk_text_free(&key);
  pk_text_free(&before);
}

static void add_plain_field(const char *field, pk_text *out) {
  while (pk_field_next(&field, out))
    if (*field)
      pk_text_add(out, " / ");
}

void pk_differ_field(const pk_model_changes *changes, const pk_model_change *change,
                     polku_lang lang, pk_text *out) {
  const pk_field *row = pk_field_of(change->section, change->field);
  char key[48];
  if (!*change->field)
    return;
  if (!row->word) {
    add_plain_field(change->field, out);
    return;
  }
  pk_text open[2] = {PK_TEXT_EMPTY, PK_TEXT_EMPTY};
  find_open(changes, row, change->field, lang, open);
  snprintf(key, sizeof key, "model.field.%s", row->word);
  pk_word_add(out, lang, key, "a", open[0].data ? open[0].data : "", "b",
              open[1].data ? open[1].data : "", NULL);
  out->failed = out->failed || open[0].failed || open[1].failed;
  pk_text_free(&open[0]);
  pk_text_free(&open[1]);
}

bool pk_differ_is_translation(const pk_model_changes *changes, const pk_model_change *change,
                              polku_lang lang) {
  const char *id = pk_lang_ids[lang];
  const char *last = strrchr(change->field, '/');
  char own[128];
  if (!last || strlen(last) != 3 || strcmp(last + 1, id) == 0)
    return false;
  int n = snprintf(own, sizeof own, "%.*s/%s", (int)(last - change->field), change->field, id);
  return n < (int)sizeof own &&
         pk_model_change_of(changes, change->section, change->id, own) != NULL;
}
