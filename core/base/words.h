/* Everything that a user reads, in Finnish, Swedish and English: one catalogue, compiled in.
 *
 * `core/base/words/{fi,sv,en}.json` are flat objects, key → text, sorted by key; a key that one of
 * them lacks stops the build. Texts hold placeholders: {name} is replaced as it is, {name:number}
 * with the decimal sign of the language, {name:percent} turns 0.27 into "27 %" (fi, sv) or "27%",
 * {name:date} turns 2026-11-21 into 21.11.2026 (fi, sv) or 21 November 2026, {name:word} looks the
 * argument up as a key, {name:lang} takes the argument
 * name_fi, name_sv or name_en: for texts of a model. "{{" is a brace. */
#ifndef PK_WORDS_H
#define PK_WORDS_H

#include "base/text.h"
#include "polku.h"

/* The text of a key, or NULL. */
const char *pk_word_find(polku_lang lang, const char *key);

/* The text of a key; the key itself when there is none (a test finds every such key). */
const char *pk_word(polku_lang lang, const char *key);

/* Appends the text of `key` with its placeholders filled from `args`: name, value, name, value …
 * (`count` strings in all). A placeholder without an argument stays as it is. */
void pk_word_fill(pk_text *out, polku_lang lang, const char *key, const char *const *args,
                  size_t count);

/* The same with arguments in place: name, value, …, NULL. */
void pk_word_add(pk_text *out, polku_lang lang, const char *key, ...);

/* The i-th key of the catalogue in its order, or NULL after the last. */
const char *pk_word_key(size_t i);

/* Numbers as people write them: `decimals` digits after the sign, trailing zeros kept; thousands
 * apart by a no-break space from 10 000 on (fi, sv) or a comma (en). */
void pk_number_add(pk_text *out, polku_lang lang, double value, int decimals);
/* A share as a percentage: 0.27 → "27 %" with a no-break space (fi, sv) or "27%" (en). */
void pk_percent_add(pk_text *out, polku_lang lang, double share, int decimals);

/* A reference to a law as plugins write it ("916/2012 ch. 7 § 9.1") in the manner of the language
 * ("916/2012 7 luku 9 § 1 mom."). */
void pk_law_add(pk_text *out, polku_lang lang, const char *reference);

#endif
