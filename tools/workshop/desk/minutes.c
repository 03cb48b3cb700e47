/* The minutes: what the room says happened, read back, and handed to the library.
 *
 * A line is a deed: its sort, its time (ms since 1970), votes, then, each behind a tab, who, what
 * it is about, their own words, what it did as a JSON array of sentences. The room writes them
 * (room_happened); nothing in a field is a tab or ends a line. */
#include "workshop/desk/desk.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIELDS = 7, CLOCK = 32 };

/* A deed with its clock's text beside it. */
typedef struct kept_deed {
  char date[CLOCK], time[CLOCK];
} kept_deed;

/* The next field of a line, ended by NUL; *at moves behind it. */
static char *next_field(char **at) {
  char *field = *at, *end = field + strcspn(field, "\t");
  *at = *end ? end + 1 : end;
  *end = '\0';
  return field;
}

/* As clocks in the room showed it, the way the language writes it. */
static bool read_clock(const char *ms, polku_lang lang, kept_deed *clock) {
  time_t seconds = (time_t)(strtoll(ms, NULL, 10) / 1000);
  struct tm local;
  return localtime_r(&seconds, &local) &&
         strftime(clock->date, sizeof clock->date, "%Y-%m-%d", &local) > 0 &&
         strftime(clock->time, sizeof clock->time, lang == POLKU_EN ? "%H:%M" : "%H.%M", &local) >
             0;
}

static bool read_deed(char *line, const desk_order *order, polku_deed *deed, kept_deed *clock) {
  char *fields[FIELDS];
  for (int i = 0; i < FIELDS; i++)
    fields[i] = next_field(&line);
  long sort = strtol(fields[0], NULL, 10);
  if (sort < 0 || sort > POLKU_DEED_VERSION ||
      !read_clock(fields[1], (polku_lang)order->request.lang, clock))
    return false;
  *deed = (polku_deed){.sort = (polku_deed_sort)sort,
                       .date = clock->date,
                       .time = clock->time,
                       .votes = (int)strtol(fields[2], NULL, 10),
                       .by = order->request.names_people ? fields[3] : NULL,
                       .pointer = fields[4],
                       .text = fields[5],
                       .told = fields[6]};
  return true;
}

static size_t count_lines(const char *text) {
  size_t count = 0;
  for (; *text; text++)
    count += *text == '\n';
  return count;
}

/* Reads the lines, which are taken apart in place. */
static size_t read_day(char *lines, const desk_order *order, polku_deed *deeds, kept_deed *clocks) {
  size_t count = 0;
  while (lines && *lines) {
    char *end = strchr(lines, '\n');
    if (end)
      *end = '\0';
    if (read_deed(lines, order, &deeds[count], &clocks[count]))
      count++;
    lines = end ? end + 1 : NULL;
  }
  return count;
}

char *desk_minutes(const desk_case cases[2], const desk_order *order, polku_renderer *renderer,
                   polku_report *report) {
  const char *happened = order->strings[DESK_HAPPENED] ? order->strings[DESK_HAPPENED] : "";
  size_t most = count_lines(happened) + 1;
  char *lines = strdup(happened);
  polku_deed *deeds = calloc(most, sizeof *deeds);
  kept_deed *clocks = calloc(most, sizeof *clocks);
  char *page = NULL;
  if (lines && deeds && clocks) {
    polku_day day = {deeds, read_day(lines, order, deeds, clocks)};
    const polku_case both[] = {{cases[1].model, cases[1].rules, order->strings[DESK_NAME_B]},
                               {cases[0].model, cases[0].rules, order->strings[DESK_NAME_A]}};
    polku_page_options options = {
        .lang = (polku_lang)order->request.lang, .renderer = renderer, .day = &day};
    page = polku_page(both, 2, &options, report);
  } else {
    polku_report_fail(report, "E-MEMORY", NULL);
  }
  free(lines);
  free(deeds);
  free(clocks);
  return page;
}
