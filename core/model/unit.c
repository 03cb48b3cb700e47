/* Units of time: how long steps are. */
#include "model/model.h"

static const double days_of_month = 365.25 / 12;

static double days_of_step(pk_step step) {
  return step == PK_STEP_MONTH ? days_of_month : step == PK_STEP_WEEK ? 7 : 1;
}

double pk_step_months(pk_step step) {
  return step == PK_STEP_MONTH ? 1 : days_of_step(step) / days_of_month;
}

double pk_unit_steps(pk_unit unit, pk_step step) {
  switch (unit) {
  case PK_UNIT_STEP:
    return 1;
  case PK_UNIT_MONTH:
    return step == PK_STEP_MONTH ? 1 : days_of_month / days_of_step(step);
  case PK_UNIT_WEEK:
    return 7 / days_of_step(step);
  case PK_UNIT_DAY:
    return 1 / days_of_step(step);
  case PK_UNIT_YEAR:
    return step == PK_STEP_MONTH ? 12 : 365.25 / days_of_step(step);
  }
  return 1;
}
