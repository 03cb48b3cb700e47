/* The tables, each with the sentence that explains it to whoever opens the file. Comments inside a
 * statement are kept by SQLite: `.schema` shows them.
 *
 * Things are numbered from 0 in the order of the model (…_no) and carry their ids from the model
 * (…_id). What fills the file stands by number; views put the ids in their places. Tables that
 * grow with runs have no row numbers of their own and are written in the order of their keys: a row
 * takes some 20 bytes, and appending is all that ever happens. */
#include "schema.h"

#include <stddef.h>

#define NAMES                                                                                      \
  "  name_fi TEXT NOT NULL, -- names in Finnish, Swedish and English; where one is missing,\n"     \
  "  name_sv TEXT NOT NULL, -- the first of fi, en, sv that there is, else the id\n"               \
  "  name_en TEXT NOT NULL)"

const store_table store_tables[] = {
    {"about", "Every table and view, and what it holds.",
     "CREATE TABLE about(name TEXT PRIMARY KEY, meaning TEXT NOT NULL) WITHOUT ROWID",
     STORE_ALWAYS},
    {"meta",
     "Where the numbers come from. complete: 1 once the file is finished; while it is 0, or where "
     "the program was killed, there are complete runs but no summary. stopped: 1 when somebody "
     "stopped it before all runs were made. command gives the same numbers again.",
     "CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID", STORE_ALWAYS},
    {"files", "The files that were read: the model (plugin is NULL), then its rule plugins.",
     "CREATE TABLE files(plugin TEXT, version TEXT, file TEXT NOT NULL, sha256 TEXT NOT NULL)",
     STORE_ALWAYS},
    {"stages", "The stages of the model.",
     "CREATE TABLE stages(\n"
     "  stage_no INTEGER PRIMARY KEY,\n"
     "  stage_id TEXT NOT NULL UNIQUE,\n"
     "  kind TEXT, -- what the rules call it\n"
     "  passage INTEGER NOT NULL, -- 1: takes no time; has entries, and no occupancy\n"
     "  final INTEGER NOT NULL, -- 1: nobody leaves\n"
     "  employed INTEGER NOT NULL, -- 1: counts as work\n"
     "  open INTEGER NOT NULL, -- 1: work in the open labour market\n" NAMES,
     STORE_ALWAYS},
    {"transitions", "The ways from one stage to another.",
     "CREATE TABLE transitions(\n"
     "  transition_no INTEGER PRIMARY KEY,\n"
     "  transition_id TEXT NOT NULL UNIQUE,\n"
     "  from_id TEXT NOT NULL, -- stages\n"
     "  to_id TEXT NOT NULL,\n" NAMES,
     STORE_ALWAYS},
    {"groups", "The groups of clients.",
     "CREATE TABLE groups(\n"
     "  group_no INTEGER PRIMARY KEY,\n"
     "  group_id TEXT NOT NULL UNIQUE,\n" NAMES,
     STORE_ALWAYS},
    {"actors", "The organisations.",
     "CREATE TABLE actors(\n"
     "  actor_no INTEGER PRIMARY KEY,\n"
     "  actor_id TEXT NOT NULL UNIQUE,\n"
     "  sector TEXT NOT NULL, -- third, public, private, education\n"
     "  kind TEXT, -- association, foundation, municipality, …\n" NAMES,
     STORE_ALWAYS},
    {"accounts", "What is added up: whose money, or which hours.",
     "CREATE TABLE accounts(\n"
     "  account_no INTEGER PRIMARY KEY,\n"
     "  account_id TEXT NOT NULL UNIQUE,\n"
     "  unit TEXT, -- euro, hour, …\n" NAMES,
     STORE_ALWAYS},
    {"runs",
     "The complete runs. draw is NULL with the numbers as they are written in the model, else "
     "which draw of the uncertain numbers the run was made with.",
     "CREATE TABLE runs(run_no INTEGER PRIMARY KEY, draw INTEGER)", STORE_ALWAYS},
    {"steps", "Time: from 0 to the horizon.", "CREATE TABLE steps(step INTEGER PRIMARY KEY)",
     STORE_COUNTS},
    {"outcome_names", "The outcomes that each run has.",
     "CREATE TABLE outcome_names(outcome_no INTEGER PRIMARY KEY, outcome TEXT NOT NULL UNIQUE)",
     STORE_COUNTS},
    {"run_people", "How many clients had entered by the horizon.",
     "CREATE TABLE run_people(\n"
     "  run_no INTEGER, group_no INTEGER, people INTEGER NOT NULL,\n"
     "  PRIMARY KEY(run_no, group_no)) WITHOUT ROWID",
     STORE_COUNTS},
    {"run_counts",
     "Clients at each step and stage. Cells where all three are 0 have no row: take the "
     "view counts, which has them.",
     "CREATE TABLE run_counts(\n"
     "  run_no INTEGER, group_no INTEGER, step INTEGER, stage_no INTEGER,\n"
     "  occupancy INTEGER NOT NULL, -- who is there after the moves of this step\n"
     "  entries INTEGER NOT NULL, -- who came in at this step\n"
     "  waiting INTEGER NOT NULL, -- who waits for a place there\n"
     "  PRIMARY KEY(run_no, group_no, step, stage_no)) WITHOUT ROWID",
     STORE_COUNTS},
    {"run_moves", "Moves over the whole horizon; transitions that nobody took have no row.",
     "CREATE TABLE run_moves(\n"
     "  run_no INTEGER, group_no INTEGER, transition_no INTEGER, moves INTEGER NOT NULL,\n"
     "  PRIMARY KEY(run_no, group_no, transition_no)) WITHOUT ROWID",
     STORE_COUNTS},
    {"run_outcomes", "Outcomes per client; NULL where there are no clients to speak of.",
     "CREATE TABLE run_outcomes(\n"
     "  run_no INTEGER, group_no INTEGER, outcome_no INTEGER, value REAL,\n"
     "  PRIMARY KEY(run_no, group_no, outcome_no)) WITHOUT ROWID",
     STORE_COUNTS},
    {"run_money", "Totals of the accounts.",
     "CREATE TABLE run_money(\n"
     "  run_no INTEGER, group_no INTEGER, account_no INTEGER, amount REAL,\n"
     "  PRIMARY KEY(run_no, group_no, account_no)) WITHOUT ROWID",
     STORE_COUNTS},
    {"summary",
     "The result: every number, one a row, as in CSV. The group of all clients together is (all).",
     "CREATE TABLE summary(\n"
     "  measure TEXT NOT NULL,\n"
     "  group_id TEXT NOT NULL,\n"
     "  step INTEGER, -- NULL: the whole horizon\n"
     "  stage_id TEXT, transition_id TEXT, actor_id TEXT, account_id TEXT,\n"
     "  value REAL, -- of a random engine the mean over runs\n"
     "  low REAL, high REAL, -- 90 % interval\n"
     "  luck_share REAL, -- part of it that is luck; the rest is not knowing the numbers\n"
     "  mean REAL, -- over the draws of uncertain numbers\n"
     "  error REAL) -- Monte-Carlo standard error of value",
     STORE_COUNTS},
    {"stays",
     "Histories: the stays of each client in the runs with the written numbers. Take the view "
     "histories, which has ids; in the order of client, start and end a history reads as it was.",
     "CREATE TABLE stays(\n"
     "  run_no INTEGER NOT NULL, group_no INTEGER NOT NULL,\n"
     "  client INTEGER NOT NULL, -- from 0 within the group\n"
     "  stage_no INTEGER NOT NULL,\n"
     "  host_no INTEGER, -- the actor whose place it takes\n"
     "  start INTEGER NOT NULL, end INTEGER NOT NULL, -- steps: there from start to before end\n"
     "  censored INTEGER NOT NULL, -- 1: not over at the horizon\n"
     "  waiting INTEGER NOT NULL) -- 1: not in the stage, but waiting for a place there",
     STORE_HISTORIES},

    /* Views: what people want to read. */
    {"outcomes", "View: the outcomes with their 90 % intervals, by group.",
     "CREATE VIEW outcomes AS SELECT measure AS outcome, group_id, value, low, high, luck_share,"
     " mean, error FROM summary WHERE step IS NULL AND stage_id IS NULL AND transition_id IS NULL"
     " AND actor_id IS NULL AND account_id IS NULL",
     STORE_COUNTS},
    {"by_step", "View: mean numbers of clients at each step and stage, by group.",
     "CREATE VIEW by_step AS SELECT step, group_id, stage_id,"
     " sum(CASE measure WHEN 'occupancy' THEN value END) AS occupancy,"
     " sum(CASE measure WHEN 'entries' THEN value END) AS entries,"
     " sum(CASE measure WHEN 'waiting' THEN value END) AS waiting"
     " FROM summary WHERE step IS NOT NULL AND stage_id IS NOT NULL"
     " GROUP BY step, group_id, stage_id",
     STORE_COUNTS},
    {"counts", "View: clients at each step and stage of each run, zeros included.",
     "CREATE VIEW counts AS SELECT run_no, draw, step, group_id, stage_id,"
     " coalesce(occupancy, 0) AS occupancy, coalesce(entries, 0) AS entries,"
     " coalesce(waiting, 0) AS waiting"
     " FROM runs CROSS JOIN groups CROSS JOIN steps CROSS JOIN stages"
     " LEFT JOIN run_counts USING(run_no, group_no, step, stage_no)",
     STORE_COUNTS},
    {"moves_by_run", "View: moves of each run, zeros included.",
     "CREATE VIEW moves_by_run AS SELECT run_no, draw, group_id, transition_id, from_id, to_id,"
     " coalesce(moves, 0) AS moves FROM runs CROSS JOIN groups CROSS JOIN transitions"
     " LEFT JOIN run_moves USING(run_no, group_no, transition_no)",
     STORE_COUNTS},
    {"outcomes_by_run", "View: outcomes of each run.",
     "CREATE VIEW outcomes_by_run AS SELECT run_no, draw, group_id, outcome, value"
     " FROM run_outcomes JOIN runs USING(run_no) JOIN groups USING(group_no)"
     " JOIN outcome_names USING(outcome_no)",
     STORE_COUNTS},
    {"money_by_run", "View: totals of the accounts in each run.",
     "CREATE VIEW money_by_run AS SELECT run_no, draw, group_id, account_id, unit, amount"
     " FROM run_money JOIN runs USING(run_no) JOIN groups USING(group_no)"
     " JOIN accounts USING(account_no)",
     STORE_COUNTS},
    {"histories", "View: each client's stays.",
     "CREATE VIEW histories AS SELECT run_no, group_id, client, stage_id, actor_id AS host_id,"
     " start, end, censored, waiting FROM stays JOIN groups USING(group_no)"
     " JOIN stages USING(stage_no) LEFT JOIN actors ON actor_no = host_no",
     STORE_HISTORIES},
    {NULL, NULL, NULL, STORE_ALWAYS},
};
