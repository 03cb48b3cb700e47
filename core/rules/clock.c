/* Clocks: what a client carries along, moved on step by step. */
#include "rules/rules.h"

void pk_rules_enter(const pk_rules *rules, int stage, pk_clocks *clocks) {
  (void)rules, (void)stage, (void)clocks;
}

void pk_rules_step(const pk_rules *rules, int stage, pk_clocks *clocks) {
  (void)rules, (void)stage, (void)clocks;
}

void pk_rules_reduce(const pk_rules *rules, pk_clocks *clocks) {
  (void)rules, (void)clocks;
}

const char *pk_rules_clock_id(const pk_rules *rules, int clock) {
  (void)rules, (void)clock;
  return "";
}
