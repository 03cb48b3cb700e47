/* The network: every stage a card with its organisations below it, transitions as lines that split
 * and return.
 *
 * Cards stand in ranks, a rank behind every card that leads to it in the model's order. A
 * transition is a chain of spots from rank to rank: a spot where its number stands, right behind
 * the card that it leaves, and a small spot in each rank that it passes. dot says where in its rank
 * each card and spot stands (core/draw/render/layout.c), so a line never meets a card or a number
 * but its own: what lies in a rank is kept apart by dot, and between ranks there is nothing but
 * lines.
 *
 * Stillness. Ranks and order come from which stages exchange people and from the model's order
 * alone. Stages of one rank always stand in the model's order; only the lines between them look for
 * a better place. Another number moves no stage across, and another name or organisation moves them
 * without changing their order in a rank, unless the shape becomes so strange that another plan is
 * drawn (network_plan.c). dot is told the order: left to itself it turned that of 24 to 29 % of all
 * pairs of stages after one edit, now it is 4.7 % after a transition more, 5.8 % after one less,
 * 10.0 % after a stage less (1,000 random graphs of 8 to 30 stages, test_network_still.c).
 *
 * "Along" is the direction in which ranks follow each other, "across" the other one. */
#ifndef PK_NETWORK_H
#define PK_NETWORK_H

#include "draw/page.h"

/* How much a card says of its organisations. */
typedef enum {
  PK_CARD_NAMES, /* names and roles */
  PK_CARD_BRIEF, /* names */
  PK_CARD_THIRD, /* names of the third sector, of others how many */
  PK_CARD_COUNTS
} pk_card_detail;

/* Marks that cards count. */
enum {
  PK_SORT_THIRD,
  PK_SORT_PUBLIC,
  PK_SORT_PRIVATE,
  PK_SORT_EDUCATION,
  PK_SORT_GAP,
  PK_SORT_COUNT
};

enum {
  PK_NETWORK_NAMED = 40,   /* up to so many stages organisations are named with their roles */
  PK_NETWORK_BRIEF = 100,  /* up to so many they are named */
  PK_NETWORK_LARGE = 300,  /* beyond this the picture is no longer easy to read, and says so */
  PK_NETWORK_CARDS = 1000, /* beyond this a card stands for all stages of a kind */
  PK_NETWORK_SPOTS = 2500  /* dot takes its time with more: the longest lines are cut */
};

/* A stage, or all stages of a kind, before it has a size. */
typedef struct pk_card {
  const char *id, *head, *more, *people, *crowding; /* as of pk_stage_text */
  bool final, passage;
  int counts[PK_SORT_COUNT]; /* of a kind */
  int chip_count;
  const pk_chip **chips;
  int listed_count; /* of one plan: those that are said by name, and how many others */
  pk_chip *listed;
  int rest[PK_SORT_COUNT];
  bool alone; /* no line meets it */
  int rank;   /* among cards, of those that are not alone */
  int strip;  /* of the plan */
  int column; /* the rank that it has among cards and numbers of all strips */
  int ports;  /* lines on its busier side */
  /* its size, of one plan */
  int width, height, head_height;
  pk_lines words;
  double x, y; /* the upper left corner */
} pk_card;

/* A transition, or all transitions between two kinds. */
typedef struct pk_network_way {
  int from, to; /* cards */
  double chance;
  const char *number;
  int transition;   /* −1: of several */
  bool back;        /* to an earlier card */
  bool cut;         /* too long to be drawn: it ends in the number of its card */
  int first, count; /* spots from the lower rank to the higher */
  double low, high; /* across, where it meets its lower and its upper card */
  double turn;      /* where in its channel it turns to its upper card, as a part of the width */
} pk_network_way;

/* What takes room in a rank: a card (`way` −1), the number of a way, or a way that passes. */
typedef struct pk_network_spot {
  int rank, card, way;
  bool number;
  int extent, anchor; /* across; where lines meet it */
  int depth;          /* along */
  double at;          /* across, its beginning */
  double turn;        /* where the line turns that comes from the rank before */
} pk_network_spot;

/* A way to draw the same network: the widest cards that can be read are the best. */
typedef struct pk_plan {
  int card_width;
  bool down;  /* ranks follow each other from above instead of from the left */
  int strips; /* what is long goes on in a strip below */
  pk_card_detail detail;
} pk_plan;

typedef struct pk_network {
  pk_map *map;
  pk_page page;
  pk_plan plan;
  int card_count, way_count, spot_count;
  int card_ranks; /* of cards alone */
  int rank_count; /* of cards and of numbers by turns, strip after strip */
  int *strip_of;  /* per rank */
  pk_card *cards;
  pk_network_way *ways;
  pk_network_spot *spots;      /* cards that are not alone first, in their order */
  double *rank_at, *rank_deep; /* along: where each rank begins, and how deep it is */
  int wide, high;              /* of what dot has placed, in points of the picture */
  const pk_chip **beside;      /* chips that stand at every stage, said once */
  int beside_count;
  bool overview; /* cards are kinds */
  bool plain;    /* dot failed: places are our own */
  int cut_count;
} pk_network;

/* Each step in a file of its own; all mark the map as failed when memory runs out. */
void pk_network_stages(pk_network *net);        /* cards and ways of a model */
void pk_network_kinds(pk_network *net);         /* the same by kind */
void pk_network_ranks(pk_network *net);         /* ranks of cards */
void pk_network_spots(pk_network *net);         /* what ways take in each rank, for the plan */
void pk_network_measure_cards(pk_network *net); /* sizes, for the plan */
void pk_network_measure_ways(pk_network *net);
void pk_network_places(pk_network *net);  /* across: dot's, or our own */
void pk_network_columns(pk_network *net); /* along, and the corners of cards */
int pk_card_sort(const pk_chip *chip);    /* which of its marks a card counts */
void pk_network_draw_cards(pk_network *net, int x, int y);
void pk_network_draw_ways(pk_network *net, int x, int y);

/* Which chips of a card are said by name, for the plan. */
void pk_network_list_chips(pk_network *net, pk_card *card);

/* `before`, and in words how many organisations a card counts without naming them. */
const char *pk_network_spoken_tally(pk_network *net, const pk_card *card, const char *before);

/* What stands below a stage's box, drawn from `y` on, or only measured where that is negative; its
 * height. */
int pk_network_chips(pk_network *net, const pk_card *card, int x, int y);

/* Chips beside the whole path, from `y` on; returns where the next may begin. */
int pk_network_draw_beside(pk_network *net, int y);

/* Across, between a card and the edge of its spot. */
enum { PK_CARD_MARGIN = 7 };

/* Edges between spots of neighbouring ranks: tail, head, weight of each. */
typedef struct pk_network_edges {
  int32_t *ends;
  int count;
} pk_network_edges;

/* All spots, rank after rank, in the order in which they should stand. */
void pk_network_order(pk_network *net, const pk_network_edges *edges, int *list);

/* Places without dot: each spot as near to its neighbours as those beside it let it. Plainer, and
 * it always answers. */
void pk_network_settle(pk_network *net, const pk_network_edges *edges, int *list);

/* Positions in their order, at least `room[i]` between i − 1 and i, as near to `wish` as that lets
 * them (least squares; `weight` may be NULL). `wish` becomes the answer. `work` holds 3 × count. */
void pk_spread(double *wish, const double *weight, const double *room, int count, double *work);

/* Tries plans until one fits, and composes the page. */
void pk_network_plan(pk_network *net);

/* Title, network, what is beside it and legend; what the page held before is forgotten. */
void pk_network_compose(pk_network *net);

/* The points that the smallest text of the page has on its sheet, landscape. */
double pk_network_smallest(const pk_network *net);

/* The whole picture; warnings go to `report`. NULL when out of memory. The options name
 * a renderer. */
pk_scene *pk_network_scene(pk_map *map, polku_report *report);

#endif
