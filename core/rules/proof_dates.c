/* What is wrong with dates: no table is looked at, only what speaks from when to when. */
#include "rules/proof_parts.h"

#include "rules/telling.h"
#include <stdio.h>
#include <string.h>

/* --- every version about the kind that is looked at */

typedef void see_version(pk_prover *p, const pk_rule *rule, const pk_version *version);

static void each_version(pk_prover *p, see_version *see) {
  for (int i = 0; i < p->book->plugins.count; i++) {
    const pk_plugin *plugin = pk_proof_plugin(p, i);
    for (int k = 0; pk_proof_in_law(p, plugin) && k < plugin->rule_count; k++) {
      const pk_rule *rule = &plugin->rules[k];
      for (int v = 0; pk_book_kind(p->book, rule->kind) == p->kind && v < rule->version_count; v++)
        see(p, rule, &rule->versions[v]);
    }
  }
}

static bool holds(const pk_prover *p, const pk_version *version, int segment) {
  pk_date day = pk_segment_day(&p->segments.at[segment]);
  return version->from <= day && day <= version->until;
}

static const pk_dated *value_on(const pk_prover *p, const pk_plugin *reader, const char *id,
                                int segment, const pk_param **param) {
  const pk_day day = {.book = p->book,
                      .region = p->wanted->region,
                      .date = pk_segment_day(&p->segments.at[segment])};
  const pk_dated *dated;
  *param = pk_day_param(&day, reader, id, &dated);
  return dated;
}

/* --- parameters without a value on days on which a rule reads them */

typedef struct reading {
  pk_prover *p;
  const pk_rule *rule;
  const pk_version *version;
} reading;

static void report_hole(pk_prover *p, const pk_rule *rule, const char *id, int line, int segment) {
  char date[11];
  pk_place place;
  pk_file_place(&rule->plugin->rules_file, line, &place);
  pk_report_add(p->report, &place, "E-PARAM-DATE", "what", rule->kind, "name", id, "date",
                pk_date_text(date, pk_segment_day(&p->segments.at[segment])), NULL);
}

static void see_hole(void *context, const char *id, int line) {
  const reading *r = context;
  bool told = !r->p->wanted->thorough;
  for (int s = 0; s < r->p->segments.count; s++) {
    const pk_param *param;
    if (!holds(r->p, r->version, s) || value_on(r->p, r->rule->plugin, id, s, &param))
      continue;
    r->p->hole[s] = true;
    if (!told)
      report_hole(r->p, r->rule, id, line, s);
    told = true;
  }
}

static void holes_of(pk_prover *p, const pk_rule *rule, const pk_version *version) {
  reading r = {p, rule, version};
  pk_proof_params(version, see_hole, &r);
}

void pk_proof_holes(pk_prover *p) {
  if (!p->holes_known)
    each_version(p, holes_of);
  p->holes_known = true;
}

/* --- numbers that were still read when they should have been reviewed, or of which sources
 * disagree: the plugin's own, as only its author can do something about them */

static bool stale(const pk_param *param, const pk_segment *segment, pk_date today) {
  pk_date last = segment->last < today ? segment->last : today;
  return param->has_review && segment->first <= today && param->review_by < last;
}

static void see_review(void *context, const char *id, int line) {
  const reading *r = context;
  (void)line;
  for (int s = 0; s < r->p->segments.count; s++) {
    const pk_param *param;
    const pk_dated *dated =
        holds(r->p, r->version, s) ? value_on(r->p, r->rule->plugin, id, s, &param) : NULL;
    if (!dated || param->plugin != r->p->wanted->region)
      continue;
    if (dated->has_disputed)
      pk_param_disputed(r->p->arena, param, dated, r->p->report);
    if (stale(param, &r->p->segments.at[s], r->p->wanted->today))
      pk_param_review(param, r->p->report);
  }
}

static void reviews_of(pk_prover *p, const pk_rule *rule, const pk_version *version) {
  reading r = {p, rule, version};
  pk_proof_params(version, see_review, &r);
}

void pk_proof_reviews(pk_prover *p) {
  each_version(p, reviews_of);
}

/* --- overrides that have nothing to change */

/* Whether a rule says something on a day: also a hole that says what it means does. */
static bool says(const pk_rule *rule, pk_date day) {
  for (int i = 0; i < rule->version_count; i++) {
    const pk_version *version = &rule->versions[i];
    bool next_began = i + 1 < rule->version_count && version[1].from <= day;
    if (version->from <= day && !next_began)
      return day <= version->until || version->after != PK_AFTER_HOLE;
  }
  return false;
}

/* The rule above that a version would change, on a day (NULL `day`: at all). */
static const pk_rule *base_on(const pk_prover *p, const pk_rule *rule, const pk_date *day) {
  const pk_rule_key key = {rule->form, rule->kind, rule->account, rule->on_entry};
  for (int i = 0; i < p->book->plugins.count; i++) {
    const pk_plugin *upper = pk_proof_plugin(p, i);
    const pk_rule *base =
        pk_proof_in_law(p, upper) && upper != rule->plugin && upper->level <= rule->plugin->level
            ? pk_proof_rule(upper, &key)
            : NULL;
    if (base && !base->override && (!day || says(base, *day)))
      return base;
  }
  return NULL;
}

static pk_name tell_rule(const pk_prover *p, const pk_rule *rule) {
  const pk_rule_key key = {rule->form, rule->kind, rule->account, rule->on_entry};
  return pk_proof_tell(p, &key);
}

static void report_nothing(pk_prover *p, const pk_rule *rule, const pk_version *version,
                           const pk_rule *base) {
  const pk_version *first = &base->versions[0], *last = first + base->version_count - 1;
  pk_place place;
  pk_file_place(&rule->plugin->rules_file, version->line, &place);
  pk_report_add(p->report, &place, "E-OVERRIDE-DATES", PK_TOLD("rule", tell_rule(p, rule)),
                PK_TOLD("days", pk_tell_days(p->arena, p->report, version->from, version->until)),
                "base", base->plugin->id,
                PK_TOLD("held", pk_tell_days(p->arena, p->report, first->from, last->until)),
                "where", pk_where(p->arena, p->report, &base->plugin->rules_file, first->line),
                NULL);
}

static void report_unit(pk_prover *p, const pk_rule *rule, const pk_version *version,
                        const pk_plugin *other, const pk_version *base) {
  pk_place place;
  pk_file_place(&rule->plugin->rules_file, version->line, &place);
  pk_report_add(p->report, &place, "E-OVERRIDE-UNIT", PK_TOLD("rule", tell_rule(p, rule)), "unit",
                version->unit, "other", base->unit, "where",
                pk_where(p->arena, p->report, &other->rules_file, base->line), NULL);
}

static void check_override(pk_prover *p, const pk_rule *rule, const pk_version *version) {
  const pk_rule *base = rule->override ? base_on(p, rule, NULL) : NULL;
  bool something = rule->form == PK_AMOUNT; /* what is not in force is 0 there: it can be changed */
  for (int s = 0; base && s < p->segments.count; s++) {
    pk_date day = pk_segment_day(&p->segments.at[s]);
    if (!holds(p, version, s))
      continue;
    const pk_rule *on = base_on(p, rule, &day);
    const pk_version *held = on ? pk_proof_version(on, day) : NULL;
    something = something || on;
    if (!held || !held->unit || !version->unit || strcmp(held->unit, version->unit) == 0)
      continue;
    report_unit(p, rule, version, on->plugin, held);
    return;
  }
  if (base && !something)
    report_nothing(p, rule, version, base);
}

void pk_proof_overrides(pk_prover *p) {
  each_version(p, check_override);
}

/* --- one number, set differently by two plugins of one level */

/* What a plugin below both decides on a day, or NULL. */
static const pk_dated *settled_below(const pk_prover *p, const pk_param *param, pk_date day) {
  const pk_dated *found = NULL;
  for (int i = 0; i < p->book->plugins.count && !found; i++) {
    const pk_plugin *lower = pk_proof_plugin(p, i);
    if (lower->level > param->plugin->level && pk_proof_in_law(p, lower))
      found = pk_proof_setting(lower, param->id, day);
  }
  return found;
}

/* The first day of an interval on which nobody below decides; false where there is none. */
static bool first_unsettled(const pk_prover *p, const pk_param *param, pk_date *day, pk_date last) {
  for (;;) {
    const pk_dated *settled = settled_below(p, param, *day);
    if (!settled)
      return true;
    if (settled->until >= last)
      return false;
    *day = settled->until + 1;
  }
}

/* Two settings of one number, and the days on which both hold. */
typedef struct clash {
  const pk_param *one, *two;
  const pk_dated *a, *b;
  pk_date first, last;
} clash;

static void report_settings(pk_prover *p, const clash *c) {
  char first[24], second[24];
  pk_place place;
  snprintf(first, sizeof first, "%lld", c->a->value);
  snprintf(second, sizeof second, "%lld", c->b->value);
  pk_file_place(&c->two->plugin->params_file, c->b->line, &place);
  pk_report_add(p->report, &place, "E-PARAM-CONFLICT", "param", c->one->id, "plugin",
                c->two->plugin->id, "other", c->one->plugin->id, "one", second, "two", first,
                "where", pk_where(p->arena, p->report, &c->one->plugin->params_file, c->a->line),
                "region", p->wanted->region->id,
                PK_TOLD("days", pk_tell_days(p->arena, p->report, c->first, c->last)), NULL);
}

/* The first interval in which both set it, differently. */
static void compare_settings(pk_prover *p, const pk_param *one, const pk_param *two) {
  for (int i = 0; i < one->value_count; i++)
    for (int k = 0; k < two->value_count; k++) {
      const pk_dated *a = &one->values[i], *b = &two->values[k];
      pk_date first = a->from > b->from ? a->from : b->from;
      pk_date last = a->until < b->until ? a->until : b->until;
      if (first > last || a->value == b->value)
        continue;
      if (!first_unsettled(p, one, &first, last))
        continue;
      const clash found = {one, two, a, b, first, last};
      report_settings(p, &found);
      return;
    }
}

static void compare_plugins(pk_prover *p, const pk_plugin *one, const pk_plugin *two) {
  for (int i = 0; i < one->param_count; i++)
    for (int k = 0; k < two->param_count; k++)
      if (strcmp(one->params[i].id, two->params[k].id) == 0 &&
          pk_proof_declared_above(p, one, one->params[i].id) &&
          pk_proof_declared_above(p, two, two->params[k].id))
        compare_settings(p, &one->params[i], &two->params[k]);
}

void pk_proof_settings(pk_prover *p) {
  for (int i = 0; i < p->book->plugins.count; i++)
    for (int k = i + 1; k < p->book->plugins.count; k++) {
      const pk_plugin *one = pk_proof_plugin(p, i), *two = pk_proof_plugin(p, k);
      if (one->level == two->level && pk_proof_in_law(p, one) && pk_proof_in_law(p, two))
        compare_plugins(p, one, two);
    }
}
