/* How much work plugins may make of themselves.
 *
 * The box counts what their code does; this counts what the core does for them: laws for each
 * interval of dates, products of classes, proofs, tests, decision tables. Each of these has a size
 * that is harmless alone, and a few of them together would take hours or all memory. Counted, not
 * timed: the same plugins stop at the same place on every machine. Each question begins with all of
 * it, so that nobody is refused for what others have asked before. */
#include "rules/plugin.h"

bool pk_work(const pk_book *book, size_t steps) {
  pk_work_left *work = book->work;
  if (!work)
    return true;
  work->left = steps < work->left ? work->left - steps : 0;
  return work->left > 0;
}

bool pk_work_done(const pk_book *book, polku_report *report) {
  if (!book->work || book->work->left > 0)
    return true;
  pk_report_add(report, NULL, "E-PLUGIN-WORK", NULL);
  return false;
}
