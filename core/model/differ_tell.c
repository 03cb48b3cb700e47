/* Parts, fields and values in words. A value is told as what it is (a share in per cent, a length
 * in months, the name of a stage); what no person would read out is left to the JSON. */
#include "model/differ_parts.h"

#include "base/utf8.h"
#include "base/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 60 }; /* columns of one text */

/* ----------------------------------------------------------------------------------------- names
 */

/* A text of at most LONGEST columns on one line. */
static void add_cut(pk_text *out, const char *text) {
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

/* What is called by an id in either model, the second first. */
static void add_named(const pk_model_changes *c, const char *section, const char *id,
                      polku_lang lang, pk_text *out) {
  const pk_name *name = pk_part_name(c->b, section, id);
  name = name ? name : pk_part_name(c->a, section, id);
  add_cut(out, name ? pk_name_text(name, lang, id) : id);
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
  add_cut(out, pk_name_text(&from->name, lang, from->id));
  pk_text_add(out, " → ");
  add_cut(out, pk_name_text(&to->name, lang, to->id));
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
    add_cut(out, change->name ? pk_name_text(change->name, lang, change->id) : change->id);
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

/* ---------------------------------------------------------------------------------------- fields
 */

/* What an open component of a field stands for. */
static void add_open(const pk_model_changes *c, const char *pattern, const char *key,
                     polku_lang lang, pk_text *out) {
  static const char *const sorts[][2] = {
      {"@actor", "actors"}, {"@stage", "stages"}, {"@account", "accounts"}};
  size_t length = strcspn(pattern, "/");
  for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
    if (strlen(sorts[i][0]) == length && strncmp(pattern, sorts[i][0], length) == 0) {
      add_named(c, sorts[i][1], key, lang, out);
      return;
    }
  add_cut(out, key);
}

/* The open components of a field, as many as a label names. */
static void find_open(const pk_model_changes *c, const pk_field *row, const char *field,
                      polku_lang lang, pk_text open[2]) {
  const char *pattern = row->pattern;
  int n = 0;
  for (pk_text key = PK_TEXT_EMPTY; n < 2 && *pattern && pk_field_next(&field, &key);) {
    if (*pattern == '@' && key.data)
      add_open(c, pattern, key.data, lang, &open[n++]);
    pk_text_free(&key);
    pattern += strcspn(pattern, "/");
    pattern += *pattern == '/';
  }
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

/* ---------------------------------------------------------------------------------------- values
 */

/* What the tellers share: where the value stands, and whom to tell. */
typedef struct telling {
  const pk_model_changes *changes;
  const pk_model_change *change;
  const pk_model *model; /* that the value is of */
  pk_told told;
  polku_lang lang;
  pk_text *out;
} telling;

/* As many decimals as say the number, four at most. */
static void add_number(const telling *t, double value) {
  int decimals = 0;
  for (double scaled = fabs(value); decimals < 4 && fabs(scaled - round(scaled)) > 1e-9 * scaled;
       scaled *= 10)
    decimals++;
  pk_number_add(t->out, t->lang, value, decimals);
}

static void add_share(const telling *t, double value) {
  int decimals = 0;
  for (double scaled = 100 * fabs(value);
       decimals < 2 && fabs(scaled - round(scaled)) > 1e-6 * scaled; scaled *= 10)
    decimals++;
  pk_percent_add(t->out, t->lang, value, decimals);
}

static bool is_share(const telling *t) {
  return t->told == PK_TOLD_SHARE || t->told == PK_TOLD_CHANCE;
}

static void add_plain(const telling *t, double value) {
  if (is_share(t))
    add_share(t, value);
  else
    add_number(t, value);
}

/* The word of a unit after what `number` tells. */
static void add_with_unit(const telling *t, const char *unit, const pk_text *number) {
  char key[32];
  snprintf(key, sizeof key, "model.unit.%s", unit);
  const char *word = pk_word_find(t->lang, key);
  pk_text_addf(t->out, "%s%s%s", number->data ? number->data : "", word && *word == ' ' ? "" : " ",
               word ? word : unit);
  t->out->failed = t->out->failed || number->failed;
}

static const char *own_unit(const telling *t, json_t *value) {
  static const char *const steps[] = {"month", "week", "day"};
  if (t->told == PK_TOLD_STEPS)
    return steps[t->model->step];
  if (t->told == PK_TOLD_MONEY)
    return t->change->unit;
  if (t->told != PK_TOLD_TIME)
    return NULL;
  const char *unit = json_string_value(json_object_get(value, "unit"));
  return unit && strcmp(unit, "step") != 0 ? unit : steps[t->model->step];
}

static void add_in_unit(const telling *t, json_t *holder, double value) {
  const char *unit = own_unit(t, holder);
  pk_text number = PK_TEXT_EMPTY;
  telling inner = *t;
  inner.out = &number;
  add_plain(&inner, value);
  if (unit)
    add_with_unit(t, unit, &number);
  else
    pk_text_add(t->out, number.data ? number.data : "");
  t->out->failed = t->out->failed || number.failed;
  pk_text_free(&number);
}

/* Where a number comes from: counts, an interval, its basis and source. */
static void add_origin(const telling *t, json_t *value) {
  json_t *evidence = json_object_get(value, "evidence"), *range = json_object_get(value, "range");
  const char *basis = json_string_value(json_object_get(value, "basis"));
  const char *source = json_string_value(json_object_get(value, "source"));
  char key[32];
  if (json_object_get(evidence, "of")) {
    pk_text_add(t->out, " (");
    add_number(t, json_number_value(json_object_get(evidence, "events")));
    pk_text_add(t->out, "/");
    add_number(t, json_number_value(json_object_get(evidence, "of")));
    pk_text_add(t->out, ")");
  } else if (json_array_size(range) == 2) {
    double scale = is_share(t) ? 100 : 1;
    pk_text_add(t->out, " (");
    add_number(t, scale * json_number_value(json_array_get(range, 0)));
    pk_text_add(t->out, "–");
    add_plain(t, json_number_value(json_array_get(range, 1)));
    pk_text_add(t->out, ")");
  }
  if (t->change->weight != POLKU_CHANGE_INFO)
    return;
  snprintf(key, sizeof key, "basis.%s", basis ? basis : evidence ? "measured" : "assumed");
  pk_text_addf(t->out, " (%s%s%s)", pk_word(t->lang, key), source ? ": " : "",
               source ? source : "");
}

/* Family, then its parameters one after the other. */
static void add_parameters(const telling *t, const char *family, json_t *inside) {
  const char *key;
  json_t *member;
  bool more = false;
  pk_text_addf(t->out, "%s (", family);
  json_object_foreach(inside, key, member) {
    if (!json_is_number(member) && !json_object_get(member, "value"))
      continue;
    json_t *value = json_is_number(member) ? member : json_object_get(member, "value");
    pk_text_add(t->out, more ? "; " : "");
    if (strcmp(key, "scale") == 0)
      add_in_unit(t, inside, json_number_value(value));
    else
      add_number(t, json_number_value(value));
    more = true;
  }
  pk_text_add(t->out, ")");
}

static double plain_number(json_t *value) {
  json_t *inside = json_object_get(value, "value");
  return json_number_value(inside ? inside : value);
}

static void add_length(const telling *t, const char *family, json_t *inside) {
  pk_text length = PK_TEXT_EMPTY;
  telling inner = *t;
  inner.out = &length;
  bool fixed = strcmp(family, "fixed") == 0;
  add_in_unit(&inner, inside,
              fixed ? plain_number(inside) : plain_number(json_object_get(inside, "mean")));
  pk_word_add(t->out, t->lang, fixed ? "model.told.exactly" : "model.told.on_average", "length",
              length.data ? length.data : "", NULL);
  t->out->failed = t->out->failed || length.failed;
  pk_text_free(&length);
}

static void add_uniform(const telling *t, json_t *inside) {
  add_number(t, plain_number(json_object_get(inside, "min")));
  pk_text_add(t->out, "–");
  add_in_unit(t, inside, plain_number(json_object_get(inside, "max")));
}

static void add_distribution(const telling *t, json_t *value) {
  const char *family = json_object_iter_key(json_object_iter(value));
  json_t *inside = json_object_get(value, family);
  if (strcmp(family, "fixed") == 0 || json_object_get(inside, "mean"))
    add_length(t, family, inside);
  else if (strcmp(family, "uniform") == 0)
    add_uniform(t, inside);
  else if (json_is_object(inside))
    add_parameters(t, family, inside);
  else
    pk_word_add(t->out, t->lang, "model.told.table", NULL);
}

/* The stage that a transition of the value's own model leads to. */
static void add_target(const telling *t, const char *id) {
  int i = pk_model_find_transition(t->model, id);
  if (i >= 0)
    add_named(t->changes, "stages", t->model->stages[t->model->transitions[i].to].id, t->lang,
              t->out);
}

static void add_string(const telling *t, const char *text) {
  char key[48];
  bool quoted = t->told == PK_TOLD_PLAIN && t->change->weight == POLKU_CHANGE_INFO;
  snprintf(key, sizeof key, "model.value.%.30s", text);
  if (t->told == PK_TOLD_STAGE)
    add_named(t->changes, "stages", text, t->lang, t->out);
  else if (t->told == PK_TOLD_ACCOUNT)
    add_named(t->changes, "accounts", text, t->lang, t->out);
  else if (t->told == PK_TOLD_TRANSITION)
    add_transition(t->changes, text, t->lang, t->out);
  else if (t->told == PK_TOLD_TARGET)
    add_target(t, text);
  else if (t->told == PK_TOLD_DATE)
    pk_word_add(t->out, t->lang, "model.told.date", "date", text, NULL);
  else if (!quoted && pk_word_find(t->lang, key))
    pk_text_add(t->out, pk_word(t->lang, key));
  else {
    pk_text_add(t->out, !quoted ? "" : t->lang == POLKU_EN ? "“" : "”");
    add_cut(t->out, text);
    pk_text_add(t->out, quoted ? "”" : "");
  }
}

static void add_line(const telling *t, json_t *value) {
  char *line = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
  if (line)
    add_cut(t->out, line);
  t->out->failed = t->out->failed || !line;
  free(line);
}

static void add_list(const telling *t, json_t *list) {
  enum { MOST = 8 };
  bool path = strcmp(t->change->section, "paths") == 0;
  bool actors = strcmp(t->change->field, "withdraw") == 0;
  for (size_t i = 0; i < json_array_size(list); i++) {
    json_t *item = json_array_get(list, i);
    if (i > 0)
      pk_text_add(t->out, path ? " → " : t->lang == POLKU_EN ? ", " : "; ");
    if (i == MOST) {
      pk_text_add(t->out, "…");
      return;
    }
    if (json_is_string(item))
      add_named(t->changes,
                path     ? "stages"
                : actors ? "actors"
                         : "",
                json_string_value(item), t->lang, t->out);
    else if (json_is_number(item) || json_is_number(json_object_get(item, "value")))
      add_plain(t, plain_number(item));
    else
      add_line(t, item);
  }
}

/* A text by language. What an object says otherwise is not for a line of text. */
static void add_text(const telling *t, json_t *value) {
  static const char *const order[3][4] = {
      {"fi", "en", "sv", NULL}, {"sv", "fi", "en", NULL}, {"en", "fi", "sv", NULL}};
  for (int i = 0; order[t->lang][i]; i++) {
    const char *text = json_string_value(json_object_get(value, order[t->lang][i]));
    if (text) {
      add_string(t, text);
      return;
    }
  }
}

static void add_object(const telling *t, json_t *value) {
  json_t *number = json_object_get(value, "value"), *of = json_object_get(value, "of");
  if (json_is_number(number)) {
    add_in_unit(t, value, json_number_value(number));
    add_origin(t, value);
  } else if (t->told == PK_TOLD_OBSERVED && of) {
    add_number(t, json_number_value(json_object_get(value, "events")));
    pk_text_add(t->out, "/");
    add_number(t, json_number_value(of));
  } else if (t->told == PK_TOLD_TIME && json_object_size(value) == 1) {
    add_distribution(t, value);
  } else {
    add_text(t, value);
  }
}

static void add_value(const telling *t, json_t *value) {
  if (json_is_string(value) && strcmp(json_string_value(value), "rest") == 0)
    pk_word_add(t->out, t->lang, "model.told.rest", NULL);
  else if (json_is_string(value))
    add_string(t, json_string_value(value));
  else if (json_is_boolean(value))
    pk_word_add(t->out, t->lang, json_is_true(value) ? "model.told.yes" : "model.told.no", NULL);
  else if (json_is_number(value)) {
    add_in_unit(t, value, json_number_value(value));
    if (t->change->weight == POLKU_CHANGE_INFO && t->told != PK_TOLD_PLAIN)
      add_origin(t, value);
  } else if (json_is_array(value))
    add_list(t, value);
  else
    add_object(t, value);
}

void pk_differ_tell(const pk_model_changes *changes, const pk_model_change *change, bool after,
                    polku_lang lang, pk_text *out) {
  const char *line = after ? change->after : change->before;
  telling t = {changes,
               change,
               after ? changes->b : changes->a,
               pk_field_of(change->section, change->field)->told,
               lang,
               out};
  if (!line || (!*change->field && change->form != PK_PART_MOVED))
    return;
  json_t *value = json_loads(line, JSON_DECODE_ANY, NULL);
  if (value)
    add_value(&t, value);
  out->failed = out->failed || !value;
  json_decref(value);
}
