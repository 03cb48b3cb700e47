/* A comparison for other programs: format polku-comparison/1. Everything that the text says is in
 * it, under the names that results use. */
#include "study/comparison_text.h"
#include "study/regions.h"

#include <math.h>

static void number(pk_json *json, const char *key, double value) {
  pk_json_key(json, key);
  pk_json_number(json, value);
}

static void integer(pk_json *json, const char *key, long long value) {
  pk_json_key(json, key);
  pk_json_integer(json, value);
}

static void truth(pk_json *json, const char *key, bool value) {
  pk_json_key(json, key);
  pk_json_bool(json, value);
}

static void name(pk_json *json, const char *key, const pk_name *n) {
  static const char *const languages[] = {"fi", "sv", "en"};
  pk_json_key(json, key);
  pk_json_object(json);
  for (int i = 0; i < 3; i++)
    if (n->in[i])
      pk_json_field(json, languages[i], n->in[i]);
  pk_json_object_end(json);
}

/* --------------------------------------------------------------------------------------- cases */

static void interval(pk_json *json, const char *key, const pk_estimate *e) {
  pk_json_key(json, key);
  pk_json_object(json);
  number(json, "value", e->interval.value);
  number(json, "low", e->interval.low);
  number(json, "high", e->interval.high);
  number(json, "luck_share", e->interval.luck_share);
  pk_json_object_end(json);
}

/* What each case comes to by itself; everything else is in a result of its own. */
static void alone(pk_json *json, const polku_result *r) {
  pk_json_field(json, "engine", r->engine);
  pk_json_field(json, "step", pk_step_name(r->step));
  integer(json, "horizon", r->horizon);
  integer(json, "runs", r->runs);
  number(json, "people", r->all.people);
  pk_json_key(json, "outcomes");
  pk_json_object(json);
  for (int o = 0; o < PK_OUTCOMES; o++)
    interval(json, pk_outcome_name((pk_outcome)o), &r->all.outcomes[o]);
  pk_json_object_end(json);
  pk_json_key(json, "amounts");
  pk_json_object(json);
  for (int a = 0; a < r->account_count; a++)
    interval(json, r->accounts[a].id, &r->all.money[a]);
  pk_json_object_end(json);
}

static void one_case(pk_json *json, const polku_comparison *c, int i) {
  pk_json_object(json);
  pk_json_field(json, "name", c->names[i]);
  name(json, "title", &c->titles[i]);
  pk_json_field(json, "model", c->models[i]->file);
  pk_json_field(json, "scenario", c->models[i]->scenario);
  pk_json_field(json, "region", c->models[i]->region);
  if (c->results[i]) {
    number(json, "chance_best", c->best[i]);
    alone(json, c->results[i]);
  }
  pk_json_object_end(json);
}

/* ---------------------------------------------------------------------------------- differences */

/* A share told in people, as the text tells it. */
static void in_people(pk_json *json, const pk_paired *p, double people) {
  pk_json_key(json, "people");
  pk_json_object(json);
  number(json, "of", people);
  number(json, "before", p->before * people);
  number(json, "after", p->after * people);
  number(json, "difference", p->value * people);
  number(json, "low", p->low * people);
  number(json, "high", p->high * people);
  number(json, "expected_low", p->expected_low * people);
  number(json, "expected_high", p->expected_high * people);
  number(json, "error", p->error * people);
  pk_json_object_end(json);
}

/* `people`: of how many a share is told; 0 of what is no share. */
static void paired(pk_json *json, const char *key, const pk_paired *p, double people) {
  pk_json_key(json, key);
  pk_json_object(json);
  number(json, "before", p->before);
  number(json, "after", p->after);
  number(json, "difference", p->value);
  number(json, "low", p->low);
  number(json, "high", p->high);
  number(json, "luck_share", p->luck_share);
  number(json, "expected_low", p->expected_low);
  number(json, "expected_high", p->expected_high);
  number(json, "better", p->better);
  number(json, "error", p->error);
  number(json, "noise", p->noise);
  if (people > 0)
    in_people(json, p, people);
  pk_json_object_end(json);
}

static bool in_months(int outcome) {
  return outcome == PK_MONTHS_EMPLOYED || outcome == PK_RESTRICTED_MEAN;
}

static void answer(pk_json *json, const polku_comparison *c, int other, int at) {
  pk_json_key(json, "outcomes");
  pk_json_object(json);
  for (int o = 0; o < PK_OUTCOMES; o++)
    paired(json, pk_outcome_name((pk_outcome)o), pk_paired_at(c, other, at, o),
           in_months(o) ? 0 : pk_compared_people(c, other, at));
  pk_json_object_end(json);
  pk_json_key(json, "amounts");
  pk_json_object(json);
  for (int a = 0; a < c->account_count; a++)
    paired(json, c->accounts[a].id, pk_paired_at(c, other, at, PK_OUTCOMES + a), 0);
  pk_json_object_end(json);
}

static void groups(pk_json *json, const polku_comparison *c, int other) {
  pk_json_key(json, "groups");
  pk_json_object(json);
  for (int g = 0; g < c->group_count; g++) {
    pk_json_key(json, c->groups[g].id);
    pk_json_object(json);
    answer(json, c, other, g + 1);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void prices(pk_json *json, const polku_comparison *c, int other) {
  static const char *const forms[] = {"each", "dominates", "dominated", "saved", "undecided"};
  const pk_beside *beside = &c->beside[other];
  pk_json_key(json, "prices");
  pk_json_object(json);
  for (int i = 0; i < beside->price_count; i++) {
    const pk_price *p = &beside->prices[i];
    pk_json_key(json, c->accounts[p->account].id);
    pk_json_object(json);
    pk_json_field(json, "unit", c->account_units[p->account]);
    pk_json_field(json, "form", forms[p->form]);
    number(json, "cost", p->cost);
    number(json, "people", p->people);
    number(json, "each", p->each);
    number(json, "low", p->low);
    number(json, "high", p->high);
    number(json, "chance_worth", p->chance_worth);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void beside(pk_json *json, const polku_comparison *c, int other) {
  const pk_beside *b = &c->beside[other];
  pk_json_object(json);
  integer(json, "case", other);
  integer(json, "with", 0);
  truth(json, "region_differs", b->region_differs);
  if (b->paired) {
    truth(json, "same_people", b->same_people);
    answer(json, c, other, 0);
    groups(json, c, other);
    prices(json, c, other);
  }
  if (b->changes) {
    pk_json_key(json, "structure");
    pk_model_changes_json(b->changes, json);
  }
  if (b->behaviours) {
    pk_json_key(json, "rules");
    pk_behaviours_json(b->behaviours, json);
  }
  pk_json_object_end(json);
}

/* ------------------------------------------------------------------------------------ the whole */

static void how(pk_json *json, const polku_comparison *c) {
  if (!c->results[0])
    return;
  pk_json_field(json, "outcome", pk_outcome_name(c->outcome));
  pk_json_field(json, "engine", c->results[0]->engine);
  integer(json, "seed", (long long)c->results[0]->seed);
  integer(json, "draws", c->draws);
  truth(json, "drawn", c->drawn);
  truth(json, "stopped", c->stopped);
  truth(json, "shortened", c->shortened);
  number(json, "information", c->information);
  number(json, "worth", c->worth_account >= 0 ? c->worth : NAN);
  pk_json_field(json, "worth_account",
                c->worth_account >= 0 ? c->accounts[c->worth_account].id : NULL);
}

char *polku_comparison_json(const polku_comparison *c) {
  if (!c)
    return NULL;
  pk_text out = PK_TEXT_EMPTY;
  pk_json json = pk_json_start(&out, 4);
  pk_json_object(&json);
  pk_json_field(&json, "format", "polku-comparison/1");
  how(&json, c);
  pk_json_key(&json, "cases");
  pk_json_array(&json);
  for (int i = 0; i < c->case_count; i++)
    one_case(&json, c, i);
  pk_json_array_end(&json);
  pk_json_key(&json, "comparisons");
  pk_json_array(&json);
  for (int i = 1; i < c->case_count; i++)
    beside(&json, c, i);
  pk_json_array_end(&json);
  if (c->side_by_side) {
    pk_json_key(&json, "regions");
    pk_regions_json(c->side_by_side, c, &json);
  }
  pk_provenance_write(&json, &c->provenance);
  pk_json_object_end(&json);
  pk_text_add_char(&out, '\n');
  return pk_text_take(&out);
}
