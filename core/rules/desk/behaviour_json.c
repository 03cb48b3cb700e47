/* Whom the rules of two models treat differently, for programs and for tables. */
#include "rules/desk/behaviour_parts.h"

#include "rules/say.h"
#include <string.h>

static void add_laws(const pk_behaviours *b, pk_json *json) {
  char day[11];
  pk_json_key(json, "laws");
  pk_json_array(json);
  for (int side = 0; side < 2; side++) {
    const pk_bound *bound = b->ruled[side] ? b->rules[side]->bound : NULL;
    pk_json_object(json);
    pk_json_field(json, "model", b->name[side]);
    pk_json_field(json, "region", bound ? bound->laws[0]->region->id : NULL);
    pk_json_field(json, "date", bound ? pk_date_text(day, bound->date) : NULL);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

static void add_groups(pk_json *json, const pk_list *groups) {
  pk_json_key(json, "groups");
  pk_json_array(json);
  for (int i = 0; i < groups->count; i++)
    pk_json_string(json, (*PK_AT(*groups, const pk_group *, i))->id);
  pk_json_array_end(json);
}

static void add_example(pk_json *json, const pk_behaviour *behaviour, const pk_treated *t,
                        const pk_treated_row *row) {
  const pk_product *product = t->difference.decision->product;
  pk_json_key(json, "example");
  pk_json_object(json);
  for (int axis = 0; axis < product->axis_count; axis++) {
    int variable;
    const pk_book *book = pk_axis_book(product, axis, &variable);
    const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
    int raw = row->value[axis];
    pk_json_key(json, product->axes[axis].variable->id);
    if (attribute && attribute->type == PK_TYPE_ENUM)
      pk_json_string(json, attribute->values[raw]);
    else if (attribute && attribute->type == PK_TYPE_BOOL)
      pk_json_bool(json, raw);
    else
      pk_json_integer(json, (attribute ? attribute->low : 0) + raw);
  }
  pk_json_object_end(json);
  pk_json_key(json, "example_answers");
  pk_json_array(json);
  for (int side = 0; side < 2; side++)
    pk_json_answer(json, behaviour->rule.form, row->answer[side]);
  pk_json_array_end(json);
}

static void add_row(pk_json *json, const pk_behaviour *behaviour, const pk_treated *t,
                    const pk_treated_row *row) {
  pk_json_object(json);
  pk_json_contrast(json, behaviour->rule.form, &t->difference, row->contrast, POLKU_EN);
  add_groups(json, &row->groups);
  add_example(json, behaviour, t, row);
  pk_json_object_end(json);
}

static void add_treated(pk_json *json, const pk_behaviour *behaviour, const pk_treated *t) {
  const pk_difference *d = &t->difference;
  char day[11];
  pk_json_object(json);
  pk_json_key(json, "steps");
  pk_json_array(json);
  pk_json_integer(json, t->first);
  pk_json_integer(json, t->last);
  pk_json_array_end(json);
  pk_json_key(json, "regions");
  pk_json_array(json);
  for (int side = 0; side < 2; side++)
    pk_json_string(json, t->region[side]->id);
  pk_json_array_end(json);
  pk_json_key(json, "dates");
  pk_json_array(json);
  for (int side = 0; side < 2; side++)
    pk_json_string(json, pk_date_text(day, t->date[side]));
  pk_json_array_end(json);
  pk_json_integer_field(json, "combinations", (long long)d->decision->product->feasible_count);
  pk_json_integer_field(json, "differing", (long long)d->differing);
  pk_json_hangs_on(json, d);
  pk_json_key(json, "stages");
  pk_json_array(json);
  for (int i = 0; i < t->stages.count; i++)
    pk_json_string(json, (*PK_AT(t->stages, const pk_stage *, i))->id);
  pk_json_array_end(json);
  pk_json_bool_field(json, "met", t->met);
  pk_json_key(json, "rows");
  pk_json_array(json);
  for (int i = 0; i < d->contrasts.count; i++)
    add_row(json, behaviour, t, &t->rows[i]);
  pk_json_array_end(json);
  pk_json_object_end(json);
}

static void add_rule(pk_json *json, const pk_behaviour *behaviour) {
  const pk_treated *first =
      behaviour->treated.count ? PK_AT(behaviour->treated, pk_treated, 0) : NULL;
  pk_json_object(json);
  pk_json_rule(json, &behaviour->rule,
               !first                      ? NULL
               : first->difference.unit[0] ? first->difference.unit[0]
                                           : first->difference.unit[1]);
  pk_json_bool_field(json, "met", behaviour->met);
  pk_json_bool_field(json, "compared", !behaviour->unknown);
  pk_json_key(json, "differences");
  pk_json_array(json);
  for (int i = 0; i < behaviour->treated.count; i++)
    add_treated(json, behaviour, PK_AT(behaviour->treated, pk_treated, i));
  pk_json_array_end(json);
  pk_json_object_end(json);
}

static void add_mismatches(const pk_behaviours *b, pk_json *json) {
  static const char *const reasons[] = {"only_one", "other_values", "other_count"};
  pk_json_key(json, "mismatches");
  pk_json_array(json);
  for (int i = 0; i < b->mismatches.count; i++) {
    const pk_mismatch *one = PK_AT(b->mismatches, pk_mismatch, i);
    pk_json_object(json);
    pk_json_field(json, "id", one->id);
    pk_json_field(json, "reason", reasons[one->form]);
    pk_json_object_end(json);
  }
  pk_json_array_end(json);
}

void pk_behaviours_json(const pk_behaviours *behaviours, pk_json *json) {
  pk_json_object(json);
  add_laws(behaviours, json);
  pk_json_bool_field(json, "same_rules", behaviours->same);
  pk_json_integer_field(json, "differing", pk_behaviours_count(behaviours));
  pk_json_integer_field(json, "met", pk_behaviours_met(behaviours));
  pk_json_key(json, "rules");
  pk_json_array(json);
  for (int i = 0; i < behaviours->list.count; i++)
    add_rule(json, PK_AT(behaviours->list, pk_behaviour, i));
  pk_json_array_end(json);
  add_mismatches(behaviours, json);
  pk_json_object_end(json);
}

/* --- a table */

/* "age ≤ 24 or ≥ 50; employer association": who they are. */
static void say_who(const pk_treated *t, const pk_treated_row *row, polku_lang lang, pk_text *out) {
  const pk_product *product = t->difference.decision->product;
  for (int axis = 0; axis < product->axis_count; axis++) {
    if (!row->contrast->row->in[axis])
      continue;
    pk_text_add(out, out->length ? "; " : "");
    pk_say_axis(out, product, axis, lang);
    pk_text_add(out, ": ");
    pk_say_classes(out, product, axis, row->contrast->row->in[axis], lang);
  }
  if (!out->length)
    pk_text_add(out, pk_word(lang, "rules.verdict.everyone"));
}

static void end_cell(polku_tables *tables, const char *id, pk_text *cell) {
  tables->failed = tables->failed || cell->failed;
  if (id)
    pk_table_named(tables, id, cell->data ? cell->data : "");
  else
    pk_table_text(tables, cell->data);
  pk_text_free(cell);
}

static void add_cells(const pk_behaviours *b, const pk_behaviour *behaviour, const pk_treated *t,
                      const pk_treated_row *row, polku_tables *tables) {
  pk_text cell = PK_TEXT_EMPTY;
  polku_lang lang = tables->lang;
  const char *id = pk_rule_key_text(tables->arena, &behaviour->rule);
  tables->failed = tables->failed || !id;
  pk_say_rule(&cell, pk_behaviour_book(b, &behaviour->rule), &behaviour->rule, lang);
  end_cell(tables, id ? id : "", &cell);
  say_who(t, row, lang, &cell);
  end_cell(tables, NULL, &cell);
  pk_say_example(t, row, lang, &cell);
  end_cell(tables, NULL, &cell);
  for (int side = 0; side < 2; side++) {
    pk_say_side(b, t, side, lang, &cell);
    pk_text_add(&cell, ": ");
    pk_say_example_answer(behaviour, t, row, side, lang, &cell);
    end_cell(tables, NULL, &cell);
  }
  pk_table_number(tables, (double)row->contrast->row->feasible, 0);
  pk_say_groups(&row->groups, lang, &cell);
  end_cell(tables, NULL, &cell);
  pk_say_stages(&t->stages, lang, &cell);
  end_cell(tables, NULL, &cell);
}

void pk_behaviours_table(const pk_behaviours *behaviours, polku_tables *tables) {
  static const pk_column columns[] = {
      {"rule", "rules.column.rule"},       {"who", "rules.column.who"},
      {"example", "rules.column.example"}, {"first", "rules.column.first"},
      {"second", "rules.column.second"},   {"combinations", "rules.column.combinations"},
      {"groups", "rules.column.groups"},   {"stages", "rules.column.stages"}};
  pk_table_begin(tables, "rules", "rules.behave.title", NULL);
  PK_TABLE_COLUMNS(tables, columns);
  for (int i = 0; i < behaviours->list.count; i++) {
    const pk_behaviour *behaviour = PK_AT(behaviours->list, pk_behaviour, i);
    for (int k = 0; k < behaviour->treated.count; k++) {
      const pk_treated *t = PK_AT(behaviour->treated, pk_treated, k);
      for (int r = 0; r < t->difference.contrasts.count; r++)
        add_cells(behaviours, behaviour, t, &t->rows[r], tables);
    }
  }
}
