/* Files that tests read, and folders that they walk. */
#ifndef TEST_FILES_H
#define TEST_FILES_H

#include <stddef.h>

/* The whole file, ended by NUL; NULL when it cannot be read. Caller frees. `length` may be NULL. */
char *read_whole_file(const char *path, size_t *length);

/* Calls `visit` for every regular file below a folder (hidden ones too), in no fixed order; nothing
 * when there is no such folder. */
void visit_files(const char *folder, void (*visit)(void *context, const char *path), void *context);

#endif
