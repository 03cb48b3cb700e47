/* Numbers that say where they come from: a plain number is assumed; an object may
 * carry basis, source and one of three kinds of uncertainty. */
#include "model/read.h"

#include <float.h>
#include <limits.h>

/* People, amounts and places: so large that no pathway has as many, so small that products of them
 * over the longest horizon, and their squares, are numbers still. */
#define MOST 1e15

typedef struct law_range {
  const char *word;
  double low, high;
  bool open, whole; /* open: low itself is too little */
} law_range;

static const law_range laws[] = {
    [PK_LAW_ANY] = {"model.law.any", -MOST, MOST, false, false},
    [PK_LAW_SHARE] = {"model.law.share", 0, 1, false, false},
    [PK_LAW_NOT_NEGATIVE] = {"model.law.not_negative", 0, MOST, false, false},
    [PK_LAW_POSITIVE] = {"model.law.positive", 0, DBL_MAX, true, false},
    [PK_LAW_ONE_OR_MORE] = {"model.law.one_or_more", 1, DBL_MAX, false, false},
    [PK_LAW_COUNT] = {"model.law.count", 0, INT_MAX, false, true},
    [PK_LAW_STEPS] = {"model.law.steps", 1, INT_MAX, false, true},
    [PK_LAW_HORIZON] = {"model.law.horizon", 1, 40000, false, true},
    [PK_LAW_TIME] = {"model.law.time", 0, 40000, false, true},
    [PK_LAW_YEAR] = {"model.law.year", 1000, 3000, false, true},
    [PK_LAW_DISCOUNT] = {"model.law.discount", -1, 1, true, false},
};

static bool lawful(pk_number_law which, double value) {
  const law_range *l = &laws[which];
  bool inside = l->open ? value > l->low && value <= l->high : value >= l->low && value <= l->high;
  return inside && (!l->whole || value == floor(value));
}

bool pk_read_lawful(pk_reader *reader, const pk_node *node, pk_number_law law, double value) {
  if (lawful(law, value))
    return true;
  if (law == PK_LAW_SHARE && value > 1 && value <= 100) {
    PK_PROBLEM(reader, node, PK_VALUE, "E-PERCENT", "key", pk_node_name(reader, node), "value",
               pk_read_digits(reader, value), "share",
               pk_read_digits(reader, round(value * 1e7) / 1e9), NULL);
    return false;
  }
  bool vast = laws[law].high == MOST && value > MOST;
  PK_PROBLEM(reader, node, PK_VALUE, "E-NUMBER-RANGE", "key", pk_node_name(reader, node), "value",
             pk_read_digits(reader, value), "law", vast ? "model.law.vast" : laws[law].word, NULL);
  return false;
}

/* Reads a plain number into `value`; false with a problem. */
static bool read_value(pk_reader *reader, const pk_node *node, pk_number_law law, double *value) {
  if (!pk_read_is(reader, node, PK_IS_NUMBER))
    return false;
  double written = json_number_value(node->json);
  if (!pk_read_lawful(reader, node, law, written))
    return false;
  *value = written;
  return true;
}

double pk_read_double(pk_reader *reader, const pk_node *object, const char *key, pk_number_law law,
                      double fallback) {
  pk_node member;
  double value = fallback;
  if (!pk_read_member(reader, object, key, &member))
    return fallback;
  return read_value(reader, &member, law, &value) ? value : NAN;
}

int pk_read_whole(pk_reader *reader, const pk_node *object, const char *key, pk_number_law law,
                  int fallback) {
  double value = pk_read_double(reader, object, key, law, fallback);
  return isnan(value) ? fallback : (int)value;
}

pk_unit pk_read_unit(pk_reader *reader, const pk_node *object) {
  static const char *const names[] = {"month", "week", "day", "year", NULL};
  static const pk_unit units[] = {PK_UNIT_MONTH, PK_UNIT_WEEK, PK_UNIT_DAY, PK_UNIT_YEAR};
  int i = pk_read_enum(reader, object, "unit", names, -1);
  return i < 0 ? PK_UNIT_STEP : units[i];
}

/* ------------------------------------------------------------------------------- uncertainty */

static void read_evidence(pk_reader *reader, const pk_node *node, pk_number *number) {
  if (!pk_read_shape(reader, node, &pk_shape_evidence))
    return;
  bool of = json_object_get(node->json, "of"), exposure = json_object_get(node->json, "exposure");
  if (!of && !exposure && pk_read_has_unknown(node, &pk_shape_evidence))
    return;
  if (of == exposure) {
    PK_PROBLEM(reader, node, PK_KEY, "E-EVIDENCE-FORM", NULL);
    return;
  }
  number->prior = of ? PK_PRIOR_EVENTS : PK_PRIOR_EXPOSURE;
  number->a = pk_read_double(reader, node, "events", PK_LAW_NOT_NEGATIVE, NAN);
  number->b = pk_read_double(reader, node, of ? "of" : "exposure", PK_LAW_POSITIVE, NAN);
  number->unit = pk_read_unit(reader, node);
  pk_node member;
  if (of && number->a > number->b && pk_read_member(reader, node, "events", &member))
    PK_PROBLEM(reader, &member, PK_VALUE, "E-EVIDENCE", "events", pk_read_digits(reader, number->a),
               "of", pk_read_digits(reader, number->b), NULL);
}

static void read_range(pk_reader *reader, const pk_node *node, pk_number_law law,
                       pk_number *number) {
  double ends[2];
  if (!pk_read_is(reader, node, PK_IS_ARRAY))
    return;
  if (json_array_size(node->json) != 2) {
    PK_PROBLEM(reader, node, PK_VALUE, "E-RANGE", NULL);
    return;
  }
  for (size_t i = 0; i < 2; i++) {
    pk_node end = pk_node_at(node, i);
    if (!read_value(reader, &end, law, &ends[i]))
      return;
  }
  if (ends[0] >= ends[1]) {
    PK_PROBLEM(reader, node, PK_VALUE, "E-RANGE", NULL);
    return;
  }
  number->prior = PK_PRIOR_RANGE;
  number->a = ends[0];
  number->b = ends[1];
  if (number->value < ends[0] || number->value > ends[1])
    PK_PROBLEM(reader, node, PK_VALUE, "W-RANGE-VALUE", "value",
               pk_read_digits(reader, number->value), "low", pk_read_digits(reader, ends[0]),
               "high", pk_read_digits(reader, ends[1]), NULL);
}

typedef struct prior_family {
  const char *name;
  pk_prior prior;
  const pk_shape *shape;
  pk_number_law laws[3];
} prior_family;

static const prior_family priors[] = {
    {"beta", PK_PRIOR_BETA, &pk_shape_prior_beta, {PK_LAW_POSITIVE, PK_LAW_POSITIVE, 0}},
    {"gamma", PK_PRIOR_GAMMA, &pk_shape_prior_gamma, {PK_LAW_POSITIVE, PK_LAW_POSITIVE, 0}},
    {"normal", PK_PRIOR_NORMAL, &pk_shape_prior_normal, {PK_LAW_ANY, PK_LAW_POSITIVE, 0}},
    {"lognormal", PK_PRIOR_LOGNORMAL, &pk_shape_prior_lognormal, {PK_LAW_ANY, PK_LAW_POSITIVE, 0}},
    {"triangular",
     PK_PRIOR_TRIANGULAR,
     &pk_shape_prior_triangular,
     {PK_LAW_ANY, PK_LAW_ANY, PK_LAW_ANY}},
    {"uniform", PK_PRIOR_UNIFORM, &pk_shape_prior_uniform, {PK_LAW_ANY, PK_LAW_ANY, 0}},
};
#define PRIOR_COUNT (sizeof priors / sizeof *priors)

static void read_prior_family(pk_reader *reader, const pk_node *node, const prior_family *family,
                              pk_number *number) {
  double *parameters[3] = {&number->a, &number->b, &number->c};
  if (!pk_read_shape(reader, node, family->shape))
    return;
  number->prior = family->prior;
  int i = 0;
  for (const pk_key *key = family->shape->keys; key->name; key++, i++)
    *parameters[i] = pk_read_double(reader, node, key->name, family->laws[i], NAN);
  bool triangular = family->prior == PK_PRIOR_TRIANGULAR;
  bool wrong =
      (triangular && (number->a > number->b || number->b > number->c || number->a == number->c)) ||
      (family->prior == PK_PRIOR_UNIFORM && number->a >= number->b);
  if (wrong)
    PK_PROBLEM(reader, node, PK_KEY, "E-BOUNDS", "what", family->name, NULL);
}

static void read_prior(pk_reader *reader, const pk_node *node, pk_number *number) {
  const char *names[PRIOR_COUNT];
  pk_node member;
  void *at = NULL;
  if (!pk_read_is(reader, node, PK_IS_OBJECT))
    return;
  if (pk_member_count(node) != 1 || !pk_next_member(node, &at, &member)) {
    PK_PROBLEM(reader, node, PK_KEY, "E-FAMILY", "list",
               "beta, gamma, normal, lognormal, triangular, uniform", NULL);
    return;
  }
  for (size_t i = 0; i < PRIOR_COUNT; i++) {
    names[i] = priors[i].name;
    if (strcmp(member.key, priors[i].name) == 0) {
      read_prior_family(reader, &member, &priors[i], number);
      return;
    }
  }
  PK_PROBLEM(reader, &member, PK_KEY, "E-FAMILY-UNKNOWN", "family", member.key, "list",
             "beta, gamma, normal, lognormal, triangular, uniform", "suggestion",
             pk_nearest(member.key, names, PRIOR_COUNT), NULL);
}

static void read_uncertainty(pk_reader *reader, const pk_node *node, pk_number_law law,
                             pk_number *number) {
  pk_node evidence, range, prior;
  bool has_evidence = pk_read_member(reader, node, "evidence", &evidence);
  bool has_range = pk_read_member(reader, node, "range", &range);
  bool has_prior = pk_read_member(reader, node, "distribution", &prior);
  if (has_evidence + has_range + has_prior > 1) {
    PK_PROBLEM(reader, node, PK_KEY, "E-UNCERTAINTY-TWICE", "key", pk_node_name(reader, node),
               NULL);
    return;
  }
  if (has_evidence)
    read_evidence(reader, &evidence, number);
  else if (has_range)
    read_range(reader, &range, law, number);
  else if (has_prior)
    read_prior(reader, &prior, number);
}

/* ------------------------------------------------------------------------------------ numbers */

/* Remembers a number for lists of all numbers. */
static void remember(pk_reader *reader, const pk_node *node, const pk_number *number,
                     const char *what) {
  pk_number_link *link = pk_read_alloc(reader, 1, sizeof *link);
  if (!link)
    return;
  *link = (pk_number_link){number, what, node->json, reader->numbers};
  reader->numbers = link;
  reader->number_count++;
}

static void read_number_object(pk_reader *reader, const pk_node *node, const pk_shape *shape,
                               pk_number_law law, pk_number *number) {
  pk_node value;
  if (!pk_read_shape(reader, node, shape))
    return;
  if (pk_read_member(reader, node, "value", &value))
    read_value(reader, &value, law, &number->value);
  pk_basis usual = json_object_get(node->json, "evidence") ? PK_MEASURED : PK_ASSUMED;
  number->basis = (pk_basis)pk_read_enum(reader, node, "basis", pk_basis_ids, (int)usual);
  number->source = pk_read_reference_member(reader, node, "source", PK_SOURCES);
  number->note = pk_read_text(reader, node, "note");
  read_uncertainty(reader, node, law, number);
}

bool pk_read_number_shaped(pk_reader *reader, const pk_node *node, const pk_shape *shape,
                           const char *what, pk_number_law law, pk_number *number) {
  *number = pk_number_unwritten(NAN);
  if (json_is_object(node->json))
    read_number_object(reader, node, shape, law, number);
  else if (json_is_number(node->json))
    read_value(reader, node, law, &number->value);
  else
    pk_read_wrong_type(reader, node, "model.type.number");
  if (isnan(number->value))
    return false;
  number->pointer = pk_node_pointer(reader, node);
  remember(reader, node, number, what);
  return true;
}

bool pk_read_number(pk_reader *reader, const pk_node *node, const char *what, pk_number_law law,
                    pk_number *number) {
  return pk_read_number_shaped(reader, node, &pk_shape_number, what, law, number);
}

bool pk_read_number_member(pk_reader *reader, const pk_node *object, const char *key,
                           const char *what, pk_number_law law, double fallback,
                           pk_number *number) {
  pk_node member;
  *number = pk_number_unwritten(fallback);
  if (!pk_read_member(reader, object, key, &member))
    return false;
  pk_read_number(reader, &member, what, law, number);
  return true;
}

pk_number pk_number_unwritten(double value) {
  return (pk_number){.value = value, .basis = PK_ASSUMED, .source = -1};
}

bool pk_read_observed(pk_reader *reader, const pk_node *node, pk_number *number) {
  if (!json_is_object(node->json) || !json_object_get(node->json, "events"))
    return pk_read_number(reader, node, "observed", PK_LAW_ANY, number);
  *number = pk_number_unwritten(NAN);
  if (!pk_read_shape(reader, node, &pk_shape_observed))
    return false;
  number->basis = PK_MEASURED;
  number->prior = PK_PRIOR_EVENTS;
  number->a = pk_read_double(reader, node, "events", PK_LAW_NOT_NEGATIVE, NAN);
  number->b = pk_read_double(reader, node, "of", PK_LAW_POSITIVE, NAN);
  number->value = number->a / number->b;
  if (number->a > number->b) {
    pk_node events = {json_object_get(node->json, "events"), node, "events", 0};
    PK_PROBLEM(reader, &events, PK_VALUE, "E-EVIDENCE", "events", pk_read_digits(reader, number->a),
               "of", pk_read_digits(reader, number->b), NULL);
  }
  if (isnan(number->value))
    return false;
  number->pointer = pk_node_pointer(reader, node);
  remember(reader, node, number, "observed");
  return true;
}
