/* Members in an order that does not depend on where they stand in the file.
 *
 * The sections of a model have a written order; what stands inside a stage or a group has none, and
 * a member that is removed and put back comes last in the file. So members named after actors,
 * stages or accounts are read in the order of those, all others by name: the picture and the luck
 * of a model are the same again after an edit is undone. */
#include "model/read.h"

#include <stdlib.h>

typedef struct ranked {
  int rank;
  pk_node node;
} ranked;

static bool is_whole(const char *key) {
  return *key && !key[strspn(key, "0123456789")];
}

/* Whole numbers by their size and before words; words by their bytes. */
static int compare_names(const char *a, const char *b) {
  bool whole = is_whole(a);
  if (whole != is_whole(b))
    return whole ? -1 : 1;
  size_t m = strlen(a), n = strlen(b);
  return whole && m != n ? (m < n ? -1 : 1) : strcmp(a, b);
}

static int compare_ranked(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return compare_names(x->node.key, y->node.key);
}

pk_node *pk_read_members(pk_reader *reader, const pk_node *object, pk_section_id section,
                         size_t *count) {
  size_t room = pk_member_count(object), n = 0;
  pk_node *members = pk_read_alloc(reader, room, sizeof *members), member;
  ranked *list = pk_read_alloc(reader, room, sizeof *list);
  *count = 0;
  if (!members || !list)
    return NULL;
  for (void *at = NULL; pk_next_member(object, &at, &member);) {
    bool named = section < PK_SECTION_COUNT;
    list[n++] =
        (ranked){named ? pk_ids_find(reader->sections[section].ids, member.key) : 0, member};
  }
  qsort(list, n, sizeof *list, compare_ranked);
  for (size_t i = 0; i < n; i++)
    members[i] = list[i].node;
  *count = n;
  return members;
}
