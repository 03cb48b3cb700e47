/* Who stands at a stage: actors, each in one or more roles, perhaps with places. */
#include "model/read.h"

/* "places": 3, a number object, or { "per": STAGE, "each": 3 }: so many for each worker there. */
static void read_places(pk_reader *reader, const pk_node *node, pk_standing *standing) {
  pk_node places, each;
  if (!pk_read_member(reader, node, "places", &places))
    return;
  standing->has_places = true;
  if (!json_object_get(places.json, "per")) {
    pk_read_number(reader, &places, "places", PK_LAW_NOT_NEGATIVE, &standing->places);
    return;
  }
  if (!pk_read_shape(reader, &places, &pk_shape_places_per))
    return;
  standing->per_stage = pk_read_reference_member(reader, &places, "per", PK_STAGES);
  if (pk_read_member(reader, &places, "each", &each))
    pk_read_number(reader, &each, "places", PK_LAW_NOT_NEGATIVE, &standing->places);
}

static void read_standing(pk_reader *reader, const pk_node *node, int actor,
                          pk_standing *standing) {
  standing->actor = actor;
  standing->role = node->key;
  standing->per_stage = -1;
  standing->places = standing->clients = pk_number_unwritten(0);
  standing->pointer = pk_node_pointer(reader, node);
  if (!pk_read_shape(reader, node, &pk_shape_standing))
    return;
  read_places(reader, node, standing);
  standing->has_clients = pk_read_number_member(reader, node, "clients", "clients",
                                                PK_LAW_NOT_NEGATIVE, 0, &standing->clients);
  pk_read_name(reader, node, "text", &standing->text);
  pk_read_period(reader, node, &standing->from, &standing->until);
}

/* The actor's roles; an actor without any stands nowhere. */
static void read_roles(pk_reader *reader, const pk_node *actor_node, pk_standing *list,
                       int *count) {
  int actor = pk_read_reference_key(reader, actor_node, PK_ACTORS);
  if (!pk_read_is(reader, actor_node, PK_IS_OBJECT))
    return;
  if (pk_member_count(actor_node) == 0)
    PK_PROBLEM(reader, actor_node, PK_KEY, "E-ROLE-MISSING", "actor", actor_node->key, NULL);
  size_t size;
  pk_node *roles = pk_read_members(reader, actor_node, PK_SECTION_COUNT, &size);
  for (size_t i = 0; roles && i < size; i++)
    read_standing(reader, &roles[i], actor, &list[(*count)++]);
}

void pk_read_standings(pk_reader *reader, const pk_node *stage_node, pk_stage *stage) {
  pk_node node;
  size_t room = 0, size;
  if (!pk_read_member(reader, stage_node, "actors", &node) ||
      !pk_read_is(reader, &node, PK_IS_OBJECT))
    return;
  pk_node *actors = pk_read_members(reader, &node, PK_ACTORS, &size);
  for (size_t i = 0; actors && i < size; i++)
    room += json_is_object(actors[i].json) ? pk_member_count(&actors[i]) : 0;
  pk_standing *list = actors ? pk_read_alloc(reader, room, sizeof *list) : NULL;
  if (!list)
    return;
  for (size_t i = 0; i < size; i++)
    read_roles(reader, &actors[i], list, &stage->standing_count);
  stage->standings = list;
}
