/* The names in a model that has mistakes of its own. */
#ifndef PK_OUTLINE_H
#define PK_OUTLINE_H

#include "model/model.h"

/* A model file as far as plugins must know its names: region, dates, stages with kind, attributes
 * and roles, supports with roles, groups with attributes and histories; all else is empty, so it
 * can be asked about names and not be computed with. What has the wrong shape is left out: the
 * reader has said so. Caller frees with polku_model_free. NULL where the file is no JSON object or
 * memory ran out; nothing is reported. */
polku_model *pk_model_outline(const char *path);

/* A model that has the text of the file (of "FILE#SCENARIO": of FILE) and nothing else; NULL where
 * that cannot be had. */
polku_model *pk_model_text_only(const char *path);

#endif
