/* All that may be asked for: what is not in this table or among the page's files is not there. */
#include "workshop/door_inside.h"
#include "workshop/page_files.h"

#include <string.h>

enum { FILES, ENTER, ACT, TRY, READ, COMPUTE }; /* buckets */

/* How often, a second and at once: a room of phones behind one address opens the page together, a
 * slider asks thirty times a second. */
static const rate limits[] = {
    [FILES] = {100, 2000}, [ENTER] = {4, 120}, [ACT] = {20, 60},
    [TRY] = {30, 60},      [READ] = {20, 120}, [COMPUTE] = {20, 120},
};

static const route routes[] = {
    {"/", GUARD_GET, FOR_ANYBODY, 0, FILES, ask_page},
    {"/screen", GUARD_GET, FOR_ANYBODY, 0, FILES, ask_page},
    {"/join", GUARD_GET, FOR_ANYBODY, 0, FILES, ask_page},
    {"/study", GUARD_GET, FOR_ANYBODY, 0, FILES, ask_page},
    {"/compare", GUARD_GET, FOR_ANYBODY, 0, FILES, ask_page},
    {"/api/enter", GUARD_POST, FOR_ANYBODY, 4096, ENTER, ask_enter},
    {"/api/act", GUARD_POST, FOR_CLIENTS, 0, ACT, ask_act},
    {"/api/what_if", GUARD_POST, FOR_CLIENTS, 0, TRY, ask_what_if},
    {"/api/events", GUARD_GET, FOR_CLIENTS, 0, READ, ask_events},
    {"/api/room", GUARD_GET, FOR_CLIENTS, 0, READ, ask_room},
    {"/api/entries", GUARD_GET, FOR_CLIENTS, 0, READ, ask_entries},
    {"/api/model", GUARD_GET, FOR_CLIENTS, 0, READ, ask_model},
    {"/api/model.json", GUARD_GET, FOR_CLIENTS, 0, READ, ask_model_file},
    {"/api/moment", GUARD_GET, FOR_CLIENTS, 0, READ, ask_moment},
    {"/api/others", GUARD_GET, FOR_CLIENTS, 0, READ, ask_others},
    {"/api/without", GUARD_GET, FOR_CLIENTS, 0, READ, ask_without},
    {"/api/picture", GUARD_GET, FOR_CLIENTS, 0, COMPUTE, ask_picture},
    {"/api/minutes", GUARD_GET, FOR_FACILITATORS, 0, COMPUTE, ask_minutes},
    {"/api/report", GUARD_GET, FOR_CLIENTS, 0, COMPUTE, ask_report},
    {"/api/compare", GUARD_GET, FOR_CLIENTS, 0, COMPUTE, ask_compare},
    {"/api/explain", GUARD_GET, FOR_CLIENTS, 0, COMPUTE, ask_explain},
    {"/api/leverage", GUARD_GET, FOR_CLIENTS, 0, COMPUTE, ask_leverage},
    {"/api/result.json", GUARD_GET, FOR_CLIENTS, 0, COMPUTE, ask_result},
};

static const route file = {"/*", GUARD_GET, FOR_ANYBODY, 0, FILES, ask_file};

const route *route_find(const char *path) {
  for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
    if (strcmp(routes[i].path, path) == 0)
      return &routes[i];
  for (const page_file *f = page_files; f->name; f++)
    if (strcmp(f->name, path) == 0)
      return &file;
  return NULL;
}

rate route_limit(const route *at) {
  return limits[at->bucket];
}
