/* What the readers of this room share: a value with its way to it, and the questions asked of
 * values.
 *
 * A file is read in four passes: the text becomes JSON (syntax.c), every table gives its ids in
 * their final order (sections.c), each table fills its structs (actors.c, stages.c, …), and what
 * several tables say together is checked (exits.c, meaning.c). A pass goes on after a problem; what
 * could not be read is marked (NaN, -1) so that later passes do not complain about it again. */
#ifndef PK_READ_H
#define PK_READ_H

#include "model/model.h"
#include "model/shapes.h"
#include <jansson.h>
#include <math.h>
#include <string.h>

/* A JSON value and how one came to it. Nodes live on the stack; a pointer is made only when a
 * problem or a number needs it. */
typedef struct pk_node {
  json_t *json;
  const struct pk_node *parent;
  const char *key; /* NULL: the element `index` of an array, or the whole model */
  size_t index;
} pk_node;

typedef struct pk_section {
  pk_node node;
  pk_ids *ids; /* in final order: an index here is an index in the model's array */
  int count;
  json_t **items; /* in the same order */
} pk_section;

typedef struct pk_number_link {
  const pk_number *number;
  const char *what;
  const json_t *json;
  struct pk_number_link *next;
} pk_number_link;

typedef struct pk_reader {
  polku_model *model;
  pk_arena *arena;
  polku_report *report;
  pk_node root;
  pk_section sections[PK_SECTION_COUNT];
  pk_stage *stages; /* the model's arrays while they are being filled */
  pk_transition *transitions;
  pk_exits *forms;    /* per transition: its form, NONE where it has none of the three */
  bool *stage_unsure; /* per stage: an exit could not be read, so do not judge their sum */
  pk_number_link *numbers;
  int number_count;
  bool start_date_asked;
  int errors;
  bool failed; /* memory ran out */
} pk_reader;

/* ------------------------------------------------------------------ problems and memory */

/* Memory of the model; NULL marks the reader as failed. */
void *pk_read_alloc(pk_reader *reader, size_t count, size_t size);

/* The node's JSON Pointer, in the model's memory; "" when that ran out. */
const char *pk_node_pointer(pk_reader *reader, const pk_node *node);

/* Finds the place of a problem and counts it; false when so many were reported that more would
 * help nobody. `key` underlines the name instead of the value. */
bool pk_read_place(pk_reader *reader, const pk_node *node, bool key, const char *code,
                   pk_place *place);

#define PK_VALUE false
#define PK_KEY true
/* PK_PROBLEM(reader, node, PK_VALUE or PK_KEY, code, name, value, …, NULL) */
#define PK_PROBLEM(reader, node, key, code, ...)                                                   \
  do {                                                                                             \
    pk_place place_;                                                                               \
    if (pk_read_place((reader), (node), (key), (code), &place_))                                   \
      pk_report_add((reader)->report, &place_, (code), __VA_ARGS__);                               \
  } while (0)

/* The name by which a person knows the node: its key, or its place in a list. */
const char *pk_node_name(pk_reader *reader, const pk_node *node);

/* A number as problems print it, in the model's memory. */
const char *pk_read_digits(pk_reader *reader, double value);

/* -------------------------------------------------------------------- values and members */

typedef enum { PK_IS_OBJECT, PK_IS_ARRAY, PK_IS_TEXT, PK_IS_FLAG, PK_IS_NUMBER } pk_type;

/* Whether the value has the type; if not, says so (E-NULL, E-TYPE). */
bool pk_read_is(pk_reader *reader, const pk_node *node, pk_type type);

/* Says that a value is none of what may stand there; `expected` is a word's key. */
void pk_read_wrong_type(pk_reader *reader, const pk_node *node, const char *expected);

/* Whether the value is an object with the keys of `shape`: unknown and missing keys are said. */
bool pk_read_shape(pk_reader *reader, const pk_node *node, const pk_shape *shape);

/* Whether the key is written, or an unknown key looks like it: then the misspelling is the problem,
 * and what follows from the missing key would be its echo. */
bool pk_read_written(const pk_node *object, const pk_shape *shape, const char *key);

/* Whether the object has a key that its shape does not know. */
bool pk_read_has_unknown(const pk_node *object, const pk_shape *shape);

/* The member `key`; false when it is not written (or null, which is a problem). */
bool pk_read_member(pk_reader *reader, const pk_node *object, const char *key, pk_node *member);

/* Walks an object in the order of the file, past keys that begin with "x-": start with *at NULL. */
bool pk_next_member(const pk_node *object, void **at, pk_node *member);
size_t pk_member_count(const pk_node *object);

/* All members of an object in an order that the file does not decide: as in the section that they
 * are named after, or by name (PK_SECTION_COUNT). NULL when memory ran out. */
pk_node *pk_read_members(pk_reader *reader, const pk_node *object, pk_section_id section,
                         size_t *count);

/* Element of an array. */
pk_node pk_node_at(const pk_node *array, size_t index);

/* Members by type. What is not written gives NULL, false, `fallback`. */
const char *pk_read_text(pk_reader *reader, const pk_node *object, const char *key);
/* A text by language, or one that is the same in all. */
void pk_read_name(pk_reader *reader, const pk_node *object, const char *key, pk_name *name);
bool pk_read_flag(pk_reader *reader, const pk_node *object, const char *key, bool fallback);
int pk_read_enum(pk_reader *reader, const pk_node *object, const char *key,
                 const char *const *names, int fallback);
bool pk_read_date(pk_reader *reader, const pk_node *object, const char *key, pk_date *date);
/* "from" and "until". */
void pk_read_period(pk_reader *reader, const pk_node *object, pk_when *from, pk_when *until);

/* The text of a string value; NULL with a problem when it is none or empty. */
const char *pk_read_string(pk_reader *reader, const pk_node *node);

/* Index of an id in a section, from a string value or from the name of a member; -1 with a problem
 * when there is none. */
int pk_read_reference(pk_reader *reader, const pk_node *node, pk_section_id section);
int pk_read_reference_key(pk_reader *reader, const pk_node *node, pk_section_id section);
int pk_read_reference_member(pk_reader *reader, const pk_node *object, const char *key,
                             pk_section_id section);

/* The id of a section that is nearest to a misspelled one; -1 when none is near. */
int pk_read_nearest(pk_reader *reader, pk_section_id section, const char *id);

/* A map whose names are ids of a section and whose values are objects of `shape`, as a list of
 * indices: "carried_by", "actors" of a support, "stages" of a gap. Returns their number. */
int pk_read_id_set(pk_reader *reader, const pk_node *object, const char *key, pk_section_id section,
                   const int **list);
/* The same from an array of ids. */
int pk_read_id_list(pk_reader *reader, const pk_node *object, const char *key,
                    pk_section_id section, const int **list);

/* --------------------------------------------------------------------------------- numbers */

/* What a number must be. */
typedef enum {
  PK_LAW_ANY,
  PK_LAW_SHARE,        /* 0 … 1 */
  PK_LAW_NOT_NEGATIVE, /* ≥ 0 */
  PK_LAW_POSITIVE,     /* > 0 */
  PK_LAW_ONE_OR_MORE,  /* ≥ 1 */
  PK_LAW_COUNT,        /* whole, ≥ 0 */
  PK_LAW_STEPS,        /* whole, ≥ 1 */
  PK_LAW_HORIZON,      /* whole, 1 … 40 000 */
  PK_LAW_TIME,         /* whole, 0 … 40 000 */
  PK_LAW_YEAR,         /* whole, 1000 … 3000 */
  PK_LAW_DISCOUNT      /* > −1, ≤ 1 */
} pk_number_law;

/* Whether the value is lawful; if not, says so at the node. */
bool pk_read_lawful(pk_reader *reader, const pk_node *node, pk_number_law law, double value);

/* A number or a number object. False with a problem, and the value NaN, when it is neither or
 * unlawful. `what` names it in lists of numbers. */
bool pk_read_number(pk_reader *reader, const pk_node *node, const char *what, pk_number_law law,
                    pk_number *number);

/* The member `key` as a number; where it is not written `number` becomes `fallback` without a
 * pointer. Returns whether it is written. */
bool pk_read_number_member(pk_reader *reader, const pk_node *object, const char *key,
                           const char *what, pk_number_law law, double fallback, pk_number *number);

/* The same with a number object of another shape that has a number's keys among its own. */
bool pk_read_number_shaped(pk_reader *reader, const pk_node *node, const pk_shape *shape,
                           const char *what, pk_number_law law, pk_number *number);

/* A number that nobody wrote. */
pk_number pk_number_unwritten(double value);

/* Plain numbers, without basis. */
double pk_read_double(pk_reader *reader, const pk_node *object, const char *key, pk_number_law law,
                      double fallback);
int pk_read_whole(pk_reader *reader, const pk_node *object, const char *key, pk_number_law law,
                  int fallback);

/* The counts of {"events": …, "of": …} as value and prior. */
bool pk_read_observed(pk_reader *reader, const pk_node *node, pk_number *number);

/* The member "unit" of an object. */
pk_unit pk_read_unit(pk_reader *reader, const pk_node *object);

bool pk_read_distribution(pk_reader *reader, const pk_node *node, const char *what,
                          pk_distribution *distribution);

/* Shares keyed by stage: "start", "gives_up". They sum to 1 afterwards. */
int pk_read_turns(pk_reader *reader, const pk_node *node, const char *what, const pk_turn **turns);

/* Shares keyed by a value: attributes and histories of groups. They sum to 1 afterwards. */
int pk_read_choices(pk_reader *reader, const pk_node *node, const char *what, bool whole,
                    const pk_choice **choices);

/* A value that stands for itself (text, whole number, true or false) as text; NULL with a problem.
 */
const char *pk_read_plain_value(pk_reader *reader, const pk_node *node);

/* ---------------------------------------------------------------------------- the passes */

/* Text to JSON; NULL with the one problem that there is then. */
json_t *pk_syntax_read(const polku_model *model, polku_report *report);

/* Place of a stretch of bytes in the author's text. */
void pk_place_bytes(const polku_model *model, size_t offset, size_t bytes, pk_place *place);

/* Where the name that stands at `start` … `end` stands for the first time in the same object. The
 * text is JSON as far as `end`. */
size_t pk_place_twin(const polku_model *model, size_t start, size_t end);

bool pk_read_sections(pk_reader *reader);
void pk_read_header(pk_reader *reader);
void pk_read_sources(pk_reader *reader);
void pk_read_accounts(pk_reader *reader);
void pk_read_budgets(pk_reader *reader);
void pk_read_actors(pk_reader *reader);
void pk_read_stages(pk_reader *reader);
void pk_read_standings(pk_reader *reader, const pk_node *node, pk_stage *stage);
void pk_read_transitions(pk_reader *reader);
void pk_read_supports(pk_reader *reader);
void pk_read_groups(pk_reader *reader);
void pk_read_gaps(pk_reader *reader);
void pk_read_notes(pk_reader *reader);
void pk_read_paths(pk_reader *reader);
void pk_read_targets(pk_reader *reader);
void pk_read_scenarios(pk_reader *reader);

/* Exits of each stage: one form, shares that sum to 1. Then what stages and the whole say. */
void pk_read_exits(pk_reader *reader);
void pk_read_meaning(pk_reader *reader);
void pk_read_number_order(pk_reader *reader);

/* The i-th item of a section. */
pk_node pk_section_item(const pk_reader *reader, pk_section_id section, int i);
const char *pk_section_id_at(const pk_reader *reader, pk_section_id section, int i);

#endif
