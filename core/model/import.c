/* polku_import: a drawing made elsewhere becomes the beginning of a model. */
#include "model/sketch.h"

#include "base/report.h"
#include "base/text.h"
#include "base/utf8.h"

#include <string.h>

/* Letters of Windows-1252 from 0x80 to 0x9f; 0: none. */
static const uint16_t windows[32] = {0x20ac, 0,      0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021,
                                     0x2c6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17d,  0,
                                     0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                     0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0,      0x17e,  0x178};

/* Spreadsheets of Windows save CSV in the old encoding of western Europe, ä as the byte e4. */
static void from_windows(pk_sketch *sketch) {
  pk_text out = PK_TEXT_EMPTY;
  for (size_t i = 0; i < sketch->length; i++) {
    unsigned char c = (unsigned char)sketch->text[i];
    char letter[4];
    uint32_t point = c < 0x80 || c >= 0xa0 ? c : windows[c - 0x80] ? windows[c - 0x80] : 0xfffd;
    pk_text_add_bytes(&out, letter, pk_utf8_write(point, letter));
  }
  const char *copy = out.failed ? NULL : pk_strndup(sketch->arena, out.data, out.length);
  sketch->failed = copy == NULL;
  sketch->text = copy ? copy : "";
  sketch->length = copy ? out.length : 0;
  pk_text_free(&out);
  pk_report_add(sketch->report, &(pk_place){.file = sketch->file}, "I-IMPORT-ENCODING", NULL);
}

/* Bytes that no text has are refused. */
static bool is_text(pk_sketch *sketch, polku_exchange form) {
  const char *nul = memchr(sketch->text, '\0', sketch->length);
  if (!nul && pk_utf8_valid(sketch->text, sketch->length))
    return true;
  if (!nul && form == POLKU_EDGES) {
    from_windows(sketch);
    return !sketch->failed;
  }
  pk_place place = {.file = sketch->file};
  pk_report_add(sketch->report, &place, "E-IMPORT-TEXT", NULL);
  return false;
}

static bool any_stage(const pk_sketch *sketch) {
  for (int i = 0; i < sketch->box_count; i++)
    if (!sketch->boxes[i].actor)
      return true;
  pk_report_add(sketch->report, &(pk_place){.file = sketch->file}, "E-IMPORT-EMPTY", NULL);
  return false;
}

char *polku_import(const char *name, const char *text, size_t length, polku_exchange form,
                   polku_lang lang, polku_report *report) {
  if (!text || form == POLKU_GRAPH)
    return NULL;
  pk_arena *arena = pk_arena_new();
  pk_sketch sketch = {
      .arena = arena, .file = name, .text = text, .length = length, .report = report};
  char *model = NULL;
  bool read = arena && is_text(&sketch, form) &&
              (form == POLKU_MERMAID ? pk_mermaid_read : pk_edge_list_read)(&sketch) &&
              any_stage(&sketch);
  if (read)
    model = pk_sketch_model(&sketch, lang);
  if (!arena || sketch.failed || (read && !model))
    pk_report_memory(report);
  pk_arena_free(arena);
  return model;
}
