/* Colours and sizes of the pictures. Contrast on white is at least 4.5 for all text; every mark can
 * also be told without colour (shape, frame, words). A colour that is added here gets its place in
 * the table of themes too (draw/theme.c). */
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
  PK_GAP = 0x9c1c00,  /* 8.1 : 1 */
  PK_FULL = 0xb45309, /* 5.0 : 1, a bottleneck's bar */

  /* What becomes of things, in a comparison. What stays the same is muted: PK_SOFT_INK. */
  PK_ADDED = 0x0b4f9e,   /* 8.0 : 1 */
  PK_REMOVED = 0x6b7280, /* 4.8 : 1 */
  PK_CHANGED = PK_FULL,
  PK_CHANGED_TINT = 0xfff5e6,

  /* What a picture mutes: text is still read, marks are still seen. */
  PK_MUTED_INK = 0x5b6270, /* 6.1 : 1, and 5.4 in a muted box */
  PK_MUTED_LINE = 0x7f8594,
  PK_MUTED_BOX = 0xeef0f5
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
