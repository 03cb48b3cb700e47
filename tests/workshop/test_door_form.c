/* A form is read as the browser meant it, or not at all: whatever bytes come, nothing is guessed,
 * nothing is read past their end. POLKU_LONG tries twenty times as many. */
#include "support/check.h"

#include "base/random.h"
#include "workshop/door_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 20260101;

static uint64_t draw(uint64_t below) {
  return pk_mix(++seed) % below;
}

static int tries(void) {
  return long_or(200000, 10000);
}

/* Reads a copy that ends where the text does, so that a sanitizer sees a step past it. */
static form_state read_bytes(form *f, const char *text, size_t length) {
  char *copy = malloc(length ? length : 1);
  assert_non_null(copy);
  memcpy(copy, text, length);
  form_state state = form_read(f, copy, length);
  free(copy);
  return state;
}

static form_state read_text(form *f, const char *text) {
  return read_bytes(f, text, strlen(text));
}

/* As browsers do: letters and digits as they are, a space as '+', the rest escaped. */
static void encode(json_out *out, const char *text) {
  char escape[8];
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    snprintf(escape, sizeof escape, plain ? "%c" : c == ' ' ? "+" : "%%%02X", c);
    json_raw(out, escape);
  }
}

static char *encode_form(const form *f) {
  json_out out = JSON_OUT_EMPTY;
  for (int i = 0; i < f->count; i++) {
    json_raw(&out, i ? "&" : "");
    encode(&out, f->fields[i].name);
    json_raw(&out, "=");
    encode(&out, f->fields[i].value);
  }
  char *text = json_take(&out);
  assert_non_null(text);
  return text;
}

static void expect_same(const form *a, const form *b) {
  assert_int_equal(a->count, b->count);
  for (int i = 0; i < a->count; i++) {
    assert_string_equal(a->fields[i].name, b->fields[i].name);
    assert_string_equal(a->fields[i].value, b->fields[i].value);
  }
}

static void what_a_browser_writes_is_read_back(void **state) {
  (void)state;
  const form sent = {.fields = {{"id", "abc_DEF-123"},
                                {"patch", "{\"stages\": {\"työ\": null}}"},
                                {"text", "100 % = 1+1; a&b\nkeskustelu\xf0\x9f\x98\x80"},
                                {"ä", ""}},
                     .count = 4};
  form back;
  char *text = encode_form(&sent);
  assert_int_equal(read_text(&back, text), FORM_GOOD);
  expect_same(&sent, &back);
  assert_string_equal(form_text(&back, "patch"), sent.fields[1].value);
  assert_null(form_text(&back, "target"));
  form_free(&back);
  free(text);
}

static void nothing_is_an_empty_form(void **state) {
  (void)state;
  static const char *const texts[] = {"", "&", "&&&"};
  form f;
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    assert_int_equal(read_text(&f, texts[i]), FORM_GOOD);
    assert_int_equal(f.count, 0);
    form_free(&f);
  }
}

static void what_is_no_form_is_malformed(void **state) {
  (void)state;
  static const char *const texts[] = {
      "a=%",      "a=%4",        "a=%4x",          "a=%zz",    "%=a",   "a=1&a=2",
      "=1",       "a=1&=",       "a=%00",          "%00=a",    "a=%ff", "a=\xc3",
      "a=%c3%28", "a=%ed%a0%80", "a=%f4%90%80%80", "a=%c0%af", "a&a=1", "%61=1&a=2"};
  form f;
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    assert_int_equal(read_text(&f, texts[i]), FORM_MALFORMED);
    assert_null(f.bytes);
    assert_int_equal(f.count, 0);
  }
  assert_int_equal(read_bytes(&f, "a=b\0c", 5), FORM_MALFORMED);
}

static void a_form_has_as_many_fields_as_there_is_room_for(void **state) {
  (void)state;
  char text[8 * (FORM_FIELDS_MAX + 1)] = "";
  form f;
  for (int i = 0; i < FORM_FIELDS_MAX; i++)
    snprintf(text + strlen(text), sizeof text - strlen(text), "f%d=%d&", i, i);
  assert_int_equal(read_text(&f, text), FORM_GOOD);
  assert_int_equal(f.count, FORM_FIELDS_MAX);
  form_free(&f);
  strcat(text, "more=1");
  assert_int_equal(read_text(&f, text), FORM_MALFORMED);
}

static void a_number_is_digits_and_no_more_than_a_number_of_the_journal(void **state) {
  (void)state;
  static const char *const none[] = {"n=",   "n=-1",  "n=+1",   "n= 1",
                                     "n=1x", "n=1.5", "n=0x10", "n=9999999999999999"};
  form f;
  int64_t value = -7;
  for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
    assert_int_equal(read_text(&f, none[i]), FORM_GOOD);
    assert_false(form_number(&f, "n", &value));
    assert_int_equal(value, -7);
    form_free(&f);
  }
  assert_int_equal(read_text(&f, "n=999999999999999&zero=0"), FORM_GOOD);
  assert_true(form_number(&f, "missing", &value));
  assert_int_equal(value, -7);
  assert_true(form_number(&f, "n", &value));
  assert_int_equal(value, 999999999999999);
  assert_true(form_number(&f, "zero", &value));
  assert_int_equal(value, 0);
  form_free(&f);
}

static bool is_act(const char *text) {
  form f;
  room_act act = {.client = 3};
  assert_int_equal(read_text(&f, text), FORM_GOOD);
  bool good = form_act(&f, &act);
  assert_int_equal(act.client, 3);
  form_free(&f);
  return good;
}

static void an_act_has_an_id_and_a_kind(void **state) {
  (void)state;
  assert_true(is_act("id=abcd_-19&kind=save"));
  assert_true(is_act("id=abcd_-19&kind=edit&base=5&target=3&patch={}&pointer=/a&text=t&value=v"));
  assert_false(is_act("kind=save"));
  assert_false(is_act("id=abcdefgh"));
  assert_false(is_act("id=abcdefgh&kind="));
  assert_false(is_act("id=abcdefg&kind=save")); /* seven */
  assert_false(is_act("id=abcd+fgh&kind=save"));
  assert_false(is_act("id=abcd%2ffgh&kind=save"));
  assert_false(is_act("id=abcdefgh&kind=edit&base=x"));
  assert_false(is_act("id=abcdefgh&kind=edit&target=-1"));
  char text[200] = "kind=save&id=";
  memset(text + strlen(text), 'a', 64);
  assert_true(is_act(text));
  strcat(text, "a"); /* 65 */
  assert_false(is_act(text));
}

static void what_an_act_does_not_say_is_not_given(void **state) {
  (void)state;
  form f;
  room_act act = {.base = 5, .target = 5, .patch = "x", .text = "x"};
  assert_int_equal(read_text(&f, "id=abcdefgh&kind=undo"), FORM_GOOD);
  assert_true(form_act(&f, &act));
  assert_string_equal(act.kind, "undo");
  assert_int_equal(act.base, -1);
  assert_int_equal(act.target, -1);
  assert_null(act.patch);
  assert_null(act.pointer);
  assert_null(act.text);
  assert_null(act.value);
  form_free(&f);
}

/* What was read is text, has names, each once; and written again it is read as the same. */
static void expect_form(const form *f) {
  form again;
  assert_in_range(f->count, 0, FORM_FIELDS_MAX);
  for (int i = 0; i < f->count; i++) {
    assert_true(f->fields[i].name[0] != '\0');
    assert_ptr_equal(form_text(f, f->fields[i].name), f->fields[i].value);
    for (const char *at = f->fields[i].value; *at; at += json_letter(at))
      assert_true(json_letter(at) > 0);
  }
  char *text = encode_form(f);
  assert_int_equal(read_text(&again, text), FORM_GOOD);
  expect_same(f, &again);
  form_free(&again);
  free(text);
}

static int try_bytes(const char *bytes, size_t length) {
  form f;
  room_act act = {.client = 1};
  form_state state = read_bytes(&f, bytes, length);
  assert_true(state == FORM_GOOD || state == FORM_MALFORMED);
  if (state == FORM_GOOD) {
    expect_form(&f);
    form_act(&f, &act);
  }
  form_free(&f);
  return state == FORM_GOOD;
}

static void any_bytes_are_a_form_or_malformed(void **state) {
  (void)state;
  static const char letters[] = "aid=&%+04cfz0\xc3\xa4\xed\xa0\x80\xf0\xff\n";
  char bytes[64];
  int good = 0, all = tries();
  for (int n = 0; n < all; n++) {
    size_t length = draw(sizeof bytes);
    for (size_t i = 0; i < length; i++)
      bytes[i] = n % 2 ? letters[draw(sizeof letters)] : (char)draw(256);
    good += try_bytes(bytes, length);
  }
  assert_in_range(good, 1, all - 1);
}

/* A form as browsers write it, with some of its bytes changed, taken out, doubled or swapped. */
static void a_form_that_was_tampered_with_is_a_form_or_malformed(void **state) {
  (void)state;
  static const char whole[] = "id=Ab3_-xyz90&kind=edit&base=41&target=7&pointer=%2Fstages%2Fa~1b&"
                              "patch=%7B%22stages%22%3A%7B%22ty%C3%B6%22%3Anull%7D%7D&text=a+b";
  char bytes[2 * sizeof whole];
  int good = 0, all = tries();
  for (int n = 0; n < all; n++) {
    size_t length = sizeof whole - 1;
    memcpy(bytes, whole, sizeof whole);
    for (uint64_t changes = 1 + draw(4); changes > 0; changes--) {
      size_t at = draw(length), other = draw(length);
      switch (draw(4)) {
      case 0:
        bytes[at] = (char)draw(256);
        break;
      case 1:
        memmove(bytes + at, bytes + at + 1, --length - at);
        break;
      case 2:
        bytes[at] = bytes[other];
        break;
      default:
        length = 1 + at;
      }
      if (length < 2)
        break;
    }
    good += try_bytes(bytes, length);
  }
  assert_in_range(good, 1, all - 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_a_browser_writes_is_read_back),
      cmocka_unit_test(nothing_is_an_empty_form),
      cmocka_unit_test(what_is_no_form_is_malformed),
      cmocka_unit_test(a_form_has_as_many_fields_as_there_is_room_for),
      cmocka_unit_test(a_number_is_digits_and_no_more_than_a_number_of_the_journal),
      cmocka_unit_test(an_act_has_an_id_and_a_kind),
      cmocka_unit_test(what_an_act_does_not_say_is_not_given),
      cmocka_unit_test(any_bytes_are_a_form_or_malformed),
      cmocka_unit_test(a_form_that_was_tampered_with_is_a_form_or_malformed),
  };
  return RUN(tests);
}
