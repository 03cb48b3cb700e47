/* A workbook through libxlsxwriter, which is met here only.
 *
 * Each table is a sheet: its title and note above, then the heads, which stay in sight and filter,
 * then the rows. Text is written as text, so that no name ever becomes a formula. */
#include "table/table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { MOST_DECIMALS = 6, NAME_MAX_LETTERS = 31, NARROW = 11, WIDE = 60, LINE = 15 };

typedef struct book {
  lxw_workbook *workbook;
  lxw_format *title, *note, *head, *share, *small_share, *number[MOST_DECIMALS + 1];
  lxw_error error;
} book;

static void remember(book *b, lxw_error error) {
  if (b->error == LXW_NO_ERROR)
    b->error = error;
}

static bool add_formats(book *b) {
  lxw_format **all[] = {&b->title, &b->note, &b->head, &b->share, &b->small_share};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (!(*all[i] = workbook_add_format(b->workbook)))
      return false;
  for (int d = 0; d <= MOST_DECIMALS; d++) {
    char form[24] = "#,##0";
    if (!(b->number[d] = workbook_add_format(b->workbook)))
      return false;
    if (d > 0)
      snprintf(form, sizeof form, "#,##0.%.*s", d, "000000");
    format_set_num_format(b->number[d], form);
  }
  format_set_bold(b->title);
  format_set_font_size(b->title, 14);
  format_set_italic(b->note);
  format_set_bold(b->head);
  format_set_bottom(b->head, LXW_BORDER_THIN);
  format_set_text_wrap(b->head);
  format_set_align(b->head, LXW_ALIGN_VERTICAL_TOP);
  format_set_num_format(b->share, "0 %");
  format_set_num_format(b->small_share, "0.0 %");
  return true;
}

/* The letters of UTF-8 in the first `length` bytes. */
static size_t letters(const char *text, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++)
    count += ((unsigned char)text[i] & 0xC0) != 0x80;
  return count;
}

/* A sheet's name: the title without what names must not hold, cut at 31 letters, and with its
 * number where another sheet has that name. */
static void name_sheet(const book *b, const polku_table *table, size_t number, char *name,
                       size_t room) {
  size_t length = 0;
  for (const char *c = table->title; *c && length + 8 < room; c++)
    if (!strchr("[]:*?/\\'", *c))
      name[length++] = *c;
  name[length] = '\0';
  while (length > 0 && (letters(name, length) > NAME_MAX_LETTERS - 4 || name[length - 1] == ' ' ||
                        ((unsigned char)table->title[length] & 0xC0) == 0x80))
    name[--length] = '\0';
  if (length == 0 || workbook_get_worksheet_by_name(b->workbook, name))
    snprintf(name + length, room - length, "%s%zu", length ? " " : "", number + 1);
}

static void write_cell(book *b, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
                       const polku_cell *cell) {
  int d = cell->decimals < MOST_DECIMALS ? cell->decimals : MOST_DECIMALS;
  bool small = cell->value < 0.01 && cell->value > -0.01 && cell->value != 0;
  switch (cell->sort) {
  case POLKU_CELL_TEXT:
    remember(b, worksheet_write_string(sheet, row, column, cell->text, NULL));
    break;
  case POLKU_CELL_NUMBER:
    remember(b,
             worksheet_write_number(sheet, row, column, cell->value, d < 0 ? NULL : b->number[d]));
    break;
  case POLKU_CELL_SHARE:
    remember(b, worksheet_write_number(sheet, row, column, cell->value,
                                       small ? b->small_share : b->share));
    break;
  default:
    break;
  }
}

/* The letters of the longest word. */
static size_t longest_word(const char *text) {
  size_t longest = 0;
  while (*text) {
    size_t length = strcspn(text, " "), count = letters(text, length);
    longest = count > longest ? count : longest;
    text += length + strspn(text + length, " ");
  }
  return longest;
}

/* As wide as its longest text and the longest word of its head, within reason. */
static double width_of(const polku_table *table, int column) {
  double width = fmax(NARROW, (double)longest_word(table->heads[column]) + 3);
  for (int r = 0; r < table->row_count; r++) {
    const polku_cell *cell = &table->cells[r * table->column_count + column];
    if (cell->sort == POLKU_CELL_TEXT)
      width = fmax(width, (double)letters(cell->text, strlen(cell->text)) + 2);
  }
  return fmin(width, WIDE);
}

/* Heads are wrapped: as many lines as the longest may need, a word more than its letters fill. */
static double head_height(const polku_table *table) {
  double lines = 1;
  for (int c = 0; c < table->column_count; c++) {
    const char *head = table->heads[c];
    double length = (double)letters(head, strlen(head));
    if (length + 2 > width_of(table, c))
      lines = fmax(lines, ceil(length / (width_of(table, c) - 2)) + 1);
  }
  return lines * LINE;
}

static void write_sheet(book *b, lxw_worksheet *sheet, const polku_table *table) {
  lxw_row_t head = table->note ? 3 : 2;
  remember(b, worksheet_write_string(sheet, 0, 0, table->title, b->title));
  if (table->note)
    remember(b, worksheet_write_string(sheet, 1, 0, table->note, b->note));
  for (int c = 0; c < table->column_count; c++) {
    lxw_col_t column = (lxw_col_t)c;
    remember(b, worksheet_set_column(sheet, column, column, width_of(table, c), NULL));
    remember(b, worksheet_write_string(sheet, head, column, table->heads[c], b->head));
    for (int r = 0; r < table->row_count; r++)
      write_cell(b, sheet, head + 1 + (lxw_row_t)r, column,
                 &table->cells[r * table->column_count + c]);
  }
  if (table->row_count > 0 && table->column_count > 0)
    remember(b, worksheet_autofilter(sheet, head, 0, head + (lxw_row_t)table->row_count,
                                     (lxw_col_t)(table->column_count - 1)));
  worksheet_set_row(sheet, head, head_height(table), NULL);
  worksheet_freeze_panes(sheet, head + 1, 1);
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9); /* A4 */
  worksheet_fit_to_pages(sheet, 1, 0);
}

static bool fits(const polku_table *table) {
  return table->row_count < LXW_ROW_MAX - 8 && table->column_count <= LXW_COL_MAX;
}

static void write_sheets(book *b, const polku_tables *tables) {
  polku_table table;
  char name[256];
  for (size_t i = 0; b->error == LXW_NO_ERROR && polku_table_at(tables, i, &table); i++) {
    name_sheet(b, &table, i, name, sizeof name);
    lxw_worksheet *sheet = workbook_add_worksheet(b->workbook, name);
    if (sheet && fits(&table))
      write_sheet(b, sheet, &table);
    else
      remember(b, sheet ? LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE : LXW_ERROR_MEMORY_MALLOC_FAILED);
  }
}

/* Dated by no clock. The library copies the texts. */
static void describe(book *b, const char *title, const char *about) {
  lxw_doc_properties properties = {
      .title = (char *)(uintptr_t)title, .comments = (char *)(uintptr_t)about, .created = 1};
  remember(b, workbook_set_properties(b->workbook, &properties));
}

static int errno_of(lxw_error error, int error_of_system) {
  switch (error) {
  case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE:
  case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
    return EINVAL;
  case LXW_ERROR_MEMORY_MALLOC_FAILED:
    return ENOMEM;
  default:
    return error_of_system ? error_of_system : EIO;
  }
}

static bool write_book(const char *path, const polku_tables *tables, const char *title,
                       const char *about) {
  book b = {.workbook = workbook_new(path)};
  if (!b.workbook) {
    errno = ENOMEM;
    return false;
  }
  if (add_formats(&b)) {
    describe(&b, title, about);
    write_sheets(&b, tables);
  } else {
    remember(&b, LXW_ERROR_MEMORY_MALLOC_FAILED);
  }
  errno = 0;
  remember(&b, workbook_close(b.workbook));
  if (b.error == LXW_NO_ERROR)
    return true;
  errno = errno_of(b.error, errno);
  return false;
}

/* All bytes of a file, from its beginning. */
static char *read_back(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  long size = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  char *bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
  if (bytes) {
    rewind(file);
    *length = fread(bytes, 1, (size_t)size, file);
    if (*length != (size_t)size) {
      free(bytes);
      bytes = NULL;
      errno = EIO;
    }
  }
  if (file)
    fclose(file);
  return bytes;
}

/* The library writes files only: one that nobody sees. */
char *table_workbook(const polku_tables *tables, const char *title, const char *about,
                     size_t *length) {
  const char *folder = getenv("TMPDIR");
  char path[4096];
  snprintf(path, sizeof path, "%s/polku-XXXXXX", folder && *folder ? folder : "/tmp");
  int file = mkstemp(path);
  if (file < 0)
    return NULL;
  close(file);
  char *bytes = write_book(path, tables, title, about) ? read_back(path, length) : NULL;
  int error = errno;
  unlink(path);
  errno = error;
  return bytes;
}
