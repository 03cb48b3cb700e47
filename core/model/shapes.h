/* The keys of the format: one table for each kind of object.
 *
 * Reader, schema (models/polku.schema.json, `$defs` of the same names) and tests share these
 * tables, so that none of them knows a key the others do not. Maps from id to object have no table:
 * their keys are the author's. */
#ifndef PK_SHAPES_H
#define PK_SHAPES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct pk_key {
  const char *name; /* NULL ends a table */
  bool required;
} pk_key;

typedef struct pk_shape {
  const char *name; /* in the schema; the word "model.shape.NAME" says it to a person */
  const pk_key *keys;
} pk_shape;

extern const pk_shape pk_shape_model, pk_shape_order, pk_shape_text, pk_shape_source,
    pk_shape_account, pk_shape_budget, pk_shape_actor, pk_shape_stage, pk_shape_standing,
    pk_shape_places_per, pk_shape_amount, pk_shape_queue, pk_shape_transition, pk_shape_referral,
    pk_shape_support, pk_shape_effect, pk_shape_group, pk_shape_history, pk_shape_arrivals,
    pk_shape_initial, pk_shape_gap, pk_shape_note, pk_shape_path, pk_shape_target,
    pk_shape_scenario, pk_shape_number, pk_shape_evidence, pk_shape_observed, pk_shape_fixed,
    pk_shape_uniform, pk_shape_mean, pk_shape_scaled, pk_shape_lognormal, pk_shape_link,
    pk_shape_prior_beta, pk_shape_prior_gamma, pk_shape_prior_normal, pk_shape_prior_lognormal,
    pk_shape_prior_triangular, pk_shape_prior_uniform;

/* All tables, for whoever compares them with the schema. NULL ends the list. */
extern const pk_shape *const pk_shapes[];

/* The kinds of table in a model: the order is that of the format. */
typedef enum {
  PK_SOURCES,
  PK_ACCOUNTS,
  PK_BUDGETS,
  PK_ACTORS,
  PK_STAGES,
  PK_TRANSITIONS,
  PK_SUPPORTS,
  PK_GROUPS,
  PK_GAPS,
  PK_NOTES,
  PK_PATHS,
  PK_TARGETS,
  PK_SCENARIOS,
  PK_SECTION_COUNT
} pk_section_id;

/* "sources" … "scenarios". */
extern const char *const pk_section_names[PK_SECTION_COUNT];

#endif
