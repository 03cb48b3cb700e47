/* A result as CSV for R, Python and spreadsheets: the rows of result_rows.c under fixed columns,
 * and the metadata that stand beside it ("Metadata Vocabulary for Tabular Data", W3C Recommendation
 * of 17 December 2015).
 *
 * Ids and numbers need no quotes: neither holds a comma, a quote or the end of a line. */
#include "base/text.h"
#include "study/result.h"

#include <math.h>

static const struct {
  const char *name, *type, *meaning;
} columns[] = {
    {"measure", "string", "what the number measures; named as in the JSON of the same result"},
    {"group", "string", "id of a group of clients; (all): all of them together"},
    {"step", "integer", "step of time, 0 to the horizon; empty: the whole horizon"},
    {"stage", "string", "id of a stage"},
    {"transition", "string", "id of a transition"},
    {"actor", "string", "id of an actor"},
    {"account", "string", "id of an account"},
    {"value", "double", "the number; of a random engine its mean over runs; empty: undefined"},
    {"low", "double", "lower end of its 90 % interval"},
    {"high", "double", "upper end of its 90 % interval"},
    {"luck_share", "double", "part of the interval that is luck; the rest is not knowing numbers"},
    {"mean", "double", "mean over the draws of uncertain numbers"},
    {"error", "double", "Monte-Carlo standard error of the value"},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static void cell(pk_text *out, const char *text) {
  pk_text_add(out, text ? text : "");
  pk_text_add_char(out, ',');
}

static void number(pk_text *out, double value, const char *after) {
  char buffer[32];
  if (isfinite(value))
    pk_text_add(out, pk_number_text(buffer, pk_rounded(value)));
  pk_text_add(out, after);
}

static bool line(void *context, const polku_row *row) {
  pk_text *out = context;
  char step[32] = "";
  if (row->step >= 0)
    pk_number_text(step, row->step);
  cell(out, row->measure);
  cell(out, row->group ? row->group : "(all)");
  cell(out, step);
  cell(out, row->stage);
  cell(out, row->transition);
  cell(out, row->actor);
  cell(out, row->account);
  number(out, row->value, ",");
  number(out, row->low, ",");
  number(out, row->high, ",");
  number(out, row->luck_share, ",");
  number(out, row->mean, ",");
  number(out, row->error, "\r\n");
  return !out->failed;
}

char *polku_result_csv(const polku_result *result) {
  pk_text out = PK_TEXT_EMPTY;
  if (!result)
    return NULL;
  for (size_t i = 0; i < COLUMNS; i++) {
    pk_text_add(&out, columns[i].name);
    pk_text_add(&out, i + 1 < COLUMNS ? "," : "\r\n");
  }
  polku_result_rows(result, line, &out);
  return pk_text_take(&out);
}

/* ------------------------------------------------------------------------------------- metadata */

static void table_schema(pk_json *json) {
  pk_json_key(json, "tableSchema");
  pk_json_object(json);
  pk_json_key(json, "columns");
  pk_json_array(json);
  for (size_t i = 0; i < COLUMNS; i++) {
    pk_json_object(json);
    pk_json_field(json, "name", columns[i].name);
    pk_json_field(json, "titles", columns[i].name);
    pk_json_field(json, "datatype", columns[i].type);
    pk_json_field(json, "dc:description", columns[i].meaning);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
  pk_json_object_end(json);
}

/* What the numbers are of, and where they come from. */
static void note(pk_json *json, const polku_result *r) {
  polku_about about;
  polku_result_about(r, &about);
  pk_json_object(json);
  pk_json_field(json, "format", "polku-result/1");
  pk_json_field(json, "model", about.model);
  pk_json_field(json, "scenario", about.scenario);
  pk_json_field(json, "engine", about.engine);
  pk_json_integer_field(json, "seed", (long long)about.seed);
  pk_json_integer_field(json, "runs", about.runs);
  pk_json_integer_field(json, "runs_asked", about.runs_asked);
  pk_json_bool_field(json, "stopped", about.stopped);
  pk_json_integer_field(json, "draws", about.draws);
  pk_json_field(json, "step", about.step);
  pk_json_integer_field(json, "horizon", about.horizon);
  pk_provenance_json(json, r);
  pk_json_object_end(json);
}

char *polku_result_csv_metadata(const polku_result *result, const char *name) {
  pk_text out = PK_TEXT_EMPTY;
  if (!result || !name)
    return NULL;
  pk_json json = pk_json_start(&out, 3);
  pk_json_object(&json);
  pk_json_field(&json, "@context", "http://www.w3.org/ns/csvw");
  pk_json_field(&json, "url", name);
  table_schema(&json);
  pk_json_key(&json, "notes");
  pk_json_array(&json);
  note(&json, result);
  pk_json_array_end(&json);
  pk_json_object_end(&json);
  pk_text_add_char(&out, '\n');
  return pk_text_take(&out);
}
