/* The room's day as others read it: its entries, and the moment at which it began. */
#include "workshop/room_inside.h"

#include <stdlib.h>
#include <string.h>

enum { NOBODY = -1 }; /* a client who sees what all see */

const char *room_path(const room *r) {
  return r->path;
}

bool room_read(room *r, int64_t from, int64_t to, room_visit *visit, void *context) {
  return journal_read(r->journal, from, to, visit, context);
}

static bool take_time(void *context, const journal_entry *entry) {
  *(int64_t *)context = entry->at;
  return true;
}

/* Entries stand in the order of their times, near enough to look for one by halves. */
int64_t room_start(room *r, int64_t now) {
  enum { DAY_MS = 18 * 3600 * 1000 };
  int64_t before = 0, after = room_number(r) + 1;
  while (after - before > 1) {
    int64_t middle = before + (after - before) / 2, at = now;
    journal_read(r->journal, middle, middle, take_time, &at);
    if (at < now - DAY_MS)
      before = middle;
    else
      after = middle;
  }
  return before;
}

/* ------------------------------------------------------------------------------ for the minutes */

typedef struct telling {
  room *room;
  polku_lang lang;
  json_out *out;
} telling;

/* A field behind a tab: whatever would end it or its line is a space. */
static void add_field(json_out *out, const char *text) {
  json_raw(out, "\t");
  for (; text && *text; text++) {
    char c = (unsigned char)*text < 0x20 ? ' ' : *text;
    json_bytes(out, &c, 1);
  }
}

static void add_told_field(const telling *t, int64_t number, json_out *out) {
  char *told[3] = {NULL, NULL, NULL};
  bool found = journal_told(t->room->journal, number, told);
  add_field(out, found ? told[t->lang] : NULL);
  for (int i = 0; i < 3; i++)
    free(told[i]);
}

/* What sort of deed an entry is; −1: none that minutes tell. An accepted proposal is told where it
 * was accepted. */
static int deed_sort(const room_fact *fact) {
  static const int sorts[KINDS] = {[KIND_EDIT] = POLKU_DEED_CHANGE,
                                   [KIND_UNDO] = POLKU_DEED_BACK,
                                   [KIND_REDO] = POLKU_DEED_BACK,
                                   [KIND_RESTORE] = POLKU_DEED_RESTORE,
                                   [KIND_ACCEPT] = POLKU_DEED_ACCEPT,
                                   [KIND_PROPOSE] = POLKU_DEED_OPEN,
                                   [KIND_DISMISS] = -1,
                                   [KIND_COMMENT] = POLKU_DEED_COMMENT,
                                   [KIND_VOTE] = -1,
                                   [KIND_PHASE] = -1,
                                   [KIND_ALLOW] = -1,
                                   [KIND_FREEZE] = -1,
                                   [KIND_ROUND] = -1,
                                   [KIND_VERSION] = POLKU_DEED_VERSION,
                                   [KIND_NICKNAME] = -1,
                                   [KIND_SAVE] = -1};
  if (fact->kind >= KINDS) /* of a later polku */
    return -1;
  if (fact->kind != KIND_PROPOSE || fact->proposal == PROPOSAL_OPEN)
    return sorts[fact->kind];
  return fact->proposal == PROPOSAL_DISMISSED ? POLKU_DEED_DISMISS : -1;
}

typedef struct own_words {
  char *text;
} own_words;

static bool take_text(void *context, const journal_entry *entry) {
  own_words *words = context;
  words->text = entry->text ? strdup(entry->text) : NULL;
  return true;
}

/* Of an accepted proposal its author and words are told, not those of who accepted it. */
static bool add_deed(void *context, const journal_entry *entry) {
  const telling *t = context;
  const room_fact *fact = room_fact_of(t->room, entry->number);
  int sort = fact && room_sees(t->room, NOBODY, entry->number) ? deed_sort(fact) : -1;
  if (sort < 0)
    return true;
  bool accepted = sort == POLKU_DEED_ACCEPT, mine;
  int64_t about = accepted ? entry->target : entry->number;
  const room_fact *author = room_fact_of(t->room, about);
  const room_member *member = author ? room_member_of(t->room, author->client) : NULL;
  own_words words = {NULL};
  if (accepted)
    journal_read(t->room->journal, about, about, take_text, &words);
  json_int(t->out, sort);
  json_raw(t->out, "\t");
  json_int(t->out, entry->at);
  json_raw(t->out, "\t");
  json_int(t->out, room_votes(t->room, about, NOBODY, &mine));
  add_field(t->out, member ? member->nickname : NULL);
  add_field(t->out, entry->pointer);
  add_field(t->out, accepted ? words.text : entry->text);
  add_told_field(t, entry->number, t->out);
  json_raw(t->out, "\n");
  free(words.text);
  return !t->out->failed;
}

char *room_happened(room *r, int64_t after, polku_lang lang) {
  json_out out = JSON_OUT_EMPTY;
  telling t = {r, lang, &out};
  if (after < r->count && !journal_read(r->journal, after + 1, r->count, add_deed, &t)) {
    json_drop(&out);
    return NULL;
  }
  return json_take(&out);
}
