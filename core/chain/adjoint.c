/* Stays, from their last link to their first.
 *
 * A stay of which a mass m is asked at a link, and leaves with chance ℓ, gives m ℓ to the link and
 * keeps m (1 − ℓ). Backwards: what one of m is worth is ℓ g + (1 − ℓ) r, with g what the link is
 * worth and r what it is worth to have stayed on; a little more of ℓ is worth m (g − r). */
#include "chain/adjoint.h"
#include <math.h>
#include <string.h>

/* --------------------------------------------------------------------------------- room for all */

static bool law_new(pk_law_slopes *to, const pk_stay_laws *laws, const pk_stay_law *law,
                    size_t width, pk_arena *arena) {
  size_t exits = (size_t)law->exit_count * width, variants = (size_t)law->variant_count;
  size_t rows = law->hazard ? (size_t)law->rows : 0, steps = law->left ? (size_t)law->steps + 1 : 0;
  to->left = PK_NEW_ARRAY(arena, double, steps *width);
  to->share = PK_NEW_ARRAY(arena, double, exits);
  to->hazard = PK_NEW_ARRAY(arena, double, rows *exits);
  to->factor = PK_NEW_ARRAY(arena, double, (size_t)laws->epoch_count *variants *exits);
  to->variant = PK_NEW_ARRAY(arena, double, variants *width);
  return to->left && to->share && to->hazard && to->factor && to->variant;
}

static bool scratch_new(pk_chain_slopes *s, pk_arena *arena) {
  const pk_chain *chain = s->chain;
  size_t links = 0, variants = 1;
  for (size_t x = 0; x < chain->entry_count; x++)
    if (links < chain->entry_row[x + 1] - chain->entry_row[x])
      links = chain->entry_row[x + 1] - chain->entry_row[x];
  for (int i = 0; i < chain->stage_count; i++)
    if (variants < (size_t)s->laws->law[i].variant_count)
      variants = (size_t)s->laws->law[i].variant_count;
  s->leave = PK_NEW_ARRAY(arena, double, chain->point_count * s->width);
  s->ends = PK_NEW_ARRAY(arena, double, chain->point_count);
  s->mass = PK_NEW_ARRAY(arena, double, links);
  s->rest = PK_NEW_ARRAY(arena, double, (variants + 1) * s->width);
  s->row = PK_NEW_ARRAY(arena, double, 3 * s->width);
  s->exit = PK_NEW_ARRAY(arena, int, (size_t)s->laws->max_exits);
  return s->leave && s->ends && s->mass && s->rest && s->row && s->exit;
}

pk_chain_slopes *pk_chain_slopes_new(const pk_chain *chain, size_t width, pk_arena *arena) {
  pk_chain_slopes *s = PK_NEW(arena, pk_chain_slopes);
  if (!s)
    return NULL;
  *s = (pk_chain_slopes){.chain = chain, .laws = chain->pattern->laws, .width = width};
  s->law = PK_NEW_ARRAY(arena, pk_law_slopes, (size_t)chain->stage_count);
  if (!s->law || !scratch_new(s, arena))
    return NULL;
  for (int i = 0; i < chain->stage_count; i++)
    if (!law_new(&s->law[i], s->laws, &s->laws->law[i], width, arena))
      return NULL;
  for (size_t y = 0; y < chain->point_count; y++)
    s->ends[y] = pk_stay_decide(s->laws, &chain->pattern->moment[y], NULL, NULL);
  return s;
}

/* ------------------------------------------------------------------------ who is asked, forward */

typedef struct asking {
  pk_chain_slopes *slopes;
  size_t row, next, end; /* links; those from `next` on are still to be met */
} asking;

static void no_step(pk_stay *stay, int e) {
  (void)stay;
  (void)e;
}

static const pk_moment *moment_of(const pk_chain_slopes *s, size_t link) {
  return &s->chain->pattern->moment[s->chain->link_point[link]];
}

static void note(pk_stay *stay, int e, int variant, bool limit, double *mass) {
  asking *a = stay->context;
  const pk_chain *chain = a->slopes->chain;
  int length = e - stay->behind;
  while (a->next < a->end && chain->link_length[a->next] < length)
    a->next++;
  for (size_t k = a->next; k < a->end && chain->link_length[k] == length; k++) {
    const pk_moment *moment = moment_of(a->slopes, k);
    if (moment->variant != variant || moment->limit != limit)
      continue;
    a->slopes->mass[k - a->row] = *mass;
    *mass -= *mass * a->slopes->ends[chain->link_point[k]];
    return;
  }
}

/* ----------------------------------------------------------------------- what it is worth, back */

typedef struct returning {
  pk_chain_slopes *slopes;
  const pk_stay *stay;
  pk_law_slopes *to;
  const double *links; /* [links][width] */
  size_t row, k;       /* links before `k` are still to be met */
} returning;

/* One link, for those in whose variant it is; `rest` becomes what those who were asked are worth.
 */
static void back_link(const returning *r, size_t k, double *rest) {
  pk_chain_slopes *s = r->slopes;
  size_t y = (size_t)s->chain->link_point[k];
  const double *worth = r->links + (k - r->row) * s->width;
  double *leave = s->leave + y * s->width, mass = s->mass[k - r->row], ends = s->ends[y];
  for (size_t i = 0; i < s->width; i++) {
    leave[i] += mass * (worth[i] - rest[i]);
    rest[i] = ends * worth[i] + (1 - ends) * rest[i];
  }
}

/* Links of one length, the limit's before the others: it asked last. Shares have one row of those
 * whose length is over and one of those whom the limit ends, the others one for each variant. */
static void back_links(returning *r, int length) {
  const pk_chain_slopes *s = r->slopes;
  bool shares = r->stay->law->form == PK_EXITS_SHARES;
  size_t upto = r->k;
  while (r->k > r->row && s->chain->link_length[r->k - 1] == length)
    r->k--;
  for (int limit = 1; limit >= 0; limit--)
    for (size_t k = r->k; k < upto; k++) {
      const pk_moment *moment = moment_of(s, k);
      if (moment->limit == (limit == 1))
        back_link(r, k, s->rest + (size_t)(shares ? limit : moment->variant) * s->width);
    }
}

/* length[e − 1] is left[e − 1] − left[e]; both are told of a stay that is `behind` steps old. */
static void back_shares(returning *r) {
  pk_chain_slopes *s = r->slopes;
  const pk_stay *stay = r->stay;
  const pk_stay_law *law = stay->law;
  double scale = law->left[stay->behind] > 0 ? 1 / law->left[stay->behind] : 0;
  double *due = s->rest, *late = due + s->width, *left = r->to->left;
  double *before = left + (size_t)stay->behind * s->width;
  int e = r->k > r->row ? stay->behind + s->chain->link_length[r->k - 1] : 0;
  for (; e >= stay->first; e--) {
    double *now = left + (size_t)e * s->width;
    back_links(r, e - stay->behind);
    if (e == stay->limit) {
      pk_slopes_add(now, late, scale, s->width);
      pk_slopes_add(before, late, -law->left[e] * scale * scale, s->width);
    }
    if (stay->limit && e > stay->limit)
      continue;
    pk_slopes_add(now - s->width, due, scale, s->width);
    pk_slopes_add(now, due, -scale, s->width);
    pk_slopes_add(before, due, -law->length[e - 1] * scale * scale, s->width);
  }
}

/* Stays that were under way: how many of each variant are left. */
static void back_survivors(const returning *r, int variant, double alive, const double *more) {
  const pk_chain_slopes *s = r->slopes;
  const pk_stay_law *law = r->stay->law;
  size_t exits = (size_t)law->exit_count;
  const double *factor = pk_stay_factors(law, r->stay->epoch, variant);
  size_t at = (size_t)(factor - law->factor);
  for (int e = law->beat; e <= r->stay->behind; e += law->beat) {
    size_t row = (size_t)(e / law->beat - 1 < law->rows ? e / law->beat - 1 : law->rows - 1);
    for (size_t j = 0; j < exits; j++) {
      double hazard = law->hazard[row * exits + j];
      if (isinf(hazard))
        continue;
      pk_slopes_add(r->to->hazard + (row * exits + j) * s->width, more, -alive * factor[j],
                    s->width);
      pk_slopes_add(r->to->factor + (at + j) * s->width, more, -alive * hazard, s->width);
    }
  }
}

/* Shares of the variants among those who begin sum to 1. */
static void back_variants(const returning *r, const double *alive) {
  pk_chain_slopes *s = r->slopes;
  const pk_stay_law *law = r->stay->law;
  double *mean = s->row;
  memset(mean, 0, s->width * sizeof *mean);
  for (int v = 0; v < law->variant_count; v++)
    pk_slopes_add(mean, s->rest + (size_t)v * s->width, alive[v], s->width);
  for (int v = 0; v < law->variant_count; v++) {
    double *more = s->rest + (size_t)v * s->width;
    if (!(alive[v] > 0))
      continue;
    for (size_t i = 0; i < s->width; i++)
      more[i] -= mean[i];
    pk_slopes_add(r->to->variant + (size_t)v * s->width, more, alive[v] / law->variant_share[v],
                  s->width);
    if (r->stay->behind > 0)
      back_survivors(r, v, alive[v], more);
  }
}

static void back_rates(returning *r) {
  double alive[PK_MOST_VARIANTS];
  while (r->k > r->row)
    back_links(r, r->slopes->chain->link_length[r->k - 1]);
  if (r->stay->law->variant_count == 1)
    return;
  pk_stay_variants(r->stay, alive);
  back_variants(r, alive);
}

void pk_chain_slopes_stay(pk_chain_slopes *s, size_t x, const double *links) {
  const pk_chain *chain = s->chain;
  pk_entry entry = pk_pattern_entry(chain, x);
  size_t row = chain->entry_row[x], end = chain->entry_row[x + 1];
  if (row == end)
    return;
  asking a = {.slopes = s, .row = row, .next = row, .end = end};
  pk_stay stay = pk_stay_start(s->laws, &entry);
  stay.context = &a;
  stay.step = no_step;
  stay.ask = note;
  memset(s->mass, 0, (end - row) * sizeof *s->mass);
  pk_stay_run(&stay);
  returning r = {s, &stay, &s->law[entry.stage], links, row, end};
  size_t kinds = stay.law->form == PK_EXITS_SHARES ? 2 : (size_t)stay.law->variant_count;
  memset(s->rest, 0, kinds * s->width * sizeof *s->rest);
  if (stay.law->form == PK_EXITS_SHARES)
    back_shares(&r);
  else
    back_rates(&r);
}
