/* A comparison: the first case and each other, in structure, in rules, in outcomes. It borrows
 * nothing once it is made. */
#ifndef PK_COMPARISON_H
#define PK_COMPARISON_H

#include "model/differ.h"
#include "rules/behaviour.h"
#include "study/result.h"

/* How an outcome (per client, or an account in all) differs between the first case and another. */
typedef struct pk_paired {
  double before, after; /* with the written numbers; NaN: one of them does not have it */
  double value;         /* after − before */
  /* 90 % interval of the difference in one group of this size with the same luck in both: luck and
   * not knowing the numbers. luck_share: the part of its variance that is luck. */
  double low, high, luck_share;
  /* The same of the expected difference: not knowing alone. What a decision rests on. */
  double expected_low, expected_high;
  double
      better; /* chance that the expected difference is an improvement (a cost: that it is less) */
  double error; /* Monte-Carlo standard error of `value`; 0 where both are exact */
  double noise; /* part of the expected difference's spread that more runs would remove */
} pk_paired;

/* What one more person in open work costs in an account. */
typedef struct pk_price {
  int account;            /* index into the comparison's accounts */
  double cost, people;    /* mean extra cost, mean extra people in open work */
  double each, low, high; /* cost ÷ people, its interval; NaN where nobody more works */
  enum {
    PK_PRICE_EACH,     /* more people for more money: `each` says how much */
    PK_DOMINATES,      /* more people for less money */
    PK_DOMINATED,      /* fewer people for more money */
    PK_PRICE_SAVED,    /* fewer people for less money: `each` is saved for each of them */
    PK_PRICE_UNDECIDED /* no difference that can be told */
  } form;
  double chance_worth; /* chance that the gain is worth its cost; NaN: no worth was said */
} pk_price;

/* One case beside the first. */
typedef struct pk_beside {
  pk_model_changes *changes;
  pk_behaviours *behaviours;
  bool region_differs;
  bool same_people;  /* both have as many clients: sums of money can be set side by side */
  pk_paired *paired; /* [answers][outcomes + accounts]; NULL: outcomes were not asked for */
  int price_count;
  pk_price *prices;
} pk_beside;

struct polku_comparison {
  pk_arena *arena;
  pk_provenance provenance;
  int case_count;
  const char **names; /* [cases]: as a person calls them */
  pk_name *titles;    /* [cases]: of the scenario, or of the model */
  pk_name *regions;   /* [cases]: empty without a region */
  /* [cases]: the outcomes of each alone, without the third sector's part; NULL: not asked for. */
  polku_result **results;
  /* [cases]: copies, so that texts can name parts. All end when the first of them does: outcomes
   * are compared over the time that every case covers. */
  polku_model **models;
  bool shortened; /* their own horizons differ */
  polku_rules **rules;
  pk_beside *beside; /* [cases]; the first is empty */
  /* Groups and accounts that all cases have, by id: answers are all clients, then these. */
  int group_count, account_count;
  pk_label *groups, *accounts;
  const char **account_units;
  /* By case: where its groups and accounts stand in its model and its result. */
  int **group_of, **account_of;
  int draws;
  bool drawn;  /* false: nothing is uncertain, or nothing was drawn; luck alone */
  bool played; /* by a random engine, all cases alike */
  bool stopped;
  pk_outcome outcome; /* by which cases are ranked */
  double *best;       /* [cases]: chance that the case is the best of all by that outcome */
  double information; /* expected value of perfect information: in people of the first case in that
                       * outcome (in months per client of one that counts months), or in money
                       * where a worth was said */
  double worth;
  int worth_account;                     /* −1: no worth was said */
  const struct pk_regions *side_by_side; /* the cases (regions.h); NULL without outcomes, and
                                          * where there is nothing more to tell */
};

static inline const pk_paired *pk_paired_at(const polku_comparison *c, int other, int answer,
                                            int question) {
  return &c->beside[other].paired[answer * (PK_OUTCOMES + c->account_count) + question];
}

#endif
