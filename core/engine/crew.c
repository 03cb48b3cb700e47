/* OpenMP, where it is there; one after another where it is not. */
#include "engine/crew.h"

#ifdef _OPENMP
#include <omp.h>
#endif

int pk_crew_threads(int wanted) {
#ifdef _OPENMP
  int most = omp_get_num_procs();
  return wanted > 0 ? wanted : most > 0 ? most : 1;
#else
  (void)wanted;
  return 1;
#endif
}

static bool in_turn(size_t count, bool (*work)(void *, size_t, int), void *context) {
  for (size_t i = 0; i < count; i++)
    if (!work(context, i, 0))
      return false;
  return true;
}

#ifdef _OPENMP
static int read_flag(const int *flag) {
  int value;
#pragma omp atomic read
  value = *flag;
  return value;
}

bool pk_crew_work(int threads, size_t count, bool (*work)(void *, size_t, int), void *context) {
  int failed = 0, crew = (size_t)threads < count ? threads : (int)count;
  if (crew <= 1)
    return in_turn(count, work, context);
#pragma omp parallel for num_threads(crew) schedule(dynamic, 1)
  for (size_t i = 0; i < count; i++)
    if (!read_flag(&failed) && !work(context, i, omp_get_thread_num())) {
#pragma omp atomic write
      failed = 1;
    }
  return !failed;
}
#else
bool pk_crew_work(int threads, size_t count, bool (*work)(void *, size_t, int), void *context) {
  (void)threads;
  return in_turn(count, work, context);
}
#endif
