/* An explanation for a person: first the answer, then why, then what would change it, then what the
 * client is given, then the whole law with what held and what did not. */
#include "rules/explain_text.h"

/* --- who they are */

static bool same_seen(const pk_list *a, const pk_list *b) {
  for (int i = 0; i < a->count; i++) {
    bool found = false;
    for (int k = 0; k < b->count && !found; k++)
      found = PK_AT(*a, pk_seen, i)->raw == PK_AT(*b, pk_seen, k)->raw;
    if (!found)
      return false;
  }
  return a->count == b->count;
}

static bool tells_apart(const pk_writer *w, int variable) {
  const pk_explanation *about = w->about;
  for (int i = 0; i < about->findings.count; i++)
    if (!same_seen(&w->finding->seen[variable],
                   &PK_AT(about->findings, pk_finding, i)->seen[variable]))
      return true;
  return false;
}

static bool reads(const pk_leaf *leaf, int variable) {
  for (int i = 0; leaf && i < leaf->read_count; i++)
    if (leaf->reads[i] == variable)
      return true;
  return false;
}

static bool any_reads(const pk_reasons *reasons, int variable) {
  bool any = false;
  for (int i = 0; !any && i < reasons->count; i++)
    any = reads(reasons->at[i].leaf, variable);
  return any;
}

/* In what these clients differ from others of the group, but for what reasons say anyway. */
static void add_who(const pk_writer *w) {
  for (int v = 0; v < w->about->book->variables.count; v++)
    if (w->about->tells[v] && tells_apart(w, v) && !any_reads(&w->finding->reasons, v))
      pk_write_read(w, v, 1);
}

static bool has_conditions(const pk_explanation *about) {
  for (int i = 0; i < about->law_count; i++)
    if (about->laws[i]->sheets[about->kind].allow)
      return true;
  return false;
}

/* What would lead to the other answer. */
static void add_ways(const pk_writer *w) {
  const pk_ways *ways = &w->finding->ways;
  const char *key = !ways->count          ? "rules.explain.no_way"
                    : w->finding->allowed ? "rules.explain.lost_if"
                                          : "rules.explain.won_if";
  pk_text_addf(w->out, "\n%s\n", pk_word(w->lang, key));
  pk_write_ways(w, ways, 1);
}

static void add_conditions(pk_writer *w) {
  if (!has_conditions(w->about)) {
    pk_text_addf(w->out, "\n%s\n", pk_word(w->lang, "rules.explain.no_condition"));
    return;
  }
  pk_text_addf(w->out, "\n%s\n", pk_word(w->lang, "rules.explain.conditions"));
  for (int i = 0; i < w->about->law_count; i++) {
    w->law = w->about->laws[i];
    const pk_tree *tree = w->law->sheets[w->about->kind].allow;
    if (tree)
      pk_write_tree(w, tree, 1);
  }
}

static void add_share(const pk_writer *w) {
  char share[32];
  pk_text_add(w->out, "\n");
  pk_word_add(w->out, w->lang,
              w->finding->allowed ? "rules.explain.part_yes" : "rules.explain.part_no", "share",
              pk_number_text(share, w->finding->share), NULL);
  pk_text_add(w->out, "\n");
}

static void add_finding(pk_writer *w) {
  if (w->about->findings.count > 1) {
    add_share(w);
    add_who(w);
  }
  if (!w->finding->allowed) {
    w->law = w->finding->refusing;
    pk_write_reasons(w, &w->finding->reasons, "rules.explain.because");
  }
  if (w->finding->like) {
    pk_write_numbers(w);
    pk_text_addf(w->out, "\n%s\n", pk_word(w->lang, "rules.explain.conditions_same"));
    return;
  }
  if (has_conditions(w->about))
    add_ways(w);
  if (w->finding->allowed)
    pk_write_numbers(w);
  add_conditions(w);
}

static void add_head(const pk_writer *w) {
  const pk_explanation *about = w->about;
  const pk_group *group = &about->model->groups[about->group];
  const pk_stage *stage = &about->model->stages[about->stage];
  char share[32], date[11];
  const char *key = about->allowed > 1 - 1e-9 ? "rules.explain.yes"
                    : about->allowed < 1e-9   ? "rules.explain.no"
                                              : "rules.explain.some";
  const char *args[] = {"group", pk_name_text(&group->name, w->lang, group->id),
                        "stage", pk_name_text(&stage->name, w->lang, stage->id),
                        "share", pk_number_text(share, about->allowed)};
  pk_word_fill(w->out, w->lang, key, args, 6);
  pk_text_add(w->out, "\n");
  if (!about->law_count) {
    pk_word_add(w->out, w->lang,
                about->rules->present ? "rules.explain.no_kind" : "rules.explain.no_region", NULL);
    pk_text_add(w->out, "\n");
    return;
  }
  for (int i = 0; i < about->law_count; i++) {
    const pk_plugin *region = about->laws[i]->region;
    pk_word_add(w->out, w->lang, "rules.explain.rules", "region",
                pk_name_text(&region->title, w->lang, region->id), "date",
                pk_date_text(date, about->date), NULL);
    pk_text_add(w->out, "\n");
  }
}

static void write_all(const pk_explanation *about, polku_lang lang, pk_text *out) {
  pk_writer w = {.about = about, .lang = lang, .out = out};
  add_head(&w);
  for (int i = 0; i < about->findings.count; i++) {
    w.finding = PK_AT(about->findings, pk_finding, i);
    add_finding(&w);
  }
}

char *polku_explain(const polku_model *model, const polku_rules *rules,
                    const polku_question *question, polku_lang lang, polku_report *report) {
  return pk_explain_written((pk_asked){model, rules, question, lang}, write_all, report);
}
