/* A computation that takes its time: how far it is, and how it is stopped.
 *
 * After a second a terminal shows a bar, which is gone at the end. The first Ctrl-C (or SIGTERM, as
 * a cluster sends it before its limit) lets the runs under way be dropped and keeps those that are
 * complete; the second ends the program at once. The handler only counts and writes words that were
 * prepared before: nothing else is safe inside it. */
#include "cli.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BAR_MOST = 40, BAR_LEAST = 5 };

static volatile sig_atomic_t asked; /* how often somebody asked to stop */
static char words_on_stop[256];
static size_t words_length;

static void write_words(const char *words, size_t length) {
  if (write(STDERR_FILENO, words, length) < 0)
    return; /* nobody to tell */
}

static void on_signal(int number) {
  int error = errno;
  if (++asked == 1) {
    write_words(words_on_stop, words_length);
  } else {
    cli_drop_files();
    signal(number, SIG_DFL);
    raise(number);
  }
  errno = error;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* "12 s", "3 min", "2 h": alike in the three languages. */
static void time_text(char text[32], double seconds) {
  if (seconds < 100)
    snprintf(text, 32, "%.0f s", ceil(seconds));
  else if (seconds < 6000)
    snprintf(text, 32, "%.0f min", ceil(seconds / 60));
  else
    snprintf(text, 32, "%.0f h", ceil(seconds / 3600));
}

static int terminal_width(void) {
  struct winsize size;
  bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 80;
}

static int columns(const char *text) {
  int count = 0;
  for (; *text; text++)
    count += ((unsigned char)*text & 0xc0) != 0x80;
  return count;
}

static void draw_bar(cli_watch *w, double done) {
  char percent[16], left[32];
  double spent = now() - w->began;
  snprintf(percent, sizeof percent, "%.0f", floor(100 * done));
  time_text(left, done > 0 ? spent * (1 - done) / done : 0);
  const char *args[] = {"percent", percent, "left", left};
  char *text =
      polku_word_fill(w->call->lang, done > 0.01 ? "cli.progress" : "cli.progress-begins", args, 4);
  int room = text ? terminal_width() - columns(text) - 5 : 0;
  int length = room > BAR_MOST ? BAR_MOST : room, full = (int)(done * length);
  if (length >= BAR_LEAST) {
    fputs("\r[", stderr);
    for (int i = 0; i < length; i++)
      fputc(i < full ? '#' : '.', stderr);
    fprintf(stderr, "] %s\033[K", text);
    fflush(stderr);
    w->shown = true;
  }
  free(text);
}

static bool progress(void *context, double done) {
  cli_watch *w = context;
  double time = now();
  if (w->bar && !asked && time - w->began >= 1 && time - w->drawn >= 0.1) {
    w->drawn = time;
    draw_bar(w, done);
  }
  return asked == 0;
}

static void clear_bar(cli_watch *w) {
  if (w->shown)
    fputs("\r\033[K", stderr);
  w->shown = false;
}

static bool take_run(void *context, const polku_run *run) {
  cli_watch *w = context;
  return cli_record_run(w->record, run);
}

static bool take_stays(void *context, const polku_stay *stays, size_t count) {
  cli_watch *w = context;
  return cli_record_stays(w->record, stays, count);
}

static void prepare_words(const cli_watch *w) {
  snprintf(words_on_stop, sizeof words_on_stop, "%s%s\n", w->bar ? "\r\033[K" : "",
           polku_word(w->call->lang, "cli.stopping"));
  words_length = strlen(words_on_stop);
}

static void handle(void (*handler)(int)) {
  static const int numbers[] = {SIGINT, SIGTERM};
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART}, before;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < 2; i++)
    if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
      sigaction(numbers[i], &action, NULL); /* what is ignored (nohup, a job list) stays so */
}

void cli_watch_begin(cli_watch *w, cli_call *call, cli_record *record) {
  const char *terminal = getenv("TERM");
  *w = (cli_watch){.call = call, .record = record, .began = now()};
  w->bar = isatty(STDERR_FILENO) && !(terminal && strcmp(terminal, "dumb") == 0);
  w->watch = (polku_watch){.context = w, .progress = progress};
  if (cli_record_wants_runs(record))
    w->watch.run = take_run;
  if (cli_record_wants_stays(record))
    w->watch.stays = take_stays;
  prepare_words(w);
  asked = 0;
  handle(on_signal);
}

bool cli_watch_end(cli_watch *w) {
  handle(SIG_DFL);
  clear_bar(w);
  return asked > 0;
}

void cli_die_stopped(const cli_call *call) {
  cli_complain(call, "cli.stopped-early", NULL);
  fflush(NULL);
  signal(SIGINT, SIG_DFL);
  raise(SIGINT);
}
