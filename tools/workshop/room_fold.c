/* What entries do to what the room remembers. The same fold makes the facts while people work and
 * when the journal is read again, so both must come to the same. */
#include "workshop/room_inside.h"

#include <stdlib.h>
#include <string.h>

const char *const room_kind_names[KINDS] = {
    "edit", "undo",  "redo",  "restore", "propose", "accept",  "dismiss",  "comment",
    "vote", "phase", "allow", "freeze",  "round",   "version", "nickname", "save"};
const char *const room_phase_names[PHASES] = {"look",    "place",   "discuss",
                                              "numbers", "what_if", "agree"};
const char *const room_right_names[RIGHTS] = {"look", "comment", "propose", "edit"};

int room_index(const char *const *names, int count, const char *word) {
  for (int i = 0; word && i < count; i++)
    if (strcmp(names[i], word) == 0)
      return i;
  return -1;
}

bool room_reserve(room *r) {
  if (r->count == r->facts_room) {
    int64_t more = r->facts_room ? r->facts_room * 2 : 256;
    room_fact *facts = realloc(r->facts, (size_t)more * sizeof *facts);
    if (!facts)
      return false;
    r->facts = facts;
    r->facts_room = more;
  }
  if (r->vote_count == r->votes_room) {
    int more = r->votes_room ? r->votes_room * 2 : 256;
    room_vote *votes = realloc(r->votes, (size_t)more * sizeof *votes);
    if (!votes)
      return false;
    r->votes = votes;
    r->votes_room = more;
  }
  return true;
}

const room_fact *room_fact_of(const room *r, int64_t number) {
  return number >= 1 && number <= r->count ? &r->facts[number - 1] : NULL;
}

static room_fact *fact_of(room *r, int64_t number) {
  return number >= 1 && number <= r->count ? &r->facts[number - 1] : NULL;
}

/* ---------------------------------------------------------------------------------- folding */

static void fold_undo(room *r, int64_t number) {
  room_fact *undo = fact_of(r, number), *edit = fact_of(r, undo->target);
  if (!edit)
    return;
  edit->taken_back = number;
  undo->turn = edit->turn;
  edit->turn = number;
  room_fact *proposal = edit->kind == KIND_ACCEPT ? fact_of(r, edit->target) : NULL;
  if (proposal)
    proposal->proposal = PROPOSAL_OPEN;
}

static void fold_redo(room *r, int64_t number) {
  room_fact *redo = fact_of(r, number), *edit = fact_of(r, redo->target);
  room_fact *undo = edit ? fact_of(r, edit->taken_back) : NULL;
  if (!undo)
    return;
  undo->taken_back = number;
  redo->turn = edit->turn;
  edit->turn = number;
  edit->taken_back = 0;
  room_fact *proposal = edit->kind == KIND_ACCEPT ? fact_of(r, edit->target) : NULL;
  if (proposal)
    proposal->proposal = PROPOSAL_ACCEPTED;
}

static void fold_vote(room *r, const journal_entry *entry) {
  room_fact *target = fact_of(r, entry->target);
  if (!target)
    return;
  int i = target->first_vote;
  while (i >= 0 && r->votes[i].client != entry->client)
    i = r->votes[i].next;
  if (i < 0) {
    i = r->vote_count++;
    r->votes[i] = (room_vote){entry->client, target->first_vote, false, false};
    target->first_vote = i;
  }
  r->votes[i].now = entry->value && strcmp(entry->value, "1") == 0;
  if (!r->silent_since)
    r->votes[i].shown = r->votes[i].now;
}

static void fold_round(room *r, const journal_entry *entry) {
  bool silent = entry->value && strcmp(entry->value, "silent") == 0;
  if (silent && !r->silent_since)
    r->silent_since = entry->number;
  if (silent)
    return;
  r->silent_since = 0;
  for (int i = 0; i < r->vote_count; i++)
    r->votes[i].shown = r->votes[i].now;
}

static void fold_allow(room *r, const journal_entry *entry) {
  int phase = room_index(room_phase_names, PHASES, entry->text);
  int right = room_index(room_right_names, RIGHTS, entry->value);
  if (phase >= 0 && right >= 0)
    r->rights[phase] = (room_right)right;
}

static void fold_nickname(room *r, const journal_entry *entry) {
  room_member *member = room_member_of(r, entry->client);
  const char *text = entry->text ? entry->text : "";
  if (!member || strlen(text) >= sizeof member->nickname)
    return;
  memcpy(member->nickname, text, strlen(text) + 1);
}

static void fold_phase(room *r, const journal_entry *entry) {
  int phase = room_index(room_phase_names, PHASES, entry->value);
  if (phase >= 0)
    r->phase = phase;
}

/* An edit with a target brought back what that entry had deleted. */
static void fold_edit(room *r, const journal_entry *entry) {
  room_fact *deletion = fact_of(r, entry->target);
  if (deletion)
    deletion->revived_by = entry->number;
}

static void fold_decision(room *r, const journal_entry *entry, room_proposal state) {
  room_fact *proposal = fact_of(r, entry->target);
  if (proposal)
    proposal->proposal = (unsigned char)state;
}

void room_fold(room *r, const journal_entry *entry) {
  int kind = room_index(room_kind_names, KINDS, entry->kind);
  bool changes = entry->patch && kind >= 0 && kind != KIND_PROPOSE;
  r->facts[r->count++] = (room_fact){.client = entry->client,
                                     .target = entry->target,
                                     .first_vote = -1,
                                     .size = entry->patch ? (unsigned)strlen(entry->patch) : 0,
                                     .kind = (unsigned char)(kind < 0 ? KINDS : kind),
                                     .changes = changes};
  if (changes)
    r->model_number = entry->number;
  if (kind != KIND_NICKNAME)
    room_has_acted(r, entry->client);
  switch (kind) {
  case KIND_EDIT:
    fold_edit(r, entry);
    break;
  case KIND_UNDO:
    fold_undo(r, entry->number);
    break;
  case KIND_REDO:
    fold_redo(r, entry->number);
    break;
  case KIND_ACCEPT:
    fold_decision(r, entry, PROPOSAL_ACCEPTED);
    break;
  case KIND_DISMISS:
    fold_decision(r, entry, PROPOSAL_DISMISSED);
    break;
  case KIND_VOTE:
    fold_vote(r, entry);
    break;
  case KIND_PHASE:
    fold_phase(r, entry);
    break;
  case KIND_ALLOW:
    fold_allow(r, entry);
    break;
  case KIND_FREEZE:
    r->frozen = entry->value && strcmp(entry->value, "1") == 0;
    break;
  case KIND_ROUND:
    fold_round(r, entry);
    break;
  case KIND_NICKNAME:
    fold_nickname(r, entry);
    break;
  case KIND_SAVE:
    r->saved_number = entry->base;
    break;
  default:
    break;
  }
}

/* ---------------------------------------------------------------------------- what follows */

static bool is_talk(int kind) {
  return kind == KIND_PROPOSE || kind == KIND_COMMENT || kind == KIND_VOTE;
}

/* In a silent round everybody speaks for themselves: what is said, voted or taken back since it
 * began is its author's alone. */
static bool is_hidden(const room *r, int64_t number) {
  const room_fact *fact = room_fact_of(r, number);
  if (!r->silent_since || number <= r->silent_since || !fact)
    return false;
  if (fact->kind == KIND_DISMISS)
    return is_hidden(r, fact->target);
  return is_talk(fact->kind);
}

bool room_sees(const room *r, int64_t client, int64_t number) {
  const room_fact *fact = room_fact_of(r, number);
  return fact && (fact->client == client || !is_hidden(r, number));
}

bool room_looks_alike(const room *r, int64_t number) {
  const room_fact *fact = room_fact_of(r, number);
  return fact && fact->kind != KIND_VOTE;
}

int64_t room_hidden(const room *r) {
  int64_t hidden = 0;
  for (int64_t n = r->silent_since + 1; r->silent_since && n <= r->count; n++)
    hidden += is_hidden(r, n);
  return hidden;
}

/* Acts that undo takes: those that changed the model, but for undo and redo themselves. */
static bool is_change(const room_fact *fact) {
  return fact->changes && fact->kind != KIND_UNDO && fact->kind != KIND_REDO;
}

/* Whether an edit brought back what this one had deleted, and still holds. */
static bool is_revived(const room *r, const room_fact *fact) {
  const room_fact *edit = room_fact_of(r, fact->revived_by);
  return edit && !edit->taken_back;
}

int64_t room_next_undo(const room *r, int64_t client) {
  for (int64_t n = r->count; client && n > 0; n--) {
    const room_fact *fact = &r->facts[n - 1];
    if (fact->client == client && is_change(fact) && !fact->taken_back && !fact->set_aside &&
        !is_revived(r, fact))
      return n;
  }
  return 0;
}

/* An edit of one's own ends what could be done again, as in every editor. */
int64_t room_next_redo(const room *r, int64_t client) {
  for (int64_t n = r->count; client && n > 0; n--) {
    const room_fact *fact = &r->facts[n - 1];
    if (fact->client != client)
      continue;
    if (is_change(fact))
      return 0;
    if (fact->kind == KIND_UNDO && !fact->taken_back)
      return fact->target;
  }
  return 0;
}

int room_votes(const room *r, int64_t target, int64_t client, bool *mine) {
  const room_fact *fact = room_fact_of(r, target);
  int votes = 0;
  *mine = false;
  for (int i = fact ? fact->first_vote : -1; i >= 0; i = r->votes[i].next) {
    const room_vote *vote = &r->votes[i];
    bool own = vote->client == client;
    votes += own ? vote->now : vote->shown;
    *mine = *mine || (own && vote->now);
  }
  return votes;
}
