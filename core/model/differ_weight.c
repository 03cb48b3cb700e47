/* What each field of the format is to those who use a model: how grave a change of it is, what its
 * values are, and how a person calls it. The first row that fits is the one.
 *
 * Breaking is what makes the same id mean something else: whoever asks a result for it gets another
 * answer to another question. Numbers, roles and dates are warnings: the same question, another
 * answer. Names, texts and sources are information. */
#include "model/differ_parts.h"

#include <string.h>

#define BREAKING POLKU_CHANGE_BREAKING
#define WARNING POLKU_CHANGE_WARNING
#define INFO POLKU_CHANGE_INFO

static const pk_field fields[] = {
    {"", "format", BREAKING, PK_TOLD_PLAIN, "format"},
    {"", "region", BREAKING, PK_TOLD_REGION, "region"},
    {"", "rules_as_of", WARNING, PK_TOLD_DATE, "rules_as_of"},
    {"", "start_date", WARNING, PK_TOLD_DATE, "start_date"},
    {"", "step", BREAKING, PK_TOLD_PLAIN, "step"},
    {"", "horizon", BREAKING, PK_TOLD_STEPS, "horizon"},
    {"", "follow_calendar", WARNING, PK_TOLD_PLAIN, "follow_calendar"},
    {"", "title", INFO, PK_TOLD_PLAIN, "title"},
    {"", "title/@name", INFO, PK_TOLD_PLAIN, "title_in"},
    {"", "about/**", INFO, PK_TOLD_PLAIN, "about"},
    {"", "about", INFO, PK_TOLD_PLAIN, "about"},
    {"", "order/**", INFO, PK_TOLD_PLAIN, "order"},
    {"", "$schema", INFO, PK_TOLD_PLAIN, "schema"},

    {"sources", "title/**", INFO, PK_TOLD_PLAIN, "title"},
    {"sources", "title", INFO, PK_TOLD_PLAIN, "title"},
    {"sources", "publisher/**", INFO, PK_TOLD_PLAIN, "publisher"},
    {"sources", "publisher", INFO, PK_TOLD_PLAIN, "publisher"},
    {"sources", "year", INFO, PK_TOLD_PLAIN, "year"},
    {"sources", "url", INFO, PK_TOLD_PLAIN, "url"},
    {"sources", "accessed", INFO, PK_TOLD_DATE, "accessed"},
    {"sources", "**", INFO, PK_TOLD_PLAIN, NULL},
    {"gaps", "question/**", INFO, PK_TOLD_PLAIN, "question"},
    {"gaps", "question", INFO, PK_TOLD_PLAIN, "question"},
    {"gaps", "row", INFO, PK_TOLD_PLAIN, "row"},
    {"gaps", "stages/@stage", INFO, PK_TOLD_PLAIN, "gap_stage"},
    {"gaps", "text/**", INFO, PK_TOLD_PLAIN, "text"},
    {"gaps", "**", INFO, PK_TOLD_PLAIN, NULL},
    {"notes", "text/**", INFO, PK_TOLD_PLAIN, "text"},
    {"notes", "by", INFO, PK_TOLD_PLAIN, "by"},
    {"notes", "**", INFO, PK_TOLD_PLAIN, NULL},

    {"accounts", "unit", BREAKING, PK_TOLD_PLAIN, "unit"},
    {"accounts", "discount", WARNING, PK_TOLD_SHARE, "discount"},

    {"budgets", "kinds", WARNING, PK_TOLD_KIND, "kinds"},
    {"budgets", "account", WARNING, PK_TOLD_ACCOUNT, "account"},
    {"budgets", "per_year", WARNING, PK_TOLD_MONEY, "per_year"},

    {"actors", "sector", BREAKING, PK_TOLD_PLAIN, "sector"},
    {"actors", "kind", WARNING, PK_TOLD_PLAIN, "actor_kind"},
    {"actors", "region", WARNING, PK_TOLD_REGION, "region"},
    {"actors", "withdrawn", WARNING, PK_TOLD_PLAIN, "withdrawn"},

    {"stages", "kind", BREAKING, PK_TOLD_KIND, "kind"},
    {"stages", "region", BREAKING, PK_TOLD_REGION, "region"},
    {"stages", "passage", BREAKING, PK_TOLD_PLAIN, "passage"},
    {"stages", "final", BREAKING, PK_TOLD_PLAIN, "final"},
    {"stages", "employed", BREAKING, PK_TOLD_PLAIN, "employed"},
    {"stages", "open", BREAKING, PK_TOLD_PLAIN, "open"},
    {"stages", "duration", WARNING, PK_TOLD_TIME, "duration"},
    {"stages", "refused", WARNING, PK_TOLD_TARGET, "refused"},
    {"stages", "attributes/@attribute", WARNING, PK_TOLD_VALUE, "attribute"},
    {"stages", "actors/@actor/@role/places", WARNING, PK_TOLD_PLACES, "places"},
    {"stages", "actors/@actor/@role/places/per", WARNING, PK_TOLD_STAGE, "places_per"},
    {"stages", "actors/@actor/@role/places/each", WARNING, PK_TOLD_PLACES, "places_each"},
    {"stages", "actors/@actor/@role/clients", WARNING, PK_TOLD_PEOPLE, "clients"},
    {"stages", "actors/@actor/@role/text", INFO, PK_TOLD_PLAIN, "role_text"},
    {"stages", "actors/@actor/@role/text/@name", INFO, PK_TOLD_PLAIN, "role_text"},
    {"stages", "actors/@actor/@role/from", WARNING, PK_TOLD_DATE, "role_from"},
    {"stages", "actors/@actor/@role/until", WARNING, PK_TOLD_DATE, "role_until"},
    {"stages", "actors/@actor/@role", WARNING, PK_TOLD_ROLE_AT, "role"},
    {"stages", "actors/@actor", WARNING, PK_TOLD_ACTOR_AT, "actor"},
    {"stages", "actors", WARNING, PK_TOLD_PLAIN, "actors"},
    {"stages", "amounts/@account/per_step", WARNING, PK_TOLD_MONEY, "money_step"},
    {"stages", "amounts/@account/on_entry", WARNING, PK_TOLD_MONEY, "money_entry"},
    {"stages", "amounts/@account", WARNING, PK_TOLD_MONEY, "money"},
    {"stages", "amounts", WARNING, PK_TOLD_PLAIN, "amounts"},
    {"stages", "queue", WARNING, PK_TOLD_PLAIN, "queue"},
    {"stages", "queue/max", WARNING, PK_TOLD_PEOPLE, "queue_max"},
    {"stages", "queue/patience", WARNING, PK_TOLD_TIME, "patience"},
    {"stages", "queue/gives_up/@stage", WARNING, PK_TOLD_SHARE, "gives_up"},
    {"stages", "queue/waits_as", WARNING, PK_TOLD_KIND, "waits_as"},
    {"stages", "queue/**", WARNING, PK_TOLD_PLAIN, "queue"},

    {"transitions", "from", BREAKING, PK_TOLD_STAGE, "from"},
    {"transitions", "to", BREAKING, PK_TOLD_STAGE, "to"},
    {"transitions", "share", WARNING, PK_TOLD_SHARE, "share"},
    {"transitions", "per_step", WARNING, PK_TOLD_CHANCE, "per_step"},
    {"transitions", "after", WARNING, PK_TOLD_TIME, "after"},
    {"transitions", "at_limit", WARNING, PK_TOLD_PLAIN, "at_limit"},
    {"transitions", "carried_by/@actor/text/**", INFO, PK_TOLD_PLAIN, "carrier_text"},
    {"transitions", "carried_by/@actor", WARNING, PK_TOLD_PLAIN, "carrier"},
    {"transitions", "carried_by/**", WARNING, PK_TOLD_PLAIN, "carriers"},
    {"transitions", "referral/@actor/in", WARNING, PK_TOLD_PEOPLE, "referral_in"},
    {"transitions", "referral/@actor/out", WARNING, PK_TOLD_PEOPLE, "referral_out"},
    {"transitions", "referral/@actor", WARNING, PK_TOLD_PLAIN, "referral"},
    {"transitions", "referral", WARNING, PK_TOLD_PLAIN, "referrals"},

    {"supports", "role", WARNING, PK_TOLD_ROLE, "support_role"},
    {"supports", "actors/@actor/text/**", INFO, PK_TOLD_PLAIN, "text"},
    {"supports", "actors/@actor", WARNING, PK_TOLD_PLAIN, "actor"},
    {"supports", "actors", WARNING, PK_TOLD_PLAIN, "actors"},
    {"supports", "at/@stage/text/**", INFO, PK_TOLD_PLAIN, "text"},
    {"supports", "at/@stage", WARNING, PK_TOLD_PLAIN, "at"},
    {"supports", "at", WARNING, PK_TOLD_PLAIN, "at_all"},
    {"supports", "effect/included", WARNING, PK_TOLD_PLAIN, "included"},
    {"supports", "effect/odds_ratio", WARNING, PK_TOLD_PLAIN, "odds_ratio"},
    {"supports", "effect/hazard_ratio", WARNING, PK_TOLD_PLAIN, "hazard_ratio"},
    {"supports", "effect/places", WARNING, PK_TOLD_PLACES, "effect_places"},
    {"supports", "effect/transition", WARNING, PK_TOLD_TRANSITION, "effect_on"},
    {"supports", "effect/stage", WARNING, PK_TOLD_STAGE, "effect_on"},
    {"supports", "effect", WARNING, PK_TOLD_EFFECT, "effect"},
    {"supports", "effect/**", WARNING, PK_TOLD_PLAIN, "effect"},
    {"supports", "uptake", WARNING, PK_TOLD_SHARE, "uptake"},

    {"groups", "region", BREAKING, PK_TOLD_REGION, "region"},
    {"groups", "size", WARNING, PK_TOLD_PEOPLE, "size"},
    {"groups", "start", WARNING, PK_TOLD_STAGE, "start"},
    {"groups", "start/@stage", WARNING, PK_TOLD_SHARE, "start_share"},
    {"groups", "attributes/@attribute", WARNING, PK_TOLD_VALUE, "attribute"},
    {"groups", "attributes/@attribute/@value", WARNING, PK_TOLD_SHARE, "attribute_share"},
    {"groups", "histories/@history/latest", WARNING, PK_TOLD_STEPS, "history"},
    {"groups", "histories/@history/value", WARNING, PK_TOLD_PLAIN, "history"},
    {"groups", "histories/@history/latest/@name", WARNING, PK_TOLD_SHARE, "history_share"},
    {"groups", "histories/@history/value/@name", WARNING, PK_TOLD_SHARE, "history_share"},
    {"groups", "histories/@history/**", WARNING, PK_TOLD_PLAIN, "history"},
    {"groups", "arrivals/per_step", WARNING, PK_TOLD_PEOPLE, "arrivals"},
    {"groups", "arrivals/**", WARNING, PK_TOLD_PLAIN, "arrivals"},
    {"groups", "initial", WARNING, PK_TOLD_PLAIN, "initial"},
    {"groups", "allocate", WARNING, PK_TOLD_PLAIN, "allocate"},

    {"paths", "stages", BREAKING, PK_TOLD_PLAIN, "path_stages"},

    {"targets", "outcome", BREAKING, PK_TOLD_PLAIN, "outcome"},
    {"targets", "at", BREAKING, PK_TOLD_STEPS, "target_at"},
    {"targets", "group", BREAKING, PK_TOLD_PLAIN, "target_group"},
    {"targets", "observed/**", WARNING, PK_TOLD_OBSERVED, "observed"},
    {"targets", "observed", WARNING, PK_TOLD_OBSERVED, "observed"},
    {"targets", "source", INFO, PK_TOLD_PLAIN, "source"},

    {"scenarios", "patch", WARNING, PK_TOLD_PLAIN, "patch"},
    {"scenarios", "withdraw", WARNING, PK_TOLD_PLAIN, "withdraw"},

    {NULL, "name", INFO, PK_TOLD_PLAIN, "name"},
    {NULL, "name/@name", INFO, PK_TOLD_PLAIN, "name_in"},
    {NULL, "text/**", INFO, PK_TOLD_PLAIN, "text"},
    {NULL, "text", INFO, PK_TOLD_PLAIN, "text"},
    {NULL, "from", WARNING, PK_TOLD_DATE, "begins"},
    {NULL, "until", WARNING, PK_TOLD_DATE, "ends"},
    {NULL, "**", WARNING, PK_TOLD_PLAIN, NULL}};

static const pk_field remark = {NULL, "**", INFO, PK_TOLD_PLAIN, NULL};

/* Component by component. "**" at the end fits one or more components. */
static bool fits(const char *pattern, const char *field) {
  for (;;) {
    size_t n = strcspn(pattern, "/"), m = strcspn(field, "/");
    if (strcmp(pattern, "**") == 0)
      return true;
    if (*pattern != '@' && (n != m || strncmp(pattern, field, n) != 0))
      return false;
    pattern += n;
    field += m;
    if (!*pattern || !*field)
      return !*pattern && !*field;
    pattern++;
    field++;
  }
}

/* Keys that begin with "x-" are the author's own. */
static bool is_remark(const char *field) {
  return strncmp(field, "x-", 2) == 0 || strstr(field, "/x-") != NULL;
}

const pk_field *pk_field_of(const char *section, const char *field) {
  const pk_field *row = fields;
  if (is_remark(field))
    return &remark;
  while ((row->section && strcmp(row->section, section) != 0) || !fits(row->pattern, field))
    row++;
  return row;
}

/* Parts: what is lost when one is gone, what comes with a new one. */
static const struct {
  const char *section;
  polku_change removed, added;
} parts[] = {{"stages", BREAKING, WARNING},  {"transitions", BREAKING, WARNING},
             {"groups", BREAKING, WARNING},  {"actors", BREAKING, INFO},
             {"accounts", BREAKING, INFO},   {"paths", BREAKING, INFO},
             {"targets", BREAKING, INFO},    {"scenarios", BREAKING, INFO},
             {"supports", WARNING, WARNING}, {"budgets", WARNING, WARNING},
             {"sources", INFO, INFO},        {"gaps", INFO, INFO},
             {"notes", INFO, INFO}};

polku_change pk_part_weight(const char *section, const char *id, pk_change_form form) {
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (strcmp(parts[i].section, section) == 0 && strncmp(id, "x-", 2) != 0)
      return form == PK_PART_REMOVED ? parts[i].removed
             : form == PK_PART_ADDED ? parts[i].added
                                     : POLKU_CHANGE_WARNING;
  return INFO;
}

bool pk_field_next(const char **at, pk_text *out) {
  const char *c = *at;
  if (!*c)
    return false;
  for (; *c && *c != '/'; c++)
    if (c[0] == '~' && (c[1] == '0' || c[1] == '1'))
      pk_text_add_char(out, *++c == '0' ? '~' : '/');
    else
      pk_text_add_char(out, *c);
  *at = *c ? c + 1 : c;
  return true;
}
