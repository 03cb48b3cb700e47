/* Tables on their way into files: one CSV for each, Markdown, or a workbook of a spreadsheet. */
#include "cli.h"

#include "table/table.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int no_memory(const cli_call *call) {
  cli_complain(call, "E-MEMORY.message", NULL);
  return CLI_MACHINE_FAILED;
}

int cli_write_workbook(cli_call *call, const char *path, polku_tables *tables) {
  size_t length = 0;
  if (!tables)
    return no_memory(call);
  char *bytes = table_workbook(tables, "polku", call->args[0], &length);
  int error = errno;
  int status =
      bytes ? cli_write_file(call, path, bytes, length) : cli_write_failed(call, path, error);
  polku_tables_free(tables);
  free(bytes);
  return status;
}

/* "x.csv" is the first table, "x-groups.csv" and so on stand beside it. */
static char *path_beside(const char *out, const char *id, bool first) {
  const char *dot = strrchr(out, '.');
  size_t room = strlen(out) + strlen(id) + 2;
  char *path = malloc(room);
  if (path && first)
    snprintf(path, room, "%s", out);
  else if (path)
    snprintf(path, room, "%.*s-%s%s", (int)(dot - out), out, id, dot);
  return path;
}

static int write_csv(cli_call *call, const polku_table *table, bool first) {
  char *path = path_beside(call->value[OPTION_OUT], table->id, first);
  char *csv = polku_table_csv(table);
  int status = path && csv ? cli_write_file(call, path, csv, strlen(csv)) : no_memory(call);
  free(path);
  free(csv);
  return status;
}

static int write_all_csv(cli_call *call, polku_tables *tables) {
  polku_table table;
  int status = CLI_DONE;
  for (size_t i = 0; status == CLI_DONE && polku_table_at(tables, i, &table); i++)
    status = write_csv(call, &table, i == 0);
  polku_tables_free(tables);
  return status;
}

static int write_markdown(cli_call *call, polku_tables *tables) {
  char *text = polku_tables_markdown(tables);
  int status = cli_print(call, text);
  free(text);
  polku_tables_free(tables);
  return status;
}

bool cli_is_tables(const char *suffix) {
  return strcmp(suffix, "csv") == 0 || strcmp(suffix, "md") == 0 || strcmp(suffix, "xlsx") == 0;
}

int cli_write_tables(cli_call *call, polku_tables *tables) {
  char suffix[8];
  cli_suffix(call->value[OPTION_OUT], suffix);
  if (strcmp(suffix, "xlsx") == 0)
    return cli_write_workbook(call, call->value[OPTION_OUT], tables);
  if (!tables)
    return no_memory(call);
  return strcmp(suffix, "md") == 0 ? write_markdown(call, tables) : write_all_csv(call, tables);
}
