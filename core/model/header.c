/* What a model says about itself: title, region, time. */
#include "model/read.h"

static void check_format(pk_reader *reader) {
  pk_node format;
  if (!pk_read_member(reader, &reader->root, "format", &format))
    return;
  const char *text = pk_read_string(reader, &format);
  if (text && strcmp(text, POLKU_FORMAT) != 0)
    PK_PROBLEM(reader, &format, PK_VALUE, "E-FORMAT", "value", text, "format", POLKU_FORMAT, NULL);
}

/* Rules hold on some day: a model with a region says which. */
static void read_dates(pk_reader *reader) {
  polku_model *model = reader->model;
  const pk_node *root = &reader->root;
  model->has_start_date = pk_read_date(reader, root, "start_date", &model->start_date);
  model->has_rules_as_of = pk_read_date(reader, root, "rules_as_of", &model->rules_as_of);
  model->follow_calendar = pk_read_flag(reader, root, "follow_calendar", false);
  bool start = pk_read_written(root, &pk_shape_model, "start_date");
  bool as_of = pk_read_written(root, &pk_shape_model, "rules_as_of");
  pk_node node;
  if (model->region && !start && !as_of && pk_read_member(reader, root, "region", &node))
    PK_PROBLEM(reader, &node, PK_KEY, "E-DATE-MISSING", "region", model->region, NULL);
  else if (model->follow_calendar && !start &&
           pk_read_member(reader, root, "follow_calendar", &node))
    PK_PROBLEM(reader, &node, PK_KEY, "E-START-DATE", "key", "follow_calendar", NULL);
  if (!model->has_rules_as_of && model->has_start_date) {
    model->has_rules_as_of = true;
    model->rules_as_of = model->start_date;
  }
}

void pk_read_header(pk_reader *reader) {
  polku_model *model = reader->model;
  const pk_node *root = &reader->root;
  pk_read_shape(reader, root, &pk_shape_model);
  check_format(reader);
  pk_read_name(reader, root, "title", &model->title);
  pk_read_name(reader, root, "about", &model->text_about);
  model->region = pk_read_text(reader, root, "region");
  model->step = (pk_step)pk_read_enum(reader, root, "step", pk_step_ids, PK_STEP_MONTH);
  model->horizon = pk_read_whole(reader, root, "horizon", PK_LAW_HORIZON, 40000);
  read_dates(reader);
}
