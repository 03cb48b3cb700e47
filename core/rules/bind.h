/* Binding: what the ids in a model mean, and the tables that questions about its clients read. */
#ifndef PK_BIND_H
#define PK_BIND_H

#include "rules/law.h"

/* A leaf of some law that may be asked in this model. */
typedef struct pk_relevant {
  const pk_law *law;
  const pk_leaf *leaf;
} pk_relevant;

/* What is remembered of one history or counter, because some rule of this model reads it: one of
 * the words in pk_clocks. */
typedef struct pk_slot {
  int memory;         /* index in the book */
  const pk_law *law;  /* that holds the table of its reset condition */
  const bool *counts; /* by stage: a step spent there counts */
  const bool *resets; /* by stage: entering it begins anew (counters) */
  /* The same of those who wait at a door, by the kind that they wait as; [0]: as none. */
  const bool *waiting_counts, *waiting_resets;

  /* What reduction may forget (clock.c). Histories: within `window` steps at most `misses` tell,
   * for each clock that reads it; `run` is the length from which runs are alike. Counters: `cap`
   * and `floor`, in steps: from the one on all are alike, and below the other. `serves` are the
   * slots for whose resets alone a counter is read, as bits; 0: it is read for itself too. */
  int clock_count;
  const struct pk_window { int last, misses; } * clocks;
  int run;
  uint64_t cap, floor;
  unsigned serves;
} pk_slot;

/* The law of a place for one class of clients, in a form that is quick to ask (fold.c). */
typedef struct pk_fold pk_fold;

/* Who goes first at a stage, for one class of clients (ranks.c). */
typedef struct pk_rank pk_rank;

struct pk_bound {
  pk_book *book;
  const char *folders;
  pk_date date;
  /* Laws of all regions, version by version (versions.c). Questions are asked of the first
   * `region_count` of them; what may matter to clients is found in all. */
  int region_count, law_count;
  const pk_law *const *laws;
  int slot_count;
  pk_slot slots[PK_CLOCKS_MAX];
  const int *memory_slot; /* by memory of the book; -1: nobody reads it */
  const int *stage_law;   /* by stage */
  const int *const
      *stage_raw;            /* by stage: raw values of all variables, those of stages filled in */
  const bool *reads_elapsed; /* by stage that is left */
  const int *klass_law;      /* by class */
  const int *const *klass_raw; /* by class: the same, those of clients filled in */
  const int *group_law;        /* by group */
  pk_list relevant;            /* pk_relevant */
  /* Of every variable: the smallest value that no rule of this model can tell from each value. */
  const int *const *same_as;
  const pk_fold *const *folds; /* [stage][class]; NULL where a stage has no kind */
  const int *waits_as;         /* by stage: kind, −1 */
  const pk_rank *const *ranks; /* [stage][class]; NULL where nobody goes before others */
};

typedef struct pk_bound pk_bound;

/* Everything that is needed to ask for one variable. */
typedef struct pk_view {
  const pk_rules *rules;
  const int *client, *stage; /* raw values by variable */
  const pk_clocks *clocks;
  int elapsed;
  const int *given; /* raw values of all variables at once, or NULL */
} pk_view;

/* The raw value of a variable. */
int pk_view_raw(const pk_view *view, int variable);
bool pk_view_leaf(const pk_view *view, const pk_law *law, const pk_leaf *leaf);
bool pk_view_tree(const pk_view *view, const pk_law *law, const pk_tree *node);
/* Whether a leaf looks at the place only: no client can change its answer. */
bool pk_leaf_of_place(const pk_book *book, const pk_leaf *leaf);
/* What layers of cases give together; `otherwise` where none speaks. *decisive is the case that
 * gave it, or NULL. */
long long pk_view_cases(const pk_view *view, const pk_law *law, int kind, pk_rule_form form,
                        long long otherwise, const pk_choice_case **decisive,
                        const pk_layer **layer);

/* The first case of a layer that holds, or NULL; and its value. */
const pk_choice_case *pk_view_case(const pk_view *view, const pk_law *law, const pk_layer *layer);
long long pk_view_value(const pk_view *view, const pk_law *law, const pk_choice_case *one);
/* The law of the stage's region, and that of the client's where it is another; their number. */
int pk_laws_of(const pk_rules *rules, int klass, int stage, const pk_law *laws[2]);
/* Whether a layer of amounts is about this amount: its account, once or by time. */
bool pk_layer_pays(const pk_rules *rules, const pk_layer *layer, const pk_amount *amount);
/* The model's account of this id, where it counts money; else -1. */
int pk_amount_account(const pk_rules *rules, const char *id);

/* The value of a clock for the bits of its history, or the steps of its counter. */
int pk_clock_value(pk_step step, const pk_variable *variable, uint64_t state);

/* Whole months in a number of steps, and the fewest steps that make so many months. */
long long pk_whole_months(pk_step step, uint64_t steps);
uint64_t pk_month_steps(pk_step step, long long months);

/* Whether people may have to wait for a stage: some host has places there, or a budget is for its
 * kind. */
bool pk_stage_limited(const pk_rules *rules, int stage);
/* Whether the law of some region speaks at a stage: the place's own, or a client's. */
bool pk_law_asked(const pk_rules *rules, int law, int stage);

/* A limit in whole steps, at least 1. */
int pk_limit_steps(pk_step step, const char *unit, long long value);

/* Binds a model that names no region: everything is allowed, there are no clocks, one profile a
 * group, roles are known by their ids only. False when memory ran out. */
bool pk_bind_plain(pk_rules *rules);

/* Binds a model to the plugins of its regions. False with problems. The steps, in this order: */
bool pk_bind_regions(pk_rules *rules, const char *folders, polku_report *report);
/* Instead of that step the laws of other rules, which are borrowed, where they are those of this
 * model too: one region, one day for all. */
bool pk_may_bind_again(const pk_rules *like, const pk_model *model);
bool pk_bind_again(pk_rules *rules, const pk_rules *like, polku_report *report);
void pk_bind_vocabulary(pk_rules *rules, polku_report *report); /* kinds, roles */
bool pk_bind_attributes(pk_rules *rules, polku_report *report); /* of stages */
bool pk_bind_amounts(pk_rules *rules, polku_report *report);    /* those that the model counts */
bool pk_bind_relevance(pk_rules *rules, polku_report *report);  /* what is read: slots, same_as */
bool pk_bind_profiles(pk_rules *rules, polku_report *report);   /* groups */
bool pk_bind_folds(pk_rules *rules, polku_report *report);      /* what engines ask … */
bool pk_bind_ranks(pk_rules *rules, polku_report *report);      /* … also at full stages */
/* For a model of which only names are known: attributes of stages, attributes and histories of
 * groups. False when memory ran out. */
bool pk_bind_stage_names(pk_rules *rules, polku_report *report);
void pk_bind_group_names(pk_rules *rules, polku_report *report);

/* Rules that follow the calendar (versions.c). By step, where something that plugins of these
 * regions say may change: nothing where the model follows no calendar. NULL when memory ran out. */
bool *pk_version_changes(const pk_rules *rules, const pk_plugin *const *regions, int count,
                         polku_report *report);
/* Whether two laws of one region answer alike wherever this model asks. */
bool pk_laws_alike(const pk_rules *rules, const pk_law *a, const pk_law *b);
/* What engines ask, of every version. */
bool pk_bind_versions(pk_rules *rules, polku_report *report);

/* The raw value that a model's text means for an attribute; -1 when it is none. */
int pk_attribute_raw(const pk_attribute_kind *attribute, const char *text);
/* Adds E-ATTRIBUTE-VALUE with the values that are possible. */
void pk_attribute_wrong(const pk_model *model, const pk_attribute_kind *attribute,
                        const char *value, const char *pointer, polku_report *report);
/* A raw value in words: "58", the enum's id. Writes into the arena; NULL without memory. */
const char *pk_raw_text(pk_arena *arena, const pk_book *book, const pk_variable *variable, int raw);
/* The start of one choice of a group's history or counter, as the bits or steps of its slot. */
bool pk_past_start(const pk_rules *rules, const pk_memory *memory, const pk_past *past, int choice,
                   uint64_t *start);

#endif
