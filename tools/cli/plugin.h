/* What the parts of `polku plugin` share: each answers a question about plugins themselves, without
 * a model, in a shape that the caller chooses. */
#ifndef CLI_PLUGIN_H
#define CLI_PLUGIN_H

#include "cli.h"

extern const cli_command cli_plugin_list, cli_plugin_new, cli_plugin_check, cli_plugin_test,
    cli_plugin_table, cli_plugin_why, cli_plugin_diff, cli_plugin_meta;

/* Options of all that ask; those whose answer is a table take --format too. */
#define CLI_PLUGIN                                                                                 \
  (CLI_ALWAYS | CLI_BIT(OPTION_PLUGINS) | CLI_BIT(OPTION_STRICT) | CLI_BIT(OPTION_OUT))

/* One of the functions of polku.h that answer such a question. */
typedef char *cli_plugin_answer(const polku_plugin_question *question, polku_shape shape,
                                polku_lang lang, polku_report *report);

/* Asks it with what the call names: folders, --date and --set; `question` brings the rest. Shows
 * the problems, and the answer also where there are some; gives the exit status. */
int cli_plugin_ask(cli_call *call, polku_plugin_question *question, cli_plugin_answer *answer);

/* "[PLUGIN] [RULE]" among the arguments: the first is a plugin where it is the path of a folder,
 * the name of a plugin's folder, or stands before the form of a rule; the words after it are the
 * rule. The rule is written into `rule`. CLI_DONE, or what is wrong is said. */
typedef struct cli_rule_name {
  char text[256];
} cli_rule_name;
int cli_plugin_rule(cli_call *call, polku_plugin_question *question, cli_rule_name *rule);

/* The arguments from `at` on as the name of a rule; none means all rules. */
int cli_plugin_words(const cli_call *call, int at, polku_plugin_question *question,
                     cli_rule_name *rule);

/* The shape that --json, --format or the suffix of -o asks for; text where none does. CLI_DONE, or
 * what is wrong is said. */
int cli_plugin_shape(const cli_call *call, polku_shape *shape);

#endif
