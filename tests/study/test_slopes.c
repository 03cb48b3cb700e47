/* Slopes: against two-stage models solved by hand, and against differences of models unfolded anew,
 * for every number of models by lot. 20 of these in an ordinary run; POLKU_LONG=1 takes 200. */
#include "support/check.h"

#include "study/differences.h"
#include "support/random_model.h"
#include "support/random_run.h"

static int models(void) {
  return long_or(200, 20);
}

/* --------------------------------------------------------------------------- solved by hand */

static void assert_near(double got, double want) {
  if (!(fabs(got - want) <= 1e-12 * (1 + fabs(want))))
    fail_msg("slope %.15g, by hand %.15g", got, want);
}

/* Seekers leave with 1 / m a step, a part p of them to work: p (1 − (1 − 1/m)^n) by step n. */
static void a_share_and_a_mean_of_one_stage(void **state) {
  (void)state;
  const double m = 4, p = 0.3, n = 10, left = pow(1 - 1 / m, n);
  sloped s = sloped_read("'horizon':10,'stages':{'seek':{'duration':{'geometric':{'mean':4}}},"
                         "'work':{'final':true,'employed':true,'open':true},'out':{'final':true}},"
                         "'transitions':{'a':{'from':'seek','to':'work','share':0.3},"
                         "'b':{'from':'seek','to':'out','share':'rest'}},"
                         "'groups':{'all':{'size':64,'start':'seek'}}",
                         -1);
  const char *share = "/transitions/a/share", *mean = "/stages/seek/duration/geometric/mean";
  assert_near(slope_of(&s, share, PK_EMPLOYMENT_RATIO), 1 - left);
  assert_near(slope_of(&s, mean, PK_EMPLOYMENT_RATIO), -p * n * pow(1 - 1 / m, n - 1) / (m * m));
  /* months: Σ over steps of the chance to be at work after it, the last step apart */
  double months = 0, open = 0;
  for (int t = 0; t < 10; t++)
    months += 1 - pow(1 - 1 / m, t);
  for (int t = 0; t < 10; t++)
    open += t * pow(1 - 1 / m, t - 1) / (m * m);
  assert_near(slope_of(&s, share, PK_MONTHS_EMPLOYED), months);
  assert_near(slope_of(&s, mean, PK_MONTHS_EMPLOYED), -p * open);
  assert_near(slope_of(&s, share, PK_RESTRICTED_MEAN), -months);
  /* six months in work by 10: there by 4 */
  assert_near(slope_of(&s, share, PK_LASTING_EMPLOYMENT), 1 - pow(1 - 1 / m, 4));
  assert_near(slope_of(&s, "/groups/all/size", PK_EMPLOYMENT_RATIO), 0);
  sloped_free(&s);
}

/* Two exponentials race: λ / (λ + μ) (1 − e^−(λ + μ) n), λ = 1 / a, μ = 1 / b. */
static void the_means_of_a_race(void **state) {
  (void)state;
  const double a = 8, b = 5, n = 12, k = 1 / a, l = 1 / b, sum = k + l, left = exp(-sum * n);
  sloped s = sloped_read("'horizon':12,'stages':{'seek':{},'work':{'final':true,'employed':true},"
                         "'out':{'final':true}},'transitions':{"
                         "'a':{'from':'seek','to':'work','after':{'exponential':{'mean':8}}},"
                         "'b':{'from':'seek','to':'out','after':{'exponential':{'mean':5}}}},"
                         "'groups':{'all':{'size':10,'start':'seek'}}",
                         -1);
  assert_near(slope_of(&s, "/transitions/a/after/exponential/mean", PK_EMPLOYMENT_RATIO),
              -(l / (sum * sum) * (1 - left) + k / sum * n * left) / (a * a));
  assert_near(slope_of(&s, "/transitions/b/after/exponential/mean", PK_EMPLOYMENT_RATIO),
              -(-k / (sum * sum) * (1 - left) + k / sum * n * left) / (b * b));
  sloped_free(&s);
}

/* h / (h + g) (1 − (1 − h − g)^n). */
static void the_chances_of_one_step(void **state) {
  (void)state;
  const double h = 0.06, g = 0.1, n = 9, sum = h + g, left = pow(1 - sum, n);
  const double later = n * pow(1 - sum, n - 1);
  sloped s = sloped_read("'horizon':9,'stages':{'seek':{},'work':{'final':true,'employed':true},"
                         "'out':{'final':true}},'transitions':{"
                         "'a':{'from':'seek','to':'work','per_step':0.06},"
                         "'b':{'from':'seek','to':'out','per_step':0.1}},"
                         "'groups':{'all':{'size':10,'start':'seek'}}",
                         -1);
  assert_near(slope_of(&s, "/transitions/a/per_step", PK_EMPLOYMENT_RATIO),
              g / (sum * sum) * (1 - left) + h / sum * later);
  assert_near(slope_of(&s, "/transitions/b/per_step", PK_EMPLOYMENT_RATIO),
              -h / (sum * sum) * (1 - left) + h / sum * later);
  sloped_free(&s);
}

/* With odds ratio r for a part u of the clients: u r p / (r p + 1 − p) + (1 − u) p. */
static void an_odds_ratio_and_who_gets_it(void **state) {
  (void)state;
  const double p = 0.3, r = 2, u = 0.4, of = r * p + 1 - p;
  sloped s = sloped_read(
      "'horizon':3,'actors':{'club':{'sector':'third'}},'stages':{'seek':{'duration':{'fixed':1}},"
      "'work':{'final':true,'employed':true},'out':{'final':true}},'transitions':{"
      "'a':{'from':'seek','to':'work','share':0.3},'b':{'from':'seek','to':'out','share':0.7}},"
      "'supports':{'coach':{'actors':{'club':{}},'uptake':0.4,'effect':{'transition':'a',"
      "'odds_ratio':2,'included':false}}},'groups':{'all':{'size':10,'start':'seek'}}",
      -1);
  assert_near(slope_of(&s, "/supports/coach/effect/odds_ratio", PK_EMPLOYMENT_RATIO),
              u * p * (1 - p) / (of * of));
  assert_near(slope_of(&s, "/supports/coach/uptake", PK_EMPLOYMENT_RATIO), r * p / of - p);
  assert_near(slope_of(&s, "/transitions/a/share", PK_EMPLOYMENT_RATIO), u * r / (of * of) + 1 - u);
  assert_true(isnan(slope_of(&s, "/stages/seek/duration/fixed", PK_EMPLOYMENT_RATIO)));
  sloped_free(&s);
}

/* 10 people for 4 steps at 30 a step, discounted by δ a step; those who arrive at 1 have 3 left. */
static void amounts_and_people(void **state) {
  (void)state;
  const double d = pow(1.03, -1.0 / 12);
  sloped s = sloped_read("'horizon':4,'accounts':{'town':{'unit':'euro','discount':0.03}},"
                         "'stages':{'home':{'final':true,'amounts':{'town':{'per_step':30,"
                         "'on_entry':7}}}},'transitions':{},'groups':{'all':{'size':10,"
                         "'start':'home','arrivals':{'per_step':[2]}}}",
                         -1);
  double four = 1 + d + d * d + d * d * d, three = four - 1;
  assert_near(slope_of(&s, "/stages/home/amounts/town/per_step", PK_OUTCOMES),
              10 * four + 2 * three);
  assert_near(slope_of(&s, "/stages/home/amounts/town/on_entry", PK_OUTCOMES), 10 + 2 * d);
  assert_near(slope_of(&s, "/groups/all/size", PK_OUTCOMES), 30 * four + 7);
  assert_near(slope_of(&s, "/groups/all/arrivals/per_step/0", PK_OUTCOMES), 30 * three + 7 * d);
  sloped_free(&s);
}

/* A group of which a part q begins at work, beside another: what one more of the first does. */
static void where_a_group_begins_and_how_large_it_is(void **state) {
  (void)state;
  sloped s = sloped_read("'horizon':2,'stages':{'home':{'final':true},'work':{'final':true,"
                         "'employed':true}},'transitions':{},'groups':{"
                         "'a':{'size':10,'start':{'home':0.6,'work':0.4}},"
                         "'b':{'size':30,'start':'home'}}",
                         -1);
  assert_near(slope_of(&s, "/groups/a/start/work", PK_EMPLOYED_AT_END), 0.25);
  assert_near(slope_of(&s, "/groups/a/start/home", PK_EMPLOYED_AT_END), -0.25);
  assert_near(slope_of(&s, "/groups/a/size", PK_EMPLOYED_AT_END), (0.4 - 0.1) / 40);
  assert_near(slope_of(&s, "/groups/b/size", PK_EMPLOYED_AT_END), -0.1 / 40);
  sloped_free(&s);
}

/* ---------------------------------------------------------------------------------- at an edge */

/* A share of 0 grows into what others leave, also where nobody has yet come to what it leads to. */
static void a_share_of_nothing_has_the_slope_of_growing(void **state) {
  (void)state;
  sloped s = sloped_read(
      "'horizon':4,'stages':{'seek':{'duration':{'fixed':1}},'course':{'duration':{'fixed':1}},"
      "'work':{'final':true,'employed':true},'out':{'final':true}},'transitions':{"
      "'a':{'from':'seek','to':'work','share':0.2},'b':{'from':'seek','to':'out','share':0.8},"
      "'c':{'from':'seek','to':'course','share':0},"
      "'d':{'from':'course','to':'work','share':0.5},'e':{'from':'course','to':'out',"
      "'share':'rest'}},'groups':{'all':{'size':1,'start':'seek'}}",
      -1);
  assert_true(fabs(slope_of(&s, "/transitions/c/share", PK_EMPLOYMENT_RATIO) - (0.5 - 0.2)) < 1e-9);
  assert_true(fabs(slope_of(&s, "/transitions/d/share", PK_EMPLOYMENT_RATIO)) < 1e-9);
  sloped_free(&s);
}

static void a_support_that_all_or_none_get_has_a_slope(void **state) {
  (void)state;
  static const char *const uptakes[] = {"0", "1"};
  for (int i = 0; i < 2; i++) {
    char parts[1000];
    snprintf(parts, sizeof parts,
             "'horizon':3,'actors':{'club':{'sector':'third'}},'stages':{'seek':{},"
             "'work':{'final':true,'employed':true}},'transitions':{"
             "'a':{'from':'seek','to':'work','per_step':0.1}},'supports':{'coach':{"
             "'actors':{'club':{}},'uptake':%s,'effect':{'transition':'a','hazard_ratio':3,"
             "'included':false}}},'groups':{'all':{'size':10,'start':'seek'}}",
             uptakes[i]);
    sloped s = sloped_read(parts, -1);
    double with = 1 - pow(0.9, 9), without = 1 - pow(0.9, 3);
    double slope = slope_of(&s, "/supports/coach/uptake", PK_EMPLOYMENT_RATIO);
    assert_true(fabs(slope - (with - without)) < 1e-9);
    sloped_free(&s);
  }
}

static void a_chance_that_is_certain_has_none(void **state) {
  (void)state;
  sloped s = sloped_read("'horizon':3,'stages':{'seek':{},'work':{'final':true,'employed':true},"
                         "'out':{'final':true}},'transitions':{"
                         "'a':{'from':'seek','to':'work','per_step':0.4},"
                         "'b':{'from':'seek','to':'out','per_step':0.6}},"
                         "'groups':{'all':{'size':10,'start':'seek'}}",
                         -1);
  assert_true(isnan(slope_of(&s, "/transitions/a/per_step", PK_EMPLOYMENT_RATIO)));
  assert_true(!isnan(slope_of(&s, "/groups/all/size", PK_EMPLOYMENT_RATIO)));
  sloped_free(&s);
}

/* -------------------------------------------------------------------------- against differences */

static void assert_slopes_are_differences(const sloped *s, uint64_t seed, int *compared) {
  for (int i = 0; i < s->slopes.quantity_count; i++) {
    const pk_quantity *q = &s->slopes.quantities[i];
    const double *slope = s->slopes.slope + i * s->slopes.question_count;
    double far = distance(s, q), want[MOST_QUESTIONS], rounding[MOST_QUESTIONS];
    if (q->form == PK_QUANTITY_WHOLE || far < 1e-6)
      continue;
    differences(s, q, far, want, rounding);
    for (int k = 0; k < s->slopes.question_count; k++, ++*compared) {
      double error = fabs(slope[k] - want[k]);
      bool both = isnan(slope[k]) && isnan(want[k]);
      if (!both && !(error <= fmax(1e-9, 1e-6 * fabs(want[k])) + rounding[k]))
        fail_msg("model %llu, %s, question %d: slope %.12g, difference %.12g",
                 (unsigned long long)seed, q->number->pointer, k, slope[k], want[k]);
    }
  }
}

static void slopes_are_differences_for_every_number_of_models_by_lot(void **state) {
  (void)state;
  int compared = 0;
  for (uint64_t seed = 1; seed <= (uint64_t)models(); seed++) {
    char *text = seed % 2 ? random_run_text(seed) : random_model(seed, NULL);
    sloped s = sloped_new(text, seed % 5 == 0 ? 0 : -1, seed % 7 == 0 ? 1000 : 0);
    assert_slopes_are_differences(&s, seed, &compared);
    sloped_free(&s);
  }
  assert_true(compared > 100 * models());
}

/* What models by lot seldom have: stays under way, with supports that a part gets; runs of work
 * over several stages and a passage; limits. */
static void slopes_are_differences_in_odd_places(void **state) {
  (void)state;
  static const char *const odd[] = {
      "'horizon':14,'actors':{'club':{'sector':'third','until':6}},'stages':{'seek':{},"
      "'course':{'duration':{'gamma':{'shape':2.5,'scale':3}}},'gate':{'passage':true},"
      "'job':{'employed':true,'open':true,'duration':{'lognormal':{'meanlog':1,'sdlog':0.6}}},"
      "'shop':{'employed':true,'open':true},'out':{'final':true}},'transitions':{"
      "'a':{'from':'seek','to':'course','after':{'weibull':{'shape':1.4,'scale':6}}},"
      "'b':{'from':'seek','to':'job','after':{'loglogistic':{'shape':2,'scale':5}}},"
      "'c':{'from':'seek','to':'out','after':{'gamma':{'shape':0.7,'scale':30}}},"
      "'d':{'from':'course','to':'gate','share':0.8},'e':{'from':'course','to':'seek',"
      "'share':0.2},'f':{'from':'gate','to':'job','share':0.3},'g':{'from':'gate','to':'shop',"
      "'share':0.5},'h':{'from':'gate','to':'seek','share':'rest'},'i':{'from':'job','to':'gate',"
      "'share':1},'j':{'from':'shop','to':'job','per_step':[0.1,0.3,0.05]},"
      "'k':{'from':'shop','to':'seek','per_step':0.02}},'supports':{'coach':{'actors':{'club':{}},"
      "'uptake':0.4,'effect':[{'transition':'a','hazard_ratio':1.8,'included':false},"
      "{'transition':'b','hazard_ratio':1.3,'included':true}]},'mentor':{'actors':{'club':{}},"
      "'uptake':0.7,'effect':[{'transition':'b','hazard_ratio':2.2,'included':false},"
      "{'transition':'f','odds_ratio':1.5,'included':false}]}},"
      "'groups':{'all':{'size':10,'start':{'seek':0.7,'course':0.3},'arrivals':{'per_step':1},"
      "'initial':[{'stage':'seek','elapsed':5,'count':4},{'stage':'course','elapsed':3,"
      "'count':3},{'stage':'shop','elapsed':2,'count':2}]}}",
      "'horizon':14,'region':'finland','start_date':'2026-01-01','accounts':{'municipality':"
      "{'unit':'euro','discount':0.03}},'stages':{'start':{'kind':'job_seeking','duration':"
      "{'geometric':{'mean':3}}},'trial':{'kind':'work_trial','duration':{'weibull':{'shape':1.2,"
      "'scale':8}},'amounts':{'municipality':{'per_step':400}}},'work':{'kind':"
      "'open_labour_market'}},'transitions':{'a':{'from':'start','to':'trial','share':0.6},"
      "'b':{'from':'start','to':'work','share':'rest'},'c':{'from':'trial','to':'work',"
      "'share':0.3},'d':{'from':'trial','to':'start','share':0.7,'at_limit':true},"
      "'e':{'from':'work','to':'start','per_step':0.05}},'groups':{'all':{'size':20,"
      "'start':'start','attributes':{'age':'45'}}}"};
  int compared = 0;
  for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
    sloped s = sloped_read(odd[i], -1);
    assert_slopes_are_differences(&s, i, &compared);
    sloped_free(&s);
  }
  assert_true(compared > 150);
}

static const char *const with_a_club =
    "'horizon':9,'actors':{'club':{'sector':'third'},'town':{'sector':'public'}},"
    "'accounts':{'town':{'unit':'euro','discount':0.05}},'stages':{'seek':{'duration':"
    "{'weibull':{'shape':1.3,'scale':4}},'amounts':{'town':{'per_step':40,'on_entry':5}}},"
    "'shop':{'duration':{'geometric':{'mean':3}},'actors':{'club':{'employer':{'places':9}}}},"
    "'work':{'employed':true,'open':true}},'transitions':{"
    "'a':{'from':'seek','to':'shop','share':0.4},'b':{'from':'seek','to':'work','share':0.6},"
    "'c':{'from':'shop','to':'work','share':0.7},'d':{'from':'shop','to':'seek','share':'rest'},"
    "'e':{'from':'work','to':'seek','per_step':0.1}},'supports':{'coach':{'actors':{'club':{}},"
    "'effect':{'transition':'c','odds_ratio':1.6,'included':true}}},"
    "'groups':{'all':{'size':10,'start':'seek','arrivals':{'per_step':[3,1]}}}";

static void make_again(sloped *s) {
  if (!pk_slopes_make(&s->slopes, &s->study, &s->variant, s->group, s->arena, s->report))
    sloped_fail(s);
}

static void slopes_are_differences_where_steps_are_finer(void **state) {
  (void)state;
  int compared = 0;
  sloped s = sloped_read(with_a_club, -1);
  s.study.refine = 3;
  make_again(&s);
  assert_slopes_are_differences(&s, 3, &compared);
  assert_true(compared > 80);
  sloped_free(&s);
}

/* Without the club nobody may enter the shop, and the ratio is what those lose who were there. */
static void slopes_are_differences_where_somebody_is_withdrawn(void **state) {
  (void)state;
  int compared = 0;
  sloped s = sloped_read(with_a_club, -1);
  double ratio = slope_of(&s, "/supports/coach/effect/odds_ratio", PK_EMPLOYMENT_RATIO);
  const bool withdrawn[] = {true, false};
  s.variant.withdrawn = withdrawn;
  make_again(&s);
  assert_slopes_are_differences(&s, 4, &compared);
  assert_true(compared > 80 && ratio == 0);
  assert_true(slope_of(&s, "/transitions/c/share", PK_EMPLOYMENT_RATIO) == 0);
  sloped_free(&s);
}

/* Euler: an account is Σ amount × slope, and Σ people × slope; ratios do not change when all groups
 * grow alike. */
static void slopes_add_up_where_answers_are_sums(void **state) {
  (void)state;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    sloped s = sloped_new(random_model(seed, NULL), -1, 0);
    double now[MOST_QUESTIONS], people[MOST_QUESTIONS] = {0}, paid[MOST_QUESTIONS] = {0};
    int n = s.slopes.question_count;
    answers_at(&s, s.slopes.quantities, s.slopes.quantities->number->value, now);
    for (int i = 0; i < s.slopes.quantity_count; i++)
      for (int k = 0; k < n; k++) {
        const pk_quantity *q = &s.slopes.quantities[i];
        double part = q->number->value * s.slopes.slope[i * n + k];
        if (q->form == PK_QUANTITY_SIZE || q->form == PK_QUANTITY_ARRIVAL ||
            q->form == PK_QUANTITY_INITIAL)
          people[k] += part;
        if (q->form == PK_QUANTITY_PER_STEP_MONEY || q->form == PK_QUANTITY_ENTRY_MONEY)
          paid[k] += part;
      }
    for (int k = 0; k < PK_OUTCOMES; k++)
      assert_true(isnan(people[k]) || fabs(people[k]) < 1e-9);
    for (int k = PK_OUTCOMES; k < n; k++) {
      assert_true(fabs(people[k] - now[k]) <= 1e-9 * (1 + fabs(now[k])));
      assert_true(fabs(paid[k] - now[k]) <= 1e-9 * (1 + fabs(now[k])));
    }
    sloped_free(&s);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_share_and_a_mean_of_one_stage),
      cmocka_unit_test(the_means_of_a_race),
      cmocka_unit_test(the_chances_of_one_step),
      cmocka_unit_test(an_odds_ratio_and_who_gets_it),
      cmocka_unit_test(amounts_and_people),
      cmocka_unit_test(where_a_group_begins_and_how_large_it_is),
      cmocka_unit_test(a_share_of_nothing_has_the_slope_of_growing),
      cmocka_unit_test(a_support_that_all_or_none_get_has_a_slope),
      cmocka_unit_test(a_chance_that_is_certain_has_none),
      cmocka_unit_test(slopes_are_differences_for_every_number_of_models_by_lot),
      cmocka_unit_test(slopes_are_differences_in_odd_places),
      cmocka_unit_test(slopes_are_differences_where_steps_are_finer),
      cmocka_unit_test(slopes_are_differences_where_somebody_is_withdrawn),
      cmocka_unit_test(slopes_add_up_where_answers_are_sums),
  };
  return RUN(tests);
}
