/* Lines that fit their box.
 *
 * Finnish and Swedish compounds are longer than a column. A word is divided only when it does not
 * fit a line alone, and then where a reader would: at its own hyphens, before a well-known last
 * part
 * ("työllistymis-palvelut"), or before a consonant and vowel, which is where a Finnish syllable
 * begins (Kielitoimiston ohjepankki, "Tavutus": a consonant followed by a vowel begins a syllable).
 */
#include "draw/wrap.h"

#include "base/utf8.h"
#include "draw/lato.h"

#include <string.h>

static const char ELLIPSIS[] = "\xe2\x80\xa6";
static const char SOFT_HYPHEN[] = "\xc2\xad";

/* Characters that steer instead of being seen: controls, directions, invisible joiners, and
 * points that are no characters. */
static bool invisible(uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x200b && point <= 0x200f) ||
         (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x206f) ||
         point == 0xfeff || point == 0x61c || (point != PK_UTF8_BAD && (point & 0xfffe) == 0xfffe);
}

static bool white(uint32_t point) {
  return point == ' ' || point == '\t' || point == '\n' || point == '\r';
}

char *pk_clean(pk_arena *arena, const char *text) {
  return pk_clean_whole(arena, text, PK_LABEL_MAX);
}

char *pk_clean_whole(pk_arena *arena, const char *text, size_t most) {
  size_t room = 4 * most + sizeof ELLIPSIS, count = 0;
  char *clean = pk_alloc(arena, room, 1), *out = clean;
  if (!clean)
    return NULL;
  bool space = false;
  while (*text && count < most) {
    uint32_t point;
    size_t bytes = pk_utf8_next(text, strnlen(text, 4), &point);
    if (white(point)) {
      space = out > clean;
    } else if (!invisible(point)) {
      if (space)
        *out++ = ' ', count++;
      space = false;
      if (point == PK_UTF8_BAD)
        *out = '?';
      else
        memcpy(out, text, bytes);
      out += bytes;
      count++;
    }
    text += bytes;
  }
  if (*text)
    memcpy(out, ELLIPSIS, sizeof ELLIPSIS);
  return clean;
}

/* ------------------------------------------------------------------------- dividing a word */

/* Last parts of compounds that names of stages and organisations are made of. */
static const char *const parts[] = {
    "ammatti", "arbets",   "asiakkaan",  "asiantuntija", "avtal",      "förmåg",     "hallinto",
    "hanke",   "hankkee",  "hinder",     "keskuks",      "keskus",     "kokeilu",    "koulutu",
    "kunta",   "kuntoutu", "markkina",   "marknad",      "mottagning", "organisa",   "paikka",
    "palvelu", "polku",    "polun",      "programm",     "projekt",    "prövning",   "rehabilit",
    "service", "ship",     "sopimu",     "stöd",         "subvention", "sysselsätt", "säätiö",
    "tjänst",  "toiminn",  "toiminta",   "training",     "träning",    "tuki",       "tuottaja",
    "työ",     "valmennu", "verksamhet", "yhdisty",      "yrity"};

static bool vowel(uint32_t p) {
  static const uint16_t vowels[] = {'a', 'e', 'i', 'o', 'u', 'y',  0xe5, 0xe4, 0xf6, 'A',
                                    'E', 'I', 'O', 'U', 'Y', 0xc5, 0xc4, 0xd6, 0xe9, 0xfc};
  for (size_t i = 0; i < sizeof vowels / sizeof vowels[0]; i++)
    if (vowels[i] == p)
      return true;
  return false;
}

static bool letter(uint32_t p) {
  return (p >= 'a' && p <= 'z') || (p >= 'A' && p <= 'Z') || (p >= 0xc0 && p < 0x250);
}

static bool known_part(const char *at, const char *end) {
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    size_t length = strlen(parts[i]);
    if ((size_t)(end - at) >= length && memcmp(at, parts[i], length) == 0)
      return true;
  }
  return false;
}

/* How good it is to divide `word` before `at`; 0: only when nothing else fits. */
static int worth(const char *word, const char *at, const char *end) {
  const char *before = at - 1;
  while (before > word && (*before & 0xc0) == 0x80)
    before--;
  const char *scan = before;
  uint32_t left = pk_letter(&scan, end), right = pk_letter(&scan, end);
  if (left == '-' || left == '/' || left == 0x2013 || left == 0xad)
    return 4;
  if (before - word < 3 || end - at < 3 || !letter(left) || !letter(right))
    return 0;
  if (known_part(at, end))
    return 3;
  uint32_t after = scan < end ? pk_letter(&scan, end) : 0;
  return !vowel(right) && vowel(after) ? 2 : 0;
}

/* Whether a line that ends before `at` needs a hyphen. */
static bool needs_hyphen(const char *word, const char *at) {
  return at > word && at[-1] != '-' && at[-1] != '/' &&
         !(at - word >= 3 && memcmp(at - 3, "\xe2\x80\x93", 3) == 0);
}

/* Where to divide [word, end) so that the first piece, with a hyphen, fits `width`. Always behind
 * at least one character. */
static const char *divide(const char *word, const char *end, int size, bool bold, double width) {
  const char *best = NULL, *at = word;
  int best_worth = -1;
  double hyphen = pk_text_width("-", 1, size, bold);
  while (at < end) {
    pk_letter(&at, end);
    double wide = pk_text_width(word, (size_t)(at - word), size, bold);
    if (needs_hyphen(word, at))
      wide += hyphen;
    if (at >= end || (wide > width && best))
      break;
    int w = worth(word, at, end);
    if (w >= best_worth || !best) {
      best = at;
      best_worth = w;
    }
  }
  return best ? best : end;
}

/* ------------------------------------------------------------------------- soft hyphens */

enum { LONG_WORD = 12, PIECE = 4 }; /* bytes: as good as letters here */

/* The next place to divide a long word: before a known part; where the way there is long, before a
 * syllable too. */
static const char *next_place(const char *word, const char *from, const char *end) {
  const char *syllable = NULL;
  for (const char *at = from; at < end;) {
    int w = at > from ? worth(word, at, end) : 0;
    if (w == 3)
      return syllable && at - from > LONG_WORD ? syllable : at;
    if (w == 2 && !syllable && at - from >= PIECE && end - at >= PIECE)
      syllable = at;
    pk_letter(&at, end);
  }
  return syllable && end - from > LONG_WORD ? syllable : end;
}

/* Bytes up to what parts words by itself: a space, one that holds, a hyphen. */
static size_t word_length(const char *text) {
  size_t length = strcspn(text, " -");
  const char *held = strstr(text, "\xc2\xa0");
  return held && (size_t)(held - text) < length ? (size_t)(held - text) : length;
}

char *pk_soften(pk_arena *arena, const char *text) {
  char *soft = pk_alloc(arena, 3 * strlen(text) + 1, 1), *out = soft;
  if (!soft)
    return NULL;
  while (*text) {
    size_t length = word_length(text);
    const char *end = text + length;
    for (const char *from = text; from < end;) {
      const char *to = length < LONG_WORD ? end : next_place(text, from, end);
      memcpy(out, from, (size_t)(to - from));
      out += to - from;
      if (to < end) {
        memcpy(out, SOFT_HYPHEN, 2);
        out += 2;
      }
      from = to;
    }
    text = end;
    for (int held = *text == '\xc2' ? 2 : 1; held > 0 && *text; held--)
      *out++ = *text++;
  }
  return soft;
}

/* ------------------------------------------------------------------------- filling lines */

typedef struct filler {
  pk_arena *arena;
  pk_wrapped *out;
  int size, max_lines;
  bool bold, full, failed;
  double width;
} filler;

static void push(filler *f, const char *from, const char *to, const char *tail) {
  char *line = pk_alloc(f->arena, (size_t)(to - from) + 4, 1);
  if (!line) {
    f->failed = true;
    return;
  }
  char *out = line;
  for (const char *s = from; s < to;)
    if (to - s >= 2 && memcmp(s, SOFT_HYPHEN, 2) == 0)
      s += 2;
    else
      *out++ = *s++;
  memcpy(out, tail, strlen(tail));
  double wide = pk_text_width(line, strlen(line), f->size, f->bold);
  f->out->line[f->out->count++] = line;
  if (wide > f->out->widest)
    f->out->widest = wide;
}

/* The last line that is allowed: as much as fits with "…". */
static void push_cut(filler *f, const char *from, const char *end) {
  double dots = pk_text_width(ELLIPSIS, 3, f->size, f->bold);
  const char *to = from;
  for (const char *at = from; at < end;) {
    pk_letter(&at, end);
    if (pk_text_width(from, (size_t)(at - from), f->size, f->bold) + dots > f->width)
      break;
    to = at;
  }
  while (to > from && to[-1] == ' ')
    to--;
  push(f, from, to, ELLIPSIS);
  f->full = true;
}

static bool fits(const filler *f, const char *from, const char *to) {
  return pk_text_width(from, (size_t)(to - from), f->size, f->bold) <= f->width;
}

/* One line from `from`; returns where the next begins. */
static const char *fill_line(filler *f, const char *from, const char *end) {
  bool last = f->out->count + 1 == f->max_lines;
  const char *to = from;
  for (const char *at = from; at < end;) {
    const char *stop = memchr(at, ' ', (size_t)(end - at));
    stop = stop ? stop : end;
    if (!fits(f, from, stop))
      break;
    to = stop;
    at = stop < end ? stop + 1 : end;
  }
  if (to == end) {
    push(f, from, end, "");
    return end;
  }
  if (last) {
    push_cut(f, from, end);
    return end;
  }
  if (to > from) {
    push(f, from, to, "");
    return to + 1;
  }
  const char *stop = memchr(from, ' ', (size_t)(end - from));
  const char *at = divide(from, stop ? stop : end, f->size, f->bold, f->width);
  push(f, from, at, needs_hyphen(from, at) && at < (stop ? stop : end) ? "-" : "");
  return stop && at == stop ? at + 1 : at;
}

bool pk_wrap(pk_arena *arena, const char *text, int size, bool bold, double width, int max_lines,
             pk_wrapped *wrapped) {
  filler f = {.arena = arena, .out = wrapped, .size = size, .bold = bold};
  f.max_lines = max_lines;
  f.width = width * 0.99; /* the width table is good to 1 % */
  *wrapped = (pk_wrapped){0};
  size_t length = strlen(text);
  size_t room = length < (size_t)max_lines ? length + 1 : (size_t)max_lines;
  wrapped->line = pk_alloc(arena, room, sizeof *wrapped->line);
  if (!wrapped->line)
    return false;
  const char *at = text, *end = text + length;
  do
    at = fill_line(&f, at, end);
  while (at < end && !f.full && !f.failed);
  return !f.failed;
}
