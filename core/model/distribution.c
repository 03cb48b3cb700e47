/* Distributions of lengths: { "FAMILY": { parameters, "unit": "month" } }. */
#include "model/read.h"

#define FAMILIES                                                                                   \
  "fixed, uniform, geometric, exponential, weibull, gamma, loglogistic, lognormal, table, "        \
  "survival"

typedef struct family {
  const char *name;
  const pk_shape *shape; /* NULL: read in its own way */
  const char *a, *b;     /* keys of the parameters */
  pk_number_law a_law, b_law;
} family;

static const family families[] = {
    [PK_FIXED] = {"fixed", NULL, NULL, NULL, 0, 0},
    [PK_UNIFORM] = {"uniform", &pk_shape_uniform, "min", "max", PK_LAW_STEPS, PK_LAW_STEPS},
    [PK_GEOMETRIC] = {"geometric", &pk_shape_mean, "mean", NULL, PK_LAW_POSITIVE, 0},
    [PK_EXPONENTIAL] = {"exponential", &pk_shape_mean, "mean", NULL, PK_LAW_POSITIVE, 0},
    [PK_WEIBULL] = {"weibull", &pk_shape_scaled, "shape", "scale", PK_LAW_POSITIVE,
                    PK_LAW_POSITIVE},
    [PK_GAMMA] = {"gamma", &pk_shape_scaled, "shape", "scale", PK_LAW_POSITIVE, PK_LAW_POSITIVE},
    [PK_LOGLOGISTIC] = {"loglogistic", &pk_shape_scaled, "shape", "scale", PK_LAW_POSITIVE,
                        PK_LAW_POSITIVE},
    [PK_LOGNORMAL] = {"lognormal", &pk_shape_lognormal, "meanlog", "sdlog", PK_LAW_ANY,
                      PK_LAW_POSITIVE},
    [PK_TABLE] = {"table", NULL, NULL, NULL, 0, 0},
    [PK_SURVIVAL] = {"survival", NULL, NULL, NULL, 0, 0},
};
#define FAMILY_COUNT (sizeof families / sizeof *families)

/* { "fixed": 10 } in whole steps, or { "fixed": { "value": 10, "unit": "month" } }. */
static bool read_fixed(pk_reader *reader, const pk_node *node, const char *what,
                       pk_distribution *d) {
  if (json_is_object(node->json))
    d->unit = pk_read_unit(reader, node);
  pk_number_law law = d->unit == PK_UNIT_STEP ? PK_LAW_STEPS : PK_LAW_POSITIVE;
  return pk_read_number_shaped(reader, node, &pk_shape_fixed, what, law, &d->a);
}

/* Whether the members of an array are numbers that obey a law; copied to `values`. */
static bool read_row(pk_reader *reader, const pk_node *array, pk_number_law law, double *values) {
  bool good = true;
  for (size_t i = 0; i < json_array_size(array->json); i++) {
    pk_node item = pk_node_at(array, i);
    values[i] = json_number_value(item.json);
    if (!pk_read_is(reader, &item, PK_IS_NUMBER) || !pk_read_lawful(reader, &item, law, values[i]))
      good = false;
  }
  return good;
}

static bool not_empty(pk_reader *reader, const pk_node *array) {
  if (!pk_read_is(reader, array, PK_IS_ARRAY))
    return false;
  if (json_array_size(array->json) > 0)
    return true;
  PK_PROBLEM(reader, array, PK_KEY, "E-EMPTY", "key", array->key, NULL);
  return false;
}

static bool read_table(pk_reader *reader, const pk_node *node, pk_distribution *d) {
  if (!not_empty(reader, node))
    return false;
  size_t n = json_array_size(node->json);
  double *y = pk_read_alloc(reader, n, sizeof *y), sum = 0;
  if (!y || !read_row(reader, node, PK_LAW_SHARE, y))
    return false;
  for (size_t i = 0; i < n; i++)
    sum += y[i];
  if (fabs(sum - 1) > 1e-6) {
    PK_PROBLEM(reader, node, PK_KEY, "E-TABLE-SUM", "sum",
               pk_read_digits(reader, round(sum * 1e9) / 1e9), NULL);
    return false;
  }
  for (size_t i = 0; i < n; i++)
    y[i] /= sum;
  d->n = (int)n;
  d->y = y;
  return true;
}

/* One point of a survival curve, [time, share still there]. */
static bool read_point(pk_reader *reader, const pk_node *point, double *x, double *y) {
  if (!pk_read_is(reader, point, PK_IS_ARRAY))
    return false;
  if (json_array_size(point->json) != 2) {
    PK_PROBLEM(reader, point, PK_VALUE, "E-SURVIVAL-POINT", NULL);
    return false;
  }
  pk_node time = pk_node_at(point, 0), share = pk_node_at(point, 1);
  *x = json_number_value(time.json);
  *y = json_number_value(share.json);
  return pk_read_is(reader, &time, PK_IS_NUMBER) && pk_read_is(reader, &share, PK_IS_NUMBER) &&
         pk_read_lawful(reader, &time, PK_LAW_POSITIVE, *x) &&
         pk_read_lawful(reader, &share, PK_LAW_SHARE, *y);
}

static bool read_survival(pk_reader *reader, const pk_node *node, pk_distribution *d) {
  if (!not_empty(reader, node))
    return false;
  size_t n = json_array_size(node->json);
  double *x = pk_read_alloc(reader, n, sizeof *x), *y = pk_read_alloc(reader, n, sizeof *y);
  if (!x || !y)
    return false;
  double last_time = 0, last_share = 1;
  for (size_t i = 0; i < n; i++) {
    pk_node point = pk_node_at(node, i);
    if (!read_point(reader, &point, &x[i], &y[i]))
      return false;
    if (x[i] <= last_time || y[i] > last_share) {
      PK_PROBLEM(reader, &point, PK_VALUE, "E-SURVIVAL-ORDER", NULL);
      return false;
    }
    last_time = x[i];
    last_share = y[i];
  }
  d->n = (int)n;
  d->x = x;
  d->y = y;
  return true;
}

static bool read_parameters(pk_reader *reader, const pk_node *node, const char *what,
                            const family *f, pk_distribution *d) {
  if (!pk_read_shape(reader, node, f->shape))
    return false;
  d->unit = pk_read_unit(reader, node);
  pk_read_number_member(reader, node, f->a, what, f->a_law, NAN, &d->a);
  if (f->b)
    pk_read_number_member(reader, node, f->b, what, f->b_law, NAN, &d->b);
  return !isnan(d->a.value) && !isnan(d->b.value);
}

/* What the parameters must be together. */
static bool check_parameters(pk_reader *reader, const pk_node *node, const pk_distribution *d) {
  if (d->family == PK_UNIFORM && d->a.value > d->b.value) {
    PK_PROBLEM(reader, node, PK_KEY, "E-BOUNDS", "what", node->key, NULL);
    return false;
  }
  double steps = pk_unit_steps(d->unit, reader->model->step);
  if (d->family == PK_GEOMETRIC && d->a.value * steps < 1 - 1e-9) {
    pk_node mean = {json_object_get(node->json, "mean"), node, "mean", 0};
    PK_PROBLEM(reader, &mean, PK_VALUE, "E-GEOMETRIC-MEAN", "mean",
               pk_read_digits(reader, d->a.value * steps), NULL);
    return false;
  }
  return true;
}

static bool read_family(pk_reader *reader, const pk_node *node, const char *what,
                        pk_distribution *d) {
  switch (d->family) {
  case PK_FIXED:
    return read_fixed(reader, node, what, d);
  case PK_TABLE:
    return read_table(reader, node, d);
  case PK_SURVIVAL:
    return read_survival(reader, node, d);
  default:
    return read_parameters(reader, node, what, &families[d->family], d) &&
           check_parameters(reader, node, d);
  }
}

bool pk_read_distribution(pk_reader *reader, const pk_node *node, const char *what,
                          pk_distribution *d) {
  const char *names[FAMILY_COUNT];
  pk_node member;
  void *at = NULL;
  *d = (pk_distribution){.unit = PK_UNIT_STEP,
                         .a = pk_number_unwritten(0),
                         .b = pk_number_unwritten(0),
                         .pointer = pk_node_pointer(reader, node)};
  if (!json_is_object(node->json)) {
    pk_read_wrong_type(reader, node, "model.type.distribution");
    return false;
  }
  if (pk_member_count(node) != 1 || !pk_next_member(node, &at, &member)) {
    PK_PROBLEM(reader, node, PK_KEY, "E-FAMILY", "list", FAMILIES, NULL);
    return false;
  }
  for (size_t i = 0; i < FAMILY_COUNT; i++) {
    names[i] = families[i].name;
    if (strcmp(member.key, names[i]) == 0) {
      d->family = (pk_family)i;
      return read_family(reader, &member, what, d);
    }
  }
  PK_PROBLEM(reader, &member, PK_KEY, "E-FAMILY-UNKNOWN", "family", member.key, "list", FAMILIES,
             "suggestion", pk_nearest(member.key, names, FAMILY_COUNT), NULL);
  return false;
}
