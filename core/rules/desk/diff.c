/* polku plugin diff: whom two plugins treat differently, told. */
#include "rules/desk/difference.h"

#include "rules/say.h"
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 100 };

typedef struct teller {
  const polku_plugin_question *question;
  const pk_comparison *c;
  polku_lang lang;
  pk_text *out;
  const char *names[2]; /* "finland 1.0.0" */
} teller;

/* Two editions of one plugin are told apart by their version, else by their folder. */
static bool name_both(teller *t) {
  const pk_plugin *a = t->c->shelf[0].plugin, *b = t->c->shelf[1].plugin;
  bool same = strcmp(a->id, b->id) == 0 && strcmp(a->version, b->version) == 0;
  for (int i = 0; i < 2; i++) {
    const pk_plugin *plugin = i ? b : a;
    pk_text name = PK_TEXT_EMPTY;
    pk_text_addf(&name, "%s %s", plugin->id, plugin->version);
    if (same)
      pk_text_addf(&name, " (%s)", plugin->folder);
    char *taken = pk_text_take(&name);
    t->names[i] = taken ? pk_strdup(t->c->shelf[i].arena, taken) : NULL;
    free(taken);
  }
  return t->names[0] && t->names[1];
}

static const pk_book *book_of(const teller *t, const pk_rule_key *rule) {
  const pk_book *first = t->c->shelf[0].book;
  return pk_book_kind(first, rule->kind) >= 0 ? first : t->c->shelf[1].book;
}

static int width_of(const teller *t) {
  return t->question->width > 0 ? t->question->width : WIDTH;
}

/* --- for people */

static void end_line(const teller *t, pk_text *line, bool markdown, const char *end) {
  const char *text = line->data ? line->data : "";
  if (markdown)
    pk_text_addf(t->out, "%s%s", text, end);
  else
    pk_grid_wrap(t->out, text, width_of(t));
  t->out->failed = t->out->failed || line->failed;
  pk_text_free(line);
}

/* "has a rule (380/2023 § 82)": where the other has none, all its answers are one difference. */
static void add_ruled(const teller *t, const pk_compared *compared, const pk_difference *d, int k,
                      pk_text *out) {
  pk_list refs = {0};
  t->out->failed =
      t->out->failed || !pk_rule_refs(t->c->shelf[0].arena, d->law[k], &compared->rule, &refs);
  pk_word_add(out, t->lang, "rules.diff.ruled", NULL);
  for (int i = 0; i < refs.count; i++) {
    pk_text_add(out, i ? ", " : " (");
    pk_law_add(out, t->lang, *PK_AT(refs, const char *, i));
  }
  pk_text_add(out, refs.count ? ")" : "");
}

/* "no: is not trained (Town board)". */
static void add_answer(const teller *t, const pk_compared *compared, const pk_difference *d,
                       const pk_contrast *contrast, int k, pk_text *out) {
  const pk_reasons *reasons = &contrast->reasons[k];
  pk_text refs = PK_TEXT_EMPTY;
  const char *reason =
      compared->rule.form == PK_ALLOW ? pk_say_why_refused(reasons, t->lang) : NULL;
  if (contrast->answer[k] == PK_RULED) {
    add_ruled(t, compared, d, k, out);
    return;
  }
  pk_say_cell(out, compared->rule.form, d->unit[k] ? d->unit[k] : d->unit[1 - k],
              contrast->answer[k], t->lang);
  if (reason)
    pk_text_addf(out, ": %s", reason);
  pk_say_refs(&refs, reasons, NULL, t->lang);
  if (refs.length)
    pk_text_addf(out, " (%s)", refs.data);
  out->failed = out->failed || refs.failed;
  pk_text_free(&refs);
}

/* Whether an axis tells the rows of a difference apart. */
static bool tells(const pk_difference *d, int axis) {
  for (int i = 0; i < d->contrasts.count; i++)
    if (PK_AT(d->contrasts, pk_contrast, i)->row->in[axis])
      return true;
  return false;
}

typedef struct answers {
  const teller *t;
  const pk_compared *compared;
  const pk_difference *difference;
} answers;

static void answer_heads(const void *context, pk_grid *grid) {
  const answers *of = context;
  pk_grid_add(grid, of->t->names[0]);
  pk_grid_add(grid, of->t->names[1]);
}

static void answer_cells(const void *context, int row, pk_grid *grid) {
  const answers *of = context;
  const pk_contrast *contrast = PK_AT(of->difference->contrasts, pk_contrast, row);
  pk_text cell = PK_TEXT_EMPTY;
  for (int k = 0; k < 2; k++) {
    add_answer(of->t, of->compared, of->difference, contrast, k, &cell);
    pk_grid_end_cell(grid, &cell);
  }
}

static void add_rows(const teller *t, const pk_compared *compared, const pk_difference *d,
                     bool markdown) {
  pk_arena *arena = t->c->shelf[0].arena;
  int count = d->contrasts.count;
  const answers context = {t, compared, d};
  const pk_decision_row **rows = PK_NEW_ARRAY(arena, const pk_decision_row *, (size_t)count);
  t->out->failed = t->out->failed || !rows;
  for (int i = 0; rows && i < count; i++)
    rows[i] = PK_AT(d->contrasts, pk_contrast, i)->row;
  const pk_listing listing = {.decision = d->decision,
                              .count = rows ? count : 0,
                              .rows = rows,
                              .some = true,
                              .columns = 2,
                              .heads = answer_heads,
                              .cells = answer_cells,
                              .context = &context,
                              .lang = t->lang,
                              .width = width_of(t),
                              .markdown = markdown,
                              .arena = arena,
                              .out = t->out};
  pk_listing_write(&listing);
}

/* "from 1 January 2025 · 12 of 480 combinations (2.5%)", and on what it hangs. */
static void add_measure(const teller *t, const pk_difference *d, bool markdown) {
  size_t all = d->decision->product->feasible_count;
  char share[32];
  pk_text line = PK_TEXT_EMPTY, axes = PK_TEXT_EMPTY, some = PK_TEXT_EMPTY, of = PK_TEXT_EMPTY;
  pk_number_add(&some, t->lang, (double)d->differing, 0);
  pk_number_add(&of, t->lang, (double)all, 0);
  pk_say_segment(&line, &d->segment, t->lang);
  pk_text_add(&line, " \xc2\xb7 ");
  pk_word_add(&line, t->lang, "rules.diff.measure", "count", some.data, "all", of.data, "share",
              pk_number_text(share, (double)d->differing / (double)all), NULL);
  for (int k = pk_difference_axis(d, -1); k >= 0; k = pk_difference_axis(d, k)) {
    pk_text_add(&axes, axes.length ? ", " : "");
    pk_say_axis(&axes, d->decision->product, k, t->lang);
  }
  end_line(t, &line, markdown, axes.length ? "  \n" : "\n");
  if (axes.length) {
    pk_word_add(&line, t->lang, "rules.diff.axes", "axes", axes.data, NULL);
    end_line(t, &line, markdown, "\n");
  }
  t->out->failed = t->out->failed || axes.failed || some.failed || of.failed;
  pk_text_free(&axes);
  pk_text_free(&some);
  pk_text_free(&of);
}

static void add_difference(const teller *t, const pk_compared *compared, const pk_difference *d,
                           bool markdown) {
  add_measure(t, d, markdown);
  add_rows(t, compared, d, markdown);
  pk_text_add(t->out, "\n");
}

static void add_compared(const teller *t, const pk_compared *compared, bool markdown) {
  pk_text head = PK_TEXT_EMPTY;
  pk_text_add(&head, markdown ? "### " : "");
  pk_say_rule(&head, book_of(t, &compared->rule), &compared->rule, t->lang);
  end_line(t, &head, markdown, "\n\n");
  for (int i = 0; i < compared->differences.count; i++)
    add_difference(t, compared, PK_AT(compared->differences, pk_difference, i), markdown);
}

/* "The same in both: …". */
static void add_equal(const teller *t, bool markdown) {
  pk_text names = PK_TEXT_EMPTY, line = PK_TEXT_EMPTY;
  for (int i = 0; i < t->c->rules.count; i++) {
    const pk_compared *compared = PK_AT(t->c->rules, pk_compared, i);
    if (compared->differences.count)
      continue;
    pk_text_add(&names, names.length ? "; " : "");
    pk_say_rule(&names, book_of(t, &compared->rule), &compared->rule, t->lang);
  }
  if (names.length) {
    pk_word_add(&line, t->lang, "rules.diff.equal", "rules", names.data, NULL);
    end_line(t, &line, markdown, "\n");
  }
  t->out->failed = t->out->failed || names.failed;
  pk_text_free(&names);
}

static void add_mismatches(const teller *t, bool markdown) {
  for (int i = 0; i < t->c->mismatches.count; i++) {
    const pk_mismatch *one = PK_AT(t->c->mismatches, pk_mismatch, i);
    const pk_book *book = t->c->shelf[one->form == PK_ONLY_ONE ? one->which : 0].book;
    const char *name = pk_say_variable(book, pk_book_variable(book, one->id), t->lang);
    pk_text line = PK_TEXT_EMPTY;
    pk_text_add(&line, markdown ? "- " : "");
    if (one->form == PK_ONLY_ONE)
      pk_word_add(&line, t->lang, "rules.diff.only_one", "plugin", t->names[one->which], "name",
                  name, NULL);
    else
      pk_word_add(&line, t->lang,
                  one->form == PK_OTHER_VALUES ? "rules.diff.other_values"
                                               : "rules.diff.other_count",
                  "name", name, NULL);
    end_line(t, &line, markdown, "\n");
  }
}

static void write_for_people(const teller *t, bool markdown) {
  bool any = false;
  pk_text line = PK_TEXT_EMPTY;
  pk_text_add(&line, markdown ? "## " : "");
  pk_word_add(&line, t->lang, "rules.diff.head", "a", t->names[0], "b", t->names[1], NULL);
  end_line(t, &line, markdown, "\n");
  pk_text_add(t->out, "\n");
  for (int i = 0; i < t->c->rules.count; i++) {
    const pk_compared *compared = PK_AT(t->c->rules, pk_compared, i);
    if (compared->differences.count)
      add_compared(t, compared, markdown);
    any = any || compared->differences.count;
  }
  if (!any) {
    pk_word_add(&line, t->lang, "rules.diff.nobody", NULL);
    end_line(t, &line, markdown, "\n\n");
  }
  add_equal(t, markdown);
  add_mismatches(t, markdown);
}

/* --- for programs */

static void add_plugins(const teller *t, pk_json *json) {
  pk_json_key(json, "plugins");
  pk_json_array(json);
  for (int k = 0; k < 2; k++) {
    const pk_plugin *plugin = t->c->shelf[k].plugin;
    pk_json_object(json);
    pk_json_field(json, "plugin", plugin->id);
    pk_json_field(json, "version", plugin->version);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void add_json_rows(const teller *t, pk_json *json, const pk_compared *compared,
                          const pk_difference *d) {
  pk_json_key(json, "rows");
  pk_json_array(json);
  for (int i = 0; i < d->contrasts.count; i++) {
    pk_json_object(json);
    pk_json_contrast(json, compared->rule.form, d, PK_AT(d->contrasts, pk_contrast, i), t->lang);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void add_json_rule(const teller *t, pk_json *json, const pk_compared *compared) {
  pk_json_object(json);
  const pk_difference *first =
      compared->differences.count ? PK_AT(compared->differences, pk_difference, 0) : NULL;
  pk_json_rule(json, &compared->rule,
               !first           ? NULL
               : first->unit[0] ? first->unit[0]
                                : first->unit[1]);
  pk_json_key(json, "differences");
  pk_json_array(json);
  for (int i = 0; i < compared->differences.count; i++) {
    const pk_difference *d = PK_AT(compared->differences, pk_difference, i);
    pk_json_object(json);
    pk_json_segment(json, &d->segment);
    pk_json_integer_field(json, "combinations", (long long)d->decision->product->feasible_count);
    pk_json_integer_field(json, "differing", (long long)d->differing);
    pk_json_hangs_on(json, d);
    add_json_rows(t, json, compared, d);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
  pk_json_object_end(json);
}

static void write_json(const teller *t) {
  static const char *const reasons[] = {"only_one", "other_values", "other_count"};
  pk_json json = pk_json_start(t->out, 6);
  pk_json_object(&json);
  pk_json_field(&json, "format", "polku-plugin-diff/1");
  add_plugins(t, &json);
  pk_json_key(&json, "rules");
  pk_json_array(&json);
  for (int i = 0; i < t->c->rules.count; i++)
    add_json_rule(t, &json, PK_AT(t->c->rules, pk_compared, i));
  pk_json_array_end(&json);
  pk_json_key(&json, "mismatches");
  pk_json_array(&json);
  for (int i = 0; i < t->c->mismatches.count; i++) {
    const pk_mismatch *one = PK_AT(t->c->mismatches, pk_mismatch, i);
    pk_json_object(&json);
    pk_json_field(&json, "id", one->id);
    pk_json_field(&json, "reason", reasons[one->form]);
    pk_json_field(&json, "known_to",
                  one->form == PK_ONLY_ONE ? t->c->shelf[one->which].plugin->id : NULL);
    pk_json_object_end(&json);
  }
  pk_json_array_end(&json);
  pk_json_object_end(&json);
  pk_text_add(t->out, "\n");
}

/* --- for spreadsheets */

/* Whether some difference tells rows apart by a variable: then it has a column. */
static bool has_column(const teller *t, const char *id) {
  for (int i = 0; i < t->c->rules.count; i++) {
    const pk_compared *compared = PK_AT(t->c->rules, pk_compared, i);
    for (int n = 0; n < compared->differences.count; n++) {
      const pk_difference *d = PK_AT(compared->differences, pk_difference, n);
      int k = pk_product_axis(d->decision->product, id);
      if (k >= 0 && tells(d, k))
        return true;
    }
  }
  return false;
}

/* The variables that have columns (const char *), in the order of the first book, then what only
 * the other knows. False without memory. */
static bool columns_of(const teller *t, pk_list *ids) {
  for (int s = 0; s < 2; s++) {
    const pk_book *book = t->c->shelf[s].book;
    for (int v = 0; v < book->variables.count; v++) {
      const char *id = PK_AT(book->variables, pk_variable, v)->id;
      bool known = s == 1 && pk_book_variable(t->c->shelf[0].book, id) >= 0;
      if (known || !has_column(t, id))
        continue;
      const char **slot = pk_push(t->c->shelf[0].arena, ids, sizeof *slot);
      if (!slot)
        return false;
      *slot = id;
    }
  }
  return true;
}

static void add_csv_row(const teller *t, const pk_compared *compared, const pk_difference *d,
                        int row, const pk_list *ids, pk_grid *grid) {
  const pk_contrast *contrast = PK_AT(d->contrasts, pk_contrast, row);
  const pk_product *product = d->decision->product;
  const char *rule = pk_rule_key_text(t->c->shelf[0].arena, &compared->rule);
  pk_text cell = PK_TEXT_EMPTY;
  grid->cells.failed = grid->cells.failed || !rule;
  pk_grid_add(grid, rule ? rule : "");
  pk_csv_day(grid, d->segment.first);
  pk_csv_day(grid, d->segment.last);
  for (int c = 0; c < ids->count; c++) {
    int k = pk_product_axis(product, *PK_AT(*ids, const char *, c));
    if (k >= 0)
      pk_csv_classes(&cell, product, k, contrast->row->in[k]);
    pk_grid_end_cell(grid, &cell);
  }
  for (int k = 0; k < 2; k++) {
    pk_csv_answer(&cell, compared->rule.form, contrast->answer[k]);
    pk_grid_end_cell(grid, &cell);
    pk_csv_refs(&cell, &contrast->reasons[k]);
    pk_grid_end_cell(grid, &cell);
  }
}

static void add_csv_rule(const teller *t, const pk_compared *compared, const pk_list *ids,
                         pk_grid *grid) {
  for (int i = 0; i < compared->differences.count; i++) {
    const pk_difference *d = PK_AT(compared->differences, pk_difference, i);
    for (int row = 0; row < d->contrasts.count; row++)
      add_csv_row(t, compared, d, row, ids, grid);
  }
}

static void write_csv(const teller *t) {
  static const char *const first[] = {"rule", "from", "until"}, *const last[] = {
                                                                    "answer_a", "refs_a",
                                                                    "answer_b", "refs_b"};
  pk_list ids = {0};
  t->out->failed = t->out->failed || !columns_of(t, &ids);
  pk_grid grid = pk_grid_new(ids.count + 7);
  for (int i = 0; i < 3; i++)
    pk_grid_add(&grid, first[i]);
  for (int i = 0; i < ids.count; i++)
    pk_grid_add(&grid, *PK_AT(ids, const char *, i));
  for (int i = 0; i < 4; i++)
    pk_grid_add(&grid, last[i]);
  for (int i = 0; i < t->c->rules.count; i++)
    add_csv_rule(t, PK_AT(t->c->rules, pk_compared, i), &ids, &grid);
  pk_grid_csv(&grid, t->out);
  pk_grid_free(&grid);
}

char *polku_plugin_diff(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                        polku_report *report) {
  if (!question)
    return NULL;
  pk_text out = PK_TEXT_EMPTY;
  pk_comparison c;
  teller t = {.question = question, .c = &c, .lang = lang, .out = &out};
  size_t errors = polku_report_count(report, POLKU_ERROR);
  bool good = pk_comparison_open(&c, question, report);
  if (good && !name_both(&t))
    out.failed = true;
  else if (good && shape == POLKU_AS_JSON)
    write_json(&t);
  else if (good && shape == POLKU_AS_CSV)
    write_csv(&t);
  else if (good)
    write_for_people(&t, shape == POLKU_AS_MARKDOWN);
  pk_comparison_close(&c);
  good = good && !polku_report_failed(report) && polku_report_count(report, POLKU_ERROR) == errors;
  char *text = good ? pk_text_take(&out) : NULL;
  if (good && !text)
    pk_report_memory(report);
  pk_text_free(&out);
  return text;
}
