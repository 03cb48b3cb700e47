/* Sources, accounts, budgets and actors: what stages, transitions and numbers refer to. */
#include "model/read.h"

#define ITEMS(section) reader->sections[section].count

void pk_read_sources(pk_reader *reader) {
  int count = ITEMS(PK_SOURCES);
  pk_source *sources = pk_read_alloc(reader, (size_t)count, sizeof *sources);
  for (int i = 0; sources && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_SOURCES, i);
    pk_source *source = &sources[i];
    source->id = node.key;
    if (!pk_read_shape(reader, &node, &pk_shape_source))
      continue;
    pk_read_name(reader, &node, "title", &source->title);
    pk_read_name(reader, &node, "publisher", &source->publisher);
    source->url = pk_read_text(reader, &node, "url");
    source->accessed = pk_read_text(reader, &node, "accessed");
    source->year = pk_read_whole(reader, &node, "year", PK_LAW_YEAR, 0);
  }
  reader->model->source_count = sources ? count : 0;
  reader->model->sources = sources;
}

void pk_read_accounts(pk_reader *reader) {
  int count = ITEMS(PK_ACCOUNTS);
  pk_account *accounts = pk_read_alloc(reader, (size_t)count, sizeof *accounts);
  for (int i = 0; accounts && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_ACCOUNTS, i);
    pk_account *account = &accounts[i];
    account->id = node.key;
    account->unit = "euro";
    if (!pk_read_shape(reader, &node, &pk_shape_account))
      continue;
    pk_read_name(reader, &node, "name", &account->name);
    const char *unit = pk_read_text(reader, &node, "unit");
    if (unit)
      account->unit = unit;
    account->discount = pk_read_double(reader, &node, "discount", PK_LAW_DISCOUNT, 0);
  }
  reader->model->account_count = accounts ? count : 0;
  reader->model->accounts = accounts;
}

static void read_kinds(pk_reader *reader, const pk_node *node, pk_budget *budget) {
  pk_node list;
  if (!pk_read_member(reader, node, "kinds", &list) || !pk_read_is(reader, &list, PK_IS_ARRAY))
    return;
  size_t size = json_array_size(list.json);
  if (size == 0)
    PK_PROBLEM(reader, &list, PK_KEY, "E-EMPTY", "key", "kinds", NULL);
  const char **kinds = pk_read_alloc(reader, size, sizeof *kinds);
  for (size_t i = 0; kinds && i < size; i++) {
    pk_node item = pk_node_at(&list, i);
    kinds[budget->kind_count] = pk_read_string(reader, &item);
    if (kinds[budget->kind_count])
      budget->kind_count++;
  }
  budget->kinds = kinds;
}

void pk_read_budgets(pk_reader *reader) {
  int count = ITEMS(PK_BUDGETS);
  pk_budget *budgets = pk_read_alloc(reader, (size_t)count, sizeof *budgets);
  for (int i = 0; budgets && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_BUDGETS, i);
    pk_budget *budget = &budgets[i];
    budget->id = node.key;
    budget->account = -1;
    if (!pk_read_shape(reader, &node, &pk_shape_budget))
      continue;
    pk_read_name(reader, &node, "name", &budget->name);
    read_kinds(reader, &node, budget);
    budget->account = pk_read_reference_member(reader, &node, "account", PK_ACCOUNTS);
    pk_read_number_member(reader, &node, "per_year", "per_year", PK_LAW_NOT_NEGATIVE, NAN,
                          &budget->per_year);
  }
  reader->model->budget_count = budgets ? count : 0;
  reader->model->budgets = budgets;
}

void pk_read_actors(pk_reader *reader) {
  int count = ITEMS(PK_ACTORS);
  pk_actor *actors = pk_read_alloc(reader, (size_t)count, sizeof *actors);
  for (int i = 0; actors && i < count; i++) {
    pk_node node = pk_section_item(reader, PK_ACTORS, i);
    pk_actor *actor = &actors[i];
    actor->id = node.key;
    if (!pk_read_shape(reader, &node, &pk_shape_actor))
      continue;
    pk_read_name(reader, &node, "name", &actor->name);
    actor->sector = (pk_sector)pk_read_enum(reader, &node, "sector", pk_sector_ids, PK_THIRD);
    actor->kind = pk_read_text(reader, &node, "kind");
    actor->region = pk_read_text(reader, &node, "region");
    pk_read_period(reader, &node, &actor->from, &actor->until);
  }
  reader->model->actor_count = actors ? count : 0;
  reader->model->actors = actors;
}
