/* Themes: the same picture for a sheet, for a dark room, and for a printer without colour.
 *
 * Pictures are made in the colours of palette.h, which are those of the light theme. A theme is one
 * table from each of these to its own, applied to the finished scene: what was text on a box stays
 * text on that box, so a theme need not know what it colours. Dark turns light and dark round; grey
 * is not a theme without colours but one with its own steps of grey, so that what differs on a
 * screen differs on paper too. */
#ifndef PK_THEME_H
#define PK_THEME_H

#include "draw/scene.h"

/* What a theme makes of a colour of the palette; PK_NO_COLOUR where the table lacks it. */
int pk_theme_colour(polku_theme theme, int colour);

/* Colours the sheet and everything on it. False when out of memory. */
bool pk_theme_apply(pk_scene *scene, polku_theme theme);

#endif
