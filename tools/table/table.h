/* Tables as a workbook of a spreadsheet (XLSX): a sheet each, numbers as numbers. */
#ifndef TABLE_H
#define TABLE_H

#include "polku.h"

/* The workbook as bytes; `title` and `about` (or NULL) stand in its properties. Nothing depends on
 * the clock: the same tables give the same bytes. Caller frees. NULL with errno when it could not
 * be made; EINVAL: more rows or columns than a sheet can have. */
char *table_workbook(const polku_tables *tables, const char *title, const char *about,
                     size_t *length);

#endif
