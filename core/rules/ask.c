/* The questions that chain and engines ask, many millions of times: no Lua, no allocation. */
#include "rules/rules.h"

bool pk_rules_allow(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                    int elapsed) {
  (void)rules, (void)klass, (void)stage, (void)clocks, (void)elapsed;
  return true;
}

int pk_rules_limit(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks) {
  (void)rules, (void)klass, (void)stage, (void)clocks;
  return 0;
}

double pk_rules_weight(const pk_rules *rules, int klass, int transition, const pk_clocks *clocks,
                       int elapsed) {
  (void)rules, (void)klass, (void)transition, (void)clocks, (void)elapsed;
  return 1;
}

bool pk_rules_reads_elapsed(const pk_rules *rules, int stage) {
  (void)rules, (void)stage;
  return false;
}

void pk_rules_refusal(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                      int elapsed, pk_refusal *refusal) {
  (void)rules, (void)klass, (void)stage, (void)clocks, (void)elapsed;
  *refusal = (pk_refusal){0};
}
