/* Rules as their authors wrote them: trees of named conditions, dated versions. */
#include "rules/api.h"
#include "rules/box.h"

#include "base/text.h"
#include "rules/telling.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHILDREN_MAX = 64 };

typedef struct builder {
  pk_book *book;
  const pk_plugin *plugin;
  const char *what;
  pk_list ids; /* named_leaf: of this version */
} builder;

static void *no_memory(const pk_book *book) {
  pk_report_memory(book->report);
  return NULL;
}

/* --- trees */

static const pk_tree *read_group(builder *b, const pk_fields *fields);

typedef struct named_leaf {
  const char *id;
  int line;
} named_leaf;

static void check_leaf_id(builder *b, const pk_fields *fields, const char *id) {
  int line = fields->table->line;
  pk_fields_id(fields, line, id);
  for (int i = 0; i < b->ids.count; i++) {
    const named_leaf *other = PK_AT(b->ids, named_leaf, i);
    if (strcmp(other->id, id) != 0)
      continue;
    pk_place place;
    char first[16];
    snprintf(first, sizeof first, "%d", other->line);
    pk_file_place(fields->file, line, &place);
    pk_report_add(fields->report, &place, "E-PLUGIN-TWICE", "what", id, "file", fields->file->path,
                  "line", first, NULL);
    return;
  }
  named_leaf *slot = pk_push(b->book->arena, &b->ids, sizeof *slot);
  if (slot)
    *slot = (named_leaf){id, line};
  else
    no_memory(b->book);
}

static const pk_tree *read_leaf_node(builder *b, const pk_fields *fields) {
  pk_fields_known(fields, pk_api_leaf_keys, false);
  const char *id = pk_fields_text(fields, "id", true);
  const pk_leaf *leaf = pk_leaf_read(b->book, b->plugin, fields, "test");
  if (!id || !leaf)
    return NULL;
  check_leaf_id(b, fields, id);
  pk_tree *node = PK_NEW(b->book->arena, pk_tree);
  if (!node)
    return no_memory(b->book);
  node->join = PK_TEST;
  node->leaf = leaf;
  return node;
}

static const pk_tree *read_node(builder *b, const pk_value *value, const pk_fields *outer,
                                const char *key) {
  if (value->form != PK_IS_TABLE) {
    pk_fields_wrong(outer, key, value, "rules.expect.node");
    return NULL;
  }
  pk_fields fields = *outer;
  fields.table = value;
  if (pk_value_find(value, "test") || pk_value_find(value, "reads"))
    return read_leaf_node(b, &fields);
  pk_fields_known(&fields, pk_api_group_keys, false);
  return read_group(b, &fields);
}

/* Bytes of a reference before the act that stands in brackets at its end, " (371/2023)". */
static size_t head_of(const char *ref) {
  const char *last = strrchr(ref, ' ');
  return last && last[1] == '(' && strchr(last, '/') ? (size_t)(last - ref) : strlen(ref);
}

static const char *ref_of(const pk_tree *node) {
  return node->join == PK_TEST ? node->leaf->ref : node->ref;
}

/* Whether a reference goes into a part of what its first `length` bytes name. */
static bool within(const char *ref, size_t length) {
  return length == head_of(ref) || ref[length] == '.' || ref[length] == '(';
}

/* "380/2023 § 82.1" of "§ 82.1(1)" and "§ 82.1(2)"; NULL where there is not even one section. */
static const char *common_ref(const builder *b, const pk_tree *group) {
  const char *first = group->child_count ? ref_of(group->children[0]) : NULL;
  size_t length = first ? head_of(first) : 0;
  for (int i = 0; first && i < group->child_count; i++) {
    const char *other = ref_of(group->children[i]);
    size_t same = 0;
    if (!other || strcmp(other + head_of(other), first + head_of(first)) != 0)
      return NULL;
    while (same < length && same < head_of(other) && other[same] == first[same])
      same++;
    while (same > 0 && !(within(first, same) && within(other, same)))
      same--;
    length = same;
  }
  const char *sign = first ? strstr(first, "\xc2\xa7 ") : NULL;
  if (!sign || (size_t)(sign - first) + 3 >= length)
    return NULL;
  char *ref = PK_NEW_ARRAY(b->book->arena, char, strlen(first) + 1);
  if (!ref)
    return no_memory(b->book);
  memcpy(ref, first, length);
  strcpy(ref + length, first + head_of(first));
  return ref;
}

/* The members of one `all`, `any` or `none`. */
static const pk_tree *read_join(builder *b, const pk_fields *fields, pk_join join,
                                const char *key) {
  const pk_value *list = pk_fields_table(fields, key, false);
  if (!list)
    return NULL;
  int count = pk_value_items(list);
  if (count == 0 || count != list->count || count > CHILDREN_MAX) {
    pk_fields_wrong(fields, key, list, "rules.expect.nodes");
    return NULL;
  }
  pk_tree *node = PK_NEW(b->book->arena, pk_tree);
  const pk_tree **children = PK_NEW_ARRAY(b->book->arena, const pk_tree *, (size_t)count);
  if (!node || !children)
    return no_memory(b->book);
  node->join = join;
  node->children = children;
  for (int i = 0; i < count; i++) {
    const pk_tree *child = read_node(b, &list->members[i].value, fields, key);
    if (child)
      children[node->child_count++] = child;
  }
  pk_fields_name(fields, "why", &node->why);
  node->ref = common_ref(b, node);
  return node->child_count ? node : NULL;
}

/* A table with `all`, `any`, `none`: with several of them, all must hold. */
static const pk_tree *read_group(builder *b, const pk_fields *fields) {
  static const char *const keys[] = {"all", "any", "none"};
  const pk_tree *parts[3];
  int count = 0;
  bool written = false;
  for (int i = 0; i < 3; i++) {
    written = written || pk_value_find(fields->table, keys[i]);
    parts[count] = read_join(b, fields, (pk_join)i, keys[i]);
    count += parts[count] != NULL;
  }
  if (!written)
    pk_fields_problem(fields, fields->table->line, "E-PLUGIN-KEY-MISSING", "key",
                      "all | any | none");
  if (count < 2)
    return count ? parts[0] : NULL;
  pk_tree *node = PK_NEW(b->book->arena, pk_tree);
  const pk_tree **children = PK_NEW_ARRAY(b->book->arena, const pk_tree *, (size_t)count);
  if (!node || !children)
    return no_memory(b->book);
  memcpy(children, parts, (size_t)count * sizeof *children);
  *node = (pk_tree){.join = PK_ALL, .children = children, .child_count = count};
  node->ref = common_ref(b, node);
  return node;
}

/* --- versions */

typedef struct form {
  const char *name;
  pk_rule_form form;
  bool override;
} form;

/* Once, on entry, is in cents; what runs with time in cents a month. */
static void read_amount(const pk_book *book, const pk_fields *fields, pk_version *version) {
  static const char *const ons[] = {"entry", "step", NULL};
  const pk_value *unit = pk_value_find(fields->table, "unit");
  version->account = pk_fields_text(fields, "account", true);
  version->to = pk_fields_text(fields, "to", false);
  version->on_entry = pk_fields_choice(fields, "on", ons, 1) == 0;
  const char *right = version->on_entry ? "cent" : "cent/month";
  const char *written = pk_fields_text(fields, "unit", false);
  if (written && strcmp(written, right) != 0)
    pk_fields_wrong(fields, "unit", unit, "rules.expect.amount_unit");
  version->unit = right;
  if (version->to && pk_book_role(book, version->to) < 0)
    pk_fields_unknown(book, fields, "to", version->to,
                      pk_book_nearest(&book->roles, sizeof(pk_role_kind), version->to));
}

typedef struct draft {
  pk_rule rule;
  pk_list versions;
} draft;

static void read_dates(const pk_fields *fields, pk_version *version) {
  const pk_value *from = pk_value_find(fields->table, "from");
  version->from = PK_DATE_FIRST;
  version->until = PK_DATE_LAST;
  if (!from)
    pk_fields_problem(fields, version->line, "E-PLUGIN-KEY-MISSING", "key", "from");
  else if (from->form != PK_IS_TEXT || strcmp(from->text, "always") != 0)
    pk_fields_date(fields, "from", &version->from);
  pk_fields_date(fields, "until", &version->until);
}

/* A unit that the form does not know would make another number of it. */
static void read_unit(const pk_fields *fields, const form *f, pk_version *version) {
  static const char *const units[PK_RULES][6] = {
      [PK_LIMIT] = {"month", "day", "week", "year", "step"},
      [PK_WEIGHT] = {"ppm"},
      [PK_PRIORITY] = {"count"}};
  int unit = pk_fields_choice(fields, "unit", units[f->form], 0);
  version->unit = units[f->form][unit < 0 ? 0 : unit];
}

/* Which day's version holds: what is asked when somebody moves takes that day's, a limit and what
 * is paid once hold as on entry; only what is paid month by month has a choice. */
static void read_binds(const pk_fields *fields, const form *f, pk_version *version) {
  static const char *const binds[] = {"entry", "day", NULL};
  bool fixed = f->form != PK_AMOUNT || version->on_entry;
  bool day = f->form == PK_ALLOW || f->form == PK_WEIGHT || f->form == PK_PRIORITY;
  int written = pk_fields_choice(fields, "binds", binds, -2);
  version->binds_day = fixed ? day : written == 1;
  if (fixed && written >= 0 && (written == 1) != day)
    pk_fields_problem(fields, fields->table->line, "E-PLUGIN-BINDS", "value", binds[written]);
}

static void read_head(const builder *b, const pk_fields *fields, const form *f,
                      pk_version *version) {
  static const char *const afters[] = {"yes", "no", NULL};
  static const char *const modes[] = {"restrict", "extend", "replace", NULL};
  static const char *const amount_modes[] = {"restrict", "extend", "replace", "add", NULL};
  pk_name text;
  read_dates(fields, version);
  pk_fields_name(fields, "name", &text);
  pk_fields_name(fields, "text", &text);
  version->ref = pk_fields_text(fields, "ref", f->form == PK_ALLOW);
  version->after = (pk_after)(pk_fields_choice(fields, "after", afters, -1) + 1);
  pk_grants_read(fields, b->plugin, version->grant);
  if (f->form == PK_AMOUNT)
    read_amount(b->book, fields, version);
  else if (f->form != PK_ALLOW)
    read_unit(fields, f, version);
  read_binds(fields, f, version);
  if (!f->override)
    return;
  int mode = pk_fields_choice(fields, "mode", f->form == PK_AMOUNT ? amount_modes : modes, -2);
  if (mode == -2)
    pk_fields_problem(fields, version->line, "E-PLUGIN-KEY-MISSING", "key", "mode");
  version->mode = mode < 0 ? PK_RESTRICT : (pk_mode)(PK_RESTRICT + mode);
}

/* Versions of one rule: of one form about one kind, amounts also of one account, once or by time.
 */
static draft *find_draft(pk_book *book, const pk_rule *rule, pk_list *drafts) {
  for (int i = 0; i < drafts->count; i++) {
    draft *d = PK_AT(*drafts, draft, i);
    if (d->rule.form == rule->form && d->rule.override == rule->override &&
        strcmp(d->rule.kind, rule->kind) == 0 && d->rule.on_entry == rule->on_entry &&
        (!rule->account || strcmp(d->rule.account, rule->account) == 0))
      return d;
  }
  draft *d = pk_push(book->arena, drafts, sizeof *d);
  if (!d)
    return no_memory(book);
  d->rule = *rule;
  return d;
}

static void read_version(pk_book *book, const pk_plugin *plugin, pk_list *drafts, const form *f,
                         const pk_declaration *made) {
  pk_fields fields = {book->arena, book->report, &plugin->rules_file, &made->value,
                      pk_what(book->arena, book->report, made->form, made->id)};
  builder b = {book, plugin, fields.what, {0}};
  pk_version version = {.line = made->line};
  bool locked = false;
  if (pk_book_kind(book, made->id) < 0) {
    pk_fields_unknown(book, &fields, made->form, made->id,
                      pk_book_nearest(&book->kinds, sizeof(pk_stage_kind), made->id));
    return;
  }
  read_head(&b, &fields, f, &version);
  if (f->form == PK_AMOUNT && !version.account)
    return;
  pk_fields_bool(&fields, "locked", &locked);
  if (f->form != PK_ALLOW)
    pk_cases_read(book, plugin, &fields, f->form, &version);
  else if (pk_value_find(&made->value, "all") || pk_value_find(&made->value, "any") ||
           pk_value_find(&made->value, "none"))
    version.tree = read_group(&b, &fields);
  const pk_rule rule = {.form = f->form,
                        .override = f->override,
                        .kind = made->id,
                        .account = version.account,
                        .on_entry = version.on_entry,
                        .plugin = plugin};
  draft *d = find_draft(book, &rule, drafts);
  pk_version *slot = d ? pk_push(book->arena, &d->versions, sizeof *slot) : NULL;
  if (!slot) {
    no_memory(book);
    return;
  }
  *slot = version;
  d->rule.locked = d->rule.locked || locked;
}

static int by_from(const void *a, const void *b) {
  const pk_version *x = a, *y = b;
  return x->from < y->from ? -1 : x->from > y->from;
}

static void report_hole(const pk_fields *fields, const pk_version *before,
                        const pk_version *after) {
  char first[11], last[11], held[11];
  pk_place place;
  pk_file_place(fields->file, after->line, &place);
  pk_report_add(fields->report, &place, "E-DATES-HOLE", "what", fields->what, "first",
                pk_date_text(first, before->until + 1), "last", pk_date_text(last, after->from - 1),
                "until", pk_date_text(held, before->until), "where",
                pk_where(fields->arena, fields->report, fields->file, before->line), NULL);
}

/* Versions do not overlap; one without `until` holds until the next begins; a hole must say what it
 * means. Where an override does not hold, the base stands: its holes mean something. */
static void order_versions(const pk_book *book, draft *d) {
  const pk_fields fields = {book->arena, book->report, &d->rule.plugin->rules_file, NULL,
                            pk_what(book->arena, book->report, "rule", d->rule.kind)};
  pk_version *versions = d->versions.items;
  int count = d->versions.count;
  if (count)
    qsort(versions, (size_t)count, sizeof *versions, by_from);
  for (int i = 0; i < count; i++) {
    pk_version *v = &versions[i], *next = i + 1 < count ? v + 1 : NULL;
    if (next && v->until == PK_DATE_LAST && next->from > v->from)
      v->until = next->from - 1;
    if (v->until < v->from || (next && v->until >= next->from))
      pk_fields_problem(&fields, next ? next->line : v->line, "E-DATES-OVERLAP", NULL, NULL);
    else if (next && v->until + 1 < next->from && v->after == PK_AFTER_HOLE && !d->rule.override)
      report_hole(&fields, v, next);
  }
  d->rule.versions = versions;
  d->rule.version_count = count;
}

void pk_rules_read(pk_book *book, pk_plugin *plugin, const pk_list *declarations) {
  static const form forms[] = {{"allow", PK_ALLOW, false},
                               {"limit", PK_LIMIT, false},
                               {"weight", PK_WEIGHT, false},
                               {"priority", PK_PRIORITY, false},
                               {"amount", PK_AMOUNT, false},
                               {"override.allow", PK_ALLOW, true},
                               {"override.limit", PK_LIMIT, true},
                               {"override.weight", PK_WEIGHT, true},
                               {"override.priority", PK_PRIORITY, true},
                               {"override.amount", PK_AMOUNT, true},
                               {NULL, PK_RULES, false}};
  pk_list drafts = {0};
  for (int i = 0; i < declarations->count; i++) {
    const pk_declaration *made = PK_AT(*declarations, pk_declaration, i);
    if (pk_plugin_enough(book, plugin, &plugin->rules_file))
      break;
    for (const form *f = forms; f->name && made->complete; f++)
      if (strcmp(f->name, made->form) == 0)
        read_version(book, plugin, &drafts, f, made);
  }
  pk_rule *rules = PK_NEW_ARRAY(book->arena, pk_rule, (size_t)drafts.count);
  if (!rules) {
    no_memory(book);
    return;
  }
  for (int i = 0; i < drafts.count; i++) {
    draft *d = PK_AT(drafts, draft, i);
    order_versions(book, d);
    rules[i] = d->rule;
  }
  plugin->rules = rules;
  plugin->rule_count = drafts.count;
}
