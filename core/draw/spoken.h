/* What a screen reader says of a stage or a chip of the map: what can be read on it first, then
 * what the eye takes from its place and from the arrows. */
#ifndef PK_SPOKEN_H
#define PK_SPOKEN_H

#include "draw/map.h"

/* "4 Palkkatuki yhdistyksessä ~3 paikkaa, ~10 kk; 3 viidestä roolista. Täältä eteenpäin: …". In the
 * map's arena; "" and the map marked as failed when out of memory. */
const char *pk_spoken_stage(pk_map *map, int stage);

/* "Rovaniemen Neuvokas työllistää, 1 asiakas; Työllistää, vaihe 4 Palkkatuki yhdistyksessä".
 * `visible` is the chip's whole text, of a crowd everybody's. */
const char *pk_spoken_chip(pk_map *map, const pk_chip *chip, const char *visible);

/* Name and text of a chip in one line. */
const char *pk_spoken_visible(pk_map *map, const pk_chip *chip);

#endif
