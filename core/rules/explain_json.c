/* An explanation for other programs: the same content with ids and numbers. The fields are stable;
 * more may be added. Texts are in the language asked for. */
#include "rules/explain_json.h"

#include <stdlib.h>

static void integer_or_null(pk_json_writer *w, bool known, long long value) {
  if (known)
    pk_json_integer(&w->json, value);
  else
    pk_json_null(&w->json);
}

static void add_values(pk_json_writer *w) {
  pk_json_key(&w->json, "values");
  pk_json_object(&w->json);
  for (int v = 0; v < w->about->book->variables.count; v++) {
    if (!w->about->reads[v])
      continue;
    const pk_list *seen = &w->finding->seen[v];
    pk_json_key(&w->json, pk_explain_variable(w->about, v)->id);
    pk_json_array(&w->json);
    for (int i = 0; i < seen->count; i++) {
      pk_json_object(&w->json);
      pk_json_key(&w->json, "value");
      pk_json_raw(w, v, PK_AT(*seen, pk_seen, i)->raw);
      pk_json_number_field(&w->json, "share", PK_AT(*seen, pk_seen, i)->share);
      pk_json_object_end(&w->json);
    }
    pk_json_array_end(&w->json);
  }
  pk_json_object_end(&w->json);
}

static void add_laws(pk_json_writer *w) {
  pk_json_key(&w->json, "laws");
  pk_json_array(&w->json);
  for (int i = 0; i < w->about->law_count; i++) {
    w->law = w->about->laws[i];
    pk_json_object(&w->json);
    pk_json_text(w, "region", w->law->region->id);
    pk_json_key(&w->json, "allow");
    const pk_tree *tree = w->law->sheets[w->about->kind].allow;
    if (tree)
      pk_json_tree(w, tree);
    else
      pk_json_null(&w->json);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_limit(pk_json_writer *w) {
  const pk_longest *longest = &w->finding->longest;
  pk_json_key(&w->json, "limit");
  if (!longest->decisive) {
    pk_json_null(&w->json);
    return;
  }
  w->law = longest->law;
  pk_json_object(&w->json);
  pk_json_integer_field(&w->json, "value", longest->value);
  pk_json_text(w, "unit", longest->layer->version->unit);
  pk_json_integer_field(&w->json, "steps", longest->steps);
  pk_json_text(w, "ref", longest->decisive->source->ref);
  pk_json_text(w, "plugin", longest->layer->plugin->id);
  pk_json_day(w, "from", longest->layer->version->from);
  pk_json_basis(w, longest->decisive);
  pk_json_object_end(&w->json);
}

static void add_ways(pk_json_writer *w) {
  pk_json_key(&w->json, "changes");
  pk_json_array(&w->json);
  for (int i = 0; i < w->finding->ways.count; i++)
    pk_json_way(w, &w->finding->ways.at[i]);
  pk_json_array_end(&w->json);
}

/* What would give a longer stay. */
static void add_longer(pk_json_writer *w) {
  pk_json_key(&w->json, "longer_stay");
  pk_json_array(&w->json);
  for (int i = 0; i < w->finding->longer.count; i++) {
    const pk_way *way = &w->finding->longer.at[i];
    pk_json_object(&w->json);
    pk_json_key(&w->json, "changes");
    pk_json_way(w, way);
    pk_json_key(&w->json, "value");
    integer_or_null(w, way->longest.decisive != NULL, way->longest.value);
    pk_json_text(w, "unit", way->longest.decisive ? way->longest.layer->version->unit : NULL);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

/* --- numbers */

static void add_weights(pk_json_writer *w) {
  pk_json_key(&w->json, "weights");
  pk_json_array(&w->json);
  for (int i = 0; i < w->finding->numbers.law_count; i++) {
    if (!w->finding->numbers.weight[i].spoken)
      continue;
    pk_json_object(&w->json);
    pk_json_text(w, "unit", "ppm");
    pk_json_ruling(w, &w->finding->numbers.weight[i]);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_priority(pk_json_writer *w) {
  pk_json_key(&w->json, "priority");
  if (!w->finding->numbers.priority.spoken) {
    pk_json_null(&w->json);
    return;
  }
  pk_json_object(&w->json);
  pk_json_ruling(w, &w->finding->numbers.priority);
  pk_json_object_end(&w->json);
}

/* Months are counted from 1; the last is null where the stay has no known end. */
static void add_span(pk_json_writer *w, const pk_paid *paid, const pk_stretch *span) {
  pk_json_object(&w->json);
  pk_json_key(&w->json, "first_month");
  integer_or_null(w, !paid->on_entry, span->first + 1);
  pk_json_key(&w->json, "last_month");
  integer_or_null(w, !paid->on_entry && span->last >= 0, span->last + 1);
  pk_json_ruling(w, &span->ruling);
  pk_json_object_end(&w->json);
}

static void add_amounts(pk_json_writer *w) {
  const pk_list *all = &w->finding->numbers.paid;
  pk_json_key(&w->json, "amounts");
  pk_json_array(&w->json);
  for (int i = 0; i < all->count; i++) {
    const pk_paid *paid = PK_AT(*all, pk_paid, i);
    pk_json_object(&w->json);
    pk_json_text(w, "account", paid->account);
    pk_json_bool_field(&w->json, "counted", paid->counted >= 0);
    pk_json_text(w, "to", paid->to);
    pk_json_text(w, "unit", paid->on_entry ? "cent" : "cent/month");
    pk_json_text(w, "binds", paid->binds_day ? "day" : "entry");
    pk_json_bool_field(&w->json, "as_on_entry", paid->as_on_entry);
    pk_json_key(&w->json, "paid");
    pk_json_array(&w->json);
    for (int k = 0; k < paid->spans.count; k++)
      add_span(w, paid, PK_AT(paid->spans, pk_stretch, k));
    pk_json_array_end(&w->json);
    pk_json_key(&w->json, "longest_stay_total");
    integer_or_null(w, paid->has_total, paid->total);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_finding(pk_json_writer *w) {
  pk_json_object(&w->json);
  pk_json_number_field(&w->json, "share", w->finding->share);
  pk_json_bool_field(&w->json, "allowed", w->finding->allowed);
  add_values(w);
  pk_json_key(&w->json, "reasons");
  pk_json_reasons(&w->json, &w->finding->reasons, w->lang);
  add_ways(w);
  add_limit(w);
  add_longer(w);
  add_weights(w);
  add_priority(w);
  add_amounts(w);
  add_laws(w);
  pk_json_object_end(&w->json);
}

static void add_all(pk_json_writer *w) {
  const pk_explanation *about = w->about;
  char date[11];
  pk_json_object(&w->json);
  pk_json_text(w, "format", "polku-explain/1");
  pk_json_text(w, "group", about->model->groups[about->group].id);
  pk_json_text(w, "stage", about->model->stages[about->stage].id);
  pk_json_text(w, "kind", about->kind >= 0 ? about->rules->kinds[about->kind].id : NULL);
  pk_json_text(w, "date", about->law_count ? pk_date_text(date, about->date) : NULL);
  pk_json_number_field(&w->json, "allowed", about->allowed);
  pk_json_key(&w->json, "findings");
  pk_json_array(&w->json);
  for (int i = 0; i < about->findings.count; i++) {
    w->finding = PK_AT(about->findings, pk_finding, i);
    add_finding(w);
  }
  pk_json_array_end(&w->json);
  pk_json_object_end(&w->json);
}

static void write_all(const pk_explanation *about, polku_lang lang, pk_text *out) {
  pk_json_writer w = {.about = about, .lang = lang, .json = pk_json_start(out, 5)};
  add_all(&w);
  pk_text_add(out, "\n");
}

char *polku_explain_json(const polku_model *model, const polku_rules *rules,
                         const polku_question *question, polku_lang lang, polku_report *report) {
  return pk_explain_written((pk_asked){model, rules, question, lang}, write_all, report);
}
