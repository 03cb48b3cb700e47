/* A walk over Lua's words, strings and comments: only far enough to count and to refuse. */
#include "rules/source.h"

#include <string.h>

typedef struct walker {
  const char *at, *end;
  int line;
  long names, numbers, jumps, blocks, depth;
  int nested;                    /* brackets that are open */
  int indices;                   /* square ones among them */
  int chain[PK_SOURCE_BRACKETS]; /* links of the chain that is being written, within each */
  bool linked;                   /* the last sign was a dot or a colon */
  pk_source_fault *fault;
} walker;

static bool refuse(walker *w, const char *code, const char *name, const char *suggestion) {
  *w->fault = (pk_source_fault){code, w->line, name, suggestion};
  return false;
}

static bool too_much(walker *w, const char *key) {
  return refuse(w, "E-PLUGIN-SOURCE", key, NULL);
}

/* Not those of <ctype.h>: they follow the locale of the program. */
static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void step(walker *w) {
  w->line += *w->at == '\n';
  w->at++;
}

/* The number of '=' of a long bracket that opens here, or -1. */
static int long_bracket(const walker *w) {
  const char *at = w->at + 1;
  int level = 0;
  for (; at < w->end && *at == '='; at++)
    level++;
  return at < w->end && *at == '[' ? level : -1;
}

/* Passes over a long bracket, or to the end of the text when it does not close. */
static void pass_long(walker *w, int level) {
  for (w->at += level + 2; w->at < w->end; step(w)) {
    if (*w->at != ']')
      continue;
    const char *close = w->at + 1;
    while (close < w->end && *close == '=')
      close++;
    if (close - w->at - 1 == level && close < w->end && *close == ']') {
      w->at = close + 1;
      return;
    }
  }
}

static void pass_comment(walker *w) {
  w->at += 2;
  int level = w->at < w->end && *w->at == '[' ? long_bracket(w) : -1;
  if (level >= 0)
    pass_long(w, level);
  while (level < 0 && w->at < w->end && *w->at != '\n')
    w->at++;
}

static int digit_of(char c) {
  if (is_digit(c))
    return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Whether the escape after a backslash is a byte of value 0: \0, \00, \000, \x00, \u{0}. */
static bool escapes_nul(const walker *w) {
  const char *at = w->at;
  int base = 10, most = 3;
  if (at < w->end && *at == 'x')
    at++, base = 16, most = 2;
  else if (w->end - at > 2 && at[0] == 'u' && at[1] == '{')
    at += 2, base = 16, most = 1 << 20;
  long value = 0;
  int count = 0;
  for (; count < most && at < w->end && digit_of(*at) < base && value == 0; at++, count++)
    value = digit_of(*at);
  return count > 0 && value == 0;
}

static bool pass_string(walker *w) {
  char quote = *w->at++;
  while (w->at < w->end && *w->at != quote && *w->at != '\n') {
    if (*w->at == '\\' && w->at + 1 < w->end) {
      w->at++;
      if (escapes_nul(w))
        return refuse(w, "E-PLUGIN-FORBIDDEN", "\\0", NULL);
      bool gap = *w->at == 'z';
      step(w);
      while (gap && w->at < w->end && strchr(" \t\r\n\v\f", *w->at))
        step(w);
    } else {
      w->at++;
    }
  }
  if (w->at < w->end && *w->at == quote)
    w->at++;
  return true;
}

static bool is_one(const char *const *words, const char *name, size_t length) {
  for (; *words; words++)
    if (strlen(*words) == length && strncmp(*words, name, length) == 0)
      return true;
  return false;
}

static bool pass_name(walker *w) {
  static const char *const opens[] = {"function", "do", "if", "repeat", NULL};
  static const char *const closes[] = {"end", "until", NULL};
  static const char *const jumps[] = {"and", "or", "elseif", "break", "goto", NULL};
  static const char *const environment[] = {"_ENV", NULL};
  const char *name = w->at;
  while (w->at < w->end && (is_letter(*w->at) || is_digit(*w->at)))
    w->at++;
  size_t length = (size_t)(w->at - name);
  if (!w->linked)
    w->chain[w->nested] = 0;
  w->linked = false;
  bool opened = is_one(opens, name, length);
  w->depth += opened - is_one(closes, name, length);
  w->blocks += opened;
  w->jumps += is_one(jumps, name, length);
  w->names++;
  if (is_one(environment, name, length))
    return refuse(w, "E-PLUGIN-FORBIDDEN", "_ENV", NULL);
  if (w->names > PK_SOURCE_NAMES)
    return too_much(w, "rules.source.names");
  if (w->depth > PK_SOURCE_DEPTH)
    return too_much(w, "rules.source.depth");
  if (w->blocks > PK_SOURCE_BLOCKS)
    return too_much(w, "rules.source.blocks");
  return w->jumps <= PK_SOURCE_JUMPS || too_much(w, "rules.source.jumps");
}

static bool pass_number(walker *w) {
  while (w->at < w->end && (is_letter(*w->at) || is_digit(*w->at) || *w->at == '.'))
    w->at++;
  return ++w->numbers <= PK_SOURCE_NUMBERS || too_much(w, "rules.source.numbers");
}

/* a.b[c]:d() is a chain; Lua 5.4.4 looks for the name of a missing value by calling itself once for
 * each link. */
static bool pass_bracket(walker *w) {
  bool opens = strchr("([{", *w->at) != NULL;
  int *chain = &w->chain[w->nested];
  w->linked = false;
  w->indices += (*w->at == '[') - (*w->at == ']');
  if (*w->at == '[')
    ++*chain;
  if (opens && w->nested + 1 == PK_SOURCE_BRACKETS)
    return too_much(w, "rules.source.depth");
  if (opens)
    w->chain[++w->nested] = 0;
  else if (w->nested > 0)
    w->nested--;
  if (*w->at == ')' && chain != &w->chain[w->nested]) /* (a.b).c goes on where a.b ended */
    w->chain[w->nested] += *chain;
  w->at++;
  bool longer = w->chain[w->nested] > PK_SOURCE_CHAIN || *chain > PK_SOURCE_CHAIN;
  return !longer || too_much(w, "rules.source.chain");
}

/* < <= > >= == ~=. Lua 5.4.4 makes wrong code of t[a < b] where t is a variable of a function
 * around: it indexes whatever an earlier call left in a register, which may be gone. */
static bool compares(const walker *w) {
  bool equal = w->at + 1 < w->end && w->at[1] == '=';
  return *w->at == '<' || *w->at == '>' || ((*w->at == '=' || *w->at == '~') && equal);
}

static void pass_link(walker *w) {
  size_t dots = 1;
  while (w->at + dots < w->end && w->at[dots] == w->at[0])
    dots++;
  w->at += dots;
  w->linked = dots == 1;
  w->chain[w->nested] = w->linked ? w->chain[w->nested] + 1 : 0;
}

static bool pass_sign(walker *w) {
  bool pair = w->at + 1 < w->end;
  if (pair && w->at[0] == '-' && w->at[1] == '-') {
    pass_comment(w);
    return true;
  }
  if (*w->at == '[') {
    int level = long_bracket(w);
    if (level >= 0) {
      pass_long(w, level);
      return true;
    }
  }
  if (w->indices > 0 && compares(w))
    return refuse(w, "E-PLUGIN-COMPARED", "", NULL);
  if (*w->at == '#')
    return refuse(w, "E-PLUGIN-FORBIDDEN", "#", "table.len");
  if (strchr("()[]{}", *w->at))
    return pass_bracket(w);
  if (pair && w->at[0] == ':' && w->at[1] == ':' && ++w->jumps > PK_SOURCE_JUMPS)
    return too_much(w, "rules.source.jumps");
  if (*w->at == '.' || *w->at == ':') {
    pass_link(w);
    return w->chain[w->nested] <= PK_SOURCE_CHAIN || too_much(w, "rules.source.chain");
  }
  if (!strchr(" \t\r\n", *w->at))
    w->linked = false;
  step(w);
  return true;
}

bool pk_source_check(const char *text, size_t length, pk_source_fault *fault) {
  walker w = {.at = text, .end = text + length, .line = 1, .fault = fault};
  bool good = true;
  while (good && w.at < w.end) {
    if (*w.at == '"' || *w.at == '\'')
      good = pass_string(&w);
    else if (is_letter(*w.at))
      good = pass_name(&w);
    else if (is_digit(*w.at))
      good = pass_number(&w);
    else
      good = pass_sign(&w);
  }
  return good;
}
