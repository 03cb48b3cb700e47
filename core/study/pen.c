/* Columns, paragraphs and a small chart of blocks. */
#include "study/pen.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void pk_pen_start(pk_pen *pen, polku_lang lang, int width, bool colour) {
  *pen = (pk_pen){.lang = lang, .width = width < 40 ? 40 : width, .colour = colour};
}

char *pk_pen_take(pk_pen *pen) {
  bool failed = pen->out.failed;
  for (int i = 0; i < PK_PEN_SLOTS; i++) {
    failed = failed || pen->slots[i].failed;
    pk_text_free(&pen->slots[i]);
  }
  if (failed)
    pk_text_free(&pen->out);
  return failed ? NULL : pk_text_take(&pen->out);
}

static pk_text *next_slot(pk_pen *pen) {
  pk_text *slot = &pen->slots[pen->slot];
  pen->slot = (pen->slot + 1) % PK_PEN_SLOTS;
  slot->length = 0;
  return slot;
}

/* From here on nobody reads tenths, and columns are too narrow for them. */
static const double without_decimals = 1000;

const char *pk_pen_number(pk_pen *pen, double value, int decimals) {
  pk_text *slot = next_slot(pen);
  if (fabs(value) >= without_decimals)
    decimals = 0;
  double unit = pow(10, -decimals);
  if (!isfinite(value))
    return "–";
  pk_number_add(slot, pen->lang, fabs(value) < unit / 2 ? 0 : value, decimals);
  return slot->data ? slot->data : "";
}

const char *pk_pen_percent(pk_pen *pen, double share) {
  pk_text *slot = next_slot(pen);
  if (!isfinite(share))
    return "–";
  double percent = fabs(share * 100);
  pk_percent_add(slot, pen->lang, share, percent > 0.005 && percent < 0.95 ? 1 : 0);
  return slot->data ? slot->data : "";
}

const char *pk_pen_join(pk_pen *pen, const char *first, const char *second) {
  pk_text *slot = next_slot(pen);
  pk_text_add(slot, first);
  pk_text_add(slot, second);
  return slot->data ? slot->data : "";
}

const char *pk_pen_word(pk_pen *pen, const char *key, const char *name, const char *value) {
  pk_text *slot = next_slot(pen);
  pk_word_add(slot, pen->lang, key, name, value, NULL);
  return slot->data ? slot->data : "";
}

/* ------------------------------------------------------------------------------------ columns */

static size_t next_point(const char *text) {
  size_t n = 1;
  while (((unsigned char)text[n] & 0xC0) == 0x80)
    n++;
  return n;
}

static int columns_of(const char *text, size_t length) {
  char point[8];
  int columns = 0;
  for (size_t i = 0; i < length;) {
    size_t n = next_point(text + i);
    memcpy(point, text + i, n < 7 ? n : 7);
    point[n < 7 ? n : 7] = '\0';
    columns += (int)pk_utf8_columns(point);
    i += n;
  }
  return columns;
}

/* Bytes of the longest beginning that takes at most `columns`. */
static size_t fitting(const char *text, int columns) {
  size_t length = 0;
  while (text[length] && columns_of(text, length + next_point(text + length)) <= columns)
    length += next_point(text + length);
  return length;
}

const char *pk_pen_short(pk_pen *pen, double value, int decimals, int columns) {
  const char *whole = pk_pen_number(pen, value, decimals);
  if (columns_of(whole, strlen(whole)) < columns)
    return whole;
  bool billions = fabs(value) >= 1e9;
  double shown = value / (billions ? 1e9 : 1e6);
  const char *n = pk_pen_number(pen, shown, fabs(shown) < 9.95 ? 1 : 0);
  pk_text *slot = next_slot(pen);
  pk_word_add(slot, pen->lang, billions ? "result.billions" : "result.millions", "n", n, NULL);
  return slot->data ? slot->data : "";
}

static void spaces(pk_pen *pen, int count) {
  for (int i = 0; i < count; i++)
    pk_text_add_char(&pen->out, ' ');
}

void pk_pen_cell(pk_pen *pen, const char *text, int columns, pk_align align) {
  size_t length = strlen(text);
  bool cut = columns_of(text, length) > columns;
  if (cut)
    length = fitting(text, columns - 1);
  int room = columns - columns_of(text, length) - cut;
  if (align == PK_RIGHT)
    spaces(pen, room);
  pk_text_add_bytes(&pen->out, text, length);
  if (cut)
    pk_text_add(&pen->out, "…");
  if (align == PK_LEFT)
    spaces(pen, room);
}

void pk_pen_paragraph(pk_pen *pen, const char *mark, const char *text) {
  int indent = columns_of(mark, strlen(mark)), column = indent;
  bool begun = false;
  pk_text_add(&pen->out, mark);
  while (*text) {
    size_t word = strcspn(text, " ");
    int columns = columns_of(text, word);
    if (begun && column + 1 + columns > pen->width) {
      pk_text_add_char(&pen->out, '\n');
      spaces(pen, indent);
      column = indent;
    } else if (begun) {
      pk_text_add_char(&pen->out, ' ');
      column++;
    }
    pk_text_add_bytes(&pen->out, text, word);
    column += columns;
    begun = true;
    text += word + (text[word] == ' ');
  }
  pk_text_add_char(&pen->out, '\n');
}

/* Numbers stay near their names on a wide terminal. */
enum { LABEL_MAX = 48 };

void pk_pen_label(pk_pen *pen, const char *text, int indent, int rest) {
  char mark[16] = "";
  int columns = pen->width - rest < LABEL_MAX ? pen->width - rest : LABEL_MAX;
  snprintf(mark, sizeof mark, "%*s", indent, "");
  if (indent + columns_of(text, strlen(text)) >= columns) {
    pk_pen_paragraph(pen, mark, text);
    spaces(pen, columns);
    return;
  }
  spaces(pen, indent);
  pk_pen_cell(pen, text, columns - indent, PK_LEFT);
}

/* ------------------------------------------------------------------------------------- colours */

void pk_pen_bold(pk_pen *pen, bool on) {
  if (pen->colour)
    pk_text_add(&pen->out, on ? "\033[1m" : "\033[0m");
}

void pk_pen_dim(pk_pen *pen, bool on) {
  if (pen->colour)
    pk_text_add(&pen->out, on ? "\033[2m" : "\033[0m");
}

void pk_pen_heading(pk_pen *pen, const char *text) {
  pk_text_add_char(&pen->out, '\n');
  pk_pen_bold(pen, true);
  pk_text_add(&pen->out, text);
  pk_pen_bold(pen, false);
  pk_text_add_char(&pen->out, '\n');
}

/* --------------------------------------------------------------------------------------- chart */

static double round_share(double largest) {
  static const double tops[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8};
  for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
    if (largest <= tops[i])
      return tops[i];
  return 1;
}

/* 1, 2, 3, 4, 5, 6 or 8 times a power of ten, a tenth at least. */
static double round_number(double largest) {
  static const double tops[] = {1, 2, 3, 4, 5, 6, 8, 10};
  double unit = 0.1;
  while (largest > 10 * unit && unit < 1e15)
    unit *= 10;
  for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
    if (largest <= tops[i] * unit)
      return tops[i] * unit;
  return largest;
}

static void block(pk_pen *pen, double eighths) {
  static const char *const blocks[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  pk_text_add(&pen->out, blocks[eighths <= 0 ? 0 : eighths >= 8 ? 8 : (int)eighths]);
}

static double value_at(const pk_chart *chart, int t) {
  double value = chart->values[(size_t)t * (size_t)chart->stride];
  return isfinite(value) ? value : 0;
}

/* The value of a column: the latest time that falls into it. */
static double column_value(const pk_chart *chart, int column, int columns) {
  return value_at(chart,
                  columns > 1 ? (int)((double)column * (chart->count - 1) / (columns - 1)) : 0);
}

static const char *axis_text(pk_pen *pen, const pk_chart *chart, double value) {
  return chart->share ? pk_pen_percent(pen, value)
                      : pk_pen_short(pen, value, value > 0 && value < 1 ? 1 : 0, 8);
}

static void chart_row(pk_pen *pen, const pk_chart *chart, int columns, int row, double top) {
  bool labelled = row == chart->rows - 1 || row == 0;
  pk_pen_cell(pen, labelled ? axis_text(pen, chart, row == 0 ? 0 : top) : "", 8, PK_RIGHT);
  pk_text_add(&pen->out, labelled ? " ┤" : " │");
  for (int c = 0; c < columns; c++) {
    double height = column_value(chart, c, columns) / top * chart->rows * 8;
    block(pen, floor(height + 0.5) - 8.0 * row);
  }
  pk_text_add_char(&pen->out, '\n');
}

void pk_pen_chart(pk_pen *pen, const pk_chart *chart) {
  double largest = 0;
  int count = chart->count;
  for (int t = 0; t < count; t++)
    largest = fmax(largest, value_at(chart, t));
  double top = chart->share ? round_share(largest) : round_number(largest);
  int room = pen->width - 14, wide = count > 0 && count <= room ? room / count : 1;
  int columns = count <= room ? count * (wide > 3 ? 3 : wide) : room;
  for (int row = chart->rows - 1; row >= 0; row--)
    chart_row(pen, chart, columns, row, top);
  spaces(pen, 10);
  int left = columns_of(chart->first, strlen(chart->first));
  int right = columns_of(chart->last, strlen(chart->last));
  pk_text_add(&pen->out, chart->first);
  spaces(pen, columns - left - right > 1 ? columns - left - right : 1);
  pk_text_add(&pen->out, chart->last);
  pk_text_add_char(&pen->out, '\n');
}
