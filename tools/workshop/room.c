/* Opening a room, its secrets, and its model at any moment. */
#include "workshop/room_inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Changes of the model between texts that are kept. A change is made again in some milliseconds, in
 * which the room hears nobody: somebody who looks back at one moment after the other must not stop
 * those who edit. */
enum { TEXT_EVERY = 10 };

/* ---------------------------------------------------------------------------------- opening */

static void report_journal(journal_state state, int error, const char *path, polku_report *report) {
  static const char *const codes[] = {[JOURNAL_OTHER_FILE] = "E-JOURNAL-OTHER",
                                      [JOURNAL_OTHER_MODEL] = "E-JOURNAL-MODEL",
                                      [JOURNAL_NEWER] = "E-JOURNAL-NEWER",
                                      [JOURNAL_BUSY] = "E-JOURNAL-BUSY",
                                      [JOURNAL_DAMAGED] = "E-JOURNAL-DAMAGED"};
  if (state == JOURNAL_MACHINE || state == JOURNAL_GOOD)
    polku_report_fail(report, "E-JOURNAL-MACHINE", "file", path, "reason", strerror(error), NULL);
  else
    polku_report_add(report, codes[state], "file", path, NULL);
}

static bool fold_entry(void *context, const journal_entry *entry) {
  room *r = context;
  if (!room_reserve(r))
    return false;
  room_fold(r, entry);
  return true;
}

/* A small thing under a name, made when the journal is. */
static bool load_word(room *r, const char *name, char *word, size_t room_for,
                      bool (*make)(char *)) {
  char *kept = journal_get(r->journal, name);
  bool good = kept ? strlen(kept) < room_for : make(word) && journal_set(r->journal, name, word);
  if (good && kept)
    memcpy(word, kept, strlen(kept) + 1);
  free(kept);
  return good;
}

static bool make_secret(char *secret) {
  return room_make_secret(secret);
}

static bool load_secrets(room *r) {
  return load_word(r, "secret of facilitators", r->secrets[0], 33, make_secret) &&
         load_word(r, "secret of participants", r->secrets[1], 33, make_secret) &&
         load_word(r, "code", r->code, sizeof r->code, room_make_code);
}

/* The model's file as it is now, and its real place. */
static polku_model *load_file(room *r, const char *path, polku_report *report) {
  if (strchr(path, '#') && access(path, F_OK) != 0) {
    polku_report_add(report, "E-WORKSHOP-SCENARIO", "file", path, NULL);
    return NULL;
  }
  polku_model *model = polku_model_load(path, report);
  if (!model)
    return NULL;
  r->path = realpath(path, NULL);
  if (!r->path) {
    polku_report_fail(report, "E-JOURNAL-MACHINE", "file", path, "reason", strerror(errno), NULL);
    polku_model_free(model);
    return NULL;
  }
  const char *slash = strrchr(r->path, '/');
  r->file = slash ? slash + 1 : r->path;
  return model;
}

/* The first rights of the phases: look, place, discuss, numbers, what if, agree. */
static const room_right first_rights[PHASES] = {RIGHT_COMMENT, RIGHT_PROPOSE, RIGHT_COMMENT,
                                                RIGHT_PROPOSE, RIGHT_PROPOSE, RIGHT_COMMENT};

/* Keeps the model's text, so that no moment is far from one. Where that fails the next change tries
 * again. */
static void keep_text(room *r) {
  size_t length;
  const char *text = polku_model_text(r->model, &length);
  if (journal_keep_text(r->journal, r->model_number, text, length))
    r->since_text = 0;
}

static void count_since_text(room *r) {
  int64_t at = 0;
  size_t length;
  char *text = journal_text_before(r->journal, r->count, &at, &length);
  for (int64_t n = at + 1; text && n <= r->count; n++)
    r->since_text += r->facts[n - 1].changes;
  free(text);
  if (r->since_text >= TEXT_EVERY)
    keep_text(r);
}

/* What the journal says: people, facts, secrets, and the model. */
static bool read_journal(room *r, polku_report *report) {
  int64_t last = journal_last(r->journal);
  memcpy(r->rights, first_rights, sizeof first_rights);
  r->error = 0;
  bool read =
      room_read_members(r) && journal_read(r->journal, 1, last, fold_entry, r) && load_secrets(r);
  if (read)
    room_read_set_aside(r);
  if (!read)
    r->error = journal_error(r->journal) ? journal_error(r->journal) : ENOMEM;
  if (read && (r->model = room_model_at(r, last, report)) != NULL) {
    count_since_text(r);
    return true;
  }
  if (polku_report_count(report, POLKU_ERROR) == 0)
    polku_report_fail(report, "E-JOURNAL-MACHINE", "file", r->path, "reason",
                      strerror(r->error ? r->error : EIO), NULL);
  return false;
}

/* What the file said when it was read or written here last. A save that was cut short may have
 * written the file, but not said so: then the file says what it was going to write. */
static bool load_seen(room *r, const char *text) {
  static const char *const names[] = {"file", "file to be"};
  for (int i = 1; i >= 0; i--) {
    char *kept = journal_get(r->journal, names[i]);
    if (kept && (i == 0 || strcmp(kept, text) == 0)) {
      r->seen = kept;
      r->seen_length = strlen(kept);
      return true;
    }
    free(kept);
  }
  int64_t at;
  r->seen = journal_text_before(r->journal, 0, &at, &r->seen_length);
  return r->seen != NULL;
}

static bool open_journal(room *r, const room_options *options, const polku_model *file,
                         polku_report *report) {
  size_t length;
  const char *text = polku_model_text(file, &length);
  journal_state state;
  errno = 0;
  r->journal = journal_open(options->journal, r->file, text, length, &state);
  if (!r->journal) {
    report_journal(state, errno, options->journal, report);
    return false;
  }
  if (!read_journal(r, report))
    return false;
  if (!load_seen(r, text)) {
    report_journal(JOURNAL_MACHINE, journal_error(r->journal), options->journal, report);
    return false;
  }
  return true;
}

room *room_open(const room_options *options, polku_report *report) {
  room *r = calloc(1, sizeof *r);
  if (!r) {
    polku_report_fail(report, "E-MEMORY", NULL);
    return NULL;
  }
  polku_model *file = load_file(r, options->model, report);
  bool good = file && open_journal(r, options, file, report);
  if (good) {
    int error = room_take_in(r, report);
    good = error == 0;
    if (!good && polku_report_count(report, POLKU_ERROR) == 0)
      report_journal(JOURNAL_MACHINE, error, options->journal, report);
  }
  polku_model_free(file);
  if (good)
    return r;
  room_close(r);
  return NULL;
}

void room_close(room *r) {
  if (!r)
    return;
  journal_close(r->journal);
  polku_model_free(r->model);
  free(r->path);
  free(r->seen);
  free(r->facts);
  free(r->votes);
  free(r->members);
  free(r);
}

/* --------------------------------------------------------------------------------- secrets */

const char *room_secret(const room *r, room_role role) {
  return r->secrets[role == ROOM_FACILITATOR ? 0 : 1];
}

const char *room_code(const room *r) {
  return r->code;
}

/* --------------------------------------------------------------------------------- entries */

bool room_note(room *r, journal_entry *entry, polku_model **after) {
  if (!room_reserve(r)) {
    r->error = ENOMEM;
    return false;
  }
  if (!journal_append(r->journal, entry)) {
    r->error = journal_error(r->journal);
    return false;
  }
  room_fold(r, entry);
  if (after && *after) {
    polku_model_free(r->model);
    r->model = *after;
    *after = NULL;
    if (++r->since_text >= TEXT_EVERY)
      keep_text(r);
  }
  return true;
}

int64_t room_number(const room *r) {
  return r->count;
}

int64_t room_model_number(const room *r) {
  return r->model_number;
}

const polku_model *room_model(const room *r) {
  return r->model;
}

char *room_text_at(room *r, int64_t number, size_t *length) {
  if (number < 0 || number > r->count)
    return NULL;
  polku_report *report = polku_report_new();
  polku_model *then = NULL;
  const polku_model *model = r->model;
  if (number < r->model_number)
    model = then = report ? room_model_at(r, number, report) : NULL;
  const char *text = model ? polku_model_text(model, length) : NULL;
  char *copy = text ? malloc(*length + 1) : NULL;
  if (copy)
    memcpy(copy, text, *length + 1);
  polku_model_free(then);
  polku_report_free(report);
  return copy;
}

char *room_without(const room *r, const char *pointer, polku_report *report) {
  char *patch = polku_model_without(r->model, pointer, report);
  json_out out = JSON_OUT_EMPTY;
  if (!patch)
    return NULL;
  json_raw(&out, "{");
  json_text_member(&out, "patch", patch);
  json_text_member(&out, "told", "null");
  json_raw(&out, "}");
  free(patch);
  return json_take(&out);
}
