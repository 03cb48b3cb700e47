/* How the numbers were made, in plain words; which rules they follow; and what is needed to make
 * them again. */
#include "draw/report/story.h"

#include "base/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void tell_engine(pk_story *s) {
  const polku_result *r = s->result;
  const char *runs = pk_told_number(s, r->runs, 0);
  double people = 1.6448536269514722 * r->all.outcomes[PK_EMPLOYMENT_RATIO].error * r->all.people;
  if (!pk_result_random(r)) {
    PK_POINT(s, "page.method.exact", NULL);
    return;
  }
  PK_POINT(s, r->engine[0] == 'c' ? "page.method.cohort" : "page.method.individual", "runs", runs,
           NULL);
  if (r->runs > 1 && isfinite(people))
    PK_POINT(s, "page.method.error", "people", pk_told_number(s, people, people < 0.095 ? 2 : 1),
             NULL);
}

static void tell_intervals(pk_story *s) {
  const polku_result *r = s->result;
  const char *uncertain = pk_told_number(s, r->uncertain, 0);
  if (r->uncertain == 0)
    PK_POINT(s, "result.no-uncertain", NULL);
  else if (r->draws > 0)
    PK_POINT(s, "page.method.draws", "numbers", uncertain, "draws", pk_told_number(s, r->draws, 0),
             NULL);
  else
    PK_POINT(s, "result.draws-none", "numbers", uncertain, NULL);
}

static void tell_limits(pk_story *s) {
  const polku_result *r = s->result;
  double refused = 0, over = 0;
  for (int t = 0; t < r->transition_count; t++)
    refused += r->all.refused[t];
  for (int i = 0; i < r->stage_count; i++)
    over += r->all.over_limit[i];
  if (r->capacity_count > 0)
    PK_POINT(s, "page.waiting.without-limits", NULL);
  if (r->budget_count > 0)
    PK_POINT(s, "page.method.without-budgets", NULL);
  if (refused > 0.05)
    PK_POINT(s, "result.refused", "count", pk_told_number(s, refused, 1), NULL);
  if (over > 0.05)
    PK_POINT(s, "result.over-limit", "count", pk_told_number(s, over, 1), NULL);
}

static const char *date_text(pk_story *s, pk_date date) {
  char text[11];
  pk_date_text(text, date);
  return pk_map_fill(s->map, "page.day", "day", text, NULL);
}

static void tell_rules(pk_story *s) {
  static const pk_column heads[] = {{"plugin", "page.rules.plugin"},
                                    {"version", "page.rules.version"}};
  const pk_model *m = s->model;
  polku_tables *t = s->tables;
  polku_input input;
  const char *before = "";
  if (!s->rules->present) {
    PK_POINT(s, "page.rules.none", NULL);
    return;
  }
  pk_tell_section(s, "rules", "page.rules");
  if (m->has_rules_as_of)
    PK_TELL(s, NULL, "page.rules.day", "day", date_text(s, m->rules_as_of), NULL);
  else if (m->has_start_date)
    PK_TELL(s, NULL, m->follow_calendar ? "page.rules.calendar" : "page.rules.start", "day",
            date_text(s, m->start_date), NULL);
  pk_tell_table_begin(s, "plugins", "page.rules.table", "page.rules.note");
  PK_TABLE_COLUMNS(t, heads);
  for (size_t i = 0; polku_input_at(s->model, s->rules, i, &input); i++)
    if (input.plugin && strcmp(input.plugin, before) != 0) {
      pk_table_text(t, input.plugin);
      pk_table_text(t, input.version);
      before = input.plugin;
    }
  pk_tell_table_end(s);
}

void pk_page_method(pk_story *s) {
  pk_tell_section(s, "method", "page.method");
  PK_TELL(s, NULL, "page.method.lead", NULL);
  tell_engine(s);
  tell_intervals(s);
  tell_limits(s);
  PK_POINT(s, "page.method.went-through", NULL);
  tell_rules(s);
}

/* --------------------------------------------------------------------------------- provenance */

static void row(pk_story *s, const char *id, const char *key, const char *value) {
  pk_table_named(s->tables, id, pk_word(s->lang, key));
  pk_table_text(s->tables, value);
}

static void tell_call(pk_story *s) {
  static const pk_column heads[] = {{"what", "twin.what"}, {"value", "page.value"}};
  const polku_result *r = s->result;
  char seed[32];
  snprintf(seed, sizeof seed, "%llu", (unsigned long long)r->seed);
  pk_tell_table_begin(s, "provenance", "page.provenance.table", NULL);
  PK_TABLE_COLUMNS(s->tables, heads);
  row(s, "program", "page.provenance.program",
      pk_map_fill(s->map, "page.provenance.version", "version", polku_version(), NULL));
  if (r->provenance.command)
    row(s, "command", "page.provenance.command", r->provenance.command);
  if (r->provenance.date)
    row(s, "date", "page.provenance.date", r->provenance.date);
  row(s, "model", "page.provenance.model", r->file);
  row(s, "engine", "page.provenance.engine", r->engine ? r->engine : "exact");
  row(s, "seed", "page.provenance.seed", seed);
  if (pk_result_random(r))
    row(s, "runs", "page.provenance.runs", pk_told_number(s, r->runs, 0));
  row(s, "draws", "page.provenance.draws", pk_told_number(s, r->draws, 0));
  pk_tell_table_end(s);
}

static void tell_inputs(pk_story *s) {
  static const pk_column heads[] = {{"file", "page.inputs.file"}, {"sha256", "page.inputs.sum"}};
  const pk_provenance *p = &s->result->provenance;
  pk_tell_table_begin(s, "inputs", "page.inputs.table", "page.inputs.note");
  PK_TABLE_COLUMNS(s->tables, heads);
  for (int i = 0; i < p->input_count; i++) {
    const polku_input *input = &p->inputs[i];
    pk_text name = PK_TEXT_EMPTY;
    if (input->plugin)
      pk_text_addf(&name, "%s/", input->plugin);
    pk_text_add(&name, input->file);
    pk_table_text(s->tables, pk_map_keep(s->map, &name));
    pk_table_text(s->tables, input->sha256);
  }
  pk_tell_table_end(s);
}

void pk_page_provenance(pk_story *s) {
  pk_tell_section(s, "provenance", "page.provenance");
  PK_TELL(s, NULL, "page.provenance.lead", NULL);
  tell_call(s);
  tell_inputs(s);
}
