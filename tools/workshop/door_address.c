/* Addresses: networks of the room before those that only programs on this machine talk in. */
#include "workshop/door_address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* How interfaces are called that lead to no room: containers, virtual machines, bridges. */
static const char *const inner[] = {"docker", "veth", "br-", "virbr",   "vmnet",  "vboxnet",
                                    "lxc",    "lxd",  "cni", "flannel", "podman", "tap"};

typedef enum { NEAR, FAR, INNER } nearness; /* a network; a tunnel; none for others */

static nearness nearness_of(const struct ifaddrs *at) {
  for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++)
    if (strncmp(at->ifa_name, inner[i], strlen(inner[i])) == 0)
      return INNER;
  if (!(at->ifa_flags & IFF_UP) || !(at->ifa_flags & IFF_RUNNING) || (at->ifa_flags & IFF_LOOPBACK))
    return INNER;
  if (at->ifa_addr->sa_family == AF_INET) {
    struct sockaddr_in in;
    memcpy(&in, at->ifa_addr, sizeof in);
    if ((ntohl(in.sin_addr.s_addr) >> 16) == 0xa9fe) /* 169.254: nobody gave it one */
      return INNER;
  }
  return at->ifa_flags & IFF_POINTOPOINT ? FAR : NEAR;
}

static void add(addresses *a, const char *before, const char *name, const char *after) {
  char text[ADDRESS_LENGTH];
  int length = snprintf(text, sizeof text, "%s%s%s", before, name, after);
  if (a->count == ADDRESSES_MAX || length < 1 || length >= ADDRESS_LENGTH)
    return;
  for (int i = 0; i < a->count; i++)
    if (strcasecmp(a->names[i], text) == 0)
      return;
  memcpy(a->names[a->count++], text, (size_t)length + 1);
}

static void add_interfaces(addresses *a, const struct ifaddrs *all, int family, nearness which) {
  char text[INET6_ADDRSTRLEN];
  for (const struct ifaddrs *at = all; at; at = at->ifa_next) {
    if (!at->ifa_addr || at->ifa_addr->sa_family != family || nearness_of(at) != which)
      continue;
    if (family == AF_INET) {
      struct sockaddr_in in;
      memcpy(&in, at->ifa_addr, sizeof in);
      if (inet_ntop(family, &in.sin_addr, text, sizeof text))
        add(a, "", text, "");
    } else {
      struct sockaddr_in6 in6;
      memcpy(&in6, at->ifa_addr, sizeof in6);
      if (!IN6_IS_ADDR_LINKLOCAL(&in6.sin6_addr) &&
          inet_ntop(family, &in6.sin6_addr, text, sizeof text))
        add(a, "[", text, "]");
    }
  }
}

static void add_network(addresses *a) {
  char name[200] = "";
  struct ifaddrs *all = NULL;
  if (getifaddrs(&all) != 0)
    all = NULL;
  add_interfaces(a, all, AF_INET, NEAR);
  add_interfaces(a, all, AF_INET, FAR);
  if (a->count > 0 && gethostname(name, sizeof name - 1) == 0 && *name &&
      strcmp(name, "localhost") != 0) {
    add(a, "", name, strchr(name, '.') ? "" : ".local");
    a->shown = a->count;
    add(a, "", name, "");
  }
  a->shown = a->shown ? a->shown : a->count;
  for (nearness which = NEAR; which <= INNER; which++) {
    add_interfaces(a, all, AF_INET, which);
    add_interfaces(a, all, AF_INET6, which);
  }
  if (all)
    freeifaddrs(all);
}

void addresses_read(addresses *a, bool lan) {
  *a = (addresses){.count = 0};
  if (lan)
    add_network(a);
  add(a, "", "127.0.0.1", "");
  a->shown = a->shown ? a->shown : a->count;
  add(a, "", "localhost", "");
  add(a, "", "[::1]", "");
}

bool addresses_have(const addresses *a, const char *host, int port, bool tls) {
  char text[ADDRESS_LENGTH + 8];
  for (int i = 0; i < a->count; i++) {
    snprintf(text, sizeof text, "%s:%d", a->names[i], port);
    if (strcasecmp(host, text) == 0 ||
        (port == (tls ? 443 : 80) && strcasecmp(host, a->names[i]) == 0))
      return true;
  }
  return false;
}

unsigned long long address_digest(const struct sockaddr *address) {
  unsigned char bytes[8] = {0};
  if (address && address->sa_family == AF_INET) {
    struct sockaddr_in in;
    memcpy(&in, address, sizeof in);
    memcpy(bytes + 4, &in.sin_addr, 4);
  } else if (address && address->sa_family == AF_INET6) {
    struct sockaddr_in6 in6;
    memcpy(&in6, address, sizeof in6);
    bool mapped = IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr);
    memcpy(bytes + (mapped ? 4 : 0), in6.sin6_addr.s6_addr + (mapped ? 12 : 0), mapped ? 4 : 8);
  }
  unsigned long long digest = 0;
  for (int i = 0; i < 8; i++)
    digest = digest << 8 | bytes[i];
  return digest;
}
