/* A result as tables for a spreadsheet: outcomes, who is where at each step, places, hosts, moves,
 * amounts. */
#include "base/tables.h"
#include "base/words.h"
#include "study/result.h"

#include <math.h>

typedef struct writer {
  const polku_result *r;
  polku_tables *t;
} writer;

static const char *named(const writer *w, const pk_label *label) {
  return pk_name_text(&label->name, w->t->lang, label->id);
}

static void label(const writer *w, const pk_label *label) {
  pk_table_named(w->t, label->id, named(w, label));
}

static const pk_answer *answer_at(const writer *w, int index) {
  return index == 0 ? &w->r->all : &w->r->groups[index - 1];
}

/* Groups are told only where there are several. */
static int answers(const writer *w) {
  return w->r->group_count > 1 ? w->r->group_count + 1 : 1;
}

static void group(const writer *w, const pk_answer *a) {
  if (a->group.id)
    label(w, &a->group);
  else
    pk_table_word(w->t, "table.all");
}

static void interval(const writer *w, const polku_interval *i, bool share) {
  const double values[] = {i->value, i->low, i->high};
  for (int k = 0; k < 3; k++)
    if (share)
      pk_table_share(w->t, values[k]);
    else
      pk_table_number(w->t, values[k], 1);
  pk_table_share(w->t, i->luck_share);
}

static void outcomes(const writer *w) {
  static const pk_column heads[] = {{"group", "table.group"},     {"outcome", "table.outcome"},
                                    {"value", "result.estimate"}, {"low", "table.low"},
                                    {"high", "table.high"},       {"luck_share", "result.luck"}};
  pk_table_begin(w->t, "outcomes", "table.outcomes", "result.outcomes");
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < answers(w); i++)
    for (int o = 0; o < PK_OUTCOMES; o++) {
      const pk_answer *a = answer_at(w, i);
      bool months = o == PK_MONTHS_EMPLOYED || o == PK_RESTRICTED_MEAN;
      const char *name = pk_outcome_name((pk_outcome)o);
      pk_text key = PK_TEXT_EMPTY;
      group(w, a);
      pk_text_addf(&key, "outcome.%s", name);
      pk_table_named(w->t, name, key.failed ? name : pk_word(w->t->lang, key.data));
      pk_text_free(&key);
      interval(w, &a->outcomes[o].interval, !months);
    }
}

/* A row for each step: a column for each stage, in people. */
static void by_step(const writer *w, const char *id, const char *title, const double *people,
                    bool ratio) {
  const polku_result *r = w->r;
  pk_table_begin(w->t, id, title, NULL);
  pk_table_column(w->t, "step", "table.step");
  for (int s = 0; s < r->stage_count; s++)
    if (!r->stage_passage[s])
      pk_table_column(w->t, r->stages[s].id, named(w, &r->stages[s]));
  if (ratio)
    pk_table_column(w->t, "employment_ratio", "outcome.employment_ratio");
  for (int t = 0; t <= r->horizon; t++) {
    pk_table_number(w->t, t, 0);
    for (int s = 0; s < r->stage_count; s++)
      if (!r->stage_passage[s])
        pk_table_number(w->t, people[t * r->stage_count + s], 1);
    if (ratio)
      pk_table_share(w->t, r->all.employed[t]);
  }
}

static void doors(const writer *w) {
  static const pk_column heads[] = {
      {"stage", "table.stage"},        {"places", "result.places"}, {"used", "result.used"},
      {"came", "table.came"},          {"let_in", "table.let-in"},  {"gave_up", "table.gave-up"},
      {"turned_away", "table.turned"}, {"waited", "table.waited"},  {"queue", "result.queue"}};
  if (w->r->door_count == 0)
    return;
  pk_table_begin(w->t, "places", "result.places-and-waiting", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < w->r->door_count; i++) {
    const pk_door *d = &w->r->all.doors[i];
    label(w, &w->r->stages[d->stage]);
    pk_table_number(w->t, d->places, 0);
    pk_table_share(w->t, d->used);
    const double counts[] = {d->came,        d->let_in, d->gave_up,
                             d->turned_away, d->waited, d->longest_queue};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
      pk_table_number(w->t, counts[k], 1);
  }
}

static int third_of(const polku_result *r, int actor) {
  for (int i = 0; i < r->third_count; i++)
    if (r->third[i] == actor)
      return i;
  return -1;
}

/* Who hosts, for how long, and what falls when one of the third sector is gone. */
static void actors(const writer *w) {
  static const pk_column heads[] = {{"actor", "table.actor"},
                                    {"sector", "table.sector"},
                                    {"person_months", "result.person-months"},
                                    {"reliance.employment_ratio", "table.reliance"},
                                    {"reliance.open_employment_ratio", "table.reliance-open"},
                                    {"shares.employment_ratio", "table.fair-share"}};
  const polku_result *r = w->r;
  pk_table_begin(w->t, "actors", "table.actors", "table.actors.note");
  PK_TABLE_COLUMNS(w->t, heads);
  for (int a = 0; a < r->actor_count; a++) {
    int third = third_of(r, a);
    const double *reliance = third < 0 ? NULL : r->all.reliance + third * PK_FALLING;
    if (third < 0 && r->all.host_months[a] == 0)
      continue;
    label(w, &r->actors[a]);
    pk_table_word(w->t, pk_sector_words[r->sectors[a]]);
    pk_table_number(w->t, r->all.host_months[a], 1);
    pk_table_share(w->t, reliance ? reliance[PK_EMPLOYMENT_RATIO] : NAN);
    pk_table_share(w->t, reliance ? reliance[PK_OPEN_EMPLOYMENT_RATIO] : NAN);
    pk_table_share(w->t, third < 0 ? NAN : r->all.shares[third * PK_FALLING + PK_EMPLOYMENT_RATIO]);
  }
}

static void moves(const writer *w) {
  static const pk_column heads[] = {
      {"transition", "table.transition"}, {"moves", "table.moves"}, {"refused", "table.refused"}};
  pk_table_begin(w->t, "moves", "table.moves.title", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < w->r->transition_count; i++) {
    label(w, &w->r->transitions[i]);
    pk_table_number(w->t, w->r->all.moves[i], 1);
    pk_table_number(w->t, w->r->all.refused[i], 1);
  }
}

static void amounts(const writer *w) {
  static const pk_column heads[] = {{"group", "table.group"},     {"account", "table.account"},
                                    {"unit", "table.unit"},       {"value", "result.estimate"},
                                    {"low", "table.low"},         {"high", "table.high"},
                                    {"luck_share", "result.luck"}};
  if (w->r->account_count == 0)
    return;
  pk_table_begin(w->t, "amounts", "result.amounts", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  for (int i = 0; i < answers(w); i++)
    for (int k = 0; k < w->r->account_count; k++) {
      group(w, answer_at(w, i));
      label(w, &w->r->accounts[k]);
      pk_table_text(w->t, w->r->account_units[k]);
      interval(w, &answer_at(w, i)->money[k].interval, false);
    }
}

static void provenance(const writer *w) {
  static const pk_column heads[] = {{"what", "table.what"}, {"value", "table.value"}};
  const pk_provenance *p = &w->r->provenance;
  char number[32];
  pk_table_begin(w->t, "provenance", "table.provenance", NULL);
  PK_TABLE_COLUMNS(w->t, heads);
  const char *const rows[][2] = {{"polku", polku_version()},
                                 {"table.command", p->command},
                                 {"table.date", p->date},
                                 {"table.engine", w->r->engine},
                                 {"table.seed", pk_number_text(number, (double)w->r->seed)}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (rows[i][1]) {
      pk_table_text(w->t, pk_word(w->t->lang, rows[i][0]));
      pk_table_text(w->t, rows[i][1]);
    }
  for (int i = 0; i < p->input_count; i++) {
    pk_table_text(w->t, p->inputs[i].file);
    pk_table_text(w->t, p->inputs[i].sha256);
  }
}

polku_tables *polku_result_tables(const polku_result *result, polku_lang lang) {
  writer w = {result, result ? pk_tables_new(lang) : NULL};
  if (!w.t)
    return NULL;
  outcomes(&w);
  by_step(&w, "occupancy", "table.occupancy", result->all.occupancy, true);
  if (result->all.waiting)
    by_step(&w, "waiting", "table.waiting", result->all.waiting, false);
  doors(&w);
  actors(&w);
  moves(&w);
  amounts(&w);
  provenance(&w);
  if (!w.t->failed)
    return w.t;
  polku_tables_free(w.t);
  return NULL;
}
