/* The author's text, changed as little as may be.
 *
 * Text and values are walked side by side: `now` is what the text says, `target` what it is to say.
 * jansson keeps members in the order of the text and refuses a key that comes twice, so the i-th
 * member in the text is the i-th of the object. What is equal is copied byte for byte. A member
 * owns the white space before it (its lead); commas belong to nobody and are written anew, so none
 * can be left over. The text is valid JSON: it was parsed before. */
#include "model/edit.h"
#include "model/skip.h"

#include <stdlib.h>
#include <string.h>

typedef struct part {
  const char *lead;        /* white space before it begins here */
  const char *key;         /* where the name begins; of an element: where the value begins */
  const char *value, *end; /* its value */
  const char *next;        /* the comma or bracket after it */
} part;

typedef struct splicer {
  const char *end; /* of the text */
  pk_text *out;
  pk_style style;
} splicer;

/* One object or array while it is being written. */
typedef struct walk {
  part *parts;
  size_t count, written;
  const part *held; /* a part left out whose line the next one takes */
} walk;

static void splice_value(splicer *s, const char *at, const char *end, json_t *now, json_t *target);

static void copy(splicer *s, const char *from, const char *to) {
  pk_text_add_bytes(s->out, from, (size_t)(to - from));
}

/* Finds the parts of the object or array that begins at `at`; NULL when memory ran out. */
static part *find_parts(const splicer *s, const char *at, size_t count, bool keyed) {
  part *parts = calloc(count + 1, sizeof *parts);
  for (size_t i = 0; parts && i < count; i++) {
    part *p = &parts[i];
    p->lead = at + 1;
    p->key = p->value = pk_skip_space(p->lead, s->end);
    if (keyed) {
      const char *colon = pk_skip_space(pk_skip_string(p->key, s->end), s->end);
      p->value = pk_skip_space(colon + 1, s->end);
    }
    p->end = pk_skip_value(p->value, s->end);
    at = p->next = pk_skip_space(p->end, s->end);
  }
  return parts;
}

/* Line ends before a part. */
static size_t lines_before(const part *p) {
  size_t lines = 0;
  for (const char *at = p->lead; at < p->key; at++)
    lines += *at == '\n';
  return lines;
}

/* Where the last line end before the part begins, else its lead: no empty lines. */
static const char *last_line(const part *p) {
  const char *from = p->lead;
  for (const char *at = p->lead; at < p->key; at++)
    if (*at == '\n')
      from = at > p->lead && at[-1] == '\r' ? at - 1 : at;
  return from;
}

/* What stands before a part that is new at the end: as before the last one, on the next line where
 * that began a line. */
static void write_new_lead(splicer *s, walk *w) {
  const part *like = &w->parts[w->count - 1];
  if (w->written == 0) {
    copy(s, w->parts[0].lead, w->parts[0].key);
  } else {
    /* As many lines before the last two: that is a habit. */
    bool habit = w->count > 2 && lines_before(like - 1) == lines_before(like);
    const char *from = habit ? like->lead : last_line(like);
    bool alone = w->count == 1 && lines_before(like) == 0;
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
  if (w->held && (w->written == 0 || lines_before(w->held) > lines_before(p)))
    from = w->held;
  if (w->written > 0)
    pk_text_add_char(s->out, ',');
  copy(s, from->lead, from->key);
  w->held = NULL;
  w->written++;
}

static void leave_out(walk *w, const part *p) {
  if (!w->held || (w->written > 0 && lines_before(p) > lines_before(w->held)))
    w->held = p;
}

static void write_end(splicer *s, walk *w, char bracket) {
  if (w->written > 0)
    copy(s, w->parts[w->count - 1].end, w->parts[w->count - 1].next);
  pk_text_add_char(s->out, bracket);
}

static void splice_object(splicer *s, const char *at, json_t *now, json_t *target) {
  walk w = {find_parts(s, at, json_object_size(now), true), json_object_size(now), 0, NULL};
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
      leave_out(&w, p);
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
static void splice_array(splicer *s, const char *at, json_t *now, json_t *target) {
  size_t n = json_array_size(now), m = json_array_size(target), head, tail;
  walk w = {find_parts(s, at, n, false), n, 0, NULL};
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
    leave_out(&w, &w.parts[i]);
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

static void splice_value(splicer *s, const char *at, const char *end, json_t *now, json_t *target) {
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
  splicer s = {text + length, out, pk_style_of(text, length)};
  const char *at = pk_skip_space(text, s.end), *end = pk_skip_value(at, s.end);
  copy(&s, text, at);
  splice_value(&s, at, end, now, target);
  copy(&s, end, s.end);
}
