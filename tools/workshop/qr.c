/* QR codes: dark on light whatever is around them, with the quiet zone of four modules that readers
 * need (ISO/IEC 18004). */
#include "workshop/door.h"
#include "workshop/json.h"

#include <qrencode.h>
#include <stdio.h>

enum { QUIET = 4 };

static bool is_dark(const QRcode *code, int x, int y) {
  x -= QUIET;
  y -= QUIET;
  return x >= 0 && y >= 0 && x < code->width && y < code->width &&
         (code->data[y * code->width + x] & 1);
}

/* Colours are asked for one by one (white on black), so that the theme of a terminal is no matter:
 * an upper half block paints its upper module, what is below it shows through. */
static void add_lines(const QRcode *code, json_out *out) {
  int side = code->width + 2 * QUIET;
  for (int y = 0; y < side; y += 2) {
    json_raw(out, "\033[38;5;231;48;5;16m");
    for (int x = 0; x < side; x++) {
      bool upper = is_dark(code, x, y), lower = y + 1 < side && is_dark(code, x, y + 1);
      json_raw(out, upper ? (lower ? " " : "\u2584") : (lower ? "\u2580" : "\u2588"));
    }
    json_raw(out, "\033[0m\n");
  }
}

char *door_qr_text(const char *text) {
  QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
  json_out out = JSON_OUT_EMPTY;
  if (!code)
    return NULL;
  add_lines(code, &out);
  QRcode_free(code);
  return json_take(&out);
}

/* Runs of dark modules of a line as one path: a square is a millimetre or a metre alike. */
static void add_path(const QRcode *code, json_out *out) {
  char step[64];
  for (int y = QUIET; y < code->width + QUIET; y++)
    for (int x = QUIET; x < code->width + QUIET; x++) {
      int from = x;
      while (is_dark(code, x, y))
        x++;
      if (x > from) {
        snprintf(step, sizeof step, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
        json_raw(out, step);
      }
    }
}

char *door_qr_svg(const char *text) {
  QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
  json_out out = JSON_OUT_EMPTY;
  char head[200];
  if (!code)
    return NULL;
  int side = code->width + 2 * QUIET;
  snprintf(head, sizeof head,
           "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
           "shape-rendering=\"crispEdges\"><title>QR</title>",
           side, side);
  json_raw(&out, head);
  snprintf(head, sizeof head,
           "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/><path fill=\"#000000\" d=\"", side,
           side);
  json_raw(&out, head);
  add_path(code, &out);
  json_raw(&out, "\"/></svg>");
  QRcode_free(code);
  return json_take(&out);
}
