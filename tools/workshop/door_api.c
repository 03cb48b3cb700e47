/* What the room answers at once: acts, its state, models. */
#include "workshop/door_inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whose writing a later one took the place of hears which. */
static void say_overwritten(door *d, int64_t client, int64_t number) {
  char json[48];
  snprintf(json, sizeof json, "{\"number\": %" PRId64 "}", number);
  door_say_to(d, client, "overwritten", json);
}

room_answer door_do(door *d, const room_act *act) {
  room *here = d->options.room;
  room_answer given = {.status = 0};
  int64_t before = room_number(here);
  room_do(here, act, &given);
  int64_t now = room_number(here);
  for (int64_t number = before + 1; number <= now; number++) {
    door_say_entry(d, number);
    work_entry(d->options.work, number);
  }
  if (given.model_changed)
    work_changed(d->options.work);
  if (given.told > 0)
    say_overwritten(d, given.told, given.number);
  return given;
}

/* What was hidden while a round was silent is in the past of every stream: pages look anew. */
static void look_anew(door *d, const room_act *act, const room_answer *given) {
  if (given->status == 200 && strcmp(act->kind, "round") == 0)
    door_say(d, "reset", "{}");
}

enum MHD_Result ask_act(request *r) {
  form f;
  form_state state = form_read(&f, r->body.bytes ? r->body.bytes : "", r->body.length);
  if (state == FORM_NO_MEMORY)
    return answer_refusal(r, (refusal){503, "memory"});
  room_act act = {.client = r->client, .at = clock_real(), .lang = r->lang};
  if (state == FORM_MALFORMED || !form_act(&f, &act)) {
    form_free(&f);
    return answer_refusal(r, (refusal){400, "malformed"});
  }
  room_answer given = door_do(r->door, &act);
  look_anew(r->door, &act, &given);
  form_free(&f);
  return answer_json(r, given.status, given.json);
}

static void add_join(request *r, json_out *out) {
  const door *d = r->door;
  json_out url = JSON_OUT_EMPTY;
  json_raw(&url, d->urls[0]);
  json_raw(&url, "/join#");
  json_raw(&url, room_secret(d->options.room, ROOM_PARTICIPANT));
  char *text = json_take(&url);
  char *qr = text ? door_qr_svg(text) : NULL;
  json_name(out, "join");
  json_raw(out, "{");
  json_string_member(out, "code", room_code(d->options.room));
  json_string_member(out, "url", text);
  json_string_member(out, "qr", qr);
  json_raw(out, "}");
  out->failed = out->failed || !qr;
  free(qr);
  free(text);
}

enum MHD_Result ask_room(request *r) {
  const char *part = form_text(&r->query, "part");
  json_out out = JSON_OUT_EMPTY;
  json_raw(&out, "{");
  if (part && strcmp(part, "me") == 0) {
    room_add_me(r->door->options.room, r->client, &out);
    json_raw(&out, "}");
    return answer_out(r, 200, &out);
  }
  room_add_state(r->door->options.room, r->client, &out);
  work_add_state(r->door->options.work, &out);
  json_int_member(&out, "people", streams_people(r->door));
  if (r->role != ROOM_PARTICIPANT)
    add_join(r, &out);
  json_raw(&out, "}");
  return answer_out(r, 200, &out);
}

enum MHD_Result ask_entries(request *r) {
  int64_t before = room_number(r->door->options.room) + 1;
  json_out out = JSON_OUT_EMPTY;
  if (!form_number(&r->query, "before", &before))
    return answer_refusal(r, (refusal){400, "malformed"});
  room_add_entries(r->door->options.room, before, r->client, &out);
  return answer_out(r, 200, &out);
}

/* A model is JSON already, in its author's layout. */
static enum MHD_Result send_model(request *r, int64_t number) {
  size_t length;
  char *text = room_text_at(r->door->options.room, number, &length);
  json_out out = JSON_OUT_EMPTY;
  if (!text)
    return answer_refusal(r, (refusal){503, "memory"});
  json_raw(&out, "{");
  json_int_member(&out, "number", number);
  json_name(&out, "model");
  json_bytes(&out, text, length);
  json_raw(&out, "}");
  free(text);
  return answer_out(r, 200, &out);
}

enum MHD_Result ask_model(request *r) {
  return send_model(r, room_number(r->door->options.room));
}

enum MHD_Result ask_moment(request *r) {
  int64_t number = -1;
  if (!form_number(&r->query, "number", &number) || number < 0)
    return answer_refusal(r, (refusal){400, "malformed"});
  if (number > room_number(r->door->options.room))
    return answer_refusal(r, (refusal){404, "unknown"});
  return send_model(r, number);
}

enum MHD_Result ask_model_file(request *r) {
  room *here = r->door->options.room;
  size_t length = 0;
  char *text = room_text_at(here, room_number(here), &length);
  answer how = {.status = 200,
                .sort = ANSWER_DATA,
                .type = "application/json; charset=utf-8",
                .download = true};
  return answer_bytes(r, &how, text, length);
}

enum MHD_Result ask_without(request *r) {
  const char *pointer = form_text(&r->query, "pointer");
  if (!pointer)
    return answer_refusal(r, (refusal){400, "malformed"});
  polku_report *report = polku_report_new();
  char *json = report ? room_without(r->door->options.room, pointer, report) : NULL;
  char *problems =
      json || !report || polku_report_failed(report) ? NULL : polku_report_json(report, r->lang);
  polku_report_free(report);
  enum MHD_Result result = json       ? answer_json(r, 200, json)
                           : problems ? answer_problems(r, (refusal){422, "wrong"}, problems)
                                      : answer_refusal(r, (refusal){503, "memory"});
  free(problems);
  return result;
}
