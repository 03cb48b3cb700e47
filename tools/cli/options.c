/* The command line: one table of options for all commands, read in one pass.
 *
 * A value follows its option as the next word or after "=". Options may stand anywhere; "--" ends
 * them. What is not known is answered with what was probably meant. */
#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct form {
  const char *name;
  char letter;       /* 0: none */
  const char *value; /* what stands in help for its value; NULL: a flag */
  const char *word;
} form;

static const form forms[OPTION_COUNT] = {
    [OPTION_HELP] = {"help", 'h', NULL, "cli.option.help"},
    [OPTION_LANG] = {"lang", 0, "fi|sv|en", "cli.option.lang"},
    [OPTION_JSON] = {"json", 0, NULL, "cli.option.json"},
    [OPTION_OUT] = {"out", 'o', "FILE", "cli.option.out"},
    [OPTION_PLUGINS] = {"plugins", 0, "DIR", "cli.option.plugins"},
    [OPTION_STRICT] = {"strict", 0, NULL, "cli.option.strict"},
    [OPTION_ENGINE] = {"engine", 0, "ENGINE", "cli.option.engine"},
    [OPTION_PEOPLE] = {"people", 0, "N", "cli.option.people"},
    [OPTION_SEED] = {"seed", 0, "N", "cli.option.seed"},
    [OPTION_DRAWS] = {"draws", 0, "N", "cli.option.draws"},
    [OPTION_WITHDRAW] = {"withdraw", 0, "ACTOR,…", "cli.option.withdraw"},
    [OPTION_REFINE] = {"refine", 0, "K", "cli.option.refine"},
    [OPTION_TOLERANCE] = {"tolerance", 0, "X", "cli.option.tolerance"},
    [OPTION_AT_LEAST] = {"at-least", 0, "N", "cli.option.at-least"},
    [OPTION_RUNS] = {"runs", 0, "N", "cli.option.runs"},
    [OPTION_THREADS] = {"threads", 0, "N", "cli.option.threads"},
    [OPTION_EVENTS] = {"events", 0, "FILE", "cli.option.events"},
    [OPTION_GROUP] = {"group", 0, "ID", "cli.option.group"},
    [OPTION_STAGE] = {"stage", 0, "ID", "cli.option.stage"},
    [OPTION_DATE] = {"date", 0, "YYYY-MM-DD", "cli.option.date"},
    [OPTION_SET] = {"set", 0, "NAME=VALUE", "cli.option.set"},
    [OPTION_VIEW] = {"view", 0, "map|network|path|compare", "cli.option.view"},
    [OPTION_PATH] = {"path", 0, "ID|N", "cli.option.path"},
    [OPTION_THEME] = {"theme", 0, "light|dark|grey", "cli.option.theme"},
    [OPTION_PAPER] = {"paper", 0, "A4|A3", "cli.option.paper"},
    [OPTION_SCALE] = {"scale", 0, "X", "cli.option.scale"},
    [OPTION_SECTOR] = {"sector", 0, "SECTOR,…", "cli.option.sector"},
    [OPTION_ROLE] = {"role", 0, "ROLE,…", "cli.option.role"},
    [OPTION_ACTOR] = {"actor", 0, "ACTOR,…", "cli.option.actor"},
    [OPTION_TO] = {"to", 0, "mermaid|dot|csv|xlsx", "cli.option.to"},
    [OPTION_GAPS] = {"gaps", 0, NULL, "cli.option.gaps"},
    [OPTION_RESULTS] = {"results", 0, NULL, "cli.option.results"},
    [OPTION_MOST] = {"count", 0, "N", "cli.option.count"},
    [OPTION_INVERT] = {"invert", 0, NULL, "cli.option.invert"},
    [OPTION_FORMAT] = {"format", 0, "FORMAT", "cli.option.format"},
    [OPTION_LEVEL] = {"level", 0, "LEVEL", "cli.option.level"},
    [OPTION_EXTENDS] = {"extends", 0, "PLUGIN", "cli.option.extends"},
    [OPTION_REGION] = {"region", 0, "REGION", "cli.option.region"},
    [OPTION_FAIL_ON] = {"fail-on", 0, "info|warning|breaking", "cli.option.fail-on"},
    [OPTION_OUTCOME] = {"outcome", 0, "OUTCOME", "cli.option.outcome"},
    [OPTION_ACCOUNT] = {"account", 0, "ACCOUNT", "cli.option.account"},
    [OPTION_WORTH] = {"worth", 0, "AMOUNT", "cli.option.worth"},
    [OPTION_QUESTION] = {"question", 0, "TEXT", "cli.option.question"},
    [OPTION_NO_SENSITIVITY] = {"no-sensitivity", 0, NULL, "cli.option.no-sensitivity"},
    [OPTION_PORT] = {"port", 0, "N", "cli.option.port"},
    [OPTION_LAN] = {"lan", 0, NULL, "cli.option.lan"},
    [OPTION_JOURNAL] = {"journal", 0, "FILE", "cli.option.journal"},
    [OPTION_CERT] = {"cert", 0, "FILE", "cli.option.cert"},
    [OPTION_KEY] = {"key", 0, "FILE", "cli.option.key"},
    [OPTION_FORGET] = {"forget", 0, NULL, "cli.option.forget"},
    [OPTION_LEVERAGE] = {"leverage", 0, NULL, "cli.option.leverage"},
};

static int find_option(const char *word, size_t length) {
  for (int i = 0; i < OPTION_COUNT; i++) {
    bool by_name = length > 2 && word[1] == '-' && strlen(forms[i].name) == length - 2 &&
                   memcmp(forms[i].name, word + 2, length - 2) == 0;
    if (by_name || (length == 2 && forms[i].letter && word[1] == forms[i].letter))
      return i;
  }
  return -1;
}

static int unknown_option(const cli_call *call, const char *word, size_t length) {
  char names[OPTION_COUNT][24], given[64];
  const char *candidates[OPTION_COUNT];
  size_t count = 0;
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (call->command && !(call->command->options & CLI_BIT(i)))
      continue;
    snprintf(names[count], sizeof names[count], "--%s", forms[i].name);
    candidates[count] = names[count];
    count++;
  }
  snprintf(given, sizeof given, "%.*s", (int)(length < 60 ? length : 60), word);
  return cli_usage(call, "cli.option-unknown", "option", given, "suggestion",
                   polku_nearest(given, candidates, count), NULL);
}

static int take_value(cli_call *call, int i, const char *value) {
  static const char *const langs[] = {"fi", "sv", "en"};
  call->value[i] = value;
  if (i == OPTION_SET)
    call->set[call->set_count++] = value;
  if (i == OPTION_LANG && !polku_lang_read(value, &call->lang))
    return cli_usage(call, "cli.lang-unknown", "value", value, "suggestion",
                     polku_nearest(value, langs, 3), NULL);
  return CLI_DONE;
}

/* Reads the option at argv[*at] and, where it takes one, its value. */
static int read_option(cli_call *call, int argc, char **argv, int *at) {
  const char *word = argv[*at];
  size_t length = strcspn(word, "=");
  int i = find_option(word, length);
  if (i < 0)
    return unknown_option(call, word, length);
  bool inline_value = word[length] == '=';
  if (!forms[i].value)
    return inline_value ? cli_usage(call, "cli.option-flag", "option", forms[i].name, NULL)
                        : take_value(call, i, "");
  if (inline_value)
    return take_value(call, i, word + length + 1);
  if (*at + 1 >= argc)
    return cli_usage(call, "cli.option-value", "option", forms[i].name, "value", forms[i].value,
                     NULL);
  return take_value(call, i, argv[++*at]);
}

static int unknown_command(const cli_call *call, const char *word) {
  const char *names[32];
  size_t count = 0;
  for (const cli_command *const *c = cli_commands; *c && count < 32; c++)
    names[count++] = (*c)->name;
  return cli_usage(call, "cli.command-unknown", "command", word, "suggestion",
                   polku_nearest(word, names, count), NULL);
}

/* The language is wanted before anything can be said in it. */
static void find_lang(cli_call *call, int argc, char **argv) {
  for (int i = 1; i < argc; i++) {
    if (strncmp(argv[i], "--lang=", 7) == 0)
      polku_lang_read(argv[i] + 7, &call->lang);
    else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
      polku_lang_read(argv[i + 1], &call->lang);
  }
}

static int choose_command(cli_call *call, const char *word) {
  call->command = cli_find_command(word);
  return call->command ? CLI_DONE : unknown_command(call, word);
}

static int choose_part(cli_call *call, const char *word) {
  const cli_command *part = cli_find_part(call->command, word);
  if (!part)
    return cli_usage(call, "cli.part-unknown", "command", call->command->name, "part", word,
                     "suggestion", cli_nearest_part(call->command, word), NULL);
  call->command = part;
  return CLI_DONE;
}

/* --help and --version are the pages of `polku help`; with no command at all, its first page. A
 * command without the part that it needs shows what parts it has. */
static void turn_to_help(cli_call *call, bool version) {
  const char *topic = version ? "version" : call->command ? call->command->name : NULL;
  call->command = cli_find_command("help");
  call->args[0] = topic;
  call->arg_count = topic ? 1 : 0;
}

/* Options that this command does not know, and too few or too many arguments. */
static int check_call(cli_call *call) {
  const cli_command *command = call->command;
  char name[32];
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (!call->value[i] || command->options & CLI_BIT(i))
      continue;
    snprintf(name, sizeof name, "--%s", forms[i].name);
    return cli_usage(call, "cli.option-foreign", "option", name, "command", command->name, NULL);
  }
  if (call->arg_count < command->least)
    return cli_usage(call, "cli.too-few", "command", command->name, "usage", command->usage, NULL);
  if (call->arg_count > command->most)
    return cli_usage(call, "cli.too-many", "argument", call->args[command->most], "command",
                     command->name, "usage", command->usage, NULL);
  return command->edits ? CLI_DONE : cli_check_inputs_kept(call);
}

int cli_read(cli_call *call, int argc, char **argv) {
  bool plain = false, version = false;
  int status = CLI_DONE;
  find_lang(call, argc, argv);
  for (int i = 1; i < argc && status == CLI_DONE; i++) {
    const char *word = argv[i];
    bool is_option = !plain && word[0] == '-' && word[1];
    if (is_option && strcmp(word, "--") == 0)
      plain = true;
    else if (is_option && strcmp(word, "--version") == 0)
      version = true;
    else if (is_option)
      status = read_option(call, argc, argv, &i);
    else if (!call->command)
      status = choose_command(call, word);
    else if (call->command->parts)
      status = choose_part(call, word);
    else
      call->args[call->arg_count++] = word;
  }
  if (status != CLI_DONE)
    return status;
  bool asks_help =
      call->value[OPTION_HELP] && (!call->command || call->command->run != cli_help.run);
  bool lacks_part = call->command && call->command->parts;
  if (version || asks_help || lacks_part || !call->command)
    turn_to_help(call, version);
  return asks_help || lacks_part || version ? CLI_DONE : check_call(call);
}

bool cli_number(cli_call *call, cli_option option, double least, double most, bool whole,
                double *value) {
  const char *text = call->value[option];
  char *end, low[32], high[32], name[32];
  if (!text)
    return true;
  double number = strtod(text, &end);
  if (end != text && !*end && number >= least && number <= most &&
      !(whole && number != floor(number))) {
    *value = number;
    return true;
  }
  snprintf(low, sizeof low, "%.15g", least);
  snprintf(high, sizeof high, "%.15g", most);
  snprintf(name, sizeof name, "--%s", forms[option].name);
  cli_usage(call, whole ? "cli.number-whole" : "cli.number", "option", name, "value", text, "least",
            low, "most", high, NULL);
  return false;
}

const char *cli_option_name(cli_option option) {
  return forms[option].name;
}

/* Text in a column of its own that begins at `indent` and ends at 80. */
static void print_column(const char *text, int indent) {
  while (*text) {
    int columns = indent;
    size_t end = 0, i = 0;
    for (; text[i] && (columns <= 80 || end == 0); i++) {
      if (text[i] == ' ')
        end = i;
      columns += ((unsigned char)text[i] & 0xc0) != 0x80;
    }
    size_t n = text[i] || columns > 80 ? end : i;
    n = n > 0 ? n : i;
    printf("%.*s\n", (int)n, text);
    text += n + (text[n] == ' ');
    if (*text)
      printf("%*s", indent, "");
  }
}

void cli_print_option(const cli_call *call, const cli_command *command, cli_option i) {
  static const form folder_out = {"out", 'o', "DIR", "cli.option.out-folder"};
  char name[64] = "";
  const form *o = i == OPTION_OUT && command->out_is_folder ? &folder_out : &forms[i];
  snprintf(name, sizeof name, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
  if (o->letter)
    snprintf(name + strlen(name), sizeof name - strlen(name), ", -%c", o->letter);
  int pad = 24;
  for (const char *c = name; *c; c++)
    pad -= ((unsigned char)*c & 0xc0) != 0x80;
  printf("  %s%*s  ", name, pad > 0 ? pad : 0, "");
  print_column(polku_word(call->lang, o->word), 28);
}

polku_lang cli_environment_lang(void) {
  static const char *const names[] = {"POLKU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
  polku_lang lang = POLKU_EN;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    const char *value = getenv(names[i]);
    if (value && *value && (polku_lang_read(value, &lang) || i > 0))
      break;
  }
  return lang;
}
