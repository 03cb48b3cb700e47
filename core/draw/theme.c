/* The table of themes, and the walk over a scene that applies it. */
#include "draw/theme.h"

#include "draw/palette.h"

#include <string.h>

/* A row for each colour of the palette: light, dark, grey. Contrasts are tested over many pictures
 * (text at least 4.5 : 1 on what lies under it, marks 3 : 1). */
static const int table[][3] = {
    {PK_INK, 0xf2f4f8, 0x111111},       {PK_SOFT_INK, 0xc3c9d6, 0x444444},
    {PK_PAPER, 0x10141d, 0xffffff},     {PK_FRAME, 0x4a5266, 0xaaaaaa},
    {PK_STAGE, 0xdfe7f7, 0x000000}, /* in print 3 : 1 against PK_TEAL */
    {PK_MOVE, 0xa9b8dc, 0x333333},      {PK_RETURN, 0x9aa3b5, 0x6b6b6b},
    {PK_TEAL, 0x5ed0c5, 0x5a5a5a},      {PK_TEAL_TINT, 0x10302f, 0xf0f0f0},
    {PK_TEAL_LINE, 0x2c5d5a, 0xbbbbbb}, {PK_GREY_BOX, 0x2a3142, 0xe4e4e4},
    {PK_GREY_LINE, 0x8a93a8, 0x6e6e6e}, {PK_GAP, 0xffa08a, 0x111111},
    {PK_FULL, 0xd95f17, 0x737373},      {PK_ADDED, 0x8fc0ff, 0x111111},
    {PK_REMOVED, 0x9aa1af, 0x6e6e6e},   {PK_CHANGED_TINT, 0x221a10, 0xf7f7f7},
    {PK_MUTED_INK, 0x959eb0, 0x626262}, {PK_MUTED_LINE, 0x737b8e, 0x838383},
    {PK_MUTED_BOX, 0x1b2130, 0xf2f2f2},
};

int pk_theme_colour(polku_theme theme, int colour) {
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
    if (table[i][POLKU_THEME_LIGHT] == colour)
      return table[i][theme];
  return PK_NO_COLOUR;
}

/* A colour that the table lacks stays as it is. */
static int themed(polku_theme theme, int colour) {
  int own = colour == PK_NO_COLOUR ? PK_NO_COLOUR : pk_theme_colour(theme, colour);
  return own == PK_NO_COLOUR ? colour : own;
}

/* Lines may be shared between items, so each gets its own. */
static bool colour_item(pk_arena *arena, pk_item *item, polku_theme theme) {
  pk_line *lines = PK_NEW_ARRAY(arena, pk_line, (size_t)item->line_count);
  if (!lines)
    return false;
  for (int i = 0; i < item->line_count; i++) {
    lines[i] = item->lines[i];
    lines[i].colour = themed(theme, lines[i].colour);
  }
  item->lines = lines;
  item->fill = themed(theme, item->fill);
  item->stroke = themed(theme, item->stroke);
  return true;
}

bool pk_theme_apply(pk_scene *scene, polku_theme theme) {
  scene->ground = themed(theme, PK_PAPER);
  if (theme == POLKU_THEME_LIGHT)
    return true;
  for (int i = 0; i < scene->item_count; i++)
    if (!colour_item(scene->arena, &scene->items[i], theme))
      return false;
  for (int i = 0; i < scene->edge_count; i++)
    scene->edges[i].colour = themed(theme, scene->edges[i].colour);
  return true;
}
