/* Which number matters, for a person in a terminal: the answer in a sentence, the numbers as a
 * tornado, what could be chosen, what is worth finding a range for, where a little more would help
 * most, and what one must know before using it. */
#include "study/sensitivity_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Shares below this are not told as "next". */
static const double WORTH_TELLING = 0.05;

bool pk_matters_in_people(const polku_sensitivity *s) {
  return s->outcome != PK_MONTHS_EMPLOYED && s->outcome != PK_RESTRICTED_MEAN;
}

/* What the outcome is told in: people, or months per client. */
double pk_matters_shown(const polku_sensitivity *s, double value) {
  return pk_matters_in_people(s) ? value * s->people : value;
}

static int decimals_of(double value) {
  double size = fabs(value);
  return size >= 9.95 || size < 1e-12 ? (size >= 99.5 ? 0 : 1)
         : size < 0.0995              ? 3
         : size < 0.995               ? 2
                                      : 1;
}

const char *pk_matters_outcome(pk_pen *pen, const polku_sensitivity *s, double value) {
  return pk_pen_number(pen, pk_matters_shown(s, value),
                       fabs(pk_matters_shown(s, value)) < 99.5 ? 1 : 0);
}

/* "+0,8", "−0,8", "0" where nothing would be seen, "±0,3" where chance might have made all of it.
 */
const char *pk_matters_change(pk_pen *pen, double change, double error, pk_text *buffer) {
  pk_text_free(buffer);
  if (isnan(change)) {
    pk_text_add(buffer, "–");
  } else if (PK_Z90 * error > fabs(change) && PK_Z90 * error >= 0.0005) {
    pk_text_add(buffer, "±");
    pk_text_add(buffer, pk_pen_number(pen, PK_Z90 * error, decimals_of(PK_Z90 * error)));
  } else if (fabs(change) < 0.0005) {
    pk_text_add(buffer, "0");
  } else {
    pk_text_add(buffer, change < 0 ? "−" : "+");
    pk_text_add(buffer, pk_pen_number(pen, fabs(change), decimals_of(change)));
  }
  pen->out.failed = pen->out.failed || buffer->failed;
  return buffer->data ? buffer->data : "";
}

static bool is_share(const pk_matter *m) {
  return m->form == PK_QUANTITY_SHARE || m->form == PK_QUANTITY_PER_STEP ||
         m->form == PK_QUANTITY_UPTAKE || m->form == PK_QUANTITY_START;
}

/* With no more decimals than it needs, three at most. */
const char *pk_matters_value(pk_pen *pen, const pk_matter *m, double value) {
  double ten = 1;
  int decimals = 0;
  if (is_share(m))
    return pk_pen_percent(pen, value);
  while (decimals < (fabs(value) >= 99.5 ? 0 : 3) &&
         fabs(value * ten - round(value * ten)) > 0.005) {
    ten *= 10;
    decimals++;
  }
  return pk_pen_number(pen, value, decimals);
}

/* The name, with those that vary with it, and whose it is. */
void pk_matters_name(pk_pen *pen, const pk_matter *m, pk_text *name) {
  const char *own = pk_name_text(&m->name, pen->lang, m->pointer);
  if (m->members > 1)
    pk_word_add(name, pen->lang, "sensitivity.with-others", "name", own, "n",
                pk_pen_number(pen, m->members - 1, 0), NULL);
  else if (m->option)
    pk_word_add(name, pen->lang, "sensitivity.of-option", "name", own, "option",
                pk_name_text(&m->option_name, pen->lang, m->option), NULL);
  else
    pk_text_add(name, own);
  pen->out.failed = pen->out.failed || name->failed;
}

int pk_matters_uncertain(const polku_sensitivity *s) {
  int count = 0;
  while (count < s->matter_count && s->matters[count].uncertain)
    count++;
  return count;
}

/* ------------------------------------------------------------------------------------ headline */

static void say_outcome(pk_pen *pen, const polku_sensitivity *s) {
  pk_steps_text within;
  pk_text key = PK_TEXT_EMPTY;
  bool people = pk_matters_in_people(s);
  pk_text_addf(&key, "outcome.%s", pk_outcome_name(s->outcome));
  const char *outcome = key.data ? pk_word(pen->lang, key.data) : "";
  PK_SAY(
      pen, "", people ? "sensitivity.outcome-people" : "sensitivity.outcome-months", "outcome",
      outcome, "value", people ? pk_pen_percent(pen, s->value) : pk_pen_number(pen, s->value, 1),
      "count", pk_pen_number(pen, s->value * s->people, 1), "people",
      pk_pen_number(pen, s->people, fabs(s->people - round(s->people)) < 1e-9 ? 0 : 1), "within",
      pk_result_steps(pen, s->result, "in-", pk_pen_number(pen, s->result->horizon, 0), &within));
  if (s->group.id)
    PK_SAY(pen, "", "sensitivity.group", "group", pk_result_name(pen, &s->group));
  pen->out.failed = pen->out.failed || key.failed;
  pk_text_free(&key);
}

static double guessed_share(const polku_sensitivity *s) {
  double sum = 0;
  for (int i = 0; i < s->matter_count; i++)
    if ((s->matters[i].basis == PK_ASSUMED || s->matters[i].basis == PK_ESTIMATED) &&
        s->matters[i].share > 0)
      sum += s->matters[i].share;
  return fmin(sum, 1);
}

static void say_strongest(pk_pen *pen, const polku_sensitivity *s) {
  const pk_matter *m = &s->matters[0];
  pk_text name = PK_TEXT_EMPTY, next = PK_TEXT_EMPTY;
  pk_matters_name(pen, m, &name);
  const char *text = name.data ? name.data : "";
  if (!(m->share > 2 * m->share_error)) { /* none, or none that can be told from 0 */
    PK_SAY(pen, "", "sensitivity.most-tornado", "name", text, "low",
           pk_matters_outcome(pen, s, fmin(m->at_low, m->at_high)), "high",
           pk_matters_outcome(pen, s, fmax(m->at_low, m->at_high)));
  } else {
    PK_SAY(pen, "", "sensitivity.most", "name", text, "share", pk_pen_percent(pen, m->share));
    if (pk_matters_uncertain(s) > 1 && s->matters[1].share >= WORTH_TELLING) {
      pk_matters_name(pen, &s->matters[1], &next);
      PK_SAY(pen, "", "sensitivity.next", "name", next.data ? next.data : "", "share",
             pk_pen_percent(pen, s->matters[1].share));
    }
    PK_SAY(pen, "", "sensitivity.guessed", "share", pk_pen_percent(pen, guessed_share(s)));
  }
  pk_text_free(&name);
  pk_text_free(&next);
}

static void head(pk_pen *pen, const polku_sensitivity *s) {
  pk_pen_bold(pen, true);
  pk_pen_paragraph(pen, "", pk_name_text(&s->title, pen->lang, s->file));
  pk_pen_bold(pen, false);
  if (s->scenario)
    PK_SAY(pen, "", "result.scenario", "scenario", s->scenario);
  pk_text_add_char(&pen->out, '\n');
  say_outcome(pen, s);
  if (pk_matters_uncertain(s) > 0)
    say_strongest(pen, s);
  else
    PK_SAY(pen, "", "sensitivity.nothing-uncertain", "", "");
  pk_matters_information(pen, s);
}

/* ------------------------------------------------------------------------------------- caveats */

static double largest_error(const polku_sensitivity *s, bool of_shares) {
  double most = 0;
  for (int i = 0; i < s->matter_count; i++)
    most = fmax(most, of_shares ? s->matters[i].share_error : s->matters[i].error);
  return most;
}

static void say_sampling(pk_pen *pen, const polku_sensitivity *s) {
  pk_text draws = PK_TEXT_EMPTY, runs = PK_TEXT_EMPTY;
  pk_text_addf(&draws, "%d", 4 * s->draws);
  pk_text_addf(&runs, "%d", 4 * s->runs);
  if (s->draws > 0 && isnan(s->explained))
    PK_SAY(pen, "• ", "sensitivity.caveat-luck", "", "");
  else if (s->draws > 0)
    PK_SAY(pen, "• ", "sensitivity.caveat-draws", "draws", pk_pen_number(pen, s->draws, 0), "error",
           pk_pen_percent(pen, PK_Z90 * largest_error(s, true)), "more",
           draws.data ? draws.data : "");
  if (s->played)
    PK_SAY(pen, "• ", "sensitivity.caveat-played", "runs", pk_pen_number(pen, s->runs, 0), "error",
           pk_pen_number(pen, pk_matters_shown(s, PK_Z90 * largest_error(s, false)), 2), "more",
           runs.data ? runs.data : "");
  else
    PK_SAY(pen, "• ", "sensitivity.caveat-exact", "", "");
  pen->out.failed = pen->out.failed || draws.failed || runs.failed;
  pk_text_free(&draws);
  pk_text_free(&runs);
}

static void pk_matters_caveats(pk_pen *pen, const polku_sensitivity *s) {
  pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.caveats"));
  if (s->stopped)
    PK_SAY(pen, "• ", "sensitivity.caveat-stopped", "", "");
  say_sampling(pen, s);
  if (s->without_limits)
    PK_SAY(pen, "• ", "sensitivity.caveat-limits", "", "");
  if (s->option_count == 0)
    PK_SAY(pen, "• ", s->example ? "sensitivity.caveat-ask" : "sensitivity.caveat-ask-other",
           "file", s->file, "scenario", s->example ? s->example : "");
}

char *polku_sensitivity_text(const polku_sensitivity *sensitivity, polku_lang lang, int width,
                             bool colour) {
  pk_pen pen;
  if (!sensitivity)
    return NULL;
  pk_pen_start(&pen, lang, width, colour);
  head(&pen, sensitivity);
  pk_matters_tornado(&pen, sensitivity);
  pk_matters_options(&pen, sensitivity);
  pk_matters_wholes(&pen, sensitivity);
  pk_matters_leverage(&pen, sensitivity);
  pk_matters_bare(&pen, sensitivity);
  pk_matters_caveats(&pen, sensitivity);
  return pk_pen_take(&pen);
}
