/* polku_export: the graph of a model in the languages of other programs.
 *
 * Mermaid and DOT show stages and arrows with the numbers that the map shows, and who stands where
 * by dotted lines; CSV is a list of transitions with all that a spreadsheet can hold. A picture
 * whose places are decided is polku_draw's: here the other program decides. */
#include "base/report.h"
#include "base/words.h"
#include "draw/map.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
  pk_map *map;
  pk_text out;
} writer;

/* ------------------------------------------------------------------------------- Mermaid */

/* Whether Mermaid takes an id as it is: letters, digits, '_' and single '-' between them, and none
 * of its own words. */
static bool is_plain(const char *id) {
  static const char *const words[] = {"end",      "graph",    "flowchart", "subgraph", "direction",
                                      "class",    "style",    "click",     "default",  "linkStyle",
                                      "classDef", "accTitle", "accDescr"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(id, words[i]) == 0)
      return false;
  if (!isalpha((unsigned char)*id))
    return false;
  for (const char *c = id; *c; c++)
    if (!isalnum((unsigned char)*c) && *c != '_' && !(*c == '-' && isalnum((unsigned char)c[1])))
      return false;
  return true;
}

static bool is_stage(const pk_map *map, const char *id) {
  for (int s = 0; s < map->stage_count; s++)
    if (strcmp(map->model->stages[s].id, id) == 0)
      return true;
  return false;
}

/* What Mermaid would not take becomes '_' and its number; so does an actor with a stage's id. */
static void add_name(writer *w, bool actor, const char *id) {
  if (is_plain(id) && !(actor && is_stage(w->map, id))) {
    pk_text_add(&w->out, id);
    return;
  }
  pk_text_add(&w->out, actor ? "actor_" : "stage_");
  for (; *id; id++)
    if (isalnum((unsigned char)*id))
      pk_text_add_char(&w->out, *id);
    else
      pk_text_addf(&w->out, "_%02x", (unsigned)(unsigned char)*id);
}

/* Text between quotes of Mermaid: its entities for what would end or change it. */
static void add_quoted(pk_text *out, const char *text) {
  pk_text_add_char(out, '"');
  for (; *text; text++)
    if (strchr("\"#&<>|\\`", *text))
      pk_text_addf(out, "#%d;", *text);
    else
      pk_text_add_char(out, *text);
  pk_text_add_char(out, '"');
}

/* Whether the chip is an actor that stands at this stage. */
static bool stands(const pk_chip *chip, int stage) {
  return !chip->gap && chip->actor >= 0 && chip->first <= stage && chip->last >= stage;
}

static bool is_drawn(const pk_map *map, int actor) {
  for (int i = 0; i < map->chip_count; i++)
    if (!map->chips[i].gap && map->chips[i].actor == actor)
      return true;
  return false;
}

static void mermaid_stages(writer *w) {
  for (int s = 0; s < w->map->stage_count; s++) {
    bool final = w->map->model->stages[s].final;
    pk_text_add(&w->out, "  ");
    add_name(w, false, w->map->model->stages[s].id);
    pk_text_add(&w->out, final ? "([" : "[");
    add_quoted(&w->out, w->map->stages[s].name);
    pk_text_add(&w->out, final ? "])\n" : "]\n");
  }
}

static void mermaid_arrows(writer *w) {
  for (int i = 0; i < w->map->arrow_count; i++) {
    const pk_arrow *a = &w->map->arrows[i];
    pk_text_add(&w->out, "  ");
    add_name(w, false, w->map->model->stages[a->from].id);
    pk_text_add(&w->out, " -->");
    if (*a->number) {
      pk_text_add_char(&w->out, '|');
      add_quoted(&w->out, a->number);
      pk_text_add_char(&w->out, '|');
    }
    pk_text_add_char(&w->out, ' ');
    add_name(w, false, w->map->model->stages[a->to].id);
    pk_text_add_char(&w->out, '\n');
  }
}

static void mermaid_actors(writer *w) {
  for (int i = 0; i < w->map->model->actor_count; i++) {
    const pk_actor *actor = &w->map->model->actors[i];
    if (!is_drawn(w->map, i))
      continue;
    pk_text_add(&w->out, "  ");
    add_name(w, true, actor->id);
    pk_text_add(&w->out, "(");
    add_quoted(&w->out, pk_map_name(w->map, &actor->name, actor->id));
    pk_text_addf(&w->out, "):::%s\n", pk_sector_ids[actor->sector]);
  }
  for (int i = 0; i < w->map->chip_count; i++)
    for (int s = 0; s < w->map->stage_count; s++) {
      const pk_chip *chip = &w->map->chips[i];
      if (!stands(chip, s))
        continue;
      pk_text_add(&w->out, "  ");
      add_name(w, true, w->map->model->actors[chip->actor].id);
      pk_text_add(&w->out, " -.->");
      if (*chip->text) {
        pk_text_add_char(&w->out, '|');
        add_quoted(&w->out, chip->text);
        pk_text_add_char(&w->out, '|');
      }
      pk_text_add_char(&w->out, ' ');
      add_name(w, false, w->map->model->stages[s].id);
      pk_text_add_char(&w->out, '\n');
    }
}

static void mermaid(writer *w) {
  pk_text_add(&w->out, "flowchart LR\n  accTitle: ");
  for (const char *c = w->map->title; *c; c++)
    pk_text_add_char(&w->out, *c == ';' || *c == '#' ? ',' : *c);
  pk_text_add(&w->out, "\n");
  mermaid_stages(w);
  mermaid_arrows(w);
  mermaid_actors(w);
  pk_text_add(&w->out, "  classDef third fill:#005a5b,stroke:#005a5b,color:#ffffff\n"
                       "  classDef public fill:#e9ecf2,stroke:#6c7389,color:#1a1a1a\n"
                       "  classDef private fill:#ffffff,stroke:#1a1a1a,color:#1a1a1a\n"
                       "  classDef education fill:#e9ecf2,stroke:#6c7389,color:#1a1a1a\n");
}

/* ----------------------------------------------------------------------------------- DOT */

static void add_dot_text(pk_text *out, const char *text) {
  pk_text_add_char(out, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      pk_text_add_char(out, '\\');
    pk_text_add_char(out, *text);
  }
  pk_text_add_char(out, '"');
}

/* Ids are quoted; an actor with a stage's id is told apart. */
static void add_dot_name(writer *w, bool actor, const char *id) {
  pk_text name = PK_TEXT_EMPTY;
  pk_text_addf(&name, "%s%s", actor && is_stage(w->map, id) ? "actor:" : "", id);
  add_dot_text(&w->out, name.data ? name.data : "");
  w->map->failed = w->map->failed || name.failed;
  pk_text_free(&name);
}

static void dot_nodes(writer *w) {
  for (int s = 0; s < w->map->stage_count; s++) {
    const pk_stage *stage = &w->map->model->stages[s];
    pk_text_add(&w->out, "  ");
    add_dot_name(w, false, stage->id);
    pk_text_add(&w->out, " [label=");
    add_dot_text(&w->out, w->map->stages[s].name);
    pk_text_addf(&w->out, ", kind=stage, final=%s];\n", stage->final ? "true" : "false");
  }
  for (int i = 0; i < w->map->model->actor_count; i++) {
    const pk_actor *actor = &w->map->model->actors[i];
    if (!is_drawn(w->map, i))
      continue;
    pk_text_add(&w->out, "  ");
    add_dot_name(w, true, actor->id);
    pk_text_add(&w->out, " [label=");
    add_dot_text(&w->out, pk_map_name(w->map, &actor->name, actor->id));
    pk_text_addf(&w->out, ", kind=actor, sector=%s, shape=ellipse];\n",
                 pk_sector_ids[actor->sector]);
  }
}

static void dot_edges(writer *w) {
  char weight[32];
  for (int i = 0; i < w->map->arrow_count; i++) {
    const pk_arrow *a = &w->map->arrows[i];
    pk_text_add(&w->out, "  ");
    add_dot_name(w, false, w->map->model->stages[a->from].id);
    pk_text_add(&w->out, " -> ");
    add_dot_name(w, false, w->map->model->stages[a->to].id);
    pk_text_add(&w->out, " [label=");
    add_dot_text(&w->out, a->number);
    pk_text_addf(&w->out, ", kind=transition, chance=%s];\n",
                 pk_number_text(weight, round(a->chance * 1e6) / 1e6));
  }
  for (int i = 0; i < w->map->chip_count; i++)
    for (int s = 0; s < w->map->stage_count; s++) {
      const pk_chip *chip = &w->map->chips[i];
      if (!stands(chip, s))
        continue;
      pk_text_add(&w->out, "  ");
      add_dot_name(w, true, w->map->model->actors[chip->actor].id);
      pk_text_add(&w->out, " -> ");
      add_dot_name(w, false, w->map->model->stages[s].id);
      pk_text_add(&w->out, " [label=");
      add_dot_text(&w->out, chip->text);
      pk_text_add(&w->out, ", kind=role, style=dotted, arrowhead=none];\n");
    }
}

static void dot(writer *w) {
  pk_text_add(&w->out, "digraph polku {\n  label=");
  add_dot_text(&w->out, w->map->title);
  pk_text_add(&w->out, ";\n  rankdir=LR;\n  node [shape=box];\n");
  dot_nodes(w);
  dot_edges(w);
  pk_text_add(&w->out, "}\n");
}

/* ----------------------------------------------------------------------------------- CSV */

/* A field; where a spreadsheet would take it for a formula, an apostrophe stands before it. */
static void add_field(pk_text *out, const char *text, bool last) {
  bool quoted = strpbrk(text, ",;\t\"\r\n") != NULL, formula = *text && strchr("=+-@", *text);
  if (quoted)
    pk_text_add_char(out, '"');
  if (formula)
    pk_text_add_char(out, '\'');
  for (; *text; text++) {
    if (*text == '"')
      pk_text_add_char(out, '"');
    pk_text_add_char(out, *text);
  }
  pk_text_add(out, quoted ? "\"" : "");
  pk_text_add(out, last ? "\r\n" : ",");
}

static void add_value(pk_text *out, double value) {
  char number[32];
  pk_text_add(out, isfinite(value) ? pk_number_text(number, value) : "");
  pk_text_add_char(out, ',');
}

/* The number of a transition as the model writes it; NULL for the parts of a list or a race, which
 * one cell does not hold. */
static const pk_number *number_of(const pk_map *map, const pk_transition *t) {
  pk_exits form = map->model->stages[t->from].exits;
  if (form == PK_EXITS_PER_STEP)
    return t->step_count == 1 ? &t->per_step[0] : NULL;
  return form == PK_EXITS_RACE ? NULL : &t->share;
}

static void csv_row(writer *w, const pk_arrow *a) {
  const pk_model *model = w->map->model;
  const pk_transition *t = &model->transitions[a->transition];
  pk_exits form = model->stages[t->from].exits;
  const pk_number *number = number_of(w->map, t);
  add_field(&w->out, model->stages[t->from].id, false);
  add_field(&w->out, model->stages[t->to].id, false);
  add_field(&w->out, w->map->stages[t->from].name, false);
  add_field(&w->out, w->map->stages[t->to].name, false);
  add_value(&w->out, form == PK_EXITS_PER_STEP || !number ? NAN : number->value);
  add_value(&w->out, form == PK_EXITS_PER_STEP && number ? number->value : NAN);
  add_field(&w->out, t->id, false);
  add_field(&w->out, number && !t->rest ? pk_basis_ids[number->basis] : "", false);
  add_field(&w->out, number && number->source >= 0 ? model->sources[number->source].id : "", true);
}

static void csv(writer *w) {
  pk_text_add(&w->out, "from,to,from_name,to_name,share,per_step,transition,basis,source\r\n");
  for (int i = 0; i < w->map->arrow_count; i++)
    csv_row(w, &w->map->arrows[i]);
}

/* --------------------------------------------------------------------------------- public */

char *polku_export(const polku_model *model, const polku_rules *rules, polku_exchange form,
                   polku_lang lang, polku_report *report) {
  static void (*const write[])(writer *) = {mermaid, dot, csv};
  const polku_draw_options options = {.lang = lang};
  if (!model || !rules)
    return NULL;
  pk_arena *arena = pk_arena_new();
  if (!arena) {
    pk_report_memory(report);
    return NULL;
  }
  writer w = {.map = pk_map_new(arena, model, rules, &options, report), .out = PK_TEXT_EMPTY};
  if (w.map)
    write[form](&w);
  bool failed = !w.map || w.map->failed;
  char *text = pk_text_take(&w.out);
  pk_arena_free(arena);
  if (!failed && text)
    return text;
  free(text);
  pk_report_memory(report);
  return NULL;
}
