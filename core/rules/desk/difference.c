/* Finding whom two plugins treat differently: rule by rule, interval by interval, for every sort of
 * client and place that either can tell apart. */
#include "rules/desk/difference.h"

#include <stdlib.h>
#include <string.h>

typedef struct finder {
  pk_comparison *c;
  pk_arena *arena; /* of the first shelf: lives as long as the comparison */
  const polku_plugin_question *question;
  polku_report *report;
  pk_date date;
  bool failed;
} finder;

static void *no_memory(finder *f) {
  pk_report_memory(f->report);
  f->failed = true;
  return NULL;
}

/* --- which rules */

static bool is_asked(const finder *f, const pk_rule_key *rule, const pk_rule_key *asked) {
  const char *text = f->question->rule;
  return !text || strcmp(rule->kind, text) == 0 || (asked && pk_rule_key_same(rule, asked));
}

static void add_rules(finder *f, int which, const pk_rule_key *asked) {
  pk_shelf *shelf = &f->c->shelf[which];
  pk_list keys = pk_rule_keys(f->arena, shelf->book, shelf->plugin, -1);
  for (int i = 0; i < keys.count; i++) {
    const pk_rule_key *rule = PK_AT(keys, pk_rule_key, i);
    bool known = !is_asked(f, rule, asked);
    for (int k = 0; !known && k < f->c->rules.count; k++)
      known = pk_rule_key_same(&PK_AT(f->c->rules, pk_compared, k)->rule, rule);
    pk_compared *slot = known ? NULL : pk_push(f->arena, &f->c->rules, sizeof *slot);
    if (slot)
      slot->rule = *rule;
    else if (!known)
      no_memory(f);
  }
}

static void find_rules(finder *f) {
  pk_rule_key asked;
  bool is_key = f->question->rule && pk_rule_key_read(f->arena, f->question->rule, &asked);
  add_rules(f, 0, is_key ? &asked : NULL);
  add_rules(f, 1, is_key ? &asked : NULL);
  if (!f->failed && f->c->rules.count == 0 && f->question->rule) {
    pk_shelf_rules(&f->c->shelf[0], f->question->rule); /* says that there is none */
    f->failed = true;
  }
}

/* --- intervals in which neither law changes */

typedef struct stretch {
  pk_segment segment;
  const pk_law *law[2];
} stretch;

static const pk_rule_span *span_on(const pk_list *spans, pk_date date) {
  for (int i = 0; i < spans->count; i++) {
    const pk_rule_span *span = PK_AT(*spans, pk_rule_span, i);
    if (span->segment.first <= date && date <= span->segment.last)
      return span;
  }
  return NULL;
}

/* By rising dates: each begins where the last one ended, and ends where either law does. */
static pk_list stretches_of(finder *f, const pk_rule_key *rule) {
  pk_list spans[2], made = {0};
  for (int i = 0; i < 2; i++) {
    spans[i] = pk_rule_spans(&f->c->shelf[i], rule);
    f->failed = f->failed || !spans[i].count;
  }
  pk_date from = PK_DATE_FIRST;
  while (!f->failed) {
    const pk_rule_span *a = span_on(&spans[0], from), *b = span_on(&spans[1], from);
    stretch *slot = pk_push(f->arena, &made, sizeof *slot);
    if (!slot) {
      no_memory(f);
      break;
    }
    pk_date last = a->segment.last < b->segment.last ? a->segment.last : b->segment.last;
    *slot = (stretch){{from, last}, {a->law, b->law}};
    if (last == PK_DATE_LAST)
      break;
    from = last + 1;
  }
  return made;
}

/* --- one interval */

/* Adds a difference, or lets the one before go on. */
static void add_difference(finder *f, pk_compared *compared, const pk_difference *d) {
  int count = compared->differences.count;
  pk_difference *before = count ? PK_AT(compared->differences, pk_difference, count - 1) : NULL;
  if (before && before->segment.last + 1 == d->segment.first && pk_difference_same(before, d)) {
    before->segment.last = d->segment.last;
    return;
  }
  pk_difference *slot = pk_push(f->arena, &compared->differences, sizeof *slot);
  if (slot)
    *slot = *d;
  else
    no_memory(f);
}

static void compare_on(finder *f, pk_compared *compared, const stretch *at) {
  pk_contrasting how = {.arena = f->arena, .report = f->report, .mismatches = &f->c->mismatches};
  pk_difference d = {.segment = at->segment};
  f->failed = f->failed || !pk_contrast_laws(&how, &compared->rule, at->law, &d);
  if (!f->failed && d.decision)
    add_difference(f, compared, &d);
}

/* --- all rules */

static void compare_all(finder *f) {
  for (int i = 0; !f->failed && i < f->c->rules.count; i++) {
    pk_compared *compared = PK_AT(f->c->rules, pk_compared, i);
    pk_list stretches = stretches_of(f, &compared->rule);
    for (int k = 0; !f->failed && k < stretches.count; k++) {
      const stretch *at = PK_AT(stretches, stretch, k);
      if (!f->question->date || (at->segment.first <= f->date && f->date <= at->segment.last))
        compare_on(f, compared, at);
    }
  }
}

bool pk_comparison_open(pk_comparison *c, const polku_plugin_question *question,
                        polku_report *report) {
  *c = (pk_comparison){0};
  finder f = {.c = c, .question = question, .report = report};
  if (question->date && !pk_date_read(question->date, &f.date)) {
    pk_report_add(report, NULL, "E-EXPLAIN-DATE", "name", question->date, NULL);
    return false;
  }
  bool first = pk_shelf_open(&c->shelf[0], question->folders, question->plugin, report);
  bool second = pk_shelf_open(&c->shelf[1], question->folders, question->other, report);
  if (!first || !second)
    return false;
  f.arena = c->shelf[0].arena;
  find_rules(&f);
  if (!f.failed)
    compare_all(&f);
  return !f.failed && pk_work_done(c->shelf[0].book, report) &&
         pk_work_done(c->shelf[1].book, report);
}

void pk_comparison_close(pk_comparison *c) {
  pk_shelf_close(&c->shelf[0]);
  pk_shelf_close(&c->shelf[1]);
}
