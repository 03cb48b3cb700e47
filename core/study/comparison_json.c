/* A comparison for other programs: format polku-comparison/1. Everything that the text says is in
 * it, under the names that results use. */
#include "study/comparison_text.h"
#include "study/regions.h"

#include <math.h>

/* --------------------------------------------------------------------------------------- cases */

static void interval(pk_json *json, const char *key, const pk_estimate *e) {
  pk_json_key(json, key);
  pk_json_object(json);
  pk_json_number_field(json, "value", e->interval.value);
  pk_json_number_field(json, "low", e->interval.low);
  pk_json_number_field(json, "high", e->interval.high);
  pk_json_number_field(json, "luck_share", e->interval.luck_share);
  pk_json_object_end(json);
}

/* What each case comes to by itself; everything else is in a result of its own. */
static void alone(pk_json *json, const polku_result *r) {
  pk_json_field(json, "engine", r->engine);
  pk_json_field(json, "step", pk_step_ids[r->step]);
  pk_json_integer_field(json, "horizon", r->horizon);
  pk_json_integer_field(json, "runs", r->runs);
  pk_json_number_field(json, "people", r->all.people);
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
  pk_json_name_field(json, "title", &c->titles[i]);
  pk_json_field(json, "model", c->models[i]->file);
  pk_json_field(json, "scenario", c->models[i]->scenario);
  pk_json_field(json, "region", c->models[i]->region);
  if (c->results[i]) {
    pk_json_number_field(json, "chance_best", c->best[i]);
    alone(json, c->results[i]);
  }
  pk_json_object_end(json);
}

/* ---------------------------------------------------------------------------------- differences */

/* A share told in people, as the text tells it. */
static void in_people(pk_json *json, const pk_paired *p, double people) {
  pk_json_key(json, "people");
  pk_json_object(json);
  pk_json_number_field(json, "of", people);
  pk_json_number_field(json, "before", p->before * people);
  pk_json_number_field(json, "after", p->after * people);
  pk_json_number_field(json, "difference", p->value * people);
  pk_json_number_field(json, "low", p->low * people);
  pk_json_number_field(json, "high", p->high * people);
  pk_json_number_field(json, "expected_low", p->expected_low * people);
  pk_json_number_field(json, "expected_high", p->expected_high * people);
  pk_json_number_field(json, "error", p->error * people);
  pk_json_object_end(json);
}

/* `people`: of how many a share is told; 0 of what is no share. */
static void paired(pk_json *json, const char *key, const pk_paired *p, double people) {
  pk_json_key(json, key);
  pk_json_object(json);
  pk_json_number_field(json, "before", p->before);
  pk_json_number_field(json, "after", p->after);
  pk_json_number_field(json, "difference", p->value);
  pk_json_number_field(json, "low", p->low);
  pk_json_number_field(json, "high", p->high);
  pk_json_number_field(json, "luck_share", p->luck_share);
  pk_json_number_field(json, "expected_low", p->expected_low);
  pk_json_number_field(json, "expected_high", p->expected_high);
  pk_json_number_field(json, "better", p->better);
  pk_json_number_field(json, "error", p->error);
  pk_json_number_field(json, "noise", p->noise);
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
    pk_json_number_field(json, "cost", p->cost);
    pk_json_number_field(json, "people", p->people);
    pk_json_number_field(json, "each", p->each);
    pk_json_number_field(json, "low", p->low);
    pk_json_number_field(json, "high", p->high);
    pk_json_number_field(json, "chance_worth", p->chance_worth);
    pk_json_object_end(json);
  }
  pk_json_object_end(json);
}

static void beside(pk_json *json, const polku_comparison *c, int other) {
  const pk_beside *b = &c->beside[other];
  pk_json_object(json);
  pk_json_integer_field(json, "case", other);
  pk_json_integer_field(json, "with", 0);
  pk_json_bool_field(json, "region_differs", b->region_differs);
  if (b->paired) {
    pk_json_bool_field(json, "same_people", b->same_people);
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
  pk_json_integer_field(json, "seed", (long long)c->results[0]->seed);
  pk_json_integer_field(json, "draws", c->draws);
  pk_json_bool_field(json, "drawn", c->drawn);
  pk_json_bool_field(json, "stopped", c->stopped);
  pk_json_bool_field(json, "shortened", c->shortened);
  pk_json_number_field(json, "information", c->information);
  pk_json_number_field(json, "worth", c->worth_account >= 0 ? c->worth : NAN);
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
