/* What the commands of the program share: a command is a table entry, options are one table for
 * all, and results leave through two doors, the terminal and files that appear whole. */
#ifndef CLI_H
#define CLI_H

#include "polku.h"

#include <stdbool.h>
#include <stddef.h>

enum { CLI_DONE = 0, CLI_WRONG_INPUT = 1, CLI_WRONG_USAGE = 2, CLI_MACHINE_FAILED = 3 };

typedef enum cli_option {
  OPTION_HELP,
  OPTION_LANG,
  OPTION_JSON,
  OPTION_OUT,
  OPTION_PLUGINS,
  OPTION_STRICT,
  OPTION_ENGINE,
  OPTION_PEOPLE,
  OPTION_SEED,
  OPTION_DRAWS,
  OPTION_WITHDRAW,
  OPTION_REFINE,
  OPTION_TOLERANCE,
  OPTION_AT_LEAST,
  OPTION_RUNS,
  OPTION_THREADS,
  OPTION_EVENTS,
  OPTION_GROUP,
  OPTION_STAGE,
  OPTION_DATE,
  OPTION_SET,
  OPTION_VIEW,
  OPTION_RESULTS,
  OPTION_PATH,
  OPTION_THEME,
  OPTION_PAPER,
  OPTION_SCALE,
  OPTION_SECTOR,
  OPTION_ROLE,
  OPTION_ACTOR,
  OPTION_GAPS,
  OPTION_TO,
  OPTION_MOST,
  OPTION_INVERT,
  OPTION_FORMAT,
  OPTION_LEVEL,
  OPTION_EXTENDS,
  OPTION_REGION,
  OPTION_FAIL_ON,
  OPTION_OUTCOME,
  OPTION_ACCOUNT,
  OPTION_WORTH,
  OPTION_LEVERAGE,
  OPTION_QUESTION,
  OPTION_NO_SENSITIVITY,
  OPTION_PORT,
  OPTION_LAN,
  OPTION_JOURNAL,
  OPTION_CERT,
  OPTION_KEY,
  OPTION_FORGET,
  OPTION_COUNT
} cli_option;

#define CLI_BIT(option) (1ul << (option))
#define CLI_ALWAYS (CLI_BIT(OPTION_HELP) | CLI_BIT(OPTION_LANG) | CLI_BIT(OPTION_JSON))
#define CLI_MODEL (CLI_ALWAYS | CLI_BIT(OPTION_PLUGINS) | CLI_BIT(OPTION_STRICT))

/* What changes an outcome. */
#define CLI_SIMULATION                                                                             \
  (CLI_BIT(OPTION_ENGINE) | CLI_BIT(OPTION_PEOPLE) | CLI_BIT(OPTION_SEED) |                        \
   CLI_BIT(OPTION_DRAWS) | CLI_BIT(OPTION_WITHDRAW) | CLI_BIT(OPTION_REFINE) |                     \
   CLI_BIT(OPTION_TOLERANCE) | CLI_BIT(OPTION_AT_LEAST) | CLI_BIT(OPTION_RUNS) |                   \
   CLI_BIT(OPTION_THREADS))

/* What is compared, and by what. */
#define CLI_COMPARISON                                                                             \
  (CLI_BIT(OPTION_REGION) | CLI_BIT(OPTION_OUTCOME) | CLI_BIT(OPTION_ACCOUNT) |                    \
   CLI_BIT(OPTION_WORTH))

typedef struct cli_call cli_call;

typedef struct cli_command {
  const char *name;      /* "check"; of a part with its command: "plugin check" */
  const char *usage;     /* what follows the name: "MODEL [options]" */
  const char *summary;   /* key of one line; the key with ".about" added is the page of help */
  unsigned long options; /* CLI_BIT of each that it takes */
  int least, most;       /* arguments that are no options */
  int (*run)(
      cli_call *call); /* gives the exit status; NULL: it has parts and does nothing itself */
  const struct cli_command *const *parts; /* ended by NULL */
  bool out_is_folder;                     /* -o names a folder */
  bool edits;                             /* -o may be what it reads */
} cli_command;

/* One call of the program. */
struct cli_call {
  const cli_command *command;
  polku_lang lang;
  polku_report *report;
  const char *value[OPTION_COUNT]; /* as written last; "" for a flag that is on, NULL: not given */
  const char **set;                /* all values of --set */
  size_t set_count;
  const char **args;
  int arg_count;
};

/* All commands, in the order of `polku --help`; ended by NULL. */
extern const cli_command *const cli_commands[];
extern const cli_command cli_check, cli_simulate, cli_sensitivity, cli_draw, cli_explain, cli_paths,
    cli_new, cli_patch, cli_diff, cli_report, cli_export, cli_import, cli_plugin, cli_help;
extern const cli_command cli_compare, cli_workshop;
const cli_command *cli_find_command(const char *name);
/* The part of a command, by its own name: "check" of `polku plugin check`. NULL: there is none. */
const cli_command *cli_find_part(const cli_command *command, const char *name);
/* The nearest name to `word` among a command's parts, or NULL. */
const char *cli_nearest_part(const cli_command *command, const char *word);

/* Reads the command line into `call`, whose arrays have room for all of argv. An exit status when
 * something is wrong (and said), else CLI_DONE. */
int cli_read(cli_call *call, int argc, char **argv);

/* The language that the environment asks for; English where it asks for none. */
polku_lang cli_environment_lang(void);

/* "seed" */
const char *cli_option_name(cli_option option);

/* The call as one would write it to have the same numbers again: "polku simulate model.json --seed
 * 7"; NULL when memory ran out, caller frees. And the date that SOURCE_DATE_EPOCH gives, NULL
 * without. */
char *cli_recipe(const cli_call *call);
const char *cli_date(char buffer[32]);

/* "--out FILE, -o FILE" and the word that explains it, as a command's page shows them. */
void cli_print_option(const cli_call *call, const cli_command *command, cli_option option);

/* A number among the options: false, and said, when it is none or out of bounds. Not given: the
 * value stays. `whole` refuses fractions. */
bool cli_number(cli_call *call, cli_option option, double least, double most, bool whole,
                double *value);

/* The options of CLI_SIMULATION; says what is wrong with them. */
int cli_read_simulation(cli_call *call, polku_options *options);

/* Says on stderr what is wrong with the call: a word with its arguments (name, value, …, NULL), and
 * where to read more. "suggestion" adds "did you mean". Gives CLI_WRONG_USAGE. */
int cli_usage(const cli_call *call, const char *key, ...);

/* A word filled with name, value, …, NULL, written to stdout or stderr. */
void cli_say(const cli_call *call, const char *key, ...);
void cli_complain(const cli_call *call, const char *key, ...);

/* A model with its rules; `path` may end with "#SCENARIO". Problems are in the report; false when
 * there is none, or when --strict is on and there are warnings. */
typedef struct cli_loaded {
  polku_model *model;
  polku_rules *rules;
} cli_loaded;
bool cli_load(cli_call *call, const char *path, cli_loaded *loaded);
void cli_unload(cli_loaded *loaded);

/* The same of "FILE#SCENARIO" as it would be in another region: first the region, then the
 * scenario. */
bool cli_load_region(cli_call *call, const char *path, const char *region, cli_loaded *loaded);

/* All that a call names, to be compared: several models as they are, or all of them under --region;
 * one model with --region under its own rules and under the region's. Problems are in the report;
 * false when one cannot be loaded. Its cases are for polku_compare; the end frees them, also after
 * false. */
typedef struct cli_cases {
  size_t count;
  cli_loaded *loaded;
  polku_case *cases;
  char **names;
} cli_cases;
bool cli_load_cases(cli_call *call, cli_cases *cases);
void cli_unload_cases(cli_cases *cases);

/* The options of CLI_COMPARISON and CLI_SIMULATION; says what is wrong with them. */
int cli_read_comparison(cli_call *call, polku_compare_options *options);

/* The whole of a small file, ended by NUL, and how many bytes it has (NULL: not asked); NULL, and
 * said, when it cannot be read. Caller frees. */
char *cli_read_file(const cli_call *call, const char *path, size_t *length);

/* The folders in which plugins are looked for when no model is named: --plugins,
 * $POLKU_PLUGIN_PATH,
 * ./plugins, those in which the named plugins stand (`named`: ended by NULL; names without '/' are
 * passed over), and the program's own; separated by ':'. Caller frees. NULL, and said, when memory
 * ran out. */
char *cli_plugin_folders(const cli_call *call, const char *const *named);

/* The same where a model is named; "" where there is none. */
char *cli_model_folders(const cli_call *call, const char *model);

/* The folder that holds plugins/ and models/: the build folder's own, else where it was installed.
 * And the programs that help this one: the renderer, others by their name. NULL where there is
 * none. Caller frees. */
char *cli_data_folder(void);
char *cli_renderer_path(void);
char *cli_helper_path(const char *name);

/* Shows the report on stderr and gives the exit status that follows from it; `done` says whether
 * the command made what it should. */
int cli_finish(cli_call *call, bool done);
/* That status, with nothing shown. */
int cli_status(const cli_call *call, bool done);

/* Writes text to stdout, or to --out. NULL text is memory that ran out. Gives CLI_DONE or says why
 * not. */
int cli_print(cli_call *call, const char *text);
int cli_write_file(cli_call *call, const char *path, const char *bytes, size_t length);

/* Tables (which it frees; NULL: memory ran out) as a workbook of a spreadsheet, into a file. */
int cli_write_workbook(cli_call *call, const char *path, polku_tables *tables);

/* The same into --out as its suffix says: ".xlsx"; ".md"; ".csv", the first table in the file
 * itself and the others beside it under their ids. And whether a suffix is one of these. */
int cli_write_tables(cli_call *call, polku_tables *tables);
bool cli_is_tables(const char *suffix);

/* A file that is written bit by bit, and appears when it is closed; until then it stands beside its
 * place under a passing name, and abandoned it is gone. NULL or false: errno says why not; after a
 * failure close it, or abandon it, all the same. */
typedef struct cli_file cli_file;
cli_file *cli_file_open(const char *path);
bool cli_file_write(cli_file *file, const char *bytes, size_t length);
/* How much was written, and taking back what came after; a pipe takes nothing back. */
int64_t cli_file_length(const cli_file *file);
bool cli_file_cut(cli_file *file, int64_t length);
bool cli_file_close(cli_file *file);
void cli_file_abandon(cli_file *file);

/* A new empty file beside `path`, with the permissions that `path` has or would have. NULL and
 * errno when there can be none. Caller frees the name, after it was kept (it is no more a passing
 * one) or dropped (the file is removed). A signal that ends the program drops all of them. */
char *cli_passing_name(const char *path, int *file);
void cli_keep_file(const char *passing);
void cli_drop_file(const char *passing);
void cli_drop_files(void);

/* Says that a file or folder could not be written, for the reason `error` (errno). Gives
 * CLI_MACHINE_FAILED. */
int cli_write_failed(const cli_call *call, const char *path, int error);

/* A reason (errno) in the reader's language where it is one of the usual ones. */
const char *cli_reason(const cli_call *call, int error);

/* What a computation leaves while it runs, by -o (a database) and --events; a record of neither
 * takes nothing. NULL, and said, when it cannot be begun. */
typedef struct cli_record cli_record;
int cli_record_check(const cli_call *call);
cli_record *cli_record_open(cli_call *call, const cli_loaded *loaded, const polku_options *options);
bool cli_record_wants_runs(const cli_record *record);
bool cli_record_wants_stays(const cli_record *record);
bool cli_record_run(cli_record *record, const polku_run *run);
bool cli_record_stays(cli_record *record, const polku_stay *stays, size_t count);
/* CLI_DONE, or the status of what failed, which was said. */
int cli_record_status(const cli_record *record);
bool cli_record_is_result(const cli_record *record); /* -o is in it */
int cli_record_finish(cli_record *record, const polku_result *result);
void cli_record_free(cli_record *record);

/* Who watches a computation: a bar on the terminal, Ctrl-C, and the record (NULL: none). `watch` is
 * for polku_options; it does not move between begin and end. End says whether somebody stopped
 * it. */
typedef struct cli_watch {
  cli_call *call;
  cli_record *record;
  polku_watch watch;
  double began, drawn;
  bool bar, shown;
} cli_watch;
void cli_watch_begin(cli_watch *watch, cli_call *call, cli_record *record);
bool cli_watch_end(cli_watch *watch);

/* Says that nothing came of it, and ends the program by the signal that stopped it, so that what
 * called it knows. */
void cli_die_stopped(const cli_call *call);

/* Refuses an --out whose suffix is none of these (ended by NULL). */
int cli_check_suffix(const cli_call *call, const char *const *suffixes);
int cli_check_suffix_of(const cli_call *call, cli_option option, const char *const *suffixes);

/* Whether two paths lead to one file, also where it is not there yet. */
bool cli_same_file(const char *a, const char *b);

/* Refuses to write over a file that the call reads (`polku patch` may: it edits). */
int cli_check_inputs_kept(const cli_call *call);

/* Text as a JSON string on stdout. */
void cli_print_json_string(const char *text);

/* The part of a path after its last '.', in lower case, cut at seven letters; "" without one. */
const char *cli_suffix(const char *path, char buffer[8]);

/* Whether to colour, and how wide the terminal is. */
bool cli_colour(int file);
int cli_width(void);

#endif
