/* Minutes: what came of a day on which people worked on a model together.
 *
 * Who was not there reads them, or who was and is asked a month later why. So they begin with where
 * the day ended and what that is in people, and go on to who changed what, what was proposed and
 * said, and what is still open; the numbers that nobody has checked come last. */
#include "draw/report/story.h"

#include "base/words.h"
#include "draw/twin.h"
#include "model/strings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool any(const char *text) {
  return text && *text;
}

static const polku_deed *deeds_end(const pk_story *s) {
  return s->options->day->deeds + s->options->day->count;
}

/* Each deed of the day as `one`. */
#define EACH_DEED(story, one)                                                                      \
  const polku_deed *one = (story)->options->day->deeds;                                            \
  one < deeds_end(story);                                                                          \
  one++

static int count_sorts(const pk_story *s, unsigned sorts) {
  int count = 0;
  for (EACH_DEED(s, deed))
    count += (sorts >> deed->sort & 1u) != 0;
  return count;
}

enum {
  CHANGES = 1u << POLKU_DEED_CHANGE | 1u << POLKU_DEED_BACK | 1u << POLKU_DEED_RESTORE |
            1u << POLKU_DEED_ACCEPT,
  PROPOSALS = 1u << POLKU_DEED_ACCEPT | 1u << POLKU_DEED_OPEN | 1u << POLKU_DEED_DISMISS,
  COMMENTS = 1u << POLKU_DEED_COMMENT,
  VERSIONS = 1u << POLKU_DEED_VERSION
};

/* ----------------------------------------------------------------------------------- the header */

const char *pk_minutes_when(pk_story *s) {
  const polku_day *day = s->options->day;
  if (day->count == 0)
    return s->options->simulation.date
               ? pk_map_fill(s->map, "page.minutes.date", "date", s->options->simulation.date, NULL)
               : "";
  const polku_deed *first = day->deeds, *last = deeds_end(s) - 1;
  bool same = strcmp(first->date, last->date) == 0;
  return pk_map_fill(s->map, same ? "page.minutes.day" : "page.minutes.days", "date", first->date,
                     "from", first->time, "last", last->date, "to", last->time, NULL);
}

/* ---------------------------------------------------------------------------------- the summary */

/* "27 % (19–36 %)" */
static void outcome_cell(pk_story *s, const polku_result *r, pk_outcome outcome) {
  const polku_interval *i = &r->all.outcomes[outcome].interval;
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pk_told_percent(s, i->value));
  if (isfinite(i->low))
    pk_text_addf(&text, " (%s–%s)", pk_told_number(s, i->low * 100, 0),
                 pk_told_percent(s, i->high));
  pk_table_text(s->tables, pk_map_keep(s->map, &text));
}

static void tell_outcomes(pk_story *s) {
  polku_tables *t = s->tables;
  pk_tell_table_begin(s, "outcomes", "page.minutes.outcomes", "page.minutes.outcomes.note");
  pk_table_column(t, "outcome", "page.outcome");
  if (s->begun)
    pk_table_column(t, "begun", "page.minutes.begun");
  pk_table_column(t, "now", "page.minutes.ended");
  for (int i = 0; i < PK_TOLD_OUTCOMES; i++) {
    pk_table_named(t, pk_outcome_name(pk_told_outcomes[i].outcome),
                   pk_word(s->lang, pk_told_outcomes[i].key));
    if (s->begun)
      outcome_cell(s, s->begun, pk_told_outcomes[i].outcome);
    outcome_cell(s, s->result, pk_told_outcomes[i].outcome);
  }
  pk_tell_table_end(s);
}

static void tell_counts(pk_story *s) {
  const pk_assumptions *a = &s->result->assumptions;
  PK_POINT(s, "page.minutes.counts", "changes", pk_told_number(s, count_sorts(s, CHANGES), 0),
           "proposals", pk_told_number(s, count_sorts(s, PROPOSALS), 0), "comments",
           pk_told_number(s, count_sorts(s, COMMENTS), 0), NULL);
  PK_POINT(s, "page.minutes.gaps", "gaps", pk_told_number(s, s->model->gap_count, 0), NULL);
  PK_POINT(s, "result.assumed", "assumed",
           pk_told_number(s, a->of[PK_ASSUMED] + a->of[PK_ESTIMATED], 0), "total",
           pk_told_number(s, a->total, 0), NULL);
}

static void tell_summary(pk_story *s) {
  pk_tell_section(s, "summary", "page.minutes.summary");
  pk_tell_employed(s, s->result, NULL);
  if (s->begun)
    pk_tell_employed(s, s->begun, "page.minutes.began");
  tell_counts(s);
  tell_outcomes(s);
}

/* ---------------------------------------------------------------------------------- the changes */

/* What a deed did, in sentences that follow one another; its own words come first. */
static const char *what_it_did(pk_story *s, const polku_deed *deed, bool own_words) {
  pk_text text = PK_TEXT_EMPTY;
  const char *const *told = any(deed->told) ? pk_strings_read(s->map->arena, deed->told) : NULL;
  if (own_words && any(deed->text))
    pk_text_addf(&text, "“%s”", pk_twin_clean(s->map, deed->text));
  for (int i = 0; told && told[i]; i++)
    pk_text_addf(&text, "%s%s", text.length ? " " : "", pk_twin_clean(s->map, told[i]));
  return text.length ? pk_map_keep(s->map, &text) : NULL;
}

static const char *sort_word(const pk_story *s, polku_deed_sort sort) {
  static const char *const keys[] = {
      [POLKU_DEED_CHANGE] = "page.minutes.change",   [POLKU_DEED_BACK] = "page.minutes.back",
      [POLKU_DEED_RESTORE] = "page.minutes.restore", [POLKU_DEED_ACCEPT] = "page.minutes.accept",
      [POLKU_DEED_OPEN] = "page.minutes.open",       [POLKU_DEED_DISMISS] = "page.minutes.dismiss",
      [POLKU_DEED_COMMENT] = "page.minutes.comment", [POLKU_DEED_VERSION] = "page.minutes.version"};
  return pk_word(s->lang, keys[sort]);
}

static const char *who(pk_story *s, const polku_deed *deed) {
  return any(deed->by) ? pk_twin_clean(s->map, deed->by) : NULL;
}

/* The time alone; of a workshop of several days with the day. */
static const char *when(pk_story *s, const polku_deed *deed) {
  const polku_day *day = s->options->day;
  bool one_day = strcmp(day->deeds[0].date, day->deeds[day->count - 1].date) == 0;
  return one_day ? deed->time
                 : pk_map_fill(s->map, "page.minutes.when", "date", deed->date, "time", deed->time,
                               NULL);
}

/* What is built differently in the end: what was tried and taken back is not in it. */
static void tell_net(pk_story *s) {
  if (s->case_count < 2)
    return;
  char *told =
      polku_model_told(s->cases[1].model, s->cases[0].model, s->cases[0].rules, s->lang, s->report);
  const char *const *sentences = told ? pk_strings_read(s->map->arena, told) : NULL;
  s->failed = s->failed || !sentences;
  if (sentences && !sentences[0])
    PK_TELL(s, NULL, "page.minutes.same", NULL);
  for (int i = 0; sentences && sentences[i]; i++)
    pk_tell_point(s, pk_twin_clean(s->map, sentences[i]));
  free(told);
}

static void tell_changes(pk_story *s) {
  polku_tables *t = s->tables;
  pk_tell_section(s, "changes", "page.minutes.changes");
  tell_net(s);
  if (count_sorts(s, CHANGES) == 0)
    return;
  pk_tell_table_begin(s, "changes", "page.minutes.in-order", NULL);
  static const pk_column columns[] = {{"when", "page.minutes.clock"},
                                      {"sort", "page.minutes.sort"},
                                      {"what", "twin.what"},
                                      {"who", "page.minutes.who"}};
  PK_TABLE_COLUMNS(t, columns);
  for (EACH_DEED(s, deed))
    if (CHANGES >> deed->sort & 1u) {
      pk_table_text(t, when(s, deed));
      pk_table_text(t, sort_word(s, deed->sort));
      pk_table_text(t, what_it_did(s, deed, true));
      pk_table_text(t, who(s, deed));
    }
  pk_tell_table_end(s);
}

static void tell_versions(pk_story *s) {
  if (count_sorts(s, VERSIONS) == 0)
    return;
  pk_tell_heading(s, pk_word(s->lang, "page.minutes.versions"));
  for (EACH_DEED(s, deed))
    if (deed->sort == POLKU_DEED_VERSION)
      PK_POINT(s, "page.minutes.version-at", "name",
               any(deed->text) ? pk_twin_clean(s->map, deed->text) : "–", "when", when(s, deed),
               NULL);
}

/* ---------------------------------------------------------------------- proposals and comments */

static void tell_proposals(pk_story *s) {
  polku_tables *t = s->tables;
  if (count_sorts(s, PROPOSALS) == 0)
    return;
  pk_tell_section(s, "proposals", "page.minutes.proposals");
  pk_tell_table_begin(s, "proposals", "page.minutes.proposals.table", NULL);
  static const pk_column columns[] = {{"when", "page.minutes.clock"},
                                      {"what", "page.minutes.proposed"},
                                      {"who", "page.minutes.who"},
                                      {"votes", "page.minutes.votes"},
                                      {"sort", "page.minutes.decided"}};
  PK_TABLE_COLUMNS(t, columns);
  for (EACH_DEED(s, deed))
    if (PROPOSALS >> deed->sort & 1u) {
      pk_table_text(t, when(s, deed));
      pk_table_text(t, what_it_did(s, deed, true));
      pk_table_text(t, who(s, deed));
      pk_table_number(t, deed->votes, 0);
      pk_table_text(t, sort_word(s, deed->sort));
    }
  pk_tell_table_end(s);
}

static void tell_comments(pk_story *s) {
  polku_tables *t = s->tables;
  if (count_sorts(s, COMMENTS) == 0)
    return;
  pk_tell_section(s, "comments", "page.minutes.comments");
  pk_tell_table_begin(s, "comments", "page.minutes.comments.table", NULL);
  static const pk_column columns[] = {{"when", "page.minutes.clock"},
                                      {"text", "page.minutes.said"},
                                      {"about", "page.minutes.about"},
                                      {"who", "page.minutes.who"},
                                      {"votes", "page.minutes.votes"}};
  PK_TABLE_COLUMNS(t, columns);
  for (EACH_DEED(s, deed))
    if (deed->sort == POLKU_DEED_COMMENT) {
      pk_table_text(t, when(s, deed));
      pk_table_text(t, any(deed->text) ? pk_twin_clean(s->map, deed->text) : NULL);
      pk_table_text(t, any(deed->pointer) ? pk_told_place(s, deed->pointer) : NULL);
      pk_table_text(t, who(s, deed));
      pk_table_number(t, deed->votes, 0);
    }
  pk_tell_table_end(s);
}

/* --------------------------------------------------------------------------- what is still open */

/* "Missä vaiheessa: Työkokeilu yhdistyksessä" */
static const char *stages_of(pk_story *s, const pk_gap *gap) {
  pk_text text = PK_TEXT_EMPTY;
  for (int i = 0; i < gap->stage_count; i++)
    pk_text_addf(&text, "%s%s", i > 0 ? ", " : "", s->map->stages[gap->stages[i]].name);
  return text.length ? pk_map_keep(s->map, &text) : NULL;
}

static void tell_gaps(pk_story *s) {
  polku_tables *t = s->tables;
  pk_tell_section(s, "gaps", "page.minutes.open-questions");
  if (s->model->gap_count == 0) {
    PK_TELL(s, NULL, "page.minutes.no-gaps", NULL);
    return;
  }
  PK_TELL(s, NULL, "page.minutes.gaps.lead", NULL);
  pk_tell_table_begin(s, "gaps", "twin.gaps", NULL);
  static const pk_column columns[] = {
      {"question", "table.question"}, {"text", "twin.what"}, {"stages", "page.stage"}};
  PK_TABLE_COLUMNS(t, columns);
  for (int i = 0; i < s->model->gap_count; i++) {
    const pk_gap *gap = &s->model->gaps[i];
    pk_table_named(t, gap->id, pk_map_name(s->map, &gap->question, gap->id));
    const char *text = pk_map_name(s->map, &gap->text, "");
    pk_table_text(t, *text ? text : NULL);
    pk_table_text(t, stages_of(s, gap));
  }
  pk_tell_table_end(s);
}

void pk_page_minutes(pk_story *s) {
  tell_summary(s);
  tell_versions(s);
  pk_page_map(s);
  tell_changes(s);
  tell_proposals(s);
  tell_comments(s);
  tell_gaps(s);
  pk_page_assumptions(s);
}
