/* Who begins, how many, where: the slopes of a group's numbers.
 *
 * Each start of the chain is a part of some size, arrivals or line of a caseload, times a share of
 * where the group begins. So one look at all starts gives all of these numbers what is theirs. */
#include "study/slopes_work.h"

/* Where a group's numbers stand among the quantities; −1: nobody wrote one. */
typedef struct numbers {
  int size, start, arrivals, initial;
} numbers;

typedef struct begins {
  const pk_slope_work *work;
  numbers *of; /* [groups] */
  double entered, people;
  double *value; /* [questions]: of all who are asked about */
  double *more;  /* [questions]: what one more person at a start does */
} begins;

static bool asked_about(const pk_slope_work *w, size_t start) {
  return w->group < 0 || w->solution.chain->start_group[start] == w->group;
}

double pk_slope_entered(const pk_slope_work *w) {
  double entered = 0;
  for (size_t i = 0; i < w->solution.chain->start_count; i++)
    entered += asked_about(w, i) ? w->solution.chain->start_amount[i] : 0;
  return entered;
}

static void find_numbers(const begins *b) {
  const pk_slopes *out = b->work->out;
  for (int g = 0; g < b->work->model->group_count; g++)
    b->of[g] = (numbers){-1, -1, -1, -1};
  for (int i = out->quantity_count - 1; i >= 0; i--) { /* the first of a kind is met last */
    const pk_quantity *q = &out->quantities[i];
    if (q->form == PK_QUANTITY_SIZE)
      b->of[q->part].size = i;
    else if (q->form == PK_QUANTITY_START)
      b->of[q->part].start = i;
    else if (q->form == PK_QUANTITY_ARRIVAL)
      b->of[q->part].arrivals = i;
    else if (q->form == PK_QUANTITY_INITIAL)
      b->of[q->part].initial = i;
  }
}

static bool begins_new(begins *b, const pk_slope_work *w, double entered) {
  const pk_chain *chain = w->solution.chain;
  size_t questions = (size_t)w->out->question_count;
  *b = (begins){.work = w, .entered = entered};
  b->of = PK_NEW_ARRAY(w->arena, numbers, (size_t)w->model->group_count);
  b->value = PK_NEW_ARRAY(w->arena, double, questions);
  b->more = PK_NEW_ARRAY(w->arena, double, questions);
  if (!b->of || !b->value || !b->more)
    return false;
  find_numbers(b);
  for (size_t i = 0; i < chain->start_count; i++) {
    b->people += chain->start_amount[i];
    for (size_t q = 0; asked_about(w, i) && q < questions; q++)
      b->value[q] += chain->start_amount[i] * pk_slope_of_start(w, i, (int)q);
  }
  return true;
}

/* What one more person at a start does: to a ratio, whose denominator grows too; to a sum, of which
 * everybody's part shrinks where the number of people is given. */
static void find_more(const begins *b, size_t start) {
  bool asked = asked_about(b->work, start);
  for (int q = 0; q < b->work->out->question_count; q++) {
    double own = asked ? pk_slope_of_start(b->work, start, q) : 0;
    if (q < PK_OUTCOMES)
      b->more[q] = asked ? own - b->value[q] / b->entered : 0;
    else
      b->more[q] = b->work->people > 0 ? own - b->value[q] / b->people : own;
  }
}

/* A start has `grows` more people for each unit more of a quantity. */
static void give(const begins *b, int quantity, double grows) {
  const pk_slopes *out = b->work->out;
  double *to = out->slope + (size_t)quantity * (size_t)out->question_count;
  for (int q = 0; q < out->question_count; q++)
    to[q] += grows * b->more[q];
}

static double value_of(const begins *b, const pk_number *number) {
  return pk_edges_at(&b->work->edges, number);
}

/* Shares of where a group starts: what one gains the others lose in proportion. */
static void give_shares(const begins *b, int g, int stage, double amount) {
  const pk_group *group = &b->work->model->groups[g];
  double all = 0;
  for (int i = 0; i < group->start_count; i++)
    all += value_of(b, &group->starts[i].share);
  for (int i = 0; b->of[g].start >= 0 && i < group->start_count; i++) {
    double share = value_of(b, &group->starts[i].share);
    if (group->starts[i].stage == stage)
      give(b, b->of[g].start + i, amount / share);
    else if (all > share)
      give(b, b->of[g].start + i, -amount / (all - share));
  }
}

static void give_numbers(const begins *b, size_t start) {
  const pk_chain *chain = b->work->solution.chain;
  int g = chain->start_group[start], line = chain->start_line[start];
  const pk_group *group = &b->work->model->groups[g];
  const numbers *of = &b->of[g];
  double amount = chain->start_amount[start];
  if (line == -1 && of->size >= 0)
    give(b, of->size, amount / value_of(b, &group->size));
  if (line == -2 && of->arrivals >= 0) {
    int at = group->arrivals_steady ? 0 : chain->start_time[start] / b->work->solution.per - 1;
    give(b, of->arrivals + at, amount / value_of(b, &group->arrivals[at]));
  }
  if (line >= 0 && of->initial >= 0)
    give(b, of->initial + line, amount / value_of(b, &group->initial[line].count));
  if (line < 0)
    give_shares(b, g, chain->start_stage[start], amount);
}

bool pk_slope_begins(const pk_slope_work *w, double entered) {
  begins b;
  if (!begins_new(&b, w, entered))
    return false;
  for (size_t i = 0; i < w->solution.chain->start_count; i++) {
    find_more(&b, i);
    give_numbers(&b, i);
  }
  return true;
}
