/* MPI where it was built in and mpirun started us; one process otherwise. */
#include "engine/fleet.h"
#include "polku.h"

#ifdef POLKU_MPI
#include <limits.h>
#include <mpi.h>
#include <stdlib.h>

/* A launcher says so in the environment; without one MPI is not even started, which would take
 * longer than most answers. */
bool polku_fleet_join(void) {
  static const char *const signs[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};
  int ready = 0, provided = 0, launched = 0;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    launched = launched || getenv(signs[i]);
  MPI_Initialized(&ready);
  if (launched && !ready)
    MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  return pk_fleet_size() > 1;
}

static bool sailing(void) {
  int ready = 0, over = 0;
  MPI_Initialized(&ready);
  MPI_Finalized(&over);
  return ready && !over;
}

void polku_fleet_leave(bool failed) {
  if (sailing() && failed && pk_fleet_size() > 1)
    MPI_Abort(MPI_COMM_WORLD, 3);
  else if (sailing())
    MPI_Finalize();
}

int pk_fleet_size(void) {
  int size = 1;
  if (sailing())
    MPI_Comm_size(MPI_COMM_WORLD, &size);
  return size;
}

int pk_fleet_rank(void) {
  int rank = 0;
  if (sailing())
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank;
}

/* MPI counts in int: large blocks go in pieces. */
static void tell(int from, char *block, size_t bytes) {
  while (bytes > 0) {
    int piece = bytes > INT_MAX / 2 ? INT_MAX / 2 : (int)bytes;
    MPI_Bcast(block, piece, MPI_BYTE, from, MPI_COMM_WORLD);
    block += piece;
    bytes -= (size_t)piece;
  }
}

void pk_fleet_add(int64_t *sums, size_t count) {
  for (size_t at = 0; sailing() && at < count;) {
    int piece = count - at > INT_MAX / 16 ? INT_MAX / 16 : (int)(count - at);
    MPI_Allreduce(MPI_IN_PLACE, sums + at, piece, MPI_INT64_T, MPI_SUM, MPI_COMM_WORLD);
    at += (size_t)piece;
  }
}

int pk_fleet_worst(int mine) {
  if (sailing())
    MPI_Allreduce(MPI_IN_PLACE, &mine, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  return mine;
}
#else
bool polku_fleet_join(void) {
  return false;
}

void polku_fleet_leave(bool failed) {
  (void)failed;
}

int pk_fleet_size(void) {
  return 1;
}

int pk_fleet_rank(void) {
  return 0;
}

static void tell(int from, char *block, size_t bytes) {
  (void)from;
  (void)block;
  (void)bytes;
}

void pk_fleet_add(int64_t *sums, size_t count) {
  (void)sums;
  (void)count;
}

int pk_fleet_worst(int mine) {
  return mine;
}
#endif

int polku_fleet_rank(void) {
  return pk_fleet_rank();
}

bool pk_fleet_owns(size_t item) {
  return item % (size_t)pk_fleet_size() == (size_t)pk_fleet_rank();
}

typedef struct share_of_work {
  bool (*work)(void *context, size_t item, int thread);
  void *context;
  size_t first, step;
} share_of_work;

static bool own_item(void *context, size_t i, int thread) {
  const share_of_work *own = context;
  return own->work(own->context, own->first + i * own->step, thread);
}

bool pk_fleet_work(int threads, size_t count, bool (*work)(void *, size_t, int), void *context) {
  share_of_work own = {work, context, (size_t)pk_fleet_rank(), (size_t)pk_fleet_size()};
  size_t mine = count > own.first ? (count - own.first + own.step - 1) / own.step : 0;
  return pk_crew_work(threads, mine, own_item, &own);
}

void pk_fleet_tell(size_t item, void *block, size_t bytes) {
  int size = pk_fleet_size();
  if (size > 1)
    tell((int)(item % (size_t)size), block, bytes);
}

void pk_fleet_share(void *blocks, size_t count, size_t bytes) {
  for (size_t i = 0; pk_fleet_size() > 1 && i < count; i++)
    pk_fleet_tell(i, (char *)blocks + i * bytes, bytes);
}

bool pk_fleet_agree(bool first_says) {
  pk_fleet_tell(0, &first_says, sizeof first_says);
  return first_says;
}
