/* What is built differently in two models: against patches over models by lot, and counted by hand
 * in small ones. */
#include "support/check.h"

#include "base/random.h"
#include "base/ids.h"
#include "model/differ.h"
#include "support/random_model.h"

#include <stdlib.h>
#include <string.h>

static int pairs(void) {
  return long_or(5000, 1000);
}

static polku_model *read_text(const char *text) {
  polku_report *report = polku_report_new();
  polku_model *model = polku_model_read("model.json", text, strlen(text), report);
  if (!model)
    fail_msg("%s", polku_report_text(report, POLKU_EN, false));
  polku_report_free(report);
  return model;
}

static pk_model_changes *between(const polku_model *a, const polku_model *b) {
  polku_report *report = polku_report_new();
  pk_model_changes *changes = pk_model_changes_new(a, b, report);
  assert_non_null(changes);
  assert_int_equal(polku_report_count(report, POLKU_ERROR), 0);
  polku_report_free(report);
  return changes;
}

/* ------------------------------------------------------------------------------- models by lot */

static uint32_t below(pk_stream *dice, size_t n) {
  return pk_stream_below(dice, (uint32_t)n);
}

/* What can be changed in any model without breaking it. */
static void change_part(pk_stream *dice, json_t *model, const char *section, json_t *part) {
  if (below(dice, 3) == 0)
    json_object_set_new(part, "name", json_pack("{s:s}", "fi", below(dice, 2) ? "Uusi" : "Toinen"));
  if (strcmp(section, "groups") == 0 && below(dice, 2))
    json_object_set_new(part, "size", json_integer((json_int_t)below(dice, 90)));
  if (strcmp(section, "actors") == 0 && below(dice, 3) == 0)
    json_object_set_new(part, "sector", json_string(below(dice, 2) ? "third" : "private"));
  if (below(dice, 6) == 0)
    json_object_set_new(part, "x-note", json_integer((json_int_t)below(dice, 9)));
  (void)model;
}

/* Another order of a section: written down, or that of the file. */
static void reorder(pk_stream *dice, json_t *model, const char *section) {
  json_t *members = json_object_get(model, section), *other = json_object(), *list = json_array();
  const char *key;
  json_t *member;
  json_object_foreach(members, key, member) {
    if (below(dice, 3))
      json_object_set(other, key, member);
    if (below(dice, 3) == 0)
      json_array_insert_new(list, below(dice, json_array_size(list) + 1), json_string(key));
  }
  json_object_update_missing(other, members);
  json_object_set_new(model, section, other);
  json_t *order = json_object_get(model, "order");
  if (below(dice, 2)) {
    if (!order)
      json_object_set_new(model, "order", order = json_object());
    json_object_set(order, section, list);
  }
  json_decref(list);
}

/* A model near the first: parts changed, new and gone, in another order. */
static char *varied(const char *text, uint64_t seed) {
  static const char *const sections[] = {"actors", "stages", "transitions", "groups", "sources"};
  pk_stream dice;
  pk_stream_start(&dice, seed, pk_hash("differ"));
  json_t *model = json_loads(text, 0, NULL), *part;
  const char *key;
  void *next;
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
    json_t *members = json_object_get(model, sections[i]);
    if (strcmp(sections[i], "sources") != 0)
      json_object_foreach_safe(members, next, key, part) {
        change_part(&dice, model, sections[i], part);
      }
    if (members && below(&dice, 2))
      reorder(&dice, model, sections[i]);
  }
  if (below(&dice, 2))
    json_object_set_new(model, "horizon", json_integer((json_int_t)below(&dice, 30) + 40));
  if (below(&dice, 3) == 0)
    json_object_set_new(json_object_get(model, "stages"), "brand-new",
                        json_pack("{s:b}", "final", 1));
  if (below(&dice, 4) == 0)
    json_object_del(model, "notes");
  char *after = random_layout(model, seed);
  json_decref(model);
  return after;
}

typedef struct couple {
  polku_model *a, *b;
} couple;

/* Half of the pairs are near, half have nothing to do with each other. */
static couple couple_of(uint64_t seed) {
  char *a = random_model(seed, NULL);
  char *b = seed % 2 ? varied(a, seed) : random_model(seed + 1, NULL);
  couple c = {read_text(a), read_text(b)};
  free(a);
  free(b);
  return c;
}

static void end(couple *c) {
  polku_model_free(c->a);
  polku_model_free(c->b);
}

static void assert_same_order(const polku_model *after, const polku_model *b) {
  assert_int_equal(after->stage_count, b->stage_count);
  for (int i = 0; i < b->stage_count; i++)
    assert_string_equal(after->stages[i].id, b->stages[i].id);
  for (int i = 0; i < b->transition_count; i++)
    assert_string_equal(after->transitions[i].id, b->transitions[i].id);
  for (int i = 0; i < b->actor_count; i++)
    assert_string_equal(after->actors[i].id, b->actors[i].id);
  for (int i = 0; i < b->group_count; i++)
    assert_string_equal(after->groups[i].id, b->groups[i].id);
}

static void the_patch_leads_from_one_model_to_the_other(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  for (int seed = 0; seed < pairs(); seed++) {
    couple c = couple_of((uint64_t)seed);
    pk_model_changes *changes = between(c.a, c.b);
    polku_model *after = polku_model_patch(c.a, changes->patch, report);
    assert_non_null(after);
    assert_same_order(after, c.b);
    char *rest = polku_model_diff(after, c.b, report);
    assert_string_equal(rest, "{}");
    assert_int_equal(changes->count == 0, strcmp(changes->patch, "{}") == 0);
    free(rest);
    polku_model_free(after);
    pk_model_changes_free(changes);
    end(&c);
  }
  polku_report_free(report);
}

/* --------------------------------------------------------- changes and patch explain each other */

/* The value at a JSON Pointer; NULL where it leads nowhere. */
static json_t *at_pointer(json_t *value, const char *pointer) {
  char key[256];
  while (value && *pointer == '/') {
    size_t n = 0;
    for (pointer++; *pointer && *pointer != '/'; pointer++) {
      char letter = *pointer;
      if (letter == '~')
        letter = *++pointer == '0' ? '~' : '/';
      key[n++] = letter;
    }
    key[n] = '\0';
    value = json_object_get(value, key);
  }
  return value;
}

/* Takes what a change says out of what the patch says. */
static void strike_out(json_t *patch, const pk_model_change *change) {
  char parent[512];
  const char *last = strrchr(change->pointer, '/');
  memcpy(parent, change->pointer, (size_t)(last - change->pointer));
  parent[last - change->pointer] = '\0';
  json_t *holder = at_pointer(patch, parent), *member;
  const char *key;
  void *next;
  json_object_foreach_safe(holder, next, key, member) {
    pk_text pointer = PK_TEXT_EMPTY;
    pk_text_addf(&pointer, "%s/", parent);
    for (const char *c = key; *c; c++)
      if (*c == '~' || *c == '/')
        pk_text_add(&pointer, *c == '~' ? "~0" : "~1");
      else
        pk_text_add_char(&pointer, *c);
    if (strcmp(pointer.data, change->pointer) == 0)
      json_object_del(holder, key);
    pk_text_free(&pointer);
  }
}

/* Whether nothing but empty objects is left. */
static bool is_empty(json_t *value) {
  const char *key;
  json_t *member;
  if (!json_is_object(value))
    return false;
  json_object_foreach(value, key, member) {
    if (!is_empty(member))
      return false;
  }
  return true;
}

static void every_change_is_in_the_patch_and_nothing_else_is(void **state) {
  (void)state;
  for (int seed = 0; seed < pairs(); seed++) {
    couple c = couple_of((uint64_t)seed);
    pk_model_changes *changes = between(c.a, c.b);
    json_t *patch = json_loads(changes->patch, JSON_ALLOW_NUL, NULL);
    for (int i = 0; i < changes->count; i++) {
      const pk_model_change *change = &changes->at[i];
      json_t *section = json_object_get(patch, change->section);
      if (change->form == PK_PART_MOVED || json_is_null(section))
        continue;
      if (!at_pointer(patch, change->pointer))
        fail_msg("seed %d: %s is not in %s", seed, change->pointer, changes->patch);
    }
    for (int i = 0; i < changes->count; i++) {
      const pk_model_change *change = &changes->at[i];
      if (change->form != PK_PART_MOVED)
        strike_out(patch, change);
      if (change->form != PK_PART_CHANGED)
        json_object_del(json_object_get(patch, "order"), change->section);
      if (change->form == PK_PART_REMOVED && json_is_null(json_object_get(patch, change->section)))
        json_object_del(patch, change->section);
    }
    if (json_is_null(json_object_get(patch, "order")))
      json_object_del(patch, "order");
    if (!is_empty(patch))
      fail_msg("seed %d: nothing explains %s", seed, json_dumps(patch, 0));
    json_decref(patch);
    pk_model_changes_free(changes);
    end(&c);
  }
}

static bool same_text(const char *a, const char *b) {
  return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The change of the other direction. */
static bool mirrors(const pk_model_change *a, const pk_model_change *b) {
  pk_change_form form = a->form == PK_PART_ADDED     ? PK_PART_REMOVED
                        : a->form == PK_PART_REMOVED ? PK_PART_ADDED
                                                     : a->form;
  return form == b->form && strcmp(a->section, b->section) == 0 && strcmp(a->id, b->id) == 0 &&
         strcmp(a->field, b->field) == 0 && same_text(a->before, b->after) &&
         same_text(a->after, b->before) && same_text(a->unit, b->unit) &&
         same_text(a->renamed, b->renamed) && strcmp(a->pointer, b->pointer) == 0;
}

static void the_other_way_round_everything_is_mirrored(void **state) {
  (void)state;
  for (int seed = 0; seed < pairs() / 2; seed++) {
    couple c = couple_of((uint64_t)seed);
    pk_model_changes *there = between(c.a, c.b), *back = between(c.b, c.a);
    assert_int_equal(there->count, back->count);
    assert_int_equal(there->shared, back->shared);
    assert_int_equal(there->nothing_shared, back->nothing_shared);
    for (int i = 0; i < there->count; i++) {
      int j = 0;
      while (j < back->count && !mirrors(&there->at[i], &back->at[j]))
        j++;
      if (j == back->count)
        fail_msg("seed %d: %s has no mirror", seed, there->at[i].pointer);
    }
    pk_model_changes_free(there);
    pk_model_changes_free(back);
    end(&c);
  }
}

static void nothing_differs_from_itself(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 100; seed++) {
    char *text = random_model(seed, NULL);
    polku_model *model = read_text(text);
    pk_model_changes *changes = between(model, model);
    assert_int_equal(changes->count, 0);
    assert_int_equal(changes->gravest, POLKU_CHANGE_NONE);
    assert_false(changes->nothing_shared);
    assert_string_equal(changes->patch, "{}");
    pk_model_changes_free(changes);
    polku_model_free(model);
    free(text);
  }
}

/* ---------------------------------------------------------------------------- counted by hand */

static const char small[] =
    "{ \"format\": \"polku/1\", \"horizon\": 12, \"region\": \"finland\","
    "  \"start_date\": \"2021-06-01\","
    "  \"accounts\": { \"city\": { \"unit\": \"euro\" } },"
    "  \"actors\": { \"neuvokas\": { \"name\": { \"fi\": \"Neuvokas\" }, \"sector\": \"third\" } },"
    "  \"stages\": {"
    "    \"guide\": { \"name\": { \"fi\": \"Ohjaus\" }, \"kind\": \"job_seeking\","
    "      \"duration\": { \"geometric\": { \"mean\": 4 } } },"
    "    \"subsidy\": { \"name\": { \"fi\": \"Palkkatuki\" }, \"kind\": \"wage_subsidy\","
    "      \"duration\": { \"fixed\": 10 },"
    "      \"actors\": { \"neuvokas\": { \"employer\": { \"places\": 3 } } },"
    "      \"amounts\": { \"city\": { \"per_step\": 480 } } },"
    "    \"work\": { \"name\": { \"fi\": \"Avoimet\" }, \"kind\": \"open_labour_market\", "
    "\"final\": true } },"
    "  \"transitions\": {"
    "    \"start-subsidy\": { \"from\": \"guide\", \"to\": \"subsidy\", \"share\": 1 },"
    "    \"subsidy-work\": { \"from\": \"subsidy\", \"to\": \"work\", \"share\": 0.4 },"
    "    \"subsidy-start\": { \"from\": \"subsidy\", \"to\": \"guide\", \"share\": \"rest\" } },"
    "  \"groups\": { \"all\": { \"size\": 10, \"start\": \"guide\" } },"
    "  \"scenarios\": { \"without\": { \"withdraw\": [\"neuvokas\"] } } }";

/* The changes that a patch of the small model makes. */
static pk_model_changes *small_changes(couple *c, const char *patch) {
  polku_report *report = polku_report_new();
  c->a = read_text(small);
  c->b = polku_model_patch(c->a, patch, report);
  if (!c->b)
    fail_msg("%s", polku_report_text(report, POLKU_EN, false));
  polku_report_free(report);
  return between(c->a, c->b);
}

/* The only change: its weight, pointer, values and unit. */
static void assert_only(const char *patch, polku_change weight, const char *pointer,
                        const char *before, const char *after, const char *unit) {
  couple c;
  pk_model_changes *changes = small_changes(&c, patch);
  assert_int_equal(changes->count, 1);
  const pk_model_change *change = &changes->at[0];
  assert_int_equal(change->weight, weight);
  assert_int_equal(changes->gravest, weight);
  assert_int_equal(changes->of[weight], 1);
  assert_string_equal(change->pointer, pointer);
  assert_true(same_text(change->before, before));
  assert_true(same_text(change->after, after));
  assert_true(same_text(change->unit, unit));
  pk_model_changes_free(changes);
  end(&c);
}

static void a_number_is_told_with_its_unit(void **state) {
  (void)state;
  assert_only("{\"stages\":{\"subsidy\":{\"duration\":{\"fixed\":12}}}}", POLKU_CHANGE_WARNING,
              "/stages/subsidy/duration", "{ \"fixed\": 10 }", "{ \"fixed\": 12 }", "month");
  assert_only(
      "{\"stages\":{\"subsidy\":{\"actors\":{\"neuvokas\":{\"employer\":{\"places\":6}}}}}}",
      POLKU_CHANGE_WARNING, "/stages/subsidy/actors/neuvokas/employer/places", "3", "6", "place");
  assert_only("{\"stages\":{\"subsidy\":{\"amounts\":{\"city\":{\"per_step\":520}}}}}",
              POLKU_CHANGE_WARNING, "/stages/subsidy/amounts/city/per_step", "480", "520", "euro");
  assert_only("{\"groups\":{\"all\":{\"size\":12}}}", POLKU_CHANGE_WARNING, "/groups/all/size",
              "10", "12", "person");
}

static void another_meaning_is_breaking_and_another_name_is_not(void **state) {
  (void)state;
  assert_only("{\"transitions\":{\"subsidy-work\":{\"to\":\"guide\"}}}", POLKU_CHANGE_BREAKING,
              "/transitions/subsidy-work/to", "\"work\"", "\"guide\"", NULL);
  assert_only("{\"horizon\":24}", POLKU_CHANGE_BREAKING, "/horizon", "12", "24", "month");
  assert_only("{\"region\":\"rovaniemi\"}", POLKU_CHANGE_BREAKING, "/region", "\"finland\"",
              "\"rovaniemi\"", NULL);
  assert_only("{\"stages\":{\"work\":{\"name\":{\"fi\":\"Työ\"}}}}", POLKU_CHANGE_INFO,
              "/stages/work/name/fi", "\"Avoimet\"", "\"Työ\"", NULL);
  assert_only("{\"notes\":{\"n\":{\"text\":\"?\"}}}", POLKU_CHANGE_INFO, "/notes/n", NULL,
              "{ \"text\": \"?\" }", NULL);
  assert_only("{\"groups\":{\"new\":{\"size\":1,\"start\":\"work\"}}}", POLKU_CHANGE_WARNING,
              "/groups/new", NULL, "{ \"size\": 1, \"start\": \"work\" }", NULL);
  assert_only("{\"scenarios\":{\"without\":null}}", POLKU_CHANGE_BREAKING, "/scenarios/without",
              "{ \"withdraw\": [\"neuvokas\"] }", NULL, NULL);
}

static void where_a_number_comes_from_is_no_other_number(void **state) {
  (void)state;
  assert_only("{\"transitions\":{\"subsidy-work\":{\"share\":{\"value\":0.4,\"note\":\"so\"}}}}",
              POLKU_CHANGE_INFO, "/transitions/subsidy-work/share", "0.4",
              "{ \"value\": 0.4, \"note\": \"so\" }", NULL);
  assert_only(
      "{\"transitions\":{\"subsidy-work\":{\"share\":{\"value\":0.4,\"range\":[0.3,0.5]}}}}",
      POLKU_CHANGE_WARNING, "/transitions/subsidy-work/share", "0.4",
      "{ \"value\": 0.4, \"range\": [0.3, 0.5] }", NULL);
}

static void one_stage_that_is_moved_is_one_change(void **state) {
  (void)state;
  couple c;
  pk_model_changes *changes =
      small_changes(&c, "{\"order\":{\"stages\":[\"work\",\"guide\",\"subsidy\"]}}");
  assert_int_equal(changes->count, 1);
  assert_int_equal(changes->at[0].form, PK_PART_MOVED);
  assert_string_equal(changes->at[0].id, "work");
  assert_string_equal(changes->at[0].before, "3");
  assert_string_equal(changes->at[0].after, "1");
  pk_model_changes_free(changes);
  end(&c);
}

static void who_is_withdrawn_is_a_change_that_no_patch_can_say(void **state) {
  (void)state;
  polku_report *report = polku_report_new();
  polku_model *a = read_text(small), *b = polku_model_scenario(a, "without", report);
  pk_model_changes *changes = between(a, b);
  assert_int_equal(changes->count, 1);
  assert_string_equal(changes->at[0].field, "withdrawn");
  assert_string_equal(changes->at[0].id, "neuvokas");
  assert_string_equal(changes->patch, "{}");
  pk_model_changes_free(changes);
  polku_model_free(a);
  polku_model_free(b);
  polku_report_free(report);
}

/* ------------------------------------------------------------------------------------- renamed? */

/* `text` with one id written otherwise everywhere. */
static char *with_other_id(const char *text, const char *old, const char *new) {
  pk_text after = PK_TEXT_EMPTY;
  size_t length = strlen(old);
  for (const char *c = text; *c;)
    if (strncmp(c, old, length) == 0 && c[-1] == '"' && c[length] == '"') {
      pk_text_add(&after, new);
      c += length;
    } else {
      pk_text_add_char(&after, *c++);
    }
  return pk_text_take(&after);
}

static void a_renamed_part_is_suggested_and_not_taken_for_the_same(void **state) {
  (void)state;
  static const char *const renamed[][3] = {{"stages", "subsidy", "wage"},
                                           {"actors", "neuvokas", "rn"},
                                           {"groups", "all", "everybody"},
                                           {"transitions", "subsidy-work", "to-work"}};
  polku_model *a = read_text(small);
  for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++) {
    const char *section = renamed[i][0], *old = renamed[i][1], *new = renamed[i][2];
    char *text = with_other_id(small, old, new);
    polku_model *b = read_text(text);
    pk_model_changes *changes = between(a, b);
    const pk_model_change *gone = pk_model_change_of(changes, section, old, "");
    const pk_model_change *added = pk_model_change_of(changes, section, new, "");
    assert_int_equal(gone->form, PK_PART_REMOVED);
    assert_int_equal(added->form, PK_PART_ADDED);
    assert_string_equal(gone->renamed, new);
    assert_string_equal(added->renamed, old);
    pk_model_changes_free(changes);
    polku_model_free(b);
    free(text);
  }
  polku_model_free(a);
}

/* Neighbours that are renamed themselves count as the same the second time round. */
static void stages_that_are_all_renamed_are_all_suggested(void **state) {
  (void)state;
  static const char *const renamed[][2] = {
      {"guide", "ohjaus"}, {"subsidy", "tuki"}, {"work", "avoimet"}};
  char *text = with_other_id(small, "none", "none");
  for (int i = 0; i < 3; i++) {
    char *next = with_other_id(text, renamed[i][0], renamed[i][1]);
    free(text);
    text = next;
  }
  polku_model *a = read_text(small), *b = read_text(text);
  pk_model_changes *changes = between(a, b);
  for (int i = 0; i < 3; i++) {
    const pk_model_change *gone = pk_model_change_of(changes, "stages", renamed[i][0], "");
    assert_string_equal(gone->renamed, renamed[i][1]);
  }
  assert_int_equal(changes->shared, 3 + 1 + 1); /* transitions, the actor, the group */
  assert_false(changes->nothing_shared);
  pk_model_changes_free(changes);
  polku_model_free(a);
  polku_model_free(b);
  free(text);
}

static void unrelated_models_have_nothing_in_common(void **state) {
  (void)state;
  static const char other[] =
      "{ \"format\": \"polku/1\", \"horizon\": 5,"
      "  \"stages\": { \"p\": { \"name\": { \"en\": \"Pond\" }, \"duration\": { \"fixed\": 2 } },"
      "    \"q\": { \"name\": { \"en\": \"Quarry\" }, \"final\": true } },"
      "  \"transitions\": { \"pq\": { \"from\": \"p\", \"to\": \"q\", \"share\": 1 } },"
      "  \"groups\": { \"frogs\": { \"size\": 3, \"start\": \"p\" } } }";
  polku_report *report = polku_report_new();
  polku_model *a = polku_model_load(POLKU_SOURCE_DIR "/models/jokos-villages.json", report);
  polku_model *b = read_text(other);
  pk_model_changes *changes = between(a, b);
  assert_true(changes->nothing_shared);
  assert_int_equal(changes->shared, 0);
  pk_text text = PK_TEXT_EMPTY;
  pk_model_changes_text(changes, POLKU_EN, 400, &text);
  assert_non_null(strstr(text.data, "nothing in common"));
  assert_null(strstr(text.data, "removed"));
  pk_text_free(&text);
  pk_model_changes_free(changes);
  polku_model_free(a);
  polku_model_free(b);
  polku_report_free(report);
}

/* ----------------------------------------------------------------------------------------- told */

static void a_change_is_told_in_words(void **state) {
  (void)state;
  static const char *const expected[] = {
      "vaihe Palkkatuki, kesto: tasan 10 kk → tasan 12 kk",
      "skede Palkkatuki, längd: exakt 10 mån. → exakt 12 mån.",
      "stage Palkkatuki, length of stay: exactly 10 months → exactly 12 months"};
  couple c;
  pk_model_changes *changes =
      small_changes(&c, "{\"stages\":{\"subsidy\":{\"duration\":{\"fixed\":12}}}}");
  for (int lang = POLKU_FI; lang <= POLKU_EN; lang++) {
    pk_text text = PK_TEXT_EMPTY;
    pk_model_changes_text(changes, (polku_lang)lang, 100, &text);
    if (!strstr(text.data, expected[lang]))
      fail_msg("%s", text.data);
    pk_text_free(&text);
  }
  pk_model_changes_free(changes);
  end(&c);
}

static void the_json_holds_the_patch_and_the_table_a_row_for_each_change(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 60; seed++) {
    couple c = couple_of(seed);
    pk_model_changes *changes = between(c.a, c.b);
    pk_text text = PK_TEXT_EMPTY;
    pk_json json = pk_json_start(&text, 3);
    pk_model_changes_json(changes, &json);
    json_t *told = json_loads(text.data, 0, NULL), *patch = json_loads(changes->patch, 0, NULL);
    assert_non_null(told);
    assert_true(json_equal(json_object_get(told, "patch"), patch));
    assert_int_equal(json_array_size(json_object_get(told, "changes")), changes->count);
    polku_tables *tables = pk_tables_new(POLKU_SV);
    pk_model_changes_table(changes, tables);
    polku_table table;
    assert_true(polku_table_at(tables, 0, &table));
    assert_string_equal(table.id, "structure");
    assert_int_equal(table.row_count, changes->count);
    polku_tables_free(tables);
    json_decref(told);
    json_decref(patch);
    pk_text_free(&text);
    pk_model_changes_free(changes);
    end(&c);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_patch_leads_from_one_model_to_the_other),
      cmocka_unit_test(every_change_is_in_the_patch_and_nothing_else_is),
      cmocka_unit_test(the_other_way_round_everything_is_mirrored),
      cmocka_unit_test(nothing_differs_from_itself),
      cmocka_unit_test(a_number_is_told_with_its_unit),
      cmocka_unit_test(another_meaning_is_breaking_and_another_name_is_not),
      cmocka_unit_test(where_a_number_comes_from_is_no_other_number),
      cmocka_unit_test(one_stage_that_is_moved_is_one_change),
      cmocka_unit_test(who_is_withdrawn_is_a_change_that_no_patch_can_say),
      cmocka_unit_test(a_renamed_part_is_suggested_and_not_taken_for_the_same),
      cmocka_unit_test(stages_that_are_all_renamed_are_all_suggested),
      cmocka_unit_test(unrelated_models_have_nothing_in_common),
      cmocka_unit_test(a_change_is_told_in_words),
      cmocka_unit_test(the_json_holds_the_patch_and_the_table_a_row_for_each_change)};
  return RUN(tests);
}
