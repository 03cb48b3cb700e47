/* The text of a new plugin. In the templates a line "@name" becomes a comment in the writer's
 * language (the word "scaffold.name"), "$name$" is filled in, and "%name%" becomes a text in all
 * three languages. */
#include "scaffold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMENT_COLUMNS = 92 };

static const char manifest[] = "@manifest\n"
                               "return {\n"
                               "  id = \"$id$\",\n"
                               "  version = \"0.1.0\",\n"
                               "  api = 1,\n"
                               "  level = \"$level$\",\n"
                               "$extends$"
                               "  @title\n"
                               "  title = { fi = \"$id$\", sv = \"$id$\", en = \"$id$\" },\n"
                               "  @sources\n"
                               "  sources = {\n"
                               "    decision = { title = \"$source$\", year = $year$ },\n"
                               "  },\n"
                               "  @checked\n"
                               "  checked = \"$date$\",\n"
                               "}\n";

static const char params[] = "@params\n"
                             "return {\n"
                             "  [\"$name$.months$young$\"] = {\n"
                             "    unit = \"month\",\n"
                             "    name = %months%,\n"
                             "    @values\n"
                             "    values = {\n"
                             "      { from = \"$date$\", value = 6, ref = \"decision\" },\n"
                             "    },\n"
                             "    @review\n"
                             "  },\n"
                             "}\n";

static const char change_rules[] =
    "@change\n"
    "polku.override.limit \"rehabilitative_work\" {\n"
    "  mode = \"restrict\", from = \"$date$\", unit = \"month\", ref = \"decision\",\n"
    "  cases = {\n"
    "    @case\n"
    "    { reads = { \"age\" }, when = function(c) return c.age <= 24 end,\n"
    "      value = \"$name$.months_young\", ref = \"decision\" },\n"
    "  },\n"
    "}\n";

static const char change_test[] =
    "@test\n"
    "return {\n"
    "  { rule = \"limit rehabilitative_work\", date = \"$date$\", rows = \"all\",\n"
    "    given = { age = { 15, 24 } }, expect = 6, why = \"$name$.months_young\", ref = "
    "\"decision\",\n"
    "    text = %young% },\n"
    "  { rule = \"limit rehabilitative_work\", date = \"$date$\", rows = \"all\",\n"
    "    given = { age = { 25, 68 } }, expect = 24, ref = \"decision\",\n"
    "    text = %others% },\n"
    "}\n";

static const char own_rules[] = "@own\n"
                                "polku.kind \"$name$_service\" {\n"
                                "  name = %service%,\n"
                                "}\n"
                                "\n"
                                "@limit\n"
                                "polku.limit \"$name$_service\" {\n"
                                "  from = \"$date$\", unit = \"month\", ref = \"decision\",\n"
                                "  cases = {\n"
                                "    { default = \"$name$.months\", ref = \"decision\" },\n"
                                "  },\n"
                                "}\n";

static const char own_test[] =
    "@test\n"
    "return {\n"
    "  { rule = \"limit $name$_service\", date = \"$date$\", rows = \"all\",\n"
    "    expect = 6, why = \"$name$.months\", ref = \"decision\",\n"
    "    text = %all% },\n"
    "}\n";

static const struct {
  const char *path, *change, *own;
} files[] = {
    {"manifest.lua", manifest, manifest},      {"params.lua", params, params},
    {"rules.lua", change_rules, own_rules},    {"test", NULL, NULL},
    {"test/first.lua", change_test, own_test},
};

const char *cli_scaffold_file(size_t i) {
  return i < sizeof files / sizeof *files ? files[i].path : NULL;
}

/* --- text that grows */

typedef struct growing {
  char *text;
  size_t length, room;
  bool failed;
} growing;

static void add(growing *g, const char *more, size_t length) {
  if (g->length + length + 1 > g->room && !g->failed) {
    size_t room = 2 * (g->room + length + 1);
    char *text = realloc(g->text, room);
    g->failed = !text;
    g->text = text ? text : g->text;
    g->room = text ? room : g->room;
  }
  if (g->failed)
    return;
  memcpy(g->text + g->length, more, length);
  g->length += length;
  g->text[g->length] = '\0';
}

static void add_text(growing *g, const char *more) {
  add(g, more, strlen(more));
}

/* --- filling in */

static const char *word(polku_lang lang, const char *name, size_t length) {
  char key[64];
  snprintf(key, sizeof key, "scaffold.%.*s", (int)length, name);
  const char *text = polku_word(lang, key);
  return text ? text : "";
}

/* A comment of whole words in lines of the template's indentation. */
static void add_comment(growing *g, const cli_scaffold *s, const char *name, size_t length,
                        int indent) {
  const char *text = word(s->lang, name, length);
  while (*text) {
    size_t end = 0, columns = (size_t)indent + 3, at = 0;
    for (; text[at] && text[at] != '\n' && columns <= COMMENT_COLUMNS; at++) {
      columns += ((unsigned char)text[at] & 0xC0) != 0x80;
      if (text[at] == ' ')
        end = at;
    }
    if (!text[at] || text[at] == '\n' || end == 0)
      end = at;
    for (int i = 0; i < indent; i++)
      add_text(g, " ");
    add_text(g, "-- ");
    add(g, text, end);
    add_text(g, "\n");
    text += end + (text[end] == ' ' || text[end] == '\n');
  }
}

/* The id as it stands in the names of numbers and kinds: '-' is not for them. */
static void add_name(growing *g, const char *id) {
  for (; *id; id++)
    add(g, *id == '-' ? "_" : id, 1);
}

static void add_extends(growing *g, const cli_scaffold *s) {
  if (!s->extends)
    return;
  add_comment(g, s, "extends", strlen("extends"), 2);
  bool plain = !strchr(s->extends, '-'); /* a name of Lua needs no brackets */
  add_text(g, plain ? "  extends = { " : "  extends = { [\"");
  add_text(g, s->extends);
  add_text(g, plain ? " = \"" : "\"] = \"");
  add_text(g, s->range);
  add_text(g, "\" },\n");
}

static bool is(const char *name, size_t length, const char *other) {
  return strlen(other) == length && strncmp(name, other, length) == 0;
}

static void add_filling(growing *g, const cli_scaffold *s, cli_scaffold_sort sort, const char *name,
                        size_t length) {
  const struct {
    const char *name, *value;
  } plain[] = {{"id", s->id},
               {"level", s->level},
               {"date", s->date},
               {"source", word(s->lang, "source", strlen("source"))},
               {"young", sort == CLI_SCAFFOLD_CHANGE ? "_young" : ""}};
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (is(name, length, plain[i].name))
      add_text(g, plain[i].value);
  if (is(name, length, "name"))
    add_name(g, s->id);
  else if (is(name, length, "year"))
    add(g, s->date, 4);
  else if (is(name, length, "extends"))
    add_extends(g, s);
}

/* { fi = "…", sv = "…", en = "…" }, a line for each; `indent` is that of the line it begins on. */
static void add_in_three(growing *g, cli_scaffold_sort sort, const char *name, size_t length,
                         int indent) {
  static const char *const langs[] = {"fi", "sv", "en"};
  bool young = is(name, length, "months") && sort == CLI_SCAFFOLD_CHANGE;
  char line[300];
  add_text(g, "{\n");
  for (int lang = 0; lang < 3; lang++) {
    snprintf(line, sizeof line, "%*s%s = \"%s\",\n", indent + 2, "", langs[lang],
             young ? word((polku_lang)lang, "months_young", strlen("months_young"))
                   : word((polku_lang)lang, name, length));
    add_text(g, line);
  }
  snprintf(line, sizeof line, "%*s}", indent, "");
  add_text(g, line);
}

char *cli_scaffold_text(const cli_scaffold *s, cli_scaffold_sort sort, size_t i) {
  const char *at = sort == CLI_SCAFFOLD_CHANGE ? files[i].change : files[i].own;
  growing g = {0};
  if (!at)
    return NULL;
  for (const char *line = at; *at; at++) {
    size_t length = strcspn(at + 1, *at == '@' ? "\n" : *at == '$' ? "$" : "%");
    if (*at == '\n')
      line = at + 1;
    if (*at == '@') {
      g.length -= (size_t)(at - line); /* the comment brings its own indentation */
      add_comment(&g, s, at + 1, length, (int)(at - line));
    } else if (*at == '$') {
      add_filling(&g, s, sort, at + 1, length);
    } else if (*at == '%') {
      add_in_three(&g, sort, at + 1, length, (int)strspn(line, " "));
    } else {
      add(&g, at, 1);
      continue;
    }
    at += length + 1;
    if (g.length && g.text[g.length - 1] == '\n')
      line = at + 1;
  }
  if (!g.failed)
    return g.text;
  free(g.text);
  return NULL;
}
