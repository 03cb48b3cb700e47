/* Who is in the room: a member for each browser that entered, known by its token.
 *
 * Browsers come and go, and somebody may let in a thousand of them. Who said or did something
 * stands in the journal and stays; of those who never did, so many are remembered, and who was away
 * longest is forgotten first: that browser enters again by its link. */
#include "workshop/room_inside.h"

#include <stdlib.h>
#include <string.h>

enum { SILENT_MOST = 1000 };

const char *const room_role_names[] = {"", "facilitator", "participant", "screen"};

/* Whether nothing keeps a member but that it is here. */
static bool is_silent(const room_member *member) {
  return !member->acted && member->role != ROOM_FACILITATOR;
}

static bool add_member(void *context, const journal_client *client) {
  room *r = context;
  if (r->member_count == r->members_room) {
    size_t more = r->members_room ? r->members_room * 2 : 32;
    room_member *members = realloc(r->members, more * sizeof *members);
    if (!members)
      return false;
    r->members = members;
    r->members_room = more;
  }
  room_member *member = &r->members[r->member_count++];
  *member = (room_member){.client = client->client, .seen = ++r->visits};
  int role = room_index(room_role_names, 4, client->role);
  member->role = role < 0 ? ROOM_NOBODY : (room_role)role;
  if (strlen(client->token) < sizeof member->token)
    memcpy(member->token, client->token, strlen(client->token) + 1);
  r->silent_members += is_silent(member);
  return true;
}

bool room_read_members(room *r) {
  return journal_clients(r->journal, add_member, r);
}

room_member *room_member_of(const room *r, int64_t client) {
  size_t low = 0, high = r->member_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (r->members[middle].client == client)
      return &r->members[middle];
    if (r->members[middle].client < client)
      low = middle + 1;
    else
      high = middle;
  }
  return NULL;
}

void room_has_acted(room *r, int64_t client) {
  room_member *member = room_member_of(r, client);
  if (!member)
    return;
  r->silent_members -= is_silent(member);
  member->acted = true;
}

void room_saw(room *r, int64_t client) {
  room_member *member = room_member_of(r, client);
  if (member)
    member->seen = ++r->visits;
}

/* The newest stays, whoever it is: the journal would give its number to the next. */
static void forget_longest_away(room *r) {
  room_member *gone = NULL;
  for (size_t i = 0; i + 1 < r->member_count; i++) {
    room_member *member = &r->members[i];
    if (is_silent(member) && (!gone || member->seen < gone->seen))
      gone = member;
  }
  if (!gone || !journal_drop_client(r->journal, gone->client))
    return;
  size_t after = r->member_count - (size_t)(gone - r->members) - 1;
  memmove(gone, gone + 1, after * sizeof *gone);
  r->member_count--;
  r->silent_members--;
}

int64_t room_enter(room *r, room_role role, char token[33]) {
  journal_client client = {.role = room_role_names[role], .token = token, .nickname = ""};
  if (role == ROOM_NOBODY || !room_make_secret(token) || !journal_add_client(r->journal, &client) ||
      !add_member(r, &client))
    return 0;
  if (r->silent_members > SILENT_MOST)
    forget_longest_away(r);
  return client.client;
}

bool room_client(room *r, const char *token, int64_t *client, room_role *role) {
  room_member *found = NULL;
  for (size_t i = 0; i < r->member_count; i++)
    if (room_same_secret(r->members[i].token, token))
      found = &r->members[i];
  if (!found)
    return false;
  found->seen = ++r->visits;
  *client = found->client;
  *role = found->role;
  return true;
}
