/* A workshop as somebody starts it: the program polku with a model in a folder of the test's own.
 * Needs no cmocka, so that the benchmark can start one too. */
#ifndef TEST_WORKSHOP_H
#define TEST_WORKSHOP_H

#include "support/http.h"

#include <sys/types.h>

typedef struct workshop_room {
  pid_t pid;
  int port;
  char facilitator[64], participants[64]; /* secrets */
  char code[32];
} workshop_room;

/* A port that nobody else comes upon: not where rooms look by themselves, nor where outgoing
 * connections begin. A room that ends and starts again finds it free. 0: there is none. */
int free_port(void);

/* Starts "BUILD/polku workshop FOLDER/MODEL" and waits until people may come in. On `port`, or 0:
 * on any that is free. What it says of problems goes to FOLDER/problems.txt. False when it ended or
 * said nothing within two minutes; `pid` is 0 then. */
bool start_workshop(workshop_room *room, const char *build, const char *folder, const char *model,
                    int port);

/* Kills it as a power cut would, and waits until all that it had started is gone too: false when
 * something is left after ten seconds. */
bool kill_workshop(workshop_room *room);

/* Ends it as Ctrl-C would; its exit status, −1 when it had to be killed. */
int stop_workshop(workshop_room *room);

/* Lets a browser in, as "facilitator", "participant" or "screen". */
bool enter_workshop(const workshop_room *room, http *browser, const char *view);

/* Does an act: a form of http_form. The answer's status, 0 when there was none; into `number` (may
 * be NULL) the number that it tells, into `sort` (may be NULL) its sort. */
int act_in_workshop(http *browser, const char *form, long long *number, char sort[32]);

/* The number or string after "NAME": in a JSON text, wherever it first stands; −1 and "" for none.
 */
long long number_in_json(const char *json, const char *name);
const char *string_in_json(const char *json, const char *name, char *value, size_t room);

#endif
