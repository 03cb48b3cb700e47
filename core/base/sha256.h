/* SHA-256 (FIPS 180-4), by which a result names the files that it was computed from. */
#ifndef PK_SHA256_H
#define PK_SHA256_H

#include <stddef.h>

/* The digest of `length` bytes in lower-case hex, as `sha256sum` prints it, ended by NUL. */
void pk_sha256(const void *bytes, size_t length, char hex[65]);

#endif
