/* Shares keyed by a stage or a value: where a group starts, what attributes its clients have, where
 * those go who give up waiting. They sum to 1. */
#include "model/read.h"

/* Divides the shares by their sum, or says that the sum is not 1. Shares that could not be read
 * (NaN) make the sum unknown: then nothing is said. */
static void make_whole(pk_reader *reader, const pk_node *node, double sum) {
  if (fabs(sum - 1) > 1e-6)
    PK_PROBLEM(reader, node, PK_KEY, "E-CHOICES-SUM", "key", pk_node_name(reader, node), "sum",
               pk_read_digits(reader, round(sum * 1e9) / 1e9), NULL);
}

/* Whether the map has anything to choose from. */
static bool has_choices(pk_reader *reader, const pk_node *node) {
  if (!pk_read_is(reader, node, PK_IS_OBJECT))
    return false;
  if (pk_member_count(node) > 0)
    return true;
  PK_PROBLEM(reader, node, PK_KEY, "E-EMPTY", "key", pk_node_name(reader, node), NULL);
  return false;
}

int pk_read_turns(pk_reader *reader, const pk_node *node, const char *what, const pk_turn **list) {
  if (!has_choices(reader, node))
    return 0;
  size_t count;
  pk_node *members = pk_read_members(reader, node, PK_STAGES, &count);
  pk_turn *turns = members ? pk_read_alloc(reader, count, sizeof *turns) : NULL;
  if (!turns)
    return 0;
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    turns[i].stage = pk_read_reference_key(reader, &members[i], PK_STAGES);
    pk_read_number(reader, &members[i], what, PK_LAW_SHARE, &turns[i].share);
    sum += turns[i].share.value;
  }
  make_whole(reader, node, sum);
  for (size_t i = 0; i < count; i++)
    turns[i].share.value /= sum;
  *list = turns;
  return (int)count;
}

/* Whether the name of a choice is a whole number of steps. */
static bool whole_key(const char *key) {
  size_t digits = strspn(key, "0123456789");
  return digits > 0 && digits < 6 && !key[digits];
}

int pk_read_choices(pk_reader *reader, const pk_node *node, const char *what, bool whole,
                    const pk_choice **list) {
  if (!has_choices(reader, node))
    return 0;
  size_t count;
  pk_node *members = pk_read_members(reader, node, PK_SECTION_COUNT, &count);
  pk_choice *choices = members ? pk_read_alloc(reader, count, sizeof *choices) : NULL;
  if (!choices)
    return 0;
  double sum = 0;
  for (size_t i = 0; i < count; i++) {
    const pk_node *member = &members[i];
    choices[i].value = member->key;
    if (whole && !whole_key(member->key))
      PK_PROBLEM(reader, member, PK_KEY, "E-CHOICE-WHOLE", "value", member->key, NULL);
    pk_read_number(reader, member, what, PK_LAW_SHARE, &choices[i].share);
    sum += choices[i].share.value;
  }
  make_whole(reader, node, sum);
  for (size_t i = 0; i < count; i++)
    choices[i].share.value /= sum;
  *list = choices;
  return (int)count;
}
