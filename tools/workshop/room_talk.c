/* What people say beside their edits, and what the facilitator decides about the day. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Writes the act as it was sent, with its value. */
static void write_value(room_call *call, const char *value) {
  journal_entry entry = room_entry_of(call);
  entry.value = value;
  entry.target = call->act->target > 0 ? call->act->target : 0;
  room_write(call, &entry, NULL);
}

/* Whether a value is one of two. */
static bool is_either(room_call *call, const char *one, const char *other) {
  const char *value = call->act->value;
  if (value && (strcmp(value, one) == 0 || strcmp(value, other) == 0))
    return true;
  room_malformed(call, "value");
  return false;
}

void room_do_dismiss(room_call *call) {
  int64_t target = call->act->target;
  const room_fact *fact = room_fact_of(call->room, target);
  if (!fact || fact->kind != KIND_PROPOSE || !room_sees(call->room, call->act->client, target))
    room_unknown(call);
  else if (fact->client != call->act->client && call->member->role != ROOM_FACILITATOR)
    room_refuse(call, 403, "refused", "workshop.refused.facilitator", NULL);
  else if (call->room->frozen && call->member->role != ROOM_FACILITATOR)
    room_refuse(call, 403, "refused", "workshop.refused.frozen", NULL);
  else if (fact->proposal != PROPOSAL_OPEN)
    room_refuse(call, 409, "conflict",
                fact->proposal == PROPOSAL_ACCEPTED ? "workshop.conflict.accepted"
                                                    : "workshop.conflict.dismissed",
                NULL);
  else
    write_value(call, NULL);
}

/* A place of the model is a JSON Pointer: whether there is such a place is the reader's concern,
 * because it may come and go. */
static bool is_pointer(const char *pointer) {
  bool good = *pointer == '\0' || *pointer == '/';
  return good && strlen(pointer) <= POINTER_MOST;
}

void room_do_comment(room_call *call) {
  const room_act *act = call->act;
  bool answers = act->target > 0;
  char *pointer = NULL;
  bool good = true;
  if (!call->text || !*call->text)
    room_malformed(call, "text");
  else if (act->pointer && !is_pointer(act->pointer))
    room_malformed(call, "pointer");
  else if (answers && !room_sees(call->room, act->client, act->target))
    room_unknown(call);
  else if (room_is_too_much(call, KIND_COMMENT))
    return;
  else if (act->pointer && !(pointer = room_clean_text(act->pointer, POINTER_MOST, false, &good)))
    room_failed(call, ENOMEM);
  else if (!good)
    room_malformed(call, "pointer");
  else {
    journal_entry entry = room_entry_of(call);
    entry.pointer = pointer;
    entry.target = answers ? act->target : 0;
    room_write(call, &entry, NULL);
  }
  free(pointer);
}

void room_do_vote(room_call *call) {
  int64_t target = call->act->target;
  const room_fact *fact = room_fact_of(call->room, target);
  bool votable = fact && (fact->kind == KIND_PROPOSE || fact->kind == KIND_COMMENT) &&
                 room_sees(call->room, call->act->client, target);
  if (!is_either(call, "1", "0"))
    return;
  if (votable)
    write_value(call, call->act->value);
  else
    room_unknown(call);
}

void room_do_phase(room_call *call) {
  if (room_index(room_phase_names, PHASES, call->act->value) < 0)
    room_malformed(call, "value");
  else
    write_value(call, call->act->value);
}

void room_do_allow(room_call *call) {
  if (room_index(room_right_names, RIGHTS, call->act->value) < 0)
    room_malformed(call, "value");
  else if (room_index(room_phase_names, PHASES, call->text) < 0)
    room_malformed(call, "text");
  else
    write_value(call, call->act->value);
}

void room_do_freeze(room_call *call) {
  if (is_either(call, "1", "0"))
    write_value(call, call->act->value);
}

void room_do_round(room_call *call) {
  if (is_either(call, "silent", "open"))
    write_value(call, call->act->value);
}

void room_do_version(room_call *call) {
  if (!call->text || !*call->text)
    room_malformed(call, "text");
  else
    write_value(call, NULL);
}

/* An empty one takes it away. */
void room_do_nickname(room_call *call) {
  const room_act *act = call->act;
  if (!call->text) {
    room_malformed(call, "text");
    return;
  }
  write_value(call, NULL);
  if (call->status == 200)
    journal_name_client(call->room->journal, act->client, call->text);
}
