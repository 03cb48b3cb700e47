/* Reading flowcharts of Mermaid (mermaid.js.org, "Flowcharts - Basic Syntax").
 *
 * A statement is a chain of boxes and links: A["Start"] --> B & C -- "40 %" --> D. Its boxes have
 * an id and perhaps a text in brackets whose form says the shape; links may carry a text inside or
 * between bars. Lines that say how it looks (style, classDef, direction …) are passed over; what a
 * subgraph holds is read as if it stood outside. */
#include "model/sketch.h"

#include "base/utf8.h"
#include "base/words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
  pk_sketch *sketch;
  const char *at, *end;
  bool bad;
} reader;

/* Boxes between two links: "B & C". */
typedef struct together {
  int count, room;
  int *box;
} together;

static void fail(reader *r, const char *at, const char *reason) {
  size_t offset = (size_t)(at - r->sketch->text);
  pk_place place = pk_sketch_place(r->sketch, offset, 1);
  if (!r->bad)
    pk_report_add(r->sketch->report, &place, "E-IMPORT-SYNTAX", "reason", reason, NULL);
  r->bad = true;
}

static bool begins(const reader *r, const char *what) {
  size_t n = strlen(what);
  return (size_t)(r->end - r->at) >= n && memcmp(r->at, what, n) == 0;
}

static bool take(reader *r, const char *what) {
  if (!begins(r, what))
    return false;
  r->at += strlen(what);
  return true;
}

static void skip_spaces(reader *r) {
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r'))
    r->at++;
}

static void skip_line(reader *r) {
  while (r->at < r->end && *r->at != '\n')
    r->at++;
}

/* ------------------------------------------------------------------------------------ texts */

/* Letters by their numbers: "#35;", "#9829;", of HTML "&#35;". */
static size_t numbered_entity(const char *at, const char *end, pk_text *out) {
  const char *digit = at + (*at == '&' ? 2 : 1), *first = digit;
  uint32_t point = 0;
  if (*at == '&' && (end - at < 2 || at[1] != '#'))
    return 0;
  for (; digit < end && isdigit((unsigned char)*digit) && point < 0x110000; digit++)
    point = 10 * point + (uint32_t)(*digit - '0');
  bool letter = point >= ' ' && point < 0x110000 && (point < 0xd800 || point > 0xdfff);
  if (digit == first || digit == end || *digit != ';' || !letter)
    return 0;
  char bytes[4];
  pk_text_add_bytes(out, bytes, pk_utf8_write(point, bytes));
  return (size_t)(digit + 1 - at);
}

/* Entities of Mermaid ("#quot;", "#35;", "#9829;") and of HTML, line breaks and the marks of bold
 * and italic become plain text. */
static size_t plain_entity(const char *at, const char *end, pk_text *out) {
  static const char *const names[][2] = {{"quot;", "\""}, {"amp;", "&"},  {"lt;", "<"},
                                         {"gt;", ">"},    {"nbsp;", " "}, {"apos;", "'"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t n = strlen(names[i][0]);
    if ((size_t)(end - at) > n && memcmp(at + 1, names[i][0], n) == 0) {
      pk_text_add(out, names[i][1]);
      return n + 1;
    }
  }
  return numbered_entity(at, end, out);
}

static size_t plain_tag(const char *at, const char *end, pk_text *out) {
  const char *close = memchr(at, '>', (size_t)(end - at));
  if (*at != '<' || !close || (!isalpha((unsigned char)at[1]) && at[1] != '/'))
    return 0;
  if (strncmp(at, "<br", 3) == 0)
    pk_text_add_char(out, ' ');
  return (size_t)(close + 1 - at);
}

static const char *plain(reader *r, const char *from, const char *to) {
  pk_text out = PK_TEXT_EMPTY;
  bool markdown = to - from >= 2 && *from == '`' && to[-1] == '`';
  from += markdown;
  to -= markdown;
  while (from < to) {
    size_t n =
        *from == '#' || *from == '&' ? plain_entity(from, to, &out) : plain_tag(from, to, &out);
    if (n == 0 && !(markdown && (*from == '*' || *from == '_')))
      pk_text_add_char(&out, *from == '\n' ? ' ' : *from);
    from += n ? n : 1;
  }
  const char *kept =
      pk_sketch_keep(r->sketch, out.data ? out.data : "", out.data ? out.data + out.length : "");
  r->sketch->failed = r->sketch->failed || out.failed;
  pk_text_free(&out);
  return kept;
}

/* Text up to `close`, which is taken; in quotes it may hold anything but a quote. */
static const char *text_until(reader *r, const char *close, const char *open_at) {
  skip_spaces(r);
  const char *from = r->at, *to;
  if (take(r, "\"")) {
    from = r->at;
    to = memchr(from, '"', (size_t)(r->end - from));
    r->at = to ? to + 1 : r->end;
    skip_spaces(r);
    if (!to || !take(r, close))
      fail(r, open_at, "import.bracket");
    return to ? plain(r, from, to) : "";
  }
  bool bracket = false; /* only text in quotes may hold one */
  for (; r->at < r->end && *r->at != '\n' && !begins(r, close); r->at++)
    bracket = bracket || strchr("[]{}()", *r->at);
  to = r->at;
  if (!take(r, close) || bracket)
    fail(r, open_at, "import.bracket");
  return plain(r, from, to);
}

/* ------------------------------------------------------------------------------------ boxes */

static bool in_id(const reader *r) {
  unsigned char c = (unsigned char)*r->at, next = r->at + 1 < r->end ? (unsigned char)r->at[1] : 0;
  return isalnum(c) || c == '_' || c >= 0x80 ||
         ((c == '-' || c == '.') && (isalnum(next) || next == '_'));
}

static void read_shape(reader *r, int box) {
  static const char *const shapes[][2] = {
      {"(((", ")))"}, {"([", "])"},   {"[[", "]]"}, {"[(", ")]"}, {"((", "))"}, {"{{", "}}"},
      {"[/", "/]"},   {"[\\", "\\]"}, {"[", "]"},   {"(", ")"},   {"{", "}"},   {">", "]"}};
  const char *open_at = r->at;
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    if (!take(r, shapes[i][0]))
      continue;
    const char *close = shapes[i][1], *other = shapes[i][0][1] == '/' ? "\\]" : "/]";
    const char *line = memchr(r->at, '\n', (size_t)(r->end - r->at));
    const char *stop = line ? line : r->end;
    if (close[0] == '/' || close[0] == '\\') { /* a trapezium closes with the other stroke */
      bool own = false;
      for (const char *c = r->at; c + 1 < stop && !own; c++)
        own = memcmp(c, close, 2) == 0;
      close = own ? close : other;
    }
    const char *name = text_until(r, close, open_at);
    if (box >= 0 && *name)
      r->sketch->boxes[box].name = name;
    return;
  }
}

/* "@{ shape: rounded, label: "Text" }" */
static void read_details(reader *r, int box) {
  const char *open_at = r->at, *close;
  if (!take(r, "@{"))
    return;
  close = memchr(r->at, '}', (size_t)(r->end - r->at));
  if (!close) {
    fail(r, open_at, "import.bracket");
    return;
  }
  for (; r->at < close; r->at++)
    if (begins(r, "label:")) {
      r->at += strlen("label:");
      skip_spaces(r);
      const char *from = r->at + (*r->at == '"');
      const char *to = from;
      while (to < close && *to != (*r->at == '"' ? '"' : ','))
        to++;
      if (box >= 0)
        r->sketch->boxes[box].name = plain(r, from, to);
      break;
    }
  r->at = close + 1;
}

/* The classes that say whose sector a box is. */
static void classify(reader *r, int box, const char *name) {
  for (int i = 0; pk_sector_ids[i] && box >= 0; i++)
    if (strcmp(name, pk_sector_ids[i]) == 0) {
      r->sketch->boxes[box].actor = true;
      r->sketch->boxes[box].sector = (pk_sector)i;
    }
}

static const char *read_word(reader *r) {
  const char *from = r->at;
  while (r->at < r->end && in_id(r))
    r->at++;
  return pk_sketch_keep(r->sketch, from, r->at);
}

static int read_box(reader *r) {
  skip_spaces(r);
  const char *id = read_word(r);
  if (!*id) {
    fail(r, r->at, "import.box");
    return -1;
  }
  int box = pk_sketch_find(r->sketch, id);
  read_shape(r, box);
  read_details(r, box);
  if (take(r, ":::"))
    classify(r, box, read_word(r));
  return box;
}

static void put(reader *r, together *all, int box) {
  if (all->count == all->room) {
    int room = all->room ? 2 * all->room : 8;
    int *more = PK_NEW_ARRAY(r->sketch->arena, int, (size_t)room);
    if (!more) {
      r->sketch->failed = r->bad = true;
      return;
    }
    if (all->count > 0)
      memcpy(more, all->box, (size_t)all->count * sizeof *more);
    all->box = more;
    all->room = room;
  }
  all->box[all->count++] = box;
}

static void read_together(reader *r, together *all) {
  *all = (together){0};
  do {
    put(r, all, read_box(r));
    skip_spaces(r);
  } while (!r->bad && take(r, "&"));
}

/* ------------------------------------------------------------------------------------ links */

static bool head(reader *r) {
  if (take(r, ">"))
    return true;
  bool mark =
      (begins(r, "x") || begins(r, "o")) && (r->at + 1 == r->end || strchr(" \t|\n", r->at[1]));
  r->at += mark;
  return mark;
}

/* What is written between the two halves of "-- text -->". */
static const char *text_inside(reader *r, const char *half, const char *open_at) {
  skip_spaces(r);
  if (begins(r, "\""))
    return text_until(r, half, open_at);
  const char *from = r->at;
  while (r->at < r->end && *r->at != '\n' && !begins(r, half))
    r->at++;
  const char *text = plain(r, from, r->at);
  if (!take(r, half))
    fail(r, open_at, "import.link");
  return text;
}

/* The stroke of a link and what is written in it; NULL when there is no link here. */
static const char *read_stroke(reader *r) {
  const char *open_at = r->at, *text = "";
  if (take(r, "~~~"))
    return text;
  if (take(r, "-.")) {
    while (take(r, "."))
      continue;
    if (!take(r, "-")) {
      text = text_inside(r, ".", open_at);
      while (take(r, "."))
        continue;
      take(r, "-");
    }
    head(r);
    return text;
  }
  bool thick = begins(r, "==");
  if (!thick && !begins(r, "--"))
    return NULL;
  const char *one = thick ? "=" : "-", *two = thick ? "==" : "--";
  int strokes = 0;
  while (take(r, one))
    strokes++;
  if (!head(r) && strokes < 3) {
    text = text_inside(r, two, open_at);
    while (take(r, one))
      continue;
    head(r);
  }
  return text;
}

/* `back` tells whether it has a head at its beginning too. */
static const char *read_link(reader *r, bool *back) {
  skip_spaces(r);
  const char *before = r->at, *open_at;
  while (r->at < r->end && (isalnum((unsigned char)*r->at) || *r->at == '_'))
    r->at++;
  if (!take(r, "@")) /* "e1@-->" names the link */
    r->at = before;
  *back = begins(r, "<-") || begins(r, "<=");
  r->at += *back;
  const char *text = read_stroke(r);
  if (!text)
    return NULL;
  skip_spaces(r);
  open_at = r->at;
  if (take(r, "|"))
    text = text_until(r, "|", open_at);
  return text;
}

static void join(reader *r, const together *from, const together *to, const char *text,
                 const char *at) {
  for (int i = 0; i < from->count && !r->bad; i++)
    for (int k = 0; k < to->count && !r->sketch->large; k++)
      pk_sketch_join(r->sketch, from->box[i], to->box[k], text, (size_t)(at - r->sketch->text));
}

static void read_chain(reader *r) {
  together from, to;
  bool back;
  read_together(r, &from);
  for (const char *at = r->at, *text; !r->bad && (text = read_link(r, &back));
       from = to, at = r->at) {
    read_together(r, &to);
    join(r, &from, &to, text, at);
    if (back)
      join(r, &to, &from, text, at);
  }
  skip_spaces(r);
  if (!r->bad && r->at < r->end && *r->at != '\n' && *r->at != ';' && !begins(r, "%%"))
    fail(r, r->at, "import.link");
}

/* -------------------------------------------------------------------------------- statements */

static bool is_word(const reader *r, const char *word) {
  size_t n = strlen(word);
  return begins(r, word) && (r->at + n == r->end || isspace((unsigned char)r->at[n]) ||
                             r->at[n] == ':' || r->at[n] == ';');
}

/* "class a,b third" */
static void read_class(reader *r) {
  together all = {0};
  r->at += strlen("class");
  do {
    skip_spaces(r);
    const char *id = read_word(r);
    if (*id)
      put(r, &all, pk_sketch_find(r->sketch, id));
  } while (take(r, ","));
  skip_spaces(r);
  const char *name = read_word(r);
  for (int i = 0; i < all.count; i++)
    classify(r, all.box[i], name);
  skip_line(r);
}

static void read_title(reader *r, const char *key) {
  r->at += strlen(key) + 1;
  const char *from = r->at;
  skip_line(r);
  r->sketch->title = plain(r, from, r->at);
}

static void skip_description(reader *r) {
  const char *brace = r->at + strlen("accDescr");
  while (brace < r->end && (*brace == ' ' || *brace == '\t'))
    brace++;
  const char *close =
      brace < r->end && *brace == '{' ? memchr(brace, '}', (size_t)(r->end - brace)) : NULL;
  r->at = close ? close + 1 : r->at;
  skip_line(r);
}

static void read_statement(reader *r) {
  static const char *const looks[] = {"subgraph", "end",       "direction", "classDef",
                                      "style",    "linkStyle", "click"};
  if (begins(r, "%%")) {
    skip_line(r);
    return;
  }
  for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
    if (is_word(r, looks[i])) {
      skip_line(r);
      return;
    }
  if (is_word(r, "class"))
    read_class(r);
  else if (is_word(r, "accTitle"))
    read_title(r, "accTitle");
  else if (begins(r, "accDescr"))
    skip_description(r);
  else
    read_chain(r);
}

static void skip_gaps(reader *r) {
  while (r->at < r->end && (isspace((unsigned char)*r->at) || *r->at == ';'))
    r->at++;
}

/* What may stand before the first word: a block "---" with a title, comments, settings. */
static void read_front(reader *r) {
  skip_gaps(r);
  if (take(r, "---")) {
    while (r->at < r->end && !begins(r, "\n---")) {
      skip_gaps(r);
      if (is_word(r, "title"))
        read_title(r, "title");
      else
        skip_line(r);
    }
    take(r, "\n---");
    skip_line(r);
  }
  skip_gaps(r);
  while (begins(r, "%%")) {
    skip_line(r);
    skip_gaps(r);
  }
}

bool pk_mermaid_read(pk_sketch *sketch) {
  reader r = {sketch, sketch->text, sketch->text + sketch->length, false};
  take(&r, "\xef\xbb\xbf");
  read_front(&r);
  if (!is_word(&r, "flowchart") && !is_word(&r, "graph") && !is_word(&r, "flowchart-elk"))
    fail(&r, r.at, "import.no-flowchart");
  else
    while (r.at < r.end && *r.at != '\n' && *r.at != ';')
      r.at++;
  for (skip_gaps(&r); !r.bad && !sketch->failed && !sketch->large && r.at < r.end; skip_gaps(&r))
    read_statement(&r);
  return !r.bad && !sketch->failed && !sketch->large;
}
