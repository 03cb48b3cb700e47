/* Rows for other programs: ids and numbers, the same in every language but for the texts. */
#include "rules/desk/table.h"

static void day_field(pk_json *json, const char *key, pk_date date) {
  char text[11];
  bool open = date == PK_DATE_FIRST || date == PK_DATE_LAST;
  pk_json_field(json, key, open ? NULL : pk_date_text(text, date));
}

void pk_json_segment(pk_json *json, const pk_segment *segment) {
  day_field(json, "from", segment->first);
  day_field(json, "until", segment->last);
}

void pk_json_rule(pk_json *json, const pk_rule_key *rule, const char *unit) {
  pk_json_field(json, "form", pk_rule_form_name(rule->form));
  pk_json_field(json, "kind", rule->kind);
  if (rule->form == PK_AMOUNT) {
    pk_json_field(json, "account", rule->account);
    pk_json_bool_field(json, "on_entry", rule->on_entry);
  }
  if (rule->form != PK_ALLOW)
    pk_json_field(json, "unit", unit);
}

/* Numbers as [first, last], texts and truth values one by one. */
static void add_classes(pk_json *json, const pk_product *product, int axis, const bool *in) {
  int variable, size = product->axes[axis].variable->size;
  const int *klass = product->axes[axis].klass;
  const pk_book *book = pk_axis_book(product, axis, &variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  long long low = attribute ? attribute->low : 0;
  for (int raw = 0; raw < size; raw++) {
    if (!in[klass[raw]])
      continue;
    if (attribute && attribute->type == PK_TYPE_ENUM) {
      pk_json_string(json, attribute->values[raw]);
    } else if (attribute && attribute->type == PK_TYPE_BOOL) {
      pk_json_bool(json, raw);
    } else {
      int first = raw;
      while (raw + 1 < size && in[klass[raw + 1]])
        raw++;
      pk_json_array(json);
      pk_json_integer(json, low + first);
      pk_json_integer(json, low + raw);
      pk_json_array_end(json);
    }
  }
}

void pk_json_given(pk_json *json, const pk_decision *decision, const pk_decision_row *row) {
  const pk_product *product = decision->product;
  pk_json_key(json, "given");
  pk_json_object(json);
  for (int k = 0; k < product->axis_count; k++) {
    if (!row->in[k])
      continue;
    pk_json_key(json, product->axes[k].variable->id);
    pk_json_array(json);
    add_classes(json, product, k, row->in[k]);
    pk_json_array_end(json);
  }
  pk_json_object_end(json);
}

void pk_json_answer(pk_json *json, pk_rule_form form, int64_t answer) {
  if (answer == PK_NOT_RULED)
    pk_json_null(json);
  else if (answer == PK_RULED)
    pk_json_string(json, "ruled");
  else if (form == PK_ALLOW)
    pk_json_bool(json, answer);
  else if (answer == PK_NO_LIMIT)
    pk_json_string(json, "none");
  else
    pk_json_integer(json, answer);
}
