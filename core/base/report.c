/* A report keeps codes, places and arguments; sentences are made when somebody reads them.
 *
 * Adding copies everything into the report's arena, because a problem outlives the text that it is
 * about. Of the line only a window around the place is kept: a model may be one line of a megabyte.
 * Equal problems are found by a hash table. Running out of memory is a flag, so that saying it
 * takes none. */
#include "base/report.h"
#include "base/arena.h"
#include "base/ids.h"
#include "base/report_parts.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum {
  ARGUMENT_BYTES = 1000, /* of one argument; what is longer ends with "…" */
  WINDOW_BEFORE = 60,    /* code points of the line kept before the place */
  WINDOW_LENGTH = 110,   /* and in all */
  FIRST_ROOM = 16
};

polku_report *polku_report_new(void) {
  polku_report *report = calloc(1, sizeof *report);
  if (report && !(report->arena = pk_arena_new())) {
    free(report);
    return NULL;
  }
  return report;
}

void polku_report_free(polku_report *report) {
  if (!report)
    return;
  pk_arena_free(report->arena);
  free(report->problems);
  free(report->slots);
  pk_text_free(&report->message);
  pk_text_free(&report->hint);
  free(report);
}

void pk_report_memory(polku_report *report) {
  if (report)
    report->memory = report->machine = true;
}

/* A copy that is safe to print and holds at most `limit` bytes of `text`. Tabs and line ends become
 * spaces, other control characters and bad bytes U+FFFD. */
static const char *clean_copy(pk_arena *arena, const char *text, size_t length, size_t limit) {
  pk_text out = PK_TEXT_EMPTY;
  for (size_t i = 0; i < length;) {
    uint32_t c;
    size_t n = pk_utf8_next(text + i, length - i, &c);
    if (i + n > limit) {
      pk_text_add(&out, "…");
      break;
    }
    if (c == '\n' || c == '\t' || c == '\r')
      pk_text_add_char(&out, ' ');
    else if (pk_utf8_disturbs(c))
      pk_text_add(&out, PK_UTF8_REPLACEMENT);
    else
      pk_text_add_bytes(&out, text + i, n);
    i += n;
  }
  const char *copy = out.failed ? NULL : pk_strndup(arena, out.data, out.length);
  pk_text_free(&out);
  return copy;
}

/* Bytes that the first `count` code points take. */
static size_t bytes_of(const char *text, size_t length, size_t count) {
  size_t i = 0;
  uint32_t c;
  while (count-- > 0 && i < length)
    i += pk_utf8_next(text + i, length - i, &c);
  return i;
}

/* Keeps the part of the line that a person needs to see; false when out of memory. */
static bool keep_line(pk_arena *arena, pk_problem *problem, const pk_place *place) {
  if (!place->line_text)
    return true;
  size_t length = place->line_length;
  while (length && (place->line_text[length - 1] == '\n' || place->line_text[length - 1] == '\r'))
    length--;
  size_t column = place->column > 0 ? (size_t)place->column - 1 : 0;
  size_t skip = column > WINDOW_BEFORE ? column - WINDOW_BEFORE : 0;
  size_t from = bytes_of(place->line_text, length, skip);
  size_t to = from + bytes_of(place->line_text + from, length - from, WINDOW_LENGTH);
  problem->cut_before = from > 0;
  problem->cut_after = to < length;
  problem->caret = column - skip;
  problem->line_text = clean_copy(arena, place->line_text + from, to - from, to - from);
  return problem->line_text != NULL;
}

static bool copy_string(pk_arena *arena, const char **copy, const char *text) {
  *copy = text ? pk_strdup(arena, text) : NULL;
  return !text || *copy;
}

static bool copy_place(pk_arena *arena, pk_problem *problem, const pk_place *place) {
  if (!place)
    return true;
  problem->line = place->line;
  problem->column = place->column;
  problem->length = place->line > 0 && place->length < 1 ? 1 : place->length;
  if (place->file &&
      !(problem->file = clean_copy(arena, place->file, strlen(place->file), ARGUMENT_BYTES)))
    return false;
  return copy_string(arena, &problem->pointer, place->pointer) && keep_line(arena, problem, place);
}

/* Name, value, … of a variable list, ended by a NULL name; values are made safe to print. */
static bool copy_arguments(pk_arena *arena, pk_problem *problem, va_list list) {
  va_list again;
  va_copy(again, list);
  size_t count = 0;
  for (; va_arg(again, const char *); count += 2)
    (void)va_arg(again, const char *);
  va_end(again);
  problem->args = PK_NEW_ARRAY(arena, const char *, count);
  if (!problem->args)
    return false;
  for (; problem->arg_count < count; problem->arg_count += 2) {
    const char *name = va_arg(list, const char *), *value = va_arg(list, const char *);
    if (!value && strcmp(name, "suggestion") == 0)
      name = "";
    const char **pair = problem->args + problem->arg_count;
    value = value ? value : "";
    pair[0] = pk_strdup(arena, name);
    pair[1] = clean_copy(arena, value, strlen(value), ARGUMENT_BYTES);
    if (!pair[0] || !pair[1])
      return false;
  }
  return true;
}

static polku_severity severity_of(const char *code) {
  return code[0] == 'W' ? POLKU_WARNING : code[0] == 'I' ? POLKU_REMARK : POLKU_ERROR;
}

static bool equal_text(const char *a, const char *b) {
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool equal_problems(const pk_problem *a, const pk_problem *b) {
  if (a->hash != b->hash || a->line != b->line || a->column != b->column ||
      a->length != b->length || a->arg_count != b->arg_count || strcmp(a->code, b->code) != 0 ||
      !equal_text(a->file, b->file) || !equal_text(a->pointer, b->pointer))
    return false;
  for (size_t i = 0; i < a->arg_count; i++)
    if (strcmp(a->args[i], b->args[i]) != 0)
      return false;
  return true;
}

static uint64_t hash_problem(const pk_problem *p) {
  uint64_t hash = pk_hash(p->code) + (uint64_t)p->line * 31 + (uint64_t)p->column;
  hash = hash * 1099511628211u + (p->pointer ? pk_hash(p->pointer) : 0);
  for (size_t i = 0; i < p->arg_count; i++)
    hash = hash * 1099511628211u + pk_hash(p->args[i]);
  return hash;
}

/* The slot of a problem equal to `p`, or a free one. Slots hold the problems themselves, because
 * the list is sorted when it is read. */
static pk_problem **find_slot(pk_problem **slots, size_t slot_count, const pk_problem *p) {
  size_t i = (size_t)p->hash & (slot_count - 1);
  while (slots[i] && !equal_problems(slots[i], p))
    i = (i + 1) & (slot_count - 1);
  return &slots[i];
}

/* Room for one more; the table of slots is at most half full. */
static bool grow(polku_report *report) {
  if (report->count < report->room)
    return true;
  size_t room = report->room ? report->room * 2 : FIRST_ROOM;
  pk_problem **slots = calloc(room * 2, sizeof(pk_problem *));
  if (!slots)
    return false;
  pk_problem **problems = realloc(report->problems, room * sizeof(pk_problem *));
  if (!problems) {
    free(slots);
    return false;
  }
  for (size_t i = 0; i < report->count; i++)
    *find_slot(slots, room * 2, problems[i]) = problems[i];
  free(report->slots);
  report->slots = slots;
  report->problems = problems;
  report->room = room;
  return true;
}

/* Puts a problem that is complete but for its order among the others. */
static bool put(polku_report *report, pk_problem *problem) {
  if (!grow(report))
    return false;
  problem->hash = hash_problem(problem);
  pk_problem **slot = find_slot(report->slots, report->room * 2, problem);
  if (*slot)
    return true;
  *slot = problem;
  problem->order = report->count;
  report->problems[report->count++] = problem;
  report->by_severity[problem->severity]++;
  report->sorted = false;
  return true;
}

static void add(polku_report *report, const pk_place *place, const char *code, va_list list) {
  pk_problem *problem = PK_NEW(report->arena, pk_problem);
  if (!problem || !copy_place(report->arena, problem, place) ||
      !copy_arguments(report->arena, problem, list) ||
      !(problem->code = pk_strdup(report->arena, code))) {
    pk_report_memory(report);
    return;
  }
  problem->severity = severity_of(code);
  if (!put(report, problem))
    pk_report_memory(report);
}

void pk_report_add(polku_report *report, const pk_place *place, const char *code, ...) {
  if (!report)
    return;
  va_list list;
  va_start(list, code);
  add(report, place, code, list);
  va_end(list);
}

void pk_report_machine(polku_report *report, const pk_place *place, const char *code, ...) {
  if (!report)
    return;
  report->machine = true;
  va_list list;
  va_start(list, code);
  add(report, place, code, list);
  va_end(list);
}

void polku_report_add(polku_report *report, const char *code, ...) {
  if (!report)
    return;
  va_list list;
  va_start(list, code);
  add(report, NULL, code, list);
  va_end(list);
}

void polku_report_fail(polku_report *report, const char *code, ...) {
  if (!report)
    return;
  report->machine = true;
  va_list list;
  va_start(list, code);
  add(report, NULL, code, list);
  va_end(list);
}

bool pk_report_has(const polku_report *report, const char *code, const char *pointer) {
  for (size_t i = 0; report && i < report->count; i++)
    if (strcmp(report->problems[i]->code, code) == 0 &&
        equal_text(report->problems[i]->pointer, pointer))
      return true;
  return false;
}

/* The place of a problem as it is kept: its line was cut and cleaned before. */
static bool copy_kept_place(pk_arena *arena, pk_problem *copy, const pk_problem *from) {
  copy->line = from->line;
  copy->column = from->column;
  copy->length = from->length;
  copy->caret = from->caret;
  copy->cut_before = from->cut_before;
  copy->cut_after = from->cut_after;
  return copy_string(arena, &copy->file, from->file) &&
         copy_string(arena, &copy->pointer, from->pointer) &&
         copy_string(arena, &copy->line_text, from->line_text);
}

static bool copy_kept_arguments(pk_arena *arena, pk_problem *copy, const pk_problem *from) {
  copy->args = PK_NEW_ARRAY(arena, const char *, from->arg_count);
  for (; copy->args && copy->arg_count < from->arg_count; copy->arg_count++)
    if (!copy_string(arena, &copy->args[copy->arg_count], from->args[copy->arg_count]))
      return false;
  return copy->args != NULL;
}

static bool take(polku_report *report, const pk_problem *from, pk_move_place *move, void *context) {
  const polku_problem seen = {from->severity, from->code,   from->file, from->pointer, from->line,
                              from->column,   from->length, NULL,       NULL};
  pk_place place = {0};
  bool moved = move && move(context, &seen, &place);
  pk_problem *copy = PK_NEW(report->arena, pk_problem);
  if (!copy || !copy_string(report->arena, &copy->code, from->code) ||
      !copy_kept_arguments(report->arena, copy, from))
    return false;
  copy->severity = from->severity;
  return (moved ? copy_place(report->arena, copy, &place)
                : copy_kept_place(report->arena, copy, from)) &&
         put(report, copy);
}

void pk_report_take(polku_report *report, const polku_report *from, pk_move_place *move,
                    void *context) {
  if (!report || !from)
    return;
  report->machine = report->machine || from->machine;
  report->memory = report->memory || from->memory;
  for (size_t i = 0; i < from->count; i++)
    if (!take(report, from->problems[i], move, context))
      pk_report_memory(report);
}

size_t polku_report_count(const polku_report *report, polku_severity severity) {
  if (!report)
    return 0;
  return report->by_severity[severity] + (severity == POLKU_ERROR && report->memory ? 1 : 0);
}

bool polku_report_failed(const polku_report *report) {
  return !report || report->machine;
}
