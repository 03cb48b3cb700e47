/* How much room is left around things: what a screen has, what paper has, and what a map has that
 * would else not stand on one sheet of paper.
 *
 * On a close page the words of a chip run on behind its name, the number of an arc stands in its
 * line instead of above it, and columns are as wide as their words need. That spares a line of each
 * chip and a third of each arc, and no text is smaller for it. On a tight page, the last resort,
 * lines of text and chips stand as near to each other as can still be read. */
#include "draw/page.h"
#include "draw/palette.h"

const pk_air *pk_air_of(pk_density density) {
  static const pk_air screen = {
      .size = {PK_SIZE_TITLE, 14, PK_SIZE_HEAD, PK_SIZE_STAGE, 13, PK_SIZE_SMALL},
      .margin = PK_PAGE_MARGIN,
      .label = 138,
      .gap = 50,
      .pitch_min = PK_PAGE_PITCH,
      .pitch_max = PK_PAGE_PITCH,
      .stage_side = 7,
      .chip_side = 8,
      .chip = 4,
      .row = 4,
      .stack = 3,
      .after_title = 10,
      .after_path = 8,
      .after_third = 7,
      .after_sector = 5,
      .heading = 26,
      .first_lane = 23,
      .lane = 17,
      .free_lane = 17,
      .last_lane = 20,
      .entry = 22,
      .entry_apart = 14};
  static const pk_air paper = {.size = {20, 12, 13, 13, 12, PK_SIZE_SMALL},
                               .margin = PK_PAGE_MARGIN,
                               .label = 132,
                               .gap = 45,
                               .pitch_min = 138,
                               .pitch_max = 270,
                               .stage_side = 7,
                               .chip_side = 8,
                               .chip = 3,
                               .row = 3,
                               .stack = 3,
                               .after_title = 6,
                               .after_path = 5,
                               .after_third = 4,
                               .after_sector = 3,
                               .heading = 21,
                               .first_lane = 23,
                               .lane = 17,
                               .free_lane = 17,
                               .last_lane = 20,
                               .entry = 22,
                               .entry_apart = 14};
  /* A lane is as high as a line of text, where numbers in neighbouring arcs would touch, else as
   * wide as leaves white between a number and the widest line; before the first there is room for
   * the head of the widest arrow. */
  static const pk_air close = {.size = {18, 12, 12, 12, 12, PK_SIZE_SMALL},
                               .margin = 4,
                               .label = 130,
                               .gap = 38,
                               .pitch_min = 112,
                               .pitch_max = 270,
                               .stage_side = 5,
                               .chip_side = 6,
                               .chip = 2,
                               .row = 2,
                               .stack = 2,
                               .after_title = 4,
                               .after_path = 4,
                               .after_third = 3,
                               .after_sector = 3,
                               .heading = 18,
                               .first_lane = 18,
                               .lane = PK_LINE_HEIGHT(PK_SIZE_SMALL),
                               .free_lane = 11,
                               .last_lane = 10,
                               .entry = 18,
                               .entry_apart = 12,
                               .runs_on = true};
  static const pk_air tight = {.size = {18, 12, 12, 12, 12, PK_SIZE_SMALL},
                               .margin = 4,
                               .label = 130,
                               .gap = 38,
                               .pitch_min = 112,
                               .pitch_max = 270,
                               .stage_side = 5,
                               .chip_side = 6,
                               .chip = 1,
                               .row = 1,
                               .stack = 2,
                               .after_title = 3,
                               .after_path = 3,
                               .after_third = 2,
                               .after_sector = 2,
                               .heading = 17,
                               .first_lane = 18,
                               .lane = PK_TIGHT_HEIGHT(PK_SIZE_SMALL),
                               .free_lane = 10,
                               .last_lane = 9,
                               .entry = 17,
                               .entry_apart = 10,
                               .runs_on = true};
  static const pk_air *const airs[] = {&screen, &paper, &close, &tight};
  return airs[density];
}
