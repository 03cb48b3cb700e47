/* Which number matters, as JSON that other programs read (format polku-sensitivity/1). The fields
 * and their order are stable; more may be added. Outcomes are per client. */
#include "study/sensitivity.h"

static void matter(pk_json *json, const pk_matter *m) {
  pk_json_object(json);
  pk_json_field(json, "pointer", m->pointer);
  pk_json_name_field(json, "name", &m->name);
  pk_json_field(json, "part", m->part);
  pk_json_field(json, "field", m->field);
  if (m->option)
    pk_json_field(json, "option", m->option);
  pk_json_field(json, "basis", pk_basis_ids[m->basis]);
  pk_json_rounded_field(json, "value", m->written);
  pk_json_bool_field(json, "uncertain", m->uncertain);
  pk_json_integer_field(json, "together", m->members);
  pk_json_rounded_field(json, "low", m->low);
  pk_json_rounded_field(json, "high", m->high);
  pk_json_rounded_field(json, "outcome_at_low", m->at_low);
  pk_json_rounded_field(json, "outcome_at_high", m->at_high);
  pk_json_rounded_field(json, "one_less", m->unit_down);
  pk_json_rounded_field(json, "one_more", m->unit_up);
  pk_json_rounded_field(json, "error", m->error);
  pk_json_rounded_field(json, "derivative", m->slope);
  pk_json_rounded_field(json, "tenth_more", m->tenth);
  pk_json_rounded_field(json, "variance_share", m->share);
  pk_json_rounded_field(json, "variance_share_error", m->share_error);
  pk_json_rounded_field(json, "total_share", m->total);
  pk_json_rounded_field(json, "total_share_error", m->total_error);
  pk_json_rounded_field(json, "information", m->information);
  pk_json_object_end(json);
}

static void leverages(pk_json *json, const char *key, const pk_leverage *list, int count) {
  pk_json_key(json, key);
  pk_json_object(json);
  for (int i = 0; i < count; i++) {
    pk_json_key(json, list[i].id);
    pk_json_object(json);
    pk_json_rounded_field(json, "change", list[i].change);
    pk_json_rounded_field(json, "error", list[i].error);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void decision(pk_json *json, const polku_sensitivity *s) {
  pk_json_key(json, "decision");
  if (s->option_count == 0) {
    pk_json_null(json);
    return;
  }
  pk_json_object(json);
  pk_json_key(json, "options");
  pk_json_array(json);
  for (int o = 0; o < s->option_count; o++) {
    pk_json_object(json);
    pk_json_field(json, "name", s->options[o]);
    pk_json_rounded_field(json, "mean", s->mean[o]);
    pk_json_rounded_field(json, "best", s->best[o]);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
  pk_json_integer_field(json, "draws", s->decision_draws);
  pk_json_field(json, "unit", s->worth > 0 ? "money" : "people");
  if (s->worth > 0)
    pk_json_rounded_field(json, "worth", s->worth);
  pk_json_field(json, "account", s->account.id);
  pk_json_rounded_field(json, "perfect_information", s->information);
  pk_json_object_end(json);
}

static void whole(pk_json *json, const polku_sensitivity *s) {
  const polku_result *r = s->result;
  pk_json_field(json, "format", "polku-sensitivity/1");
  pk_json_field(json, "model", s->file);
  pk_json_field(json, "scenario", s->scenario);
  pk_json_field(json, "engine", r->engine);
  pk_json_integer_field(json, "seed", (long long)r->seed);
  pk_json_field(json, "step", pk_step_ids[r->step]);
  pk_json_integer_field(json, "horizon", r->horizon);
  pk_json_field(json, "outcome", pk_outcome_name(s->outcome));
  pk_json_field(json, "group", s->group.id);
  pk_json_rounded_field(json, "people", s->people);
  pk_json_rounded_field(json, "value", s->value);
  pk_json_rounded_field(json, "low", s->interval.low);
  pk_json_rounded_field(json, "high", s->interval.high);
  pk_json_bool_field(json, "places_played", s->played);
  pk_json_bool_field(json, "without_limits", s->without_limits);
  pk_json_bool_field(json, "stopped", s->stopped);
  pk_json_integer_field(json, "runs", s->runs);
  pk_json_integer_field(json, "draws", s->draws);
  pk_json_field(json, "method", s->draws == 0 ? NULL : s->smoothed ? "curves" : "pick-freeze");
  pk_json_rounded_field(json, "explained", s->explained);
  pk_json_rounded_field(json, "luck_share_of_draws", s->luck_share);
  pk_json_key(json, "numbers");
  pk_json_array(json);
  for (int i = 0; i < s->matter_count; i++)
    matter(json, &s->matters[i]);
  pk_json_array_end(json);
  pk_json_key(json, "leverage");
  pk_json_object(json);
  leverages(json, "transitions", s->transitions, s->transition_count);
  leverages(json, "stages", s->stages, s->stage_count);
  pk_json_object_end(json);
  decision(json, s);
  polku_result sources = *r; /* with the files of what else could be chosen */
  sources.provenance = s->provenance;
  pk_provenance_json(json, &sources);
}

char *polku_sensitivity_json(const polku_sensitivity *s) {
  pk_text text = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&text, 2);
  if (!s)
    return NULL;
  pk_json_object(&json);
  whole(&json, s);
  pk_json_object_end(&json);
  pk_text_add_char(&text, '\n');
  return pk_text_take(&text);
}
