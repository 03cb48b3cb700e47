#include "model/skip.h"

#include <string.h>

const char *pk_skip_space(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
    at++;
  return at;
}

const char *pk_skip_string(const char *at, const char *end) {
  for (at++; at < end && *at != '"'; at++)
    if (*at == '\\')
      at++;
  return at < end ? at + 1 : end;
}

/* Nesting is counted, not recursed. */
const char *pk_skip_value(const char *at, const char *end) {
  int depth = 0;
  do {
    at = pk_skip_space(at, end);
    if (at >= end)
      return end;
    if (*at == '"') {
      at = pk_skip_string(at, end);
    } else if (*at == '{' || *at == '[') {
      depth++;
      at++;
    } else if (*at == '}' || *at == ']') {
      depth--;
      at++;
    } else if (*at == ',' || *at == ':') {
      at++;
    } else {
      while (at < end && !strchr(" \t\r\n,:]}", *at))
        at++;
    }
  } while (depth > 0);
  return at;
}
