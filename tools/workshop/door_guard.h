/* The guard: what is refused before anybody looks at what was asked. A pure function of what a
 * request says of itself. */
#ifndef DOOR_GUARD_H
#define DOOR_GUARD_H

#include "workshop/door_address.h"

#include <stddef.h>

enum { GUARD_BODY_MOST = 256 * 1024, GUARD_HEADERS_MOST = 8 * 1024, GUARD_ADDRESS_MOST = 2 * 1024 };

typedef struct guard_asked {
  const char *method, *path;
  const char *host, *origin, *site; /* Sec-Fetch-Site */
  const char *polku, *type;         /* X-Polku, Content-Type */
  const char *length, *encoding;    /* Content-Length, Transfer-Encoding */
  int hosts;                        /* how many Host headers there are */
  size_t headers, address;          /* bytes of all headers, of the address with its query */
} guard_asked;

/* Why somebody is sent away: a status of HTTP, "sort" of the answer, and the last part of a word's
 * key. Status 0: not at all. */
typedef struct refusal {
  int status;
  const char *sort;
} refusal;

/* What may be asked for at a path. */
typedef enum { GUARD_GET = 1, GUARD_POST = 2 } guard_methods;

/* `methods`: what the path allows; 0: there is no such path. */
refusal guard_check(const guard_asked *asked, unsigned methods, const addresses *addresses,
                    int port, bool tls);

/* The length of a body; −1: it says none, −2: that is no number, or none that fits here. */
long long guard_length(const char *length);

/* Whether two texts are the same, in a time that does not tell where they differ. */
bool guard_same(const char *a, const char *b);

/* What of a spoken code counts: "kelo 47" and "KELO-47" are one. */
void guard_plain_code(const char *code, char plain[32]);

#endif
