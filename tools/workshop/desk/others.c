/* What the model can be compared with: the models beside its file, and their scenarios. Every one
 * of them is read, which takes its time: a desk has it. */
#include "workshop/desk/desk.h"
#include "workshop/beside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILES_MOST = 200, ALL_MOST = 64 << 20 };

static void add_scenarios(json_out *out, const char *file, const polku_model *model) {
  polku_part part;
  json_out name = JSON_OUT_EMPTY;
  for (size_t i = 0; polku_part_at(model, NULL, POLKU_SCENARIO, i, &part); i++) {
    name.length = 0;
    json_raw(&name, file);
    json_raw(&name, "#");
    json_raw(&name, part.id);
    json_next(out);
    json_quoted(out, name.failed ? NULL : name.bytes);
    out->failed = out->failed || name.failed;
  }
  json_drop(&name);
}

/* A file, if it is a model; how many bytes were read. */
static size_t add_file(json_out *out, const char *own, const char *file) {
  size_t length = 0;
  char *text = beside_read(own, file, &length);
  polku_report *report = polku_report_new();
  polku_model *model = text && report ? polku_model_read(file, text, length, report) : NULL;
  if (model) {
    json_next(out);
    json_quoted(out, file);
    add_scenarios(out, file, model);
  }
  polku_model_free(model);
  polku_report_free(report);
  free(text);
  return length;
}

/* The room's own model stands in the list with its scenarios only. */
char *desk_others(const desk_case *of, const desk_order *order, polku_report *report) {
  const char *own = order->strings[DESK_PATH] ? order->strings[DESK_PATH] : "";
  const char *slash = strrchr(own, '/'), *own_name = slash ? slash + 1 : own;
  char *names[FILES_MOST];
  size_t read = 0;
  int count = beside_list(own, names, FILES_MOST);
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{\"files\": [");
  for (int i = 0; i < count; i++) {
    bool is_own = strcmp(names[i], own_name) == 0;
    if (is_own && of->model)
      add_scenarios(&out, own_name, of->model);
    else if (!is_own && read < ALL_MOST)
      read += add_file(&out, own, names[i]);
    free(names[i]);
  }
  json_raw(&out, "]}");
  char *json = json_take(&out);
  if (!json)
    polku_report_fail(report, "E-MEMORY", NULL);
  return json;
}
