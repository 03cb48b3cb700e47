/* Where a result comes from: the program, the call, and every file that was read, by its SHA-256.
 *
 * Nothing here depends on the machine: plugins are named without their folders, and the date is the
 * caller's, so that the same call on the same files gives the same bytes everywhere. */
#include "study/making.h"

static const char *copy(pk_arena *arena, const char *text, bool *ok) {
  const char *own = text ? pk_strdup(arena, text) : NULL;
  *ok = *ok && (own || !text);
  return own;
}

static int count_inputs(const pk_making *m) {
  polku_input input;
  int count = 0;
  while (polku_input_at(m->model, m->rules, (size_t)count, &input))
    count++;
  return count;
}

bool pk_make_provenance(pk_making *m) {
  polku_result *r = m->result;
  pk_provenance *p = &r->provenance;
  int count = count_inputs(m);
  polku_input *inputs = PK_NEW_ARRAY(r->arena, polku_input, (size_t)count);
  bool ok = inputs != NULL;
  for (int i = 0; ok && i < count; i++) {
    polku_input_at(m->model, m->rules, (size_t)i, &inputs[i]);
    inputs[i].plugin = copy(r->arena, inputs[i].plugin, &ok);
    inputs[i].version = copy(r->arena, inputs[i].version, &ok);
    inputs[i].file = copy(r->arena, inputs[i].file, &ok);
  }
  p->command = copy(r->arena, m->options.command, &ok);
  p->date = copy(r->arena, m->options.date, &ok);
  p->inputs = inputs;
  p->input_count = count;
  if (!ok)
    pk_report_memory(m->report);
  return ok;
}

void polku_result_about(const polku_result *r, polku_about *about) {
  *about = (polku_about){.model = r->file,
                         .scenario = r->scenario,
                         .engine = r->engine ? r->engine : "exact",
                         .step = pk_step_ids[r->step],
                         .horizon = r->horizon,
                         .seed = r->seed,
                         .runs = r->runs > 0 ? r->runs : 1,
                         .runs_asked = r->runs_asked > 0 ? r->runs_asked : 1,
                         .draws = r->draws,
                         .stopped = r->stopped};
}

void pk_provenance_write(pk_json *json, const pk_provenance *p) {
  pk_json_key(json, "provenance");
  pk_json_object(json);
  pk_json_field(json, "program", "polku");
  pk_json_field(json, "version", polku_version());
  pk_json_field(json, "command", p->command);
  pk_json_field(json, "date", p->date);
  pk_json_key(json, "files");
  pk_json_array(json);
  for (int i = 0; i < p->input_count; i++) {
    pk_json_object(json);
    pk_json_field(json, "plugin", p->inputs[i].plugin);
    pk_json_field(json, "version", p->inputs[i].version);
    pk_json_field(json, "file", p->inputs[i].file);
    pk_json_field(json, "sha256", p->inputs[i].sha256);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
  pk_json_object_end(json);
}

void pk_provenance_json(pk_json *json, const polku_result *r) {
  pk_provenance_write(json, &r->provenance);
}
