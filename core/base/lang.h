/* The three languages, and text that is written in them. */
#ifndef PK_LANG_H
#define PK_LANG_H

#include "polku.h"

/* Text of a model or plugin in up to three languages; NULL where it is missing. Indexed by
 * polku_lang. */
typedef struct pk_name {
  const char *in[3];
} pk_name;

/* The text in `lang`; where it is missing, fi, then en, then sv, then `id`. */
const char *pk_name_text(const pk_name *name, polku_lang lang, const char *id);

#endif
