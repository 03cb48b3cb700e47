/* polku-desk FOLDERS RENDERER front|back: reads one job after the other, does it, answers.
 *
 * It stands between the room and everything that may hang or crash: what goes wrong here takes this
 * process down and nothing else. It ends when the room does, whichever way that goes. */
#include "workshop/desk/desk.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOCKET = 0, FIRST_OTHER = 3, FILES_MOST = 1024, GIVES_WAY = 10 };

/* What a desk may take of the machine, and what it leaves behind: nothing. */
static void set_limits(bool back) {
  struct rlimit core = {0, 0};
  setrlimit(RLIMIT_CORE, &core);
#ifndef POLKU_SANITIZED
  struct rlimit memory = {(rlim_t)DESK_MEMORY_MB << 20, (rlim_t)DESK_MEMORY_MB << 20};
  setrlimit(RLIMIT_AS, &memory);
#endif
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_DUMPABLE, 0);
  for (int fd = FIRST_OTHER; fd < FILES_MOST; fd++)
    close(fd); /* the room's network and journal are not ours to hold open */
  if (back && nice(GIVES_WAY) < 0)
    return; /* it then is in the others' way: slower, not wrong */
}

/* ------------------------------------------------------------------------------------- the wire */

static void drop_strings(desk_order *order) {
  for (int i = 0; i < DESK_STRINGS; i++)
    free(order->strings[i]);
  memset(order->strings, 0, sizeof order->strings);
}

static bool known(const desk_request *r) {
  return r->magic == DESK_MAGIC && r->kind <= DESK_OTHERS && r->lang <= POLKU_EN &&
         r->view <= POLKU_VIEW_COMPARE && r->theme <= POLKU_THEME_GREY && r->paper <= POLKU_A3 &&
         r->format <= POLKU_DOT;
}

/* The next order; false at the end, and where what comes is none. */
static bool read_order(desk_order *order) {
  memset(order, 0, sizeof *order);
  bool good =
      wire_receive(SOCKET, &order->request, sizeof order->request) && known(&order->request);
  for (int i = 0; good && i < DESK_STRINGS; i++) {
    uint32_t length = order->request.lengths[i];
    if (length == DESK_NO_STRING)
      continue;
    good = length <= DESK_STRING_MOST && (order->strings[i] = malloc((size_t)length + 1)) &&
           wire_receive(SOCKET, order->strings[i], length);
    if (good)
      order->strings[i][length] = '\0';
  }
  if (!good)
    drop_strings(order);
  return good;
}

static bool send_answer(desk_state state, const char *bytes, size_t length) {
  desk_reply reply = {.magic = DESK_MAGIC, .state = (uint32_t)state, .length = length};
  return length <= DESK_ANSWER_MOST && wire_send(SOCKET, &reply, sizeof reply) &&
         wire_send(SOCKET, bytes, length);
}

/* ----------------------------------------------------------------------------------- the orders */

/* Answers an order; false: this desk is of no more use (the machine failed, the room is gone). */
static bool serve(desk *d, const desk_order *order) {
  desk_answer answer = {.report = polku_report_new()};
  if (!answer.report)
    return false;
  cabinet_forget(d->cabinet, order->request.rules);
  desk_work(d, order, &answer);
  bool sent = answer.bytes &&
              send_answer(answer.wrong ? DESK_WRONG : DESK_DONE, answer.bytes, answer.length);
  bool machine = polku_report_failed(answer.report);
  free(answer.bytes);
  polku_report_free(answer.report);
  return sent && !machine;
}

int main(int argc, char **argv) {
  if (argc != 4)
    return 2;
  set_limits(strcmp(argv[3], "back") == 0);
  desk own = {.cabinet = cabinet_new(argv[1]), .renderer_path = argv[2]};
  desk_order order;
  bool going = own.cabinet != NULL;
  while (going && read_order(&order)) {
    going = serve(&own, &order);
    drop_strings(&order);
  }
  polku_renderer_free(own.renderer);
  cabinet_free(own.cabinet);
  return going ? 0 : 1;
}
