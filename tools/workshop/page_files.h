/* The page as it was built in: made by page/bundle.mjs. */
#ifndef PAGE_FILES_H
#define PAGE_FILES_H

#include <stddef.h>

typedef struct page_file {
  const char *name; /* "/app.js"; "/shell.html" is what every view begins with */
  const char *type; /* for Content-Type */
  const unsigned char *bytes;
  size_t length;
  const unsigned char *packed; /* the same in gzip; NULL where that saves nothing */
  size_t packed_length;
} page_file;

/* Ended by a name that is NULL. */
extern const page_file page_files[];
/* Another one whenever any of them changed: stands in their addresses, "/app.js?v=…". */
extern const char page_version[];

#endif
