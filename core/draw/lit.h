/* The path view: the map with one path lit and the rest muted.
 *
 * The path is a named one of the model, or one of the most probable routes to work. It is found
 * when the map's words are made, so that the picture and its twins say the same of it: its stages
 * in their order, how many go it, how long it takes, and where the third sector sits along it. The
 * picture is then the map as ever, with everything muted that is not of the path: nothing moves. */
#ifndef PK_LIT_H
#define PK_LIT_H

#include "draw/map.h"
#include "draw/scene.h"

/* Finds the path of the options, marks its stages and arrows in the map, and says what is known of
 * it under the title. False with a problem: E-PATH-UNKNOWN, E-PATH-RANK, E-PATH-NONE, a chain that
 * is too large, or memory. */
bool pk_lit_find(pk_map *map, polku_report *report);

/* Mutes what is not of the path. False when out of memory. */
bool pk_lit_scene(const pk_map *map, pk_scene *scene);

#endif
