/* Coming in: a secret, or the code that was said aloud, becomes a cookie. */
#include "workshop/door_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKET_WRONG = 1000, WEEK = 7 * 24 * 3600 };

/* Wrong tries: of one address, and of all of them together, so that many do not guess quicker. */
static const rate one = {5.0 / 60, 5}, all = {1, 60};

static bool read_role(const char *view, room_role *role) {
  if (!view || strcmp(view, "participant") == 0)
    *role = ROOM_PARTICIPANT;
  else if (strcmp(view, "facilitator") == 0)
    *role = ROOM_FACILITATOR;
  else if (strcmp(view, "screen") == 0)
    *role = ROOM_SCREEN;
  else
    return false;
  return true;
}

/* Whose secret or code it is; ROOM_NOBODY: nobody's. */
static room_role whose(const door *d, const char *secret, const char *code) {
  char given[32], right[32];
  if (secret)
    return guard_same(secret, room_secret(d->options.room, ROOM_FACILITATOR))   ? ROOM_FACILITATOR
           : guard_same(secret, room_secret(d->options.room, ROOM_PARTICIPANT)) ? ROOM_PARTICIPANT
                                                                                : ROOM_NOBODY;
  guard_plain_code(code, given);
  guard_plain_code(room_code(d->options.room), right);
  return guard_same(given, right) ? ROOM_PARTICIPANT : ROOM_NOBODY;
}

/* Whether somebody who guesses has to wait; a wrong guess is counted, a right one is not. */
static int guess_wait(request *r, bool wrong) {
  rates *table = r->door->rates;
  uint64_t address = rate_key(BUCKET_WRONG, r->caller ? r->caller->address : 0);
  int64_t now = clock_steady();
  int wait = rate_wait(table, address, one, now, wrong);
  int also = bucket_wait(&r->door->guesses, all, now, wrong);
  return wait > also ? wait : also;
}

/* A facilitator who opens the screen or a participant's view in the same browser stays one: the
 * browser has one cookie for all its windows. */
static bool keeps_cookie(const request *r, room_role wanted) {
  static const int rank[] = {
      [ROOM_NOBODY] = 0, [ROOM_SCREEN] = 1, [ROOM_PARTICIPANT] = 2, [ROOM_FACILITATOR] = 3};
  return r->client != 0 && rank[r->role] >= rank[wanted];
}

static void take_nickname(request *r, const char *nickname) {
  char id[40];
  room_act act = {.client = r->client,
                  .id = id,
                  .kind = "nickname",
                  .base = -1,
                  .target = -1,
                  .text = nickname,
                  .at = clock_real(),
                  .lang = r->lang};
  snprintf(id, sizeof id, "enter-%" PRId64, act.at);
  room_answer given = door_do(r->door, &act);
  free(given.json);
}

static enum MHD_Result welcome(request *r, bool fresh) {
  char cookie[160];
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  json_string_member(&out, "role", room_role_names[r->role]);
  json_int_member(&out, "client", r->client);
  json_raw(&out, "}");
  snprintf(cookie, sizeof cookie, "polku_%d=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s",
           r->door->port, r->token, WEEK, r->door->options.cert ? "; Secure" : "");
  char *json = json_take(&out);
  answer how = {.status = 200,
                .sort = ANSWER_DATA,
                .type = "application/json; charset=utf-8",
                .cookie = fresh ? cookie : NULL};
  return answer_bytes(r, &how, json, json ? strlen(json) : 0);
}

/* Whoever the secret lets in as somebody less may be that: a facilitator a participant, both a
 * screen. */
static enum MHD_Result let_in(request *r, room_role holder, room_role wanted,
                              const char *nickname) {
  if (wanted == ROOM_FACILITATOR && holder != ROOM_FACILITATOR)
    return answer_refusal(r, (refusal){403, "refused"});
  bool fresh = !keeps_cookie(r, wanted);
  if (fresh) {
    r->client = room_enter(r->door->options.room, wanted, r->token);
    r->role = wanted;
    if (r->client == 0)
      return answer_refusal(r, (refusal){507, "full"});
  }
  if (nickname && *nickname && r->role != ROOM_SCREEN)
    take_nickname(r, nickname);
  return welcome(r, fresh);
}

static enum MHD_Result enter(request *r, const form *f) {
  const char *secret = form_text(f, "secret"), *code = form_text(f, "code");
  room_role wanted;
  if ((!secret && !code) || !read_role(form_text(f, "view"), &wanted))
    return answer_refusal(r, (refusal){400, "malformed"});
  room_role holder = whose(r->door, secret, code);
  bool guessed = !secret || holder == ROOM_NOBODY; /* nobody guesses a secret that is right */
  r->wait = guessed ? guess_wait(r, false) : 0;
  if (r->wait)
    return answer_refusal(r, (refusal){429, "slow"});
  if (holder == ROOM_NOBODY) {
    guess_wait(r, true);
    return answer_refusal(r, (refusal){403, "wrong_code"});
  }
  return let_in(r, holder, wanted, form_text(f, "nickname"));
}

enum MHD_Result ask_enter(request *r) {
  form f;
  form_state state = form_read(&f, r->body.bytes ? r->body.bytes : "", r->body.length);
  if (state != FORM_GOOD)
    return answer_refusal(r, state == FORM_MALFORMED ? (refusal){400, "malformed"}
                                                     : (refusal){503, "memory"});
  enum MHD_Result result = enter(r, &f);
  form_free(&f);
  return result;
}
