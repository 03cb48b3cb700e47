/* Files beside the model's own: what it can be compared with. */
#ifndef WORKSHOP_BESIDE_H
#define WORKSHOP_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

enum { BESIDE_NAME_MOST = 512 };

/* Whether a file of such a name may be a model: a name and no path, not hidden, ending in .json. */
bool beside_is_model_name(const char *file);

/* The text of a file beside the one at `own`, which the caller frees; what is no plain file, or
 * larger than models are, is not read. NULL: there is none. */
char *beside_read(const char *own, const char *file, size_t *length);

/* The names of what may be models in the folder of `own`, in their order; how many. The caller
 * frees each. Of a huge folder only so many entries are looked at. */
int beside_list(const char *own, char **names, int most);

#endif
