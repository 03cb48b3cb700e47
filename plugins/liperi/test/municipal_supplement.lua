-- The municipal supplement of Liperi in 2023, in cents a month.
return {
  { rule = "amount wage_subsidy municipality", date = { "2023-01-01", "2023-12-31" }, rows = "all",
    given = { employer = { "association", "foundation", "religious_community", "company", "household" }, weekly_hours = { 20, 40 }, elapsed = { 0, 7 } }, expect = 35000,
    ref = "kuntalisa-2023",
    text = "350 euros a month from 20 hours a week on." },
  { rule = "amount wage_subsidy municipality", date = { "2023-01-01", "2023-12-31" }, rows = "all",
    given = { employer = { "association", "foundation", "religious_community", "company", "household" }, weekly_hours = { 1, 19 } }, expect = 0,
    ref = "kuntalisa-2023",
    text = "19 hours a week are too few in Liperi." },
  { rule = "amount wage_subsidy municipality", date = "2022-12-31", rows = "all",
    given = { employer = { "association", "foundation", "religious_community", "company", "household" }, weekly_hours = { 18, 40 }, elapsed = { 0, 7 } }, expect = 35000,
    ref = "supplement-2018",
    text = "Before, the common 18 hours." },
}
