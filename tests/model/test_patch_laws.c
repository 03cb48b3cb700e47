/* Laws of patches over texts that nobody chose: what a patch means is merged here a second time, in
 * memory and by other means, and held against the spliced text. Half of the texts are models by
 * lot, half are wild JSON in the shape of a model: odd names, atoms in odd places, white space
 * anywhere. */
#include "support/check.h"

#include "base/ids.h"
#include "base/json.h"
#include "base/random.h"
#include "support/patches.h"
#include "support/random_model.h"

#include <stdlib.h>
#include <string.h>

/* Half of them are models by lot, half wild texts. What sanitizers look for shows in fewer; they
 * take four times as long. */
static uint64_t pairs(void) {
#ifdef POLKU_SANITIZED
  return (uint64_t)long_or(40000, 400);
#else
  return (uint64_t)long_or(40000, 2000);
#endif
}

static json_t *parsed(const char *text) {
  json_error_t error;
  json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
  if (!json)
    fail_msg("not JSON any more: %s at %d in\n%s", error.text, error.position, text);
  return json;
}

/* ------------------------------------------------------------------------------ wild texts */

static const char *const sections[] = {"stages",    "actors", "groups", "order",
                                       "scenarios", "title",  "x-ä"};
static const char *const names[] = {"a",      "b",     "ä",     "quo\"te", "sl/ash", "back\\slash",
                                    "line\n", "value", "gamma", "fixed",   "😀",      "table",
                                    "",       "share", "mean",  "patch"};

static uint32_t below(pk_stream *dice, size_t n) {
  return pk_stream_below(dice, (uint32_t)n);
}

static const char *any_name(pk_stream *dice) {
  return names[below(dice, sizeof names / sizeof *names)];
}

static json_t *wild_atom(pk_stream *dice) {
  switch (below(dice, 3)) {
  case 0:
    return json_pack("{s:f, s:s}", "value", pk_stream_uniform(dice), "basis", "stated");
  case 1:
    return json_pack("{s:{s:f, s:i}}", below(dice, 2) ? "gamma" : "weibull", "shape",
                     pk_stream_uniform(dice), "scale", (int)below(dice, 9));
  default:
    return json_pack("{s:i}", "fixed", (int)below(dice, 9) + 1);
  }
}

static json_t *wild(pk_stream *dice, int depth, bool nulls);

static json_t *wild_list(pk_stream *dice, int depth) {
  json_t *list = json_array();
  for (uint32_t n = below(dice, 4); n > 0; n--)
    json_array_append_new(list, wild(dice, depth + 1, false));
  return list;
}

static json_t *wild_object(pk_stream *dice, int depth, bool nulls) {
  json_t *object = json_object();
  for (uint32_t n = below(dice, 5); n > 0; n--)
    json_object_set_new(object, any_name(dice), wild(dice, depth + 1, nulls));
  return object;
}

static json_t *wild(pk_stream *dice, int depth, bool nulls) {
  switch (below(dice, depth < 5 ? 9 : 5)) {
  case 0:
    return nulls ? json_null() : json_true();
  case 1:
    return json_integer((json_int_t)below(dice, 5));
  case 2:
    return json_real((double)below(dice, 5) + (below(dice, 2) ? 0.0 : 0.1));
  case 3:
    return json_string(any_name(dice));
  case 4:
    return depth > 1 ? wild_atom(dice) : json_false();
  case 5:
    return wild_list(dice, depth);
  default:
    return wild_object(dice, depth, nulls);
  }
}

static json_t *wild_model(pk_stream *dice, bool nulls) {
  json_t *model = json_object();
  for (uint32_t n = below(dice, 6); n > 0; n--) {
    const char *section = sections[below(dice, sizeof sections / sizeof *sections)];
    if (strcmp(section, "order") != 0) {
      json_object_set_new(model, section, wild_object(dice, 1, nulls));
      continue;
    }
    json_t *list = json_array();
    for (uint32_t i = below(dice, 4); i > 0; i--)
      json_array_append_new(list, json_string(any_name(dice)));
    json_object_set_new(model, section, json_pack("{s:o}", sections[below(dice, 2)], list));
  }
  return model;
}

/* A copy of `value` in which some members are gone, changed or new, and stand in another order. */
static json_t *changed(pk_stream *dice, json_t *value, int depth) {
  if (!json_is_object(value))
    return below(dice, 4) ? json_deep_copy(value) : wild(dice, depth + 1, false);
  json_t *copy = json_object(), *late = json_object(), *member;
  const char *key;
  json_object_foreach(value, key, member) {
    uint32_t fate = below(dice, 8);
    if (fate > 0)
      json_object_set_new(fate == 1 ? late : copy, key,
                          fate < 4 ? changed(dice, member, depth + 1) : json_deep_copy(member));
  }
  if (below(dice, 4) == 0 && depth > 0)
    json_object_set_new(copy, any_name(dice), wild(dice, depth + 1, false));
  json_object_update(copy, late);
  json_decref(late);
  return copy;
}

static void write_space(pk_stream *dice, pk_text *out) {
  static const char *const spaces[] = {"", "", " ", "\n", "\r\n\t", "\n\n  ", "   "};
  pk_text_add(out, spaces[below(dice, 7)]);
}

/* A string with some of its letters escaped without need. */
static void write_wild_string(pk_stream *dice, pk_text *out, const char *string) {
  if (below(dice, 4) == 0 && !strcmp(string, "ä")) {
    pk_text_add(out, "\"\\u00e4\"");
  } else if (below(dice, 4) == 0 && !strcmp(string, "sl/ash")) {
    pk_text_add(out, "\"sl\\/as\\u0068\"");
  } else {
    pk_json json = pk_json_start(out, 0);
    pk_json_string(&json, string);
  }
}

/* JSON with white space wherever it may stand. */
static void write_wildly(pk_stream *dice, pk_text *out, json_t *value) {
  const char *key;
  json_t *member;
  bool more = false;
  if (json_is_object(value)) {
    pk_text_add(out, "{");
    json_object_foreach(value, key, member) {
      pk_text_add(out, more ? "," : "");
      write_space(dice, out);
      write_wild_string(dice, out, key);
      write_space(dice, out);
      pk_text_add(out, ":");
      write_space(dice, out);
      write_wildly(dice, out, member);
      write_space(dice, out);
      more = true;
    }
    pk_text_add(out, "}");
  } else if (json_is_array(value)) {
    pk_text_add(out, "[");
    for (size_t i = 0; i < json_array_size(value); i++) {
      pk_text_add(out, i ? "," : "");
      write_space(dice, out);
      write_wildly(dice, out, json_array_get(value, i));
      write_space(dice, out);
    }
    pk_text_add(out, "]");
  } else if (json_is_string(value)) {
    write_wild_string(dice, out, json_string_value(value));
  } else {
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    pk_text_add(out, text);
    free(text);
  }
}

static char *wild_text(pk_stream *dice, json_t *value) {
  if (below(dice, 2))
    return random_layout(value, below(dice, 1u << 30));
  pk_text out = PK_TEXT_EMPTY;
  write_space(dice, &out);
  write_wildly(dice, &out, value);
  write_space(dice, &out);
  return pk_text_take(&out);
}

/* ------------------------------------------- what a patch means, told again (RFC 7396 §2) */

static bool named(json_t *object, const char *const *keys) {
  const char *only = json_object_iter_key(json_object_iter(object));
  for (; *keys; keys++)
    if (!strcmp(only, *keys))
      return true;
  return false;
}

static bool is_atom(json_t *value, int depth) {
  static const char *const lists[] = {"table", "survival", NULL};
  static const char *const others[] = {"uniform", "geometric",   "exponential", "weibull",
                                       "gamma",   "loglogistic", "lognormal",   NULL};
  static const char *const parameters[] = {"shape", "scale",   "mean", "min",
                                           "max",   "meanlog", "sdlog"};
  if (depth < 2)
    return false; /* the model, or a section */
  json_t *number = json_object_get(value, "value");
  if (number && !json_is_null(number) && !json_is_object(number))
    return true;
  if (json_object_size(value) != 1)
    return false;
  json_t *only = json_object_iter_value(json_object_iter(value));
  if (named(value, lists))
    return json_is_array(only);
  if (json_object_get(value, "fixed"))
    return json_is_number(only) || json_object_get(only, "value");
  for (size_t i = 0; named(value, others) && i < sizeof parameters / sizeof *parameters; i++)
    if (json_object_get(only, parameters[i]))
      return true;
  return false;
}

/* `section` is the name at depth 1, `key` the one at `depth`. */
static json_t *merged(json_t *target, json_t *patch, const char *section, int depth,
                      const char *key) {
  bool scenario = depth == 3 && !strcmp(section, "scenarios") && !strcmp(key, "patch");
  if (!json_is_object(patch) || scenario)
    return json_deep_copy(patch);
  bool fresh = !json_is_object(target) || is_atom(target, depth) || is_atom(patch, depth);
  json_t *result = fresh ? json_object() : json_deep_copy(target), *value;
  const char *name;
  json_object_foreach(patch, name, value) {
    json_t *before = json_object_get(result, name);
    if (json_is_null(value))
      json_object_del(result, name);
    else
      json_object_set_new(result, name,
                          merged(before, value, depth ? section : name, depth + 1, name));
  }
  return result;
}

/* ----------------------------------------------------------------------- what is the same */

static bool equal_values(json_t *a, json_t *b) {
  if (json_is_number(a) && json_is_number(b))
    return !(json_number_value(a) < json_number_value(b)) &&
           !(json_number_value(a) > json_number_value(b));
  if (json_is_array(a) && json_is_array(b) && json_array_size(a) == json_array_size(b)) {
    for (size_t i = 0; i < json_array_size(a); i++)
      if (!equal_values(json_array_get(a, i), json_array_get(b, i)))
        return false;
    return true;
  }
  if (!json_is_object(a) || !json_is_object(b))
    return json_equal(a, b);
  const char *key;
  json_t *member;
  json_object_foreach(a, key, member) {
    json_t *other = json_object_get(b, key);
    if (!other || !equal_values(member, other))
      return false;
  }
  return json_object_size(a) == json_object_size(b);
}

/* The ids of a section in effective order, one after another. */
static char *order_of(json_t *model, const char *section) {
  json_t *list = json_object_get(json_object_get(model, "order"), section), *member;
  json_t *members = json_object_get(model, section), *seen = json_object();
  const char *key;
  pk_text out = PK_TEXT_EMPTY;
  for (size_t i = 0; i < json_array_size(list); i++) {
    key = json_string_value(json_array_get(list, i));
    if (json_object_get(members, key) && !json_object_get(seen, key)) {
      pk_text_addf(&out, "%s|", key);
      json_object_set_new(seen, key, json_true());
    }
  }
  json_object_foreach(members, key, member) {
    if (!json_object_get(seen, key))
      pk_text_addf(&out, "%s|", key);
  }
  json_decref(seen);
  return pk_text_take(&out);
}

static void assert_same_order(json_t *a, json_t *b, const char *section) {
  char *one = order_of(a, section), *other = order_of(b, section);
  assert_string_equal(one, other);
  free(one);
  free(other);
}

/* Equal in values and in the order of every section; how the order is written may differ. */
static void assert_same_model(const char *one, const char *other) {
  static const char *const keyed[] = {"sources",     "accounts", "actors",  "stages",
                                      "transitions", "supports", "groups",  "gaps",
                                      "notes",       "paths",    "targets", "scenarios"};
  json_t *a = parsed(one), *b = parsed(other);
  for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++)
    assert_same_order(a, b, keyed[i]);
  json_object_del(a, "order");
  json_object_del(b, "order");
  if (!equal_values(a, b))
    fail_msg("these differ:\n%s\n%s", one, other);
  json_decref(a);
  json_decref(b);
}

/* --------------------------------------------------------------------------------- the laws */

static char *apply(const char *text, const char *patch) {
  polku_report *report = polku_report_new();
  char *after = patched(text, patch, report);
  assert_non_null(after);
  polku_report_free(report);
  return after;
}

static char *diff(const char *a, const char *b) {
  polku_report *report = polku_report_new();
  char *patch = patch_between(a, b, report);
  assert_non_null(patch);
  polku_report_free(report);
  return patch;
}

static char *invert(const char *text, const char *patch) {
  polku_report *report = polku_report_new();
  char *inverse = patch_undoing(text, patch, report);
  assert_non_null(inverse);
  polku_report_free(report);
  return inverse;
}

/* Three texts: the second is the first changed, the third has nothing to do with them. */
typedef struct texts {
  char *a, *b, *c;
} texts;

static texts texts_of(uint64_t seed) {
  pk_stream dice;
  pk_stream_start(&dice, seed, pk_hash("patch laws"));
  json_t *a, *b;
  texts t;
  if (seed % 2) {
    t.a = random_model(seed, NULL);
    a = parsed(t.a);
    t.c = random_model(seed + 1, NULL);
  } else {
    a = wild_model(&dice, false);
    t.a = wild_text(&dice, a);
    b = wild_model(&dice, false);
    t.c = wild_text(&dice, b);
    json_decref(b);
  }
  b = changed(&dice, a, 0);
  t.b = wild_text(&dice, b);
  json_decref(a);
  json_decref(b);
  return t;
}

static void free_texts(texts *t) {
  free(t->a);
  free(t->b);
  free(t->c);
}

static void a_difference_leads_from_one_model_to_the_other(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < pairs(); seed++) {
    texts t = texts_of(seed);
    char *patch = diff(t.a, t.b), *after = apply(t.a, patch);
    assert_same_model(after, t.b);
    char *far = diff(t.a, t.c), *there = apply(t.a, far);
    assert_same_model(there, t.c);
    free(patch);
    free(after);
    free(far);
    free(there);
    free_texts(&t);
  }
}

static void an_inverse_restores_values_and_order(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < pairs(); seed++) {
    texts t = texts_of(seed);
    char *patch = diff(t.a, t.b), *inverse = invert(t.a, patch);
    char *after = apply(t.a, patch), *back = apply(after, inverse);
    assert_same_model(back, t.a);
    free(patch);
    free(inverse);
    free(after);
    free(back);
    free_texts(&t);
  }
}

/* Nothing differs from itself, and the empty patch changes no byte: not even where a value is
 * written in an unusual way. */
static void nothing_changes_nothing(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < pairs(); seed++) {
    texts t = texts_of(seed);
    char *patch = diff(t.a, t.a), *after = apply(t.a, patch);
    assert_string_equal(patch, "{}");
    assert_string_equal(after, t.a);
    char *there = diff(t.a, t.b), *b = apply(t.a, there), *again = apply(b, there);
    assert_string_equal(b, again);
    free(patch);
    free(after);
    free(there);
    free(b);
    free(again);
    free_texts(&t);
  }
}

/* The order in which members are left must be the file's own, new ones last. */
static void assert_survivors_stay(json_t *before, json_t *after) {
  void *at = json_object_iter(after);
  const char *key;
  json_t *member;
  json_object_foreach(before, key, member) {
    if (!json_object_get(after, key))
      continue;
    assert_string_equal(json_object_iter_key(at), key);
    at = json_object_iter_next(after, at);
  }
}

static void the_spliced_text_says_what_merging_says(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < 2 * pairs(); seed++) {
    pk_stream dice;
    pk_stream_start(&dice, seed, pk_hash("splice"));
    texts t = texts_of(seed);
    json_t *a = parsed(t.a), *change = wild_model(&dice, true);
    char *patch = wild_text(&dice, change), *after = apply(t.a, patch);
    json_t *expected = merged(a, change, "", 0, ""), *spliced = parsed(after);
    if (!equal_values(expected, spliced))
      fail_msg("seed %d:\n%s\n%s\n%s", (int)seed, t.a, patch, after);
    assert_survivors_stay(a, spliced);
    json_decref(a);
    json_decref(change);
    json_decref(expected);
    json_decref(spliced);
    free(patch);
    free(after);
    free_texts(&t);
  }
}

static void one_difference_after_another_is_the_whole_difference(void **state) {
  (void)state;
  for (uint64_t seed = 0; seed < pairs(); seed++) {
    texts t = texts_of(seed);
    char *first = diff(t.a, t.b), *b = apply(t.a, first);
    char *second = diff(b, t.c), *c = apply(b, second);
    char *whole = diff(t.a, t.c), *direct = apply(t.a, whole);
    assert_same_model(c, direct);
    char *rest = diff(c, direct);
    assert_string_equal(rest, "{}");
    free(first);
    free(b);
    free(second);
    free(c);
    free(whole);
    free(direct);
    free(rest);
    free_texts(&t);
  }
}

/* The bytes before and after one changed number stay where they are. */
static void one_number_changes_only_its_own_bytes(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed < pairs(); seed += 2) {
    char *text = random_model(seed, NULL);
    char *after = apply(text, "{\"horizon\": 123456}");
    char *old = strstr(text, "\"horizon\""), *new = strstr(after, "\"horizon\"");
    assert_true(old - text == new - after);
    assert_memory_equal(text, after, (size_t)(old - text));
    size_t colon = strcspn(old, "0123456789");
    char *tail = old + colon + strspn(old + colon, "0123456789");
    assert_memory_equal(old, new, colon);
    assert_memory_equal(new + colon, "123456", 6);
    assert_string_equal(tail, new + colon + 6);
    free(text);
    free(after);
  }
}

/* What is added to a file of one kind of line ends brings no other kind. */
static void line_ends_stay_of_one_kind(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed < pairs(); seed += 2) {
    char *text = random_model(seed, NULL);
    char *after = apply(text, "{\"groups\": {\"new\": {\"size\": 3, \"start\": {\"a\": 0.5, \"b\": "
                              "0.5}, \"name\": {\"fi\": \"Uusi ryhmä, jolla on pitkä nimi\"}}}}");
    bool windows = strstr(text, "\r\n") != NULL;
    bool lines = strchr(text, '\n') && strchr(text, '\n')[1] != '\0';
    for (const char *c = after; *c; c++)
      if (*c == '\n')
        assert_int_equal(c > after && c[-1] == '\r', windows);
    assert_int_equal(after[strlen(after) - 1] == '\n', text[strlen(text) - 1] == '\n');
    if (!lines)
      assert_true(!strchr(after, '\n') || strchr(after, '\n')[1] == '\0');
    free(text);
    free(after);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_difference_leads_from_one_model_to_the_other),
      cmocka_unit_test(an_inverse_restores_values_and_order),
      cmocka_unit_test(nothing_changes_nothing),
      cmocka_unit_test(the_spliced_text_says_what_merging_says),
      cmocka_unit_test(one_difference_after_another_is_the_whole_difference),
      cmocka_unit_test(one_number_changes_only_its_own_bytes),
      cmocka_unit_test(line_ends_stay_of_one_kind),
  };
  return RUN(tests);
}
