/* Rules written in C, for laws of a stay that only rules can bring about: the questions that the
 * rules room answers are answered by functions of the test instead (linker option --wrap). Clients
 * carry one clock, the steps since t = 0. */
#ifndef SCRIPTED_H
#define SCRIPTED_H

#include "chain/scene.h"

typedef struct script {
  bool (*allow)(const char *stage, int clock, int elapsed);
  int (*limit)(const char *stage, int clock);
  double (*weight)(const char *transition, int clock, int elapsed);
  bool no_clock, reads_elapsed;
  bool history; /* the clock is 16 bits instead: which of the latest steps were in stage a */
} script;

static script now;

bool __wrap_pk_rules_allow(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                           int elapsed);
int __wrap_pk_rules_limit(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks);
double __wrap_pk_rules_weight(const pk_rules *rules, int klass, int transition,
                              const pk_clocks *clocks, int elapsed);
void __wrap_pk_rules_enter(const pk_rules *rules, int stage, pk_clocks *clocks);
void __wrap_pk_rules_step(const pk_rules *rules, int stage, pk_clocks *clocks);
void __wrap_pk_rules_reduce(const pk_rules *rules, pk_clocks *clocks);
void __wrap_pk_rules_reduce_within(const pk_rules *rules, pk_clocks *clocks, int left);
bool __wrap_pk_rules_reads_elapsed(const pk_rules *rules, int stage);
bool __wrap_pk_rules_refusal(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                             int elapsed, pk_refusal *refusal);
const char *__wrap_pk_rules_clock_id(const pk_rules *rules, int clock);

bool __wrap_pk_rules_allow(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                           int elapsed) {
  (void)klass;
  return !now.allow || now.allow(rules->model->stages[stage].id, (int)clocks->at[0], elapsed);
}

int __wrap_pk_rules_limit(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks) {
  (void)klass;
  return now.limit ? now.limit(rules->model->stages[stage].id, (int)clocks->at[0]) : 0;
}

double __wrap_pk_rules_weight(const pk_rules *rules, int klass, int transition,
                              const pk_clocks *clocks, int elapsed) {
  (void)klass;
  return now.weight
             ? now.weight(rules->model->transitions[transition].id, (int)clocks->at[0], elapsed)
             : 1;
}

void __wrap_pk_rules_enter(const pk_rules *rules, int stage, pk_clocks *clocks) {
  (void)rules, (void)stage, (void)clocks;
}

void __wrap_pk_rules_step(const pk_rules *rules, int stage, pk_clocks *clocks) {
  (void)rules;
  clocks->at[0] = now.history
                      ? (clocks->at[0] << 1 | (*rules->model->stages[stage].id == 'a')) & 0xffff
                      : clocks->at[0] + 1;
}

void __wrap_pk_rules_reduce(const pk_rules *rules, pk_clocks *clocks) {
  (void)rules, (void)clocks;
}

void __wrap_pk_rules_reduce_within(const pk_rules *rules, pk_clocks *clocks, int left) {
  (void)rules, (void)clocks, (void)left;
}

bool __wrap_pk_rules_reads_elapsed(const pk_rules *rules, int stage) {
  (void)rules, (void)stage;
  return now.reads_elapsed;
}

bool __wrap_pk_rules_refusal(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                             int elapsed, pk_refusal *refusal) {
  bool refused = !__wrap_pk_rules_allow(rules, klass, stage, clocks, elapsed);
  *refusal = refused ? (pk_refusal){.rule = "scripted", .ref = "§ 5"} : (pk_refusal){0};
  return true;
}

const char *__wrap_pk_rules_clock_id(const pk_rules *rules, int clock) {
  (void)rules, (void)clock;
  return "steps_in_a";
}

/* A scene under a script, unfolded. */
static inline scene scripted(int horizon, const char *parts, script rules) {
  scene s = scene_load(horizon, parts);
  now = rules;
  s.rules->present = true;
  s.rules->clock_count = rules.no_clock ? 0 : 1;
  scene_unfold(&s, NULL);
  assert_conserved(s.chain);
  return s;
}

#endif
