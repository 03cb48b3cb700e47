/* Every number that the picture shows, with what it rests on: lengths of stays, places, clients,
 * effects of supports, who enters, what was observed. Moves have a table of their own. */
#include "draw/twin_html.h"

#include "base/words.h"
#include "chain/duration.h"

#include <math.h>
#include <string.h>

typedef struct line {
  const char *subject, *what, *number;
  pk_basis basis;
  const pk_number *from[2]; /* whose notes and sources are told */
  int from_count;
  bool spread, share; /* the spread of the first is told, as a share */
} line;

/* ------------------------------------------------------------------------------- spreads */

/* "12–30 %" */
static void percents(pk_html *html, const pk_number *n) {
  pk_html_text(html, pk_map_written(html->map, n->a * 100));
  pk_html_raw(html, "–");
  pk_text text = PK_TEXT_EMPTY;
  pk_map_add_share(&text, html->map->lang, n->b);
  pk_html_text(html, pk_map_keep(html->map, &text));
}

void pk_html_spread(pk_html *html, const pk_number *n, bool share) {
  pk_map *map = html->map;
  if (!n->pointer || (n->prior != PK_PRIOR_RANGE && n->prior != PK_PRIOR_EVENTS))
    return;
  pk_html_raw(html, " <small>");
  if (n->prior == PK_PRIOR_EVENTS) {
    pk_html_text(html, pk_map_count(map, n->a));
    pk_html_raw(html, " / ");
    pk_html_text(html, pk_map_count(map, n->b));
  } else if (share) {
    percents(html, n);
  } else {
    pk_html_text(html, pk_map_written(map, n->a));
    pk_html_raw(html, "–");
    pk_html_text(html, pk_map_written(map, n->b));
  }
  pk_html_raw(html, "</small>");
}

/* --------------------------------------------------------------------------------- lines */

static void write(pk_html *html, const line *l) {
  pk_html_raw(html, "<tr>");
  pk_html_in(html, "th scope=\"row\"", l->subject);
  pk_html_in(html, "td", l->what);
  pk_html_raw(html, "<td class=\"number\">");
  pk_html_text(html, l->number);
  if (l->spread)
    pk_html_spread(html, l->from[0], l->share);
  pk_html_raw(html, "</td>");
  pk_html_word_in(html, "td", pk_basis_words[l->basis]);
  pk_html_raw(html, "<td>");
  pk_html_grounds(html, l->from, l->from_count);
  pk_html_raw(html, "</td></tr>\n");
}

/* "~2": a number with its mark. */
static const char *marked(pk_map *map, const pk_number *n) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, pk_basis_mark(n->basis));
  pk_text_add(&text, pk_map_written(map, n->value));
  return pk_map_keep(map, &text);
}

static void plain(pk_html *html, const char *subject, const char *what, const pk_number *n) {
  write(html, &(line){.subject = subject,
                      .what = what,
                      .number = marked(html->map, n),
                      .basis = n->basis,
                      .from = {n},
                      .from_count = 1,
                      .spread = true});
}

static void duration(pk_html *html, int s) {
  pk_map *map = html->map;
  const pk_stage *stage = &map->model->stages[s];
  const pk_distribution *d = &stage->duration;
  double mean = stage->has_duration ? pk_duration_mean(d, map->model->step) : NAN;
  if (!isfinite(mean) || mean <= 0)
    return;
  pk_basis basis = pk_map_duration_basis(d);
  line l = {.subject = map->stages[s].head,
            .what = pk_word(map->lang, "twin.duration"),
            .number = pk_map_length(map, mean, basis),
            .basis = basis};
  if (d->a.pointer)
    l.from[l.from_count++] = &d->a;
  if (d->b.pointer)
    l.from[l.from_count++] = &d->b;
  /* A range of a mean can be told only in the unit of the mean. */
  bool months =
      d->unit == PK_UNIT_MONTH || (d->unit == PK_UNIT_STEP && map->model->step == PK_STEP_MONTH);
  l.spread = l.from_count == 1 && months &&
             (d->family == PK_GEOMETRIC || d->family == PK_FIXED || d->family == PK_EXPONENTIAL);
  write(html, &l);
}

static void standing(pk_html *html, const pk_chip *chip, int s) {
  pk_map *map = html->map;
  const pk_standing *n = pk_twin_standing(map, chip, s);
  const char *head = map->stages[s].head;
  if (n && n->has_places && n->per_stage < 0)
    plain(html, head, pk_map_fill(map, "twin.places", "actor", chip->name, NULL), &n->places);
  if (n && n->has_clients)
    plain(html, head, pk_map_fill(map, "twin.clients", "actor", chip->name, NULL), &n->clients);
}

/* --------------------------------------------------------------------------- not of stages */

static const char *effect_words(pk_map *map, const pk_effect *e) {
  if (e->form == PK_EFFECT_PLACES)
    return pk_map_fill(map, "twin.effect.places", "stage", map->stages[e->stage].name, NULL);
  const pk_transition *t = &map->model->transitions[e->transition];
  return pk_map_fill(map, e->form == PK_EFFECT_ODDS ? "twin.effect.odds" : "twin.effect.hazard",
                     "from", map->stages[t->from].name, "to", map->stages[t->to].name, NULL);
}

static bool shown(const pk_map *map, const pk_support *support) {
  for (int i = 0; i < map->chip_count; i++)
    if (map->chips[i].kind == PK_CHIP_SUPPORT && strcmp(map->chips[i].role, support->id) == 0)
      return true;
  return false;
}

static void supports(pk_html *html) {
  pk_map *map = html->map;
  for (int i = 0; i < map->model->support_count; i++) {
    const pk_support *s = &map->model->supports[i];
    for (int e = 0; e < s->effect_count && shown(map, s); e++)
      if (s->effects[e].form != PK_EFFECT_NONE)
        plain(html, pk_map_name(map, &s->name, s->id), effect_words(map, &s->effects[e]),
              &s->effects[e].ratio);
  }
}

static void groups(pk_html *html) {
  pk_map *map = html->map;
  static const char *const steady[] = {"twin.arrivals.month", "twin.arrivals.week",
                                       "twin.arrivals.day"};
  for (int i = 0; i < map->model->group_count; i++) {
    const pk_group *g = &map->model->groups[i];
    const char *name = pk_map_name(map, &g->name, g->id);
    if (map->filter.group >= 0 && map->filter.group != i)
      continue;
    if (g->size.pointer)
      plain(html, name, pk_word(map->lang, "twin.size"), &g->size);
    if (g->arrivals_steady && g->arrival_count > 0)
      plain(html, name, pk_word(map->lang, steady[map->model->step]), &g->arrivals[0]);
  }
}

static void targets(pk_html *html) {
  pk_map *map = html->map;
  for (int i = 0; i < map->model->target_count; i++) {
    const pk_target *t = &map->model->targets[i];
    pk_text text = PK_TEXT_EMPTY;
    bool share = t->observed.value <= 1 && t->outcome && strncmp(t->outcome, "months", 6) != 0;
    if (share)
      pk_map_add_share(&text, map->lang, t->observed.value);
    else
      pk_text_add(&text, pk_map_written(map, t->observed.value));
    write(html, &(line){.subject = pk_map_name(map, &t->name, t->id),
                        .what = pk_map_fill(map, "twin.observed", "time",
                                            pk_map_length(map, t->at, PK_MEASURED), NULL),
                        .number = pk_map_keep(map, &text),
                        .basis = t->observed.basis,
                        .from = {&t->observed},
                        .from_count = 1,
                        .spread = true,
                        .share = share});
  }
}

void pk_html_numbers(pk_html *html) {
  static const char *const heads[] = {"twin.subject", "twin.what",    "twin.number",
                                      "twin.basis",   "twin.grounds", NULL};
  const pk_map *map = html->map;
  size_t before = html->out->length;
  pk_html_begin(html, "numbers", "twin.numbers");
  pk_html_table(html, "twin.numbers.caption", heads);
  size_t begun = html->out->length;
  groups(html);
  for (int s = 0; s < map->stage_count; s++) {
    duration(html, s);
    for (int i = 0; i < map->chip_count; i++)
      standing(html, &map->chips[i], s);
  }
  supports(html);
  targets(html);
  if (html->out->length == begun) { /* a sketch without numbers */
    html->out->length = before;
    return;
  }
  pk_html_table_end(html);
  pk_html_end(html);
}
