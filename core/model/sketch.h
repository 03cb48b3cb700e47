/* A path as somebody drew it elsewhere, before it is a model: boxes, arrows and what is written on
 * them. Readers of drawings (mermaid.c, edge_list.c) fill a sketch; sketch_model.c makes the JSON
 * of a model of it, in which everything that the drawing does not say is assumed, and says so. */
#ifndef PK_SKETCH_H
#define PK_SKETCH_H

#include "base/arena.h"
#include "base/ids.h"
#include "model/model.h"

typedef struct pk_sketch_box {
  const char *id, *name; /* as the drawing has them */
  const char *key;       /* its id in the model */
  bool actor;            /* an organisation, not a stage */
  pk_sector sector;
} pk_sketch_box;

typedef struct pk_sketch_arrow {
  int from, to;
  const char *label; /* "" when nothing is written on it */
  size_t offset;     /* where it is in the text */
} pk_sketch_arrow;

typedef struct pk_sketch {
  pk_arena *arena;
  const char *file, *text; /* what is read: its name, and all of it */
  size_t length;
  polku_report *report;
  const char *title; /* NULL: none */
  int box_count, box_room, arrow_count, arrow_room;
  pk_sketch_box *boxes;
  pk_sketch_arrow *arrows;
  bool large;     /* more than a model is made of: said, and nothing more is taken */
  bool failed;    /* memory ran out */
  size_t line_at; /* beginning of the line in which a place was asked for last */
  int line;       /* its number; 0: none was */
} pk_sketch;

/* Of a drawing: boxes, and as many arrows. A path that people speak of has some tens. */
enum { PK_SKETCH_MOST = 10000 };

/* The box with this id, made when there is none; −1 when there are too many or memory ran out. */
int pk_sketch_find(pk_sketch *sketch, const char *id);

/* Adds an arrow. */
void pk_sketch_join(pk_sketch *sketch, int from, int to, const char *label, size_t offset);

/* Line, column and text of a place in the file; `bytes` of it are underlined. */
pk_place pk_sketch_place(pk_sketch *sketch, size_t offset, size_t bytes);

/* A copy of part of the text, white space at its ends left out; "" when memory ran out. */
const char *pk_sketch_keep(pk_sketch *sketch, const char *from, const char *to);

/* What a label says, if anything: a share ("~40 %", "0,4"), a probability per step ("1 %/kk"), a
 * count of people ("17", "1 234 hlöä"). Other quantities ("6 kk", "1e-3") are none of these. */
typedef enum { PK_SAYS_NOTHING, PK_SAYS_SHARE, PK_SAYS_PER_STEP, PK_SAYS_COUNT } pk_writing;
typedef struct pk_written {
  pk_writing what;
  double value;
  bool whole; /* a bare 0 or 1: among counts it is one */
} pk_written;
pk_written pk_sketch_written(const char *label);

/* Whether a label looks as if it said a number, understood or not. */
bool pk_sketch_tells(const char *label);

/* Reads a flowchart of Mermaid: boxes with their texts, arrows with theirs. Boxes of the class
 * third, public, private or education are organisations, and an arrow from one to a stage is the
 * role in which it stands there. What only says how it looks is passed over. False with a problem.
 */
bool pk_mermaid_read(pk_sketch *sketch);

/* Reads a list of arrows, CSV with commas, semicolons or tabs: columns "from" and "to", and, where
 * they are there, "from_name", "to_name" and one of "share", "per_step", "count", "value", "label".
 * Without a first row that names them the first three columns are from, to and label. False with
 * all the problems. */
bool pk_edge_list_read(pk_sketch *sketch);

/* Gives every box the id that it has in the model: its own where it may be one, else with '-' for
 * what may not be in an id. No two are the same. False when memory ran out. */
bool pk_sketch_keys(pk_sketch *sketch);

/* Such an id that is not among `taken` yet, and is from then on: "a", "a-2", "a-3" …, from the
 * n-th on. NULL when memory ran out. */
const char *pk_sketch_new_key(pk_ids *taken, const char *wish, int n);

/* The model as JSON, in the words of one language. NULL when memory ran out. */
char *pk_sketch_model(pk_sketch *sketch, polku_lang lang);

#endif
