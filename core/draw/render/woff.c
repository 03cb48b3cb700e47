/* A font as the web packs it: WOFF 1.0 (https://www.w3.org/TR/WOFF/), the tables of a TrueType file
 * each deflated, which every browser has read since 2012 and halves the letters of an SVG. */
#include "draw/render/render.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { SFNT_HEAD = 12, SFNT_ENTRY = 16, WOFF_HEAD = 44, WOFF_ENTRY = 20 };

static uint32_t get32(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static void put32(unsigned char *at, size_t value) {
  for (int i = 0; i < 4; i++)
    at[i] = (unsigned char)(value >> (24 - 8 * i));
}

static void put16(unsigned char *at, size_t value) {
  at[0] = (unsigned char)(value >> 8);
  at[1] = (unsigned char)value;
}

static size_t padded(size_t length) {
  return (length + 3) & ~(size_t)3;
}

/* Table `i` behind what is written; its new end, 0 when the font is not well-formed. */
static size_t add_table(unsigned char *woff, size_t end, const unsigned char *sfnt, size_t length,
                        size_t i) {
  const unsigned char *entry = sfnt + SFNT_HEAD + SFNT_ENTRY * i;
  unsigned char *described = woff + WOFF_HEAD + WOFF_ENTRY * i;
  size_t from = get32(entry + 8), size = get32(entry + 12);
  if (from > length || size > length - from)
    return 0;
  uLongf packed = compressBound(size);
  if (compress2(woff + end, &packed, sfnt + from, size, 9) != Z_OK || packed >= size) {
    memcpy(woff + end, sfnt + from, size);
    packed = size;
  }
  memcpy(described, entry, 4); /* its tag */
  put32(described + 4, end);
  put32(described + 8, packed);
  put32(described + 12, size);
  memcpy(described + 16, entry + 4, 4); /* its checksum */
  return end + padded(packed);
}

char *render_woff(const char *font, size_t length, size_t *size) {
  const unsigned char *sfnt = (const unsigned char *)font;
  size_t tables = length > SFNT_HEAD ? (size_t)sfnt[4] << 8 | sfnt[5] : 0;
  size_t end = WOFF_HEAD + WOFF_ENTRY * tables, whole = SFNT_HEAD + SFNT_ENTRY * tables;
  if (tables == 0 || whole > length)
    return NULL;
  /* Deflating adds at most a thousandth and a few bytes to each table. */
  unsigned char *woff = calloc(1, end + 2 * length + 64 * tables);
  if (!woff)
    return NULL;
  for (size_t i = 0; i < tables && end > 0; i++) {
    end = add_table(woff, end, sfnt, length, i);
    whole += padded(get32(sfnt + SFNT_HEAD + SFNT_ENTRY * i + 12));
  }
  memcpy(woff, "wOFF", 4);
  memcpy(woff + 4, sfnt, 4); /* the kind of outlines */
  put32(woff + 8, end);
  put16(woff + 12, tables);
  put32(woff + 16, whole);
  put16(woff + 20, 1); /* version; no metadata, nothing private */
  *size = end;
  return end > 0 ? (char *)woff : NULL;
}

void render_base64(FILE *out, const char *bytes, size_t length) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const unsigned char *b = (const unsigned char *)bytes;
  for (size_t i = 0; i < length; i += 3) {
    size_t left = length - i;
    unsigned three = (unsigned)b[i] << 16 | (left > 1 ? (unsigned)b[i + 1] << 8 : 0) |
                     (left > 2 ? b[i + 2] : 0u);
    const char four[] = {digits[three >> 18], digits[three >> 12 & 63],
                         left > 1 ? digits[three >> 6 & 63] : '=',
                         left > 2 ? digits[three & 63] : '='};
    fwrite(four, 1, sizeof four, out);
  }
}
