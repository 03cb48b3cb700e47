/* The library's end of the renderer process. */
#ifndef PK_RENDERER_H
#define PK_RENDERER_H

#include "polku.h"
#include <sys/types.h>

/* The width in points that Graphviz gives to a text, negative when the renderer failed. A new
 * renderer is asked once, to see that its font is the one whose widths lato.c knows; tests ask for
 * every width that they hold against that table. */
double pk_renderer_measure(polku_renderer *renderer, const char *text, int size, bool bold);

/* The process, or -1 when it is not running. */
pid_t pk_renderer_pid(const polku_renderer *renderer);

#endif
