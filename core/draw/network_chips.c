/* Who stands at a stage, on its card. With many stages a card says less: names without roles, each
 * once; then only the third sector's names; then only how many there are of each sector. */
#include "draw/network.h"

#include "base/words.h"
#include "draw/palette.h"
#include "draw/spoken.h"

#include <stdio.h>
#include <string.h>

enum {
  INSET = 5, /* from the frame to a chip */
  PAD = 7,   /* in a chip, at its sides */
  CHIP_PAD = 4,
  CHIP_PAD_DENSE = 2,
  MARK = 14, /* a chip's mark, and the space behind it */
  ARROW_MARK = 15,
  NAMED = 8,   /* more chips on a card lose their roles */
  LISTED = 14, /* more are counted */
  LISTED_BRIEF = 8,
  TALLY = 12
};

/* ------------------------------------------------------------------------------ one chip */

static const pk_outline sign_shapes[PK_SORT_COUNT] = {PK_CIRCLE, PK_BOX, PK_TRIANGLE, PK_DIAMOND,
                                                      PK_CIRCLE};

static int chip_ink(int sort) {
  return sort == PK_SORT_THIRD ? PK_PAPER : sort == PK_SORT_GAP ? PK_GAP : PK_INK;
}

static bool points(const pk_chip *chip) {
  return chip->mark != PK_MARK_NONE && !chip->gap;
}

static bool with_roles(const pk_network *net, const pk_card *card) {
  return net->plan.detail == PK_CARD_NAMES && card->chip_count <= NAMED;
}

static int chip_pad(const pk_network *net) {
  return net->page.dense ? CHIP_PAD_DENSE : CHIP_PAD;
}

static int chip_height(const pk_network *net, const pk_lines *lines) {
  return lines->height + 2 * chip_pad(net);
}

static void chip_words(pk_network *net, const pk_card *card, const pk_chip *chip, pk_lines *lines) {
  int sort = pk_card_sort(chip);
  bool roles = with_roles(net, card), strong = sort == PK_SORT_THIRD || sort == PK_SORT_GAP;
  double inner = card->width - 2 * INSET - 2 * PAD - MARK;
  pk_line name = {chip->name, PK_SIZE_SMALL, strong, chip_ink(sort)};
  pk_line role = {chip->text, PK_SIZE_SMALL, false, strong ? chip_ink(sort) : PK_SOFT_INK};
  if (!pk_lines_new(&net->page, lines, 8))
    return;
  pk_lines_add(&net->page, lines, &name, inner - (points(chip) ? ARROW_MARK : 0),
               roles       ? 4
               : chip->gap ? 3
                           : 2);
  if (roles)
    pk_lines_add(&net->page, lines, &role, inner, 4);
}

static void style_chip(pk_item *box, int sort) {
  static const char *const classes[PK_SORT_COUNT] = {"chip third", "chip public", "chip private",
                                                     "chip education", "chip gap"};
  bool third = sort == PK_SORT_THIRD, gap = sort == PK_SORT_GAP;
  box->shape = third ? PK_ROUNDED : PK_BOX;
  box->fill = third ? PK_TEAL : gap || sort == PK_SORT_PRIVATE ? PK_PAPER : PK_GREY_BOX;
  box->stroke = third ? PK_TEAL : gap ? PK_GAP : sort == PK_SORT_PRIVATE ? PK_INK : PK_GREY_LINE;
  box->line_width = gap ? 15 : 10;
  box->dashed = gap;
  box->klass = classes[sort];
}

/* What a screen reader says: the visible words, then where this is. */
static const char *spoken(pk_network *net, const pk_card *card, const pk_chip *chip) {
  bool roles = with_roles(net, card);
  return pk_spoken_chip(net->map, chip, roles ? pk_spoken_visible(net->map, chip) : chip->name);
}

static int draw_chip(pk_network *net, const pk_card *card, const pk_chip *chip, int x, int y) {
  int sort = pk_card_sort(chip), w = card->width - 2 * INSET;
  pk_lines lines;
  chip_words(net, card, chip, &lines);
  pk_item box = {.x = x,
                 .y = y,
                 .w = w,
                 .h = chip_height(net, &lines),
                 .id = chip->id,
                 .name = spoken(net, card, chip),
                 .pad_x = PAD,
                 .pad_y = 1,
                 .indent = MARK,
                 .line_count = lines.count,
                 .lines = lines.line};
  style_chip(&box, sort);
  pk_scene_item(net->page.scene, &box);
  int middle = y + chip_pad(net) + PK_LINE_HEIGHT(PK_SIZE_SMALL) / 2;
  pk_draw_sign(&net->page, (pk_sign){sign_shapes[sort], x + PAD, middle - 5, 9, 9}, chip_ink(sort),
               sort != PK_SORT_GAP);
  if (points(chip))
    pk_draw_mark(&net->page, chip->mark, x + w - PAD - 11, middle - 7, chip_ink(sort));
  return box.h;
}

/* ------------------------------------------------------------------------- what is listed */

/* A chip that says no more than one before it on the card: the same actor, where roles are left
 * out. */
static pk_chip *said_before(pk_card *card, const pk_chip *chip) {
  for (int i = 0; i < card->listed_count; i++)
    if (chip->actor >= 0 && card->listed[i].actor == chip->actor &&
        pk_card_sort(&card->listed[i]) == pk_card_sort(chip))
      return &card->listed[i];
  return NULL;
}

static pk_mark joined(pk_mark a, pk_mark b) {
  return a == PK_MARK_NONE || a == b ? b : b == PK_MARK_NONE ? a : PK_MARK_BOTH;
}

static bool is_listed(const pk_network *net, const pk_card *card, const pk_chip *chip) {
  static const int most[] = {LISTED, LISTED_BRIEF, LISTED_BRIEF, 0};
  return card->listed_count < most[net->plan.detail] &&
         (net->plan.detail != PK_CARD_THIRD || pk_card_sort(chip) == PK_SORT_THIRD);
}

/* A chip as it stands on this card alone: its id is its own where it begins. */
static pk_chip on_card(pk_network *net, const pk_card *card, const pk_chip *chip) {
  int stage = (int)(card - net->cards);
  pk_chip here = *chip;
  if (stage != chip->first)
    here.id = pk_map_id(net->map, chip->id, card->id, NULL, NULL);
  here.first = here.last = stage;
  return here;
}

void pk_network_list_chips(pk_network *net, pk_card *card) {
  bool roles = with_roles(net, card);
  card->listed_count = 0;
  memset(card->rest, 0, sizeof card->rest);
  card->listed = PK_NEW_ARRAY(net->map->arena, pk_chip, (size_t)card->chip_count);
  if (!card->listed) {
    net->map->failed = true;
    return;
  }
  for (int i = 0; i < card->chip_count; i++) {
    const pk_chip *chip = card->chips[i];
    pk_chip *before = roles ? NULL : said_before(card, chip);
    if (before)
      before->mark = joined(before->mark, chip->mark);
    else if (is_listed(net, card, chip))
      card->listed[card->listed_count++] = on_card(net, card, chip);
    else
      card->rest[pk_card_sort(chip)]++;
  }
  if (net->overview)
    memcpy(card->rest, card->counts, sizeof card->rest);
}

/* --------------------------------------------------------------------------------- tallies */

static int tally_width(pk_network *net, int count, const char **text) {
  char number[16];
  snprintf(number, sizeof number, "%d", count);
  char *copy = pk_strdup(net->map->arena, number);
  if (!copy)
    net->map->failed = true;
  *text = copy ? copy : "";
  return MARK + pk_number_width(*text, strlen(*text));
}

const char *pk_network_spoken_tally(pk_network *net, const pk_card *card, const char *before) {
  static const char *const keys[PK_SORT_COUNT] = {"network.tally.third", "network.tally.public",
                                                  "network.tally.private",
                                                  "network.tally.education", "network.tally.gap"};
  pk_text text = PK_TEXT_EMPTY;
  pk_text_add(&text, before);
  for (int sort = 0; sort < PK_SORT_COUNT; sort++) {
    char number[16];
    snprintf(number, sizeof number, "%d", card->rest[sort]);
    if (card->rest[sort] == 0)
      continue;
    pk_text_add(&text, "; ");
    pk_text_add(&text, pk_map_fill(net->map, keys[sort], "count", number, NULL));
  }
  return pk_map_keep(net->map, &text);
}

/* Signs and numbers in rows; nothing is drawn at `y` < 0. Returns their height. */
static int tally(pk_network *net, const pk_card *card, const int *counts, int x, int y) {
  int room = card->width - 2 * PAD, at = 0, row = 0;
  const int step = PK_LINE_HEIGHT(PK_SIZE_SMALL) + 4;
  for (int sort = 0; sort < PK_SORT_COUNT; sort++) {
    const char *text;
    if (counts[sort] == 0)
      continue;
    int wide = tally_width(net, counts[sort], &text);
    if (at > 0 && at + wide > room) {
      at = 0;
      row++;
    }
    if (y >= 0) {
      int ink = sort == PK_SORT_THIRD ? PK_TEAL : chip_ink(sort);
      pk_draw_sign(&net->page, (pk_sign){sign_shapes[sort], x + at, y + row * step + 1, 10, 10},
                   ink, sort != PK_SORT_GAP);
      pk_words_at words = {.x = x + at + MARK,
                           .y = y + row * step,
                           .width = wide - MARK,
                           .size = PK_SIZE_SMALL,
                           .colour = sort == PK_SORT_GAP ? PK_GAP : PK_INK,
                           .max_lines = 1,
                           .bold = true,
                           .text = text,
                           .klass = "tally"};
      pk_draw_words(&net->page, &words);
    }
    at += wide + TALLY;
  }
  return at > 0 || row > 0 ? (row + 1) * step : 0;
}

/* ------------------------------------------------------------------------------ the whole */

int pk_network_chips(pk_network *net, const pk_card *card, int x, int y) {
  bool draw = y >= 0;
  int at = draw ? y : 0;
  for (int i = 0; i < card->listed_count; i++) {
    pk_lines lines = {0};
    if (draw) {
      at += draw_chip(net, card, &card->listed[i], x + INSET, at + INSET);
    } else {
      chip_words(net, card, &card->listed[i], &lines);
      at += chip_height(net, &lines);
    }
    at += INSET - 1;
  }
  int height = tally(net, card, card->rest, x + PAD, draw ? at + 6 : -1);
  at += height > 0 ? height + 6 : 0;
  at -= draw ? y : 0;
  return at > 0 ? at + 3 : 0;
}

/* Who stands beside the whole path is said once, below the network: chips in rows. */
int pk_network_draw_beside(pk_network *net, int y) {
  enum { WIDTH = 230, SPACE = 8 };
  pk_card card = {.width = WIDTH, .chip_count = net->beside_count, .chips = net->beside};
  int left = PK_PAGE_MARGIN + 8, x = left, tallest = 0;
  pk_words_at label = {.x = left,
                       .y = y,
                       .width = net->page.width - 2 * left,
                       .size = PK_SIZE_NAME,
                       .colour = PK_INK,
                       .max_lines = 1,
                       .bold = true,
                       .text = pk_word(net->map->lang, "network.beside")};
  if (net->beside_count == 0)
    return y;
  y += pk_draw_words(&net->page, &label) + 5;
  for (int i = 0; i < net->beside_count; i++) {
    if (x > left && x + WIDTH > net->page.width - PK_PAGE_MARGIN) {
      x = left;
      y += tallest + SPACE;
      tallest = 0;
    }
    int height = draw_chip(net, &card, net->beside[i], x, y);
    tallest = height > tallest ? height : tallest;
    x += WIDTH;
  }
  return y + tallest + 10;
}
