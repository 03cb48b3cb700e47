/* Intervals of dates in which nothing that plugins say changes.
 *
 * A version of a rule begins and ends on a day, so does a value of a parameter. Between two such
 * days every law of a book is the same: what is proved on the first day holds to the last. */
#ifndef PK_SEGMENTS_H
#define PK_SEGMENTS_H

#include "rules/plugin.h"

typedef struct pk_segment {
  pk_date first, last; /* both included; PK_DATE_FIRST and PK_DATE_LAST where there is no bound */
} pk_segment;

typedef struct pk_segments {
  int count;
  const pk_segment *at; /* by rising dates, without a hole between them */
} pk_segments;

/* The intervals of the rules about one kind (-1: all kinds) in the law of `region`: of the versions
 * that speak of it, and of the parameters that these read. NULL items when memory ran out, with a
 * problem in the report. There is always at least one, from PK_DATE_FIRST to PK_DATE_LAST. */
pk_segments pk_segments_of(pk_arena *arena, const pk_book *book, const pk_plugin *region, int kind);

/* The day of a segment on which a law is made: its first, or its last where it has no first; the
 * day 2000-01-01 where it has neither. */
pk_date pk_segment_day(const pk_segment *segment);

/* "2025-01-01 – 2026-04-30", "2025-01-01 –" in 32 bytes. */
const char *pk_segment_text(char *buffer, const pk_segment *segment);

#endif
