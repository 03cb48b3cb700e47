/* The library's end of the renderer process. */
#ifndef PK_RENDERER_H
#define PK_RENDERER_H

#include "polku.h"
#include <sys/types.h>

/* The width in points that Graphviz gives to a text: what the table of widths is held against when
 * a renderer starts, since another font in Lato's place would make text run over its boxes.
 * Negative when the renderer failed. */
double pk_renderer_measure(polku_renderer *renderer, const char *text, int size, bool bold);

/* The process, or -1 when it is not running. */
pid_t pk_renderer_pid(const polku_renderer *renderer);

#endif
