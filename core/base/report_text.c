/* Problems in words: one at a time, for a terminal, as JSON, and the help page of a code. */
#include "base/json.h"
#include "base/report_parts.h"
#include "base/utf8.h"
#include "base/words.h"

#include <stdlib.h>
#include <string.h>

#define BOLD "\x1b[1m"
#define GREEN "\x1b[1;32m"
#define PLAIN "\x1b[0m"

static const pk_problem memory_problem = {.code = "E-MEMORY", .severity = POLKU_ERROR};

static int compare_text(const char *a, const char *b) {
  return strcmp(a ? a : "", b ? b : "");
}

/* By file, line and column; what has no place comes first; equals in the order they came. */
static int compare(const void *left, const void *right) {
  const pk_problem *a = *(pk_problem *const *)left, *b = *(pk_problem *const *)right;
  int order = compare_text(a->file, b->file);
  if (order == 0)
    order = (a->line > b->line) - (a->line < b->line);
  if (order == 0)
    order = (a->column > b->column) - (a->column < b->column);
  return order ? order : (a->order > b->order) - (a->order < b->order);
}

/* The i-th problem in order, memory first; NULL after the last. */
static const pk_problem *problem_at(polku_report *report, size_t i) {
  if (!report)
    return i == 0 ? &memory_problem : NULL;
  if (!report->sorted && report->count > 1)
    qsort(report->problems, report->count, sizeof(pk_problem *), compare);
  report->sorted = true;
  if (report->memory) {
    if (i == 0)
      return &memory_problem;
    i--;
  }
  return i < report->count ? report->problems[i] : NULL;
}

/* The key of a part of the problem's words, or "" when there is no such word. */
static const char *part_key(char key[96], const pk_problem *p, polku_lang lang, const char *part) {
  if (strlen(p->code) + strlen(part) + 1 > 96)
    return "";
  strcpy(key, p->code);
  strcat(key, part);
  const char *text = pk_word_find(lang, key);
  return text && *text ? key : "";
}

static void add_word_of(pk_text *out, const pk_problem *p, polku_lang lang, const char *part) {
  char buffer[96];
  const char *key = part_key(buffer, p, lang, part);
  if (*key)
    pk_word_fill(out, lang, key, p->args, p->arg_count);
}

static void add_message(pk_text *out, const pk_problem *p, polku_lang lang) {
  add_word_of(out, p, lang, ".message");
}

/* "did you mean …?" comes first: where it is right, nothing else is needed. */
static void add_hint(pk_text *out, const pk_problem *p, polku_lang lang) {
  char buffer[96];
  for (size_t i = 0; i + 1 < p->arg_count; i += 2)
    if (strcmp(p->args[i], "suggestion") == 0)
      pk_word_fill(out, lang, "report.did-you-mean", p->args + i, 2);
  if (out->length > 0 && *part_key(buffer, p, lang, ".hint"))
    pk_text_add_char(out, ' ');
  add_word_of(out, p, lang, ".hint");
}

/* What was written, or the code alone when memory ran out on the way. */
static const char *or_code(const pk_text *text, const char *code) {
  return text->failed ? code : text->data ? text->data : "";
}

bool polku_report_at(polku_report *report, size_t i, polku_lang lang, polku_problem *problem) {
  const pk_problem *p = problem_at(report, i);
  if (!p)
    return false;
  *problem = (polku_problem){p->severity, p->code,   p->file, p->pointer, p->line,
                             p->column,   p->length, p->code, ""};
  if (!report)
    return true;
  pk_text_free(&report->message);
  pk_text_free(&report->hint);
  add_message(&report->message, p, lang);
  add_hint(&report->hint, p, lang);
  problem->message = or_code(&report->message, p->code);
  problem->hint = or_code(&report->hint, "");
  return true;
}

static void add_colour(pk_text *out, bool colour, const char *sequence) {
  if (colour)
    pk_text_add(out, sequence);
}

static void add_file(pk_text *out, const char *file) {
  for (const char *c = file; *c; c++)
    pk_text_add_char(out, (unsigned char)*c < 0x20 || *c == 0x7f ? '?' : *c);
}

/* "file:line:column: error E-CODE: message" */
static void add_headline(pk_text *out, const pk_problem *p, polku_lang lang, bool colour) {
  static const char *const words[] = {"report.error", "report.warning", "report.remark"};
  static const char *const colours[] = {"\x1b[1;31m", "\x1b[1;35m", "\x1b[1;36m"};
  if (p->file) {
    add_colour(out, colour, BOLD);
    add_file(out, p->file);
    if (p->line > 0)
      pk_text_addf(out, ":%d:%d", p->line, p->column);
    pk_text_add(out, ": ");
    add_colour(out, colour, PLAIN);
  }
  add_colour(out, colour, colours[p->severity]);
  pk_text_addf(out, "%s %s:", pk_word(lang, words[p->severity]), p->code);
  add_colour(out, colour, PLAIN);
  pk_text_add_char(out, ' ');
  add_message(out, p, lang);
  pk_text_add_char(out, '\n');
}

/* Columns that code points from … to − 1 of a line take. */
static size_t columns_between(const char *text, size_t from, size_t to) {
  size_t columns = 0, length = strlen(text), n = 0;
  uint32_t c;
  for (size_t i = 0; i < length && n < to; n++) {
    i += pk_utf8_next(text + i, length - i, &c);
    if (n >= from)
      columns += (size_t)pk_utf8_width(c);
  }
  return columns;
}

static void add_repeated(pk_text *out, char c, size_t count) {
  while (count-- > 0)
    pk_text_add_char(out, c);
}

/* The line as the author wrote it, and carets under the place. */
static void add_line(pk_text *out, const pk_problem *p, bool colour) {
  pk_text_addf(out, "%5d | %s%s%s\n", p->line, p->cut_before ? "…" : "", p->line_text,
               p->cut_after ? "…" : "");
  size_t length = p->length > 0 ? (size_t)p->length : 1;
  size_t before = columns_between(p->line_text, 0, p->caret) + (p->cut_before ? 1 : 0);
  size_t under = columns_between(p->line_text, p->caret, p->caret + length);
  pk_text_add(out, "      | ");
  add_repeated(out, ' ', before);
  add_colour(out, colour, GREEN);
  add_repeated(out, '^', under ? under : 1);
  add_colour(out, colour, PLAIN);
  pk_text_add_char(out, '\n');
}

static void add_problem(pk_text *out, const pk_problem *p, polku_lang lang, bool colour) {
  add_headline(out, p, lang, colour);
  if (p->line_text && p->line > 0)
    add_line(out, p, colour);
  pk_text hint = PK_TEXT_EMPTY;
  add_hint(&hint, p, lang);
  if (hint.length > 0)
    pk_text_addf(out, "   %s\n", hint.data);
  out->failed = out->failed || hint.failed;
  pk_text_free(&hint);
}

char *polku_report_text(polku_report *report, polku_lang lang, bool colour) {
  pk_text out = PK_TEXT_EMPTY;
  const pk_problem *p;
  for (size_t i = 0; (p = problem_at(report, i)); i++)
    add_problem(&out, p, lang, colour);
  return pk_text_take(&out);
}

/* A number that is known, else null. */
static void json_position(pk_json *json, const char *key, int value) {
  pk_json_key(json, key);
  if (value > 0)
    pk_json_integer(json, value);
  else
    pk_json_null(json);
}

static void json_problem(pk_json *json, const polku_problem *p) {
  static const char *const severities[] = {"error", "warning", "remark"};
  const struct {
    const char *key, *value;
  } texts[] = {{"severity", severities[p->severity]},
               {"code", p->code},
               {"file", p->file},
               {"pointer", p->pointer},
               {"message", p->message},
               {"hint", p->hint}};
  pk_json_object(json);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    pk_json_field(json, texts[i].key, texts[i].value);
  }
  json_position(json, "line", p->line);
  json_position(json, "column", p->column);
  json_position(json, "length", p->length);
  pk_json_object_end(json);
}

char *polku_report_json(polku_report *report, polku_lang lang) {
  pk_text out = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&out, 2);
  polku_problem problem;
  pk_json_array(&json);
  for (size_t i = 0; polku_report_at(report, i, lang, &problem); i++) {
    json_problem(&json, &problem);
    out.failed = out.failed || (report && (report->message.failed || report->hint.failed));
  }
  pk_json_array_end(&json);
  return pk_text_take(&out);
}

char *polku_code_help(const char *code, polku_lang lang) {
  pk_text key = PK_TEXT_EMPTY, out = PK_TEXT_EMPTY;
  pk_text_addf(&key, "%s.help", code);
  const char *help = key.failed ? NULL : pk_word_find(lang, key.data);
  pk_text_free(&key);
  if (!help)
    return NULL;
  pk_text_addf(&out, "%s\n\n%s\n", code, help);
  return pk_text_take(&out);
}
