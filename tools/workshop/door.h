/* The door: HTTP between browsers and the room.
 *
 * One thread of libmicrohttpd serves everybody; what takes long is asked of the work and the
 * connection sleeps meanwhile. Who comes in, and what is refused, is README.md's and decided in
 * door_guard.c before anything else is looked at. */
#ifndef DOOR_H
#define DOOR_H

#include "workshop/room.h"
#include "workshop/work.h"

typedef struct door door;

typedef struct door_options {
  int port;               /* 0: 8047, or the next that is free */
  bool lan;               /* listens to the room's network, not only to this machine */
  const char *cert, *key; /* PEM texts; NULL: no TLS */
  room *room;
  work *work;
  pthread_mutex_t *lock;
  polku_lang lang; /* of who asks for none */
} door_options;

/* NULL with a problem (the port is taken, the certificate cannot be read). */
door *door_new(const door_options *options, polku_report *report);
void door_free(door *door);

/* Under the lock: an event for every stream; and an entry, which each client gets as it may see it.
 */
void door_say(door *door, const char *event, const char *json);
void door_say_entry(door *door, int64_t number);

/* Where people come in: "http://192.168.1.5:8047", the i-th address, the best for others first.
 * NULL after the last. Borrowed until the lock is given back: networks change. */
const char *door_address(const door *door, int i);
int door_port(const door *door);

/* Ends the program's wait: for signals. And waits, until then. */
void door_wait(door *door);
void door_wake(door *door);

/* A QR code of a text: for a terminal (half blocks, two modules a line), and as SVG. Caller frees.
 */
char *door_qr_text(const char *text);
char *door_qr_svg(const char *text);

#endif
