/* Going through a law kind by kind, rule by rule, plugin by plugin, interval by interval. */
#include "rules/proof_parts.h"

#include "rules/say.h"
#include "rules/telling.h"
#include <string.h>

bool pk_proof_memory(pk_prover *p) {
  p->failed = true;
  pk_report_memory(p->report);
  return false;
}

const pk_plugin *pk_proof_plugin(const pk_prover *p, int i) {
  return *PK_AT(p->book->plugins, pk_plugin *, i);
}

bool pk_proof_in_law(const pk_prover *p, const pk_plugin *plugin) {
  return pk_plugin_extends(p->book, p->wanted->region, plugin);
}

/* --- laws with and without */

typedef struct made_law {
  int segment;
  const pk_plugin *region;
  const bool *without;
  const pk_law *law; /* NULL: it cannot be made */
} made_law;

static const pk_law *make_law(pk_prover *p, const pk_plugin *region, int segment,
                              const bool *without) {
  bool *kinds = PK_NEW_ARRAY(p->arena, bool, (size_t)p->book->kinds.count);
  if (!kinds) {
    pk_proof_memory(p);
    return NULL;
  }
  kinds[p->kind] = true;
  const pk_law_wanted wanted = {.book = p->book,
                                .region = region,
                                .date = pk_segment_day(&p->segments.at[segment]),
                                .without = without,
                                .kinds = kinds,
                                .tables = p->wanted->tables};
  const pk_law *law = pk_law_new(p->arena, &wanted);
  if (polku_report_failed(p->book->report))
    pk_proof_memory(p);
  p->failed = p->failed || !pk_work_done(p->book, p->report);
  return law;
}

/* The law of `region` in a segment without some plugins (by plugin of the book; NULL: none). */
static const pk_law *law_of(pk_prover *p, const pk_plugin *region, int segment,
                            const bool *without) {
  size_t size = (size_t)p->book->plugins.count * sizeof *without;
  pk_proof_holes(p);
  if (p->hole[segment] || p->failed)
    return NULL;
  pk_work(p->book, (size_t)p->laws.count);
  for (int i = 0; i < p->laws.count; i++) {
    const made_law *known = PK_AT(p->laws, made_law, i);
    if (known->segment == segment && known->region == region && !known->without == !without &&
        (!without || memcmp(known->without, without, size) == 0))
      return known->law;
  }
  const pk_law *law = make_law(p, region, segment, without);
  made_law *slot = p->failed ? NULL : pk_push(p->arena, &p->laws, sizeof *slot);
  if (slot)
    *slot = (made_law){segment, region, without, law};
  else if (!p->failed)
    pk_proof_memory(p);
  return slot ? law : NULL;
}

/* Everything of a level but one plugin; with `one` alone, that one. */
static const bool *leave_out(pk_prover *p, const pk_plugin *one, bool others) {
  bool *without = PK_NEW_ARRAY(p->arena, bool, (size_t)p->book->plugins.count);
  for (int i = 0; without && i < p->book->plugins.count; i++) {
    const pk_plugin *plugin = pk_proof_plugin(p, i);
    without[i] = others ? plugin->level == one->level && plugin != one : plugin == one;
  }
  if (!without)
    pk_proof_memory(p);
  return without;
}

/* --- comparing */

typedef struct question {
  const pk_rule_key *key;
  int segment, wanted;
  const pk_law *laws[2];
} question;

/* False where nothing could be compared. */
static bool compare(pk_prover *p, const question *q, pk_verdict *verdict) {
  *verdict = (pk_verdict){0};
  if (!q->laws[0] || !q->laws[1])
    return false;
  pk_verdict_wanted wanted = {.subjects = {{q->laws[0], *q->key}, {q->laws[1], *q->key}},
                              .look_for = q->wanted};
  for (int i = 0; i < 2 && !wanted.unit; i++)
    wanted.unit = pk_rule_unit(q->laws[1 - i], q->key);
  bool good = pk_verdict_new(p->arena, &wanted, p->report, verdict);
  p->count.combinations += verdict->combinations;
  p->failed = p->failed || polku_report_failed(p->report) || !pk_work_done(p->book, p->report);
  return good;
}

typedef struct rule_name {
  const pk_book *book;
  const pk_rule_key *key;
} rule_name;

static void say_key(pk_text *out, polku_lang lang, const void *about) {
  const rule_name *name = about;
  pk_say_rule(out, name->book, name->key, lang);
}

pk_name pk_proof_tell(const pk_prover *p, const pk_rule_key *key) {
  const rule_name about = {p->book, key};
  return pk_tell(p->arena, p->report, say_key, &about);
}

static pk_name tell_segments(const pk_prover *p, int first, int last) {
  return pk_tell_days(p->arena, p->report, p->segments.at[first].first, p->segments.at[last].last);
}

static const char *where(const pk_prover *p, const pk_voice *voice) {
  return pk_where(p->arena, p->report, voice->file, voice->line);
}

/* A voice speaks with many conditions and cases: the one that gave the answer, if it is its own. */
static void find_line(pk_voice *voice, const pk_reason *by) {
  const pk_plugin *plugin = by->leaf ? by->leaf->plugin : by->layer ? by->layer->plugin : NULL;
  if (voice->version && plugin == voice->plugin)
    voice->line = by->leaf ? by->leaf->line : by->one->source->line;
}

/* --- promises: what the levels above leave to a plugin */

static int forbids(pk_grant grant) {
  static const int directions[] = {
      [PK_GRANT_RESTRICT] = PK_LARGER,
      [PK_GRANT_EXTEND] = PK_SMALLER,
      [PK_GRANT_NONE] = PK_LARGER | PK_SMALLER,
  };
  return directions[grant];
}

/* The first version above that forbids one of the `directions` on a day. */
static bool find_grant(const pk_prover *p, const pk_plugin *plugin, const pk_rule_key *key,
                       pk_date day, int directions, pk_voice *above) {
  for (int i = 0; i < p->book->plugins.count; i++) {
    const pk_plugin *upper = pk_proof_plugin(p, i);
    if (upper->level >= plugin->level || !pk_plugin_extends(p->book, plugin, upper))
      continue;
    const pk_rule *rule = pk_proof_rule(upper, key);
    const pk_version *version = rule ? pk_proof_version(rule, day) : NULL;
    if (!version || !(forbids(version->grant[plugin->level]) & directions))
      continue;
    *above = (pk_voice){upper, rule, version, &upper->rules_file, version->line};
    return true;
  }
  return false;
}

static void report_broken(pk_prover *p, const question *q, const pk_voice *voice,
                          const pk_verdict *verdict) {
  static const char *const breaks[] = {"", "rules.promise.restrict", "rules.promise.extend",
                                       "rules.promise.none"};
  pk_voice above;
  pk_place place;
  int direction = verdict->answers[1] > verdict->answers[0] ? PK_LARGER : PK_SMALLER;
  pk_date day = pk_segment_day(&p->segments.at[q->segment]);
  if (!find_grant(p, voice->plugin, q->key, day, direction, &above))
    return;
  pk_file_place(voice->file, voice->line, &place);
  pk_report_add(p->report, &place, "E-PROMISE-BROKEN", PK_TOLD("rule", pk_proof_tell(p, q->key)),
                "plugin", voice->plugin->id, "breaks",
                breaks[above.version->grant[voice->plugin->level]], "base", above.plugin->id,
                "where", where(p, &above), PK_TOLD("whom", verdict->whom),
                PK_TOLD("before", verdict->told[0]), PK_TOLD("after", verdict->told[1]),
                PK_TOLD("days", tell_segments(p, q->segment, q->segment)), NULL);
}

/* A restriction cannot widen, whatever it says: the core takes the smaller of two answers. Where
 * nothing else of the plugin can change the answer there is no need to go through them all. */
static bool kept_by_mode(const pk_prover *p, const pk_voice *voice, int forbidden) {
  if (p->wanted->thorough || !voice->version || !voice->rule->override ||
      pk_proof_sets(p, voice->plugin, p->kind))
    return false;
  switch (voice->version->mode) {
  case PK_RESTRICT:
    return forbidden == PK_LARGER;
  case PK_EXTEND:
  case PK_ADD:
    return forbidden == PK_SMALLER;
  default:
    return false;
  }
}

/* One plugin and one rule: the first interval in which it breaks a promise is told. */
static void prove_promise(pk_prover *p, const pk_plugin *plugin, const pk_rule_key *key) {
  const bool *without = NULL;
  for (int s = 0; !p->failed && s < p->segments.count; s++) {
    pk_date day = pk_segment_day(&p->segments.at[s]);
    pk_voice voice, above;
    question q = {.key = key, .segment = s};
    for (int direction = PK_LARGER; direction <= PK_SMALLER; direction++)
      if (find_grant(p, plugin, key, day, direction, &above))
        q.wanted |= direction;
    if (!q.wanted || !pk_proof_voice(p, plugin, key, day, &voice) ||
        kept_by_mode(p, &voice, q.wanted))
      continue;
    without = without ? without : leave_out(p, plugin, false);
    q.laws[0] = without ? law_of(p, plugin, s, without) : NULL;
    q.laws[1] = law_of(p, plugin, s, NULL);
    pk_verdict verdict;
    if (!compare(p, &q, &verdict) || !verdict.differs)
      continue;
    find_line(&voice, &verdict.by[1]);
    report_broken(p, &q, &voice, &verdict);
    return;
  }
}

/* --- conflicts between plugins of one level */

static void report_conflict(pk_prover *p, const question *q, const pk_voice voices[2],
                            const pk_verdict *verdict) {
  pk_place place;
  pk_file_place(voices[1].file, voices[1].line, &place);
  pk_report_add(p->report, &place, "E-PLUGIN-CONFLICT", PK_TOLD("rule", pk_proof_tell(p, q->key)),
                "plugin", voices[1].plugin->id, "other", voices[0].plugin->id, "where",
                where(p, &voices[0]), PK_TOLD("whom", verdict->whom),
                PK_TOLD("one", verdict->told[1]), PK_TOLD("two", verdict->told[0]),
                PK_TOLD("days", tell_segments(p, q->segment, q->segment)), "region",
                p->wanted->region->id, "form", pk_rule_form_name(q->key->form), "kind",
                q->key->kind, NULL);
}

static bool adds(const pk_voice *voice) {
  return voice->version && voice->rule->override && voice->version->mode == PK_ADD;
}

/* Each law has one of the two and nothing else of their level, but all levels below: where a plugin
 * below replaces the rule, both laws answer alike. */
static void find_conflict(pk_prover *p, const pk_plugin *const pair[2], const pk_rule_key *key) {
  const bool *without[2] = {NULL, NULL};
  for (int s = 0; !p->failed && s < p->segments.count; s++) {
    pk_date day = pk_segment_day(&p->segments.at[s]);
    pk_voice voices[2];
    question q = {.key = key, .segment = s, .wanted = PK_LARGER | PK_SMALLER};
    if (!pk_proof_voice(p, pair[0], key, day, &voices[0]) ||
        !pk_proof_voice(p, pair[1], key, day, &voices[1]) || (adds(&voices[0]) && adds(&voices[1])))
      continue;
    for (int i = 0; i < 2; i++) {
      without[i] = without[i] ? without[i] : leave_out(p, pair[i], true);
      q.laws[i] = without[i] ? law_of(p, p->wanted->region, s, without[i]) : NULL;
    }
    pk_verdict verdict;
    if (!compare(p, &q, &verdict) || !verdict.differs)
      continue;
    find_line(&voices[0], &verdict.by[0]);
    find_line(&voices[1], &verdict.by[1]);
    report_conflict(p, &q, voices, &verdict);
    return;
  }
}

static void find_conflicts(pk_prover *p, const pk_rule_key *key) {
  int count = p->book->plugins.count;
  for (int i = 0; i < count; i++)
    for (int k = i + 1; k < count; k++) {
      const pk_plugin *const pair[2] = {pk_proof_plugin(p, i), pk_proof_plugin(p, k)};
      if (pair[0]->level == pair[1]->level && pk_proof_in_law(p, pair[0]) &&
          pk_proof_in_law(p, pair[1]))
        find_conflict(p, pair, key);
    }
}

/* --- changes that change nothing */

static void report_idle(pk_prover *p, const pk_rule *rule, const pk_version *version,
                        const pk_rule_key *key, const int compared[2]) {
  static const char *const idle[] = {
      [PK_RESTRICT] = "rules.idle.restrict",
      [PK_EXTEND] = "rules.idle.extend",
      [PK_REPLACE] = "rules.idle.replace",
      [PK_ADD] = "rules.idle.add",
  };
  pk_place place;
  pk_file_place(&rule->plugin->rules_file, version->line, &place);
  pk_report_add(p->report, &place, "W-OVERRIDE-IDLE", PK_TOLD("rule", pk_proof_tell(p, key)),
                "idle", idle[version->mode],
                PK_TOLD("days", tell_segments(p, compared[0], compared[1])), NULL);
}

static void find_idle(pk_prover *p, const pk_rule *rule, const pk_version *version,
                      const pk_rule_key *key) {
  const bool *without = leave_out(p, rule->plugin, false);
  int compared[2] = {-1, -1};
  for (int s = 0; without && s < p->segments.count; s++) {
    pk_date day = pk_segment_day(&p->segments.at[s]);
    if (day < version->from || day > version->until)
      continue;
    const question q = {key,
                        s,
                        PK_LARGER | PK_SMALLER,
                        {law_of(p, rule->plugin, s, without), law_of(p, rule->plugin, s, NULL)}};
    pk_verdict verdict;
    if (!compare(p, &q, &verdict) || verdict.differs)
      return;
    compared[0] = compared[0] < 0 ? s : compared[0];
    compared[1] = s;
  }
  if (compared[0] >= 0 && !p->failed)
    report_idle(p, rule, version, key, compared);
}

static void find_all_idle(pk_prover *p, const pk_plugin *plugin, const pk_rule_key *key) {
  const pk_rule *rule = pk_proof_rule(plugin, key);
  for (int v = 0; rule && rule->override && v < rule->version_count && !p->failed; v++)
    find_idle(p, rule, &rule->versions[v], key);
}

/* --- kind by kind */

/* What a plugin has to do with a kind. */
typedef struct stake {
  bool speaks, overrides, grants, sets;
} stake;

static stake stake_of(const pk_prover *p, const pk_plugin *plugin, int kind) {
  stake has = {.sets = pk_proof_sets(p, plugin, kind)};
  for (int i = 0; i < plugin->rule_count; i++) {
    const pk_rule *rule = &plugin->rules[i];
    if (pk_book_kind(p->book, rule->kind) != kind)
      continue;
    has.speaks = true;
    has.overrides = has.overrides || rule->override;
    for (int v = 0; v < rule->version_count; v++)
      for (int level = 0; level < PK_LEVELS; level++)
        has.grants = has.grants || rule->versions[v].grant[level] != PK_GRANT_ANY;
  }
  return has;
}

/* Whether promises or conflicts are possible at all: most kinds are the state's alone. A thorough
 * proof also looks at all in which the plugin itself has a say; for the rest, those above are
 * asked. */
static bool concerned(const pk_prover *p, int kind) {
  int voices[PK_LEVELS] = {0};
  bool overridden = false, granted = false, set = false, several = false, own = false;
  for (int i = 0; i < p->book->plugins.count; i++) {
    const pk_plugin *plugin = pk_proof_plugin(p, i);
    if (!pk_proof_in_law(p, plugin))
      continue;
    const stake has = stake_of(p, plugin, kind);
    overridden = overridden || has.overrides;
    granted = granted || has.grants;
    set = set || has.sets;
    several = several || (voices[plugin->level] && (has.speaks || has.sets));
    voices[plugin->level] += has.speaks || has.sets;
    own = own || (plugin == p->wanted->region && (has.speaks || has.sets));
  }
  return overridden || several || (granted && set) || (p->wanted->thorough && own);
}

/* What a single rule can be asked, so that what is too large is told before anybody asks. */
static bool measure_one(pk_prover *p, const pk_subject *subject) {
  pk_arena *scratch = pk_arena_new();
  const pk_product *product = scratch ? pk_product_new(scratch, subject, 1, p->report) : NULL;
  bool good = product != NULL;
  if (good)
    p->count.combinations += product->feasible_count;
  if (!scratch)
    pk_proof_memory(p);
  pk_arena_free(scratch);
  p->failed = p->failed || polku_report_failed(p->report) || !pk_work_done(p->book, p->report);
  return good;
}

static void measure(pk_prover *p, const pk_rule_key *key) {
  for (int s = 0; s < p->segments.count && !p->failed; s++) {
    const pk_subject subject = {law_of(p, p->wanted->region, s, NULL), *key};
    if (subject.law && !measure_one(p, &subject))
      return;
  }
}

static void prove_rule(pk_prover *p, const pk_rule_key *key) {
  for (int i = 0; i < p->book->plugins.count && !p->failed; i++) {
    const pk_plugin *plugin = pk_proof_plugin(p, i);
    if (!pk_proof_in_law(p, plugin))
      continue;
    if (plugin->level > PK_LEVEL_STATE)
      prove_promise(p, plugin, key);
    if (p->wanted->thorough)
      find_all_idle(p, plugin, key);
  }
  find_conflicts(p, key);
}

/* What is wrong with a law of some day by itself, apart from parameters that have no value. */
static void take_problems(pk_prover *p) {
  for (int s = 0; s < p->segments.count && !p->failed; s++)
    law_of(p, p->wanted->region, s, NULL);
  if (!p->failed)
    pk_report_take(p->report, p->book->report, NULL, NULL);
}

static void prove_kind(pk_prover *p, int kind) {
  p->kind = kind;
  p->laws = (pk_list){0};
  p->segments = pk_segments_of(p->arena, p->book, p->wanted->region, kind);
  p->hole = PK_NEW_ARRAY(p->arena, bool, (size_t)p->segments.count);
  pk_list keys = pk_rule_keys(p->arena, p->book, p->wanted->region, kind);
  if (!p->hole || polku_report_failed(p->book->report)) {
    pk_proof_memory(p);
    return;
  }
  if (!keys.count)
    return;
  p->count.segments += p->segments.count;
  p->holes_known = false;
  pk_proof_overrides(p);
  if (p->wanted->thorough) {
    pk_proof_holes(p);
    pk_proof_reviews(p);
    take_problems(p);
  }
  size_t errors = polku_report_count(p->report, POLKU_ERROR);
  for (int i = 0; i < keys.count && !p->failed; i++) {
    if (p->wanted->thorough)
      measure(p, PK_AT(keys, pk_rule_key, i));
    if (polku_report_count(p->report, POLKU_ERROR) == errors)
      prove_rule(p, PK_AT(keys, pk_rule_key, i));
    errors = polku_report_count(p->report, POLKU_ERROR);
  }
}

/* --- the whole */

static bool remembers_by_condition(const pk_prover *p) {
  for (int i = 0; i < p->book->memories.count; i++) {
    const pk_memory *memory = PK_AT(p->book->memories, pk_memory, i);
    if (memory->resets_when && memory->plugin == p->wanted->region)
      return true;
  }
  return false;
}

/* Conditions under which something is forgotten belong to no kind: the newest law as a whole. */
static void look_at_memories(pk_prover *p) {
  pk_segments all = pk_segments_of(p->arena, p->book, p->wanted->region, -1);
  if (!all.count) {
    pk_proof_memory(p);
    return;
  }
  const pk_law_wanted wanted = {.book = p->book,
                                .region = p->wanted->region,
                                .date = pk_segment_day(&all.at[all.count - 1]),
                                .tables = p->wanted->tables};
  pk_law_new(p->arena, &wanted);
  pk_report_take(p->report, p->book->report, NULL, NULL);
  p->failed = p->failed || polku_report_failed(p->report) || !pk_work_done(p->book, p->report);
}

/* Laws tell what they lack to a report of their own, a new one for each kind. */
static bool listen(pk_prover *p) {
  polku_report_free(p->book->report);
  p->book->report = polku_report_new();
  return p->book->report || pk_proof_memory(p);
}

static void prove(pk_prover *p) {
  size_t errors = polku_report_count(p->report, POLKU_ERROR);
  p->book->report = NULL;
  pk_proof_settings(p);
  for (int kind = 0; kind < p->book->kinds.count && !p->failed; kind++)
    if (concerned(p, kind) && listen(p))
      prove_kind(p, kind);
  bool clean = !p->failed && polku_report_count(p->report, POLKU_ERROR) == errors;
  if (clean && p->wanted->thorough && remembers_by_condition(p) && listen(p))
    look_at_memories(p);
  polku_report_free(p->book->report);
}

bool pk_proof(const pk_proof_wanted *wanted, polku_report *report, pk_proof_count *count) {
  size_t errors = polku_report_count(report, POLKU_ERROR);
  pk_prover p = {.wanted = wanted, .report = report, .arena = pk_arena_new()};
  p.book = p.arena ? PK_NEW(p.arena, pk_book) : NULL;
  if (p.book) {
    *p.book = *wanted->book;
    prove(&p);
  } else {
    pk_proof_memory(&p);
  }
  pk_arena_free(p.arena);
  if (count)
    *count = p.count;
  return !p.failed && polku_report_count(report, POLKU_ERROR) == errors;
}
