/* "renamed?": of parts that are gone and parts that are new, those that have much in common.
 *
 * A pair is scored by its name, its neighbours, its kind and its other fields, each equal, partly
 * equal or different; the best pairs that reach the threshold are suggested, each part once. This
 * is done twice: the second time a neighbour that was renamed itself counts as the same. Scores are
 * symmetric and rounded, so that it does not matter which model is looked at first. */
#include "model/differ_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  ENOUGH = 550000,     /* of what could be equal, in millionths */
  MOST_PAIRS = 1000000 /* nobody reads suggestions for more */
};
static const double alike = 0.65; /* names; where they are not, all neighbours but a few must be */

typedef struct scoring {
  pk_model_changes *changes;
  const char **stage_in_b; /* per stage of a: its id in b, or NULL */
  double sum, weight;
} scoring;

static void count(scoring *s, double weight, double likeness) {
  s->sum += weight * likeness;
  s->weight += weight;
}

/* --- likeness of values */

enum { BINS = 256 };

/* Pairs of letters by a small hash, capitals as small ones. */
static size_t count_pairs(const char *text, int sign, int bins[BINS]) {
  size_t n = 0;
  for (; text[0] && text[1]; text++, n++) {
    unsigned x = (unsigned char)text[0] | 0x20, y = (unsigned char)text[1] | 0x20;
    bins[(x * 31 + y) % BINS] += sign;
  }
  return n;
}

/* Dice's coefficient: 1 for equal texts, 0 for texts that share no pair of letters. */
static double text_likeness(const char *a, const char *b) {
  int bins[BINS] = {0};
  double apart = 0;
  double pairs = (double)(count_pairs(a, 1, bins) + count_pairs(b, -1, bins));
  if (pairs < 1)
    return strcmp(a, b) == 0;
  for (int i = 0; i < BINS; i++)
    apart += abs(bins[i]);
  return 1 - apart / pairs;
}

static double number_likeness(double x, double y) {
  double least = fmin(fabs(x), fabs(y)), most = fmax(fabs(x), fabs(y));
  return most <= 0 ? 1 : x * y > 0 ? least / most : 0;
}

static double value_likeness(json_t *a, json_t *b);

static double member_likeness(json_t *a, json_t *b) {
  const char *key;
  json_t *member;
  double sum = 0, all = 0;
  json_object_foreach(a, key, member) {
    json_t *other = json_object_get(b, key);
    sum += other ? value_likeness(member, other) : 0;
    all += 1;
  }
  json_object_foreach(b, key, member) {
    all += json_object_get(a, key) ? 0 : 1;
  }
  return all > 0 ? sum / all : 1;
}

static double value_likeness(json_t *a, json_t *b) {
  if (!a || !b)
    return 0;
  if (pk_same(a, b))
    return 1;
  if (json_is_number(a) && json_is_number(b))
    return number_likeness(json_number_value(a), json_number_value(b));
  return json_is_object(a) && json_is_object(b) ? member_likeness(a, b) : 0;
}

/* The likest two texts of one language; -1 where no language has both. */
static double name_likeness(const pk_name *a, const pk_name *b) {
  double best = -1;
  for (int i = 0; a && b && i < 3; i++)
    if (a->in[i] && b->in[i])
      best = fmax(best, text_likeness(a->in[i], b->in[i]));
  return best;
}

/* --- likeness of neighbours */

static bool is_same_stage(const scoring *s, int in_a, int in_b) {
  const char *id = s->stage_in_b[in_a];
  return id && strcmp(id, s->changes->b->stages[in_b].id) == 0;
}

/* Whether some transition of b enters (or leaves) `stage` on the other side of the same stage. */
static bool has_neighbour(const scoring *s, int stage, int other, bool enters) {
  const pk_model *b = s->changes->b;
  for (int i = 0; i < b->transition_count; i++) {
    const pk_transition *t = &b->transitions[i];
    if ((enters ? t->to : t->from) == stage && is_same_stage(s, other, enters ? t->from : t->to))
      return true;
  }
  return false;
}

static int degree(const pk_model *model, int stage) {
  int n = 0;
  for (int i = 0; i < model->transition_count; i++)
    n += (model->transitions[i].from == stage) + (model->transitions[i].to == stage);
  return n;
}

/* Neighbours that both have, of those that either has; -1: neither has any. */
static double stage_neighbours(const scoring *s, int in_a, int in_b) {
  const pk_model *a = s->changes->a;
  int shared = 0, most = degree(a, in_a), other = degree(s->changes->b, in_b);
  most = other > most ? other : most;
  for (int i = 0; i < a->transition_count; i++) {
    const pk_transition *t = &a->transitions[i];
    shared += t->to == in_a && has_neighbour(s, in_b, t->from, true);
    shared += t->from == in_a && has_neighbour(s, in_b, t->to, false);
  }
  return most > 0 ? fmin(1, (double)shared / most) : -1;
}

static double transition_neighbours(const scoring *s, int in_a, int in_b) {
  const pk_transition *a = &s->changes->a->transitions[in_a];
  const pk_transition *b = &s->changes->b->transitions[in_b];
  return (is_same_stage(s, a->from, b->from) + is_same_stage(s, a->to, b->to)) / 2.0;
}

static double neighbours(const scoring *s, const char *section, const char *a, const char *b) {
  const pk_model *from = s->changes->a, *to = s->changes->b;
  if (strcmp(section, "stages") == 0)
    return stage_neighbours(s, pk_model_find_stage(from, a), pk_model_find_stage(to, b));
  if (strcmp(section, "transitions") == 0)
    return transition_neighbours(s, pk_model_find_transition(from, a),
                                 pk_model_find_transition(to, b));
  return -1;
}

/* --- the score */

static bool is_told_elsewhere(const char *section, const char *key) {
  return strcmp(key, "name") == 0 || strcmp(key, "title") == 0 || strncmp(key, "x-", 2) == 0 ||
         (strcmp(section, "transitions") == 0 &&
          (strcmp(key, "from") == 0 || strcmp(key, "to") == 0));
}

static void count_field(scoring *s, const char *section, const char *key, json_t *a, json_t *b) {
  if (!is_told_elsewhere(section, key))
    count(s, strcmp(key, "kind") == 0 ? 2 : 1, value_likeness(a, b));
}

static json_t *part_of(const pk_model *model, const char *section, const char *id) {
  return json_object_get(json_object_get(model->json, section), id);
}

/* How much a removed part and an added one have in common, in millionths. */
static long score(scoring *s, const pk_model_change *gone, const pk_model_change *new) {
  const char *section = gone->section, *key;
  json_t *a = part_of(s->changes->a, section, gone->id), *member;
  json_t *b = part_of(s->changes->b, section, new->id);
  double name = name_likeness(gone->name, new->name);
  double around = neighbours(s, section, gone->id, new->id);
  s->sum = s->weight = 0;
  if (name < alike && around < alike && !pk_same(a, b))
    return 0;
  count(s, name >= 0 ? 3 : 1, name >= 0 ? name : text_likeness(gone->id, new->id));
  if (around >= 0)
    count(s, 3, around);
  json_object_foreach(a, key, member) {
    count_field(s, section, key, member, json_object_get(b, key));
  }
  json_object_foreach(b, key, member) {
    if (!json_object_get(a, key))
      count_field(s, section, key, NULL, member);
  }
  return lround(1e6 * s->sum / s->weight);
}

/* --- the best pairs */

typedef struct pair {
  long score;
  pk_model_change *gone, *new;
} pair;

/* The better first; of equal ones the one with the smaller ids, whichever side they are on. */
static int better(const void *x, const void *y) {
  const pair *a = x, *b = y;
  const char *ids[2][2] = {{a->gone->id, a->new->id}, {b->gone->id, b->new->id}};
  if (a->score != b->score)
    return a->score > b->score ? -1 : 1;
  for (int i = 0; i < 2; i++)
    if (strcmp(ids[i][0], ids[i][1]) > 0) {
      const char *swap = ids[i][0];
      ids[i][0] = ids[i][1];
      ids[i][1] = swap;
    }
  int least = strcmp(ids[0][0], ids[1][0]);
  return least ? least : strcmp(ids[0][1], ids[1][1]);
}

/* The changes of a section begin at `from`. */
static int section_end(const pk_model_changes *c, int from) {
  int i = from;
  while (i < c->count && strcmp(c->at[i].section, c->at[from].section) == 0)
    i++;
  return i;
}

static size_t find_pairs(scoring *s, int from, int until, pair *pairs) {
  pk_model_change *at = s->changes->at;
  size_t n = 0;
  for (int i = from; i < until; i++)
    for (int j = from; j < until; j++) {
      if (at[i].form != PK_PART_REMOVED || at[j].form != PK_PART_ADDED)
        continue;
      long found = score(s, &at[i], &at[j]);
      if (found >= ENOUGH && pairs)
        pairs[n] = (pair){found, &at[i], &at[j]};
      n += found >= ENOUGH;
    }
  return n;
}

static bool suggest_in(scoring *s, int from, int until) {
  pk_model_change *at = s->changes->at;
  size_t gone = 0, new = 0;
  for (int i = from; i < until; i++) {
    gone += at[i].form == PK_PART_REMOVED;
    new += at[i].form == PK_PART_ADDED;
    at[i].renamed = NULL;
  }
  if (!*at[from].section || gone == 0 || new == 0 || gone *new > MOST_PAIRS)
    return true;
  pair *pairs = calloc(gone * new, sizeof *pairs);
  if (!pairs)
    return false;
  size_t n = find_pairs(s, from, until, pairs);
  qsort(pairs, n, sizeof *pairs, better);
  for (size_t i = 0; i < n; i++)
    if (!pairs[i].gone->renamed && !pairs[i].new->renamed) {
      pairs[i].gone->renamed = pairs[i].new->id;
      pairs[i].new->renamed = pairs[i].gone->id;
    }
  free(pairs);
  return true;
}

/* Which stage of b each stage of a is: by id, or as suggested. */
static void find_stages(scoring *s) {
  const pk_model *a = s->changes->a, *b = s->changes->b;
  for (int i = 0; i < a->stage_count; i++) {
    const char *id = a->stages[i].id;
    const pk_model_change *change = NULL;
    if (pk_model_find_stage(b, id) < 0)
      change = pk_model_change_of(s->changes, "stages", id, NULL);
    s->stage_in_b[i] = change ? change->renamed : id;
  }
}

bool pk_suggest_renamed(pk_model_changes *changes) {
  scoring s = {.changes = changes,
               .stage_in_b =
                   PK_NEW_ARRAY(changes->arena, const char *, (size_t)changes->a->stage_count)};
  if (!s.stage_in_b)
    return false;
  for (int round = 0; round < 2; round++) {
    find_stages(&s);
    for (int i = 0, end; i < changes->count; i = end) {
      end = section_end(changes, i);
      if (!suggest_in(&s, i, end))
        return false;
    }
  }
  return true;
}
