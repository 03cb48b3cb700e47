/* Acts: whether they are well formed, who may do what, and how the room answers. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ID_LEAST = 8, ID_MOST = 64, ARGS_MOST = 8 };

/* Who may do what is README.md's. Edits and proposals decide for themselves: what may not be done
 * is kept. */
typedef enum { WHO_ANYBODY, WHO_COMMENTS, WHO_EDITS, WHO_FACILITATES } room_who;

static const struct {
  room_who who;
  int text_most; /* letters; 0: has no text */
  bool lines;
  void (*run)(room_call *call);
} rows[KINDS] = {
    [KIND_EDIT] = {WHO_ANYBODY, COMMENT_MOST, true, room_do_edit},
    [KIND_UNDO] = {WHO_EDITS, 0, false, room_do_undo},
    [KIND_REDO] = {WHO_EDITS, 0, false, room_do_redo},
    [KIND_RESTORE] = {WHO_FACILITATES, 0, false, room_do_restore},
    [KIND_PROPOSE] = {WHO_ANYBODY, COMMENT_MOST, true, room_do_edit},
    [KIND_ACCEPT] = {WHO_FACILITATES, 0, false, room_do_accept},
    [KIND_DISMISS] = {WHO_ANYBODY, 0, false, room_do_dismiss},
    [KIND_COMMENT] = {WHO_COMMENTS, COMMENT_MOST, true, room_do_comment},
    [KIND_VOTE] = {WHO_COMMENTS, 0, false, room_do_vote},
    [KIND_PHASE] = {WHO_FACILITATES, 0, false, room_do_phase},
    [KIND_ALLOW] = {WHO_FACILITATES, NICKNAME_MOST, false, room_do_allow},
    [KIND_FREEZE] = {WHO_FACILITATES, 0, false, room_do_freeze},
    [KIND_ROUND] = {WHO_FACILITATES, 0, false, room_do_round},
    [KIND_VERSION] = {WHO_FACILITATES, VERSION_MOST, false, room_do_version},
    [KIND_NICKNAME] = {WHO_ANYBODY, NICKNAME_MOST, false, room_do_nickname},
    [KIND_SAVE] = {WHO_FACILITATES, 0, false, room_do_save},
};

/* --------------------------------------------------------------------------------- answers */

static size_t collect(const char **args, va_list list) {
  size_t count = 0;
  for (const char *name; count + 2 <= ARGS_MOST && (name = va_arg(list, const char *));) {
    args[count++] = name;
    args[count++] = va_arg(list, const char *);
  }
  return count;
}

void room_refuse(room_call *call, int status, const char *sort, const char *word, ...) {
  const char *args[ARGS_MOST];
  va_list list;
  va_start(list, word);
  size_t count = collect(args, list);
  va_end(list);
  call->status = status;
  call->sort = sort;
  free(call->message);
  call->message = polku_word_fill(call->act->lang, word, args, count);
}

void room_malformed(room_call *call, const char *field) {
  room_refuse(call, 400, "malformed", "workshop.malformed", "field", field, NULL);
}

void room_unknown(room_call *call) {
  room_refuse(call, 404, "unknown", "workshop.unknown", NULL);
}

const char *room_reason(int error, polku_lang lang) {
  switch (error) {
  case ENOSPC:
  case EDQUOT:
  case EFBIG:
    return polku_word(lang, "cli.disk-full");
  case EACCES:
  case EPERM:
    return polku_word(lang, "cli.no-permission");
  case EROFS:
    return polku_word(lang, "cli.read-only");
  case ENOENT:
  case ENOTDIR:
    return polku_word(lang, "cli.no-folder");
  case ENOMEM:
    return polku_word(lang, "E-MEMORY.message");
  case EBUSY:
    return polku_word(lang, "cli.file-busy");
  default:
    return strerror(error ? error : EIO);
  }
}

void room_failed(room_call *call, int error) {
  room_refuse(call, 507, "full", "workshop.full", "reason", room_reason(error, call->act->lang),
              NULL);
}

void room_wrong(room_call *call, const char *word) {
  if (polku_report_failed(call->report)) {
    room_failed(call, ENOMEM);
    return;
  }
  room_refuse(call, 422, "wrong", word, NULL);
  call->problems = true;
}

journal_entry room_entry_of(const room_call *call) {
  const room_act *act = call->act;
  return (journal_entry){.at = act->at,
                         .client = act->client,
                         .id = act->id,
                         .kind = room_kind_names[call->kind],
                         .base = act->base < 0 ? call->room->count : act->base,
                         .text = call->text};
}

bool room_write(room_call *call, journal_entry *entry, polku_model **after) {
  if (!room_note(call->room, entry, after)) {
    room_failed(call, call->room->error);
    return false;
  }
  call->number = entry->number;
  call->status = 200;
  call->sort = "done";
  call->model_changed = room_fact_of(call->room, entry->number)->changes;
  return true;
}

static void add_overlap(json_out *out, const char *places) {
  json_name(out, "overlap");
  json_raw(out, "[");
  while (*places) {
    size_t length = strcspn(places, "\n");
    char *place = strndup(places, length);
    json_next(out);
    json_quoted(out, place ? place : "");
    out->failed = out->failed || !place;
    free(place);
    places += length + (places[length] == '\n');
  }
  json_raw(out, "]");
}

static void add_entry_member(room_call *call, json_out *out) {
  json_out entry = JSON_OUT_EMPTY;
  if (room_add_entry(call->room, call->number, call->act->client, &entry) && !entry.failed)
    json_text_member(out, "entry", entry.bytes);
  out->failed = out->failed || entry.failed;
  json_drop(&entry);
}

static char *answer_json(room_call *call) {
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  json_int_member(&out, "number", call->number);
  json_string_member(&out, "sort", call->sort);
  if (call->number > 0)
    add_entry_member(call, &out);
  if (call->overlap && *call->overlap)
    add_overlap(&out, call->overlap);
  if (call->revived)
    json_int_member(&out, "revived", call->revived);
  if (call->problems) {
    char *problems = polku_report_json(call->report, call->act->lang);
    json_text_member(&out, "problems", problems ? problems : "[]");
    free(problems);
  }
  if (call->message)
    json_string_member(&out, "message", call->message);
  json_raw(&out, "}");
  return json_take(&out);
}

/* ---------------------------------------------------------------------------------- rights */

static room_right right_of(const room_call *call) {
  const room *r = call->room;
  if (call->member->role == ROOM_FACILITATOR)
    return RIGHT_EDIT;
  return r->frozen || call->member->role != ROOM_PARTICIPANT ? RIGHT_LOOK : r->rights[r->phase];
}

bool room_may(const room_call *call, room_right right) {
  return right_of(call) >= right;
}

bool room_is_too_much(room_call *call, room_kind kind) {
  const room *r = call->room;
  int said = 0;
  size_t bytes = 0;
  for (int64_t n = 1; n <= r->count && call->member->role != ROOM_FACILITATOR; n++) {
    const room_fact *fact = &r->facts[n - 1];
    bool counts =
        fact->kind == kind && fact->client == call->act->client && fact->proposal == PROPOSAL_OPEN;
    said += counts;
    bytes += counts ? fact->size : 0;
  }
  bool much =
      said >= (kind == KIND_PROPOSE ? PROPOSALS_MOST : COMMENTS_MOST) || bytes >= PROPOSED_MOST;
  if (much)
    room_refuse(call, 403, "refused", "workshop.refused.many", NULL);
  return much;
}

static void refuse_right(room_call *call, const char *word) {
  room_refuse(call, 403, "refused", call->room->frozen ? "workshop.refused.frozen" : word, NULL);
}

static bool allowed(room_call *call) {
  switch (rows[call->kind].who) {
  case WHO_FACILITATES:
    if (call->member->role != ROOM_FACILITATOR)
      room_refuse(call, 403, "refused", "workshop.refused.facilitator", NULL);
    break;
  case WHO_COMMENTS:
    if (!room_may(call, RIGHT_COMMENT))
      refuse_right(call, "workshop.refused.comment");
    break;
  case WHO_EDITS:
    if (!room_may(call, RIGHT_EDIT))
      refuse_right(call, "workshop.refused.edit");
    break;
  case WHO_ANYBODY:
    break;
  }
  return call->status == 0;
}

/* ------------------------------------------------------------------------------------ acts */

bool room_is_id(const char *id) {
  size_t length = id ? strlen(id) : 0;
  return length >= ID_LEAST && length <= ID_MOST &&
         strspn(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == length;
}

/* The act's text, cleaned; false when the answer is given. */
static bool take_text(room_call *call) {
  const char *text = call->act->text;
  int most = rows[call->kind].text_most;
  bool good = true;
  if (!text || most == 0)
    return true;
  call->text = room_clean_text(text, most, rows[call->kind].lines, &good);
  if (!call->text)
    room_failed(call, ENOMEM);
  else if (!good)
    room_malformed(call, "text");
  return call->status == 0;
}

/* Whether the act was answered before. The answer is what can still be said of it. */
static bool is_again(room_call *call) {
  const room_act *act = call->act;
  int64_t number = journal_find(call->room->journal, act->client, act->id);
  if (number <= 0)
    return false;
  call->number = number;
  call->status = 200;
  call->sort = "again";
  return true;
}

static void run(room_call *call) {
  int kind = room_index(room_kind_names, KINDS, call->act->kind);
  if (kind < 0 || !room_is_id(call->act->id)) {
    room_malformed(call, kind < 0 ? "kind" : "id");
    return;
  }
  call->kind = (room_kind)kind;
  call->member = room_member_of(call->room, call->act->client);
  if (!call->member || call->member->role == ROOM_SCREEN)
    room_refuse(call, 403, "refused", "workshop.refused.screen", NULL);
  else if (call->act->base > call->room->count)
    room_refuse(call, 409, "conflict", "workshop.conflict.future", NULL);
  else if (!is_again(call) && allowed(call) && take_text(call))
    rows[kind].run(call);
}

void room_do(room *r, const room_act *act, room_answer *answer) {
  room_call call = {.room = r, .act = act, .report = polku_report_new()};
  r->error = 0;
  if (call.report)
    run(&call);
  else
    room_failed(&call, ENOMEM);
  *answer = (room_answer){.status = call.status,
                          .number = call.number,
                          .model_changed = call.model_changed,
                          .told = call.told,
                          .json = answer_json(&call)};
  free(call.text);
  free(call.message);
  free(call.overlap);
  polku_report_free(call.report);
}
