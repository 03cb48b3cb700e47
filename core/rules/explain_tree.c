/* The conditions of a kind as a person reads them: the whole law of the day, each condition with
 * its sign, what it looked at, and where it is written. */
#include "rules/explain_text.h"

static void add_leaf(const pk_writer *w, const pk_leaf *leaf, bool holds, int depth) {
  pk_write_indent(w, depth);
  pk_text_addf(w->out, "%s %s", holds ? "✓" : "✗", pk_write_leaf_text(w, leaf, holds));
  pk_write_law(w, leaf->ref);
  pk_text_add(w->out, "\n");
  pk_write_reads(w, leaf, depth + 2);
}

static bool holds(const pk_writer *w, const pk_tree *node) {
  const pk_view view = {.rules = w->about->rules, .given = w->finding->raw};
  return pk_view_tree(&view, w->law, node);
}

/* Where a ground is closed by the place, the rest of that ground is not asked. */
static bool closed_by_place(const pk_writer *w, const pk_tree *node) {
  return node->join == PK_TEST && !holds(w, node) && pk_leaf_of_place(w->about->book, node->leaf);
}

static void add_version(const pk_writer *w, const pk_tree *node, int depth) {
  char from[11];
  pk_text plugin = PK_TEXT_EMPTY;
  pk_text_addf(&plugin, "%s %s", node->plugin->id, node->plugin->version);
  const char *ref = node->version->ref ? node->version->ref : node->plugin->id;
  pk_write_indent(w, depth);
  if (node->version->from == PK_DATE_FIRST)
    pk_word_add(w->out, w->lang, "rules.explain.version_always", "plugin",
                plugin.data ? plugin.data : "", "ref", ref, NULL);
  else
    pk_word_add(w->out, w->lang, "rules.explain.version", "plugin", plugin.data ? plugin.data : "",
                "ref", ref, "from", pk_day_text(from, node->version->from), NULL);
  pk_text_add(w->out, "\n");
  w->out->failed = w->out->failed || plugin.failed;
  pk_text_free(&plugin);
}

static const char *join_key(pk_join join) {
  return join == PK_ALL   ? "rules.explain.all"
         : join == PK_ANY ? "rules.explain.any"
                          : "rules.explain.none";
}

/* How many members of a failing `any` this place closes, when it leaves others open. */
static int closed_grounds(const pk_writer *w, const pk_tree *node, bool held) {
  int closed = 0;
  for (int i = 0; node->join == PK_ANY && !held && i < node->child_count; i++)
    closed += pk_settle(w->law, node->children[i], w->finding->raw) == PK_NO;
  return closed < node->child_count ? closed : 0;
}

/* Of a list that holds because one member does, those are shown; of a ground that the place closes,
 * why it does; of several grounds, those that are open here. */
static void add_children(const pk_writer *w, const pk_tree *node, bool held, int depth) {
  bool closed = false;
  int grounds = closed_grounds(w, node, held);
  for (int i = 0; node->join == PK_ALL && i < node->child_count; i++)
    closed = closed || closed_by_place(w, node->children[i]);
  for (int i = 0; i < node->child_count; i++) {
    const pk_tree *child = node->children[i];
    bool shown =
        closed ? closed_by_place(w, child) : !(node->join == PK_ANY && held) || holds(w, child);
    if (grounds && pk_settle(w->law, child, w->finding->raw) == PK_NO)
      shown = false;
    if (shown)
      pk_write_tree(w, child, depth);
  }
  if (!grounds)
    return;
  pk_write_indent(w, depth);
  pk_word_add(w->out, w->lang, "rules.explain.other_grounds", NULL);
  pk_text_add(w->out, "\n");
}

void pk_write_tree(const pk_writer *w, const pk_tree *node, int depth) {
  bool held = holds(w, node);
  if (node->join == PK_TEST) {
    add_leaf(w, node->leaf, held, depth);
    return;
  }
  if (node->version)
    add_version(w, node, depth);
  if (node->child_count == 0) {
    pk_write_indent(w, depth);
    pk_word_add(w->out, w->lang, held ? "rules.explain.no_condition" : "rules.explain.never", NULL);
    pk_text_add(w->out, "\n");
    return;
  }
  bool plain = node->child_count == 1 && node->join != PK_NONE;
  if (!plain) {
    pk_write_indent(w, depth);
    pk_text_addf(w->out, "%s %s\n", held ? "✓" : "✗", pk_word(w->lang, join_key(node->join)));
  }
  add_children(w, node, held, plain ? depth : depth + 1);
}
