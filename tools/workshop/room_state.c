/* What a client sees of the room, as README.md has it. */
#include "workshop/room_inside.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MOST = 200 };

/* ------------------------------------------------------------------------------ one entry */

static void add_told(room *r, int64_t number, json_out *out) {
  char *told[3] = {NULL, NULL, NULL};
  json_name(out, "told");
  out->failed = out->failed || !journal_told(r->journal, number, told);
  if (told[0] && told[1] && told[2]) {
    json_raw(out, "{");
    for (int i = 0; i < 3; i++)
      json_text_member(out, polku_lang_id((polku_lang)i), told[i]);
    json_raw(out, "}");
  } else {
    json_raw(out, "null");
  }
  for (int i = 0; i < 3; i++)
    free(told[i]);
}

static void add_text(json_out *out, const char *name, const char *text) {
  if (text)
    json_string_member(out, name, text);
}

static void add_entry(room *r, const journal_entry *entry, int64_t client, json_out *out) {
  const room_fact *fact = room_fact_of(r, entry->number);
  const room_member *member = room_member_of(r, entry->client);
  bool mine;
  json_raw(out, "{");
  json_int_member(out, "number", entry->number);
  json_int_member(out, "at", entry->at);
  json_int_member(out, "client", entry->client);
  json_string_member(out, "nickname", member ? member->nickname : "");
  if (member && member->role == ROOM_FACILITATOR)
    json_bool_member(out, "leads", true);
  json_string_member(out, "kind", entry->kind);
  json_int_member(out, "base", entry->base);
  if (entry->patch)
    json_text_member(out, "patch", entry->patch);
  if (entry->target > 0 || fact->kind == KIND_RESTORE)
    json_int_member(out, "target", entry->target);
  add_text(out, "pointer", entry->pointer);
  add_text(out, "text", entry->text);
  add_text(out, "value", entry->value);
  if (fact->kind == KIND_VOTE)
    json_int_member(out, "votes", room_votes(r, entry->target, client, &mine));
  if (entry->patch)
    add_told(r, entry->number, out);
  json_int_member(out, "undone", fact->kind == KIND_UNDO ? 0 : fact->taken_back);
  json_raw(out, "}");
}

typedef struct listing {
  room *room;
  int64_t client;
  json_out *out;
} listing;

static bool list_entry(void *context, const journal_entry *entry) {
  listing *list = context;
  if (!room_sees(list->room, list->client, entry->number))
    return true;
  json_next(list->out);
  add_entry(list->room, entry, list->client, list->out);
  return !list->out->failed;
}

static void add_list(room *r, int64_t from, int64_t to, int64_t client, json_out *out) {
  listing list = {r, client, out};
  json_raw(out, "[");
  if (from <= to && !journal_read(r->journal, from, to, list_entry, &list))
    out->failed = true; /* a list that is cut short would pass for the whole */
  json_raw(out, "]");
}

static bool only_entry(void *context, const journal_entry *entry) {
  listing *list = context;
  add_entry(list->room, entry, list->client, list->out);
  return true;
}

bool room_add_entry(room *r, int64_t number, int64_t client, json_out *out) {
  listing list = {r, client, out};
  return room_sees(r, client, number) &&
         journal_read(r->journal, number, number, only_entry, &list);
}

void room_add_entries(room *r, int64_t before, int64_t client, json_out *out) {
  int64_t to = before - 1 < r->count ? before - 1 : r->count;
  int64_t from = to - ENTRIES_MOST + 1;
  add_list(r, from < 1 ? 1 : from, to, client, out);
}

/* ------------------------------------------------------------------------------- the state */

static void add_title(const room *r, json_out *out) {
  json_name(out, "title");
  json_raw(out, "{");
  json_string_member(out, "fi", polku_model_title(r->model, POLKU_FI));
  json_string_member(out, "sv", polku_model_title(r->model, POLKU_SV));
  json_string_member(out, "en", polku_model_title(r->model, POLKU_EN));
  json_raw(out, "}");
}

static void add_rights(const room *r, json_out *out) {
  json_name(out, "rights");
  json_raw(out, "{");
  for (int i = 0; i < PHASES; i++)
    json_string_member(out, room_phase_names[i], room_right_names[r->rights[i]]);
  json_raw(out, "}");
}

void room_add_me(const room *r, int64_t client, json_out *out) {
  const room_member *member = room_member_of(r, client);
  json_name(out, "me");
  json_raw(out, "{");
  json_int_member(out, "client", client);
  json_string_member(out, "role", room_role_names[member ? member->role : ROOM_NOBODY]);
  json_string_member(out, "nickname", member ? member->nickname : "");
  json_int_member(out, "undo", room_next_undo(r, client));
  json_int_member(out, "redo", room_next_redo(r, client));
  json_raw(out, "}");
}

/* All proposals, or all comments, with how many stand behind each. */
static void add_talk(room *r, room_kind kind, int64_t client, json_out *out) {
  static const char *const states[] = {"open", "accepted", "dismissed"};
  json_name(out, kind == KIND_PROPOSE ? "proposals" : "comments");
  json_raw(out, "[");
  for (int64_t n = 1; n <= r->count; n++) {
    const room_fact *fact = &r->facts[n - 1];
    bool mine;
    if (fact->kind != kind || !room_sees(r, client, n))
      continue;
    json_next(out);
    json_raw(out, "{");
    json_name(out, "entry");
    out->failed = !room_add_entry(r, n, client, out) || out->failed;
    json_int_member(out, "votes", room_votes(r, n, client, &mine));
    json_bool_member(out, "mine", mine);
    if (kind == KIND_PROPOSE)
      json_string_member(out, "state", states[fact->proposal]);
    json_raw(out, "}");
  }
  json_raw(out, "]");
}

static bool add_version(void *context, const journal_entry *entry) {
  json_out *out = context;
  json_next(out);
  json_raw(out, "{");
  json_int_member(out, "number", entry->number);
  json_int_member(out, "at", entry->at);
  json_string_member(out, "text", entry->text);
  json_raw(out, "}");
  return true;
}

static void add_versions(room *r, json_out *out) {
  json_name(out, "versions");
  json_raw(out, "[");
  for (int64_t n = 1; n <= r->count; n++)
    if (r->facts[n - 1].kind == KIND_VERSION && !journal_read(r->journal, n, n, add_version, out))
      out->failed = true;
  json_raw(out, "]");
}

void room_add_state(room *r, int64_t client, json_out *out) {
  const room_member *member = room_member_of(r, client);
  int64_t first = r->count - ENTRIES_MOST + 1;
  json_int_member(out, "number", r->count);
  json_int_member(out, "model_number", r->model_number);
  json_string_member(out, "file", r->file);
  add_title(r, out);
  json_text_member(out, "model", polku_model_text(r->model, NULL));
  json_int_member(out, "saved_number", r->saved_number);
  json_string_member(out, "phase", room_phase_names[r->phase]);
  add_rights(r, out);
  json_bool_member(out, "frozen", r->frozen);
  json_string_member(out, "round", r->silent_since ? "silent" : "open");
  json_int_member(out, "hidden", member && member->role == ROOM_FACILITATOR ? room_hidden(r) : 0);
  room_add_me(r, client, out);
  json_name(out, "entries");
  room_add_entries(r, r->count + 1, client, out);
  json_int_member(out, "first_entry", first < 1 ? 1 : first);
  add_talk(r, KIND_PROPOSE, client, out);
  add_talk(r, KIND_COMMENT, client, out);
  add_versions(r, out);
}

/* ------------------------------------------------------------------------------- in words */

void room_tell(room *r, int64_t number, const char *const told[3]) {
  journal_tell(r->journal, number, told);
}

bool room_is_told(room *r, int64_t number) {
  char *told[3] = {NULL, NULL, NULL};
  bool is = journal_told(r->journal, number, told) && told[0];
  for (int i = 0; i < 3; i++)
    free(told[i]);
  return is;
}
