/* Processes side by side: the bytes of one alone, whatever is shared out among them. */
#include "support/check.h"
#include "support/run.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROGRAM POLKU_BUILD_DIR "/polku-mpi"
/* OpenMPI itself keeps memory until the end, which the sanitizer of leaks would tell of. */
#define QUIET "ASAN_OPTIONS=detect_leaks=0 "
#define MODEL POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json"

static bool can_sail(void) {
  run_result found = run("command -v mpirun");
  bool can = found.status == 0 && access(PROGRAM, X_OK) == 0;
  run_free(&found);
  return can;
}

static char *simulate(int processes, const char *options) {
  char command[1000];
  const char *root = geteuid() == 0 ? "--allow-run-as-root" : "";
  if (processes > 0)
    snprintf(command, sizeof command,
             QUIET "timeout 300 mpirun %s --oversubscribe -n %d " PROGRAM " simulate " MODEL " %s",
             root, processes, options);
  else
    snprintf(command, sizeof command, POLKU_BUILD_DIR "/polku simulate " MODEL " %s", options);
  run_result got = run(command);
  if (got.status != 0)
    fail_msg("%s: status %d\n%s", command, got.status, got.err);
  char *out = got.out;
  got.out = NULL;
  run_free(&got);
  return out;
}

static void the_same_bytes_for_any_number_of_processes(void **state) {
  (void)state;
  static const char *const calls[] = {
      "--json --runs 21 --draws 7",
      "--json --engine cohort --runs 10 --draws 5 --threads 2",
      "--json --engine exact --draws 11",
      "--json --engine individual --people 300000 --runs 1 --draws 0 --seed 5",
  };
  if (!can_sail())
    skip();
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    char *alone = simulate(0, calls[i]);
    assert_true(strlen(alone) > 500);
    for (int processes = 1; processes <= 3; processes++) {
      char *together = simulate(processes, calls[i]);
      assert_string_equal(together, alone);
      free(together);
    }
    free(alone);
  }
}

static void a_wrong_model_is_said_once(void **state) {
  (void)state;
  char command[1000];
  if (!can_sail())
    skip();
  snprintf(command, sizeof command,
           QUIET "timeout 100 mpirun %s --oversubscribe -n 2 " PROGRAM
                 " simulate no-such-model.json --lang en 2>&1 | grep -c no-such-model.json:",
           geteuid() == 0 ? "--allow-run-as-root" : "");
  run_result got = run(command);
  assert_true(atoi(got.out) <= 1);
  run_free(&got);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_same_bytes_for_any_number_of_processes),
      cmocka_unit_test(a_wrong_model_is_said_once),
  };
  return RUN(tests);
}
