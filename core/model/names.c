/* What models call the choices that they have, and the words that people read for them. */
#include "model/model.h"

const char *const pk_step_ids[] = {"month", "week", "day", NULL};
const char *const pk_basis_ids[] = {"measured",  "stated",  "calibrated",
                                    "estimated", "assumed", NULL};
const char *const pk_sector_ids[] = {"third", "public", "private", "education", NULL};
const char *const pk_row_ids[] = {"experience", "referral", "employment",
                                  "coaching",   "support",  NULL};

const char *const pk_basis_words[] = {"basis.measured",  "basis.stated",  "basis.calibrated",
                                      "basis.estimated", "basis.assumed", NULL};
const char *const pk_sector_words[] = {"sector.third", "sector.public", "sector.private",
                                       "sector.education", NULL};
