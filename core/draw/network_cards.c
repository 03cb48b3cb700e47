/* The cards: a stage's box, and in one frame with it who stands there. */
#include "draw/network.h"

#include "base/words.h"
#include "draw/palette.h"
#include "draw/spoken.h"

#include <stdio.h>
#include <string.h>

enum {
  PAD = 7,      /* in a stage's box, at its sides */
  HEAD_PAD = 6, /* above and below its words */
  PORT = 7      /* least distance of lines along a card */
};

/* ------------------------------------------------------------------------------ the stage */

static int ink_of(const pk_card *card) {
  return card->final || card->passage ? PK_STAGE : PK_PAPER;
}

static void head_words(pk_network *net, pk_card *card) {
  bool brief = net->plan.detail == PK_CARD_COUNTS || net->page.dense;
  double inner = card->width - 2 * PAD;
  pk_line head = {card->head, brief ? net->page.air->size.name : net->page.air->size.stage, true,
                  ink_of(card)};
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
  card->head_height = card->words.height + 2 * (net->page.dense ? HEAD_PAD - 2 : HEAD_PAD);
}

/* What a screen reader says: the visible words, where people go from here, who is only counted. */
static const char *spoken(pk_network *net, const pk_card *card) {
  const char *stage = net->overview ? pk_map_fill(net->map, "network.kind", "name", card->head,
                                                  "stages", card->more, NULL)
                                    : pk_spoken_stage(net->map, (int)(card - net->cards));
  return pk_network_spoken_tally(net, card, stage);
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
                 .name = spoken(net, card),
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

/* ------------------------------------------------------------------------------ the whole */

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
  pk_network_chips(net, card, x, y + card->head_height);
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
  int tallest = net->page.dense ? 0 : 3 * PK_LINE_HEIGHT(PK_SIZE_STAGE) + 2 * HEAD_PAD;
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
    pk_network_list_chips(net, card);
    int ports = 2 * PORT + PORT * card->ports;
    card->height = card->head_height + pk_network_chips(net, card, 0, -1);
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
