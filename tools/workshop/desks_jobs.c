/* A job on its way to a desk: a copy of what was asked, and how much time it has. */
#include "workshop/desks_parts.h"

#include <stdlib.h>
#include <string.h>

static bool copy_string(desk_waiting *copy, int i, const char *text, size_t length) {
  copy->request.lengths[i] = DESK_NO_STRING;
  if (!text)
    return true;
  if (length > DESK_STRING_MOST || !(copy->strings[i] = malloc(length + 1)))
    return false;
  memcpy(copy->strings[i], text, length);
  copy->strings[i][length] = '\0';
  copy->request.lengths[i] = (uint32_t)length;
  return true;
}

static bool copy_strings(desk_waiting *copy, const desk_job *job) {
  const char *const plain[] = {job->names[0], job->names[1], job->path,    job->group,
                               job->stage,    job->happened, job->scenario};
  bool good = copy_string(copy, DESK_TEXT_A, job->texts[0], job->lengths[0]) &&
              copy_string(copy, DESK_TEXT_B, job->texts[1], job->lengths[1]);
  for (int i = 0; i < DESK_STRINGS - DESK_NAME_A; i++)
    good = good && copy_string(copy, DESK_NAME_A + i, plain[i], plain[i] ? strlen(plain[i]) : 0);
  copy->slot = job->slot ? strdup(job->slot) : NULL;
  return good && (!job->slot || copy->slot);
}

desk_waiting *desk_waiting_new(const desk_job *job, desk_done *done, void *context) {
  desk_waiting *copy = calloc(1, sizeof *copy);
  if (!copy)
    return NULL;
  copy->request = (desk_request){.magic = DESK_MAGIC,
                                 .kind = (uint32_t)job->kind,
                                 .lang = (uint32_t)job->lang,
                                 .view = (uint32_t)job->view,
                                 .theme = (uint32_t)job->theme,
                                 .paper = (uint32_t)job->paper,
                                 .format = (uint32_t)job->format,
                                 .quick = job->quick,
                                 .touch = job->touch,
                                 .names_people = job->names_people,
                                 .number = job->number};
  copy->urgency = job->urgency;
  copy->whose = job->whose;
  copy->done = done;
  copy->context = context;
  if (copy_strings(copy, job))
    return copy;
  desk_waiting_free(copy);
  return NULL;
}

void desk_waiting_free(desk_waiting *job) {
  if (!job)
    return;
  for (int i = 0; i < DESK_STRINGS; i++)
    free(job->strings[i]);
  free(job->slot);
  free(job);
}

bool desk_kind_is_slow(desk_kind kind) {
  return kind == DESK_LEVERAGE || kind == DESK_RESULT || kind == DESK_REPORT ||
         kind == DESK_COMPARE || kind == DESK_MINUTES;
}

bool desk_is_slow(const desk_waiting *job) {
  return desk_kind_is_slow((desk_kind)job->request.kind);
}

bool desk_is_back(const desk_waiting *job) {
  return desk_is_slow(job) || (job->request.kind == DESK_FIGURES && !job->request.quick);
}

int64_t desk_time(const desk_waiting *job) {
  enum { SECOND = 1000 };
  if (desk_is_slow(job))
    return 120 * SECOND;
  if (job->request.kind == DESK_FIGURES)
    return (job->request.quick ? 5 : 20) * SECOND;
  return 10 * SECOND;
}
