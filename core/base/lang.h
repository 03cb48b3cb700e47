/* The three languages, and text that is written in them. */
#ifndef PK_LANG_H
#define PK_LANG_H

#include "polku.h"

enum { PK_LANGS = 3 };

/* "fi", "sv", "en", by polku_lang, then NULL. */
extern const char *const pk_lang_ids[PK_LANGS + 1];

/* Text of a model or plugin in up to three languages; NULL where it is missing. Indexed by
 * polku_lang. */
typedef struct pk_name {
  const char *in[PK_LANGS];
} pk_name;

/* The text in `lang`; where it is missing, fi, then en, then sv, then `id`. */
const char *pk_name_text(const pk_name *name, polku_lang lang, const char *id);

#endif
