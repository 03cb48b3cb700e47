/* What the library and the renderer process say to each other over one socket.
 *
 * A request is a header and `length` bytes: for PK_ASK_DRAW a scene (draw/scene.h), for
 * PK_ASK_MEASURE a text, for PK_ASK_LAYOUT a graph in ranks. An answer is a header and `length`
 * bytes: the picture, the width in points as decimal text, where the nodes stand, or, when `status`
 * is not PK_RENDER_DONE, a few words about the reason. Both ends are one machine and one build, so
 * headers are sent as they lie in memory.
 *
 * A graph in ranks is an array of int32_t as it lies in memory: PK_LAYOUT_HEAD numbers (nodes,
 * edges, the least room between nodes of one rank), then PK_LAYOUT_NODE for each node (its extent
 * across, along its rank; where on that extent edges meet it; its rank; nodes of one rank come in
 * their order), then PK_LAYOUT_EDGE for each edge (its ends, its weight). The answer is an int32_t
 * for each node: the middle of its extent. Lengths are tenths of a point. */
#ifndef PK_WIRE_H
#define PK_WIRE_H

#include <stdint.h>

#define PK_WIRE_MAGIC 0x31524b50u /* "PKR1" */

typedef enum { PK_ASK_DRAW = 1, PK_ASK_MEASURE, PK_ASK_LAYOUT } pk_request_kind;

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
  PK_CHILD_MEMORY_MB = 512,
  PK_DOTS_PER_INCH = 96,    /* of a PNG whose scale is 1 */
  PK_DOTS_MAX = 160 << 20,  /* of a PNG: A0 at 300 dots an inch */
  PK_DOTS_SIDE_MAX = 32767, /* cairo's limit */
  PK_LAYOUT_HEAD = 3,
  PK_LAYOUT_NODE = 3,
  PK_LAYOUT_EDGE = 3,
  PK_LAYOUT_NODES = 20000, /* more are refused; so are as many times PK_LAYOUT_SPREAD edges */
  PK_LAYOUT_SPREAD = 4
};

#endif
