/* Colours and sizes of the pictures. Contrast on white is at least 4.5 for all text; every mark can
 * also be told without colour (shape, frame, words). */
#ifndef PK_PALETTE_H
#define PK_PALETTE_H

enum {
  PK_INK = 0x1a1a1a,
  PK_SOFT_INK = 0x4a4a4a,
  PK_PAPER = 0xffffff,
  PK_FRAME = 0xa3a8b8,
  PK_STAGE = 0x16233f,  /* 15.6 : 1 */
  PK_MOVE = 0x3b4a6b,   /* 8.8 : 1 */
  PK_RETURN = 0x626a78, /* 5.4 : 1 */
  PK_TEAL = 0x005a5b,   /* 8.0 : 1 */
  PK_TEAL_TINT = 0xe8f3f1,
  PK_TEAL_LINE = 0x9cc8c3,
  PK_GREY_BOX = 0xe9ecf2,
  PK_GREY_LINE = 0x6c7389,
  PK_GAP = 0x9c1c00, /* 8.1 : 1 */
  PK_FULL = 0xb45309 /* 5.0 : 1, a bottleneck's bar */
};

/* Points, before a page is fitted to its sheet. */
enum {
  PK_SIZE_TITLE = 24,
  PK_SIZE_HEAD = 15,
  PK_SIZE_NAME = 13,
  PK_SIZE_STAGE = 14,
  PK_SIZE_SMALL = 12
};

#endif
