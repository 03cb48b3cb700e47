/* The table that the words compiler writes: sorted by key, texts in the order fi, sv, en. */
#ifndef PK_WORDS_TABLE_H
#define PK_WORDS_TABLE_H

#include <stddef.h>

typedef struct pk_words_entry {
  const char *key;
  const char *text[3];
} pk_words_entry;

extern const pk_words_entry pk_words_table[];
extern const size_t pk_words_count;

#endif
