/* What other programs are told of a model and its rules: the names of its parts, and the files that
 * both were read from. */
#include "base/sha256.h"
#include "rules/bind.h"

#include <string.h>

static void name_part(polku_part *part, const char *id, const pk_name *name) {
  *part = (polku_part){.id = id};
  for (int lang = 0; lang < 3; lang++)
    part->names[lang] = pk_name_text(name, (polku_lang)lang, id);
}

/* Where there are no rules a stage is what the model says of it. */
static void tell_stage(const pk_model *model, const pk_rules *rules, size_t i, polku_part *part) {
  const pk_stage *stage = &model->stages[i];
  name_part(part, stage->id, &stage->name);
  part->kind = stage->kind;
  part->passage = stage->passage;
  part->final = stage->final;
  part->employed = rules ? rules->stage_employed[i] : stage->employed;
  part->open = rules ? rules->stage_open[i] : stage->open;
}

static void tell_transition(const pk_model *model, size_t i, polku_part *part) {
  const pk_transition *transition = &model->transitions[i];
  name_part(part, transition->id, &transition->name);
  part->from = model->stages[transition->from].id;
  part->to = model->stages[transition->to].id;
}

static void tell_actor(const pk_model *model, size_t i, polku_part *part) {
  const pk_actor *actor = &model->actors[i];
  name_part(part, actor->id, &actor->name);
  part->kind = actor->kind;
  part->sector = pk_sector_ids[actor->sector];
}

static void tell(const pk_model *model, const pk_rules *rules, polku_sort sort, size_t i,
                 polku_part *part) {
  if (sort == POLKU_STAGE) {
    tell_stage(model, rules, i, part);
  } else if (sort == POLKU_TRANSITION) {
    tell_transition(model, i, part);
  } else if (sort == POLKU_GROUP) {
    name_part(part, model->groups[i].id, &model->groups[i].name);
  } else if (sort == POLKU_ACTOR) {
    tell_actor(model, i, part);
  } else if (sort == POLKU_SCENARIO) {
    name_part(part, model->scenarios[i].id, &model->scenarios[i].name);
  } else {
    name_part(part, model->accounts[i].id, &model->accounts[i].name);
    part->unit = model->accounts[i].unit;
  }
}

bool polku_part_at(const polku_model *model, const polku_rules *rules, polku_sort sort, size_t i,
                   polku_part *part) {
  if (!model)
    return false;
  const int counts[] = {model->stage_count, model->transition_count, model->group_count,
                        model->actor_count, model->account_count,    model->scenario_count};
  if (i >= (size_t)counts[sort])
    return false;
  tell(model, rules, sort, i, part);
  return true;
}

/* The i-th of the files that a plugin has; NULL after the last, and *left then says how many are
 * to be passed over in the next plugin. */
static const pk_file *file_of(const pk_plugin *plugin, size_t *left) {
  const pk_file *files[] = {&plugin->manifest, &plugin->params_file, &plugin->rules_file};
  for (size_t f = 0; f < 3; f++)
    if (files[f]->text && (*left)-- == 0)
      return files[f];
  return NULL;
}

bool polku_input_at(const polku_model *model, const polku_rules *rules, size_t i,
                    polku_input *input) {
  if (!model)
    return false;
  if (i == 0) {
    *input = (polku_input){.file = model->file};
    memcpy(input->sha256, model->sha256, sizeof input->sha256);
    return true;
  }
  size_t left = i - 1;
  const pk_book *book = rules && rules->present ? rules->bound->book : NULL;
  for (int p = 0; book && p < book->plugins.count; p++) {
    const pk_plugin *plugin = *PK_AT(book->plugins, const pk_plugin *, p);
    const pk_file *file = file_of(plugin, &left);
    if (!file)
      continue;
    const char *slash = strrchr(file->path, '/');
    *input = (polku_input){plugin->id, plugin->version, slash ? slash + 1 : file->path, ""};
    pk_sha256(file->text, file->length, input->sha256);
    return true;
  }
  return false;
}
