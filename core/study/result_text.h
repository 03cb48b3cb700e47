/* What the files that tell a result share. */
#ifndef PK_RESULT_TEXT_H
#define PK_RESULT_TEXT_H

#include "study/pen.h"
#include "study/result.h"

const char *pk_result_name(const pk_pen *pen, const pk_label *label);

/* A sentence of the catalogue as a paragraph. */
void pk_result_say(pk_pen *pen, const char *mark, const char *key, const char *const *args,
                   size_t count);

#define PK_SAY(pen, mark, key, ...)                                                                \
  do {                                                                                             \
    const char *const say_args[] = {__VA_ARGS__};                                                  \
    pk_result_say(pen, mark, key, say_args, sizeof say_args / sizeof *say_args);                   \
  } while (0)

/* A number of steps, given as text, in the model's unit: "in 24 months" (`form` "in-"), "at month
 * 24" ("at-"), "24 months" ("n-"), "2.4 mths" ("short-"). */
typedef struct pk_steps_text {
  char text[80];
} pk_steps_text;
const char *pk_result_steps(pk_pen *pen, const polku_result *r, const char *form, const char *n,
                            pk_steps_text *buffer);

/* Which engine computed, and why; that it was stopped. */
void pk_result_engine(pk_pen *pen, const polku_result *r);
/* How far chance in the runs may have moved the result, and what would halve it. */
void pk_result_error(pk_pen *pen, const polku_result *r);
/* Places, who uses them, and who waits for them. */
void pk_result_places(pk_pen *pen, const polku_result *r);
/* What the third sector does, and what would be lost without it; what the reader must know before
 * using the result. Each under a heading of its own, paragraphs begin with "• ". */
void pk_result_third(pk_pen *pen, const polku_result *r);
void pk_result_caveats(pk_pen *pen, const polku_result *r);

/* --- the third sector's part in pieces (result_third.c), for who draws tables otherwise */

/* An actor of the third sector, in people at work within the horizon: who would be missing if it
 * alone were withdrawn, and its fair share of those who would be missing without all of them. */
typedef struct pk_third_row {
  int third;                  /* of the result's list */
  double time;                /* its part of the months with any host */
  double alone, share, error; /* error: half the width of the share's 90 % interval of chance */
  bool unsure;                /* others host beside it without places: what is 0 is not known */
} pk_third_row;

/* Fills rows [third_count], the largest share first; their number. */
int pk_third_rows(const polku_result *r, pk_third_row *rows);
/* "–" for who hosts nobody; "?" for what is not known. */
const char *pk_third_time(pk_pen *pen, double time);
const char *pk_third_number(pk_pen *pen, double people, bool unsure);
/* Whether there is something to compare: several actors. */
bool pk_third_has_table(const polku_result *r);
/* Sentences before the table, and after. */
void pk_third_before(pk_pen *pen, const polku_result *r);
void pk_third_after(pk_pen *pen, const polku_result *r);

#endif
