/* The cards: a stage's box, and in one frame below it who stands there. With many stages a card
 * says less: names without roles, then only how many there are of each sector. */
#include "draw/network.h"

#include "base/words.h"
#include "draw/palette.h"

#include <stdio.h>
#include <string.h>

enum {
  PAD = 7,      /* in a stage's box, at its sides */
  HEAD_PAD = 6, /* above and below its words */
  INSET = 5,    /* from the frame to a chip */
  CHIP_PAD = 4,
  MARK = 14, /* a chip's mark, and the space behind it */
  ARROW_MARK = 15,
  NAMED = 8,   /* more chips on a card lose their roles */
  LISTED = 14, /* more are counted */
  LISTED_BRIEF = 6,
  TALLY = 12,
  PORT = 7 /* least distance of lines along a card */
};

/* ------------------------------------------------------------------------------ the stage */

static int ink_of(const pk_card *card) {
  return card->final || card->passage ? PK_STAGE : PK_PAPER;
}

static void head_words(pk_network *net, pk_card *card) {
  bool brief = net->plan.detail == PK_CARD_COUNTS;
  double inner = card->width - 2 * PAD;
  pk_line head = {card->head, brief ? PK_SIZE_NAME : PK_SIZE_STAGE, true, ink_of(card)};
  pk_line more = {card->more, PK_SIZE_SMALL, false, ink_of(card)};
  if (!pk_lines_new(&net->page, &card->words, 12))
    return;
  pk_lines_add(&net->page, &card->words, &head, inner, 5);
  pk_lines_add(&net->page, &card->words, &more, inner, 2);
  more.text = card->people;
  pk_lines_add(&net->page, &card->words, &more, inner, 1);
  more.text = card->crowding;
  more.bold = true;
  pk_lines_add(&net->page, &card->words, &more, inner, 2);
  card->head_height = card->words.height + 2 * HEAD_PAD;
}

static void draw_head(pk_network *net, const pk_card *card, int x, int y) {
  bool light = card->final || card->passage;
  pk_item box = {.shape = card->passage ? PK_ROUNDED : PK_BOX,
                 .x = x,
                 .y = y,
                 .w = card->width,
                 .h = card->head_height,
                 .fill = light ? PK_PAPER : PK_STAGE,
                 .stroke = PK_STAGE,
                 .line_width = light ? 15 : 10,
                 .pad_x = PAD,
                 .pad_y = 3,
                 .id = card->id,
                 .klass = card->final     ? "stage final"
                          : card->passage ? "stage passage"
                                          : "stage",
                 .line_count = card->words.count,
                 .lines = card->words.line};
  pk_scene_item(net->page.scene, &box);
  if (!*card->crowding)
    return;
  pk_item bar = {.shape = PK_BOX,
                 .x = x,
                 .y = y,
                 .w = 5,
                 .h = card->head_height,
                 .fill = PK_FULL,
                 .stroke = PK_PAPER,
                 .line_width = 8,
                 .klass = "mark"};
  pk_scene_item(net->page.scene, &bar);
}

/* ------------------------------------------------------------------------------ one chip */

static const pk_outline sign_shapes[PK_CARD_SORTS] = {PK_CIRCLE, PK_BOX, PK_TRIANGLE, PK_DIAMOND,
                                                      PK_CIRCLE};

static int chip_ink(int sort) {
  return sort == PK_CARD_THIRD ? PK_PAPER : sort == PK_CARD_GAP ? PK_GAP : PK_INK;
}

static bool points(const pk_chip *chip) {
  return chip->mark != PK_MARK_NONE && !chip->gap;
}

static bool with_role(const pk_network *net, const pk_card *card) {
  return net->plan.detail == PK_CARD_NAMES && card->chip_count <= NAMED;
}

static int chip_height(const pk_lines *lines) {
  return lines->height + 2 * CHIP_PAD;
}

static void chip_words(pk_network *net, const pk_card *card, const pk_chip *chip, pk_lines *lines) {
  int sort = pk_card_sort(chip);
  bool roles = with_role(net, card), strong = sort == PK_CARD_THIRD || sort == PK_CARD_GAP;
  double inner = card->width - 2 * INSET - 2 * PAD - MARK;
  pk_line name = {chip->name, PK_SIZE_SMALL, strong, chip_ink(sort)};
  pk_line role = {chip->text, PK_SIZE_SMALL, false, strong ? chip_ink(sort) : PK_SOFT_INK};
  if (!pk_lines_new(&net->page, lines, 8))
    return;
  pk_lines_add(&net->page, lines, &name, inner - (points(chip) ? ARROW_MARK : 0), roles ? 4 : 2);
  if (roles)
    pk_lines_add(&net->page, lines, &role, inner, 4);
}

static void style_chip(pk_item *box, int sort) {
  static const char *const classes[PK_CARD_SORTS] = {"chip third", "chip public", "chip private",
                                                     "chip education", "chip gap"};
  bool third = sort == PK_CARD_THIRD, gap = sort == PK_CARD_GAP;
  box->shape = third ? PK_ROUNDED : PK_BOX;
  box->fill = third ? PK_TEAL : gap || sort == PK_CARD_PRIVATE ? PK_PAPER : PK_GREY_BOX;
  box->stroke = third ? PK_TEAL : gap ? PK_GAP : sort == PK_CARD_PRIVATE ? PK_INK : PK_GREY_LINE;
  box->line_width = gap ? 15 : 10;
  box->dashed = gap;
  box->klass = classes[sort];
}

/* The id of a chip at a stage: its own where it begins. */
static const char *chip_id(pk_network *net, const pk_card *card, const pk_chip *chip) {
  return !*card->id || card == &net->cards[chip->first]
             ? chip->id
             : pk_map_id(net->map, chip->id, card->id, NULL, NULL);
}

static int draw_chip(pk_network *net, const pk_card *card, const pk_chip *chip, int x, int y) {
  int sort = pk_card_sort(chip), w = card->width - 2 * INSET;
  pk_lines lines;
  chip_words(net, card, chip, &lines);
  pk_item box = {.x = x,
                 .y = y,
                 .w = w,
                 .h = chip_height(&lines),
                 .id = chip_id(net, card, chip),
                 .pad_x = PAD,
                 .pad_y = 2,
                 .indent = MARK,
                 .line_count = lines.count,
                 .lines = lines.line};
  style_chip(&box, sort);
  pk_scene_item(net->page.scene, &box);
  int middle = y + CHIP_PAD + PK_LINE_HEIGHT(PK_SIZE_SMALL) / 2;
  pk_draw_sign(&net->page, (pk_sign){sign_shapes[sort], x + PAD, middle - 4, 9, 9}, chip_ink(sort),
               sort != PK_CARD_GAP);
  if (points(chip))
    pk_draw_mark(&net->page, chip->mark, x + w - PAD - 11, middle - 6, chip_ink(sort));
  return box.h;
}

/* Who stands beside the whole path is said once, below the network: chips in rows. */
int pk_network_draw_beside(pk_network *net, int y) {
  enum { WIDTH = 230, SPACE = 8 };
  pk_card card = {.width = WIDTH, .chip_count = net->beside_count, .chips = net->beside, .id = ""};
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

/* --------------------------------------------------------------------------------- tallies */

/* "● 3  ■ 2": signs with how many there are, `from` the first chip that is not named. */
static void tally_of(const pk_card *card, int from, int *counts) {
  for (int i = from; i < card->chip_count; i++)
    counts[pk_card_sort(card->chips[i])]++;
}

static int tally_width(pk_network *net, int count, const char **text) {
  char number[16];
  snprintf(number, sizeof number, "%d", count);
  char *copy = pk_strdup(net->map->arena, number);
  if (!copy)
    net->map->failed = true;
  *text = copy ? copy : "";
  return MARK + pk_number_width(*text, strlen(*text));
}

/* Signs and numbers in rows; nothing is drawn at `y` < 0. Returns their height. */
static int tally(pk_network *net, const pk_card *card, const int *counts, int x, int y) {
  int room = card->width - 2 * PAD, at = 0, row = 0;
  const int step = PK_LINE_HEIGHT(PK_SIZE_SMALL) + 4;
  for (int sort = 0; sort < PK_CARD_SORTS; sort++) {
    const char *text;
    if (counts[sort] == 0)
      continue;
    int wide = tally_width(net, counts[sort], &text);
    if (at > 0 && at + wide > room) {
      at = 0;
      row++;
    }
    if (y >= 0) {
      int ink = sort == PK_CARD_THIRD ? PK_TEAL : chip_ink(sort);
      pk_draw_sign(&net->page, (pk_sign){sign_shapes[sort], x + at, y + row * step + 2, 10, 10},
                   ink, sort != PK_CARD_GAP);
      pk_words_at words = {.x = x + at + MARK,
                           .y = y + row * step,
                           .width = wide - MARK,
                           .size = PK_SIZE_SMALL,
                           .colour = sort == PK_CARD_GAP ? PK_GAP : PK_INK,
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

static int listed(const pk_network *net, const pk_card *card) {
  int most = net->plan.detail == PK_CARD_NAMES   ? LISTED
             : net->plan.detail == PK_CARD_BRIEF ? LISTED_BRIEF
                                                 : 0;
  return card->chip_count <= most ? card->chip_count : most;
}

/* What stands below the stage's box; its height. */
static int below(pk_network *net, const pk_card *card, int x, int y) {
  int start = y, named = listed(net, card);
  int rest[PK_CARD_SORTS] = {0};
  bool draw = y >= 0;
  int at = draw ? y : 0;
  for (int i = 0; i < named; i++) {
    pk_lines lines = {0};
    if (draw)
      at += draw_chip(net, card, card->chips[i], x + INSET, at + INSET);
    else {
      chip_words(net, card, card->chips[i], &lines);
      at += chip_height(&lines);
    }
    at += INSET - 1;
  }
  if (net->overview)
    memcpy(rest, card->counts, sizeof rest);
  else
    tally_of(card, named, rest);
  int height = tally(net, card, rest, x + PAD, draw ? at + 6 : -1);
  at += height > 0 ? height + 6 : 0;
  at -= draw ? start : 0;
  return at > 0 ? at + 3 : 0;
}

static void draw_card(pk_network *net, const pk_card *card, int x, int y) {
  int from = net->page.scene->item_count;
  if (card->height > card->head_height) {
    pk_item frame = {.shape = PK_BOX,
                     .x = x,
                     .y = y,
                     .w = card->width,
                     .h = card->height,
                     .fill = PK_PAPER,
                     .stroke = PK_FRAME,
                     .line_width = 10,
                     .klass = "card"};
    pk_scene_item(net->page.scene, &frame);
  }
  draw_head(net, card, x, y);
  below(net, card, x, y + card->head_height);
  if (!net->overview)
    pk_page_stand(&net->page, from, (int)(card - net->cards), (int)(card - net->cards));
}

void pk_network_draw_cards(pk_network *net, int x, int y) {
  for (int c = 0; c < net->card_count && !net->map->failed; c++)
    draw_card(net, &net->cards[c], x + (int)(net->cards[c].x + 0.5),
              y + (int)(net->cards[c].y + 0.5));
}

/* Boxes of stages are of one height where they are few, so that a longer name moves nothing and the
 * lines of a rank begin beside each other. */
static void level_heads(pk_network *net) {
  int tallest = 3 * PK_LINE_HEIGHT(PK_SIZE_STAGE) + 2 * HEAD_PAD;
  for (int c = 0; c < net->card_count; c++)
    if (net->cards[c].head_height > tallest)
      tallest = net->cards[c].head_height;
  for (int c = 0; c < net->card_count; c++)
    net->cards[c].head_height = tallest;
}

void pk_network_measure_cards(pk_network *net) {
  for (int c = 0; c < net->card_count && !net->map->failed; c++) {
    net->cards[c].width = net->plan.card_width;
    head_words(net, &net->cards[c]);
  }
  if (net->plan.detail == PK_CARD_NAMES)
    level_heads(net);
  for (int c = 0; c < net->card_count && !net->map->failed; c++) {
    pk_card *card = &net->cards[c];
    int ports = 2 * PORT + PORT * card->ports;
    card->height = card->head_height + below(net, card, 0, -1);
    if (!net->plan.down && card->height < ports) {
      card->head_height += card->height == card->head_height ? ports - card->height : 0;
      card->height = ports;
    }
  }
  for (int i = 0; i < net->spot_count; i++) {
    pk_network_spot *spot = &net->spots[i];
    if (spot->card < 0)
      continue;
    const pk_card *card = &net->cards[spot->card];
    bool down = net->plan.down;
    spot->extent = (down ? card->width : card->height) + 2 * PK_CARD_MARGIN;
    spot->extent += spot->extent % 2;
    spot->anchor = PK_CARD_MARGIN + (down ? card->width : card->head_height) / 2;
    spot->depth = down ? card->height : card->width;
  }
}
