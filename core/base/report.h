/* Problems on their way to the person who can mend them.
 *
 * A report holds codes, places and arguments, not sentences: the same report can be read in any
 * language. The sentence of a code is the word "CODE.message", its remedy "CODE.hint" (may be
 * empty), the page of `polku help CODE` is "CODE.help". Errors begin with "E-", warnings with "W-",
 * remarks with "I-": the first letter of a code is its severity. */
#ifndef PK_REPORT_H
#define PK_REPORT_H

#include "polku.h"

/* Where a problem is. Everything is copied when a problem is added; what is not known is NULL or 0.
 */
typedef struct pk_place {
  const char *file;
  const char *pointer; /* JSON Pointer, "" is the whole model */
  int line, column;    /* from 1; columns count code points */
  int length;          /* code points to underline, at least 1 where a line is given */
  const char *line_text;
  size_t line_length; /* bytes of line_text */
} pk_place;

/* Adds a problem. `place` may be NULL. The arguments are name, value, …, NULL: strings that fill
 * the placeholders of the words (base/words.h), so numbers come as pk_number_text gives them. The
 * argument "suggestion", where it is present and not NULL, makes the report add "did you mean
 * "…"?" before the hint. Exactly equal problems are kept once. */
void pk_report_add(polku_report *report, const pk_place *place, const char *code, ...);

/* Memory ran out: the one problem that needs none. polku_report_failed() is true from then on. */
void pk_report_memory(polku_report *report);

/* The machine failed otherwise (disk, child process): adds `code` and makes polku_report_failed()
 * true. */
void pk_report_machine(polku_report *report, const pk_place *place, const char *code, ...);

/* Whether there is a problem of this code at this JSON Pointer. */
bool pk_report_has(const polku_report *report, const char *code, const char *pointer);

/* Says where a problem of one text is in another, for a text that was made from it: true when
 * `place` was filled, false when it stays where it is. */
typedef bool pk_move_place(void *context, const polku_problem *problem, pk_place *place);

/* Adds all problems of `from` to `report`, each moved to where `move` says (`problem` has no
 * sentences). */
void pk_report_take(polku_report *report, const polku_report *from, pk_move_place *move,
                    void *context);

#endif
