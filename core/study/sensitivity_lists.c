/* Numbers in lists: whole ones, one less and one more; those that state no uncertainty; where a
 * little more would help most. */
#include "study/sensitivity_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BARE_ROWS = 8, LEVERAGE_ROWS = 6 };

static void table_head(pk_pen *pen, const char *first, const char *second, const char *third) {
  pk_pen_dim(pen, true);
  pk_pen_label(pen, "", 0, 3 * PK_MATTER_NUMBER);
  pk_pen_cell(pen, pk_word(pen->lang, first), PK_MATTER_NUMBER, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, second), PK_MATTER_NUMBER, PK_RIGHT);
  pk_pen_cell(pen, pk_word(pen->lang, third), PK_MATTER_NUMBER, PK_RIGHT);
  pk_pen_dim(pen, false);
  pk_text_add_char(&pen->out, '\n');
}

static void row_name(pk_pen *pen, const pk_matter *m) {
  pk_text name = PK_TEXT_EMPTY;
  pk_matters_name(pen, m, &name);
  pk_pen_label(pen, name.data ? name.data : "", 0, 3 * PK_MATTER_NUMBER);
  pk_text_free(&name);
}

static bool is_whole(const pk_matter *m) {
  return !isnan(m->unit_up) || !isnan(m->unit_down);
}

void pk_matters_wholes(pk_pen *pen, const polku_sensitivity *s) {
  pk_text text = PK_TEXT_EMPTY;
  bool begun = false;
  for (int i = 0; i < s->matter_count; i++) {
    const pk_matter *m = &s->matters[i];
    if (!is_whole(m))
      continue;
    if (!begun) {
      pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.wholes"));
      table_head(pen, "sensitivity.head.now", "sensitivity.head.less", "sensitivity.head.more");
      begun = true;
    }
    row_name(pen, m);
    pk_pen_cell(pen, pk_matters_value(pen, m, m->written), PK_MATTER_NUMBER, PK_RIGHT);
    pk_pen_cell(pen,
                pk_matters_change(pen, pk_matters_shown(s, m->unit_down),
                                  pk_matters_shown(s, m->error), &text),
                PK_MATTER_NUMBER, PK_RIGHT);
    pk_pen_cell(pen,
                pk_matters_change(pen, pk_matters_shown(s, m->unit_up),
                                  pk_matters_shown(s, m->error), &text),
                PK_MATTER_NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  pk_text_free(&text);
}

static bool is_bare(const polku_sensitivity *s, const pk_matter *m) {
  return !m->uncertain && !is_whole(m) && fabs(pk_matters_shown(s, m->tenth)) >= 0.0005;
}

void pk_matters_bare(pk_pen *pen, const polku_sensitivity *s) {
  pk_text text = PK_TEXT_EMPTY;
  int count = 0;
  for (int i = 0; i < s->matter_count; i++) {
    const pk_matter *m = &s->matters[i];
    if (!is_bare(s, m) || ++count > BARE_ROWS)
      continue;
    if (count == 1) {
      pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.bare"));
      PK_SAY(pen, "", "sensitivity.bare-about", "", "");
      if (s->played)
        PK_SAY(pen, "", "sensitivity.bare-limits", "", "");
      table_head(pen, "sensitivity.head.now", "sensitivity.head.basis", "sensitivity.head.tenth");
    }
    row_name(pen, m);
    pk_pen_cell(pen, pk_matters_value(pen, m, m->written), PK_MATTER_NUMBER, PK_RIGHT);
    pk_pen_cell(pen, pk_word(pen->lang, pk_basis_words[m->basis]), PK_MATTER_NUMBER, PK_RIGHT);
    pk_pen_cell(pen, pk_matters_change(pen, pk_matters_shown(s, m->tenth), 0, &text),
                PK_MATTER_NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  if (count > BARE_ROWS)
    PK_SAY(pen, "", "sensitivity.more-rows", "n", pk_pen_number(pen, count - BARE_ROWS, 0));
  pk_text_free(&text);
}

/* ------------------------------------------------------------------------------------ leverage */

static int by_change(const void *a, const void *b) {
  double x = fabs(((const pk_leverage *)a)->change), y = fabs(((const pk_leverage *)b)->change);
  x = isnan(x) ? -1 : x;
  y = isnan(y) ? -1 : y;
  return x > y ? -1 : x < y;
}

static void leverage_list(pk_pen *pen, const pk_leverage *list, int count, const char *head_key) {
  pk_text text = PK_TEXT_EMPTY;
  pk_leverage *sorted = malloc((size_t)(count + 1) * sizeof *sorted);
  if (!sorted) {
    pen->out.failed = true;
    return;
  }
  if (count > 0)
    memcpy(sorted, list, (size_t)count * sizeof *sorted);
  qsort(sorted, (size_t)count, sizeof *sorted, by_change);
  pk_pen_dim(pen, true);
  pk_pen_paragraph(pen, "", pk_word(pen->lang, head_key));
  pk_pen_dim(pen, false);
  for (int i = 0; i < count && i < LEVERAGE_ROWS && fabs(sorted[i].change) >= 0.0005; i++) {
    pk_pen_label(pen, pk_name_text(&sorted[i].name, pen->lang, sorted[i].id), 2, PK_MATTER_NUMBER);
    pk_pen_cell(pen, pk_matters_change(pen, sorted[i].change, sorted[i].error, &text),
                PK_MATTER_NUMBER, PK_RIGHT);
    pk_text_add_char(&pen->out, '\n');
  }
  pk_text_free(&text);
  free(sorted);
}

void pk_matters_leverage(pk_pen *pen, const polku_sensitivity *s) {
  if (s->transition_count == 0)
    return;
  pk_pen_heading(pen, pk_word(pen->lang, "sensitivity.leverage"));
  leverage_list(pen, s->transitions, s->transition_count, "sensitivity.leverage-transition");
  if (s->stage_count > 0)
    leverage_list(pen, s->stages, s->stage_count, "sensitivity.leverage-stage");
}
