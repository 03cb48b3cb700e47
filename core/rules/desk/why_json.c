/* Why, for other programs. The fields are stable; more may be added. */
#include "rules/desk/why.h"

#include "rules/explain_json.h"
#include "rules/desk/table.h"

static void add_part(const pk_why *why, pk_json_writer *w, const char *key, pk_why_part part) {
  const pk_book *book = why->shelf->book;
  pk_json_key(&w->json, key);
  pk_json_object(&w->json);
  for (int v = 0; v < book->variables.count; v++) {
    if (!pk_why_belongs(why, part, v))
      continue;
    pk_json_key(&w->json, PK_AT(book->variables, pk_variable, v)->id);
    pk_json_raw(w, v, part == PK_WHY_UNREAD ? why->about.set[v] : why->finding.raw[v]);
  }
  pk_json_object_end(&w->json);
}

static void add_changes(const pk_why *why, pk_json_writer *w) {
  pk_json_key(&w->json, "changes");
  pk_json_array(&w->json);
  for (int i = 0; i < why->finding.ways.count; i++) {
    const pk_way *way = &why->finding.ways.at[i];
    pk_json_object(&w->json);
    pk_json_key(&w->json, "set");
    pk_json_way(w, way);
    pk_json_key(&w->json, "answer");
    pk_json_answer(&w->json, why->rule.form, why->about.subject ? way->number : !why->answer);
    pk_json_object_end(&w->json);
  }
  pk_json_array_end(&w->json);
}

static void add_ruling(const pk_why *why, pk_json_writer *w) {
  pk_json_key(&w->json, "ruling");
  if (!why->ruling.spoken) {
    pk_json_null(&w->json);
    return;
  }
  pk_json_object(&w->json);
  pk_json_ruling(w, &why->ruling);
  pk_json_object_end(&w->json);
}

static void add_conditions(const pk_why *why, pk_json_writer *w) {
  const pk_tree *tree = why->subject.law->sheets[why->about.kind].allow;
  pk_json_key(&w->json, "conditions");
  if (tree && why->rule.form == PK_ALLOW && why->answer != PK_NOT_RULED)
    pk_json_tree(w, tree);
  else
    pk_json_null(&w->json);
}

void pk_why_json(const pk_why *why, pk_json_writer *w) {
  const pk_reason *by = pk_reasons_first(&why->reasons);
  w->about = &why->about;
  w->finding = &why->finding;
  w->law = why->subject.law;
  pk_json_object(&w->json);
  pk_json_text(w, "rule", why->text);
  pk_json_day(w, "date", why->subject.law->date);
  pk_json_bool_field(&w->json, "ruled", why->answer != PK_NOT_RULED);
  pk_json_key(&w->json, "answer");
  pk_json_answer(&w->json, why->rule.form, why->answer);
  pk_json_text(w, "unit", pk_rule_unit(why->subject.law, &why->rule));
  pk_json_text(w, "decided_by", by ? by->id : NULL);
  pk_json_text(w, "ref", by ? by->ref : NULL);
  pk_json_key(&w->json, "reasons");
  pk_json_reasons(&w->json, &why->reasons, w->lang);
  add_part(why, w, "given", PK_WHY_GIVEN);
  add_part(why, w, "assumed", PK_WHY_ASSUMED);
  add_part(why, w, "unread", PK_WHY_UNREAD);
  add_changes(why, w);
  add_ruling(why, w);
  add_conditions(why, w);
  pk_json_object_end(&w->json);
}
