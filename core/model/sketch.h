/* A path as somebody drew it elsewhere, before it is a model: boxes, arrows and what is written on
 * them. Readers of drawings (mermaid.c, edge_list.c) fill a sketch; sketch_model.c makes the JSON
 * of a model of it, in which everything that the drawing does not say is assumed, and says so. */
#ifndef PK_SKETCH_H
#define PK_SKETCH_H

#include "base/arena.h"
#include "model/model.h"

typedef struct pk_sketch_box {
  const char *id, *name;
  bool actor; /* an organisation, not a stage */
  pk_sector sector;
} pk_sketch_box;

typedef struct pk_sketch_arrow {
  int from, to;
  const char *label; /* "" when nothing is written on it */
  pk_place place;
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
  bool failed; /* memory ran out */
} pk_sketch;

/* The box with this id, made when there is none; −1 when memory ran out. */
int pk_sketch_find(pk_sketch *sketch, const char *id);

/* Adds an arrow. */
void pk_sketch_join(pk_sketch *sketch, int from, int to, const char *label, size_t offset);

/* Line, column and text of a place in the file; `bytes` of it are underlined. */
pk_place pk_sketch_place(const pk_sketch *sketch, size_t offset, size_t bytes);

/* A copy of part of the text, white space at its ends left out; "" when memory ran out. */
const char *pk_sketch_keep(pk_sketch *sketch, const char *from, const char *to);

/* What a label says, if anything: a share ("~40 %", "0,4"), a probability per step ("1 %/kk"), a
 * count of people ("17"). */
typedef enum { PK_SAYS_NOTHING, PK_SAYS_SHARE, PK_SAYS_PER_STEP, PK_SAYS_COUNT } pk_writing;
typedef struct pk_written {
  pk_writing what;
  double value;
} pk_written;
pk_written pk_sketch_written(const char *label);

/* Reads a flowchart of Mermaid: boxes with their texts, arrows with theirs. Boxes of the class
 * third, public, private or education are organisations, and an arrow from one to a stage is the
 * role in which it stands there. What only says how it looks is passed over. False with a problem.
 */
bool pk_mermaid_read(pk_sketch *sketch);

/* Reads a list of arrows, CSV with commas, semicolons or tabs: columns "from" and "to", and, where
 * they are there, "from_name", "to_name" and one of "share", "per_step", "value", "label". Without
 * a first row that names them the first three columns are from, to and label. False with all the
 * problems. */
bool pk_edge_list_read(pk_sketch *sketch);

/* The model as JSON, in the words of one language. NULL when memory ran out. */
char *pk_sketch_model(pk_sketch *sketch, polku_lang lang);

#endif
