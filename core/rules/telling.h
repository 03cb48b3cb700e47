/* What problems say in the words of their reader: one thing in three languages, made when the
 * problem is, because a report outlives the rules that it speaks of. */
#ifndef PK_TELLING_H
#define PK_TELLING_H

#include "base/text.h"
#include "rules/plugin.h"

/* The arguments NAME_fi, NAME_sv and NAME_en of a problem, for the placeholder {NAME:lang}. */
#define PK_TOLD(name, told)                                                                        \
  name "_fi", (told).in[POLKU_FI], name "_sv", (told).in[POLKU_SV], name "_en", (told).in[POLKU_EN]

typedef void pk_say(pk_text *out, polku_lang lang, const void *about);

/* What `say` writes in each language, into the arena. Without memory a dash, and a problem. */
pk_name pk_tell(pk_arena *arena, polku_report *report, pk_say *say, const void *about);

/* "from 1 January 2025 to 30 April 2026", "from 1 January 2025 on", "on all days". */
pk_name pk_tell_days(pk_arena *arena, polku_report *report, pk_date first, pk_date last);

/* "plugins/finland/rules.lua:12"; a dash without memory, and a problem. */
const char *pk_where(pk_arena *arena, polku_report *report, const pk_file *file, int line);

#endif
