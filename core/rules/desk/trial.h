/* Trials: the tests that lie beside the rules of a plugin, and what none of them reaches.
 *
 * A trial says what the law says of some sort of client on some day, in data that anybody can
 * write: plugins/README.md, "Test a rule". It is read (trial_read.c), spread into rows
 * (trial_rows.c), held against the law of that day (trial_run.c); what rows looked at on the way is
 * marked, and what is left unmarked is told with an example to begin from (trial_cover.c). Two
 * writers tell the result (trial_text.c, trial_json.c). */
#ifndef PK_TRIAL_H
#define PK_TRIAL_H

#include "base/json.h"
#include "rules/reasons.h"
#include "rules/desk/shelf.h"

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
  int failing; /* rows that failed, once it has run */
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

/* An interval of dates in which one rule says the same. */
typedef struct pk_trial_span {
  pk_segment segment;
  pk_subject subject;
  /* Of the tested plugin itself: the version that holds, else a number that a version of another
   * plugin reads; NULL where it says nothing of the rule. */
  const pk_version *version;
  const pk_param *param;
  const pk_dated *dated; /* of param */
  const pk_product *product;
  uint64_t *hit; /* bit by combination: some test asked it */
} pk_trial_span;

/* Something of a rule of the plugin itself that tests must reach: each condition both ways, each
 * case, each row of the decision table of each span. */
typedef enum {
  PK_GOAL_TRUE,
  PK_GOAL_FALSE,
  PK_GOAL_CASE,
  PK_GOAL_ROW,
  PK_GOALS
} pk_trial_goal_form;

typedef struct pk_trial_goal {
  pk_trial_goal_form form;
  const pk_version *version;
  const pk_leaf *leaf;   /* PK_GOAL_TRUE, PK_GOAL_FALSE */
  const pk_case *source; /* PK_GOAL_CASE */
  bool reached;
  /* Where it is not reached: the span in which it could be, and a client and place that would; NULL
   * where nobody can. */
  const pk_trial_span *span;
  size_t combination;
} pk_trial_goal;

typedef struct pk_tested {
  pk_rule_key rule;
  const char *text;   /* the key as people write it */
  const pk_rule *own; /* NULL: the rule is not of this plugin */
  int tests, rows;
  pk_list spans; /* pk_trial_span, by rising dates */
  pk_list goals; /* pk_trial_goal */
} pk_tested;

/* A row of which the law says something else than the test. */
typedef struct pk_failure {
  const pk_trial *trial;
  pk_date date;
  const pk_trial_span *span;
  const int *raw;
  int64_t got;
  pk_reason by;
  bool why; /* the answer is as expected, what decides is another */
} pk_failure;

/* So many failing rows of one test are kept; so many are problems, the others are counted. */
enum { PK_FAILURES_KEPT = 1000, PK_FAILURES_TOLD = 3 };

typedef struct pk_trial_result {
  pk_shelf *shelf;
  pk_list trials;    /* pk_trial */
  pk_list tested;    /* pk_tested: the plugin's own rules, then others that tests name */
  pk_list failures;  /* pk_failure */
  int tests, failed; /* tests in all, and those with a failure */
  long long rows;
} pk_trial_result;

/* Runs the tests of the shelf's plugin. False when it could not; mistakes and failures are in the
 * report. */
bool pk_trials_run(pk_shelf *shelf, pk_trial_result *result);

/* Marks in `tested` what a row reaches. */
void pk_cover_row(pk_tested *tested, pk_trial_span *span, const int *raw);
/* The goals of a rule, before any test; and what is left of them after all tests. False without
 * memory. */
bool pk_cover_begin(pk_shelf *shelf, pk_tested *tested);
bool pk_cover_end(pk_shelf *shelf, pk_tested *tested);

typedef struct pk_cover_count {
  int all, reached, impossible; /* `all` leaves out what is impossible */
} pk_cover_count;
/* Conditions count once for both ways: `form` PK_GOAL_TRUE stands for them. */
pk_cover_count pk_cover_count_of(const pk_tested *tested, pk_trial_goal_form form);

/* What the rules answer where a goal would be reached. */
int64_t pk_trial_goal_answer(pk_shelf *shelf, const pk_trial_goal *goal);

/* Where a goal is written: a line of the plugin. */
void pk_trial_goal_place(const pk_plugin *plugin, const pk_trial_goal *goal, pk_place *place);
/* The section that a goal is about; a dash where none is named. */
const char *pk_trial_goal_ref(const pk_trial_goal *goal);

/* A test to begin from, as it is written in Lua, without what its author must know: what to expect
 * and why. */
void pk_trial_goal_example(pk_text *out, pk_shelf *shelf, const pk_tested *tested,
                           const pk_trial_goal *goal);

/* Adds one problem for every failure. */
void pk_failures_report(const pk_trial_result *result);

void pk_trial_text(const pk_trial_result *result, polku_lang lang, pk_text *out);
void pk_trial_json(const pk_trial_result *result, pk_json *json);

#endif
