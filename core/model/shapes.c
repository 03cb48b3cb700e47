/* The keys of the format polku/1, written down once (shapes.h). */
#include "model/shapes.h"

#define SHAPE(id, ...)                                                                             \
  static const pk_key keys_of_##id[] = {__VA_ARGS__, {NULL, false}};                               \
  const pk_shape pk_shape_##id = {#id, keys_of_##id}
#define KEY(name)                                                                                  \
  { name, false }
#define NEED(name)                                                                                 \
  { name, true }

const char *const pk_section_names[PK_SECTION_COUNT] = {
    "sources", "accounts", "budgets", "actors", "stages",  "transitions", "supports",
    "groups",  "gaps",     "notes",   "paths",  "targets", "scenarios"};

SHAPE(model, KEY("$schema"), NEED("format"), KEY("title"), KEY("about"), KEY("region"),
      KEY("rules_as_of"), KEY("start_date"), KEY("follow_calendar"), KEY("step"), NEED("horizon"),
      KEY("order"), KEY("sources"), KEY("accounts"), KEY("budgets"), KEY("actors"), NEED("stages"),
      KEY("transitions"), KEY("supports"), KEY("groups"), KEY("gaps"), KEY("notes"), KEY("paths"),
      KEY("targets"), KEY("scenarios"));
SHAPE(order, KEY("sources"), KEY("accounts"), KEY("budgets"), KEY("actors"), KEY("stages"),
      KEY("transitions"), KEY("supports"), KEY("groups"), KEY("gaps"), KEY("notes"), KEY("paths"),
      KEY("targets"), KEY("scenarios"));
SHAPE(text, KEY("fi"), KEY("sv"), KEY("en"));

SHAPE(source, KEY("title"), KEY("publisher"), KEY("year"), KEY("url"), KEY("accessed"));
SHAPE(account, KEY("name"), KEY("unit"), KEY("discount"));
SHAPE(budget, KEY("name"), NEED("kinds"), NEED("account"), NEED("per_year"));
SHAPE(actor, KEY("name"), NEED("sector"), KEY("kind"), KEY("region"), KEY("from"), KEY("until"));

SHAPE(stage, KEY("name"), KEY("kind"), KEY("region"), KEY("passage"), KEY("final"), KEY("employed"),
      KEY("open"), KEY("duration"), KEY("refused"), KEY("attributes"), KEY("actors"),
      KEY("amounts"), KEY("queue"));
SHAPE(standing, KEY("places"), KEY("clients"), KEY("text"), KEY("from"), KEY("until"));
SHAPE(places_per, NEED("per"), NEED("each"));
SHAPE(amount, KEY("per_step"), KEY("on_entry"));
SHAPE(queue, KEY("max"), KEY("patience"), KEY("gives_up"), KEY("waits_as"));

SHAPE(transition, KEY("name"), NEED("from"), NEED("to"), KEY("share"), KEY("per_step"),
      KEY("after"), KEY("at_limit"), KEY("carried_by"), KEY("referral"));
SHAPE(referral, KEY("in"), KEY("out"));
SHAPE(support, KEY("name"), KEY("text"), KEY("role"), KEY("actors"), KEY("at"), KEY("effect"),
      KEY("uptake"), KEY("from"), KEY("until"));
SHAPE(effect, KEY("transition"), KEY("odds_ratio"), KEY("hazard_ratio"), KEY("included"),
      KEY("stage"), KEY("places"));

SHAPE(group, KEY("name"), KEY("region"), KEY("size"), KEY("start"), KEY("attributes"),
      KEY("histories"), KEY("arrivals"), KEY("initial"), KEY("allocate"));
SHAPE(history, KEY("latest"), KEY("pattern"), KEY("value"));
SHAPE(arrivals, NEED("per_step"));
SHAPE(initial, KEY("stage"), KEY("elapsed"), KEY("waiting_for"), KEY("waited"), NEED("count"));

SHAPE(gap, NEED("stages"), NEED("row"), KEY("question"), KEY("text"));
SHAPE(note, KEY("about"), NEED("text"), KEY("by"));
SHAPE(path, KEY("name"), NEED("stages"));
SHAPE(target, KEY("name"), NEED("outcome"), NEED("at"), KEY("group"), NEED("observed"),
      KEY("source"));
SHAPE(scenario, KEY("name"), KEY("patch"), KEY("withdraw"), KEY("from"), KEY("until"));

SHAPE(number, NEED("value"), KEY("basis"), KEY("source"), KEY("evidence"), KEY("range"),
      KEY("distribution"), KEY("note"));
SHAPE(evidence, NEED("events"), KEY("of"), KEY("exposure"), KEY("unit"));
SHAPE(observed, NEED("events"), NEED("of"));
SHAPE(link, KEY("text"));

SHAPE(fixed, NEED("value"), KEY("unit"), KEY("basis"), KEY("source"), KEY("evidence"), KEY("range"),
      KEY("distribution"), KEY("note"));
SHAPE(uniform, NEED("min"), NEED("max"), KEY("unit"));
SHAPE(mean, NEED("mean"), KEY("unit"));
SHAPE(scaled, NEED("shape"), NEED("scale"), KEY("unit"));
SHAPE(lognormal, NEED("meanlog"), NEED("sdlog"), KEY("unit"));

SHAPE(prior_beta, NEED("a"), NEED("b"));
SHAPE(prior_gamma, NEED("shape"), NEED("scale"));
SHAPE(prior_normal, NEED("mean"), NEED("sd"));
SHAPE(prior_lognormal, NEED("meanlog"), NEED("sdlog"));
SHAPE(prior_triangular, NEED("min"), NEED("mode"), NEED("max"));
SHAPE(prior_uniform, NEED("min"), NEED("max"));

const pk_shape *const pk_shapes[] = {&pk_shape_model,
                                     &pk_shape_order,
                                     &pk_shape_text,
                                     &pk_shape_source,
                                     &pk_shape_account,
                                     &pk_shape_budget,
                                     &pk_shape_actor,
                                     &pk_shape_stage,
                                     &pk_shape_standing,
                                     &pk_shape_places_per,
                                     &pk_shape_amount,
                                     &pk_shape_queue,
                                     &pk_shape_transition,
                                     &pk_shape_referral,
                                     &pk_shape_support,
                                     &pk_shape_effect,
                                     &pk_shape_group,
                                     &pk_shape_history,
                                     &pk_shape_arrivals,
                                     &pk_shape_initial,
                                     &pk_shape_gap,
                                     &pk_shape_note,
                                     &pk_shape_path,
                                     &pk_shape_target,
                                     &pk_shape_scenario,
                                     &pk_shape_number,
                                     &pk_shape_evidence,
                                     &pk_shape_observed,
                                     &pk_shape_fixed,
                                     &pk_shape_uniform,
                                     &pk_shape_mean,
                                     &pk_shape_scaled,
                                     &pk_shape_lognormal,
                                     &pk_shape_link,
                                     &pk_shape_prior_beta,
                                     &pk_shape_prior_gamma,
                                     &pk_shape_prior_normal,
                                     &pk_shape_prior_lognormal,
                                     &pk_shape_prior_triangular,
                                     &pk_shape_prior_uniform,
                                     NULL};
