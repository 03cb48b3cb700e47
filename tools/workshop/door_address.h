/* Under which names this machine is found: the best for other people first. */
#ifndef DOOR_ADDRESS_H
#define DOOR_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

enum { ADDRESSES_MAX = 48, ADDRESS_LENGTH = 264 };

typedef struct addresses {
  char names[ADDRESSES_MAX][ADDRESS_LENGTH]; /* as a URL has them: "192.168.1.5", "[::1]" */
  int count;
  int shown; /* the first of them that are for people; the rest is ours too */
} addresses;

/* Of this machine alone, or with `lan` those in its networks. */
void addresses_read(addresses *addresses, bool lan);

/* Whether `host` ("192.168.1.5:8047", in any case) is one of them with this port; the port may be
 * missing where it is the one that the protocol has. */
bool addresses_have(const addresses *addresses, const char *host, int port, bool tls);

/* A digest of who is at the other end, the same for an IPv4 address however it is written; of IPv6
 * the network, since one machine has as many addresses as it likes. */
unsigned long long address_digest(const struct sockaddr *address);

#endif
