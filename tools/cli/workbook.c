/* Tables on their way into a spreadsheet. */
#include "cli.h"

#include "table/table.h"
#include <errno.h>
#include <stdlib.h>

int cli_write_workbook(cli_call *call, const char *path, polku_tables *tables) {
  size_t length = 0;
  if (!tables) {
    cli_complain(call, "E-MEMORY.message", NULL);
    return CLI_MACHINE_FAILED;
  }
  char *bytes = table_workbook(tables, "polku", call->args[0], &length);
  int error = errno, status;
  polku_tables_free(tables);
  if (bytes)
    status = cli_write_file(call, path, bytes, length);
  else
    status = cli_write_failed(call, path, error);
  free(bytes);
  return status;
}
