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
 * using the result. Each under a heading of its own, one paragraph a line that begins with "• ". */
void pk_result_third(pk_pen *pen, const polku_result *r);
void pk_result_caveats(pk_pen *pen, const polku_result *r);

#endif
