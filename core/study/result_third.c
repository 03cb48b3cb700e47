/* The third sector's part of a result, told to people: who is there for how long, what would be
 * missing without each one and without all, and each one's fair share of that. "Went through" is
 * not "because of", and what would be missing is an upper bound: nobody steps in. */
#include "study/result_text.h"

#include <math.h>
#include <stdlib.h>

static const double z90 = 1.6448536269514722;

/* ----------------------------------------------------------------------------------------- rows */

static int by_share(const void *a, const void *b) {
  const pk_third_row *x = a, *y = b;
  double more = isfinite(x->share) ? x->share : x->alone;
  double than = isfinite(y->share) ? y->share : y->alone;
  return more < than ? 1 : more > than ? -1 : x->third - y->third;
}

int pk_third_rows(const polku_result *r, pk_third_row *rows) {
  const pk_answer *a = &r->all;
  for (int i = 0; i < r->third_count; i++) {
    size_t at = (size_t)i * PK_FALLING + PK_EMPLOYMENT_RATIO;
    rows[i] = (pk_third_row){.third = i,
                             .time = a->host_months[r->third[i]] / a->hosted_months,
                             .alone = a->reliance[at] * a->people,
                             .share = a->shares[at] * a->people,
                             .error = z90 * a->share_errors[at] * a->people,
                             .unsure = r->third_unsure[i]};
  }
  qsort(rows, (size_t)r->third_count, sizeof *rows, by_share);
  return r->third_count;
}

const char *pk_third_time(pk_pen *pen, double time) {
  return time > 0 ? pk_pen_percent(pen, time) : "–";
}

const char *pk_third_number(pk_pen *pen, double people, bool unsure) {
  bool nothing = fabs(people) < 0.05;
  return unsure && nothing ? "?" : pk_pen_number(pen, nothing ? 0 : people, 1);
}

/* ------------------------------------------------------------------------------------ sentences */

/* Which of the words for a fall: of fewer, of more, or of as many as before. */
static const char *by_sign(double fall, const char *fewer, const char *more, const char *same) {
  return fall < -0.05 ? more : fall < 0.05 ? same : fewer;
}

static double together_of(const polku_result *r) {
  return r->all.reliance_together[PK_EMPLOYMENT_RATIO] * r->all.people;
}

/* The only actor; where others host beside it, nothing may fall here and yet the others may have no
 * room, which is not zero but not known. */
static void say_only(pk_pen *pen, const polku_result *r) {
  double fall = together_of(r);
  const char *key =
      by_sign(fall, "result.without-only", "result.without-only-more", "result.without-only-same");
  if (r->third_unsure[0] && fabs(fall) < 0.05)
    key = "result.without-unknown";
  PK_SAY(pen, "• ", key, "actor", pk_result_name(pen, &r->actors[r->third[0]]), "people",
         pk_pen_number(pen, fabs(fall), 1));
}

/* A computation that was stopped may not have come to all of them. */
static bool all_known(const polku_result *r) {
  bool known = isfinite(together_of(r));
  for (int i = 0; i < r->third_count; i++)
    known = known && isfinite(r->all.reliance[i * PK_FALLING + PK_EMPLOYMENT_RATIO]);
  return known;
}

static void say_together(pk_pen *pen, const polku_result *r) {
  double fall = together_of(r);
  const char *same =
      r->unknown_count > 0 ? "result.without-all-unknown" : "result.without-all-same";
  PK_SAY(pen, "• ", by_sign(fall, "result.without-all", "result.without-all-more", same), "people",
         pk_pen_number(pen, fabs(fall), 1));
}

void pk_third_before(pk_pen *pen, const polku_result *r) {
  if (r->third_count == 0) {
    PK_SAY(pen, "• ", "result.no-third", "", "");
    return;
  }
  if (isfinite(r->all.third_share))
    PK_SAY(pen, "• ", "result.third-share", "share", pk_pen_percent(pen, r->all.third_share));
  if (isfinite(r->all.reach_of_employed))
    PK_SAY(pen, "• ", "result.reach", "reach", pk_pen_percent(pen, r->all.reach), "employed",
           pk_pen_percent(pen, r->all.reach_of_employed));
  if (!all_known(r))
    PK_SAY(pen, "• ", "result.without-stopped", "", "");
  else if (r->third_count == 1)
    say_only(pen, r);
  else
    say_together(pen, r);
}

bool pk_third_has_table(const polku_result *r) {
  return r->third_count > 1;
}

/* "a, b, c" in the reader's language. */
static void join_stages(const pk_pen *pen, const polku_result *r, const int *stages_in, int count,
                        pk_text *out) {
  for (int i = 0; i < count; i++) {
    if (i > 0)
      pk_text_add(out, ", ");
    pk_text_add(out, pk_result_name(pen, &r->stages[stages_in[i]]));
  }
}

static bool somebody_harms(const polku_result *r) {
  for (int i = 0; i < r->third_count; i++)
    if (r->all.reliance[i * PK_FALLING + PK_EMPLOYMENT_RATIO] * r->all.people < -0.05 ||
        r->all.shares[i * PK_FALLING + PK_EMPLOYMENT_RATIO] * r->all.people < -0.05)
      return true;
  return false;
}

/* The largest error of a share. */
static double share_error(const polku_result *r) {
  double most = 0;
  for (int i = 0; i < r->third_count; i++)
    most = fmax(most, r->all.share_errors[i * PK_FALLING + PK_EMPLOYMENT_RATIO]);
  return z90 * most * r->all.people;
}

static void say_shares(pk_pen *pen, const polku_result *r) {
  double error = share_error(r);
  const char *orders = pk_pen_number(pen, r->share_orders, 0);
  if (!r->shares_all && r->share_orders == 0) {
    PK_SAY(pen, "• ", "result.fair-share-none", "", "");
    return;
  }
  PK_SAY(pen, "• ", "result.fair-share", "", "");
  if (somebody_harms(r))
    PK_SAY(pen, "• ", "result.fair-share-minus", "", "");
  if (!r->shares_all)
    PK_SAY(pen, "• ", "result.fair-share-orders", "orders", orders);
  if (error >= 0.05)
    PK_SAY(pen, "• ", "result.fair-share-error", "people", pk_pen_number(pen, error, 1));
}

void pk_third_after(pk_pen *pen, const polku_result *r) {
  if (pk_third_has_table(r) && all_known(r))
    say_shares(pen, r);
  if (r->unknown_count > 0) {
    pk_text names = PK_TEXT_EMPTY;
    join_stages(pen, r, r->reliance_unknown, r->unknown_count, &names);
    PK_SAY(pen, "• ", "result.reliance-unknown", "stages", names.data ? names.data : "");
    pen->out.failed = pen->out.failed || names.failed;
    pk_text_free(&names);
  }
}

/* ---------------------------------------------------------------------------------------- table */

enum { NUMBERS = 14, SHOWN = 12 };

static void row(pk_pen *pen, const char *name, const char *const cells[3]) {
  pk_pen_label(pen, name, 2, 3 * NUMBERS);
  for (int i = 0; i < 3; i++)
    pk_pen_cell(pen, cells[i], NUMBERS, PK_RIGHT);
  pk_text_add_char(&pen->out, '\n');
}

static void actor_row(pk_pen *pen, const polku_result *r, const pk_third_row *of) {
  const char *cells[] = {pk_third_time(pen, of->time), pk_third_number(pen, of->alone, of->unsure),
                         pk_third_number(pen, of->share, of->unsure)};
  row(pen, pk_result_name(pen, &r->actors[r->third[of->third]]), cells);
}

/* Those with the smallest shares, in one row. */
static void others_row(pk_pen *pen, const pk_third_row *rows, int count) {
  double time = 0, share = 0;
  pk_text name = PK_TEXT_EMPTY;
  for (int i = 0; i < count; i++) {
    time += rows[i].time;
    share += rows[i].share;
  }
  pk_word_add(&name, pen->lang, "result.third-others", "count", pk_pen_number(pen, count, 0), NULL);
  const char *cells[] = {pk_third_time(pen, time), "", pk_pen_number(pen, share, 1)};
  row(pen, name.data ? name.data : "", cells);
  pen->out.failed = pen->out.failed || name.failed;
  pk_text_free(&name);
}

static void table(pk_pen *pen, const polku_result *r) {
  pk_third_row *rows = calloc((size_t)r->third_count + 1, sizeof *rows);
  if (!rows) {
    pen->out.failed = true;
    return;
  }
  const char *const heads[] = {pk_word(pen->lang, "result.third-time"),
                               pk_word(pen->lang, "result.third-alone"),
                               pk_word(pen->lang, "result.third-fair")};
  double together = together_of(r);
  int count = pk_third_rows(r, rows), shown = count > SHOWN ? SHOWN - 1 : count;
  pk_pen_dim(pen, true);
  row(pen, pk_word(pen->lang, "result.third-missing"), heads);
  pk_pen_dim(pen, false);
  for (int i = 0; i < shown; i++)
    actor_row(pen, r, &rows[i]);
  if (shown < count)
    others_row(pen, rows + shown, count - shown);
  const char *cells[] = {pk_pen_percent(pen, r->all.third_share), pk_pen_number(pen, together, 1),
                         isfinite(rows[0].share) ? pk_pen_number(pen, together, 1) : "–"};
  row(pen, pk_word(pen->lang, "result.third-together"), cells);
  free(rows);
}

void pk_result_third(pk_pen *pen, const polku_result *r) {
  pk_pen_heading(pen, pk_word(pen->lang, "result.third"));
  pk_third_before(pen, r);
  if (pk_third_has_table(r))
    table(pen, r);
  pk_third_after(pen, r);
}
