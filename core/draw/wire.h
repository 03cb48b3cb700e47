/* What the library and the renderer process say to each other over one socket.
 *
 * A request is a header and `length` bytes: for PK_ASK_DRAW a scene (draw/scene.h), for
 * PK_ASK_MEASURE a text. An answer is a header and `length` bytes: the picture, the width in points
 * as decimal text, or, when `status` is not PK_RENDER_DONE, a few words about the reason. Both ends
 * are one machine and one build, so headers are sent as they lie in memory. */
#ifndef PK_WIRE_H
#define PK_WIRE_H

#include <stdint.h>

#define PK_WIRE_MAGIC 0x31524b50u /* "PKR1" */

typedef enum { PK_ASK_DRAW = 1, PK_ASK_MEASURE } pk_request_kind;

typedef enum {
  PK_RENDER_DONE,
  PK_RENDER_REFUSED, /* the scene or the request makes no sense */
  PK_RENDER_DIED,    /* the child that drew it crashed or ran into a limit */
  PK_RENDER_SLOW     /* it took more than its time and was ended */
} pk_render_status;

typedef struct pk_request {
  uint32_t magic, ask, format; /* polku_format; of a measure: size in points × 2 + bold */
  uint32_t scale;              /* thousandths */
  uint32_t length;
} pk_request;

typedef struct pk_reply {
  uint32_t magic, status, length;
} pk_reply;

enum {
  PK_REQUEST_MAX = 64 << 20,
  PK_ANSWER_MAX = 256 << 20,
  PK_CHILD_SECONDS = 10, /* by the clock on the wall */
  PK_CHILD_CPU = 5,      /* seconds of work */
  PK_CHILD_MEMORY_MB = 512
};

#endif
