/* What has changed, in short sentences as people in a room say them: "Kemijärven kyläyhdistykset:
 * paikkoja 2 → 5 (Palkkatuki)". For a line on a screen and for minutes, where the whole list of
 * differ_text.c would be too much.
 *
 * What follows from something else is left out: of a stage that was taken away, not also each of
 * its transitions. Parts that are gone or new come first, then what changed, the gravest first,
 * then what only stands elsewhere. */
#include "model/differ_parts.h"

#include "base/utf8.h"
#include "base/words.h"
#include "model/cut.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 12, MOST_MOVED = 4 };

typedef struct teller {
  const pk_model_changes *changes;
  polku_lang lang;
  json_t *gone; /* ids of stages, actors, groups and accounts that are no more */
  pk_json *json;
  int told; /* sentences so far, those beyond the last that is written too */
  bool counting, failed;
} teller;

/* A sentence on its way: the names and values that fill its placeholders. */
typedef struct blanks {
  pk_text name, field, before, after, stage, actor, role;
} blanks;

static const char *said(const pk_text *text) {
  return text->data ? text->data : "";
}

static void say(teller *t, const char *key, const blanks *b) {
  const pk_text *const all[] = {&b->name,  &b->field, &b->before, &b->after,
                                &b->stage, &b->actor, &b->role};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    t->failed = t->failed || all[i]->failed;
  t->told++;
  if (t->counting)
    return;
  pk_text line = PK_TEXT_EMPTY;
  pk_word_add(&line, t->lang, key, "name", said(&b->name), "field", said(&b->field), "before",
              said(&b->before), "after", said(&b->after), "stage", said(&b->stage), "actor",
              said(&b->actor), "role", said(&b->role), NULL);
  pk_json_string(t->json, said(&line));
  t->failed = t->failed || line.failed;
  pk_text_free(&line);
}

static void free_blanks(blanks *b) {
  pk_text *const all[] = {&b->name,  &b->field, &b->before, &b->after,
                          &b->stage, &b->actor, &b->role};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    pk_text_free(all[i]);
}

/* ------------------------------------------------------------------------- what goes unsaid */

static json_t *value_of(const pk_model_change *change, int after) {
  return (json_t *)(uintptr_t)change->values[after]; /* jansson takes no const */
}

static bool is_in(const pk_model_change *change, const char *section) {
  return strcmp(change->section, section) == 0;
}

/* Parts that take others along. */
static bool is_root(const pk_model_change *change) {
  return is_in(change, "stages") || is_in(change, "actors") || is_in(change, "groups") ||
         is_in(change, "accounts");
}

static bool find_gone(teller *t) {
  t->gone = json_object();
  for (int i = 0; t->gone && i < t->changes->count; i++) {
    const pk_model_change *change = &t->changes->at[i];
    if (change->form == PK_PART_REMOVED && is_root(change) &&
        json_object_set_new(t->gone, change->id, json_true()) != 0)
      return false;
  }
  return t->gone != NULL;
}

/* Whether a field is about something that is gone: "actors/neuvokas/employer". */
static bool field_names_gone(teller *t, const char *field) {
  pk_text key = PK_TEXT_EMPTY;
  bool found = false;
  while (!found && pk_field_next(&field, &key)) {
    found = json_object_get(t->gone, said(&key)) != NULL;
    t->failed = t->failed || key.failed;
    pk_text_free(&key);
  }
  pk_text_free(&key);
  return found;
}

/* Whether a change only follows from what is gone. */
static bool follows(teller *t, const pk_model_change *change) {
  if (json_object_size(t->gone) == 0 || change->form == PK_PART_MOVED)
    return false;
  if (change->form == PK_PART_REMOVED)
    return !is_root(change) && pk_names_any(value_of(change, 0), t->gone);
  return field_names_gone(t, change->field) ||
         (change->before && pk_names_any(value_of(change, 0), t->gone));
}

static bool is_told(teller *t, const pk_model_change *change) {
  return !follows(t, change) && !pk_differ_is_translation(t->changes, change, t->lang);
}

/* ------------------------------------------------------------------------------- whole parts */

/* What is told of a new transition: its number. */
static void add_number(teller *t, const pk_model_change *change, pk_text *out) {
  static const char *const fields[] = {"share", "per_step", "after"};
  json_t *part = value_of(change, 1);
  for (size_t i = 0; is_in(change, "transitions") && i < 3; i++) {
    pk_model_change number = *change;
    number.field = fields[i];
    number.form = PK_PART_CHANGED;
    number.weight = POLKU_CHANGE_WARNING;
    number.values[1] = json_object_get(part, fields[i]);
    if (number.values[1])
      pk_differ_tell(t->changes, &number, true, t->lang, out);
  }
}

static void tell_whole(teller *t, const pk_model_change *change) {
  bool added = change->form == PK_PART_ADDED;
  blanks b = {0};
  char key[48];
  snprintf(key, sizeof key, "model.said.%s.%s", added ? "added" : "removed", change->section);
  pk_differ_name(t->changes, change, t->lang, &b.name);
  if (added)
    add_number(t, change, &b.after);
  if (b.after.length) {
    pk_text_add(&b.name, ", ");
    pk_text_add(&b.name, b.after.data);
  }
  say(t, key, &b);
  free_blanks(&b);
}

/* "Järjestys muuttui: A, B" for all parts of a section that stand elsewhere. */
static void tell_moved(teller *t, int first) {
  const pk_model_changes *c = t->changes;
  blanks b = {0};
  int n = 0;
  for (int i = first; i < c->count && is_in(&c->at[i], c->at[first].section); i++) {
    if (c->at[i].form != PK_PART_MOVED)
      continue;
    if (n < MOST_MOVED) {
      pk_text_add(&b.name, n ? ", " : "");
      pk_differ_name(c, &c->at[i], t->lang, &b.name);
    }
    n++;
  }
  pk_text_add(&b.name, n > MOST_MOVED ? ", …" : "");
  say(t, "model.said.moved", &b);
  free_blanks(&b);
}

static bool moves_first(const pk_model_changes *c, int at) {
  for (int i = at - 1; i >= 0 && is_in(&c->at[i], c->at[at].section); i--)
    if (c->at[i].form == PK_PART_MOVED)
      return false;
  return true;
}

/* ----------------------------------------------------------------------- who stands where */

/* A role within a sentence: its first letter small, unless it begins an abbreviation. */
static void add_lowered(pk_text *out, const char *name) {
  size_t length = strlen(name);
  uint32_t first = 0, second = 0;
  size_t n = length ? pk_utf8_next(name, length, &first) : 0;
  if (n < length)
    pk_utf8_next(name + n, length - n, &second);
  bool capital = (first >= 'A' && first <= 'Z') || (first >= 0xC0 && first <= 0xDE);
  bool small = (second >= 'a' && second <= 'z') || (second >= 0xDF && second <= 0xFF);
  if (!capital || !small) {
    pk_text_add(out, name);
    return;
  }
  char letter[4];
  pk_text_add_bytes(out, letter, pk_utf8_write(first + 0x20, letter));
  pk_text_add(out, name + n);
}

static void add_role(teller *t, const char *role, json_t *standing, pk_text *out) {
  json_t *places = json_object_get(standing, "places");
  json_t *number = json_is_object(places) ? json_object_get(places, "value") : places;
  pk_text name = PK_TEXT_EMPTY;
  pk_differ_word(t->changes, "role", role, "", t->lang, &name);
  add_lowered(out, said(&name));
  if (json_is_number(number)) {
    char digits[32];
    pk_number_text(digits, json_number_value(number));
    pk_text_add(out, ", ");
    pk_word_add(out, t->lang,
                strcmp(digits, "1") == 0 ? "model.said.one_place" : "model.said.some_places",
                "count", digits, NULL);
  }
  out->failed = out->failed || name.failed;
  pk_text_free(&name);
}

/* The next of "actors/ACTOR/ROLE/what": into `actor`, `role` and `what`; false where a field is no
 * such. */
static bool split_standing(const pk_model_change *change, pk_text parts[4]) {
  const char *field = change->field;
  int n = 0;
  if (!is_in(change, "stages") || strncmp(field, "actors/", 7) != 0)
    return false;
  while (n < 4 && pk_field_next(&field, &parts[n]))
    n++;
  return true;
}

/* An actor comes to a stage, takes a role there, or leaves; places of a role. False: something
 * else.
 */
static bool tell_standing(teller *t, const pk_model_change *change) {
  pk_text parts[4] = {PK_TEXT_EMPTY, PK_TEXT_EMPTY, PK_TEXT_EMPTY, PK_TEXT_EMPTY};
  bool fits = split_standing(change, parts), places = strcmp(said(&parts[3]), "places") == 0;
  fits = fits && parts[1].data && (!parts[3].data || places) &&
         (places || !change->before || !change->after);
  blanks b = {0};
  if (fits) {
    bool here = change->after != NULL;
    pk_differ_name(t->changes, change, t->lang, &b.stage);
    pk_differ_named(t->changes, "actors", said(&parts[1]), t->lang, &b.actor);
    const char *role;
    json_t *value = value_of(change, here), *standing;
    if (!places && parts[2].data) {
      add_role(t, said(&parts[2]), value, &b.role);
    } else if (!places) {
      json_object_foreach(value, role, standing) {
        pk_text_add(&b.role, b.role.length ? "; " : "");
        add_role(t, role, standing, &b.role);
      }
    }
    pk_differ_tell(t->changes, change, false, t->lang, &b.before);
    pk_differ_tell(t->changes, change, true, t->lang, &b.after);
    say(t,
        !places           ? here ? "model.said.joins" : "model.said.leaves"
        : !change->before ? "model.said.places_new"
        : here            ? "model.said.places"
                          : "model.said.places_gone",
        &b);
  }
  free_blanks(&b);
  for (int i = 0; i < 4; i++)
    pk_text_free(&parts[i]);
  return fits;
}

/* -------------------------------------------------------------------------------- fields */

static void add_subject(teller *t, const pk_model_change *change, pk_text *out) {
  if (!*change->section) {
    pk_text_add(out, pk_word(t->lang, "model.said.model"));
    return;
  }
  pk_text name = PK_TEXT_EMPTY;
  pk_differ_name(t->changes, change, t->lang, &name);
  if (is_in(change, "transitions"))
    pk_word_add(out, t->lang, "model.said.transition", "name", said(&name), NULL);
  else
    pk_text_add(out, said(&name));
  out->failed = out->failed || name.failed;
  pk_text_free(&name);
}

static bool is_name(const pk_model_change *change) {
  return *change->section &&
         (strcmp(change->field, "name") == 0 || strncmp(change->field, "name/", 5) == 0) &&
         change->before && change->after;
}

static const char *way_to_say(const pk_model_change *change, const blanks *b) {
  bool both = change->before && change->after;
  if (both && strcmp(said(&b->before), said(&b->after)) == 0)
    return "model.said.alike";
  if (is_name(change))
    return "model.said.renamed";
  if (both && is_in(change, "transitions") && strcmp(change->field, "share") == 0)
    return "model.said.share";
  if (both)
    return strstr(said(&b->before), "→") || strstr(said(&b->after), "→") ? "model.said.was"
                                                                         : "model.said.changed";
  if (change->after)
    return b->after.length ? "model.said.new" : "model.said.new_plain";
  return b->before.length ? "model.said.gone" : "model.said.gone_plain";
}

static void tell_field(teller *t, const pk_model_change *change) {
  blanks b = {0};
  if (tell_standing(t, change))
    return;
  add_subject(t, change, &b.name);
  pk_differ_field(t->changes, change, t->lang, &b.field);
  pk_differ_tell(t->changes, change, false, t->lang, &b.before);
  pk_differ_tell(t->changes, change, true, t->lang, &b.after);
  say(t, way_to_say(change, &b), &b);
  free_blanks(&b);
}

/* --------------------------------------------------------------------------------- in order */

static bool is_scenario_patch(const pk_model_change *change) {
  return is_in(change, "scenarios") && strncmp(change->field, "patch", 5) == 0;
}

static void tell_change(teller *t, int i, pk_change_form form) {
  const pk_model_change *change = &t->changes->at[i];
  if (change->form != form || !is_told(t, change))
    return;
  if (form == PK_PART_MOVED) {
    if (moves_first(t->changes, i))
      tell_moved(t, i);
  } else if (form != PK_PART_CHANGED) {
    tell_whole(t, change);
  } else if (is_scenario_patch(change)) {
    blanks b = {0};
    pk_differ_name(t->changes, change, t->lang, &b.name);
    say(t, "model.said.scenario", &b);
    free_blanks(&b);
  } else {
    tell_field(t, change);
  }
}

/* All that is to be told, `most` sentences at most; their number. */
static int tell_all(teller *t, int most) {
  static const pk_change_form forms[] = {PK_PART_REMOVED, PK_PART_ADDED, PK_PART_CHANGED,
                                         PK_PART_MOVED};
  t->told = 0;
  for (size_t f = 0; f < sizeof forms / sizeof *forms; f++)
    for (int weight = POLKU_CHANGE_BREAKING; weight > POLKU_CHANGE_NONE; weight--)
      for (int i = 0; i < t->changes->count && t->told < most; i++)
        if ((int)t->changes->at[i].weight == weight)
          tell_change(t, i, forms[f]);
  return t->told;
}

static void tell_more(teller *t, int count) {
  pk_text line = PK_TEXT_EMPTY;
  char digits[16];
  snprintf(digits, sizeof digits, "%d", count);
  pk_word_add(&line, t->lang, "model.said.more", "count", digits, NULL);
  pk_json_string(t->json, said(&line));
  t->failed = t->failed || line.failed;
  pk_text_free(&line);
}

bool pk_model_changes_said(const pk_model_changes *changes, polku_lang lang, pk_json *json) {
  teller t = {.changes = changes, .lang = lang, .json = json, .counting = true};
  pk_json_array(json);
  if (find_gone(&t)) {
    int all = tell_all(&t, INT32_MAX);
    t.counting = false;
    tell_all(&t, all <= MOST ? all : MOST - 1);
    if (all > MOST)
      tell_more(&t, all - MOST + 1);
  } else {
    t.failed = true;
  }
  pk_json_array_end(json);
  json_decref(t.gone);
  return !t.failed;
}
