/* polku.h - employment pathways as graphs of stages: the public interface of libpolku.
 *
 * A model file (models/README.md) says which stages a pathway has, who moves between them, and
 * which organisations stand where. Regional rules are Lua plugins (plugins/README.md). The library
 * reads both, unfolds them into a Markov chain, computes what happens to people, and draws where
 * the third sector sits along the path.
 *
 *     polku_report *report = polku_report_new();
 *     polku_model *model = polku_model_load("models/rovaniemi-tyokyky.json", report);
 *     polku_rules *rules = polku_rules_load(model, "plugins", report);
 *     polku_result *result = polku_simulate(model, rules, NULL, report);
 *     if (result) {
 *       char *json = polku_result_json(result);
 *       puts(json);
 *       free(json);
 *     } else {
 *       char *text = polku_report_text(report, POLKU_EN, false);
 *       fputs(text, stderr);
 *       free(text);
 *     }
 *     polku_result_free(result);
 *     polku_rules_free(rules);
 *     polku_model_free(model);
 *     polku_report_free(report);
 *
 * Ownership. What a function named _new, _load or _read, or one that computes something, returns
 * belongs to the caller, who ends it with the matching _free; `char *` is ended with free(); a
 * _free of NULL does nothing. Everything `const` is borrowed and lives as long as the object it
 * came from. No function takes ownership of an argument. A rules object borrows its model, a result
 * and a drawing borrow nothing.
 *
 * Errors. Functions that can fail take a report last and return NULL (or false) when they have
 * added at least one error to it; warnings may be added on success too. All problems of a pass come
 * at once. Functions accept NULL for an argument that an earlier function failed to make, and then
 * fail without adding anything, so that a chain of calls needs one test at its end.
 *
 * Units. Time runs in whole steps of the model (month, week or day), t = 0 … horizon. Shares and
 * ratios are fractions, not percent. Amounts are in the unit of their account. Text is UTF-8.
 *
 * Threads. Objects are not changed after they are made: any number of threads may read one object.
 * A report belongs to one thread at a time. Nothing is global. The library never forks: pictures
 * are made by a renderer process that polku_renderer_new() starts. */
#ifndef POLKU_H
#define POLKU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __GNUC__
#define POLKU_API __attribute__((visibility("default")))
#else
#define POLKU_API
#endif

/* "1.0.0": the program's one version. "polku/1" and 1 are the format of models and the interface of
 * plugins that this version reads. */
POLKU_API const char *polku_version(void);
#define POLKU_FORMAT "polku/1"
#define POLKU_PLUGIN_API 1

typedef enum { POLKU_FI, POLKU_SV, POLKU_EN } polku_lang;

/* "fi", "sv", "en", also as the start of a locale's name ("sv_FI.UTF-8"). False when it is none of
 * them; `lang` is then left alone. */
POLKU_API bool polku_lang_read(const char *text, polku_lang *lang);

/* "fi", "sv" or "en". */
POLKU_API const char *polku_lang_id(polku_lang lang);

/* A text of the catalogue that program and library share, NULL when there is no such key. */
POLKU_API const char *polku_word(polku_lang lang, const char *key);

/* The text of a key with its placeholders filled from `count` strings: name, value, name, value …
 * Caller frees. NULL when memory ran out. */
POLKU_API char *polku_word_fill(polku_lang lang, const char *key, const char *const *args,
                                size_t count);

/* For "did you mean": the candidate nearest to `word` if it is near enough, else NULL; borrowed. */
POLKU_API const char *polku_nearest(const char *word, const char *const *candidates, size_t count);

/* ------------------------------------------------------------------------------- problems */

typedef struct polku_report polku_report;
typedef enum { POLKU_ERROR, POLKU_WARNING, POLKU_REMARK } polku_severity;

typedef struct polku_problem {
  polku_severity severity;
  const char *code;    /* stable: "E-STAGE-UNKNOWN" */
  const char *file;    /* NULL where a problem has no place */
  const char *pointer; /* JSON Pointer into a model, or NULL */
  int line, column, length;
  const char *message, *hint; /* in the language asked for; hint may be "" */
} polku_problem;

POLKU_API polku_report *polku_report_new(void);
POLKU_API void polku_report_free(polku_report *report);

/* Adds a problem of the caller's own, one of the catalogue's codes; the arguments that its sentence
 * names follow as name, value, …, NULL. The second is for what the machine failed in: then
 * polku_report_failed() is true. */
POLKU_API void polku_report_add(polku_report *report, const char *code, ...);
POLKU_API void polku_report_fail(polku_report *report, const char *code, ...);

/* Number of problems of this severity. */
POLKU_API size_t polku_report_count(const polku_report *report, polku_severity severity);

/* True when the machine failed (memory, disk, a child process) rather than the input. */
POLKU_API bool polku_report_failed(const polku_report *report);

/* The i-th problem in the order of file, line and column. Strings are borrowed until the next call
 * with this report. False after the last. */
POLKU_API bool polku_report_at(polku_report *report, size_t i, polku_lang lang,
                               polku_problem *problem);

/* All problems as a person reads them in a terminal, with the line and a caret; `colour` for ANSI
 * colours. "" when there are none. Caller frees. NULL when memory ran out. */
POLKU_API char *polku_report_text(polku_report *report, polku_lang lang, bool colour);

/* The same as a JSON array of objects with the fields of polku_problem. Caller frees. */
POLKU_API char *polku_report_json(polku_report *report, polku_lang lang);

/* The page of a code for `polku help E-CODE`: what it means, an example, how to mend it. Caller
 * frees. NULL when there is no such code. */
POLKU_API char *polku_code_help(const char *code, polku_lang lang);

/* ---------------------------------------------------------------------------------- models */

typedef struct polku_model polku_model;

/* Reads and checks a model file, "FILE" or "FILE#SCENARIO". */
POLKU_API polku_model *polku_model_load(const char *path, polku_report *report);

/* The same from memory; `name` stands for the file in problems. */
POLKU_API polku_model *polku_model_read(const char *name, const char *text, size_t length,
                                        polku_report *report);
POLKU_API void polku_model_free(polku_model *model);

/* The model with a scenario applied: its patch, and its withdrawals. Problems that a patch makes
 * are placed in the patch, and what it breaks elsewhere in "FILE#SCENARIO". */
POLKU_API polku_model *polku_model_scenario(const polku_model *model, const char *scenario,
                                            polku_report *report);

/* The model after a patch (JSON text). The author's layout is kept. */
POLKU_API polku_model *polku_model_patch(const polku_model *model, const char *patch,
                                         polku_report *report);

/* The smallest patch that turns `a` into `b` ("{}" when they mean the same), and the patch that
 * undoes `patch` on `model`: values and order both. Caller frees. */
POLKU_API char *polku_model_diff(const polku_model *a, const polku_model *b, polku_report *report);
POLKU_API char *polku_model_invert(const polku_model *model, const char *patch,
                                   polku_report *report);

/* How a patch meets an earlier one that its author had not seen. */
typedef enum {
  POLKU_PATCHES_APART,  /* they write to different places */
  POLKU_PATCHES_MEET,   /* both write to the same place: the later one wins */
  POLKU_PATCHES_REVIVE, /* the later one writes into what the earlier one took away */
  POLKU_PATCHES_FAILED
} polku_meeting;

/* `places` (NULL: not asked) becomes the JSON Pointers of what both write or the earlier one took
 * away, one on a line; the caller frees. The ids in "order" meet nobody: orders are merged. */
POLKU_API polku_meeting polku_patches_meet(const char *earlier, const char *later, char **places,
                                           polku_report *report);

/* A patch that was written on the model `then`, as it is to be applied to the model `now`: who put
 * parts somewhere in "order" has them there, among those that others put there since; what it takes
 * away leaves every order. Caller frees. */
POLKU_API char *polku_patch_rebase(const polku_model *then, const polku_model *now,
                                   const char *patch, polku_report *report);

/* The patch that takes a part away, "/stages/trial", "/actors/neuvokas", "/groups/all",
 * "/stages/trial/actors/neuvokas/employer", with everything that cannot be without it: transitions
 * of a stage, roles and referrals of an actor, what else names it by id, also in scenarios. Where a
 * stage loses an exit and has no "rest", the exit whose share is the largest guess becomes it:
 * numbers that somebody counted or stated stay. Caller frees. NULL with a problem where there is no
 * such part, where clients begin at the stage or places hang on its workers, or where what is left
 * would be no model. */
POLKU_API char *polku_model_without(const polku_model *model, const char *pointer,
                                    polku_report *report);

/* The model's text in its author's layout: unedited, byte for byte what was read. Borrowed. */
POLKU_API const char *polku_model_text(const polku_model *model, size_t *length);

/* The day on which step t begins, "2021-01-01"; false where the model has no start date. */
POLKU_API bool polku_model_date(const polku_model *model, int t, char date[11]);

/* Title in a language; where it is missing in Finnish, English, Swedish, else the file's name.
 * Borrowed. */
POLKU_API const char *polku_model_title(const polku_model *model, polku_lang lang);

/* ----------------------------------------------------------------------------------- rules */

typedef struct polku_rules polku_rules;

/* Loads the plugins of the model's region and binds them to the model. `folders` are searched in
 * order, separated by ':'; NULL or "" means none. A model without a region needs none. All or
 * nothing: who loads again after plugin files have changed keeps the old rules, which nothing
 * touches, until the new ones are there, and goes on with the old where they are refused. */
POLKU_API polku_rules *polku_rules_load(const polku_model *model, const char *folders,
                                        polku_report *report);

/* Rules for a model that differs a little from that of `like`, from the same folders: where region
 * and day are the same the plugins are not read again, which takes most of the time, and nothing is
 * said of the plugins themselves. `like` and its model are borrowed as long as the new rules are.
 */
POLKU_API polku_rules *polku_rules_again(const polku_rules *like, const polku_model *model,
                                         polku_report *report);
POLKU_API void polku_rules_free(polku_rules *rules);

/* For a model file that polku_model_load refused: adds what the plugins of its region say of the
 * names in it (region, kinds, roles, attributes, histories), so that a person hears of all mistakes
 * at once. Adds nothing where the file is no JSON or names no region. */
POLKU_API void polku_check_names(const char *path, const char *folders, polku_report *report);

/* What the rules call things, for forms: kinds, roles, rows, attributes, histories, sectors, each
 * with its names in all languages, as JSON (tools/workshop/README.md has an example). Without rules
 * (NULL, of a model without a region) what every model may say. Caller frees. */
POLKU_API char *polku_vocabulary_json(const polku_model *model, const polku_rules *rules);

/* What was built differently from `a` to `b`, in short sentences that name things by their names: a
 * JSON array of a dozen strings at most, the last of which counts those left out. Parts that are
 * gone or new first, then what changed, the gravest first; what only follows from a part that is
 * gone is not told. `rules` (NULL: none) lend the names of roles and kinds. Caller frees. */
POLKU_API char *polku_model_told(const polku_model *a, const polku_model *b,
                                 const polku_rules *rules, polku_lang lang, polku_report *report);

/* Why a client of a group may or may not enter a stage. */
typedef struct polku_question {
  const char *group, *stage; /* ids */
  const char *date;          /* "2024-05-01"; NULL: the model's */
  const char *const *set;    /* "age=58", "unemployed_of_28=24": attributes and clocks to assume */
  size_t set_count;
} polku_question;

/* The answer as text for a person, or as JSON. Caller frees. */
POLKU_API char *polku_explain(const polku_model *model, const polku_rules *rules,
                              const polku_question *question, polku_lang lang,
                              polku_report *report);
POLKU_API char *polku_explain_json(const polku_model *model, const polku_rules *rules,
                                   const polku_question *question, polku_lang lang,
                                   polku_report *report);

/* Adds everything worth saying about a model and its rules that loading does not refuse: traps,
 * stages nobody reaches, open gaps, numbers without a source, assumed defaults. */
POLKU_API void polku_check(const polku_model *model, const polku_rules *rules,
                           polku_report *report);

/* What a model names: for tables of names beside numbers. What a part cannot have is NULL, or
 * false. */
typedef enum {
  POLKU_STAGE,
  POLKU_TRANSITION,
  POLKU_GROUP,
  POLKU_ACTOR,
  POLKU_ACCOUNT,
  POLKU_SCENARIO /* also of a model without rules */
} polku_sort;
typedef struct polku_part {
  const char *id;
  const char *names[3];                /* by polku_lang; where one is missing as for titles */
  const char *kind;                    /* of a stage or an actor */
  const char *from, *to;               /* of a transition: ids of stages */
  const char *sector;                  /* of an actor: "third", "public", "private", "education" */
  const char *unit;                    /* of an account */
  bool passage, final, employed, open; /* of a stage */
} polku_part;

/* The i-th of a sort, in the order of the model. Strings are borrowed from the model. Without rules
 * (NULL) a stage is employed or open only where the model says so itself. False after the last. */
POLKU_API bool polku_part_at(const polku_model *model, const polku_rules *rules, polku_sort sort,
                             size_t i, polku_part *part);

/* A file that answers were computed from, and what it held: its SHA-256 in hex. */
typedef struct polku_input {
  const char *plugin, *version; /* NULL: the model's own file */
  const char *file;             /* of a plugin: without its folder */
  char sha256[65];
} polku_input;

/* The i-th file that a model and its rules were read from: the model's own (of a scenario the file
 * that it is written in), then those of plugins, parents first. False after the last. */
POLKU_API bool polku_input_at(const polku_model *model, const polku_rules *rules, size_t i,
                              polku_input *input);

/* ------------------------------------------------------------------- plugins, without a model */

/* How an answer is written: for a person, for a program, for a page, for a spreadsheet. */
typedef enum { POLKU_AS_TEXT, POLKU_AS_JSON, POLKU_AS_MARKDOWN, POLKU_AS_CSV } polku_shape;

/* What is asked of plugins themselves. A plugin is named by its id, or by the path of its folder
 * (what contains '/' is a path). Where `plugin` is NULL: every plugin that is found (list, check,
 * test), or the only one of level "state" (table, why). A rule is named by its form and kind as in
 * "allow wage_subsidy", an amount also by its account; a kind alone means all its rules, NULL all
 * rules of all kinds. Without a date the last interval is meant in which the law is known. */
typedef struct polku_plugin_question {
  const char *folders; /* as for polku_rules_load */
  const char *plugin;
  const char *other; /* the second plugin of a difference */
  const char *rule;
  const char *date;       /* "2025-03-01" */
  const char *const *set; /* "age=58": attributes and clocks; what is not set has its default */
  size_t set_count;
  int width; /* columns of the terminal that text is for; 0: 100 */
} polku_plugin_question;

/* Each answers in a shape that the caller frees. NULL with problems, and where `question` is NULL
 * (meta then tells everything); list, check and test answer also where they found mistakes, and add
 * these to the report.
 *   list    which plugins there are
 *   check   everything wrong with a plugin, its promises in every interval of dates included
 *   test    the plugin's own tests, and which conditions, cases and rows none of them reaches
 *   table   rules as decision tables
 *   why     what a rule answers to one client, and what would change it
 *   diff    whom two plugins treat differently
 *   meta    what can be written in rules; for editors where `rule` is "lua", "luarc" (both for the
 *           Lua language server) or "luacheck" */
POLKU_API char *polku_plugin_list(const polku_plugin_question *question, polku_shape shape,
                                  polku_lang lang, polku_report *report);
POLKU_API char *polku_plugin_check(const polku_plugin_question *question, polku_shape shape,
                                   polku_lang lang, polku_report *report);
POLKU_API char *polku_plugin_test(const polku_plugin_question *question, polku_shape shape,
                                  polku_lang lang, polku_report *report);
POLKU_API char *polku_plugin_table(const polku_plugin_question *question, polku_shape shape,
                                   polku_lang lang, polku_report *report);
POLKU_API char *polku_plugin_why(const polku_plugin_question *question, polku_shape shape,
                                 polku_lang lang, polku_report *report);
POLKU_API char *polku_plugin_diff(const polku_plugin_question *question, polku_shape shape,
                                  polku_lang lang, polku_report *report);
POLKU_API char *polku_plugin_meta(const polku_plugin_question *question, polku_shape shape,
                                  polku_lang lang, polku_report *report);

/* -------------------------------------------------------------------------------- outcomes */

typedef struct polku_result polku_result;

/* One stay of one client, as an event log tells it. Waiting at the door of a stage is a stay of its
 * own kind. Strings are borrowed. */
typedef struct polku_stay {
  int run;           /* 0, 1, … */
  const char *group; /* id */
  int64_t client;    /* 0, 1, … within the group */
  const char *stage; /* id */
  const char *host;  /* id of the actor whose place it takes; NULL: none */
  int start, end;    /* steps; a stay that is not over ends at the horizon and is censored */
  bool waiting, censored;
} polku_stay;

/* What one run counted of one group. Rows are t = 0 … horizon. */
typedef struct polku_run_group {
  const char *group;                            /* id */
  int64_t people;                               /* who have entered by the horizon */
  const int64_t *occupancy, *entries, *waiting; /* [horizon + 1][stages]; waiting NULL: no queues */
  const int64_t *moves;                         /* [transitions] */
  const double *outcomes;                       /* [outcomes], per client; NaN undefined */
  const double *money;                          /* [accounts] */
} polku_run_group;

/* One complete run of a random engine. Everything is borrowed until the call returns. */
typedef struct polku_run {
  int run, draw; /* draw −1: with the written numbers; else which draw of the uncertain ones */
  int horizon, stage_count, transition_count, group_count, outcome_count, account_count;
  const char *const *stages, *const *transitions, *const *outcomes, *const *accounts; /* ids */
  const polku_run_group *groups;
} polku_run;

/* Who watches a computation. Every member may be NULL; no two calls come at a time. */
typedef struct polku_watch {
  void *context;
  /* How much is done, 0 … 1. False asks to stop: the runs that are complete make the result. */
  bool (*progress)(void *context, double done);
  /* Each complete run, in their order: first those with the written numbers, then those of draws.
   * False: the watcher failed, and the computation ends without a result. */
  bool (*run)(void *context, const polku_run *run);
  /* The histories of the runs with the written numbers, before the run itself; run after run. */
  bool (*stays)(void *context, const polku_stay *stays, size_t count);
} polku_watch;

typedef struct polku_options {
  const char *engine;       /* "auto", "exact", "cohort", "individual"; NULL: "auto" */
  uint64_t seed;            /* 0: 1 */
  int runs;                 /* of a random engine; 0: as many as the result needs */
  int draws;                /* of uncertain numbers for intervals; 0: 200; −1: none, luck only */
  int threads;              /* 0: as many as there are; results do not depend on it */
  double people;            /* scales all groups in proportion; 0: as written */
  const char *withdraw;     /* ids of actors, separated by ','; NULL: nobody */
  int refine;               /* sub-steps; 0: none */
  double tolerance;         /* 0: 1e-9 */
  int at_least;             /* adds the chance that so many or more find work; 0: not asked */
  bool strict;              /* places that cannot be honoured are an error */
  const polku_watch *watch; /* NULL: nobody watches */
  const char *command;      /* how the result could be had again, for its provenance; or NULL */
  const char *date;         /* when it was made, as provenance says it; NULL: not said */
} polku_options;

/* Several processes may compute together under `mpirun -n K`, where the library was built with MPI
 * (CMake's POLKU_MPI). Every process joins, makes the same calls with the same arguments, and
 * leaves; polku_simulate shares out its runs and draws among them and gives each the same result,
 * the bytes of one process alone. Only the process of rank 0 should write, and only it watches.
 * Joining is true when there is more than one process; without MPI, or outside mpirun, it is false
 * and costs nothing. */
POLKU_API bool polku_fleet_join(void);
POLKU_API int polku_fleet_rank(void);
/* `failed`: this process alone could not go on (memory, disk); it takes the others with it, who
 * would wait for it for ever. */
POLKU_API void polku_fleet_leave(bool failed);

/* Computes what happens to the model's clients. NULL options mean the defaults. */
POLKU_API polku_result *polku_simulate(const polku_model *model, const polku_rules *rules,
                                       const polku_options *options, polku_report *report);
POLKU_API void polku_result_free(polku_result *result);

/* An outcome with its 90 % interval; `luck_share` is the part of the interval's variance that is
 * luck in a group of this size, the rest is not knowing the numbers. NaN where undefined. */
typedef struct polku_interval {
  double value, low, high, luck_share;
} polku_interval;

/* Outcomes by name ("employment_ratio", "open_employment_ratio", "employed_at_end",
 * "months_employed", "lasting_employment", "months_to_employment.median", …) for a group's id, or
 * NULL for all. False when there is no such outcome or group. */
POLKU_API bool polku_result_outcome(const polku_result *result, const char *outcome,
                                    const char *group, polku_interval *value);

/* Expected number of clients in a stage at t; NaN when there is no such stage or time. */
POLKU_API double polku_result_occupancy(const polku_result *result, const char *stage, int t);

/* What a result is of. Strings are borrowed from it. */
typedef struct polku_about {
  const char *model, *scenario; /* as the file was named; NULL: none */
  const char *engine;           /* "exact", "cohort", "individual" */
  const char *step;             /* "month", "week", "day" */
  int horizon;
  uint64_t seed;
  int runs, runs_asked; /* complete, with the written numbers; 1: exact */
  int draws;
  bool stopped; /* somebody stopped it: fewer runs than were asked for */
} polku_about;
POLKU_API void polku_result_about(const polku_result *result, polku_about *about);

/* Everything, as the JSON that other programs read (format polku-result/1). Caller frees. */
POLKU_API char *polku_result_json(const polku_result *result);

/* One number of a result, in tidy form: what it measures, and of what. Measures have the names that
 * they have in JSON; models/README.md says what each means. */
typedef struct polku_row {
  const char *measure; /* "occupancy", "moves", "employment_ratio" … */
  const char *group;   /* id; NULL: all clients */
  int step;            /* −1: the whole horizon */
  const char *stage, *transition, *actor, *account; /* ids; NULL: not of one */
  double value;                                     /* NaN: undefined */
  double low, high, luck_share; /* its 90 % interval; NaN: it has none, luck_share too */
  double mean;                  /* over the draws of uncertain numbers; NaN: none */
  double error; /* Monte-Carlo standard error of the value; NaN: none, or an exact engine */
} polku_row;
typedef bool polku_visit_row(void *context, const polku_row *row);

/* Tells every number of a result, all clients first, then group by group; at each step and stage
 * the occupancy, entries and waiting (passages have entries only). False when `visit` asked to
 * stop by giving false. */
POLKU_API bool polku_result_rows(const polku_result *result, polku_visit_row *visit, void *context);

/* The same as CSV (RFC 4180, decimal points, lines that end in CR LF), one row each, under the
 * columns measure, group, step, stage, transition, actor, account, value, low, high, luck_share,
 * mean, error; the group of all clients is "(all)", what there is not is empty. Caller frees. */
POLKU_API char *polku_result_csv(const polku_result *result);

/* What CSV has no room for, as the file that stands beside it by the W3C's "Metadata Vocabulary for
 * Tabular Data" ("NAME.csv-metadata.json"): what the columns are, and where the numbers come from.
 * `name` is the CSV's without its folder. Caller frees. */
POLKU_API char *polku_result_csv_metadata(const polku_result *result, const char *name);

/* The same for a person in a terminal of `width` columns. Caller frees. */
POLKU_API char *polku_result_text(const polku_result *result, polku_lang lang, int width,
                                  bool colour);

/* The most probable paths to the first employed stage and the model's named paths, `count` of the
 * first kind at most: as text or JSON (exact), JSON being the same in every language. Caller frees.
 */
POLKU_API char *polku_paths_text(const polku_model *model, const polku_rules *rules, int count,
                                 polku_lang lang, polku_report *report);
POLKU_API char *polku_paths_json(const polku_model *model, const polku_rules *rules, int count,
                                 polku_lang lang, polku_report *report);

/* ---------------------------------------------------------------------------------- tables */

/* What a comparison, a sensitivity or a report says, as tables: for spreadsheets, pages, Markdown.
 */
typedef struct polku_tables polku_tables;

typedef enum {
  POLKU_CELL_EMPTY,
  POLKU_CELL_TEXT,
  POLKU_CELL_NUMBER,
  POLKU_CELL_SHARE /* 0 … 1, told in per cent */
} polku_cell_sort;

typedef struct polku_cell {
  polku_cell_sort sort;
  const char *text; /* for a person; NULL of a number */
  const char *id;   /* for a program: what stands in CSV; NULL: the text */
  double value;
  int decimals; /* of a number, for a person; −1: as many as it needs */
} polku_cell;

typedef struct polku_table {
  const char *id;    /* stable: "outcomes" */
  const char *title; /* in the language of the tables */
  const char *note;  /* or NULL */
  int column_count, row_count;
  const char *const *ids;   /* [columns], stable */
  const char *const *heads; /* [columns], in the language */
  const polku_cell *cells;  /* [rows][columns] */
} polku_table;

/* The i-th table; everything is borrowed. False after the last. */
POLKU_API bool polku_table_at(const polku_tables *tables, size_t i, polku_table *table);
/* All tables for a terminal of `width` columns, or in Markdown; one as CSV (RFC 4180, ids, decimal
 * points). Caller frees; NULL when memory ran out. */
POLKU_API char *polku_tables_text(const polku_tables *tables, int width);
POLKU_API char *polku_tables_markdown(const polku_tables *tables);
POLKU_API char *polku_table_csv(const polku_table *table);
POLKU_API void polku_tables_free(polku_tables *tables);

/* A result, and a model with all its numbers and what they rest on. NULL when memory ran out. */
POLKU_API polku_tables *polku_result_tables(const polku_result *result, polku_lang lang);
POLKU_API polku_tables *polku_model_tables(const polku_model *model, const polku_rules *rules,
                                           polku_lang lang);

/* ----------------------------------------------------------------------------- comparisons */

/* One of those that are compared. The same model under other rules is a case of its own
 * (polku_model_region), a scenario too. */
typedef struct polku_case {
  const polku_model *model;
  const polku_rules *rules;
  const char *name; /* as a person named it: "rovaniemi.json#more-places"; NULL: the file's name */
} polku_case;

/* The model as it would be in another region: rules are then loaded for it. Of a scenario first the
 * region, then the scenario. */
POLKU_API polku_model *polku_model_region(const polku_model *model, const char *region,
                                          polku_report *report);

/* How much a change matters to who uses the model: it no longer says the same (a stage is gone);
 * look at it (a number is another one); it only looks different (a name). */
typedef enum {
  POLKU_CHANGE_NONE,
  POLKU_CHANGE_INFO,
  POLKU_CHANGE_WARNING,
  POLKU_CHANGE_BREAKING
} polku_change;

typedef struct polku_compare_options {
  polku_options simulation; /* as for polku_simulate: seed, draws, people, … */
  const char *outcome;      /* by which cases are ranked; NULL: "open_employment_ratio" */
  const char *account;      /* whose cost is set against work; NULL: every account of money */
  double worth;     /* of one more person in open work, in the unit of that account; 0: not said */
  bool no_outcomes; /* structure and rules only: fast */
} polku_compare_options;

typedef struct polku_comparison polku_comparison;

/* Compares the second case, the third … with the first: what is built differently, whom rules treat
 * differently, and what comes of it, with the same luck and the same draws of the numbers that they
 * share. Where one case must be played all are; outcomes are of the time that all cover. At least
 * two cases. NULL options mean the defaults. The cases are read once more and not borrowed.
 * Computed by one process alone, also under mpirun. */
POLKU_API polku_comparison *polku_compare(const polku_case *cases, size_t count,
                                          const polku_compare_options *options,
                                          polku_report *report);
POLKU_API void polku_comparison_free(polku_comparison *comparison);

/* The gravest change in structure between the first case and any other. */
POLKU_API polku_change polku_comparison_gravest(const polku_comparison *comparison);

/* The whole: for a person in a terminal, as JSON (format polku-comparison/1), as tables. Caller
 * frees. */
POLKU_API char *polku_comparison_text(const polku_comparison *comparison, polku_lang lang,
                                      int width, bool colour);
POLKU_API char *polku_comparison_json(const polku_comparison *comparison);
POLKU_API polku_tables *polku_comparison_tables(const polku_comparison *comparison,
                                                polku_lang lang);

/* ----------------------------------------------------------------------- what matters most */

typedef struct polku_sensitivity_options {
  polku_options simulation;
  const char *outcome;      /* NULL: "open_employment_ratio" */
  const char *group;        /* id; NULL: all */
  const polku_case *others; /* what could be chosen instead of the model: for the value of knowing
                             * more before one decides; NULL: nothing */
  size_t other_count;
  const char *account; /* as in polku_compare_options */
  double worth;
  bool leverage_only; /* what one more percentage point, one more place would do, and no more: fast
                       */
} polku_sensitivity_options;

typedef struct polku_sensitivity polku_sensitivity;

/* Which number matters: derivatives of the outcome, its change over each number's stated
 * uncertainty, the part of its variance that each number makes, and what it would be worth to know
 * it. */
POLKU_API polku_sensitivity *polku_find_sensitivity(const polku_model *model,
                                                    const polku_rules *rules,
                                                    const polku_sensitivity_options *options,
                                                    polku_report *report);
POLKU_API void polku_sensitivity_free(polku_sensitivity *sensitivity);

/* For a person, as JSON (format polku-sensitivity/1), as tables. Caller frees. */
POLKU_API char *polku_sensitivity_text(const polku_sensitivity *sensitivity, polku_lang lang,
                                       int width, bool colour);
POLKU_API char *polku_sensitivity_json(const polku_sensitivity *sensitivity);
POLKU_API polku_tables *polku_sensitivity_tables(const polku_sensitivity *sensitivity,
                                                 polku_lang lang);

/* -------------------------------------------------------------------------------- drawings */

typedef struct polku_drawing polku_drawing;
typedef struct polku_renderer polku_renderer;
typedef enum { POLKU_SVG, POLKU_PNG, POLKU_PDF, POLKU_DOT } polku_format;

typedef enum {
  POLKU_VIEW_MAP,     /* a column a stage, a row a role */
  POLKU_VIEW_NETWORK, /* stages with their organisations as cards, laid out by Graphviz */
  POLKU_VIEW_PATH,    /* the map with one path lit and the rest muted */
  POLKU_VIEW_COMPARE  /* the map of two models in one grid: added, removed, changed */
} polku_view;

typedef enum { POLKU_THEME_LIGHT, POLKU_THEME_DARK, POLKU_THEME_GREY } polku_theme;

/* POLKU_SCREEN is one sheet as large as the picture needs; on paper, landscape, no text is smaller
 * than 8 points, and a map that needs more room goes on on further pages. */
typedef enum { POLKU_SCREEN, POLKU_A4, POLKU_A3 } polku_paper;

/* What is drawn, and how. All zero is the map of the whole model, in Finnish, for a screen. Lists
 * are ids separated by ','; NULL leaves nothing out, and an id that is not known is a problem. */
typedef struct polku_draw_options {
  polku_lang lang;
  polku_view view;
  polku_theme theme;
  polku_paper paper;
  const polku_result *result; /* its flows, queues and outcomes instead of the model's own numbers;
                               * NULL: the model's */
  const char *path;           /* of the path view: the id of a named path, or "1", "2", … for the
                               * most probable paths to work; NULL: "1" */
  const char *sectors;        /* only actors of these: third, public, private, education */
  const char *roles, *actors; /* only chips of these */
  const char *group;          /* only the numbers of this group of clients */
  bool gaps_only;             /* only gaps, and who answers them */
  bool touch;                 /* for a page on which people edit: no font inside; ids on arrows,
                               * "move--TRANSITION", and on cells, "cell--ROW--STAGE" */
  polku_renderer *renderer;   /* lays out the network; not needed by the other views */
  const polku_case *other;    /* of the comparing view: what the model is compared with */
  const polku_comparison *comparison;   /* its outcomes, of these two cases; NULL: none are drawn */
  const polku_sensitivity *sensitivity; /* how much one more percentage point on a transition, one
                                         * more place at a stage would do; NULL: not drawn */
} polku_draw_options;

/* A picture, every position decided. `options` may be NULL. NULL with problems where an option
 * names what the model does not have. */
POLKU_API polku_drawing *polku_draw(const polku_model *model, const polku_rules *rules,
                                    const polku_draw_options *options, polku_report *report);
POLKU_API void polku_drawing_free(polku_drawing *drawing);

/* The twin of a picture for those who cannot see it: the same content as text, as a page of HTML
 * with a table of stages and roles, or as CSV (RFC 4180), a row for each actor, role and stage. The
 * same options say what is in it. Caller frees. */
typedef enum { POLKU_TWIN_TEXT, POLKU_TWIN_HTML, POLKU_TWIN_CSV } polku_twin_form;
POLKU_API char *polku_twin(const polku_model *model, const polku_rules *rules,
                           const polku_draw_options *options, polku_twin_form form,
                           polku_report *report);

/* Starts the renderer process: once, before any thread. `program` is the path of polku-render; NULL
 * looks beside the running program, then where it was installed. */
POLKU_API polku_renderer *polku_renderer_new(const char *program, polku_report *report);
POLKU_API void polku_renderer_free(polku_renderer *renderer);

/* The picture as bytes. `scale` enlarges PNG (1: 96 dots per inch). Caller frees. NULL with a
 * problem when the renderer refused, died or took more than its time; it is ready again for the
 * next picture. */
POLKU_API char *polku_render(polku_renderer *renderer, const polku_drawing *drawing,
                             polku_format format, double scale, size_t *length,
                             polku_report *report);

/* --------------------------------------------------------------------------------- reports */

typedef enum { POLKU_PAGE_HTML, POLKU_PAGE_MARKDOWN } polku_page_form;

/* What somebody did while people worked on a model together. Strings may be NULL where there is
 * nothing to say, but for date and time. */
typedef enum {
  POLKU_DEED_CHANGE,  /* the model was changed */
  POLKU_DEED_BACK,    /* a change was taken back, or that undone */
  POLKU_DEED_RESTORE, /* an earlier moment was restored */
  POLKU_DEED_ACCEPT,  /* a proposal became a change */
  POLKU_DEED_OPEN,    /* a proposal on which nobody decided */
  POLKU_DEED_DISMISS, /* a proposal for which it was not the time */
  POLKU_DEED_COMMENT, /* something was said */
  POLKU_DEED_VERSION  /* the moment was given a name */
} polku_deed_sort;

typedef struct polku_deed {
  polku_deed_sort sort;
  const char *date, *time; /* "2026-11-22", "14:32", as clocks in the room showed */
  const char *by;          /* a nickname; of a proposal that of who made it */
  const char *text;        /* in their own words */
  const char *told;        /* what it did to the model, or would, as polku_model_told gives it */
  const char *pointer;     /* what of the model a comment is about */
  int votes;
} polku_deed;

/* A day of such work, in its order. */
typedef struct polku_day {
  const polku_deed *deeds;
  size_t count;
} polku_day;

/* What a report says, beside what follows from its cases. */
typedef struct polku_page_options {
  polku_lang lang;
  polku_page_form form;
  polku_options simulation; /* `command` and `date` stand in its provenance */
  const char *question;     /* what the reader asked; NULL: what the model's title asks */
  const char *outcome, *account;
  double worth;
  bool no_sensitivity; /* leaves it out: it takes longest */
  const polku_comparison
      *comparison;          /* of these cases, where it is made already; NULL: made here */
  bool comparison_only;     /* tells how the cases differ, and nothing else */
  const polku_day *day;     /* minutes of a day: the first case is the model at its end, the second,
                             * if there is one, at its beginning; NULL: a report */
  polku_renderer *renderer; /* draws the map; NULL: the page has its table only */
  const char *name; /* how the names of files beside a page of Markdown begin; NULL: "report" */
} polku_page_options;

/* One self-contained page about the first case, compared with the others, for mail and print: no
 * script, nothing from outside, charts as SVG with a table under each; same inputs, same bytes.
 * Caller frees. */
POLKU_API char *polku_page(const polku_case *cases, size_t count, const polku_page_options *options,
                           polku_report *report);

/* The same with the files that stand beside a page of Markdown: its tables as CSV, its pictures as
 * SVG. A page of HTML is one file. */
typedef struct polku_pages polku_pages;
typedef struct polku_page_file {
  const char *name; /* "report-outcomes.csv"; "" of the page itself */
  const char *bytes;
  size_t length;
} polku_page_file;
POLKU_API polku_pages *polku_pages_new(const polku_case *cases, size_t count,
                                       const polku_page_options *options, polku_report *report);
/* The i-th file, the page first; borrowed. False after the last. */
POLKU_API bool polku_page_file_at(const polku_pages *pages, size_t i, polku_page_file *file);
POLKU_API void polku_pages_free(polku_pages *pages);

/* ------------------------------------------------------------ from and to other programs */

/* A flowchart of Mermaid; a graph in DOT, laid out by whoever reads it; a list of transitions in
 * CSV (columns from, to, from_name, to_name, share, per_step, transition, basis, source). */
typedef enum { POLKU_MERMAID, POLKU_GRAPH, POLKU_EDGES } polku_exchange;

/* The model's graph: stages, transitions with their numbers, and (not in CSV) who stands where.
 * Caller frees. */
POLKU_API char *polku_export(const polku_model *model, const polku_rules *rules,
                             polku_exchange form, polku_lang lang, polku_report *report);

/* The beginning of a model, as JSON, from a flowchart of Mermaid or a list of arrows in CSV; `name`
 * stands for the file in problems. Names and notes are written in `lang`. What the drawing does not
 * say is assumed, and marked so. A graph in DOT is not read. Caller frees. NULL with problems. */
POLKU_API char *polku_import(const char *name, const char *text, size_t length, polku_exchange form,
                             polku_lang lang, polku_report *report);

#ifdef __cplusplus
}
#endif
#endif
