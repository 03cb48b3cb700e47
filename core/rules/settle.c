/* What a place settles: conditions that look at the stage alone have one answer there, whoever
 * comes, and with them fall or stand whole branches of the law. */
#include "rules/law.h"

static bool of_stage(const pk_book *book, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  return attribute && attribute->of == PK_OF_STAGE;
}

/* Whether a row can be asked at a place. */
static bool row_here(const pk_law *law, const pk_leaf *leaf, size_t row, const int *stage) {
  if (leaf->where && !pk_law_row(law, leaf->where, row))
    return false;
  for (int i = 0; i < leaf->read_count; i++) {
    int v = leaf->reads[i], size = PK_AT(law->book->variables, pk_variable, v)->size;
    if (of_stage(law->book, v) && (int)(row / leaf->strides[i] % (size_t)size) != stage[v])
      return false;
  }
  return true;
}

pk_settled pk_settle_leaf(const pk_law *law, const pk_leaf *leaf, const int *stage) {
  bool seen[2] = {false, false};
  for (size_t row = 0; row < leaf->rows; row++)
    if (row_here(law, leaf, row, stage))
      seen[pk_law_row(law, leaf, row)] = true;
  return seen[0] && seen[1] ? PK_OPEN : seen[1] ? PK_YES : PK_NO;
}

bool pk_settle_value(const pk_law *law, const pk_choice_case *one, const int *stage,
                     long long *value) {
  bool seen = false;
  *value = one->value;
  for (size_t row = 0; one->computed && row < one->computed->rows; row++) {
    if (!row_here(law, one->computed, row, stage))
      continue;
    int64_t here = (int64_t)pk_law_row(law, one->computed, row);
    if (seen && here != *value)
      return false;
    *value = here;
    seen = true;
  }
  return true;
}

pk_settled pk_settle(const pk_law *law, const pk_tree *node, const int *stage) {
  if (node->join == PK_TEST)
    return pk_settle_leaf(law, node->leaf, stage);
  pk_settled ends = node->join == PK_ALL ? PK_NO : PK_YES; /* one such child decides */
  bool open = false;
  for (int i = 0; i < node->child_count; i++) {
    pk_settled child = pk_settle(law, node->children[i], stage);
    if (child == ends)
      return node->join == PK_ANY ? PK_YES : PK_NO;
    open = open || child == PK_OPEN;
  }
  if (open)
    return PK_OPEN;
  return node->join == PK_ANY ? PK_NO : PK_YES;
}
