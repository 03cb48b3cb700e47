/* Whose place a stay takes, and how many months of them each host gives.
 *
 * A stay is with a host from its beginning to its end. Where hosts come and go within the horizon,
 * shares differ by the epoch in which a stay begins: the chain is then read with a stage of its own
 * for each epoch. */
#include "study/making.h"

#include "engine/hosts.h"

#include <math.h>
#include <stdlib.h>

static void share_stage(pk_making *m, const pk_hosts *hosts, int epoch, int stage) {
  size_t place = (size_t)(epoch * m->model->stage_count + stage);
  double *hosted = m->hosted + place * (size_t)m->model->actor_count;
  const double *share = hosts->share + (size_t)epoch * (size_t)hosts->count;
  for (int h = hosts->first[stage]; h < hosts->first[stage + 1]; h++) {
    hosted[hosts->list[h].actor] += share[h];
    if (hosts->list[h].third)
      m->third_hosted[place] += share[h];
  }
  if (m->third_hosted[place] > m->third_ever[stage])
    m->third_ever[stage] = m->third_hosted[place];
}

bool pk_make_hosts(pk_making *m) {
  size_t stages = (size_t)m->model->stage_count, actors = (size_t)m->model->actor_count;
  pk_hosts hosts;
  bool good = pk_hosts_start(&hosts, m->model, m->rules, m->withdrawn, m->scratch);
  size_t places = good ? (size_t)hosts.epoch_count * stages : 0;
  m->epoch_count = hosts.epoch_count;
  m->hosted = PK_NEW_ARRAY(m->scratch, double, places *actors);
  m->third_hosted = PK_NEW_ARRAY(m->scratch, double, places);
  m->third_ever = PK_NEW_ARRAY(m->scratch, double, stages);
  if (!good || !m->hosted || !m->third_hosted || !m->third_ever) {
    pk_report_memory(m->report);
    return false;
  }
  for (int epoch = 0; epoch < m->epoch_count; epoch++)
    for (int s = 0; s < m->model->stage_count; s++)
      if (!m->model->stages[s].passage)
        share_stage(m, &hosts, epoch, s);
  return true;
}

bool pk_hosts_ever(const pk_making *m, int stage, int actor) {
  for (int epoch = 0; epoch < m->epoch_count; epoch++)
    if (m->hosted[(epoch * m->model->stage_count + stage) * m->model->actor_count + actor] > 0)
      return true;
  return false;
}

bool pk_places_chain(const pk_making *m, pk_chain *placed) {
  const pk_chain *chain = m->solution.chain;
  *placed = *chain;
  if (chain->epoch_count == 1)
    return true;
  placed->stage_count = chain->epoch_count * chain->stage_count;
  placed->entry_stage = PK_NEW_ARRAY(m->scratch, int32_t, chain->entry_count);
  placed->point_stage = PK_NEW_ARRAY(m->scratch, int32_t, chain->point_count);
  if (!placed->entry_stage || !placed->point_stage)
    return false;
  for (size_t x = 0; x < chain->entry_count; x++)
    placed->entry_stage[x] = chain->entry_epoch[x] * chain->stage_count + chain->entry_stage[x];
  for (size_t y = 0; y < chain->point_count; y++)
    placed->point_stage[y] = chain->point_epoch[y] * chain->stage_count + chain->point_stage[y];
  return true;
}

/* Person-months of a group (−1: all) by place: epoch of the stay's beginning, stage. */
static bool months_by_place(const pk_making *m, const pk_chain *placed, int group, double *months) {
  size_t places = (size_t)placed->stage_count, rows = (size_t)placed->horizon + 1;
  double *occupancy = calloc(rows * places + 1, sizeof *occupancy);
  double *scratch = malloc((pk_exact_scratch(placed) + 1) * sizeof *scratch);
  bool good = occupancy && scratch;
  if (good) {
    pk_flow flow = {.occupancy = occupancy};
    pk_exact_forward(placed, group, -1, NULL, &flow, scratch);
    for (size_t t = 0; t + 1 < rows; t++)
      for (size_t i = 0; i < places; i++)
        months[i] += m->solution.scale * m->solution.months * occupancy[t * places + i];
  }
  free(occupancy);
  free(scratch);
  return good;
}

static void count_months(const pk_making *m, pk_answer *a, const double *months, size_t places) {
  size_t actors = (size_t)m->model->actor_count;
  for (size_t place = 0; place < places; place++)
    for (size_t i = 0; i < actors; i++) {
      double part = months[place] * m->hosted[place * actors + i];
      a->host_months[i] += part;
      a->sector_months[m->model->actors[i].sector] += part;
      a->hosted_months += part;
    }
  a->third_share = a->hosted_months > 1e-12 ? a->sector_months[PK_THIRD] / a->hosted_months : NAN;
}

bool pk_make_host_months(pk_making *m, const pk_chain *placed) {
  size_t places = (size_t)placed->stage_count;
  double *months = PK_NEW_ARRAY(m->scratch, double, places);
  bool good = months != NULL;
  for (int g = 0; good && g <= m->result->group_count; g++) {
    pk_answer *a = pk_answer_at_index(m, g);
    for (size_t i = 0; i < places; i++)
      months[i] = 0;
    if (m->epoch_count > 1)
      good = months_by_place(m, placed, g - 1, months);
    count_months(m, a, m->epoch_count > 1 ? months : a->person_months, places);
  }
  return good;
}
