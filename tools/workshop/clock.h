/* What time it is, for whoever waits and for whoever writes it down. */
#ifndef WORKSHOP_CLOCK_H
#define WORKSHOP_CLOCK_H

#include <stdint.h>

/* Milliseconds of a clock that passes evenly and that nobody sets. */
int64_t clock_steady(void);

/* Milliseconds since 1970. */
int64_t clock_real(void);

#endif
