/* polku_check: everything worth saying about a model that loading does not refuse.
 *
 * What the chain knows (traps, stages that nobody reaches, refusals that rescale) it says itself.
 * Here are the questions that a model leaves open and the numbers that nobody can check. */
#include "base/text.h"
#include "chain/chain.h"
#include "study/making.h"

/* A gap is a question for the steering group: asked in the language of whoever reads. */
static void ask_gap(const pk_model *model, const pk_gap *gap, polku_report *report) {
  pk_text pointer = PK_TEXT_EMPTY;
  pk_place place;
  pk_text_addf(&pointer, "/gaps/%s", gap->id);
  if (pointer.failed) {
    pk_report_memory(report);
  } else {
    pk_model_place(model, pointer.data, true, &place);
    pk_report_add(report, &place, "I-GAP", "gap", gap->id, "question_fi",
                  pk_name_text(&gap->question, POLKU_FI, gap->id), "question_sv",
                  pk_name_text(&gap->question, POLKU_SV, gap->id), "question_en",
                  pk_name_text(&gap->question, POLKU_EN, gap->id), NULL);
  }
  pk_text_free(&pointer);
}

typedef struct sources {
  const pk_model *model;
  polku_report *report;
  int total, guessed, bare;
  const pk_number *first_bare;
} sources;

/* A stated or measured number says by whom; a guess says why. */
static bool look_at_source(void *context, const pk_number *number, const char *what) {
  sources *s = context;
  (void)what;
  s->total++;
  if (number->source >= 0)
    return true;
  if (number->basis == PK_STATED || number->basis == PK_MEASURED) {
    pk_place place;
    pk_model_place(s->model, number->pointer, false, &place);
    pk_report_add(s->report, &place, "W-UNSOURCED", "basis",
                  number->basis == PK_STATED ? "basis.stated" : "basis.measured", NULL);
  }
  return true;
}

static bool look_at_guess(void *context, const pk_number *number, const char *what) {
  sources *s = context;
  (void)what;
  if (number->basis != PK_ASSUMED && number->basis != PK_ESTIMATED)
    return true;
  s->guessed++;
  if (number->source < 0 && !number->note) {
    s->first_bare = s->bare == 0 ? number : s->first_bare;
    s->bare++;
  }
  return true;
}

static void check_sources(const pk_model *model, polku_report *report) {
  sources s = {.model = model, .report = report};
  char total[32], guessed[32], bare[32];
  pk_place place;
  pk_model_numbers(model, look_at_source, &s);
  pk_model_numbers(model, look_at_guess, &s);
  if (s.bare == 0)
    return;
  pk_model_place(model, s.first_bare->pointer, false, &place);
  pk_report_add(report, &place, "I-UNSOURCED", "total", pk_number_text(total, s.total), "guessed",
                pk_number_text(guessed, s.guessed), "bare", pk_number_text(bare, s.bare), NULL);
}

void polku_check(const polku_model *model, const polku_rules *rules, polku_report *report) {
  if (!model || !rules)
    return;
  pk_chain_check(model, rules, report);
  pk_check_changes(model, rules, report);
  pk_rules_check_amounts(rules, report);
  pk_rules_check_ages(rules, report);
  for (int i = 0; i < model->target_count; i++)
    pk_check_target(model, &model->targets[i], report);
  for (int i = 0; i < model->gap_count; i++)
    ask_gap(model, &model->gaps[i], report);
  check_sources(model, report);
}
