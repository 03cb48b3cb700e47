/* The guard. Against other sites in the same browser stand, one behind the other: Host (a name that
 * another site made point here), Origin and Sec-Fetch-Site (who posts), a header that no form can
 * set, and cookies that no other site's request carries (SameSite=Strict). */
#include "workshop/door_guard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const refusal fine = {0, NULL};

/* An origin is ours when it is the address that was asked, in our protocol. */
static bool is_own(const char *origin, const char *host, bool tls) {
  const char *protocol = tls ? "https://" : "http://";
  size_t length = strlen(protocol);
  return strncasecmp(origin, protocol, length) == 0 && strcasecmp(origin + length, host) == 0;
}

static bool is_form(const char *type) {
  static const char form[] = "application/x-www-form-urlencoded";
  size_t length = sizeof form - 1;
  return type && strncasecmp(type, form, length) == 0 &&
         (!type[length] || strchr("; ", type[length]));
}

long long guard_length(const char *length) {
  if (!length)
    return -1;
  size_t digits = strspn(length, "0123456789");
  return digits == 0 || digits > 15 || length[digits] ? -2 : strtoll(length, NULL, 10);
}

/* What was sent is small enough, and says how large it is. */
static refusal check_sizes(const guard_asked *asked, bool post) {
  long long length = guard_length(asked->length);
  if (asked->address > GUARD_ADDRESS_MOST)
    return (refusal){414, "large"};
  if (asked->headers > GUARD_HEADERS_MOST)
    return (refusal){431, "large"};
  if (asked->encoding || (post && length == -1))
    return (refusal){411, "length"};
  if (length == -2)
    return (refusal){400, "malformed"};
  return length > GUARD_BODY_MOST ? (refusal){413, "large"} : fine;
}

/* Other sites: a page may be opened from anywhere, by a link; what is asked under /api only by it.
 */
static refusal check_site(const guard_asked *asked, bool post, bool tls) {
  static const refusal foreign = {403, "foreign"};
  bool api = strncmp(asked->path, "/api/", 5) == 0;
  bool same = asked->site && strcmp(asked->site, "same-origin") == 0;
  bool typed = asked->site && strcmp(asked->site, "none") == 0;
  if (asked->origin && !is_own(asked->origin, asked->host, tls))
    return foreign;
  if (api && asked->site && !same && (post || !typed))
    return foreign;
  if (post && ((!asked->origin && !same) || !asked->polku || strcmp(asked->polku, "1") != 0))
    return foreign;
  return post && !is_form(asked->type) ? (refusal){415, "malformed"} : fine;
}

refusal guard_check(const guard_asked *asked, unsigned methods, const addresses *own, int port,
                    bool tls) {
  bool post = strcmp(asked->method, "POST") == 0;
  bool get = strcmp(asked->method, "GET") == 0 || strcmp(asked->method, "HEAD") == 0;
  if (asked->hosts > 1)
    return (refusal){400, "malformed"};
  if (!asked->host || !addresses_have(own, asked->host, port, tls))
    return (refusal){421, "elsewhere"};
  refusal no = check_sizes(asked, post);
  if (no.status)
    return no;
  if (!methods)
    return (refusal){404, "unknown"};
  if (!((get && (methods & GUARD_GET)) || (post && (methods & GUARD_POST))))
    return (refusal){405, "method"};
  return check_site(asked, post, tls);
}

bool guard_same(const char *a, const char *b) {
  size_t length = strlen(a), n = strlen(b);
  unsigned differ = length != n;
  for (size_t i = 0; i < n; i++)
    differ |= (unsigned)((unsigned char)a[length ? i % length : 0] ^ (unsigned char)b[i]);
  return differ == 0;
}

void guard_plain_code(const char *code, char plain[32]) {
  size_t n = 0;
  for (; *code && n < 31; code++) {
    char c = *code >= 'a' && *code <= 'z' ? (char)(*code - 'a' + 'A') : *code;
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
      plain[n++] = c;
  }
  plain[n] = '\0';
}
