/* Chains of models in which things begin and end, against step-by-step sums that know nothing of
 * states, epochs or links: who is there is asked anew at every step. */
#include "base/random.h"
#include "chain/scene.h"
#include "engine/exact.h"

enum { A, B, C, D, STAGES, HORIZON = 14, ACTORS = 5, EXITS = 9, CASES = 150 };

typedef struct way {
  int from, to;
  double p;    /* share, or chance per step */
  int carrier; /* actor, −1 */
} way;

/* A model of four stages: a and b with lengths and shares, c by chances per step, d final. Actor 0
 * and 1 host at b, 2 at c, 3 carries a move, 4 gives supports. */
typedef struct world {
  pk_stream dice;
  int from[ACTORS], until[ACTORS]; /* steps */
  double length[2][4];             /* of a and b: 1 … 4 steps */
  way ways[EXITS];
  bool refused;            /* b sends those whom nobody takes to a */
  double odds, hazard;     /* of supports, for a → b and c → d */
  bool odds_in, hazard_in; /* whether the numbers hold them already */
  int support_until;
  double uptake[2];
} world;

static int below(world *w, int n) {
  return (int)pk_stream_below(&w->dice, (uint32_t)n);
}

/* Thousandths, so that the text says exactly what is computed with. */
static double decimal(world *w, double low, double high) {
  return round((low + (high - low) * pk_stream_uniform(&w->dice)) * 1000) / 1000;
}

static world make_world(uint64_t seed) {
  world w = {0};
  pk_stream_start(&w.dice, seed, 77);
  for (int a = 0; a < ACTORS; a++) {
    w.from[a] = below(&w, 3) ? 0 : 1 + below(&w, HORIZON);
    w.until[a] = below(&w, 3) ? w.from[a] + 1 + below(&w, HORIZON) : HORIZON + 5;
  }
  for (int s = 0; s < 2; s++) {
    double p = decimal(&w, 0.1, 0.4), q = decimal(&w, 0, 0.3);
    w.length[s][0] = p;
    w.length[s][2] = q;
    w.length[s][3] = 1 - p - q;
  }
  double p = decimal(&w, 0.2, 0.5), q = decimal(&w, 0.1, 0.4);
  double r = decimal(&w, 0.2, 0.4), t = decimal(&w, 0.2, 0.5);
  way ways[EXITS] = {{A, B, p, -1},
                     {A, C, q, below(&w, 2) ? 3 : -1},
                     {A, D, 1 - p - q, -1},
                     {B, A, r, -1},
                     {B, C, t, -1},
                     {B, D, 1 - r - t, 3},
                     {C, A, decimal(&w, 0.05, 0.3), -1},
                     {C, B, decimal(&w, 0.05, 0.3), -1},
                     {C, D, decimal(&w, 0.05, 0.3), below(&w, 3) ? -1 : 3}};
  memcpy(w.ways, ways, sizeof ways);
  w.refused = below(&w, 2);
  w.odds = decimal(&w, 0.5, 4);
  w.hazard = decimal(&w, 0.5, 4);
  w.odds_in = below(&w, 2);
  w.hazard_in = below(&w, 2);
  w.support_until = below(&w, 2) ? 1 + below(&w, HORIZON) : HORIZON + 5;
  for (int i = 0; i < 2; i++)
    w.uptake[i] = below(&w, 2) ? 1 : decimal(&w, 0.2, 0.8);
  return w;
}

static scene load_world(const world *w) {
  static const char *const ids = "abcd";
  char text[6000], ways[2000] = "", actors[1000] = "";
  for (int a = 0; a < ACTORS; a++)
    sprintf(actors + strlen(actors), "%s'o%d':{'sector':'third','from':%d,'until':%d}",
            a ? "," : "", a, w->from[a], w->until[a]);
  for (int j = 0; j < EXITS; j++) {
    const way *x = &w->ways[j];
    sprintf(ways + strlen(ways), "%s'%c%c':{'from':'%c','to':'%c','%s':%.17g", j ? "," : "",
            ids[x->from], ids[x->to], ids[x->from], ids[x->to], x->from == C ? "per_step" : "share",
            x->p);
    if (x->carrier >= 0)
      sprintf(ways + strlen(ways), ",'carried_by':{'o%d':{}}", x->carrier);
    strcat(ways, "}");
  }
  snprintf(text, sizeof text,
           "'actors':{%s},'stages':{'a':{'duration':{'table':[%.17g,%.17g,%.17g,%.17g]}},"
           "'b':{'duration':{'table':[%.17g,%.17g,%.17g,%.17g]}%s,"
           "'actors':{'o0':{'employer':{'places':1}},'o1':{'employer':{}}}},"
           "'c':{'actors':{'o2':{'employer':{}}}},'d':{'final':true}},'transitions':{%s},"
           "'supports':{'s0':{'role':'coach','actors':{'o4':{}},'until':%d,'uptake':%.17g,"
           "'effect':{'transition':'ab','odds_ratio':%.17g,'included':%s}},"
           "'s1':{'role':'coach','actors':{'o4':{}},'uptake':%.17g,"
           "'effect':{'transition':'cd','hazard_ratio':%.17g,'included':%s}}},"
           "'groups':{'g':{'size':1,'start':'a','arrivals':{'per_step':1}}}",
           actors, w->length[0][0], w->length[0][1], w->length[0][2], w->length[0][3],
           w->length[1][0], w->length[1][1], w->length[1][2], w->length[1][3],
           w->refused ? ",'refused':'ba'" : "", ways, w->support_until, w->uptake[0], w->odds,
           w->odds_in ? "true" : "false", w->uptake[1], w->hazard, w->hazard_in ? "true" : "false");
  return scene_load(HORIZON, text);
}

/* --------------------------------------------------------------------------- the other way */

static bool is_there(const world *w, int actor, int t) {
  return w->from[actor] <= t && t < w->until[actor];
}

static bool is_open(const world *w, const way *x, int t) {
  if (x->to == B && !is_there(w, 0, t) && !is_there(w, 1, t))
    return false;
  if (x->to == C && !is_there(w, 2, t))
    return false;
  return x->carrier < 0 || is_there(w, x->carrier, t);
}

/* What a support does to a stay begun at u. */
static double effect(const world *w, int support, int u) {
  bool works = is_there(w, 4, u) && (support == 1 || u < w->support_until);
  bool in = support ? w->hazard_in : w->odds_in;
  double ratio = support ? w->hazard : w->odds;
  return works == in ? 1 : works ? ratio : 1 / ratio;
}

/* Chances of the exits of a due stay begun at u, given that some part of the clients can leave. */
static bool shares_at(const world *w, int stage, int u, int t, double out[EXITS]) {
  double uptake = stage == A ? w->uptake[0] : 1, factor = stage == A ? effect(w, 0, u) : 1;
  bool leaves = false;
  memset(out, 0, EXITS * sizeof *out);
  for (int with = 0; with < 2; with++) {
    double part = with ? uptake : 1 - uptake, all = 0, open = 0;
    double q[EXITS] = {0};
    for (int j = 0; j < EXITS; j++) {
      if (w->ways[j].from != stage)
        continue;
      q[j] = w->ways[j].p * (j == 0 && with ? factor : 1);
      all += q[j];
      open += is_open(w, &w->ways[j], t) ? q[j] : 0;
    }
    bool sends = stage == B && w->refused; /* the way from b to a is always open */
    for (int j = 0; j < EXITS; j++)
      if (q[j] > 0 && is_open(w, &w->ways[j], t)) {
        out[j] += part * q[j] / (sends ? all : open);
        leaves = true;
      } else if (q[j] > 0 && sends)
        out[3] += part * q[j] / all;
  }
  return leaves;
}

/* Of a part of stays in c begun at u: the chances of exits at t. */
static void rates_at(const world *w, double factor, int t, double out[EXITS]) {
  double sum = 0, all = 0, rate[EXITS] = {0};
  for (int j = 6; j < EXITS; j++)
    sum += w->ways[j].p;
  for (int j = 6; j < EXITS; j++)
    if (is_open(w, &w->ways[j], t))
      all += rate[j] = -log(1 - sum) * w->ways[j].p / sum * (j == 8 ? factor : 1);
  for (int j = 0; j < EXITS; j++)
    out[j] = all > 0 ? (1 - exp(-all)) * rate[j] / all : 0;
}

/* Who is where after the moves of t, of one client who begins in a at `start`. */
typedef struct sums {
  double inside[HORIZON + 1][STAGES];
  double stay[STAGES][HORIZON + 1][2]; /* stays begun at u that go on; c: with and without */
  double due[STAGES][HORIZON + 1];
  double moves[EXITS];
} sums;

static void come(const world *w, sums *s, int stage, int t, double amount) {
  s->inside[t][stage] += amount;
  s->stay[stage][t][0] += stage == C ? amount * w->uptake[1] : amount;
  s->stay[stage][t][1] += stage == C ? amount * (1 - w->uptake[1]) : 0;
}

static void leave(const world *w, sums *s, int t, const double out[EXITS], double amount) {
  for (int j = 0; j < EXITS; j++)
    if (out[j] > 0) {
      s->inside[t][w->ways[j].from] -= amount * out[j];
      s->moves[j] += amount * out[j];
      come(w, s, w->ways[j].to, t, amount * out[j]);
    }
}

static void follow(const world *w, int start, sums *s) {
  double out[EXITS];
  memset(s, 0, sizeof *s);
  come(w, s, A, start, 1);
  for (int t = start + 1; t <= HORIZON; t++) {
    for (int i = 0; i < STAGES; i++)
      s->inside[t][i] += s->inside[t - 1][i];
    for (int u = start; u < t; u++) {
      for (int stage = A; stage <= B; stage++) {
        if (t - u <= 4)
          s->due[stage][u] += s->stay[stage][u][0] * w->length[stage][t - u - 1];
        if (s->due[stage][u] > 0 && shares_at(w, stage, u, t, out)) {
          leave(w, s, t, out, s->due[stage][u]);
          s->due[stage][u] = 0;
        }
      }
      for (int v = 0; v < 2; v++) {
        double gone = 0;
        rates_at(w, v == 0 ? effect(w, 1, u) : 1, t, out);
        leave(w, s, t, out, s->stay[C][u][v]);
        for (int j = 0; j < EXITS; j++)
          gone += out[j];
        s->stay[C][u][v] *= 1 - gone;
      }
    }
  }
}

/* ------------------------------------------------------------------------------- the laws */

static void near(double value, double expected, uint64_t seed, const char *what, int t) {
  if (!(fabs(value - expected) <= 1e-11))
    fail_msg("model %llu: %s at %d: %.17g is not %.17g", (unsigned long long)seed, what, t, value,
             expected);
}

/* Sub-steps change nothing here: tables and chances per step keep their whole steps. */
static void compare_flow(const world *w, const scene *s, uint64_t seed) {
  int per = s->chain->horizon / HORIZON;
  static sums one;
  double inside[HORIZON + 1][STAGES] = {{0}}, moves[EXITS] = {0};
  for (int start = 0; start <= HORIZON; start++) {
    follow(w, start, &one);
    for (int t = start; t <= HORIZON; t++)
      for (int i = 0; i < STAGES; i++)
        inside[t][i] += one.inside[t][i];
    for (int j = 0; j < EXITS; j++)
      moves[j] += one.moves[j];
  }
  double *occupancy = calloc(((size_t)s->chain->horizon + 1) * STAGES, sizeof *occupancy);
  double moved[EXITS];
  double *scratch = malloc((pk_exact_scratch(s->chain) + 1) * sizeof *scratch);
  assert_true(scratch && occupancy);
  pk_flow flow = {.occupancy = occupancy, .moves = moved};
  pk_exact_forward(s->chain, -1, -1, NULL, &flow, scratch);
  for (int t = 0; t <= HORIZON; t++)
    for (int i = 0; i < STAGES; i++)
      near(occupancy[t * per * STAGES + i], inside[t][i], seed, "occupancy", t);
  for (int j = 0; j < EXITS; j++)
    near(moved[j], moves[j], seed, "moves", j);
  free(occupancy);
  free(scratch);
}

/* Backward passes: P(in d within n steps of entry), for every start and every n that it has left;
 * and P(through b or c to d). */
static void compare_chances(const world *w, const scene *s, uint64_t seed) {
  static const double win[STAGES] = {0, 0, 0, 1}, go[STAGES] = {1, 1, 1, 0};
  const pk_chain *c = s->chain;
  static sums one;
  pk_ask ask = {.count = (int)c->start_count, .at = c->start_at};
  double *out = malloc(c->start_count * (HORIZON + 1) * sizeof *out);
  double *scratch = malloc((pk_exact_chance_scratch(c) + 1) * sizeof *scratch);
  assert_true(out && scratch);
  pk_exact_chance(c, &(pk_event){.win = win, .go = go}, &ask, out, scratch);
  for (size_t i = 0; i < c->start_count; i++) {
    follow(w, c->start_time[i], &one);
    for (int n = 0; n <= HORIZON - c->start_time[i]; n++)
      near(out[i * (HORIZON + 1) + (size_t)n], one.inside[c->start_time[i] + n][D], seed, "chance",
           n);
  }
  free(out);
  free(scratch);
}

/* Every stay's entry state says the epoch in which it begins, and its rows reach to the end. */
static void check_states(const scene *s) {
  const pk_chain *c = s->chain;
  assert_conserved(c);
  for (size_t i = 0; i < c->start_count; i++)
    assert_true(c->entry_time[c->start_at[i]] <= c->start_time[i]);
  for (size_t x = 0; x < c->entry_count; x++)
    for (size_t k = c->entry_row[x]; k < c->entry_row[x + 1]; k++) {
      assert_true(c->entry_time[x] + c->link_length[k] <= c->horizon);
      assert_true(c->point_epoch[c->link_point[k]] >= c->entry_epoch[x]);
      assert_true(c->point_born[c->link_point[k]] <= c->entry_epoch[x]);
    }
}

static void changing_models_agree_with_sums_step_by_step(void **state) {
  (void)state;
  int changing = 0;
  for (uint64_t seed = 1; seed <= CASES; seed++) {
    world w = make_world(seed);
    scene s = load_world(&w);
    scene_unfold(&s, NULL);
    changing += s.chain->epoch_count > 2;
    check_states(&s);
    compare_flow(&w, &s, seed);
    compare_chances(&w, &s, seed);
    if (seed % 5 == 0) {
      scene_unfold(&s, &(pk_chain_options){.refine = 3});
      compare_flow(&w, &s, seed);
    }
    scene_end(&s);
  }
  assert_true(changing > CASES / 2);
}

static void same_chain(const pk_chain *a, const pk_chain *b) {
  assert_int_equal(a->entry_count, b->entry_count);
  assert_int_equal(a->point_count, b->point_count);
  assert_int_equal(a->entry_row[a->entry_count], b->entry_row[b->entry_count]);
  assert_memory_equal(a->link_p, b->link_p, a->entry_row[a->entry_count] * sizeof *a->link_p);
  assert_memory_equal(a->exit_p, b->exit_p, a->point_row[a->point_count] * sizeof *a->exit_p);
  assert_memory_equal(a->exit_to, b->exit_to, a->point_row[a->point_count] * sizeof *a->exit_to);
}

/* Ends after the horizon: byte for byte the chain of those who never end. Ends at step 0: that of
 * those who are withdrawn throughout. */
static void changes_outside_the_horizon_are_none_or_hold_throughout(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    world w = make_world(seed);
    for (int a = 0; a < ACTORS; a++) {
      w.from[a] = 0;
      w.until[a] = HORIZON + 100;
    }
    w.support_until = HORIZON + 100;
    scene never = load_world(&w);
    scene_unfold(&never, NULL);
    w.until[1] = w.until[3] = w.support_until = HORIZON + 1;
    scene late = load_world(&w);
    scene_unfold(&late, NULL);
    assert_int_equal(never.chain->epoch_count, 1);
    same_chain(never.chain, late.chain);
    bool gone[ACTORS] = {false, true, false, true, true};
    scene_unfold(&never, &(pk_chain_options){.withdrawn = gone});
    w.until[1] = w.until[3] = w.until[4] = 0;
    scene early = load_world(&w);
    scene_unfold(&early, NULL);
    same_chain(never.chain, early.chain);
    scene_end(&never);
    scene_end(&late);
    scene_end(&early);
  }
}

/* Who ends at once is never there: also when the end is at the very first step. */
static void nobody_enters_what_has_closed(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    world w = make_world(seed);
    scene s = load_world(&w);
    scene_unfold(&s, NULL);
    double entries[(HORIZON + 1) * STAGES];
    double *scratch = malloc((pk_exact_scratch(s.chain) + 1) * sizeof *scratch);
    assert_non_null(scratch);
    pk_exact_forward(s.chain, -1, -1, NULL, &(pk_flow){.entries = entries}, scratch);
    for (int t = 0; t <= HORIZON; t++) {
      assert_true(entries[t * STAGES + C] == 0 || is_there(&w, 2, t));
      assert_true(entries[t * STAGES + B] == 0 || is_there(&w, 0, t) || is_there(&w, 1, t));
    }
    free(scratch);
    scene_end(&s);
  }
}

/* Fixed stays of six steps begin at 0 with a host whose time ends at 1: all of them end at 6. */
static void stays_under_way_run_to_their_end(void **state) {
  (void)state;
  scene s = scene_load(12, "'actors':{'x':{'sector':'third','until':1}},"
                           "'stages':{'a':{'duration':{'fixed':6},"
                           "'actors':{'x':{'employer':{'places':9}}}},'b':{'final':true}},"
                           "'transitions':{'ab':{'from':'a','to':'b','share':1}},"
                           "'groups':{'g':{'size':1,'start':'a'}}");
  scene_unfold(&s, NULL);
  assert_int_equal(s.chain->epoch_count, 2);
  assert_close(scene_jump(&s, scene_start(&s), 6, "ab"), 1);
  scene_end(&s);
}

/* Who is due while the only way is closed waits; it opens at 8. A trap it is not. */
static void a_way_that_opens_later_lets_out_who_waited(void **state) {
  (void)state;
  static const char *const parts =
      "'actors':{'x':{'sector':'third','%s':8}},"
      "'stages':{'a':{'duration':{'fixed':3}},'b':{'final':true,"
      "'actors':{'x':{'employer':{'places':9}}}}},"
      "'transitions':{'ab':{'from':'a','to':'b','share':1}},"
      "'groups':{'g':{'size':1,'start':'a','arrivals':{'per_step':1}}}";
  char text[1000];
  snprintf(text, sizeof text, parts, "from");
  scene s = scene_load(12, text);
  scene_unfold(&s, NULL);
  assert_close(scene_jump(&s, scene_start(&s), 8, "ab"), 1);
  pk_chain_check(s.model, s.rules, s.report);
  assert_false(scene_says(&s, "W-TRAP"));
  scene_end(&s);
  snprintf(text, sizeof text, parts, "until"); /* who comes at 5 or later is caught for ever */
  s = scene_load(12, text);
  scene_unfold(&s, NULL);
  assert_close(scene_jump(&s, scene_start(&s), 3, "ab"), 1);
  pk_chain_check(s.model, s.rules, s.report);
  assert_true(scene_says(&s, "W-TRAP"));
  scene_end(&s);
}

/* 40 stays of any of 400 beginnings: too large only because of what ends at 300. */
static void a_chain_too_large_for_its_changes_says_so(void **state) {
  (void)state;
  scene s = scene_load(400, "'actors':{'x':{'sector':'third','until':300}},"
                            "'stages':{'a':{'duration':{'geometric':{'mean':20}}},"
                            "'b':{'duration':{'geometric':{'mean':20}},"
                            "'actors':{'x':{'employer':{'places':1}}}}},"
                            "'transitions':{'ab':{'from':'a','to':'b','share':1},"
                            "'ba':{'from':'b','to':'a','share':1}},"
                            "'groups':{'g':{'size':1,'start':'a'}}");
  assert_null(pk_chain_new(s.model, s.rules, &(pk_chain_options){.max_links = 2000}, s.report));
  assert_true(scene_says(&s, "E-CHAIN-CHANGES"));
  scene_end(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(changing_models_agree_with_sums_step_by_step),
      cmocka_unit_test(changes_outside_the_horizon_are_none_or_hold_throughout),
      cmocka_unit_test(nobody_enters_what_has_closed),
      cmocka_unit_test(stays_under_way_run_to_their_end),
      cmocka_unit_test(a_way_that_opens_later_lets_out_who_waited),
      cmocka_unit_test(a_chain_too_large_for_its_changes_says_so),
  };
  return RUN(tests);
}
