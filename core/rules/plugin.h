/* Plugins as they are after reading: what they declare, and their rules in dated versions.
 *
 * Everything lives in the arena of the rules. Nothing here depends on a date or on a model: a law
 * (law.h) is what plugins say on one day. */
#ifndef PK_PLUGIN_H
#define PK_PLUGIN_H

#include "base/ids.h"
#include "rules/rules.h"
#include "rules/value.h"

/* Days outside every date that can be written stand for "always" and "for ever". */
#define PK_DATE_FIRST INT32_MIN
#define PK_DATE_LAST INT32_MAX

typedef enum { PK_LEVEL_STATE, PK_LEVEL_REGION, PK_LEVEL_MUNICIPALITY, PK_LEVELS } pk_level;

/* --- parameters */

typedef struct pk_dated {
  pk_date from, until; /* both days included */
  long long value;
  const char *ref;
  /* Another value that a source of no less weight has: it is told of wherever this one counts. */
  bool has_disputed;
  long long disputed;
  const char *disputed_ref;
  int line;
} pk_dated;

/* What a lower level may set, when it may at all. */
typedef struct pk_delegate {
  bool may, has_min, has_max;
  long long min, max;
} pk_delegate;

typedef struct pk_param {
  const char *id, *unit;
  pk_name name;
  bool locked;
  pk_delegate delegate[PK_LEVELS];
  bool has_review;
  pk_date review_by;
  int value_count;
  const pk_dated *values; /* by rising `from` */
  const struct pk_plugin *plugin;
  int line;
} pk_param;

/* --- vocabulary: shared by all plugins that are loaded together */

typedef enum { PK_OF_CLIENT, PK_OF_STAGE } pk_of;
typedef enum { PK_TYPE_INT, PK_TYPE_ENUM, PK_TYPE_BOOL } pk_attribute_type;

typedef struct pk_attribute_kind {
  const char *id, *unit;
  pk_name name;
  pk_of of;
  pk_attribute_type type;
  long long low;             /* of an int: raw value 0 means this */
  int size;                  /* number of values */
  const char *const *values; /* of an enum */
  const pk_name *value_names;
  int otherwise; /* raw value of the default, -1: there is none */
  const struct pk_plugin *plugin;
} pk_attribute_kind;

/* Steps that a history can remember: one bit of a word each. */
enum { PK_KEEP_MAX = 64 };

/* A history or a counter: what a client carries along. */
typedef struct pk_memory {
  const char *id, *unit;
  pk_name name;
  bool history;
  int keep;                    /* history: steps remembered */
  long long max;               /* counter: saturates there */
  int kind_count, reset_count; /* ids of kinds: counted in; reset on entry to */
  const char *const *kinds, *const *resets;
  bool since_end;                    /* counts outside `kinds`, reset by entering them */
  const struct pk_leaf *resets_when; /* or NULL */
  const struct pk_plugin *plugin;
  int line;
} pk_memory;

/* What a rule reads under one name. Raw values are 0 … size − 1. */
typedef enum {
  PK_READS_ATTRIBUTE,
  PK_READS_LAST,
  PK_READS_RUN,
  PK_READS_COUNTER,
  PK_READS_ELAPSED
} pk_reads;

typedef struct pk_variable {
  const char *id;
  pk_name name;
  pk_reads form;
  int attribute; /* index, for PK_READS_ATTRIBUTE */
  int memory;    /* index, for clocks */
  int last;      /* window of PK_READS_LAST */
  int size;
  const struct pk_plugin *plugin;
  int line;
} pk_variable;

typedef struct pk_role_kind {
  pk_role role;
  const struct pk_plugin *plugin;
  int line;
} pk_role_kind;

/* Who pays: what people call the account of an amount. */
typedef struct pk_account_kind {
  const char *id;
  pk_name name;
  const struct pk_plugin *plugin;
  int line;
} pk_account_kind;

typedef struct pk_stage_kind {
  pk_kind kind;
  const struct pk_plugin *plugin;
  int line;
} pk_stage_kind;

/* --- rules */

enum { PK_READS_MAX = 16, PK_ROWS_MAX = 1 << 16 };

/* Values of cases lie within ±this: so many cents or parts per million that sums stay exact. */
#define PK_VALUE_MAX INT64_C(1000000000000)
#define PK_PRIORITY_MAX 1000000000

typedef enum { PK_ALLOW, PK_LIMIT, PK_WEIGHT, PK_PRIORITY, PK_AMOUNT, PK_RULES } pk_rule_form;

/* A condition with a name, or the value of a case that a function works out. Its table is made when
 * a law is (law.h), under `number`: a condition has a bit for every row, a value a word. */
typedef struct pk_leaf {
  const char *id, *ref;
  pk_name why, met;
  const struct pk_plugin *plugin;
  const char *what; /* the rule it stands in, for messages */
  int line, function, number;
  int param_count;
  const char *const *params; /* ids that its test may read */
  int read_count;            /* at most PK_READS_MAX */
  const int *reads;          /* variables */
  const size_t *strides;
  size_t rows;
  bool gives_value;
  long long least, most;       /* of a value: others are refused */
  const struct pk_leaf *where; /* of a value: the condition with the same reads and parameters under
                                  which it is asked; NULL: always */
} pk_leaf;

typedef enum { PK_ALL, PK_ANY, PK_NONE, PK_TEST } pk_join;

typedef struct pk_tree {
  pk_join join;
  int child_count;
  const struct pk_tree **children;
  const pk_leaf *leaf; /* of PK_TEST */
  pk_name why;         /* of the others, where it is written */
  const char *ref;     /* of the others: what the references of their members have in common */
  /* Of the node that a law puts above a version's tree (law.h): where it comes from. */
  const struct pk_version *version;
  const struct pk_plugin *plugin;
} pk_tree;

typedef struct pk_case {
  const pk_leaf *when;     /* NULL: the default */
  const pk_leaf *computed; /* what a function gives, or NULL */
  const char *param;       /* or NULL */
  long long number;        /* where neither gives it: as written in the rule itself */
  const char *ref;
  int line;
} pk_case;

typedef enum { PK_BASE, PK_RESTRICT, PK_EXTEND, PK_REPLACE, PK_ADD } pk_mode;
typedef enum { PK_AFTER_HOLE, PK_AFTER_YES, PK_AFTER_NO } pk_after;

/* What the rules of a lower level may do in effect, whatever their mode: never answer more
 * generously, never less, never otherwise. */
typedef enum { PK_GRANT_ANY, PK_GRANT_RESTRICT, PK_GRANT_EXTEND, PK_GRANT_NONE } pk_grant;

typedef struct pk_version {
  pk_date from, until;       /* both days included */
  pk_grant grant[PK_LEVELS]; /* `delegate`: by level below; proof.h */
  pk_after after;            /* what a hole after `until` means */
  const char *ref, *unit;
  bool binds_day;
  pk_mode mode;
  const pk_tree *tree; /* allow; NULL: no condition */
  int case_count;      /* the others */
  const pk_case *cases;
  const char *account, *to; /* amount: who pays; the role that receives, or NULL */
  bool on_entry;
  int line;
} pk_version;

/* All versions of one rule in one plugin. */
typedef struct pk_rule {
  pk_rule_form form;
  bool override;
  bool locked;
  const char *kind;
  const char *account; /* of an amount, else NULL */
  bool on_entry;
  const struct pk_plugin *plugin;
  int version_count;
  const pk_version *versions; /* by rising `from` */
} pk_rule;

/* --- plugins */

typedef struct pk_extends {
  const char *id, *range;
  int line;
} pk_extends;

typedef struct pk_plugin {
  const char *id, *version;
  const char *folder;                                           /* as problems name it */
  enum { PK_PLUGIN_NEW, PK_PLUGIN_OPEN, PK_PLUGIN_READ } state; /* while it is read */
  pk_level level;
  pk_name title;
  int extend_count;
  const pk_extends *extends;
  const char *checked;
  pk_file manifest, params_file, rules_file; /* text NULL where there is no such file */
  int source_count;
  const char *const *sources;
  int param_count;
  const pk_param *params;
  int rule_count;
  const pk_rule *rules;
  int function_count; /* functions that rules.lua hands over */
  size_t errors;      /* in the report before it was read */
} pk_plugin;

/* A growing list of things in an arena. */
typedef struct pk_list {
  void *items;
  int count, room;
} pk_list;

/* Room for one more of `size` bytes, zeroed; NULL when memory ran out. Items move when the list
 * grows: pointers to them last until the next push. */
void *pk_push(pk_arena *arena, pk_list *list, size_t size);

/* What is left of the work that the core does for the plugins of a book while it answers one
 * question (work.c). */
enum { PK_WORK_MAX = 1000000000 };

typedef struct pk_work_left {
  size_t left;
} pk_work_left;

/* Everything that is known while plugins are read, and afterwards. */
typedef struct pk_book {
  pk_arena *arena;
  polku_report *report;
  pk_list found; /* of pk_plugin *: every plugin of the folders, manifests only */
  bool searched;
  pk_list tried;          /* folders whose manifest was looked at (find.c) */
  const pk_plugin *named; /* by its folder: others of its id yield to it; or NULL */
  pk_list plugins;        /* of pk_plugin *: those that are read, by level: parents first */
  pk_list attributes;     /* pk_attribute_kind */
  pk_list memories;       /* pk_memory */
  pk_list variables;      /* pk_variable; the first is `elapsed` */
  pk_list kinds;          /* pk_stage_kind */
  pk_list roles;          /* pk_role_kind */
  pk_list accounts;       /* pk_account_kind */
  pk_list declared;       /* const char *: ids of all declarations, also of broken ones */
  int leaf_count;
  /* Of the question at hand, shared by copies of the book that serve it. NULL once the book is
   * bound to a model: from then on many threads read it, and nothing is charged. */
  pk_work_left *work;
} pk_book;

#define PK_AT(list, type, i) (&((type *)(list).items)[i])

/* Whole months that `elapsed` can tell apart. */
enum { PK_ELAPSED_MAX = 120 };

/* An empty book that knows `elapsed`; NULL when memory ran out. */
pk_book *pk_book_new(pk_arena *arena, polku_report *report);

/* Charges for work: about one step for a few nanoseconds, four for a byte that stays. False where
 * nothing is left: whoever goes through many things then stops. */
bool pk_work(const pk_book *book, size_t steps);

/* Whether all work could be done; if not, says so (a report keeps equal problems once). Results are
 * then worthless. */
bool pk_work_done(const pk_book *book, polku_report *report);

/* Indices by id, -1 when there is none. */
int pk_book_variable(const pk_book *book, const char *id);
int pk_book_memory(const pk_book *book, const char *id);
int pk_book_kind(const pk_book *book, const char *id);
int pk_book_role(const pk_book *book, const char *id);
int pk_book_account(const pk_book *book, const char *id);
int pk_book_attribute(const pk_book *book, const char *id);
/* The attribute that a variable reads; NULL where it reads time. */
const pk_attribute_kind *pk_book_attribute_of(const pk_book *book, int variable);
/* What an id is called: a "role", "kind", "region", "attribute" or "history", or a "value" of the
 * attribute `of`; NULL. */
const pk_name *pk_book_word(const pk_book *book, const char *sort, const char *id, const char *of);
/* Whether a declaration of this id was begun, though perhaps a broken one: who names it is not told
 * that it is unknown. */
bool pk_book_declared(const pk_book *book, const char *id);
/* The id that was probably meant, or NULL. `list` holds items of `size` bytes that begin with their
 * id. */
const char *pk_book_nearest(const pk_list *list, size_t size, const char *id);

/* Finds the plugin `region` in `folders` with everything it extends, reads all of it, and adds it
 * to the book. NULL with problems when that is not possible; `place` is where the region was named.
 */
const pk_plugin *pk_book_region(pk_book *book, const char *folders, const char *region,
                                const pk_place *place);

/* Reads FOLDER/NAME: a regular file, no link, text, at most 1 MiB. file->text stays NULL when there
 * is no such file; false with a problem when there is something else. */
bool pk_plugin_file(pk_book *book, const char *folder, const char *name, pk_file *file);
/* FOLDER/NAME in the arena of the book; NULL, and reported, without memory. */
char *pk_plugin_path(pk_book *book, const char *folder, const char *name);
/* Adds what lies in a folder (const char *, in the order of their bytes; hidden ones left out).
 * Nothing where it cannot be read; false, and reported, without memory. */
bool pk_folder_names(pk_book *book, const char *folder, pk_list *names);

/* Searches `folders` for plugins and reads their manifests into book->found; false with problems.
 * Broken ones are problems, the others are there. */
bool pk_book_find(pk_book *book, const char *folders);
/* The id of the plugin in one folder, which need not lie in `folders`; these are searched as well,
 * and a plugin of the same id there yields to it. NULL with problems. */
const char *pk_book_folder(pk_book *book, const char *folders, const char *folder);

/* Whether so many mistakes were found in a plugin that nobody would read more; says so once. */
bool pk_plugin_enough(const pk_book *book, const pk_plugin *plugin, const pk_file *file);

/* Parts of that, each in a file of its own. Mistakes go into book->report. */
bool pk_manifest_read(pk_book *book, pk_plugin *plugin);
void pk_params_read(pk_book *book, pk_plugin *plugin);
void pk_declarations_read(pk_book *book, pk_plugin *plugin);

/* `delegate` of a parameter and of a rule's version: what this plugin leaves to the levels below.
 */
void pk_delegates_read(const pk_fields *fields, const pk_plugin *plugin,
                       pk_delegate delegate[PK_LEVELS]);
void pk_grants_read(const pk_fields *fields, const pk_plugin *plugin, pk_grant grant[PK_LEVELS]);
/* Whether a plugin may set what those above it have declared, so, and on these days. */
void pk_delegated_check(const pk_book *book, const pk_fields *fields, const pk_param *param);

/* Between the files that read declarations. `fields->what` names the rule. */
struct pk_declaration;
/* The vocabulary of a plugin: attributes, histories, counters, clocks, kinds, roles. */
void pk_vocabulary_read(pk_book *book, const pk_plugin *plugin, const pk_list *declarations);
/* Its rules, into plugin->rules. */
void pk_rules_read(pk_book *book, pk_plugin *plugin, const pk_list *declarations);
/* A leaf from a table that holds `reads`, `params` and a function under `test`; NULL with problems.
 */
const pk_leaf *pk_leaf_read(pk_book *book, const pk_plugin *plugin, const pk_fields *fields,
                            const char *test);
/* The value of a case from the function under `key`: it reads what the condition `where` of the
 * same table reads; without one, what the table says itself. */
pk_leaf *pk_computed_read(pk_book *book, const pk_plugin *plugin, const pk_fields *fields,
                          const char *key, const pk_leaf *where);
/* The cases of a version of this form, of which mode and unit are known. */
void pk_cases_read(pk_book *book, const pk_plugin *plugin, const pk_fields *fields,
                   pk_rule_form form, pk_version *version);
/* The least and the largest value that cases of a form may give: no stay of no length, no negative
 * money, places in a queue that an engine can compare. */
long long pk_value_least(pk_rule_form form);
long long pk_value_most(pk_rule_form form);
bool pk_value_fits(pk_rule_form form, long long value);
/* Adds E-PLUGIN-UNKNOWN unless a declaration of this id was begun. */
void pk_fields_unknown(const pk_book *book, const pk_fields *fields, const char *key,
                       const char *id, const char *nearest);

/* Reads a version range: whether `version` is within. False in *good when it is no range. */
bool pk_version_within(const char *version, const char *range, bool *good);

/* The parameter of this id that `plugin` may read: its own or one of a plugin that it extends. */
const pk_param *pk_param_find(const pk_book *book, const pk_plugin *plugin, const char *id);
/* Whether two rules are about the same: of one form, about one kind; amounts also from one account,
 * both on entry or both by time. */
bool pk_rule_same(const pk_rule *a, const pk_rule *b);
const pk_plugin *pk_plugin_find(const pk_book *book, const char *id);
/* Whether `plugin` is `base` or extends it, directly or not. */
bool pk_plugin_extends(const pk_book *book, const pk_plugin *plugin, const pk_plugin *base);

/* Parameters as they stand on a day, for one plugin and the region that it works in. */
typedef struct pk_day {
  const pk_book *book;
  const pk_plugin *region; /* parameters that it was delegated stand before those of its parents */
  pk_date date;
  const bool *without; /* by plugin of the book: their parameters do not count; or NULL */
} pk_day;

/* The value of a parameter on a day; NULL when the plugin knows none of this id. *dated is NULL
 * when none holds on that day. */
const pk_param *pk_day_param(const pk_day *day, const pk_plugin *plugin, const char *id,
                             const pk_dated **dated);

#endif
