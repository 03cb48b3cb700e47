/* What an answer hangs on: the condition that must change first for another answer, or the case
 * that gave the number. */
#include "rules/decider.h"

#include "rules/bind.h"
#include <string.h>

static pk_decider of_condition(const pk_subject *subject, const pk_sheet *sheet, const int *raw) {
  const pk_view view = {.given = raw};
  pk_decider by = {0};
  if (!sheet->allow)
    return by;
  bool allowed = pk_view_tree(&view, subject->law, sheet->allow);
  by.leaf = pk_view_decisive(&view, subject->law, sheet->allow, !allowed);
  by.id = by.leaf ? by.leaf->id : NULL;
  by.ref = by.leaf ? by.leaf->ref : NULL;
  return by;
}

static bool changes(pk_mode mode, long long below, long long found) {
  return mode == PK_RESTRICT ? found < below : mode == PK_EXTEND ? found > below : true;
}

static pk_decider of_case(const pk_subject *subject, const pk_sheet *sheet, const int *raw) {
  const pk_view view = {.given = raw};
  pk_rule_form form = subject->rule.form;
  long long value = form == PK_LIMIT ? PK_NO_LIMIT : form == PK_WEIGHT ? 1000000 : 0;
  pk_decider by = {0};
  for (int i = 0; i < sheet->layer_count[form]; i++) {
    const pk_layer *layer = &sheet->layers[form][i];
    const pk_choice_case *found =
        pk_subject_layer(subject, layer) ? pk_view_case(&view, subject->law, layer) : NULL;
    long long given = found ? pk_law_value(subject->law, found, raw) : 0;
    if (!found || !changes(layer->mode, value, given))
      continue;
    value = pk_mode_over(layer->mode, value, given);
    by.one = found;
    by.layer = layer;
  }
  if (!by.one)
    return by;
  const pk_leaf *when = by.one->when;
  by.id = by.one->param ? by.one->source->param : when ? when->id : NULL;
  by.ref = by.one->source->ref ? by.one->source->ref : by.layer->version->ref;
  return by;
}

pk_decider pk_subject_decider(const pk_subject *subject, const int *raw) {
  int kind = pk_book_kind(subject->law->book, subject->rule.kind);
  if (kind < 0)
    return (pk_decider){0};
  const pk_sheet *sheet = &subject->law->sheets[kind];
  return subject->rule.form == PK_ALLOW ? of_condition(subject, sheet, raw)
                                        : of_case(subject, sheet, raw);
}

bool pk_subject_decided_by(const pk_subject *subject, const int *raw, const char *id) {
  const pk_view view = {.given = raw};
  int kind = pk_book_kind(subject->law->book, subject->rule.kind);
  const pk_tree *tree = kind < 0 ? NULL : subject->law->sheets[kind].allow;
  if (subject->rule.form == PK_ALLOW)
    return tree &&
           pk_view_decides(&view, subject->law, tree, !pk_view_tree(&view, subject->law, tree), id);
  const pk_decider by = pk_subject_decider(subject, raw);
  const pk_leaf *when = by.one ? by.one->when : NULL;
  return by.one && ((by.one->param && strcmp(by.one->source->param, id) == 0) ||
                    (when && when->id && strcmp(when->id, id) == 0));
}
