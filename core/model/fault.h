/* The first thing in a text that keeps it from being JSON. */
#ifndef PK_FAULT_H
#define PK_FAULT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct pk_fault {
  const char *reason; /* key of a word, "model.syntax.…" */
  size_t offset, bytes;
} pk_fault;

/* False when nothing is found. */
bool pk_fault_find(const char *text, size_t length, pk_fault *fault);

#endif
