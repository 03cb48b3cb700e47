/* Sentences on their way through text: an array of strings in JSON. */
#ifndef PK_STRINGS_H
#define PK_STRINGS_H

#include "base/arena.h"

/* The strings of the array, ended by NULL, in the arena. NULL where the text is no such array, or
 * memory ran out. */
const char *const *pk_strings_read(pk_arena *arena, const char *json);

#endif
