/* The library's end of the renderer process. */
#ifndef PK_RENDERER_H
#define PK_RENDERER_H

#include "polku.h"
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The width in points that Graphviz gives to a text, negative when the renderer failed. A new
 * renderer is asked once, to see that its font is the one whose widths lato.c knows; tests ask for
 * every width that they hold against that table. */
double pk_renderer_measure(polku_renderer *renderer, const char *text, int size, bool bold);

/* Where each node of a graph in ranks stands (draw/wire.h has the numbers), `nodes` of them in
 * `places`. False when dot did not survive the graph, or refused it, or the renderer is lost: the
 * caller then finds places of its own, so nothing is reported. */
bool pk_renderer_layout(polku_renderer *renderer, const int32_t *numbers, size_t count,
                        int32_t *places, int nodes);

/* The process, or -1 when it is not running. */
pid_t pk_renderer_pid(const polku_renderer *renderer);

#endif
