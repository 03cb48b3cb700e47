/* Texts in three languages for the arguments of problems. */
#include "rules/telling.h"

#include "base/words.h"
#include <stdlib.h>

static const char *keep(pk_arena *arena, polku_report *report, pk_text *text) {
  char *taken = pk_text_take(text);
  const char *copy = taken ? pk_strdup(arena, taken) : NULL;
  free(taken);
  if (!copy)
    pk_report_memory(report);
  return copy ? copy : "–";
}

pk_name pk_tell(pk_arena *arena, polku_report *report, pk_say *say, const void *about) {
  pk_name told;
  for (int lang = 0; lang < 3; lang++) {
    pk_text text = PK_TEXT_EMPTY;
    say(&text, (polku_lang)lang, about);
    told.in[lang] = keep(arena, report, &text);
  }
  return told;
}

typedef struct days {
  pk_date first, last;
} days;

static void say_days(pk_text *out, polku_lang lang, const void *about) {
  const days *d = about;
  char first[11], last[11];
  bool begins = d->first != PK_DATE_FIRST, ends = d->last != PK_DATE_LAST;
  const char *key = begins && ends ? "rules.days.between"
                    : begins       ? "rules.days.from"
                    : ends         ? "rules.days.until"
                                   : "rules.days.always";
  pk_word_add(out, lang, key, "first", begins ? pk_date_text(first, d->first) : "–", "last",
              ends ? pk_date_text(last, d->last) : "–", NULL);
}

pk_name pk_tell_days(pk_arena *arena, polku_report *report, pk_date first, pk_date last) {
  const days about = {first, last};
  return pk_tell(arena, report, say_days, &about);
}

const char *pk_where(pk_arena *arena, polku_report *report, const pk_file *file, int line) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_addf(&text, "%s:%d", file->path, line);
  return keep(arena, report, &text);
}
