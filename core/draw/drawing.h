/* What polku_draw() makes and polku_render() sends. */
#ifndef PK_DRAWING_H
#define PK_DRAWING_H

#include "draw/scene.h"
#include "polku.h"

struct polku_drawing {
  pk_arena *arena; /* of everything in the scene, and of this struct */
  const pk_scene *scene;
};

#endif
