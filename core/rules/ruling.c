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
  int *raw; /* a copy in which time moves on */
  pk_paid *paid;
  bool moves; /* months of the stay may differ */
} payer;

static bool listed(const char *const *ids, int count, const char *id) {
  for (int i = 0; i < count; i++)
    if (strcmp(ids[i], id) == 0)
      return true;
  return false;
}

/* What a clock shows after so many months in this kind of stage; -1 where that is not known: of a
 * window one would have to know which months leave it. */
static int clock_after(const payer *p, int variable, int months) {
  const pk_book *book = p->asked->laws[0]->book;
  const pk_variable *clock = PK_AT(book->variables, pk_variable, variable);
  const pk_memory *memory = PK_AT(book->memories, pk_memory, clock->memory);
  int now = p->asked->raw[variable], top = clock->size - 1;
  bool in = listed(memory->kinds, memory->kind_count, p->rule.kind);
  bool counts = in != memory->since_end;
  if (clock->form == PK_READS_RUN && months > 0 && !in)
    return 0;
  if (clock->form == PK_READS_LAST || memory->resets_when || (in && memory->since_end) ||
      listed(memory->resets, memory->reset_count, p->rule.kind))
    return -1;
  return !counts ? now : now + months < top ? now + months : top;
}

static void look_at_leaf(payer *p, const pk_leaf *leaf, bool binds_day) {
  const pk_book *book = p->asked->laws[0]->book;
  for (int i = 0; leaf && i < leaf->read_count; i++) {
    bool clock = PK_AT(book->variables, pk_variable, leaf->reads[i])->memory >= 0;
    bool known = clock && clock_after(p, leaf->reads[i], 1) >= 0;
    p->moves = p->moves || leaf->reads[i] == 0 || (binds_day && known);
    p->paid->as_on_entry = p->paid->as_on_entry || (binds_day && clock && !known);
  }
}

static void look_at_layer(payer *p, const pk_layer *layer) {
  pk_paid *paid = p->paid;
  bool binds_day = layer->version->binds_day && !paid->on_entry;
  paid->to = paid->to ? paid->to : layer->version->to;
  paid->binds_day = paid->binds_day || binds_day;
  for (int c = 0; c < layer->case_count; c++) {
    look_at_leaf(p, layer->cases[c].when, binds_day);
    look_at_leaf(p, layer->cases[c].computed, binds_day);
  }
}

static void look_at_layers(payer *p) {
  for (int i = 0; i < p->asked->law_count; i++) {
    const pk_subject subject = {p->asked->laws[i], p->rule};
    const pk_sheet *sheet = &subject.law->sheets[p->asked->kind];
    for (int k = 0; k < sheet->layer_count[PK_AMOUNT]; k++)
      if (pk_subject_layer(&subject, &sheet->layers[PK_AMOUNT][k]))
        look_at_layer(p, &sheet->layers[PK_AMOUNT][k]);
  }
}

/* The client as seen in a month of the stay. */
static void move_to(const payer *p, int month) {
  const pk_book *book = p->asked->laws[0]->book;
  p->raw[0] = month;
  for (int v = 0; p->paid->binds_day && v < book->variables.count; v++) {
    bool clock = PK_AT(book->variables, pk_variable, v)->memory >= 0;
    int value = clock ? clock_after(p, v, month) : -1;
    if (value >= 0)
      p->raw[v] = value;
  }
}

static bool pay_month(const payer *p, int month, pk_ruling *ruling) {
  bool good = true;
  *ruling = (pk_ruling){0};
  move_to(p, month);
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
  int last = p->paid->on_entry || !p->moves       ? 0
             : months && months <= PK_ELAPSED_MAX ? months - 1
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

/* The sum over the longest stay, where that is known and so are its months. */
static void add_up(const payer *p) {
  pk_paid *paid = p->paid;
  paid->has_total = p->asked->months > 0 && !paid->on_entry && !paid->as_on_entry;
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
  payer p = {.asked = asked, .raw = raw, .paid = &paid};
  p.rule = (pk_rule_key){PK_AMOUNT, asked->rules->kinds[asked->kind].id, version->account,
                         version->on_entry};
  memcpy(raw, asked->raw, (size_t)asked->laws[0]->book->variables.count * sizeof *raw);
  look_at_layers(&p);
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

static bool paid_same(const pk_paid *a, const pk_paid *b) {
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
    same = paid_same(PK_AT(a->paid, pk_paid, i), PK_AT(b->paid, pk_paid, i));
  return same;
}
