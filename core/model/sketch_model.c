/* From boxes and arrows to the JSON of a model.
 *
 * A number on an arrow is a share ("40 %", "0.4"), a probability per step ("1 %/kk"), or a count of
 * people ("17"), which becomes evidence. What is not written is shared out evenly. Every number
 * that was not in the drawing is marked as assumed, with a note that says why it is there. */
#include "model/sketch.h"

#include "base/json.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/words.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* -------------------------------------------------------------------------- shares of a stage */

/* Six decimals are more than anybody writes on an arrow. */
static double rounded(double value) {
  return round(value * 1e6) / 1e6;
}

/* How the exits of a stage are written. */
typedef struct exits {
  pk_sketch *sketch;
  pk_written *said; /* [arrows] */
  pk_writing form;  /* PK_SAYS_SHARE, PK_SAYS_PER_STEP or PK_SAYS_COUNT */
  double sum;       /* of what is written */
  int count, open;  /* exits; of these, how many say nothing of that form */
  int last_open;    /* the last of these, or −1 */
} exits;

static bool is_move(const pk_sketch *s, int i) {
  return !s->boxes[s->arrows[i].from].actor && !s->boxes[s->arrows[i].to].actor &&
         s->arrows[i].from != s->arrows[i].to;
}

/* One form for all exits of a stage: the one that most of them have. */
static pk_writing form_of(const exits *e, int stage) {
  int times[4] = {0};
  for (int i = 0; i < e->sketch->arrow_count; i++)
    if (is_move(e->sketch, i) && e->sketch->arrows[i].from == stage)
      times[e->said[i].what]++;
  if (times[PK_SAYS_PER_STEP] > times[PK_SAYS_SHARE] &&
      times[PK_SAYS_PER_STEP] >= times[PK_SAYS_COUNT])
    return PK_SAYS_PER_STEP;
  return times[PK_SAYS_COUNT] > times[PK_SAYS_SHARE] ? PK_SAYS_COUNT : PK_SAYS_SHARE;
}

static void look_at(exits *e, int stage) {
  const pk_sketch *s = e->sketch;
  e->form = form_of(e, stage);
  e->sum = 0;
  e->count = e->open = 0;
  e->last_open = -1;
  for (int i = 0; i < s->arrow_count; i++) {
    if (!is_move(s, i) || s->arrows[i].from != stage)
      continue;
    e->count++;
    if (e->said[i].what == e->form) {
      e->sum += e->said[i].value;
    } else {
      e->open++;
      e->last_open = i;
    }
  }
  if (e->form == PK_SAYS_COUNT && e->sum == 0) { /* of nobody nothing is known */
    e->form = PK_SAYS_SHARE;
    e->open = e->count;
  }
}

/* Where an arrow is, for a report. */
static pk_place place_of(const exits *e, int arrow) {
  return pk_sketch_place(e->sketch, e->sketch->arrows[arrow].offset, 1);
}

/* A number that is not understood, or of another form than the others at its stage, is told. */
static void warn_of_numbers(const exits *e, int stage) {
  const pk_sketch *s = e->sketch;
  for (int i = 0; i < s->arrow_count; i++) {
    const pk_sketch_arrow *a = &s->arrows[i];
    if (!is_move(s, i) || a->from != stage || e->said[i].what == e->form ||
        !pk_sketch_tells(a->label))
      continue;
    pk_place place = place_of(e, i);
    pk_report_add(s->report, &place, "W-IMPORT-NUMBER", "text", a->label, "from",
                  s->boxes[a->from].name, "to", s->boxes[a->to].name, NULL);
  }
}

/* Shares that do not make a whole are brought to one, which is said. */
static void warn_of_sum(const exits *e, int stage) {
  const pk_sketch *s = e->sketch;
  char sum[32];
  if (e->form != PK_SAYS_SHARE || e->count == 0 || (e->open > 0 && e->sum <= 1 + 1e-6) ||
      fabs(e->sum - 1) <= 1e-6)
    return;
  int first = 0;
  while (!is_move(s, first) || s->arrows[first].from != stage)
    first++;
  pk_place place = place_of(e, first);
  pk_report_add(s->report, &place, "W-IMPORT-SUM", "stage", s->boxes[stage].name, "sum",
                pk_number_text(sum, rounded(e->sum)), NULL);
}

/* ------------------------------------------------------------------------------ writing it */

typedef struct writer {
  pk_sketch *sketch;
  polku_lang lang;
  pk_json json;
  exits exits;
  pk_ids *taken; /* ids of transitions */
} writer;

static void name(writer *w, const char *key, const char *text) {
  pk_json_key(&w->json, key);
  pk_json_object(&w->json);
  pk_json_field(&w->json, pk_lang_ids[w->lang], text);
  pk_json_object_end(&w->json);
}

static void guess(writer *w, double value, const char *note) {
  pk_json_object(&w->json);
  pk_json_number_field(&w->json, "value", value);
  pk_json_field(&w->json, "basis", "assumed");
  pk_json_field(&w->json, "note", pk_word(w->lang, note));
  pk_json_object_end(&w->json);
}

static void estimated(writer *w, double value) {
  pk_json_object(&w->json);
  pk_json_number_field(&w->json, "value", value);
  pk_json_field(&w->json, "basis", "estimated");
  pk_json_field(&w->json, "note", pk_word(w->lang, "import.note.drawn"));
  pk_json_object_end(&w->json);
}

static void share(writer *w, int i) {
  const exits *e = &w->exits;
  double left = e->sum < 1 ? 1 - e->sum : 0;
  pk_json_key(&w->json, "share");
  if (e->last_open == i)
    pk_json_string(&w->json, "rest");
  else if (e->said[i].what != PK_SAYS_SHARE)
    guess(w, rounded(left / e->open), "import.note.even");
  else if (e->open > 0 && e->sum <= 1)
    estimated(w, e->said[i].value);
  else if (e->sum > 0)
    estimated(w, e->said[i].value / e->sum);
  else
    guess(w, 1.0 / e->count, "import.note.even");
}

static void counted(writer *w, int i) {
  const exits *e = &w->exits;
  pk_json_key(&w->json, "share");
  if (e->said[i].what != PK_SAYS_COUNT) {
    guess(w, 0, "import.note.nobody");
    return;
  }
  pk_json_object(&w->json);
  pk_json_number_field(&w->json, "value", e->sum > 0 ? e->said[i].value / e->sum : 0);
  pk_json_key(&w->json, "evidence");
  pk_json_object(&w->json);
  pk_json_number_field(&w->json, "events", e->said[i].value);
  pk_json_number_field(&w->json, "of", e->sum);
  pk_json_object_end(&w->json);
  pk_json_object_end(&w->json);
}

static void per_step(writer *w, int i) {
  pk_json_key(&w->json, "per_step");
  if (w->exits.said[i].what == PK_SAYS_PER_STEP)
    estimated(w, w->exits.said[i].value);
  else
    guess(w, 0.02, "import.note.per-step");
}

/* "from-to", and "-2", "-3" … for further arrows between the same two. */
static void transition_key(writer *w, int i) {
  const pk_sketch *s = w->sketch;
  const pk_sketch_arrow *a = &s->arrows[i];
  int before = 0;
  for (int k = 0; k < i; k++)
    before += s->arrows[k].from == a->from && s->arrows[k].to == a->to;
  pk_text wish = PK_TEXT_EMPTY;
  pk_text_addf(&wish, "%s-%s", s->boxes[a->from].key, s->boxes[a->to].key);
  const char *key = wish.failed ? NULL : pk_sketch_new_key(w->taken, wish.data, before + 1);
  pk_json_key(&w->json, key ? key : "");
  w->sketch->failed = w->sketch->failed || !key;
  pk_text_free(&wish);
}

static void transition(writer *w, int i) {
  const pk_sketch_arrow *a = &w->sketch->arrows[i];
  transition_key(w, i);
  pk_json_object(&w->json);
  pk_json_field(&w->json, "from", w->sketch->boxes[a->from].key);
  pk_json_field(&w->json, "to", w->sketch->boxes[a->to].key);
  (w->exits.form == PK_SAYS_PER_STEP ? per_step
   : w->exits.form == PK_SAYS_COUNT  ? counted
                                     : share)(w, i);
  pk_json_object_end(&w->json);
}

static void transitions(writer *w) {
  const pk_sketch *s = w->sketch;
  pk_json_key(&w->json, "transitions");
  pk_json_object(&w->json);
  for (int stage = 0; stage < s->box_count; stage++) {
    if (s->boxes[stage].actor)
      continue;
    look_at(&w->exits, stage);
    warn_of_numbers(&w->exits, stage);
    warn_of_sum(&w->exits, stage);
    for (int i = 0; i < s->arrow_count; i++)
      if (is_move(s, i) && s->arrows[i].from == stage)
        transition(w, i);
  }
  pk_json_object_end(&w->json);
}

/* Whether a name speaks of work, in one of three languages: 1, and 2 of the open labour market. */
static int work_in(const char *name) {
  static const char *const open[] = {"avoimet työmarkkinat", "avoimille", "öppna arbetsmarknad",
                                     "open labour market", "open labor market"};
  static const char *const work[] = {"palkkatuki",   "palkkatyö", "lönesubvention", "anställning",
                                     "wage subsidy", "employed",  "in work",        "työssä"};
  for (size_t i = 0; i < sizeof open / sizeof *open; i++)
    if (strstr(name, open[i]))
      return 2;
  for (size_t i = 0; i < sizeof work / sizeof *work; i++)
    if (strstr(name, work[i]))
      return 1;
  return 0;
}

static char *lower(pk_sketch *s, const char *text) {
  char *copy = pk_strdup(s->arena, text);
  if (!copy)
    s->failed = true;
  for (char *at = copy; at && *at; at++) {
    bool umlaut =
        at > copy && at[-1] == '\xc3' && (unsigned char)*at >= 0x80 && (unsigned char)*at < 0x9f;
    *at = umlaut ? (char)(*at + 0x20) : (char)(*at & 0x80 ? *at : tolower((unsigned char)*at));
  }
  return copy;
}

static bool leaves(const pk_sketch *s, int stage) {
  for (int i = 0; i < s->arrow_count; i++)
    if (is_move(s, i) && s->arrows[i].from == stage)
      return true;
  return false;
}

static bool entered(const pk_sketch *s, int stage) {
  for (int i = 0; i < s->arrow_count; i++)
    if (is_move(s, i) && s->arrows[i].to == stage)
      return true;
  return false;
}

/* A role is a word of the drawing: without a region a model's roles are free. */
static void standings(writer *w, int stage) {
  const pk_sketch *s = w->sketch;
  bool any = false;
  for (int i = 0; i < s->arrow_count; i++) {
    const pk_sketch_arrow *a = &s->arrows[i];
    bool stands = s->boxes[a->from].actor && a->to == stage;
    for (int k = 0; stands && k < i; k++)
      stands = s->arrows[k].from != a->from || s->arrows[k].to != a->to;
    if (!stands)
      continue;
    if (!any) {
      pk_json_key(&w->json, "actors");
      pk_json_object(&w->json);
    }
    any = true;
    pk_json_key(&w->json, s->boxes[a->from].key);
    pk_json_object(&w->json);
    pk_json_key(&w->json, "partner");
    pk_json_object(&w->json);
    if (*a->label)
      name(w, "text", a->label);
    pk_json_object_end(&w->json);
    pk_json_object_end(&w->json);
  }
  if (any)
    pk_json_object_end(&w->json);
}

static void stage(writer *w, int i) {
  const pk_sketch_box *box = &w->sketch->boxes[i];
  const char *low = lower(w->sketch, box->name);
  int work = low ? work_in(low) : 0;
  pk_json_key(&w->json, box->key);
  pk_json_object(&w->json);
  name(w, "name", box->name);
  if (!leaves(w->sketch, i)) {
    pk_json_bool_field(&w->json, "final", true);
  } else {
    look_at(&w->exits, i);
    if (w->exits.form != PK_SAYS_PER_STEP) {
      pk_json_key(&w->json, "duration");
      pk_json_object(&w->json);
      pk_json_key(&w->json, "geometric");
      pk_json_object(&w->json);
      pk_json_key(&w->json, "mean");
      guess(w, 6, "import.note.duration");
      pk_json_object_end(&w->json);
      pk_json_object_end(&w->json);
    }
  }
  if (work) {
    pk_json_bool_field(&w->json, "employed", true);
  }
  if (work == 2) {
    pk_json_bool_field(&w->json, "open", true);
  }
  standings(w, i);
  pk_json_object_end(&w->json);
}

static void stages(writer *w) {
  pk_json_key(&w->json, "stages");
  pk_json_object(&w->json);
  for (int i = 0; i < w->sketch->box_count; i++)
    if (!w->sketch->boxes[i].actor)
      stage(w, i);
  pk_json_object_end(&w->json);
}

static void actors(writer *w) {
  bool any = false;
  for (int i = 0; i < w->sketch->box_count; i++) {
    const pk_sketch_box *box = &w->sketch->boxes[i];
    if (!box->actor)
      continue;
    if (!any) {
      pk_json_key(&w->json, "actors");
      pk_json_object(&w->json);
    }
    any = true;
    pk_json_key(&w->json, box->key);
    pk_json_object(&w->json);
    name(w, "name", box->name);
    pk_json_field(&w->json, "sector", pk_sector_ids[box->sector]);
    pk_json_object_end(&w->json);
  }
  if (any)
    pk_json_object_end(&w->json);
}

static bool is_start(const pk_sketch *s, int i) {
  return !s->boxes[i].actor && !entered(s, i) && leaves(s, i);
}

/* People start where nobody comes from elsewhere; where there is no such stage, at the first. */
static void groups(writer *w) {
  const pk_sketch *s = w->sketch;
  int starts = 0, first = -1, only = -1;
  for (int i = 0; i < s->box_count; i++) {
    first = first < 0 && !s->boxes[i].actor ? i : first;
    only = is_start(s, i) ? i : only;
    starts += is_start(s, i);
  }
  pk_json_key(&w->json, "groups");
  pk_json_object(&w->json);
  pk_json_key(&w->json, "clients");
  pk_json_object(&w->json);
  name(w, "name", pk_word(w->lang, "import.clients"));
  pk_json_key(&w->json, "size");
  guess(w, 100, "import.note.size");
  pk_json_key(&w->json, "start");
  if (starts <= 1) {
    pk_json_string(&w->json, only >= 0 ? s->boxes[only].key : s->boxes[first].key);
    pk_json_object_end(&w->json);
    pk_json_object_end(&w->json);
    return;
  }
  pk_json_object(&w->json);
  for (int i = 0; i < s->box_count; i++)
    if (is_start(s, i)) {
      pk_json_key(&w->json, s->boxes[i].key);
      guess(w, 1.0 / starts, "import.note.even");
    }
  pk_json_object_end(&w->json);
  pk_json_object_end(&w->json);
  pk_json_object_end(&w->json);
}

static void warn_of_loops(const exits *e) {
  const pk_sketch *s = e->sketch;
  for (int i = 0; i < s->arrow_count; i++)
    if (s->arrows[i].from == s->arrows[i].to) {
      pk_place place = place_of(e, i);
      pk_report_add(s->report, &place, "W-IMPORT-LOOP", "stage", s->boxes[s->arrows[i].from].name,
                    NULL);
    }
}

/* What labels say; a bare 0 or 1 beside counts is a count. */
static bool understand(exits *e) {
  const pk_sketch *s = e->sketch;
  bool *counts = PK_NEW_ARRAY(s->arena, bool, (size_t)s->box_count + 1);
  e->said = PK_NEW_ARRAY(s->arena, pk_written, (size_t)s->arrow_count + 1);
  if (!counts || !e->said)
    return false;
  for (int i = 0; i < s->arrow_count; i++) {
    e->said[i] = pk_sketch_written(s->arrows[i].label);
    if (e->said[i].what == PK_SAYS_COUNT)
      counts[s->arrows[i].from] = true;
  }
  for (int i = 0; i < s->arrow_count; i++)
    if (e->said[i].whole && counts[s->arrows[i].from])
      e->said[i].what = PK_SAYS_COUNT;
  return true;
}

char *pk_sketch_model(pk_sketch *s, polku_lang lang) {
  pk_text out = PK_TEXT_EMPTY;
  writer w = {.sketch = s, .lang = lang, .json = pk_json_start(&out, 3), .exits = {.sketch = s}};
  w.taken = pk_ids_new(s->arena);
  if (!w.taken || !pk_sketch_keys(s) || !understand(&w.exits))
    return NULL;
  warn_of_loops(&w.exits);
  pk_json_object(&w.json);
  pk_json_field(&w.json, "format", POLKU_FORMAT);
  name(&w, "title", s->title && *s->title ? s->title : pk_word(lang, "import.title"));
  pk_json_integer_field(&w.json, "horizon", 36);
  actors(&w);
  stages(&w);
  transitions(&w);
  groups(&w);
  pk_json_object_end(&w.json);
  pk_text_add_char(&out, '\n');
  char *text = pk_text_take(&out);
  if (!s->failed)
    return text;
  free(text);
  return NULL;
}
