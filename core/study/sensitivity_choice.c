/* What could be chosen, and what is worth finding out before. */
#include "study/sensitivity_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 8 };

/* An amount of what the choice is about. */
static const char *worth_text(pk_pen *pen, const polku_sensitivity *s, double worth,
                              pk_text *buffer) {
  pk_text_free(buffer);
  const char *key = s->worth > 0              ? "sensitivity.worth-money"
                    : pk_matters_in_people(s) ? "sensitivity.worth-people"
                                              : "sensitivity.worth-months";
  pk_word_add(buffer, pen->lang, key, "n",
              pk_pen_number(pen, worth,
                            s->worth > 0     ? 0
                            : worth < 0.0995 ? 2
                                             : 1),
              NULL);
  pen->out.failed = pen->out.failed || buffer->failed;
  return buffer->data ? buffer->data : "";
}

static const pk_matter *most_worth_knowing(const polku_sensitivity *s) {
  const pk_matter *best = NULL;
  for (int i = 0; i < s->matter_count; i++)
    if (s->matters[i].information > (best ? best->information : 0))
      best = &s->matters[i];
  return best;
}

/* Less than this of the difference that a choice makes is not worth finding out. */
static const double WORTH_KNOWING = 0.02;

static int best_option(const polku_sensitivity *s) {
  int best = 0;
  for (int o = 1; o < s->option_count; o++)
    if (s->mean[o] > s->mean[best])
      best = o;
  return best;
}

/* Whether anything that is not known could change the choice. */
static bool is_open(const polku_sensitivity *s) {
  double worst = s->mean[0];
  for (int o = 1; o < s->option_count; o++)
    worst = fmin(worst, s->mean[o]);
  return s->information > WORTH_KNOWING * (s->mean[best_option(s)] - worst);
}

static const char *option_name(const pk_pen *pen, const polku_sensitivity *s, int option) {
  return pk_name_text(&s->option_names[option], pen->lang, s->options[option]);
}

static void say_worth(pk_pen *pen, const polku_sensitivity *s, const pk_matter *m) {
  pk_text name = PK_TEXT_EMPTY, one = PK_TEXT_EMPTY, all = PK_TEXT_EMPTY;
  worth_text(pen, s, s->information, &all);
  if (m) {
    pk_matters_name(pen, m, &name);
    worth_text(pen, s, m->information, &one);
    PK_SAY(pen, "", "sensitivity.know", "name", name.data ? name.data : "", "worth",
           one.data ? one.data : "", "all", all.data ? all.data : "");
  } else {
    PK_SAY(pen, "", "sensitivity.know-nothing", "all", all.data ? all.data : "");
  }
  pk_text_free(&name);
  pk_text_free(&one);
  pk_text_free(&all);
}

void pk_matters_information(pk_pen *pen, const polku_sensitivity *s) {
  if (s->option_count == 0 || isnan(s->information))
    return;
  if (is_open(s)) {
    say_worth(pen, s, most_worth_knowing(s));
    return;
  }
  int best = best_option(s);
  PK_SAY(pen, "", "sensitivity.know-enough", "option", option_name(pen, s, best), "chance",
         pk_pen_percent(pen, s->best[best]));
}

/* ------------------------------------------------------------------------------------- options */

static int by_information(const void *a, const void *b) {
  double x = (*(const pk_matter *const *)a)->information;
  double y = (*(const pk_matter *const *)b)->information;
  return x > y ? -1 : x < y;
}

static void information(pk_pen *pen, const polku_sensitivity *s) {
  pk_text text = PK_TEXT_EMPTY;
  int count = 0;
  const pk_matter **sorted = malloc((size_t)(s->matter_count + 1) * sizeof *sorted);
  if (!sorted) {
    pen->out.failed = true;
    return;
  }
  for (int i = 0; i < s->matter_count; i++)
    if (s->matters[i].information > 0)
      sorted[count++] = &s->matters[i];
  qsort(sorted, (size_t)count, sizeof *sorted, by_information);
  if (count > 0)
    pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.information"));
  for (int i = 0; i < count && i < ROWS; i++) {
    pk_text name = PK_TEXT_EMPTY;
    pk_matters_name(pen, sorted[i], &name);
    pk_pen_label(pen, name.data ? name.data : "", 0, 2 * PK_MATTER_NUMBER);
    pk_pen_cell(pen, worth_text(pen, s, sorted[i]->information, &text), 2 * PK_MATTER_NUMBER,
                PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
    pk_text_free(&name);
  }
  pk_text_free(&text);
  free(sorted);
}

void pk_matters_options(pk_pen *pen, const polku_sensitivity *s) {
  if (s->option_count == 0 || isnan(s->information))
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.options"));
  if (s->worth > 0)
    PK_SAY(pen, "", "sensitivity.options-money", "worth", pk_pen_number(pen, s->worth, 0),
           "account", pk_result_name(pen, &s->account));
  else
    PK_SAY(pen, "",
           pk_matters_in_people(s) ? "sensitivity.options-people" : "sensitivity.options-months",
           "draws", pk_pen_number(pen, s->decision_draws, 0));
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, 2 * PK_MATTER_NUMBER);
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.mean"), PK_MATTER_NUMBER, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.best"), PK_MATTER_NUMBER, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
  for (int o = 0; o < s->option_count; o++) {
    pk_pen_label(pen, option_name(pen, s, o), 0, 2 * PK_MATTER_NUMBER);
    pk_pen_cell(pen, pk_pen_short(pen, s->mean[o], s->worth > 0 ? 0 : 1, PK_MATTER_NUMBER),
                PK_MATTER_NUMBER, PK_RIGHT);
    pk_pen_cell(pen, pk_pen_percent(pen, s->best[o]), PK_MATTER_NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  if (is_open(s))
    information(pen, s);
}
