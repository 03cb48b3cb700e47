/* Trials: the tests that lie beside the rules of a plugin, and what none of them reaches.
 *
 * A trial says what the law says of some sort of client on some day, in data that anybody can
 * write: plugins/README.md, "Test a rule". It is read (trial_read.c), spread into rows
 * (trial_rows.c), held against the law of that day (trial_run.c); what rows looked at on the way is
 * marked, and what is left unmarked is told with an example to begin from (trial_cover.c). Two
 * writers tell the result (trial_text.c, trial_json.c). */
#ifndef PK_TRIAL_H
#define PK_TRIAL_H

#include "rules/shelf.h"

/* --- tests as they are written */

/* The values that a test gives to one variable, as raw values. */
typedef struct pk_given {
  int variable, count;
  const int *raws;
} pk_given;

typedef struct pk_trial {
  const pk_file *file;
  int line;
  pk_rule_key rule;
  const char *rule_text; /* as messages name it */
  int date_count;
  const pk_date *dates;
  int given_count;
  const pk_given *given;
  bool all_rows;
  int64_t expected; /* as pk_subject_answer gives it */
  const char *why, *ref;
  pk_name text;
} pk_trial;

/* The tests of the shelf's plugin, by file and line (pk_trial). All mistakes go into the report; a
 * test with a mistake is left out. NULL items and polku_report_failed when memory ran out. */
pk_list pk_trials_read(pk_shelf *shelf);

/* --- rows: what a test asks, one client and place after another */

enum { PK_TRIAL_ROWS_MAX = 1 << 16 };

typedef struct pk_trial_rows {
  int count;
  const int *raws; /* [row][variable]: raw values of all variables */
} pk_trial_rows;

/* The rows of a test in a law; `product` is that of its rule. False with a problem when there are
 * too many, or none that a history can have. */
bool pk_trial_spread(pk_shelf *shelf, pk_arena *arena, const pk_trial *trial,
                     const pk_product *product, pk_trial_rows *rows);

/* --- results */

/* One rule in one interval of dates in which some version of this plugin holds. */
typedef struct pk_trial_span {
  pk_rule_key rule;
  pk_segment segment;
  const pk_law *law;
  const pk_product *product;
  uint64_t *hit; /* bit by combination: some test asked it */
  int rows, rows_hit;
  size_t missing_row; /* a combination of a row that is not hit; valid when rows_hit < rows */
} pk_trial_span;

/* Something of a rule that tests must reach. */
typedef enum { PK_GOAL_TRUE, PK_GOAL_FALSE, PK_GOAL_CASE, PK_GOAL_ROW } pk_goal_form;

#endif
