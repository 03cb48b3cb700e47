/* polku plugin table: what the rules of a plugin answer to whom, as decision tables. */
#include "rules/desk/table.h"

#include "rules/say.h"
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 100 };

/* One rule in one interval. */
typedef struct one_table {
  pk_rule_key rule;
  pk_list spans; /* pk_rule_span */
  int span;      /* which of them is shown */
  const pk_law *law;
  const pk_decision *decision; /* NULL where no rule holds */
  const char *unit;
  pk_list refs; /* const char * */
  pk_doubts doubts;
  uint64_t *marks; /* by row */
} one_table;

typedef struct asker {
  const polku_plugin_question *question;
  pk_shelf shelf;
  polku_lang lang;
  polku_report *report;
  pk_text *out;
  pk_list tables; /* one_table */
} asker;

/* --- making */

/* The interval of the day that is asked about; without one the last in which the rule is known. */
static int choose_span(const one_table *table, bool dated, pk_date date) {
  int chosen = table->spans.count - 1;
  for (int i = 0; i < table->spans.count; i++) {
    const pk_rule_span *span = PK_AT(table->spans, pk_rule_span, i);
    if (dated ? span->segment.first <= date && date <= span->segment.last
              : pk_rule_known(span->law, &table->rule))
      chosen = i;
  }
  return chosen;
}

static bool find_doubts(asker *a, one_table *table, pk_date date) {
  size_t rows = (size_t)table->decision->row_count;
  table->doubts = (pk_doubts){.arena = a->shelf.arena, .law = table->law, .date = date};
  table->marks = PK_NEW_ARRAY(a->shelf.arena, uint64_t, rows);
  for (size_t i = 0; table->marks && i < rows; i++)
    table->marks[i] = pk_doubts_see(&table->doubts, &table->decision->rows[i].reasons);
  if (!table->marks || table->doubts.failed)
    pk_report_memory(a->report);
  return table->marks && !table->doubts.failed;
}

static bool make(asker *a, one_table *table, bool dated, pk_date date) {
  pk_arena *arena = a->shelf.arena;
  table->spans = pk_rule_spans(&a->shelf, &table->rule);
  if (!table->spans.count)
    return false;
  table->span = choose_span(table, dated, date);
  table->law = PK_AT(table->spans, pk_rule_span, table->span)->law;
  table->unit = pk_rule_unit(table->law, &table->rule);
  if (!pk_rule_refs(arena, table->law, &table->rule, &table->refs)) {
    pk_report_memory(a->report);
    return false;
  }
  if (!pk_rule_known(table->law, &table->rule))
    return true;
  const pk_subject subject = {table->law, table->rule};
  const pk_product *product = pk_product_new(arena, &subject, 1, a->report);
  table->decision = product ? pk_decision_new(arena, product, 0, a->report) : NULL;
  return table->decision && find_doubts(a, table, dated ? date : table->law->date);
}

static bool make_all(asker *a) {
  const polku_plugin_question *q = a->question;
  pk_date date = 0;
  if (q->date && !pk_date_read(q->date, &date)) {
    pk_report_add(a->report, NULL, "E-EXPLAIN-DATE", "name", q->date, NULL);
    return false;
  }
  if (!pk_shelf_open(&a->shelf, q->folders, q->plugin, a->report))
    return false;
  pk_list rules = pk_shelf_rules(&a->shelf, q->rule);
  bool good = rules.count > 0 || !q->rule;
  for (int i = 0; good && i < rules.count; i++) {
    one_table *table = pk_push(a->shelf.arena, &a->tables, sizeof *table);
    if (!table) {
      pk_report_memory(a->report);
      return false;
    }
    table->rule = *PK_AT(rules, pk_rule_key, i);
    good = make(a, table, q->date != NULL, date);
  }
  return good;
}

/* --- for people */

static int width_of(const asker *a) {
  return a->question->width > 0 ? a->question->width : WIDTH;
}

static void add_where(const asker *a, const one_table *table, pk_text *out) {
  const pk_plugin *plugin = a->shelf.plugin;
  pk_text_addf(out, "%s %s \xc2\xb7 ", plugin->id, plugin->version);
  pk_say_segment(out, &PK_AT(table->spans, pk_rule_span, table->span)->segment, a->lang);
  for (int i = 0; i < table->refs.count; i++) {
    pk_text_add(out, i ? ", " : " \xc2\xb7 ");
    pk_law_add(out, a->lang, *PK_AT(table->refs, const char *, i));
  }
}

static void add_other_spans(const asker *a, const one_table *table, pk_text *out) {
  pk_text spans = PK_TEXT_EMPTY;
  for (int i = 0; i < table->spans.count; i++) {
    const pk_rule_span *span = PK_AT(table->spans, pk_rule_span, i);
    pk_text one = PK_TEXT_EMPTY;
    if (i == table->span)
      continue;
    pk_say_segment(&one, &span->segment, a->lang);
    pk_text_add(&spans, spans.length ? ", " : "");
    if (pk_rule_known(span->law, &table->rule))
      pk_text_add(&spans, one.data ? one.data : "");
    else
      pk_word_add(&spans, a->lang, "rules.table.unruled", "span", one.data ? one.data : "", NULL);
    spans.failed = spans.failed || one.failed;
    pk_text_free(&one);
  }
  if (spans.length)
    pk_word_add(out, a->lang, "rules.table.others", "spans", spans.data, NULL);
  out->failed = out->failed || spans.failed;
  pk_text_free(&spans);
}

static void add_line(const asker *a, pk_text *line, const char *end, bool markdown) {
  if (line->length && markdown)
    pk_text_addf(a->out, "%s%s", line->data, end);
  else if (line->length)
    pk_grid_wrap(a->out, line->data, width_of(a));
  a->out->failed = a->out->failed || line->failed;
  pk_text_free(line);
}

/* Which rule, of which plugin, when, where it is written, and when else there is one. */
static void add_head(const asker *a, const one_table *table, bool markdown) {
  pk_text name = PK_TEXT_EMPTY, where = PK_TEXT_EMPTY, others = PK_TEXT_EMPTY;
  pk_text_add(&name, markdown ? "### " : "");
  pk_say_rule(&name, a->shelf.book, &table->rule, a->lang);
  add_where(a, table, &where);
  add_other_spans(a, table, &others);
  add_line(a, &name, "\n\n", markdown);
  add_line(a, &where, others.length ? "  \n" : "\n", markdown);
  add_line(a, &others, "\n", markdown);
}

typedef struct answers {
  const asker *a;
  const one_table *table;
  pk_citing citing;
} answers;

static void answer_heads(const void *context, pk_grid *grid) {
  const answers *of = context;
  pk_text head = PK_TEXT_EMPTY;
  pk_grid_add(grid, pk_say_answer_head(of->table->rule.form, of->a->lang));
  pk_say_citing_head(&head, &of->citing, of->a->lang);
  pk_grid_end_cell(grid, &head);
}

/* The answer of a row, and where it is written. */
static void answer_cells(const void *context, int row, pk_grid *grid) {
  const answers *of = context;
  const pk_decision_row *about = &of->table->decision->rows[row];
  pk_text cell = PK_TEXT_EMPTY;
  pk_say_cell(&cell, of->table->rule.form, of->table->unit, about->answer, of->a->lang);
  pk_grid_end_cell(grid, &cell);
  pk_say_refs(&cell, &about->reasons, &of->citing, of->a->lang);
  pk_say_marks(&cell, of->table->marks[row]);
  pk_grid_end_cell(grid, &cell);
}

static void add_footnotes(const asker *a, const one_table *table, bool markdown) {
  for (int i = 0; i < table->doubts.list.count; i++) {
    pk_text note = PK_TEXT_EMPTY;
    pk_text_add(a->out, i == 0 || markdown ? "\n" : "");
    pk_say_doubt(&note, &table->doubts, i, a->lang);
    add_line(a, &note, "\n", markdown);
  }
}

static void add_rows(const asker *a, const one_table *table, bool markdown) {
  const pk_decision *decision = table->decision;
  size_t count = (size_t)decision->row_count;
  answers context = {.a = a, .table = table};
  const pk_decision_row **rows = PK_NEW_ARRAY(a->shelf.arena, const pk_decision_row *, count);
  a->out->failed = a->out->failed || !rows;
  for (int i = 0; rows && i < decision->row_count; i++) {
    rows[i] = &decision->rows[i];
    pk_citing_see(&context.citing, &rows[i]->reasons);
  }
  const pk_listing listing = {.decision = decision,
                              .count = rows ? decision->row_count : 0,
                              .rows = rows,
                              .columns = 2,
                              .heads = answer_heads,
                              .cells = answer_cells,
                              .context = &context,
                              .lang = a->lang,
                              .width = width_of(a),
                              .markdown = markdown,
                              .arena = a->shelf.arena,
                              .out = a->out};
  pk_listing_write(&listing);
  add_footnotes(a, table, markdown);
}

static void add_table(const asker *a, const one_table *table, bool markdown) {
  add_head(a, table, markdown);
  if (table->decision) {
    add_rows(a, table, markdown);
    return;
  }
  pk_text_add(a->out, "\n");
  pk_word_add(a->out, a->lang, "rules.table.no_rule", NULL);
  pk_text_add(a->out, "\n");
}

static void write_for_people(const asker *a, bool markdown) {
  for (int i = 0; i < a->tables.count; i++) {
    if (i)
      pk_text_add(a->out, "\n");
    add_table(a, PK_AT(a->tables, one_table, i), markdown);
  }
  if (a->tables.count)
    return;
  pk_word_add(a->out, a->lang, "rules.table.no_rules", "plugin", a->shelf.plugin->id, NULL);
  pk_text_add(a->out, "\n");
}

/* --- for programs */

static void add_axes(const asker *a, pk_json *json, const pk_product *product) {
  static const char *const of[] = {"client", "stage"};
  pk_json_key(json, "axes");
  pk_json_array(json);
  for (int k = 0; k < product->axis_count; k++) {
    int variable;
    const pk_book *book = pk_axis_book(product, k, &variable);
    const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
    pk_json_object(json);
    pk_json_field(json, "id", product->axes[k].variable->id);
    pk_json_field(json, "name", pk_say_variable(book, variable, a->lang));
    pk_json_field(json, "of", attribute ? of[attribute->of] : "clock");
    pk_json_field(json, "unit", attribute ? attribute->unit : "month");
    pk_json_integer_field(json, "classes", product->axes[k].size);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void add_json_rows(const asker *a, pk_json *json, const one_table *table) {
  const pk_decision *decision = table->decision;
  pk_json_integer_field(json, "combinations", (long long)decision->product->feasible_count);
  add_axes(a, json, decision->product);
  pk_json_key(json, "rows");
  pk_json_array(json);
  for (int i = 0; i < decision->row_count; i++) {
    pk_json_object(json);
    pk_json_given(json, decision, &decision->rows[i]);
    pk_json_key(json, "answer");
    pk_json_answer(json, table->rule.form, decision->rows[i].answer);
    pk_json_integer_field(json, "combinations", (long long)decision->rows[i].feasible);
    pk_json_key(json, "reasons");
    pk_json_reasons(json, &decision->rows[i].reasons, a->lang);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void add_json_table(const asker *a, pk_json *json, const one_table *table) {
  pk_json_object(json);
  pk_json_rule(json, &table->rule, table->unit);
  pk_json_segment(json, &PK_AT(table->spans, pk_rule_span, table->span)->segment);
  pk_json_key(json, "refs");
  pk_json_array(json);
  for (int i = 0; i < table->refs.count; i++)
    pk_json_string(json, *PK_AT(table->refs, const char *, i));
  pk_json_array_end(json);
  pk_json_key(json, "intervals");
  pk_json_array(json);
  for (int i = 0; i < table->spans.count; i++) {
    const pk_rule_span *span = PK_AT(table->spans, pk_rule_span, i);
    pk_json_object(json);
    pk_json_segment(json, &span->segment);
    pk_json_bool_field(json, "known", pk_rule_known(span->law, &table->rule));
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
  pk_json_key(json, "warnings");
  pk_json_doubts(json, &table->doubts);
  if (table->decision)
    add_json_rows(a, json, table);
  pk_json_object_end(json);
}

static void write_json(const asker *a) {
  pk_json json = pk_json_start(a->out, 4);
  pk_json_object(&json);
  pk_json_field(&json, "format", "polku-plugin-table/1");
  pk_json_field(&json, "plugin", a->shelf.plugin->id);
  pk_json_field(&json, "version", a->shelf.plugin->version);
  pk_json_key(&json, "tables");
  pk_json_array(&json);
  for (int i = 0; i < a->tables.count; i++)
    add_json_table(a, &json, PK_AT(a->tables, one_table, i));
  pk_json_array_end(&json);
  pk_json_object_end(&json);
  pk_text_add(a->out, "\n");
}

/* --- for spreadsheets */

/* Whether some table tells rows apart by a variable: then it has a column. */
static bool has_column(const asker *a, int variable) {
  const char *id = PK_AT(a->shelf.book->variables, pk_variable, variable)->id;
  for (int i = 0; i < a->tables.count; i++) {
    const pk_decision *decision = PK_AT(a->tables, one_table, i)->decision;
    int k = decision ? pk_product_axis(decision->product, id) : -1;
    if (k >= 0 && pk_axis_tells(decision, k, -1))
      return true;
  }
  return false;
}

static void add_csv_row(const asker *a, const one_table *table, const pk_decision_row *row,
                        pk_grid *grid) {
  const pk_segment *segment = &PK_AT(table->spans, pk_rule_span, table->span)->segment;
  const char *rule = pk_rule_key_text(a->shelf.arena, &table->rule);
  pk_text cell = PK_TEXT_EMPTY;
  cell.failed = !rule;
  pk_text_add(&cell, rule ? rule : "");
  pk_grid_end_cell(grid, &cell);
  pk_csv_day(grid, segment->first);
  pk_csv_day(grid, segment->last);
  for (int v = 0; v < a->shelf.book->variables.count; v++) {
    if (!has_column(a, v))
      continue;
    const pk_product *product = table->decision->product;
    int k = pk_product_axis(product, PK_AT(a->shelf.book->variables, pk_variable, v)->id);
    if (k >= 0)
      pk_csv_classes(&cell, product, k, row->in[k]);
    pk_grid_end_cell(grid, &cell);
  }
  pk_csv_answer(&cell, table->rule.form, row->answer);
  pk_grid_end_cell(grid, &cell);
  pk_grid_add(grid, table->unit ? table->unit : "");
  pk_csv_refs(&cell, &row->reasons);
  pk_grid_end_cell(grid, &cell);
  pk_csv_doubts(&cell, &table->doubts, table->marks[row - table->decision->rows]);
  pk_grid_end_cell(grid, &cell);
}

/* All tables in one, with a column for each variable that tells rows of some table apart. */
static void write_csv(const asker *a) {
  int columns = 7;
  for (int v = 0; v < a->shelf.book->variables.count; v++)
    columns += has_column(a, v);
  pk_grid grid = pk_grid_new(columns);
  pk_grid_add(&grid, "rule");
  pk_grid_add(&grid, "from");
  pk_grid_add(&grid, "until");
  for (int v = 0; v < a->shelf.book->variables.count; v++)
    if (has_column(a, v))
      pk_grid_add(&grid, PK_AT(a->shelf.book->variables, pk_variable, v)->id);
  pk_grid_add(&grid, "answer");
  pk_grid_add(&grid, "unit");
  pk_grid_add(&grid, "refs");
  pk_grid_add(&grid, "warnings");
  for (int i = 0; i < a->tables.count; i++) {
    const one_table *table = PK_AT(a->tables, one_table, i);
    for (int r = 0; table->decision && r < table->decision->row_count; r++)
      add_csv_row(a, table, &table->decision->rows[r], &grid);
  }
  pk_grid_csv(&grid, a->out);
  pk_grid_free(&grid);
}

char *polku_plugin_table(const polku_plugin_question *question, polku_shape shape, polku_lang lang,
                         polku_report *report) {
  if (!question)
    return NULL;
  pk_text out = PK_TEXT_EMPTY;
  asker a = {.question = question, .lang = lang, .report = report, .out = &out};
  size_t errors = polku_report_count(report, POLKU_ERROR);
  bool good = make_all(&a);
  if (good && shape == POLKU_AS_JSON)
    write_json(&a);
  else if (good && shape == POLKU_AS_CSV)
    write_csv(&a);
  else if (good)
    write_for_people(&a, shape == POLKU_AS_MARKDOWN);
  pk_shelf_close(&a.shelf);
  good = good && !polku_report_failed(report) && polku_report_count(report, POLKU_ERROR) == errors;
  char *text = good ? pk_text_take(&out) : NULL;
  if (good && !text)
    pk_report_memory(report);
  pk_text_free(&out);
  return text;
}
