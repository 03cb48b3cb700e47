/* The journal of a workshop: everything that happened, in its order, on the disk.
 *
 * One SQLite file (WAL, synchronous=FULL): what journal_append said true to survives a killed
 * program, a full disk and a torn write. Besides entries, which are the truth and never change, it
 * keeps who took part (clients), texts of the model at some moments (so that opening takes no
 * replay of everything), and what each entry says in words; all of these but the clients could be
 * computed again.
 *
 * Strings that are given are copied; strings that are handed out are borrowed until the call that
 * hands them out returns. Nothing here knows what an entry means. Calls come from one thread at a
 * time. */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct journal journal;

typedef struct journal_entry {
  int64_t number; /* 1, 2, …: given by the journal */
  int64_t at;     /* milliseconds since 1970 */
  int64_t client; /* whose act it was; 0: the room's */
  const char *id; /* the act's, made by the browser; unique among those of one client */
  const char *kind;
  int64_t base, target;
  const char *patch;   /* its effect on the model (of a proposal: what it would do); NULL: none */
  const char *inverse; /* takes the effect back; NULL: none */
  const char *pointer, *text, *value;
} journal_entry;

typedef struct journal_client {
  int64_t client; /* 1, 2, … */
  const char *role, *token, *nickname;
} journal_client;

typedef enum {
  JOURNAL_GOOD,
  JOURNAL_OTHER_FILE,  /* there is a file of this name that is no journal */
  JOURNAL_OTHER_MODEL, /* of another model file */
  JOURNAL_NEWER,       /* written by a later polku */
  JOURNAL_BUSY,        /* another room holds it */
  JOURNAL_DAMAGED,
  JOURNAL_MACHINE /* disk, memory: errno says which */
} journal_state;

/* Opens the journal at `path`, or makes one (readable by its owner alone) that begins with `text`.
 * Holds it until the close, so that no second room writes into it. `model` names the model's file.
 * NULL with the reason in `state`, and for JOURNAL_MACHINE in errno. */
journal *journal_open(const char *path, const char *model, const char *text, size_t length,
                      journal_state *state);
void journal_close(journal *journal);

/* After a false: an errno (ENOSPC, EIO, ENOMEM, …). */
int journal_error(const journal *journal);

/* Writes an entry and gives it its number (also into `entry`). True only when it is safe on the
 * disk; false: nothing was written, and the journal can be used on. */
bool journal_append(journal *journal, journal_entry *entry);

/* The number of the last entry; 0: none. And of the entry of a client with this id; 0: none. */
int64_t journal_last(const journal *journal);
int64_t journal_find(journal *journal, int64_t client, const char *id);

/* Tells the entries with numbers from … to (both included) in their order. False when `visit` said
 * so, or on failure. */
typedef bool journal_visit(void *context, const journal_entry *entry);
bool journal_read(journal *journal, int64_t from, int64_t to, journal_visit *visit, void *context);

/* The text of the model at a number, kept for later; and the latest kept text at or before it (the
 * beginning is kept as number 0). The caller frees the text; NULL: failure. */
bool journal_keep_text(journal *journal, int64_t number, const char *text, size_t length);
char *journal_text_before(journal *journal, int64_t number, int64_t *at, size_t *length);

/* What an entry says in words: a JSON array of strings for each language. Told once; false on
 * failure. Found: strings that the caller frees, NULL where it was never told. */
bool journal_tell(journal *journal, int64_t number, const char *const told[3]);
bool journal_told(journal *journal, int64_t number, char *told[3]);

/* Clients. A new one has a number of its own; its token is unique. */
bool journal_add_client(journal *journal, journal_client *client);
bool journal_name_client(journal *journal, int64_t client, const char *nickname);
/* Forgets a client. The number of the last one would be given again. */
bool journal_drop_client(journal *journal, int64_t client);
typedef bool journal_visit_client(void *context, const journal_client *client);
bool journal_clients(journal *journal, journal_visit_client *visit, void *context);

/* Small things under a name (secrets, the code). The caller frees; NULL: not set, or failure. */
bool journal_set(journal *journal, const char *name, const char *value);
char *journal_get(journal *journal, const char *name);

/* Takes a journal away with everything that SQLite keeps beside it. Only a journal is taken away.
 * JOURNAL_GOOD also where there is none. */
journal_state journal_forget(const char *path, int *error);

#endif
