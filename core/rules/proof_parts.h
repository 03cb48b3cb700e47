/* What the files of proof.c share. */
#ifndef PK_PROOF_PARTS_H
#define PK_PROOF_PARTS_H

#include "rules/proof.h"

typedef struct pk_prover {
  const pk_proof_wanted *wanted;
  pk_arena *arena; /* ends with the proof */
  pk_book *book;   /* the same, with a report of its own: what a law of another day lacks is told by
                      the proof, not by the law */
  polku_report *report;
  pk_proof_count count;
  bool failed; /* memory */

  /* of the kind that is looked at */
  int kind;
  pk_segments segments;
  bool holes_known;
  bool *hole;   /* by segment: some rule reads a parameter without a value */
  pk_list laws; /* those made so far: private to proof.c */
} pk_prover;

/* Where a plugin speaks about a rule on a day: with a version of its own, or by setting a parameter
 * that the rule reads. */
typedef struct pk_voice {
  const pk_plugin *plugin;
  const pk_rule *rule;       /* or NULL */
  const pk_version *version; /* or NULL */
  const pk_file *file;
  int line;
} pk_voice;

bool pk_proof_memory(pk_prover *p);

/* Whether a plugin stands in the law. */
bool pk_proof_in_law(const pk_prover *p, const pk_plugin *plugin);
const pk_plugin *pk_proof_plugin(const pk_prover *p, int i);
/* The rule of a plugin about a key; its version on a day. NULL where there is none. */
const pk_rule *pk_proof_rule(const pk_plugin *plugin, const pk_rule_key *key);
const pk_version *pk_proof_version(const pk_rule *rule, pk_date day);
bool pk_proof_voice(const pk_prover *p, const pk_plugin *plugin, const pk_rule_key *key,
                    pk_date day, pk_voice *voice);

/* The value that a plugin itself gives to a number on a day, or NULL; whether a plugin above it has
 * declared that number. */
const pk_dated *pk_proof_setting(const pk_plugin *plugin, const char *id, pk_date day);
bool pk_proof_declared_above(const pk_prover *p, const pk_plugin *plugin, const char *id);

/* Whether a plugin sets a number that some rule about a kind reads. */
bool pk_proof_sets(const pk_prover *p, const pk_plugin *plugin, int kind);

/* "Wage subsidy: longest stay". */
pk_name pk_proof_tell(const pk_prover *p, const pk_rule_key *key);

/* Calls `see` for every parameter that a version reads, with the line on which it does. */
typedef void pk_see_param(void *context, const char *id, int line);
void pk_proof_params(const pk_version *version, pk_see_param *see, void *context);

/* The checks that need dates only (proof_dates.c): of the kind that is looked at … */
void pk_proof_holes(pk_prover *p);     /* fills p->hole; thorough: tells them */
void pk_proof_overrides(pk_prover *p); /* versions that have nothing to change; other units */
void pk_proof_reviews(pk_prover *p);
/* … and of the law as a whole. */
void pk_proof_settings(pk_prover *p); /* parameters that plugins of one level set differently */

#endif
