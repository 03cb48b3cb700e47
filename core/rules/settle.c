/* What a place settles: conditions that look at the stage alone have one answer there, whoever
 * comes, and with them fall or stand whole branches of the law. */
#include "rules/law.h"

static bool of_stage(const pk_book *book, int variable) {
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  return attribute && attribute->of == PK_OF_STAGE;
}

pk_settled pk_settle_leaf(const pk_law *law, const pk_leaf *leaf, const int *stage) {
  const uint64_t *bits = law->tables[leaf->number];
  bool seen[2] = {false, false};
  for (size_t row = 0; row < leaf->rows; row++) {
    bool here = true;
    for (int i = 0; here && i < leaf->read_count; i++) {
      int v = leaf->reads[i], size = PK_AT(law->book->variables, pk_variable, v)->size;
      here = !of_stage(law->book, v) || (int)(row / leaf->strides[i] % (size_t)size) == stage[v];
    }
    if (here)
      seen[bits[row / 64] >> (row % 64) & 1] = true;
  }
  return seen[0] && seen[1] ? PK_OPEN : seen[1] ? PK_YES : PK_NO;
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
