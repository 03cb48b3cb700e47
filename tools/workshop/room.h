/* The room: the model that everybody works on, what they said about it, and what each may do.
 *
 * It decides the order of edits, what of two that meet holds, and whether an undo is still
 * possible; everything that happens is in the journal before anybody hears of it. It reads no rule
 * and computes no outcome (work.h), and knows nothing of networks (door.h) and no clock. README.md
 * says what each act means.
 *
 * Calls come from one thread at a time: whoever has several holds a lock around them. */
#ifndef ROOM_H
#define ROOM_H

#include "polku.h"
#include "store/journal.h"
#include "workshop/json.h"

typedef struct room room;

typedef enum { ROOM_NOBODY, ROOM_FACILITATOR, ROOM_PARTICIPANT, ROOM_SCREEN } room_role;
/* What they are called on the wire and in the journal, by role; nobody is "". */
extern const char *const room_role_names[];

typedef struct room_options {
  const char *model;   /* path of the model's file */
  const char *journal; /* path of the journal's */
} room_options;

/* Opens the journal and brings the room to where it was; of a new journal to where the file is. A
 * file that was changed by somebody else since it was last saved here is taken in as an edit of its
 * own ("the file changed"), so that nothing of either is lost. NULL with problems. */
room *room_open(const room_options *options, polku_report *report);
void room_close(room *room);

/* Secrets of 32 hexadecimal digits, and the spoken code ("KELO-47"). Borrowed. */
const char *room_secret(const room *room, room_role role); /* facilitator or participant */
const char *room_code(const room *room);

/* A new client of a role: its number, and in `token` 32 hexadecimal digits for its cookie. 0: the
 * disk failed. And who a token belongs to, who is here now; false: nobody. Of clients who never did
 * or said anything a thousand are remembered: who was away longest is forgotten. */
int64_t room_enter(room *room, room_role role, char token[33]);
bool room_client(room *room, const char *token, int64_t *client, room_role *role);
/* A client is still here: it listens, without asking for anything. */
void room_saw(room *room, int64_t client);

typedef struct room_act {
  int64_t client;
  const char *id, *kind;
  int64_t base, target;                       /* −1: not given */
  const char *patch, *pointer, *text, *value; /* NULL: not given */
  int64_t at;                                 /* now, in milliseconds since 1970 */
  polku_lang lang;                            /* of sentences in the answer */
} room_act;

/* Whether a text may be the id of an act. */
bool room_is_id(const char *id);

typedef struct room_answer {
  int status;         /* as HTTP has it: README.md */
  int64_t number;     /* of the entry that was made, or made before; 0: none */
  bool model_changed; /* the model is another one now */
  int64_t told;       /* another client whose writing this one overwrote or revived; 0: none */
  char *json;         /* the answer's body; the caller frees; NULL: memory ran out */
} room_answer;

void room_do(room *room, const room_act *act, room_answer *answer);

/* The last number, and the number of the last entry that changed the model. */
int64_t room_number(const room *room);
int64_t room_model_number(const room *room);

/* The model now, borrowed until the next act; and at any moment (the caller frees the text). */
const polku_model *room_model(const room *room);
char *room_text_at(room *room, int64_t number, size_t *length);

/* The path of the model's file, links followed; borrowed. */
const char *room_path(const room *room);

/* Tells the entries from … to (both included) in their order, all of them and as they are: for who
 * makes something of the whole day. False when `visit` said so, or on failure. */
typedef journal_visit room_visit;
bool room_read(room *room, int64_t from, int64_t to, room_visit *visit, void *context);

/* The number at which the day began: that of the last entry which is older than 18 hours; 0: there
 * is none. */
int64_t room_start(room *room, int64_t now);

/* What happened after a number, a line for each deed that minutes tell (desk/minutes.c reads them),
 * what it did in a language. The caller frees; NULL: failure. */
char *room_happened(room *room, int64_t after, polku_lang lang);

/* How many entries a silent round hides from others; 0 while the round is open. */
int64_t room_hidden(const room *room);

/* Appends the member "me" of a state. */
void room_add_me(const room *room, int64_t client, json_out *out);

/* Appends README.md's state as `client` may see it, without its braces and without the members that
 * others know (figures, problems, vocabulary, people, join): the caller adds them. */
void room_add_state(room *room, int64_t client, json_out *out);

/* Whether a client may see an entry now: in a silent round not all do. And whether it looks the
 * same to all who see it: how many votes there are does not. */
bool room_sees(const room *room, int64_t client, int64_t number);
bool room_looks_alike(const room *room, int64_t number);

/* Appends an entry as a client may see it; false: it may not, or there is none. */
bool room_add_entry(room *room, int64_t number, int64_t client, json_out *out);

/* The entries before a number, 200 at most, as an array. */
void room_add_entries(room *room, int64_t before, int64_t client, json_out *out);

/* What an entry says in words: JSON arrays of strings, one for each language. Kept. */
void room_tell(room *room, int64_t number, const char *const told[3]);
bool room_is_told(room *room, int64_t number);

/* Whether the file on the disk says what the room says. */
bool room_is_saved(const room *room);

/* What a part takes with it: {"patch": …, "told": null}; NULL with problems. The caller frees. */
char *room_without(const room *room, const char *pointer, polku_report *report);

#endif
