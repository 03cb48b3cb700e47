/* With a certificate the same door speaks https alone. Skipped where openssl or curl is missing. */
#include "workshop/doors.h"

static char *read_in(const char *name) {
  char path[4200];
  snprintf(path, sizeof path, "%s/%s", w.folder, name);
  char *text = read_whole_file(path, NULL);
  assert_non_null(text);
  return text;
}

static bool have_tools(void) {
  run_result found = run("command -v openssl && command -v curl");
  bool have = found.status == 0;
  run_free(&found);
  return have;
}

static void make_certificate(const char *name) {
  char command[9000];
  snprintf(command, sizeof command,
           "cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
           "-subj /CN=localhost -days 2 -keyout %s.key -out %s.pem",
           w.folder, name, name);
  run_result made = run(command);
  if (made.status != 0)
    fail_msg("%s", made.err);
  run_free(&made);
}

static int begin(void **state) {
  (void)state;
  w.folder = new_folder();
  copy_model(POLKU_SOURCE_DIR "/models/rovaniemi-tyokyky.json", w.folder);
  return 0;
}

static void with_a_certificate_the_door_speaks_https_alone(void **state) {
  (void)state;
  if (!have_tools())
    skip();
  make_certificate("room");
  char *cert = read_in("room.pem"), *key = read_in("room.key"), command[2000];
  open_workshop(&(workshop_options){.cert = cert, .key = key, .lang = POLKU_EN});
  free(cert);
  free(key);
  workshop_link link;
  assert_true(workshop_link_at(w.open, 0, &link));
  assert_memory_equal(link.url, "https://", 8);
  snprintf(command, sizeof command,
           "curl -ski --max-time 20 -H 'Origin: https://127.0.0.1:%d' -H 'X-Polku: 1' -d "
           "'secret=%s&view=facilitator' https://127.0.0.1:%d/api/enter",
           w.port, w.facilitators, w.port);
  run_result entered = run(command);
  assert_non_null(strstr(entered.out, "200 OK"));
  assert_non_null(strstr(entered.out, "; Secure"));
  run_free(&entered);
  snprintf(command, sizeof command, "curl -s --max-time 20 http://127.0.0.1:%d/", w.port);
  run_result plain = run(command);
  assert_int_not_equal(plain.status, 0);
  run_free(&plain);
  close_workshop();
}

static void expect_refused(const char *cert, const char *key) {
  char path[4200];
  snprintf(path, sizeof path, "%s/model.json", w.folder);
  char *journal = workshop_journal_path(path);
  polku_report *report = polku_report_new();
  workshop_options options = {.model = path,
                              .journal = journal,
                              .folders = POLKU_SOURCE_DIR "/plugins",
                              .desk = POLKU_BUILD_DIR "/polku-desk",
                              .renderer = POLKU_BUILD_DIR "/polku-render",
                              .cert = cert,
                              .key = key};
  assert_null(workshop_open(&options, report));
  polku_problem problem;
  assert_true(polku_report_at(report, 0, POLKU_EN, &problem));
  assert_string_equal(problem.code, "E-DOOR-CERTIFICATE");
  polku_report_free(report);
  free(journal);
}

static void a_certificate_that_cannot_be_read_opens_no_door(void **state) {
  (void)state;
  expect_refused("no certificate", "no key");
  if (!have_tools())
    skip();
  make_certificate("one");
  make_certificate("other");
  char *cert = read_in("one.pem"), *key = read_in("other.key"), *own = read_in("one.key");
  expect_refused(cert, key);
  expect_refused(own, cert);
  free(cert);
  free(key);
  free(own);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(with_a_certificate_the_door_speaks_https_alone),
      cmocka_unit_test(a_certificate_that_cannot_be_read_opens_no_door),
  };
  return cmocka_run_group_tests(tests, begin, end_workshop);
}
