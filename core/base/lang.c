/* Languages, and the version that everything carries. */
#include "base/lang.h"
#include "base/words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *polku_version(void) {
  return POLKU_VERSION;
}

const char *const pk_lang_ids[PK_LANGS + 1] = {"fi", "sv", "en", NULL};

const char *polku_lang_id(polku_lang lang) {
  return pk_lang_ids[lang];
}

bool polku_lang_read(const char *text, polku_lang *lang) {
  if (!text || strlen(text) < 2 || (text[2] && !strchr("_-.@", text[2])))
    return false;
  for (int i = 0; i < PK_LANGS; i++) {
    if (tolower((unsigned char)text[0]) == pk_lang_ids[i][0] &&
        tolower((unsigned char)text[1]) == pk_lang_ids[i][1]) {
      *lang = (polku_lang)i;
      return true;
    }
  }
  return false;
}

const char *pk_name_text(const pk_name *name, polku_lang lang, const char *id) {
  static const polku_lang order[] = {POLKU_FI, POLKU_EN, POLKU_SV};
  if (name->in[lang])
    return name->in[lang];
  for (int i = 0; i < PK_LANGS; i++)
    if (name->in[order[i]])
      return name->in[order[i]];
  return id;
}
