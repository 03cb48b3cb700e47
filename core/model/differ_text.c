/* What is built differently, for a person: the gravest first. Parts that are new or gone stand
 * together by section, then field by field what changed; what would be too long is counted. */
#include "model/differ_parts.h"

#include "base/grid.h"
#include "base/words.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NAMES = 10, MOST_RENAMED = 10 };

typedef struct page {
  const pk_model_changes *changes;
  polku_lang lang;
  int width;
  pk_text *out;
  pk_text line; /* that is being made */
} page;

/* The line so far, indented; where it is too long the rest stands deeper. */
static void end_line(page *p, int indent) {
  pk_text wrapped = PK_TEXT_EMPTY;
  const char *line = p->line.data ? p->line.data : "";
  int room = p->width - indent - 2;
  pk_grid_wrap(&wrapped, line, room < 20 ? 20 : room);
  for (const char *at = wrapped.data; at && *at;) {
    size_t n = strcspn(at, "\n");
    pk_text_addf(p->out, "%*s", indent + (at > wrapped.data ? 2 : 0), "");
    pk_text_add_bytes(p->out, at, n);
    pk_text_add_char(p->out, '\n');
    at += n + (at[n] == '\n');
  }
  p->out->failed = p->out->failed || wrapped.failed || p->line.failed;
  pk_text_free(&wrapped);
  pk_text_free(&p->line);
}

static const char *section_word(const page *p, const char *form, const char *section) {
  char key[48];
  snprintf(key, sizeof key, "model.%s.%s", form, *section ? section : "model");
  return pk_word(p->lang, key);
}

/* --- parts that are new or gone */

static bool is_whole(const pk_model_change *change, pk_change_form form, polku_change weight) {
  return change->form == form && change->weight == weight;
}

/* "added stages (3): …", of the changes of one section from `from` on. */
static void list_parts(page *p, int from, pk_change_form form, polku_change weight) {
  static const char *const one[] = {"model.told.added_one", "model.told.removed_one", "",
                                    "model.told.moved_one"};
  static const char *const many[] = {"model.told.added_many", "model.told.removed_many", "",
                                     "model.told.moved_many"};
  const pk_model_changes *c = p->changes;
  const char *section = c->at[from].section;
  pk_text names = PK_TEXT_EMPTY;
  int n = 0;
  for (int i = from; i < c->count && strcmp(c->at[i].section, section) == 0; i++) {
    if (!is_whole(&c->at[i], form, weight))
      continue;
    if (n < MOST_NAMES) {
      pk_text_add(&names, n ? ", " : "");
      pk_differ_name(c, &c->at[i], p->lang, &names);
    }
    n++;
  }
  if (n > MOST_NAMES)
    pk_text_add(&names, ", …");
  char count[16];
  snprintf(count, sizeof count, "%d", n);
  pk_word_add(&p->line, p->lang, n == 1 ? one[form] : many[form], "one",
              section_word(p, "part", section), "many", section_word(p, "parts", section), "count",
              count, "names", names.data ? names.data : "", NULL);
  p->line.failed = p->line.failed || names.failed;
  pk_text_free(&names);
  end_line(p, 2);
}

/* Whether this is the first change of its section that has the form and weight. */
static bool is_first(const pk_model_changes *c, int at, pk_change_form form, polku_change weight) {
  if (!is_whole(&c->at[at], form, weight))
    return false;
  for (int i = at - 1; i >= 0 && strcmp(c->at[i].section, c->at[at].section) == 0; i--)
    if (is_whole(&c->at[i], form, weight))
      return false;
  return true;
}

static void list_whole(page *p, pk_change_form form, polku_change weight) {
  for (int i = 0; i < p->changes->count; i++)
    if (is_first(p->changes, i, form, weight))
      list_parts(p, i, form, weight);
}

/* --- what has changed */

static bool is_told(const page *p, const pk_model_change *change, polku_change weight) {
  return is_whole(change, PK_PART_CHANGED, weight) &&
         !pk_differ_is_translation(p->changes, change, p->lang);
}

/* The sentence for what stood there and what stands there now. */
static const char *way_to_tell(const pk_model_change *change, const char *const told[2]) {
  bool arrows = strstr(told[0], "→") || strstr(told[1], "→");
  if (change->before && change->after)
    return strcmp(told[0], told[1]) == 0 ? "model.told.alike"
           : arrows                      ? "model.told.was"
                                         : "model.told.changed";
  if (change->after)
    return *told[1] ? "model.told.new" : "model.told.new_plain";
  return *told[0] ? "model.told.gone" : "model.told.gone_plain";
}

/* "stage Wage subsidy: length 10 months → 12 months" */
static void tell_change(page *p, const pk_model_change *change) {
  pk_text part = PK_TEXT_EMPTY, field = PK_TEXT_EMPTY, before = PK_TEXT_EMPTY,
          after = PK_TEXT_EMPTY;
  pk_differ_part(p->changes, change, p->lang, &part);
  pk_differ_field(p->changes, change, p->lang, &field);
  pk_differ_tell(p->changes, change, false, p->lang, &before);
  pk_differ_tell(p->changes, change, true, p->lang, &after);
  const char *told[] = {before.data ? before.data : "", after.data ? after.data : ""};
  const char *key = way_to_tell(change, told);
  pk_word_add(&p->line, p->lang, key, "part", part.data ? part.data : "", "field",
              field.data ? field.data : "", "before", told[0], "after", told[1], NULL);
  p->line.failed = p->line.failed || part.failed || field.failed || before.failed || after.failed;
  pk_text_free(&part);
  pk_text_free(&field);
  pk_text_free(&before);
  pk_text_free(&after);
  end_line(p, 2);
}

void pk_model_change_add(const pk_model_changes *changes, const pk_model_change *change,
                         polku_lang lang, pk_text *out) {
  pk_differ_field(changes, change, lang, out);
  for (int after = 0; after < 2; after++) {
    pk_text told = PK_TEXT_EMPTY;
    bool there = after ? change->after != NULL : change->before != NULL;
    if (there)
      pk_differ_tell(changes, change, after, lang, &told);
    pk_text_add(out, after ? " \u2192 " : " ");
    pk_text_add(out, there && told.length ? told.data : "\u2013");
    out->failed = out->failed || told.failed;
    pk_text_free(&told);
  }
}

static int in_section(const page *p, const char *section, polku_change weight, int skip) {
  int n = 0;
  for (int i = 0; i < p->changes->count; i++) {
    const pk_model_change *change = &p->changes->at[i];
    if (is_told(p, change, weight) && skip-- <= 0)
      n += strcmp(change->section, section) == 0;
  }
  return n;
}

/* "and 87 more: stages 40, transitions 47" */
static void count_rest(page *p, polku_change weight, int told, int all) {
  pk_text counts = PK_TEXT_EMPTY;
  char number[16];
  for (int i = -1; i < PK_SECTION_COUNT; i++) {
    const char *section = i < 0 ? "" : pk_section_names[i];
    int n = in_section(p, section, weight, told);
    if (n > 0)
      pk_text_addf(&counts, "%s%s %d", counts.length ? ", " : "",
                   section_word(p, "sections", section), n);
  }
  snprintf(number, sizeof number, "%d", all - told);
  pk_word_add(&p->line, p->lang, "model.told.more", "count", number, "sections",
              counts.data ? counts.data : "", NULL);
  p->line.failed = p->line.failed || counts.failed;
  pk_text_free(&counts);
  end_line(p, 2);
}

static void list_changed(page *p, polku_change weight) {
  static const int most[] = {0, 5, 20, 20}; /* by weight */
  int all = 0, told = 0;
  for (int i = 0; i < p->changes->count; i++)
    all += is_told(p, &p->changes->at[i], weight);
  int room = all <= most[weight] + 2 ? all : most[weight];
  for (int i = 0; i < p->changes->count && told < room; i++)
    if (is_told(p, &p->changes->at[i], weight)) {
      tell_change(p, &p->changes->at[i]);
      told++;
    }
  if (told < all)
    count_rest(p, weight, told, all);
}

static void list_weight(page *p, polku_change weight, const char *head) {
  char count[16];
  if (p->changes->of[weight] == 0)
    return;
  snprintf(count, sizeof count, "%d", p->changes->of[weight]);
  pk_word_add(&p->line, p->lang, head, "count", count, NULL);
  end_line(p, 0);
  list_whole(p, PK_PART_REMOVED, weight);
  list_whole(p, PK_PART_ADDED, weight);
  list_changed(p, weight);
  list_whole(p, PK_PART_MOVED, weight);
}

/* "stage Wage subsidy (subsidy) → Pay subsidy (pay)" */
static void list_renamed(page *p) {
  const pk_model_changes *c = p->changes;
  int n = 0, told = 0;
  for (int i = 0; i < c->count; i++)
    n += c->at[i].form == PK_PART_REMOVED && c->at[i].renamed;
  if (n == 0)
    return;
  pk_word_add(&p->line, p->lang, "model.told.renamed", NULL);
  end_line(p, 0);
  for (int i = 0; i < c->count && told < MOST_RENAMED; i++) {
    const pk_model_change *gone = &c->at[i];
    if (gone->form != PK_PART_REMOVED || !gone->renamed)
      continue;
    const pk_model_change *new = pk_model_change_of(c, gone->section, gone->renamed, "");
    if (gone->name) {
      pk_differ_part(c, gone, p->lang, &p->line);
      pk_text_addf(&p->line, " (%s) → ", gone->id);
      pk_differ_name(c, new, p->lang, &p->line);
      pk_text_addf(&p->line, " (%s)", new->id);
    } else {
      pk_text_addf(&p->line, "%s %s → %s", section_word(p, "part", gone->section), gone->id,
                   new->id);
    }
    end_line(p, 2);
    told++;
  }
  if (told < n) {
    pk_text_addf(&p->line, "… (%d)", n);
    end_line(p, 2);
  }
}

void pk_model_changes_text(const pk_model_changes *changes, polku_lang lang, int width,
                           pk_text *out) {
  page p = {changes, lang, width > 0 ? width : 100, out, PK_TEXT_EMPTY};
  if (changes->count == 0 || changes->nothing_shared) {
    pk_word_add(&p.line, lang,
                changes->count == 0 ? "model.told.same" : "model.told.nothing_shared", NULL);
    end_line(&p, 0);
    return;
  }
  list_renamed(&p);
  list_weight(&p, POLKU_CHANGE_BREAKING, "model.told.breaking");
  list_weight(&p, POLKU_CHANGE_WARNING, "model.told.warning");
  list_weight(&p, POLKU_CHANGE_INFO, "model.told.info");
}
