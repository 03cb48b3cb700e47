/* What the room and a desk say to each other over one socket.
 *
 * A request is a header and the bytes of its strings, one after the other; an answer is a header
 * and `length` bytes. Both ends are one machine and one build, so headers are sent as they lie in
 * memory. A desk that reads anything else ends: the room starts another. */
#ifndef DESK_WIRE_H
#define DESK_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DESK_MAGIC 0x314b4450u /* "PDK1" */
#define DESK_NO_STRING UINT32_MAX

/* Strings of a request, in their order. */
enum {
  DESK_TEXT_A,
  DESK_TEXT_B,
  DESK_NAME_A,
  DESK_NAME_B,
  DESK_PATH,
  DESK_GROUP,
  DESK_STAGE,
  DESK_HAPPENED,
  DESK_SCENARIO,
  DESK_STRINGS
};

typedef struct desk_request {
  uint32_t magic, kind, lang, view, theme, paper, format;
  uint32_t quick, touch, names_people;
  uint32_t rules; /* another number: rule files changed, what was read is forgotten */
  int64_t number;
  uint32_t lengths[DESK_STRINGS]; /* DESK_NO_STRING: NULL */
} desk_request;

typedef struct desk_reply {
  uint32_t magic;
  uint32_t state; /* DESK_DONE or DESK_WRONG */
  uint64_t length;
} desk_reply;

enum {
  DESK_STRING_MOST = 16 << 20,  /* of one string: models are far smaller */
  DESK_ANSWER_MOST = 128 << 20, /* of an answer */
  DESK_MEMORY_MB = 1024
};

/* All bytes, through a socket; false: the other end is gone. */
bool wire_send(int socket, const void *bytes, size_t length);
bool wire_receive(int socket, void *bytes, size_t length);

#endif
