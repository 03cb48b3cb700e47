/* Walking over JSON text that was parsed before, for those who need what jansson does not keep:
 * where a value stands, and how its author wrote it. The text may be trusted; all the same nothing
 * walks past its `end`. */
#ifndef PK_SKIP_H
#define PK_SKIP_H

/* Past white space; past a string that begins at its quote; past any value, and the white space
 * before it. */
const char *pk_skip_space(const char *at, const char *end);
const char *pk_skip_string(const char *at, const char *end);
const char *pk_skip_value(const char *at, const char *end);

#endif
