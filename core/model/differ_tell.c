/* Values in words: each is told as what it is (a share in per cent, a length in months, the name of
 * a stage); what no person would read out is left to the JSON. */
#include "model/differ_parts.h"

#include "base/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* The word of a unit after what `number` tells; of one month, where a language says it otherwise.
 */
static void add_with_unit(const telling *t, const char *unit, const pk_text *number) {
  char key[48];
  snprintf(key, sizeof key, "model.unit.one.%.20s", unit);
  const char *told = number->data ? number->data : "";
  const char *word = strcmp(told, "1") == 0 ? pk_word_find(t->lang, key) : NULL;
  snprintf(key, sizeof key, "model.unit.%.20s", unit);
  word = word ? word : pk_word_find(t->lang, key);
  pk_text_addf(t->out, "%s %s", told, word ? word : unit);
  t->out->failed = t->out->failed || number->failed;
}

static const char *own_unit(const telling *t, json_t *value) {
  if (t->told == PK_TOLD_STEPS)
    return pk_step_ids[t->model->step];
  if (t->told == PK_TOLD_MONEY)
    return t->change->unit;
  if (t->told != PK_TOLD_TIME)
    return NULL;
  const char *unit = json_string_value(json_object_get(value, "unit"));
  return unit && strcmp(unit, "step") != 0 ? unit : pk_step_ids[t->model->step];
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
    pk_differ_named(t->changes, "stages", t->model->stages[t->model->transitions[i].to].id, t->lang,
                    t->out);
}

/* An id of the rules; false: it is none. */
static bool add_word(const telling *t, const char *text) {
  const char *of = strrchr(t->change->field, '/');
  const char *sort = t->told == PK_TOLD_KIND     ? "kind"
                     : t->told == PK_TOLD_REGION ? "region"
                     : t->told == PK_TOLD_ROLE   ? "role"
                     : t->told == PK_TOLD_VALUE  ? "value"
                                                 : NULL;
  if (sort)
    pk_differ_word(t->changes, sort, text, of ? of + 1 : "", t->lang, t->out);
  return sort != NULL;
}

static void add_string(const telling *t, const char *text) {
  char key[48];
  if (add_word(t, text))
    return;
  bool quoted = t->told == PK_TOLD_PLAIN && t->change->weight == POLKU_CHANGE_INFO;
  snprintf(key, sizeof key, "model.value.%.30s", text);
  if (t->told == PK_TOLD_STAGE)
    pk_differ_named(t->changes, "stages", text, t->lang, t->out);
  else if (t->told == PK_TOLD_ACCOUNT)
    pk_differ_named(t->changes, "accounts", text, t->lang, t->out);
  else if (t->told == PK_TOLD_TRANSITION)
    pk_differ_named(t->changes, "transitions", text, t->lang, t->out);
  else if (t->told == PK_TOLD_TARGET)
    add_target(t, text);
  else if (t->told == PK_TOLD_DATE)
    pk_word_add(t->out, t->lang, "model.told.date", "date", text, NULL);
  else if (!quoted && pk_word_find(t->lang, key))
    pk_text_add(t->out, pk_word(t->lang, key));
  else {
    pk_text_add(t->out, !quoted ? "" : t->lang == POLKU_EN ? "“" : "”");
    pk_differ_cut(t->out, text);
    pk_text_add(t->out, quoted ? "”" : "");
  }
}

static void add_line(const telling *t, json_t *value) {
  pk_text line = PK_TEXT_EMPTY;
  pk_differ_write(&line, value);
  pk_differ_cut(t->out, line.data ? line.data : "");
  t->out->failed = t->out->failed || line.failed;
  pk_text_free(&line);
}

static void add_number_object(const telling *t, json_t *value);

/* A number of an object under its own label: "odds ratio 1.5". */
static void add_labelled(const telling *t, const char *word, pk_told told, json_t *value) {
  telling inner = *t;
  inner.told = told;
  pk_text_addf(t->out, "%s ", pk_word(t->lang, word));
  add_number_object(&inner, value);
}

/* "Trial → Work: odds ratio 1.5" */
static void add_effect(const telling *t, json_t *effect) {
  const char *transition = json_string_value(json_object_get(effect, "transition"));
  const char *stage = json_string_value(json_object_get(effect, "stage"));
  json_t *odds = json_object_get(effect, "odds_ratio"),
         *hazard = json_object_get(effect, "hazard_ratio"),
         *places = json_object_get(effect, "places");
  if (transition || stage) {
    pk_differ_named(t->changes, transition ? "transitions" : "stages",
                    transition ? transition : stage, t->lang, t->out);
    pk_text_add(t->out, ": ");
  }
  if (odds)
    add_labelled(t, "model.told.odds", PK_TOLD_PLAIN, odds);
  else if (hazard)
    add_labelled(t, "model.told.hazard", PK_TOLD_PLAIN, hazard);
  else if (places)
    add_labelled(t, "model.told.places", PK_TOLD_PLACES, places);
}

/* "employer, places 3" */
static void add_roles(const telling *t, json_t *roles) {
  const char *role;
  json_t *standing;
  bool more = false;
  json_object_foreach(roles, role, standing) {
    json_t *places = json_object_get(standing, "places");
    pk_text_add(t->out, more ? "; " : "");
    pk_differ_word(t->changes, "role", role, "", t->lang, t->out);
    if (places) {
      pk_text_add(t->out, ", ");
      add_labelled(t, "model.told.places", PK_TOLD_PLACES, places);
    }
    more = true;
  }
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
    if (json_is_string(item) && (path || actors))
      pk_differ_named(t->changes, path ? "stages" : "actors", json_string_value(item), t->lang,
                      t->out);
    else if (json_is_string(item))
      add_string(t, json_string_value(item));
    else if (t->told == PK_TOLD_EFFECT)
      add_effect(t, item);
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

/* Plain or an object; places for each of another stage. */
static void add_number_object(const telling *t, json_t *value) {
  json_t *per = json_object_get(value, "per"), *each = json_object_get(value, "each");
  if (per && each) {
    add_plain(t, plain_number(each));
    pk_text_add(t->out, " / ");
    pk_differ_named(t->changes, "stages", json_string_value(per), t->lang, t->out);
    return;
  }
  add_in_unit(t, value, plain_number(value));
  if (json_is_object(value))
    add_origin(t, value);
}

static void add_object(const telling *t, json_t *value) {
  json_t *of = json_object_get(value, "of"), *places = json_object_get(value, "places");
  if (json_is_number(json_object_get(value, "value")) || json_object_get(value, "per")) {
    add_number_object(t, value);
  } else if (t->told == PK_TOLD_EFFECT) {
    add_effect(t, value);
  } else if (t->told == PK_TOLD_ACTOR_AT) {
    add_roles(t, value);
  } else if (t->told == PK_TOLD_ROLE_AT) {
    if (places)
      add_labelled(t, "model.told.places", PK_TOLD_PLACES, places);
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
  json_t *value = (json_t *)(uintptr_t)change->values[after]; /* jansson takes no const */
  if (!line || (!*change->field && change->form != PK_PART_MOVED))
    return;
  if (value)
    add_value(&t, value);
  else if (change->form == PK_PART_MOVED)
    pk_text_add(out, line);
  else
    pk_text_add(out, pk_word(lang, strcmp(line, "true") == 0 ? "model.told.yes" : "model.told.no"));
}
