/* polku workshop MODEL: the room's shared model, until Ctrl-C. */
#include "cli.h"
#include "workshop/workshop.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a call asks for; what it owns is freed at its end. */
typedef struct cli_room {
  workshop_options options;
  char *journal, *folders, *desk, *renderer, *cert, *key;
} cli_room;

/* A signal handler has no argument. */
static workshop *running;

static void on_signal(int number) {
  (void)number;
  workshop_stop(running);
}

static void end_plan(cli_room *plan) {
  free(plan->journal);
  free(plan->folders);
  free(plan->desk);
  free(plan->renderer);
  free(plan->cert);
  free(plan->key);
}

/* --------------------------------------------------------------------------------- what is said */

static void print_member(const char *name, const char *value, bool first) {
  printf("%s\"%s\": ", first ? "{" : ", ", name);
  cli_print_json_string(value);
}

static void print_json(const workshop *w) {
  static const char *const names[] = {"facilitator", "screen", "participants"};
  workshop_link link;
  for (int i = 0; workshop_link_at(w, i, &link); i++)
    print_member(names[i], link.url, i == 0);
  print_member("code", workshop_code(w), false);
  printf(", \"port\": %d}\n", workshop_port(w));
}

/* The QR code is for phones, which get in with --lan alone. */
static void print_welcome(cli_call *call, const workshop *w) {
  workshop_link link;
  char *qr = call->value[OPTION_LAN] && isatty(STDOUT_FILENO) ? workshop_qr(w) : NULL;
  for (int i = 0; workshop_link_at(w, i, &link); i++) {
    const char *what = polku_word(call->lang, link.word);
    printf("%s\n  %s\n", what ? what : link.word, link.url);
  }
  if (qr)
    printf("\n%s\n", qr);
  free(qr);
  cli_say(call, "cli.workshop.code", "code", workshop_code(w), NULL);
  cli_say(call, call->value[OPTION_LAN] ? "cli.workshop.lan" : "cli.workshop.here", NULL);
  cli_say(call, "cli.workshop.stop", NULL);
}

/* ------------------------------------------------------------------------------------- its life */

/* Who opened the room with nohup wants it to outlive the terminal. */
static void watch_signals(void (*handler)(int)) {
  struct sigaction action, before;
  memset(&action, 0, sizeof action);
  action.sa_handler = handler;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
    sigaction(SIGHUP, &action, NULL);
}

static int serve(cli_call *call, const cli_room *plan) {
  signal(SIGPIPE, SIG_IGN); /* who goes away is no reason to end */
  workshop *w = workshop_open(&plan->options, call->report);
  int status = cli_finish(call, w != NULL);
  if (!w)
    return status;
  running = w;
  watch_signals(on_signal); /* before the links are printed: who reads them may end it at once */
  if (call->value[OPTION_JSON])
    print_json(w);
  else
    print_welcome(call, w);
  fflush(stdout);
  workshop_run(w);
  watch_signals(SIG_DFL);
  if (!call->value[OPTION_JSON])
    cli_say(call, workshop_is_saved(w) ? "cli.workshop.end" : "cli.workshop.end-unsaved", "file",
            plan->journal, "model", call->args[0], NULL);
  workshop_close(w);
  return CLI_DONE;
}

static int forget(cli_call *call, const cli_room *plan) {
  bool gone = workshop_forget(plan->journal, call->report);
  int status = cli_finish(call, gone);
  if (gone && !call->value[OPTION_JSON])
    cli_say(call, "cli.workshop.forgotten", "file", plan->journal, NULL);
  return status;
}

/* ------------------------------------------------------------------------------------- its call */

/* TLS needs both files, or neither. */
static int read_keys(cli_call *call, cli_room *plan) {
  const char *cert = call->value[OPTION_CERT], *key = call->value[OPTION_KEY];
  if (!cert && !key)
    return CLI_DONE;
  if (!cert || !key)
    return cli_usage(call, "cli.workshop.cert-and-key", NULL);
  plan->cert = cli_read_file(call, cert, NULL);
  plan->key = plan->cert ? cli_read_file(call, key, NULL) : NULL;
  plan->options.cert = plan->cert;
  plan->options.key = plan->key;
  return plan->key ? CLI_DONE : CLI_WRONG_INPUT;
}

static int make_plan(cli_call *call, cli_room *plan) {
  const char *journal = call->value[OPTION_JOURNAL];
  double port = 0;
  if (!cli_number(call, OPTION_PORT, 0, 65535, true, &port))
    return CLI_WRONG_USAGE;
  int status = read_keys(call, plan);
  if (status != CLI_DONE)
    return status;
  plan->journal = journal ? strdup(journal) : workshop_journal_path(call->args[0]);
  plan->folders = cli_model_folders(call, call->args[0]);
  plan->desk = cli_helper_path("polku-desk");
  plan->renderer = cli_renderer_path();
  if (!plan->journal || !plan->folders)
    return CLI_MACHINE_FAILED;
  plan->options = (workshop_options){.model = call->args[0],
                                     .journal = plan->journal,
                                     .folders = plan->folders,
                                     .desk = plan->desk,
                                     .renderer = plan->renderer,
                                     .port = (int)port,
                                     .lan = call->value[OPTION_LAN] != NULL,
                                     .cert = plan->cert,
                                     .key = plan->key,
                                     .lang = call->lang};
  return CLI_DONE;
}

static int run_workshop(cli_call *call) {
  cli_room plan = {0};
  int status = make_plan(call, &plan);
  if (status == CLI_DONE)
    status = call->value[OPTION_FORGET] ? forget(call, &plan) : serve(call, &plan);
  end_plan(&plan);
  return status;
}

const cli_command cli_workshop = {.name = "workshop",
                                  .usage = "MODEL",
                                  .summary = "cli.command.workshop",
                                  .options = CLI_ALWAYS | CLI_BIT(OPTION_PLUGINS) |
                                             CLI_BIT(OPTION_PORT) | CLI_BIT(OPTION_LAN) |
                                             CLI_BIT(OPTION_JOURNAL) | CLI_BIT(OPTION_CERT) |
                                             CLI_BIT(OPTION_KEY) | CLI_BIT(OPTION_FORGET),
                                  .least = 1,
                                  .most = 1,
                                  .run = run_workshop};
