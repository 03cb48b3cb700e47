/* Reading a list of arrows as people write it in a spreadsheet: CSV (RFC 4180), with the commas,
 * semicolons or tabs of their language. */
#include "model/sketch.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

enum { FIELDS = 32 };

typedef enum { FROM, TO, FROM_NAME, TO_NAME, LABEL, PER_STEP, COUNT, COLUMNS } column;

typedef struct lines {
  pk_sketch *sketch;
  const char *at, *end;
  char separator;
  int where[COLUMNS]; /* field of each column, −1: none */
  int good;           /* rows that became arrows */
} lines;

typedef struct fields {
  int count;
  const char *text[FIELDS];
  size_t offset;
} fields;

/* Lines end with CR LF, LF, or CR alone: between the two of the first stands an empty row. */
static bool ends_line(char c) {
  return c == '\n' || c == '\r';
}

/* The sign that the first line has most of, outside quotes. */
static char find_separator(const char *at, const char *end) {
  static const char signs[] = ",;\t";
  int times[3] = {0};
  bool quoted = false;
  for (; at < end && (quoted || !ends_line(*at)); at++) {
    quoted = quoted != (*at == '"');
    const char *sign = *at && !quoted ? strchr(signs, *at) : NULL;
    if (sign)
      times[sign - signs]++;
  }
  int best = times[1] >= times[0] ? 1 : 0;
  return signs[times[2] > times[best] ? 2 : best];
}

static const char *quoted_field(lines *l) {
  pk_text out = PK_TEXT_EMPTY;
  for (l->at++; l->at < l->end; l->at++) {
    if (*l->at == '"' && !(l->at + 1 < l->end && l->at[1] == '"'))
      break;
    l->at += *l->at == '"';
    pk_text_add_char(&out, *l->at == '\n' || *l->at == '\r' ? ' ' : *l->at);
  }
  l->at += l->at < l->end;
  const char *kept =
      pk_sketch_keep(l->sketch, out.data ? out.data : "", out.data ? out.data + out.length : "");
  l->sketch->failed = l->sketch->failed || out.failed;
  pk_text_free(&out);
  while (l->at < l->end && *l->at != l->separator && !ends_line(*l->at))
    l->at++;
  return kept;
}

static const char *plain_field(lines *l) {
  const char *from = l->at;
  while (l->at < l->end && *l->at != l->separator && !ends_line(*l->at))
    l->at++;
  return pk_sketch_keep(l->sketch, from, l->at);
}

/* The next row; false after the last. */
static bool read_row(lines *l, fields *row) {
  if (l->at >= l->end)
    return false;
  *row = (fields){.offset = (size_t)(l->at - l->sketch->text)};
  for (bool more = true; more;) {
    while (l->at < l->end && *l->at == ' ')
      l->at++;
    const char *text = l->at < l->end && *l->at == '"' ? quoted_field(l) : plain_field(l);
    bool guarded = text[0] == '\'' && text[1] && strchr("=+-@", text[1]); /* from spreadsheets */
    if (row->count < FIELDS)
      row->text[row->count++] = text + guarded;
    more = l->at < l->end && *l->at == l->separator;
    l->at += l->at < l->end;
  }
  return true;
}

static bool empty(const fields *row) {
  for (int i = 0; i < row->count; i++)
    if (*row->text[i])
      return false;
  return true;
}

/* Whether a heading is this word, whatever its case; letters of two bytes by their second. */
static bool same_word(const char *a, const char *b) {
  for (; *a && *b; a++, b++)
    if (*a != *b && tolower((unsigned char)*a) != (unsigned char)*b &&
        !((unsigned char)*b >= 0xa0 && (char)(*a + 0x20) == *b) &&
        !((*a == ' ' || *a == '-') && *b == '_'))
      return false;
  return !*a && !*b;
}

/* The column that a heading names; in three languages. */
static int column_of(const char *heading) {
  static const char *const names[][2] = {
      {"from", "0"},   {"source", "0"}, {"mistä", "0"},    {"från", "0"},        {"to", "1"},
      {"target", "1"}, {"mihin", "1"},  {"till", "1"},     {"from_name", "2"},   {"to_name", "3"},
      {"label", "4"},  {"share", "4"},  {"value", "4"},    {"probability", "4"}, {"osuus", "4"},
      {"andel", "4"},  {"weight", "4"}, {"per_step", "5"}, {"count", "6"},       {"lukumäärä", "6"},
      {"antal", "6"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (same_word(heading, names[i][0]))
      return names[i][1][0] - '0';
  return -1;
}

/* Whether a row names the columns; without it the first three are from, to and label. */
static bool read_headings(lines *l, const fields *row) {
  for (int c = 0; c < COLUMNS; c++)
    l->where[c] = -1;
  for (int i = 0; i < row->count; i++) {
    int c = column_of(row->text[i]);
    if (c >= 0 && l->where[c] < 0)
      l->where[c] = i;
  }
  if (l->where[FROM] >= 0 && l->where[TO] >= 0)
    return true;
  l->where[FROM] = 0;
  l->where[TO] = 1;
  l->where[FROM_NAME] = l->where[TO_NAME] = l->where[PER_STEP] = l->where[COUNT] = -1;
  l->where[LABEL] = 2;
  return false;
}

static const char *field(const lines *l, const fields *row, column c) {
  return l->where[c] >= 0 && l->where[c] < row->count ? row->text[l->where[c]] : "";
}

static int box(lines *l, const char *id, const char *name) {
  int found = pk_sketch_find(l->sketch, id);
  if (found >= 0 && *name)
    l->sketch->boxes[found].name = name;
  return found;
}

/* "1 %" of a column per_step says that it is one, "1" of a column count that it counts people. */
static const char *label_of(lines *l, const fields *row) {
  const char *label = field(l, row, LABEL), *step = field(l, row, PER_STEP);
  const char *count = field(l, row, COUNT);
  if (!*step && (*label || !*count))
    return label;
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, *step ? "%s/" : "%s hl\xc3\xb6", *step ? step : count);
  const char *kept = pk_sketch_keep(l->sketch, text.data ? text.data : "",
                                    text.data ? text.data + text.length : "");
  l->sketch->failed = l->sketch->failed || text.failed;
  pk_text_free(&text);
  return kept;
}

static void take_row(lines *l, const fields *row) {
  const char *from = field(l, row, FROM), *to = field(l, row, TO);
  if (!*from || !*to) {
    pk_place place = pk_sketch_place(l->sketch, row->offset, 1);
    pk_report_add(l->sketch->report, &place, "E-IMPORT-ROW", "missing", *from ? "to" : "from",
                  NULL);
    return;
  }
  int a = box(l, from, field(l, row, FROM_NAME)), b = box(l, to, field(l, row, TO_NAME));
  pk_sketch_join(l->sketch, a, b, label_of(l, row), row->offset);
  l->good++;
}

bool pk_edge_list_read(pk_sketch *sketch) {
  lines l = {.sketch = sketch, .at = sketch->text, .end = sketch->text + sketch->length};
  size_t before = polku_report_count(sketch->report, POLKU_ERROR);
  if (sketch->length >= 3 && memcmp(sketch->text, "\xef\xbb\xbf", 3) == 0)
    l.at += 3;
  l.separator = find_separator(l.at, l.end);
  fields row;
  bool first = true;
  while (!sketch->failed && !sketch->large && read_row(&l, &row)) {
    if (empty(&row))
      continue;
    bool headings = first && read_headings(&l, &row);
    first = false;
    if (!headings)
      take_row(&l, &row);
  }
  return !sketch->failed && !sketch->large &&
         polku_report_count(sketch->report, POLKU_ERROR) == before;
}
