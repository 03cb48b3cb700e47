/* The author's text, changed as little as may be.
 *
 * Text and values are walked side by side: `now` is what the text says, `target` what it is to say.
 * jansson keeps members in the order of the text and refuses a key that comes twice, so the i-th
 * member in the text is the i-th of the object. What is equal is copied byte for byte. A member
 * owns the white space before it (its lead); commas belong to nobody and are written anew, so none
 * can be left over. The text is valid JSON: it was parsed before. */
#include "model/edit.h"

#include <stdlib.h>
#include <string.h>

typedef struct part {
  size_t lead;       /* white space before it begins here */
  size_t key;        /* where the name begins; of an element: where the value begins */
  size_t value, end; /* its value */
  size_t next;       /* the comma or bracket after it */
} part;

typedef struct splicer {
  const char *text;
  pk_text *out;
  pk_style style;
} splicer;

/* One object or array while it is being written. */
typedef struct walk {
  part *parts;
  size_t count, written;
  const part *held; /* a part left out whose line the next one takes */
} walk;

static void splice_value(splicer *s, size_t at, size_t end, json_t *now, json_t *target);

static void copy(splicer *s, size_t from, size_t to) {
  pk_text_add_bytes(s->out, s->text + from, to - from);
}

static size_t skip_space(const char *text, size_t at) {
  while (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')
    at++;
  return at;
}

static size_t skip_string(const char *text, size_t at) {
  for (at++; text[at] != '"'; at++)
    if (text[at] == '\\')
      at++;
  return at + 1;
}

static size_t skip_value(const char *text, size_t at) {
  if (text[at] == '"')
    return skip_string(text, at);
  if (text[at] != '{' && text[at] != '[')
    return at + strcspn(text + at, ",]} \t\r\n");
  int depth = 0;
  do {
    if (text[at] == '"') {
      at = skip_string(text, at);
      continue;
    }
    depth += text[at] == '{' || text[at] == '[';
    depth -= text[at] == '}' || text[at] == ']';
    at++;
  } while (depth > 0);
  return at;
}

/* Finds the parts of the object or array that begins at `at`; NULL when memory ran out. */
static part *find_parts(const char *text, size_t at, size_t count, bool keyed) {
  part *parts = calloc(count + 1, sizeof *parts);
  for (size_t i = 0; parts && i < count; i++) {
    part *p = &parts[i];
    p->lead = at + 1;
    p->key = p->value = skip_space(text, p->lead);
    if (keyed)
      p->value = skip_space(text, skip_space(text, skip_string(text, p->key)) + 1);
    p->end = skip_value(text, p->value);
    at = p->next = skip_space(text, p->end);
  }
  return parts;
}

static size_t lines_in(const char *text, size_t from, size_t to) {
  size_t lines = 0;
  for (; from < to; from++)
    lines += text[from] == '\n';
  return lines;
}

/* Where the last line end before the part begins, else its lead: no empty lines. */
static size_t last_line(const splicer *s, const part *p) {
  size_t from = p->lead;
  for (size_t at = p->lead; at < p->key; at++)
    if (s->text[at] == '\n')
      from = at > p->lead && s->text[at - 1] == '\r' ? at - 1 : at;
  return from;
}

/* Whether as many lines lie before one part as before the other: then that is a habit. */
static bool as_spaced(const splicer *s, const part *a, const part *b) {
  return lines_in(s->text, a->lead, a->key) == lines_in(s->text, b->lead, b->key);
}

/* What stands before a part that is new at the end: as before the last one, on the next line where
 * that began a line. */
static void write_new_lead(splicer *s, walk *w) {
  const part *like = &w->parts[w->count - 1];
  if (w->written == 0) {
    copy(s, w->parts[0].lead, w->parts[0].key);
  } else {
    size_t from = w->count > 2 && as_spaced(s, like - 1, like) ? like->lead : last_line(s, like);
    bool alone = w->count == 1 && lines_in(s->text, like->lead, like->key) == 0;
    pk_text_add(s->out, alone ? s->style.comma : ",");
    if (!alone)
      copy(s, from, like->key);
  }
  w->written++;
}

/* What stands between the part before and this one: its own lead, or that of a part left out before
 * it where that began a line or a paragraph and this one does not. */
static void write_lead(splicer *s, walk *w, const part *p) {
  const part *from = p;
  if (p == w->parts && w->written > 0) { /* new ones came before it */
    write_new_lead(s, w);
    return;
  }
  if (w->held && (w->written == 0 || lines_in(s->text, w->held->lead, w->held->key) >
                                         lines_in(s->text, p->lead, p->key)))
    from = w->held;
  if (w->written > 0)
    pk_text_add_char(s->out, ',');
  copy(s, from->lead, from->key);
  w->held = NULL;
  w->written++;
}

static void leave_out(splicer *s, walk *w, const part *p) {
  if (!w->held || (w->written > 0 && lines_in(s->text, p->lead, p->key) >
                                         lines_in(s->text, w->held->lead, w->held->key)))
    w->held = p;
}

static void write_end(splicer *s, walk *w, char bracket) {
  if (w->written > 0)
    copy(s, w->parts[w->count - 1].end, w->parts[w->count - 1].next);
  pk_text_add_char(s->out, bracket);
}

static void splice_object(splicer *s, size_t at, json_t *now, json_t *target) {
  walk w = {find_parts(s->text, at, json_object_size(now), true), json_object_size(now), 0, NULL};
  const char *key;
  json_t *member;
  const part *p = w.parts;
  if (!w.parts) {
    s->out->failed = true;
    return;
  }
  pk_text_add_char(s->out, '{');
  json_object_foreach(now, key, member) {
    json_t *wanted = json_object_get(target, key);
    if (wanted) {
      write_lead(s, &w, p);
      copy(s, p->key, p->value);
      splice_value(s, p->value, p->end, member, wanted);
    } else {
      leave_out(s, &w, p);
    }
    p++;
  }
  json_object_foreach(target, key, member) {
    if (json_object_get(now, key))
      continue;
    write_new_lead(s, &w);
    pk_style_write_key(&s->style, s->out, key);
    pk_style_write(&s->style, s->out, member);
  }
  write_end(s, &w, '}');
  free(w.parts);
}

/* Elements that both lists begin with, and those that both end with. */
static void common_ends(json_t *now, json_t *target, size_t *head, size_t *tail) {
  size_t n = json_array_size(now), m = json_array_size(target), least = n < m ? n : m;
  for (*head = 0; *head < least; ++*head)
    if (!pk_same(json_array_get(now, *head), json_array_get(target, *head)))
      break;
  for (*tail = 0; *tail < least - *head; ++*tail)
    if (!pk_same(json_array_get(now, n - 1 - *tail), json_array_get(target, m - 1 - *tail)))
      break;
}

/* Elements between the common ends replace one another in turn; what one list has more of is left
 * out or is new. */
static void splice_array(splicer *s, size_t at, json_t *now, json_t *target) {
  size_t n = json_array_size(now), m = json_array_size(target), head, tail;
  walk w = {find_parts(s->text, at, n, false), n, 0, NULL};
  if (!w.parts) {
    s->out->failed = true;
    return;
  }
  common_ends(now, target, &head, &tail);
  pk_text_add_char(s->out, '[');
  size_t both = (n < m ? n : m) - tail;
  for (size_t i = 0; i < both; i++) {
    write_lead(s, &w, &w.parts[i]);
    splice_value(s, w.parts[i].value, w.parts[i].end, json_array_get(now, i),
                 json_array_get(target, i));
  }
  for (size_t i = both; i + tail < n; i++)
    leave_out(s, &w, &w.parts[i]);
  for (size_t i = both; i + tail < m; i++) {
    write_new_lead(s, &w);
    pk_style_write(&s->style, s->out, json_array_get(target, i));
  }
  for (size_t i = n - tail; i < n; i++) {
    write_lead(s, &w, &w.parts[i]);
    copy(s, w.parts[i].value, w.parts[i].end);
  }
  write_end(s, &w, ']');
  free(w.parts);
}

static void splice_value(splicer *s, size_t at, size_t end, json_t *now, json_t *target) {
  if (pk_same(now, target))
    copy(s, at, end);
  else if (json_object_size(now) && json_object_size(target))
    splice_object(s, at, now, target);
  else if (json_array_size(now) && json_array_size(target))
    splice_array(s, at, now, target);
  else
    pk_style_write(&s->style, s->out, target);
}

void pk_splice(const char *text, size_t length, json_t *now, json_t *target, pk_text *out) {
  splicer s = {text, out, pk_style_of(text, length)};
  size_t at = skip_space(text, 0), end = skip_value(text, at);
  copy(&s, 0, at);
  splice_value(&s, at, end, now, target);
  copy(&s, end, length);
}
