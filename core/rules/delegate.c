/* What a level leaves to the levels below, as its plugins say it with `locked` and `delegate`.
 *
 * A number may be set below within bounds; whether it is, is seen here, as soon as the lower plugin
 * is read. What a rule below may do is seen only when both are put together: proof.c. */
#include "rules/telling.h"

#include <stdio.h>
#include <string.h>

static const char *const levels[] = {"region", "municipality", NULL};

/* The table of `delegate`; NULL where nothing is said. A level names only those below it. */
static const pk_value *delegate_table(const pk_fields *fields, const pk_plugin *plugin) {
  const pk_value *table = pk_fields_table(fields, "delegate", false);
  if (!table)
    return NULL;
  pk_fields inner = *fields;
  inner.table = table;
  pk_fields_known(&inner, levels + plugin->level, false);
  return table;
}

void pk_delegates_read(const pk_fields *fields, const pk_plugin *plugin,
                       pk_delegate delegate[PK_LEVELS]) {
  static const char *const keys[] = {"min", "max", NULL};
  pk_fields inner = *fields;
  inner.table = delegate_table(fields, plugin);
  for (int i = 0; inner.table && levels[i]; i++) {
    const pk_value *bounds = pk_fields_table(&inner, levels[i], false);
    pk_delegate *made = &delegate[PK_LEVEL_REGION + i];
    if (!bounds)
      continue;
    pk_fields deepest = *fields;
    deepest.table = bounds;
    pk_fields_known(&deepest, keys, false);
    made->may = true;
    made->has_min =
        pk_value_find(bounds, "min") && pk_fields_integer(&deepest, "min", false, &made->min);
    made->has_max =
        pk_value_find(bounds, "max") && pk_fields_integer(&deepest, "max", false, &made->max);
    if (made->has_min && made->has_max && made->min > made->max)
      pk_fields_wrong(&deepest, "min", pk_value_find(bounds, "min"), "rules.expect.min");
  }
}

void pk_grants_read(const pk_fields *fields, const pk_plugin *plugin, pk_grant grant[PK_LEVELS]) {
  static const char *const grants[] = {"any", "restrict", "extend", "none", NULL};
  pk_fields inner = *fields;
  inner.table = delegate_table(fields, plugin);
  for (int i = 0; inner.table && levels[i]; i++) {
    int found = pk_fields_choice(&inner, levels[i], grants, PK_GRANT_ANY);
    grant[PK_LEVEL_REGION + i] = found < 0 ? PK_GRANT_ANY : (pk_grant)found;
  }
}

/* --- numbers that a lower level sets */

typedef struct check {
  const pk_fields *fields;
  const pk_param *param, *above;
} check;

static void refuse(const check *c, const char *reason) {
  pk_place place;
  pk_file_place(c->fields->file, c->param->line, &place);
  pk_report_add(
      c->fields->report, &place, "E-PARAM-LOCKED", "param", c->param->id, "plugin",
      c->above->plugin->id, "reason", reason, "where",
      pk_where(c->fields->arena, c->fields->report, &c->above->plugin->params_file, c->above->line),
      NULL);
}

static void check_bounds(const check *c, const pk_delegate *may, const pk_dated *dated) {
  bool low = may->has_min && dated->value < may->min;
  bool high = may->has_max && dated->value > may->max;
  char value[24], bound[24];
  pk_place place;
  if (!low && !high)
    return;
  snprintf(value, sizeof value, "%lld", dated->value);
  snprintf(bound, sizeof bound, "%lld", low ? may->min : may->max);
  pk_file_place(c->fields->file, dated->line, &place);
  pk_report_add(
      c->fields->report, &place, "E-PARAM-BOUNDS", "param", c->param->id, "plugin",
      c->above->plugin->id, "value", value, "bound", bound, "side",
      low ? "rules.bound.min" : "rules.bound.max", "where",
      pk_where(c->fields->arena, c->fields->report, &c->above->plugin->params_file, c->above->line),
      PK_TOLD("days", pk_tell_days(c->fields->arena, c->fields->report, dated->from, dated->until)),
      NULL);
}

/* The value of `above` on a day, or NULL; *next is then the day before its next value begins. */
static const pk_dated *above_on(const pk_param *above, pk_date day, pk_date *next) {
  *next = PK_DATE_LAST;
  for (int i = 0; i < above->value_count; i++) {
    const pk_dated *dated = &above->values[i];
    if (dated->from <= day && day <= dated->until)
      return dated;
    if (dated->from > day && dated->from - 1 < *next)
      *next = dated->from - 1;
  }
  return NULL;
}

/* What is delegated is a number that exists: on the days on which the level above has it. */
static void check_days(const check *c, const pk_dated *dated) {
  pk_date day = dated->from, next;
  for (;;) {
    const pk_dated *base = above_on(c->above, day, &next);
    if (!base)
      break;
    if (base->until >= dated->until)
      return;
    day = base->until + 1;
  }
  pk_place place;
  pk_file_place(c->fields->file, dated->line, &place);
  pk_report_add(
      c->fields->report, &place, "E-PARAM-OUTSIDE", "param", c->param->id, "plugin",
      c->above->plugin->id, "where",
      pk_where(c->fields->arena, c->fields->report, &c->above->plugin->params_file, c->above->line),
      PK_TOLD("days", pk_tell_days(c->fields->arena, c->fields->report, day,
                                   next < dated->until ? next : dated->until)),
      NULL);
}

static bool says_anything(const pk_param *above) {
  bool says = above->locked;
  for (int i = 0; i < PK_LEVELS; i++)
    says = says || above->delegate[i].may;
  return says;
}

/* One level above: the one that declares the number must permit this level to set it; one between,
 * that sets it too, only where it says something of its own. */
static void check_above(const check *c, bool declares) {
  const pk_delegate *may = &c->above->delegate[c->param->plugin->level];
  if (!declares && !says_anything(c->above))
    return;
  if (c->above->locked || !may->may) {
    refuse(c, c->above->locked ? "rules.delegated.locked" : "rules.delegated.not");
    return;
  }
  if (strcmp(c->param->unit, c->above->unit) != 0) {
    refuse(c, "rules.delegated.unit");
    return;
  }
  for (int i = 0; i < c->param->value_count; i++) {
    check_bounds(c, may, &c->param->values[i]);
    if (declares && c->above->value_count)
      check_days(c, &c->param->values[i]);
  }
}

static const pk_param *own_param(const pk_plugin *plugin, const char *id) {
  for (int i = 0; i < plugin->param_count; i++)
    if (strcmp(plugin->params[i].id, id) == 0)
      return &plugin->params[i];
  return NULL;
}

void pk_delegated_check(const pk_book *book, const pk_fields *fields, const pk_param *param) {
  const pk_plugin *declarer = NULL;
  for (int i = 0; i < book->plugins.count; i++) {
    const pk_plugin *plugin = *PK_AT(book->plugins, pk_plugin *, i);
    check c = {fields, param, own_param(plugin, param->id)};
    if (plugin == param->plugin || !c.above || !pk_plugin_extends(book, param->plugin, plugin))
      continue;
    /* Plugins stand by level: the first that knows the number has declared it. */
    if (!declarer || !pk_plugin_extends(book, plugin, declarer))
      declarer = plugin;
    check_above(&c, declarer == plugin);
  }
}
