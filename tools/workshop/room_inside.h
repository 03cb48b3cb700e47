/* What the files of the room share. Nobody else includes this.
 *
 * The journal holds everything; in memory stand the model, and of each entry the few facts that
 * decide what is possible next. So a day of ten thousand edits takes less memory than its model.
 *
 *     room_do → room_act.c: who may, is it well formed → room_edit.c, room_undo.c, room_talk.c:
 *     what happens → room_write: on the disk, then folded into the facts → the answer */
#ifndef ROOM_INSIDE_H
#define ROOM_INSIDE_H

#include "workshop/room.h"

typedef enum {
  KIND_EDIT,
  KIND_UNDO,
  KIND_REDO,
  KIND_RESTORE,
  KIND_PROPOSE,
  KIND_ACCEPT,
  KIND_DISMISS,
  KIND_COMMENT,
  KIND_VOTE,
  KIND_PHASE,
  KIND_ALLOW,
  KIND_FREEZE,
  KIND_ROUND,
  KIND_VERSION,
  KIND_NICKNAME,
  KIND_SAVE,
  KINDS
} room_kind;

/* In the order of what they allow. */
typedef enum { RIGHT_LOOK, RIGHT_COMMENT, RIGHT_PROPOSE, RIGHT_EDIT, RIGHTS } room_right;

enum { PHASES = 6 };

/* How many letters a text may have; how many bytes a participant's patch, and the model. */
enum { COMMENT_MOST = 2000, NICKNAME_MOST = 60, VERSION_MOST = 120, POINTER_MOST = 1000 };
enum { PATCH_MOST = 64 << 10, MODEL_MOST = 4 << 20 };

/* How many open proposals, of how many bytes together, and comments a participant may have: more
 * nobody reads, and everybody's page carries them. */
enum { PROPOSALS_MOST = 200, PROPOSED_MOST = 256 << 10, COMMENTS_MOST = 500 };

typedef enum { PROPOSAL_OPEN, PROPOSAL_ACCEPTED, PROPOSAL_DISMISSED } room_proposal;

/* What is remembered of an entry. Entry n is facts[n - 1]. */
typedef struct room_fact {
  int64_t client, target;
  int64_t taken_back; /* the undo, or of an undo the redo, that holds now; 0: none */
  int64_t turn;       /* of an edit its last undo or redo, of these the one before; 0: none */
  int64_t revived_by; /* the edit that brought back what this one deleted */
  int first_vote;     /* of a proposal or comment: index into votes, −1 */
  unsigned size;      /* of its patch, in bytes */
  unsigned char kind, proposal;
  bool changes;   /* the model */
  bool set_aside; /* an undo without a target was refused here: the next one looks further back */
} room_fact;

/* The last vote of a client on a target; `shown` is what others may see of it (a silent round). */
typedef struct room_vote {
  int64_t client;
  int next; /* of the same target; −1 */
  bool now, shown;
} room_vote;

typedef struct room_member {
  int64_t client;
  room_role role;
  bool acted;   /* did or said something, more than to give a name */
  int64_t seen; /* at which visit of all it was here last */
  char token[33];
  char nickname[NICKNAME_MOST * 4 + 1];
} room_member;

struct room {
  journal *journal;
  char *path;       /* of the model's file, links followed */
  const char *file; /* its name without the folder: in path */
  polku_model *model;
  char *seen; /* the file's text as it was read or written here last */
  size_t seen_length;
  room_fact *facts;
  int64_t count, facts_room;
  room_vote *votes;
  int vote_count, votes_room;
  room_member *members;
  size_t member_count, members_room, silent_members;
  int64_t visits;
  int phase;
  room_right rights[PHASES];
  bool frozen;
  int64_t silent_since; /* number of the entry that began the silent round; 0: the round is open */
  int64_t model_number, saved_number;
  int since_text; /* changes of the model since its text was last kept */
  int error;      /* errno of what failed last */
  char secrets[2][33], code[16];
};

/* ---------------------------------------------------------------- facts (room_fold.c) */

extern const char *const room_kind_names[KINDS];
extern const char *const room_phase_names[PHASES];
extern const char *const room_right_names[RIGHTS];

/* Index of a word in a list; −1. */
int room_index(const char *const *names, int count, const char *word);

/* Room for one more entry, so that folding cannot fail. False: memory ran out. */
bool room_reserve(room *room);
/* What an entry does to the facts. */
void room_fold(room *room, const journal_entry *entry);

const room_fact *room_fact_of(const room *room, int64_t number); /* NULL: no such entry */
/* What `undo` and `redo` without a target would take; 0: nothing. */
int64_t room_next_undo(const room *room, int64_t client);
int64_t room_next_redo(const room *room, int64_t client);
/* Votes for a target as a client sees them, and whether its own is among them. */
int room_votes(const room *room, int64_t target, int64_t client, bool *mine);

/* -------------------------------------------------------------- people (room_people.c) */

bool room_read_members(room *room); /* false: memory or the disk failed */
room_member *room_member_of(const room *room, int64_t client); /* NULL: nobody */
void room_has_acted(room *room, int64_t client);

/* ------------------------------------------------------------ history (room_history.c) */

/* The patch from one model to another on one line; NULL with a problem. "{}": they are the same. */
char *room_patch_between(const polku_model *a, const polku_model *b, polku_report *report);
bool room_is_empty_patch(const char *patch);

/* A patch that was written on the model after entry `base`, for the model `now`, as
 * polku_patch_rebase has it. The caller frees; NULL with problems in `report` or `error` set. */
char *room_rebase(room *room, int64_t base, const polku_model *now, const char *patch,
                  polku_report *report);

/* A copy of an entry's texts, or of some of them. */
typedef struct room_copy {
  int64_t number, client, base, target;
  char *patch, *inverse;
} room_copy;
bool room_copy_entry(room *room, int64_t number, room_copy *copy);
void room_copy_free(room_copy *copy);

/* The model after entry `number`: from the text that was kept last before it. NULL with `error` set
 * or problems in `report`. */
polku_model *room_model_at(room *room, int64_t number, polku_report *report);

/* Whether an entry still weighs for who looks back to `after`: undone and done again any number of
 * times, an edit weighs once or not at all. */
bool room_weighs(const room *room, int64_t number, int64_t after);

/* Where somebody wrote after entry `after` what a patch writes. Entries that were taken back since
 * count as nothing, together with what took them back. */
typedef struct room_meeting {
  int64_t number, client; /* of the last entry that meets; 0: none */
  json_out places;        /* JSON Pointers, one on a line */
} room_meeting;

/* How much is read of what happened since, in bytes of patches that are held against each other: a
 * long day of ordinary edits takes a quarter of it, and everybody waits meanwhile. */
enum { LOOK_BACK_MOST = 16 << 20 };

/* Against entries of others than `author` (−1: of anybody). `inverse` (NULL: none) takes the patch
 * back: then one entry that meets either of them is enough. False: memory or the disk failed, or
 * too much happened since (`error` is E2BIG). */
typedef struct room_question {
  int64_t after, author;
  const char *patch, *inverse;
} room_question;
bool room_meet(room *room, const room_question *question, room_meeting *meeting);

/* Entries that took away a part which a patch of base `after` writes into and which is still gone.
 */
enum { DEATHS_MOST = 8 };
typedef struct room_deaths {
  int count;
  int64_t numbers[DEATHS_MOST]; /* ascending */
} room_deaths;
bool room_find_deaths(room *room, int64_t after, const char *patch, room_deaths *deaths);
/* Counts what is read of an entry; false, and `error` is E2BIG: enough. */
bool room_look_back(room *room, int64_t *read, const journal_entry *entry, const char *patch);

/* The model with these entries taken back, and what others wrote since into the same places written
 * again. NULL where that is no model (problems in `report`) or on failure. */
polku_model *room_revive(room *room, const room_deaths *deaths, polku_report *report);

/* ------------------------------------------------------------------ acts (room_act.c) */

typedef struct room_call {
  room *room;
  const room_act *act;
  const room_member *member;
  room_kind kind;
  polku_report *report; /* of patches */
  char *text;           /* the act's, cleaned; NULL: none */
  int status;
  const char *sort;
  int64_t number, told, revived;
  char *message; /* NULL: none */
  char *overlap; /* places, one on a line; NULL: none */
  bool model_changed, problems;
} room_call;

/* Writes an entry of this act, whose number becomes the answer's; `after` (NULL: the same model)
 * becomes the room's model and NULL. On failure the answer says so. */
bool room_write(room_call *call, journal_entry *entry, polku_model **after);
/* The entry of an act as it was sent: client, id, kind, time. */
journal_entry room_entry_of(const room_call *call);

/* Answers. The arguments fill the word's placeholders: name, value, …, NULL. */
void room_refuse(room_call *call, int status, const char *sort, const char *word, ...);
void room_malformed(room_call *call, const char *field);
void room_unknown(room_call *call);
void room_failed(room_call *call, int error);       /* 507, or memory */
void room_wrong(room_call *call, const char *word); /* 422 with the report's problems */

bool room_may(const room_call *call, room_right right);
/* Whether a participant has said as much of a kind as one may; the answer is given where so. */
bool room_is_too_much(room_call *call, room_kind kind);
/* What a failure is called. */
const char *room_reason(int error, polku_lang lang);

/* A text without what must not be in it: control characters, marks that turn the direction of
 * writing, spaces at both ends. `lines`: line ends stay. Says by `good` whether it is UTF-8 of at
 * most `most` letters. The caller frees; NULL: memory ran out. */
char *room_clean_text(const char *text, int most, bool lines, bool *good);

void room_do_edit(room_call *call);
void room_do_accept(room_call *call);
void room_do_undo(room_call *call);
/* Reads again which entries undo keeps away from. */
void room_read_set_aside(room *room);
void room_do_redo(room_call *call);
void room_do_restore(room_call *call);
void room_do_dismiss(room_call *call);
void room_do_comment(room_call *call);
void room_do_vote(room_call *call);
void room_do_phase(room_call *call);
void room_do_allow(room_call *call);
void room_do_freeze(room_call *call);
void room_do_round(room_call *call);
void room_do_version(room_call *call);
void room_do_nickname(room_call *call);
void room_do_save(room_call *call);

/* -------------------------------------------------------------------- the file (room_save.c) */

/* Takes in what somebody else wrote into the file since it was read or written here, as an entry of
 * its own, of when they did. 0, an errno, or EBADMSG: the file is no model now. */
int room_take_in(room *room, polku_report *report);
/* Puts an entry of the room's own into the journal. */
bool room_note(room *room, journal_entry *entry, polku_model **after);
/* Remembers the file's text as it is now. */
bool room_remember(room *room, const char *text, size_t length);
int room_write_file(room *room, bool *changed);

/* ------------------------------------------------------------------- chance (room_secret.c) */

bool room_make_secret(char secret[33]);
bool room_make_code(char code[16]);
/* Whether two secrets are one, in a time that tells nothing of where they differ. */
bool room_same_secret(const char *a, const char *b);

/* A part of the model by its name, in a language: "/stages/trial/duration" → "Työkokeilu". The
 * caller frees. */
char *room_part_name(const polku_model *model, const char *pointer, polku_lang lang);

#endif
