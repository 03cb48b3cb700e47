/* The place of each chip in its row.
 *
 * Chips fall into the highest free place of the columns that they span, those of several stages
 * first, so that who is added moves what is below, never what is beside. On a screen a row is as
 * high as a whole number of steps (see draw/page.h). More than CROWD actors in one cell stand in
 * one chip together.
 */
#include "draw/bands.h"

#include "base/words.h"
#include "draw/compare.h"
#include "draw/lato.h"
#include "draw/palette.h"
#include "draw/spoken.h"
#include "draw/wrap.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
  STEP = 27, /* of a row's height: half a chip of three lines and the space below it */
  LEAST = 3, /* steps of every row */
  CROWD = 4  /* more chips than this in one cell become one */
};

/* ------------------------------------------------------------------------------- one chip */

/* In a comparison there is always room for a sign, so that one which comes breaks no line anew. */
double pk_chip_inner(const pk_page *page, const pk_placed *c) {
  int indent = page->map->compare ? PK_BADGE_INDENT : pk_chip_indent(c);
  return pk_page_chip_w(page, c->first, c->last) - 2 * page->air->chip_side - indent;
}

/* The part of a chip on a later strip is a thing of its own. */
static const char *id_on_strip(pk_page *page, const pk_chip *chip) {
  if (chip->first >= page->first)
    return chip->id;
  char strip[16];
  snprintf(strip, sizeof strip, "%d", page->strip[page->first] + 1);
  pk_text id = PK_TEXT_EMPTY;
  pk_text_add(&id, chip->id);
  pk_text_add(&id, "--");
  pk_text_add(&id, strip);
  return pk_map_keep(page->map, &id);
}

/* "JOKOS-hanke:", with words behind it; a question has its own mark. */
static const char *with_colon(pk_page *page, const char *name) {
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, name);
  pk_text_add(&text, strchr("?!.:", name[strlen(name) - 1]) ? "" : ":");
  return pk_map_keep(page->map, &text);
}

/* As many words of `text` as have room behind the name's last line go there; returns the others. */
static const char *run_on(pk_page *page, pk_placed *c, const char *text, double inner) {
  const pk_line *name = &c->lines.line[c->lines.count - 1];
  double before = pk_text_width(name->text, strlen(name->text), name->size, name->bold);
  double room = inner - ceil(before) - PK_RUN_ON_SPACE;
  pk_wrapped words;
  if (room < PK_SIZE_SMALL)
    return text;
  if (!pk_wrap(page->map->arena, text, PK_SIZE_SMALL, false, room, 2, &words)) {
    page->map->failed = true;
    return text;
  }
  size_t length = strlen(words.line[0]);
  if (strncmp(text, words.line[0], length) != 0 || (text[length] != ' ' && text[length]))
    return text; /* a word that would be divided begins its own line */
  c->run_on = words.line[0];
  return text + length + (text[length] == ' ');
}

/* The name, what is said under it or behind it, and of a gap that is answered that it is. */
static void add_words(pk_page *page, pk_placed *c, const pk_chip *chip) {
  double inner = pk_chip_inner(page, c);
  bool runs_on = page->air->runs_on && *chip->text && *chip->name;
  pk_line name = {runs_on ? with_colon(page, chip->name) : chip->name, page->air->size.name,
                  pk_row_third(chip->row), pk_chip_ink(chip)};
  pk_line text = {chip->text, PK_SIZE_SMALL, false, pk_chip_text_ink(chip)};
  if (!pk_lines_new(page, &c->lines, 12))
    return;
  pk_lines_add(page, &c->lines, &name, inner, 6);
  c->name_lines = c->lines.count;
  if (runs_on && c->name_lines > 0)
    text.text = run_on(page, c, chip->text, inner);
  pk_lines_add(page, &c->lines, &text, inner, 5);
  pk_line answer = {pk_word(page->map->lang, "compare.answered"), PK_SIZE_SMALL, true, PK_ADDED};
  if (chip->answered)
    pk_lines_add(page, &c->lines, &answer, inner, 2);
}

/* On a screen a chip of the first model has room for one line more than that model alone needs, so
 * that a number which changes moves nothing. */
static int still_height(pk_page *page, const pk_placed *c) {
  const pk_compare *compare = page->map->compare;
  const pk_chip *was = compare ? compare->chip_a[c->chip - page->map->chips] : NULL;
  pk_placed alone = *c;
  if (!was || page->dense)
    return 0;
  add_words(page, &alone, was);
  return alone.lines.height + pk_line_height(page->scene, PK_SIZE_SMALL);
}

int pk_chip_marks(const pk_chip *chip) {
  bool two = *pk_diff_sign(chip->diff) && !chip->answered && (chip->gap || chip->mark);
  return two ? 2 * PK_BADGE + 3 : 0;
}

static void chip_lines(pk_page *page, pk_placed *c) {
  int least = still_height(page, c), marks = pk_chip_marks(c->chip);
  least = marks > least ? marks : least;
  add_words(page, c, c->chip);
  c->visible = pk_spoken_visible(page->map, c->chip);
  c->h = (c->lines.height > least ? c->lines.height : least) + 2 * page->air->chip;
}

/* -------------------------------------------------------------------------------- a crowd */

static bool same_cell(const pk_placed *a, const pk_placed *b) {
  return a->first == b->first && a->last == b->last && !a->chip->gap && !b->chip->gap;
}

/* A member's name, and what it does where the next does something else. */
static void member_lines(pk_page *page, pk_placed *m, bool says, double inner) {
  const pk_chip *chip = m->chip;
  pk_line name = {chip->name, PK_SIZE_SMALL, pk_row_third(chip->row), pk_chip_ink(chip)};
  pk_line text = {chip->text, PK_SIZE_SMALL, false, pk_chip_text_ink(chip)};
  if (!pk_lines_new(page, &m->lines, 5))
    return;
  pk_lines_add(page, &m->lines, &name, inner, 3);
  m->name_lines = m->lines.count;
  if (says)
    pk_lines_add(page, &m->lines, &text, inner, 2);
  m->h = m->lines.height > pk_chip_marks(chip) ? m->lines.height : pk_chip_marks(chip);
}

static pk_placed join(pk_page *page, const pk_placed *members, int count) {
  pk_placed all = {.chip = members[0].chip, .first = members[0].first, .last = members[0].last};
  all.member = PK_NEW_ARRAY(page->map->arena, pk_placed, (size_t)count);
  if (!all.member) {
    page->map->failed = true;
    return all;
  }
  memcpy(all.member, members, (size_t)count * sizeof *members);
  all.member_count = count;
  double inner = pk_chip_inner(page, &all);
  all.h = page->air->chip;
  for (int i = 0; i < count; i++) {
    const pk_chip *chip = members[i].chip;
    bool says = i + 1 == count || strcmp(chip->text, members[i + 1].chip->text) != 0 ||
                chip->diff != members[i + 1].chip->diff;
    all.member[i].y = all.h;
    member_lines(page, &all.member[i], says, inner);
    all.h += all.member[i].h + (says && i + 1 < count ? page->air->stack : 0);
  }
  all.h += page->air->chip;
  return all;
}

static void crowd(pk_page *page, pk_row_place *r) {
  for (int i = 0; i < r->count; i++) {
    int same = 1;
    while (i + same < r->count && same_cell(&r->chips[i], &r->chips[i + same]))
      same++;
    if (same <= CROWD)
      continue;
    r->chips[i] = join(page, &r->chips[i], same);
    memmove(&r->chips[i + 1], &r->chips[i + same],
            (size_t)(r->count - i - same) * sizeof *r->chips);
    r->count -= same - 1;
  }
}

/* ---------------------------------------------------------------------------------- a row */

/* Two actors of two lines, or one of four, always have room; more comes in steps. */
static int on_screen(const pk_page *page, int height) {
  int space = page->air->stack, steps = (height + space + STEP - 1) / STEP;
  return (steps > LEAST ? steps : LEAST) * STEP - space;
}

/* The highest free place over the columns of a chip. */
static void stack(pk_page *page, pk_row_place *r) {
  int *fill = PK_NEW_ARRAY(page->map->arena, int, (size_t)page->map->stage_count + 1);
  if (!fill) {
    page->map->failed = true;
    return;
  }
  for (int i = 0; i < r->count; i++) {
    pk_placed *c = &r->chips[i];
    for (int s = c->first; s <= c->last; s++)
      c->y = fill[s] > c->y ? fill[s] : c->y;
    for (int s = c->first; s <= c->last; s++)
      fill[s] = c->y + c->h + page->air->stack;
    if (c->y + c->h > r->height)
      r->height = c->y + c->h;
  }
  if (!page->dense)
    r->height = on_screen(page, r->height);
  r->height += 2 * page->air->row;
}

/* Chips over several stages lie above those of one. How long they are does not matter, else a stage
 * that is added could change who lies above whom. */
static void broad_first(pk_page *page, pk_row_place *r) {
  pk_placed *sorted = PK_NEW_ARRAY(page->map->arena, pk_placed, (size_t)r->count);
  int count = 0;
  if (!sorted) {
    page->map->failed = true;
    return;
  }
  for (int narrow = 0; narrow < 2; narrow++)
    for (int i = 0; i < r->count; i++)
      if ((r->chips[i].chip->first == r->chips[i].chip->last && !r->chips[i].chip->broad) == narrow)
        sorted[count++] = r->chips[i];
  r->chips = sorted;
}

bool pk_row_gather(pk_page *page, int row_index, pk_row_place *r) {
  const pk_map *map = page->map;
  *r = (pk_row_place){.row = row_index};
  r->chips = PK_NEW_ARRAY(map->arena, pk_placed, (size_t)map->chip_count);
  if (!r->chips) {
    page->map->failed = true;
    return false;
  }
  for (int i = 0; i < map->chip_count; i++) {
    const pk_chip *chip = &map->chips[i];
    if (chip->row != row_index || chip->last < page->first || chip->first > page->last)
      continue;
    pk_placed *c = &r->chips[r->count++];
    c->chip = chip;
    c->id = id_on_strip(page, chip);
    c->first = chip->first > page->first ? chip->first : page->first;
    c->last = chip->last < page->last ? chip->last : page->last;
    chip_lines(page, c);
  }
  broad_first(page, r);
  crowd(page, r);
  stack(page, r);
  int label = pk_row_label(page, r, false, 0) + 2 * page->air->row + (page->dense ? 0 : 4);
  if (label > r->height)
    r->height = label;
  return true;
}
