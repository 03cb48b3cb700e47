/* The words of decision tables: heads, conditions, answers and references as people read them. */
#include "rules/desk/table.h"

#include "rules/say.h"
#include <stdio.h>
#include <string.h>

const pk_book *pk_axis_book(const pk_product *product, int axis, int *variable) {
  for (int s = 0; s < product->subject_count; s++) {
    const pk_book *book = product->subjects[s].law->book;
    *variable = product->subject_variable[s][axis];
    if (*variable >= 0 &&
        PK_AT(book->variables, pk_variable, *variable) == product->axes[axis].variable)
      return book;
  }
  *variable = 0; /* every axis is a variable of some subject's book */
  return product->book;
}

int pk_product_axis(const pk_product *product, const char *id) {
  for (int k = 0; k < product->axis_count; k++)
    if (strcmp(product->axes[k].variable->id, id) == 0)
      return k;
  return -1;
}

void pk_say_segment(pk_text *out, const pk_segment *segment, polku_lang lang) {
  char first[11], last[11];
  bool from = segment->first != PK_DATE_FIRST, until = segment->last != PK_DATE_LAST;
  const char *key = from && until ? "rules.table.between"
                    : from        ? "rules.table.from"
                    : until       ? "rules.table.until"
                                  : "rules.table.always";
  pk_word_add(out, lang, key, "from", from ? pk_date_text(first, segment->first) : NULL, "until",
              until ? pk_date_text(last, segment->last) : NULL, NULL);
}

/* --- conditions */

void pk_say_axis(pk_text *out, const pk_product *product, int axis, polku_lang lang) {
  int variable;
  const pk_book *book = pk_axis_book(product, axis, &variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  char key[48];
  pk_text_add(out, pk_say_variable(book, variable, lang));
  if (!attribute || !attribute->unit || strcmp(attribute->unit, "year") == 0)
    return;
  snprintf(key, sizeof key, "rules.unit.%s", attribute->unit);
  const char *unit = pk_word_find(lang, key);
  if (unit)
    pk_text_addf(out, " (%s)", unit);
}

static bool has_value(const pk_axis *axis, const bool *in, int raw) {
  return in[axis->klass[raw]];
}

/* The first run of values from `at` on; false after the last. */
static bool next_run(const pk_axis *axis, const bool *in, int at, int *first, int *last) {
  int size = axis->variable->size;
  while (at < size && !has_value(axis, in, at))
    at++;
  *first = at;
  while (at < size && has_value(axis, in, at))
    at++;
  *last = at - 1;
  return *first < size;
}

static bool counts(const pk_product *product, int axis) {
  int variable;
  const pk_book *book = pk_axis_book(product, axis, &variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  return !attribute || attribute->type == PK_TYPE_INT;
}

void pk_say_classes(pk_text *out, const pk_product *product, int axis, const bool *in,
                    polku_lang lang) {
  pk_value_set set = {.in = in, .klass = product->axes[axis].klass};
  set.book = pk_axis_book(product, axis, &set.variable);
  if (in)
    pk_say_set(out, &set, lang);
  else
    pk_text_add(out, "\xe2\x80\x93");
}

/* --- "other" */

bool pk_same_classes(const pk_axis *axis, const bool *a, const bool *b) {
  return memcmp(a, b, (size_t)axis->size * sizeof *a) == 0;
}

/* Makes a set the owner of its classes; false where it has something in common with another. */
static bool take_classes(const pk_axis *axis, const bool *in, const bool **owner) {
  for (int c = 0; c < axis->size; c++)
    if (in[c] && owner[c])
      return pk_same_classes(axis, in, owner[c]);
  for (int c = 0; c < axis->size; c++)
    if (in[c])
      owner[c] = in;
  return true;
}

static int values_in(const pk_axis *axis, const bool *in) {
  int count = 0;
  for (int raw = 0; raw < axis->variable->size; raw++)
    count += has_value(axis, in, raw);
  return count;
}

const bool *pk_other_classes(const pk_product *product, const pk_decision_row *const *rows,
                             int count, int axis, const bool **owner) {
  const pk_axis *of = &product->axes[axis];
  const bool *most = NULL;
  int held = 1;
  if (counts(product, axis))
    return NULL;
  for (int i = 0; i < count; i++)
    if (rows[i]->in[axis] && !take_classes(of, rows[i]->in[axis], owner))
      return NULL;
  for (int c = 0; c < of->size; c++) {
    if (!owner[c])
      return NULL;
    bool first = c == 0 || owner[c] != owner[c - 1];
    int values = first ? values_in(of, owner[c]) : 0;
    if (values > held) {
      held = values;
      most = owner[c];
    }
  }
  return 2 * held > of->variable->size && held < of->variable->size ? most : NULL;
}

void pk_csv_classes(pk_text *out, const pk_product *product, int axis, const bool *in) {
  int variable, first, last;
  const pk_axis *of = &product->axes[axis];
  const pk_book *book = pk_axis_book(product, axis, &variable);
  const pk_attribute_kind *attribute = pk_book_attribute_of(book, variable);
  long long low = attribute ? attribute->low : 0;
  const char *between = "";
  for (int raw = 0; in && !counts(product, axis) && raw < of->variable->size; raw++)
    if (has_value(of, in, raw)) {
      bool truth = attribute->type == PK_TYPE_BOOL;
      pk_text_addf(out, "%s%s", between, !truth ? attribute->values[raw] : raw ? "true" : "false");
      between = "|";
    }
  if (!in || !counts(product, axis))
    return;
  for (int at = 0; next_run(of, in, at, &first, &last); at = last + 1) {
    pk_text_addf(out, first == last ? "%s%lld" : "%s%lld..%lld", between, low + first, low + last);
    between = "|";
  }
}

bool pk_axis_tells(const pk_decision *decision, int axis, int section) {
  for (int i = 0; i < decision->row_count; i++)
    if ((section < 0 || decision->rows[i].section == section) && decision->rows[i].in[axis])
      return true;
  return false;
}

/* --- answers */

const char *pk_say_answer_head(pk_rule_form form, polku_lang lang) {
  static const char *const keys[PK_RULES] = {"rules.table.allow", "rules.table.limit",
                                             "rules.table.weight", "rules.table.priority",
                                             "rules.table.amount"};
  return pk_word(lang, keys[form]);
}

void pk_say_cell(pk_text *out, pk_rule_form form, const char *unit, int64_t answer,
                 polku_lang lang) {
  if (form == PK_ALLOW && answer != PK_NOT_RULED)
    pk_text_add(out, pk_word(lang, answer ? "rules.explain.true" : "rules.explain.false"));
  else if (answer == PK_NO_LIMIT || answer == PK_NOT_RULED)
    pk_say_answer(out, form, unit, answer, lang);
  else
    pk_say_number(out, unit ? unit : form == PK_WEIGHT ? "ppm" : NULL, answer, lang);
}

void pk_csv_day(pk_grid *grid, pk_date date) {
  char text[11];
  bool open = date == PK_DATE_FIRST || date == PK_DATE_LAST;
  pk_grid_add(grid, open ? "" : pk_date_text(text, date));
}

void pk_csv_answer(pk_text *out, pk_rule_form form, int64_t answer) {
  if (answer == PK_NOT_RULED)
    return;
  if (answer == PK_RULED) {
    pk_text_add(out, "ruled");
    return;
  }
  if (form == PK_ALLOW)
    pk_text_add(out, answer ? "true" : "false");
  else if (answer == PK_NO_LIMIT)
    pk_text_add(out, "none");
  else
    pk_text_addf(out, "%lld", (long long)answer);
}

/* --- references */

#define SECTION_SIGN "\xc2\xa7"

/* Bytes before the section sign, and from the last " (" on where an amending act stands. */
static void cut_ref(const char *ref, size_t *before, size_t *after) {
  const char *sign = strstr(ref, SECTION_SIGN), *act = strrchr(ref, '(');
  *before = sign ? (size_t)(sign - ref) : 0;
  *after = 0;
  if (sign && act > sign && act[-1] == ' ' && strchr(act, '/') && !strchr(act, ')')[1])
    *after = strlen(act) + 1;
}

static bool same_end(const char *a, const char *b, size_t length) {
  return strcmp(a + strlen(a) - length, b + strlen(b) - length) == 0;
}

void pk_citing_see(pk_citing *citing, const pk_reasons *reasons) {
  for (int i = 0; i < reasons->count; i++) {
    const char *ref = reasons->at[i].ref;
    size_t before, after;
    if (!ref)
      continue;
    cut_ref(ref, &before, &after);
    if (!citing->first)
      *citing = (pk_citing){ref, before, after, before == 0};
    else if (before != citing->before || strncmp(ref, citing->first, before) != 0)
      citing->nothing = true;
    else if (after != citing->after || !same_end(ref, citing->first, after))
      citing->after = 0;
  }
}

void pk_say_citing_head(pk_text *out, const pk_citing *citing, polku_lang lang) {
  if (!citing->first || citing->nothing) {
    pk_text_add(out, pk_word(lang, "rules.table.ref"));
    return;
  }
  pk_text common = PK_TEXT_EMPTY;
  pk_text_add_bytes(&common, citing->first, citing->before - 1);
  pk_text_add(&common, citing->first + strlen(citing->first) - citing->after);
  pk_law_add(out, lang, common.data ? common.data : "");
  out->failed = out->failed || common.failed;
  pk_text_free(&common);
}

/* Where the number of a point begins, "(3)" after a digit; NULL where there is none. */
static const char *point_of(const char *ref) {
  for (const char *p = ref; (p = strchr(p, '(')); p++) {
    size_t digits = strspn(p + 1, "0123456789");
    if (p > ref && p[-1] >= '0' && p[-1] <= '9' && digits && p[1 + digits] == ')')
      return p;
  }
  return NULL;
}

/* Whether two references are points of one list. */
static bool same_list(const char *a, const char *b) {
  const char *p = point_of(a), *q = point_of(b);
  return p && q && p - a == q - b && strncmp(a, b, (size_t)(p - a)) == 0 &&
         strcmp(strchr(p, ')'), strchr(q, ')')) == 0;
}

/* How many different points of the list of the i-th reference are cited; 0 when an earlier one
 * stands for it. */
static int points_cited(const pk_reasons *reasons, int i) {
  int count = 1;
  for (int k = 0; k < reasons->count; k++)
    if (k != i && reasons->at[k].ref && same_list(reasons->at[k].ref, reasons->at[i].ref))
      count++;
  return count;
}

enum { POINTS_MAX = 2 };

static bool said_before(const pk_reasons *reasons, int i, bool whole_list) {
  for (int k = 0; k < i; k++)
    if (reasons->at[k].ref && (strcmp(reasons->at[k].ref, reasons->at[i].ref) == 0 ||
                               (whole_list && same_list(reasons->at[k].ref, reasons->at[i].ref))))
      return true;
  return false;
}

/* A reference of which no line breaks between a number and what it counts: "82 §", "§ 82". */
static void add_bound(pk_text *out, polku_lang lang, const char *ref) {
  pk_text told = PK_TEXT_EMPTY;
  pk_law_add(&told, lang, ref);
  for (const char *p = told.data; p && *p; p++) {
    bool number = p > told.data && p[-1] >= '0' && p[-1] <= '9';
    bool sign = p > told.data + 1 && memcmp(p - 2, SECTION_SIGN, 2) == 0;
    if (*p == ' ' && (lang == POLKU_EN ? sign : number))
      pk_text_add(out, "\xc2\xa0");
    else
      pk_text_add_char(out, *p);
  }
  out->failed = out->failed || told.failed;
  pk_text_free(&told);
}

/* Three points of one list and more are cited as the list. */
static void add_ref(pk_text *out, const char *ref, bool whole_list, const pk_citing *citing,
                    polku_lang lang) {
  bool common = citing && citing->first && !citing->nothing;
  size_t from = common ? citing->before : 0;
  size_t length = strlen(ref) - from - (common ? citing->after : 0);
  const char *point = whole_list ? point_of(ref) : NULL;
  pk_text cited = PK_TEXT_EMPTY;
  if (point) {
    const char *rest = strchr(point, ')') + 1;
    pk_text_add_bytes(&cited, ref + from, (size_t)(point - ref) - from);
    pk_text_add_bytes(&cited, rest, from + length - (size_t)(rest - ref));
  } else {
    pk_text_add_bytes(&cited, ref + from, length);
  }
  add_bound(out, lang, cited.data ? cited.data : "");
  out->failed = out->failed || cited.failed;
  pk_text_free(&cited);
}

/* Where numbers come from that do not stand in the section of their case, each once. */
static void add_sources(pk_text *out, const pk_reasons *reasons, bool bound, polku_lang lang) {
  for (int i = 0; i < reasons->count; i++) {
    const char *source = reasons->at[i].source;
    bool said = !source;
    for (int k = 0; !said && k < i; k++)
      said = reasons->at[k].source && strcmp(reasons->at[k].source, source) == 0;
    if (said)
      continue;
    pk_text_add(out, "; ");
    if (bound)
      add_bound(out, lang, source);
    else
      pk_text_add(out, source);
  }
}

void pk_say_refs(pk_text *out, const pk_reasons *reasons, const pk_citing *citing,
                 polku_lang lang) {
  bool any = false;
  for (int i = 0; i < reasons->count; i++) {
    if (!reasons->at[i].ref)
      continue;
    bool whole_list = points_cited(reasons, i) > POINTS_MAX;
    if (said_before(reasons, i, whole_list))
      continue;
    pk_text_add(out, any ? ", " : "");
    add_ref(out, reasons->at[i].ref, whole_list, citing, lang);
    any = true;
  }
  add_sources(out, reasons, true, lang);
}

void pk_csv_refs(pk_text *out, const pk_reasons *reasons) {
  bool any = false;
  for (int i = 0; i < reasons->count; i++) {
    if (!reasons->at[i].ref || said_before(reasons, i, false))
      continue;
    pk_text_addf(out, "%s%s", any ? "; " : "", reasons->at[i].ref);
    any = true;
  }
  add_sources(out, reasons, false, POLKU_EN);
}
