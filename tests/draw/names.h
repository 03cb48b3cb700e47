/* Names by people, in pictures: a model that shows one everywhere, and what an SVG may never hold.
 */
#ifndef TEST_NAMES_H
#define TEST_NAMES_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* JSON of a model with names in the eight places that a picture shows, in JSON's own escapes. */
static inline char *model_of_names(const char *const names[8]) {
  static const char *const form =
      "{\"format\":\"polku/1\",\"title\":{\"fi\":\"%s\"},\"about\":{\"fi\":\"%s\"},"
      "\"start_date\":\"2024-01-01\",\"horizon\":12,"
      "\"actors\":{\"a\":{\"name\":{\"fi\":\"%s\"},\"sector\":\"third\"},"
      "\"b\":{\"name\":{\"fi\":\"%s\"},\"sector\":\"public\"}},"
      "\"stages\":{\"one\":{\"name\":{\"fi\":\"%s\"},\"duration\":{\"fixed\":2},"
      "\"actors\":{\"a\":{\"employer\":{\"text\":{\"fi\":\"%s\"}}},\"b\":{\"organiser\":{}}}},"
      "\"two\":{\"name\":{\"fi\":\"%s\"},\"final\":true}},"
      "\"transitions\":{\"t\":{\"from\":\"one\",\"to\":\"two\",\"share\":1}},"
      "\"groups\":{\"g\":{\"size\":10,\"start\":\"one\"}},"
      "\"gaps\":{\"x\":{\"stages\":{\"two\":{}},\"row\":\"coaching\",\"question\":{\"fi\":\"%s\"}}}"
      "}";
  size_t room = strlen(form) + 1;
  for (int i = 0; i < 8; i++)
    room += strlen(names[i]);
  char *text = malloc(room);
  snprintf(text, room, form, names[0], names[1], names[2], names[3], names[4], names[5], names[6],
           names[7]);
  return text;
}

/* The same with one name in all of them. */
static inline char *model_named(const char *name) {
  return model_of_names((const char *const[]){name, name, name, name, name, name, name, name});
}

/* Whether tags are closed in the order in which they were opened and entities are whole. */
static inline bool well_formed(const char *xml) {
  char stack[64][32];
  int depth = 0;
  for (const char *s = xml; *s; s++) {
    unsigned char c = (unsigned char)*s;
    if (c < 0x20 && c != '\n' && c != '\t')
      return false;
    if (c == 0xef && (unsigned char)s[1] == 0xbf && (unsigned char)s[2] >= 0xbe)
      return false; /* U+FFFE and U+FFFF are no characters of XML */
    if (*s == '&' && strcspn(s, ";") > 8)
      return false;
    if (*s != '<')
      continue;
    const char *close = strchr(s, '>');
    size_t name = strcspn(s + 1 + (s[1] == '/'), " />");
    if (!close || name > 31 || depth > 60)
      return false;
    if (s[1] == '/') {
      if (depth == 0 || strncmp(stack[--depth], s + 2, name) != 0)
        return false;
    } else if (s[1] != '?' && close[-1] != '/') {
      snprintf(stack[depth++], sizeof stack[0], "%.*s", (int)name, s + 1);
    }
    s = close;
  }
  return depth == 0;
}

/* An SVG in which nothing of a model has become markup, an address or a file. */
static inline void expect_clean_svg(const char *svg, size_t length, const char *name) {
  static const char *const never[] = {"<script", "<a ", "href=\"",     "<image",       "<b>",
                                      "<TABLE",  "<!",  "fill=\"url(", "stroke=\"url("};
  assert_int_equal(strlen(svg), length);
  if (!well_formed(svg))
    fail_msg("not well-formed with the name %.60s", name);
  for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
    if (strstr(svg, never[i]))
      fail_msg("%s came through in the name %.60s", never[i], name);
  for (const char *at = svg; (at = strstr(at, "src:url(")); at++) /* its own letters */
    assert_int_equal(strncmp(at, "src:url(data:font/woff;base64,", 30), 0);
}

#endif
