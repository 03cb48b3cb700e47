/* Rules bound to a model: what kinds, roles and attributes its ids mean, and the tables that
 * engines read instead of Lua.
 *
 * After loading nothing here runs Lua: allow, limit and weight are table lookups over classes of
 * attribute values and clocks. A model without a region has rules too: everything is allowed,
 * there are no clocks, one profile a group and start. */
#ifndef PK_RULES_H
#define PK_RULES_H

#include "base/text.h"
#include "model/model.h"

typedef struct pk_role {
  const char *id;
  pk_name name;
  pk_row row;
  bool host;
} pk_role;

typedef struct pk_kind {
  const char *id;
  pk_name name;
  bool employed, open, waiting;
} pk_kind;

/* The state of all clocks of one client: histories as bits (bit 0 is the latest step, 1 = in the
 * counted kinds), counters as whole numbers. At most this many. */
#define PK_CLOCKS_MAX 16
typedef struct pk_clocks {
  uint64_t at[PK_CLOCKS_MAX];
} pk_clocks;

/* One kind of client within a group, with the share of the group that is so. Profiles whose
 * attributes no rule can tell apart share a `klass`; profiles of equal class and equal start clocks
 * within one group are merged. */
typedef struct pk_profile {
  int group;
  double share;
  int klass;
  pk_clocks start;
} pk_profile;

/* Money that rules speak of and the model counts: what they say about one kind of stage and one
 * account, once on entry or for as long as the stay goes on. */
typedef struct pk_amount {
  int kind;    /* index into kinds */
  int account; /* of the model: who pays */
  bool on_entry;
  const char *to;     /* the role that receives it; NULL: not said */
  const char *plugin; /* the first that speaks of it */
  const bool *pays;   /* by stage: whether anybody can be paid for there */
  bool changes;       /* may differ from step to step of one stay */
} pk_amount;

struct polku_rules {
  pk_arena *arena;
  const polku_model *model;
  bool present; /* false: a model without a region */
  int clock_count;
  int klass_count;
  int profile_count; /* in the order of groups */
  const pk_profile *profiles;
  int role_count;
  const pk_role *roles;
  int kind_count;
  const pk_kind *kinds;
  const int *stage_kind;      /* per stage: index into kinds, −1 without */
  const bool *stage_employed; /* per stage, from its kind or as written */
  const bool *stage_open;
  const int *const *standing_role; /* [stage][standing]: index into roles */
  const int *support_role;         /* per support */
  int amount_count;
  const pk_amount *amounts;
  struct pk_bound *bound; /* private to rules/ */

  /* Rules that change within the horizon of a model that follows the calendar: versions, in the
   * order of time. These rules are the first of them; see pk_rules_at. */
  int version_count;
  const struct polku_rules *const *versions;
  const int *version_of; /* [horizon + 1]: by step; NULL: always the first */
};

typedef struct polku_rules pk_rules;

/* The same rules for a copy of their model, read anew from where these were found; warnings are not
 * told twice. NULL with a problem in the report. */
polku_rules *pk_rules_copy(const pk_rules *rules, const polku_model *model, polku_report *report);

/* What the model's region is called; NULL where it has none. Borrowed. */
const pk_name *pk_rules_region(const pk_rules *rules);

/* The version that holds at a step 0 … horizon, and the rules to ask for its answers. All versions
 * share classes, profiles, kinds, clocks and amounts; what is asked at a move is asked of the
 * version of its day, a limit of that of the entry. */
static inline int pk_rules_version(const pk_rules *rules, int step) {
  return rules->version_of ? rules->version_of[step] : 0;
}
static inline const pk_rules *pk_rules_at(const pk_rules *rules, int version) {
  return rules->versions ? rules->versions[version] : rules;
}

/* Whether a client of class `klass` with these clocks may enter `stage` now. `elapsed` is the
 * number of steps of the stay that they would leave (0 at a start). O(leaves read). */
bool pk_rules_allow(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                    int elapsed);

/* The longest stay in steps, asked once on entry; 0: no limit. */
int pk_rules_limit(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks);

/* The factor on a transition (1 where no rule says otherwise). */
double pk_rules_weight(const pk_rules *rules, int klass, int transition, const pk_clocks *clocks,
                       int elapsed);

/* Who is let in first where a stage is full: lower first, 0 where no rule says; and whether any
 * rule says it of this stage, where hosts have places or a budget pays (else nobody need ask).
 * Where the laws of place and client both speak, the higher number. `elapsed` is 0 to such a rule.
 * O(clocks read). */
int pk_rules_priority(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks);
bool pk_rules_ranks(const pk_rules *rules, int stage);

/* As what kind a client waits at the door of a stage: the queue's "waits_as", else the kind that a
 * plugin marks for waiting; −1: none, clocks then run as in a stage of no kind. And the clocks on
 * beginning to wait so, and after one step of it. pk_rules_reduce and pk_rules_reduce_within hold
 * for those who wait: steps at a door are steps, also in `left`. */
int pk_rules_waits_as(const pk_rules *rules, int stage);
void pk_rules_wait_enter(const pk_rules *rules, int kind, pk_clocks *clocks);
void pk_rules_wait_step(const pk_rules *rules, int kind, pk_clocks *clocks);

/* Clocks on entry to a stage (counters that reset), and after one step spent in it. A step in a
 * passage never happens. */
void pk_rules_enter(const pk_rules *rules, int stage, pk_clocks *clocks);
void pk_rules_step(const pk_rules *rules, int stage, pk_clocks *clocks);

/* The representative of all clock states that no rule can tell apart now or later:
 * misses that no longer count are forgotten, counters saturate at what is read. Calling it after
 * every step keeps chains small and changes no answer. */
void pk_rules_reduce(const pk_rules *rules, pk_clocks *clocks);

/* The same for a client who will be asked nothing more than `left` steps from now: what cannot
 * leave a window of a history before that counts wherever in the window it stands. Merges far more
 * states, and answers the same for `left` steps. Reduces in the sense above too. */
void pk_rules_reduce_within(const pk_rules *rules, pk_clocks *clocks, int left);

/* What is asked of an amount: for a client of class `klass` in a stay at `stage` that began with
 * the clocks `entry` and is now, `elapsed` steps later, at `now`. */
typedef struct pk_stay_asked {
  int klass, stage, elapsed;
  const pk_clocks *entry, *now;
  int terms, today; /* versions of the rules: of the entry, of the step */
} pk_stay_asked;

/* An amount in units of its account: on entry, or per month at that rate for the step that begins.
 * 0 where it does not pay. By default (`binds = "entry"`) conditions judge the client as on entry
 * and only `elapsed` moves on, and the rule of that day holds; with `binds = "day"` they judge the
 * clocks of the step, by the rule of its day. Any version may be asked. Where laws
 * of place and client differ, a plugin that stands in both speaks once. O(leaves read). */
double pk_rules_amount(const pk_rules *rules, const pk_amount *amount, const pk_stay_asked *stay);

/* Whether some amount can be paid at a stage: then its clocks matter though nobody may leave it. */
bool pk_rules_pays(const pk_rules *rules, int stage);

/* What is worth saying about amounts: an account that the model does not have (I-AMOUNT-ACCOUNT),
 * or has in another unit (W-AMOUNT-UNIT), a rule that does not hold on the model's day
 * (I-AMOUNT-DATE), an account that rule and model both name at a stage (W-AMOUNT-TWICE). */
void pk_rules_check_amounts(const pk_rules *rules, polku_report *report);

/* Adds W-AGE-CROSSED for every group and age at which some rule of this model answers otherwise,
 * where clients of the group come to that age within the horizon: rules see the age at t = 0. */
void pk_rules_check_ages(const pk_rules *rules, polku_report *report);

/* Whether any `allow` or `weight` that can be asked when `stage` is left reads `elapsed`: only then
 * does a decision depend on how long the stay was, beyond the clocks. */
bool pk_rules_reads_elapsed(const pk_rules *rules, int stage);

/* What the rules call an id of this sort: an "attribute", a "history" (a counter too), a "role", a
 * "kind", a "region"; or a "value" of the attribute `of`. NULL where they do not know it. Borrowed.
 */
const pk_name *pk_rules_word(const pk_rules *rules, const char *sort, const char *id,
                             const char *of);

/* Appends a value of an attribute as people say it: "24 years", "reduced", "yes"; as it is written
 * where the rules do not know it. */
void pk_rules_say_value(const pk_rules *rules, const char *attribute, const char *value,
                        polku_lang lang, pk_text *out);

/* A clock in words for messages ("which clock makes the chain large"). */
const char *pk_rules_clock_id(const pk_rules *rules, int clock);

/* The decisive rule when `allow` says no, for findings of check: fills id of the leaf, its
 * reference and its plugin (borrowed). False when memory ran out. */
typedef struct pk_refusal {
  const char *rule, *leaf, *ref, *plugin;
  pk_name why;
} pk_refusal;
bool pk_rules_refusal(const pk_rules *rules, int klass, int stage, const pk_clocks *clocks,
                      int elapsed, pk_refusal *refusal);

#endif
