/* Questions about plugins that are asked again and again, with every allocation failing in turn. */
#ifndef TEST_FAILING_ANSWERS_H
#define TEST_FAILING_ANSWERS_H

#include "polku.h"

typedef char *plugin_answer(const polku_plugin_question *question, polku_shape shape,
                            polku_lang lang, polku_report *report);

/* Fails unless each lost allocation gives no answer and a problem, and nothing leaks. Returns how
 * many allocations the answer takes. */
int every_allocation_may_fail(plugin_answer *ask, const polku_plugin_question *question,
                              polku_shape shape);

#endif
