/* Who speaks about a rule on a day: with a version of its own, or by setting a number that some
 * version reads. */
#include "rules/proof_parts.h"

#include <string.h>

const pk_rule *pk_proof_rule(const pk_plugin *plugin, const pk_rule_key *key) {
  for (int i = 0; i < plugin->rule_count; i++) {
    const pk_rule *rule = &plugin->rules[i];
    const pk_rule_key own = {rule->form, rule->kind, rule->account, rule->on_entry};
    if (pk_rule_key_same(&own, key))
      return rule;
  }
  return NULL;
}

const pk_version *pk_proof_version(const pk_rule *rule, pk_date day) {
  for (int i = 0; i < rule->version_count; i++)
    if (rule->versions[i].from <= day && day <= rule->versions[i].until)
      return &rule->versions[i];
  return NULL;
}

static void params_of_leaf(const pk_leaf *leaf, pk_see_param *see, void *context) {
  for (int i = 0; leaf && i < leaf->param_count; i++)
    see(context, leaf->params[i], leaf->line);
}

static void params_of_tree(const pk_tree *node, pk_see_param *see, void *context) {
  if (node->join == PK_TEST)
    params_of_leaf(node->leaf, see, context);
  for (int i = 0; i < node->child_count; i++)
    params_of_tree(node->children[i], see, context);
}

void pk_proof_params(const pk_version *version, pk_see_param *see, void *context) {
  if (version->tree)
    params_of_tree(version->tree, see, context);
  for (int i = 0; i < version->case_count; i++) {
    const pk_case *one = &version->cases[i];
    params_of_leaf(one->when, see, context);
    params_of_leaf(one->computed, see, context);
    if (one->param)
      see(context, one->param, one->line);
  }
}

const pk_dated *pk_proof_setting(const pk_plugin *plugin, const char *id, pk_date day) {
  for (int i = 0; i < plugin->param_count; i++)
    for (int v = 0; strcmp(plugin->params[i].id, id) == 0 && v < plugin->params[i].value_count; v++)
      if (plugin->params[i].values[v].from <= day && day <= plugin->params[i].values[v].until)
        return &plugin->params[i].values[v];
  return NULL;
}

bool pk_proof_declared_above(const pk_prover *p, const pk_plugin *plugin, const char *id) {
  for (int i = 0; i < p->book->plugins.count; i++) {
    const pk_plugin *upper = pk_proof_plugin(p, i);
    for (int k = 0; upper->level < plugin->level && k < upper->param_count; k++)
      if (strcmp(upper->params[k].id, id) == 0 && pk_plugin_extends(p->book, plugin, upper))
        return true;
  }
  return false;
}

typedef struct setter {
  const pk_prover *p;
  const pk_plugin *plugin;
  pk_date day;
  const pk_dated *found;
} setter;

static void see_setting(void *context, const char *id, int line) {
  setter *s = context;
  (void)line;
  const pk_dated *dated = s->found ? NULL : pk_proof_setting(s->plugin, id, s->day);
  if (dated && pk_proof_declared_above(s->p, s->plugin, id))
    s->found = dated;
}

typedef struct any_setter {
  const pk_prover *p;
  const pk_plugin *plugin;
  bool found;
} any_setter;

static void see_any(void *context, const char *id, int line) {
  any_setter *s = context;
  (void)line;
  for (int i = 0; i < s->plugin->param_count && !s->found; i++)
    s->found =
        strcmp(s->plugin->params[i].id, id) == 0 && pk_proof_declared_above(s->p, s->plugin, id);
}

bool pk_proof_sets(const pk_prover *p, const pk_plugin *plugin, int kind) {
  any_setter s = {p, plugin, false};
  for (int i = 0; plugin->param_count && i < p->book->plugins.count; i++) {
    const pk_plugin *other = pk_proof_plugin(p, i);
    for (int k = 0; pk_proof_in_law(p, other) && k < other->rule_count && !s.found; k++)
      for (int v = 0; v < other->rules[k].version_count; v++)
        if (pk_book_kind(p->book, other->rules[k].kind) == kind)
          pk_proof_params(&other->rules[k].versions[v], see_any, &s);
  }
  return s.found;
}

bool pk_proof_voice(const pk_prover *p, const pk_plugin *plugin, const pk_rule_key *key,
                    pk_date day, pk_voice *voice) {
  const pk_rule *own = pk_proof_rule(plugin, key);
  const pk_version *version = own ? pk_proof_version(own, day) : NULL;
  if (version) {
    *voice = (pk_voice){plugin, own, version, &plugin->rules_file, version->line};
    return true;
  }
  setter s = {p, plugin, day, NULL};
  for (int i = 0; i < p->book->plugins.count && !s.found; i++) {
    const pk_plugin *other = pk_proof_plugin(p, i);
    const pk_rule *rule = pk_proof_in_law(p, other) ? pk_proof_rule(other, key) : NULL;
    version = rule ? pk_proof_version(rule, day) : NULL;
    if (version)
      pk_proof_params(version, see_setting, &s);
  }
  if (s.found)
    *voice = (pk_voice){plugin, NULL, NULL, &plugin->params_file, s.found->line};
  return s.found != NULL;
}
