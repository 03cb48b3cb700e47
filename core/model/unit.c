/* Units of time: how long steps are, and on which days they begin. */
#include "model/model.h"

#include <math.h>

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

pk_date pk_date_of_step(const pk_model *model, int step) {
  switch (model->step) {
  case PK_STEP_MONTH:
    return pk_date_add_months(model->start_date, step);
  case PK_STEP_WEEK:
    return model->start_date + 7 * step;
  default:
    return model->start_date + step;
  }
}

bool polku_model_date(const polku_model *model, int t, char date[11]) {
  bool known = model && model->has_start_date && t >= 0 && t <= model->horizon;
  if (known)
    pk_date_text(date, pk_date_of_step(model, t));
  return known;
}

int pk_step_of_date(const pk_model *model, pk_date date) {
  int days = date - model->start_date;
  if (model->step == PK_STEP_DAY)
    return days;
  if (model->step == PK_STEP_WEEK)
    return (int)ceil(days / 7.0);
  int month = days / 32 - 1;
  while (pk_date_add_months(model->start_date, month) < date)
    month++;
  return month;
}
