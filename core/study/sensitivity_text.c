/* Which number matters, for a person in a terminal: the answer in a sentence, the numbers as a
 * tornado, what is worth finding a range for, where a little more would help most, and what one
 * must know before using it. */
#include "study/result_text.h"
#include "study/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 12, BARE_ROWS = 8, LEVERAGE_ROWS = 6 };

/* Shares below this are not told as "next". */
static const double WORTH_TELLING = 0.05;

static bool in_people(const polku_sensitivity *s) {
  return s->outcome != PK_MONTHS_EMPLOYED && s->outcome != PK_RESTRICTED_MEAN;
}

/* What the outcome is told in: people, or months per client. */
static double shown(const polku_sensitivity *s, double value) {
  return in_people(s) ? value * s->people : value;
}

static int decimals_of(double value) {
  double size = fabs(value);
  return size >= 9.95 || size < 1e-12 ? (size >= 99.5 ? 0 : 1)
         : size < 0.0995              ? 3
         : size < 0.995               ? 2
                                      : 1;
}

static const char *outcome_text(pk_pen *pen, const polku_sensitivity *s, double value) {
  return pk_pen_number(pen, shown(s, value), fabs(shown(s, value)) < 99.5 ? 1 : 0);
}

/* Half of the 90 % interval of a normal number is this many standard errors. */
static const double z90 = 1.6448536269514722;

/* "+0,8", "−0,8", "0" where nothing would be seen, "±0,3" where chance might have made all of it.
 */
static const char *change_text(pk_pen *pen, double change, double error, pk_text *buffer) {
  pk_text_free(buffer);
  if (isnan(change)) {
    pk_text_add(buffer, "–");
  } else if (z90 * error > fabs(change) && z90 * error >= 0.0005) {
    pk_text_add(buffer, "±");
    pk_text_add(buffer, pk_pen_number(pen, z90 * error, decimals_of(z90 * error)));
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
static const char *value_text(pk_pen *pen, const pk_matter *m, double value) {
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
static void add_name(pk_pen *pen, const pk_matter *m, pk_text *name) {
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

/* ------------------------------------------------------------------------------------ headline */

static void say_outcome(pk_pen *pen, const polku_sensitivity *s) {
  pk_steps_text within;
  pk_text key = PK_TEXT_EMPTY;
  bool people = in_people(s);
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

/* Whether its stated uncertainty moves the outcome so far that anybody would see it. */
static bool moves(const polku_sensitivity *s, const pk_matter *m) {
  double width = fabs(shown(s, m->at_high) - shown(s, m->at_low));
  return m->uncertain && !m->option && (width >= 0.005 || m->share >= 0.005);
}

static int count_uncertain(const polku_sensitivity *s) {
  int count = 0;
  while (count < s->matter_count && s->matters[count].uncertain)
    count++;
  return count;
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
  add_name(pen, m, &name);
  const char *text = name.data ? name.data : "";
  if (isnan(m->share)) {
    PK_SAY(pen, "", "sensitivity.most-tornado", "name", text, "low",
           outcome_text(pen, s, fmin(m->at_low, m->at_high)), "high",
           outcome_text(pen, s, fmax(m->at_low, m->at_high)));
  } else {
    PK_SAY(pen, "", "sensitivity.most", "name", text, "share", pk_pen_percent(pen, m->share));
    if (count_uncertain(s) > 1 && s->matters[1].share >= WORTH_TELLING) {
      add_name(pen, &s->matters[1], &next);
      PK_SAY(pen, "", "sensitivity.next", "name", next.data ? next.data : "", "share",
             pk_pen_percent(pen, s->matters[1].share));
    }
    PK_SAY(pen, "", "sensitivity.guessed", "share", pk_pen_percent(pen, guessed_share(s)));
  }
  pk_text_free(&name);
  pk_text_free(&next);
}

/* An amount of what the choice is about. */
static const char *worth_text(pk_pen *pen, const polku_sensitivity *s, double worth,
                              pk_text *buffer) {
  pk_text_free(buffer);
  const char *key = s->worth > 0   ? "sensitivity.worth-money"
                    : in_people(s) ? "sensitivity.worth-people"
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
    add_name(pen, m, &name);
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

static void say_information(pk_pen *pen, const polku_sensitivity *s) {
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

static void head(pk_pen *pen, const polku_sensitivity *s) {
  pk_pen_bold(pen, true);
  pk_pen_paragraph(pen, "", pk_name_text(&s->title, pen->lang, s->file));
  pk_pen_bold(pen, false);
  if (s->scenario)
    PK_SAY(pen, "", "result.scenario", "scenario", s->scenario);
  pk_text_add_char(&pen->out, '\n');
  say_outcome(pen, s);
  if (count_uncertain(s) > 0)
    say_strongest(pen, s);
  else
    PK_SAY(pen, "", "sensitivity.nothing-uncertain", "", "");
  say_information(pen, s);
}

/* ------------------------------------------------------------------------------------- tornado */

enum { RANGE = 20, OUTCOME = 18, SHARE = 11 };

typedef struct scale {
  double low, high;
  int columns;
} scale;

static void widen(scale *at, double value) {
  if (isnan(value))
    return;
  at->low = fmin(at->low, value);
  at->high = fmax(at->high, value);
}

static int column_of(const scale *at, double value) {
  double part = at->high > at->low ? (value - at->low) / (at->high - at->low) : 0.5;
  return (int)(part * (at->columns - 1) + 0.5);
}

static bool between(int column, int a, int b) {
  return a < b ? column >= a && column <= b : column >= b && column <= a;
}

static void draw_bar(pk_pen *pen, const scale *at, double value, const pk_matter *m) {
  int middle = column_of(at, value);
  if (isnan(m->at_low) || isnan(m->at_high)) {
    pk_pen_cell(pen, "", at->columns, PK_LEFT);
    return;
  }
  int low = column_of(at, m->at_low), high = column_of(at, m->at_high);
  for (int c = 0; c < at->columns; c++)
    pk_text_add(&pen->out, c == middle                ? "│"
                           : between(c, middle, high) ? "█"
                           : between(c, middle, low)  ? "▒"
                                                      : " ");
}

static void add_pair(pk_pen *pen, const char *low, const char *high, int columns, pk_align align) {
  pk_text pair = PK_TEXT_EMPTY;
  pk_text_add(&pair, low);
  pk_text_add(&pair, " – ");
  pk_text_add(&pair, high);
  pk_pen_cell(pen, pair.data ? pair.data : "", columns, align);
  pen->out.failed = pen->out.failed || pair.failed;
  pk_text_free(&pair);
}

static const char *share_text(pk_pen *pen, const pk_matter *m, pk_text *buffer) {
  pk_text_free(buffer);
  if (isnan(m->share))
    return "–";
  pk_text_add(buffer, pk_pen_percent(pen, fmax(m->share, 0) < 0.005 ? 0 : m->share));
  pen->out.failed = pen->out.failed || buffer->failed;
  return buffer->data ? buffer->data : "";
}

static void tornado_row(pk_pen *pen, const polku_sensitivity *s, const scale *at,
                        const pk_matter *m) {
  pk_text text = PK_TEXT_EMPTY;
  add_name(pen, m, &text);
  pk_pen_paragraph(pen, "", text.data ? text.data : "");
  pk_text_add(&pen->out, "  ");
  add_pair(pen, value_text(pen, m, m->low), value_text(pen, m, m->high), RANGE - 2, PK_LEFT);
  draw_bar(pen, at, s->value, m);
  if (isnan(m->at_low))
    pk_pen_cell(pen, "–", OUTCOME, PK_RIGHT);
  else
    add_pair(pen, outcome_text(pen, s, m->at_low), outcome_text(pen, s, m->at_high), OUTCOME,
             PK_RIGHT);
  pk_pen_cell(pen, share_text(pen, m, &text), SHARE, PK_RIGHT);
  pk_text_add_char(&pen->out, '\n');
  pk_text_free(&text);
}

static void tornado_head(pk_pen *pen, const polku_sensitivity *s, int columns) {
  pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.tornado"));
  PK_SAY(pen, "", "sensitivity.tornado-about", "", "");
  pk_pen_dim(pen, true);
  pk_text_add(&pen->out, "  ");
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.range"), RANGE - 2 + columns, PK_LEFT);
  pk_pen_cell(
      pen, pk_word(pen->lang, in_people(s) ? "sensitivity.head.people" : "sensitivity.head.months"),
      OUTCOME, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.share"), SHARE, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
}

static void tornado(pk_pen *pen, const polku_sensitivity *s) {
  int count = count_uncertain(s), told = 0, room = pen->width - RANGE - OUTCOME - SHARE;
  scale at = {s->value, s->value, room < 10 ? 10 : room > 41 ? 41 : room};
  if (count == 0)
    return;
  for (int i = 0; i < count; i++) {
    widen(&at, s->matters[i].at_low);
    widen(&at, s->matters[i].at_high);
  }
  tornado_head(pen, s, at.columns);
  for (int i = 0; i < count && told < ROWS; i++)
    if (moves(s, &s->matters[i])) {
      tornado_row(pen, s, &at, &s->matters[i]);
      told++;
    }
  if (count > told)
    PK_SAY(pen, "", told == ROWS ? "sensitivity.more-rows" : "sensitivity.idle-rows", "n",
           pk_pen_number(pen, count - told, 0));
}

/* -------------------------------------------------------------------------------------- tables */

enum { NUMBER = 14 };

static void table_head(pk_pen *pen, const char *first, const char *second, const char *third) {
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, 3 * NUMBER);
  pk_pen_cell(pen, pk_word(pen->lang, first), NUMBER, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, second), NUMBER, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, third), NUMBER, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
}

static void row_name(pk_pen *pen, const pk_matter *m) {
  pk_text name = PK_TEXT_EMPTY;
  add_name(pen, m, &name);
  pk_pen_label(pen, name.data ? name.data : "", 0, 3 * NUMBER);
  pk_text_free(&name);
}

static bool is_whole(const pk_matter *m) {
  return !isnan(m->unit_up) || !isnan(m->unit_down);
}

static void wholes(pk_pen *pen, const polku_sensitivity *s) {
  pk_text text = PK_TEXT_EMPTY;
  bool begun = false;
  for (int i = 0; i < s->matter_count; i++) {
    const pk_matter *m = &s->matters[i];
    if (!is_whole(m))
      continue;
    if (!begun) {
      pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.wholes"));
      table_head(pen, "sensitivity.head.now", "sensitivity.head.less", "sensitivity.head.more");
      begun = true;
    }
    row_name(pen, m);
    pk_pen_cell(pen, value_text(pen, m, m->written), NUMBER, PK_RIGHT);
    pk_pen_cell(pen, change_text(pen, shown(s, m->unit_down), shown(s, m->error), &text), NUMBER,
                PK_RIGHT);
    pk_pen_cell(pen, change_text(pen, shown(s, m->unit_up), shown(s, m->error), &text), NUMBER,
                PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  pk_text_free(&text);
}

static const char *const basis_words[5] = {"basis.measured", "basis.stated", "basis.calibrated",
                                           "basis.estimated", "basis.assumed"};

static bool is_bare(const polku_sensitivity *s, const pk_matter *m) {
  return !m->uncertain && !is_whole(m) && fabs(shown(s, m->tenth)) >= 0.0005;
}

static void bare(pk_pen *pen, const polku_sensitivity *s) {
  pk_text text = PK_TEXT_EMPTY;
  int count = 0;
  for (int i = 0; i < s->matter_count; i++) {
    const pk_matter *m = &s->matters[i];
    if (!is_bare(s, m) || ++count > BARE_ROWS)
      continue;
    if (count == 1) {
      pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.bare"));
      PK_SAY(pen, "", "sensitivity.bare-about", "", "");
      if (s->played)
        PK_SAY(pen, "", "sensitivity.bare-limits", "", "");
      table_head(pen, "sensitivity.head.now", "sensitivity.head.basis", "sensitivity.head.tenth");
    }
    row_name(pen, m);
    pk_pen_cell(pen, value_text(pen, m, m->written), NUMBER, PK_RIGHT);
    pk_pen_cell(pen, pk_word(pen->lang, basis_words[m->basis]), NUMBER, PK_RIGHT);
    pk_pen_cell(pen, change_text(pen, shown(s, m->tenth), 0, &text), NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  if (count > BARE_ROWS)
    PK_SAY(pen, "", "sensitivity.more-rows", "n", pk_pen_number(pen, count - BARE_ROWS, 0));
  pk_text_free(&text);
}

/* ------------------------------------------------------------------------------------ leverage */

static int by_change(const void *a, const void *b) {
  double x = fabs(((const pk_leverage *)a)->change), y = fabs(((const pk_leverage *)b)->change);
  x = isnan(x) ? -1 : x;
  y = isnan(y) ? -1 : y;
  return x > y ? -1 : x < y;
}

static void leverage_list(pk_pen *pen, const pk_leverage *list, int count, const char *head_key) {
  pk_text text = PK_TEXT_EMPTY;
  pk_leverage *sorted = malloc((size_t)(count + 1) * sizeof *sorted);
  if (!sorted) {
    pen->out.failed = true;
    return;
  }
  if (count > 0)
    memcpy(sorted, list, (size_t)count * sizeof *sorted);
  qsort(sorted, (size_t)count, sizeof *sorted, by_change);
  pk_pen_dim(pen, true);
  pk_pen_paragraph(pen, "", pk_word(pen->lang, head_key));
  pk_pen_dim(pen, false);
  for (int i = 0; i < count && i < LEVERAGE_ROWS && fabs(sorted[i].change) >= 0.0005; i++) {
    pk_pen_label(pen, pk_name_text(&sorted[i].name, pen->lang, sorted[i].id), 2, NUMBER);
    pk_pen_cell(pen, change_text(pen, sorted[i].change, sorted[i].error, &text), NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  pk_text_free(&text);
  free(sorted);
}

static void leverage(pk_pen *pen, const polku_sensitivity *s) {
  if (s->transition_count == 0)
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.leverage"));
  leverage_list(pen, s->transitions, s->transition_count, "sensitivity.leverage-transition");
  if (s->stage_count > 0)
    leverage_list(pen, s->stages, s->stage_count, "sensitivity.leverage-stage");
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
  for (int i = 0; i < count && i < BARE_ROWS; i++) {
    pk_text name = PK_TEXT_EMPTY;
    add_name(pen, sorted[i], &name);
    pk_pen_label(pen, name.data ? name.data : "", 0, 2 * NUMBER);
    pk_pen_cell(pen, worth_text(pen, s, sorted[i]->information, &text), 2 * NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
    pk_text_free(&name);
  }
  pk_text_free(&text);
  free(sorted);
}

static void options(pk_pen *pen, const polku_sensitivity *s) {
  if (s->option_count == 0 || isnan(s->information))
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.options"));
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, 2 * NUMBER);
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.mean"), NUMBER, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, "sensitivity.head.best"), NUMBER, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
  for (int o = 0; o < s->option_count; o++) {
    pk_pen_label(pen, option_name(pen, s, o), 0, 2 * NUMBER);
    pk_pen_cell(pen, pk_pen_short(pen, s->mean[o], s->worth > 0 ? 0 : 1, NUMBER), NUMBER, PK_RIGHT);
    pk_pen_cell(pen, pk_pen_percent(pen, s->best[o]), NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  if (is_open(s))
    information(pen, s);
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
           pk_pen_percent(pen, z90 * largest_error(s, true)), "more", draws.data ? draws.data : "");
  if (s->played)
    PK_SAY(pen, "• ", "sensitivity.caveat-played", "runs", pk_pen_number(pen, s->runs, 0), "error",
           pk_pen_number(pen, shown(s, z90 * largest_error(s, false)), 2), "more",
           runs.data ? runs.data : "");
  else
    PK_SAY(pen, "• ", "sensitivity.caveat-exact", "", "");
  pen->out.failed = pen->out.failed || draws.failed || runs.failed;
  pk_text_free(&draws);
  pk_text_free(&runs);
}

static void caveats(pk_pen *pen, const polku_sensitivity *s) {
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
  tornado(&pen, sensitivity);
  options(&pen, sensitivity);
  wholes(&pen, sensitivity);
  leverage(&pen, sensitivity);
  bare(&pen, sensitivity);
  caveats(&pen, sensitivity);
  return pk_pen_take(&pen);
}
