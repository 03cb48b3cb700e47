/* What rules with numbers give to one client, with the cases that decided. */
#include "rules/ruling.h"

#include <string.h>

/* --- one number */

bool pk_ruling_add(pk_arena *arena, const pk_subject *subject, const int *raw,
                   const pk_plugin *before, pk_ruling *ruling) {
  const pk_law *law = subject->law;
  const pk_sheet *sheet = &law->sheets[pk_book_kind(law->book, subject->rule.kind)];
  static const long long otherwise[PK_RULES] = {[PK_LIMIT] = INT64_MAX, [PK_WEIGHT] = 1000000};
  const pk_view view = {.given = raw};
  pk_rule_form form = subject->rule.form;
  for (int i = 0; i < sheet->layer_count[form]; i++) {
    const pk_layer *layer = &sheet->layers[form][i];
    if (!pk_subject_layer(subject, layer) ||
        (before && pk_plugin_extends(law->book, before, layer->plugin)))
      continue;
    const pk_choice_case *one = pk_view_case(&view, law, layer);
    if (!one)
      continue;
    long long value = pk_law_value(law, one, raw);
    long long below = ruling->spoken ? ruling->value : otherwise[form];
    long long over = pk_mode_over(layer->mode, below, value);
    bool adds = layer->mode == PK_ADD;
    if (over == below && layer->mode != PK_BASE && layer->mode != PK_REPLACE)
      continue;
    if (!adds)
      ruling->said = (pk_list){0};
    pk_said *said = pk_push(arena, &ruling->said, sizeof *said);
    if (!said)
      return false;
    *said = (pk_said){law, layer, one, value};
    ruling->spoken = true;
    ruling->value = over;
  }
  return true;
}

bool pk_ruling_same(const pk_ruling *a, const pk_ruling *b) {
  bool same = a->spoken == b->spoken && a->value == b->value && a->said.count == b->said.count;
  for (int i = 0; same && i < a->said.count; i++)
    same = PK_AT(a->said, pk_said, i)->one == PK_AT(b->said, pk_said, i)->one;
  return same;
}

/* --- money */

typedef struct payer {
  const pk_numbers_asked *asked;
  pk_rule_key rule;
  int *raw; /* a copy in which `elapsed` moves on */
  pk_paid *paid;
} payer;

static bool leaf_reads_elapsed(const pk_leaf *leaf) {
  for (int i = 0; leaf && i < leaf->read_count; i++)
    if (leaf->reads[i] == 0)
      return true;
  return false;
}

static bool reads_elapsed(const payer *p) {
  for (int i = 0; i < p->asked->law_count; i++) {
    const pk_subject subject = {p->asked->laws[i], p->rule};
    const pk_sheet *sheet = &subject.law->sheets[p->asked->kind];
    for (int k = 0; k < sheet->layer_count[PK_AMOUNT]; k++) {
      const pk_layer *layer = &sheet->layers[PK_AMOUNT][k];
      for (int c = 0; pk_subject_layer(&subject, layer) && c < layer->case_count; c++)
        if (leaf_reads_elapsed(layer->cases[c].when) ||
            leaf_reads_elapsed(layer->cases[c].computed))
          return true;
    }
  }
  return false;
}

static bool pay_month(const payer *p, int month, pk_ruling *ruling) {
  bool good = true;
  *ruling = (pk_ruling){0};
  p->raw[0] = month;
  for (int i = 0; good && i < p->asked->law_count; i++) {
    const pk_subject subject = {p->asked->laws[i], p->rule};
    good = pk_ruling_add(p->asked->arena, &subject, p->raw, i ? p->asked->laws[0]->region : NULL,
                         ruling);
  }
  return good;
}

/* Goes through the months of the stay; what is paid alike is one span. */
static bool find_spans(const payer *p) {
  int months = p->asked->months;
  int last = p->paid->on_entry || !reads_elapsed(p) ? 0
             : months && months <= PK_ELAPSED_MAX   ? months - 1
                                                    : PK_ELAPSED_MAX;
  pk_stretch *span = NULL;
  for (int month = 0; month <= last; month++) {
    pk_ruling ruling;
    if (!pay_month(p, month, &ruling))
      return false;
    if (span && pk_ruling_same(&span->ruling, &ruling)) {
      span->last = month;
      continue;
    }
    span = pk_push(p->asked->arena, &p->paid->spans, sizeof *span);
    if (!span)
      return false;
    *span = (pk_stretch){month, month, ruling};
  }
  /* The last span goes on to the end of the stay. */
  span->last = months ? months - 1 : -1;
  return true;
}

/* The sum over the longest stay, where that is known and judged on entry. */
static void add_up(const payer *p) {
  pk_paid *paid = p->paid;
  paid->has_total = p->asked->months > 0 && !paid->on_entry && !paid->binds_day;
  for (int i = 0; paid->has_total && i < paid->spans.count; i++) {
    const pk_stretch *span = PK_AT(paid->spans, pk_stretch, i);
    paid->total += span->ruling.value * (span->last - span->first + 1);
  }
}

static bool known(const pk_numbers *numbers, const pk_version *version) {
  for (int i = 0; i < numbers->paid.count; i++) {
    const pk_paid *paid = PK_AT(numbers->paid, pk_paid, i);
    if (paid->on_entry == version->on_entry && strcmp(paid->account, version->account) == 0)
      return true;
  }
  return false;
}

static bool add_paid(const pk_numbers_asked *asked, const pk_version *version, int *raw,
                     pk_numbers *numbers) {
  pk_paid paid = {.account = version->account,
                  .counted = pk_amount_account(asked->rules, version->account),
                  .on_entry = version->on_entry};
  const payer p = {
      asked,
      {PK_AMOUNT, asked->rules->kinds[asked->kind].id, version->account, version->on_entry},
      raw,
      &paid};
  for (int i = 0; i < asked->law_count; i++) {
    const pk_subject subject = {asked->laws[i], p.rule};
    const pk_sheet *sheet = &asked->laws[i]->sheets[asked->kind];
    for (int k = 0; k < sheet->layer_count[PK_AMOUNT]; k++) {
      const pk_layer *layer = &sheet->layers[PK_AMOUNT][k];
      if (!pk_subject_layer(&subject, layer))
        continue;
      paid.to = paid.to ? paid.to : layer->version->to;
      paid.binds_day = paid.binds_day || layer->version->binds_day;
    }
  }
  if (!find_spans(&p))
    return false;
  add_up(&p);
  pk_paid *slot = pk_push(asked->arena, &numbers->paid, sizeof *slot);
  if (slot)
    *slot = paid;
  return slot != NULL;
}

static bool add_all_paid(const pk_numbers_asked *asked, int *raw, pk_numbers *numbers) {
  for (int i = 0; i < asked->law_count; i++) {
    const pk_sheet *sheet = &asked->laws[i]->sheets[asked->kind];
    for (int k = 0; k < sheet->layer_count[PK_AMOUNT]; k++) {
      const pk_version *version = sheet->layers[PK_AMOUNT][k].version;
      if (!known(numbers, version) && !add_paid(asked, version, raw, numbers))
        return false;
    }
  }
  return true;
}

bool pk_paid_same(const pk_paid *a, const pk_paid *b) {
  bool same = a->on_entry == b->on_entry && strcmp(a->account, b->account) == 0 &&
              a->spans.count == b->spans.count;
  for (int i = 0; same && i < a->spans.count; i++) {
    const pk_stretch *x = PK_AT(a->spans, pk_stretch, i), *y = PK_AT(b->spans, pk_stretch, i);
    same = x->first == y->first && x->last == y->last && pk_ruling_same(&x->ruling, &y->ruling);
  }
  return same;
}

/* --- everything */

bool pk_numbers_of(const pk_numbers_asked *asked, pk_numbers *numbers) {
  *numbers = (pk_numbers){.law_count = asked->law_count};
  const pk_book *book = asked->laws[0]->book;
  size_t size = (size_t)book->variables.count * sizeof(int);
  int *raw = PK_NEW_ARRAY(asked->arena, int, (size_t)book->variables.count);
  const char *kind = asked->rules->kinds[asked->kind].id;
  if (!raw)
    return false;
  memcpy(raw, asked->raw, size);
  for (int i = 0; i < asked->law_count; i++) {
    const pk_subject weight = {asked->laws[i], {.form = PK_WEIGHT, .kind = kind}};
    const pk_subject priority = {asked->laws[i], {.form = PK_PRIORITY, .kind = kind}};
    pk_ruling first = {0};
    if (!pk_ruling_add(asked->arena, &weight, raw, NULL, &numbers->weight[i]) ||
        !pk_ruling_add(asked->arena, &priority, raw, NULL, &first))
      return false;
    if (first.spoken && (!numbers->priority.spoken || first.value > numbers->priority.value))
      numbers->priority = first;
  }
  return add_all_paid(asked, raw, numbers);
}

bool pk_numbers_same(const pk_numbers *a, const pk_numbers *b) {
  bool same = a->paid.count == b->paid.count && pk_ruling_same(&a->priority, &b->priority);
  for (int i = 0; same && i < a->law_count; i++)
    same = pk_ruling_same(&a->weight[i], &b->weight[i]);
  for (int i = 0; same && i < a->paid.count; i++)
    same = pk_paid_same(PK_AT(a->paid, pk_paid, i), PK_AT(b->paid, pk_paid, i));
  return same;
}
