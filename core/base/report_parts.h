/* How a report keeps its problems: shared by report.c, which adds them, and report_text.c, which
 * puts them into words. Nobody else includes this. */
#ifndef PK_REPORT_PARTS_H
#define PK_REPORT_PARTS_H

#include "base/report.h"
#include "base/text.h"
#include <stdint.h>

typedef struct pk_problem {
  const char *code, *file, *pointer;
  polku_severity severity;
  int line, column, length;
  const char *line_text; /* the part that is shown, ready to print; NULL when there is none */
  size_t caret;          /* code points of line_text before the place */
  bool cut_before, cut_after;
  const char **args; /* name, value, … */
  size_t arg_count;
  size_t order; /* of arrival, for a stable order */
  uint64_t hash;
} pk_problem;

struct polku_report {
  struct pk_arena *arena;
  pk_problem **problems;
  size_t count, room;
  pk_problem **slots; /* 2 × room */
  size_t by_severity[3];
  bool sorted, memory, machine;
  pk_text message, hint; /* of the problem that was asked for last */
};

#endif
