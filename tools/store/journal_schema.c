/* The tables of a journal, each with the sentence that explains it to whoever opens the file from
 * R, Python or a browser of databases; `about` in the file says the same, and `.schema` shows the
 * comments inside a statement. The tables are strict: what is in a column has its type. */
#include "journal_schema.h"

#include <stddef.h>

/* Entries are what everything else follows from: a journal that was changed afterwards would tell
 * people that they said what they did not. */
#define NEVER(what, when)                                                                          \
  "CREATE TRIGGER entries_are_never_" what " BEFORE " when " ON entries BEGIN\n"                   \
  "  SELECT RAISE(ABORT, 'entries are never " what "'); END"

const journal_table journal_tables[] = {
    {"about", "Every table and view, and what it holds.",
     "CREATE TABLE about(name TEXT PRIMARY KEY, meaning TEXT NOT NULL) STRICT, WITHOUT ROWID"},
    {"meta", "What this file is: format, and model: the name of the model's file.",
     "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
    {"entries",
     "Everything that happened in the workshop, in its order. It only grows: no row is ever "
     "changed "
     "or deleted, and numbers have no gaps. The view timeline is easier to read.",
     "CREATE TABLE entries(\n"
     "  number INTEGER PRIMARY KEY, -- 1, 2, 3, …\n"
     "  at INTEGER NOT NULL, -- milliseconds since 1970-01-01 UTC\n"
     "  client INTEGER NOT NULL, -- whose act it was (clients); 0: the room's own\n"
     "  id TEXT, -- the act's, made by the browser, so that nothing happens twice\n"
     "  kind TEXT NOT NULL, -- edit, undo, redo, restore, propose, accept, comment, vote, …\n"
     "  base INTEGER NOT NULL, -- the number that its author had seen\n"
     "  target INTEGER NOT NULL, -- the number that it is about\n"
     "  patch TEXT, -- its effect on the model as a JSON merge patch (RFC 7386);\n"
     "              -- of a proposal: what it would do\n"
     "  inverse TEXT, -- the patch that takes the effect back\n"
     "  pointer TEXT, -- the place of the model that it is about (JSON Pointer)\n"
     "  text TEXT, -- what was said\n"
     "  value TEXT) STRICT"},
    {"entries_by_id", NULL,
     "CREATE UNIQUE INDEX entries_by_id ON entries(client, id) WHERE id IS NOT NULL"},
    {"entries_are_never_changed", NULL, NEVER("changed", "UPDATE")},
    {"entries_are_never_deleted", NULL, NEVER("deleted", "DELETE")},
    {"clients",
     "Who took part: a row for each browser that entered. Nicknames may be empty. The token lets a "
     "browser back in: keep this file to yourself.",
     "CREATE TABLE clients(\n"
     "  client INTEGER PRIMARY KEY, -- 1, 2, 3, …\n"
     "  role TEXT NOT NULL, -- facilitator, participant, screen\n"
     "  token TEXT NOT NULL UNIQUE,\n"
     "  nickname TEXT NOT NULL) STRICT"},
    {"texts",
     "The model's whole text at some moments; number 0 is the beginning. What lies between follows "
     "from the patches of entries.",
     "CREATE TABLE texts(\n"
     "  number INTEGER PRIMARY KEY, -- after this entry\n"
     "  text TEXT NOT NULL) STRICT"},
    {"told",
     "What entries say in words: JSON arrays of sentences in Finnish, Swedish and English. Comes "
     "after the entry, and is missing where polku was stopped before.",
     "CREATE TABLE told(number INTEGER PRIMARY KEY, -- of the entry\n"
     "  fi TEXT NOT NULL, sv TEXT NOT NULL, en TEXT NOT NULL) STRICT"},
    {"settings",
     "Small things under a name, such as the secrets of the join links: keep this file to "
     "yourself.",
     "CREATE TABLE settings(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"},
    {"timeline", "View: the entries with the time as a date, their authors and words.",
     "CREATE VIEW timeline AS SELECT number,"
     " strftime('%Y-%m-%d %H:%M:%f', at / 1000.0, 'unixepoch') AS time, client, role, nickname,"
     " kind, target, pointer, text, value, patch, fi, sv, en"
     " FROM entries LEFT JOIN clients USING(client) LEFT JOIN told USING(number)"
     " ORDER BY number"},
    {NULL, NULL, NULL},
};
