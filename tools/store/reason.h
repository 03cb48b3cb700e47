/* Why SQLite failed, for whoever tells people the reason. */
#ifndef STORE_REASON_H
#define STORE_REASON_H

#include <sqlite3.h>

/* An errno: what the system last said of the file or of the log beside it, where SQLite's own code
 * does not tell more. EBUSY: somebody else holds it; EEXIST: a second one of what there is once. */
int store_reason(sqlite3 *db, int code);

#endif
