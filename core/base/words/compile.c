/* Turns fi.json, sv.json and en.json into one sorted C table; runs while polku is built.
 *
 *     words-compiler fi.json sv.json en.json out.c
 *
 * The files are flat objects with one member a line, `  "key": "text",`, sorted by key. The text of
 * a JSON string without \u and \/ is the text of a C string, so it is copied as it stands. A key
 * that is missing in one language, doubled, or out of order stops the build and is named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 16384 };

typedef struct entry {
  char line[LINE_MAX_BYTES];
  const char *key, *text; /* both with their quotes */
} entry;

static void fail(const char *file, const char *what, const char *detail) {
  fprintf(stderr, "words: %s: %s %s\n", file, what, detail);
  exit(1);
}

/* The end of the JSON string that begins at `s` (its closing quote), or NULL. */
static char *string_end(char *s) {
  if (*s != '"')
    return NULL;
  for (s++; *s && *s != '"'; s++)
    if (*s == '\\' && s[1])
      s++;
  return *s ? s : NULL;
}

/* Reads the next member; 0 at the end of the file. */
static int next(FILE *in, const char *file, entry *e) {
  while (fgets(e->line, sizeof e->line, in)) {
    char *key = e->line + strspn(e->line, " \t");
    if (*key == '{' || *key == '}' || *key == '\n' || !*key)
      continue;
    char *end = string_end(key);
    if (!end || strncmp(end + 1, ": \"", 3) != 0)
      fail(file, "not a line of \"key\": \"text\":", key);
    char *text = end + 3, *stop = string_end(text);
    if (!stop || strstr(text, "\\u") || strstr(text, "\\/"))
      fail(file, "a text that is no plain string:", key);
    end[1] = stop[1] = '\0';
    e->key = key;
    e->text = text;
    return 1;
  }
  return 0;
}

int main(int argc, char **argv) {
  static entry now[3];
  char before[LINE_MAX_BYTES] = "";
  FILE *in[3], *out;
  if (argc != 5)
    fail(argv[0], "usage:", "fi.json sv.json en.json out.c");
  for (int i = 0; i < 3; i++)
    if (!(in[i] = fopen(argv[i + 1], "r")))
      fail(argv[i + 1], "cannot be read", "");
  if (!(out = fopen(argv[4], "w")))
    fail(argv[4], "cannot be written", "");
  fputs("#include \"base/words_table.h\"\nconst pk_words_entry pk_words_table[] = {\n", out);
  size_t count = 0;
  for (;; count++) {
    int more[3];
    for (int i = 0; i < 3; i++)
      more[i] = next(in[i], argv[i + 1], &now[i]);
    if (!more[0] && !more[1] && !more[2])
      break;
    for (int i = 0; i < 3; i++)
      for (int j = 0; j < 3; j++)
        if (more[i] && (!more[j] || strcmp(now[i].key, now[j].key) < 0))
          fail(argv[j + 1], "lacks the key", now[i].key);
    if (strcmp(before, now[0].key) >= 0)
      fail(argv[1], "is not sorted by key at", now[0].key);
    snprintf(before, sizeof before, "%s", now[0].key);
    fprintf(out, "    {%s, {%s,\n     %s,\n     %s}},\n", now[0].key, now[0].text, now[1].text,
            now[2].text);
  }
  fprintf(out, "};\nconst size_t pk_words_count = %zu;\n", count);
  return fclose(out) == 0 ? 0 : 1;
}
