/* Folders of plugins made for one test. */
#include "support/check.h"
#include "support/plugins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void plugin_folder_new(plugin_folder *folder) {
  *folder = (plugin_folder){.count = 0};
  const char *base = getenv("TMPDIR");
  snprintf(folder->path, sizeof folder->path, "%.90s/polku-XXXXXX", base ? base : "/tmp");
  assert_non_null(mkdtemp(folder->path));
}

static void remember(plugin_folder *folder, const char *path) {
  assert_true(folder->count < 24);
  snprintf(folder->files[folder->count++], sizeof folder->files[0], "%s", path);
}

void plugin_write(plugin_folder *folder, const char *name, const char *file, const char *text,
                  size_t length) {
  char path[192];
  snprintf(path, sizeof path, "%s/%s", folder->path, name);
  if (mkdir(path, 0700) == 0)
    remember(folder, path);
  snprintf(path, sizeof path, "%s/%s/%s", folder->path, name, file);
  FILE *out = fopen(path, "wb");
  assert_non_null(out);
  assert_int_equal(fwrite(text, 1, length, out), length);
  assert_int_equal(fclose(out), 0);
  remember(folder, path);
}

void plugin_folder_remove(plugin_folder *folder) {
  while (folder->count)
    remove(folder->files[--folder->count]);
  rmdir(folder->path);
}

void plugin_state(plugin_folder *folder, const char *name, const char *params, const char *rules) {
  char manifest[256];
  int length =
      snprintf(manifest, sizeof manifest,
               "return { id = \"%s\", version = \"1.0.0\", api = 1, level = \"state\" }\n", name);
  plugin_write(folder, name, "manifest.lua", manifest, (size_t)length);
  if (params)
    plugin_write(folder, name, "params.lua", params, strlen(params));
  if (rules)
    plugin_write(folder, name, "rules.lua", rules, strlen(rules));
}

void plugin_below(plugin_folder *folder, const char *name, const char *level, const char *extends,
                  const char *params, const char *rules) {
  char manifest[384];
  int length = snprintf(manifest, sizeof manifest,
                        "return { id = \"%s\", version = \"1.0.0\", api = 1, level = \"%s\", "
                        "extends = { %s } }\n",
                        name, level, extends);
  plugin_write(folder, name, "manifest.lua", manifest, (size_t)length);
  if (params)
    plugin_write(folder, name, "params.lua", params, strlen(params));
  if (rules)
    plugin_write(folder, name, "rules.lua", rules, strlen(rules));
}

static void show(polku_report *report) {
  char *text = polku_report_text(report, POLKU_EN, false);
  print_error("%s", text ? text : "no memory\n");
  free(text);
}

bound_model bind_text(const char *text, const char *folders) {
  bound_model bound = {.report = polku_report_new()};
  assert_non_null(bound.report);
  bound.model = polku_model_read("model.json", text, strlen(text), bound.report);
  if (!bound.model)
    show(bound.report);
  assert_non_null(bound.model);
  bound.rules = polku_rules_load(bound.model, folders, bound.report);
  return bound;
}

void bound_free(bound_model *bound) {
  polku_rules_free(bound->rules);
  polku_model_free(bound->model);
  polku_report_free(bound->report);
}

static bool find_problem(polku_report *report, const char *code, polku_problem *problem) {
  for (size_t i = 0; polku_report_at(report, i, POLKU_EN, problem); i++)
    if (strcmp(problem->code, code) == 0)
      return true;
  return false;
}

bool has_problem(polku_report *report, const char *code) {
  polku_problem problem;
  return find_problem(report, code, &problem);
}

polku_problem problem_of(polku_report *report, const char *code) {
  polku_problem problem;
  if (!find_problem(report, code, &problem)) {
    show(report);
    fail_msg("%s was not reported", code);
  }
  return problem;
}
