/* Running a command the way a person would. */
#ifndef TEST_RUN_H
#define TEST_RUN_H

typedef struct run_result {
  int status;      /* exit status, or 128 + signal */
  char *out, *err; /* what it wrote; ended by NUL */
} run_result;

/* Runs a shell command. End the result with run_free. */
run_result run(const char *command);
void run_free(run_result *result);

/* A new empty folder for a test; `remove_folder` takes it away with all that is in it. The string
 * is the caller's to free. */
char *new_folder(void);
void remove_folder(const char *folder);

#endif
